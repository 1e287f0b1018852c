"""Import: templates out, workbooks in, what they would do to the ledger, and the word that they shall.

The file is read, checked and recorded in `sheets/`; this page shows what was found and takes the user's answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from shanhai.offices.may import Actor
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
from shanhai.sheets.openings import openables
from shanhai.sheets.own_books import OWN, has_own_way, is_own, is_settled
from shanhai.sheets.receive import batch_name, file_path, look_at, receive_file
from shanhai.sheets.sentences import SENTENCES
from shanhai.sheets.store import is_held
from shanhai.sheets.template import build_template, importable_kinds
from shanhai.sheets.worker import WORKER_LOCK, work_soon
from shanhai.web.import_lines import (
    IN_WORK,
    WEIGHTS,
    find_batch,
    require_clerk,
    require_reader,
    send_workbook,
    show_lines,
    show_tables,
    sums_by_kind,
)
from shanhai.web.lists import page_of
from shanhai.web.numbers import write_day
from shanhai.web.templatetags.words import reader_language, say, word

FORM_BYTES_BESIDE_FILE = 64 * 1024
SUMMARY_LINES = 8
STATES = {
    BatchState.RECEIVED: Words("等着试读", "Waiting to be read"),
    BatchState.READING: Words("正在试读", "Being read"),
    BatchState.CHECKED: Words("已试读，未入账", "Read, not recorded"),
    BatchState.RECORDING: Words("正在入账", "Being recorded"),
    BatchState.RECORDED: Words("已入账", "Recorded"),
    BatchState.REFUSED: Words("未入账", "Not recorded"),
}


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A line of the list: the batch, its number as people quote it, its kind and state in words, who sent it."""

    batch: Batch
    name: str
    kind: Words | str
    state: Words
    sender: str


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show the received files and take in a new one; one that is far too large is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdecimal() and int(length) > FILE_BYTES_MAX + FORM_BYTES_BESIDE_FILE:
        actor = require_clerk(request)
        sentence = SENTENCES["file_too_large"]
        assert sentence.right is not None
        problem = Problem("file_too_large", "blocks", sentence.what.fill(limit=FILE_BYTES_MAX // MB), sentence.right)
        return _show_imports(request, actor, problem=problem, status=413)
    return _take_or_show(request)


@csrf_protect
def _take_or_show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show_imports(request, require_reader(request))
    actor = require_clerk(request)
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
    chosen = request.POST.get("kind", "")
    kind = _find_kind(chosen)
    received = receive_file(
        file.chunks(),
        file_name=file.name or "",
        office=actor.office,
        user_id=actor.user_id,
        is_example=actor.office.is_example,
        kind_code=kind.code if kind else "",
        as_own=chosen == OWN,
    )
    if received.batch is None:
        return _show_imports(
            request,
            actor,
            problem=received.problem,
            repeated=received.repeated,
            chosen_kind=chosen,
            status=422 if received.problem else 200,
        )
    work_soon(received.batch)
    page = "import_batch" if is_settled(received.batch) else "reading"
    return redirect(page, batch_id=received.batch.pk)


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
    opened = openables().get(code)
    return kind.title if kind else opened.kind.title if opened else code


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Give the template of a kind, with the office's own pairings and parties in its lists."""
    actor = require_reader(request)
    kind = _find_kind(request.GET.get("kind", ""))
    if kind is None:
        raise PermissionDenied
    language = reader_language()
    body = build_template(kind, language=language, office=actor.office, today=timezone.localdate())
    return send_workbook(body, f"{word(kind.title)}.xlsx")


@require_GET
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show what a file would do, or did, to the ledger."""
    actor = require_reader(request)
    batch = find_batch(actor, batch_id)
    return render(request, "web/import_batch.html", _batch_values(request, actor, batch))


def _batch_values(request: HttpRequest, actor: Actor, batch: Batch) -> dict[str, Any]:
    held = batch.problems
    lines = show_lines(held)
    chosen = request.GET.get("weight", "")
    counts = held.get("counts", {})
    blocking = [line for line in lines if line.weight == "blocks"]
    tables = show_tables(held, lines)
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
        "kind_sums": sums_by_kind(held),
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
        "is_own": is_own(batch),
        "is_settled": is_settled(batch),
        "is_read_as_kept": is_own(batch) and batch.problems[OWN].get("confirmed_by") is None and is_settled(batch),
        "has_own_way": has_own_way(batch),
    }


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
    """Show how far the work on a file has come; once done, have this page, or that of its reading, opened."""
    batch = find_batch(require_reader(request), batch_id)
    if not is_held(WORKER_LOCK):
        # The worker has died: the page that waits for it does its work instead.
        work_soon(batch)
        batch.refresh_from_db()
    if batch.state not in IN_WORK:
        if batch.state == BatchState.CHECKED and not is_settled(batch):
            return HttpResponse(status=200, headers={"HX-Redirect": reverse("reading", args=[batch.pk])})
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    values = {"batch": batch, "state": STATES[BatchState(batch.state)]}
    return render(request, "web/parts/import_progress.html", values)


@require_POST
def confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Have a file recorded, all of it or nothing."""
    actor = require_clerk(request)
    batch = find_batch(actor, batch_id)
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
    actor = require_clerk(request)
    batch = find_batch(actor, batch_id)
    reason = request.POST.get("reason", "").strip()
    chosen = request.POST.get("same_as", "")
    if not reason:
        messages.error(request, say("没有照记：请写一句理由。", "Not kept: a reason is needed."))
    else:
        accept_doubt(
            batch,
            request.POST.get("key", ""),
            reason=reason,
            same_as=int(chosen) if chosen.isascii() and chosen.isdecimal() else None,
            user_id=actor.user_id,
        )
    return _back(batch, "probs")


def _row_asked(request: HttpRequest) -> tuple[str, list[int]]:
    lines = [int(text) for text in request.POST.getlist("line") if text.isascii() and text.isdecimal()]
    return request.POST.get("sheet", ""), lines[:200]


def _change_rows(request: HttpRequest, batch_id: int, change: Callable[[Batch, str, int], bool]) -> HttpResponse:
    batch = find_batch(require_clerk(request), batch_id)
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
    batch = find_batch(require_clerk(request), batch_id)
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
    batch = find_batch(require_reader(request), batch_id)
    if not file_path(batch).is_file() or batch.state not in (BatchState.CHECKED, BatchState.REFUSED):
        raise PermissionDenied
    found = look_at(batch)
    note_read(request, "batch.read", batch_name(batch))
    stem = batch.file_name.rsplit(".", 1)[0]
    suffix = say("问题", "problems")
    body = mark_workbook(file_path(batch), found.read, found.findings, language=reader_language())
    return send_workbook(body, f"{stem}-{suffix}.xlsx")


@require_GET
def original(request: HttpRequest, batch_id: int) -> FileResponse:
    """Give the file back as it came."""
    batch = find_batch(require_reader(request), batch_id)
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
