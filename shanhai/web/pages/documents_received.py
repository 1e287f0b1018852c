"""The desk's list: documents received and how their claims stand, and a new one taken in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from shanhai.catalogue.words import Problem, Words
from shanhai.evidence.acts import may_act
from shanhai.evidence.desk import Taken, Told, count_claims, take_address, take_document, visible_readings
from shanhai.evidence.fetch import installation_reach
from shanhai.evidence.hold import seen_counts
from shanhai.evidence.models import SeenResults
from shanhai.evidence.receive import BYTES_MOST
from shanhai.evidence.rereading import old_readings, read_with_older
from shanhai.evidence.shares import share_out
from shanhai.ledger.models import Document
from shanhai.ledger.publication import WORD_LONGEST, last_words
from shanhai.offices.audit import note_read, note_write
from shanhai.offices.may import Actor, actor_of
from shanhai.web.desk_page import BYLINE_LONGEST, GROUP_WORDS, LIST_KEYS
from shanhai.web.lists import dated, page_of, send_workbook, sort_rows, text_of
from shanhai.web.numbers import write_day
from shanhai.web.templatetags.words import reader_language, say, word
from shanhai.web.typed_before import comes_back

FORM_BYTES_BESIDE_FILE = 4 * 1024 * 1024
MB = 1024 * 1024
LINES_EXPORTED = 5000
SORTS = {
    "title": "shown_title",
    "received": "document__received_at",
    "published": "says__published_on",
    "claims": "all_claims",
    "open": "open_claims",
}
STATES = {
    "open": Words("有未处理的", "with open claims"),
    "settled": Words("都处理了", "all settled"),
    "differs": Words("有对不上的", "with differing claims"),
    "without": Words("没有说法", "without claims"),
    "others": Words("别的机构收的", "received by others"),
    "old": Words("用旧规则读的", "read with older rules"),
}
TOO_LARGE = Problem(
    "document.too_large",
    "blocks",
    Words("文件超过 50 MB，没有收。", "The file is larger than 50 MB and was not taken."),
    Words("请分成几份。", "Split it."),
)
NOTHING_GIVEN = Problem(
    "document.missing",
    "blocks",
    Words("没有选文件，也没有粘贴文字。", "No file was chosen and no text was pasted."),
    Words("两样给一样。", "Give one of the two."),
)
KNOWN = Words(
    "这份材料 {day}已经收过，没有再收一份；这就是那一份。",
    "These very bytes were received on {day}; nothing was added, and this is that document.",
)
STILL_HIDDEN = Words(
    "它仍没有公开；要公开，请在下面写明在哪里发表的。",
    "It is still not public; to make it so, say below where it was published.",
)
WRONG_DAY = Problem(
    "document.day",
    "blocks",
    Words("发布日期读不出。", "The day of publication cannot be read."),
    Words("写成 2026-11-20 这样。", "Write it as 2026-11-20."),
)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Show the documents the office may see, and take a new one in; one far too large is refused before it is read."""
    if request.method == "POST" and is_too_long(request):
        return show_desk(request, _require_reader(request), [TOO_LARGE], status=413)
    return _take_or_show(request)


def is_too_long(request: HttpRequest) -> bool:
    """Whether a request says that it is larger than any form of the desk may be."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > BYTES_MOST + FORM_BYTES_BESIDE_FILE


@csrf_protect
def _take_or_show(request: HttpRequest) -> HttpResponse:
    actor = _require_reader(request)
    if request.method != "POST" or comes_back(request):
        return show_desk(request, actor, [])
    if not may_act(actor):
        raise PermissionDenied
    told = _read_told(request)
    taken = Taken(problems=(WRONG_DAY,)) if told is None else _take(request, told, actor)
    if taken.reading is None:
        return show_desk(request, actor, list(taken.problems), status=422)
    document = taken.reading.document
    if taken.known:
        day = write_day(timezone.localdate(document.received_at), reader_language())
        messages.info(request, say(KNOWN.zh, KNOWN.en, day=day))
        if told is not None and told.is_public and not document.is_public:
            messages.info(request, word(STILL_HIDDEN))
        return redirect("desk_document", document_id=document.pk)
    note_write(request, "document.receive", document.title, document=document.pk)
    messages.success(
        request,
        say("已收“{title}”，找出 {n} 处说法。", "“{title}” was received; {n} claims were found.",
            title=document.title, n=taken.reading.claims.count()),
    )  # fmt: skip
    return redirect("desk_document", document_id=document.pk)


def _take(request: HttpRequest, told: Told, actor: Actor) -> Taken:
    """Take what was given in: a file before an address before a pasted text."""
    address = request.POST.get("address", "").strip()
    if address and "file" not in request.FILES:
        return take_address(address, told=told, actor=actor, reach=installation_reach())
    given = read_given(request)
    return Taken(problems=(given,)) if isinstance(given, Problem) else take_document(*given, told=told, actor=actor)


def read_given(request: HttpRequest) -> tuple[bytes, str] | Problem:
    """The bytes and the name of what was given: a file before a pasted text; a Problem for neither or too much."""
    file: Any = request.FILES.get("file")
    if file is not None:
        if file.size > BYTES_MOST:
            return TOO_LARGE
        return file.read(), Path(file.name or "").name or "document"
    text = request.POST.get("text", "").strip()
    if not text:
        return NOTHING_GIVEN
    first = text.splitlines()[0].strip()[:60] or say("粘贴的文字", "Pasted text")
    return text.replace("\r\n", "\n").encode("utf-8", "ignore"), f"{first}.txt"


def read_published_on(request: HttpRequest) -> date | None:
    """Return the day of publication posted, None where it is blank; raises ValueError for anything but an ISO day."""
    text = request.POST.get("published_on", "").strip()
    return date.fromisoformat(text) if text else None


def _read_told(request: HttpRequest) -> Told | None:
    try:
        published_on = read_published_on(request)
    except ValueError:
        return None
    return Told(
        title=request.POST.get("title", "").strip()[:300],
        outlet=request.POST.get("outlet", "").strip()[:200],
        byline=request.POST.get("byline", "").strip()[:BYLINE_LONGEST],
        published_on=published_on,
        is_public=request.POST.get("is_public") == "on",
        published_in=request.POST.get("published_in", "").strip()[:WORD_LONGEST],
    )


def _require_reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    return actor


def show_desk(request: HttpRequest, actor: Actor, problems: list[Problem], *, status: int = 200) -> HttpResponse:
    """Show the list with what was wrong with a document that was given."""
    sought, is_back = text_of(request), not is_too_long(request) and comes_back(request)
    state = request.GET.get("state", "")
    readings, sort = sort_rows(request, _chosen(sought, state, actor), by=SORTS, default="-received")
    if request.method == "GET" and request.GET.get("export"):
        return _export(request, readings[:LINES_EXPORTED], actor)
    page = page_of(request, readings, per_page=20)
    values = {
        "page": page,
        "lines": _lines(list(page.object_list), actor),
        "sort": sort,
        "state": state if state in STATES else "",
        "states": STATES,
        "groups": GROUP_WORDS,
        "shares": share_out(actor),
        "old_count": old_readings(actor).count() if may_act(actor) else 0,
        "problems": problems,
        "may_act": may_act(actor),
        "sought": sought,
        # a request that is refused for its length is not read, not even for what was typed
        "typed": request.POST if is_back or (problems and not is_too_long(request)) else {},
        "is_back": is_back,
        "limit": BYTES_MOST // MB,
        "file_bytes_max": BYTES_MOST,
        "may_fetch": installation_reach() is not None,
        "title_longest": Document._meta.get_field("title").max_length,
        "byline_longest": BYLINE_LONGEST,
        "place_longest": WORD_LONGEST,
        "page_keys": LIST_KEYS,
    }
    return render(request, "web/desk.html", values, status=status)


def _chosen(sought: str, state: str, actor: Actor) -> QuerySet[Any]:
    """The documents in the actor's sight that have the text sought and stand as asked."""
    told = KeyTextTransform("title", "says")
    readings = visible_readings(actor).annotate(shown_title=Coalesce(told, "document__title", output_field=TextField()))
    if sought:
        readings = readings.filter(
            Q(shown_title__icontains=sought) | Q(document__outlet__icontains=sought) | Q(text__icontains=sought)
        )
    counted = count_claims(readings, actor)
    if state == "differs":
        seen = SeenResults.objects.filter(reading=OuterRef("pk"), office_id=actor.office_id)
        return counted.filter(Exists(seen.filter(results__icontains='"differs"')))
    conditions = {
        "open": Q(open_claims__gt=0),
        "settled": Q(open_claims=0, all_claims__gt=0),
        "without": Q(all_claims=0),
        "others": ~Q(document__office_id=actor.office_id),
        "old": read_with_older(),
    }
    return counted.filter(conditions.get(state, Q()))


def _lines(readings: list[Any], actor: Actor) -> list[tuple[Any, dict[str, int] | None]]:
    """Each reading with its counts by result, as the actor's office last saw them."""
    counts = seen_counts(readings, actor)
    return [(reading, counts.get(reading.pk)) for reading in readings]


def _export(request: HttpRequest, readings: QuerySet[Any], actor: Actor) -> HttpResponse:
    columns = [
        say("材料", "Document"), say("来源", "Outlet"), say("作者", "Author"), say("发布日期", "Published on"),
        say("收到", "Received"), say("已公开", "Public"), say("公开于", "Published at"), say("说法", "Claims"),
        *map(word, GROUP_WORDS.values()),
        say("未处理", "Open"),
    ]  # fmt: skip
    rows: list[list[Any]] = []
    lines = _lines(list(readings), actor)
    said = last_words(reading.document_id for reading, _counts in lines)
    for reading, counts in lines:
        document, says = reading.document, reading.says
        place = said[document.pk].place if document.is_public and document.pk in said else ""
        results = [counts[code] if counts else None for code in GROUP_WORDS]
        rows.append(
            [reading.shown_title, says.get("outlet", ""), says.get("byline", ""),
             says.get("published_on", ""), timezone.localdate(document.received_at),
             say("是", "yes") if document.is_public else "", place, reading.all_claims, *results, reading.open_claims]
        )  # fmt: skip
    note_read(request, "ledger.export", "documents", rows=len(rows))
    title = say("收到的材料", "Documents received")
    return send_workbook(title, columns, rows, file_name=dated(title))


urlpatterns = [path("desk", desk, name="desk")]
