"""Pages of a county's office under load: 2,000 projects, 200,000 orders and 5,000 villages, 20 people clicking.

The installation is built through the ledger's own writers and served by the server that `shanhai serve` starts. Each
person is signed in, opens the main pages in an order of its own and looks at each for two seconds on average before
the next click. Told is the 95th percentile of the answers of each page, first byte to last, beside that of the health
answer in the same crowd: what the server and the machine cost before any page is made.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

SEED = 20260101
PEOPLE = 20
SECONDS = 90
LOOKS_SECONDS = 2.0
PERCENTILE = 95
FLOOR = "health"
PRODUCTS = ("茶叶", "竹笋", "花椒", "核桃", "腊肉", "蜂蜜")
CHANNELS = ("offices", "schools", "hospitals", "firms", "unions", "online")
PROJECT = {
    "project_class": "industry",
    "nature": "new",
    "site": "示例镇示例村",
    "starts_on": "2025-03-01",
    "ends_on": "2025-12-31",
    "responsible_unit": "示例镇人民政府",
    "tasks": "示例",
    "amount_planned_fen": "1000000",
    "money_source": "东西部协作资金",
    "households": "60",
    "persons": "200",
    "performance_targets": "示例",
    "interest_link": "示例",
}


def run(size: int) -> list[dict[str, Any]]:
    """Build an installation with `size` orders (and a hundredth as many projects, a fortieth villages); measure it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanhai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    cast = make_cast()
    _post(cast, size)
    _open_projects(cast, max(size // 100, 1))
    pages = _list_pages(cast)
    port = _free_port()
    server = _serve(port)
    try:
        _wait_for(port)
        times = _click(port, cast["sessions"], pages)
    finally:
        server.terminate()
        server.wait()
    floor = _percentile(times[FLOOR])
    return [
        {
            "name": f"p95 of {name} (median {sorted(times[name])[len(times[name]) // 2]:.3f} s of {len(times[name])})",
            "size": size,
            "seconds": _percentile(times[name]),
            "floor_seconds": floor,
            "ratio": _percentile(times[name]) / floor,
        }
        for name in (*pages, FLOOR)
    ]


def make_cast() -> dict[str, Any]:
    """Write a pairing of two counties, its offices and people with open sessions; gone with the bench's folder."""
    from django.test import Client

    from shanhai.offices.models import Membership, Office, Role, User
    from shanhai.registry.models import Pairing, Party, Place, PlaceVersion, Programme, Round
    from shanhai.registry.places import mark_changed

    for place_id, code, name, level, parent in (
        ("b1", "330000", "甲省", "province", None),
        ("b2", "330100", "甲县", "county", "b1"),
        ("b3", "510000", "乙省", "province", None),
        ("b4", "510100", "乙县", "county", "b3"),
    ):
        place = Place.objects.create(id=place_id, level=level)
        PlaceVersion.objects.create(
            place=place, code=code, name=name, level=level, parent_id=parent, valid_from=date(1980, 1, 1)
        )
    programme = Programme.objects.create(key="东西部协作", name_zh="东西部协作", name_en="East–West")
    round_ = Round.objects.create(programme=programme, key="2021", name_zh="2021", name_en="2021")
    pairing = Pairing.objects.create(
        round=round_, level="county", giver_place_id="b2", receiver_place_id="b4", giver_label="甲县",
        receiver_label="乙县", valid_from=date(2021, 1, 1), status="current", confidence="L",
    )  # fmt: skip
    parties = [
        [Party.objects.create(name=f"{place} {one}", kind="firm", place_id=place).pk for one in range(200)]
        for place in ("b2", "b4")
    ]
    mark_changed()
    offices = {
        side: Office.objects.create(name=f"{side}", side=side, place_id=place, is_example=True)
        for side, place in (("giver", "b2"), ("receiver", "b4"), ("neither", None))
    }
    sessions = []
    for number in range(PEOPLE):
        user = User.objects.create(username=f"bench{number}")
        for role in (Role.CLERK, Role.SIGNER):
            Membership.objects.create(user=user, office=offices["receiver"], role=role)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        sessions.append("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
    return {"pairing": pairing, "parties": parties, "offices": offices, "sessions": sessions}


def _post(cast: dict[str, Any], size: int) -> None:
    """Post the orders, the villages' incomes and lists and the projects' money, signed by both sides."""
    from shanhai.ledger.record import EntryDraft, post_signed, record_entries

    chance = random.Random(SEED)
    pairing, (givers, receivers), offices = cast["pairing"].pk, cast["parties"], cast["offices"]
    drafts = []

    def add(kind: str, on: date, amount: int, **details: Any) -> None:
        labels = details.pop("labels", ())
        drafts.append(
            EntryDraft(
                kind=kind, on_date=on, amount=amount, pairing_id=pairing, from_party_id=chance.choice(givers),
                to_party_id=chance.choice(receivers), labels=labels, details=details,
            )
        )  # fmt: skip

    for number in range(size):
        on = date(2023, 1, 1) + timedelta(days=chance.randrange(1000))
        labels = ("east_west",) if chance.random() < 0.5 else ("east_west", "platform_832")
        add("consumption.purchase", on, chance.randrange(1_000, 5_000_000), order_no=f"KQ{number:08d}", labels=labels,
            product=chance.choice(PRODUCTS), origin_place="b4", channel=chance.choice(CHANNELS))  # fmt: skip
    for number in range(max(size // 40, 1)):
        village = f"示例村{number:05d}"
        for year in (2022, 2023, 2024):
            add("village_revitalisation.collective_income", date(year, 12, 31), chance.randrange(10**6, 2 * 10**8),
                village=village, income_year=year)  # fmt: skip
        add("village_revitalisation.weak_village", date(2022, 1, 1), 1, village=village, village_list="示例名单")
    for number in range(max(size // 100, 1)):
        project = f"XM-2025-{number:04d}"
        for kind, voucher in (
            ("funds.assigned", {"document_no": "示例"}),
            ("funds.paid", {"voucher_no": f"V{number}"}),
        ):
            add(
                kind,
                date(2025, 4, 1),
                chance.randrange(10**6, 10**8),
                project_no=project,
                purpose="industry",
                **voucher,
            )
    posted = post_signed(
        drafts, office=offices["neither"], user_id=1, giver=(offices["giver"], 2), receiver=(offices["receiver"], 3),
        now=datetime(2025, 11, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    assert not posted.problems, posted.problems[:3]
    drafts.clear()
    for number in range(500):
        add("consumption.purchase", date(2025, 10, 1), 10_000 + number, order_no=f"DQ{number:06d}", product="茶叶",
            origin_place="b4")  # fmt: skip
    record_entries(drafts, office=offices["giver"], user_id=2, spoken_side="giver", match=False)


def _open_projects(cast: dict[str, Any], count: int) -> None:
    from django.db import transaction

    from shanhai.activities.move import By, Opening, open_activity

    by = By(cast["offices"]["receiver"].pk, "receiver", None)
    with transaction.atomic():
        for number in range(count):
            opening = Opening(
                "funds.project", f"示例项目{number}", PROJECT, pairing_id=cast["pairing"].pk,
                number=f"XM-2025-{number:04d}", opened_on=date(2025, 1, 2), is_example=True,
            )  # fmt: skip
            moved = open_activity(opening, by=by)
            assert moved.activity is not None, moved.problems


def _list_pages(cast: dict[str, Any]) -> dict[str, str]:
    return {
        "board": "/",
        "entries": "/ledger",
        "entries of a kind": "/ledger?kind=consumption.purchase&sort=-amount",
        "to sign": "/sign",
        "pairing": f"/pairings/{cast['pairing'].pk}",
        "figure of sales": "/figures/consumption_assistance_sales?basis=reported",
        "projects": "/activities?kind=funds.project",
        "one project": "/activities/XM-2025-0001",
        "waiting": "/activities/waiting",
        "villages": "/villages",
        "weak villages": "/villages?tab=weak",
        "channels": "/consumption?tab=channels",
        "labels": "/consumption?tab=labels",
        "gifts": "/gifts",
        "pairs": "/pairs",
        "overlaps": "/overlaps",
        "imports": "/imports",
    }


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def _serve(port: int) -> subprocess.Popen[bytes]:
    from shanhai.config.management.commands.serve import _server_command

    command = _server_command({"host": "127.0.0.1", "port": port, "threads": 4, "workers": os.cpu_count() or 1})
    return subprocess.Popen(command, env=dict(os.environ))


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/health", "")
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("the server did not start")


def _ask(connection: http.client.HTTPConnection, address: str, cookie: str) -> float:
    start = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": cookie, "Accept-Language": "zh-CN"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (address, answer.status)
    return time.perf_counter() - start


def _click(port: int, sessions: list[str], pages: dict[str, str]) -> dict[str, list[float]]:
    """Let all people click for a while; return the seconds of each answer by page."""
    addresses = {**pages, FLOOR: "/health"}
    for _ in range(3 * (os.cpu_count() or 1)):
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for address in addresses.values():
            _ask(first, address, sessions[0])
    times: dict[str, list[float]] = defaultdict(list)
    lock, until = threading.Lock(), time.monotonic() + SECONDS

    def person(number: int) -> None:
        chance = random.Random(SEED + number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(chance.random() * LOOKS_SECONDS)
        while time.monotonic() < until:
            for name in chance.sample(list(addresses), len(addresses)):
                seconds = _ask(connection, addresses[name], sessions[number])
                with lock:
                    times[name].append(seconds)
                time.sleep(chance.uniform(0.5, 1.5) * LOOKS_SECONDS)
                if time.monotonic() > until:
                    break

    people = [threading.Thread(target=person, args=(number,)) for number in range(len(sessions))]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return times


def _percentile(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * PERCENTILE // 100)] if ordered else float("nan")
