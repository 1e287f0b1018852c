"""Which drafts are repeats, second reports, doubts or new: a table of cases, then the ledger itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.catalogue.declare import SameFact
from shanhai.ledger.matching import Decision, Fact, Known, KnownFacts, decide_facts, within_tolerance
from shanhai.ledger.models import Entry, OpenEntry, Signature
from shanhai.ledger.record import sign_entries
from shanhai.ledger.standing import standing_of
from tests.ledger.test_record import agreed, differ, enter, enter_one, reported, sign
from tests.ledger.world import World

DAY = date(2025, 5, 10)
SAME = SameFact(days=15, tolerance_per_mille=50)


def fact(amount: int = 1000, *, days: int = 0, key: int | None = None, **changes: Any) -> Fact:
    base = Fact("kind", 1, 11, 22, DAY + timedelta(days=days), amount, key, None)
    return base._replace(**changes)


def theirs(serial: int, amount: int = 1000, *, days: int = 0, key: int | None = None, **changes: Any) -> Known:
    base = Known(serial, "kind", 1, 11, 22, DAY + timedelta(days=days), amount, key, own=False)
    return base._replace(**changes)


def ours(serial: int, amount: int = 1000, **changes: Any) -> Known:
    return theirs(serial, amount, **changes)._replace(own=True)


def decide(facts: list[Fact], entries: list[Known], *, speaks: bool = True) -> list[tuple[Any, ...]]:
    known = KnownFacts()
    for entry in entries:
        known.add(entry)
    decisions = decide_facts(facts, known, same_fact_of=lambda _kind: SAME, speaks=speaks)
    return [short(decision) for decision in decisions]


def short(decision: Decision) -> tuple[Any, ...]:
    if decision.verdict == "problem":
        return (decision.code, *decision.candidates)
    return (decision.verdict,) if decision.serial is None else (decision.verdict, decision.serial)


CASES: dict[str, tuple[list[Fact], list[Known], list[tuple[Any, ...]]]] = {
    "an empty ledger": ([fact()], [], [("new",)]),
    "the same by key": ([fact(key=5)], [theirs(1, key=5, days=-90)], [("agrees", 1)]),
    "the same by key, another amount": ([fact(700, key=5)], [theirs(1, key=5)], [("differs", 1)]),
    "our own key again": ([fact(key=5)], [ours(1, key=5)], [("repeat", 1)]),
    "our own key, another amount": ([fact(7, key=5)], [ours(1, key=5)], [("key_recorded_otherwise", 1)]),
    "a key of another kind": ([fact(key=5)], [theirs(1, key=5, kind="other")], [("key_of_other_kind", 1)]),
    "a key of other parties": ([fact(key=5)], [theirs(1, key=5, to_party_id=9)], [("key_of_other_parties", 1)]),
    "a key, one party unnamed": ([fact(key=5)], [theirs(1, key=5, to_party_id=None)], [("agrees", 1)]),
    "signed before, same amount": (
        [fact(key=5)],
        [theirs(1, key=5, own_word="agrees", own_amount=1000)],
        [("repeat", 1)],
    ),
    "differed before, same amount": (
        [fact(900, key=5)],
        [theirs(1, key=5, own_word="differs", own_amount=900)],
        [("repeat", 1)],
    ),
    "signed before, another amount now": (
        [fact(900, key=5)],
        [theirs(1, key=5, own_word="agrees", own_amount=1000)],
        [("word_would_change", 1)],
    ),
    "the changed word is confirmed": (
        [fact(900, key=5, same_as=1)],
        [theirs(1, key=5, own_word="agrees", own_amount=1000)],
        [("differs", 1)],
    ),
    "one key twice in a file": ([fact(key=5), fact(key=5)], [], [("new",), ("key_twice", 1)]),
    "near in day, same amount": ([fact(days=3)], [theirs(1)], [("agrees", 1)]),
    "at the edge of the window": ([fact(days=15)], [theirs(1)], [("agrees", 1)]),
    "beyond the window": ([fact(days=16)], [theirs(1)], [("new",)]),
    "inside the tolerance": ([fact(950)], [theirs(1)], [("differs", 1)]),
    "beyond the tolerance": ([fact(949)], [theirs(1)], [("new",)]),
    "a larger amount inside the tolerance": ([fact(1052)], [theirs(1)], [("differs", 1)]),
    "a larger amount beyond it": ([fact(1053)], [theirs(1)], [("new",)]),
    "other parties": ([fact(from_party_id=12)], [theirs(1)], [("new",)]),
    "another pairing": ([fact(pairing_id=2)], [theirs(1)], [("new",)]),
    "another kind": ([fact(kind="other")], [theirs(1)], [("new",)]),
    "a party unnamed is asked": ([fact(to_party_id=None)], [theirs(1)], [("match_doubtful", 1)]),
    "both keyed, keys differ": ([fact(key=5)], [theirs(1, key=6)], [("new",)]),
    "only ours keyed": ([fact(key=5)], [theirs(1)], [("agrees", 1)]),
    "only theirs keyed": ([fact()], [theirs(1, key=6)], [("agrees", 1)]),
    "two of theirs alike": ([fact()], [theirs(1), theirs(2)], [("match_doubtful", 1, 2)]),
    "two of ours, one of theirs": ([fact(), fact()], [theirs(1)], [("match_doubtful", 1), ("match_doubtful", 1)]),
    "as many alike on both sides": ([fact(), fact()], [theirs(2), theirs(1)], [("agrees", 1), ("agrees", 2)]),
    "the equal amount is preferred": ([fact(days=2)], [theirs(1), theirs(2, 980)], [("agrees", 1)]),
    "two near amounts are asked": ([fact(990)], [theirs(1), theirs(2, 980)], [("match_doubtful", 1, 2)]),
    "monthly payments find their month": (
        [fact(days=1), fact(days=31)],
        [theirs(1), theirs(2, days=30)],
        [("agrees", 1), ("agrees", 2)],
    ),
    "ours of the same day and amount is asked": ([fact()], [ours(1)], [("looks_repeated", 1)]),
    "said to be another fact": ([fact(same_as=0)], [ours(1), theirs(2)], [("new",)]),
    "said to be that entry": ([fact(same_as=2)], [theirs(1), theirs(2)], [("agrees", 2)]),
    "said to be that entry, another amount": ([fact(10, same_as=2)], [theirs(2)], [("differs", 2)]),
    "said to be an entry of another kind": ([fact(same_as=2)], [theirs(2, kind="other")], [("same_as_wrong", 2)]),
    "said to be no entry": ([fact(same_as=9)], [theirs(2)], [("same_as_wrong", 9)]),
    "two said to be one entry": (
        [fact(same_as=2), fact(same_as=2)],
        [theirs(2)],
        [("agrees", 2), ("same_as_wrong", 2)],
    ),
    "another fact may not carry a taken key": ([fact(key=5, same_as=0)], [ours(1, key=5)], [("repeat", 1)]),
    "a split entry's whole": ([fact(key=5)], [ours(1, 600, key=5), ours(2, 400, key=5)], [("repeat", 1)]),
    "a split entry's part": ([fact(400, key=5)], [ours(1, 600, key=5), theirs(2, 400, key=5)], [("agrees", 2)]),
    "a split entry, neither": (
        [fact(500, key=5)],
        [theirs(1, 600, key=5), theirs(2, 400, key=5)],
        [("match_doubtful", 1, 2)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_drafts_are_decided_by_the_table(case: str) -> None:
    facts, entries, expected = CASES[case]
    assert decide(facts, entries) == expected


def test_a_third_party_signs_nothing() -> None:
    assert decide([fact(key=5), fact()], [theirs(1, key=5)], speaks=False) == [("repeat", 1), ("new",)]
    assert decide([fact(3, key=5)], [theirs(1, key=5)], speaks=False) == [("key_recorded_otherwise", 1)]


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_tolerance_is_the_same_from_both_sides(one: int, other: int) -> None:
    assert within_tolerance(one, other, 50) == within_tolerance(other, one, 50)
    assert within_tolerance(one, one, 0)


@given(st.data())
def test_no_entry_gets_two_words_and_nothing_is_lost(data: st.DataObject) -> None:
    amounts, days = st.sampled_from([100, 101, 104, 200]), st.integers(0, 40)
    parties = st.sampled_from([11, None])
    rows = data.draw(st.lists(st.tuples(amounts, days, parties), max_size=6))
    entries = data.draw(st.lists(st.tuples(amounts, days, parties, st.booleans()), max_size=6))
    facts = [fact(amount, days=day, from_party_id=party) for amount, day, party in rows]
    known = [
        theirs(serial, amount, days=day, from_party_id=party)._replace(own=own)
        for serial, (amount, day, party, own) in enumerate(entries, 1)
    ]
    decisions = decide(facts, known)
    assert len(decisions) == len(facts)
    spoken = [decision[1] for decision in decisions if decision[0] in ("agrees", "differs")]
    assert len(spoken) == len(set(spoken))
    for one, decision in zip(facts, decisions, strict=True):
        if decision[0] in ("agrees", "differs"):
            entry = known[decision[1] - 1]
            assert not entry.own
            assert abs((entry.on_date - one.on_date).days) <= SAME.days
            assert (decision[0] == "agrees") == (entry.amount == one.amount)


# The ledger itself


@pytest.mark.django_db
def test_two_reports_of_one_order_are_one_entry_and_one_signature(world: World) -> None:
    serial = enter_one(world.giver, world.order("KQ 001"))
    recorded = enter(world.receiver, world.order("kq001", locator="表1!A2"))
    assert (recorded.entries, recorded.signatures_agreeing, recorded.serials) == (0, 1, (serial,))
    assert Signature.objects.get().locator == "表1!A2"
    assert (agreed(), reported()) == (58_000, 58_000)


@pytest.mark.django_db
def test_a_differing_report_becomes_a_difference_with_both_amounts(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    recorded = enter(world.receiver, world.draft(amount=315_000, on_date=date(2025, 5, 12)))
    assert (recorded.entries, recorded.signatures_differing) == (0, 1)
    found = standing_of([serial])[serial]
    assert (found.state, found.giver_amount, found.receiver_amount) == ("differs", 320_000, 315_000)
    assert found.answer_by is not None
    assert (agreed(), reported()) == (0, 320_000)


@pytest.mark.django_db
def test_the_same_rows_in_another_file_add_nothing(world: World) -> None:
    enter(world.giver, world.order("A"), world.order("B"))
    again = enter(world.giver, world.order("A"), world.order("B"), world.order("C"))
    assert (again.entries, [repeat.line for repeat in again.repeats]) == (1, [1, 2])
    assert enter(world.receiver, world.order("A")).signatures_agreeing == 1
    assert enter(world.receiver, world.order("A")).repeats[0].entry_serial == 1
    assert Entry.objects.count() == 3
    assert Signature.objects.count() == 1


@pytest.mark.django_db
def test_one_order_cannot_be_bought_and_sold(world: World) -> None:
    enter(world.giver, world.order("A"))
    recorded = enter(world.giver, world.order("A", kind="consumption.assisted_sale"))
    assert [problem.code for problem in recorded.problems] == ["key_of_other_kind"]


@pytest.mark.django_db
def test_a_doubtful_match_is_asked_and_the_answer_followed(world: World) -> None:
    first, second = enter(world.giver, world.draft(), world.draft(on_date=date(2025, 5, 11))).serials
    draft = world.draft(on_date=date(2025, 5, 12))
    asked = enter(world.receiver, world.draft(amount=9_000_000), draft)
    assert [(problem.code, problem.weight, problem.line) for problem in asked.problems] == [
        ("match_doubtful", "ask", 2)
    ]
    assert Entry.objects.count() == 2
    draft.same_as = second
    assert enter(world.receiver, draft).serials == (second,)
    draft.same_as = 0
    assert enter(world.receiver, draft).entries == 1
    assert standing_of([first])[first].state == "pending"


@pytest.mark.django_db
def test_our_own_row_without_a_key_is_asked_about(world: World) -> None:
    enter_one(world.giver, world.draft())
    asked = enter(world.second_giver, world.draft())
    assert [problem.code for problem in asked.problems] == ["looks_repeated"]


@pytest.mark.django_db
def test_a_reversed_entry_is_no_longer_a_repeat(world: World) -> None:
    from shanhai.ledger.record import reverse_entry

    serial = enter_one(world.giver, world.order("A"))
    reverse_entry(serial, reason="记错", office=world.giver, user_id=1)
    assert enter(world.giver, world.order("A")).entries == 1
    assert reported() == 58_000


@pytest.mark.django_db
def test_a_withdrawn_word_can_be_given_again_by_a_file(world: World) -> None:
    from shanhai.ledger.record import withdraw_word

    serial = enter_one(world.giver, world.order("A"))
    sign(world.receiver, serial)
    withdraw_word(serial, reason="看错", office=world.receiver, side="receiver", user_id=1)
    assert enter(world.receiver, world.order("A")).signatures_agreeing == 1
    assert agreed() == 58_000


@pytest.mark.django_db
def test_a_third_partys_entry_gets_each_sides_word_from_its_file(world: World) -> None:
    serial = enter_one(world.third, world.order("A"))
    enter(world.giver, world.order("A"))
    assert OpenEntry.objects.get(pk=serial).awaits == "receiver"
    enter(world.receiver, world.order("A", amount=50_000))
    assert OpenEntry.objects.get(pk=serial).awaits == "neither"
    sign_entries([serial], office=world.receiver, side="receiver", user_id=1)
    assert agreed() == 58_000


@pytest.mark.django_db
def test_a_confirmed_file_changes_our_earlier_word(world: World) -> None:
    serial = enter_one(world.giver, world.order("A"))
    differ(world.receiver, serial, 50_000)
    asked = enter(world.receiver, world.order("A"))
    assert [problem.code for problem in asked.problems] == ["word_would_change"]
    assert "500.00" in asked.problems[0].what.zh
    assert enter(world.receiver, world.order("A", same_as=serial)).signatures_agreeing == 1
    assert agreed() == 58_000


def test_the_window_belongs_to_the_kind() -> None:
    wide = replace(SAME, days=60)
    known = KnownFacts()
    known.add(theirs(1))
    assert decide_facts([fact(days=40)], known, same_fact_of=lambda _kind: wide, speaks=True)[0].verdict == "agrees"


def test_two_things_listed_on_one_day_are_two_facts() -> None:
    """Two parks with the value 1: the second is no repeat of the first, and the other side's list is not mixed up."""
    parks = [fact(1, subject=name) for name in ("东园", "西园")]
    assert decide(parks, [ours(7, 1, subject="东园")]) == [("looks_repeated", 7), ("new",)]
    listed = [theirs(8, 1, subject="西园"), theirs(9, 1, subject="东园")]
    assert decide(parks, listed) == [("agrees", 9), ("agrees", 8)]


def test_a_repeated_order_with_another_day_or_channel_is_asked_about_and_what_differs_told(world: World) -> None:
    (serial,) = enter(world.giver, world.order("KQ-7")).serials
    changed = world.order("KQ-7", on_date=date(2025, 7, 2))
    changed.details = {**changed.details, "product": "苦荞"}
    asked = enter(world.giver, changed)
    assert [(problem.code, problem.weight) for problem in asked.problems] == [("key_other_facts", "ask")]
    what = asked.problems[0].what
    assert "账上是2025-06-01，这一条是2025-07-02" in what.zh
    assert "账上是茶叶，这一条是苦荞" in what.zh
    assert "2025-06-01 in the ledger, 2025-07-02 here" in what.en
    changed.same_as = serial
    assert [one.entry_serial for one in enter(world.giver, changed).repeats] == [serial]
    less = world.order("KQ-7")
    less.from_party_id = None
    assert [one.entry_serial for one in enter(world.giver, less).repeats] == [serial], "a blank says nothing against it"


def test_a_second_report_that_differs_in_other_facts_is_asked_about_before_it_counts_as_agreement(world: World) -> None:
    serial = enter_one(world.giver, world.order("KQ-8"))
    changed = world.order("KQ-8", on_date=date(2025, 7, 2))
    changed.details = {**changed.details, "product": "苦荞"}
    asked = enter(world.receiver, changed)
    assert [(problem.code, problem.weight) for problem in asked.problems] == [("key_other_facts_of_theirs", "ask")]
    assert "日期对方是2025-06-01，我方是2025-07-02" in asked.problems[0].what.zh
    assert "茶叶 by the other side, 苦荞 by ours" in asked.problems[0].what.en
    assert not Signature.objects.exists()
    changed.same_as = serial
    assert enter(world.receiver, changed).signatures_agreeing == 1
    word = Signature.objects.get()
    assert word.word == "agrees"
    assert "产品对方是茶叶，我方是苦荞" in word.reason
    assert agreed() == 58_000


def test_a_second_report_that_is_the_same_in_all_it_says_agrees_without_a_question(world: World) -> None:
    serial = enter_one(world.giver, world.order("KQ-9"))
    less = world.order("KQ-9")
    less.from_party_id = None
    assert enter(world.receiver, less).signatures_agreeing == 1
    assert Signature.objects.get(entry_serial=serial).reason == ""


def test_a_second_report_with_another_amount_tells_the_other_facts_with_it(world: World) -> None:
    enter_one(world.giver, world.order("KQ-10"))
    enter(world.receiver, world.order("KQ-10", amount=50_000, on_date=date(2025, 7, 2)))
    reason = Signature.objects.get().reason
    assert reason.startswith("两方所报的数不同；日期对方是2025-06-01，我方是2025-07-02 / The two reports")
