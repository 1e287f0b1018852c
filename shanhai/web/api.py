"""The API: the same questions, checks and rights as the pages, for programs. Computes nothing itself.

A caller comes with a key made on its account page (`Authorization: Bearer …`) or with the session of a browser, whose
writes also need the CSRF token. Whatever is not done is told in one shape (`Fault`).
"""

from __future__ import annotations

import json
import logging
import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.page import tell_book
from shanhai.catalogue.units import read_amount, write_amount
from shanhai.catalogue.words import Problem, Words
from shanhai.figures.answer import Figure
from shanhai.figures.counted import list_parts, tell_counted
from shanhai.figures.scope import Period
from shanhai.ledger import ask, record
from shanhai.ledger.drafts import Outcome
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.ledger.may import require_visible_entry, scope_for, signable_entries, visible_pairings
from shanhai.ledger.models import DocumentLink, Entry
from shanhai.ledger.publication import last_words
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, actor_for, actor_of, require_reader
from shanhai.offices.tokens import find_token
from shanhai.registry import places
from shanhai.registry.names import clean_name
from shanhai.sheets.typed import Typed, TypedRow, check_typed, record_typed, tell_columns
from shanhai.web import api_shapes as shapes
from shanhai.web.entry_list import EntryList, Row, read_conditions, read_rows
from shanhai.web.faults import FAULT_WORDS, say_shape, tell_fault, tell_status
from shanhai.web.place_words import official_side

log = logging.getLogger("shanhai.web")
PAIRINGS_PER_PAGE = 200
DOCUMENT_FIELDS = ("title", "outlet", "published_on", "sha256", "is_public")
SERIAL = Path(..., ge=1, le=2**53)


class Key(HttpBearer):
    """A key made on the account page."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor the key stands for, and let the rest of the request see it."""
        found = find_token(token)
        if found is None:
            return None
        actor = actor_for(found.user, found.office)
        request.user = found.user
        request._actor = actor  # type: ignore[attr-defined]
        return actor if actor.may_read else None


class SignedIn(APIKeyCookie):
    """The session of a browser that is signed in; writes need the CSRF token as on pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        """Ask for the CSRF token only where there is a session to guard: a wrong key alone is told as a wrong key."""
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Return who is signed in, unless a first password is still to be changed."""
        actor = actor_of(request)
        if actor is None or actor.user.must_change_password or not actor.may_read:
            return None
        return actor


api = NinjaAPI(
    title="Shanhai / 山海",
    version="1",
    description="The shared ledger of paired assistance: figures with their passports, entries, and words on them.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=[Key(), SignedIn()],
)
FAULTS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 405, 409, 422, 500), shapes.Fault)


def answers(shape: Any, status: int = 200) -> dict[Any, Any]:
    """The answers an endpoint may give: its own shape, and the one shape of every fault."""
    return {status: shape, **FAULTS}


# Figures


@api.get("/figures/{indicator}", response=answers(shapes.FigureShown), by_alias=True, tags=["figures"])
def get_figure(request: HttpRequest, indicator: str, query: Query[shapes.FigureQuery]) -> Any:
    """One figure with its passport: the same number as on the page and from `shanhai figure`."""
    return ask.tell_figure(_ask(request, indicator, query))


@api.get("/figures/{indicator}/entries", response=answers(shapes.FigureEntries), tags=["figures"])
def get_figure_entries(
    request: HttpRequest, indicator: str, query: Query[shapes.FigureQuery], after: int = Query(0, ge=0, le=2**53)
) -> Any:
    """A page of the entries behind a figure, in the order of serials, each with what was counted of it."""
    figure = _ask(request, indicator, query)
    page = ask.list_entries(figure, after=after)
    units = {part.role: part.unit for part in list_parts(figure, BOOK)}
    own_units = dict(Entry.objects.filter(serial__in=[one.serial for one in page]).values_list("serial", "unit"))
    entries = []
    for said, counted in zip(page, tell_counted(figure, page), strict=True):
        parts = {
            role: None if count is None else write_amount(count, unit)
            for (role, unit), count in zip(units.items(), counted.counts, strict=True)
        }
        unit = own_units[said.serial]
        entries.append(
            {"serial": said.serial, "amount": write_amount(said.amount, unit), "amount_unit": unit}
            | {role: parts.get(name) for role, name in (("counted", "value"), ("top", "top"), ("bottom", "bottom"))}
        )
    return {
        "indicator": figure.indicator.code,
        "snapshot": figure.snapshot.id,
        "unit": figure.unit,
        "top_unit": units.get("top"),
        "bottom_unit": units.get("bottom"),
        "entries": entries,
        "next_after": page[-1].serial if len(page) == shapes.PAGE_ROWS_MOST else None,
    }


def _ask(request: HttpRequest, indicator: str, query: shapes.FigureQuery) -> Figure:
    if query.first and query.last and query.first > query.last:
        raise _wrong("period_backwards", "to", Words("止日早于起日。", "The period ends before it begins."))
    if query.as_of and query.as_of > timezone.localdate():
        raise _wrong("as_of_ahead", "as_of", Words("截至日还没有到。", "The day of knowledge has not come yet."))
    return ask.ask_figure(
        indicator,
        giver=query.giver,
        receiver=query.receiver,
        programme=query.programme,
        round=query.round,
        pairing=query.pairing,
        period=Period(query.first, query.last),
        basis=query.basis,
        as_of=query.as_of,
        map_day=query.map_day,
        up_to=query.serial,
        seen=scope_for(actor_of(request)),
    )


# Entries


@api.get("/entries", response=answers(shapes.EntryList), tags=["entries"])
def list_entries(request: HttpRequest, query: Query[shapes.EntryQuery]) -> Any:
    """Entries that the caller's office may see, narrowed and sorted as on the page; 200 to a page."""
    asked = read_conditions(request)
    if asked.untold:
        name, text = asked.untold[0]
        raise _wrong("not_understood", name, Words(f"“{text}”读不懂。", f"“{text}” is not understood."))
    entries = EntryList(require_reader(request), asked)
    more = entries.count > query.page * shapes.PAGE_ROWS_MOST
    return {
        "count": entries.count,
        "count_is_bounded": entries.is_bounded,
        "page": query.page,
        "next_page": query.page + 1 if more else None,
        "entries": [_show(row) for row in entries.rows],
    }


@api.get("/entries/{serial}", response=answers(shapes.EntryWhole), tags=["entries"])
def get_entry(request: HttpRequest, serial: int = SERIAL) -> Any:
    """One entry with every word on it and its documents."""
    actor = require_reader(request)
    entry = require_visible_entry(actor, serial)
    row = read_rows(actor, [entry.serial])[0]
    links = DocumentLink.objects.filter(entry_serial=serial).select_related("document").order_by("linked_at", "pk")
    words = [
        {
            **{name: getattr(one, name) for name in ("serial", "side", "word", "reason", "known_on", "answer_by")},
            "signed_at": one.signed_at,
            "amount": None if one.amount is None else write_amount(one.amount, entry.unit),
        }
        for one in row.standing.words
    ]
    said = last_words(link.document_id for link in links)
    documents = [
        {
            **{name: getattr(link.document, name) for name in DOCUMENT_FIELDS},
            "published_in": said[link.document_id].place
            if link.document.is_public and link.document_id in said
            else "",
            "page": link.page,
            "cell": link.cell,
        }
        for link in links
    ]
    return {**_show(row), "words": words, "document_list": documents}


@api.post("/entries", response={201: shapes.RecordedShown, **answers(shapes.RecordedShown)}, tags=["entries"])
def post_entries(request: HttpRequest, body: shapes.NewEntries) -> Any:
    """Record rows of one kind, all or none, with the checks of the form and the workbook; a repeat adds nothing."""
    actor = require_reader(request)
    if not actor.may_record or actor.office is None:
        raise PermissionDenied
    kind = BOOK.kind(body.kind)
    rows = [
        TypedRow(
            row.values,
            accepted=frozenset(row.accept),
            same_as=row.same_as,
            fact_key=f"{kind.code}|{actor.office_id}|{row.key}" if row.key else "",
        )
        for row in body.rows
    ]
    typed = check_typed(kind, rows, office=actor.office, user_id=actor.user_id, today=timezone.localdate())
    if not typed.may_be_recorded:
        raise ask.QuestionError(typed.problems)
    if body.dry_run:
        return Status(200, _tell_dry(typed))
    recorded = record_typed(typed, office=actor.office, user_id=actor.user_id)
    standing = [problem for problem in recorded.problems if problem.weight != "note"]
    if standing:
        raise ask.QuestionError(standing)
    if recorded.added:
        note_write(request, "entry.record", f"{recorded.first_serial}–{recorded.last_serial}", entries=recorded.entries)
    notes = [*typed.notes, *(problem for problem in recorded.problems if problem.weight == "note")]
    told = {
        "added": recorded.added,
        "entries": recorded.entries,
        "signatures_agreeing": recorded.signatures_agreeing,
        "signatures_differing": recorded.signatures_differing,
        "serials": list(recorded.serials),
        "repeats": [{"row": one.line, "serial": one.entry_serial} for one in recorded.repeats],
        "notes": [shapes.tell(problem) for problem in notes],
        "dry_run": False,
    }
    return Status(201 if recorded.added else 200, told)


def _tell_dry(typed: Typed) -> dict[str, Any]:
    return {
        "added": 0,
        "entries": 0,
        "signatures_agreeing": 0,
        "signatures_differing": 0,
        "serials": [],
        "repeats": [],
        "notes": [shapes.tell(problem) for problem in typed.notes],
        "dry_run": True,
    }


@api.post("/entries/{serial}/signatures", response=answers(shapes.WordDone, 201), tags=["entries"])
def post_word(request: HttpRequest, body: shapes.NewWord, serial: int = SERIAL) -> Any:
    """Give one's own side's word on an entry: agrees, differs, holds or withdraws."""
    actor = require_reader(request)
    entry = require_visible_entry(actor, serial)
    if not actor.may_sign or actor.office is None:
        raise PermissionDenied
    outcome = _speak(actor, entry, body)
    if not outcome.done:
        raise RefusedError(outcome)
    actions = {
        "agrees": "entry.sign",
        "differs": "entry.differ",
        "holds": "entry.answer",
        "withdraws": "entry.withdraw",
    }
    note_write(request, actions[body.word], str(serial), code=outcome.code)
    told = {
        "serial": serial,
        "code": outcome.code,
        "message": shapes.both(outcome.words),
        "added": list(outcome.added_serials),
    }
    return Status(201, told)


def _speak(actor: Actor, entry: Entry, body: shapes.NewWord) -> Outcome:
    by: dict[str, Any] = {"office": actor.office, "user_id": actor.user_id, "as_seen": body.as_seen}
    if body.word in {"agrees", "differs"} and not _may_speak_on(actor, entry):
        raise PermissionDenied
    if body.word == "agrees":
        return record.sign_entries([entry.serial], side=actor.own_side, **by)[0]
    if body.word == "differs":
        return record.differ_from_entry(
            entry.serial, amount=_amount(body, entry), reason=body.reason, side=actor.own_side, **by
        )
    if body.word == "holds":
        return record.hold_entry(entry.serial, reason=body.reason, **by)
    return record.withdraw_word(entry.serial, reason=body.reason, side=actor.own_side, **by)


def _may_speak_on(actor: Actor, entry: Entry) -> bool:
    return signable_entries(actor, Entry.objects.filter(serial=entry.serial)).exists()


def _amount(body: shapes.NewWord, entry: Entry) -> int | None:
    if body.amount is None:
        return None
    try:
        return read_amount(body.amount, entry.unit)
    except ValueError:
        finer = Words(f"{body.amount} 比单位的最小一份还细。", f"{body.amount} is finer than the unit's smallest part.")
        raise _wrong("amount_too_fine", "amount", finer) from None


# What there is to name


@api.get("/catalogue", response=answers(dict[str, Any]), tags=["registry"])
def get_catalogue(request: HttpRequest) -> Any:  # noqa: ARG001 - ninja's signature
    """Every field with its kinds, their columns, indicators and controls.

    `row_columns` gives for each kind all names that a row to be recorded may carry, the common ones included.
    """
    return {**tell_book(BOOK), "row_columns": {kind.code: tell_columns(kind) for kind in BOOK.kinds}}


@api.get("/places", response=answers(shapes.PlacesFound), tags=["registry"])
def find_places(
    request: HttpRequest,  # noqa: ARG001 - ninja's signature
    name: str = Query(..., min_length=1, max_length=60),
    on: date | None = None,
) -> Any:
    """What a written name or a code means on a day (today where none is given)."""
    day = on or timezone.localdate()
    found = places.resolve_place(clean_name(name), on=day)
    ids = [found.place_id] if found.state == "one" and found.place_id else list(found.candidates)
    zh, en = places.say_resolution(found, on=day)
    return {"state": found.state, "places": [_show_place(one, day) for one in ids], "message": {"zh": zh, "en": en}}


def _show_place(place_id: str, day: date) -> dict[str, str]:
    return {
        "id": place_id,
        "code": places.code_of(place_id, day),
        "name": places.name_of(place_id, day),
        "full_name": places.full_name(place_id, day),
        "level": places.level_of_place(place_id, day),
    }


@api.get("/pairings", response=answers(shapes.PairingList), tags=["registry"])
def list_pairings(
    request: HttpRequest,
    q: str = Query("", max_length=60),
    programme: str = Query("", max_length=40),
    page: int = Query(1, ge=1, le=1000),
) -> Any:
    """The pairings that the caller's office may see, by names of their sides and by programme."""
    rows = visible_pairings(require_reader(request)).select_related("round__programme")
    if q:
        rows = rows.filter(Q(giver_label__icontains=q) | Q(receiver_label__icontains=q))
    if programme:
        rows = rows.filter(round__programme__key=programme)
    pages = Paginator(rows.order_by("pk"), PAIRINGS_PER_PAGE)
    shown = pages.get_page(page).object_list if page <= pages.num_pages else []
    return {
        "count": pages.count,
        "page": page,
        "next_page": page + 1 if page < pages.num_pages else None,
        "pairings": [
            {
                "id": one.pk,
                "level": one.level,
                "programme": one.round.programme.key,
                "round": one.round.key,
                "giver": one.giver_label,
                "receiver": one.receiver_label,
                "giver_place": one.giver_place_id,
                "receiver_place": one.receiver_place_id,
                "from_date": one.valid_from,
                "to_date": one.valid_to,
                "status": one.status,
                "source": one.source,
                "confidence": one.confidence,
            }
            for one in shown
        ],
    }


def _show(row: Row) -> dict[str, Any]:
    """One entry as the API writes it."""
    entry, standing = row.entry, row.standing
    same = (
        *("serial", "kind", "stage", "nature", "indicator", "programme", "round", "on_date", "date_precision"),
        *("unit", "qualifier", "subject", "spoken_side", "known_on", "is_example"),
    )
    amounts = {"amount": entry.amount, "giver_amount": standing.giver_amount}
    amounts["receiver_amount"] = standing.receiver_amount
    giver, giver_code = official_side(entry.giver_place_id, entry.on_date, row.giver)
    receiver, receiver_code = official_side(entry.receiver_place_id, entry.on_date, row.receiver)
    return {
        **{name: getattr(entry, name) for name in same},
        **{name: None if value is None else write_amount(value, entry.unit) for name, value in amounts.items()},
        "number": write_entry_number(entry.serial, entry.known_on),
        "pairing": entry.pairing_id,
        "giver": giver,
        "giver_code": giver_code,
        "receiver": receiver,
        "receiver_code": receiver_code,
        "from_party": entry.from_party_id,
        "to_party": entry.to_party_id,
        "labels": [label for label in entry.labels.split(",") if label],
        "details": json.loads(entry.details or "{}"),
        "state": standing.state,
        "awaits": standing.awaits,
        "answer_by": standing.answer_by,
        "reverses": entry.reverses_serial,
        "reversed_by": standing.reversed_by,
        "documents": row.documents,
        "digest": bytes(entry.digest).hex(),
    }


# Faults, in one shape


class RefusedError(Exception):
    """A word that was not written, and why; becomes an answer 409."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


def _wrong(code: str, field: str, what: Words) -> ask.QuestionError:
    return ask.QuestionError([Problem(code, "blocks", what, field=field)])


@api.exception_handler(AuthenticationError)
def _on_no_sign_in(_request: HttpRequest, _fault: Any) -> HttpResponse:
    return tell_status(401)


@api.exception_handler(PermissionDenied)
def _on_forbidden(_request: HttpRequest, _fault: Any) -> HttpResponse:
    return tell_status(403)


@api.exception_handler(Http404)
def _on_not_found(_request: HttpRequest, _fault: Any) -> HttpResponse:
    return tell_status(404)


@api.exception_handler(UnknownCodeError)
def _on_unknown_code(_request: HttpRequest, fault: Any) -> HttpResponse:
    code, message = FAULT_WORDS[404]
    what = Words(f"目录中没有“{fault.code[:60]}”。", f"The catalogue has no “{fault.code[:60]}”.")
    problem = Problem("code_unknown", "blocks", what, value=fault.code[:60])
    return tell_fault(404, code, message, [shapes.tell(problem)])


@api.exception_handler(HttpError)
def _on_http_error(_request: HttpRequest, fault: Any) -> HttpResponse:
    return tell_status(fault.status_code)


@api.exception_handler(ValidationError)
def _on_wrong_shape(_request: HttpRequest, fault: Any) -> HttpResponse:
    message = Words("请求的写法不对，什么也没有变。", "The request is not in the right shape; nothing was changed.")
    problems = []
    for one in fault.errors[:50]:
        where = ".".join(str(part) for part in one.get("loc", ())[1:])
        problems.append(shapes.tell(Problem("shape", "blocks", say_shape(one, where), field=where)))
    return tell_fault(422, "wrong_shape", message, problems)


@api.exception_handler(ask.QuestionError)
def _on_problems(_request: HttpRequest, fault: Any) -> HttpResponse:
    message = Words("数据有问题，什么也没有记。", "There are problems in the data; nothing was recorded.")
    return tell_fault(422, "data_problems", message, [shapes.tell(problem) for problem in fault.problems])


@api.exception_handler(RefusedError)
def _on_refused(_request: HttpRequest, fault: Any) -> HttpResponse:
    problems = [shapes.tell(problem) for problem in fault.outcome.problems]
    return tell_fault(409, fault.outcome.code, fault.outcome.words, problems)


@api.exception_handler(Exception)
def _on_failure(request: HttpRequest, fault: Any) -> HttpResponse:
    number = f"W-{secrets.token_hex(2).upper()}"
    log.error("failure %s at %s", number, request.path, exc_info=fault)
    code, message = FAULT_WORDS[500]
    return tell_fault(500, code, Words(f"{message.zh}编号 {number}", f"{message.en} Number {number}"))


def show_docs(request: HttpRequest) -> HttpResponse:
    """A page that explains the API from its own description, with nothing loaded from elsewhere."""
    schema = api.get_openapi_schema()
    paths = [
        (method.upper(), address, operation)
        for address, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    named = sorted(schema["components"]["schemas"].items())
    return render(request, "web/api_docs.html", {"paths": paths, "shapes": named, "address": request.get_host()})
