"""Dated settings: every declared threshold with its value, where it comes from, and what it was before.

Only administrators. A change is a new row from a day on; nothing here edits or removes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import CooperationField, Setting
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import DatedSetting
from shanhai.ledger.terms import (
    UNIT_WORDS,
    SettingHistory,
    Where,
    read_history,
    read_value,
    set_value,
    show_value,
    thaw,
)
from shanhai.offices.audit import note_write
from shanhai.offices.models import User
from shanhai.registry.models import Programme
from shanhai.registry.places import full_name, resolve_place
from shanhai.web.lists import send_workbook, text_of
from shanhai.web.pages.offices import require_administrator
from shanhai.web.templatetags.words import say, word

EARLIEST = date(1996, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as the list shows it."""

    field: CooperationField
    setting: Setting
    value: Words
    since: date | None
    source: Words
    changes: int
    special: int


@require_GET
def list_settings(request: HttpRequest) -> HttpResponse:
    """List every declared setting, by field."""
    require_administrator(request)
    history, today = read_history(), timezone.localdate()
    text, only = text_of(request), request.GET.get("only", "")
    lines = [
        line
        for field in BOOK.fields
        for setting in field.settings
        if _fits(line := _tell(field, setting, history, today), text, only)
    ]
    if request.GET.get("export"):
        return _export(lines)
    values = {"lines": lines, "text": text, "only": only, "total": len(BOOK.settings)}
    return render(request, "web/settings.html", values)


def _fits(line: Line, text: str, only: str) -> bool:
    said = f"{line.setting.title.zh} {line.setting.title.en} {line.field.title.zh} {line.setting.code}".lower()
    if text and text.lower() not in said:
        return False
    return not only or (line.changes > 0) == (only == "changed")


def _tell(field: CooperationField, setting: Setting, history: SettingHistory, today: date) -> Line:
    rows = history.rows.get(setting.code, ())
    row = history.row(setting.code, today)
    value = setting.value if row is None else thaw(setting, row.value)
    special = len({(one.programme, one.place_id) for one in rows if one.programme or one.place_id})
    since = row.valid_from if row else None
    return Line(field, setting, show_value(setting, value), since, tell_source(setting, row), len(rows), special)


def tell_source(setting: Setting, row: DatedSetting | None) -> Words:
    """Say where a value comes from: the office that set it, a public rule, or nobody but us."""
    if row is not None:
        return Words(row.note or "管理员设定", row.note or "set by an administrator")
    if setting.source and not setting.example:
        return Words(setting.source, setting.source)
    return Words("没有公开规定", "no public rule")


def _export(lines: list[Line]) -> HttpResponse:
    columns = [
        say("领域", "Field"), say("设置", "Setting"), say("取值", "Value"), say("自", "From"), say("出处", "Source"),
        say("编码", "Code"),
    ]  # fmt: skip
    cells = [
        [
            word(one.field.title),
            word(one.setting.title),
            word(one.value),
            one.since,
            word(one.source) if one.changes or not one.setting.example else say("示例值", "example value"),
            one.setting.code,
        ]
        for one in lines
    ]
    title = say("设置", "Settings")
    return send_workbook(title, columns, cells, file_name=f"{title}.xlsx")


@require_http_methods(["GET", "POST"])
def setting(request: HttpRequest, code: str) -> HttpResponse:
    """Show one setting with its history, and keep a new value from a day on."""
    actor = require_administrator(request)
    own_place = actor.office.place_id if actor.office is not None and actor.place_ids is not None else None
    declared = next((one for one in BOOK.settings if one.code == code), None)
    if declared is None:
        raise Http404
    if request.method == "GET":
        return _show(request, declared, own_place=own_place)
    value, from_day, problems = _read_form(request, declared)
    place_id = _read_place(request, from_day, problems)
    if actor.place_ids is not None and place_id not in actor.place_ids and not (place_id is None and problems):
        raise PermissionDenied
    programme = request.POST.get("programme", "")
    if programme and not Programme.objects.filter(key=programme).exists():
        what = Words("没有这个机制。", "There is no such programme.")
        problems.append(Problem("setting.programme", "blocks", what, field="programme"))
    if problems or from_day is None:
        return _show(request, declared, own_place=own_place, problems=problems)
    with transaction.atomic():
        row = set_value(
            declared,
            value,
            programme=programme,
            place_id=place_id or "",
            valid_from=from_day,
            set_by_id=actor.user_id,
            note=request.POST.get("note", "").strip(),
        )
        note_write(
            request,
            "setting.change",
            code,
            value=row.value,
            programme=programme,
            place=row.place_id,
            valid_from=str(from_day),
        )
    messages.success(
        request,
        say("已存新值，自 {day} 起。", "The new value holds from {day}.", day=from_day.isoformat()),
    )
    return redirect("setting", code=code)


def _read_form(request: HttpRequest, declared: Setting) -> tuple[Any, date | None, list[Problem]]:
    written = ",".join(request.POST.getlist("value")) if declared.choices else request.POST.get("value", "")
    value, problem = read_value(declared, written)
    problems = [problem] if problem else []
    try:
        from_day = date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        from_day = None
    if from_day is None or not EARLIEST <= from_day <= date(2100, 1, 1):
        what = Words("没有写从哪天起。", "The first day is missing.")
        right = Words("写年月日，如 2026-01-01。", "Write a day, such as 2026-01-01.")
        problems.append(Problem("setting.day", "blocks", what, right, field="valid_from"))
    return value, from_day, problems


def _read_place(request: HttpRequest, from_day: date | None, problems: list[Problem]) -> str | None:
    """The place a value is for; None for everywhere or one that cannot be told, which is a Problem."""
    text = request.POST.get("place", "").strip()
    if not text:
        return None
    found = resolve_place(text, on=from_day or timezone.localdate())
    if found.state == "one":
        return found.place_id
    what = Words("地方写作“{text}”，认不出是哪一个。", "The place reads “{text}”; which one is not clear.").fill(
        text=text[:40]
    )
    right = Words(
        "写全称，如“四川省乐山市金口河区”，或行政区划代码。", "Write its full name from the province down, or its code."
    )
    problems.append(Problem("setting.place", "blocks", what, right, text[:40], field="place"))
    return None


def _show(
    request: HttpRequest, declared: Setting, *, own_place: str | None, problems: list[Problem] | None = None
) -> HttpResponse:
    history, today = read_history(), timezone.localdate()
    rows = sorted(history.rows.get(declared.code, ()), key=lambda one: one.pk, reverse=True)
    users = User.objects.in_bulk({one.set_by_id for one in rows if one.set_by_id})
    where = Where(giver=own_place or "", receiver=own_place or "")
    value = history.value(declared.code, today, where)
    values = {
        "setting": declared,
        "field": next(field for field in BOOK.fields if declared in field.settings),
        "value": show_value(declared, value),
        "plain": value,
        "chosen": value if isinstance(value, tuple) else (),
        "is_flag": isinstance(declared.value, bool),
        "unit": UNIT_WORDS.get(declared.unit, declared.unit),
        "declared": show_value(declared, declared.value),
        "source": tell_source(declared, history.row(declared.code, today, where)),
        "rows": [
            (one, show_value(declared, thaw(declared, one.value)), users.get(one.set_by_id or 0), _name(one.place_id))
            for one in rows
        ],
        "place": request.POST.get("place", _name(own_place or "")),
        "own_place": _name(own_place or ""),
        "programmes": Programme.objects.order_by("key"),
        "problems": problems,
        "posted": request.POST,
        "today": today,
    }
    return render(request, "web/setting.html", values, status=422 if problems else 200)


def _name(place_id: str) -> str:
    return full_name(place_id, timezone.localdate()) if place_id else ""


urlpatterns = [
    path("settings", list_settings, name="settings"),
    path("settings/<str:code>", setting, name="setting"),
]
