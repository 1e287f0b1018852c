"""Both sides' words on a version of the terms: one side proposes it, the other confirms it or differs with a reason.

A confirmed version stays as it is: what changes is a new version. It keeps words only; what a run stands on is asked of
`terms.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from shanhai.activities.machine import OTHER
from shanhai.activities.may import visible_activities
from shanhai.activities.models import Activity
from shanhai.activities.move import By
from shanhai.catalogue.words import Problem, Words
from shanhai.offices.may import Actor
from shanhai.payouts.models import TermSheet, TermSheetWord

ANSWERS = ("confirms", "differs")


@dataclass(frozen=True, slots=True)
class TermsStanding:
    """Where a version stands: `confirmed`, `differs` or `waits`; the proposing side, and both sides' newest words."""

    state: str
    proposed_by: str
    proposal: TermSheetWord | None
    answer: TermSheetWord | None

    @property
    def awaits(self) -> str:
        """The side whose act is next: the other one's word, or a new version of the proposer's; empty for none."""
        if self.state == "confirmed":
            return ""
        return self.proposed_by if self.state == "differs" else OTHER.get(self.proposed_by, "")


def tell_standing(sheet: TermSheet) -> TermsStanding:
    """Return where a version stands by its words."""
    words = list(sheet.words.order_by("pk"))
    proposal = next((one for one in words if one.word == "proposes"), None)
    answers = [one for one in words if one.word in ANSWERS]
    confirmed = next((one for one in answers if one.word == "confirms"), None)
    newest = confirmed or (answers[-1] if answers else None)
    state = "waits" if newest is None else "confirmed" if confirmed else "differs"
    return TermsStanding(state, proposal.side if proposal else "", proposal, newest)


def answer_terms(sheet: TermSheet, word: str, *, reason: str, by: By) -> list[Problem]:
    """Add the other side's word on a version; returns what keeps it from being added.

    Problems: it is our own proposal or the same person's, it is confirmed already, a newer version replaced it, a
    difference has no reason.
    """
    if word not in ANSWERS:
        raise ValueError(word)
    with transaction.atomic():
        Activity.objects.select_for_update().get(pk=sheet.enclave_id)
        problems = _check_answer(sheet, word, reason, by)
        if not problems:
            TermSheetWord.objects.create(
                term_sheet=sheet,
                word=word,
                reason=reason.strip()[:500],
                side=by.side,
                said_on=timezone.localdate(),
                office_id=by.office_id,
                said_by_id=by.user_id,
            )
    return problems


def _check_answer(sheet: TermSheet, word: str, reason: str, by: By) -> list[Problem]:
    standing = tell_standing(sheet)
    if standing.state == "confirmed":
        what = Words("第 {n} 版双方已经确认。", "Both sides have confirmed version {n}.").fill(n=sheet.version)
        right = Words("要改就另立一版，写明理由。", "What is to change is a new version with its reason.")
        return [Problem("terms.confirmed", "blocks", what, right)]
    if by.side == standing.proposed_by or by.side not in OTHER:
        what = Words("第 {n} 版由我方提出，由对方确认。", "Our side proposed version {n}; the other one confirms it.")
        return [Problem("terms.own_proposal", "blocks", what.fill(n=sheet.version))]
    if standing.proposal is not None and by.user_id is not None and standing.proposal.said_by_id == by.user_id:
        what = Words("第 {n} 版是您代表另一方提出的。", "You proposed version {n} for the other side.")
        right = Words(
            "同一个人不能替两方说话，请由另一位办理。", "One person cannot speak for both sides: let another answer."
        )
        return [Problem("same_person", "blocks", what.fill(n=sheet.version), right)]
    newer = (
        TermSheet.objects.filter(enclave_id=sheet.enclave_id, version__gt=sheet.version).order_by("-version").first()
    )
    if newer is not None:
        what = Words("第 {n} 版已被第 {newer} 版代替。", "Version {n} was replaced by version {newer}.")
        right = Words("看第 {newer} 版再答复。", "Look at version {newer} and answer that one.")
        values = {"n": sheet.version, "newer": newer.version}
        return [Problem("terms.replaced", "blocks", what.fill(**values), right.fill(**values))]
    if word == "differs" and not reason.strip():
        what = Words("不同意要写明理由。", "A difference needs its reason.")
        right = Words("写哪一条、应当怎样。", "Say which clause, and what it should be.")
        return [Problem("missing_reason", "blocks", what, right, field="reason")]
    return []


@dataclass(frozen=True, slots=True)
class WaitingTerms:
    """A version that waits for the reader's side: to be answered, or to be changed as the other side differs."""

    sheet: TermSheet
    enclave: Activity
    what: Words


def terms_waiting(actor: Actor | None, *, most: int = 200) -> list[WaitingTerms]:
    """Return the versions that wait for the actor's side, oldest first."""
    found = []
    for sheet in _waiting_sheets(actor).order_by("pk")[:most]:
        standing = tell_standing(sheet)
        what = Words("对方提出条款第 {n} 版，请确认或写明不同", "The other side proposes terms, version {n}: your word")
        if standing.state == "differs":
            what = Words("对方不同意条款第 {n} 版：{why}", "The other side differs from terms, version {n}: {why}")
        why = standing.answer.reason if standing.answer else ""
        found.append(WaitingTerms(sheet, sheet.enclave, what.fill(n=sheet.version, why=why)))
    return found


def count_terms_waiting(actor: Actor | None) -> int:
    """Return how many versions wait for the actor's side, up to 1,000."""
    # On most days every version is confirmed; whose turn it is need not be asked then, and every page asks this.
    if not TermSheet.objects.filter(~Exists(_words_of("confirms"))).exists():
        return 0
    return _waiting_sheets(actor)[:1000].count()


def _waiting_sheets(actor: Actor | None) -> QuerySet[TermSheet]:
    if actor is None or actor.read_only or actor.own_side not in OTHER:
        return TermSheet.objects.none()
    newer = TermSheet.objects.filter(enclave=OuterRef("enclave"), version__gt=OuterRef("version"))
    sheets = (
        TermSheet.objects.filter(~Exists(newer), ~Exists(_words_of("confirms")))
        .filter(enclave__in=visible_activities(actor).values("pk"))
        .select_related("enclave")
        .annotate(
            proposed_by=Subquery(_words_of("proposes").values("side")[:1]),
            differs=Exists(_words_of("differs")),
        )
    )
    if actor.place_ids is not None:
        sheets = sheets.filter(**{f"enclave__{actor.own_side}_place_id__in": actor.place_ids})
    return sheets.filter(
        Q(proposed_by=actor.own_side, differs=True) | Q(proposed_by=OTHER[actor.own_side], differs=False)
    )


def _words_of(word: str) -> QuerySet[TermSheetWord]:
    return TermSheetWord.objects.filter(term_sheet=OuterRef("pk"), word=word)
