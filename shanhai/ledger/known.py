"""Reads the living entries that drafts may repeat, seen from one side, and asks `matching.py` to decide. Reads only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from shanhai.catalogue import book as catalogue_book
from shanhai.catalogue.declare import SameFact
from shanhai.catalogue.words import Problem
from shanhai.ledger.checking import Said
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.entry_numbers import numbers_of
from shanhai.ledger.faults import fault, show_amount
from shanhai.ledger.matching import Decision, Fact, Known, KnownFacts, decide_facts
from shanhai.ledger.models import Entry
from shanhai.ledger.outcomes import refuse_same_person
from shanhai.ledger.posting import Speaker
from shanhai.ledger.repeats import BESIDE_OURS, BESIDE_THEIRS, find_other_facts
from shanhai.ledger.standing import SIDES, STATED, fold_words, in_chunks, load_facts, load_words

COLUMNS = (
    "serial",
    "kind",
    "pairing_id",
    "from_party_id",
    "to_party_id",
    "on_date",
    "amount",
    "fact_hash",
    "spoken_side",
    "office_id",
    "known_on",
    "subject",
)
Row = tuple[Any, ...]


def decide_drafts(said: Sequence[Said], drafts: Sequence[EntryDraft], *, by: Speaker, match: bool) -> list[Decision]:
    """Decide on each checked draft as `by` would report it; without `match` only keys are looked at.

    What would be a word on an entry that the same person reported for the other side is a problem.
    """
    office_id, side = by.office_id, by.side
    facts = [
        Fact(
            one.kind,
            one.pairing_id,
            one.from_party_id,
            one.to_party_id,
            one.on_date,
            one.amount,
            one.fact_hash,
            draft.same_as,
            one.subject,
        )
        for one, draft in zip(said, drafts, strict=True)
    ]
    speaks = side in SIDES
    known = load_known(facts, office_id=office_id, side=side, near=speaks and match, same_fact_of=_same_fact_of)
    decisions = decide_facts(facts, known, same_fact_of=_same_fact_of, speaks=speaks)
    if speaks:
        decisions = _ask_about_other_facts(decisions, said, drafts, known)
    return _refuse_same_person(decisions, by)


def _ask_about_other_facts(
    decisions: list[Decision], said: Sequence[Said], drafts: Sequence[EntryDraft], known: KnownFacts
) -> list[Decision]:
    """A row of a known number and amount stands only where nothing else it says differs, or the user says so.

    Beside our own entry it is a repeat, beside the other side's our agreeing word.
    """
    alike: dict[str, dict[int, Said]] = {"repeat": {}, "agrees": {}}
    for decision, one, draft in zip(decisions, said, drafts, strict=True):
        if decision.verdict in alike and decision.serial is not None and draft.same_as is None:
            entry = known.by_serial[decision.serial]
            alone = entry.fact_hash is not None and len(known.by_hash[entry.fact_hash]) == 1
            same = entry.fact_hash == one.fact_hash and entry.amount == one.amount
            if alone and same and entry.own == (decision.verdict == "repeat"):
                alike[decision.verdict][decision.serial] = one
    other = {
        "repeat": find_other_facts(alike["repeat"], BESIDE_OURS),
        "agrees": find_other_facts(alike["agrees"], BESIDE_THEIRS),
    }
    codes = {"repeat": "key_other_facts", "agrees": "key_other_facts_of_theirs"}
    return [
        Decision("problem", one.serial, codes[one.verdict], (one.serial,), None, other[one.verdict][one.serial])
        if one.serial is not None and one.serial in other.get(one.verdict, ())
        else one
        for one in decisions
    ]


def tell_doubts(decisions: Sequence[Decision], said: Sequence[Said]) -> list[Problem]:
    """Return the Problems of drafts that cannot be decided on; their `line` is the draft's number, from 1."""
    problems = []
    numbers = numbers_of(serial for one in decisions if one.verdict == "problem" for serial in one.candidates)
    for line, (decision, one) in enumerate(zip(decisions, said, strict=True), start=1):
        if decision.verdict == "problem":
            shown = "、".join(numbers.get(candidate, str(candidate)) for candidate in decision.candidates)
            amount = None if decision.known_amount is None else show_amount(decision.known_amount, one.unit)
            problems.append(fault(decision.code, line=line, value=shown, right=decision.other_facts or amount))
    return problems


def _refuse_same_person(decisions: list[Decision], by: Speaker) -> list[Decision]:
    """A second report is the other side's word, so it may not come from the person who made the first."""
    spoken_on = {one.serial for one in decisions if one.verdict in {"agrees", "differs"} and one.serial is not None}
    if by.user_id is None or not spoken_on:
        return decisions
    facts, words = load_facts(spoken_on), load_words(spoken_on)
    refused = {
        serial
        for serial, fact in facts.items()
        if refuse_same_person(fact, words.get(serial, ()), side=by.side, user_id=by.user_id)
    }
    return [
        Decision("problem", one.serial, "same_person", (one.serial,))
        if one.serial is not None and one.serial in refused and one.verdict in {"agrees", "differs"}
        else one
        for one in decisions
    ]


def _same_fact_of(code: str) -> SameFact:
    return catalogue_book.BOOK.kind(code).same_fact


def load_known(
    facts: Sequence[Fact],
    *,
    office_id: int,
    side: str,
    near: bool,
    same_fact_of: Callable[[str], SameFact],
) -> KnownFacts:
    """Read what these facts may repeat: by the reporter's answer, by natural key, and (`near`) by day and parties."""
    living = Entry.objects.filter(reverses_serial__isnull=True).exclude(stage=STATED)
    living = living.filter(~Exists(Entry.objects.filter(reverses_serial=OuterRef("serial"))))
    rows: dict[int, Row] = {}
    for chunk in in_chunks(fact.same_as for fact in facts if fact.same_as):
        _take(rows, living.filter(serial__in=chunk))
    for chunk in in_chunks(_serials_with_keys([fact.fact_hash for fact in facts if fact.fact_hash is not None])):
        _take(rows, living.filter(serial__in=chunk))
    if near:
        keys = {row[7] for row in rows.values()}
        for query in _near_queries(facts, keys, living, same_fact_of):
            _take(rows, query)
    return _see_from(rows.values(), office_id=office_id, side=side)


def _serials_with_keys(hashes: list[int]) -> list[int]:
    """Return the entries that carry one of these keys; a hundred thousand keys cost one look at the index each."""
    if not hashes:
        return []
    many = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    asked = hashes if connection.vendor == "postgresql" else json.dumps(hashes)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT serial FROM ledger_entry WHERE fact_hash {many}", [asked])
        return [serial for (serial,) in cursor.fetchall()]


def _take(rows: dict[int, Row], query: QuerySet[Entry]) -> None:
    for row in query.values_list(*COLUMNS):
        rows[row[0]] = row


def _near_queries(
    facts: Sequence[Fact],
    keys: set[int | None],
    living: QuerySet[Entry],
    same_fact_of: Callable[[str], SameFact],
) -> Iterable[QuerySet[Entry]]:
    """One query per pairing and kind for the span of days that its drafts may match in.

    Where every draft carries a key of its own, only entries without one can be the same fact.
    """
    groups: dict[tuple[int | None, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.same_as is None and (fact.fact_hash is None or fact.fact_hash not in keys):
            groups[fact.pairing_id, fact.kind].append(fact)
    for (pairing_id, kind), group in groups.items():
        window = timedelta(days=same_fact_of(kind).days)
        first, last = min(fact.on_date for fact in group) - window, max(fact.on_date for fact in group) + window
        query = living.filter(pairing_id=pairing_id, kind=kind, on_date__range=(first, last))
        if all(fact.fact_hash is not None for fact in group):
            query = query.filter(fact_hash__isnull=True)
        yield query


def _see_from(rows: Iterable[Row], *, office_id: int, side: str) -> KnownFacts:
    known = KnownFacts()
    others = {row[0] for row in rows if row[8] != side and row[9] != office_id}
    words = load_words(others)
    for row in rows:
        own = row[0] not in others
        said, amount = None, None
        if row[0] in words:
            fold = fold_words(spoken_side=row[8], amount=row[6], since=row[10], words=words[row[0]])
            said, amount = fold.says.get(side), fold.amounts.get(side)
        known.add(Known(*row[:8], own=own, own_word=said, own_amount=amount, subject=row[11]))
    return known
