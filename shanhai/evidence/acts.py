"""What a reviewer does about a claim: tie the document to the entries behind the figure, record the claim as a
statement, begin a correction, dismiss it with a reason, take it up again.

Each act is added, never changed, and stands in the trail; entries are written by `ledger/record.py` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Problem, Words
from shanhai.evidence.desk import full_day, latest_readings
from shanhai.evidence.hold import Held
from shanhai.evidence.models import Claim, ClaimAct, DocumentReading
from shanhai.ledger.ask import list_entries
from shanhai.ledger.documents import attach_document
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.may import visible_entries
from shanhai.ledger.models import Document
from shanhai.ledger.record import record_entries
from shanhai.offices.audit import note_event
from shanhai.offices.may import Actor
from shanhai.offices.models import User
from shanhai.registry.places import resolve_place

LINK_MOST = 500
REASON_LONGEST = 500
ACT_WORDS: dict[str, Words] = {
    "linked": Words("已作凭据", "Linked as evidence"),
    "recorded": Words("已记为文载", "Recorded as stated"),
    "correction": Words("去更正了", "Correction begun"),
    "dismissed": Words("已放过", "Dismissed"),
    "reopened": Words("重新看", "Taken up again"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act: the act, or the Problems because of which nothing was written."""

    act: ClaimAct | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed of a claim when its button was pressed: the reading, and the office's last act on it or 0."""

    reading_id: int
    last_act: int


def may_act(actor: Actor | None) -> bool:
    """Whether the actor may do anything about a claim: clerks and signers of an office."""
    return actor is not None and actor.office is not None and (actor.may_record or actor.may_sign)


def settle(claim: Claim, actor: Actor, act: Callable[[], Done], *, shown: Shown | None) -> Done:
    """Do an act on a claim, unless the document was read again or a colleague acted on it since it was shown.

    Acts on one document wait for each other, so that two reviewers never do the same thing twice unawares.
    """
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=claim.reading.document_id)
        problem = _changed_since(claim, actor, shown) if shown is not None else None
        return _stop(problem) if problem is not None else act()


def _changed_since(claim: Claim, actor: Actor, shown: Shown) -> Problem | None:
    newest = latest_readings(DocumentReading.objects.filter(document=claim.reading.document_id)).get()
    if newest.pk != shown.reading_id:
        what = Words(
            "这份材料刚重读过，第 {n} 处可能已不是原来那处。",
            "The document was read again; claim {n} may be another one now.",
        ).fill(n=claim.number)
        return Problem("claim.read_again", "blocks", what, Words("请看过再定。", "Please look again."))
    last = latest_acts(newest, actor.office_id).get(claim.pk)
    if last is None or last.pk == shown.last_act:
        return None
    by = User.objects.filter(pk=last.done_by_id).first()
    what = Words("{who}刚办了第 {n} 处：{act}。", "{who} has just dealt with claim {n}: {act}.").fill(
        who=(by.full_name or by.username) if by else "—", n=claim.number, act=ACT_WORDS[last.act]
    )
    return Problem("claim.acted_on", "blocks", what, Words("请看过再定。", "Please look again."))


def link_claim(held: Held, actor: Actor) -> Done:
    """Tie the claim's document to every entry behind its figure, as far as the actor sees them; 500 at most."""
    _require(actor)
    serials = entries_behind(held, actor, most=LINK_MOST + 1)
    if not serials:
        return _refuse("claim.no_entries", Words("这个数后面没有条目可连。", "There is no entry to tie it to."))
    if len(serials) > LINK_MOST:
        what = Words("这个数后面的条目超过 {most} 条。", "More than {most} entries stand behind the figure.")
        right = Words("请到条目页挑出要连的几条。", "Choose the ones meant on the page of entries.")
        return _refuse("claim.too_many_entries", what.fill(most=LINK_MOST), right)
    document, note = held.claim.reading.document, held.claim.clean_quote[:200]
    with transaction.atomic():
        for serial in serials:
            attach_document(serial, document=document, note=note, office_id=actor.office_id, user_id=actor.user_id)
        return Done(_keep(held.claim, "linked", actor, entries=len(serials)))


def record_claim(claim: Claim, actor: Actor) -> Done:
    """Record the claim as a statement of its document: an observation of stage `stated`, which no sum counts."""
    _require(actor)
    if not actor.may_record or actor.office is None:
        raise PermissionDenied
    if claim.acts.filter(act="recorded").exists():
        return _refuse("claim.recorded", Words("这一处已经记过了。", "This claim is recorded already."))
    draft = _statement_of(claim)
    if isinstance(draft, Problem):
        return Done(problems=(draft,))
    if actor.place_ids is not None and not (
        actor.covers(draft.giver_place_id) or actor.covers(draft.receiver_place_id)
    ):
        return _refuse("claim.elsewhere", *_why_elsewhere(claim))
    with transaction.atomic():
        recorded = record_entries(
            [draft],
            office=actor.office,
            user_id=actor.user_id,
            spoken_side="neither",
            is_example=claim.reading.document.is_example,
        )
        stopping = tuple(one for one in recorded.problems if one.weight != "note")
        if stopping or not recorded.serials:
            return Done(problems=stopping)
        serial = recorded.serials[0]
        attach_document(
            serial,
            document=claim.reading.document,
            note=claim.clean_quote[:200],
            office_id=actor.office_id,
            user_id=actor.user_id,
        )
        return Done(_keep(claim, "recorded", actor, entry_serial=serial, entries=1))


def _why_elsewhere(claim: Claim) -> tuple[Words, Words]:
    """Why an office of one place cannot record a claim, and what to do instead."""
    instead = Words(
        "写明理由放过，或由公开资料编录来记。", "Dismiss it with a reason, or leave it to who keeps published sources."
    )
    if claim.giver_group or claim.receiver_group:
        what = Words(
            "这一处是几个地方合起来的数，分不出哪些是本机构的。", "The claim is one number for several places."
        )
        return what, instead
    if not claim.giver and not claim.receiver:
        return Words("文中没有说清是哪个地方的数。", "The text does not say of which place this is."), instead
    return (
        Words("这一处说的不是本机构所在的地方。", "The claim is about neither side of your place."),
        Words("由有关的一方来记。", "Leave it to an office of those places."),
    )


def open_correction(held: Held, serial: int, actor: Actor) -> Done:
    """Note that an entry behind the figure is to be corrected because of this claim; the entry page does the rest."""
    _require(actor)
    if not visible_entries(actor).filter(serial=serial).exists():
        raise PermissionDenied
    return Done(_keep(held.claim, "correction", actor, entry_serial=serial))


def dismiss_claim(claim: Claim, reason: str, actor: Actor) -> Done:
    """Set a claim aside; a reason is required and kept."""
    _require(actor)
    if not reason.strip():
        what = Words("放过要写理由。", "Setting a claim aside needs a reason.")
        right = Words("写一句，例如“口径不同，稿中已注明”。", "Write one, such as “another rule; the text says so”.")
        return _refuse("claim.no_reason", what, right)
    return Done(_keep(claim, "dismissed", actor, reason=reason.strip()[:REASON_LONGEST]))


def reopen_claim(claim: Claim, actor: Actor) -> Done:
    """Take up again a claim that was settled; what was tied or recorded before stays."""
    _require(actor)
    return Done(_keep(claim, "reopened", actor))


def entries_behind(held: Held, actor: Actor, *, most: int) -> list[int]:
    """Serials behind the claim's figure that the actor may see, at most so many."""
    figure = held.result.figure
    if figure is None or not figure.entries:
        return []
    serials = [one.serial for one in list_entries(figure, size=most)]
    return list(visible_entries(actor).filter(serial__in=serials).order_by("serial").values_list("serial", flat=True))


def latest_acts(reading: DocumentReading, office_id: int | None) -> dict[int, ClaimAct]:
    """The last act of an office on each claim of a reading, by the claim's number in the database."""
    acts = ClaimAct.objects.filter(claim__reading=reading, office_id=office_id)
    return {act.claim_id: act for act in acts.order_by("pk")}


def _require(actor: Actor) -> None:
    if not may_act(actor):
        raise PermissionDenied


def _refuse(code: str, what: Words, right: Words | None = None) -> Done:
    return _stop(Problem(code, "blocks", what, right))


def _stop(problem: Problem) -> Done:
    return Done(problems=(problem,))


def _keep(
    claim: Claim, act: str, actor: Actor, *, reason: str = "", entry_serial: int | None = None, entries: int = 0
) -> ClaimAct:
    with transaction.atomic():
        kept = ClaimAct.objects.create(
            claim=claim,
            act=act,
            reason=reason,
            entry_serial=entry_serial,
            entries=entries,
            office_id=actor.office_id,
            done_by_id=actor.user_id,
        )
        note_event(
            f"claim.{act}",
            str(claim.pk),
            user_id=actor.user_id,
            user_name=actor.user.username,
            office_id=actor.office_id,
            document=claim.reading.document_id,
            entry=entry_serial,
            entries=entries,
        )
    return kept


def _statement_of(claim: Claim) -> EntryDraft | Problem:
    unit = BOOK.units.get(claim.unit)
    amount = Decimal(claim.value) * unit.minor if unit else None
    if unit is None or amount is None or amount != amount.to_integral_value():
        what = Words("“{quote}”的数不能记成这个单位。", "“{quote}” cannot be kept in its unit.").fill(
            quote=claim.clean_quote[:60]
        )
        return Problem("claim.unit", "blocks", what)
    published_on = full_day(claim.reading.says.get("published_on", ""))
    on_date = published_on or claim.period_to or claim.period_from or timezone.localdate()
    details = {
        "status": claim.status,
        "giver_label": claim.giver or "、".join(claim.giver_group)[:120],
        "receiver_label": claim.receiver or "、".join(claim.receiver_group)[:120],
    }
    return EntryDraft(
        kind="statement",
        on_date=on_date,
        amount=int(amount),
        unit=unit.code,
        indicator=claim.indicator,
        programme=claim.programme,
        giver_place_id=_place(claim.giver, on_date),
        receiver_place_id=_place(claim.receiver, on_date),
        period_from=claim.period_from,
        period_to=claim.period_to,
        qualifier="" if claim.qualifier == "exact" else claim.qualifier,
        subject=claim.party,
        details={code: value for code, value in details.items() if value},
    )


def _place(name: str, on: date) -> str:
    return (resolve_place(name, on=on).place_id or "") if name else ""
