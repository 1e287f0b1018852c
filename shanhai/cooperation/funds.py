"""Funds: fiscal aid from agreement to payment, each stage a kind of its own, and money outside the plan.

The seven amounts of one yuan's way (agreed, arrived, allocated, assigned, paid, returned, carried over) are never
added to each other: press texts mix them, a ledger must not.
"""

from __future__ import annotations

from dataclasses import replace

from shanhai.catalogue.columns import (
    DOCUMENT_NO,
    DONOR,
    FORM,
    FUND_BATCH,
    PROJECT_NAME,
    PROJECT_NO,
    PURPOSE,
    VOUCHER_NO,
)
from shanhai.catalogue.controls import ask_amount_range, refuse_future_date
from shanhai.catalogue.declare import Column, CooperationField, Indicator, Kind, SameFact, Setting
from shanhai.catalogue.words import Words
from shanhai.cooperation.assets import ASSET
from shanhai.cooperation.funds_controls import CONTROLS
from shanhai.cooperation.funds_records import BRANDS, INVENTORY, OVERLAPS
from shanhai.cooperation.funds_said_as import SAID_AS
from shanhai.cooperation.project_library import PROJECT
from shanhai.figures import fold

AGREED = Kind(
    "funds.agreed",
    Words("协议资金", "Funds agreed"),
    stage="agreed",
    columns=(
        Column("agreement_no", Words("协议编号", "Agreement no."), said_as=("协议号", "协议名称"), longest=120),
        Column(
            "agreement_year",
            Words("协议年度", "Year of the agreement"),
            type="year",
            said_as=("年度", "协议年份"),
            years_ahead=1,
        ),
        PURPOSE,
    ),
    natural_key=("agreement_no", "agreement_year", "purpose"),
    same_fact=SameFact(days=60),
    said_as=("协议数", "协议金额", "计划资金"),
    help=Words("年度协议里写明的财政帮扶资金。", "Fiscal aid as the yearly agreement states it."),
)
ARRIVED = Kind(
    "funds.arrived",
    Words("到账资金", "Funds arrived"),
    stage="arrived",
    columns=(DOCUMENT_NO, FUND_BATCH, VOUCHER_NO, PURPOSE),
    natural_key=("voucher_no",),
    said_as=("到位资金", "到账", "资金到账情况", "到位协作资金", "已到位"),
    help=Words("进入山方财政账户的协作资金，按到账日记。", "Funds on the receiving side's account, by day of arrival."),
)
ALLOCATED = Kind(
    "funds.allocated",
    Words("下达资金", "Funds allocated to the county"),
    stage="allocated",
    columns=(DOCUMENT_NO, FUND_BATCH, PURPOSE),
    natural_key=("document_no", "fund_batch", "purpose"),
    said_as=("下达到县", "安排资金", "投入帮扶资金", "已下达"),
    help=Words("按文件下达到县、可以安排使用的资金。", "Funds put at the county's disposal by a document."),
)
ASSIGNED = Kind(
    "funds.assigned",
    Words("分解到项目资金", "Funds assigned to a project"),
    stage="assigned",
    columns=(PROJECT_NO, PROJECT_NAME, PURPOSE, DOCUMENT_NO),
    natural_key=("project_no", "document_no"),
    subject="project_no",
    said_as=("项目资金", "项目安排", "分解到项目", "项目计划"),
    help=Words("下达资金分到一个项目的部分。", "The part of the allocated funds given to one project."),
)
PAID = Kind(
    "funds.paid",
    Words("拨付资金", "Funds paid out"),
    stage="paid",
    columns=(VOUCHER_NO, PROJECT_NO, PROJECT_NAME, PURPOSE),
    natural_key=("voucher_no", "project_no"),
    subject="project_no",
    said_as=("已支付", "支付资金", "拨付", "支出"),
    help=Words("实际付给项目实施单位的资金。", "Funds actually paid to those who carry out the project."),
)
RETURNED = Kind(
    "funds.returned",
    Words("收回资金", "Funds returned"),
    stage="returned",
    from_side="receiver",
    columns=(VOUCHER_NO, DOCUMENT_NO, replace(PROJECT_NO, required=False), PROJECT_NAME),
    natural_key=("voucher_no",),
    subject="project_no",
    said_as=("收回", "结余收回", "上年结余收回", "退回资金"),
    help=Words("结余或闲置资金收回的部分，写正数。", "What is taken back of left-over funds, as a positive amount."),
)
CARRIED_OVER = Kind(
    "funds.carried_over",
    Words("结转资金", "Funds carried over"),
    stage="carried_over",
    nature="observation",
    columns=(PROJECT_NO, PROJECT_NAME),
    subject="project_no",
    said_as=("结转", "结余", "结余结转"),
    help=Words("某一天项目上还没有付出的余额。", "What a project has not yet spent on a day."),
)
OUTSIDE_PLAN = Kind(
    "funds.outside_plan",
    Words("计划外款物", "Money and goods outside the plan"),
    stage="outside_plan",
    columns=(FORM, DONOR, VOUCHER_NO),
    natural_key=("voucher_no",),
    said_as=("计划外资金", "计划外捐助", "计划外捐助款物", "政府捐助"),
    help=Words(
        "年度计划以外的政府和社会款物，物资按折款记。",
        "Money and goods beyond the yearly plan; goods at their value.",
    ),
)


_MONEY_KINDS = ("funds.arrived", "funds.allocated", "funds.assigned", "funds.paid", "funds.returned")


def _money(
    code: str, zh: str, en: str, *, counts: Words, value: fold.Fold | None, said_as: tuple[str, ...]
) -> Indicator:
    return Indicator(code, Words(zh, en), "CNY", "flow", "additive", counts, value, said_as)


def _by_purpose(code: str, zh: str, en: str, *, purpose: str, said_as: tuple[str, ...]) -> Indicator:
    counts = Words(
        f"分解到项目且用途为“{PURPOSE_WORDS[purpose].zh}”的资金之和，按下达日计。",
        f"Funds assigned to projects for “{PURPOSE_WORDS[purpose].en}”, by day of assignment.",
    )
    value = fold.total("funds.assigned", where=(("purpose", purpose),))
    return _money(code, zh, en, counts=counts, value=value, said_as=said_as)


def _projects_by_purpose(code: str, zh: str, en: str, *, purpose: str, said_as: tuple[str, ...]) -> Indicator:
    counts = Words(
        f"用途为“{PURPOSE_WORDS[purpose].zh}”且已分到资金的项目，同一编号只计一次。",
        f"Projects for “{PURPOSE_WORDS[purpose].en}” with assigned funds, each number once.",
    )
    value = fold.distinct("funds.assigned", where=(("purpose", purpose),))
    return Indicator(code, Words(zh, en), "project", "distinct", "additive", counts, value, said_as)


PURPOSE_WORDS = {choice.code: choice.title for choice in PURPOSE.choices}
_STATED_ONLY = Words(
    "账本里没有可加总的条目，只照公开材料登记。",
    "No entries carry it; it is known only from what documents state.",
)

FIELD = CooperationField(
    "funds",
    Words("资金", "Funds"),
    kinds=(AGREED, ARRIVED, ALLOCATED, ASSIGNED, PAID, RETURNED, CARRIED_OVER, OUTSIDE_PLAN),
    indicators=(
        Indicator(
            "assistance_funds",
            Words("帮扶资金", "Assistance funds"),
            "CNY",
            "flow",
            "additive",
            Words(
                "按文件下达到县的财政帮扶资金之和；到账、分解、拨付各有指标，计划外款物不计。",
                "Fiscal aid allocated to the county by document; arrival, assignment and payment are indicators of "
                "their own, and what is outside the plan is left out.",
            ),
            fold.total("funds.allocated"),
            SAID_AS["assistance_funds"],
            units=("CNY_per_year",),
            headline=True,
        ),
        Indicator(
            "assistance_funds_received",
            Words("到位协作资金", "Cooperation funds received"),
            "CNY",
            "flow",
            "additive",
            Words(
                "进入山方账户的财政协作资金之和，按到账日计；社会捐助、计划外款物不计。",
                "Fiscal funds on the receiving side's account, by day of arrival; donations are left out.",
            ),
            fold.total("funds.arrived"),
            SAID_AS["assistance_funds_received"],
            headline=True,
        ),
        Indicator(
            "assistance_projects",
            Words("帮扶项目数", "Assistance projects"),
            "project",
            "distinct",
            "additive",
            Words(
                "分到协作资金的项目，同一结对内同一编号只计一次。",
                "Projects with assigned funds, each project number of a pairing once.",
            ),
            fold.distinct("funds.assigned"),
            SAID_AS["assistance_projects"],
            headline=True,
        ),
        _money(
            "funds_disbursed",
            "已拨付资金",
            "Funds paid out",
            counts=Words("实际付给项目实施单位的资金之和，按支付日计。", "Funds paid to projects, by day of payment."),
            value=fold.total("funds.paid"),
            said_as=SAID_AS["funds_disbursed"],
        ),
        Indicator(
            "funds_disbursement_rate",
            Words("资金拨付率", "Share of funds paid out"),
            "percent",
            "ratio",
            "none",
            Words("拨付资金除以到账资金，同一期间。", "Funds paid out divided by funds arrived in the same period."),
            fold.share(fold.total("funds.paid"), fold.total("funds.arrived")),
            SAID_AS["funds_disbursement_rate"],
        ),
        Indicator(
            "funds_per_county",
            Words("县均投入资金", "Funds per county"),
            "CNY_per_county",
            "ratio",
            "none",
            Words(
                "下达到县的资金除以有下达资金的县数，取整到分。",
                "Funds allocated divided by the counties they went to, to the fen.",
            ),
            fold.ratio(fold.total("funds.allocated"), fold.distinct("funds.allocated", of=("receiver_place_id",))),
            SAID_AS["funds_per_county"],
        ),
        Indicator(
            "funds_share",
            Words("产业资金占比", "Share of funds for industry"),
            "percent",
            "ratio",
            "none",
            Words(
                "分解到项目的资金中用途为产业发展的份额。",
                "The part of the funds assigned to projects that is for industry.",
            ),
            fold.share(fold.total("funds.assigned", where=(("purpose", "industry"),)), fold.total("funds.assigned")),
            SAID_AS["funds_share"],
        ),
        _by_purpose(
            "industry_funds",
            "产业帮扶资金",
            "Funds for industry",
            purpose="industry",
            said_as=SAID_AS["industry_funds"],
        ),
        _by_purpose(
            "livelihood_funds",
            "民生保障资金",
            "Funds for livelihood",
            purpose="livelihood",
            said_as=SAID_AS["livelihood_funds"],
        ),
        _by_purpose(
            "tourism_funds",
            "文旅投入",
            "Funds for culture and tourism",
            purpose="tourism",
            said_as=SAID_AS["tourism_funds"],
        ),
        _by_purpose(
            "talent_support_funds",
            "智力支援资金",
            "Funds for talent support",
            purpose="talent",
            said_as=SAID_AS["talent_support_funds"],
        ),
        _by_purpose(
            "park_funds_invested",
            "园区投入协作资金",
            "Cooperation funds put into parks",
            purpose="park",
            said_as=SAID_AS["park_funds_invested"],
        ),
        _by_purpose(
            "performance_award",
            "绩效奖励资金",
            "Performance award",
            purpose="award",
            said_as=SAID_AS["performance_award"],
        ),
        _projects_by_purpose(
            "industry_projects",
            "产业项目数",
            "Industry projects",
            purpose="industry",
            said_as=SAID_AS["industry_projects"],
        ),
        _projects_by_purpose(
            "livelihood_projects",
            "民生项目数",
            "Livelihood projects",
            purpose="livelihood",
            said_as=SAID_AS["livelihood_projects"],
        ),
        _projects_by_purpose(
            "tourism_projects", "文旅项目数", "Tourism projects", purpose="tourism", said_as=SAID_AS["tourism_projects"]
        ),
        _projects_by_purpose(
            "talent_projects", "智力支援项目数", "Talent projects", purpose="talent", said_as=SAID_AS["talent_projects"]
        ),
        Indicator(
            "project_funds",
            Words("单个项目投入的协作资金", "Assistance funds in one named project"),
            "CNY",
            "flow",
            "additive",
            _STATED_ONLY,
            None,
            SAID_AS["project_funds"],
        ),
        Indicator(
            "funds_growth",
            Words("资金增加额", "Increase of funds against an earlier year"),
            "CNY",
            "ratio",
            "none",
            _STATED_ONLY,
            None,
            SAID_AS["funds_growth"],
        ),
        Indicator(
            "funds_per_village",
            Words("村均资金", "Funds per village"),
            "CNY_per_village",
            "ratio",
            "none",
            _STATED_ONLY,
            None,
            SAID_AS["funds_per_village"],
        ),
    ),
    controls=(
        refuse_future_date("funds.date_not_in_future", (*_MONEY_KINDS, "funds.outside_plan")),
        *CONTROLS,
        ask_amount_range(
            "funds.amount_plausible", _MONEY_KINDS, least="funds.amount_least_yuan", most="funds.amount_most_yuan"
        ),
    ),
    activities=(PROJECT, ASSET),
    brands=BRANDS,
    inventory=INVENTORY,
    overlaps=OVERLAPS,
    settings=(
        Setting(
            "funds.gap_points",
            Words("支付与进度相差多少即列入检查", "Ask where paid and built differ by"),
            30,
            "百分点",
        ),
        Setting("funds.idle_days", Words("资金闲置多少天即问", "Ask about money idle for"), 30, "天"),
        Setting("funds.return_years", Words("结转满几年应收回", "Money carried over is taken back after"), 2, "年"),
        Setting(
            "funds.return_days",
            Words("项目终止后多少天收回余款", "Money of an ended project is taken back within"),
            30,
            "天",
        ),
        Setting("funds.amount_least_yuan", Words("资金单笔少于此数即问", "Ask about one amount below"), 1_000, "元"),
        Setting(
            "funds.amount_most_yuan", Words("资金单笔多于此数即问", "Ask about one amount above"), 500_000_000, "元"
        ),
    ),
)
