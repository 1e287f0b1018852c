"""What the entries behind a figure count adds up to the figure, whatever ledger there is."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from shanhai.catalogue.book import BOOK
from shanhai.figures.answer import answer, walk_entries
from shanhai.figures.counted import list_parts, tell_counted
from tests.figures.ledgers import days, ledgers, write_snapshot
from tests.figures.test_twin import COMPUTED, periods, scopes, slow


@settings(slow, max_examples=15)
@given(ledger=ledgers(), scope=scopes, period=periods, as_of=days)
def test_the_column_of_what_counts_adds_up_to_the_figure(
    tmp_path: Path, ledger: Any, scope: Any, period: Any, as_of: Any
) -> None:
    snapshot = write_snapshot(tmp_path, ledger)
    for code, basis in product(COMPUTED, ("reported", "agreed")):
        question: dict[str, Any] = {"scope": scope, "period": period, "basis": basis, "as_of": as_of}
        figure = answer(BOOK.indicator(code), snapshot=snapshot, book=BOOK, **question)
        told = tell_counted(figure, list(walk_entries(figure)))
        for place, part in enumerate(list_parts(figure, BOOK)):
            assert sum(one.counts[place] or 0 for one in told) == (part.total or 0), code
        serials = [one.serial for one in told]
        assert serials == sorted(set(serials))


def test_a_ratio_names_the_units_of_what_it_divides(tmp_path: Path) -> None:
    from shanhai.figures.scope import ALWAYS, EVERYTHING
    from tests.figures.ledgers import FIRST_DAY
    from tests.figures.obvious import Ledger

    snapshot = write_snapshot(tmp_path, Ledger())
    question: dict[str, Any] = {"scope": EVERYTHING, "period": ALWAYS, "basis": "reported", "as_of": FIRST_DAY}
    units = {
        code: [
            part.unit
            for part in list_parts(answer(BOOK.indicator(code), snapshot=snapshot, book=BOOK, **question), BOOK)
        ]
        for code in ("funds_per_county", "funds_share", "project_start_rate", "assistance_projects")
    }
    assert units == {
        "funds_per_county": ["CNY", "county"],
        "funds_share": ["CNY", "CNY"],
        "project_start_rate": ["thing", "thing"],
        "assistance_projects": ["project"],
    }
