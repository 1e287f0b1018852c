"""Parks, the firms in them, and the investment they draw: kinds of entries and the life of a park and of a project.

Investment planned, signed and arrived are three kinds and never mix; what is expected at full production is a forecast
and never output. A firm is told by its credit code, so that it counts once however many parks or labels name it.
"""

from __future__ import annotations

from dataclasses import replace

from shanhai.catalogue.activity import ActivityKind, Clock, DocumentNeed, State, Step, Values
from shanhai.catalogue.columns import DOCUMENT_NO, VOUCHER_NO
from shanhai.catalogue.declare import Choice, Column, Kind, SameFact
from shanhai.catalogue.words import Problem, Words

PARK_NO = Column(
    "park_no",
    Words("园区编号", "Park no."),
    required=True,
    said_as=("园区", "园区名称", "产业园", "飞地园区"),
    example="YQ-2023-0001",
)
MAYBE_PARK_NO = replace(PARK_NO, required=False)
PARK_TYPES = (
    Choice("shanhai", Words("山海协作产业园", "Shanhai industrial park"), ("山海产业园",)),
    Choice("joint", Words("共建产业园区", "Joint industrial park"), ("共建园区", "协作产业园")),
    Choice("agricultural", Words("农业产业园", "Agricultural park"), ("种植产业园", "现代农业园区")),
    Choice("tourism", Words("文旅产业园", "Tourism and culture park"), ("生态旅游文化产业园",)),
    Choice("enclave", Words("飞地产业园", "Enclave park"), ()),
)
PARK_RANKS = (
    Choice("national", Words("国家级", "National"), ()),
    Choice("provincial", Words("省级", "Provincial"), ()),
    Choice("city", Words("市级", "City"), ()),
    Choice("county", Words("县级", "County"), ()),
)
PARK_TYPE = Column("park_type", Words("园区类型", "Type of park"), "choice", choices=PARK_TYPES, said_as=("园区类别",))
PARK_RANK = Column("park_rank", Words("园区级别", "Rank"), "choice", choices=PARK_RANKS, said_as=("级别",))
ENTERPRISE_CODE = Column(
    "enterprise_code",
    Words("企业信用代码", "Credit code of the firm"),
    required=True,
    said_as=("统一社会信用代码", "信用代码"),
    help=Words("18 位统一社会信用代码；同一企业只计一次。", "The 18-sign credit code; a firm counts once."),
)
ENTERPRISE_NAME = Column("enterprise_name", Words("企业名称", "Firm"), said_as=("企业", "入驻企业", "公司名称"))
METHODS = (
    Choice("posted", Words("驻点招商", "Staff posted on the spot"), ("驻点",)),
    Choice("by_firms", Words("以商引商", "Firms bring firms"), ("以商招商",)),
    Choice("chain", Words("产业链招商", "Along the chain"), ("链式招商",)),
    Choice("chamber", Words("商会推介", "Chambers of commerce"), ("商会", "浙商")),
    Choice("event", Words("招商活动", "Events"), ("招商推介会", "对接会")),
    Choice("other", Words("其他", "Other"), ()),
)
METHOD = Column("method", Words("招引方式", "How attracted"), "choice", choices=METHODS, said_as=("招商方式",))
INTERMEDIARY = Column("intermediary", Words("牵线单位", "Through whom"), said_as=("引荐单位", "牵线人单位"))
SECTOR = Column("sector", Words("产业门类", "Sector"), said_as=("主导产业", "行业"))
INVESTMENT_NO = Column(
    "investment_no",
    Words("投资项目编号", "Investment project no."),
    required=True,
    said_as=("招商项目编号", "项目编号"),
)
LANDINGS = (
    Choice("enclave", Words("飞地", "In an enclave"), ("飞地项目",)),
    Choice("park", Words("园区", "In a park"), ("产业园",)),
    Choice("elsewhere", Words("其他", "Elsewhere"), ()),
)
LANDING = Column("landing", Words("落地载体", "Where it lands"), "choice", choices=LANDINGS, said_as=("落地平台",))
STAT_YEAR = Column("stat_year", Words("统计年度", "Year"), "year", required=True, said_as=("年度", "年份"))
# A park is expected to run at full output some years from now.
YEARS_EXPECTED = 10
ONE_OR_NONE = Words("在(1)或不在(0)", "There (1) or not (0)")

PARK_STANDS = Kind(
    "industry.park_stands",
    Words("共建园区", "Park jointly built"),
    stage="actual",
    nature="observation",
    amount_unit="park",
    amount_title=ONE_OR_NONE,
    columns=(PARK_NO, PARK_TYPE, PARK_RANK, SECTOR),
    subject="park_no",
    said_as=("共建产业园区", "园区名录"),
    help=Words("一个园区一行，在建或运营记 1，撤销记 0。", "A park a row: 1 while built or run, 0 once given up."),
)


def _of_park(code: str, words: Words, unit: str, *, said_as: tuple[str, ...], stage: str = "actual") -> Kind:
    return Kind(
        code, words, stage=stage, nature="observation", amount_unit=unit, amount_title=words,
        columns=(PARK_NO, PARK_TYPE),
        subject="park_no", said_as=said_as,
        help=Words("某一天一个园区的数。", "A figure of one park on a day."),
    )  # fmt: skip


PARK_AREA = _of_park("industry.park_area", Words("园区面积", "Area of a park"), "mu", said_as=("占地面积",))
PARK_AREA_PLANNED = _of_park(
    "industry.park_area_planned", Words("园区规划面积", "Area planned of a park"), "mu", said_as=(), stage="planned"
)
PARK_CAPACITY = _of_park(
    "industry.park_capacity",
    Words("园区企业容量", "Firms a park can hold"),
    "enterprise",
    said_as=("可容纳企业",),
    stage="capacity",
)
JOBS = _of_park("industry.jobs", Words("园区提供岗位", "Jobs in a park"), "job", said_as=("就业岗位", "带动就业岗位"))
FLOOR_AREA = _of_park(
    "industry.floor_area", Words("园区建筑面积", "Floor area of a park"), "square_metre", said_as=("厂房面积",)
)
PLANTING_BASE = Kind(
    "industry.planting_base",
    Words("种植基地面积", "Area of a planting base"),
    stage="actual",
    nature="observation",
    amount_unit="mu",
    amount_title=Words("面积", "Area"),
    columns=(Column("base_name", Words("基地名称", "Base"), required=True, said_as=("种植基地", "示范基地")), SECTOR),
    subject="base_name",
    said_as=("示范基地", "种植面积"),
)
PARK_ENTERPRISE = Kind(
    "industry.park_enterprise",
    Words("园区入驻企业", "Firm in a park"),
    stage="actual",
    nature="observation",
    amount_unit="enterprise",
    amount_title=ONE_OR_NONE,
    columns=(ENTERPRISE_CODE, ENTERPRISE_NAME, PARK_NO, SECTOR),
    subject="enterprise_code",
    said_as=("入驻企业", "在园企业"),
    help=Words(
        "入驻记 1；全部退出各园区后才记 0。", "1 when it moves in; 0 only once it has left every park."
    ),
)  # fmt: skip
ENTERPRISE_ATTRACTED = Kind(
    "industry.enterprise_attracted",
    Words("招引企业", "Firm attracted"),
    stage="actual",
    amount_unit="enterprise",
    amount_title=Words("企业数(写 1)", "Firms (write 1)"),
    columns=(ENTERPRISE_CODE, ENTERPRISE_NAME, METHOD, INTERMEDIARY, SECTOR, MAYBE_PARK_NO),
    natural_key=("enterprise_code",),
    subject="enterprise_code",
    same_fact=SameFact(days=90),
    said_as=("引导企业", "招引企业", "落地企业"),
)
INVESTMENT_PLANNED = Kind(
    "industry.investment_planned",
    Words("项目计划总投资", "Investment planned"),
    stage="planned",
    nature="observation",
    columns=(INVESTMENT_NO, ENTERPRISE_NAME, LANDING, MAYBE_PARK_NO),
    subject="investment_no",
    said_as=("总投资", "计划总投资"),
)
INVESTMENT_SIGNED = Kind(
    "industry.investment_signed",
    Words("签约投资", "Investment signed"),
    stage="signed",
    columns=(INVESTMENT_NO, ENTERPRISE_NAME, LANDING, DOCUMENT_NO),
    natural_key=("investment_no", "document_no"),
    subject="investment_no",
    same_fact=SameFact(days=60),
    said_as=("签约额", "协议投资"),
)
INVESTMENT_ARRIVED = Kind(
    "industry.investment_arrived",
    Words("到位投资", "Investment in place"),
    stage="arrived",
    columns=(INVESTMENT_NO, ENTERPRISE_NAME, LANDING, VOUCHER_NO),
    natural_key=("voucher_no", "investment_no"),
    subject="investment_no",
    said_as=("实际到位投资", "到位资金额"),
)
PROJECT_STARTED = Kind(
    "industry.land_to_start",
    Words("摘牌到动工", "From land award to building"),
    stage="actual",
    amount_unit="day",
    amount_title=Words("天数", "Days"),
    columns=(INVESTMENT_NO, Column("awarded_on", Words("摘牌日", "Land awarded on"), "day", required=True)),
    natural_key=("investment_no",),
    subject="investment_no",
    said_as=("拿地到开工",),
    help=Words(
        "动工那天记一行，数值是摘牌到动工的天数。", "One row on the day building begins, in days since the award."
    ),
)


def _yearly(code: str, words: Words, *, said_as: tuple[str, ...], stage: str = "actual") -> Kind:
    year = replace(STAT_YEAR, years_ahead=YEARS_EXPECTED) if stage == "forecast" else STAT_YEAR
    return Kind(
        code, words, stage=stage, columns=(PARK_NO, year, SECTOR), natural_key=("park_no", "stat_year"),
        subject="park_no", same_fact=SameFact(days=120), said_as=said_as,
        help=Words("一个园区一年一行，只记全园总数。", "One row a park and year, the whole park only."),
    )  # fmt: skip


OUTPUT = _yearly("industry.output", Words("园区产值", "Output of a park"), said_as=("总产值", "工业总产值", "年产值"))
TAX_PAID = _yearly("industry.tax", Words("园区税收", "Tax of a park"), said_as=("税收收入", "年税收"))
SALES = replace(
    _yearly("industry.sales", Words("园区销售额", "Sales of a park"), said_as=("年销售额",)),
    amount_unit="CNY_per_year",
)
OUTPUT_EXPECTED = _yearly(
    "industry.output_expected", Words("预计产值", "Output expected"), said_as=("达产产值",), stage="forecast"
)
TAX_EXPECTED = _yearly(
    "industry.tax_expected", Words("预计税收", "Tax expected"), said_as=("达产税收",), stage="forecast"
)
PARK_KINDS = (
    PARK_STANDS, PARK_AREA, PARK_AREA_PLANNED, PARK_CAPACITY, JOBS, FLOOR_AREA, PLANTING_BASE, PARK_ENTERPRISE,
    ENTERPRISE_ATTRACTED, INVESTMENT_PLANNED, INVESTMENT_SIGNED, INVESTMENT_ARRIVED, PROJECT_STARTED, OUTPUT, TAX_PAID,
    SALES, OUTPUT_EXPECTED, TAX_EXPECTED,
)  # fmt: skip
REASON = Column("reason", Words("原因", "Reason"), longest=500)

PARK = ActivityKind(
    code="industry.park",
    title=Words("园区", "Park"),
    number_prefix="YQ",
    first_state="planned",
    states=(
        State("planned", Words("谋划", "Planned")),
        State("agreed", Words("已签协议", "Agreement signed")),
        State("approved", Words("已批复", "Approved")),
        State("building", Words("在建", "Under construction")),
        State("completed", Words("已完工", "Completed")),
        State("accepted", Words("已验收", "Accepted")),
        State("operating", Words("运营", "Operating")),
        State("idle", Words("闲置", "Idle"), aside=True),
        State("closed", Words("已撤销", "Given up"), ended=True, aside=True),
    ),
    steps=(
        Step("sign", Words("签共建协议", "Sign the agreement"), ("planned",), "agreed", word_of="other",
             documents=(DocumentNeed("agreement", Words("共建协议", "Agreement")),)),
        Step("approve", Words("批复", "Approve"), ("agreed",), "approved", "receiver", columns=("approval_no",),
             documents=(DocumentNeed("approval", Words("批复文件", "Approval")),)),
        Step("start", Words("开工", "Begin building"), ("approved",), "building", "receiver", optional=("ends_on",),
             documents=(DocumentNeed("start", Words("开工令", "Order to begin")),)),
        Step("report_progress", Words("报进度", "Report progress"), ("building",), "building", "receiver",
             columns=("progress_per_cent",)),
        Step("complete", Words("完工", "Complete"), ("building",), "completed", "receiver",
             documents=(DocumentNeed("supervision", Words("监理报告", "Supervisor's report")),)),
        Step("accept", Words("验收", "Accept"), ("completed",), "accepted", "receiver",
             documents=(DocumentNeed("acceptance", Words("验收报告", "Acceptance report")),)),
        Step("operate", Words("投入运营", "Begin operating"), ("accepted", "completed"), "operating", "receiver",
             optional=("operator",)),
        Step("mark_idle", Words("报闲置", "Report it idle"), ("operating",), "idle", "receiver", columns=("reason",)),
        Step("revive", Words("盘活", "Put to use again"), ("idle",), "operating", "receiver", columns=("operator",)),
        Step("close", Words("撤销", "Give up"), ("planned", "agreed", "approved", "operating", "idle"), "closed",
             word_of="other", columns=("reason",)),
    ),
    columns=(
        Column("park_type", Words("园区类型", "Type"), "choice", required=True, choices=PARK_TYPES),
        PARK_RANK,
        Column("site", Words("落地地点", "Site"), required=True),
        Column("area_planned_mu", Words("规划面积(亩)", "Area planned (mu)"), "decimal"),
        Column("capacity_enterprises", Words("可容纳企业", "Firms it can hold"), "count", unit="enterprise"),
        Column("jobs_expected", Words("建成后岗位", "Jobs when built"), "count", unit="job"),
        Column("output_expected_fen", Words("达产年产值", "Yearly output at full production"), "money", unit="CNY"),
        Column("lead_sectors", Words("主导产业", "Lead sectors")),
        Column("carbon", Words("碳属性", "Carbon"), example="近零碳"),
        Column("approval_no", Words("批复文号", "Approval number")),
        Column("ends_on", Words("计划完工", "Planned end"), "day"),
        Column("progress_per_cent", Words("形象进度(%)", "Progress of works (%)"), "count"),
        Column("operator", Words("运营主体", "Operator")),
        REASON,
    ),
    opening=("park_type", "site"),
    clocks=(
        Clock("complete", Words("完工", "Complete"), ("building",), 730, "calendar", "receiver", day_column="ends_on"),
        Clock("revive", Words("应盘活", "Should be put to use"), ("idle",), 180, "calendar", "receiver"),
    ),
    entry_kinds=("funds.assigned", "funds.paid", *(kind.code for kind in PARK_KINDS if kind.subject == "park_no")),
    list_columns=("park_type", "park_rank", "site"),
)  # fmt: skip


def check_admission(values: Values, _before: Values) -> list[Problem]:
    """A project enters only where somebody has held it against the list of sectors and energy use."""
    if values.get("admitted") is True:
        return []
    what = Words("没有确认符合产业准入和能耗要求。", "Nobody has confirmed that sector and energy use are admitted.")
    right = Words("对照准入清单核过后选“是”。", "Compare it with the admission list, then choose yes.")
    return [Problem("investment.not_admitted", "blocks", what, right, field="admitted")]


INVESTMENT = ActivityKind(
    code="industry.investment",
    title=Words("招商项目", "Investment project"),
    number_prefix="ZS",
    first_state="lead",
    states=(
        State("lead", Words("线索", "Lead")),
        State("visited", Words("已对接", "Visited")),
        State("signed", Words("已签约", "Signed")),
        State("land_awarded", Words("已摘牌", "Land awarded")),
        State("started", Words("已动工", "Building")),
        State("producing", Words("已投产", "Producing")),
        State("ended", Words("已退出", "Left"), ended=True, aside=True),
    ),
    steps=(
        Step("visit", Words("对接考察", "Visit"), ("lead",), "visited"),
        Step("sign", Words("签约", "Sign"), ("visited", "lead"), "signed",
             columns=("enterprise_code", "amount_signed_fen", "admitted"), check=check_admission,
             documents=(DocumentNeed("contract", Words("投资协议", "Contract")),)),
        Step("award_land", Words("土地摘牌", "Award the land"), ("signed",), "land_awarded", optional=("area_mu",),
             documents=(DocumentNeed("award", Words("成交确认书", "Confirmation of the award")),)),
        Step("start", Words("动工", "Begin building"), ("land_awarded", "signed"), "started"),
        Step("produce", Words("投产", "Begin producing"), ("started",), "producing", optional=("jobs",)),
        Step("leave", Words("退出", "Leave"), ("lead", "visited", "signed", "land_awarded", "started", "producing"),
             "ended", columns=("reason",)),
    ),
    columns=(
        Column("enterprise_name", Words("企业名称", "Firm"), required=True),
        Column("enterprise_code", Words("企业信用代码", "Credit code of the firm")),
        METHOD,
        INTERMEDIARY,
        SECTOR,
        Column("park_no", Words("落地园区编号", "Park no.")),
        LANDING,
        Column("admitted", Words("符合产业准入", "Sector and energy use admitted"), "flag"),
        Column("amount_planned_fen", Words("计划总投资", "Investment planned"), "money", unit="CNY"),
        Column("amount_signed_fen", Words("签约投资", "Investment signed"), "money", unit="CNY"),
        Column("area_mu", Words("供地面积(亩)", "Land (mu)"), "decimal"),
        Column("jobs", Words("岗位", "Jobs"), "count", unit="job"),
        REASON,
    ),
    opening=("enterprise_name", "method", "amount_planned_fen"),
    clocks=(
        Clock("start", Words("摘牌后应动工", "Building should begin"), ("land_awarded",), 365, "calendar", "either"),
    ),
    entry_kinds=("industry.investment_signed", "industry.investment_arrived", "industry.land_to_start"),
    list_columns=("enterprise_name", "method", "amount_planned_fen"),
)  # fmt: skip
