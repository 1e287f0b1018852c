"""The rows of the sign queue: entries that wait for a word, with both amounts, the gap, and what the reader may do.

It reads a page of open entries in a handful of queries however many rows it has. It must not know forms or buttons,
and it writes nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Words
from shanhai.ledger.may import signable_entries, spoken_on_as_other, visible_entries
from shanhai.ledger.models import Batch, DocumentLink, Entry, OpenEntry
from shanhai.ledger.standing import Standing, standing_of
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing, Party
from shanhai.sheets.receive import batch_name
from shanhai.web.place_words import name_of
from shanhai.web.registered_names import name_offices
from shanhai.web.splitting import fitting_kind

COUNTED_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Word:
    """What one side last said on an entry."""

    office: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One row: an entry, what each side says, and whether the reader may sign it or must answer for it.

    `giver_amount` and `receiver_amount` are None where that side has said nothing. `may_sign` is for the side that
    did not enter it, `may_answer` for the office that did. `same_person` tells that the reader's office may do
    so, but not the reader, who has spoken on the entry for the other side.
    """

    entry: Entry
    title: Words
    giver: str
    receiver: str
    from_party: str
    to_party: str
    state: str
    giver_amount: int | None
    receiver_amount: int | None
    said: dict[str, Word]
    since: date
    answer_by: date | None
    documents: int
    batch: Batch | None
    may_sign: bool
    may_answer: bool
    same_person: bool = False

    @property
    def serial(self) -> int:
        """The entry's number in the ledger."""
        return int(self.entry.serial)

    @property
    def key(self) -> tuple[Hashable, ...]:
        """All that the row of a pending entry shows: the entry by its digest, and what stands beside it."""
        names = (self.giver, self.receiver, self.from_party, self.to_party)
        days = (self.since, self.answer_by, self.batch and batch_name(self.batch))
        return (bytes(self.entry.digest), names, days, self.documents, self.may_sign, self.same_person)

    @property
    def amounts(self) -> tuple[int | None, ...]:
        """All amounts that stand side by side for this entry."""
        return (self.own_amount, self.giver_amount, self.receiver_amount)

    @property
    def rest(self) -> int | None:
        """What the entry says beyond the other side's amount."""
        return None if self.other_amount is None else self.own_amount - self.other_amount

    @property
    def gap(self) -> int | None:
        """How much more the giving side says than the receiving side; None unless both have said an amount."""
        if self.giver_amount is None or self.receiver_amount is None:
            return None
        return self.giver_amount - self.receiver_amount

    @property
    def own_amount(self) -> int:
        """The amount of the entry itself."""
        return int(self.entry.amount)

    @property
    def other_amount(self) -> int | None:
        """The amount of the side that did not enter it, where it has said one."""
        return self.receiver_amount if self.entry.spoken_side == "giver" else self.giver_amount

    @property
    def other_reason(self) -> str:
        """Why the side that did not enter it says another amount; blank where it gave no reason."""
        other = self.said.get("receiver" if self.entry.spoken_side == "giver" else "giver")
        return other.reason if other is not None else ""

    @property
    def kind_of_rest(self) -> Kind | None:
        """The other kind that the rest belongs to, where the reason of the difference names one."""
        return fitting_kind(self.entry, self.other_reason) if self.can_split else None

    @property
    def can_split(self) -> bool:
        """Whether the entry's amount is the other side's amount and a rest, both of one sign."""
        other = self.other_amount
        return other is not None and 0 < other < self.own_amount


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """The amounts of money of a list, which are all written in one unit."""

    amounts: tuple[int, ...]

    @classmethod
    def of(cls, items: Iterable[WaitingItem]) -> AmountColumn:
        """The column of these rows' own amounts."""
        return cls(tuple(item.own_amount for item in items if item.entry.unit == "CNY"))


def read_items(open_rows: Sequence[OpenEntry], actor: Actor) -> list[WaitingItem]:
    """Return the rows of these open entries in their order; rows the actor may not see are left out."""
    serials = [row.entry_serial for row in open_rows]
    entries = visible_entries(actor, Entry.objects.filter(serial__in=serials)).in_bulk()
    asked = Entry.objects.filter(serial__in=serials)
    signable = set(signable_entries(actor, asked).values_list("serial", flat=True))
    same_person = set(spoken_on_as_other(actor, asked).values_list("serial", flat=True))
    standings = standing_of(entries)
    offices = _office_names(entries.values(), standings.values())
    sides = name_sides(entries.values())
    parties = dict(
        Party.objects.filter(
            pk__in={party for entry in entries.values() for party in (entry.from_party_id, entry.to_party_id) if party}
        ).values_list("pk", "name")
    )
    batches = Batch.objects.in_bulk({entry.batch_id for entry in entries.values() if entry.batch_id})
    links = DocumentLink.objects.filter(entry_serial__in=serials).values_list("entry_serial").annotate(Count("id"))
    documents = dict(links)
    items = []
    for row in open_rows:
        entry = entries.get(row.entry_serial)
        if entry is None:
            continue
        giver, receiver = sides[entry.serial]
        standing = standings[entry.serial]
        items.append(
            WaitingItem(
                entry=entry,
                title=title_of(entry.kind),
                giver=giver,
                receiver=receiver,
                from_party=parties.get(entry.from_party_id, ""),
                to_party=parties.get(entry.to_party_id, ""),
                state=row.state,
                giver_amount=standing.giver_amount,
                receiver_amount=standing.receiver_amount,
                said=_said(entry, standing, offices),
                since=row.since,
                answer_by=row.answer_by,
                documents=documents.get(entry.serial, 0),
                batch=batches.get(entry.batch_id),
                may_sign=entry.serial in signable - same_person,
                may_answer=entry.serial not in same_person and _may_answer(entry, row, actor),
                same_person=entry.serial in same_person
                and (entry.serial in signable or _may_answer(entry, row, actor)),
            )
        )
    return items


def title_of(kind: str) -> Words:
    """Return the words of a kind; a kind that is no longer declared is shown by its code."""
    try:
        return BOOK.kind(kind).title
    except KeyError:
        return Words(kind, kind)


def name_sides(entries: Iterable[Entry]) -> dict[int, tuple[str, str]]:
    """Return the names of giver and receiver by serial, as the map of each entry's date has them."""
    entries = list(entries)
    pairings = Pairing.objects.in_bulk({entry.pairing_id for entry in entries if entry.pairing_id})
    names = {}
    for entry in entries:
        pairing = pairings.get(entry.pairing_id)
        giver = name_of(entry.giver_place_id, entry.on_date) if entry.giver_place_id else ""
        receiver = name_of(entry.receiver_place_id, entry.on_date) if entry.receiver_place_id else ""
        names[entry.serial] = (
            giver or (pairing.giver_label if pairing else ""),
            receiver or (pairing.receiver_label if pairing else ""),
        )
    return names


def widest_gaps_first(items: Iterable[WaitingItem]) -> list[WaitingItem]:
    """Order differences: the widest gap as a share of the larger amount first, then what waits longest."""

    def share(item: WaitingItem) -> float:
        larger = max(abs(item.giver_amount or 0), abs(item.receiver_amount or 0))
        return abs(item.gap or 0) / larger if larger else 0.0

    return sorted(items, key=lambda item: (-share(item), item.since, item.serial))


def filter_open(
    rows: QuerySet[OpenEntry], *, pairing: int | None = None, kind: str = "", batch: int | None = None
) -> QuerySet[OpenEntry]:
    """Narrow open entries by pairing, kind and batch."""
    if pairing is not None:
        rows = rows.filter(pairing_id=pairing)
    if kind or batch is not None:
        # Asked row by row, so that a page of a long queue stops at its last row.
        entries = Entry.objects.filter(serial=OuterRef("entry_serial"))
        if kind:
            entries = entries.filter(kind=kind)
        if batch is not None:
            entries = entries.filter(batch_id=batch)
        rows = rows.filter(Exists(entries))
    return rows


def count_up_to(rows: QuerySet[OpenEntry], most: int = COUNTED_AT_MOST) -> int:
    """Count open entries, but no further than one beyond `most`: a queue of thousands is shown as such."""
    return rows.order_by()[: most + 1].count()


def say_count(count: int, most: int = COUNTED_AT_MOST) -> str:
    """Write such a count.

    >>> say_count(1001)
    '1,000+'
    """
    return f"{most:,}+" if count > most else f"{count:,}"


def _office_names(entries: Iterable[Entry], standings: Iterable[Standing]) -> dict[int, str]:
    wanted = {entry.office_id for entry in entries}
    wanted |= {word.office_id for standing in standings for word in standing.words if word.office_id}
    return name_offices(wanted)


def _said(entry: Entry, standing: Standing, offices: dict[int, str]) -> dict[str, Word]:
    """Return the last word of each side; an entry is itself the first word of the side that entered it."""
    said = {}
    if entry.spoken_side in ("giver", "receiver"):
        said[entry.spoken_side] = Word(offices.get(entry.office_id, ""), entry.known_on)
    for word in standing.words:
        if word.word == "withdraws":
            said.pop(word.side, None)
        elif word.side in ("giver", "receiver"):
            said[word.side] = Word(offices.get(word.office_id or 0, ""), word.known_on, word.reason)
    return said


def _may_answer(entry: Entry, row: OpenEntry, actor: Actor) -> bool:
    """Tell whether the actor's office entered what the other side differs from, and its answer is due."""
    due = row.state == "differs" and row.awaits == entry.spoken_side
    return due and actor.may_sign and entry.office_id == actor.office_id
