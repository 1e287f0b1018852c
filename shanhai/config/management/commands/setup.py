"""Makes or brings up to date an installation; quick and harmless when nothing changed."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from shanhai.registry.load import load_places
from shanhai.registry.outlines import make_outlines
from shanhai.registry.pairings import load_programmes_and_pairings


class Command(BaseCommand):
    help = "Make or migrate the installation in SHANHAI_HOME."

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        load_places()
        load_programmes_and_pairings()
        make_outlines()
        call_command("collectstatic", verbosity=0, interactive=False)
        if options["verbosity"]:
            self.stdout.write("ready")
