"""What each row below a header is: a record, a section, a total, a note, a blank. Must not know kinds of records."""

from __future__ import annotations

import re

from .grid import Sheet, show
from .header_text import find_table_unit, is_unit_word
from .regions import Region

RECORD, BLANK, SECTION, SUBTOTAL, TOTAL, AVERAGE, CARRIED, NOTE, UNIT = (
    "record", "blank", "section", "subtotal", "total", "average", "carried", "note", "unit",
)  # fmt: skip
REPEATED, NUMBERS, TITLE = "repeated_header", "column_numbers", "title"

_COUNT = (
    r"(?:[:：]?[(（]?(?:共|共计)?[\d,.]+\s*"
    r"(?:人次|人|户|家|个|笔|项|所|对|件|元|万元|亿元|名|条|批|村|次|单|份|套|个村|个项目|家企业|宗)?[)）]?)?"
)
_GRAND = re.compile(
    rf"(?:本表|全部|全县|全市|全省|全区|全州|全年|年度|本年|各县|总|累|合|共|所有|以上|两年|三年|东部|西部)*(?:合计|总计|总数|共计|总合计|总额|汇总|累计|计){_COUNT}"
)
_WHOLE = re.compile(r"全(?:县|市|州|省|区|旗|年|部)|总体|总数")
_SUB = re.compile(rf".{{0,20}}(?:小计|合计|总计|共计|累计|分计|计数)[:：]?{_COUNT}")
_AVERAGE = re.compile(
    r"(?:总|全县|全市|各县|户|人|村|月)?(?:平均|均值|平均值|平均数|均数)(?:值|数|每.*)?|人均|户均|村均|月均|算术平均|加权平均"
)
_MEAN = re.compile(r".{0,6}(?:平均|均值).{0,6}|(?:人|户|村|月|县)均.{0,6}")
_CARRIED = re.compile(
    r"(?:承|接)(?:前|上)页|过次页|转(?:下|次)页|(?:上|去|以前)(?:年|月|期|年度|季)度?(?:结转|结余|余额).*|(?:期|年|月)初(?:余额|结余|数)|结转(?:下|次|上|去)?(?:年|月|期|页).*|年初结转.*"
)
NOTE_LINE = re.compile(
    r"第\s*\d+\s*页|共\s*\d+\s*页|[-—]\s*\d+\s*[-—]$|(?:注|备注|附注|说明|填表说明|填报说明|编制说明|数据来源|资料来源|来源|注意|指标解释|口径|统计口径|补充说明|附)(?:\d*[:：.．、]|\s)|[※*★▲●◆]|"
    r"(?:说明|备注|注)$|\d{1,2}[.、．)](?=.{8,})|[(（]\d{1,2}[)）](?=.{8,})|本表|以上(?:数据|信息|金额|人员)|共(?:结对|计划|收到|有|派|完成|安排).{0,40}\d"
)
SIGNED_LINE = re.compile(
    r"(?:填表人|制表人?|审核人?|审批人?|负责人|填报人|经办人|统计负责人|单位负责人|复核人?|分管领导|主要领导|联系电话|报出日期|填报日期|填报时间|制表日期|"
    r"填表日期|会计主管|记账|出纳|主管|领导签字|盖章|公章|签字|签章|报送日期|统计员|校对|财务负责人|科长|局长)[)）]?\s*(?:[(（][^)）]*[)）])?\s*[:：]"
)
_OUTLINE = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]+[章节部分类批期组季]|[IVX]+[、.．]|[A-H][、.．]"
)


def read_roles(sheet: Sheet, region: Region) -> dict[int, str]:
    """Return the role of each row of a region's body, told by its words and by which cells are filled.

    Rows of numbers without a telling word are records here; arithmetic may find totals among them later.
    """
    roles: dict[int, str] = {}
    names = {sheet.text(row, column) for row in region.header for column in range(region.left, region.right)} - {""}
    span = region.right - region.left
    ended = False
    last_data = region.first - 1
    for row in range(region.first, region.last + 1):
        cells = _cells(sheet, row, region)
        role = _tell(sheet, row, cells, names=names, span=span)
        if role == NOTE and len(cells) <= 3:
            ended = True
        elif role == SECTION and ended:
            role = NOTE
        elif role in (RECORD, TOTAL, SUBTOTAL):
            if ended and role == RECORD and len(cells) < max(3, span // 3):
                role = NOTE
            else:
                ended, last_data = False, row
        roles[row] = role
    for row in range(last_data + 1, region.last + 1):
        if roles[row] in (SECTION, CARRIED, AVERAGE) and roles[row] == SECTION:
            roles[row] = NOTE
    return roles


def _cells(sheet: Sheet, row: int, region: Region) -> list[tuple[int, str, bool]]:
    """Return (column, text, is number) of a row's cells; what a merged area carries down from above counts."""
    found = []
    for column in range(region.left, region.right):
        area = sheet.area(row, column)
        if area is not None and (area.left != column or area.top > row):
            continue
        value = (
            sheet.value(area.top, area.left)
            if area is not None and area.top >= region.first
            else sheet.value(row, column)
        )
        if value is not None:
            found.append((column, show(value, squeezed=True), not isinstance(value, str)))
    return found


def _tell(sheet: Sheet, row: int, cells: list[tuple[int, str, bool]], *, names: set[str], span: int) -> str:
    if not cells:
        return BLANK
    texts = [text for _, text, number in cells if not number]
    if len(texts) >= 2 and set(texts) <= names and len(texts) == len(cells):
        return REPEATED
    if len(texts) == len(cells) >= 3 and sum(1 for text in texts if text in names) >= 0.8 * len(texts):
        return REPEATED
    label = _label_role(cells)
    if label:
        return label
    own = [cell for cell in cells if sheet.value(row, cell[0]) is not None]
    if len(own) <= 2 and texts:
        alone = _lonely_role(sheet, row, own or cells, span=span, carried=len(cells) - len(own))
        if alone:
            return alone
    if (
        texts
        and not any(number for _, _, number in cells)
        and any(SIGNED_LINE.search(show(sheet.value(row, c), squeezed=True)) for c, _, _ in cells)
    ):
        return NOTE
    return RECORD


def _counts(cell: tuple[int, str, bool]) -> bool:
    """Whether a cell is a number, also one that a text file holds as text."""
    return cell[2] or bool(re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?", cell[1]))


def _label_role(cells: list[tuple[int, str, bool]]) -> str | None:
    """A word of sum, mean or carrying in one of the first cells names the row, unless it has a unit of its own."""
    has_unit = any(is_unit_word(text) for _, text, number in cells[1:5] if not number)
    for place, (_, text, number) in enumerate(cells[:4]):
        if number or len(text) > 30:
            continue
        bare = text.strip("【】[]()（）*:： ")
        if _CARRIED.fullmatch(bare):
            return CARRIED
        if place > 2 and not re.fullmatch(r"(?:合|小|总|共)计", bare):
            continue
        if place == 0 and _WHOLE.fullmatch(bare) and len(cells) > 1 and _counts(cells[-1]):
            return TOTAL
        if _AVERAGE.fullmatch(bare) or (place == 0 and not has_unit and _MEAN.fullmatch(bare) and len(cells) <= 4):
            return AVERAGE
        if (_GRAND.fullmatch(bare) and bare not in ("计", "汇总")) or bare == "计":
            return TOTAL if "小计" not in bare and (bare[0] in "总合共累计全年" or "合计" in bare) else SUBTOTAL
        if _SUB.fullmatch(bare) and not (has_unit and not re.fullmatch(r"(?:合|小|总|共)计.*", bare)):
            return SUBTOTAL
    return None


def _lonely_role(sheet: Sheet, row: int, own: list[tuple[int, str, bool]], *, span: int, carried: int) -> str | None:
    column, _, number = own[0]
    raw = show(sheet.value(row, column), squeezed=True)
    if number:
        return None
    if find_table_unit(raw) and len(raw) <= 14 and len(own) == 1:
        return UNIT
    if NOTE_LINE.match(raw) or SIGNED_LINE.search(raw):
        return NOTE
    if len(own) == 2 and (carried or own[1][2] or span <= 3):
        return None
    if len(own) == 2:
        numbered = re.fullmatch(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?", raw)
        return SECTION if (_OUTLINE.match(raw) and len(own[1][1]) <= 12) or numbered else None
    if carried >= 2 or span <= 2:
        return None
    area = sheet.area(row, column)
    wide = area is not None and area.right - area.left + 1 >= max(2, span // 2)
    if _OUTLINE.match(raw) and len(raw) <= 40:
        return SECTION
    if len(raw) > 26 or (len(raw) > 14 and re.search(r"[。；;，,]", raw)):
        return NOTE
    if wide or span >= 3:
        return SECTION
    return None
