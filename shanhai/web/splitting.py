"""Into what an entry that the other side disputes may be split: the kinds of its second part, and which of them fits.

Both questions are answered from the declarations. It writes nothing and knows no page.
"""

from __future__ import annotations

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import CooperationField, Kind
from shanhai.ledger.models import Entry

SHORTEST_NAME = 3


def kinds_of_rest(entry: Entry) -> list[tuple[CooperationField, list[Kind]]]:
    """Return, field by field, the kinds that count in the entry's unit and are of its nature, its own among them."""
    found = [(field, [kind for kind in field.kinds if _may_follow(kind, entry)]) for field in BOOK.fields]
    return [(field, kinds) for field, kinds in found if kinds]


def fitting_kind(entry: Entry, reason: str) -> Kind | None:
    """Return the kind of the second part that the reason of a difference names; None where it names none or several.

    应记计划外款物 names money outside the plan. What the entry's own kind is called says nothing about the rest, and
    of names that hold each other the longer one counts.
    """
    text = reason.lower()
    named: dict[str, set[str]] = {}
    for _field, kinds in kinds_of_rest(entry):
        for kind in kinds:
            for name in (kind.title.zh, kind.title.en.lower(), *kind.said_as):
                if len(name) >= SHORTEST_NAME and name in text:
                    named.setdefault(name, set()).add(kind.code)
    longest = {name for name in named if not any(name != other and name in other for other in named)}
    codes = {code for name in longest for code in named[name]} - {entry.kind}
    return BOOK.kind(codes.pop()) if len(codes) == 1 else None


def _may_follow(kind: Kind, entry: Entry) -> bool:
    return bool(kind.amount_unit == entry.unit and kind.nature == entry.nature)
