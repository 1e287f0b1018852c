"""Who is paired with whom under which programme, as plain values, and what a text's places can be to each other.

It must not know the registry: rows come from the caller, by trimmed division codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_MANY_ROWS = 12
_MANY_FITS = 20_000


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places of `giver` help places of `receiver`; codes are trimmed (33 for a province, 330604 for a county)."""

    programme: str
    giver: str
    receiver: str


@dataclass(frozen=True, slots=True)
class ProgrammeWords:
    """A programme and the words texts call it by, and whether firms and universities help in it, or they alone."""

    name: str
    said_as: tuple[str, ...]
    organisations: Literal["none", "also", "alone"] = "none"


class Arrangements:
    """All known arrangements, asked by pairs of trimmed codes; `across` are the programmes between provinces."""

    def __init__(self, rows: Iterable[Arrangement]) -> None:
        self.rows = tuple(rows)
        self._fits: dict[tuple[str, str], tuple[tuple[str, float], ...]] = {}
        self._by_provinces: dict[tuple[str, str], list[Arrangement]] = {}
        self.partners: dict[str, list[str]] = {}
        self._receivers: dict[str, list[str]] = {}
        self._across = [row for row in self.rows if row.giver[:2] != row.receiver[:2]]
        self.across = frozenset(row.programme for row in self._across)
        # under which most provinces are helped by others, as the west is by the east
        helped = {(row.programme, row.receiver[:2]) for row in self._across}
        self.common_across = [name for name, _ in Counter(sorted(name for name, _ in helped)).most_common(1)]
        self._common = [row for row in self._across if row.programme in self.common_across]
        self._common_givers = {row.giver[:2] for row in self._common}
        for row in self.rows:
            self._by_provinces.setdefault((row.giver[:2], row.receiver[:2]), []).append(row)
            if len(row.receiver) > 2:
                self._receivers.setdefault(row.receiver[:2], []).append(row.receiver)
            self.partners.setdefault(row.giver, []).append(row.receiver)
            self.partners.setdefault(row.receiver, []).append(row.giver)

    def fit(self, giver: str, receiver: str) -> tuple[tuple[str, float], ...]:
        """Return programmes under which one place may help another, each with how closely the rows name them."""
        key = giver, receiver
        if key not in self._fits:
            if len(self._fits) >= _MANY_FITS:
                self._fits.clear()
            self._fits[key] = self._find_fits(giver, receiver)
        return self._fits[key]

    def _find_fits(self, giver: str, receiver: str) -> tuple[tuple[str, float], ...]:
        found: dict[str, float] = {}
        if receiver[2:3] == "-":
            receiver = receiver[:2]  # a division of the corps lies among the prefectures that its province helps
        for row in self._by_provinces.get((giver[:2], receiver[:2]), ()):
            if _related(giver, row.giver) and _related(receiver, row.receiver):
                weight = float(min(len(giver), len(row.giver)) + min(len(receiver), len(row.receiver)))
                found[row.programme] = max(found.get(row.programme, 0.0), weight)
        if not found and giver[:2] == receiver[:2]:
            for row in self._by_provinces.get((giver[:2], receiver[:2]), ()):
                helps = self._gives(giver, row.programme) and not self._receives(giver, row.programme)
                if helps and receiver.startswith(row.receiver):
                    found[row.programme] = 3.0
        elif not found:
            for programme, weight in self._by_roles(giver[:2], receiver[:2]):
                found[programme] = weight
        return tuple(sorted(found.items(), key=lambda item: -item[1]))

    def _by_roles(self, giver: str, receiver: str) -> list[tuple[str, float]]:
        """Return programmes in which one province gives and the other receives, though no row pairs them.

        A province helps others than its partners only where it gives in the common programme.
        """
        if giver not in self._common_givers:
            return []
        back = {row.programme for row in self._across if row.giver[:2] == receiver}
        received: dict[str, int] = {}
        for row in self._across:
            if row.receiver[:2] == receiver and row.programme not in back:
                received[row.programme] = received.get(row.programme, 0) + 1
        most = max(received.values(), default=0)
        return [(programme, 1.0 + count / most / 2) for programme, count in received.items()]

    def _receives(self, code: str, programme: str) -> bool:
        """Tell whether a place is itself a receiver inside its own province."""
        rows = self._by_provinces.get((code[:2], code[:2]), ())
        return any(row.programme == programme and code.startswith(row.receiver) for row in rows)

    def _gives(self, code: str, programme: str) -> bool:
        """Tell whether a place is itself, in part or as a part, a giver inside its own province."""
        rows = self._by_provinces.get((code[:2], code[:2]), ())
        return any(row.programme == programme and _related(code, row.giver) for row in rows)

    def role(self, code: str) -> str:
        """Return `giver` or `receiver` for a place that the rows know on that side only, else an empty text.

        Rows between provinces come first: a province that helps another is a giver, whatever passes inside it. Of these
        the programme that pairs most provinces does: one that the east helps in it may help a farther one in another,
        which makes no giver of each place in it.
        """
        by_itself = len(code) == 2 or code[:2] in self._common_givers
        for rows in (self._common, self._across, self.rows):
            gives = any(_related(code, row.giver) and (by_itself or len(row.giver) > 2) for row in rows)
            receives = any(_related(code, row.receiver) for row in rows)
            if gives != receives:
                return "giver" if gives else "receiver"
        return ""

    def weight(self, giver: str, receiver: str) -> float:
        """Return how closely the arrangements know a pair, 0 where they do not."""
        if not giver or not receiver or giver.startswith(receiver) or receiver.startswith(giver):
            return 0.0
        fits = self.fit(giver, receiver)
        return fits[0][1] if fits else 0.0

    def may_receive(self, code: str) -> bool:
        """Tell whether a place may be a receiver; where the rows of its province are many, one must name it."""
        receivers = self._receivers.get(code[:2], ())
        return len(receivers) < _MANY_ROWS or any(_related(code, receiver) for receiver in receivers)


def _related(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
