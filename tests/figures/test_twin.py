"""Figures agree, to the last unit, with a slow obvious twin on whatever ledger there is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.catalogue.book import BOOK
from shanhai.figures.answer import answer, group, list_entries, walk_entries
from shanhai.figures.behind import REASONS
from shanhai.figures.history import list_known_days
from shanhai.figures.left_out import list_left_out, sum_left_out
from shanhai.figures.scope import Period, Scope
from tests.figures import obvious
from tests.figures.ledgers import GIVERS, RECEIVERS, days, ledgers, write_snapshot

COMPUTED = [
    indicator.code
    for indicator in BOOK.indicators
    if indicator.value is not None
    and indicator.code
    in {
        "assistance_funds_received",
        "assistance_projects",
        "consumption_assistance_sales",
        "sales_partners",
        "consumption_outlets",
        "funds_disbursement_rate",
        "funds_per_county",
        "industry_funds",
        "funds_share",
    }
]
some_ids = {
    "givers": st.one_of(st.none(), st.frozensets(st.sampled_from(GIVERS))),
    "receivers": st.one_of(st.none(), st.frozensets(st.sampled_from(RECEIVERS))),
    "touching": st.one_of(st.none(), st.frozensets(st.sampled_from(GIVERS + RECEIVERS))),
}
scopes = st.builds(
    Scope,
    giver_place_ids=some_ids["givers"],
    receiver_place_ids=some_ids["receivers"],
    touching_place_ids=some_ids["touching"],
    pairing_ids=st.one_of(st.none(), st.frozensets(st.sampled_from([1, 2]))),
    programme=st.sampled_from(["", "东西部协作"]),
    round=st.sampled_from(["", "2021"]),
    programmes=st.one_of(st.none(), st.just(frozenset({"山海协作", "东西部协作"}))),
)
periods = st.builds(Period, st.one_of(st.none(), days), st.one_of(st.none(), days))
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ask(snapshot: Any, code: str, question: dict[str, Any]) -> Any:
    return answer(BOOK.indicator(code), snapshot=snapshot, book=BOOK, **question)


questions = st.fixed_dictionaries(
    {"scope": scopes, "period": periods, "basis": st.sampled_from(["reported", "agreed"]), "as_of": days}
)

# Where a ledger is cut into a settled segment, whose answers are kept, and a fresh one.
splits = st.one_of(st.none(), st.integers(0, 20))


@slow
@given(ledger=ledgers(), question=questions, split=splits)
def test_every_figure_equals_its_twin(tmp_path: Path, ledger: Any, question: dict[str, Any], split: int | None) -> None:
    snapshot = write_snapshot(tmp_path, ledger, split_at=split)
    for code in COMPUTED:
        figure = ask(snapshot, code, question)
        expected = obvious.value_of(BOOK.indicator(code), ledger, **question)
        assert (figure.value, figure.entries, figure.digest) == expected, code
        assert sum(part.entries for part in figure.parts) >= figure.entries or figure.entries == 0
        assert [one.serial for one in walk_entries(figure)] == [one.serial for one in list_entries(figure, size=1000)]


@slow
@given(ledger=ledgers(), question=questions, split=splits)
def test_groups_of_a_sum_add_up_to_it(tmp_path: Path, ledger: Any, question: dict[str, Any], split: int | None) -> None:
    snapshot = write_snapshot(tmp_path, ledger, split_at=split)
    indicator = BOOK.indicator("consumption_assistance_sales")
    areas = {"giver_area": {"g1": "city", "g2": "city"}, "receiver_area": {}}
    lines = obvious.counted(ledger, indicator.value, "additive", **question)
    few = ("giver_area", "receiver_place", "month", "programme")
    for by in (few, (*few, "pairing")):
        found = group(indicator, by=by, snapshot=snapshot, book=BOOK, areas=areas, **question)
        expected: dict[Any, int] = defaultdict(int)
        for line in lines:
            city = "city" if line.giver in ("g1", "g2") else line.giver
            keys = (city, line.receiver, line.on_date.replace(day=1), line.programme, line.pairing_id)
            expected[keys[: len(by)]] += line.amount
        assert {one.keys: one.value for one in found} == expected
        assert [one.keys for one in found] == sorted(
            expected, key=lambda keys: [(key is not None, key) for key in keys]
        )
        assert sum(one.entries for one in found) == len(lines)


@slow
@given(ledger=ledgers(), question=questions, split=splits)
def test_every_entry_of_the_scope_is_counted_or_left_out_with_a_reason(
    tmp_path: Path, ledger: Any, question: dict[str, Any], split: int | None
) -> None:
    snapshot = write_snapshot(tmp_path, ledger, split_at=split)
    for code in ("industry_funds", "consumption_outlets", "assistance_funds_received"):
        figure = ask(snapshot, code, question)
        inside = {
            line.serial
            for line in ledger.lines
            if line.reverses is None
            and line.kind in BOOK.indicator(code).value.kinds
            and line.known_on <= question["as_of"]
            and obvious.in_scope(line, question["scope"])
        }
        counted = {one.serial for one in list_entries(figure)}
        left = list_left_out(figure)
        assert counted | {one.serial for one in left} == inside
        assert not counted & {one.serial for one in left}
        sums = {one.reason: (one.entries, one.amount) for one in sum_left_out(figure)}
        for reason in REASONS:
            amounts = [one.amount for one in left if one.reason == reason]
            assert sums.get(reason, (0, 0)) == (len(amounts), sum(amounts)), reason


@slow
@given(ledger=ledgers(), question=questions, split=splits)
def test_what_was_known_on_a_day_is_what_one_would_have_been_told_then(
    tmp_path: Path, ledger: Any, question: dict[str, Any], split: int | None
) -> None:
    snapshot = write_snapshot(tmp_path, ledger, split_at=split)
    for code in ("assistance_funds_received", "assistance_projects", "funds_disbursement_rate"):
        figure = ask(snapshot, code, question)
        for known in list_known_days(figure, book=BOOK):
            assert known.day <= question["as_of"]
            for basis in ("reported", "agreed"):
                then = {**question, "basis": basis, "as_of": known.day}
                assert getattr(known, basis) == obvious.value_of(BOOK.indicator(code), ledger, **then)[0]


def test_a_level_is_not_grouped_by_month(tmp_path: Path) -> None:
    snapshot = write_snapshot(tmp_path, obvious.Ledger())
    with pytest.raises(ValueError, match="level"):
        group(
            BOOK.indicator("consumption_outlets"),
            by=("month",),
            scope=Scope(),
            period=Period(),
            basis="reported",
            as_of=date(2024, 1, 1),
            snapshot=snapshot,
            book=BOOK,
        )
