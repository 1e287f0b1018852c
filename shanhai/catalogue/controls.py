"""Checks that several fields of cooperation share, made for the kinds that want them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanhai.catalogue.declare import Column, Control, Kind, Terms
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


def check_years(kind: Kind, row: Row, terms: Terms) -> list[Problem]:
    """Look at every year of a row: one past next year cannot be told yet, one far from the row's date is asked about.

    It holds for each column of the type, whatever the kind: a year alone tells one yearly fact from another.
    """
    found = []
    for column in kind.columns:
        year = row.get(column.code)
        if column.type == "year" and isinstance(year, int):
            found += _refuse_future_year(column, year, terms) or _ask_year_of_date(column, year, row)
    return found


def _refuse_future_year(column: Column, year: int, terms: Terms) -> list[Problem]:
    latest = int(terms.today[:4]) + max(1, column.years_ahead) if terms.today else year
    if year <= latest:
        return []
    what = Words("{name}写作 {year}，这一年还没到。", "{name} is {year}, which has not come yet.")
    right = Words("不晚于 {latest} 年。", "{latest} at the latest.").fill(latest=latest)
    return [Problem("year.future", "blocks", what.fill(name=column.title, year=year), right, str(year),
                    field=column.code)]  # fmt: skip


def _ask_year_of_date(column: Column, year: int, row: Row) -> list[Problem]:
    day = str(row.get("date") or "")
    if not day:
        return []
    first, last = int(day[:4]) - column.years_back, int(day[:4]) + column.years_ahead
    if first <= year <= last:
        return []
    what = Words("{name}写作 {year}，日期是 {day}。", "{name} is {year}, while the date is {day}.")
    what = what.fill(name=column.title, year=year, day=day)
    right = Words("请核年度和日期；这个日期的多是 {years} 年。确是如此的写明属实。",
                  "Check year and date: with this date it is mostly {years}. Where it is so, say so.")  # fmt: skip
    years = Words("{first} 至 {last}", "{first} to {last}") if first < last else Words("{first}", "{first}")
    years = years.fill(first=first, last=last)
    return [Problem("year.of_other_date", "ask", what, right.fill(years=years), str(year), field=column.code)]


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


def ask_amount_range(code: str, kinds: tuple[str, ...], *, least: str = "", most: str = "") -> Control:
    """Ask about an amount of money so small or so large that yuan and 万元 may have been mixed up.

    `least` and `most` are codes of settings in whole yuan; blank: no bound on that side.
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


def ask_most(code: str, kinds: tuple[str, ...], *, title: Words, unit: Words, most: str) -> Control:
    """Ask about a number counted in whole units that is above `most`, the code of a setting in that unit."""

    def check(row: Row, terms: Terms) -> list[Problem]:
        amount, bound = row.get("amount"), int(terms.settings.get(most, 0))
        if not isinstance(amount, int) or not bound or amount <= bound:
            return []
        names = {"title": title, "unit": unit, "amount": f"{amount:,}", "bound": f"{bound:,}"}
        what = Words("{title} {amount} {unit}，多于 {bound} {unit}。",
                     "{title}: {amount} {unit}, more than {bound}.").fill(**names)  # fmt: skip
        right = Words("请核数字和单位，看是不是把几行合成了一行；确有这么多的写明属实。",
                      "Check number and unit: is it several rows in one? Where it is so, say so.")  # fmt: skip
        return [Problem("count.range", "ask", what, right, f"{amount:,}", field="amount")]

    return Control(code, Words("{title}大小合理", "Plausible size: {title}").fill(title=title), "ask", kinds, check)
