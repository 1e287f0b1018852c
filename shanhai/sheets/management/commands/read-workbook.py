"""`shanhai read-workbook FILE`: prints what an existing workbook of an office was understood to hold."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shanhai.sheets.foreign import ForeignWorkbook, read_workbook
from shanhai.sheets.foreign.sentences import tell

LISTED = 20


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text}: write the day as 2024-01-15") from fault


class Command(BaseCommand):
    """Read one file, change nothing."""

    help = "Print the tables, records and Problems of an existing workbook. 读取现有台账，打印表、记录和问题。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, --json, --received DATE, --mapping FILE."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")
        parser.add_argument("--received", type=_day, metavar="DATE", help="the day the book came in (YYYY-MM-DD)")
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help="JSON of kept corrections by table fingerprint"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Read and print."""
        kept = json.loads(options["mapping"].read_text(encoding="utf-8")) if options["mapping"] else None
        book = read_workbook(options["file"], received=options["received"], mapping=kept)
        if options["json"]:
            self.stdout.write(json.dumps(book.to_json(), ensure_ascii=False, indent=1))
            return
        self._tell(book)

    def _tell(self, book: ForeignWorkbook) -> None:
        for problem in book.problems:
            words = tell(problem)
            self.stdout.write(f"{book.file}: {words.zh} / {words.en}")
        for table in book.tables:
            self.stdout.write(
                f"{table.sheet}!{table.first_row}-{table.last_row}  {table.kind}  "
                f"记录 {len(table.records)}  问题 {len(table.problems)}"
            )
            for column in table.columns:
                self.stdout.write(f"  {column.column:>4}  {column.header}  →  {column.means}  {column.confidence:.2f}")
            for problem in table.problems[:LISTED]:
                self.stdout.write(f"  {problem.column or ''}{problem.row}  {problem.value}  {tell(problem).zh}")
        for sheet in book.ignored_sheets:
            self.stdout.write(f"{sheet.sheet}: {sheet.why}")
