"""Prints the repaired text of a document."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shanhai.algorithms.text_repair import repair_text
from shanhai.evidence.receive import receive_bytes


class Command(BaseCommand):
    help = "Print the clean text of FILE; with --json every edit with its place, reason and certainty."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        received = receive_bytes(read_file(options["file"]))
        if received.problems:
            for problem in received.problems:
                self.stderr.write(problem.what.zh + (problem.right.zh if problem.right else ""))
            sys.exit(1)
        repaired = repair_text(received.text, apart=received.apart)
        if not options["json"]:
            self.stdout.write(repaired.text)
            return
        told = {
            "text": repaired.text,
            "says": dict(repaired.says),
            "edits": [asdict(edit) for edit in repaired.edits],
            "unreadable": [asdict(one) for one in repaired.unreadable],
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))


def read_file(path: Path) -> bytes:
    """The bytes of a file, or of what is piped in where it is `-`; a call with no such file is wrong (exit code 2)."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from error


def read_day(text: str) -> date:
    """A day of the command line; anything but an ISO day makes the call wrong."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write it as 2026-11-20") from error
