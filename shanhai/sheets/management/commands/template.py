"""Writes the workbook template of a kind: `shanhai template KIND FILE [--language en] [--office NAME]`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shanhai.catalogue.declare import Kind
from shanhai.offices.models import Office
from shanhai.sheets.template import build_template, importable_kinds


class Command(BaseCommand):
    help = "Write the workbook template of a kind of entry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="code or Chinese title of a kind, such as consumption.purchase")
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", choices=("zh", "en"), default="zh")
        parser.add_argument("--office", help="name of the office whose pairings and parties the lists offer")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind = find_kind(options["kind"])
        if kind is None:
            self.stderr.write(
                f"no kind is called {options['kind']}; kinds: {', '.join(k.code for k in importable_kinds())}"
            )
            sys.exit(2)
        office = None
        if options["office"]:
            office = Office.objects.filter(name=options["office"]).first()
            if office is None:
                self.stderr.write(f"no office is called {options['office']}")
                sys.exit(2)
        today = timezone.localdate()
        options["file"].write_bytes(build_template(kind, language=options["language"], office=office, today=today))
        self.stdout.write(str(options["file"]))


def find_kind(text: str) -> Kind | None:
    """Return the kind of this code or Chinese title."""
    return next((kind for kind in importable_kinds() if text in (kind.code, kind.title.zh)), None)
