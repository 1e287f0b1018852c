"""`shanhai catalogue`: every field, kind, activity, indicator and control."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.page import tell_book, write_page

NAMES = {"kinds": "kind", "activities": "activity", "indicators": "indicator", "controls": "control"}


class Command(BaseCommand):
    help = "Print what is declared: every field of cooperation with its kinds, activities, indicators and controls."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="print JSON")
        shape.add_argument("--markdown", action="store_true", help="print the page docs/catalogue.md")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(tell_book(BOOK), ensure_ascii=False))
        elif options["markdown"]:
            self.stdout.write(write_page(BOOK), ending="")
        else:
            for field in BOOK.fields:
                self.stdout.write(f"{field.title.zh} / {field.title.en} ({field.code})")
                for what, name in NAMES.items():
                    for declared in getattr(field, what):
                        title = f"{declared.title.zh} / {declared.title.en}"
                        self.stdout.write(f"  {name:10} {declared.code:36} {title}")
