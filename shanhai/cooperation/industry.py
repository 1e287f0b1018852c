"""Industry: parks, enclaves, firms and investment, and the indicators folded from them.

Kinds and activities are in `parks.py` and `enclaves.py`. An indicator without a fold is known only from what documents
state. Expected output and tax are never added to actual ones.
"""

from __future__ import annotations

from shanhai.catalogue.controls import ask_amount_range, refuse_future_date
from shanhai.catalogue.declare import CooperationField, Indicator, OverPairings, OverTime, Setting
from shanhai.catalogue.words import Words
from shanhai.cooperation.enclaves import (
    CAPITAL,
    CAPITAL_BACK,
    ENCLAVE,
    ENCLAVE_KINDS,
    PAYOUT,
    PAYOUT_ENTRY,
    PROFIT,
    RENT,
    SHARE_BACK,
    TAX,
)
from shanhai.cooperation.industry_records import BRANDS, INVENTORY, OVERLAPS
from shanhai.cooperation.industry_said_as import SAID_AS
from shanhai.cooperation.parks import INVESTMENT, PARK, PARK_KINDS
from shanhai.figures import fold

_STATED_ONLY = Words(
    "账本里没有可加总的条目，只照公开材料登记。",
    "No entries carry it; it is known only from what documents state.",
)
AGRICULTURAL = (("park_type", "agricultural"),)
IN_ENCLAVE = (("landing", "enclave"),)


def _figure(
    code: str,
    words: Words,
    unit: str,
    over: tuple[OverTime, OverPairings],
    *,
    counts: Words = _STATED_ONLY,
    value: fold.Fold | None = None,
    units: tuple[str, ...] = (),
    headline: bool = False,
) -> Indicator:
    return Indicator(code, words, unit, *over, counts, value, SAID_AS[code], units=units, headline=headline)


def _stated(code: str, zh: str, en: str, unit: str, *, units: tuple[str, ...] = ()) -> Indicator:
    return _figure(code, Words(zh, en), unit, ("snapshot", "none"), units=units)


_NEWEST = Words("每个园区取期末或之前最近一次的数，再相加。", "The newest figure of each park by the end, added up.")

PARK_INDICATORS = (
    _figure(
        "parks_jointly_built", Words("共建产业园区数", "Parks jointly built"), "park", ("snapshot", "distinct"),
        counts=Words("期末在建或运营的共建园区，同一园区只计一次。", "Parks standing at the end, each once."),
        value=fold.latest("industry.park_stands"), headline=True,
    ),
    _figure(
        "parks_jointly_built_provincial", Words("共建省级产业园数", "Jointly built parks of provincial rank"), "park",
        ("snapshot", "distinct"),
        counts=Words("其中级别为省级的园区。", "Of these, the parks of provincial rank."),
        value=fold.latest("industry.park_stands", where=(("park_rank", "provincial"),))
    ),
    _figure(
        "agricultural_parks", Words("农业(种植)产业园数", "Agricultural parks"), "park", ("snapshot", "distinct"),
        counts=Words("其中类型为农业产业园的园区。", "Of these, the agricultural parks."),
        value=fold.latest("industry.park_stands", where=AGRICULTURAL)
    ),
    _figure(
        "agricultural_park_area", Words("农业产业园面积", "Area of agricultural parks"), "mu", ("snapshot", "additive"),
        counts=_NEWEST, value=fold.latest("industry.park_area", where=AGRICULTURAL)
    ),
    _figure(
        "land_area", Words("用地面积", "Land area"), "mu", ("snapshot", "additive"), counts=_NEWEST,
        value=fold.latest("industry.park_area")
    ),
    _figure(
        "floor_area", Words("建筑面积", "Floor area"), "square_metre", ("snapshot", "additive"), counts=_NEWEST,
        value=fold.latest("industry.floor_area")
    ),
    _figure(
        "planting_base_area", Words("种植基地面积", "Planting base area"), "mu", ("snapshot", "additive"),
        counts=Words("每个基地取最近一次的面积，再相加。", "The newest area of each base, added up."),
        value=fold.latest("industry.planting_base")
    ),
    _figure(
        "park_enterprise_capacity", Words("园区企业容量", "Firms a park can hold"), "enterprise",
        ("capacity", "additive"), counts=_NEWEST, value=fold.latest("industry.park_capacity")
    ),
    _figure(
        "enterprises_in_park", Words("园区入驻企业数", "Firms in parks"), "enterprise", ("snapshot", "distinct"),
        counts=Words("期末在园的企业，同一信用代码在几个园区都只计一次。",
                     "Firms in any park at the end; one credit code counts once however many parks it is in."),
        value=fold.latest("industry.park_enterprise")
    ),
    _figure(
        "enterprises_attracted", Words("引导/招引企业数", "Enterprises attracted"), "enterprise",
        ("distinct", "distinct"),
        counts=Words("招引落地的企业，同一信用代码只计一次。", "Firms attracted, each credit code once."),
        value=fold.distinct("industry.enterprise_attracted"), headline=True,
    ),
    _figure(
        "industrial_output_value", Words("产值", "Output value"), "CNY", ("per-year flow", "additive"),
        counts=Words("各园区全年产值之和，按年末日计；预计产值不计。", "Yearly output of parks, nothing expected."),
        value=fold.total("industry.output"), units=("CNY_per_year",),
    ),
    _stated("output_value", "产值", "Output", "CNY"),
    _figure(
        "annual_sales", Words("年销售额", "Sales a year"), "CNY_per_year", ("per-year flow", "additive"),
        counts=Words("各园区全年销售额之和。", "Yearly sales of parks."), value=fold.total("industry.sales")
    ),
    _figure(
        "tax_revenue", Words("税收", "Tax revenue"), "CNY", ("per-year flow", "additive"),
        counts=Words("各园区全年税收之和；预计税收不计。", "Yearly tax of parks; what is expected is left out."),
        value=fold.total("industry.tax"), units=("CNY_per_year",),
    ),
    _figure(
        "land_to_construction_days", Words("摘牌到动工天数", "Days from land award to building"), "day",
        ("ratio", "none"),
        counts=Words("每个项目从摘牌到动工的天数，取平均。", "Days from award to building, the mean of projects."),
        value=fold.ratio(fold.total("industry.land_to_start"), fold.count("industry.land_to_start"))
    ),
    _stated("park_age", "园区成立年数", "Years since a park was founded", "year"),
    _stated("industry_start_year", "产业起始年份", "Year an industry began", "calendar_year"),
)  # fmt: skip
INVESTMENT_INDICATORS = (
    _figure(
        "investment_in_place", Words("到位投资额", "Investment in place"), "CNY", ("flow", "additive"),
        counts=Words("企业实际到位的投资，按到位日计；计划和签约的不计。", "What arrived, nothing planned."),
        value=fold.total("industry.investment_arrived"), headline=True,
    ),
    _figure(
        "contract_value", Words("签约/协议金额", "Value signed"), "CNY", ("flow", "additive"),
        counts=Words("签约投资之和，按签约日计。", "Investment signed, by day of signing."),
        value=fold.total("industry.investment_signed")
    ),
    _figure(
        "total_investment", Words("项目总投资", "Total investment of projects"), "CNY", ("snapshot", "additive"),
        counts=Words("每个项目最近一次的计划总投资，再相加。", "The newest planned total of each project, added up."),
        value=fold.latest("industry.investment_planned")
    ),
    _figure(
        "enclave_project_investment", Words("飞地项目总投资", "Total investment of enclave projects"), "CNY",
        ("snapshot", "additive"),
        counts=Words("落在飞地的项目，取最近一次的计划总投资相加。", "The newest planned totals in enclaves."),
        value=fold.latest("industry.investment_planned", where=IN_ENCLAVE)
    ),
    _figure(
        "enclave_projects", Words("飞地项目数", "Projects landed in enclaves"), "project", ("distinct", "additive"),
        counts=Words("落在飞地的投资项目，同一编号只计一次。", "Investment projects in enclaves, each number once."),
        value=fold.distinct("industry.investment_planned", where=IN_ENCLAVE)
    ),
    _figure(
        "projects_signed", Words("签约项目数", "Projects signed"), "project", ("distinct", "additive"),
        counts=Words("已签约的投资项目，同一编号只计一次。", "Projects signed, each number once."),
        value=fold.distinct("industry.investment_signed")
    ),
    _figure(
        "investment_projects", Words("投资协议数", "Investment agreements"), "agreement", ("flow", "additive"),
        counts=Words("签约投资的协议份数。", "Investment agreements signed."),
        value=fold.count("industry.investment_signed")
    ),
    _figure(
        "projects_started", Words("开工项目数", "Projects started"), "project", ("distinct", "additive"),
        counts=Words("已动工的投资项目，同一编号只计一次。", "Projects whose building has begun, each number once."),
        value=fold.distinct("industry.land_to_start")
    ),
    _figure(
        "project_start_rate", Words("开工率", "Share of projects started"), "percent", ("ratio", "none"),
        counts=Words("已动工项目数除以已签约项目数。", "Projects started divided by projects signed."),
        value=fold.share(fold.distinct("industry.land_to_start"), fold.distinct("industry.investment_signed"))
    ),
    _stated("enterprises_nurtured", "培育企业数", "Enterprises nurtured", "enterprise"),
    _stated("enterprises_registered", "受援地注册企业数", "Firms registered", "enterprise"),
    _stated("fund_projects", "基金投资项目数", "Projects of a fund", "project"),
    _stated("fund_size", "基金规模", "Size of a fund", "CNY"),
    _stated("social_capital", "吸引社会资本", "Social capital drawn in", "CNY"),
    _stated("industry_clusters", "产业集群数", "Industry clusters", "cluster"),
    _stated("processing_capacity", "加工能力", "Processing capacity", "tonne"),
    _stated("production_lines", "生产线数", "Production lines", "line"),
    _stated("electricity_sent", "送电量", "Electricity sent", "kWh"),
)  # fmt: skip
ENCLAVE_INDICATORS = (
    _figure(
        "poverty_relief_enclaves", Words("消薄飞地数", "Enclaves for weak villages"), "park", ("snapshot", "distinct"),
        counts=Words("期末在册的消薄飞地，同一飞地只计一次。", "Enclaves for weak villages at the end, each once."),
        value=fold.latest("industry.enclave_stands", where=(("enclave_type", "weak_village"),))
    ),
    _figure(
        "industrial_enclaves", Words("产业飞地数", "Industrial enclaves"), "park", ("snapshot", "distinct"),
        counts=Words("期末在册的产业飞地，同一飞地只计一次。", "Industrial enclaves at the end, each once."),
        value=fold.latest("industry.enclave_stands", where=(("enclave_type", "industrial"),))
    ),
    _figure(
        "enclave_revenue_paid", Words("飞地收益兑付", "Enclave revenue paid out"), "CNY", ("flow", "additive"),
        counts=Words("付到村集体的飞地收益之和，按付款日计。", "Enclave income paid to villages, by day of payment."),
        value=fold.total(PAYOUT_ENTRY.code), headline=True,
    ),
    _figure(
        "dividend_received", Words("入股分红", "Dividend received"), "CNY", ("flow", "additive"),
        counts=Words("村集体收到的飞地收益，同飞地收益兑付。", "What villages received, as in the pay-outs."),
        value=fold.total(PAYOUT_ENTRY.code), units=("CNY_per_year",),
    ),
    _figure(
        "enclave_revenue", Words("飞地收益", "Revenue of enclaves"), "CNY", ("flow", "additive"),
        counts=Words("飞地租金、地方留成税收与可分配利润之和，兑付前的数。",
                     "Rent, local tax and distributable profit of enclaves, before any pay-out."),
        value=fold.total(RENT.code, TAX.code, PROFIT.code), units=("CNY_per_year",),
    ),
    _figure(
        "village_investment", Words("村集体入股资金", "Share money of villages"), "CNY", ("flow", "additive"),
        counts=Words("村集体或县公司投进飞地、已经到账的资本金。", "Capital of villages that arrived."),
        value=fold.total(CAPITAL.code), units=("CNY_per_village",),
    ),
    _stated("enclave_return_rate", "飞地固定收益率", "Fixed return of an enclave", "percent"),
)  # fmt: skip
_HAPPENED = (
    *(kind.code for kind in ENCLAVE_KINDS if kind.nature == "flow"),
    "industry.investment_signed",
    "industry.investment_arrived",
    "industry.enterprise_attracted",
    "industry.land_to_start",
)

FIELD = CooperationField(
    "industry",
    Words("产业", "Industry"),
    kinds=(*PARK_KINDS, *ENCLAVE_KINDS),
    indicators=(*PARK_INDICATORS, *INVESTMENT_INDICATORS, *ENCLAVE_INDICATORS),
    controls=(
        refuse_future_date("industry.date_not_in_future", _HAPPENED),
        ask_amount_range(
            "industry.amount_plausible",
            (CAPITAL.code, RENT.code, TAX.code, PAYOUT_ENTRY.code),
            least="industry.amount_least_yuan",
            most="industry.amount_most_yuan",
        ),
        CAPITAL_BACK,
        SHARE_BACK,
    ),
    settings=(
        Setting("industry.amount_least_yuan", Words("飞地单笔少于此数即问", "Ask about one amount below"), 100, "元"),
        Setting(
            "industry.amount_most_yuan",
            Words("飞地单笔多于此数即问", "Ask about one amount above"),
            1_000_000_000,
            "元",
        ),
    ),
    brands=BRANDS,
    inventory=INVENTORY,
    overlaps=OVERLAPS,
    activities=(PARK, INVESTMENT, ENCLAVE, PAYOUT),
)
