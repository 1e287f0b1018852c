"""What the pages about received files share: who may see them, Problems in lines and at cells, files sent back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from shanhai.catalogue.words import Words
from shanhai.ledger.entry_numbers import numbers_of
from shanhai.ledger.may import visible_batches
from shanhai.ledger.models import Batch, BatchState
from shanhai.offices.may import Actor, actor_of
from shanhai.sheets.openings import kind_called, openables
from shanhai.sheets.summary import ALL_DOUBTS
from shanhai.web.templatetags.words import reader_language

ROWS_LEFT_OUT_AT_ONCE = 20
WEIGHTS = {"blocks": "block", "ask": "doubt", "note": "fixed"}
RANK = {"note": 0, "ask": 1, "blocks": 2}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUOTES_NO_CELL = ("carried_down", "unit_read", "table_not_carried")
IN_WORK = (BatchState.RECEIVED, BatchState.READING, BatchState.RECORDING)


def require_clerk(request: HttpRequest) -> Actor:
    """Return the user where it may import for its office; everybody else is refused."""
    actor = actor_of(request)
    if actor is None or not actor.may_record or actor.office is None:
        raise PermissionDenied
    return actor


def require_reader(request: HttpRequest) -> Actor:
    """Return the user where it may look at what its office received; everybody else is refused."""
    actor = actor_of(request)
    if actor is None or not actor.may_read or actor.read_only:
        raise PermissionDenied
    return actor


def find_batch(actor: Actor, batch_id: int) -> Batch:
    """Return a batch of the actor's own office; one of another office is refused as one that is not there."""
    batch = visible_batches(actor).filter(pk=batch_id).first()
    if batch is None:
        raise PermissionDenied
    return batch


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A Problem, or many alike, as the page shows it; `anchor` names its place in the list, `cell_anchor` its cell."""

    anchor: str
    cell_anchor: str
    cell: str
    key: str
    weight: str
    shape: str
    before: str
    value: str
    after: str
    right: str
    count: int
    rows: tuple[int, ...]
    sheet: str
    candidates: tuple[tuple[int, str], ...]
    accepted: str = ""
    may_be_left_out: bool = False


def show_lines(held: dict[str, Any]) -> list[ShownLine]:
    """Return the Problems kept with a batch as the page shows them."""
    accepted = held.get("accepted", {})
    sheets = [table["sheet"] for table in held.get("tables", [])]
    heads = {table["sheet"]: table["head_line"] for table in held.get("tables", [])}
    language = 1 if reader_language() == "en" else 0
    lines = []
    numbers = numbers_of(one for told in held.get("told", []) for one in told["candidates"])
    for number, told in enumerate(held.get("told", [])):
        what = told["what"][language]
        before, value, after = _part_at_value(what, "" if told["code"] in QUOTES_NO_CELL else told["value"])
        answer = accepted.get(told["key"]) or accepted.get(ALL_DOUBTS)
        sheet = told["sheet"] or ""
        place = sheets.index(sheet) if sheet in sheets else 0
        cell = f"{told['column'] or ''}{told['row'] or ''}" if told["row"] else ""
        lines.append(
            ShownLine(
                anchor=f"p-{number}",
                cell_anchor=f"c-{place}-{cell}" if cell else "",
                cell=cell,
                key=told["key"],
                weight=told["weight"],
                shape=WEIGHTS[told["weight"]],
                before=before,
                value=value,
                after=after,
                right=told["right"][language] if told["right"] else "",
                count=told["count"],
                rows=tuple(told["rows"]),
                sheet=sheet,
                candidates=tuple((one, numbers.get(one, str(one))) for one in told["candidates"]),
                accepted=answer["reason"] if answer and told["weight"] == "ask" else "",
                may_be_left_out=_may_be_left_out(told, heads.get(sheet, 0), cell=cell),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class KindSum:
    """What the rows of a file come to in one kind of entry; `amount` in the smallest part of `unit`."""

    title: Words
    rows: int
    amount: int
    unit: str


def sums_by_kind(held: dict[str, Any]) -> list[KindSum]:
    """Return what a file's rows come to by kind; none where they are all entries of one kind."""
    named = [(kind_called(one["kind"]), one) for one in held.get("kinds", ())]
    sums = [KindSum(kind.title, one["rows"], one["amount"], kind.amount_unit) for kind, one in named]
    return sums if len(sums) > 1 or any(one["kind"] in openables() for _kind, one in named) else []


def _may_be_left_out(told: dict[str, Any], head_line: int, *, cell: str) -> bool:
    """Whether leaving out the rows of a Problem would answer it; a fault of the head is no row's fault."""
    if told["weight"] != "blocks" or not cell or told["count"] > ROWS_LEFT_OUT_AT_ONCE:
        return False
    return min(told["rows"], default=0) > head_line


def _part_at_value(what: str, value: str) -> tuple[str, str, str]:
    """Cut a sentence at the value it quotes, so that the page can mark it."""
    for quoted in (f"“{value}”", value):
        if value and quoted in what:
            before, after = what.split(quoted, 1)
            return before, value, after
    return what, "", ""


def show_tables(held: dict[str, Any], lines: list[ShownLine]) -> list[dict[str, Any]]:
    """The preview with each marked cell knowing its weightiest Problem."""
    marks: dict[str, ShownLine] = {}
    for line in lines:
        column = line.cell.rstrip("0123456789")
        prefix = line.cell_anchor.rsplit("-", 1)[0]
        for row in line.rows if column else ():
            anchor = f"{prefix}-{column}{row}"
            if anchor not in marks or RANK[line.weight] > RANK[marks[anchor].weight]:
                marks[anchor] = line
    tables = []
    for number, table in enumerate(held.get("tables", [])):
        numbers = set(table["numbers"])
        rows = []
        head = {"line": table["head_line"], "cells": table["head"]}
        for row in sorted([head, *table["rows"]], key=lambda row: row["line"]):
            cells = []
            for letter, text in zip(table["letters"], row["cells"], strict=False):
                anchor = f"c-{number}-{letter}{row['line']}"
                is_number = letter in numbers and row["line"] != table["head_line"]
                cells.append({"anchor": anchor, "text": text, "mark": marks.get(anchor), "is_number": is_number})
            rows.append({"line": row["line"], "cells": cells, "is_head": row["line"] == table["head_line"]})
        tables.append(
            {**table, "rows": rows, "first": rows[1]["line"] if len(rows) > 1 else 0, "last": rows[-1]["line"]}
        )
    return tables


def send_workbook(body: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under a name."""
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
