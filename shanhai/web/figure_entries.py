"""The rows of a passport: the entries behind a figure, what was left out, and who gave their word when.

It reads a page of entries in a handful of queries. It must not decide what counts: that stands in the figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shanhai.catalogue.words import Words
from shanhai.figures.answer import Counted
from shanhai.figures.stated import Statement
from shanhai.figures.stated_index import Placed
from shanhai.ledger.ask import Missing
from shanhai.ledger.models import DocumentLink, Entry, Signature
from shanhai.ledger.standing import standing_of
from shanhai.registry.models import Party
from shanhai.web.figure_cards import qualify, show_statement
from shanhai.web.pairing_figures import document_title, say_period
from shanhai.web.queue import name_sides, title_of
from shanhai.web.registered_names import name_offices
from shanhai.web.templatetags.words import entry_number, show_amount, word

EVENTS_SHOWN = 12
PART_HEADS = {
    "value": Words("计入", "Counted"),
    "top": Words("计入分子", "Counted above"),
    "bottom": Words("计入分母", "Counted below"),
}


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One entry behind a figure: what each side says of it, how it stands, what proves it."""

    entry: Entry
    title: Words
    number: str
    giver: str
    receiver: str
    giver_amount: int | None
    receiver_amount: int | None
    state: str
    document: str
    documents: int

    @property
    def third_amount(self) -> int | None:
        """What a third party or a document says, where neither side has said anything."""
        return int(self.entry.amount) if self.giver_amount is None and self.receiver_amount is None else None


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One entry that was not counted, and why."""

    serial: int
    number: str
    amount: int
    unit: str
    state: str
    reason: Words
    detail: str

    @property
    def reason_words(self) -> str:
        """The reason in the reader's language."""
        return word(self.reason)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One number of one document, as it is shown."""

    serial: int
    number: str
    shown: str
    period: Words
    document: str
    published_on: date


@dataclass(frozen=True, slots=True)
class SigningDay:
    """What one office said on one day: how many entries it reported, signed or differed from."""

    day: date
    office: str
    side: str
    word: str
    count: int
    first: int
    last: int


def behind_rows(counted: Sequence[Counted]) -> list[BehindRow]:
    """Return the rows of these entries in their order."""
    serials = [one.serial for one in counted]
    entries = Entry.objects.in_bulk(serials)
    standings = standing_of(serials)
    sides = name_sides(entries.values())
    wanted = {party for entry in entries.values() for party in (entry.from_party_id, entry.to_party_id) if party}
    parties = dict(Party.objects.filter(pk__in=wanted).values_list("pk", "name"))
    titles: dict[int, list[str]] = defaultdict(list)
    links = DocumentLink.objects.filter(entry_serial__in=serials).order_by("pk")
    for serial, title in links.values_list("entry_serial", "document__title"):
        titles[serial].append(title)
    rows = []
    for one in counted:
        entry, standing = entries.get(one.serial), standings.get(one.serial)
        if entry is None or standing is None:
            continue
        giver, receiver = sides[entry.serial]
        proofs = titles.get(entry.serial, [])
        rows.append(
            BehindRow(
                entry=entry,
                title=title_of(entry.kind),
                number=entry_number(entry),
                giver=parties.get(entry.from_party_id, giver) if entry.from_party_id else giver,
                receiver=parties.get(entry.to_party_id, receiver) if entry.to_party_id else receiver,
                giver_amount=standing.giver_amount,
                receiver_amount=standing.receiver_amount,
                state=standing.state,
                document=proofs[0] if proofs else "",
                documents=len(proofs),
            )
        )
    return rows


def missing_rows(missing: Sequence[Missing], reasons: Mapping[str, Words]) -> list[MissingRow]:
    """Return the rows of entries left out; a difference tells the other side's amount and reason."""
    serials = [one.serial for one in missing]
    entries = Entry.objects.in_bulk(serials)
    standings = standing_of([one.serial for one in missing if one.reason == "differs"])
    rows = []
    for one in missing:
        entry = entries.get(one.serial)
        if entry is None:
            continue
        standing = standings.get(one.serial)
        said = [one_word for one_word in standing.words if one_word.word == "differs"] if standing else []
        rows.append(
            MissingRow(
                serial=one.serial,
                number=entry_number(entry),
                amount=one.amount,
                unit=entry.unit,
                state=one.reason,
                reason=reasons[one.reason],
                detail=said[-1].reason if said else "",
            )
        )
    return rows


def signing_days(serials: Sequence[int], *, up_to: int, as_of: date) -> list[SigningDay]:
    """Return who reported and signed these entries, newest first: one line per office, day and word.

    Words after the serial or the day that the figure was told from are left out.
    """
    found: dict[tuple[date, int, str, str], list[int]] = defaultdict(list)
    reported = Entry.objects.filter(serial__in=serials)
    for serial, day, office, side in reported.values_list("serial", "known_on", "office_id", "spoken_side"):
        found[day, office, side, "reported"].append(serial)
    words = Signature.objects.filter(entry_serial__in=serials, serial__lte=up_to, known_on__lte=as_of)
    for serial, day, office, side, said in words.values_list("serial", "known_on", "office_id", "side", "word"):
        found[day, office, side, said].append(serial)
    offices = name_offices(key[1] for key in found)
    days = [
        SigningDay(day, offices.get(office, ""), side, said, len(numbers), min(numbers), max(numbers))
        for (day, office, side, said), numbers in found.items()
    ]
    return sorted(days, key=lambda one: (one.day, one.last), reverse=True)[:EVENTS_SHOWN]


def statement_rows(statements: Sequence[Statement]) -> list[StatementRow]:
    """Return what documents state, each with its document and the ledger's entry that holds it."""
    entries = Entry.objects.in_bulk([one.serial for one in statements])
    return [
        StatementRow(
            serial=one.serial,
            number=entry_number(entries[one.serial]) if one.serial in entries else str(one.serial),
            shown=show_statement(one),
            period=say_period(one.period.first, one.period.last),
            document=document_title(one.serial),
            published_on=one.published_on,
        )
        for one in statements
    ]


def placed_rows(placed: Sequence[Placed]) -> list[tuple[Placed, StatementRow]]:
    """Return what documents state between two places, each beside the row that shows it."""
    entries = Entry.objects.in_bulk([one.serial for one in placed])
    return [
        (
            one,
            StatementRow(
                serial=one.serial,
                number=entry_number(entries[one.serial]),
                shown=qualify(str(show_amount(one.value, one.unit)), one.qualifier),
                period=say_period(one.first, entries[one.serial].period_to),
                document=document_title(one.serial),
                published_on=one.published_on,
            ),
        )
        for one in placed
    ]
