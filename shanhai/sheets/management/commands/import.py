"""Imports a workbook for an office: `shanhai import FILE --office NAME [--kind K] [--dry-run]`.

A ledger of the office's own is read as was confirmed for its shape; for one of an unknown shape the page to visit is
named. Prints every Problem at its cell. Ends with 0 where the file was recorded (or would be), 1 where Problems stand
in the way or the reading is to be confirmed first, 2 where the call is wrong.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from shanhai.catalogue.words import Problem
from shanhai.ledger.models import Batch
from shanhai.offices.models import Office
from shanhai.sheets.answers import discard_batch
from shanhai.sheets.management.commands.template import find_kind
from shanhai.sheets.own_books import is_settled
from shanhai.sheets.receive import DryRun, batch_name, dry_run, receive_file, record_at_once
from shanhai.sheets.sentences import WEIGHT_WORDS

CHUNK_BYTES = 1024 * 1024
NOTES_SHOWN = 50


class Command(BaseCommand):
    help = "Import a filled workbook for an office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--office", required=True, help="name of the office that imports")
        parser.add_argument(
            "--kind", default="", help="code or Chinese title; without it the template or the heads tell"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and check only; the ledger stays as it is")
        parser.add_argument("--accept", default="", help="reason with which all doubts are accepted")
        parser.add_argument("--language", choices=("zh", "en"), default="zh")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.language = options["language"]
        office = Office.objects.filter(name=options["office"]).first()
        kind = find_kind(options["kind"]) if options["kind"] else None
        if office is None or (options["kind"] and kind is None) or not options["file"].is_file():
            wrong = "office" if office is None else "kind" if options["kind"] and kind is None else "file"
            self.stderr.write(f"{wrong} not found: {options[wrong]}")
            sys.exit(2)
        received = receive_file(
            _read_chunks(options["file"]),
            file_name=options["file"].name,
            office=office,
            user_id=None,
            is_example=office.is_example,
            kind_code=kind.code if kind else "",
        )
        if received.repeated is not None:
            self._tell_repeated(received.repeated)
            return
        if received.batch is None:
            assert received.problem is not None
            self._tell(received.problem)
            sys.exit(1)
        self._go_on(received.batch, options)

    def _go_on(self, batch: Batch, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self._try(batch)
            return
        outcome = record_at_once(batch, user_id=None, accept_reason=options["accept"])
        if outcome.recorded is None and not is_settled(batch):
            self._point_to_page(batch)
        if outcome.found is not None:
            self._tell_all(outcome.found)
        if outcome.recorded is None:
            self.stderr.write(f"{batch_name(batch)}: {outcome.refused}")
            discard_batch(batch)
            sys.exit(1)
        self.stdout.write(f"{batch_name(batch)} {json.dumps(batch.problems['added'])}")

    def _try(self, batch: Batch) -> None:
        found = dry_run(batch)
        if found is None:
            self.stderr.write(f"{batch_name(batch)}: another process is at it")
            sys.exit(1)
        if not is_settled(batch):
            self._point_to_page(batch)
        self._tell_all(found)
        self.stdout.write(json.dumps(batch.problems["adds"]))
        discard_batch(batch)
        counts = batch.problems["counts"]
        if counts["blocks"] or counts["open"]:
            sys.exit(1)

    def _point_to_page(self, batch: Batch) -> None:
        """A ledger of the office's own waits on its page until somebody has confirmed how it reads."""
        page = reverse("reading", args=[batch.pk])
        zh = f"这是本机构自己的台账，还没有记住它的读法。请到 {page} 核对，账本没有变。"
        en = f"A ledger of the office’s own whose reading is not known yet. Confirm it at {page}; nothing was recorded."
        self.stderr.write(f"{batch_name(batch)}: {en if self.language == 'en' else zh}")
        sys.exit(1)

    def _tell_all(self, found: DryRun) -> None:
        notes = 0
        for problem in found.findings.problems():
            notes += problem.weight == "note"
            if problem.weight != "note" or notes <= NOTES_SHOWN:
                self._tell(problem)
        if notes > NOTES_SHOWN:
            self.stdout.write(f"{WEIGHT_WORDS['note'].in_language(self.language)} +{notes - NOTES_SHOWN}")

    def _tell(self, problem: Problem) -> None:
        weight = WEIGHT_WORDS[problem.weight].in_language(self.language)
        cell = f"{problem.column or ''}{problem.row or ''}"
        right = problem.right.in_language(self.language) if problem.right else ""
        gap = " " if self.language == "en" else ""
        where = "!".join(part for part in (problem.sheet, cell) if part)
        self.stdout.write(f"{weight} {where} {problem.what.in_language(self.language)}{gap}{right}".strip())

    def _tell_repeated(self, batch: Batch) -> None:
        day = timezone.localtime(batch.recorded_at).date().isoformat() if batch.recorded_at else ""
        zh = f"这个文件 {day} 已入账，批次 {batch_name(batch)}，没有再记。"
        en = f"This file was recorded on {day} as {batch_name(batch)}; nothing was added."
        self.stdout.write(en if self.language == "en" else zh)


def _read_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
