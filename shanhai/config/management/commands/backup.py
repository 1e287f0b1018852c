"""Writes the whole installation into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from shanhai.config.archive import write_backup


class Command(BaseCommand):
    help = "Write the installation to FILE (.tar.gz); the file holds everything, so keep it as safe as the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        # an installation that waits for its migrations is backed up as it is: that is when a backup is wanted most
        if "ledger_entry" not in connection.introspection.table_names():
            raise CommandError("this installation is not set up; nothing was written; run: shanhai setup", returncode=2)
        try:
            write_backup(options["file"])
        except FileExistsError as error:
            raise CommandError(f"{options['file']} is already there; nothing was written", returncode=2) from error
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}", returncode=2) from error
        self.stdout.write(str(options["file"]))
