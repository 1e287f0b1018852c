"""What the process does that a test kills: makes the `world` or does `import FILE`, in a home of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import django


def main(action: str, *arguments: str) -> None:
    """Do one thing."""
    django.setup()
    from shanhai.offices.models import Office
    from shanhai.sheets.receive import receive_file, record_at_once
    from tests.sheets.world import make_world

    if action == "world":
        make_world()
    elif action == "import":
        path = Path(arguments[0])
        office = Office.objects.get(name="柯桥区协作办（示例）")
        received = receive_file(
            [path.read_bytes()], file_name=path.name, office=office, user_id=None, kind_code="consumption.purchase"
        )
        assert received.batch is not None
        record_at_once(received.batch, user_id=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
