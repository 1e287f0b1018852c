"""Dated settings: which value of a declared threshold held on a day, for a programme and a place; how one is kept.

A setting is declared with a public rule or an example value. What an administrator changes is a new dated row, never
an edit, so that a row of an earlier date is still judged by what held then. It must not know who may change one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from shanhai.catalogue.book import BOOK, Book
from shanhai.catalogue.declare import Setting
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import DatedSetting
from shanhai.registry.places import ancestors

LARGEST = Decimal(10) ** 12
# What a threshold in these units can be; those in WHOLE are counted. Money goes up to `LARGEST`.
BOUNDS = {
    "天": (1, 3660),
    "年": (1, 30),
    "人": (1, 1000),
    "个村": (1, 10_000),
    "倍": (1, 100),
    "%": (0, 100),
    "百分点": (0, 100),
}
WHOLE = frozenset({"天", "年", "人", "个村"})
UNIT_WORDS = {
    "天": Words("天", "days"),
    "年": Words("年", "years"),
    "元": Words("元", "CNY"),
    "倍": Words("倍", "times"),
    "人": Words("人", "persons"),
    "个村": Words("个村", "villages"),
    "百分点": Words("百分点", "points"),
}
YES, NO = ("是", "yes", "true", "1"), ("否", "no", "false", "0")


@dataclass(frozen=True, slots=True)
class Where:
    """What a value is asked for: a programme (blank: for all) and the places on both sides (blank: not known)."""

    programme: str = ""
    giver: str = ""
    receiver: str = ""


ANYWHERE = Where()


@dataclass(frozen=True, slots=True)
class SettingHistory:
    """All rows that were kept, by setting, oldest word first; answers any day without another query."""

    rows: Mapping[str, tuple[DatedSetting, ...]]
    book: Book = BOOK

    def value(self, code: str, on: date, where: Where = ANYWHERE) -> Any:
        """Return the value of one setting; the declared one where no row holds on the day."""
        row = self.row(code, on, where)
        declared = self._declared(code)
        return declared.value if row is None else thaw(declared, row.value)

    def _declared(self, code: str) -> Setting:
        return next(one for one in self.book.settings if one.code == code)

    def row(self, code: str, on: date, where: Where = ANYWHERE) -> DatedSetting | None:
        """Return the row that holds on a day: of the nearest place (county, city, province, anywhere), of the programme
        itself before one for all, the newest start, the last word.
        """
        rows = self.rows.get(code, ())
        near = {"": -1}
        if any(one.place_id for one in rows):
            chain = self.places_above(getattr(where, self._declared(code).place_of), on)
            near |= {place: len(chain) - steps for steps, place in enumerate(chain)}
        holding = [
            one
            for one in rows
            if one.valid_from <= on and one.programme in ("", where.programme) and one.place_id in near
        ]
        return max(
            holding, key=lambda one: (near[one.place_id], one.programme != "", one.valid_from, one.pk), default=None
        )

    def places_above(self, place_id: str, on: date) -> tuple[str, ...]:
        """Return those places with values of their own that hold a place, nearest first, by the map of the day."""
        if not place_id or not self.places:
            return ()
        return tuple(one for one in (place_id, *ancestors(place_id, on)) if one in self.places)

    def narrow(self, where: Where, on: date) -> Where:
        """Return what matters of a question: two that narrow to the same have the same values between `days`."""
        giver, receiver = (next(iter(self.places_above(one, on)), "") for one in (where.giver, where.receiver))
        return Where(where.programme, giver, receiver)

    def values(self, on: date, where: Where = ANYWHERE) -> dict[str, Any]:
        """Return every setting's value by code."""
        found = self.book.setting_values()
        for code in self.rows:
            if code in found:
                found[code] = self.value(code, on, where)
        return found

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something changes: between two of them every value stays as it is."""
        return tuple(sorted({row.valid_from for rows in self.rows.values() for row in rows}))

    @property
    def places(self) -> frozenset[str]:
        """The places that have a value of their own."""
        return frozenset(row.place_id for rows in self.rows.values() for row in rows if row.place_id)


def read_history(book: Book = BOOK) -> SettingHistory:
    """Read all rows in one query."""
    rows: dict[str, list[DatedSetting]] = defaultdict(list)
    for row in DatedSetting.objects.order_by("pk"):
        rows[row.code].append(row)
    return SettingHistory({code: tuple(kept) for code, kept in rows.items()}, book)


def setting_values(on: date, where: Where = ANYWHERE, *, book: Book = BOOK) -> dict[str, Any]:
    """Return every setting's value by code as it held on a day for a programme and the places on both sides.

    A row for a place stands before one for the place above it, both before one for everywhere; of the same reach one
    for the programme before one for all. Without any the declared value holds.
    """
    return read_history(book).values(on, where)


def set_value(
    setting: Setting,
    value: Any,
    *,
    programme: str = "",
    place_id: str = "",
    valid_from: date,
    set_by_id: int | None,
    note: str = "",
) -> DatedSetting:
    """Keep a new value from a day on, for a place and all below it (blank: everywhere).

    `value` is of the declared value's type, as `read_value` gives it.
    """
    return DatedSetting.objects.create(
        code=setting.code,
        programme=programme,
        place_id=place_id,
        value=freeze(value),
        valid_from=valid_from,
        set_by_id=set_by_id,
        note=note[:200],
    )


def read_value(setting: Setting, text: str) -> tuple[Any, Problem | None]:
    """Return what a person wrote as a value of the setting's type, or the Problem with it.

    A list is written with commas, its members are among the declared choices; a number lies within the bounds of its
    unit, and what is counted in days, years, persons or villages is whole.

    >>> read_value(Setting("x", Words("天数", "Days"), 30), "45")
    (45, None)
    """
    text = text.strip()
    declared = setting.value
    if isinstance(declared, bool):
        if text.lower() in YES or text.lower() in NO:
            return text.lower() in YES, None
        return None, _wrong(text, Words("写“是”或“否”。", "Write yes or no."))
    if isinstance(declared, tuple):
        chosen = tuple(
            dict.fromkeys(one for one in text.replace("、", ",").replace("，", ",").split(",") if one.strip())
        )
        chosen = tuple(one.strip() for one in chosen)
        known = {one.code for one in setting.choices}
        if chosen and (not known or set(chosen) <= known):
            return chosen, None
        return None, _wrong(text, Words("至少选一项，都在清单里。", "Choose at least one, all from the list."))
    if isinstance(declared, int | Decimal):
        return _read_number(text, setting)
    if text:
        return text[:400], None
    return None, _wrong(text, Words("写明取值。", "Write the value."))


def _read_number(text: str, setting: Setting) -> tuple[Any, Problem | None]:
    try:
        number = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None, _wrong(text, Words("只写数字。", "Digits only."))
    if not number.is_finite() or not 0 <= number <= LARGEST:
        return None, _wrong(text, Words("写 0 到一万亿之间的数。", "A number from 0 to a trillion."))
    whole = number == number.to_integral_value()
    least, most = BOUNDS.get(setting.unit, (0, LARGEST))
    if not least <= number <= most or (setting.unit in WHOLE and not whole):
        return None, _outside(text, setting, f"{least:,}", f"{most:,}")
    if whole and isinstance(setting.value, int):
        return int(number), None
    if -number.as_tuple().exponent > 4:  # type: ignore[operator]
        return None, _wrong(text, Words("最多四位小数。", "Four decimals at most."))
    return number.normalize(), None


def _outside(text: str, setting: Setting, least: str, most: str) -> Problem:
    unit = UNIT_WORDS.get(setting.unit, Words(setting.unit, setting.unit))
    what = Words("“{name}”写作 {text} {unit}，不会这样。", "“{name}” reads {text} {unit}, which cannot be.")
    right = Words("写 {least} 到 {most} {unit}之间的整数。", "A whole number from {least} to {most} {unit}.")
    if setting.unit not in WHOLE:
        right = Words("写 {least} 到 {most} {unit}之间的数。", "A number from {least} to {most} {unit}.")
    right = right.fill(least=least, most=most, unit=unit)
    return Problem("setting.value", "blocks", what.fill(name=setting.title, text=text, unit=unit), right, text,
                   field="value")  # fmt: skip


def _wrong(text: str, right: Words) -> Problem:
    what = Words("“{text}”读不成这项设置的值。", "“{text}” cannot be read as a value of this setting.")
    return Problem("setting.value", "blocks", what.fill(text=text), right, text, field="value")


def freeze(value: Any) -> Any:
    """Return a value as JSON can hold it: decimals as text, tuples as lists."""
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def thaw(setting: Setting, value: Any) -> Any:
    """Return a kept value in the type of the declared one."""
    if isinstance(setting.value, tuple):
        return tuple(value)
    if isinstance(setting.value, int | Decimal) and isinstance(value, str):
        return Decimal(value)
    return value


def show_value(setting: Setting, value: Any) -> Words:
    """Say a value with its unit: 是/否, a number, or the titles of a list's members."""
    if isinstance(value, bool):
        return Words("是", "Yes") if value else Words("否", "No")
    if isinstance(value, tuple | list):
        titles = {one.code: one.title for one in setting.choices}
        return _join(titles.get(str(one), Words(str(one), str(one))) for one in value)
    number = f"{value:,}" if isinstance(value, int) else str(value)
    unit = UNIT_WORDS.get(setting.unit, Words(setting.unit, setting.unit))
    return Words("{n} {unit}", "{n} {unit}").fill(n=number, unit=unit) if setting.unit else Words(number, number)


def _join(titles: Iterable[Words]) -> Words:
    listed = list(titles)
    return Words("、".join(one.zh for one in listed), ", ".join(one.en for one in listed))
