"""Made-up ledgers in layouts of their own are read as a careful reader would read them."""

from collections.abc import Callable

import pytest

from shanhai.sheets.foreign import ForeignTable, ForeignWorkbook, read_workbook

from . import kept_books as of_offices
from . import kept_books_last as of_offices_last
from . import kept_books_more as more_of_offices
from . import kept_books_of_people as of_offices_people
from . import kept_books_of_places as of_offices_places
from . import made_books
from . import made_books_of_people as of_people
from . import made_books_of_places as of_places
from .made_books import Made, Table

MAKERS: list[Callable[[], Made]] = [
    made_books.allocation, made_books.account, made_books.expenditure, made_books.projects, made_books.orders,
    made_books.summary, of_people.donations, of_people.workers, of_people.seconded, of_places.hospitals,
    of_places.counts, of_places.payouts, of_places.tenants, of_places.targets, of_places.form, of_places.revenue,
    of_offices.two_units, of_offices.library, of_offices.goods, of_offices.five_ways, of_offices.returns_of_enclaves,
    of_offices.handed_down, of_offices.spent, of_offices.arrived, of_offices_people.households,
    of_offices_people.teachers, of_offices_people.schools, of_offices_people.report_form, of_offices_people.tasks,
    of_offices_people.firms, of_offices_people.shares, of_offices_people.bought_and_sold, of_offices_people.receipts,
    of_offices_people.pairs_by_county, of_offices_places.labour_by_month, of_offices_places.progress_beside_notes,
    of_offices_places.two_beside, of_offices_places.doctors, of_offices_places.return_list,
    of_offices_places.parks_by_year, of_offices_places.exchange, of_offices_places.terms_of_enclaves,
    of_offices_last.arrivals_in_stages, of_offices_last.workers_by_town, of_offices_last.sales_chain,
    of_offices_last.two_sides_told, of_offices_last.day_book, of_offices_last.villages_paired,
    *more_of_offices.MORE,
]  # fmt: skip
PLACES = {"giver", "receiver", "origin", "work_place"}


@pytest.fixture(scope="module", params=MAKERS, ids=lambda maker: maker.__name__)
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, ForeignWorkbook]:
    made = request.param()
    path = made.write(tmp_path_factory.mktemp(made.name))
    return made, read_workbook(path, received=made.received)


def pairs(made: Made, book: ForeignWorkbook) -> list[tuple[Table, ForeignTable]]:
    """Each expected table with the one that was read; those side by side are told apart by their columns."""
    found = []
    for table in made.tables:
        alike = [one for one in book.tables if len(book.tables) == 1 or one.sheet == table.sheet]
        assert alike, f"no table on {table.sheet}"
        found.append((table, max(alike, key=lambda one: len({c.column for c in one.columns} & set(table.columns)))))
    return found


def key_of(column: object) -> str:
    at = getattr(column, "at", None)
    return column.means + (f"@{next(iter(at))}={next(iter(at.values()))}" if at else "")  # type: ignore[attr-defined]


def is_same(key: str, wanted: str, got: str | None) -> bool:
    if got is None:
        return False
    plain = "".join(got.split()), "".join(wanted.split())
    if plain[0] == plain[1] or (key.split("@", maxsplit=1)[0] in PLACES and plain[0].endswith(plain[1])):
        return True
    try:
        return float(got) == float(wanted)
    except ValueError:
        return False


def test_kinds_and_columns_are_understood(read: tuple[Made, ForeignWorkbook]) -> None:
    for table, got in pairs(*read):
        columns = {column.column: key_of(column) for column in got.columns}
        assert got.kind == table.kind
        assert {letter: columns.get(letter) for letter in table.columns} == table.columns


def test_every_fact_is_read_in_base_units(read: tuple[Made, ForeignWorkbook]) -> None:
    for table, got in pairs(*read):
        records = {record.row: record.values for record in got.records}
        wrong = [
            (row, key, value, records.get(row, {}).get(key))
            for row, values in table.records.items()
            for key, value in values.items()
            if key not in table.unsure.get(row, []) and not is_same(key, value, records.get(row, {}).get(key))
        ]
        assert not wrong


def test_totals_titles_and_notes_never_become_records(read: tuple[Made, ForeignWorkbook]) -> None:
    made, book = read
    assert not {one.sheet for one in book.tables} & set(made.ignored)
    for table, got in pairs(made, book):
        assert {record.row for record in got.records} == set(table.records)


def test_problems_are_found_where_they_are_and_nowhere_else(read: tuple[Made, ForeignWorkbook]) -> None:
    for table, got in pairs(*read):
        assert sorted((p.row, p.column or "", p.why) for p in got.problems) == sorted(
            (r, c or "", w) for r, c, w in table.problems
        )
