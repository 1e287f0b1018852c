"""The tables of a text as sentences: each number of a cell behind the words of its row and column heads.

A table is lines whose cells stand between tabs or bars, as Word, Excel and saved pages give them. Its numbers are read
by what stands above and beside them (金额（万元） over 320, 越城区 beside it), so each row is written out and every
stretch of the written text knows the cell it came from. It must not know what is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

_RULE = re.compile(r"^[\s|:+=-]*-[\s|:+=-]*$")
_NUMBER = re.compile(
    r"^[约近超逾￥¥≥>]?\s?\d[\d,]*(?:\.\d+)?\s?[余多]?(?:[十百千万]?[万亿])?(?P<unit>[^\d\s,，。;；、]{0,6})(?:以上|左右)?$"
)
_YEAR = re.compile(r"^((?:19|20)\d{2})(年|年度)?$")
# other times over a column: 2021年以来, 2024年1—6月, 2024年计划, 累计
_SPAN = re.compile(
    r"^自?(?:(?:19|20)\d{2}年?|今年|去年|上年|本年)(?:以来|至今|累计|全年|[上下]半年|\d{1,2}月?(?:[-—–~～至到]\d{1,2}月)?|"
    r"第?[一二三四]季度|(?:实际|累计)?完成(?:数|情况)?|实际数?|计划数?|目标数?|任务数?)$|^累计(?:数|完成)?$"
)
_IN_BRACKETS = re.compile(
    r"[（(\[【]\s*(?:单位\s*[:：]\s*)?([^（）()\[\]【】\d]{1,8})[)）\]】]\s*$|[/／]\s*([^\s/／]{1,4})$"
)
_CAPTION = re.compile(r"单位\s*[:：]\s*([^\s、,，;；。:：（）()]{1,8})\s*[)）]?\s*$")
_UNIT = re.compile(
    r"^(?:[十百千]?[万亿]?元(?:人民币)?|[万亿]?人次|[万亿]?人|[万]?[户亩吨只头羽尾株个家所项座处条种款份支间栋幢台辆件口类宗批次场期套册名位对村张枚]|"
    r"批次|场次|%|％|百分比|平方米|万平方米|公里|千米|公斤|千瓦|兆瓦|万千瓦时|千瓦时|天|小时|个月|倍|床|张床)$"
)
_NOT_COUNTED = re.compile(
    r"^(?:序号?|编号|代码|行次|行号|电话|手机|联系(?:电话|方式)|邮编|年份?|年度|月份?|日期|时间|.{0,6}(?:日期|时间|年月|编号|文号|电话|代码))$"
)
# what cells above the heads say of the whole table: 填报单位：…, 截至2024年12月31日
_ABOUT_TABLE = re.compile(r"^(?!其中)[^:：]{2,8}[:：]|^截[至止]|^(?:19|20)\d{2}年\d{1,2}月")
_SUMS = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数)$")
_PLAIN_HEADS = {"数量", "数值", "数据", "完成情况", "完成数", "金额", "合计", "总计", "小计", "备注"}
_CELLS_MOST = 20_000
_HEAD_ROWS_MOST = 3
_SPACES = re.compile(r"\s+")


class Cell(NamedTuple):
    """A cell of a table at `start` to `end` of the text, without the blanks around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of cells that stand together; `start` and `end` are those of its lines, `head` counts its head rows."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]
    head: int


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A text with its tables written out.

    `pieces` are where each stretch begins here and there, in order; a stretch that stands for a cell ends there too.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...] = ()

    def place(self, start: int, end: int, number: int) -> tuple[int, int]:
        """Return the stretch of the text as it was for one of this text; for what is of a table, the number's cell."""
        if not self.pieces:
            return start, end
        at = bisect_right(self.pieces, (number, len(self.text), 0)) - 1
        here, there, until = self.pieces[at]
        if until:
            return there, until
        # words taken from another stretch are no part of what stands there
        following = self.pieces[at + 1][0] if at + 1 < len(self.pieces) else len(self.text)
        return max(start, here) - here + there, min(end, following) - here + there

    def is_of_table(self, place: int) -> bool:
        """Tell whether a place of this text was written out of a table."""
        at = bisect_right(self.pieces, (place, len(self.text), 0)) - 1
        return at >= 0 and bool(self.pieces[at][2])


def find_tables(text: str) -> list[Table]:
    """Return the tables of a text: lines of at least two cells that stand together and hold numbers."""
    if "\t" not in text and "|" not in text and "｜" not in text:
        return []
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    found = []
    for mark, group in groupby(lines, key=lambda one: _mark_of(one[1])):
        together = list(group)
        while mark and len(together) > 1 and _is_about_table(_cells(*together[0], mark)):
            del together[0]
        rows = [_cells(start, line, mark) for start, line in together if mark and not _RULE.match(line)]
        if len(rows) > 1 and (table := _table(together, rows)):
            found.append(table)
    return found


def unfold_tables(text: str) -> Unfolded:
    """Return a text with the rows of its tables written out as sentences; itself where it holds no table."""
    tables = find_tables(text)
    if not tables:
        return Unfolded(text)
    writing, at, left = _Writing(), 0, _CELLS_MOST
    for table in tables:
        left -= sum(len(row) for row in table.rows)
        if left < 0:
            break
        writing.copy(text, at, table.start)
        _write_out(writing, table, _unit_above(text, table.start))
        at = table.end
    writing.copy(text, at, len(text))
    return Unfolded("".join(writing.parts), tuple(writing.pieces))


class _Writing:
    """A text in the making, with the places its stretches come from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int, int]] = []
        self._at = 0

    def copy(self, text: str, start: int, end: int) -> None:
        self.pieces.append((self._at, start, 0))
        self._add(text[start:end])

    def write(self, words: str, cell: Cell) -> None:
        self.pieces.append((self._at, cell.start, max(cell.end, cell.start + 1)))
        self._add(words)

    def _add(self, words: str) -> None:
        self.parts.append(words)
        self._at += len(words)


def _mark_of(line: str) -> str:
    """Return what parts the cells of a line, empty where it is no line of a table."""
    if "\t" in line.strip("\n ") and line.strip():
        return "\t"
    bars = line.count("|") + line.count("｜")
    return "|" if bars > 1 or (bars and line.strip()[:1] not in "|｜") else ""


def _cells(start: int, line: str, mark: str) -> tuple[Cell, ...]:
    line = line.replace("｜", "|")
    if mark == "|" and line.strip().startswith("|"):
        inside = line.rstrip().removesuffix("|")
        start += len(inside) - len(inside.lstrip()) + 1
        line = inside.lstrip()[1:]
    cells, at = [], start
    for piece in line.split(mark):
        blank = len(piece) - len(piece.lstrip())
        cells.append(Cell(at + blank, at + blank + len(piece.strip()), _SPACES.sub("", piece)))
        at += len(piece) + 1
    return tuple(cells)


def _table(lines: Sequence[tuple[int, str]], rows: Sequence[tuple[Cell, ...]]) -> Table | None:
    """Return lines as a table, None where they are only a menu or hold no number below or beside a head."""
    head = 0
    while head < min(_HEAD_ROWS_MOST, len(rows) - 1) and not any(_is_number(cell.text) for cell in rows[head]):
        head += 1
    numbers = sum(_is_number(cell.text) for row in rows[head:] for cell in row)
    said = sum(len(cell.text) > 40 for row in rows for cell in row)
    if not numbers or said > numbers or max(len(row) for row in rows) < 2:
        return None
    last, line = lines[-1]
    return Table(lines[0][0], last + len(line), tuple(rows), head)


def _is_about_table(row: Sequence[Cell]) -> bool:
    """Tell whether a line above a table's heads only says of whom, when and in which unit it is."""
    said = [cell.text for cell in row if cell.text]
    return bool(said) and all(_ABOUT_TABLE.match(text) for text in said)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.match(text)) and not _YEAR.match(text) and not _SPAN.match(text)


def _unit_above(text: str, start: int) -> str:
    """Return the unit that the line above a table gives for all of it (单位：万元)."""
    above = text[:start].rstrip("\n").rpartition("\n")[2]
    match = _CAPTION.search(above[-40:])
    return match[1] if match and _UNIT.match(match[1]) else ""


def _write_out(writing: _Writing, table: Table, unit: str) -> None:
    heads = _column_heads(table)
    counted = [_column_unit(head) for head in heads]
    units_at = next((i for i, head in enumerate(heads) if re.fullmatch(r"(?:计量)?单位", head)), -1)
    serial = _serial_column(table, heads)
    for number, row in enumerate(table.rows):
        if number:
            writing.write("\n", row[0])
        if number < table.head:
            writing.write("；".join(cell.text for cell in row if cell.text), row[0])
            continue
        beside, numbers = _split_row(row, heads, {units_at, serial})
        words = [cell.text for cell in beside if not _SUMS.match(cell.text)]
        own, words[-1:] = _unit_of_last(words)
        row_unit = own or (row[units_at].text if 0 <= units_at < len(row) else "")
        if not numbers:
            writing.write("、".join(cell.text for cell in row if cell.text) + "。", row[0])
        for i, cell in numbers:
            head_unit, head = counted[i] if i < len(counted) else ("", "")
            writing.write(_sentence(cell, head, words, head_unit or row_unit or unit), cell)


def _unit_of_last(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the unit that the last of a row's words gives in brackets, and that word without it."""
    unit, word = _column_unit(words[-1]) if words else ("", "")
    return unit, [word] if word else []


def _sentence(cell: Cell, head: str, words: Sequence[str], unit: str) -> str:
    """Return one number of a table as a sentence: the year, what the row names, what the column counts, the number."""
    match, year, span = _NUMBER.match(cell.text), _YEAR.match(head), bool(words) and _SPAN.match(head)
    own = match["unit"] if match else ""
    number = cell.text if own or not _UNIT.match(unit) else f"{cell.text}{'%' if unit == '百分比' else unit}"
    told = [*words] if year or span or (head in _PLAIN_HEADS and words) else [*words, head]
    counted = told.pop() if told else ""
    # a comma, so that a place that only names the row is not taken for the one that sends or pays
    time = f"{year[1]}年" if year else head if span else ""
    return f"{time}{'—'.join(told)}{'，' if told else ''}{counted}{number}。"


def _column_heads(table: Table) -> list[str]:
    """Return the head over each column; a head that spans several columns goes before what stands under it."""
    width = max(len(row) for row in table.rows)
    heads = [""] * width
    for number, row in enumerate(table.rows[: table.head]):
        last, above = "", heads[:]
        for i in range(width):
            own = row[i].text if i < len(row) else ""
            spans = number + 1 < table.head
            last = own or (last if spans and i and above[i] == above[i - 1] else "")
            if last and last != heads[i]:
                # a measure above (资金（万元）) ends what stands under it (财政), a group above opens it
                heads[i] = last + heads[i] if _column_unit(heads[i])[0] else heads[i] + last
    return heads


def _column_unit(head: str) -> tuple[str, str]:
    """Return the unit that a head gives in brackets, and the head without it.

    >>> _column_unit("到位资金（万元）"), _column_unit("县（区）")
    (('万元', '到位资金'), ('', '县（区）'))
    """
    for match in _IN_BRACKETS.finditer(head):
        unit = match[1] or match[2]
        if _UNIT.match(unit):
            return unit, head[: match.start()]
    inner = re.search(r"[（(]([^（）()]{1,6})[)）]", head)
    if inner and _UNIT.match(inner[1]):
        return inner[1], head[: inner.start()] + head[inner.end() :]
    return "", head


def _serial_column(table: Table, heads: Sequence[str]) -> int:
    """Return the column that only numbers the rows, -1 where there is none."""
    first = [row[0].text for row in table.rows[table.head :] if row and row[0].text]
    counts = [str(number) for number in range(1, len(first) + 1)]
    return 0 if len(first) > 1 and first == counts and not (heads and _column_unit(heads[0])[0]) else -1


def _split_row(row: Sequence[Cell], heads: Sequence[str], apart: set[int]) -> tuple[list[Cell], list[tuple[int, Cell]]]:
    """Return the cells of a row that name something, and its numbers with their columns."""
    beside, numbers = [], []
    for i, cell in enumerate(row):
        head = heads[i] if i < len(heads) else ""
        # 1980 under 援助资金（万元） or under 2022年 is an amount, elsewhere a year
        counts = _is_number(cell.text) or (
            cell.text.isdigit() and bool(_column_unit(head)[0] or _YEAR.match(head) or _SPAN.match(head))
        )
        if i in apart or not cell.text or (_NOT_COUNTED.match(head) and counts):
            continue
        if counts:
            numbers.append((i, cell))
        elif not numbers or i < numbers[0][0]:
            year = _YEAR.match(cell.text)
            beside.append(cell._replace(text=f"{year[1]}年") if year else cell)
    return beside, numbers
