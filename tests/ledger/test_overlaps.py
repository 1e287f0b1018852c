"""One thing told several times: gross, net and shared, with the entries; by label, by order, by firm, by household."""

from __future__ import annotations

from typing import Any

import pytest

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import OverlapKey
from shanhai.figures.overlaps import OverlapSum, sum_labels
from shanhai.figures.scope import Scope
from shanhai.ledger.ask import ask_figure
from shanhai.ledger.overlaps import find_overlaps, sum_overlaps
from shanhai.ledger.record import record_entries, reverse_entry
from tests.ledger.world import World

ALL = Scope()


def key(code: str) -> OverlapKey:
    return next(one for one in BOOK.overlaps if one.code == code)


def record(world: World, *drafts: Any) -> tuple[int, ...]:
    recorded = record_entries(
        list(drafts), office=world.giver, user_id=1, spoken_side="giver", match=False, is_example=True
    )
    assert not [one for one in recorded.problems if one.weight == "blocks"], recorded.problems
    return recorded.serials


def order(world: World, number: str, **details: Any) -> Any:
    changes = {name: details.pop(name) for name in ("labels", "amount", "pairing_id") if name in details}
    told = {"order_no": number, "product": "茶叶", "origin_place": "p511132", **details}
    return world.order(number, details=told, **changes)


def elsewhere(world: World, draft: Any) -> Any:
    """The same draft under the other pairing, without parties."""
    draft.pairing_id, draft.from_party_id, draft.to_party_id = world.other_pairing.pk, None, None
    return draft


def test_one_order_in_two_pairings_is_told_gross_and_net(world: World) -> None:
    second = elsewhere(world, order(world, "A1"))
    serials = record(world, order(world, "A1"), order(world, "B2", amount=99), second)
    found = find_overlaps(key("overlap.order"), scope=ALL)
    assert [(one.values, one.gross, one.net, one.shared) for one in found] == [(("A1",), 116_000, 58_000, 58_000)]
    assert {entry.serial for entry in found[0].entries} == {serials[0], serials[2]}
    assert {entry.pairing_id for entry in found[0].entries} == {world.pairing.pk, world.other_pairing.pk}
    assert sum_overlaps(key("overlap.order"), scope=ALL) == OverlapSum(1, 2, 116_000, 58_000)


def test_one_invoice_and_one_deal_are_found_under_different_order_numbers(world: World) -> None:
    record(
        world, order(world, "A1", invoice_no="F7"), order(world, "A2", invoice_no="F7"), order(world, "A3", amount=5)
    )
    for code in ("overlap.invoice", "overlap.same_deal"):
        assert sum_overlaps(key(code), scope=ALL) == OverlapSum(1, 2, 116_000, 58_000), code
    assert sum_overlaps(key("overlap.order"), scope=ALL) == OverlapSum()


def test_a_reversed_entry_overlaps_with_nothing(world: World) -> None:
    first, _second = record(world, order(world, "A1", invoice_no="F7"), order(world, "A2", invoice_no="F7"))
    reverse_entry(first, reason="重复", replacement=None, office=world.giver, user_id=1)
    assert sum_overlaps(key("overlap.invoice"), scope=ALL) == OverlapSum()


def test_what_an_office_may_not_see_is_no_part_of_an_overlap(world: World) -> None:
    second = elsewhere(world, order(world, "A1"))
    record(world, order(world, "A1"), second)
    seen = Scope(touching_place_ids=frozenset({"p330603"}))
    assert find_overlaps(key("overlap.order"), scope=seen) == []


def test_a_household_with_two_links_counts_once(world: World) -> None:
    gains = [
        world.draft(
            kind="village_revitalisation.benefit",
            amount=amount,
            details={"household_code": "H1", "link": link, "village": "示例村"},
        )
        for amount, link in ((100, "rent"), (200, "wages"))
    ]
    record(world, *gains)
    found = find_overlaps(key("overlap.household"), scope=ALL)
    assert [(one.values, one.gross, one.net) for one in found] == [(("H1", "示例村"), 2, 1)]
    households = ask_figure("households_benefited", basis="reported")
    assert households.value == 1


def test_a_project_counts_as_shared_only_across_pairings(world: World) -> None:
    def assigned(number: str, document: str) -> Any:
        return world.draft(kind="funds.assigned", details={"project_no": number, "document_no": document})

    record(world, assigned("P1", "甲"), assigned("P1", "乙"))
    assert sum_overlaps(key("overlap.project"), scope=ALL) == OverlapSum()
    record(world, elsewhere(world, assigned("P1", "丙")))
    assert sum_overlaps(key("overlap.project"), scope=ALL).entries == 3


def test_one_order_under_many_labels_has_one_amount_and_its_parts_are_never_added(world: World) -> None:
    record(
        world,
        order(world, "A1", labels=("east_west", "platform_832", "reserved_share")),
        order(world, "A2", labels=("east_west",), amount=42_000),
        order(world, "A3", amount=1_000),
    )
    figure = ask_figure("consumption_assistance_sales", basis="reported")
    sums = sum_labels(figure)
    assert figure.value == 101_000
    assert {label: amount for label, _entries, amount in sums.parts} == {
        "east_west": 100_000,
        "platform_832": 58_000,
        "reserved_share": 58_000,
    }
    assert (sums.gross, sums.net, sums.shared, sums.unlabelled) == (216_000, 100_000, 116_000, 1_000)
    assert figure.indicator.overlapping_parts


@pytest.mark.parametrize("one", BOOK.overlaps, ids=lambda one: one.code)
def test_every_declared_key_can_be_asked(world: World, one: OverlapKey) -> None:
    assert sum_overlaps(one, scope=ALL) == OverlapSum()
    assert find_overlaps(one, scope=Scope(touching_place_ids=frozenset({"p330603"}))) == []
