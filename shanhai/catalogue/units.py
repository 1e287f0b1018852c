"""The units that amounts and figures come in. It must not know which kind or indicator uses one."""

from __future__ import annotations

from decimal import Decimal

from shanhai.catalogue.declare import Unit
from shanhai.catalogue.words import Words


def _money(code: str, zh: str, en: str) -> Unit:
    return Unit(code, Words(zh, en), minor=100, scale=2)


def _parts(code: str, zh: str, en: str, *, minor: int, scale: int) -> Unit:
    return Unit(code, Words(zh, en), minor=minor, scale=scale)


def _count(code: str, zh: str, en: str) -> Unit:
    return Unit(code, Words(zh, en))


_ALL = (
    _money("CNY", "元", "CNY"),
    _money("CNY_per_year", "元/年", "CNY a year"),
    _money("CNY_per_month", "元/月", "CNY a month"),
    _money("CNY_per_household", "元/户", "CNY per household"),
    _money("CNY_per_person", "元/人", "CNY per person"),
    _money("CNY_per_county", "元/县", "CNY per county"),
    _money("CNY_per_village", "元/村", "CNY per village"),
    _money("CNY_per_mu", "元/亩", "CNY per mu"),
    _money("CNY_per_piece", "元/件", "CNY per piece"),
    _parts("percent", "%", "%", minor=100, scale=1),
    _parts("times", "倍", "times", minor=100, scale=2),
    _parts("mu", "亩", "mu", minor=100, scale=2),
    _parts("square_metre", "平方米", "square metres", minor=100, scale=2),
    _parts("tonne", "吨", "tonnes", minor=1000, scale=3),
    _count("entry", "条", "entries"),
    _count("thing", "个", "things"),
    _count("kWh", "千瓦时", "kWh"),
    _count("person", "人", "people"),
    _count("person_time", "人次", "attendances"),
    _count("household", "户", "households"),
    _count("job", "个岗位", "jobs"),
    _count("place", "个学位", "school places"),
    _count("project", "个项目", "projects"),
    _count("park", "个园区", "parks"),
    _count("enterprise", "家企业", "enterprises"),
    _count("fund", "个基金", "funds"),
    _count("store", "家门店", "outlets"),
    _count("site", "个点", "sites"),
    _count("village", "个村", "villages"),
    _count("institution", "家单位", "institutions"),
    _count("organisation", "家组织", "organisations"),
    _count("township", "个乡镇", "townships"),
    _count("community", "个社区", "communities"),
    _count("county", "个县", "counties"),
    _count("prefecture", "个市州", "prefectures"),
    _count("locality", "个地区", "localities"),
    _count("pair", "对", "pairs"),
    _count("school", "所学校", "schools"),
    _count("school_per_year", "所学校/年", "schools a year"),
    _count("hospital", "家医院", "hospitals"),
    _count("programme", "项工程", "programmes"),
    _count("workshop", "个车间", "workshops"),
    _count("book_per_person", "册/人", "books per person"),
    _count("pond", "口池", "ponds"),
    _count("base", "个基地", "bases"),
    _count("product", "个产品", "products"),
    _count("brand", "个品牌", "brands"),
    _count("event", "场", "events"),
    _count("visit", "次", "visits"),
    _count("cluster", "个集群", "clusters"),
    _count("housing_unit", "套住房", "homes"),
    _count("agreement", "份协议", "agreements"),
    _count("batch", "批", "batches"),
    _count("head", "头", "head"),
    _count("head_per_year", "头/年", "head a year"),
    _count("station", "个站点", "stations"),
    _count("technique", "项技术", "techniques"),
    _count("line", "条生产线", "lines"),
    _count("route", "条线路", "routes"),
    _count("class", "期", "classes"),
    _count("day", "天", "days"),
    _count("year", "年", "years"),
    _count("calendar_year", "年", "year"),
)

UNITS: dict[str, Unit] = {unit.code: unit for unit in _ALL}


def write_amount(amount: int, unit: str) -> str:
    """Return an amount in smallest parts as a decimal text in whole units, exact and without separators.

    >>> write_amount(11_700_000_000, "CNY")
    '117000000.00'
    >>> write_amount(34, "project")
    '34'
    """
    minor = UNITS[unit].minor
    if minor == 1:
        return str(amount)
    return str(Decimal(amount).scaleb(-(len(str(minor)) - 1)))


def read_amount(value: str | int | Decimal, unit: str) -> int:
    """Return a value in whole units as an integer of smallest parts; ValueError where it does not fit exactly.

    >>> read_amount("117000000.00", "CNY")
    11700000000
    """
    parts = Decimal(value) * UNITS[unit].minor
    if parts != parts.to_integral_value():
        raise ValueError(f"{value} is finer than the smallest part of {unit}")
    return int(parts)
