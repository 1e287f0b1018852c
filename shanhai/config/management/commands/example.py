"""Loads the example into an installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from shanhai.config.example.load import load_example


class Command(BaseCommand):
    help = "Load the example: published figures, and made-up flows of three pairings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", default="", help="password of all example users; made up where not given")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("setup", verbosity=0)
        loaded = load_example(password=options["password"], progress=self._tell)
        if loaded.users:
            self.stdout.write(
                f"{loaded.entries} entries, {loaded.statements} published figures, {len(loaded.users)} users"
            )
        else:
            self.stdout.write("the example is already here; nothing was added")

    def _tell(self, text: str) -> None:
        self.stderr.write(text)
