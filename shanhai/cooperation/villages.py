"""Villages: demonstration sites, alliances, collective income, weak villages, and what households gain.

A household is known by the office's own code, never by a name or an identity number. Collective income is a yearly
observation, so that before and after can be compared (domain notes 2.3 and 3).
"""

from __future__ import annotations

from shanhai.catalogue.controls import Row
from shanhai.catalogue.declare import Choice, Column, Control, Kind, SameFact, Terms
from shanhai.catalogue.words import Problem, Words

VILLAGE = Column(
    "village", Words("村(社区)", "Village"), required=True, said_as=("村名", "行政村", "村"), example="示例村"
)
SITE = Column("demo_site", Words("示范点名称", "Demonstration site"), required=True, said_as=("示范点", "示范村"))
LINKS = (
    Choice("rent", Words("土地流转", "Rent of land"), ("租金", "流转费", "土地租金")),
    Choice("wages", Words("务工", "Wages"), ("薪金", "务工收入", "就近就业")),
    Choice("dividend", Words("股份分红", "Dividend"), ("分红", "股金", "入股分红")),
    Choice("orders", Words("订单收购", "Orders"), ("订单", "保底收购", "溢价收购")),
    Choice("sales", Words("产品销售", "Sales"), ("售卖", "卖产品")),
    Choice("other", Words("其他", "Other"), ()),
)

DEMO_SITE = Kind(
    "village_revitalisation.demo_site",
    Words("乡村振兴示范点", "Village revitalisation demonstration site"),
    stage="actual",
    nature="observation",
    amount_unit="site",
    amount_title=Words("个数(撤销记 0)", "Number (0 once withdrawn)"),
    columns=(SITE, VILLAGE),
    subject="demo_site",
    said_as=("示范点", "示范村", "乡村振兴示范点"),
    help=Words("一个示范点一行,数值写 1。", "One site a row, with the value 1."),
)
ALLIANCE = Kind(
    "village_revitalisation.alliance",
    Words("共富联盟成员村", "Villages in an alliance"),
    stage="actual",
    nature="observation",
    amount_unit="village",
    amount_title=Words("成员村数", "Member villages"),
    columns=(Column("alliance", Words("联盟名称", "Alliance"), required=True, said_as=("共富联盟", "党建联盟")),),
    subject="alliance",
    said_as=("共富联盟", "联盟村", "村村联建"),
    help=Words("某一天一个联盟有多少成员村。", "How many villages an alliance has on a day."),
)
COLLECTIVE_INCOME = Kind(
    "village_revitalisation.collective_income",
    Words("村集体经营性收入", "Operating income of a village collective"),
    stage="actual",
    nature="observation",
    columns=(
        VILLAGE,
        Column("income_year", Words("年度", "Year"), type="count", required=True, said_as=("收益年度",)),
        Column("weak_village", Words("薄弱村", "Weak village"), type="flag", said_as=("是否薄弱村", "经济薄弱村")),
    ),
    natural_key=("village", "income_year"),
    subject="village",
    same_fact=SameFact(days=60),
    said_as=("村集体收入", "集体经济收入", "经营性收入"),
    help=Words("一村一年一行,便于比前后。", "One row a village and year, so that before and after compare."),
)
WEAK_VILLAGE = Kind(
    "village_revitalisation.weak_village",
    Words("帮助薄弱村", "Weak village helped"),
    stage="actual",
    nature="observation",
    amount_unit="village",
    amount_title=Words("在册(1)或出列(0)", "Listed (1) or risen (0)"),
    columns=(VILLAGE, Column("helped_by", Words("帮扶方式", "How helped"), said_as=("帮扶措施",))),
    subject="village",
    said_as=("薄弱村", "经济相对薄弱村", "消薄"),
    help=Words("进名单记 1,摘帽记 0,各有日期。", "1 when it enters the list, 0 when it leaves it, each with its day."),
)
BENEFIT = Kind(
    "village_revitalisation.benefit",
    Words("联农带农增收", "Gain of a household"),
    stage="actual",
    columns=(
        Column(
            "household_code",
            Words("户编号", "Household code"),
            required=True,
            said_as=("户号", "农户编号"),
            help=Words("单位自编的户号,不写姓名和身份证号。", "The office's own code, no name and no identity number."),
        ),
        Column(
            "link",
            Words("联结方式", "How it gains"),
            type="choice",
            required=True,
            choices=LINKS,
            said_as=("利益联结方式", "增收方式", "带动方式"),
        ),
        Column("household_persons", Words("户内人数", "Persons in the household"), type="count", unit="person"),
        Column("base_income_fen", Words("带动前年收入", "Yearly income before"), type="money", unit="CNY"),
        Column("linked_project", Words("项目编号", "Project no."), said_as=("带动项目",)),
        VILLAGE,
    ),
    natural_key=("household_code", "link", "linked_project"),
    subject="household_code",
    said_as=("带动农户", "受益农户", "增收"),
    help=Words("一户一种方式一行;同一户只计一次户数。", "One row a household and way; a household counts once."),
)
VILLAGE_KINDS = (DEMO_SITE, ALLIANCE, COLLECTIVE_INCOME, WEAK_VILLAGE, BENEFIT)


def check_listed(row: Row, _terms: Terms) -> list[Problem]:
    """A list row says in (1) or out (0), nothing else."""
    if row.get("amount") in (0, 1):
        return []
    what = Words("数值是 {value}。", "The value is {value}.").fill(value=row.get("amount"))
    right = Words("在册写 1,出列或撤销写 0。", "1 for listed, 0 for left or withdrawn.")
    return [Problem("listed.not_one", "blocks", what, right, str(row.get("amount")), field="amount")]


VILLAGE_CONTROLS = (
    Control(
        "village_revitalisation.listed",
        Words("名单只写 0 或 1", "A list says 0 or 1"),
        "blocks",
        (DEMO_SITE.code, WEAK_VILLAGE.code),
        check_listed,
    ),
)
