"""Villages: demonstration sites, alliances, collective income, weak villages, and what households gain.

A household is known by the office's own code, never by a name or an identity number. Collective income is a yearly
observation, so that before and after can be compared (domain notes 2.3 and 3).
"""

from __future__ import annotations

from shanhai.catalogue.controls import Row, write_yuan
from shanhai.catalogue.declare import Choice, Column, Control, Kind, SameFact, Setting, Terms
from shanhai.catalogue.words import Problem, Words

VILLAGE = Column(
    "village", Words("村(社区)", "Village"), required=True, said_as=("村名", "行政村", "村"), example="示例村"
)
SITE = Column("demo_site", Words("示范点名称", "Demonstration site"), required=True, said_as=("示范点", "示范村"))
RANKS = (
    Choice("national", Words("国家级", "National"), ()),
    Choice("provincial", Words("省级", "Provincial"), ()),
    Choice("city", Words("市级", "City"), ()),
    Choice("county", Words("县级", "County"), ()),
)
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
    columns=(
        SITE,
        VILLAGE,
        Column("site_rank", Words("级别", "Rank"), type="choice", choices=RANKS, said_as=("示范点级别",)),
        Column(
            "site_kind",
            Words("性质", "Nature"),
            type="choice",
            choices=(
                Choice("exchange_base", Words("村级实践交流基地", "Practice exchange base"), ("实践交流基地",)),
                Choice("academy", Words("乡村振兴学院", "Rural revitalisation academy"), ("学院",)),
            ),
            help=Words("示范点、示范村留空。", "Blank for demonstration sites and villages."),
        ),
    ),
    subject="demo_site",
    said_as=("示范点", "示范村", "乡村振兴示范点"),
    help=Words("一个示范点一行，数值写 1。", "One site a row, with the value 1."),
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
        Column(
            "income_year",
            Words("年度", "Year"),
            type="year",
            required=True,
            said_as=("收益年度",),
            years_back=5,
        ),
        Column("weak_village", Words("薄弱村", "Weak village"), type="flag", said_as=("是否薄弱村", "经济薄弱村")),
    ),
    natural_key=("village", "income_year"),
    subject="village",
    same_fact=SameFact(days=60),
    said_as=("村集体收入", "集体经济收入", "经营性收入"),
    help=Words("一村一年一行，便于比前后。", "One row a village and year, so that before and after compare."),
)
WEAK_VILLAGE = Kind(
    "village_revitalisation.weak_village",
    Words("帮助薄弱村", "Weak village helped"),
    stage="actual",
    nature="observation",
    amount_unit="village",
    amount_title=Words("在册(1)或出列(0)", "Listed (1) or risen (0)"),
    columns=(
        VILLAGE,
        Column(
            "village_list",
            Words("名单", "List"),
            said_as=("名单名称", "薄弱村名单"),
            help=Words("进的是哪份名单；一个村同时只在一份。", "Which list it is on; a village is on one at a time."),
            example="县级薄弱村名单(示例)",
        ),
        Column("helped_by", Words("帮扶方式", "How helped"), said_as=("帮扶措施",)),
    ),
    subject="village",
    said_as=("薄弱村", "经济相对薄弱村", "消薄"),
    help=Words(
        "进名单记 1，摘帽记 0，各有日期。", "1 when it enters the list, 0 when it leaves it, each with its day."
    ),
)
HOUSEHOLD_CODE = Column(
    "household_code",
    Words("户编号", "Household code"),
    required=True,
    said_as=("户号", "农户编号"),
    help=Words("单位自编的户号，不写姓名和身份证号。", "The office's own code, no name and no identity number."),
)
HOUSEHOLD = Kind(
    "village_revitalisation.household",
    Words("受益户登记", "Household that benefits"),
    stage="actual",
    nature="observation",
    amount_unit="person",
    amount_title=Words("户内人数", "Persons in the household"),
    columns=(
        HOUSEHOLD_CODE,
        Column(
            "household_kind",
            Words("户类型", "Kind of household"),
            type="choice",
            choices=(
                Choice("relieved", Words("脱贫户", "Out of poverty"), ("建档立卡户",)),
                Choice("monitored", Words("监测户", "Monitored"), ("监测对象",)),
                Choice("other", Words("一般农户", "Other"), ("其他",)),
            ),
        ),
        Column(
            "base_income_fen",
            Words("带动前年收入", "Yearly income before"),
            type="money",
            unit="CNY",
            said_as=("基数年收入",),
        ),
        Column("base_year", Words("基数年度", "Year of that income"), type="year", years_back=10),
        VILLAGE,
    ),
    subject="household_code",
    said_as=("受益户名册", "联农带农户"),
    help=Words("一户一行，带动几次都不重登；人数变了再记一行。", "A household a row, however often it gains."),
)
BENEFIT = Kind(
    "village_revitalisation.benefit",
    Words("联农带农增收", "Gain of a household"),
    stage="actual",
    columns=(
        HOUSEHOLD_CODE,
        Column(
            "link",
            Words("联结方式", "How it gains"),
            type="choice",
            required=True,
            choices=LINKS,
            said_as=("利益联结方式", "增收方式", "带动方式"),
        ),
        Column("linked_project", Words("项目编号", "Project no."), said_as=("带动项目",)),
        Column("paid_price", Words("收购单价", "Price paid"), type="money", unit="CNY", said_as=("收购价",)),
        Column("market_price", Words("市场单价", "Market price"), type="money", unit="CNY", said_as=("市场价",)),
        VILLAGE,
    ),
    natural_key=("household_code", "link", "linked_project"),
    subject="household_code",
    said_as=("带动农户", "受益农户", "增收"),
    help=Words("一户一种方式一行；同一户只计一次户数。", "One row a household and way; a household counts once."),
)
UNIT_KIND = Column(
    "unit_kind",
    Words("结对类别", "Kind of units"),
    type="choice",
    required=True,
    choices=(
        Choice("township", Words("乡镇", "Townships"), ("镇", "街道", "乡")),
        Choice("village", Words("村", "Villages"), ("行政村", "村村")),
        Choice("community", Words("社区", "Communities"), ()),
        Choice("school", Words("学校", "Schools"), ("中小学",)),
        Choice("hospital", Words("医院", "Hospitals"), ("卫生院", "医疗机构")),
        Choice("firm", Words("企业", "Firms"), ("村企",)),
        Choice("organisation", Words("社会组织", "Social organisations"), ("商会", "协会")),
    ),
    said_as=("层级", "类别"),
)
GIVER_UNIT = Column(
    "giver_unit", Words("海方单位名称", "Unit of the giving side"), required=True, said_as=("帮扶单位",)
)
RECEIVER_UNIT = Column(
    "receiver_unit", Words("山方单位名称", "Unit of the receiving side"), required=True, said_as=("受帮扶单位",)
)
UNIT_PAIR = Kind(
    "village_revitalisation.unit_pair",
    Words("单位结对", "Pair of units"),
    stage="actual",
    nature="observation",
    amount_unit="pair",
    amount_title=Words("结对(1)或解除(0)", "Paired (1) or ended (0)"),
    columns=(
        UNIT_KIND,
        GIVER_UNIT,
        RECEIVER_UNIT,
        Column("pair_document", Words("结对协议", "Agreement"), longest=120),
    ),
    subject="receiver_unit",
    said_as=("镇镇结对", "村村结对", "学校结对", "医院结对", "结对名册"),
    help=Words("一对一行；解除时再记一行，写 0。", "A pair a row; a row with 0 when it ends."),
)
PAIR_ACTIVITY = Kind(
    "village_revitalisation.pair_activity",
    Words("结对活动", "Activity of a pair"),
    stage="actual",
    amount_unit="visit",
    amount_title=Words("次数", "Times"),
    columns=(
        UNIT_KIND,
        GIVER_UNIT,
        RECEIVER_UNIT,
        Column(
            "activity_form",
            Words("活动形式", "Form"),
            type="choice",
            required=True,
            choices=(
                Choice("visit", Words("走访互访", "Visit"), ("走访", "考察")),
                Choice("money", Words("资金支持", "Money"), ("资金",)),
                Choice("goods", Words("物资支持", "Goods"), ("物资",)),
                Choice("training", Words("培训", "Training"), ()),
                Choice("order", Words("采购", "Order"), ("消费",)),
                Choice("other", Words("其他", "Other"), ()),
            ),
        ),
        Column("activity_content", Words("活动内容", "What was done"), required=True, longest=300),
    ),
    subject="receiver_unit",
    same_fact=SameFact(days=7),
    said_as=("结对帮扶活动", "结对开展活动"),
    help=Words(
        "一次活动一行，附凭据才算实质性结对。", "An activity a row; only one with a document makes a pair real."
    ),
)
VILLAGE_KINDS = (
    DEMO_SITE,
    ALLIANCE,
    COLLECTIVE_INCOME,
    WEAK_VILLAGE,
    HOUSEHOLD,
    BENEFIT,
    UNIT_PAIR,
    PAIR_ACTIVITY,
)


def check_listed(row: Row, _terms: Terms) -> list[Problem]:
    """A list row says in (1) or out (0), nothing else."""
    if row.get("amount") in (0, 1):
        return []
    what = Words("数值是 {value}。", "The value is {value}.").fill(value=row.get("amount"))
    right = Words("在册写 1，出列或撤销写 0。", "1 for listed, 0 for left or withdrawn.")
    return [Problem("listed.not_one", "blocks", what, right, str(row.get("amount")), field="amount")]


def check_one_list(row: Row, terms: Terms) -> list[Problem]:
    """A village that enters a list stands in no other list at that time."""
    name, own, day = row.get("village"), str(row.get("village_list") or ""), str(row.get("date") or "")
    if not name or row.get("amount") != 1:
        return []
    newest: dict[str, Row] = {}
    for one in terms.standing(WEAK_VILLAGE.code, str(name)):
        if str(one.get("date") or "") <= day and one.get("receiver_place") == row.get("receiver_place"):
            newest[str(one.get("village_list") or "")] = one
    others = [title for title, one in newest.items() if title != own and one.get("amount") == 1]
    if not others:
        return []
    listed = "、".join(title or "没有写名单" for title in others)
    what = Words("{village}已经在另一份名单里：{others}。", "{village} already stands in another list: {others}.")
    right = Words("先记它从那份名单出列（0），再进这一份。", "First enter that it left that list (0), then this one.")
    return [
        Problem("village.two_lists", "blocks", what.fill(village=name, others=listed), right, own, field="village_list")
    ]


def check_home(row: Row, terms: Terms) -> list[Problem]:
    """Ask where a household is registered in other villages only: it would count as another one, without its base."""
    code, village = row.get("household_code"), "".join(str(row.get("village") or "").split())
    known = terms.standing(HOUSEHOLD.code, str(code)) if code and village else ()
    homes = {
        "".join(str(one["village"]).split())
        for one in known
        if one.get("village") and one.get("receiver_place") == row.get("receiver_place")
    }
    if not homes or village in homes:
        return []
    what = Words(
        "户 {code} 登记在{homes}，这一行写{village}。", "{code} is registered in {homes}; this says {village}."
    )
    right = Words("请核村名；两村的户编号不要相同。", "Please check the village; no code stands for two households.")
    said = what.fill(code=code, homes="、".join(sorted(homes)), village=village)
    return [Problem("household.other_village", "ask", said, right, village, field="village")]


def check_premium(row: Row, _terms: Terms) -> list[Problem]:
    """Orders link a household only by what is paid over the market price: both prices are needed, and a premium."""
    paid, market = row.get("paid_price"), row.get("market_price")
    if row.get("link") != "orders":
        return []
    if not isinstance(paid, int) or not isinstance(market, int):
        what = Words("订单收购没有写收购单价和市场单价。", "An order does not say the price paid and the market price.")
        right = Words("两个单价都写，才看得出溢价。", "With both prices the premium shows.")
        return [Problem("premium.missing", "ask", what, right, field="paid_price")]
    if paid > market:
        return []
    what = Words(
        "收购价 {paid} 元不高于市场价 {market} 元。", "The price paid, {paid}, is not above the market's {market}."
    )
    right = Words("没有溢价的收购不算增收，请核价格。", "Without a premium there is no gain; please check the prices.")
    said = what.fill(paid=write_yuan(paid), market=write_yuan(market))
    return [Problem("premium.none", "ask", said, right, write_yuan(paid), field="paid_price")]


def check_pair(row: Row, _terms: Terms) -> list[Problem]:
    """A pair has two different units."""
    giver, receiver = (str(row.get(code) or "").strip() for code in ("giver_unit", "receiver_unit"))
    if not giver or giver != receiver:
        return []
    what = Words("两边写的是同一个单位。", "Both sides name one and the same unit.")
    right = Words("一边写海方的，一边写山方的。", "Name one unit of each side.")
    return [Problem("pair.one_unit", "blocks", what, right, receiver, field="receiver_unit")]


VILLAGE_SETTINGS = (
    Setting(
        "village_revitalisation.sleeping_days",
        Words("结对多少天没有活动算沉睡", "A pair sleeps after days without activity"),
        180,
        "天",
    ),
    Setting(
        "village_revitalisation.strong_village_yuan",
        Words("村集体年收入到多少算强村", "Yearly collective income of a strong village"),
        1_000_000,
        "元",
    ),
)
VILLAGE_CONTROLS = (
    Control(
        "village_revitalisation.one_list",
        Words("一个村只在一份名单", "A village is on one list"),
        "blocks",
        (WEAK_VILLAGE.code,),
        check_one_list,
    ),
    Control(
        "village_revitalisation.home",
        Words("农户的村同登记", "A household's village is that of its registration"),
        "ask",
        (BENEFIT.code,),
        check_home,
    ),
    Control(
        "village_revitalisation.order_premium",
        Words("订单收购有溢价", "Orders pay a premium"),
        "ask",
        (BENEFIT.code,),
        check_premium,
    ),
    Control(
        "village_revitalisation.two_units",
        Words("结对是两个单位", "A pair has two units"),
        "blocks",
        (UNIT_PAIR.code, PAIR_ACTIVITY.code),
        check_pair,
    ),
    Control(
        "village_revitalisation.listed",
        Words("名单只写 0 或 1", "A list says 0 or 1"),
        "blocks",
        (DEMO_SITE.code, WEAK_VILLAGE.code, UNIT_PAIR.code),
        check_listed,
    ),
)
