"""Prints the claims of a document."""

import getpass
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from shanhai.catalogue.words import Problem
from shanhai.evidence.fetch import fetch_address, installation_reach
from shanhai.evidence.management.commands.repair import read_day, read_file
from shanhai.evidence.outside import tell_address
from shanhai.evidence.reading import claim_to_json, read_bytes
from shanhai.offices.audit import note_event


class Command(BaseCommand):
    help = "Print the claims in FILE, one a line; offsets are places in the text as received."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("file", type=Path, nargs="?")
        given.add_argument("--address", help="fetch this page instead; only where SHANHAI_FETCH=1 allows it")
        parser.add_argument("--json-lines", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--published-on", type=read_day, help="day of publication, YYYY-MM-DD, where the file does not tell it"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        data = self._fetch(options["address"]) if options["address"] else read_file(options["file"])
        day = options["published_on"]
        reading = read_bytes(data, published_on=day.isoformat() if day else None)
        if reading.received.problems:
            self._stop(*reading.received.problems)
        for number, claim in enumerate(reading.claims, 1):
            told = claim_to_json(claim, number)
            if options["json_lines"]:
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                sides = f"{claim.giver or '—'} → {claim.receiver or '—'}"
                sides += f" ({claim.party})" if claim.party else ""
                self.stdout.write(f"{claim.clean_quote}\t{claim.indicator}\t{told['value']} {claim.unit}\t{sides}")

    def _fetch(self, address: str) -> bytes:
        """Fetch a page and keep nothing of it but who asked for it."""
        fetched = fetch_address(address, installation_reach())
        outcome = fetched.code if isinstance(fetched, Problem) else "fetched"
        note_event("document.fetch", tell_address(address), user_id=None, user_name=getpass.getuser(), outcome=outcome)
        if isinstance(fetched, Problem):
            self._stop(fetched)
        assert not isinstance(fetched, Problem)
        return fetched.data

    def _stop(self, *problems: Problem) -> None:
        for problem in problems:
            self.stderr.write(problem.what.zh + (problem.right.zh if problem.right else ""))
        sys.exit(1)
