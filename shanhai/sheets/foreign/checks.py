"""Runs all checks of a table in the order in which one rests on another. Must not know how a check is done."""

from __future__ import annotations

from .check_cells import check_cells
from .check_keys import check_keys
from .check_outliers import mend_units
from .check_rows import check_rows
from .check_series import check_series
from .sums import check_row_sums, find_row_sums
from .totals import check_totals
from .work import Work


def check_table(work: Work) -> None:
    """Find every Problem of a table: single cells, wrong units, rows, keys, series, then sums across and down."""
    check_cells(work)
    find_row_sums(work)
    mend_units(work)
    check_rows(work)
    check_keys(work)
    check_series(work)
    check_row_sums(work)
    check_totals(work)
    work.problems.sort(key=lambda problem: (problem.row or 0, len(problem.column or ""), problem.column or ""))
