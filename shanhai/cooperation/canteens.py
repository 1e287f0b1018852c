"""The reserved share of canteens: what a unit's canteen buys in a year, and what of it from assisted areas.

A shared canteen is filed once by one unit, a unit without a canteen has no quota, an outsourced canteen still files
(domain notes 4; notices of the reserved share, 2023 and 2024).
"""

from __future__ import annotations

from shanhai.catalogue.controls import Row, problem_at, write_yuan
from shanhai.catalogue.declare import Choice, Column, Control, Kind, SameFact, Setting, Terms
from shanhai.catalogue.words import Problem, Words

_UNIT = Column("canteen_unit", Words("预算单位", "Unit"), required=True, said_as=("单位名称", "采购单位", "食堂单位"))
_YEAR = Column(
    "canteen_year", Words("采购年度", "Year"), type="year", required=True, said_as=("预留年度",), years_ahead=1
)
ARRANGEMENT = Column(
    "arrangement",
    Words("食堂情况", "Canteen"),
    type="choice",
    required=True,
    choices=(
        Choice("own", Words("自办", "Own"), ("有食堂", "独立食堂")),
        Choice("files_for_all", Words("共用，由本单位统一填报", "Shared, filed here for all"), ("共用牵头",)),
        Choice("filed_elsewhere", Words("共用，由其他单位填报", "Shared, filed by another unit"), ("共用",)),
        Choice("outsourced", Words("外包", "Outsourced"), ("食堂外包", "承包")),
        Choice("none", Words("没有食堂", "None"), ("无食堂",)),
    ),
    said_as=("食堂类型",),
)
CANTEEN = Kind(
    "consumption.canteen_total",
    Words("食堂食材采购总额", "Food purchases of a canteen"),
    stage="actual",
    nature="observation",
    columns=(
        _UNIT,
        _YEAR,
        ARRANGEMENT,
        Column("filed_by", Words("由谁填报", "Filed by"), said_as=("统一填报单位",)),
        Column("units_covered", Words("一并填报的单位", "Units filed for"), longest=400, said_as=("共用单位",)),
    ),
    natural_key=("canteen_unit", "canteen_year"),
    subject="canteen_unit",
    same_fact=SameFact(days=120),
    said_as=("食堂采购总额", "年度食堂食材采购"),
    help=Words(
        "一个单位一年一行。共用食堂的由一家填报，其余写 0 并注明由谁填报；没有食堂的写 0。",
        "A unit and year a row. One unit files for a shared canteen, the others write 0 and who files; 0 without one.",
    ),
)
RESERVED = Kind(
    "consumption.canteen_reserved",
    Words("预留份额采购额", "Purchases of the reserved share"),
    stage="actual",
    nature="observation",
    columns=(_UNIT, _YEAR),
    natural_key=("canteen_unit", "canteen_year"),
    subject="canteen_unit",
    same_fact=SameFact(days=120),
    said_as=("预留份额", "832平台采购额"),
    help=Words(
        "一个单位一年买脱贫地区农副产品的数，工会、职工小程序采购计入。",
        "What a unit bought from assisted areas in a year, purchases of union and staff included.",
    ),
)
CANTEEN_KINDS = (CANTEEN, RESERVED)


def check_canteen(row: Row, _terms: Terms) -> list[Problem]:
    """What a canteen's arrangement asks of its return (rules of the 832 platform, 2023 and 2024)."""
    how, amount = row.get("arrangement"), row.get("amount")
    if not isinstance(amount, int) or not how:
        return []
    if how in ("none", "filed_elsewhere") and amount:
        what = Words(
            "没有自己填报的食堂，总额却是 {amount} 元。", "It files for no canteen, yet its total is {amount} yuan."
        )
        right = Words("总额写 0；共用的由一家统一填报。", "Write 0; one unit files for a shared canteen.")
        value = write_yuan(amount)
        return problem_at("canteen.no_quota", "blocks", "amount", value, what=what.fill(amount=value), right=right)
    if how == "filed_elsewhere" and not row.get("filed_by"):
        what = Words("没有写由谁填报。", "It does not say who files.")
        right = Words("写统一填报的单位。", "Name the unit that files for all.")
        return problem_at("canteen.filed_by", "blocks", "filed_by", "", what=what, right=right)
    if how not in ("none", "filed_elsewhere") and not amount:
        what = Words("有食堂，总额却是 0。", "It has a canteen, yet its total is 0.")
        right = Words("外包的也要填报。", "An outsourced canteen files as well.")
        return problem_at("canteen.empty", "ask", "amount", "0", what=what, right=right)
    return []


def check_reserved(row: Row, terms: Terms) -> list[Problem]:
    """Ask where reserved purchases of a unit and year are below the share that holds, or cannot be a share of anything.

    They are part of the food purchases: without a total of that year, or above it, no share can be told.
    """
    amount, unit, year = row.get("amount"), row.get("canteen_unit"), row.get("canteen_year")
    if not isinstance(amount, int) or not unit:
        return []
    totals = [one for one in terms.standing("consumption.canteen_total", str(unit)) if one.get("canteen_year") == year]
    total = int(totals[-1]["amount"]) if totals else 0
    share = int(terms.settings.get("consumption.reserve_share", 10))
    if amount > total:
        return _tell_above_total(amount, total, str(unit), year)
    if amount * 100 >= total * share:
        return []
    what = Words(
        "预留采购 {amount} 元，不到食堂采购 {total} 元的 {share}%。",
        "Reserved purchases of {amount} yuan are below {share}% of the canteen's {total} yuan.",
    ).fill(amount=write_yuan(amount), total=write_yuan(total), share=share)
    right = Words("全年应不少于 {least} 元。", "At least {least} yuan in the year.").fill(
        least=write_yuan(-(-total * share // 100))
    )
    return problem_at("canteen.below_share", "ask", "amount", write_yuan(amount), what=what, right=right)


def _tell_above_total(amount: int, total: int, unit: str, year: object) -> list[Problem]:
    value = write_yuan(amount)
    if not total:
        what = Words("{unit}{year}年的食堂采购总额还没有填报。", "{unit} has no food purchases of {year} yet.")
        right = Words("先填报采购总额，份额才算得出。", "Enter its food purchases first; there is no share without.")
        said = what.fill(unit=unit, year=year)
        return problem_at("canteen.no_total", "ask", "amount", value, what=said, right=right)
    what = Words("预留采购 {amount} 元，多于食堂采购总额 {total} 元。",
                 "Reserved purchases of {amount} yuan are above the canteen's {total} yuan in all.")  # fmt: skip
    right = Words("请核两个数；预留采购是总额的一部分。", "Please check both: they are part of that total.")
    said = what.fill(amount=value, total=write_yuan(total))
    return problem_at("canteen.above_total", "ask", "amount", value, what=said, right=right)


CANTEEN_CONTROLS = (
    Control("consumption.canteen_filed", Words("食堂填报规则", "How canteens file"), "blocks", (CANTEEN.code,),
            check_canteen, source="脱贫地区农副产品预留采购份额填报通知（2023、2024）"),
    Control("consumption.reserve_reached", Words("预留份额够不够", "The reserved share is reached"), "ask",
            (RESERVED.code,), check_reserved),
)  # fmt: skip
CANTEEN_SETTINGS = (
    Setting(
        "consumption.reserve_share",
        Words("食堂采购预留份额不低于", "Reserved share of canteen purchases, at least"),
        10,
        "%",
        example=False,
        source="财政部等预留采购份额通知：不低于 10%",
        place_of="giver",
    ),
    Setting(
        "consumption.reserve_share_encouraged",
        Words("食堂采购预留份额鼓励达到", "Reserved share that is encouraged"),
        15,
        "%",
        example=False,
        source="预留采购份额通知：鼓励 15%",
        place_of="giver",
    ),
)
