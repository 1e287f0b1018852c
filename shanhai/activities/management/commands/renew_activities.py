"""Derives where every activity stands anew, as after an administrator put in the calendar of a new year."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shanhai.activities.move import renew_standings


class Command(BaseCommand):
    """`shanhai renew_activities`."""

    help = "重新推算全部事项的状态和期限，例如换了工作日历之后。Derive every activity's standing and due days anew."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Do it and say how many."""
        self.stdout.write(f"{renew_standings()} 个事项 / activities")
