"""A form for one row of any kind, built from its declaration; the same columns, words and checks as its workbook.

It turns what was posted into a typed row and Problems into words at their fields. It must not know which page shows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from shanhai.activities.models import Activity
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Choice, Kind
from shanhai.catalogue.units import write_amount
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.entry_numbers import numbers_of
from shanhai.ledger.may import visible_pairings
from shanhai.ledger.models import Entry
from shanhai.offices.may import Actor
from shanhai.registry.models import Party
from shanhai.registry.places import name_of
from shanhai.sheets.answers import ANSWERED_AS_NEW
from shanhai.sheets.layout import SheetColumn
from shanhai.sheets.offered import offered_choices
from shanhai.sheets.typed import TypedRow, typed_columns

PLACES_OFFERED = 200
PARTIES_OFFERED = 300
PLACES_OF_SIDES = ("giver_place", "receiver_place")
OFFERED = {"place": "places", "party": "parties"}
KEY_RECORDED_OTHERWISE = "key_recorded_otherwise"
FLAG_CHOICES = (Choice("是", Words("是", "Yes")), Choice("否", Words("否", "No")))


@dataclass(slots=True)
class FormField:
    """One field: its column, what was typed, what is wrong with it, and what a list offers."""

    column: SheetColumn
    value: str = ""
    values: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    offered: str = ""
    listed: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The name of the field in the form."""
        return f"v-{self.column.code}"

    @property
    def type(self) -> str:
        """How the field is typed: choice, choices, text, number."""
        if self.column.type in {"choice", "choices"} and self.column.choices:
            return self.column.type
        if self.column.type == "flag":
            return "choice"
        return "number" if self.column.type in {"money", "count", "decimal", "year"} else "text"

    @property
    def is_place_of_side(self) -> bool:
        """Whether it is the place of a side, which a registered party may tell in its stead."""
        return self.column.own is None and self.column.code in PLACES_OF_SIDES

    @property
    def choices(self) -> Sequence[Choice]:
        """What may be chosen: what the office's place lists, and what was chosen already."""
        if self.column.type == "flag":
            return FLAG_CHOICES
        if self.listed is None:
            return self.column.choices
        chosen = {self.value, *self.values}
        return [one for one in self.column.choices if one.code in self.listed or one.title.zh in chosen]

    @property
    def is_bad(self) -> bool:
        """Whether something about the field stands in the way."""
        return bool(self.problems)


# What becomes of the row where the user says that it is the same fact as an entry of the ledger, by the Problem's code.
SAME_FACT_WORDS = {
    "key_other_facts": Words("就是条目 {serial}，以账上为准，不另记", "It is entry {serial}: keep that, add nothing"),
    "looks_repeated": Words("就是条目 {serial}，不另记", "It is entry {serial}: add nothing"),
    "key_other_facts_of_theirs": Words(
        "就是条目 {serial}，记作我方签认", "It is entry {serial}: take this as our word"
    ),
    "key_of_other_parties": Words("就是条目 {serial}，记作我方的话", "It is entry {serial}: take this as our word"),
    "match_doubtful": Words("就是条目 {serial}，记作我方的话", "It is entry {serial}: take this as our word"),
    "word_would_change": Words(
        "条目 {serial} 改用这一条的数", "Let this amount take the place of ours on entry {serial}"
    ),
}


@dataclass(frozen=True, slots=True)
class LedgerQuestion:
    """What the ledger asks about a row: whether it is the same fact as one of these entries.

    `may_be_new` tells that the row may also be recorded as another fact. `may_replace` is the entry of the reader's
    own office that carries the row's number and may be reversed, with the row in its place.
    """

    code: str
    serials: tuple[int, ...]
    may_replace: int | None = None
    numbers: Mapping[int, str] = field(default_factory=dict)

    @property
    def may_be_new(self) -> bool:
        """Whether the answer may be that it is another fact: a number that the ledger holds names one fact only."""
        return self.code in ANSWERED_AS_NEW

    @property
    def answers(self) -> list[tuple[int, Words]]:
        """Each entry it may be, with what choosing it does."""
        words = SAME_FACT_WORDS.get(self.code)
        return [(serial, words.fill(serial=number)) for serial, number in self.listed] if words else []

    @property
    def listed(self) -> list[tuple[int, str]]:
        """Each entry it may be, with its number as people write it."""
        return [(serial, self.numbers.get(serial, str(serial))) for serial in self.serials]

    @property
    def number_to_replace(self) -> str:
        """The number of the entry that may be reversed; blank where none may."""
        return self.numbers.get(self.may_replace, str(self.may_replace)) if self.may_replace else ""


@dataclass(slots=True)
class TypedForm:
    """The form of one kind, with what was typed and what is wrong.

    `asks` are doubts that the user may stand by, `question` what the ledger asks before it takes the row.
    """

    kind: Kind
    fields: list[FormField]
    general: list[Problem] = field(default_factory=list)
    asks: list[Problem] = field(default_factory=list)
    question: LedgerQuestion | None = None
    places: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def problems(self) -> list[tuple[Problem, str]]:
        """Every Problem with the id of the field it is at, for the summary on top."""
        found = [(problem, f"id-{one.column.code}") for one in self.fields for problem in one.problems]
        return [*found, *((problem, "") for problem in self.general)]

    def take(self, problems: Sequence[Problem], doubts: Sequence[tuple[int, tuple[int, ...]]] = ()) -> None:
        """Put Problems at their fields; those without a field of this form are general."""
        by_code = {one.column.code: one for one in self.fields}
        for problem in problems:
            at = by_code.get(_column_of(problem.field or ""))
            if problem.weight == "ask" and problem.code not in SAME_FACT_WORDS:
                self.asks.append(problem)
            if at is not None:
                at.problems.append(problem)
            else:
                self.general.append(problem)
        serials = tuple(serial for _row, found in doubts for serial in found)
        asked = [problem.code for problem in problems if problem.code in (*SAME_FACT_WORDS, KEY_RECORDED_OTHERWISE)]
        self.question = LedgerQuestion(asked[0], serials, numbers=numbers_of(serials)) if asked and serials else None


def _column_of(name: str) -> str:
    """The form's word for a field of a draft."""
    return {
        "on_date": "date",
        "giver_place_id": "giver_place",
        "receiver_place_id": "receiver_place",
        "from_party_id": "giver_party",
        "to_party_id": "receiver_party",
        "pairing_id": "receiver_place",
    }.get(name, name)


def make_form(
    kind: Kind, actor: Actor, values: Mapping[str, str], numbers: Sequence[tuple[str, str]] = ()
) -> TypedForm:
    """Return the form of a kind filled with texts by column code.

    `numbers` are those of activities the row may be about, each with its title.
    """
    lists = offered_choices(actor.office, timezone.localdate()) if actor.office is not None else {}
    fields = [
        FormField(
            column,
            value=values.get(column.code, ""),
            values=tuple(part for part in values.get(column.code, "").split("、") if part),
            offered="numbers" if numbers and column.code == kind.subject else OFFERED.get(column.type, ""),
            listed=lists.get(column.own.offered_by) if column.own is not None else None,
        )
        for column in typed_columns(kind)
    ]
    form = TypedForm(kind, fields)
    form.places, form.parties = _offer(actor)
    form.numbers = list(numbers)
    return form


def read_posted(kind: Kind, posted: QueryDict) -> TypedRow:
    """Return what was posted as one typed row."""
    values = {}
    for column in typed_columns(kind):
        given = posted.getlist(f"v-{column.code}")
        text = "、".join(one.strip() for one in given if one.strip())
        if text:
            values[column.code] = text[: max(column.longest, 60) + 1]
    same_as = posted.get("same_as", "")
    return TypedRow(
        values,
        accepted=frozenset(posted.getlist("accept")),
        same_as=int(same_as) if same_as.isdecimal() else None,
    )


def texts_of_entry(entry: Entry, kind: Kind) -> dict[str, str]:
    """Return an entry as the texts that would enter it again, to start a correction from."""
    parties = Party.objects.in_bulk([one for one in (entry.from_party_id, entry.to_party_id) if one])
    ends = (entry.from_party_id, entry.to_party_id)
    giver, receiver = ends if kind.from_side == "giver" else (ends[1], ends[0])
    texts = {
        "date": {"month": f"{entry.on_date:%Y-%m}", "year": f"{entry.on_date:%Y}"}.get(
            entry.date_precision, entry.on_date.isoformat()
        ),
        "giver_place": _name(entry.giver_place_id, entry),
        "receiver_place": _name(entry.receiver_place_id, entry),
        "giver_party": parties[giver].name if giver in parties else "",
        "receiver_party": parties[receiver].name if receiver in parties else "",
        "amount": write_amount(entry.amount, entry.unit),
        "programme": entry.programme,
    }
    details: dict[str, Any] = json.loads(entry.details or "{}")
    for column in kind.columns:
        if column.code in details:
            texts[column.code] = _detail_text(column.type, details[column.code], entry.on_date)
    titles = {choice.code: choice.title.zh for choice in kind.labels}
    texts["labels"] = "、".join(titles.get(code, code) for code in entry.labels.split(",") if code)
    for column in kind.columns:
        chosen = {choice.code: choice.title.zh for choice in column.choices}
        if column.code in texts and chosen:
            texts[column.code] = "、".join(chosen.get(one, one) for one in texts[column.code].split("、"))
    return {code: text for code, text in texts.items() if text}


def texts_of_activity(activity: Activity, kind: Kind) -> dict[str, str]:
    """Return what an activity knows of an entry about it: its number, its places, and columns both have."""
    declared = BOOK.activity(activity.kind)
    if kind.code not in declared.entry_kinds or kind.subject is None:
        return {}
    today = timezone.localdate()
    texts = {
        "giver_place": name_of(activity.giver_place_id, today) if activity.giver_place_id else "",
        "receiver_place": name_of(activity.receiver_place_id, today) if activity.receiver_place_id else "",
    }
    for column in kind.columns:
        own, value = declared.column(column.code), activity.standing.values.get(column.code)
        if own is not None and own.type == column.type and value not in (None, ""):
            chosen = {choice.code: choice.title.zh for choice in column.choices}
            texts[column.code] = chosen.get(value) or _detail_text(column.type, value)
        if column.code == declared.named_in:
            texts[column.code] = activity.title
    texts[kind.subject] = activity.number
    return {code: text for code, text in texts.items() if text}


def _detail_text(type_: str, value: Any, on: date | None = None) -> str:
    if type_ == "money":
        return write_amount(int(value), "CNY")
    if type_ == "choices":
        return "、".join(map(str, value))
    if type_ == "flag":
        return "是" if value else "否"
    if type_ == "place":
        return name_of(str(value), on or timezone.localdate()) if value else ""
    if type_ == "party":
        return Party.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    return str(value)


def _name(place_id: str, entry: Entry) -> str:
    return name_of(place_id, entry.on_date) if place_id else ""


def _offer(actor: Actor) -> tuple[list[str], list[str]]:
    """The names of places and parties that the actor's pairings make likely."""
    pairs = list(
        visible_pairings(actor).values_list("giver_place_id", "receiver_place_id", "giver_label", "receiver_label")
    )
    labels = dict.fromkeys(label for pair in pairs for label in pair[2:])
    places = {place for pair in pairs for place in pair[:2] if place}
    parties = Party.objects.filter(place_id__in=list(places)[:PLACES_OFFERED]).order_by("name")
    return list(labels)[:PLACES_OFFERED], list(parties.values_list("name", flat=True)[:PARTIES_OFFERED])
