"""Import: templates out, workbooks in, what they would do to the ledger, and the word that they shall.

The file is read, checked and recorded in `sheets/`; this page shows what was found and takes the user's answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.may import visible_batches
from shanhai.ledger.models import Batch, BatchState
from shanhai.offices.audit import note_read
from shanhai.offices.may import Actor, actor_of
from shanhai.offices.models import User
from shanhai.sheets.answers import (
    accept_doubt,
    confirm_batch,
    discard_batch,
    leave_out_row,
    may_be_recorded,
    take_row_back,
)
from shanhai.sheets.envelope import FILE_BYTES_MAX, MB
from shanhai.sheets.mark import mark_workbook
from shanhai.sheets.receive import batch_name, file_path, look_at, receive_file
from shanhai.sheets.sentences import SENTENCES
from shanhai.sheets.store import is_held
from shanhai.sheets.summary import ALL_DOUBTS
from shanhai.sheets.template import build_template, importable_kinds
from shanhai.sheets.worker import WORKER_LOCK, work_soon
from shanhai.web.lists import page_of
from shanhai.web.numbers import write_day
from shanhai.web.templatetags.words import reader_language, say, word

FORM_BYTES_BESIDE_FILE = 64 * 1024
SUMMARY_LINES = 8
ROWS_LEFT_OUT_AT_ONCE = 20
IN_WORK = (BatchState.RECEIVED, BatchState.READING, BatchState.RECORDING)
WEIGHTS = {"blocks": "block", "ask": "doubt", "note": "fixed"}
RANK = {"note": 0, "ask": 1, "blocks": 2}
STATES = {
    BatchState.RECEIVED: Words("等着试读", "Waiting to be read"),
    BatchState.READING: Words("正在试读", "Being read"),
    BatchState.CHECKED: Words("已试读，未入账", "Read, not recorded"),
    BatchState.RECORDING: Words("正在入账", "Being recorded"),
    BatchState.RECORDED: Words("已入账", "Recorded"),
    BatchState.REFUSED: Words("未入账", "Not recorded"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A line of the list: the batch, its number as people quote it, its kind and state in words, who sent it."""

    batch: Batch
    name: str
    kind: Words | str
    state: Words
    sender: str


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
    candidates: tuple[int, ...]
    accepted: str = ""
    may_be_left_out: bool = False


def _require_clerk(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor is None or not actor.may_record or actor.office is None:
        raise PermissionDenied
    return actor


def _require_reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor is None or not actor.may_read or actor.read_only:
        raise PermissionDenied
    return actor


def _find_batch(actor: Actor, batch_id: int) -> Batch:
    """Return a batch of the actor's own office; one of another office is refused as one that is not there."""
    batch = visible_batches(actor).filter(pk=batch_id).first()
    if batch is None:
        raise PermissionDenied
    return batch


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show the received files and take in a new one; one that is far too large is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > FILE_BYTES_MAX + FORM_BYTES_BESIDE_FILE:
        actor = _require_clerk(request)
        sentence = SENTENCES["file_too_large"]
        assert sentence.right is not None
        problem = Problem("file_too_large", "blocks", sentence.what.fill(limit=FILE_BYTES_MAX // MB), sentence.right)
        return _show_imports(request, actor, problem=problem, status=413)
    return _take_or_show(request)


@csrf_protect
def _take_or_show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show_imports(request, _require_reader(request))
    actor = _require_clerk(request)
    assert actor.office is not None
    file = request.FILES.get("file")
    if file is None:
        problem = Problem(
            "file_missing",
            "blocks",
            Words("没有选文件。", "No file was chosen."),
            Words("请选填好的表。", "Choose the filled-in table."),
        )
        return _show_imports(request, actor, problem=problem, status=422)
    kind = _find_kind(request.POST.get("kind", ""))
    received = receive_file(
        file.chunks(),
        file_name=file.name or "",
        office=actor.office,
        user_id=actor.user_id,
        is_example=actor.office.is_example,
        kind_code=kind.code if kind else "",
    )
    if received.batch is None:
        return _show_imports(
            request,
            actor,
            problem=received.problem,
            repeated=received.repeated,
            chosen_kind=kind.code if kind else "",
            status=422 if received.problem else 200,
        )
    work_soon(received.batch)
    return redirect("import_batch", batch_id=received.batch.pk)


def _find_kind(code: str) -> Kind | None:
    return next((kind for kind in importable_kinds() if kind.code == code), None)


def _show_imports(
    request: HttpRequest,
    actor: Actor,
    *,
    problem: Problem | None = None,
    repeated: Batch | None = None,
    chosen_kind: str = "",
    status: int = 200,
) -> HttpResponse:
    page = page_of(request, visible_batches(actor).order_by("-pk"), per_page=50)
    names = dict(User.objects.filter(pk__in=[batch.received_by_id for batch in page]).values_list("pk", "full_name"))
    kinds = importable_kinds()
    fields = [(field.title, [kind for kind in field.kinds if kind in kinds]) for field in BOOK.fields]
    values = {
        "page": page,
        "shown": [_show_line_of_batch(batch, names) for batch in page],
        "fields": [(title, held) for title, held in fields if held],
        "may_record": actor.may_record,
        "problem": problem,
        "repeated": repeated,
        "repeated_name": batch_name(repeated) if repeated else "",
        "file_mb_max": FILE_BYTES_MAX // MB,
        "file_bytes_max": FILE_BYTES_MAX,
        "chosen_kind": chosen_kind,
    }
    return render(request, "web/imports.html", values, status=status)


def _show_line_of_batch(batch: Batch, names: dict[int, str]) -> ShownBatch:
    return ShownBatch(
        batch,
        batch_name(batch),
        _title_of(batch.kind),
        STATES[BatchState(batch.state)],
        names.get(batch.received_by_id or 0, ""),
    )


def _title_of(code: str) -> Words | str:
    kind = _find_kind(code)
    return kind.title if kind else code


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Give the template of a kind, with the office's own pairings and parties in its lists."""
    actor = _require_reader(request)
    kind = _find_kind(request.GET.get("kind", ""))
    if kind is None:
        raise PermissionDenied
    language = reader_language()
    body = build_template(kind, language=language, office=actor.office, today=timezone.localdate())
    return _send(body, f"{word(kind.title)}.xlsx")


def _send(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_GET
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show what a file would do, or did, to the ledger."""
    actor = _require_reader(request)
    batch = _find_batch(actor, batch_id)
    return render(request, "web/import_batch.html", _batch_values(request, actor, batch))


def _batch_values(request: HttpRequest, actor: Actor, batch: Batch) -> dict[str, Any]:
    held = batch.problems
    lines = _show_lines(held)
    chosen = request.GET.get("weight", "")
    counts = held.get("counts", {})
    blocking = [line for line in lines if line.weight == "blocks"]
    tables = _show_tables(held, lines)
    return {
        "batch": batch,
        "name": batch_name(batch),
        "kind": _title_of(batch.kind),
        "state": STATES[BatchState(batch.state)],
        "is_in_work": batch.state in IN_WORK,
        "is_open": batch.state == BatchState.CHECKED,
        "is_recorded": batch.state == BatchState.RECORDED,
        "is_refused": batch.state == BatchState.REFUSED,
        "may_record": actor.may_record,
        "may_confirm": actor.may_record and may_be_recorded(batch),
        "counts": counts,
        "adds": held.get("adds", {}),
        "added": held.get("added", {}),
        "seconds": held.get("seconds"),
        "answered": counts.get("ask", 0) - counts.get("open", 0),
        "total": sum(counts.get(weight, 0) for weight in WEIGHTS),
        "summary": blocking[:SUMMARY_LINES],
        "summary_more": max(len(blocking) - SUMMARY_LINES, 0),
        "lines": [line for line in lines if not chosen or line.shape == chosen],
        "chosen": chosen,
        "tables": tables,
        "skipped": held.get("skipped", []),
        "digest": " ".join(batch.sha256[start : start + 4] for start in (0, 4, 8)) + f" … {batch.sha256[-4:]}",
        "steps": _steps(batch, counts),
    }


def _show_lines(held: dict[str, Any]) -> list[ShownLine]:
    accepted = held.get("accepted", {})
    sheets = [table["sheet"] for table in held.get("tables", [])]
    heads = {table["sheet"]: table["head_line"] for table in held.get("tables", [])}
    language = 1 if reader_language() == "en" else 0
    lines = []
    for number, told in enumerate(held.get("told", [])):
        what = told["what"][language]
        before, value, after = _part_at_value(what, told["value"])
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
                candidates=tuple(told["candidates"]),
                accepted=answer["reason"] if answer and told["weight"] == "ask" else "",
                may_be_left_out=_may_be_left_out(told, heads.get(sheet, 0), cell=cell),
            )
        )
    return lines


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


def _show_tables(held: dict[str, Any], lines: list[ShownLine]) -> list[dict[str, Any]]:
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
        for row in [{"line": table["head_line"], "cells": table["head"]}, *table["rows"]]:
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


def _steps(batch: Batch, counts: dict[str, int]) -> list[dict[str, str]]:
    """The five steps of a file, each with its state and a word beside it."""
    received = timezone.localtime(batch.received_at)
    at = {
        BatchState.RECEIVED: 1,
        BatchState.READING: 1,
        BatchState.CHECKED: 2 if not may_be_recorded(batch) else 3,
        BatchState.RECORDING: 3,
        BatchState.RECORDED: 4,
        BatchState.REFUSED: 2,
    }[BatchState(batch.state)]
    left = counts.get("blocks", 0) + counts.get("open", 0)
    day = write_day(received.date(), reader_language(), style="short")
    notes = [
        f"{day} {received:%H:%M}",
        say("{rows} 行", "{rows} rows", rows=f"{batch.rows_total:,}") if batch.rows_total is not None else "",
        say("剩 {left} 处", "{left} left", left=left) if at == 2 else "",
        "",
        "",
    ]
    titles = [
        say("选表", "Choose"),
        say("试读", "Read"),
        say("改问题", "Mend"),
        say("确认入账", "Record"),
        say("对方签认", "Other side signs"),
    ]
    marks = ["done" if number < at else "here" if number == at else "" for number in range(len(titles))]
    return [
        {"title": title, "note": note, "mark": mark} for title, note, mark in zip(titles, notes, marks, strict=True)
    ]


@require_GET
def import_progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show how far the work on a file has come; once done, have the page loaded anew."""
    batch = _find_batch(_require_reader(request), batch_id)
    if not is_held(WORKER_LOCK):
        # The worker has died: the page that waits for it does its work instead.
        work_soon(batch)
        batch.refresh_from_db()
    if batch.state not in IN_WORK:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    values = {"batch": batch, "state": STATES[BatchState(batch.state)]}
    return render(request, "web/parts/import_progress.html", values)


@require_POST
def confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Have a file recorded, all of it or nothing."""
    actor = _require_clerk(request)
    batch = _find_batch(actor, batch_id)
    if not confirm_batch(batch, user_id=actor.user_id):
        messages.error(
            request, say("没有入账：还有要改或要答的。", "Not recorded: something is still to be mended or answered.")
        )
        return _back(batch)
    work_soon(batch)
    batch.refresh_from_db()
    if batch.state == BatchState.RECORDED:
        added = batch.problems.get("added", {})
        entries, signatures = added.get("entries", 0), added.get("agreeing", 0) + added.get("differing", 0)
        messages.success(
            request,
            say(
                "已入账：新条目 {entries}，对对方条目的签认和提异 {signatures}。",
                "Recorded: {entries} new entries, {signatures} words on the other side’s entries.",
                entries=f"{entries:,}",
                signatures=f"{signatures:,}",
            ),
        )
    elif batch.state == BatchState.CHECKED:
        messages.error(
            request,
            say("没有入账：账本有了变化，请看新的问题。", "Not recorded: the ledger changed; see the new problems."),
        )
    return _back(batch)


def _back(batch: Batch, anchor: str = "") -> HttpResponse:
    return redirect(reverse("import_batch", args=[batch.pk]) + (f"#{anchor}" if anchor else ""))


@require_POST
def accept(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take the user's reason for keeping what is doubtful."""
    actor = _require_clerk(request)
    batch = _find_batch(actor, batch_id)
    reason = request.POST.get("reason", "").strip()
    chosen = request.POST.get("same_as", "")
    if not reason:
        messages.error(request, say("没有照记：请写一句理由。", "Not kept: a reason is needed."))
    else:
        accept_doubt(
            batch,
            request.POST.get("key", ""),
            reason=reason,
            same_as=int(chosen) if chosen.isascii() and chosen.isdigit() else None,
            user_id=actor.user_id,
        )
    return _back(batch, "probs")


def _row_asked(request: HttpRequest) -> tuple[str, list[int]]:
    lines = [int(text) for text in request.POST.getlist("line") if text.isascii() and text.isdigit()]
    return request.POST.get("sheet", ""), lines[:200]


def _change_rows(request: HttpRequest, batch_id: int, change: Callable[[Batch, str, int], bool]) -> HttpResponse:
    batch = _find_batch(_require_clerk(request), batch_id)
    sheet, lines = _row_asked(request)
    changed = [line for line in lines if change(batch, sheet, line)]
    if changed:
        work_soon(batch)
    return _back(batch, "probs")


@require_POST
def leave_out(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Leave rows out and read the rest again."""
    return _change_rows(request, batch_id, leave_out_row)


@require_POST
def take_back(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take rows back in that were left out."""
    return _change_rows(request, batch_id, take_row_back)


@require_POST
def discard(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give a file up, so that another can be chosen; nothing of it comes into the ledger."""
    batch = _find_batch(_require_clerk(request), batch_id)
    if discard_batch(batch):
        messages.success(
            request,
            say(
                "已放下批次 {name}，账本没有变。",
                "Batch {name} was set aside; the ledger is unchanged.",
                name=batch_name(batch),
            ),
        )
    return redirect("imports")


@require_GET
def marked(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give the workbook back with its Problems at their cells."""
    batch = _find_batch(_require_reader(request), batch_id)
    if not file_path(batch).is_file() or batch.state not in (BatchState.CHECKED, BatchState.REFUSED):
        raise PermissionDenied
    found = look_at(batch)
    note_read(request, "batch.read", batch_name(batch))
    stem = batch.file_name.rsplit(".", 1)[0]
    suffix = say("问题", "problems")
    body = mark_workbook(file_path(batch), found.read, found.findings, language=reader_language())
    return _send(body, f"{stem}-{suffix}.xlsx")


@require_GET
def original(request: HttpRequest, batch_id: int) -> FileResponse:
    """Give the file back as it came."""
    batch = _find_batch(_require_reader(request), batch_id)
    if not file_path(batch).is_file():
        raise PermissionDenied
    note_read(request, "batch.read", batch_name(batch))
    return FileResponse(
        file_path(batch).open("rb"),
        as_attachment=True,
        filename=batch.file_name,
        content_type="application/octet-stream",
    )


urlpatterns = [
    path("imports", imports, name="imports"),
    path("imports/template", template, name="template"),
    path("imports/<int:batch_id>", import_batch, name="import_batch"),
    path("imports/<int:batch_id>/progress", import_progress, name="import_progress"),
    path("imports/<int:batch_id>/confirm", confirm, name="confirm_batch"),
    path("imports/<int:batch_id>/accept", accept, name="accept_doubt"),
    path("imports/<int:batch_id>/leave-out", leave_out, name="leave_out_rows"),
    path("imports/<int:batch_id>/take-back", take_back, name="take_back_rows"),
    path("imports/<int:batch_id>/discard", discard, name="discard_batch"),
    path("imports/<int:batch_id>/marked", marked, name="marked_workbook"),
    path("imports/<int:batch_id>/original", original, name="original_workbook"),
]
