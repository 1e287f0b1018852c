"""A draft's numbers one by one before it is printed: proved, differs or unproved, and what can be done about it.

Numbers that were read as claims are held against the ledger; every other one that states a quantity is unproved, with
the reason. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shanhai.algorithms.stated_numbers import StatedNumber, find_stated_numbers
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.evidence.reading import Reading
from shanhai.evidence.reconcile import MARK_WORDS, REASONS, RESULT_WORDS, Mark, Reconciled, reconcile_claims
from shanhai.figures.scope import Scope
from shanhai.registry.places import english_text

UNREAD: dict[str, tuple[Words, Words]] = {
    "rate": (
        Words("账本不直接记比率和增幅", "the ledger keeps no such rate"),
        Words("请写出算它的两个数，或在稿中注明来源", "give the two numbers it is worked out from, or name the source"),
    ),
    "unknown": (
        Words("账本里没有对应的指标", "the ledger has no indicator for it"),
        Words("请核实后在稿中注明来源，没有来源的删去", "verify it and name the source in the text, or leave it out"),
    ),
    "damaged": (REASONS["damaged"], Words("请换一份完好的稿子", "use another copy of the draft")),
}


@dataclass(frozen=True, slots=True)
class DraftNumber:
    """One number of a draft: places in the raw and in the repaired text, its words, mark, and what is said of it.

    `result` is None where no indicator was read; `what` are then the words the number counts by.
    """

    start: int
    end: int
    clean_start: int
    clean_end: int
    clean_quote: str
    what: str
    mark: Mark
    reason: Words
    instead: Words | None
    result: Reconciled | None = None

    @property
    def read_as(self) -> Words | None:
        """What the number was taken for: indicator, pairing and period; None where no indicator was read."""
        if self.result is None:
            return None
        claim = self.result.claim
        givers, receivers = claim.giver_group or (claim.giver,), claim.receiver_group or (claim.receiver,)
        pair = _say_sides(givers, receivers)
        days, title = _say_days(claim.period_from, claim.period_to), BOOK.indicator(claim.indicator).title
        return Words(
            f"{title.zh}（{'，'.join(filter(None, (pair.zh, days.zh)))}）" if pair.zh or days.zh else title.zh,
            f"{title.en} ({', '.join(filter(None, (pair.en, days.en)))})" if pair.en or days.en else title.en,
        )

    @property
    def said(self) -> Words:
        """Mark, reason and what can be done, in a sentence, and what the number was taken for."""
        parts = [self.reason, *([self.instead] if self.instead else [])]
        mark, english = MARK_WORDS[self.mark], "; ".join(part.en for part in parts)
        told = Words(
            f"{mark.zh}：{'，'.join(part.zh for part in parts)}。", f"{mark.en}: {english[0].lower()}{english[1:]}."
        )
        taken = self.read_as
        return told if taken is None else Words(f"{told.zh}读作：{taken.zh}。", f"{told.en} Read as: {taken.en}.")


def _say_sides(givers: Iterable[str | None], receivers: Iterable[str | None]) -> Words:
    """Both sides in both languages, empty where neither is told."""
    sides = [[name for name in names if name] for names in (givers, receivers)]
    if not any(sides):
        return Words("", "")
    return Words(
        " → ".join("、".join(names) or "—" for names in sides),
        " → ".join(", ".join(english_text(name) for name in names) or "—" for names in sides),
    )


def draft_number(result: Reconciled) -> DraftNumber:
    """Return a claim beside the ledger as a number of a draft."""
    claim, suggestion = result.claim, result.suggest()
    reasons = [RESULT_WORDS[result.result] if suggestion is None else suggestion]
    if result.mark == "unproved" and result.result in ("agrees", "within_rounding"):
        reasons.append(Words("但其中有条目还没有双签", "but some of its entries are not signed by both sides yet"))
    if result.reason:
        reasons.append(REASONS[result.reason])
    reason = Words("，".join(one.zh for one in reasons), "; ".join(one.en for one in reasons))
    places = claim.start, claim.end, claim.clean_start, claim.clean_end
    return DraftNumber(*places, claim.clean_quote, "", result.mark, reason, None, result)


def check_draft(reading: Reading, *, published_on: date | None = None, seen: Scope | None = None) -> list[DraftNumber]:
    """Return all numbers of a draft that state a quantity, in the order of the text.

    `seen` is as in `reconcile_claims`.
    """
    results = reconcile_claims(reading.claims, published_on=published_on, seen=seen)
    taken = [(one.clean_start, one.clean_end) for one in reading.claims]
    day = published_on.isoformat() if published_on else reading.says.get("published_on")
    spots = [one for one in reading.repaired.unreadable if one.reason == "number_beside_damage"]
    unread = [
        _unread(one, is_damaged=any(spot.start < one.clean_end and one.clean_start < spot.end for spot in spots))
        for one in find_stated_numbers(reading.repaired, taken, published_on=day)
    ]
    return sorted([*map(draft_number, results), *unread], key=lambda one: (one.clean_start, one.clean_end))


def _say_days(first: str | None, last: str | None) -> Words:
    """A period in words: a whole year as such, else its days, an open end told; empty where none is known."""
    if first and last and (first[:4], first[4:], last[4:]) == (last[:4], "-01-01", "-12-31"):
        return Words(f"{first[:4]}年", first[:4])
    if first and last:
        return Words(f"{first}至{last}", f"{first} to {last}")
    if first:
        return Words(f"{first}以来", f"since {first}")
    return Words(f"至{last}", f"up to {last}") if last else Words("", "")


def _unread(one: StatedNumber, *, is_damaged: bool) -> DraftNumber:
    reason, instead = UNREAD["damaged" if is_damaged else "rate" if one.rate else "unknown"]
    places = one.start, one.end, one.clean_start, one.clean_end
    return DraftNumber(*places, one.clean_quote, one.what, "unproved", reason, instead)


def differing(numbers: Iterable[DraftNumber]) -> bool:
    """Whether any number differs from the ledger."""
    return any(one.mark == "differs" for one in numbers)
