"""Whether drafts may stand in the ledger at all, and what they say once the kind and the pairing have filled them in.

What only depends on a few values (kind, columns, pairing and day, party and side) is decided once and remembered, so
that a hundred thousand rows cost look-ups. Reads the registry; never the ledger. Sheets check cells before this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from shanhai.catalogue import book as catalogue_book
from shanhai.catalogue.book import UnknownCodeError
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.faults import fault
from shanhai.ledger.standing import STATED
from shanhai.registry.models import Pairing, Party
from shanhai.registry.places import full_name, place_index

AMOUNT_MOST = 10**15
"""The largest amount in smallest parts: ten trillion yuan in fen. Sums of a million such rows stay exact."""
LONGEST = {"subject": 120, "labels": 200, "locator": 120, "qualifier": 10, "indicator": 80}
COMMON_DETAILS = frozenset({"remark"})
"""Columns that every kind may carry beside its own."""
PRECISIONS = ("day", "month", "year")
CHUNK = 5000

_encode_details = msgspec.json.Encoder(order="sorted").encode


class Said(NamedTuple):
    """What an entry says, checked and filled in, in the order of the ledger's columns."""

    kind: str
    nature: str
    stage: str
    indicator: str
    pairing_id: int | None
    programme: str
    round: str
    giver_place_id: str
    receiver_place_id: str
    from_party_id: int | None
    to_party_id: int | None
    on_date: date
    date_precision: str
    period_from: date | None
    period_to: date | None
    amount: int
    unit: str
    qualifier: str
    subject: str
    labels: str
    details: str
    fact_hash: int | None


class PairingTerms(NamedTuple):
    """What a pairing settles for its entries."""

    id: int
    giver_place_id: str
    receiver_place_id: str
    giver_label: str
    receiver_label: str
    valid_from: date | None
    valid_to: date | None
    programme: str
    round: str

    @property
    def sides(self) -> str:
        """The two sides as the registry writes them."""
        return f"{self.giver_label}—{self.receiver_label}"


_NO_PAIRING = PairingTerms(0, "", "", "", "", None, None, "", "")


class PartyTerms(NamedTuple):
    """What a party settles for entries that name it."""

    id: int
    name: str
    place_id: str | None


def load_pairings(ids: Iterable[int]) -> dict[int, PairingTerms]:
    """Read pairings by id; unknown ids are left out."""
    fields = ("id", "giver_place_id", "receiver_place_id", "giver_label", "receiver_label", "valid_from", "valid_to")
    rows = Pairing.objects.filter(pk__in=set(ids)).values_list(*fields, "round__programme__key", "round__key")
    return {row[0]: PairingTerms(row[0], row[1] or "", row[2] or "", *row[3:]) for row in rows}


def load_parties(ids: Iterable[int]) -> dict[int, PartyTerms]:
    """Read parties by id; unknown ids are left out."""
    wanted = sorted(set(ids))
    found: dict[int, PartyTerms] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Party.objects.filter(pk__in=wanted[start : start + CHUNK]).values_list("id", "name", "place_id")
        found.update((row[0], PartyTerms(*row)) for row in rows)
    return found


def hash_fact(pairing_id: int | None, fact_key: str) -> int | None:
    """Return 64 bits that stand for one fact within a pairing; None where the row tells no key."""
    if not fact_key:
        return None
    return int.from_bytes(sha256(f"{pairing_id}|{fact_key}".encode()).digest()[:8], "big", signed=True)


def days_meant(on_date: date, precision: str) -> tuple[date, date]:
    """Return the first and last day that a date of this precision may mean."""
    if precision == "year":
        return date(on_date.year, 1, 1), date(on_date.year, 12, 31)
    if precision == "month":
        following = date(on_date.year + on_date.month // 12, on_date.month % 12 + 1, 1)
        return on_date.replace(day=1), following - timedelta(days=1)
    return on_date, on_date


def check_drafts(drafts: Sequence[EntryDraft]) -> tuple[list[Said], list[Problem]]:
    """Check all drafts; return what they say (complete only where there is no Problem) and every Problem.

    A Problem's `line` is the draft's number, from 1.
    """
    checker = DraftChecker(drafts)
    said, problems = [], []
    for line, draft in enumerate(drafts, start=1):
        filled, found = checker.check(draft)
        if found:
            problems += [fault(one.code, line=line, field=one.field, **one.values) for one in found]
        elif filled is not None:
            said.append(filled)
    return said, problems


class Finding(NamedTuple):
    """A fault found, before it is put in words for its line."""

    code: str
    field: str | None
    values: dict[str, Any]


def _found(code: str, field: str | None = None, **values: Any) -> Finding:
    return Finding(code, field, values)


class DraftChecker:
    """Checks drafts against the book and the registry, remembering every answer that rows share."""

    def __init__(self, drafts: Sequence[EntryDraft]) -> None:
        self.book = catalogue_book.BOOK
        self.pairings = load_pairings({draft.pairing_id for draft in drafts if draft.pairing_id is not None})
        parties = {draft.from_party_id for draft in drafts} | {draft.to_party_id for draft in drafts}
        self.parties = load_parties(id_ for id_ in parties if id_ is not None)
        remember: Callable[[Any], Any] = cache
        self._kind = remember(self._find_kind)
        self._shape = remember(self._check_shape)
        self._columns = remember(self._check_columns)
        self._labels = remember(self._check_labels)
        self._day = remember(self._check_day)
        self._places = remember(self._check_places)
        self._party = remember(self._check_party)

    def check(self, draft: EntryDraft) -> tuple[Said | None, list[Finding]]:
        """Return what a draft says, or what is wrong with it."""
        kind = self._kind(draft.kind)
        if kind is None:
            return None, [_found("kind_unknown", "kind", value=draft.kind)]
        shape = (draft.kind_version, draft.stage, draft.nature, draft.unit, draft.indicator)
        found: list[Finding] = [*self._shape(kind.code, shape)]
        details = {code: value for code, value in draft.details.items() if value is not None and value != ""}
        found += self._columns(kind.code, *details)
        labels = draft.labels and self._labels(kind.code, draft.labels)
        if labels and not isinstance(labels, str):
            found += labels
        if not 0 <= draft.amount <= AMOUNT_MOST:
            found += self._check_amount(kind, draft.amount)
        if draft.period_to and draft.period_from and draft.period_to < draft.period_from:
            found.append(_found("period_backwards", "period_to", value=draft.period_to))
        terms = self.pairings.get(draft.pairing_id) if draft.pairing_id is not None else None
        found += self._day(draft.pairing_id, kind.stage, draft.on_date, draft.date_precision)
        found += self._check_sides(draft, kind, terms)
        subject = draft.subject or (str(details.get(kind.subject, "")) if kind.subject else "")
        found += _check_lengths(draft, subject)
        if found:
            return None, found
        text = labels if isinstance(labels, str) else ""
        return _fill(draft, kind, terms=terms or _NO_PAIRING, details=details, subject=subject, labels=text), found

    def _find_kind(self, code: str) -> Kind | None:
        try:
            return self.book.kind(code)
        except UnknownCodeError:
            return None

    def _check_shape(self, code: str, shape: tuple[int | None, str, str, str, str]) -> list[Finding]:
        version, stage, nature, unit, indicator = shape
        kind = self._kind(code)
        found = []
        if version is not None and version != kind.version:
            found.append(_found("kind_version", "kind", value=version, version=kind.version, kind=kind.title))
        if stage and stage != kind.stage:
            found.append(_found("stage_of_other_kind", "stage", value=stage, right=kind.stage, kind=kind.title))
        if nature and nature != kind.nature:
            found.append(_found("nature_of_other_kind", "nature", value=nature, right=kind.nature, kind=kind.title))
        units: tuple[str, ...] = (kind.amount_unit,)
        if indicator or not kind.amount_unit:
            if not indicator:
                return [*found, _found("indicator_missing", "indicator", kind=kind.title)]
            try:
                declared = self.book.indicator(indicator)
            except UnknownCodeError:
                return [*found, _found("indicator_unknown", "indicator", value=indicator)]
            units = (declared.unit, *declared.units)
        if (unit or kind.amount_unit) not in units:
            found.append(_found("unit_wrong", "unit", value=unit, right="、".join(units), kind=kind.title))
        return found

    def _check_columns(self, code: str, *filled: str) -> list[Finding]:
        kind = self._kind(code)
        declared = {column.code: column for column in kind.columns}
        found = []
        for name in filled:
            if name in COMMON_DETAILS:
                continue
            if name not in declared:
                found.append(_found("column_unknown", name, value=name, right="、".join(declared), kind=kind.title))
            elif declared[name].personal:
                found.append(_found("column_personal", name, value=declared[name].title))
        for column in kind.columns:
            if column.required and not column.personal and column.code not in filled:
                found.append(_found("column_missing", column.code, value=column.title, kind=kind.title))
        return found

    def _check_labels(self, code: str, labels: tuple[str, ...]) -> str | list[Finding]:
        kind = self._kind(code)
        declared = {choice.code for choice in kind.labels}
        right = "、".join(choice.code for choice in kind.labels) or "—"
        wrong = [label for label in labels if label not in declared]
        if wrong:
            return [_found("label_unknown", "labels", value=label, right=right, kind=kind.title) for label in wrong]
        text = ",".join(sorted(set(labels)))
        if len(text) > LONGEST["labels"]:
            return [_found("text_too_long", "labels", value=len(text), right=LONGEST["labels"], column="labels")]
        return text

    def _check_amount(self, kind: Kind, amount: int) -> list[Finding]:
        if abs(amount) > AMOUNT_MOST:
            return [_found("amount_out_of_bounds", "amount", value=amount)]
        return [] if kind.negative_allowed else [_found("amount_negative", "amount", value=amount)]

    def _check_day(self, pairing_id: int | None, stage: str, on_date: date, precision: str) -> list[Finding]:
        if precision not in PRECISIONS:
            return [_found("date_precision", "on_date", value=precision)]
        if pairing_id is None:
            return [] if stage == STATED else [_found("pairing_missing", "pairing_id")]
        terms = self.pairings.get(pairing_id)
        if terms is None:
            return [_found("pairing_unknown", "pairing_id", value=pairing_id)]
        if stage == STATED:
            return []
        fault_of_day = check_pairing_day(terms, on_date, precision)
        return [] if fault_of_day is None else [fault_of_day]

    def _check_sides(self, draft: EntryDraft, kind: Kind, terms: PairingTerms | None) -> Iterable[Finding]:
        found: list[Finding] = []
        if draft.giver_place_id or draft.receiver_place_id or draft.programme or draft.round:
            given = (draft.giver_place_id, draft.receiver_place_id, draft.programme, draft.round)
            found += self._places(terms, draft.on_date, given)
        sides = ("giver", "receiver") if kind.from_side == "giver" else ("receiver", "giver")
        ends = (("from_party_id", draft.from_party_id), ("to_party_id", draft.to_party_id))
        for side, (field, party_id) in zip(sides, ends, strict=True):
            if party_id is not None:
                found += self._party(terms, party_id, side, field, draft.on_date)
        return found

    def _check_places(
        self, terms: PairingTerms | None, on_date: date, given: tuple[str, str, str, str]
    ) -> list[Finding]:
        giver, receiver, programme, round_ = given
        found = []
        for field, place, right in (
            ("giver_place_id", giver, terms and terms.giver_place_id),
            ("receiver_place_id", receiver, terms and terms.receiver_place_id),
        ):
            if place and place != right and not _exists(place):
                found.append(_found("place_unknown", field, value=place))
            elif place and terms is not None and place != right and not (right and _is_within(place, right, on_date)):
                names = {"value": _name(place, on_date), "right": _name(right or "", on_date), "pairing": terms.sides}
                found.append(_found("place_outside_pairing", field, **names))
        if terms is not None:
            for field, value, right in (("programme", programme, terms.programme), ("round", round_, terms.round)):
                if value and value != right:
                    values = {"value": value, "right": right, "pairing": terms.sides}
                    found.append(_found("programme_of_other_pairing", field, **values))
        return found

    def _check_party(
        self, terms: PairingTerms | None, party_id: int, side: str, field: str, on_date: date
    ) -> list[Finding]:
        party = self.parties.get(party_id)
        if party is None:
            return [_found("party_unknown", field, value=party_id)]
        if terms is None or is_party_of_side(terms, party, side, on_date):
            return []
        label = terms.giver_label if side == "giver" else terms.receiver_label
        return [_found("party_outside_pairing", field, value=party.name, right=label, pairing=terms.sides)]


def _fill(
    draft: EntryDraft, kind: Kind, *, terms: PairingTerms, details: dict[str, Any], subject: str, labels: str
) -> Said:
    key = draft.fact_key or (kind.fact_key(details) if kind.natural_key else "")
    return Said(
        kind.code,
        kind.nature,
        kind.stage,
        draft.indicator,
        draft.pairing_id,
        draft.programme or terms.programme,
        draft.round or terms.round,
        draft.giver_place_id or terms.giver_place_id,
        draft.receiver_place_id or terms.receiver_place_id,
        draft.from_party_id,
        draft.to_party_id,
        draft.on_date,
        draft.date_precision,
        draft.period_from,
        draft.period_to,
        draft.amount,
        draft.unit or kind.amount_unit,
        draft.qualifier,
        subject,
        labels,
        _encode_details(details).decode() if details else "{}",
        hash_fact(draft.pairing_id, key) if key else None,
    )


def check_pairing_day(terms: PairingTerms, on_date: date, precision: str) -> Finding | None:
    """Say what is wrong with the day of an entry under a pairing; None where some day it may mean is in force."""
    first, last = days_meant(on_date, precision)
    if terms.valid_from is not None and last < terms.valid_from:
        return _found("before_pairing", "on_date", value=on_date, right=terms.valid_from, pairing=terms.sides)
    if terms.valid_to is not None and first >= terms.valid_to:
        return _found("after_pairing", "on_date", value=on_date, right=terms.valid_to, pairing=terms.sides)
    return None


def is_party_of_side(terms: PairingTerms, party: PartyTerms, side: str, on_date: date) -> bool:
    """Whether a party belongs to one side of a pairing on a day: it lies in the side's place, below it, or above it.

    A party or a side whose place is not registered is taken at its word.
    """
    place = terms.giver_place_id if side == "giver" else terms.receiver_place_id
    if not place or party.place_id is None or party.place_id == place:
        return True
    return _is_within(party.place_id, place, on_date) or _is_within(place, party.place_id, on_date)


def is_place_of_side(place_id: str, side_place_id: str, on_date: date) -> bool:
    """Whether the place written on an entry is the side's place of its pairing, or below it, on a day."""
    return place_id == side_place_id or not side_place_id or _is_within(place_id, side_place_id, on_date)


def _check_lengths(draft: EntryDraft, subject: str) -> Iterable[Finding]:
    if len(subject) > 120 or len(draft.locator) > 120 or len(draft.qualifier) > 10:
        lengths = {"subject": len(subject), "locator": len(draft.locator), "qualifier": len(draft.qualifier)}
        return [
            _found("text_too_long", field, value=length, right=LONGEST[field], column=field)
            for field, length in lengths.items()
            if length > LONGEST[field]
        ]
    return ()


def _exists(place_id: str) -> bool:
    return place_id in place_index().versions


def _is_within(place_id: str, above_id: str, on_date: date) -> bool:
    try:
        return place_id in place_index().subtree(above_id, on_date)
    except KeyError:
        return False


def _name(place_id: str, on_date: date) -> Words:
    try:
        name = full_name(place_id, on_date)
    except KeyError:
        name = place_id
    return Words(name, name)
