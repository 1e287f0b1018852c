"""Holds a draft against the ledger before it is printed."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from shanhai.evidence.desk import full_day
from shanhai.evidence.draft_check import DraftNumber, check_draft, differing
from shanhai.evidence.management.commands.repair import read_day, read_file
from shanhai.evidence.marked import mark_given
from shanhai.evidence.reading import claim_to_json, read_bytes


class Command(BaseCommand):
    help = "Mark every number of FILE proved, differs or unproved; exit code 1 where one differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--docx", type=Path, help="also write the draft with comments to this file")
        parser.add_argument("--published-on", type=read_day, help="day of publication, YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        data = read_file(options["file"])
        day = options["published_on"]
        reading = read_bytes(data, published_on=day.isoformat() if day else None)
        if reading.received.problems:
            for problem in reading.received.problems:
                self.stderr.write(f"{problem.what.zh}{problem.right.zh if problem.right else ''}")
            sys.exit(1)
        numbers = check_draft(reading, published_on=day or full_day(reading.says.get("published_on", "")))
        for number, one in enumerate(numbers, 1):
            self.stdout.write(self._tell(number, one, as_json=options["json"]))
        if not numbers:
            self.stderr.write("稿子里没有数。 / The draft holds no number.")
        if options["docx"]:
            options["docx"].write_bytes(mark_given(data, reading, numbers))
        sys.exit(1 if differing(numbers) else 0)

    def _tell(self, number: int, one: DraftNumber, *, as_json: bool) -> str:
        if not as_json:
            return f"{one.what or one.clean_quote}\t{one.said.zh}"
        result = one.result
        if result is None:
            told = {"id": f"{number:03}", "quote": one.clean_quote, "start": one.start, "end": one.end}
            return json.dumps({**told, "indicator": None, "mark": one.mark, "said": one.said.zh}, ensure_ascii=False)
        told = claim_to_json(result.claim, number)
        told |= {
            "mark": one.mark,
            "result": result.result,
            "reason": result.reason,
            "said": one.said.zh,
            "figure": result.figure.whole if result.figure else None,
            "basis": result.figure.basis if result.figure else None,
            "address": result.address,
        }
        return json.dumps(told, ensure_ascii=False)
