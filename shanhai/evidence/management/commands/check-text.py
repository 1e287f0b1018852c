"""Holds a draft against the ledger before it is printed."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from shanhai.evidence.management.commands.repair import read_file
from shanhai.evidence.marked import mark_given, say_result
from shanhai.evidence.reading import claim_to_json, read_bytes
from shanhai.evidence.reconcile import Reconciled, reconcile_claims


class Command(BaseCommand):
    help = "Mark every number of FILE proved, differs or unproved; exit code 1 where one differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--docx", type=Path, help="also write the draft with comments to this file")
        parser.add_argument("--published-on", help="day of publication, YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        data = read_file(options["file"])
        reading = read_bytes(data, published_on=options["published_on"])
        if reading.received.problems:
            for problem in reading.received.problems:
                self.stderr.write(problem.what.zh)
            sys.exit(1)
        told = options["published_on"] or reading.says.get("published_on") or ""
        results = reconcile_claims(
            reading.claims, published_on=date.fromisoformat(told[:10]) if len(told) >= 10 else None
        )
        for number, one in enumerate(results, 1):
            self.stdout.write(self._tell(number, one, as_json=options["json"]))
        if options["docx"]:
            options["docx"].write_bytes(mark_given(data, reading, results))
        sys.exit(1 if any(one.mark == "differs" for one in results) else 0)

    def _tell(self, number: int, one: Reconciled, *, as_json: bool) -> str:
        if not as_json:
            return f"{one.claim.clean_quote}\t{say_result(one).zh}"
        told = claim_to_json(one.claim, number)
        told |= {
            "mark": one.mark,
            "result": one.result,
            "reason": one.reason,
            "figure": one.figure.whole if one.figure else None,
            "basis": one.figure.basis if one.figure else None,
            "address": one.address,
        }
        return json.dumps(told, ensure_ascii=False)
