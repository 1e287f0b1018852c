"""Rows given away as a workbook. How one is written stands in `sheets/export.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def give_workbook(
    name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = ""
) -> HttpResponse:
    """Return rows as a workbook to be saved as `<name>.xlsx`; no cell of it can start a formula."""
    from shanhai.sheets.export import export_rows

    body = export_rows(title, columns, rows, language=get_language() or "zh", note=note)
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})
