"""A reading as the desk shows it: findings in sentences, the article in parts, four counts. Computes no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words
from shanhai.evidence.acts import ACT_WORDS
from shanhai.evidence.article import Mark, Row, lay_out
from shanhai.evidence.hold import Held
from shanhai.evidence.models import ClaimAct, DocumentReading
from shanhai.evidence.reconcile import REASONS, Reconciled
from shanhai.figures.answer import Figure
from shanhai.ledger.ask import sum_missing
from shanhai.web.numbers import NOTHING, write_day, write_percent
from shanhai.web.templatetags.words import reader_language, say, show_amount

CLAIMS_A_PART = 120
CHARACTERS_A_PART = 24_000
GROUP_WORDS: dict[str, Words] = {
    "agrees": Words("相符", "Agrees"),
    "differs": Words("对不上", "Differs"),
    "none": Words("账上没有", "No entries"),
    "apart": Words("不可比", "Not comparable"),
}
GROUP_NOTES: dict[str, Words] = {
    "agrees": Words("与账上同范围、同期间的数", "the ledger's figure of the same scope and period"),
    "differs": Words("有条目，数不同", "there are entries, with another sum"),
    "none": Words("有说法，没有条目", "said, but without entries"),
    "apart": Words("环节、范围或单位不同", "another stage, scope or unit"),
}
GROUP_BASIS = {"agrees": "agreed", "differs": "differs", "none": "pending", "apart": "stated"}
BYLINE_LONGEST = 120
# What single keys do on the pages of the desk, beside those of every page.
LIST_KEYS = ((("J", "K", "Enter"), Words("下一份、上一份；打开", "next, previous document; open it")),)
DESK_KEYS = (
    (
        ("N", "P"),
        Words("下一处、上一处要看的；文中同时亮起", "next, previous claim that wants something, lit in the text too"),
    ),
    (("J", "K", "Enter"), Words("下一处、上一处，每处都到；展开细看", "next, previous of all claims; its details")),
)
ACT_KEYS = (
    (("E", "C"), Words("连作凭据；去更正条目", "link as evidence; correct an entry")),
    (("R",), Words("记为文载", "record as stated")),
    (("D",), Words("放过：先写理由，再按 Enter", "dismiss: write the reason, then Enter")),
    (("O",), Words("重新看已办的", "take up again what was settled")),
)
CHECK_KEYS = ((("J", "K"), Words("下一处、上一处，文中同时亮起", "next, previous number, lit in the text too")),)
CLAIM_KEYS = ((("J", "K", "C"), Words("下一条、上一条；更正这一条", "next, previous entry; correct this one")),)
QUALIFIED = {
    "over": Words("超过 {number}", "over {number}"),
    "about": Words("约 {number}", "about {number}"),
    "nearly": Words("近 {number}", "nearly {number}"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim beside the ledger, as the right half of the desk shows it."""

    held: Held
    act: ClaimAct | None = None

    @property
    def number(self) -> int:
        """Number of the claim in its document."""
        return self.held.claim.number

    @property
    def claim(self) -> Any:
        """The claim as kept."""
        return self.held.claim

    @property
    def figure(self) -> Figure | None:
        """The ledger's figure, where there is one with a value."""
        figure = self.held.result.figure
        return figure if figure is not None and figure.value is not None else None

    @property
    def address(self) -> str:
        """Address of the figure's passport."""
        return self.held.result.address

    @property
    def title(self) -> Words | str:
        """What is counted."""
        return indicator_title(self.claim.indicator)

    @property
    def shape(self) -> str:
        """Which of the five underlines the claim has: agreed, (plain), differs, none, apart."""
        return shape_of(self.held.result)

    @property
    def basis(self) -> str:
        """The basis whose glyph stands for the result."""
        return GROUP_BASIS[self.held.group]

    @property
    def word(self) -> Words:
        """The result in a word."""
        if self.held.result.result == "within_rounding":
            return Words("舍入之内", "Within rounding")
        return GROUP_WORDS[self.held.group]

    @property
    def sentence(self) -> str:
        """The result in a sentence."""
        return tell_result(self.held.result)

    @property
    def stated(self) -> str:
        """The number as the text has it, with its hedge."""
        return write_claim_value(self.held.result)

    @property
    def period(self) -> str:
        """The period of the claim in words."""
        return write_period(self.claim)

    @property
    def missing(self) -> list[str]:
        """What the figure did not count, which may explain a difference."""
        figure = self.figure
        if self.held.group != "differs" or figure is None:
            return []
        return [
            say_missing(one.reason, one.entries, show_amount(one.amount, figure.unit)) for one in sum_missing(figure)
        ]

    @property
    def is_open(self) -> bool:
        """Whether nobody of this office has done anything about it, or it was taken up again."""
        return self.act is None or self.act.act == "reopened"

    @property
    def act_words(self) -> Words | None:
        """What was done about it last."""
        return None if self.act is None else ACT_WORDS.get(self.act.act)


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """The rows of one part of a long article, the numbers of its claims, and how many parts there are."""

    rows: Sequence[Row]
    numbers: frozenset[int]
    number: int
    parts: int

    @property
    def older_mails(self) -> list[Row]:
        """The rows at which older mails, or the head of a mail passed on, are set apart."""
        return [row for row in self.rows if row.stretch]


def indicator_title(code: str) -> Words | str:
    """The name of an indicator; its code where it is no longer declared."""
    try:
        return BOOK.indicator(code).title
    except UnknownCodeError:
        return code


def shape_of(result: Reconciled) -> str:
    """The underline of a result; agreeing with what one side alone reported, or by rounding only, is a plain one."""
    if result.result == "agrees" and result.mark == "proved":
        return "agreed"
    return {"differs": "differs", "no_entries": "none", "not_comparable": "apart"}.get(result.result, "near")


def part_of_article(reading: DocumentReading, held: Sequence[Held], number: int) -> ArticlePart:
    """Lay the article out and return one part of it, bounded by claims and characters."""
    marks = [Mark(one.claim.number, one.claim.clean_start, one.claim.clean_end) for one in held]
    rows = lay_out(reading.text, reading.edits, marks, [(one[0], one[1]) for one in reading.unreadable])
    parts: list[list[Row]] = [[]]
    claims = characters = 0
    for row in rows:
        here, size = len({span.claim for span in row.spans if span.claim}), len(row.text)
        full = claims + here > CLAIMS_A_PART or characters + size > CHARACTERS_A_PART
        if parts[-1] and full:
            parts.append([])
            claims = characters = 0
        parts[-1].append(row)
        claims, characters = claims + here, characters + size
    at = min(max(number, 1), len(parts))
    shown = parts[at - 1]
    places = [piece for row in shown for piece in row.pieces]
    first = 0 if at == 1 else (places[0].at if places else 0)
    following = [piece for row in (parts[at] if at < len(parts) else []) for piece in row.pieces]
    last = following[0].at if following else len(reading.text) + 1
    numbers = frozenset(one.claim.number for one in held if first <= one.claim.clean_start < last)
    return ArticlePart(shown, numbers, at, len(parts))


def to_minor(value: Decimal, unit: str) -> int:
    """A value in whole units as smallest parts, halves away from zero."""
    minor = UNITS[unit].minor if unit in UNITS else 1
    return int((value * minor).to_integral_value(rounding=ROUND_HALF_UP))


def write_value(value: Decimal, unit: str) -> str:
    """A value in whole units as the house writes it."""
    return str(show_amount(to_minor(value, unit), unit, "fine"))


def write_claim_value(result: Reconciled) -> str:
    """The number of a claim with its hedge: `超过 8.00 亿元`."""
    claim = result.claim
    shown = write_value(claim.value, claim.unit)
    hedge = QUALIFIED.get(claim.qualifier)
    return hedge.fill(number=shown).in_language(reader_language()) if hedge else shown


def write_period(claim: Any) -> str:
    """The days of a claim, open ends told."""
    first, last = claim.period_from, claim.period_to
    if first is None and last is None:
        return claim.period_text or say("文中没有写明", "not stated")
    language = reader_language()
    started = write_day(first, language, style="table") if first else ""
    ended = write_day(last, language, style="table") if last else say("今", "now")
    return f"{started} — {ended}" if started else say("至 {day}", "up to {day}", day=ended)


def tell_result(result: Reconciled) -> str:
    """What the ledger says to a claim, in a sentence."""
    quote, figure = result.claim.clean_quote, result.figure
    if result.result == "not_comparable":
        return say("{reason}，不作比较。", "Not compared: {reason}.", reason=_reason(result))
    if figure is None or figure.value is None:
        return say(
            "“{quote}”没有条目。可请有关一方补记，或在稿中注明来源。",
            "There are no entries for “{quote}”. Ask a side to enter them, or name the source in the text.",
            quote=quote,
        )
    shown = show_amount(figure.value, figure.unit, "fine")
    basis = _basis(figure)
    if result.result == "differs":
        return _tell_difference(result, basis)
    if result.result == "within_rounding":
        return say(
            "按所写位数舍入后与{basis}数 {shown}相符。",
            "Agrees when rounded as printed: the ledger has {shown} {basis}.",
            basis=basis, shown=shown,
        )  # fmt: skip
    said = say("与{basis}数 {shown}相符。", "Agrees: the ledger has {shown} {basis}.", basis=basis, shown=shown)
    if figure.basis == "agreed":
        return said
    return said + say("其中有条目还没有双签。", " Some of its entries are not signed by both sides yet.")


def _tell_difference(result: Reconciled, basis: str) -> str:
    claim, figure, difference = result.claim, result.figure, result.difference or Decimal(0)
    assert figure is not None
    size = to_minor(abs(difference), claim.unit)
    share = write_percent(size, abs(figure.value or 0)) if figure.value else NOTHING
    way = Words("多", "more") if difference < 0 else Words("少", "less")
    return say(
        "文载比{basis}数{way} {size}（{share}）。",
        "The text has {size} {way} than {basis} ({share}).",
        basis=basis,
        way=way,
        size=show_amount(size, claim.unit, "fine"),
        share=share,
    )


def _basis(figure: Figure) -> str:
    return say("双签", "agreed") if figure.basis == "agreed" else say("上报", "reported")


def _reason(result: Reconciled) -> str:
    return REASONS[result.reason].in_language(reader_language())


def say_missing(reason: str, entries: int, amount: Any) -> str:
    """What one reason left out of a figure."""
    words = {
        "not_agreed": Words("待签或有异", "pending or differing"),
        "out_of_period": Words("在期间之外", "outside the period"),
        "rule": Words("按口径不算", "not counted by the rule"),
        "reversed": Words("已冲正", "reversed"),
        "superseded": Words("已有更新的数", "superseded by a later number"),
    }
    told = words.get(reason, Words(reason, reason))
    return say("{why} {n} 条，{amount}", "{n} {why}, {amount}", why=told, n=entries, amount=amount)


def order_findings(held: Sequence[Held], acts: Mapping[int, ClaimAct], show: str) -> list[Finding]:
    """Findings in the order of the text, all of them or those of one result, or those nobody acted on (`open`)."""
    findings = [Finding(one, acts.get(one.claim.pk)) for one in held]
    if show == "open":
        return [one for one in findings if one.is_open]
    return [one for one in findings if show not in GROUP_WORDS or one.held.group == show]
