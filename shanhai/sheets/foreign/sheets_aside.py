"""Which sheets hold no facts of their own: code lists, superseded lists, empty forms, summaries of the other sheets.

It must not know single cells' meaning beyond what the tables under work say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from shanhai.algorithms.cell_values import MONEY_UNITS, as_decimal

from .grid import Sheet
from .header_text import money_factor
from .vocabulary import COUNT, MONEY
from .work import Column, Work

_OLD = re.compile(
    r"旧|作废|废止|废弃|备份|历史|停用|弃用|过期|老版|老表|原表|草稿|bak|old|backup|copy|副本|勿用|不用|失效|被替代",
    re.I,
)
_CODES = re.compile(
    r"代码|编码表|字典|下拉|选项|参数|枚举|码表|数据源|数据验证|基础数据|配置|填报说明|填表说明|说明|模板|样表|样张|目录|封面|code|list|dict",
    re.I,
)
_SUMMARY = re.compile(r"汇总|总表|合计|总计|统计|一览|概览|总览")


@dataclass(slots=True)
class Aside:
    """Sheets to leave alone with the reason, and hidden sheets that carry on the visible ones."""

    ignored: dict[str, str] = field(default_factory=dict)
    carrying_on: set[str] = field(default_factory=set)


def judge_sheets(sheets: list[Sheet], works: list[Work]) -> Aside:
    """Return which sheets are left alone and which hidden ones count."""
    aside = Aside()
    by_sheet: dict[str, list[Work]] = {}
    for work in works:
        by_sheet.setdefault(work.sheet.name, []).append(work)
    for sheet in sheets:
        own = by_sheet.get(sheet.name, [])
        reason = _why_ignored(sheet, own, works)
        if reason:
            aside.ignored[sheet.name] = reason
        elif sheet.hidden:
            aside.carrying_on.add(sheet.name)
    left = [work for work in works if work.sheet.name not in aside.ignored]
    for sheet in sheets:
        own = by_sheet.get(sheet.name, [])
        if sheet.name not in aside.ignored and own and _is_summary(sheet, own, left):
            aside.ignored[sheet.name] = "summary of the other sheets"
            aside.carrying_on.discard(sheet.name)
    return aside


def _why_ignored(sheet: Sheet, own: list[Work], works: list[Work]) -> str | None:
    if not sheet.rows:
        return "empty sheet"
    if not any(work.records for work in own):
        return "no table" if not own else "empty form"
    visible = [work for work in works if not work.sheet.hidden]
    if not sheet.hidden:
        others = [work for work in visible if work.sheet.name != sheet.name and work.records]
        if others and _OLD.search(sheet.name) and _is_copy(own, others):
            return "superseded list"
        return (
            "instructions"
            if others and re.search(r"说明|样表|模板|样张|目录|封面", sheet.name) and _is_weak(own)
            else None
        )
    if _OLD.search(sheet.name) or all(_says_void(work) for work in own):
        return "hidden sheet with a superseded list"
    if _CODES.search(sheet.name):
        return "hidden code list"
    like = [work for work in visible if any(work.kind == mine.kind and _alike(work, mine) for mine in own)]
    if not like:
        return "hidden sheet of another shape"
    if _is_copy(own, like):
        return "hidden sheet with a superseded list"
    return None


def _is_weak(own: list[Work]) -> bool:
    return all(not work.guesses or work.guesses[0].score < 3 for work in own)


def _alike(one: Work, two: Work) -> bool:
    ones, twos = {c.means for c in one.columns}, {c.means for c in two.columns}
    ones, twos = ones - {"ignored", "seq", "remark"}, twos - {"ignored", "seq", "remark"}
    return len(ones & twos) >= 0.6 * max(1, min(len(ones), len(twos)))


def _says_void(work: Work) -> bool:
    remarks = [c for c in work.columns if c.means in ("remark", "status")]
    said = [fact.shown for row in work.records for c in remarks if (fact := work.fact(row, c))]
    return (
        bool(said)
        and len(said) >= 0.6 * len(work.records)
        and all(re.search(r"作废|废止|已?替代|失效|停用", text) for text in said)
    )


_KEYS = (
    "order_no",
    "id_number",
    "uscc",
    "receipt_no",
    "project_no",
    "project",
    "agreement_no",
    "side_b",
    "person",
    "firm",
    "village",
    "donor",
    "item",
)


def _is_copy(own: list[Work], others: list[Work]) -> bool:
    """An older version of a list names the same things again."""
    for work in own:
        keys = _keys_of(work)
        theirs = set().union(*(_keys_of(other) for other in others if other is not work)) if others else set()
        if keys and len(keys & theirs) >= 0.5 * len(keys):
            return True
    return False


def _keys_of(work: Work) -> set[str]:
    column = next((c for name in _KEYS if (c := work.column(name)) is not None), None)
    if column is None:
        return set()
    return {fact.value for row in work.records if (fact := work.fact(row, column)) and fact.value}


def _is_summary(sheet: Sheet, own: list[Work], works: list[Work]) -> bool:
    """A sheet whose amounts are nearly all sums of the other sheets adds no fact."""
    others = [work for work in works if work.sheet.name != sheet.name and work.records]
    if not others or sheet.hidden or any(work.form_cells for work in own):
        return False
    if not _SUMMARY.search(sheet.name) and any(_alike(mine, other) for mine in own for other in others):
        return False
    size = sum(len(work.records) for work in own)
    if size > sum(len(work.records) for work in others):
        return False
    sums = _sums_of(others)
    held = seen = 0
    for work in own:
        for column in work.columns:
            for row in work.records:
                number = _plain_number(work, row, column)
                if number is not None and number > 9:
                    seen += 1
                    held += number in sums
    return seen >= 2 and held >= (0.6 if _SUMMARY.search(sheet.name) else 0.8) * seen


def _plain_number(work: Work, row: int, column: Column) -> Decimal | None:
    """Return a cell's number in base units, whatever its column was taken for."""
    if column.means == "seq" or column.match.head.column == 0:
        return None
    number = work.number(row, column)
    cell = work.sheet.value(row, column.index)
    if number is None and isinstance(cell, int | float) and not isinstance(cell, bool):
        unit = money_factor(column.match.head.unit) or (work.context.unit if column.nature == MONEY else None)
        number = as_decimal(cell) * MONEY_UNITS.get(unit or "元", Decimal(1))
    return number


def _sums_of(works: list[Work]) -> set[Decimal]:
    """Return the sums of every amount over whole tables, over sheets, and over each group of a label."""
    sums: set[Decimal] = set()
    for work in works:
        labels = [
            c for c in work.columns if c.nature in ("place", "text") and c.means not in ("remark", "person", "ignored")
        ]
        for column in work.columns:
            if column.nature not in (MONEY, COUNT):
                continue
            groups: dict[tuple[int, str], Decimal] = {}
            whole = Decimal(0)
            for row in work.records:
                number = work.number(row, column)
                if number is None:
                    continue
                whole += number
                for label in labels:
                    fact = work.fact(row, label)
                    if fact and fact.value:
                        key = (label.index, fact.value)
                        groups[key] = groups.get(key, Decimal(0)) + number
            sums.add(whole)
            if len(groups) < 2000:
                sums.update(groups.values())
        sums.add(Decimal(len(work.records)))
    return sums
