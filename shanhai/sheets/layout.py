"""The columns of a kind's table: the common ones, its own, and how a head of each is written and recognised.

Template, reader and checks all ask here, so that what one writes the others know. It must not know files or places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from shanhai.algorithms.cell_values import MONEY_UNITS, squeeze
from shanhai.catalogue.declare import Choice, Column, ColumnType, Kind
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words

EXAMPLE_WORDS = ("示例", "example", "样例", "例")
MONEY_CODES = frozenset(code for code, unit in UNITS.items() if unit.minor == 100 and code.startswith("CNY"))
MONEY_WORDS: dict[str, str] = {
    **{word: word for word in MONEY_UNITS if word.endswith("元")},
    "cny": "元",
    "yuan": "元",
    "rmb": "元",
    "thousandcny": "千元",
    "thousandyuan": "千元",
    "10,000cny": "万元",
    "10000cny": "万元",
    "tenthousandcny": "万元",
    "tenthousandyuan": "万元",
    "millioncny": "百万元",
    "millionyuan": "百万元",
    "100millioncny": "亿元",
}
_BRACKETED = re.compile(r"[(\[【](?P<inside>[^()\[\]【】]*)[)\]】]")
_AT_END = re.compile(_BRACKETED.pattern + "$")
_DECORATION = re.compile(r"[*＊:#\s]+")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a kind's table: `code` as the checks call it, `unit` as the template's head shows it.

    `own` is the kind's declared column where it is one of its own; common columns have none. `sheet_help` is help that
    holds in a workbook only: an entry form has neither heads nor drop-downs.
    """

    code: str
    title: Words
    type: ColumnType
    required: bool = False
    unit: Words | None = None
    unit_code: str = ""
    choices: tuple[Choice, ...] = ()
    said_as: tuple[str, ...] = ()
    help: Words | None = None
    sheet_help: Words | None = None
    example: str = ""
    longest: int = 200
    own: Column | None = None

    def whole_help(self, language: str) -> str:
        """Return all that helps to fill the column in a workbook; blank where nothing does."""
        told = [words.in_language(language) for words in (self.help, self.sheet_help) if words]
        return (" " if language.startswith("en") else "").join(told)

    def head(self, language: str) -> str:
        """Return the head cell of the template, with the unit: `金额（元）`, `Amount (CNY)`."""
        title = self.title.in_language(language)
        if self.unit is None:
            return title
        unit = self.unit.in_language(language)
        return f"{title} ({unit})" if language.startswith("en") else f"{title}（{unit}）"


@dataclass(frozen=True, slots=True)
class Head:
    """A head cell that was recognised: its column, the text as written, the money unit it names (None: none)."""

    column: SheetColumn
    written: str
    money_unit: str | None = None
    other_unit: str | None = None


NUMBER = SheetColumn(
    "number",
    Words("序号", "No."),
    "text",
    said_as=("编号", "no", "number"),
    help=Words("可以不填。写着“示例”的行不读。", "May stay blank. A row marked Example is not read."),
)
_DATE_HELP = Words(
    "写年月日，例如 2026-07-15；只知道月份的写 2026-07。",
    "Year, month and day, such as 2026-07-15; 2026-07 if only the month is known.",
)
_PLACE_HELP = Words("写登记的全称。", "The full Chinese name.")
_PLACE_SHEET_HELP = Words("可从下拉框里选。", "The list offers your pairings.")
_PARTY_SAID = {
    "giver": (
        "海方采购单位", "采购单位", "采购方", "买方", "购买方", "购买单位", "付款单位", "拨款单位",
        "拨付单位", "出资单位", "海方", "帮扶单位", "援助单位", "东部单位", "捐赠方", "捐赠单位", "派出单位", "buyer",
    ),
    "receiver": (
        "山方销售单位", "销售单位", "供货单位", "供应商", "卖方", "销售方", "收款单位", "到账单位", "接收单位",
        "受援单位", "西部单位", "项目单位", "实施单位", "seller", "recipient",
    ),
}  # fmt: skip
_PLACE_SAID = {
    "giver": ("海方地区", "帮扶地区", "帮扶县", "帮扶方", "援助方", "东部地区", "支援方", "东部县", "海方县", "giver"),
    "receiver": ("山方地区", "受援地区", "受援县", "受帮扶地区", "结对县", "受援方", "西部地区", "山方县", "receiver"),
}


@cache
def columns_of(kind: Kind) -> tuple[SheetColumn, ...]:
    """Return the columns of a kind's table in the order of its template.

    A kind's own column wins over a common one of the same code, so that a field may word it in its own way.
    """
    own = tuple(_own_column(column) for column in kind.columns)
    taken = {column.code for column in own}
    before = (NUMBER, *_who_and_when(), _amount(kind))
    after = (*_labels(kind), *_at_the_end(kind))
    return tuple(
        [column for column in before if column.code not in taken]
        + list(own)
        + [column for column in after if column.code not in taken]
    )


def column_of(kind: Kind, code: str) -> SheetColumn:
    """Return one column of a kind's table; KeyError where it has none of this code."""
    return next((column for column in columns_of(kind) if column.code == code), None) or _missing(kind, code)


def _missing(kind: Kind, code: str) -> SheetColumn:
    raise KeyError(f"{kind.code} has no column {code}")


def _who_and_when() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            "date",
            Words("日期", "Date"),
            "day",
            required=True,
            said_as=(
                "时间",
                "发生日期",
                "下单日期",
                "订单日期",
                "到账日期",
                "到账时间",
                "拨付日期",
                "拨付时间",
                "业务日期",
                "年月",
                "期间",
            ),
            help=_DATE_HELP,
            example="2026-07-15",
        ),
        SheetColumn(
            "giver_place",
            Words("海方（地区）", "Giving place"),
            "place",
            said_as=_PLACE_SAID["giver"],
            help=_PLACE_HELP,
            sheet_help=_PLACE_SHEET_HELP,
            example="柯桥区",
        ),
        SheetColumn(
            "receiver_place",
            Words("山方（地区）", "Receiving place"),
            "place",
            said_as=_PLACE_SAID["receiver"],
            help=_PLACE_HELP,
            sheet_help=_PLACE_SHEET_HELP,
            example="峨边彝族自治县",
        ),
        SheetColumn(
            "giver_party",
            Words("海方单位", "Giving party"),
            "party",
            said_as=_PARTY_SAID["giver"],
            help=Words("写登记的全称。", "The registered name."),
            example="柯桥区总工会（示例）",
        ),
        SheetColumn(
            "receiver_party",
            Words("山方单位", "Receiving party"),
            "party",
            said_as=_PARTY_SAID["receiver"],
            help=Words("写登记的全称。", "The registered name."),
            example="峨边县农发公司（示例）",
        ),
    )


def _amount(kind: Kind) -> SheetColumn:
    money = kind.amount_unit in MONEY_CODES
    unit = UNITS.get(kind.amount_unit)
    return SheetColumn(
        "amount",
        kind.amount_title,
        "money" if money else "decimal" if unit and unit.minor > 1 else "count",
        required=True,
        unit=unit.title if unit else None,
        unit_code=kind.amount_unit,
        said_as=("金额", "数额", "资金", "amount", "value") if money else ("数值", "金额", "value", "amount"),
        help=Words("只写数字，以元计。", "Digits only, in yuan.") if money else None,
        sheet_help=Words("表头可改成万元或亿元。", "The head may say 10,000 CNY instead.") if money else None,
        example="96,000.00" if money else "12",
    )


def _labels(kind: Kind) -> tuple[SheetColumn, ...]:
    if not kind.labels:
        return ()
    told = Words(
        "可填几个，用顿号隔开；一件事只有一个金额。", "Several may be given, parted by commas; the amount is one."
    )
    title = Words("标签", "Labels")
    return (SheetColumn("labels", title, "choices", choices=kind.labels, help=told, example=kind.labels[0].title.zh),)


def _at_the_end(kind: Kind) -> tuple[SheetColumn, ...]:
    code_help = Words("18 位；填了可以认准单位。", "18 signs; it makes the party certain.")
    said = ("信用代码", "社会信用代码", "统一社会信用代码")
    seller = "receiver" if kind.from_side == "giver" else "giver"
    codes = tuple(
        SheetColumn(
            f"{side}_party_code",
            Words(f"{zh}单位统一社会信用代码", f"{en} party’s credit code"),
            "text",
            said_as=(f"{zh}信用代码", f"{zh}单位信用代码", *(said if side == seller else ())),
            help=code_help,
            longest=18,
        )
        for side, zh, en in (("giver", "海方", "Giving"), ("receiver", "山方", "Receiving"))
    )
    return (
        SheetColumn(
            "programme",
            Words("协作机制", "Programme"),
            "choice",
            said_as=("协作类型", "帮扶机制", "项目类别"),
            help=Words("两地有几种结对时才要填。", "Only where the two places are paired in several ways."),
        ),
        *codes,
        SheetColumn(
            "document",
            Words("凭据", "Document"),
            "text",
            said_as=("凭证", "凭证号", "依据", "文号", "发票号"),
            help=Words("凭据的名称或文号。", "Name or number of the document."),
        ),
        SheetColumn(
            "remark", Words("备注", "Remark"), "text", said_as=("说明", "note", "notes", "remarks"), longest=500
        ),
    )


def _own_column(column: Column) -> SheetColumn:
    unit = UNITS.get(column.unit) if column.unit else None
    title = unit.title if unit else Words(column.unit, column.unit) if column.unit else None
    if column.type == "money" and unit is None:
        title, unit = UNITS["CNY"].title, UNITS["CNY"]
    return SheetColumn(
        column.code,
        column.title,
        column.type,
        required=column.required,
        unit=title,
        unit_code=unit.code if unit else "",
        choices=column.choices,
        said_as=column.said_as,
        help=column.help,
        example=column.example,
        longest=column.longest,
        own=column,
    )


def split_head(written: str) -> tuple[str, str]:
    """Return the name and the unit of a head cell in one shape; the unit is empty where none is written.

    >>> split_head("金额（万元）"), split_head("金 额/万元"), split_head("Amount (10,000 CNY)"), split_head("订单号*")
    (('金额', '万元'), ('金额', '万元'), ('amount', '10,000cny'), ('订单号', ''))
    """
    text = _DECORATION.sub("", squeeze(written)).lower()
    inside = _AT_END.search(text) or _BRACKETED.search(text)
    if inside:
        return text[: inside.start()] + text[inside.end() :], inside["inside"].removeprefix("单位")
    for unit in sorted(MONEY_WORDS, key=len, reverse=True):
        if text.endswith(unit) and len(text) > len(unit):
            return text.removesuffix(unit).rstrip(",，/、|_-").removesuffix("单位"), unit
    return text, ""


@cache
def names_of(column: SheetColumn) -> frozenset[str]:
    """All ways a column's head may be written, in the one shape of `split_head`."""
    said = (column.code, column.title.zh, column.title.en, *column.said_as)
    return frozenset({name for text in said for name in (split_head(text)[0], _bare(text)) if name})


def _bare(text: str) -> str:
    return _DECORATION.sub("", squeeze(text)).lower()


def match_heads(kind: Kind, cells: Sequence[object]) -> dict[int, Head]:
    """Return which cells of a row are heads of the kind's columns, by their place in the row (from 0).

    The column's own title wins over other ways of saying it; of two cells for one column both are returned.
    """
    found: dict[int, Head] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell.strip():
            head = recognise(kind, cell)
            if head is not None:
                found[place] = head
    return found


@lru_cache(maxsize=50_000)
def recognise(kind: Kind, written: str) -> Head | None:
    """Return the column a head cell names, in either language or as the kind's `said_as` says; None for none."""
    name, unit, bare = _read_head(written)
    for said in _names_by_rank(kind):
        ranks = [said[text] for text in (bare, name) if text in said]
        if ranks:
            column = _ranked(kind)[min(ranks)]
            is_named = name in said and said[name] == min(ranks)
            return _with_unit(column, written, unit if is_named else "")
    return None


@lru_cache(maxsize=20_000)
def _read_head(written: str) -> tuple[str, str, str]:
    """Return a head cell's name, unit and bare text; every kind asks for those of the same cells."""
    return (*split_head(written), _bare(written))


@cache
def _ranked(kind: Kind) -> tuple[SheetColumn, ...]:
    return tuple(sorted(columns_of(kind), key=lambda column: column.own is None))


@cache
def _names_by_rank(kind: Kind) -> tuple[dict[str, int], dict[str, int]]:
    """Return which column, by its rank, a text names: by its title, by any way of saying it; the first rank wins."""
    titles: dict[str, int] = {}
    names: dict[str, int] = {}
    for rank, column in enumerate(_ranked(kind)):
        for name in _titles(column):
            titles.setdefault(name, rank)
        for name in names_of(column):
            names.setdefault(name, rank)
    return titles, names


@cache
def _titles(column: SheetColumn) -> frozenset[str]:
    return frozenset({column.code, _bare(column.title.zh), _bare(column.title.en)})


def _with_unit(column: SheetColumn, written: str, unit: str) -> Head:
    own = {_bare(column.unit.zh), _bare(column.unit.en)} if column.unit else set()
    if column.type == "money":
        # A unit such as 元/年 may be scaled too: 万元/年.
        tails = [text.removeprefix("元").removeprefix("cny") for text in own]
        for tail in sorted(tails, key=len, reverse=True):
            if unit.removesuffix(tail) in MONEY_WORDS:
                return Head(column, written, money_unit=MONEY_WORDS[unit.removesuffix(tail)])
    return Head(column, written, other_unit=unit if unit and unit not in own else None)


def is_example_mark(cell: object) -> bool:
    """Tell whether a cell marks its row as the template's example.

    >>> is_example_mark("示例"), is_example_mark("Example"), is_example_mark("12")
    (True, True, False)
    """
    return isinstance(cell, str) and squeeze(cell).lower().strip("()") in EXAMPLE_WORDS
