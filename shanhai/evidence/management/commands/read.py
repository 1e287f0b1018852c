"""Prints the claims of a document."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from shanhai.evidence.management.commands.repair import read_file
from shanhai.evidence.reading import claim_to_json, read_bytes


class Command(BaseCommand):
    help = "Print the claims in FILE, one a line; offsets are places in the text as received."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json-lines", action="store_true", help="one JSON object a line")
        parser.add_argument("--published-on", help="day of publication, YYYY-MM-DD, where the file does not tell it")

    def handle(self, *_args: Any, **options: Any) -> None:
        reading = read_bytes(read_file(options["file"]), published_on=options["published_on"])
        if reading.received.problems:
            for problem in reading.received.problems:
                self.stderr.write(problem.what.zh)
            sys.exit(1)
        for number, claim in enumerate(reading.claims, 1):
            told = claim_to_json(claim, number)
            if options["json_lines"]:
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                sides = f"{claim.giver or '—'} → {claim.receiver or '—'}"
                self.stdout.write(f"{claim.clean_quote}\t{claim.indicator}\t{told['value']} {claim.unit}\t{sides}")
