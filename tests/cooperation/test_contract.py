"""What every field of cooperation owes the doors, tried with its own sample: template, reading, recording, figure.

A field keeps `<field>.sample.csv` (one row an entry; heads are the codes of the template's columns) and
`<field>.expected.csv` (what its indicators then say) beside its module.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import shanhai.cooperation
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.figures.fold import Fold, list_simple
from shanhai.figures.tables import list_details
from shanhai.ledger.ask import ask_figure, list_entries
from shanhai.ledger.models import Entry
from shanhai.registry.places import forget
from shanhai.sheets.export import export_rows
from shanhai.sheets.layout import columns_of
from shanhai.sheets.receive import Outcome, receive_file, record_at_once
from shanhai.sheets.template import build_template
from tests.ledger.world import World, make_world

FOLDER = Path(shanhai.cooperation.__file__).parent
FIELDS = [field for field in BOOK.fields if field.kinds]
KINDS = [kind for field in FIELDS for kind in field.kinds]
TODAY = date(2026, 11, 22)


def read_table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample_of(kind: Kind) -> list[dict[str, str]]:
    field = BOOK.field_of(kind.code)
    assert field is not None
    return [row for row in read_table(f"{field.code}.sample.csv") if row["kind"] == kind.code]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield make_world()
    forget()


def fill_template(kind: Kind, rows: list[dict[str, str]], language: str) -> bytes:
    """Return the kind's template with the sample's rows typed in where the example row stood."""
    book = openpyxl.load_workbook(BytesIO(build_template(kind, language=language, today=TODAY)))
    sheet = book.worksheets[0]
    heads = {column.head(language): column.code for column in columns_of(kind)}
    head_line = next(
        line for line in range(1, 20) if {str(cell.value).rstrip("*＊ ") for cell in sheet[line]} & set(heads)
    )
    places = {}
    for cell in sheet[head_line]:
        code = heads.get(str(cell.value).rstrip("*＊ "))
        if code:
            places[code] = cell.column
    unknown = {code for row in rows for code, value in row.items() if value} - {"kind"} - set(places)
    assert not unknown, f"the template of {kind.code} has no column {sorted(unknown)}"
    for line, row in enumerate(rows, head_line + 2):
        for code, value in row.items():
            if value and code in places:
                sheet.cell(line, places[code], value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def record(world: World, kind: Kind, language: str = "zh") -> Outcome:
    """Take the sample's rows of a kind through the door they would come by."""
    filled = fill_template(kind, sample_of(kind), language)
    received = receive_file([filled], file_name=f"{kind.code}.xlsx", office=world.giver, user_id=1, is_example=True)
    assert received.batch is not None, received
    return record_at_once(received.batch, user_id=1, accept_reason="示例")


def show_problems(outcome: Outcome) -> list[str]:
    assert outcome.found is not None
    return [str(finding) for finding in outcome.found.findings]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_has_a_sample_that_its_template_takes(kind: Kind) -> None:
    rows = sample_of(kind)
    assert rows
    fill_template(kind, rows, "zh")
    required = {column.code for column in kind.columns if column.required}
    assert all(row[code] for row in rows for code in required)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_filled_template_is_recorded_row_for_row(world: World, kind: Kind, language: str) -> None:
    outcome = record(world, kind, language)
    assert outcome.recorded is not None, show_problems(outcome)
    rows = sample_of(kind)
    entries = list(Entry.objects.order_by("serial"))
    assert len(entries) == len(rows)
    assert all(
        (one.kind, one.stage, one.unit, one.is_example) == (kind.code, kind.stage, kind.amount_unit, True)
        for one in entries
    )
    if kind.subject:
        assert [one.subject for one in entries] == [row[kind.subject] for row in rows]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.code)
def test_the_figures_of_a_field_follow_from_its_sample(world: World, field: Any) -> None:
    for kind in field.kinds:
        outcome = record(world, kind)
        assert outcome.recorded is not None, (kind.code, show_problems(outcome))
    expected = read_table(f"{field.code}.expected.csv")
    for row in expected:
        figure = ask_figure(row["indicator"], giver="柯桥区", receiver="峨边", basis="reported")
        told = (figure.whole or "", figure.unit, str(figure.entries))
        assert told == (row["value"], row["unit"], row["entries"]), row["indicator"]
        assert len(list_entries(figure)) <= figure.entries
        assert figure.is_example == bool(figure.entries)
    kinds = {kind.code for kind in field.kinds}
    own = {one.code for one in field.indicators if one.value is not None and set(_kinds_of(one.value)) <= kinds}
    assert own <= {row["indicator"] for row in expected}


def _kinds_of(value: Fold) -> list[str]:
    return [kind for fold in list_simple(value) for kind in fold.kinds]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_an_export_of_the_sample_opens_and_holds_no_formula(kind: Kind) -> None:
    columns = columns_of(kind)
    rows = [[row.get(column.code, "") for column in columns] for row in sample_of(kind)]
    rows.append(["=1+1" for _ in columns])
    made = export_rows(kind.title.zh, [column.head("zh") for column in columns], rows)
    sheet = openpyxl.load_workbook(BytesIO(made)).worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert len(cells) >= len(columns) * (len(rows) + 1)
    assert all(cell.data_type != "f" for cell in cells)


def test_no_personal_column_reaches_a_snapshot() -> None:
    personal = {column.code for kind in BOOK.kinds for column in kind.columns if column.personal}
    assert not personal & {name for name, _ in list_details(BOOK)}
