"""Works through received files beside the web server; started by `shanhai serve`."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from shanhai.sheets.worker import work_once, work_until


class Command(BaseCommand):
    help = "Read and record received files until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="work on what waits now, then end")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["once"]:
            work_once()
            return
        stopped: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, _frame: stopped.append(received))
        work_until(lambda: bool(stopped))
