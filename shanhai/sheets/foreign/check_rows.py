"""What does not fit inside one row: price and quantity, shares, stages of money, days, parts and wholes.

A rule that not every office keeps (which days count, what a share is of) is used only where most rows follow it.
It must not compare rows with each other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from shanhai.algorithms.cell_values import in_base_unit, parse_quantity, squeeze

from .vocabulary import COUNT, MONEY, NUMBER
from .work import Column, Fact, Work

_TRUSTED = 0.6


def check_rows(work: Work) -> None:
    """Report what does not fit inside single rows."""
    for check in (
        _check_terms, _check_prices, _check_words, _check_stages, _check_households, _check_parts, _check_ratios,
        _check_growth, _check_shares, _check_lengths, _check_choices, _check_sides,
    ):  # fmt: skip
        check(work)


def _check_terms(work: Work) -> None:
    start, end = work.column("start_date"), work.column("end_date")
    for row in work.records:
        one, two = work.fact(row, start), work.fact(row, end)
        if one and two and one.day and two.day and one.day.first and two.day.last and two.day.last < one.day.first:
            work.report(row, end, "end_before_start")


def _check_prices(work: Work) -> None:
    price, quantity = work.column("unit_price"), work.column("quantity") or work.column("quantity_text")
    amount = work.column("amount_goods") if work.kind == "charity.donation" else work.column("amount")
    if not (price and quantity and amount):
        return
    freight, discount = work.column("freight"), work.column("discount")
    plain, full = [], []
    for row in work.records:
        one, whole = work.number(row, price), work.number(row, amount)
        many = work.number(row, quantity) if quantity.nature == NUMBER else _count_in(work.fact(row, quantity))
        if one is None or many is None or whole is None:
            continue
        goods = abs(one * many)
        extra = (work.number(row, freight) or Decimal(0)) - abs(work.number(row, discount) or Decimal(0))
        plain.append((row, goods, abs(whole)))
        full.append((row, goods + extra, abs(whole)))
    for pairs in (full, plain):
        wrong = [
            (row, right) for row, right, stated in pairs if abs(right - stated) > max(Decimal("0.01"), right / 2000)
        ]
        if pairs and len(wrong) <= (1 - _TRUSTED) * len(pairs):
            for row, right in wrong:
                if not work.has_problem(row, amount):
                    work.report(row, amount, "amount_is_not_price_times_quantity", right=right)
            return


def _count_in(fact: Fact | None) -> Decimal | None:
    if fact is None or squeeze(fact.shown).startswith("各"):
        return None
    quantity = parse_quantity(fact.shown)
    return quantity.value if quantity.fault is None else None


def _check_words(work: Work) -> None:
    words, amount = work.column("amount_words"), work.column("amount")
    for row in work.records:
        said, written = work.fact(row, words), work.number(row, amount)
        if said is None or written is None:
            continue
        spelt = parse_quantity(re.sub(r"^(?:人民币|大写|[(（]大写[)）]|[:：])+", "", squeeze(said.shown))).value
        if spelt is not None and spelt != written:
            work.report(row, None, "words_and_figures_differ", right=spelt, value=said.shown)


def _check_stages(work: Work) -> None:
    _above(work, "amount_paid", ("amount_arrived", "amount_allocated", "amount_planned"), "paid_above_arrived")
    if work.kind.startswith("funds."):
        _above(work, "amount_paid", ("amount",), "paid_above_arrived")
    _above(work, "amount_allocated", ("amount_arrived",), "paid_above_arrived")
    if work.kind.startswith("enclave"):
        _above(work, "amount_paid", ("amount_due",), "more_than_due")
        _above(work, "amount_received", ("amount_due",), "more_than_due")
    _above(work, "persons", ("persons_due",), "", quiet=True)
    for part in ("amount_planned", "amount_bridge", "amount_other"):
        _above(work, part, ("amount_total",), "part_above_whole")


def _above(work: Work, part: str, wholes: tuple[str, ...], why: str, *, quiet: bool = False) -> None:
    column = work.column(part)
    whole = next((c for name in wholes if (c := work.column(name)) is not None), None)
    if column is None or whole is None or quiet:
        return
    found = [
        (row, limit)
        for row in work.records
        if (number := work.number(row, column)) is not None
        and (limit := work.number(row, whole)) is not None
        and number > limit
    ]
    seen = sum(1 for row in work.records if work.fact(row, column) and work.fact(row, whole))
    if len(found) * 2 > max(seen, 2):
        return
    for row, _ in found:
        if not work.has_problem(row, column, "mixed_unit") and not work.has_problem(row, whole, "mixed_unit"):
            work.report(row, column, why)


def _check_households(work: Work) -> None:
    persons, households = work.column("persons"), work.column("households")
    for row in work.records:
        one, two = work.number(row, persons), work.number(row, households)
        if one is not None and two is not None and one < two:
            work.report(row, persons, "persons_below_households")
    for (row, index), fact in work.facts.items():
        both = fact.extra
        if "persons" in both and "households" in both and Decimal(both["persons"]) < Decimal(both["households"]):
            work.report(row, index, "persons_below_households")


def _check_parts(work: Work) -> None:
    """A column headed 其中 is part of a numeric one on its left: the nearest that most rows do not exceed."""
    left: list[Column] = []
    for column in work.columns:
        if not column.match.head.part_of_whole:
            if column.nature in (MONEY, COUNT):
                left.insert(0, column)
            continue
        for whole in left:
            if column.nature in (MONEY, COUNT) and whole.nature != column.nature:
                continue
            over, seen = _rows_over(work, column, whole)
            if seen and len(over) * 3 <= seen:
                for row in over:
                    if not work.has_problem(row, column):
                        work.report(row, column, "part_above_whole")
                break


def _rows_over(work: Work, column: Column, whole: Column) -> tuple[list[int], int]:
    over, seen = [], 0
    for row in work.records:
        limit = work.number(row, whole)
        part = work.number(row, column) if column.nature in (MONEY, COUNT) else _bare_number(work, row, column, whole)
        if part is not None and limit is not None:
            seen += 1
            if part > limit:
                over.append(row)
    return over, seen


def _bare_number(work: Work, row: int, column: Column, whole: Column) -> Decimal | None:
    """Return the number of a column without a meaning, in the unit of the whole it is part of."""
    cell = work.sheet.value(row, column.index)
    if column.means != "ignored" or isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    quantity = parse_quantity(cell)
    return in_base_unit(quantity, column_unit=whole.unit)[0] if whole.nature == MONEY else quantity.value


Formula = Callable[[int], Decimal | None]


def _check_ratios(work: Work) -> None:
    """Shares of completion and payment follow from their two numbers; the base is the one most rows follow."""
    bases = {
        "ratio": (("actual", "target"),),
        "paid_ratio": tuple(
            ("amount_paid", base) for base in ("amount_arrived", "amount_allocated", "amount_planned", "amount_total")
        ),
    }
    for means, pairs in bases.items():
        column = work.column(means)
        if column is None:
            continue
        _check_formula(work, column, [_quotient(work, top, bottom) for top, bottom in pairs])
        for row in work.records:
            number = work.number(row, column)
            if number is not None and number > 3 and means == "ratio":
                work.report(row, column, "ratio_too_high")


def _quotient(work: Work, top: str, bottom: str) -> Formula:
    one, two = work.column(top), work.column(bottom)

    def compute(row: int) -> Decimal | None:
        above, below = work.number(row, one), work.number(row, two)
        return above / below if above is not None and below else None

    return compute


def _check_formula(work: Work, column: Column, formulas: list[Formula]) -> None:
    best: tuple[float, list[tuple[int, Decimal]], int] | None = None
    for formula in formulas:
        wrong, seen = [], 0
        for row in work.records:
            fact = work.fact(row, column)
            right = formula(row)
            if fact is None or fact.number is None or right is None:
                continue
            seen += 1
            if abs(fact.number - right) > _tolerance(fact):
                wrong.append((row, right))
        if seen and (best is None or 1 - len(wrong) / seen > best[0]):
            best = (1 - len(wrong) / seen, wrong, seen)
    if best is None or best[0] < _TRUSTED or best[2] < 2:
        return
    for row, right in best[1]:
        if not work.has_problem(row, column):
            work.report(row, column, "ratio_does_not_follow", right=round(right, 4))


def _tolerance(fact: Fact) -> Decimal:
    """Half a unit of the last place written, and no finer than a tenth of a percent point."""
    text = squeeze(fact.shown)
    match = re.search(r"\d+(?:\.(\d+))?\s*([%％]?)", text)
    if match is None or "成" in text:
        return Decimal("0.05")
    decimals = len(match[1] or "") + (
        2
        if match[2] or (fact.number is not None and abs(fact.number) * 50 < Decimal(match[0].rstrip("%％ ") or 0))
        else 0
    )
    return max(Decimal("0.00051"), Decimal("0.51") / Decimal(10) ** min(decimals, 4))


def _check_growth(work: Work) -> None:
    column = work.column("growth")
    if column is None:
        return
    formulas = []
    for means in ("output", "tax", "amount", "amount_sold", "amount_bought"):
        years = sorted((c for c in work.columns if c.means == means and c.match.at), key=lambda c: str(c.match.at))
        if len(years) >= 2:
            formulas.append(_growth_of(work, years[-1], years[-2]))
    if formulas:
        _check_formula(work, column, formulas)


def _growth_of(work: Work, now: Column, before: Column) -> Formula:
    def compute(row: int) -> Decimal | None:
        one, two = work.number(row, now), work.number(row, before)
        if one is None or not two or work.has_problem(row, now) or work.has_problem(row, before):
            return None
        return (one - two) / two

    return compute


def _check_shares(work: Work) -> None:
    share = work.column("share")
    if share is None:
        return
    formulas = []
    for means in ("capital", "persons", "amount_due"):
        column = work.column(means)
        numbers = [n for row in work.records if (n := work.number(row, column)) is not None]
        if column is not None and sum(numbers):
            formulas.append(_share_of(work, column, sum(numbers, Decimal(0))))
    if formulas and len(work.records) >= 4:
        _check_formula(work, share, formulas)


def _share_of(work: Work, column: Column, whole: Decimal) -> Formula:
    def compute(row: int) -> Decimal | None:
        number = work.number(row, column)
        return number / whole if number is not None else None

    return compute


def _check_lengths(work: Work) -> None:
    """Days and months written follow from the two dates, the last day counted in or not."""
    for means in ("days", "months"):
        column = work.column(means)
        if column is None:
            continue
        spans = [
            (row, span)
            for row in work.records
            if (span := _span(work, row)) is not None and work.number(row, column) is not None
        ]
        best: tuple[int, list[tuple[int, int]]] | None = None
        for extra in (1, 0):
            wrong = []
            for row, (first, last) in spans:
                right = (last - first).days + extra if means == "days" else _months(first, last) + extra
                stated = work.number(row, column)
                slack = 0 if means == "days" else 1
                if stated is not None and abs(stated - right) > slack:
                    wrong.append((row, right))
            if best is None or len(wrong) < len(best[1]):
                best = (extra, wrong)
        usual = best is not None and len(spans) >= 3 and len(best[1]) <= (1 - _TRUSTED) * len(spans)
        for row, right in best[1] if best else ():
            if usual or (means == "days" and (work.number(row, column) or 0) > _longest(work, row)):
                work.report(row, column, "total_does_not_add", right=Decimal(right))


def _longest(work: Work, row: int) -> int:
    """The days from first to last with both counted in, more than which nobody counts; months count as whole ones."""
    span = _span(work, row)
    return (span[1] - span[0]).days + (1 if _is_exact(work, row) else 31) if span else 0


def _is_exact(work: Work, row: int) -> bool:
    term = work.fact(row, work.column("term"))
    start, end = work.fact(row, work.column("start_date")), work.fact(row, work.column("end_date"))
    texts = [term.value] if term and term.value else [one.value for one in (start, end) if one and one.value]
    return bool(texts) and all(len(part) == len("2024-01-01") for text in texts for part in text.split("/"))


def _span(work: Work, row: int) -> tuple[dt.date, dt.date] | None:
    start, end, term = (
        work.fact(row, work.column("start_date")),
        work.fact(row, work.column("end_date")),
        work.fact(row, work.column("term")),
    )
    days = (start.day if start else None, end.day if end else None)
    if days[0] and days[1] and days[0].first and days[1].first:
        exact = days[0].precision == "day" and days[1].precision == "day"
        last = days[1].first if exact or days[0].precision == days[1].precision else days[1].last
        return (days[0].first, last) if last and last >= days[0].first else None
    if (
        term
        and term.day
        and term.day.precision == "span"
        and term.day.first
        and term.day.last
        and term.day.last >= term.day.first
    ):
        return term.day.first, term.day.last
    return None


def _months(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (1 if last.day < first.day - 1 else 0)


def _check_choices(work: Work) -> None:
    """Two ticks where one is wanted."""
    groups: dict[str, list[Column]] = {}
    for column in work.columns:
        if column.match.choice is not None:
            groups.setdefault(column.means, []).append(column)
    for columns in groups.values():
        for row in work.records:
            ticked = [column for column in columns if work.fact(row, column)]
            if len(ticked) > 1:
                chosen = "、".join(column.match.choice or "" for column in ticked)
                work.report(row, None, "two_choices", value=chosen)


def _check_sides(work: Work) -> None:
    """A number as each side tells it is one number."""
    sides: dict[str, dict[str, Column]] = {}
    for column in work.columns:
        if column.match.at and "side" in column.match.at:
            sides.setdefault(column.means, {})[column.match.at["side"]] = column
    for pair in sides.values():
        for row in work.records:
            one, two = work.number(row, pair.get("giver")), work.number(row, pair.get("receiver"))
            if one is not None and two is not None and one != two:
                work.report(row, None, "sides_differ", value=f"{one} / {two}")
