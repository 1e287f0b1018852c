"""Documents on the desk: received, read, kept, and found again by those who may see them.

A document belongs to the office that received it until it is public or proves an entry (`ledger/may.py`). A page may
be fetched by its address where the installation allows it (`fetch.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from shanhai.algorithms.claim_extraction import ClaimDraft
from shanhai.catalogue.words import Problem, Words
from shanhai.evidence.carrying import carry_acts
from shanhai.evidence.fetch import Reach, fetch_address
from shanhai.evidence.models import Claim, ClaimAct, DocumentFetch, DocumentReading
from shanhai.evidence.outside import tell_address
from shanhai.evidence.reading import Reading, read_received
from shanhai.evidence.reading_rules import read_with_now
from shanhai.evidence.receive import Received, receive_bytes
from shanhai.ledger.documents import document_path, keep_document
from shanhai.ledger.may import visible_documents
from shanhai.ledger.models import Document
from shanhai.offices.audit import note_event
from shanhai.offices.may import Actor

DESK_CHARACTERS_MOST = 200_000
ENDINGS = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "xls": (".xls",),
    "mail": (".eml", ".mht", ".mhtml"),
    "html": (".html", ".htm"),
    "text": (".txt", ".csv"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the person at the desk says of a document; it goes before what the document says of itself."""

    title: str = ""
    outlet: str = ""
    byline: str = ""
    published_on: date | None = None
    is_public: bool = False
    published_in: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a document: its reading, or the Problems because of which nothing was kept.

    `known` says that the office had received these bytes before; its own document of then is the one.
    """

    reading: DocumentReading | None = None
    problems: tuple[Problem, ...] = ()
    known: bool = False


class _Bytes:
    """Bytes in memory as a received file."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name, self.size, self._data = name, len(data), data

    def chunks(self) -> Iterator[bytes]:
        stream = io.BytesIO(self._data)
        while piece := stream.read(1 << 20):
            yield piece


def take_document(data: bytes, name: str, *, told: Told, actor: Actor) -> Taken:
    """Receive a document for the actor's office: its bytes kept, its text repaired, its claims found.

    Bytes that hold no text we can read are refused and not kept. The same bytes again are the reading that is there,
    read anew only where something is told that it did not know, or the rules or words of reading changed.
    """
    received = receive_bytes(data)
    if not received.problems and not received.text.strip():
        what = Words("这份材料里没有文字。", "This document holds no text.")
        return Taken(problems=(Problem("document.empty", "blocks", what),))
    if received.problems:
        return Taken(problems=received.problems)
    read = _read(received, told)
    with transaction.atomic():
        document, problem = keep_document(
            _Bytes(data, _name_for(name, received.type)),
            title=told.title or read.says.get("title", "") or Path(name).stem or name,
            office_id=actor.office_id,
            user_id=actor.user_id,
            outlet=told.outlet or read.says.get("outlet", ""),
            published_on=told.published_on or full_day(read.says.get("published_on", "")),
            address=told.address,
            is_public=told.is_public,
            published_in=told.published_in,
        )
        if document is None:
            return Taken(problems=(problem,) if problem else ())
        known = latest_readings(DocumentReading.objects.filter(document=document)).first()
        if known is not None:
            fresh = not is_old(known) and not _is_news(told, known)
            return Taken(known if fresh else _read_anew(known, received, told=told, actor=actor), known=True)
        return Taken(_keep(document, read, told, user_id=actor.user_id, is_cut=_is_cut(received)))


def take_address(asked: str, *, told: Told, actor: Actor, reach: Reach | None) -> Taken:
    """Fetch a page and receive it as a file is received; every attempt stands in the trail, whatever became of it."""
    fetched = fetch_address(asked, reach)
    outcome = fetched.code if isinstance(fetched, Problem) else "fetched"
    who = {"user_id": actor.user_id, "user_name": actor.user.username, "office_id": actor.office_id}
    note_event("document.fetch", tell_address(asked), **who, outcome=outcome)
    if isinstance(fetched, Problem):
        return Taken(problems=(fetched,))
    name = unquote(urlsplit(fetched.address).path).rstrip("/").rpartition("/")[2] or urlsplit(fetched.address).netloc
    with transaction.atomic():
        taken = take_document(fetched.data, name, told=replace(told, address=fetched.address), actor=actor)
        if taken.reading is not None:
            DocumentFetch.objects.create(
                document=taken.reading.document,
                asked=asked.strip()[:500],
                address=fetched.address,
                office_id=actor.office_id,
                fetched_by_id=actor.user_id,
            )
    return taken


def read_again(reading: DocumentReading, *, told: Told, actor: Actor) -> Taken:
    """Read the bytes of a document once more, with what is now told of it and today's rules and words.

    Where neither is news, the reading is the one that is there.
    """
    if not is_old(reading) and not _is_news(told, reading):
        return Taken(reading)
    where = document_path(reading.document)
    if where is None or not where.is_file():
        what = Words("原件的字节不在了，不能重读。", "The bytes of the document are gone; it cannot be read again.")
        return Taken(problems=(Problem("document.gone", "blocks", what),))
    received = receive_bytes(where.read_bytes())
    if received.problems:
        return Taken(problems=received.problems)
    with transaction.atomic():
        return Taken(_read_anew(reading, received, told=told, actor=actor))


def is_old(reading: DocumentReading) -> bool:
    """Tell whether a reading was made with other rules or words than documents are read with now."""
    return (reading.vocabulary_version, reading.rules_version) != read_with_now()


def _is_news(told: Told, reading: DocumentReading) -> bool:
    """Whether something is told of a document that its reading does not say."""
    said = {"title": told.title, "outlet": told.outlet, "byline": told.byline, "published_on": told.published_on}
    return any(value and str(value) != reading.says.get(name) for name, value in said.items())


def _read_anew(reading: DocumentReading, received: Received, *, told: Told, actor: Actor) -> DocumentReading:
    """Another reading of the same document, which keeps what was told of it and what was done about its claims."""
    says = reading.says
    whole = Told(
        told.title or says.get("title", ""),
        told.outlet or says.get("outlet", ""),
        told.byline or says.get("byline", ""),
        told.published_on or full_day(says.get("published_on", "")),
    )
    read = _read(received, whole)
    # an act or a reading that somebody is doing right now ends first, and is carried over or stands
    Document.objects.select_for_update().get(pk=reading.document_id)
    newest = latest_readings(DocumentReading.objects.filter(document=reading.document_id)).get()
    if newest.pk != reading.pk:
        fresh = not is_old(newest) and not _is_news(told, newest)
        return newest if fresh else _read_anew(newest, received, told=told, actor=actor)
    again = _keep(reading.document, read, whole, user_id=actor.user_id, is_cut=_is_cut(received))
    carry_acts(reading, again)
    return again


def read_draft(received: Received, *, published_on: date | None = None) -> Reading:
    """Read a draft without keeping anything of it; what its file says of a day counts for nothing before it is out."""
    return _read(Received(received.type, received.text, apart=received.apart), Told(published_on=published_on))


def visible_readings(actor: Actor | None) -> QuerySet[DocumentReading]:
    """The latest reading of every document the actor may see; the permission is part of the query."""
    mine = DocumentReading.objects.filter(document__in=visible_documents(actor))
    return latest_readings(mine).select_related("document")


def latest_readings(readings: QuerySet[DocumentReading]) -> QuerySet[DocumentReading]:
    """Narrow readings to the newest of each document."""
    newest = readings.order_by().values("document_id").annotate(newest=Max("pk")).values("newest")
    return readings.filter(pk__in=newest)


def readings_in_hand(actor: Actor) -> QuerySet[DocumentReading]:
    """The documents of the actor's own office in which some claim is open."""
    if actor.read_only or not actor.may_read:
        return DocumentReading.objects.none()
    # An office always sees what it received itself, so that the wider question of sight need not be asked.
    mine = DocumentReading.objects.filter(document__office_id=actor.office_id)
    return latest_readings(mine).filter(Exists(open_claims(actor.office_id).filter(reading=OuterRef("pk"))))


def open_claims(office_id: int | None) -> QuerySet[Claim]:
    """Claims about which nobody of an office has done anything, or that it took up again."""
    last = ClaimAct.objects.filter(claim=OuterRef("pk"), office_id=office_id).order_by("-pk").values("act")[:1]
    return Claim.objects.annotate(last_act=Subquery(last)).filter(Q(last_act=None) | Q(last_act="reopened"))


def count_claims(readings: QuerySet[DocumentReading], actor: Actor) -> QuerySet[Any]:
    """Readings with `all_claims` and `open_claims`, how many of them the actor's office has yet to settle."""
    counts = []
    for claims in (Claim.objects.all(), open_claims(actor.office_id)):
        within = claims.filter(reading=OuterRef("pk")).order_by().values("reading")
        number = within.annotate(number=Count("pk")).values("number")
        counts.append(Coalesce(Subquery(number, output_field=IntegerField()), 0))
    return readings.annotate(all_claims=counts[0], open_claims=counts[1])


def draft_of(claim: Claim) -> ClaimDraft:
    """A kept claim as the value that the algorithms work with."""
    names = ("quote", "clean_quote", "start", "end", "clean_start", "clean_end", "unit", "qualifier", "indicator")
    kept: dict[str, Any] = {name: getattr(claim, name) for name in (*names, "status", "damaged", "part_of_whole")}
    return ClaimDraft(
        **kept,
        value=Decimal(claim.value),
        giver=claim.giver or None,
        receiver=claim.receiver or None,
        giver_group=tuple(claim.giver_group),
        receiver_group=tuple(claim.receiver_group),
        giver_ids=tuple(claim.giver_ids),
        receiver_ids=tuple(claim.receiver_ids),
        party=claim.party or None,
        programme=claim.programme or None,
        period_from=claim.period_from.isoformat() if claim.period_from else None,
        period_to=claim.period_to.isoformat() if claim.period_to else None,
        period_text=claim.period_text or None,
        sure=claim.sure,
    )


def full_day(text: str) -> date | None:
    """The day of an ISO text that names a whole day; None for a month, a year or nothing."""
    try:
        return date.fromisoformat(text[:10]) if len(text) >= 10 else None
    except ValueError:
        return None


def _is_cut(received: Received) -> bool:
    return len(received.text) > DESK_CHARACTERS_MOST


def _read(received: Received, told: Told) -> Reading:
    # a database keeps neither the null character nor half a pair of surrogates
    text = received.text[:DESK_CHARACTERS_MOST].replace("\x00", "").encode("utf-8", "ignore").decode()
    apart = tuple((start, min(end, len(text)), why) for start, end, why in received.apart if start < len(text))
    within = Received(received.type, text, received.says, apart=apart)
    return read_received(within, published_on=told.published_on.isoformat() if told.published_on else None)


def _name_for(name: str, type_found: str) -> str:
    """The file's name with an ending that fits what its bytes are."""
    endings = ENDINGS.get(type_found, (".txt",))
    return name if Path(name).suffix.lower() in endings else f"{name}{endings[0]}"


def _keep(document: Document, read: Reading, told: Told, *, user_id: int | None, is_cut: bool) -> DocumentReading:
    repaired = read.repaired
    says = {name: value.replace("\x00", "") for name, value in read.says.items()}
    own = {"title": told.title, "outlet": told.outlet, "byline": told.byline, "published_on": told.published_on}
    says |= {name: str(value) for name, value in own.items() if value}
    words, rules = read_with_now()
    edits = [[one.start, one.end, one.before, one.after, one.reason, one.sure] for one in repaired.edits]
    reading = DocumentReading.objects.create(
        document=document,
        text=repaired.text,
        edits=edits,
        unreadable=[[one.start, one.end, one.text, one.reason] for one in repaired.unreadable],
        says=says,
        is_cut=is_cut,
        vocabulary_version=words,
        rules_version=rules,
        read_by_id=user_id,
    )
    Claim.objects.bulk_create(_rows(reading, read.claims), batch_size=500)
    return reading


def _rows(reading: DocumentReading, claims: Sequence[ClaimDraft]) -> Iterator[Claim]:
    for number, one in enumerate(claims, 1):
        yield Claim(
            reading=reading,
            number=number,
            quote=one.quote,
            clean_quote=one.clean_quote,
            start=one.start,
            end=one.end,
            clean_start=one.clean_start,
            clean_end=one.clean_end,
            value=str(one.value)[:60],
            unit=one.unit,
            qualifier=one.qualifier,
            indicator=one.indicator,
            giver=(one.giver or "")[:120],
            receiver=(one.receiver or "")[:120],
            giver_group=list(one.giver_group),
            receiver_group=list(one.receiver_group),
            giver_ids=list(one.giver_ids),
            receiver_ids=list(one.receiver_ids),
            party=(one.party or "")[:120],
            programme=(one.programme or "")[:40],
            period_from=full_day(one.period_from or ""),
            period_to=full_day(one.period_to or ""),
            period_text=(one.period_text or "")[:120],
            status=one.status,
            damaged=one.damaged,
            part_of_whole=one.part_of_whole,
            sure=one.sure,
        )
