"""How an office's own workbook was read: the proposal on a preview of the sheet, corrected by choosing, then confirmed.

The reading itself is done in `sheets/`; each correction has the workbook read anew and shows what came of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.evidence.desk import Told, take_document
from shanhai.ledger.models import Batch, BatchState
from shanhai.offices.audit import note_read, note_write
from shanhai.offices.may import Actor
from shanhai.offices.models import User
from shanhai.sheets.carried import foreign_kinds
from shanhai.sheets.clean_reading import write_clean_reading
from shanhai.sheets.foreign.limits import UnreadableFile
from shanhai.sheets.kept import forget_readings, kept_readings
from shanhai.sheets.own_books import (
    OWN,
    forget_reading,
    has_own_way,
    is_own,
    is_settled,
    read_as_own,
    settle_reading,
)
from shanhai.sheets.own_corrections import Said, correct_table, read_aside, undo_correction
from shanhai.sheets.own_findings import reason_words
from shanhai.sheets.receive import batch_name
from shanhai.sheets.told_in_sentences import states_numbers, tell_in_sentences
from shanhai.sheets.worker import work_soon
from shanhai.web.import_lines import (
    IN_WORK,
    find_batch,
    require_clerk,
    require_reader,
    send_workbook,
    show_lines,
    sums_by_kind,
)
from shanhai.web.reading_page import kind_options, show_table, tables_of
from shanhai.web.templatetags.words import reader_language, say

LINES_SHOWN = 60
SAID_IN_WORDS = ("nothing_carried", "table_not_carried")


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show how a workbook was read, and take what the user says of one of its tables."""
    if request.method != "POST":
        actor = require_reader(request)
        batch = find_batch(actor, batch_id)
        if not is_own(batch):
            return redirect("import_batch", batch_id=batch.pk)
        return render(request, "web/reading.html", _values(request, actor, batch))
    actor = require_clerk(request)
    batch = find_batch(actor, batch_id)
    if _number(request.POST.get("as_read")) != batch.problems.get(OWN, {}).get("times", 0):
        told = say("这一页旧了，没有改，请看现在的读法。", "This page was out of date; nothing was changed.")
    elif correct_table(batch, _number(request.POST.get("table")), _said_in(request)):
        work_soon(batch)
        batch.refresh_from_db()
        told = _tell_correction(batch)
    else:
        told = say("没有要改的。", "Nothing to change.")
    if not request.headers.get("HX-Request"):
        messages.info(request, told)
        return _back(batch, request.POST.get("table", ""), request.POST.get("page", ""))
    return render(request, "web/parts/reading.html", {**_values(request, actor, batch), "told": told})


def _tell_correction(batch: Batch) -> str:
    """Say that a correction was followed, and which columns lost their meaning to another."""
    freed = batch.problems[OWN].get("freed") or []
    if not freed:
        return say("已照您说的重读。", "Read again as you said.")
    return say(
        "已照您说的重读。“{heads}”原来也是这个意思，现在不要这一列；不对请撤销上一步。",
        "Read again as you said. “{heads}” had that meaning before and is left out now; if that is wrong, undo it.",
        heads=say("”“", "”, “").join(freed),
    )


@require_POST
def undo_reading(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take back the last correction."""
    batch = find_batch(require_clerk(request), batch_id)
    if undo_correction(batch):
        work_soon(batch)
        messages.info(request, say("上一步已撤销，重新读过。", "The last step is undone; the file was read anew."))
    else:
        messages.info(request, say("没有可以撤销的。", "There is nothing to undo."))
    return _back(batch)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0


def _back(batch: Batch, table: str = "", page: str = "") -> HttpResponse:
    query = "&".join(f"{name}={_number(value)}" for name, value in (("table", table), ("page", page)) if value)
    return redirect(reverse("reading", args=[batch.pk]) + (f"?{query}" if query else ""))


def _said_in(request: HttpRequest) -> Said:
    """Return what a form says; keys of columns stand beside their values, in the order of the table."""
    keys = request.POST.getlist("key")
    means = {key: request.POST.get(f"means-{place}", "") for place, key in enumerate(keys)}
    units = {key: request.POST[f"unit-{place}"] for place, key in enumerate(keys) if f"unit-{place}" in request.POST}
    rows = {
        _number(name.removeprefix("row-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and _number(name.removeprefix("row-"))
    }
    named = [(name, str(value)) for name, value in request.POST.items() if name.startswith("fixed-")]
    return Said(
        kind=request.POST.get("kind"),
        unit=request.POST.get("unit"),
        means={key: value for key, value in means.items() if value},
        units=units,
        rows=rows,
        fixed={name.removeprefix("fixed-"): value for name, value in named},
    )


def _without_refusal(held: dict[str, Any]) -> dict[str, Any]:
    """That nothing of a file can be recorded the page says in its own words, with what can be done instead."""
    return {**held, "told": [one for one in held.get("told", ()) if one["code"] not in SAID_IN_WORDS]}


def _values(request: HttpRequest, actor: Actor, batch: Batch) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    tables = tables_of(batch)
    number = min(_number(asked.get("table")), max(len(tables) - 1, 0))
    can_be_recorded = any(one["entry_kinds"] for one in tables)
    lines = show_lines(batch.problems if can_be_recorded else _without_refusal(batch.problems))
    page = _number(asked.get("page")) or None
    try:
        table = show_table(batch, number, lines, page=page) if tables and batch.state not in IN_WORK else None
    except UnreadableFile:
        table = None
    own = [line for line in lines if table is None or line.sheet in ("", table.sheet)]
    counts = batch.problems.get("counts", {})
    by_sheet = counts.get("blocks_by_sheet") or {}
    state = batch.problems[OWN]
    return {
        "batch": batch,
        "name": batch_name(batch),
        "table": table,
        "kinds": kind_options(tables[number]) if tables else [],
        "tabs": [
            {
                "number": place,
                "sheet": one["sheet"],
                "rows": one["record_count"],
                "blocks": by_sheet.get(one["sheet"], 0),
            }
            for place, one in enumerate(tables)
        ],
        "aside": [{"sheet": one["sheet"], "why": reason_words(one["why"])} for one in state.get("aside", [])],
        "as_read": state.get("times", 0),
        "may_undo": actor.may_record and batch.state == BatchState.CHECKED and bool(state.get("steps")),
        "lines": own[:LINES_SHOWN],
        "lines_more": max(len(own) - LINES_SHOWN, 0),
        "counts": counts,
        "adds": batch.problems.get("adds", {}),
        "kind_sums": sums_by_kind(batch.problems),
        "is_in_work": batch.state in IN_WORK,
        "is_open": batch.state == BatchState.CHECKED,
        "is_settled": is_settled(batch),
        "is_confirmed": bool(state.get("confirmed_by") is not None and state.get("settled")),
        "is_kept": bool(tables) and any(one["is_kept"] for one in tables),
        "may_record": actor.may_record,
        "may_correct": actor.may_record and batch.state == BatchState.CHECKED,
        "can_be_recorded": can_be_recorded,
        "states_numbers": actor.may_record and states_numbers(tables),
    }


@require_POST
def confirm_reading(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take the reading as right, keep it for the next file of the shape, and go on to the dry run."""
    actor = require_clerk(request)
    batch = find_batch(actor, batch_id)
    if _number(request.POST.get("as_read")) != batch.problems.get(OWN, {}).get("times", 0):
        messages.error(request, say("这一页旧了，请再核对一遍。", "This page was out of date; please check again."))
        return _back(batch)
    if not settle_reading(batch, user_id=actor.user_id):
        return _back(batch)
    messages.success(
        request,
        say("读法已记住，下次同样的表直接照此读。", "Kept: the next file of this shape is read the same way."),
    )
    can_be_recorded = any(table["entry_kinds"] for table in tables_of(batch))
    return redirect("import_batch" if can_be_recorded else "reading", batch_id=batch.pk)


@require_POST
def forget_batch_reading(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Forget what was kept of the shapes of a file and read it as if it were the first."""
    actor = require_clerk(request)
    batch = find_batch(actor, batch_id)
    forget_reading(batch, user_id=actor.user_id)
    work_soon(batch)
    messages.info(request, say("已不再用记住的读法，重新读过。", "Forgotten; the file was read anew."))
    return _back(batch)


@require_POST
def take_sheet(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Have a sheet read that was left aside."""
    batch = find_batch(require_clerk(request), batch_id)
    if read_aside(batch, request.POST.get("sheet", "")):
        work_soon(batch)
    return _back(batch)


@require_POST
def as_own(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Have a file read as the office's own ledger that was read as a template."""
    batch = find_batch(require_clerk(request), batch_id)
    if has_own_way(batch):
        read_as_own(batch)
        work_soon(batch)
    return _back(batch)


@require_POST
def hold_at_desk(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Have the numbers that a file states read at the desk, where each is held against the ledger."""
    actor = require_clerk(request)
    batch = find_batch(actor, batch_id)
    try:
        text = tell_in_sentences(batch) if is_own(batch) else ""
    except UnreadableFile:
        text = ""
    title = say("{file}（表里的数）", "{file} (its numbers)", file=Path(batch.file_name).stem)
    taken = take_document(text.encode(), f"{title}.txt", told=Told(title=title), actor=actor) if text else None
    if taken is None or taken.reading is None:
        messages.error(request, say("没有读到可以核对的数。", "No number was found to be held against the ledger."))
        return _back(batch)
    note_write(request, "document.receive", title, batch=batch.pk)
    return redirect("desk_document", document_id=taken.reading.document_id)


@require_GET
def clean_reading(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give what was read as a workbook: a sheet for each table, one row for each record, values in base units."""
    batch = find_batch(require_reader(request), batch_id)
    if not is_own(batch):
        return redirect("import_batch", batch_id=batch.pk)
    try:
        body = write_clean_reading(batch, language=reader_language())
    except UnreadableFile:
        return _back(batch)
    note_read(request, "batch.read", batch_name(batch))
    stem = batch.file_name.rsplit(".", 1)[0]
    return send_workbook(body, f"{stem}-{say('整理', 'clean')}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """Show the readings the office keeps, and forget one on demand."""
    if request.method == "POST":
        actor = require_clerk(request)
        assert actor.office_id is not None
        if forget_readings(actor.office_id, request.POST.getlist("shape")[:1], user_id=actor.user_id):
            messages.success(request, say("已不再用这个读法。", "This reading is forgotten."))
        return redirect("kept_readings")
    actor = require_reader(request)
    held = kept_readings(actor.office_id) if actor.office_id is not None else []
    names = dict(User.objects.filter(pk__in=[one.kept_by_id for one in held]).values_list("pk", "full_name"))
    shown = [{"kept": one, "kind": _kind_words(one.mapping), "by": names.get(one.kept_by_id or 0, "")} for one in held]
    return render(request, "web/kept_readings.html", {"shown": shown, "may_record": actor.may_record})


def _kind_words(mapping: dict[str, Any]) -> Words | str:
    titles = {kind.code: kind.title for kind in BOOK.kinds}
    if mapping.get("left_out"):
        return Words("不入账", "Left out")
    for code in mapping.get("entry_kinds", ()):
        if code in titles:
            return titles[code]
    return foreign_kinds().get(mapping.get("kind", ""), "")


urlpatterns = [
    path("imports/kept", kept, name="kept_readings"),
    path("imports/<int:batch_id>/reading", reading, name="reading"),
    path("imports/<int:batch_id>/reading/confirm", confirm_reading, name="confirm_reading"),
    path("imports/<int:batch_id>/reading/undo", undo_reading, name="undo_reading"),
    path("imports/<int:batch_id>/reading/forget", forget_batch_reading, name="forget_reading"),
    path("imports/<int:batch_id>/reading/sheet", take_sheet, name="take_sheet"),
    path("imports/<int:batch_id>/reading/clean", clean_reading, name="clean_reading"),
    path("imports/<int:batch_id>/reading/desk", hold_at_desk, name="hold_at_desk"),
    path("imports/<int:batch_id>/as-own", as_own, name="read_as_own"),
]
