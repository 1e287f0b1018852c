"""From a signature to the page that counts it, at a large ledger: a passport and the board, loaded whole.

The ledger is written through its own writers for one pairing of two counties, nine tenths signed by both sides. A
member of the receiving office signs one entry and the page is loaded again, as another browser would. The floor is
the same page loaded once more with nothing changed: what making the page costs before any figure is worked out.
"""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.pages import CHANNELS, PRODUCTS, make_cast

SEED = 20261
AT_ONCE = 100_000
ROUNDS = 5
PAGES = {
    "passport": "/figures/consumption_assistance_sales?basis=agreed",
    "board": "/?figure=consumption_assistance_sales",
}


def run(size: int) -> list[dict[str, Any]]:
    """Return, for each page, the median of its next load after a signature."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from shanhai.ledger.snapshot import catch_up
    from shanhai.offices.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["testserver"]
    cast = make_cast()
    _post(cast, size)
    catch_up()
    reader = Client()
    reader.force_login(User.objects.get(username="bench0"), backend="django.contrib.auth.backends.ModelBackend")
    return [_measure(reader, name, address, cast, size) for name, address in PAGES.items()]


def _measure(reader: Any, name: str, address: str, cast: dict[str, Any], size: int) -> dict[str, Any]:
    moved, unchanged = [], []
    _load(reader, address)
    for _ in range(ROUNDS):
        _sign_next(cast)
        moved.append(_load(reader, address))
        unchanged.append(_load(reader, address))
    seconds, floor = sorted(moved)[ROUNDS // 2], sorted(unchanged)[ROUNDS // 2]
    told = f"next load of the {name} after a signature"
    return {"name": told, "size": size, "seconds": seconds, "floor_seconds": floor, "ratio": seconds / floor}


def _load(reader: Any, address: str) -> float:
    start = time.perf_counter()
    answer = reader.get(address, HTTP_ACCEPT_LANGUAGE="zh-CN")
    assert answer.status_code == 200, (address, answer.status_code)
    return time.perf_counter() - start


def _sign_next(cast: dict[str, Any]) -> None:
    from shanhai.ledger.models import OpenEntry
    from shanhai.ledger.record import sign_entries

    serial = OpenEntry.objects.order_by("entry_serial").values_list("entry_serial", flat=True)[0]
    (signed,) = sign_entries([serial], office=cast["offices"]["receiver"], side="receiver", user_id=3)
    assert signed.done, signed


def _post(cast: dict[str, Any], size: int) -> None:
    from shanhai.ledger.record import EntryDraft, post_signed, record_entries

    chance = random.Random(SEED)
    (givers, receivers), offices = cast["parties"], cast["offices"]

    def make(number: int) -> EntryDraft:
        return EntryDraft(
            kind="consumption.purchase", on_date=date(2023, 1, 1) + timedelta(days=chance.randrange(1000)),
            amount=chance.randrange(1_000, 5_000_000), pairing_id=cast["pairing"].pk,
            from_party_id=chance.choice(givers), to_party_id=chance.choice(receivers), labels=("east_west",),
            details={"order_no": f"KQ{number:08d}", "product": chance.choice(PRODUCTS), "origin_place": "b4",
                     "channel": chance.choice(CHANNELS)},
        )  # fmt: skip

    signed = size - size // 10
    for place, start in enumerate(range(0, signed, AT_ONCE)):
        drafts = [make(number) for number in range(start, min(start + AT_ONCE, signed))]
        posted = post_signed(
            drafts, office=offices["neither"], user_id=1, giver=(offices["giver"], 2),
            receiver=(offices["receiver"], 3), now=datetime(2025, 11, 1, 9, tzinfo=UTC) + timedelta(days=place),
        )  # fmt: skip
        assert not posted.problems, posted.problems[:3]
    waiting = [make(number) for number in range(signed, size)]
    record_entries(waiting, office=offices["giver"], user_id=2, spoken_side="giver", match=False)
