"""Fills an empty installation from a backup, then proves the ledger."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from shanhai.config.archive import ArchiveError, read_backup


class Command(BaseCommand):
    help = "Fill the empty installation in SHANHAI_HOME from FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"there is no file {options['file']}", returncode=2)
        try:
            read_backup(options["file"])
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        call_command("setup", verbosity=0)
        call_command("verify")
