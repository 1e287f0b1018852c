"""Holds claims against the ledger: for each, the figure of the same scope, period, stage and rule, and what follows.

Nothing is written. A claim of another stage than its indicator counts (planned, capacity), of a wider scope, or of an
indicator that no kind of entry carries is said to be not comparable, and why, instead of being judged wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from shanhai.algorithms.claim_extraction import ClaimDraft
from shanhai.algorithms.claim_judgement import judge, printed_scale, printed_step
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.units import UNITS, write_amount
from shanhai.catalogue.words import Words
from shanhai.figures.answer import Figure
from shanhai.figures.scope import Basis, Period, Scope
from shanhai.figures.tables import Snapshot
from shanhai.ledger.ask import QuestionError, ask_figure, figure_address
from shanhai.ledger.snapshot import catch_up

Result = Literal["agrees", "within_rounding", "differs", "no_entries", "not_comparable"]
Mark = Literal["proved", "differs", "unproved"]

REASONS: dict[str, Words] = {
    "planned": Words("文中是计划数，账本记的是已经发生的数", "the text gives a plan, the ledger what happened"),
    "capacity": Words("文中是容量，账本记的是已经发生的数", "the text gives a capacity, the ledger what happened"),
    "no_kind": Words(
        "账本里没有记这一项的条目，只能照公开材料登记", "no kind of entry carries it; documents are its only source"
    ),
    "no_scope": Words("文中没有说清是哪一对、哪个地方", "the text does not say which pairing or place"),
    "group": Words("文中说的是几个地方合起来的数", "the text gives one number for several places"),
    "party": Words("文中只说其中一家单位，账本的数是全部", "the text speaks of one party, the ledger of all"),
    "unit": Words("单位不同：文中是每年、每户一类的数", "the unit differs: the text counts by year or household"),
    "sight": Words("所说的范围超出本机构看得到的账", "the scope is wider than the part of the ledger this office sees"),
    "damaged": Words("原文此处有缺字，读不准", "the text is damaged here and cannot be read for sure"),
    "place": Words(
        "文中的地方不在登记的区划里，或地名认不准",
        "a place in the text is none of the registered divisions, or cannot be told",
    ),
}
MARK_WORDS: dict[Mark, Words] = {
    "proved": Words("有据", "Proved"),
    "differs": Words("不符", "Differs"),
    "unproved": Words("无据", "Unproved"),
}
RESULT_WORDS: dict[Result, Words] = {
    "agrees": Words("与账本相符", "Agrees with the ledger"),
    "within_rounding": Words("在所写位数的舍入之内", "Within the rounding of what is printed"),
    "differs": Words("与账本不符", "Differs from the ledger"),
    "no_entries": Words("账本里没有条目", "No entries in the ledger"),
    "not_comparable": Words("不能比", "Cannot be compared"),
}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A claim beside the ledger: the result, the reason where it cannot be compared, the figure and the difference.

    `difference` is ledger less text, in whole base units. `figure` is on the agreed basis where that gives a number,
    else on the reported one.
    """

    claim: ClaimDraft
    result: Result
    reason: str = ""
    figure: Figure | None = None
    difference: Decimal | None = None

    @property
    def mark(self) -> Mark:
        """What a draft's reader wants to know: proved, differs or unproved."""
        if self.result in ("agrees", "within_rounding"):
            return "proved" if self.figure is not None and self.figure.basis == "agreed" else "unproved"
        return "differs" if self.result == "differs" else "unproved"

    @property
    def address(self) -> str:
        """The permanent address of the figure's passport; empty without a figure."""
        return figure_address(self.figure) if self.figure is not None else ""

    def suggest(self) -> Words | None:
        """What could be written instead, for a claim that differs; None where there is nothing to suggest."""
        if self.result != "differs" or self.figure is None or self.figure.value is None:
            return None
        unit = UNITS[self.claim.unit].title
        value = Decimal(write_amount(self.figure.value, self.figure.unit))
        basis = Words("双签", "agreed") if self.figure.basis == "agreed" else Words("上报", "reported")
        words = _in_words_of(self.claim, value)
        zh = words if is_bare(self.claim.clean_quote) else f"{words}{unit.zh}"
        en = f"{_plain(value)} {unit.en}"
        return Words(f"账本{basis.zh}为{zh}", f"the ledger has {en} ({basis.en})")


def is_bare(quote: str) -> bool:
    """Whether a number stands alone, as in a cell whose unit is told by its head."""
    return not re.search(r"[^\d\s,，.]", quote)


def _in_words_of(claim: ClaimDraft, value: Decimal) -> str:
    """A value as the text counts: in 亿 or 万 where the text does, at most four places, halves up."""
    word, size = printed_scale(claim.clean_quote, claim.value)
    if is_bare(claim.clean_quote):
        word = ""  # the head of the column says it already
    return f"{_plain((value / size).quantize(Decimal('0.0001'), ROUND_HALF_UP))}{word}" if size > 1 else _plain(value)


def _plain(value: Decimal) -> str:
    """Thousands apart, no empty places behind the point."""
    return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def reconcile_claims(
    claims: Iterable[ClaimDraft], *, published_on: date | None = None, seen: Scope | None = None
) -> list[Reconciled]:
    """Hold every claim against the ledger as far as the reader may see it (`seen`)."""
    questions = _Questions(catch_up(), published_on, seen)
    return [_reconcile(claim, questions, seen) for claim in claims]


def _reconcile(claim: ClaimDraft, questions: _Questions, seen: Scope | None) -> Reconciled:
    reason = _why_not_comparable(claim)
    if reason:
        return Reconciled(claim, "not_comparable", reason)
    try:
        figure = questions.ask(claim)
    except QuestionError:
        return Reconciled(claim, "not_comparable", "place")
    if not _is_in_sight(figure.scope, seen):
        return Reconciled(claim, "not_comparable", "sight")
    if figure.value is None:
        return Reconciled(claim, "no_entries", figure=figure)
    computed = Decimal(write_amount(figure.value, figure.unit))
    judged = judge(claim.value, claim.qualifier, printed_step(claim.clean_quote, claim.value), computed)
    return Reconciled(claim, judged.verdict, figure=figure, difference=judged.difference)


def _is_in_sight(asked: Scope, seen: Scope | None) -> bool:
    """Whether the reader sees all of what was asked: a part of it would make a right number look wrong."""
    if seen is None:
        return True
    if seen.programmes is not None and asked.programme not in seen.programmes:
        return False
    touching = seen.touching_place_ids
    return touching is None or asked.giver in touching or asked.receiver in touching


def _why_not_comparable(claim: ClaimDraft) -> str:
    indicator = BOOK.indicator(claim.indicator)
    checks = (
        (claim.damaged, "damaged"),
        (claim.status == "planned", "planned"),
        (claim.status == "capacity", "capacity"),
        (indicator.value is None, "no_kind"),
        (bool(claim.giver_group or claim.receiver_group), "group"),
        (not claim.giver and not claim.receiver, "no_scope"),
        (claim.party is not None and not _is_of_the_pair(claim), "party"),
        (claim.unit != indicator.unit, "unit"),
    )
    return next((reason for holds, reason in checks if holds), "")


def _is_of_the_pair(claim: ClaimDraft) -> bool:
    """Whether the party is the pair's own, named after both its sides (上虞—文成“产业飞地”)."""
    party, giver, receiver = claim.party or "", claim.giver or "", claim.receiver or ""
    return bool(giver and receiver) and giver[:2] in party and receiver[:2] in party


class _Questions:
    """The figures that the claims of one document ask for; each is computed once, however often a text repeats it."""

    def __init__(self, snapshot: Snapshot, published_on: date | None, seen: Scope | None) -> None:
        self._snapshot, self._published_on, self._seen = snapshot, published_on, seen
        self._answers: dict[tuple[object, ...], Figure] = {}

    def ask(self, claim: ClaimDraft) -> Figure:
        """The figure of the claim's own question: agreed where that gives a number that fits, else reported."""
        agreed = self._figure(claim, "agreed")
        if agreed.value is not None and _fits(claim, agreed):
            return agreed
        reported = self._figure(claim, "reported")
        return reported if reported.value is not None and (agreed.value is None or _fits(claim, reported)) else agreed

    def _figure(self, claim: ClaimDraft, basis: Basis) -> Figure:
        """A period the text leaves open runs to the day of publication, as its reader understands it."""
        first = date.fromisoformat(claim.period_from) if claim.period_from else None
        last = date.fromisoformat(claim.period_to) if claim.period_to else self._published_on
        if first and last and last < first:
            last = None
        scope = {"giver": claim.giver, "receiver": claim.receiver, "programme": claim.programme}
        asked: dict[str, Any] = {name: value for name, value in scope.items() if value}
        key = (claim.indicator, *scope.values(), first, last, basis)
        if key not in self._answers:
            self._answers[key] = ask_figure(
                claim.indicator,
                **asked,
                period=Period(first, last),
                basis=basis,
                seen=self._seen,
                snapshot=self._snapshot,
            )
        return self._answers[key]


def _fits(claim: ClaimDraft, figure: Figure) -> bool:
    assert figure.value is not None
    computed = Decimal(write_amount(figure.value, figure.unit))
    return (
        judge(claim.value, claim.qualifier, printed_step(claim.clean_quote, claim.value), computed).verdict != "differs"
    )
