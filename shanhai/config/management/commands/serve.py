"""Serves an installation: the web server, and beside it the worker that reads large workbooks."""

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from shanhai.config.database import say_what_database_lacks


class Command(BaseCommand):
    help = "Serve the installation in SHANHAI_HOME."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=read_port, default=8000)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4), help="processes that answer")

    def handle(self, *_args: Any, **options: Any) -> None:
        if fault := say_what_database_lacks() or find_address_fault(options["host"], options["port"]):
            self.stderr.write(fault)
            sys.exit(2)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shanhai.config.settings"}
        worker = subprocess.Popen([sys.executable, "-m", "shanhai.config.command_line", "work"], env=environment)
        server = subprocess.Popen(_server_command(options), env=environment)
        self._greet(options)
        _forward_signals(server)
        try:
            code = server.wait()
        finally:
            worker.terminate()
            worker.wait()
        sys.exit(max(code, 0))

    def _greet(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"http://{options['host']}:{options['port']}/")
        users = settings.SHANHAI_HOME / "example-users.txt"
        if users.exists():
            self.stdout.write(users.read_text(encoding="utf-8"))


def read_port(text: str) -> int:
    """Read a port, 1 to 65535."""
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 65_535:
        raise ArgumentTypeError(f"{text} is no port; name one from 1 to 65535")
    return int(text)


def find_address_fault(host: str, port: int) -> str:
    """Say why this address cannot be served; nothing where it can.

    The server itself would share a taken port with whoever has it, and readers would get either by chance.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        return f"{host}:{port} cannot be served: {error.strerror or error}; name another with --port"
    return ""


def _server_command(options: dict[str, Any]) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        options["host"],
        "--port",
        str(options["port"]),
        "--blocking-threads",
        str(options["threads"]),
        "--workers",
        str(options["workers"]),
        "--log-level",
        "warning",
        "shanhai.config.wsgi:application",
    ]


def _forward_signals(server: subprocess.Popen[bytes]) -> None:
    """Hand a stop on to the server, so that one key or one `kill` ends both."""

    def stop(_number: int, _frame: Any) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
