"""The only writer of entries and signatures.

Every function takes the ledger's lock, looks at what stands there now, and adds all of its rows or none. Faults of
drafts come back as Problems, refused words as Outcomes; nothing here raises for what a user entered. Who may see and
write is decided before, in `may.py`; that nobody signs its own is decided here once more. Must not know pages, sheets
or the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger import outcomes
from shanhai.ledger.checking import Said, check_drafts, check_pairing_day, load_pairings
from shanhai.ledger.documents import carry_documents
from shanhai.ledger.drafts import EntryDraft, Outcome, Recorded, Repeat
from shanhai.ledger.errors import WrongCallError
from shanhai.ledger.faults import fault, show_amount, stops
from shanhai.ledger.known import decide_drafts, tell_doubts
from shanhai.ledger.matching import Decision
from shanhai.ledger.models import Batch, BatchState, Entry
from shanhai.ledger.posting import Posting, Progress, Speaker, Spoken, Tail, collector_paused, open_posting
from shanhai.ledger.repeats import BESIDE_THEIRS, find_other_facts
from shanhai.ledger.standing import (
    STATED,
    EntryFacts,
    Fold,
    Word,
    fold_words,
    load_facts,
    load_reversals,
    load_words,
)
from shanhai.offices.models import Office

__all__ = [
    "EntryDraft",
    "Outcome",
    "Recorded",
    "accept_difference",
    "differ_from_entry",
    "find_repeated_batch",
    "hold_entry",
    "post_signed",
    "record_entries",
    "reverse_entry",
    "sign_entries",
    "split_entry",
    "withdraw_word",
]

REPORTED_OTHERWISE = Words("两方所报的数不同", "The two reports give different amounts")


def record_entries(
    drafts: Sequence[EntryDraft],
    *,
    office: Office,
    user_id: int | None,
    spoken_side: str,
    batch: Batch | None = None,
    match: bool = True,
    is_example: bool = False,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Recorded:
    """Record drafts as entries of an office, or as its word on entries the other side has made of the same facts.

    All or nothing: a Problem that blocks or asks (`EntryDraft.same_as` answers it) leaves the ledger as it was.
    `spoken_side` is the office's side, or `neither`. Without `match` only natural keys are compared, not parties,
    days and amounts. A recorded batch keeps the range of its serials; a file this office has recorded before adds
    nothing and is told. `progress(done, expected)` is called every 10,000 rows.

    Raises WrongCallError for a side the office is not on.
    """
    _require_side(office, spoken_side)
    speaker = Speaker(office.pk, user_id, spoken_side)

    def write(posting: Posting, said: Sequence[Said], decisions: Sequence[Decision]) -> Recorded:
        posting.rows_expected = sum(decision.verdict != "repeat" for decision in decisions)
        return _write(posting, decisions, said=said, drafts=drafts, speaker=speaker)

    opening = {"now": now, "batch": batch, "is_example": is_example, "progress": progress}
    return _post(drafts, speaker, write, match=match, opening=opening)


def post_signed(
    drafts: Sequence[EntryDraft],
    *,
    office: Office,
    user_id: int | None,
    giver: tuple[Office, int | None],
    receiver: tuple[Office, int | None],
    batch: Batch | None = None,
    is_example: bool = False,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Recorded:
    """Record entries of a third party together with the agreeing words of both sides, in one posting.

    For files that both sides have already signed. `giver` and `receiver` are each side's office and user. What the
    ledger already holds by natural key is told as a repeat and gets no second word.
    """
    _require_side(office, "neither")
    for side, (signing, _) in (("giver", giver), ("receiver", receiver)):
        _require_side(signing, side)
    speaker = Speaker(office.pk, user_id, "neither")

    def write(posting: Posting, said: Sequence[Said], decisions: Sequence[Decision]) -> Recorded:
        new = [number for number, decision in enumerate(decisions) if decision.verdict == "new"]
        posting.rows_expected = 3 * len(new)
        locators = [drafts[number].locator for number in new]
        serials = posting.add_entries([said[number] for number in new], speaker, locators=locators)
        for side, (signing, signer_id), change in (("giver", giver, 0), ("receiver", receiver, 1)):
            words = (Spoken(serial, "agrees", agreed_change=change) for serial in serials)
            posting.add_words(words, Speaker(signing.pk, signer_id, side))
        return _sum_up(posting, decisions, new=dict(zip(new, serials, strict=True)), agreeing=2 * len(new))

    opening = {"now": now, "batch": batch, "is_example": is_example, "progress": progress}
    return _post(drafts, speaker, write, match=False, opening=opening)


def find_repeated_batch(office_id: int, sha256: str) -> Batch | None:
    """Return the batch in which this office has already recorded a file of these bytes; None where it has not."""
    recorded = Batch.objects.filter(office_id=office_id, sha256=sha256, state=BatchState.RECORDED)
    return recorded.order_by("pk").first() if sha256 else None


def sign_entries(
    serials: Iterable[int],
    *,
    office: Office,
    side: str,
    user_id: int | None,
    as_seen: int | None = None,
    now: datetime | None = None,
) -> list[Outcome]:
    """Sign entries of the other side, each on its own merits; return one Outcome per serial, in order.

    `as_seen` is the ledger's last serial when the page was drawn: what somebody acted on since is not signed.
    """

    def rule(fact: EntryFacts, fold: Fold, _posting: Posting) -> Outcome | Spoken:
        refused = outcomes.refuse_word(fact, office_id=office.pk, office_side=office.side, side=side)
        if refused is None and fold.says.get(side) == "agrees":
            refused = outcomes.not_done(fact.serial, "already_agreed")
        return refused or Spoken(fact.serial, "agrees")

    def tell(fold: Fold, _spoken: Spoken) -> tuple[str, dict[str, Any]]:
        return ("signed_agreed" if fold.agreed else "signed"), {}

    return _speak(serials, Speaker(office.pk, user_id, side), rule, tell=tell, as_seen=as_seen, now=now)


def differ_from_entry(
    serial: int,
    *,
    amount: int | None,
    reason: str,
    office: Office,
    side: str,
    user_id: int | None,
    as_seen: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Say that this side's amount is another, and why. The entering side is to answer within ten working days."""

    def rule(fact: EntryFacts, fold: Fold, posting: Posting) -> Outcome | Spoken:
        refused = (
            outcomes.refuse_word(fact, office_id=office.pk, office_side=office.side, side=side)
            or outcomes.refuse_difference(fact, fold, side=side, amount=amount)
            or outcomes.refuse_reason(serial, reason)
        )
        return refused or Spoken(serial, "differs", amount, reason.strip(), posting.deadline())

    speaker = Speaker(office.pk, user_id, side)
    return _speak([serial], speaker, rule, tell=_tell_deadline, as_seen=as_seen, now=now)[0]


def hold_entry(
    serial: int,
    *,
    reason: str,
    office: Office,
    user_id: int | None,
    as_seen: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Answer a difference by holding the entered amount, and say why; the differing side is to answer next."""

    def rule(fact: EntryFacts, fold: Fold, posting: Posting) -> Outcome | Spoken:
        refused = outcomes.refuse_hold(
            fact, fold, office_id=office.pk, office_side=office.side
        ) or outcomes.refuse_reason(serial, reason)
        return refused or Spoken(serial, "holds", None, reason.strip(), posting.deadline())

    def tell(_fold: Fold, _spoken: Spoken) -> tuple[str, dict[str, Any]]:
        return "held", {}

    speaker = Speaker(office.pk, user_id, office.side)
    return _speak([serial], speaker, rule, tell=tell, as_seen=as_seen, now=now)[0]


def withdraw_word(
    serial: int,
    *,
    reason: str,
    office: Office,
    side: str,
    user_id: int | None,
    as_seen: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Take back this side's last word on an entry, and say why; the entry then waits for that word again."""

    def rule(fact: EntryFacts, fold: Fold, posting: Posting) -> Outcome | Spoken:
        refused = outcomes.refuse_withdrawal(fact, fold, side=side, office_side=office.side) or outcomes.refuse_reason(
            serial, reason
        )
        answer_by = posting.deadline() if side == fact.spoken_side else None
        return refused or Spoken(serial, "withdraws", None, reason.strip(), answer_by)

    def tell(_fold: Fold, _spoken: Spoken) -> tuple[str, dict[str, Any]]:
        return "withdrawn", {}

    return _speak([serial], Speaker(office.pk, user_id, side), rule, tell=tell, as_seen=as_seen, now=now)[0]


def reverse_entry(
    serial: int,
    *,
    reason: str,
    office: Office,
    user_id: int | None,
    replacement: EntryDraft | None = None,
    as_seen: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Take back an entry of one's own office, and put another in its place where `replacement` is given.

    The other side's word does not pass to the replacement: it waits to be signed.
    """
    said, problems = check_drafts([] if replacement is None else [replacement])
    if stops(problems):
        return outcomes.not_done(serial, "replacement_wrong", problems=tuple(problems))
    with open_posting(now=now) as posting:
        fact, fold, refused = _look_at_own(serial, office, as_seen=as_seen)
        refused = refused or outcomes.refuse_reason(serial, reason) or _refuse_known_key(serial, said)
        if refused or fact is None or fold is None:
            return refused or outcomes.not_done(serial, "no_entry")
        locators = [] if replacement is None else [replacement.locator]
        code = "replaced" if said else "reversed"
        return _replace(posting, fact, fold, code=code, reason=reason, parts=said, locators=locators, user_id=user_id)


def accept_difference(
    serial: int,
    *,
    office: Office,
    user_id: int | None,
    reason: str = "改认对方的数 / The other side's amount is accepted",
    as_seen: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Answer a difference by taking the other side's amount: a reversal, and a new entry that waits to be signed."""
    with open_posting(now=now) as posting:
        fact, fold, refused = _look_at_own(serial, office, answered_by=user_id, as_seen=as_seen)
        if refused or fact is None or fold is None:
            return refused or outcomes.not_done(serial, "no_entry")
        if fold.other_amount is None:
            return outcomes.not_done(serial, "no_difference")
        part = _load_said(serial)._replace(amount=fold.other_amount)
        return _replace(posting, fact, fold, code="accepted", reason=reason, parts=[part], user_id=user_id)


def split_entry(
    serial: int,
    amounts: Sequence[int],
    *,
    office: Office,
    user_id: int | None,
    dates: Sequence[date] | None = None,
    rest: EntryDraft | None = None,
    reason: str = "拆分 / Split",
    as_seen: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Answer a difference by splitting one's entry in parts that add up to it, each with its own day if `dates`.

    The entry is reversed; each part is an entry that waits to be signed. `rest` is what the last part is entered as
    where it is something else (money outside the plan), of the same pairing and unit.
    """
    if dates is not None and len(dates) != len(amounts):
        raise WrongCallError("a split needs as many days as amounts")
    said_rest, problems = check_drafts([] if rest is None else [rest])
    if stops(problems):
        return outcomes.not_done(serial, "replacement_wrong", problems=tuple(problems))
    with open_posting(now=now) as posting:
        fact, fold, refused = _look_at_own(serial, office, answered_by=user_id, as_seen=as_seen)
        if refused or fact is None or fold is None:
            return refused or outcomes.not_done(serial, "no_entry")
        said = _load_said(serial)
        days = dates or [said.on_date] * len(amounts)
        parts = [said._replace(amount=amount, on_date=day) for amount, day in zip(amounts, days, strict=True)]
        parts[len(parts) - len(said_rest) :] = said_rest
        refused = outcomes.refuse_split(fact, said, parts) or _refuse_known_key(serial, said_rest)
        problems = list(_check_days(parts))
        if refused is None and problems:
            refused = outcomes.not_done(serial, "replacement_wrong", problems=tuple(problems))
        if refused:
            return refused
        return _replace(posting, fact, fold, code="split", reason=reason, parts=parts, user_id=user_id)


def _post(
    drafts: Sequence[EntryDraft],
    speaker: Speaker,
    write: Callable[[Posting, Sequence[Said], Sequence[Decision]], Recorded],
    *,
    match: bool,
    opening: dict[str, Any],
) -> Recorded:
    """Check drafts, take the lock, decide what each is, and write; or return the Problems with nothing written."""
    with collector_paused(len(drafts)):
        said, problems = check_drafts(drafts)
        if stops(problems):
            return Recorded(problems=tuple(problems))
        with open_posting(**opening) as posting:
            repeated = posting.batch and find_repeated_batch(speaker.office_id, posting.batch.sha256)
            if repeated:
                return Recorded(problems=(_tell_repeated_file(repeated),))
            decisions = decide_drafts(said, drafts, by=speaker, match=match)
            problems = tell_doubts(decisions, said)
            if stops(problems):
                return Recorded(problems=tuple(problems))
            recorded = write(posting, said, decisions)
            posting.close_batch()
            return recorded


def _require_side(office: Office, side: str) -> None:
    if side not in {office.side, "neither"}:
        raise WrongCallError(f"office {office.pk} stands on side {office.side!r} and cannot speak for {side!r}")


def _tell_repeated_file(repeated: Batch) -> Problem:
    when = repeated.recorded_at
    return fault("file_repeated", value="" if when is None else timezone.localtime(when).date().isoformat())


def _write(
    posting: Posting,
    decisions: Sequence[Decision],
    *,
    said: Sequence[Said],
    drafts: Sequence[EntryDraft],
    speaker: Speaker,
) -> Recorded:
    new = [number for number, decision in enumerate(decisions) if decision.verdict == "new"]
    fresh = [said[number] for number in new]
    serials = posting.add_entries(fresh, speaker, locators=[drafts[number].locator for number in new])
    waits = [number for number, one in enumerate(fresh) if one.stage != STATED]
    awaits = {"giver": "receiver", "receiver": "giver"}.get(speaker.side, "both")
    if len(waits) == len(fresh):
        posting.add_waiting(serials, fresh, awaits=awaits)
    else:
        for number in waits:
            fold = Fold(speaker.side, fresh[number].amount, posting.known_on)
            posting.wait_for(serials[number], fresh[number], fold)
    agreeing, differing, problems = _write_matches(posting, decisions, said=said, drafts=drafts, speaker=speaker)
    return _sum_up(
        posting,
        decisions,
        new=dict(zip(new, serials, strict=True)),
        agreeing=agreeing,
        differing=differing,
        problems=problems,
    )


def _write_matches(
    posting: Posting,
    decisions: Sequence[Decision],
    *,
    said: Sequence[Said],
    drafts: Sequence[EntryDraft],
    speaker: Speaker,
) -> tuple[int, int, tuple[Problem, ...]]:
    """Write the words of drafts that match entries; return how many agree, how many differ, and what to tell."""
    matched = {
        decision.serial: number
        for number, decision in enumerate(decisions)
        if decision.verdict in {"agrees", "differs"} and decision.serial is not None
    }
    if not matched:
        return 0, 0, ()
    facts, words = load_facts(matched), load_words(matched)
    other_facts = find_other_facts({serial: said[number] for serial, number in matched.items()}, BESIDE_THEIRS)
    deadline = posting.deadline()
    spoken = []
    for serial, number in matched.items():
        verdict, locator = decisions[number].verdict, drafts[number].locator
        one = Spoken(serial, "agrees", reason=outcomes.say_reason(other_facts.get(serial)), locator=locator)
        if verdict == "differs":
            reason = outcomes.say_reason(REPORTED_OTHERWISE, other_facts.get(serial))
            one = Spoken(serial, "differs", said[number].amount, reason, deadline, locator)
        fold = _fold(facts[serial], words.get(serial, ()))
        spoken.append(_take(posting, facts[serial], fold, one, side=speaker.side))
    posting.add_words(spoken, speaker)
    differing = sum(one.word == "differs" for one in spoken)
    untold = (fault("deadline_unknown", value=posting.known_on.year),) if differing and deadline is None else ()
    return len(spoken) - differing, differing, untold


def _sum_up(
    posting: Posting,
    decisions: Sequence[Decision],
    *,
    new: dict[int, int],
    agreeing: int,
    differing: int = 0,
    problems: tuple[Problem, ...] = (),
) -> Recorded:
    repeats = tuple(
        Repeat(number + 1, decision.serial)
        for number, decision in enumerate(decisions)
        if decision.verdict == "repeat" and decision.serial is not None
    )
    return Recorded(
        first_serial=posting.first_serial if posting.written else None,
        last_serial=posting.position if posting.written else None,
        entries=len(new),
        signatures_agreeing=agreeing,
        signatures_differing=differing,
        repeats=repeats,
        problems=problems,
        serials=tuple(new.get(number, decision.serial or 0) for number, decision in enumerate(decisions)),
    )


def _fold(fact: EntryFacts, words: Iterable[Word]) -> Fold:
    return fold_words(spoken_side=fact.spoken_side, amount=fact.amount, since=fact.known_on, words=words)


def _take(posting: Posting, fact: EntryFacts, fold: Fold, spoken: Spoken, *, side: str) -> Spoken:
    """Fold a word in and note what the entry waits for now; return the word with its change of the agreed sum."""
    word = Word(0, side, spoken.word, spoken.amount, posting.known_on, spoken.answer_by)
    change = fold.take(word)
    posting.wait_for(fact.serial, fact, fold)
    return spoken._replace(agreed_change=change)


def _speak(
    serials: Iterable[int],
    speaker: Speaker,
    rule: Callable[[EntryFacts, Fold, Posting], Outcome | Spoken],
    *,
    tell: Callable[[Fold, Spoken], tuple[str, dict[str, Any]]],
    as_seen: int | None,
    now: datetime | None,
) -> list[Outcome]:
    """Write one word on each entry that the rule lets through; return what became of each, in order."""
    asked = list(dict.fromkeys(serials))
    with open_posting(now=now) as posting:
        facts, words, reversals = load_facts(asked), load_words(asked), load_reversals(asked)
        results: list[Outcome | Spoken] = []
        told: dict[int, tuple[str, dict[str, Any]]] = {}
        for serial in asked:
            fact = facts.get(serial)
            fold = None if fact is None else _fold(fact, words.get(serial, ()))
            ruled: Outcome | Spoken | None = outcomes.refuse_any(
                serial, fact, fold, reversed_by=reversals.get(serial), as_seen=as_seen
            )
            if ruled is None and fact is not None and fold is not None:
                ruled = rule(fact, fold, posting)
                if isinstance(ruled, Spoken) and ruled.word != "withdraws":
                    said = words.get(serial, ())
                    ruled = outcomes.refuse_same_person(fact, said, side=speaker.side, user_id=speaker.user_id) or ruled
                if isinstance(ruled, Spoken):
                    ruled = _take(posting, fact, fold, ruled, side=speaker.side)
                    told[serial] = tell(fold, ruled)
            if ruled is not None:
                results.append(ruled)
        added = iter(posting.add_words([one for one in results if isinstance(one, Spoken)], speaker))
        return [one if isinstance(one, Outcome) else _tell_done(one, told, next(added)) for one in results]


def _tell_done(spoken: Spoken, told: dict[int, tuple[str, dict[str, Any]]], added: int) -> Outcome:
    code, values = told[spoken.entry_serial]
    return outcomes.done(spoken.entry_serial, code, added=(added,), **values)


def _tell_deadline(_fold: Fold, spoken: Spoken) -> tuple[str, dict[str, Any]]:
    day = spoken.answer_by
    if day is None:
        return "differed_no_day", {}
    return "differed", {"day": outcomes.say_day(day)}


def _look_at_own(
    serial: int, office: Office, *, as_seen: int | None, answered_by: int | None = None
) -> tuple[EntryFacts | None, Fold | None, Outcome | None]:
    """Read an entry that its own office wants to take back; the third value says why it cannot.

    `answered_by` is the user who answers the other side's word with it, which that side's own speaker may not.
    """
    fact = load_facts([serial]).get(serial)
    if fact is None:
        return None, None, outcomes.not_done(serial, "no_entry")
    words = load_words([serial]).get(serial, [])
    fold = _fold(fact, words)
    reversed_by = load_reversals([serial]).get(serial)
    refused = (
        outcomes.refuse_any(serial, fact, fold, reversed_by=reversed_by, as_seen=as_seen)
        or outcomes.refuse_reversal(fact, office_id=office.pk)
        or outcomes.refuse_same_person(fact, words, side=fact.spoken_side, user_id=answered_by)
    )
    return fact, fold, refused


def _load_said(serial: int) -> Said:
    return Said(*Entry.objects.values_list(*Said._fields).get(pk=serial))


def _check_days(parts: Sequence[Said]) -> tuple[Problem, ...]:
    terms = load_pairings({part.pairing_id for part in parts if part.pairing_id is not None})
    found = []
    for line, part in enumerate(parts, start=1):
        pairing = terms.get(part.pairing_id or 0)
        wrong = None if pairing is None else check_pairing_day(pairing, part.on_date, part.date_precision)
        if wrong is not None:
            found.append(fault(wrong.code, line=line, field=wrong.field, **wrong.values))
    return tuple(found)


def _refuse_known_key(serial: int, said: Sequence[Said]) -> Outcome | None:
    """Refuse a replacement whose natural key another living entry already carries."""
    for one in said:
        if one.fact_hash is None:
            continue
        alike = Entry.objects.filter(fact_hash=one.fact_hash, reverses_serial__isnull=True).exclude(pk=serial)
        living = sorted(set(alike.values_list("pk", flat=True)))
        taken = [other for other in living if other not in load_reversals(living)]
        if taken:
            amount = show_amount(load_facts(taken)[taken[0]].amount, one.unit)
            problem = fault("key_recorded_otherwise", line=1, value=taken[0], right=amount)
            return outcomes.not_done(serial, "replacement_wrong", problems=(problem,))
    return None


def _replace(
    posting: Posting,
    fact: EntryFacts,
    fold: Fold,
    *,
    code: str,
    reason: str,
    parts: Sequence[Said],
    user_id: int | None,
    locators: Sequence[str] | None = None,
) -> Outcome:
    """Reverse an entry and add what stands in for it, with its documents; only the parts wait, for the other side."""
    speaker = Speaker(fact.office_id, user_id, fact.spoken_side)
    # what stands in for made-up data is made up too
    posting.is_example = fact.is_example
    tail = Tail(reverses_serial=fact.serial, reason=reason.strip(), agreed_change=-1 if fold.agreed else 0)
    reversal = posting.add_entries([_load_said(fact.serial)], speaker, tails=[tail])
    posting.wait_no_longer(fact.serial)
    tails = [Tail(replaces_serial=fact.serial)] * len(parts)
    added = posting.add_entries(parts, speaker, locators=locators or [""] * len(parts), tails=tails)
    carry_documents(fact.serial, to=added, user_id=user_id)
    for serial, part in zip(added, parts, strict=True):
        if part.stage != STATED:
            posting.wait_for(serial, part, Fold(fact.spoken_side, part.amount, posting.known_on))
    return outcomes.done(fact.serial, code, added=(*reversal, *added), count=len(parts))
