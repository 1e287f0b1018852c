"""A text that remembers where each of its characters came from, and the edits that were made to it.

Every pass of the repair changes the text through `change`, so that at the end each character of the result still
knows its place in the text as received. It must not know why a pass changes anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: characters `start` to `end` of the text as received read `before` and now read `after`.

    `reason` is a code (`gloss`, `lost_bytes`, `traditional`, ...); `sure` is between 0 and 1.
    """

    start: int
    end: int
    before: str
    after: str
    reason: str
    sure: float


@dataclass(frozen=True, slots=True)
class Change:
    """A change asked for by one pass: characters `start` to `end` of the text as it now stands become `after`."""

    start: int
    end: int
    after: str
    reason: str
    sure: float = 1.0


class TracedText:
    """A text under repair.

    `text` is how it now stands; character i of it came from raw characters `starts[i]` to `ends[i]`. A changed stretch
    of equal length keeps its characters one to one; of another length, each new character comes from the whole stretch.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self.starts: Sequence[int] = range(len(raw))
        self.ends: Sequence[int] = range(1, len(raw) + 1)
        self._reasons: dict[int, tuple[str, float]] = {}

    def change(self, changes: Iterable[Change]) -> None:
        """Apply changes that do not overlap, given in any order."""
        ordered = sorted(changes, key=lambda change: (change.start, change.end))
        if not ordered:
            return
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for one in ordered:
            if one.start < at:
                raise ValueError("changes of one pass overlap")
            pieces.append(self.text[at : one.start])
            starts += self.starts[at : one.start]
            ends += self.ends[at : one.start]
            self._place(one, starts, ends)
            pieces.append(one.after)
            at = one.end
        pieces.append(self.text[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        self.starts, self.ends = starts, ends
        self.text = "".join(pieces)

    def _place(self, one: Change, starts: list[int], ends: list[int]) -> None:
        if one.end <= one.start:
            raise ValueError("a change must replace at least one character")
        raw_start, raw_end = min(self.starts[one.start : one.end]), max(self.ends[one.start : one.end])
        if len(one.after) == one.end - one.start:
            starts += self.starts[one.start : one.end]
            ends += self.ends[one.start : one.end]
        else:
            starts += [raw_start] * len(one.after)
            ends += [raw_end] * len(one.after)
        for place in range(raw_start, raw_end):
            self._reasons.setdefault(place, (one.reason, one.sure))
        if not one.after:
            # what was mended before and is now gone is gone for this reason, but for what its neighbours came from too
            gone_from = max(raw_start, ends[-1] if ends else 0)
            gone_to = min(raw_end, self.starts[one.end] if one.end < len(self.starts) else raw_end)
            self._reasons.update(dict.fromkeys(range(gone_from, gone_to), (one.reason, one.sure)))

    def edits(self) -> tuple[Edit, ...]:
        """Return all changes against the raw text, in order and without overlap; applied, they give `text`."""
        made: list[Edit] = []
        for start, end, after in self._units():
            before = self.raw[start:end]
            reason, sure = self._reasons.get(start, ("", 1.0))
            last = made[-1] if made else None
            if last and last.end == start and last.reason == reason:
                made[-1] = Edit(last.start, end, last.before + before, last.after + after, reason, min(last.sure, sure))
            else:
                made.append(Edit(start, end, before, after, reason, sure))
        return tuple(made)

    def _units(self) -> Iterable[tuple[int, int, str]]:
        """Yield the smallest changed stretches: raw start, raw end, what stands there now."""
        for first, last in _runs(sorted(self._reasons)):
            yield from self._units_between(first, last)

    def _units_between(self, first: int, last: int) -> Iterable[tuple[int, int, str]]:
        """Yield the changed stretches of raw characters `first` to `last`, all of which some pass has touched."""
        at, i = first, bisect_left(self.starts, first)
        stop = bisect_left(self.starts, last)
        while i < stop:
            start, end, j = self.starts[i], self.ends[i], i + 1
            while j < stop and self.starts[j] < end:
                end = max(end, self.ends[j])
                j += 1
            yield from self._deleted(at, start)
            after = self.text[i:j]
            if self.raw[start:end] != after:
                yield start, end, after
            at, i = end, j
        yield from self._deleted(at, last)

    def _deleted(self, start: int, end: int) -> Iterable[tuple[int, int, str]]:
        """Yield raw characters that are gone, one stretch for each reason."""
        while start < end:
            stop = start + 1
            while stop < end and self._reasons.get(stop) == self._reasons.get(start):
                stop += 1
            yield start, stop, ""
            start = stop


def _runs(places: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Yield start and end of each run of neighbouring places.

    >>> list(_runs([1, 2, 3, 7]))
    [(1, 4), (7, 8)]
    """
    start: int | None = None
    for i, place in enumerate(places):
        if start is None:
            start = place
        if i + 1 == len(places) or places[i + 1] != place + 1:
            yield start, place + 1
            start = None


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Places of a repaired text in the text as received, and back."""

    starts: Sequence[int]
    ends: Sequence[int]
    raw_length: int

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw stretch that characters `start` to `end` of the repaired text came from.

        An empty stretch gives an empty one, at the raw place of the character that follows.
        """
        if not 0 <= start <= end <= len(self.starts):
            raise IndexError(f"no stretch {start} to {end} in a text of {len(self.starts)} characters")
        if start == end:
            at = self.starts[start] if start < len(self.starts) else self.raw_length
            return at, at
        return self.starts[start], self.ends[end - 1]

    def to_repaired(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the repaired text that holds anything of raw characters `start` to `end`."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))


def apply_edits(raw: str, edits: Sequence[Edit]) -> str:
    """Return the raw text with the edits made.

    >>> apply_edits("臺(tái)州", [Edit(0, 1, "臺", "台", "traditional", 1), Edit(1, 6, "(tái)", "", "gloss", 1)])
    '台州'
    """
    pieces, at = [], 0
    for edit in edits:
        pieces += [raw[at : edit.start], edit.after]
        at = edit.end
    return "".join([*pieces, raw[at:]])
