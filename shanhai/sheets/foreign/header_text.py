"""What a header cell says besides its name: the unit, and which month, quarter, year, batch or choice it stands for.

It must not know a sheet's layout.
"""

from __future__ import annotations

import re
from functools import cache

from shanhai.algorithms.cell_values import MONEY_UNITS, parse_chinese_number, squeeze

from .vocabulary import COMMON, KINDS

_MONEY = r"(?:人民币)?(?:亿|千万|百万|十万|万|千|百)?(?:元|圆)(?:人民币)?"
_OTHER_UNITS = (
    r"%|％|‰|人次|人|户次|户|个月|个|家|名|位|对|次|场次|场|期|所|天|日|月|年|亩|公顷|平方公里|平方米|㎡|m2|台套|台次|台例|台|套|例|件|"
    r"盒|斤|公斤|千克|吨|份|袋|箱|项|村|岁|周岁|小时|分|条|座|辆|宗|批次|批|万人次|万人|万亩|万户|吨/年"
)
_PER = r"(?:/(?:人|月|年|户|亩|斤|公斤|盒|件|箱|袋|天|次|个|吨|人·月|人/月|千克|份|瓶|罐|只|头|枚|500g|kg))*"
_UNIT = re.compile(rf"(?:单位[:：]?)?((?:{_MONEY}|{_OTHER_UNITS}){_PER})")
_BRACKETED = re.compile(r"[(\[【<]([^()\[\]【】<>]*)[)\]】>]")
_TRAILING_MONEY = re.compile(r"(?<=[\u4e00-\u9fff])[,，、:/_-]?((?:亿|千万|百万|万|千)元)$")
_TABLE_UNIT = re.compile(
    rf"(?:(?:金额|货币|计量|资金|数据)?单位|金额)[:：为以]?(?:均为|是)?((?:{_MONEY}))(?!整)|(?:金额|货币)?单位.{{0,8}}(?:为|是)({_MONEY})|(?:以|按)({_MONEY})(?:为单位|计|填报)|"
    rf"[(（]((?:亿|千万|百万|万|千)?元)[)）](?:[(（][^()（）]*[)）])*$"
)
_NUMERALS = "一二三四五六七八九十"


@cache
def split_unit(text: str) -> tuple[str, str | None]:
    """Return a header without its unit, and the unit.

    >>> split_unit("总投资（万元）"), split_unit("形象进度(%)"), split_unit("捐赠单位（个人）")
    (('总投资', '万元'), ('形象进度', '%'), ('捐赠单位(个人)', None))
    """
    bare, unit = squeeze(text), None
    for match in reversed(list(_BRACKETED.finditer(bare))):
        inside = _UNIT.fullmatch(match[1])
        if inside:
            unit = unit or inside[1]
            bare = bare[: match.start()] + bare[match.end() :]
            continue
        mixed = re.fullmatch(
            rf"(?:.*[,，、;；:：])?(?:单位[:：]?)?({_MONEY}|%|人|户|个){_PER}(?:[,，、;；].*)?", match[1]
        )
        if mixed and unit is None:
            unit = mixed[1]
            bare = bare[: match.start()] + bare[match.end() :]
    if unit is None:
        trailing = _TRAILING_MONEY.search(bare)
        if trailing:
            return bare[: trailing.start()], trailing[1]
        percent = re.fullmatch(r"(.+?)[%％]", bare)
        if percent:
            return percent[1], "%"
    return bare.rstrip(":：*、/"), unit


def is_unit_word(text: str) -> bool:
    """Tell whether a text is nothing but a unit."""
    return bool(_UNIT.fullmatch(squeeze(text).strip("()")))


def find_table_unit(text: str) -> str | None:
    """Return the money unit a line above or below a table states for the whole of it.

    >>> find_table_unit("金额单位：元"), find_table_unit("分配总额：1,000.80万元")
    ('元', None)
    """
    match = _TABLE_UNIT.search(squeeze(text))
    return next((group for group in match.groups() if group), None) if match else None


def money_factor(unit: str | None) -> str | None:
    """Return the money word of a unit (元/人 counts in 元), or None where it is no money."""
    head = (unit or "").split("/")[0].replace("人民币", "").replace("圆", "元")
    return head if head in MONEY_UNITS and head not in ("分", "角", "块") else None


@cache
def read_dimension(text: str, year: int | None) -> tuple[str, str] | None:
    """Return (dimension, value) when a header names a month, quarter, half year, year or batch and nothing else.

    >>> read_dimension("5月", 2023), read_dimension("第二批", None), read_dimension("2021年", None)
    (('month', '2023-05'), ('batch', '2'), ('year', '2021'))
    """
    bare = re.sub(r"[(（](?:预计|预测|计划|实际|完成|预算)[)）]$", "", split_unit(text)[0])
    match = re.fullmatch(r"(?:((?:19|20)\d\d)[年./-]?)?(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?", bare)
    if match:
        month = int(match[2]) if match[2].isdigit() else int(parse_chinese_number(match[2]) or 0)
        whole = int(match[1]) if match[1] else year
        if 1 <= month <= 12:
            return "month", f"{whole:04d}-{month:02d}" if whole else f"{month:02d}"
    match = re.fullmatch(r"((?:19|20)\d\d)[./-](\d{1,2})", bare)
    if match and 1 <= int(match[2]) <= 12:
        return "month", f"{match[1]}-{int(match[2]):02d}"
    match = re.fullmatch(r"(?:((?:19|20)\d\d)年?)?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))", bare)
    if match:
        number = "一二三四".find(match[2]) + 1 if match[2] and match[2] in "一二三四" else int(match[2] or match[3])
        whole = match[1] or year
        return "quarter", f"{whole}-Q{number}" if whole else f"Q{number}"
    match = re.fullmatch(r"(?:((?:19|20)\d\d)年?)?([上下])半年", bare)
    if match:
        whole, half = match[1] or year, 1 if match[2] == "上" else 2
        return "half", f"{whole}-H{half}" if whole else f"H{half}"
    match = re.fullmatch(r"((?:19|20)\d\d)年?度?", bare)
    if match:
        return "year", match[1]
    match = re.fullmatch(rf"第([{_NUMERALS}]{{1,3}}|\d{{1,2}})(批次?|期|轮|次)", bare)
    match = match or re.fullmatch(rf"([{_NUMERALS}]{{1,3}}|\d{{1,2}})(批)次?", bare)
    if match:
        number = match[1] if match[1].isdigit() else str(parse_chinese_number(match[1]))
        return "batch", str(int(number))
    return None


_DIMENSION_IN_NAME = re.compile(
    r"^(?P<before>(?:(?:19|20)\d\d年)?(?:\d{1,2}月份?|第?[一二三四]季度|[上下]半年)|(?:19|20)\d\d年?度?|第[一二三四五六七八九十\d]{1,2}(?:批次?|期|轮))(?P<rest>[^\d至到\-—~(（].{1,})$|"
    r"^(?P<rest2>.{2,}?)[(（]?(?P<after>(?:19|20)\d\d年?度?|第[一二三四五六七八九十\d]{1,2}(?:批次?|期|轮)|\d{1,2}月份?|第?[一二三四]季度)[)）]?$"
)


@cache
def split_dimension(text: str, year: int | None) -> tuple[tuple[str, str], str] | None:
    """Return the dimension inside a name and the rest of it: 2022年产值 is (year, 2022) and 产值."""
    match = _DIMENSION_IN_NAME.match(text)
    if not match:
        return None
    found = read_dimension(match["before"] or match["after"], year)
    rest = match["rest"] or match["rest2"]
    return (found, rest) if found and rest and not read_dimension(rest, year) else None


_CHOICES: dict[str, list[tuple[str, str]]] = {
    "sex": [(r"男性?", "男"), (r"女性?", "女")],
    "destination": [
        (r"(?:到|赴|转移到?)?东部(?:省份|地区|结对省|协作省|就业|务工)*", "east"),
        (r"(?:省内|本省|县内|市内|就近|就地|省内就近|县域内|省内县外|本地)(?:就近)?(?:就业|务工)?", "province"),
        (r"(?:其他|其它)(?:地区|省份?|地方|就业)*|省外其他|其他省外", "other"),
    ],
    "contract": [(r"(?:已签|签订)", "是"), (r"未签(?:订)?", "否")],
}


@cache
def read_choice(text: str) -> tuple[str, str] | None:
    """Return (field, value) when a header is one choice of a field that is ticked over several columns."""
    bare = squeeze(text)
    for field, choices in _CHOICES.items():
        for pattern, value in choices:
            if re.fullmatch(pattern, bare):
                return field, value
    return None


def _all_words() -> re.Pattern[str]:
    words = {part for group in (COMMON, *KINDS.values()) for part in group.values()}
    parts = sorted(half for word in words for half in word if half)
    return re.compile("|".join(f"(?:{part})" for part in parts))


_ALL_WORDS = _all_words()
_HEAD_NOUN = re.compile(
    r"(?:名称|日期|时间|年月|金额|资金|单位|人数|户数|数量|编号|号码|文号|类别|类型|性质|情况|地点|地址|所在地|比例|占比|率|额|备注|说明|用途|"
    r"来源|渠道|方式|职务|岗位|期限|项目|内容|指标|代码|单价|合计|小计|总计|数|款|姓名|性别|年龄|电话|县|区|市|乡镇|村|材料|余额|"
    r"摘要|进度|产值|税收|增速|得分|意见|意向|期间|年度|月份|批次|部门|企业|学校|医院|科室|学段)$"
)


@cache
def header_strength(text: str) -> float:
    """Return from 0 to 1 how much a text is like a column's name.

    >>> header_strength("到账日期"), header_strength("马边彝族自治县") < 0.7, header_strength("２")
    (1.0, True, 0.0)
    """
    bare, unit = split_unit(text)
    if not bare or len(bare) > 30:
        return 0.0
    if read_dimension(bare, 2000):
        return 0.8
    plain = re.sub(r"[(（].*?[)）]", "", bare)
    inner = re.sub(r"^其中[:：]?", "", plain)
    if any(word and _ALL_WORDS.fullmatch(word) for word in (bare, plain, inner)):
        return 1.0
    if not re.search(r"[\u4e00-\u9fffA-Za-z]", bare) or re.search(r"\d{3,}", re.sub(r"(?:19|20)\d\d年?", "", bare)):
        return 0.0
    if unit is not None:
        return 0.8
    if re.search(r"[:：]", bare) or len(plain) > 16:
        return 0.0
    return 0.55 if _HEAD_NOUN.search(plain) or read_choice(plain) else 0.0
