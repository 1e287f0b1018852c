"""How an entry stands: what each side says of it, whether both agree, and whose word is due.

`fold_words` is the whole rule, over plain values; `standing_of` asks the ledger. Writes nothing. The rule:

- An entry is the word of its `spoken_side`; a third party's entry (`neither`) is the word of neither side.
- Of each side the last word counts; `withdraws` takes it back and leaves none.
- Both sides say yes: agreed. One side differs: a difference, which the entering side must answer; once that side
  holds its number, the differing side must answer. Otherwise the entry is pending.
- A reversal ends all of this; a statement of a document (stage `stated`) waits for nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from shanhai.ledger.models import Entry, Signature

Side = Literal["giver", "receiver"]
State = Literal["pending", "differs", "agreed", "reversed", "reversal", "stated"]
SIDES = ("giver", "receiver")
STATED = "stated"
CHUNK = 5000


class Word(NamedTuple):
    """One word on an entry, in the order of the ledger; `holds` of a third party has the side `neither`."""

    serial: int
    side: str
    word: str
    amount: int | None
    known_on: date
    answer_by: date | None = None
    reason: str = ""
    office_id: int | None = None
    signed_by_id: int | None = None
    signed_at: datetime | None = None
    batch_id: int | None = None
    locator: str = ""


@dataclass(slots=True)
class Fold:
    """The words on one entry folded together; `take` adds the next word and returns its `agreed_change`.

    `says` maps a side to `agrees` or `differs`; `amounts` to the amount a side stands by.
    """

    spoken_side: str
    amount: int
    since: date
    says: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    held: bool = False
    answer_by: date | None = None
    last_serial: int = 0

    def __post_init__(self) -> None:
        if self.spoken_side in SIDES:
            self.says[self.spoken_side] = "agrees"
            self.amounts[self.spoken_side] = self.amount

    @property
    def agreed(self) -> bool:
        """Whether both sides say yes."""
        return self.says.get("giver") == "agrees" == self.says.get("receiver")

    @property
    def differing(self) -> list[str]:
        """The sides that differ."""
        return [side for side in SIDES if self.says.get(side) == "differs"]

    @property
    def state(self) -> State:
        """`pending`, `differs` or `agreed`; reversals and statements are not told here."""
        if self.differing:
            return "differs"
        return "agreed" if self.agreed else "pending"

    @property
    def awaits(self) -> str:
        """The side whose word is due: giver, receiver, both, or neither (the third party answers a difference)."""
        if self.differing:
            return _one_or_both(self.differing) if self.held else self.spoken_side
        return _one_or_both([side for side in SIDES if side not in self.says])

    @property
    def other_amount(self) -> int | None:
        """The amount of the side that differs; None where none does."""
        return self.amounts[self.differing[-1]] if self.differing else None

    def take(self, word: Word) -> int:
        """Add the next word; return +1 where it makes the entry agreed, −1 where it ends that, else 0."""
        before, stood = self.agreed, (self.state, self.awaits)
        if word.word == "agrees":
            self.says[word.side], self.amounts[word.side] = "agrees", self.amount
        elif word.word == "differs":
            self.says[word.side], self.held = "differs", False
            self.amounts[word.side] = self.amount if word.amount is None else word.amount
        elif word.word == "holds":
            self.held = True
        elif self.held and word.side == self.spoken_side:
            self.held = False
        else:
            self.says.pop(word.side, None)
            self.amounts.pop(word.side, None)
        self.last_serial = word.serial
        if not self.differing:
            self.answer_by = None
        elif word.answer_by is not None or word.word in {"differs", "holds"}:
            self.answer_by = word.answer_by
        if (self.state, self.awaits) != stood:
            self.since = word.known_on
        return int(self.agreed) - int(before)


def _one_or_both(sides: Sequence[str]) -> str:
    return "both" if len(sides) == 2 else (sides[0] if sides else "")


def fold_words(*, spoken_side: str, amount: int, since: date, words: Iterable[Word]) -> Fold:
    """Fold the words on an entry of this amount, known since a day."""
    fold = Fold(spoken_side, amount, since)
    for word in words:
        fold.take(word)
    return fold


@dataclass(frozen=True, slots=True)
class Standing:
    """How one entry stands, for pages and the API.

    `giver_amount` and `receiver_amount` are what each side stands by, None where it has said nothing. `awaits` is
    blank where nothing is due. `words` are all words in order.
    """

    serial: int
    state: State
    spoken_side: str
    giver_amount: int | None = None
    receiver_amount: int | None = None
    awaits: str = ""
    since: date | None = None
    answer_by: date | None = None
    reversed_by: int | None = None
    replaced_by: tuple[int, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def gap(self) -> int | None:
        """Giver's amount less receiver's, where both are known."""
        if self.giver_amount is None or self.receiver_amount is None:
            return None
        return self.giver_amount - self.receiver_amount


class EntryFacts(NamedTuple):
    """What deciding on an entry needs to know of it."""

    serial: int
    office_id: int
    spoken_side: str
    kind: str
    stage: str
    amount: int
    unit: str
    known_on: date
    pairing_id: int | None
    giver_place_id: str
    receiver_place_id: str
    reverses_serial: int | None
    is_example: bool = False
    entered_by_id: int | None = None


def in_chunks(values: Iterable[int]) -> Iterator[list[int]]:
    """Cut serials into lists short enough for one query."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def load_facts(serials: Iterable[int]) -> dict[int, EntryFacts]:
    """Read the facts of entries; a serial that is no entry is left out."""
    found: dict[int, EntryFacts] = {}
    for chunk in in_chunks(serials):
        for row in Entry.objects.filter(serial__in=chunk).values_list(*EntryFacts._fields):
            found[row[0]] = EntryFacts(*row)
    return found


def load_words(serials: Iterable[int]) -> dict[int, list[Word]]:
    """Read the words on entries, in the order of the ledger."""
    found: dict[int, list[Word]] = defaultdict(list)
    for chunk in in_chunks(serials):
        rows = Signature.objects.filter(entry_serial__in=chunk).order_by("serial")
        for entry_serial, *row in rows.values_list("entry_serial", *Word._fields):
            found[entry_serial].append(Word(*row))
    return found


def persons_by_side(spoken_side: str, entered_by_id: int | None, words: Iterable[Word]) -> dict[str, frozenset[int]]:
    """Return the users who ever spoke for each side on an entry: who entered it, and who gave a word on it.

    A word taken back counts, so that nobody changes sides on one entry; taking back itself speaks for nobody.
    """
    persons: dict[str, set[int]] = defaultdict(set)
    if entered_by_id is not None:
        persons[spoken_side].add(entered_by_id)
    for word in words:
        if word.signed_by_id is not None and word.word != "withdraws":
            persons[word.side].add(word.signed_by_id)
    return {side: frozenset(users) for side, users in persons.items()}


def load_reversals(serials: Iterable[int]) -> dict[int, int]:
    """Read which entries are taken back, {entry: its reversal}."""
    found: dict[int, int] = {}
    for chunk in in_chunks(serials):
        found.update(Entry.objects.filter(reverses_serial__in=chunk).values_list("reverses_serial", "serial"))
    return found


def load_replacements(serials: Iterable[int]) -> dict[int, list[int]]:
    """Read which entries stand in for entries taken back, {entry: its replacements in order}."""
    found: dict[int, list[int]] = defaultdict(list)
    for chunk in in_chunks(serials):
        rows = Entry.objects.filter(replaces_serial__in=chunk).order_by("serial")
        for replaced, serial in rows.values_list("replaces_serial", "serial"):
            found[replaced].append(serial)
    return found


def standing_of(serials: Iterable[int]) -> dict[int, Standing]:
    """Tell how entries stand, {serial: Standing}; a serial that is no entry is left out.

    Four queries for any number of serials up to some thousands.
    """
    facts = load_facts(serials)
    words, reversals = load_words(facts), load_reversals(facts)
    replacements = load_replacements(reversals)
    return {
        serial: _stand(fact, words.get(serial, ()), reversals.get(serial), replacements.get(serial, ()))
        for serial, fact in facts.items()
    }


def _stand(fact: EntryFacts, words: Sequence[Word], reversed_by: int | None, replaced_by: Sequence[int]) -> Standing:
    fold = fold_words(spoken_side=fact.spoken_side, amount=fact.amount, since=fact.known_on, words=words)
    common: Mapping[str, Any] = {
        "serial": fact.serial,
        "spoken_side": fact.spoken_side,
        "giver_amount": fold.amounts.get("giver"),
        "receiver_amount": fold.amounts.get("receiver"),
        "reversed_by": reversed_by,
        "replaced_by": tuple(replaced_by),
        "words": tuple(words),
    }
    if fact.reverses_serial is not None:
        return Standing(state="reversal", **common)
    if reversed_by is not None:
        return Standing(state="reversed", **common)
    if fact.stage == STATED:
        return Standing(state="stated", **common)
    return Standing(state=fold.state, awaits=fold.awaits, since=fold.since, answer_by=fold.answer_by, **common)
