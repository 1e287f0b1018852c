"""Checks that several fields of cooperation share, made for the kinds that want them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanhai.catalogue.declare import Column, Control, Terms
from shanhai.catalogue.words import Problem, Weight, Words

Row = Mapping[str, Any]


def problem_at(code: str, weight: Weight, field: str, value: object, *, what: Words, right: Words) -> list[Problem]:
    """Return the one Problem a control found, at the column that holds the value."""
    return [Problem(code, weight, what, right, str(value), field=field)]


def write_yuan(fen: int) -> str:
    """Write an amount of fen as yuan with separators, as Problems show it.

    >>> write_yuan(12_800_000)
    '128,000.00'
    """
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def refuse_future_date(code: str, kinds: tuple[str, ...]) -> Control:
    """A flow that has happened cannot bear a date after today (`terms.today`)."""

    def check(row: Row, terms: Terms) -> list[Problem]:
        day = row.get("date")
        if not day or not terms.today or str(day) <= terms.today:
            return []
        what = Words("日期 {day} 还没到。", "The date {day} has not come yet.").fill(day=day)
        right = Words("已发生的日子，不晚于 {today}。", "A day that has passed, {today} at the latest.")
        return [Problem("date.future", "blocks", what, right.fill(today=terms.today), str(day), field="date")]

    return Control(code, Words("日期不在将来", "Date not in the future"), "blocks", kinds, check)


def ask_offered(code: str, kinds: tuple[str, ...], column: Column) -> Control:
    """Ask about a choice that the place's own list (the setting `column.offered_by`) does not offer."""
    titles = {one.code: one.title for one in column.choices}

    def check(row: Row, terms: Terms) -> list[Problem]:
        chosen, offered = row.get(column.code), terms.settings.get(column.offered_by)
        if not chosen or not offered or chosen in offered:
            return []
        said = titles.get(str(chosen), Words(str(chosen), str(chosen)))
        what = Words("{name}“{said}”不在本地清单里。", "{name} {said} is not on the list of the place.")
        listed = [titles[one] for one in offered if one in titles]
        right = Words(
            "清单有：" + "、".join(one.zh for one in listed) + "。确有其事就说明。",
            "The list has: " + ", ".join(one.en for one in listed) + ". Where it is so, say why.",
        )
        what = what.fill(name=column.title, said=said)
        return [Problem("choice.not_offered", "ask", what, right, said.zh, field=column.code)]

    title = Words("{name}在本地清单内", "{name} on the list of the place").fill(name=column.title)
    return Control(code, title, "ask", kinds, check)


def ask_amount_range(code: str, kinds: tuple[str, ...], *, least: str, most: str) -> Control:
    """Ask about an amount of money so small or so large that yuan and 万元 may have been mixed up.

    `least` and `most` are codes of settings in whole yuan.
    """

    def check(row: Row, terms: Terms) -> list[Problem]:
        amount = row.get("amount")
        if not isinstance(amount, int) or amount == 0:
            return []
        low, high = int(terms.settings.get(least, 0)) * 100, int(terms.settings.get(most, 0)) * 100
        if high and abs(amount) > high:
            measure, words = high, Words("多于 {measure} 元", "more than {measure} yuan")
        elif low and abs(amount) < low:
            measure, words = low, Words("少于 {measure} 元", "less than {measure} yuan")
        else:
            return []
        what = Words("金额合 {amount} 元，{words}。", "The amount comes to {amount} yuan, {words}.").fill(
            amount=write_yuan(amount), words=words.fill(measure=write_yuan(measure))
        )
        right = Words("请核单位是元还是万元。", "Please check whether the unit is yuan or 万元 (ten thousand yuan).")
        return [Problem("amount.range", "ask", what, right, write_yuan(amount), field="amount")]

    return Control(code, Words("金额大小合理", "Plausible size of the amount"), "ask", kinds, check)
