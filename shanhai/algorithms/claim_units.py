"""Which units a measure word and the thing counted allow, and what an amount of money is per.

This is knowledge of the language, not of any indicator: a new unit needs nothing here as long as a common measure
word (个, 家, 项) counts it. It must not know indicators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Units that only their own measure words give; every other unit may be counted with a common measure word.
DEFINITE = frozenset(
    [
        "percent",
        "percentage_point",
        "person",
        "person_time",
        "household",
        "mu",
        "hectare",
        "square_metre",
        "square_kilometre",
        "cubic_metre",
        "tonne",
        "kilogram",
        "jin",
        "kWh",
        "kW",
        "MW",
        "times",
        "day",
        "hour",
        "month",
        "year",
        "calendar_year",
        "storey",
        "metre",
        "kilometre",
        "year_of_age",
        "head",
        "head_per_year",
        "book",
        "book_per_person",
    ]
)
ALSO: dict[str, tuple[str, ...]] = {
    "visit": ("visit", "event", "batch", "class"),
    "event": ("event", "visit"),
    "batch": ("batch", "visit"),
    "class": ("class", "event"),
    "head": ("head", "head_per_year"),
    "book": ("book_per_person", "book"),
    "person": ("person",),
    "housing_unit": ("housing_unit",),
    "pair": ("pair",),
}
_ALIKE = {
    "hospital": ("institution",),
    "institution": ("hospital", "school"),
    "site": ("base",),
    "base": ("site", "park"),
    "enterprise": ("institution", "pair"),
    "organisation": ("institution",),
    "programme": ("project",),
    "project": ("technique", "programme"),
    "event": ("class",),
    "store": ("enterprise",),
    "product": ("project",),
}
# 单位 at a fair of jobs or goods are mostly firms
_MAY_BE = {"institution": "enterprise"}
_MAY_BE_FITS = -0.85
_PERSONS_AGAIN = -1.5  # people counted each time, where an indicator counts them once
_OTHERWISE = {"person_time": -0.9, "batch": -0.5}
_NOUNS = (
    ("workshop", "社区工厂|卫星工厂|帮扶工厂|扶贫工厂"),
    ("project", "项目|工程项目|实事|好事"),
    ("park", "产业园区|产业园|产业转移园区|产业转移园|转移园区|工业园区|工业园|园区|飞地|科创园|农业园"),
    (
        "enterprise",
        "龙头企业|企业|纳税大户|合作社|公司|经营主体|市场主体|商户|厂家|采购单位|浙企|苏企|粤企|沪企|鲁企|闽企|京企|津企|湘企|民企|国企|央企|药企|茶企|农企",
    ),
    ("school", "村小(?![组区学])"),
    ("institution", "村卫生室|村级卫生室"),
    ("village", "村(?<![乡农全]村)(?:集体)?|示范村|薄弱村|和美乡村|美丽乡村"),
    ("township", "乡镇|镇街|乡镇街道|镇(?<![城乡全]镇)(?!化)|乡(?<![城家他异同下全]乡)(?![村亲镇])"),
    ("community", "社区(?!巡)"),
    ("county", "县区|区县|县市区|县\\(市、区\\)|脱贫县|重点县|结对县|县(?<!全县)(?![级域城里委政])"),
    ("prefecture", "市州|州市|地市(?!县)|市\\(州\\)|地级市"),
    ("locality", "地区"),
    ("school", "中小学校|中小学|学校|幼儿园|小学|中学|高中|职校|高校|院校|校(?![长园])"),
    ("hospital", "医院|卫生院"),
    ("institution", "医疗机构|机构|单位|学院|中心|部门"),
    ("organisation", "社会组织|组织"),
    ("workshop", "帮扶车间|就业援建车间|援建车间|车间"),
    (
        "store",
        "展销中心|展示展销中心|直销中心|超市|馆(?<![书育术物化技念览科宾技史学陈]馆)(?![长员])|门店|销售网点|网点|铺子|店铺|连锁店|专卖店|体验店|西餐厅|餐厅|专馆|专区|专柜|店",
    ),
    ("site", "示范点|交流基地|观测点"),
    ("base", "基地"),
    ("agreement", "合作协议|协议|合同"),
    ("product", "特产|山货|农货|土货|单品|产品|品种|商品|品类|农产品"),
    ("event", "招聘会|展销会|推介会|活动|对接会|专场|培训班次"),
    ("station", "监测站点|监测站|监测点"),
    ("technique", "新技术|新手术|诊疗项目|医疗技术|技术"),
    ("line", "生产线"),
    ("route", "线路|路线"),
    ("class", "培训班|班次"),
    ("pond", "养殖池|鱼池|池塘"),
    ("cluster", "产业集群|集群"),
    ("fund", "基金"),
    ("programme", "工程|行动|计划"),
    ("housing_unit", "住房|安置房|新居"),
    ("job", "就业岗位|公益岗位|公益性岗位|岗位"),
    ("place", "学位"),
    ("person", "干部|人才|教师|医生|群众|学生|劳动力|人员"),
    ("household", "农户|户"),
)


def _by_first_character(nouns: Sequence[tuple[str, str]]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return one pattern for all nouns and the unit of each of its groups.

    Nouns that begin alike share a branch, in their order, so that the search skips what begins no noun.
    """
    branches: dict[str, list[tuple[str, str]]] = {}
    for unit, words in nouns:
        for word in words.split("|"):
            branches.setdefault(word[0], []).append((word[1:], unit))
    pattern = "|".join(f"{first}(?:{'|'.join(f'({rest})' for rest, _ in ends)})" for first, ends in branches.items())
    return re.compile(pattern), tuple(unit for ends in branches.values() for _, unit in ends)


_NOUN, _NOUN_UNITS = _by_first_character(_NOUNS)
_LINK = re.compile(
    r"^(?!.*(?:落户|入驻|投资|参与|参加|结对|带动|签|实施|建设|帮扶|合作|获得|分别|组成|入股|受益|开展|用掉|完成|开工|动工|引进|引来|招来))"
    r"[^到与和在向给把被用成了为、,，及已并后来赴进的(（\d]{0,4}$"
)
_BECOMES = re.compile(r"(?:已|都|也|先后|相继)?(?:结成|结为|成为|成了)")
# Who is paired with whom, in words for two levels or two sorts: 县乡结对90个 and 企业跟村子结对120个 count pairs.
_PAIRED = re.compile(
    r"(?:市县|县县|区县|县乡|乡乡|镇镇|镇村|村村|村企|企村|校校|院院|(?:企业|[村镇乡])[与跟和同](?:[村镇乡]子?|企业?))结对"
    r"(?:的|关系)?(?:已?有|达到?|共|约)?$"
)
_COPULA = re.compile(r"^[^着赴到在给向把用让出供,，。;；]{0,6}$")
# unit, what stands in all its words, its words
_RATES = (
    ("CNY_per_household", "户", re.compile(r"户均|每户|平均每户")),
    ("CNY_per_person", "人", re.compile(r"人均|每人(?!每?月)|平均每人")),
    ("CNY_per_mu", "亩", re.compile(r"亩均|每亩|一亩|亩产值|亩收入|亩产(?=[\d约近超达])")),
    (
        "CNY_per_village",
        "村",
        re.compile(
            r"每个?(?:示范|薄弱|脱贫|行政|试点)?村|村均|平均每村|村集体(?:经济)?平均|村(?:集体)?各(?=[出投拿分获])|一个村(?=一年|每年|[^,，。]{0,4}[分拿]到)"
        ),
    ),
    ("CNY_per_county", "县", re.compile(r"每个?县|县均|平均每县")),
    (
        "CNY_per_month",
        "月",
        re.compile(r"每月|月均|月入|月薪|月工资|月收入|一个月(?!下来(?!能|可)|内|里|之内|间)|每人每月"),
    ),
    ("CNY_per_day", "日", re.compile(r"日均|每日|日薪|日工资")),
    ("CNY_per_day", "天", re.compile(r"每天|一天(?!就卖|卖|内|里|下来卖)")),
    (
        "CNY_per_piece",
        "",
        re.compile(r"每件|每个(?![县村月])|一[个件双](?=补|奖)|一[只头](?=补|奖)|每只|每套|每双|每斤|每公斤|每吨|每头"),
    ),
    (
        "CNY_per_year",
        "年",
        re.compile(
            r"每一?年|年均|(?<![年这那头第上前后去今])一年(?:能|可|下来|给|就|为|挣|赚|收|要|光|集体|增收|增加|带来|纯|的(?=保底|固定)|都|多收)|(?<![\d今去本全当前明近往历新半成])年(?:产值|销售|税收|收入|营收|收益|租金|分红|利润|利税|"
            r"产出|纳税|综合|总产值|可|上缴|缴税|缴纳|创税|交税|营业|出栏|存栏)"
        ),
    ),
)
_OF_EACH = {"CNY_per_household", "CNY_per_person"}  # 人均一年多收1万元 is per person
_RATE_SIGN = re.compile("[均每各月年亩日天]|一[个件双只头]")


def noun_unit(pre: str, post: str) -> tuple[str, int, int]:
    """Return the unit of the thing counted, and where its noun ends behind the number or starts before it.

    `pre` and `post` are the words before and behind the number in its item. The second value is the length of `post`
    up to the end of the noun, the third the length of `pre` from its start; 0 where the noun is on the other side.
    """
    if paired := _PAIRED.search(pre):
        return "pair", 0, len(pre) - paired.start()
    match = _NOUN.search(post[:16])
    if match and _BECOMES.match(post):  # 学校8所结成友好单位
        match = None
    if match and (not match.start() or post[0] not in "（("):
        while True:
            more = _NOUN.search(post[:20], match.end())
            if more is None or not _LINK.match(post[match.end() : more.start()]):
                break
            match = more
        return _unit_of(match), match.end(), 0
    last = None
    for found in _NOUN.finditer(pre):
        last = found
    if last and _COPULA.match(pre[last.end() :]):
        return _unit_of(last), 0, len(pre) - last.start()
    return "", 0, 0


def _unit_of(match: re.Match[str]) -> str:
    return _NOUN_UNITS[(match.lastindex or 1) - 1]


def money_rate(before: str) -> str:
    """Return what an amount of money is per, by the words before it in its clause; CNY where it is a plain amount.

    >>> money_rate("户均增收"), money_rate("可实现年销售额"), money_rate("累计投入帮扶资金")
    ('CNY_per_household', 'CNY_per_year', 'CNY')
    """
    if not _RATE_SIGN.search(before):
        return "CNY"
    best, at = "CNY", -1
    for unit, sign, pattern in _RATES:
        if sign not in before:
            continue
        for match in pattern.finditer(before):
            if match.end() > at and not (unit == "CNY_per_year" and (best in _OF_EACH or 0 <= at >= match.start() - 1)):
                best, at = unit, match.end()
    return best


def fitting_unit(measured: str, rate: str, noun: str, units: Sequence[str]) -> tuple[str, float]:
    """Return the unit an indicator gives a quantity and how well it fits (below 0: badly); an empty text for no fit.

    `measured` is the unit of the measure word, `rate` that of the money, `noun` that of the thing counted, `units`
    those of the indicator, its own first.
    """
    if measured == "CNY":
        return _fitting_money(rate, units)
    if measured:
        also = ALSO.get(measured, (measured,))
        if rate == "CNY_per_year":
            also = tuple(f"{unit}_per_year" for unit in also) + also
        for unit in also:
            if unit in units:
                return unit, 0.25 if unit == measured else _OTHERWISE.get(unit, -0.1)
        if measured == "person_time" and "person" in units:
            return measured, _PERSONS_AGAIN
        return _fitting_count(noun, "", units) if measured == "housing_unit" else ("", 0.0)
    return _fitting_count(noun, rate if rate == "CNY_per_year" else "", units)


def _fitting_money(rate: str, units: Sequence[str]) -> tuple[str, float]:
    if rate in units:
        return rate, 0.0 if rate == "CNY" else 0.6
    if rate == "CNY_per_year" and "CNY" in units:
        return "CNY", -0.2
    rates = [unit for unit in units if unit.startswith("CNY_")]
    other = "CNY_per_year" if "CNY_per_year" in rates else "".join(rates[:1])
    return (other, -0.4) if rate == "CNY" and other else ("", 0.0)


def _fitting_count(noun: str, rate: str, units: Sequence[str]) -> tuple[str, float]:
    if rate and f"{noun}_per_year" in units:
        return f"{noun}_per_year", 0.35
    counted = [unit for unit in units if unit not in DEFINITE and not unit.startswith("CNY")]
    if noun in counted:
        return noun, 0.35
    alike = next((unit for unit in counted if noun and unit in _ALIKE.get(noun, ())), "")
    if alike:
        return alike, 0.0
    if not counted:
        return "", 0.0
    if _MAY_BE.get(noun) in counted:
        return _MAY_BE[noun], _MAY_BE_FITS
    return counted[0], -1.5 if noun else 0.0
