"""One entry as its page shows it: both sides' words, what it says, its trail, its place in the chain, its figures.

Reads in a handful of queries what the reader may see; it must not know forms, and writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.declare import Column, Indicator, Kind
from shanhai.catalogue.words import Words
from shanhai.figures.fold import BLANK, Distinct, Latest, Simple, Total, list_simple
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.ledger.may import visible_batches, visible_entries
from shanhai.ledger.models import Batch, DocumentLink, Entry, Signature
from shanhai.ledger.standing import STATED, Standing, standing_of
from shanhai.offices.may import Actor
from shanhai.offices.models import Office, User
from shanhai.registry.models import Pairing, Party
from shanhai.registry.places import code_of
from shanhai.web.entry_list import title_of_entry
from shanhai.web.numbers import FEN_PER_YUAN, write_day
from shanhai.web.place_words import full_name, name_of
from shanhai.web.queue import title_of
from shanhai.web.templatetags.words import office_name, reader_language, say, show_amount, word

WORD_TITLES: dict[str, Words] = {
    "agrees": Words("签认", "signed"),
    "differs": Words("提异", "differed"),
    "holds": Words("坚持原数", "held its amount"),
    "withdraws": Words("撤回上一句话", "took its last word back"),
}


@dataclass(frozen=True, slots=True)
class SideWord:
    """What one side stands by: its amount, its party, who said it last, when and why."""

    side: str
    amount: int | None
    party: str
    office: str = ""
    person: str = ""
    at: datetime | None = None
    word: Words | None = None
    reason: str = ""
    batch: Batch | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trail; `css` is the side, `warm` for a difference, `both` where agreement came about."""

    at: datetime | None
    css: str
    side: str
    text: str
    reason: str = ""
    serial: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an office's chain."""

    sequence: int
    digest: str
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class UsedIn:
    """A figure that the entry counts in: its title, address, basis and what of the entry it counts, in words."""

    title: Words
    address: str
    basis: str
    counted: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything the page shows of an entry."""

    entry: Entry
    kind: Kind | None
    title: Words
    stage: Words
    giver: str
    receiver: str
    pairing: Pairing | None
    standing: Standing
    sides: tuple[SideWord, SideWord]
    facts: tuple[tuple[Words, str], ...]
    labels: tuple[Words | str, ...]
    documents: tuple[DocumentLink, ...]
    document_sides: dict[int, str]
    steps: tuple[Step, ...]
    chain: tuple[Link | None, Link, Link | None]
    office: str
    used_in: tuple[UsedIn, ...]

    @property
    def gap(self) -> int | None:
        """The amounts' difference without its sign, where both are known."""
        return None if self.standing.gap is None else abs(self.standing.gap)

    @property
    def style(self) -> str:
        """How both amounts and the gap are written alike: in the table's unit where that is exact, else to the fen."""
        step = (10 if reader_language() == "en" else 100) * FEN_PER_YUAN
        amounts = (self.entry.amount, self.standing.giver_amount or 0, self.standing.receiver_amount or 0)
        return "exact" if any(amount % step for amount in amounts) else "table"

    @property
    def larger(self) -> int:
        """The larger of both amounts, of which the gap is a share."""
        return max(abs(self.standing.giver_amount or 0), abs(self.standing.receiver_amount or 0))


def read_entry_page(actor: Actor, entry: Entry) -> EntryPage:
    """Gather everything about one entry that the actor may see."""
    kind = _kind_of(entry.kind)
    standing = standing_of([entry.serial])[entry.serial]
    pairing = Pairing.objects.select_related("round__programme").filter(pk=entry.pairing_id).first()
    names = _Names(entry, standing)
    documents = tuple(
        DocumentLink.objects.filter(entry_serial=entry.serial).select_related("document").order_by("linked_at", "pk")
    )
    names.add_links(documents)
    return EntryPage(
        entry=entry,
        kind=kind,
        title=title_of_entry(entry),
        stage=BOOK.stages[entry.stage].title,
        giver=_place_name(entry.giver_place_id, entry.on_date) or (pairing.giver_label if pairing else ""),
        receiver=_place_name(entry.receiver_place_id, entry.on_date) or (pairing.receiver_label if pairing else ""),
        pairing=pairing,
        standing=standing,
        sides=(_say_side("giver", entry, standing, names), _say_side("receiver", entry, standing, names)),
        facts=tuple(_facts(entry, kind, pairing, names)),
        labels=tuple(_labels(entry, kind)),
        documents=documents,
        document_sides={link.pk: names.office_sides.get(link.office_id or 0, "") for link in documents},
        steps=tuple(_steps(actor, entry, standing, names, documents)),
        chain=_chain(actor, entry),
        office=names.offices.get(entry.office_id, ""),
        used_in=tuple(_used_in(entry, standing, kind)),
    )


class _Names:
    """Names of the offices, people and parties of one entry, read once."""

    def __init__(self, entry: Entry, standing: Standing) -> None:
        offices = {entry.office_id, *(one.office_id for one in standing.words if one.office_id)}
        people = {entry.entered_by_id, *(one.signed_by_id for one in standing.words)}
        self.offices: dict[int, str] = {}
        self.office_sides: dict[int, str] = {}
        self._add_offices(offices)
        self.people: dict[int | None, str] = {
            pk: full_name_ or username
            for pk, full_name_, username in User.objects.filter(pk__in=people - {None}).values_list(
                "pk", "full_name", "username"
            )
        }
        parties = {entry.from_party_id, entry.to_party_id} - {None}
        self.parties: dict[int | None, str] = dict(Party.objects.filter(pk__in=parties).values_list("pk", "name"))

    def add_links(self, links: Iterable[DocumentLink]) -> None:
        """Read the names of the offices that gave documents too."""
        self._add_offices({link.office_id for link in links if link.office_id} - set(self.offices))

    def _add_offices(self, ids: set[int]) -> None:
        for office in Office.objects.filter(pk__in=ids).only("pk", "name", "name_en", "side"):
            self.offices[office.pk], self.office_sides[office.pk] = office_name(office), office.side


def _kind_of(code: str) -> Kind | None:
    try:
        return BOOK.kind(code)
    except UnknownCodeError:
        return None


def _place_name(place_id: str, on: date) -> str:
    return full_name(place_id, on) if place_id else ""


def _say_side(side: str, entry: Entry, standing: Standing, names: _Names) -> SideWord:
    gives = (entry.from_party_id, entry.to_party_id)
    kind = _kind_of(entry.kind)
    party = gives[0] if (kind is None or kind.from_side == side) else gives[1]
    amount = standing.giver_amount if side == "giver" else standing.receiver_amount
    last = next((one for one in reversed(standing.words) if one.side == side and one.word != "withdraws"), None)
    common = {"side": side, "amount": amount, "party": names.parties.get(party, "")}
    if amount is not None and last is not None:
        return SideWord(
            **common,
            office=names.offices.get(last.office_id or 0, ""),
            person=names.people.get(last.signed_by_id, ""),
            at=last.signed_at,
            word=WORD_TITLES[last.word],
            reason=last.reason,
        )
    if entry.spoken_side == side:
        batch = Batch.objects.filter(pk=entry.batch_id).first() if entry.batch_id else None
        return SideWord(
            **common,
            office=names.offices.get(entry.office_id, ""),
            person=names.people.get(entry.entered_by_id, ""),
            at=entry.entered_at,
            word=Words("上报", "reported"),
            batch=batch,
            locator=entry.locator,
        )
    return SideWord(**common)


def _facts(entry: Entry, kind: Kind | None, pairing: Pairing | None, names: _Names) -> Iterable[tuple[Words, str]]:
    nature = Words("流动", "Flow") if entry.nature == "flow" else Words("观测", "Observation")
    yield Words("类别", "Kind"), f"{word(nature)}{say('：', ': ')}{word(title_of(entry.kind))}"
    yield Words("环节", "Stage"), word(BOOK.stages[entry.stage].title)
    if entry.indicator:
        yield Words("指标", "Indicator"), word(title_of_entry(entry))
    if entry.from_party_id:
        yield Words("给", "From"), names.parties.get(entry.from_party_id, "")
    if entry.to_party_id:
        yield Words("受", "To"), names.parties.get(entry.to_party_id, "")
    yield Words("日期", "Date"), write_day(entry.on_date, reader_language(), precision=entry.date_precision)
    if entry.period_from and entry.period_to and (entry.period_from, entry.period_to) != (entry.on_date, entry.on_date):
        days = (write_day(day, reader_language()) for day in (entry.period_from, entry.period_to))
        yield Words("期间", "Period"), say("—", " to ").join(days)
    amount = -entry.amount if entry.reverses_serial else entry.amount
    shown = str(show_amount(amount, entry.unit, "exact"))
    yield Words("金额或数量", "Amount"), f"{entry.qualifier}{shown}"
    if pairing is not None:
        round_words = Words(pairing.round.name_zh, pairing.round.name_en)
        yield Words("机制", "Programme"), word(round_words)
    elif entry.programme:
        yield Words("机制", "Programme"), f"{entry.programme} {entry.round}".strip()
    details = json.loads(entry.details or "{}")
    for column in kind.columns if kind else ():
        if column.code in details:
            yield column.title, show_detail(column, details[column.code], entry.on_date)


def show_detail(column: Column, value: Any, on: date) -> str:
    """Write the value of one of a kind's own columns for people."""
    titles = {choice.code: choice.title for choice in column.choices}
    if column.type == "choice":
        return word(titles.get(str(value), str(value)))
    if column.type == "choices":
        return say("、", ", ").join(word(titles.get(str(one), str(one))) for one in value)
    if column.type == "money":
        return str(show_amount(int(value), "CNY", "exact"))
    if column.type == "flag":
        return say("是", "yes") if value else say("否", "no")
    if column.type == "day":
        return write_day(date.fromisoformat(str(value)), reader_language())
    if column.type == "place":
        return name_of(str(value), on)
    if column.type == "party":
        return Party.objects.filter(pk=value).values_list("name", flat=True).first() or str(value)
    unit = word(BOOK.units[column.unit].title) if column.unit and column.unit in BOOK.units else column.unit or ""
    return f"{value} {unit}".strip()


def _labels(entry: Entry, kind: Kind | None) -> Iterable[Words | str]:
    titles = {choice.code: choice.title for choice in kind.labels} if kind else {}
    return (titles.get(code, code) for code in entry.labels.split(",") if code)


def _steps(
    actor: Actor, entry: Entry, standing: Standing, names: _Names, documents: Iterable[DocumentLink]
) -> list[Step]:
    """The trail, newest first; what is due next stands on top."""
    steps = [
        Step(
            entry.entered_at,
            entry.spoken_side if entry.spoken_side in {"giver", "receiver"} else "both",
            entry.spoken_side,
            f"{names.offices.get(entry.office_id, '')} " + f"{_verb(entry)} {show_amount(entry.amount, entry.unit)}",
        )
    ]
    for one in standing.words:
        shown = "" if one.amount is None else f" {show_amount(one.amount, entry.unit)}"
        css = "warm" if one.word == "differs" else one.side
        text = f"{names.offices.get(one.office_id or 0, '')} {word(WORD_TITLES[one.word])}{shown}"
        steps.append(Step(one.signed_at, css, one.side, text, one.reason, one.serial))
    for link in documents:
        side = names.office_sides.get(link.office_id or 0, "")
        text = f"{names.offices.get(link.office_id or 0, '')} {say('交凭据', 'gave')} {link.document.title}"
        steps.append(Step(link.linked_at, side if side in {"giver", "receiver"} else "", side, text))
    for serial in (standing.reversed_by,):
        taken_back = visible_entries(actor).filter(serial=serial).first() if serial else None
        if taken_back:
            text = f"{names.offices.get(taken_back.office_id, '')} {say('冲正本条', 'reversed this entry')}"
            steps.append(Step(taken_back.entered_at, "warm", entry.spoken_side, text))
    steps.sort(key=lambda step: step.at or entry.entered_at, reverse=True)
    if standing.awaits:
        who = {
            "giver": Words("等海方一句话", "waits for the giving side’s word"),
            "receiver": Words("等山方一句话", "waits for the receiving side’s word"),
            "both": Words("等两方各一句话", "waits for a word of each side"),
        }.get(standing.awaits, Words("等上报单位答复", "waits for the entering office"))
        steps.insert(0, Step(None, "next", "", word(who), day=standing.answer_by))
    return steps


def _verb(entry: Entry) -> str:
    """What the office did by entering this."""
    if entry.reverses_serial:
        return say("冲正", "reversed")
    return say("编录", "recorded") if entry.stage == STATED else say("上报", "reported")


def _chain(actor: Actor, entry: Entry) -> tuple[Link | None, Link, Link | None]:
    """The entry's link in its office's chain, between the one before and the one after."""
    here = Link(entry.office_sequence, _short(entry.digest), "")
    beside = [_link_at(actor, entry.office_id, entry.office_sequence + step) for step in (-1, 1)]
    return beside[0], here, beside[1]


def _link_at(actor: Actor, office_id: int, sequence: int) -> Link | None:
    other = Entry.objects.filter(office_id=office_id, office_sequence=sequence).first()
    if other is not None:
        may_see = visible_entries(actor).filter(serial=other.serial).exists()
        address = reverse("entry", args=[other.serial]) if may_see else ""
        return Link(sequence, _short(other.digest), write_entry_number(other.serial, other.known_on), address)
    signature = Signature.objects.filter(office_id=office_id, office_sequence=sequence).first()
    if signature is None:
        return None
    return Link(sequence, _short(signature.digest), say("签字 {n}", "word {n}", n=signature.serial))


def _short(digest: bytes) -> str:
    text = bytes(digest).hex()
    return f"{text[:4]} … {text[-4:]}"


def _used_in(entry: Entry, standing: Standing, kind: Kind | None) -> Iterable[UsedIn]:
    """The figures that count entries of this kind, for this pair of places and this year."""
    if kind is None or entry.reverses_serial:
        return
    if entry.stage == STATED:
        shown = str(show_amount(entry.amount, entry.unit, "exact"))
        yield UsedIn(title_of_entry(entry), _figure_address(entry.indicator, entry, STATED), STATED, shown)
        return
    details = json.loads(entry.details or "{}")
    for indicator in BOOK.indicators:
        folds = list_simple(indicator.value) if indicator.value is not None else ()
        fitting = [place for place, fold in enumerate(folds) if _counts(fold, entry, details)]
        if not fitting:
            continue
        for basis in ("reported", "agreed"):
            stands = not standing.reversed_by and (basis == "reported" or standing.state == "agreed")
            yield UsedIn(
                indicator.title,
                _figure_address(indicator.code, entry, basis),
                basis,
                _say_counted(indicator, entry, fitting) if stands else say("不计", "not counted"),
            )


def _say_counted(indicator: Indicator, entry: Entry, fitting: list[int]) -> str:
    """Say what an entry that stands counts in a figure: its amount, one thing, or a part of a ratio.

    Which of several observations is the newest, and which of several entries names a thing first, is told where the
    figure's entries are listed.
    """
    folds = list_simple(indicator.value) if indicator.value is not None else ()
    said = []
    for place in fitting:
        fold = folds[place]
        if isinstance(fold, Total):
            what = str(show_amount(entry.amount, entry.unit, "exact"))
        elif isinstance(fold, Latest):
            shown = show_amount(entry.amount, entry.unit, "exact")
            what = say("{amount}，有更新的数时不计", "{amount}, unless a newer number counts", amount=shown)
        elif isinstance(fold, Distinct):
            what = say("1，同一事物只计一次", "1, the same thing once only")
        else:
            what = "1"
        if len(folds) == 2:
            what = say("分子：{what}", "above: {what}", what=what) if place == 0 else what
            what = say("分母：{what}", "below: {what}", what=what) if place == 1 else what
        said.append(what)
    return say("；", "; ").join(said)


def _counts(fold: Simple, entry: Entry, details: dict[str, Any]) -> bool:
    of_entry = {
        name: getattr(entry, name) for name in ("stage", "programme", "round", "subject", "labels", "qualifier")
    }
    says = {**details, **of_entry}
    return entry.kind in fold.kinds and all((says.get(name) or BLANK) == wanted for name, wanted in fold.where)


def _figure_address(code: str, entry: Entry, basis: str) -> str:
    asked = {
        "giver": code_of(entry.giver_place_id, entry.on_date) if entry.giver_place_id else "",
        "receiver": code_of(entry.receiver_place_id, entry.on_date) if entry.receiver_place_id else "",
        "from": f"{entry.on_date.year}-01-01",
        "to": f"{entry.on_date.year}-12-31",
        "basis": basis,
    }
    return f"/figures/{code}?" + urlencode({name: value for name, value in asked.items() if value})


def may_open_batch(actor: Actor, batch: Batch | None) -> bool:
    """Whether the batch is one of the actor's own office."""
    return batch is not None and visible_batches(actor).filter(pk=batch.pk).exists()
