"""What the process does that a test kills: makes the `world` or does `import FILE`, in a home of its own.

`import FILE WORDS TIMES` stops before the statement that holds these words for so many times, says so and waits to be
killed there, so that no clock decides how far it came.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import django

STOPPED = "stopped"


def main(action: str, *arguments: str) -> None:
    """Do one thing."""
    django.setup()
    from shanhai.offices.models import Office
    from shanhai.sheets.receive import receive_file, record_at_once
    from tests.sheets.world import make_world

    if action == "world":
        make_world()
    elif action == "import":
        if arguments[1:]:
            stop_before(arguments[1], times=int(arguments[2]))
        path = Path(arguments[0])
        office = Office.objects.get(name="柯桥区协作办（示例）")
        received = receive_file(
            [path.read_bytes()], file_name=path.name, office=office, user_id=None, kind_code="consumption.purchase"
        )
        assert received.batch is not None
        record_at_once(received.batch, user_id=None)


def stop_before(words: str, *, times: int) -> None:
    """Have the connection wait for ever before the statement that holds `words` for the `times`-th time."""
    from django.db import connection

    seen = 0

    def look(statement: str) -> None:
        nonlocal seen
        seen += words in statement
        if seen == times:
            print(STOPPED, flush=True)
            signal.pause()

    connection.ensure_connection()
    driver: Any = connection.connection
    driver.set_trace_callback(look)


if __name__ == "__main__":
    main(*sys.argv[1:])
