"""What every list page does the same way: search text, sorting, pages, export as a workbook. Knows no table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shanhai.catalogue.units import write_amount

ROWS_PER_PAGE = 50
ENTRY_NUMBER = re.compile(r"^(?:E-?\d{4}-?)?0*(\d{1,15})$", re.IGNORECASE)
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def text_of(request: HttpRequest, name: str = "q", longest: int = 60) -> str:
    """The text a reader typed into a field of the address, trimmed."""
    return request.GET.get(name, "").strip()[:longest]


def number_of(request: HttpRequest, name: str) -> int | None:
    """A whole number of the address, or None where it is missing or no number."""
    return number_in(request.GET.get(name, ""))


def year_of(request: HttpRequest) -> int | None:
    """The year of the address, or None where it is missing or no year that a date can have (1 to 9999)."""
    year = number_of(request, "year")
    return year if year is not None and 1 <= year <= 9999 else None


def number_in(text: str) -> int | None:
    """The whole number a field holds, or None where it is blank or no number."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


def read_entry_number(text: str) -> int | None:
    """Return the serial that `E-2026-004340`, `4340` or `004340` names, or None.

    >>> read_entry_number("E-2026-004340")
    4340
    """
    found = ENTRY_NUMBER.match(text.strip())
    return int(found[1]) if found else None


def sort_rows(request: HttpRequest, rows: QuerySet[Any], *, by: Mapping[str, str], default: str) -> tuple[Any, str]:
    """Return the rows in the order the address asks for, and that order; `by` maps keys to columns.

    Rows without a value come last either way.
    """
    wanted = request.GET.get("sort", default)
    if wanted.removeprefix("-") not in by:
        wanted = default
    column = by[wanted.removeprefix("-")]
    order = F(column).desc(nulls_last=True) if wanted.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-pk"), wanted


def page_of(request: HttpRequest, rows: QuerySet[Any], *, per_page: int = ROWS_PER_PAGE) -> Page[Any]:
    """Return the page the address asks for, or the nearest there is."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def dated(title: str) -> str:
    """The name of a workbook exported today."""
    return f"{title}-{timezone.localdate().isoformat()}.xlsx"


def whole(amount: int | None, unit: str = "CNY") -> Decimal | None:
    """An amount of a unit's smallest parts as a workbook holds it: a number of whole units.

    >>> whole(320_000)
    Decimal('3200.00')
    """
    return None if amount is None else Decimal(write_amount(amount, unit))


def send_workbook(title: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], *, file_name: str) -> HttpResponse:
    """Answer with rows as a workbook whose cells cannot start a formula."""
    from shanhai.sheets.export import export_rows

    response = HttpResponse(export_rows(title, columns, rows), content_type=WORKBOOK_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return response
