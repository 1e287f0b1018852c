"""`shanhai verify`: the whole ledger proved, or the first break named."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shanhai.ledger.proof import Proof, prove_ledger, say_proof


class Command(BaseCommand):
    help = "Prove every entry, signature, chain, batch and document of the ledger, or name the first break (exit 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        proof = prove_ledger(self._tell_progress)
        if options["json"]:
            self.stdout.write(json.dumps(tell_proof(proof), ensure_ascii=False, default=str))
        else:
            said = say_proof(proof)
            self.stdout.write(said.zh)
            self.stdout.write(said.en)
        if not proof.holds:
            sys.exit(1)

    def _tell_progress(self, done: int, rows: int) -> None:
        self.stderr.write(f"{done:,} / {rows:,}")


def tell_proof(proof: Proof) -> dict[str, Any]:
    """Return a proof as JSON has it; `break` is null where everything holds."""
    found = proof.first_break
    told: dict[str, Any] = {
        "holds": proof.holds,
        "entries": proof.entries,
        "signatures": proof.signatures,
        "chains": proof.offices,
        "batches": proof.batches,
        "documents": proof.documents,
        "documents_kept": proof.documents_kept,
        "last_serial": proof.last_serial,
        "seconds": round(proof.seconds, 3),
        "break": None,
    }
    if found is not None:
        told["break"] = {
            "code": found.code,
            "table": found.table,
            "serial": found.serial,
            "office_id": found.office_id,
            "office": found.office,
            "sequence": found.sequence,
            "facts": found.facts,
            "zh": found.words.zh,
            "en": found.words.en,
        }
    return told
