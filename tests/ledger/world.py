"""The small world of the ledger's tests: a map, two pairings, parties on both sides, and an office on each side.

Also used by the processes that tests start, so it needs nothing but Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shanhai.ledger.record import EntryDraft
from shanhai.offices.models import Office
from shanhai.registry.models import Pairing, Party, Place, PlaceVersion, Programme, Round
from shanhai.registry.places import mark_changed
from tests.pairs import make_office, make_pairing

PLACES = [
    ("p330000", "330000", "浙江省", "province", None),
    ("p330600", "330600", "绍兴市", "city", "p330000"),
    ("p330602", "330602", "越城区", "county", "p330600"),
    ("p330603", "330603", "柯桥区", "county", "p330600"),
    ("p510000", "510000", "四川省", "province", None),
    ("p511100", "511100", "乐山市", "city", "p510000"),
    ("p511132", "511132", "峨边彝族自治县", "county", "p511100"),
    ("p511133", "511133", "马边彝族自治县", "county", "p511100"),
]
DATED = {"from_precision": "month", "valid_to": date(2026, 1, 1), "to_precision": "year"}


@dataclass(slots=True)
class World:
    """Who and what the tests speak of."""

    pairing: Pairing
    other_pairing: Pairing
    giver: Office
    receiver: Office
    second_giver: Office
    third: Office
    bureau: Party
    buyer: Party
    finance: Party
    seller: Party
    stranger: Party

    def draft(self, **changes: Any) -> EntryDraft:
        """One payment of 3,200 yuan from the giving county's bureau to the receiving county's, on 10 May 2025."""
        values: dict[str, Any] = {
            "kind": "funds.arrived",
            "on_date": date(2025, 5, 10),
            "amount": 320_000,
            "pairing_id": self.pairing.pk,
            "from_party_id": self.bureau.pk,
            "to_party_id": self.finance.pk,
        }
        return EntryDraft(**{**values, **changes})

    def order(self, number: str, **changes: Any) -> EntryDraft:
        """One order of tea worth 580 yuan under this number, on 1 June 2025."""
        values: dict[str, Any] = {
            "kind": "consumption.purchase",
            "on_date": date(2025, 6, 1),
            "amount": 58_000,
            "pairing_id": self.pairing.pk,
            "from_party_id": self.buyer.pk,
            "to_party_id": self.seller.pk,
            "details": {"order_no": number, "product": "茶叶", "origin_place": "p511132"},
        }
        return EntryDraft(**{**values, **changes})


def make_world() -> World:
    """Write the world into the database."""
    for place_id, code, name, level, parent in PLACES:
        Place.objects.create(id=place_id, level=level)
        PlaceVersion.objects.create(
            place_id=place_id, code=code, name=name, level=level, parent_id=parent, valid_from=date(1980, 1, 1)
        )
    mark_changed()
    programme = Programme.objects.create(key="东西部协作", name_zh="东西部协作", name_en="East–West cooperation")
    round_ = Round.objects.create(programme=programme, key="2021", name_zh="2021年起", name_en="since 2021")
    return World(
        pairing=make_pairing(round_, ("p330603", "柯桥区"), ("p511132", "峨边彝族自治县"), **DATED),
        other_pairing=make_pairing(round_, ("p330602", "越城区"), ("p511133", "马边彝族自治县"), **DATED),
        giver=make_office("柯桥区协作办（示例）", "giver", "p330603"),
        receiver=make_office("峨边县协作办（示例）", "receiver", "p511132"),
        second_giver=make_office("绍兴市协作办（示例）", "giver", "p330600"),
        third=make_office("核算组（示例）", "neither", "p330000"),
        bureau=Party.objects.create(name="柯桥区财政局", kind="government", place_id="p330603"),
        buyer=Party.objects.create(name="柯桥采购商行（示例）", kind="firm", place_id="p330603"),
        finance=Party.objects.create(name="峨边县财政局", kind="government", place_id="p511132"),
        seller=Party.objects.create(name="峨边茶叶合作社（示例）", kind="cooperative", place_id="p511132"),
        stranger=Party.objects.create(name="越城商贸公司（示例）", kind="firm", place_id="p330602"),
    )
