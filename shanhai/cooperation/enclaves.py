"""Enclaves and their pay-outs: what flows in, what is paid out to villages, and the life of both.

Kinds of enclave and the order of a pay-out follow public reports (domain notes 3.1 and 3.2). Planned, signed and
arrived investment never mix. Days of clocks are examples: no public rule gives them.
"""

from __future__ import annotations

from shanhai.catalogue.activity import ActivityKind, Clock, DocumentNeed, State, Step
from shanhai.catalogue.columns import VOUCHER_NO
from shanhai.catalogue.controls import Row, write_yuan
from shanhai.catalogue.declare import Choice, Column, Control, Kind, SameFact, Terms
from shanhai.catalogue.words import Problem, Words

ENCLAVE_NO = Column(
    "enclave_no", Words("飞地编号", "Enclave no."), required=True, said_as=("飞地", "园区编号"), example="FD-2023-0001"
)
ENCLAVE_TYPES = (
    Choice("industrial", Words("产业飞地", "Industrial enclave"), ("产业型飞地",)),
    Choice("weak_village", Words("消薄飞地", "Enclave for weak villages"), ("消薄",)),
    Choice("innovation", Words("科创飞地", "Innovation enclave"), ("人才飞地", "研发飞地")),
    Choice("park", Words("飞地产业园", "Enclave park"), ("飞地园区",)),
    Choice("ecological", Words("生态补偿飞地", "Ecological compensation enclave"), ("生态飞地",)),
)
DIRECTIONS = (
    Choice("forward", Words("正向(海方到山方)", "Forward (giver to receiver)"), ("正向",)),
    Choice("reverse", Words("反向(山方到海方)", "Reverse (receiver to giver)"), ("反向",)),
)


def _inflow(
    code: str, zh: str, en: str, *, said_as: tuple[str, ...], help_words: Words, negative: bool = False
) -> Kind:
    return Kind(
        code,
        Words(zh, en),
        stage="actual",
        columns=(ENCLAVE_NO, VOUCHER_NO),
        natural_key=("voucher_no",),
        subject="enclave_no",
        same_fact=SameFact(days=30),
        negative_allowed=negative,
        said_as=said_as,
        help=help_words,
    )


CAPITAL = Kind(
    "industry.enclave_capital",
    Words("飞地资本金到位", "Enclave capital arrived"),
    stage="arrived",
    from_side="receiver",
    columns=(ENCLAVE_NO, VOUCHER_NO),
    natural_key=("voucher_no",),
    subject="enclave_no",
    negative_allowed=True,
    said_as=("入股资金", "到位资本金", "村集体入股"),
    help=Words(
        "村集体或县公司投进飞地的钱，按到账日记；退回的本金写负数，按退回日记。",
        "What villages or the county company put in, by day of arrival; capital given back is negative, by its day.",
    ),
)


def _ask_capital_back(row: Row, _terms: Terms) -> list[Problem]:
    amount = row.get("amount")
    if not isinstance(amount, int) or amount >= 0:
        return []
    what = Words("资本金写了负数：{a} 元。", "The capital is negative: {a} CNY.").fill(a=write_yuan(amount))
    right = Words("是退回的本金就说明；到位的写正数。", "Say so where it was given back; what arrived is positive.")
    return [Problem("capital.given_back", "ask", what, right, write_yuan(amount), field="amount")]


CAPITAL_BACK = Control(
    "industry.capital_given_back",
    Words("负的资本金是退回的本金", "Negative capital was given back"),
    "ask",
    (CAPITAL.code,),
    _ask_capital_back,
)


def _ask_share_back(row: Row, _terms: Terms) -> list[Problem]:
    amount = row.get("amount")
    if not isinstance(amount, int) or amount >= 0:
        return []
    what = Words("兑付写了负数：{a} 元。", "The pay-out is negative: {a} CNY.").fill(a=write_yuan(amount))
    right = Words(
        "是村间更正里村里退出的就说明；付给村的写正数。",
        "Say so where a correction took it back from the village; what was paid is positive.",
    )
    return [Problem("payout.given_back", "ask", what, right, write_yuan(amount), field="amount")]


RENT = _inflow(
    "industry.enclave_rent",
    "飞地租金收入",
    "Enclave rent",
    said_as=("租金", "实收租金"),
    help_words=Words("扣除税费后的实收租金。", "Rent received, after tax and fees."),
)
TAX = _inflow(
    "industry.enclave_tax",
    "飞地税收地方留成",
    "Local share of enclave tax",
    said_as=("税收留成", "地方留成"),
    help_words=Words("入驻企业税收中留在地方的部分。", "The part of the tenants' tax that stays local."),
)
PROFIT = _inflow(
    "industry.enclave_profit",
    "飞地可分配利润",
    "Enclave profit to distribute",
    negative=True,
    said_as=("可分配利润", "利润"),
    help_words=Words("董事会决定可以分配的利润，亏损写负数。", "Profit the board distributes; a loss is negative."),
)
RUN_KINDS = (Choice("correction", Words("村间更正", "Correction between villages")),)
PAYOUT_ENTRY = Kind(
    "industry.enclave_payout",
    Words("飞地收益兑付", "Enclave pay-out"),
    stage="paid",
    columns=(
        ENCLAVE_NO,
        Column(
            "payout_no", Words("兑付编号", "Pay-out no."), required=True, said_as=("兑付批次",), example="DF-2024-0001"
        ),
        Column("payee", Words("收款村", "Village paid"), required=True, said_as=("村名", "村集体")),
        Column("income_year", Words("收益年度", "Year of the income"), type="year", said_as=("年度", "分配年度")),
        Column("corrects", Words("更正的兑付", "Pay-outs it corrects"), longest=200),
    ),
    negative_allowed=True,
    natural_key=("payout_no", "payee"),
    subject="enclave_no",
    labels=RUN_KINDS,
    said_as=("兑付收益", "收益资金兑付", "收益分配", "飞地分红"),
    help=Words(
        "付给村集体的一笔飞地收益；村间更正里村退出的写负数。",
        "One payment of enclave income to a village collective; what a village gives back in a correction is negative.",
    ),
)
SHARE_BACK = Control(
    "industry.payout_given_back",
    Words("负的兑付是村里退出的", "A negative pay-out was given back"),
    "ask",
    (PAYOUT_ENTRY.code,),
    _ask_share_back,
)
ENCLAVE_STANDS = Kind(
    "industry.enclave_stands",
    Words("飞地名录", "Enclave"),
    stage="actual",
    nature="observation",
    amount_unit="park",
    amount_title=Words("在(1)或不在(0)", "There (1) or not (0)"),
    columns=(
        ENCLAVE_NO,
        Column("enclave_type", Words("飞地类型", "Type"), "choice", choices=ENCLAVE_TYPES, said_as=("飞地类别",)),
        Column("direction", Words("方向", "Direction"), "choice", choices=DIRECTIONS),
    ),
    subject="enclave_no",
    said_as=("飞地清单", "飞地名单"),
    help=Words("一块飞地一行，建成或运营记 1，退出记 0。", "An enclave a row: 1 while it stands, 0 once closed."),
)
ENCLAVE_KINDS = (CAPITAL, RENT, TAX, PROFIT, PAYOUT_ENTRY, ENCLAVE_STANDS)

ENCLAVE = ActivityKind(
    code="industry.enclave",
    title=Words("飞地", "Enclave"),
    number_prefix="FD",
    first_state="negotiating",
    states=(
        State("negotiating", Words("洽谈", "Negotiating")),
        State("agreed", Words("已签共建协议", "Agreement signed")),
        State("building", Words("建设中", "Being built")),
        State("operating", Words("运营中", "Operating")),
        State("closed", Words("已退出", "Closed"), ended=True),
    ),
    steps=(
        Step(
            "sign",
            Words("签共建协议", "Sign the agreement"),
            ("negotiating",),
            "agreed",
            word_of="other",
            documents=(DocumentNeed("agreement", Words("共建协议", "Agreement")),),
            columns=("company", "area_planned_mu", "amount_planned_fen"),
        ),
        Step(
            "supplement",
            Words("签补充协议", "Sign a supplement"),
            ("operating",),
            "operating",
            word_of="other",
            documents=(DocumentNeed("supplement", Words("补充协议", "Supplement")),),
            columns=("reason",),
        ),
        Step(
            "build",
            Words("开工建设", "Begin building"),
            ("agreed",),
            "building",
            columns=("land_awarded_on",),
            optional=("area_supplied_mu", "quota_source", "energy_quota"),
        ),
        Step(
            "operate",
            Words("投入运营", "Begin operating"),
            ("building", "agreed"),
            "operating",
            optional=("building_area_m2",),
        ),
        Step(
            "close",
            Words("退出", "Close"),
            ("negotiating", "agreed", "building", "operating"),
            "closed",
            word_of="other",
            columns=("reason",),
        ),
    ),
    columns=(
        Column("enclave_type", Words("飞地类型", "Type"), "choice", required=True, choices=ENCLAVE_TYPES),
        Column("direction", Words("方向", "Direction"), "choice", required=True, choices=DIRECTIONS),
        Column("site", Words("落地地点", "Site"), required=True),
        Column("company", Words("开发公司", "Development company")),
        Column("area_planned_mu", Words("规划面积(亩)", "Area planned (mu)"), "decimal"),
        Column("area_supplied_mu", Words("已供面积(亩)", "Area supplied (mu)"), "decimal"),
        Column("quota_source", Words("用地指标来源", "Source of the land quota")),
        Column("energy_quota", Words("用能指标", "Energy quota")),
        Column("amount_planned_fen", Words("计划投资", "Investment planned"), "money", unit="CNY"),
        Column("building_area_m2", Words("建筑面积(平方米)", "Floor area (m²)"), "decimal"),
        Column("land_awarded_on", Words("土地摘牌日", "Land awarded on"), "day"),
        Column("reason", Words("原因", "Reason"), longest=500),
    ),
    opening=("enclave_type", "direction", "site"),
    clocks=(Clock("building", Words("应开工", "Building should begin"), ("agreed",), 365, "calendar", "either"),),
    entry_kinds=tuple(kind.code for kind in ENCLAVE_KINDS if kind.amount_unit == "CNY"),
    list_columns=("enclave_type", "direction", "site"),
)

PAYOUT = ActivityKind(
    code="industry.payout",
    title=Words("飞地收益兑付", "Pay-out of enclave income"),
    number_prefix="DF",
    first_state="computed",
    states=(
        State("computed", Words("已测算", "Worked out")),
        State("checked", Words("双方对账中", "Being checked")),
        State("confirmed", Words("双方已确认", "Confirmed by both")),
        State("requested", Words("已请款", "Payment requested")),
        State("paid_to_county", Words("已到县公司", "Paid to the county company")),
        State("moving", Words("村间收补中", "Money moves between villages")),
        State("paid_to_villages", Words("已到村", "Paid to the villages")),
        State("published", Words("村级已公示", "Published in the villages")),
        State("archived", Words("已归档", "Archived"), ended=True),
        State("disputed", Words("有争议", "Disputed"), aside=True),
        State("withdrawn", Words("已作废", "Withdrawn"), ended=True, aside=True),
    ),
    steps=(
        Step("check", Words("发起对账", "Begin the check"), ("computed", "disputed"), "checked"),
        Step(
            "confirm",
            Words("我方复核无误", "Confirm on our side"),
            ("checked",),
            "confirmed",
            word_of="other",
            only_where=(("run_kind", ""),),
        ),
        Step(
            "confirm_moves",
            Words("我方复核无误", "Confirm on our side"),
            ("checked",),
            "moving",
            word_of="other",
            only_where=(("run_kind", "correction"),),
        ),
        Step(
            "request",
            Words("开票请款", "Request payment"),
            ("confirmed",),
            "requested",
            "receiver",
            documents=(DocumentNeed("invoice", Words("发票或请款函", "Invoice or letter of request")),),
        ),
        Step(
            "pay_county",
            Words("付到县公司", "Pay the county company"),
            ("requested", "confirmed"),
            "paid_to_county",
            "giver",
            columns=("voucher_no",),
            optional=("amount_paid_fen",),
        ),
        Step(
            "pay_rest",
            Words("付余款到县公司", "Pay the rest to the county company"),
            ("paid_to_county",),
            "paid_to_county",
            "giver",
            columns=("voucher_no",),
            optional=("amount_paid_fen",),
        ),
        Step(
            "pay_villages",
            Words("付到村", "Pay the villages"),
            ("paid_to_county", "moving"),
            "paid_to_villages",
            "receiver",
        ),
        Step(
            "publish",
            Words("村级公示", "Publish in the villages"),
            ("paid_to_villages",),
            "published",
            "receiver",
            documents=(DocumentNeed("notice", Words("公示照片", "Photograph of the notice")),),
        ),
        Step("archive", Words("归档", "Archive"), ("published",), "archived", waits_days=7),
        Step(
            "dispute",
            Words("提出争议", "Dispute"),
            ("checked", "confirmed", "requested"),
            "disputed",
            columns=("reason",),
        ),
        Step(
            "withdraw",
            Words("作废重算", "Withdraw and work out anew"),
            ("computed", "checked", "disputed"),
            "withdrawn",
            columns=("reason",),
        ),
    ),
    columns=(
        Column("enclave_no", Words("飞地编号", "Enclave no."), required=True),
        Column("period_from", Words("收益期起", "From"), "day", required=True),
        Column("period_to", Words("收益期止", "To"), "day", required=True),
        Column("due_on", Words("约定兑付日", "Due on"), "day"),
        Column("run_kind", Words("测算类型", "Kind of run"), "choice", choices=RUN_KINDS),
        Column("total_fen", Words("应付合计", "Payable in all"), "money", unit="CNY"),
        Column("voucher_no", Words("付款凭证号", "Voucher no.")),
        Column(
            "amount_paid_fen",
            Words("实付金额", "Amount paid"),
            "money",
            unit="CNY",
            help=Words("元，也可写“40 万元”；空着就是付清应付的全部", "Yuan; left blank it is all that is due"),
        ),
        Column("reason", Words("原因", "Reason"), longest=500),
    ),
    opening=("enclave_no", "period_from", "period_to"),
    clocks=(
        Clock("check", Words("对账应完成", "The check should be done"), ("checked",), 15, "working", "either"),
        Clock(
            "pay",
            Words("应付到县公司", "Payment is due"),
            ("confirmed", "requested"),
            20,
            "working",
            "giver",
            day_column="due_on",
        ),
        Clock(
            "villages",
            Words("应付到村", "Villages should be paid"),
            ("paid_to_county", "moving"),
            10,
            "working",
            "receiver",
        ),
    ),
    entry_kinds=(),
    list_columns=("enclave_no", "period_from", "period_to", "total_fen"),
    begun_by_hand=False,
)
