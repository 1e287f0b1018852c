"""Made-up flows of one pairing: from the yearly agreement to payment, and orders of goods. Pure and repeatable.

Sums are exact by construction: parts come from `apportion`, so that three years of arrivals make the published total.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shanhai.algorithms.apportion import apportion
from shanhai.config.example.cast import YEARS, ExamplePairing

YUAN = 100
TEN_THOUSAND = 10_000 * YUAN
PURPOSES = (
    "industry",
    "industry",
    "industry",
    "infrastructure",
    "livelihood",
    "education",
    "health",
    "labour",
    "talent",
)
WORKS = (
    "冷链仓",
    "加工车间",
    "灌溉渠系",
    "产业路",
    "农旅驿站",
    "育苗大棚",
    "集贸市场",
    "饮水提升",
    "中心校设备",
    "卫生院设备",
)
CHANNELS = ("offices", "schools", "unions", "markets", "online", "outlets")
LABELS = (
    ("east_west",),
    ("east_west",),
    ("east_west", "platform_832"),
    ("east_west", "reserved_share", "union_welfare"),
)


@dataclass(frozen=True, slots=True)
class Flow:
    """One made-up flow: which side reports it, when it was entered, and what the other side answered.

    `answer` is `agrees`, `differs` (with `answer_fen` and `reason`) or empty where nothing was said yet.
    """

    kind: str
    on_date: date
    amount_fen: int
    giver_party: str
    receiver_party: str
    reported_by: str
    entered_on: date
    answer: str = "agrees"
    answer_fen: int = 0
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    document: str = ""


LATE_DAYS = 9


def make_flows(pairing: ExamplePairing, *, today: date) -> list[Flow]:
    """Return all flows of one pairing, in the order in which they were entered.

    What still waits or differs was entered late, a few days before `today`, so that the queue is not years old.
    """
    dice = random.Random(f"{pairing.giver}-{pairing.receiver}")  # noqa: S311 repeatable, not secret
    flows = [*_make_money(pairing, dice), *_make_projects(pairing, dice), *_make_orders(pairing, dice)]
    late = today - timedelta(days=LATE_DAYS)
    flows = [flow if flow.answer == "agrees" else replace(flow, entered_on=late) for flow in flows]
    return sorted(flows, key=lambda flow: (flow.entered_on, flow.kind, flow.on_date))


def _split(total_fen: int, count: int, dice: random.Random) -> list[int]:
    """Split into `count` amounts in whole ten thousands of yuan."""
    weights = {f"{number:04}": dice.randint(60, 160) for number in range(count)}
    return [units * TEN_THOUSAND for units in apportion(total_fen // TEN_THOUSAND, weights).values()]


def _make_money(pairing: ExamplePairing, dice: random.Random) -> Iterator[Flow]:
    giver, receiver = f"{pairing.giver}财政局", f"{pairing.receiver}财政局"
    for year in YEARS:
        total = pairing.yearly_yuan * YUAN
        agreed_on = date(year, 4, 20) if year > YEARS[0] else date(year, 6, 25)
        yield Flow(
            "funds.agreed", agreed_on, total, giver, receiver, "giver", agreed_on + timedelta(days=6),
            details={"agreement_no": f"示例协议〔{year}〕1号", "agreement_year": year},
            document=f"{pairing.giver_short}—{pairing.receiver_short}{year}年度协作协议(示例)",
        )  # fmt: skip
        parts = [total * 3 // 5, total - total * 3 // 5]
        for number, amount in enumerate(parts, 1):
            arrived_on = agreed_on + timedelta(days=40 * number + dice.randint(0, 9))
            yield _arrive(pairing, year, number, amount, arrived_on)
            yield _allocate(pairing, year, number, amount, arrived_on)


def _arrive(pairing: ExamplePairing, year: int, number: int, amount: int, on: date) -> Flow:
    """Money on the receiving side's account; in the last year the second batch differs or waits."""
    voucher = f"示例-{pairing.receiver_short}-{on:%Y%m%d}"
    answer, answer_fen, reason = "agrees", 0, ""
    if year == YEARS[-1] and number == 2:
        answer, answer_fen = "differs", amount - 44 * TEN_THOUSAND
        reason = "其中 44.00 万元为社会捐助,应记计划外款物(示例)"
    return Flow(
        "funds.arrived", on, amount, f"{pairing.giver}财政局", f"{pairing.receiver}财政局", "giver",
        on + timedelta(days=5), answer, answer_fen, reason,
        {
            "document_no": f"示例财预〔{year}〕{number}2号",
            "fund_batch": f"第{'一二'[number - 1]}批",
            "voucher_no": voucher,
        },
        document=f"电子回单 {on.isoformat()}(示例)",
    )  # fmt: skip


def _allocate(pairing: ExamplePairing, year: int, number: int, amount: int, arrived_on: date) -> Flow:
    """The receiving side reports what it put at the county's disposal; the newest still waits for the giver's word."""
    on = arrived_on + timedelta(days=12)
    waits = year == YEARS[-1] and number == 2
    return Flow(
        "funds.allocated", on, amount, f"{pairing.giver}财政局", f"{pairing.receiver}财政局", "receiver",
        on + timedelta(days=4), "" if waits else "agrees",
        details={"document_no": f"示例财农〔{year}〕{number}7号", "fund_batch": f"第{'一二'[number - 1]}批"},
        document=f"资金下达文件 示例财农〔{year}〕{number}7号",
    )  # fmt: skip


def _make_projects(pairing: ExamplePairing, dice: random.Random) -> Iterator[Flow]:
    """Projects of each year with the funds assigned to them, and what was paid so far."""
    counts = apportion(pairing.projects, {str(year): 1 for year in YEARS})
    for year in YEARS:
        amounts = _split(pairing.yearly_yuan * YUAN, counts[str(year)], dice)
        for number, amount in enumerate(amounts, 1):
            project_no = f"示例-{pairing.receiver_short}-{year}-{number:02}"
            name = f"{pairing.receiver_short}{WORKS[(number + year) % len(WORKS)]}{number:02}号(示例)"
            details = {"project_no": project_no, "project_name": name, "purpose": dice.choice(PURPOSES)}
            on = date(year, 9, 1) + timedelta(days=dice.randint(0, 70))
            unit = f"{pairing.receiver}农业农村局"
            yield Flow(
                "funds.assigned", on, amount, f"{pairing.giver}财政局", unit, "receiver", date(year, 11, 25),
                details={**details, "document_no": f"示例农计〔{year}〕{number}号"},
            )  # fmt: skip
            part = {YEARS[0]: 100, YEARS[1]: 92, YEARS[2]: dice.choice((0, 35, 60))}[year]
            if part:
                paid_on = on + timedelta(days=dice.randint(60, 200))
                yield Flow(
                    "funds.paid", paid_on, amount * part // 100, f"{pairing.giver}财政局", unit, "receiver",
                    paid_on + timedelta(days=8), "agrees" if year < YEARS[-1] else "",
                    details={**details, "voucher_no": f"示例付-{pairing.receiver_short}-{year}-{number:02}"},
                )  # fmt: skip


def _make_orders(pairing: ExamplePairing, dice: random.Random) -> Iterator[Flow]:
    """Orders of goods; every tenth of the last quarter differs in amount, some of the newest wait."""
    weights = {f"{number:04}": dice.randint(20, 300) for number in range(pairing.orders)}
    amounts = apportion(pairing.orders_yuan // 100, weights)
    first, days = date(2021, 9, 1), 800
    for number, (key, hundreds) in enumerate(amounts.items()):
        product, category, unit, price = dice.choice(pairing.products)
        amount = hundreds * 100 * YUAN
        quantity = round(Decimal(amount) / (price * YUAN), 4).normalize()
        on = first + timedelta(days=number * days // pairing.orders)
        newest = number >= pairing.orders * 9 // 10
        answer, answer_fen, reason = ("" if newest and number % 2 else "agrees"), 0, ""
        if number % 31 == 17:
            answer, answer_fen, reason = "differs", amount - amount // 20, "有退货,实收较少(示例)"
        kind = "consumption.purchase" if number % 3 else "consumption.assisted_sale"
        yield Flow(
            kind, on, amount, f"{pairing.giver_short}示例商贸有限公司", f"{pairing.receiver_short}示例农产品专业合作社",
            "giver", _quarter_end(on) + timedelta(days=9), answer, answer_fen, reason,
            {
                "order_no": f"示例XF{pairing.receiver_short}{key}", "product": f"{product}(示例)", "category": category,
                "origin_place": pairing.receiver, "quantity": f"{quantity:f}", "quantity_unit": unit,
                "unit_price": price * YUAN, "channel": CHANNELS[number % len(CHANNELS)],
            },
            LABELS[number % len(LABELS)],
        )  # fmt: skip


def _quarter_end(day: date) -> date:
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
