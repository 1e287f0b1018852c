"""A gift's steps held against the ledger: entries that must stand, the other side's word on them, a balance of none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity
from shanhai.activities.money import balance_of
from shanhai.activities.move import Opening, open_activity, take_step
from shanhai.activities.standings import read_standing
from shanhai.catalogue.book import BOOK
from shanhai.ledger.record import EntryDraft, record_entries, sign_entries
from shanhai.web.activity_page import next_steps
from tests.activities.test_move import codes, receiver
from tests.ledger.world import World

VALUES = {
    "donor_name": "示例商会", "gift_form": "money", "amount_intended_fen": "100元", "intention": "open",
    "receiver_body": "示例慈善会",
}  # fmt: skip
PAPERS = {"proof": 1, "notice": 2, "letter": 3}
KIND = BOOK.activity("charity.gift")


@pytest.fixture
def gift(world: World) -> Activity:
    opening = Opening("charity.gift", "示例捐赠", VALUES, pairing_id=world.pairing.pk, opened_on=date(2025, 3, 1))
    opened = open_activity(opening, by=receiver(world))
    assert opened.activity is not None, opened.problems
    return opened.activity


def enter(world: World, gift: Activity, kind: str, amount: int, *, sign: bool = True, **details: Any) -> None:
    draft = EntryDraft(kind=kind, on_date=date(2025, 3, 5), amount=amount, pairing_id=world.pairing.pk,
                       details={"gift_no": gift.number, **details})  # fmt: skip
    recorded = record_entries([draft], office=world.receiver, user_id=1, spoken_side="receiver")
    assert not recorded.problems, recorded.problems
    if sign:
        sign_entries(list(recorded.serials), office=world.giver, side="giver", user_id=2)


def step(world: World, gift: Activity, code: str, day: int, **values: object) -> list[str]:
    attempt = Attempt(code, date(2025, 4, day), "receiver", values)
    return codes(take_step(gift, attempt, by=receiver(world), document_ids=PAPERS))


def test_a_gift_is_received_only_with_its_entry_in_the_ledger(world: World, gift: Activity) -> None:
    assert step(world, gift, "receive_undirected", 1) == ["entries.missing"]
    enter(world, gift, "charity.money", 100_00, donor_name="示例商会")
    assert step(world, gift, "receive_undirected", 1) == []


def test_a_gift_is_used_up_and_published_only_without_a_balance_and_agreed(world: World, gift: Activity) -> None:
    enter(world, gift, "charity.money", 100_00, donor_name="示例商会")
    assert step(world, gift, "receive_undirected", 1) == []
    assert step(world, gift, "issue_receipt", 2, receipt_no="示例票-1") == []
    assert step(world, gift, "begin_use", 3) == ["entries.missing"]
    enter(world, gift, "charity.use", 60_00, used_for="助学", voucher_no="1")
    assert step(world, gift, "begin_use", 3) == []
    held = balance_of(KIND, gift)
    assert held is not None
    assert (held.given, held.used, held.left) == (100_00, 60_00, 40_00)
    assert step(world, gift, "use_up", 4) == ["balance.left"]
    enter(world, gift, "charity.use", 40_00, used_for="助学", voucher_no="2", sign=False)
    assert step(world, gift, "use_up", 4) == []
    assert step(world, gift, "publish", 5, published_where="公告栏") == ["entries.not_agreed"]


def test_a_directed_gift_says_for_what_and_by_when(world: World) -> None:
    values = {**VALUES, "intention": "directed"}
    opening = Opening("charity.gift", "示例捐赠", values, pairing_id=world.pairing.pk, opened_on=date(2025, 3, 1))
    assert codes(open_activity(opening, by=receiver(world))) == ["gift.no_use"]
    directed = Opening("charity.gift", "示例捐赠", {**values, "intended_use": "助学"}, pairing_id=world.pairing.pk,
                       opened_on=date(2025, 3, 1))  # fmt: skip
    gift = open_activity(directed, by=receiver(world)).activity
    assert gift is not None
    assert step(world, gift, "sign_letter", 1) == ["gift.no_day"]
    assert step(world, gift, "receive_undirected", 1) == ["gift.no_letter"]
    offered = [one.step.code for one in next_steps(KIND, read_standing(KIND, gift), "receiver")]
    assert offered == ["sign_letter", "decline"], "what it can never take is not offered"
