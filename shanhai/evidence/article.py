"""An article cut into rows and pieces for the page: original beside repaired, edits lit, claims numbered.

Plain values in and out. It must not know a page, a result or the ledger.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from shanhai.algorithms.unfold_tables import Table, find_tables
from shanhai.catalogue.words import Words

REASONS: dict[str, Words] = {
    "gloss": Words("去夹注的读音", "reading glosses taken out"),
    "lost_bytes": Words("按字节复原乱码", "garbled stretches restored from their bytes"),
    "tag": Words("去残留的网页标签", "left-over tags taken out"),
    "doubled_mark": Words("合并重复的标点", "doubled punctuation merged"),
    "traditional": Words("繁体转简体", "traditional characters made simplified"),
    "front": Words("剔除页首说明", "lines above the article set apart"),
    "spam": Words("剔除广告", "advertising set apart"),
    "notice": Words("剔除声明", "notices set apart"),
    "crumb": Words("剔除栏目路径", "the path of the page set apart"),
    "chrome": Words("剔除页面部件", "parts of the page set apart"),
    "related": Words("剔除相关标题", "headlines of other articles set apart"),
    "older_mail": Words("所引旧邮件单放", "older mails quoted in it set apart"),
    "mail_head": Words("转来邮件的信头单放", "the head of a mail passed on set apart"),
}
# Reasons for which a whole line is set apart; small repairs within it do not tell why it is gone.
WHOLE_LINES = frozenset({"front", "spam", "notice", "crumb", "chrome", "related", "older_mail", "mail_head"})
# Reasons that hold for many lines together, which are told once.
LONG_STRETCHES = frozenset({"older_mail", "mail_head"})
OTHER = Words("其他修复", "other repairs")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is the same, or was changed; `at` is its place in the repaired text.

    `claim` is the number of the claim it belongs to, 0 for none; `unreadable` says it stays damaged.
    """

    before: str
    after: str
    at: int
    reason: str = ""
    claim: int = 0
    unreadable: bool = False

    @property
    def is_edit(self) -> bool:
        """Whether anything was changed here."""
        return bool(self.reason)

    @property
    def reason_words(self) -> Words:
        """Why it was changed."""
        return REASONS.get(self.reason, OTHER)


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces that stand together: those of one claim, or those between claims. `first` is where the claim begins."""

    claim: int
    pieces: tuple[Piece, ...]
    first: bool = True


@dataclass(slots=True)
class Row:
    """One line of the article; `apart` is the reason where the whole line was set apart.

    `line` is its number in the text as received, from 1. `stretch` are the lines, with their numbers, of the long
    stretch set apart that begins here; a line that goes on with one has none. `cells` are its spans cell by cell where
    it is a row of a table; a row that only rules one holds none.
    """

    spans: list[Span] = field(default_factory=list)
    apart: str = ""
    line: int = 0
    stretch: list[tuple[int, str]] = field(default_factory=list)
    cells: list[list[Span]] | None = None

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces of the line, in order."""
        for span in self.spans:
            yield from span.pieces

    @property
    def text(self) -> str:
        """The repaired line."""
        return "".join(piece.after for piece in self.pieces)

    @property
    def apart_words(self) -> Words:
        """Why the whole line was set apart; of a long stretch, with its lines."""
        why = REASONS.get(self.apart, OTHER)
        if self.apart not in LONG_STRETCHES:
            return why
        return Words(f"{why.zh}：{self.lines_words.zh}", f"{why.en}: {self.lines_words.en}")

    @property
    def lines_words(self) -> Words:
        """The lines of the stretch that begins here."""
        last = self.stretch[-1][0] if self.stretch else self.line
        if last == self.line:
            return Words(f"第 {last} 行", f"line {last}")
        return Words(f"第 {self.line}—{last} 行", f"lines {self.line}–{last}")

    @property
    def goes_on(self) -> bool:
        """Whether it only goes on with what is told at a line above."""
        return self.apart in LONG_STRETCHES and not self.stretch


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered stretch of the repaired text."""

    number: int
    start: int
    end: int


Edits = Sequence[Sequence[object]]


def restore_raw(text: str, edits: Edits) -> str:
    """The text as received, from the repaired one and its edits.

    >>> restore_raw("台州", [[0, 1, "臺", "台", "traditional", 1.0], [1, 6, "(tái)", "", "gloss", 1.0]])
    '臺(tái)州'
    """
    return "".join(piece.before for piece in _pieces(text, edits))


def lay_out(text: str, edits: Edits, marks: Iterable[Mark], unreadable: Iterable[tuple[int, int]] = ()) -> list[Row]:
    """Cut an article into rows. Claims that share words are shown as one stretch under the first one's number."""
    stretches = _apart(marks)
    spots = _apart(Mark(0, start, end) for start, end in unreadable)
    tables = find_tables(text)
    cells = [cell for table in tables for line in table.rows for cell in line]
    borders = sorted({at for one in (*stretches, *cells, *spots) for at in (one.start, one.end)})
    starts, damaged_from = [one.start for one in stretches], [one.start for one in spots]
    rows: list[Row] = []
    row, seen = Row(line=1), set[int]()
    line: list[Piece] = []
    for piece in _split_lines(_split(_pieces(text, edits), borders)):
        if piece.after == "\n" or (piece.before == "\n" and not piece.after):
            _close(row, line, rows, seen)
            row, line = Row(line=row.line + (piece.before == "\n")), []
            continue
        held = _at(piece.at, stretches, starts) if piece.after else None
        damaged = _at(piece.at, spots, damaged_from) if piece.after else None
        line.append(replace(piece, claim=held.number if held else 0, unreadable=damaged is not None))
    _close(row, line, rows, seen)
    for table in tables:
        _part_into_cells(rows, table)
    _gather_stretches(rows)
    return rows


def _gather_stretches(rows: Sequence[Row]) -> None:
    """Give the first line of each long stretch set apart the lines of all of it."""
    for reason, group in groupby(rows, key=lambda row: row.apart):
        if reason in LONG_STRETCHES:
            held = list(group)
            held[0].stretch = [(row.line, "".join(piece.before for piece in row.pieces)) for row in held]


def _part_into_cells(rows: Sequence[Row], table: Table) -> None:
    """Give the rows of a table their cells; a line that only rules it gets none."""
    starts = [line[0].start for line in table.rows]
    for row in rows:
        pieces = list(row.pieces)
        if row.apart or not table.start <= pieces[0].at < table.end:
            continue
        number = bisect_left(starts, pieces[0].at)
        held = number < len(starts) and starts[number] <= pieces[-1].at + len(pieces[-1].after)
        first_of = {span.claim for span in row.spans if span.first}
        row.cells = []
        for cell in table.rows[number] if held else ():
            row.cells.append([])
            inside = [one for one in pieces if cell.start <= one.at < cell.end]
            for claim, group in groupby(inside, key=lambda piece: piece.claim):
                row.cells[-1].append(Span(claim, tuple(group), claim in first_of))
                first_of.discard(claim)


def count_edits(edits: Edits) -> list[tuple[Words, int]]:
    """How many edits of each reason were made, in the order of the reasons."""
    counts: dict[str, int] = {}
    for edit in edits:
        counts[str(edit[4])] = counts.get(str(edit[4]), 0) + 1
    known = [(REASONS[code], counts.pop(code)) for code in REASONS if code in counts]
    return known + ([(OTHER, sum(counts.values()))] if counts else [])


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in order without overlap: one that begins inside another begins where that one ends."""
    made: list[Mark] = []
    for one in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        start = max(one.start, made[-1].end) if made else one.start
        if start < one.end:
            made.append(Mark(one.number, start, one.end))
    return made


def _at(place: int, marks: Sequence[Mark], starts: Sequence[int]) -> Mark | None:
    """The mark that holds a place; marks are in order without overlap, `starts` are where they begin."""
    last = bisect_right(starts, place) - 1
    return marks[last] if last >= 0 and place < marks[last].end else None


def _pieces(text: str, edits: Edits) -> Iterator[Piece]:
    """Walk the edits, which are in raw places, along the repaired text."""
    raw, at = 0, 0
    for start, _end, before, after, reason, *_ in edits:
        same = int(str(start)) - raw
        if same:
            yield Piece(text[at : at + same], text[at : at + same], at)
        at += same
        yield Piece(str(before), str(after), at, str(reason))
        at += len(str(after))
        raw = int(str(start)) + len(str(before))
    if at < len(text):
        yield Piece(text[at:], text[at:], at)


def _split(pieces: Iterable[Piece], borders: Sequence[int]) -> Iterator[Piece]:
    """Cut unchanged pieces at the borders; changed ones stay whole."""

    for piece in pieces:
        if piece.is_edit:
            yield piece
            continue
        at, end = piece.at, piece.at + len(piece.after)
        for border in borders[bisect_right(borders, at) :]:
            if border >= end:
                break
            cut = piece.after[at - piece.at : border - piece.at]
            yield Piece(cut, cut, at)
            at = border
        rest = piece.after[at - piece.at :]
        yield Piece(rest, rest, at)


def _split_lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Cut pieces at line ends; a line end is a piece of its own."""
    for piece in pieces:
        if "\n" not in piece.before and "\n" not in piece.after:
            yield piece
        elif piece.is_edit:
            for part in _lines(piece.before):
                yield Piece(part, "", piece.at, piece.reason)
            for part in _lines(piece.after):
                yield Piece("" if part != "\n" else "\n", part, piece.at, "" if part == "\n" else piece.reason)
        else:
            at = piece.at
            for part in _lines(piece.after):
                yield Piece(part, part, at)
                at += len(part)


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "\n"
        if line:
            yield line


def _close(row: Row, line: Sequence[Piece], rows: list[Row], seen: set[int]) -> None:
    """Group the pieces of a line by claim and keep the line unless it is empty."""
    if not any(piece.before.strip() or piece.after.strip() for piece in line):
        return
    group: list[Piece] = []
    for piece in line:
        # what was taken out inside a claim stays with it
        joined = group and not piece.after and group[-1].claim
        current = replace(piece, claim=group[-1].claim) if joined else piece
        if group and group[-1].claim != current.claim:
            row.spans.append(_span(group, seen))
            group = []
        group.append(current)
    row.spans.append(_span(group, seen))
    if not row.text.strip():
        reasons = [piece.reason for piece in row.pieces if piece.reason]
        row.apart = next((reason for reason in reasons if reason in WHOLE_LINES), reasons[0])
    rows.append(row)


def _span(group: Sequence[Piece], seen: set[int]) -> Span:
    number = group[0].claim
    first = number not in seen
    if number:
        seen.add(number)
    return Span(number, tuple(group), first)
