"""The small world of the workbook tests: places with their traps, pairings, parties, offices; and books to read.

Also used by processes that tests start, so it needs nothing but Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from shanhai.offices.models import Membership, Office, User
from shanhai.registry.models import (
    Pairing,
    Party,
    Place,
    PlaceSuccession,
    PlaceVersion,
    Programme,
    Round,
)
from shanhai.registry.places import mark_changed
from shanhai.sheets.check import CheckedFile, check_file
from shanhai.sheets.findings import Findings
from shanhai.sheets.read import ReadFile, read_file
from tests.pairs import make_office, make_pairing

TODAY = date(2026, 11, 22)
START = date(1980, 1, 1)
PLACES = [
    ("p330000", "330000", "浙江省", "province", None, None),
    ("p330100", "330100", "杭州市", "city", "p330000", None),
    ("p330102", "330102", "上城区", "county", "p330100", None),
    ("p330104", "330104", "江干区", "county", "p330100", date(2021, 3, 11)),
    ("p330600", "330600", "绍兴市", "city", "p330000", None),
    ("p330602", "330602", "越城区", "county", "p330600", None),
    ("p330603", "330603", "柯桥区", "county", "p330600", None),
    ("p500000", "500000", "重庆市", "province", None, None),
    ("p500243", "500243", "彭水苗族土家族自治县", "county", "p500000", None),
    ("p510000", "510000", "四川省", "province", None, None),
    ("p511000", "511000", "内江市", "city", "p510000", None),
    ("p511002", "511002", "市中区", "county", "p511000", None),
    ("p511100", "511100", "乐山市", "city", "p510000", None),
    ("p511102", "511102", "市中区", "county", "p511100", None),
    ("p511132", "511132", "峨边彝族自治县", "county", "p511100", None),
    ("p511133", "511133", "马边彝族自治县", "county", "p511100", None),
]
PURCHASE_HEADS = ("日期", "海方单位", "山方单位", "产品", "数量（斤）", "金额（元）", "产地", "订单号")


@dataclass(slots=True)
class World:
    """Who and what the tests speak of."""

    pairing: Pairing
    giver: Office
    receiver: Office
    city: Office
    clerk: User
    other_clerk: User
    buyer: Party
    seller: Party


def make_world() -> World:
    """Write the world into the database."""
    for place_id, code, name, level, parent, valid_to in PLACES:
        Place.objects.create(id=place_id, level=level)
        PlaceVersion.objects.create(
            place_id=place_id, code=code, name=name, level=level, parent_id=parent, valid_from=START, valid_to=valid_to
        )
    PlaceSuccession.objects.create(
        from_place_id="p330104", to_place_id="p330102", on_date=date(2021, 3, 11), kind="merge"
    )
    mark_changed()
    programme = Programme.objects.create(key="东西部协作", name_zh="东西部协作", name_en="East–West cooperation")
    Programme.objects.create(key="山海协作", name_zh="山海协作工程", name_en="Mountain–Sea cooperation")
    round_ = Round.objects.create(programme=programme, key="2021", name_zh="2021年起", name_en="since 2021")
    pairing = make_pairing(round_, ("p330603", "柯桥区"), ("p511132", "峨边彝族自治县"), from_precision="month")
    make_pairing(round_, ("p330602", "越城区"), ("p511133", "马边彝族自治县"), from_precision="month")
    giver = make_office("柯桥区协作办（示例）", "giver", "p330603")
    receiver = make_office("峨边县协作办（示例）", "receiver", "p511132")
    return World(
        pairing=pairing,
        giver=giver,
        receiver=receiver,
        city=make_office("绍兴市协作办（示例）", "giver", "p330600"),
        clerk=_user("sheet-clerk", giver),
        other_clerk=_user("sheet-clerk-receiver", receiver),
        buyer=Party.objects.create(name="柯桥区总工会（示例）", kind="society", place_id="p330603"),
        seller=Party.objects.create(name="峨边县农发公司（示例）", kind="firm", place_id="p511132"),
    )


def _user(name: str, office: Office) -> User:
    user = User.objects.create(username=name)
    Membership.objects.create(user=user, office=office, role="clerk")
    return user


def purchase(number: str, **changes: Any) -> list[Any]:
    """One row of a purchase in the order of PURCHASE_HEADS; `changes` by head without its unit."""
    row = {
        "日期": "2026-07-08",
        "海方单位": "柯桥区总工会（示例）",
        "山方单位": "峨边县农发公司（示例）",
        "产品": "老腊肉",
        "数量": 1200,
        "金额": 96000,
        "产地": "峨边彝族自治县",
        "订单号": number,
    }
    return list({**row, **changes}.values())


def write_book(
    path: Path, rows: Sequence[Sequence[Any]], heads: Sequence[str] = PURCHASE_HEADS, sheet: str = "三季度"
) -> Path:
    """Write heads and rows as a plain xlsx, texts as texts."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet)
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, head in enumerate(heads):
            page.write_string(0, place, head)
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, place, cell)
                elif isinstance(cell, date):
                    page.write_datetime(line, place, cell, days)
                elif isinstance(cell, bool):
                    page.write_boolean(line, place, cell)
                elif cell is not None:
                    page.write_number(line, place, cell)
    return path


def read_and_check(
    path: Path, office: Office, kind_code: str = "consumption.purchase", **options: Any
) -> tuple[ReadFile, CheckedFile]:
    """Read and check a file as the given office on the tests' day."""
    findings = Findings()
    read = read_file(path, findings, kind_code=kind_code)
    return read, check_file(read, findings, office=office, today=TODAY, **options)


def told(checked: CheckedFile, weight: str | None = None) -> list[tuple[str, str]]:
    """Return each Problem as cell and code, those of one weight where it is given."""
    return [
        (f"{problem.column or ''}{problem.row or ''}", problem.code)
        for problem in checked.findings.problems()
        if weight is None or problem.weight == weight
    ]
