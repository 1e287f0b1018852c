"""How a figure is quoted, and what a reader who opens a quoted address is told: the same, since moved, or another part.

An address fixes scope, days and the serial at which the ledger stood; its digest tells what stood behind the figure. It
must not compute: numbers come from `asked.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from shanhai.catalogue.words import Words
from shanhai.figures.answer import Figure
from shanhai.ledger.ask import DIGEST_SHORT, sight_of, told_from
from shanhai.offices.may import Actor
from shanhai.web.asked import Asked, address_of, ask
from shanhai.web.numbers import NOTHING
from shanhai.web.templatetags.words import BASIS_WORDS, office_name, say, show_amount, word


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a figure since the serial it was told from: its value now, and where that stands."""

    serial: int
    serial_now: int
    value_now: str
    is_changed: bool
    address: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A digest that an address quotes beside the one found; `why` says what may be the cause where they differ."""

    cited: str
    found: str
    why: Words

    @property
    def is_same(self) -> bool:
        """Whether the very entries and amounts that were quoted stand behind what is shown."""
        return self.found.startswith(self.cited)


def cite(figure: Figure, sides: dict[str, str], actor: Actor) -> str:
    """Return the text to quote a figure by: what was counted over which scope, the number, and what fixes it."""
    return say(
        "山海，{title}（{scope}），{basis} {shown}，截至{day}，账本第 {serial} 号，校验 {digest}",
        "Shanhai, {title} ({scope}), {basis} {shown}, as of {day}, ledger number {serial}, digest {digest}",
        title=word(figure.indicator.title),
        scope=cited_scope(figure, sides, actor),
        basis=word(BASIS_WORDS[figure.basis]).lower(),
        shown=_shown(figure),
        day=figure.as_of.isoformat(),
        serial=told_from(figure),
        digest=figure.digest[:DIGEST_SHORT],
    )


def cited_scope(figure: Figure, sides: dict[str, str], actor: Actor) -> str:
    """Say over which two sides a figure was counted and, where its reader sees only part of them, whose part it is."""
    if sides["giver"] or sides["receiver"]:
        scope = f"{sides['giver'] or say('全部海方', 'all')} → {sides['receiver'] or say('全部山方', 'all')}"
    else:
        scope = say("全部结对", "all pairings")
    if sight_of(figure.scope) == "whole":
        return scope
    part = say("{office}看得到的部分", "the part seen by {office}", office=office_name(actor.office))
    return say("{scope}中{part}", "{scope}, {part}", scope=scope, part=part)


def tell_since(figure: Figure, asked: Asked, today: date) -> Since | None:
    """Return what became of a figure of a past serial; None where the ledger still stands there."""
    if figure.scope.up_to is None:
        return None
    asked_now = replace(asked, serial=None, digest="", as_of=None)
    scope = replace(figure.scope, up_to=None)
    now = ask(figure.indicator, asked_now, scope, today=today, snapshot=figure.snapshot)
    return Since(
        serial=figure.scope.up_to,
        serial_now=figure.snapshot.serial,
        value_now=_shown(now),
        is_changed=now.digest != figure.digest,
        address=address_of(figure.indicator.code, asked_now, today),
    )


def compare(figure: Figure, asked: Asked) -> Compared | None:
    """Hold the digest an address quotes against what the reader finds; None where it quotes none."""
    if not asked.digest:
        return None
    if sight_of(figure.scope) != "whole":
        why = Words(
            "本机构看到的账本与引文所据的不是同一部分",
            "your office sees another part of the ledger than the quotation was made from",
        )
    elif asked.serial is None:
        why = Words(
            "账本此后已变，或引用的人看到的是另一部分",
            "the ledger has moved on, or whoever quoted it sees another part",
        )
    else:
        why = Words(
            "引用的人看到的是账本的另一部分，或计数规则、区划后来改过",
            "whoever quoted it sees another part of the ledger, or the rule or the map was changed since",
        )
    return Compared(asked.digest, figure.digest, why)


def _shown(figure: Figure) -> str:
    return NOTHING if figure.value is None else str(show_amount(figure.value, figure.unit, "exact"))
