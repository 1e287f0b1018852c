"""The list of entries: what a reader asks of it, the page of rows, and what the whole list adds up to.

Most questions are answered by the snapshot, so that a million entries cost no more than a thousand. What only the
database knows (what waits, what lacks a document, who entered) is asked there, and counted up to a bound. It must not
know templates, and it computes no published figure.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.words import Words
from shanhai.figures.listing import Listing, ListSum, Order, page_serials, sum_listing
from shanhai.figures.scope import Period
from shanhai.figures.tables import list_columns
from shanhai.ledger.may import open_entries, scope_for, visible_batches, visible_entries
from shanhai.ledger.models import DocumentLink, Entry
from shanhai.ledger.snapshot import catch_up
from shanhai.ledger.standing import Standing, standing_of
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing, Party
from shanhai.registry.names import clean_name
from shanhai.registry.places import full_name, resolve_place, subtree
from shanhai.web.lists import number_of, text_of
from shanhai.web.place_words import place_text
from shanhai.web.queue import name_sides, title_of
from shanhai.web.templatetags.words import say, word

ROWS_PER_PAGE = 200
COUNTED_AT_MOST = 10_000
PARTIES_AT_MOST = 500
FEW = 5_000
STATES = ("waiting", "theirs", "pending", "differs", "agreed", "reversed")
ORDERS: tuple[Order, ...] = ("serial", "date", "amount")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a reader asks of the list, read from the address; parts that make no sense are left out and told.

    A list with such parts is not the one asked for: it is neither added up nor exported. `untold` names the parts
    of the address that were not understood, with what was written.
    """

    text: str = ""
    pairing: int | None = None
    field: str = ""
    kind: str = ""
    stage: str = ""
    state: str = ""
    place: str = ""
    place_id: str = ""
    party: int | None = None
    batch: int | None = None
    label: str = ""
    first: date | None = None
    last: date | None = None
    no_document: bool = False
    mine: bool = False
    sort: str = "-serial"
    page: int = 1
    untold: tuple[tuple[str, str], ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether anything at all was asked."""
        return replace(self, sort="-serial", page=1, untold=()) != Conditions()


def read_conditions(request: HttpRequest) -> Conditions:
    """Read the question from the address."""
    untold: list[tuple[str, str]] = []
    place = text_of(request, "place")
    place_id = _find_place(place, untold) if place else ""
    days = {}
    for name in ("from", "to"):
        days[name] = _read_day(text_of(request, name), name, untold)
    numbers = {name: _read_number(request, name, untold) for name in ("pairing", "party", "batch", "page")}
    known: dict[str, Container[str]] = {
        "field": {one.code for one in BOOK.fields},
        "kind": {one.code for one in BOOK.kinds},
        "stage": BOOK.stages,
        "state": STATES,
        "sort": {*ORDERS, *(f"-{one}" for one in ORDERS)},
        "documents": ("none",),
        "mine": ("1",),
    }
    codes = {name: _read_code(text_of(request, name), name, known[name], untold) for name in known}
    text = text_of(request)
    if any(one < " " for one in text):
        untold.append(("q", "".join("�" if one < " " else one for one in text)))
        text = ""
    return Conditions(
        text=text,
        pairing=numbers["pairing"],
        field=codes["field"],
        kind=codes["kind"],
        stage=codes["stage"],
        state=codes["state"],
        place=place,
        place_id=place_id,
        party=numbers["party"],
        batch=numbers["batch"],
        label=text_of(request, "label"),
        first=days["from"],
        last=days["to"],
        no_document=codes["documents"] == "none",
        mine=codes["mine"] == "1",
        sort=codes["sort"] or "-serial",
        page=max(1, min(numbers["page"] or 1, 100_000)),
        untold=tuple(untold),
    )


def _read_code(text: str, name: str, known: Container[str], untold: list[tuple[str, str]]) -> str:
    if text and text not in known:
        untold.append((name, text))
        return ""
    return text


def _read_number(request: HttpRequest, name: str, untold: list[tuple[str, str]]) -> int | None:
    number, text = number_of(request, name), text_of(request, name)
    if text and number is None:
        untold.append((name, text))
    return number


def _find_place(text: str, untold: list[tuple[str, str]]) -> str:
    found = resolve_place(clean_name(text), on=timezone.localdate())
    if found.place_id is None or found.state not in {"one", "gone", "not_yet"}:
        untold.append(("place", text))
        return ""
    return found.place_id


def _read_day(text: str, name: str, untold: list[tuple[str, str]]) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if text and day is None:
        untold.append((name, text))
    return day


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the list shows it; a reversal's amounts stand with their sign turned."""

    entry: Entry
    title: Words
    stage: Words
    giver: str
    receiver: str
    standing: Standing
    documents: int
    waits_for_us: bool

    @property
    def key(self) -> tuple[Hashable, ...]:
        """All that a row shows: the entry by its digest, which fixes every word of it, and what was said since."""
        stood = (self.standing.state, self.standing.giver_amount, self.standing.receiver_amount)
        return (bytes(self.entry.digest), self.giver, self.receiver, self.documents, self.waits_for_us, *stood)

    @property
    def sign(self) -> int:
        """−1 for a reversal, which takes its amount away."""
        return -1 if self.entry.reverses_serial else 1

    @property
    def giver_amount(self) -> int | None:
        """What the giving side stands by."""
        return self._signed(self.standing.giver_amount)

    @property
    def receiver_amount(self) -> int | None:
        """What the receiving side stands by."""
        return self._signed(self.standing.receiver_amount)

    @property
    def third_amount(self) -> int | None:
        """What a third party or a document says, where neither side has said anything."""
        nobody = self.standing.giver_amount is None and self.standing.receiver_amount is None
        return self._signed(self.entry.amount) if nobody else None

    @property
    def state(self) -> str:
        """The basis to show: pending where our word is due, reported where another's is."""
        if self.standing.state == "pending":
            spoken = self.entry.spoken_side in {"giver", "receiver"}
            return "reported" if spoken and not self.waits_for_us else "pending"
        return self.standing.state

    def _signed(self, amount: int | None) -> int | None:
        return None if amount is None else self.sign * amount


class EntryList:
    """The entries an actor may see that answer a question: their number, a page of rows, and their sums."""

    def __init__(self, actor: Actor, asked: Conditions) -> None:
        self.actor = actor
        self.asked = asked

    @property
    def from_database(self) -> bool:
        """Whether the question has a part that only the database knows."""
        asked = self.asked
        return asked.state in {"waiting", "theirs", "pending", "differs"} or asked.no_document or asked.mine

    @cached_property
    def listing(self) -> Listing:
        """The question as the snapshot takes it."""
        asked = self.asked
        scope = scope_for(self.actor)
        if asked.pairing is not None:
            scope = replace(scope, pairing_ids=frozenset({asked.pairing}))
        batch = visible_batches(self.actor).filter(pk=asked.batch).first() if asked.batch is not None else None
        nothing = asked.batch is not None and (batch is None or batch.first_serial is None)
        return Listing(
            scope=scope,
            period=Period(asked.first, asked.last),
            place_ids=subtree(asked.place_id, on=timezone.localdate()) if asked.place_id else None,
            kinds=self._kinds(),
            stage=asked.stage,
            party=asked.party,
            label=asked.label,
            text=asked.text,
            text_parties=self._parties(),
            agreed=asked.state == "agreed",
            reversed=asked.state == "reversed",
            first_serial=0 if nothing else batch.first_serial if batch else None,
            last_serial=0 if nothing else batch.last_serial if batch else None,
        )

    @cached_property
    def sums(self) -> list[ListSum]:
        """What the whole list adds up to by kind, stage and unit; bounded where the database answers."""
        if not self.from_database:
            return list(sum_listing(self.listing, snapshot=self._snapshot, columns=list_columns(BOOK)))
        if self.count > COUNTED_AT_MOST:
            return []
        rows = self.queryset.values("kind", "stage", "unit").annotate(n=Count("serial"), all=Sum("amount"))
        return [
            ListSum(row["kind"], row["stage"], row["unit"], row["n"], row["all"], 0, 0)
            for row in rows.order_by("stage", "kind", "unit")
        ]

    @cached_property
    def count(self) -> int:
        """How many entries there are; one above the bound where the database stopped counting."""
        if self.from_database:
            return self.queryset[: COUNTED_AT_MOST + 1].count()
        return sum(one.entries for one in self.sums)

    @property
    def is_bounded(self) -> bool:
        """Whether there are more entries than were counted."""
        return self.from_database and self.count > COUNTED_AT_MOST

    @cached_property
    def serials(self) -> list[int]:
        """The serials of the page asked for, and no more than one page."""
        return self.page_of_serials(skip=(self.asked.page - 1) * ROWS_PER_PAGE, size=ROWS_PER_PAGE)

    def page_of_serials(self, *, skip: int, size: int) -> list[int]:
        """Return serials in the order asked for."""
        order, newest_first = self.asked.sort.removeprefix("-"), self.asked.sort.startswith("-")
        if self.from_database:
            column = {"serial": "serial", "date": "on_date", "amount": "amount"}[order]
            if column != "serial" and self.is_bounded:
                column = "serial"
            rows = self.queryset.order_by(f"-{column}" if newest_first else column, "-serial")
            return list(rows.values_list("serial", flat=True)[skip : skip + size])
        found = page_serials(
            self.listing,
            order=order,  # type: ignore[arg-type]
            newest_first=newest_first,
            skip=skip,
            size=size,
            snapshot=self._snapshot,
            columns=list_columns(BOOK),
        )
        return list(found)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page."""
        return read_rows(self.actor, self.serials)

    @cached_property
    def queryset(self) -> QuerySet[Entry]:
        """The question as the database takes it."""
        asked, listing = self.asked, self.listing
        rows = visible_entries(self.actor)
        rows = self._in_state(rows)
        conditions: dict[str, Any] = {
            "pairing_id": asked.pairing,
            "stage": asked.stage or None,
            "on_date__gte": asked.first,
            "on_date__lte": asked.last,
            "serial__gte": listing.first_serial,
            "serial__lte": listing.last_serial,
            "kind__in": listing.kinds or None,
            "entered_by_id": self.actor.user_id if asked.mine else None,
        }
        rows = rows.filter(**{name: value for name, value in conditions.items() if value is not None})
        if listing.place_ids is not None:
            touches = Q(giver_place_id__in=listing.place_ids) | Q(receiver_place_id__in=listing.place_ids)
            rows = rows.filter(touches)
        if asked.party is not None:
            rows = rows.filter(Q(from_party_id=asked.party) | Q(to_party_id=asked.party))
        if asked.label:
            rows = rows.filter(labels__contains=asked.label)
        if asked.text:
            says = Q(subject__icontains=asked.text) | Q(labels__icontains=asked.text)
            says |= Q(from_party_id__in=listing.text_parties) | Q(to_party_id__in=listing.text_parties)
            rows = rows.filter(says)
        if asked.no_document:
            rows = rows.exclude(Exists(DocumentLink.objects.filter(entry_serial=OuterRef("serial"))))
            rows = rows.filter(reverses_serial__isnull=True)
        return rows

    def _in_state(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        state = self.asked.state
        if state == "waiting":
            waiting = open_entries(self.actor, awaiting=self.actor.side)
        elif state == "theirs":
            other = {"giver": "receiver", "receiver": "giver"}.get(self.actor.side, "")
            waiting = open_entries(self.actor).filter(awaits__in=[other, "both"])
        elif state in {"pending", "differs"}:
            waiting = open_entries(self.actor, state=state)
        elif state == "agreed":
            return rows.filter(serial__in=self._listed_serials())
        elif state == "reversed":
            taken_back = Entry.objects.filter(reverses_serial=OuterRef("serial"))
            return rows.filter(Exists(taken_back) | Q(reverses_serial__isnull=False))
        else:
            return rows
        few = list(waiting.values_list("entry_serial", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return rows.filter(serial__in=few)
        return rows.filter(Exists(waiting.filter(entry_serial=OuterRef("serial"))))

    def _listed_serials(self) -> list[int]:
        found = page_serials(
            self.listing,
            order="serial",
            newest_first=True,
            skip=0,
            size=COUNTED_AT_MOST + 1,
            snapshot=self._snapshot,
            columns=list_columns(BOOK),
        )
        return list(found)

    @cached_property
    def _snapshot(self) -> Any:
        return catch_up()

    def _kinds(self) -> tuple[str, ...]:
        if self.asked.kind:
            return (self.asked.kind,)
        if self.asked.field:
            field = next(one for one in BOOK.fields if one.code == self.asked.field)
            return tuple(kind.code for kind in field.kinds) or ("",)
        return ()

    def _parties(self) -> tuple[int, ...]:
        if not self.asked.text:
            return ()
        named = Party.objects.filter(Q(name__icontains=self.asked.text) | Q(uscc=self.asked.text.upper()))
        return tuple(named.order_by("pk").values_list("pk", flat=True)[:PARTIES_AT_MOST])


def read_rows(actor: Actor, serials: Sequence[int]) -> list[Row]:
    """Return rows for serials in their order, in a handful of queries; what the actor may not see is left out."""
    entries = visible_entries(actor, Entry.objects.filter(serial__in=serials)).in_bulk()
    standings = standing_of(entries)
    sides = name_sides(entries.values())
    waiting = set(
        open_entries(actor, awaiting=actor.side)
        .filter(entry_serial__in=list(entries))
        .values_list("entry_serial", flat=True)
    )
    documents = count_documents(entries)
    return [
        Row(
            entry=entries[serial],
            title=title_of_entry(entries[serial]),
            stage=BOOK.stages[entries[serial].stage].title,
            giver=sides[serial][0],
            receiver=sides[serial][1],
            standing=standings[serial],
            documents=documents.get(serial, 0),
            waits_for_us=serial in waiting,
        )
        for serial in serials
        if serial in entries
    ]


def title_of_entry(entry: Entry) -> Words:
    """What an entry is about: the figure that a document states, else its kind."""
    if entry.indicator:
        try:
            return BOOK.indicator(entry.indicator).title
        except UnknownCodeError:
            return Words(entry.indicator, entry.indicator)
    return title_of(entry.kind)


def count_documents(serials: Iterable[int]) -> dict[int, int]:
    """How many documents each entry has; entries without one are left out."""
    links = DocumentLink.objects.filter(entry_serial__in=list(serials)).values_list("entry_serial")
    return dict(links.annotate(Count("id")))


def pairing_words(pairing: Pairing | None) -> str:
    """A pairing as one line of a list to choose from."""
    if pairing is None:
        return ""
    return say(
        "{giver}—{receiver}（{round}）",
        "{giver} – {receiver} ({round})",
        giver=place_text(pairing.giver_label),
        receiver=place_text(pairing.receiver_label),
        round=word(Words(pairing.round.name_zh, pairing.round.name_en)),
    )


def place_words(place_id: str) -> str:
    """A place by its full name of today."""
    return full_name(place_id, timezone.localdate()) if place_id else ""
