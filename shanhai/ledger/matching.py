"""Which drafts say what the ledger already holds: repeats, second reports of one fact, doubts, contradictions.

Pure decisions over plain values; must not know tables or who may sign. In this order, for each draft:

1. The reporter has said which entry it repeats, or that it is another fact.
2. The same natural key within the pairing is the same fact, whatever the amount.
3. An entry our side has spoken on, with the same parties, day and amount, is asked about.
4. Entries of the other side that wait for our word, of the same pairing, kind and parties (and of the same subject
   where both name one), dated within the kind's window, with an amount within its tolerance: equal rows are matched
   where there are as many on both sides, then those that have only each other. Whatever could be matched in two ways
   is asked, never guessed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from shanhai.catalogue.declare import SameFact
from shanhai.catalogue.words import Words

Verdict = Literal["new", "agrees", "differs", "repeat", "problem"]
CANDIDATES_SHOWN = 5


class Fact(NamedTuple):
    """What a draft says, as far as matching needs it; `same_as` as in `EntryDraft`."""

    kind: str
    pairing_id: int | None
    from_party_id: int | None
    to_party_id: int | None
    on_date: date
    amount: int
    fact_hash: int | None
    same_as: int | None
    subject: str = ""


class Known(NamedTuple):
    """A living entry of the ledger, seen from our side.

    `own` is true where our side or office entered it. `own_word` is our side's last word on it (`agrees`, `differs`
    or None) and `own_amount` the amount that word stands by.
    """

    serial: int
    kind: str
    pairing_id: int | None
    from_party_id: int | None
    to_party_id: int | None
    on_date: date
    amount: int
    fact_hash: int | None
    own: bool
    own_word: str | None = None
    own_amount: int | None = None
    subject: str = ""

    @property
    def spoken(self) -> bool:
        """Whether our side has already said something of this fact."""
        return self.own or self.own_word is not None

    @property
    def our_amount(self) -> int | None:
        """The amount our side stands by; None where it has said nothing."""
        return self.amount if self.own else self.own_amount


class Decision(NamedTuple):
    """What becomes of one draft; `serial` is the entry it concerns, `code` and the rest belong to a problem."""

    verdict: Verdict
    serial: int | None = None
    code: str = ""
    candidates: tuple[int, ...] = ()
    known_amount: int | None = None
    other_facts: Words | None = None


NEW = Decision("new")


@dataclass
class KnownFacts:
    """The entries that drafts may repeat, by serial, by key, and by the group of pairing and kind."""

    by_serial: dict[int, Known] = field(default_factory=dict)
    by_hash: dict[int, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_group: dict[tuple[int | None, str], list[Known]] = field(default_factory=lambda: defaultdict(list))

    def add(self, known: Known) -> None:
        """Take in one entry; an entry already taken in is left as it is."""
        if known.serial not in self.by_serial:
            self.by_serial[known.serial] = known
            self.by_group[known.pairing_id, known.kind].append(known)
            if known.fact_hash is not None:
                self.by_hash[known.fact_hash].append(known)


def decide_facts(
    facts: Sequence[Fact],
    known: KnownFacts,
    *,
    same_fact_of: Callable[[str], SameFact],
    speaks: bool,
) -> list[Decision]:
    """Decide on each draft of one call. `speaks`: whether the reporter's word counts for a side.

    A third party (`speaks` false) signs nothing: what it repeats by key is told, everything else is new.
    """
    decisions: list[Decision | None] = [None] * len(facts)
    _refuse_keys_twice(facts, decisions)
    for number, fact in enumerate(facts):
        if decisions[number] is None:
            decisions[number] = _decide_by_word_or_key(fact, known, speaks=speaks)
    taken = {decision.serial for decision in decisions if decision is not None and decision.serial is not None}
    groups: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for number, decision in enumerate(decisions):
        fact = facts[number]
        if decision is None and fact.same_as is None and speaks and known.by_group.get((fact.pairing_id, fact.kind)):
            groups[fact.pairing_id, fact.kind].append(number)
    for group, numbers in groups.items():
        candidates = [entry for entry in known.by_group[group] if entry.serial not in taken]
        near = _Near(facts, candidates, same_fact_of(group[1]))
        for number, decision in near.decide(numbers).items():
            decisions[number] = decision
    return _speak_once([decision or NEW for decision in decisions])


def _speak_once(decisions: list[Decision]) -> list[Decision]:
    """Two drafts of one call may not both be our word on one entry."""
    spoken: set[int | None] = set()
    for number, decision in enumerate(decisions):
        if decision.verdict in {"agrees", "differs"}:
            if decision.serial in spoken:
                shown = () if decision.serial is None else (decision.serial,)
                decisions[number] = Decision("problem", decision.serial, "same_as_wrong", shown)
            spoken.add(decision.serial)
    return decisions


def _refuse_keys_twice(facts: Sequence[Fact], decisions: list[Decision | None]) -> None:
    """Of drafts with one key only the first may stand; `serial` of the others' decision is the first one's number."""
    first: dict[int, int] = {}
    for number, fact in enumerate(facts):
        if fact.fact_hash is not None and first.setdefault(fact.fact_hash, number) != number:
            decisions[number] = Decision("problem", None, "key_twice", (first[fact.fact_hash] + 1,))


def _decide_by_word_or_key(fact: Fact, known: KnownFacts, *, speaks: bool) -> Decision | None:
    if fact.same_as:
        chosen = known.by_serial.get(fact.same_as)
        if chosen is None or not speaks or (chosen.pairing_id, chosen.kind) != (fact.pairing_id, fact.kind):
            return Decision("problem", fact.same_as, "same_as_wrong", (fact.same_as,))
        return _speak_on(fact, chosen, sure=True)
    alike = known.by_hash.get(fact.fact_hash, ()) if fact.fact_hash is not None else ()
    if not alike:
        return None
    if len(alike) == 1:
        return _decide_by_key(fact, alike[0], speaks=speaks)
    return _decide_by_parts(fact, alike)


def _decide_by_key(fact: Fact, entry: Known, *, speaks: bool) -> Decision:
    if entry.kind != fact.kind:
        return Decision("problem", entry.serial, "key_of_other_kind", (entry.serial,))
    if entry.own or not speaks:
        if entry.amount == fact.amount:
            return Decision("repeat", entry.serial)
        return Decision("problem", entry.serial, "key_recorded_otherwise", (entry.serial,), entry.amount)
    if not _parties_may_be_same(fact, entry):
        return Decision("problem", entry.serial, "key_of_other_parties", (entry.serial,))
    return _speak_on(fact, entry, sure=False)


def _decide_by_parts(fact: Fact, alike: Sequence[Known]) -> Decision:
    """One key on several living entries: an entry that was split. Its whole or one of its parts is a repeat."""
    same = [entry for entry in alike if entry.amount == fact.amount]
    if all(entry.spoken for entry in alike) and (same or sum(entry.amount for entry in alike) == fact.amount):
        return Decision("repeat", (same or alike)[0].serial)
    if len(same) == 1 and not same[0].own:
        return _speak_on(fact, same[0], sure=False)
    return Decision("problem", None, "match_doubtful", _shown(alike))


def _speak_on(fact: Fact, entry: Known, *, sure: bool) -> Decision:
    """What our report of this fact says on an entry: a word, a repeat of our word, or a change of it (asked first)."""
    if entry.own:
        if entry.amount == fact.amount:
            return Decision("repeat", entry.serial)
        return Decision("problem", entry.serial, "key_recorded_otherwise", (entry.serial,), entry.amount)
    if entry.own_word is not None:
        if entry.own_amount == fact.amount:
            return Decision("repeat", entry.serial)
        if not sure:
            return Decision("problem", entry.serial, "word_would_change", (entry.serial,), entry.own_amount)
    return Decision("agrees" if entry.amount == fact.amount else "differs", entry.serial)


def _shown(entries: Iterable[Known]) -> tuple[int, ...]:
    return tuple(sorted(entry.serial for entry in entries)[:CANDIDATES_SHOWN])


def _parties_may_be_same(fact: Fact, entry: Known) -> bool:
    return all(
        ours is None or theirs is None or ours == theirs
        for ours, theirs in ((fact.from_party_id, entry.from_party_id), (fact.to_party_id, entry.to_party_id))
    )


def _subjects_may_be_same(fact: Fact, entry: Known) -> bool:
    """Two parks listed on one day are two facts, however alike their rows."""
    return not fact.subject or not entry.subject or fact.subject == entry.subject


def within_tolerance(amount: int, other: int, per_mille: int) -> bool:
    """Whether two amounts differ by at most so many thousandths of the larger.

    >>> within_tolerance(9500, 10000, 50), within_tolerance(9499, 10000, 50)
    (True, False)
    """
    return abs(amount - other) * 1000 <= max(abs(amount), abs(other)) * per_mille


class _Near:
    """Drafts without a matching key beside the entries of one pairing and kind."""

    def __init__(self, facts: Sequence[Fact], candidates: Sequence[Known], same: SameFact) -> None:
        self.facts = facts
        self.same = same
        self.spoken: dict[tuple[object, ...], list[Known]] = defaultdict(list)
        waiting: dict[tuple[int | None, int | None], list[Known]] = defaultdict(list)
        for entry in candidates:
            if entry.spoken:
                self.spoken[entry.from_party_id, entry.to_party_id, entry.on_date, entry.our_amount].append(entry)
            else:
                waiting[entry.from_party_id, entry.to_party_id].append(entry)
        for entries in waiting.values():
            entries.sort(key=lambda entry: (entry.amount, entry.serial))
        self.waiting = waiting
        self.amounts = {parties: [entry.amount for entry in entries] for parties, entries in waiting.items()}

    def decide(self, numbers: Sequence[int]) -> dict[int, Decision]:
        """Decide on these drafts together; those that are simply new are left out."""
        decided: dict[int, Decision] = {}
        edges: dict[int, list[Known]] = {}
        for number in numbers:
            repeated = self._spoken_alike(self.facts[number])
            if repeated:
                decided[number] = Decision("problem", repeated[0].serial, "looks_repeated", _shown(repeated))
            elif found := self._compatible(self.facts[number]):
                edges[number] = found
        self._match_equal_rows(edges, decided)
        self._match_each_other(edges, decided, self._same_amount)
        self._match_each_other(edges, decided, lambda _fact, _entry: True)
        taken = {decision.serial for decision in decided.values()}
        for number, entries in edges.items():
            left = [entry for entry in entries if entry.serial not in taken]
            if number not in decided and left:
                decided[number] = Decision("problem", None, "match_doubtful", _shown(left))
        return decided

    def _spoken_alike(self, fact: Fact) -> list[Known]:
        found = self.spoken.get((fact.from_party_id, fact.to_party_id, fact.on_date, fact.amount), ())
        return [
            entry
            for entry in found
            if (fact.fact_hash is None or entry.fact_hash is None) and _subjects_may_be_same(fact, entry)
        ]

    def _compatible(self, fact: Fact) -> list[Known]:
        """The waiting entries that could be this fact, a missing party being no contradiction."""
        per_mille = self.same.tolerance_per_mille
        lowest = min(fact.amount - abs(fact.amount) * per_mille // 1000, fact.amount)
        highest = max(-(-abs(fact.amount) * 1000 // (1000 - per_mille)), abs(fact.amount)) if per_mille < 1000 else None
        found = []
        for parties in self._party_pairs(fact):
            amounts = self.amounts[parties]
            start = bisect_left(amounts, lowest - 1)
            stop = len(amounts) if highest is None else bisect_right(amounts, highest + 1)
            found += [entry for entry in self.waiting[parties][start:stop] if self._may_be(fact, entry)]
        return found

    def _party_pairs(self, fact: Fact) -> list[tuple[int | None, int | None]]:
        if fact.from_party_id is not None and fact.to_party_id is not None:
            pairs = [(one, two) for one in (fact.from_party_id, None) for two in (fact.to_party_id, None)]
            return [pair for pair in pairs if pair in self.waiting]
        return [
            pair
            for pair in self.waiting
            if (fact.from_party_id is None or pair[0] in (None, fact.from_party_id))
            and (fact.to_party_id is None or pair[1] in (None, fact.to_party_id))
        ]

    def _may_be(self, fact: Fact, entry: Known) -> bool:
        return (
            abs((fact.on_date - entry.on_date).days) <= self.same.days
            and within_tolerance(fact.amount, entry.amount, self.same.tolerance_per_mille)
            and (fact.fact_hash is None or entry.fact_hash is None)
            and _subjects_may_be_same(fact, entry)
        )

    def _match_equal_rows(self, edges: dict[int, list[Known]], decided: dict[int, Decision]) -> None:
        """Rows alike in parties, day and amount, as many here as there: any pairing of them is right."""
        ours: dict[tuple[object, ...], list[int]] = defaultdict(list)
        theirs: dict[tuple[object, ...], dict[int, Known]] = defaultdict(dict)
        for number, entries in edges.items():
            fact = self.facts[number]
            ours[fact.from_party_id, fact.to_party_id, fact.on_date, fact.amount, fact.subject].append(number)
            for entry in entries:
                alike = (entry.from_party_id, entry.to_party_id, entry.on_date, entry.amount, entry.subject)
                theirs[alike][entry.serial] = entry
        for row, numbers in ours.items():
            serials = sorted(theirs.get(row, ()))
            if len(serials) == len(numbers):
                for number, serial in zip(numbers, serials, strict=True):
                    decided[number] = Decision("agrees", serial)

    def _match_each_other(
        self,
        edges: dict[int, list[Known]],
        decided: dict[int, Decision],
        counts: Callable[[Fact, Known], bool],
    ) -> None:
        """Match a draft and an entry that have only each other among what counts, their parties being written alike."""
        taken = {decision.serial for decision in decided.values()}
        left = {
            number: [entry for entry in entries if entry.serial not in taken and counts(self.facts[number], entry)]
            for number, entries in edges.items()
            if number not in decided
        }
        wanted = Counter(entry.serial for entries in left.values() for entry in entries)
        for number, entries in left.items():
            fact = self.facts[number]
            if len(entries) == 1 and wanted[entries[0].serial] == 1 and self._same_parties(fact, entries[0]):
                verdict: Verdict = "agrees" if entries[0].amount == fact.amount else "differs"
                decided[number] = Decision(verdict, entries[0].serial)

    @staticmethod
    def _same_amount(fact: Fact, entry: Known) -> bool:
        return fact.amount == entry.amount

    @staticmethod
    def _same_parties(fact: Fact, entry: Known) -> bool:
        return (fact.from_party_id, fact.to_party_id) == (entry.from_party_id, entry.to_party_id)
