"""Check before printing: a draft comes in and goes back with every number marked. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from shanhai.catalogue.words import Problem, Words
from shanhai.evidence.article import Mark, Row, lay_out
from shanhai.evidence.desk import DESK_CHARACTERS_MOST, read_draft
from shanhai.evidence.draft_check import DraftNumber, check_draft
from shanhai.evidence.marked import mark_given
from shanhai.evidence.receive import BYTES_MOST, receive_bytes
from shanhai.evidence.reconcile import MARK_WORDS
from shanhai.figures.answer import Figure
from shanhai.ledger.may import scope_for
from shanhai.offices.may import Actor, actor_of
from shanhai.web.desk_page import CHECK_KEYS, indicator_title, shape_of, tell_result, write_claim_value
from shanhai.web.pages.desk import send_marked
from shanhai.web.pages.documents_received import TOO_LARGE, WRONG_DAY, is_too_long, read_given, read_published_on
from shanhai.web.templatetags.words import reader_language, say
from shanhai.web.typed_before import comes_back

MARKS = {"proved": "agreed", "differs": "differs", "unproved": "pending"}
TOO_LONG = Problem(
    "draft.too_long",
    "blocks",
    Words("稿子超过 20 万字。", "The draft has more than 200,000 characters."),
    Words("请分段核对。", "Check it in parts."),
)


@dataclass(frozen=True, slots=True)
class MarkedNumber:
    """One number of a draft: where it stands, its mark, what the ledger says, what could be written instead."""

    number: int
    told: DraftNumber

    @property
    def title(self) -> Words | str:
        """What is counted; the draft's own words where no indicator was read."""
        result = self.told.result
        return self.told.what if result is None else indicator_title(result.claim.indicator)

    @property
    def shape(self) -> str:
        """The underline in the text."""
        return "apart" if self.told.result is None else shape_of(self.told.result)

    @property
    def mark(self) -> Words:
        """Proved, differs or unproved, in words."""
        return MARK_WORDS[self.told.mark]

    @property
    def basis(self) -> str:
        """The glyph of the mark."""
        return MARKS[self.told.mark]

    @property
    def sentence(self) -> str:
        """What the ledger says, or why it says nothing and what can be done."""
        if self.told.result is not None:
            return tell_result(self.told.result)
        reason, instead = self.told.reason, self.told.instead or Words("", "")
        return say("{reason}。{instead}。", "{reason}. {instead}.", reason=_opened(reason), instead=_opened(instead))

    @property
    def stated(self) -> str:
        """The number as the draft has it; empty where the title says it."""
        return "" if self.told.result is None else write_claim_value(self.told.result)

    @property
    def taken_for(self) -> Words | None:
        """What the number was taken for, with pairing and period."""
        return self.told.read_as

    @property
    def differs(self) -> bool:
        """Whether the ledger has another number."""
        return self.told.mark == "differs"

    @property
    def address(self) -> str:
        """The address of the figure's passport."""
        return self.told.result.address if self.told.result is not None else ""

    @property
    def figure(self) -> Figure | None:
        """The ledger's figure, where it has a value."""
        figure = self.told.result.figure if self.told.result is not None else None
        return figure if figure is not None and figure.value is not None else None


def _opened(words: Words) -> Words:
    """Return words as a sentence begins."""
    return Words(words.zh, words.en[:1].upper() + words.en[1:])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def desk_check(request: HttpRequest) -> HttpResponse:
    """Take a draft and give it back with its numbers marked, on the page or as a Word file with comments."""
    if request.method == "POST" and is_too_long(request):
        return _show(request, problems=[TOO_LARGE], status=413)
    return _check(request)


@csrf_protect
def _check(request: HttpRequest) -> HttpResponse:
    actor = _require_reader(request)
    if request.method != "POST" or comes_back(request):
        return _show(request)
    given = read_given(request)
    if isinstance(given, Problem):
        return _show(request, problems=[given], status=422)
    try:
        published_on = read_published_on(request)
    except ValueError:
        return _show(request, problems=[WRONG_DAY], status=422)
    received = receive_bytes(given[0])
    if received.problems or len(received.text) > DESK_CHARACTERS_MOST:
        return _show(request, problems=list(received.problems) or [TOO_LONG], status=422)
    read = read_draft(received, published_on=published_on)
    numbers = check_draft(read, published_on=published_on, seen=scope_for(actor))
    if request.POST.get("do") == "docx":
        name = Path(given[1]).stem if "file" in request.FILES else say("稿子", "draft")
        return send_marked(mark_given(given[0], read, numbers, language=reader_language()), name)
    edits = [[one.start, one.end, one.before, one.after, one.reason] for one in read.repaired.edits]
    return _show(
        request,
        text=read.repaired.text,
        told=numbers,
        older_mails=[row for row in lay_out(read.repaired.text, edits, []) if row.stretch] if received.apart else [],
        file_name=given[1] if received.type == "docx" else "",
    )


def _require_reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    return actor


def _show(
    request: HttpRequest,
    *,
    text: str = "",
    told: list[DraftNumber] | None = None,
    problems: list[Problem] | None = None,
    older_mails: Sequence[Row] = (),
    file_name: str = "",
    status: int = 200,
) -> HttpResponse:
    _require_reader(request)
    numbers = [MarkedNumber(number, one) for number, one in enumerate(told or [], 1)]
    places = [Mark(one.number, one.told.clean_start, one.told.clean_end) for one in numbers]
    counts = [(MARK_WORDS[mark], MARKS[mark], sum(one.told.mark == mark for one in numbers)) for mark in MARK_WORDS]
    typed = {} if is_too_long(request) else request.POST
    is_back = bool(typed) and comes_back(request)
    values = {
        "problems": problems or [],
        "text": text or (typed.get("text", "") if problems or is_back else ""),
        "is_back": is_back,
        "published_on": typed.get("published_on", ""),
        "file_bytes_max": BYTES_MOST,
        "is_checked": told is not None,
        "rows": lay_out(text, [], places) if told is not None else [],
        "numbers": numbers,
        "shapes": {one.number: one for one in numbers},
        "counts": counts,
        "file_name": file_name,
        "older_mails": older_mails,
        "page_keys": CHECK_KEYS,
    }
    return render(request, "web/desk_check.html", values, status=status)


urlpatterns = [path("desk/check", desk_check, name="desk_check")]
