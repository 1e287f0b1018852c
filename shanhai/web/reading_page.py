"""What the page shows of how an office's own workbook was read: tables, columns with their choices, rows of the sheet.

Takes what a batch keeps of its reading and the sheets as they stand; decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shanhai.algorithms.column_letters import column_index, column_letter
from shanhai.catalogue.words import Words
from shanhai.ledger.models import Batch
from shanhai.sheets.carried import (
    LEFT_OUT,
    RUNNING_NUMBER,
    SUM,
    Feed,
    Target,
    amount_field,
    choices_of,
    feeds_anything,
    foreign_kinds,
    kinds_carrying,
    targets_told_by,
    title_of_field,
)
from shanhai.sheets.findings import clip
from shanhai.sheets.foreign.grid import Sheet, show
from shanhai.sheets.foreign.model import FORM
from shanhai.sheets.foreign.vocabulary import COUNT, MONEY, NUMBER, RATIO, type_of
from shanhai.sheets.openings import Openable, kind_called, openables
from shanhai.sheets.own_books import BY_HEAD, OWN, open_sheets
from shanhai.sheets.own_corrections import HEADER, RATIO_UNITS, RECORD, TABLE_UNITS, kind_choice, role_of_row
from shanhai.sheets.template import importable_kinds
from shanhai.sheets.told_in_sentences import STATING_KINDS
from shanhai.web.import_lines import RANK, ShownLine

ROWS_AT_ONCE = 40
COLUMNS_SHOWN = 60
HEADERS_ABOVE = 6
NOT_FIXED = ("amount", "remark", "document", "giver_party_code", "receiver_party_code")
ROLES = {
    RECORD: Words("数据", "Data"),
    HEADER: Words("表头", "Head"),
    "subtotal": Words("小计", "Subtotal"),
    "total": Words("合计", "Total"),
    "section": Words("小标题", "Section"),
    "note": Words("说明", "Note"),
}
OTHER_ROLES = {
    "average": Words("平均数", "Average"),
    "carried": Words("承前、过次", "Carried over"),
    "repeated_header": Words("重复的表头", "Head again"),
    "column_numbers": Words("栏号", "Column numbers"),
    "unit": Words("单位行", "Unit"),
    "title": Words("标题", "Title"),
    "blank": Words("空行", "Blank"),
    "": Words("表外", "Outside"),
}
SAID, KEPT, NAMED = (
    Words("您说的", "as you said"),
    Words("照上次", "as kept"),
    Words("按列名认的", "by its heading"),
)
SURE = (
    (0.85, Words("有把握", "sure")),
    (0.6, Words("较有把握", "fairly sure")),
    (0.34, Words("拿不准，请核对", "unsure, please check")),
)
_OF_PERSONS = Words(
    "名册记的是一个个人。账本没有个人的条目，姓名和证件号都不入账。可以下载整理好的表留用（身份证号的错处已标出）；"
    "表里有金额或人数要入账的，把那一列“单独记作”一种条目。",
    "A roster is about persons. No kind of entry holds a person, so no name or number is recorded. Its clean reading"
    " can be downloaded, faulty identity numbers told; a column of amounts may be recorded alone as a kind of entry.",
)
_OF_TOTALS = Words(
    "表里写的是各项的总数，账本自己能算，不再记成条目。拿到核对台，逐项和账本的数对：相符的连上，没有条目的可以记成“文载”的数。",
    "The table states totals that the ledger works out itself, so they become no entries. At the desk each is held"
    " against the ledger’s figure: linked where they agree, kept as stated where there are no entries.",
)
_NOT_CARRIED = {
    "": Words(
        "账本没有这种条目，整张表不入账。可以下载整理好的表；其中有金额列要入账的，把那一列“单独记作”一种条目。",
        "No kind of entry carries this table. Its clean reading can be downloaded; a column of amounts may be recorded"
        " alone as a kind of entry.",
    ),
    **dict.fromkeys(STATING_KINDS, _OF_TOTALS),
    "labour.placement": _OF_PERSONS,
    "talent.secondment": _OF_PERSONS,
}
NOT_KNOWN = Words("没认出，请选", "not recognised, please choose")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a list."""

    value: str
    title: Words | str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of the sheet with the proposal for it; `key` is blank where the table has no such column."""

    letter: str
    key: str = ""
    header: str = ""
    meanings: tuple[Option, ...] = ()
    alone: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    at: str = ""
    sure: Words | str = ""
    is_doubtful: bool = False
    is_recorded: bool = False
    repaired: int = 0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the preview with the weightiest Problem that stands there."""

    anchor: str
    text: str
    mark: ShownLine | None
    is_number: bool
    is_out: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the sheet: what it is in words, what it may be said to be."""

    line: int
    role: str
    title: Words
    options: tuple[Option, ...]
    cells: tuple[ShownCell, ...] = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class ShownFixed:
    """A column of the ledger that the table does not give, with what is said for all rows."""

    code: str
    title: Words
    value: str
    is_needed: bool = False
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownTable:
    """One table with all that can be said of it."""

    number: int
    sheet: str
    place: int
    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    page: int
    pages: int
    first: int
    last: int
    row_count: int
    record_count: int
    targets: tuple[Words, ...]
    kind: Words
    sure: Words | str
    is_form: bool
    is_left_out: bool
    is_kept: bool
    unit: str
    units: tuple[Option, ...]
    fixed: tuple[ShownFixed, ...] = ()
    doubtful: int = 0
    span: tuple[int, int] = (0, 0)
    has_fixed: bool = False
    opens: Openable | None = None
    not_carried: Words | None = None


def tables_of(batch: Batch) -> list[dict[str, Any]]:
    """Return the tables of a batch's reading as they are kept with it."""
    return list(batch.problems.get(OWN, {}).get("tables", []))


def kind_options(table: Mapping[str, Any]) -> list[tuple[Words, list[Option]]]:
    """Return what a table may be taken for, in groups: what the ledger carries, its other kinds, what it does not."""
    chosen = kind_choice(table)
    carried, read_only, straight = [], [], set()
    for kind, title in foreign_kinds().items():
        codes = kinds_carrying(kind)
        if codes:
            named = [kind_called(code).title for code in codes]
            joined = Words("、".join(one.zh for one in named), ", ".join(one.en for one in named))
            both = Words(f"{title.zh}（可记{joined.zh}）", f"{title.en} (as {joined.en})")
            carried.append(Option(kind, both, kind == chosen))
            straight |= set(codes) if len(codes) == 1 else set()
        else:
            read_only.append(Option(kind, title, kind == chosen))
    others = [
        Option(f"={kind.code}", kind.title, f"={kind.code}" == chosen)
        for kind in importable_kinds()
        if kind.code not in straight or f"={kind.code}" == chosen
    ]
    out = Option("", Words("这张表不入账", "Leave this table out"), not chosen)
    return [
        (Words("台账，账本能记", "Ledgers that can be recorded"), carried),
        (Words("按账本的其他种类记", "Other kinds of the ledger"), others),
        (Words("只读不记，账本没有这种条目", "Read only: no kind of entry"), [*read_only, out]),
    ]


def confidence_words(confidence: float) -> Words:
    """Return in words how sure a guess is."""
    return next((words for least, words in SURE if confidence >= least), NOT_KNOWN)


def show_table(batch: Batch, number: int, lines: Iterable[ShownLine], *, page: int | None) -> ShownTable:
    """Return one table of a batch with a page of its sheet; IndexError where there is no such table."""
    table = tables_of(batch)[number]
    sheet = next(sheet for sheet in open_sheets(batch) if sheet.name == table["sheet"])
    own_lines = [line for line in lines if line.sheet == table["sheet"]]
    means = [column["means"] for column in table["columns"]]
    targets = () if table["left_out"] else targets_told_by(table["kind"], means, table["chosen_kinds"])
    place = _place_of_sheet(batch, table["sheet"])
    repaired = _repairs(own_lines)
    columns = tuple(_columns(batch, table, sheet, targets, repaired))
    count = len(sheet.rows)
    pages = max(1, -(-count // ROWS_AT_ONCE))
    start_line = min(table["header_rows"], default=table["first_row"])
    at = min(max(page or -(-start_line // ROWS_AT_ONCE), 1), pages)
    first, last = (at - 1) * ROWS_AT_ONCE + 1, min(at * ROWS_AT_ONCE, count)
    rows = tuple(_rows(table, sheet, columns, _marks(own_lines), place=place, lines=range(first, last + 1)))
    return ShownTable(
        number=number,
        sheet=table["sheet"],
        place=place,
        columns=columns,
        rows=rows,
        page=at,
        pages=pages,
        first=first,
        last=last,
        row_count=count,
        record_count=table["record_count"],
        targets=tuple(target.kind.title for target in targets),
        kind=foreign_kinds()[table["kind"]],
        sure=_sure_of_kind(batch, table),
        is_form=table["layout"] == FORM,
        is_left_out=table["left_out"],
        is_kept=table["is_kept"],
        unit=table["unit_note"] or "",
        units=_options_of(["", *TABLE_UNITS], table["unit_note"] or ""),
        fixed=tuple(sorted(_fixed(table, targets), key=lambda one: not one.is_needed)),
        doubtful=sum(column.is_doubtful for column in columns),
        span=(table["first_row"], table["last_row"]),
        opens=next((openables()[one.kind.code] for one in targets if one.kind.code in openables()), None),
        not_carried=None if targets or table["left_out"] else _NOT_CARRIED.get(table["kind"], _NOT_CARRIED[""]),
        has_fixed=bool(table["fixed"]) or _lacks_required(table, targets),
    )


def _place_of_sheet(batch: Batch, name: str) -> int:
    held = [one["sheet"] for one in batch.problems.get("tables", [])]
    return held.index(name) if name in held else 0


def _said(batch: Batch, table: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(batch.problems[OWN]["said"].get(table["fingerprint"], {}))


def _sure_of_kind(batch: Batch, table: Mapping[str, Any]) -> Words:
    if "kind" in _said(batch, table):
        return SAID
    return KEPT if table["is_kept"] else confidence_words(table["kind_confidence"])


def _options_of(values: Iterable[str], chosen: str) -> tuple[Option, ...]:
    held = list(values)
    if chosen not in held:
        held.append(chosen)
    return tuple(Option(value, value or Words("没有写", "none stated"), value == chosen) for value in held)


def _repairs(lines: Iterable[ShownLine]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        if line.shape == "fixed" and line.cell:
            letter = line.cell.rstrip("0123456789")
            found[letter] = found.get(letter, 0) + line.count
    return found


def _columns(
    batch: Batch, table: Mapping[str, Any], sheet: Sheet, targets: tuple[Target, ...], repaired: Mapping[str, int]
) -> Iterable[ShownColumn]:
    said = _said(batch, table).get("columns", {})
    by_letter = {column["column"]: column for column in table["columns"]}
    if table["layout"] == FORM:
        letters = list(by_letter)
    else:
        letters = [column_letter(place) for place in range(min(sheet.width, COLUMNS_SHOWN))]
    for letter in letters:
        column = by_letter.get(letter)
        if column is None:
            yield ShownColumn(letter)
            continue
        sure = _sure_of_column(column, said, is_kept=table["is_kept"])
        yield ShownColumn(
            letter=letter,
            key=column["key"],
            header=column["header"].replace("/", " / "),
            meanings=tuple(_meanings(table, column, targets)),
            alone=tuple(_alone(column, targets)),
            units=tuple(_units(column)),
            at=_say_at(column),
            sure=sure,
            is_doubtful=sure in (NOT_KNOWN, SURE[-1][1]),
            is_recorded=feeds_anything(targets, column["means"]),
            repaired=repaired.get(letter, 0),
            sample=_cell_text(sheet, letter) if table["layout"] == FORM else "",
        )


def _cell_text(sheet: Sheet, cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return clip(show(sheet.value(int(cell.removeprefix(letters)) - 1, column_index(letters))))


def _sure_of_column(column: Mapping[str, Any], said: Mapping[str, Any], *, is_kept: bool) -> Words:
    if column["key"] in said:
        return SAID
    if is_kept:
        return KEPT
    return NAMED if column[BY_HEAD] else confidence_words(column["confidence"])


def _say_at(column: Mapping[str, Any]) -> str:
    return "、".join(str(value) for value in (column["at"] or {}).values())


def _meanings(table: Mapping[str, Any], column: Mapping[str, Any], targets: tuple[Target, ...]) -> Iterable[Option]:
    """Yield the columns of the ledger's kinds, then what the reader thinks of besides, then leaving it out."""
    means = column["means"]
    held = choices_of(targets)
    seen = {value for value, _title in held}
    if not targets:
        fields = dict.fromkeys(one["means"] for one in table["columns"])
        held = [(name, title_of_field(name)) for name in fields if name not in (LEFT_OUT, SUM, RUNNING_NUMBER)]
        seen = {value for value, _title in held}
    for value, title in held:
        yield Option(value, title, value == means)
    for value in dict.fromkeys([means, *column["others"]]):
        if value not in seen and value not in (LEFT_OUT, SUM, RUNNING_NUMBER):
            title = title_of_field(value)
            note = ("", "") if not targets or feeds_anything(targets, value) else ("（账本不记）", " (not recorded)")
            yield Option(value, Words(title.zh + note[0], title.en + note[1]), value == means)
    for value in (SUM, RUNNING_NUMBER, LEFT_OUT):
        yield Option(value, title_of_field(value), value == means)


def _alone(column: Mapping[str, Any], targets: tuple[Target, ...]) -> Iterable[Option]:
    """Yield the kinds a column of numbers may be the amount of by itself, beside what its table becomes."""
    means = column["means"]
    if type_of(means) not in (MONEY, COUNT, NUMBER) and means not in (LEFT_OUT, SUM):
        return
    offered = {value for value, _title in choices_of(targets)}
    for kind in importable_kinds():
        value = amount_field(kind)
        if value not in offered and value != means:
            yield Option(value, title_of_field(value))


def _units(column: Mapping[str, Any]) -> Iterable[Option]:
    nature = type_of(column["means"])
    if nature not in (MONEY, RATIO):
        return ()
    chosen = column["written_unit"] or ""
    if nature == RATIO:
        plain = Words("小数（0.85）", "fractions (0.85)")
        return [Option(value, value or plain, value == chosen) for value in RATIO_UNITS]
    held = list(TABLE_UNITS) if chosen in TABLE_UNITS else ["", *TABLE_UNITS]
    return [Option(value, value or Words("元", "CNY"), value == chosen) for value in held if value or not chosen]


def _fixed(table: Mapping[str, Any], targets: tuple[Target, ...]) -> Iterable[ShownFixed]:
    """Yield the ledger's columns that no column of the table gives: one value may be said for all rows."""
    means = {column["means"] for column in table["columns"]}
    seen: set[str] = set()
    for target in targets:
        for feed in target.feeds:
            code = feed.column.code
            if code in seen or code in NOT_FIXED or feed.constant or means & set(feed.fields):
                continue
            seen.add(code)
            value = str(table["fixed"].get(code, ""))
            yield ShownFixed(code, feed.column.title, value, feed.column.required, tuple(_choices(feed, value)))


def _lacks_required(table: Mapping[str, Any], targets: tuple[Target, ...]) -> bool:
    return any(one.is_needed for one in _fixed(table, targets))


def _choices(feed: Feed, value: str) -> Iterable[Option]:
    """Yield what a column of choices may hold, by the words a cell would say; one that takes several is typed."""
    if feed.column.type != "choice" or not feed.column.choices:
        return
    yield Option("", Words("没有", "none"), not value)
    for choice in feed.column.choices:
        yield Option(choice.title.zh, choice.title, value in (choice.title.zh, choice.title.en, choice.code))


def _marks(lines: Iterable[ShownLine]) -> dict[str, ShownLine]:
    marks: dict[str, ShownLine] = {}
    for line in lines:
        letter = line.cell.rstrip("0123456789")
        for row in line.rows if letter else ():
            cell = f"{letter}{row}"
            if cell not in marks or RANK[line.weight] > RANK[marks[cell].weight]:
                marks[cell] = line
    return marks


def _rows(
    table: Mapping[str, Any],
    sheet: Sheet,
    columns: tuple[ShownColumn, ...],
    marks: Mapping[str, ShownLine],
    *,
    place: int,
    lines: range,
) -> Iterable[ShownRow]:
    width = min(sheet.width, COLUMNS_SHOWN)
    by_letter = {column.letter: column for column in columns}
    numbers = {one["column"] for one in table["columns"] if type_of(one["means"]) in (MONEY, COUNT, NUMBER, RATIO)}
    for line in lines:
        role = _role(table, line)
        cells = []
        for at in range(width):
            letter = column_letter(at)
            shown = by_letter.get(letter)
            is_number = letter in numbers and role in (RECORD, "total", "subtotal")
            is_out = table["layout"] != FORM and (shown is None or not shown.key)
            cells.append(
                ShownCell(
                    f"c-{place}-{letter}{line}",
                    clip(show(sheet.value(line - 1, at))),
                    marks.get(f"{letter}{line}"),
                    is_number,
                    is_out,
                )
            )
        title = ROLES.get(role) or OTHER_ROLES.get(role, OTHER_ROLES[""])
        yield ShownRow(line, role, title, tuple(_role_options(table, line, role)), tuple(cells), _shape(role))


def _role(table: Mapping[str, Any], line: int) -> str:
    role = role_of_row(table, line)
    above = min(table["header_rows"], default=table["first_row"])
    return role or ("title" if line < above else "")


def _role_options(table: Mapping[str, Any], line: int, role: str) -> Iterable[Option]:
    """Yield what a row may be said to be: rows of the table anything, those just above it a head."""
    if table["layout"] == FORM:
        return
    above = min(table["header_rows"], default=table["first_row"])
    if role == "title":
        if above - line <= HEADERS_ABOVE:
            yield Option(role, OTHER_ROLES[role], is_chosen=True)
            yield Option(HEADER, ROLES[HEADER])
        return
    if role in ("", "blank"):
        return
    if role not in ROLES:
        yield Option(role, OTHER_ROLES.get(role, OTHER_ROLES[""]), is_chosen=True)
    for value, title in ROLES.items():
        yield Option(value, title, value == role)


def _shape(role: str) -> str:
    if role in ("total", "subtotal", "average", "carried"):
        return "sum"
    return {"": "out", "blank": "out", HEADER: "head", RECORD: "", "title": "out", "section": "part"}.get(role, "aside")
