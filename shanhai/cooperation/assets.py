"""Assets of accepted projects: registered, checked each quarter by six items, disposed of by the owner's procedure.

Three kinds and four owner levels as the national text on assets of poverty relief has them (国办函〔2021〕51号).
The six items and three colours follow one county's published method (domain notes 2.3): all normal is green, one
abnormal is yellow, more is red. It must not know tables or pages.
"""

from __future__ import annotations

from shanhai.catalogue.activity import ActivityKind, Clock, DocumentNeed, Mark, Origin, State, Step, Values
from shanhai.catalogue.columns import PROJECT_NO
from shanhai.catalogue.declare import Choice, Column
from shanhai.catalogue.words import Problem, Words

ASSET_KINDS = (
    Choice("operating", Words("经营性", "Operating"), ("经营性资产",)),
    Choice("public", Words("公益性", "Public"), ("公益性资产",)),
    Choice("household", Words("到户类", "Given to households"), ("到户类资产",)),
)
OWNER_LEVELS = (
    Choice("county", Words("县级", "County"), ("县",)),
    Choice("town", Words("乡镇级", "Town"), ("乡镇",)),
    Choice("village", Words("村级", "Village"), ("村",)),
    Choice("household", Words("户", "Household"), ("到户",)),
)
CHECKS = (
    Choice("normal", Words("正常", "Normal"), ("好", "是")),
    Choice("abnormal", Words("异常", "Abnormal"), ("差", "否")),
)
SIX_ITEMS = (
    Column("check_running", Words("经营状况", "Running"), "choice", choices=CHECKS),
    Column("check_contract", Words("合同签订", "Contract"), "choice", choices=CHECKS),
    Column("check_rent", Words("租金支付", "Rent paid"), "choice", choices=CHECKS),
    Column("check_yield", Words("资产收益", "Yield"), "choice", choices=CHECKS),
    Column("check_sharing", Words("收益分配", "Sharing of the yield"), "choice", choices=CHECKS),
    Column("check_keeping", Words("管护责任", "Keeping"), "choice", choices=CHECKS),
)
ITEM_CODES = tuple(column.code for column in SIX_ITEMS)
DISPOSALS = (
    Choice("sold", Words("出售", "Sold"), ("转让",)),
    Choice("scrapped", Words("报废", "Scrapped"), ()),
    Choice("passed_on", Words("划转", "Passed on"), ("移交",)),
    Choice("written_off", Words("核销", "Written off"), ()),
)
GREEN = Mark("green", Words("绿", "Green"))
YELLOW = Mark("yellow", Words("黄", "Yellow"), warm=True)
RED = Mark("red", Words("红", "Red"), warm=True)
UNCHECKED = Mark("unchecked", Words("未查", "Not checked"))


def find_colour(values: Values) -> str:
    """Return the colour of the last quarterly check: green, yellow, red; unchecked where an item was never looked at.

    >>> find_colour({code: "normal" for code in ITEM_CODES} | {"check_rent": "abnormal"})
    'yellow'
    """
    seen = [values.get(code) for code in ITEM_CODES]
    if None in seen or "" in seen:
        return UNCHECKED.code
    abnormal = seen.count("abnormal")
    return (GREEN.code, YELLOW.code)[abnormal] if abnormal < 2 else RED.code


def check_abnormal_told(values: Values, _before: Values) -> list[Problem]:
    """Whoever finds an item abnormal says what is done about it."""
    abnormal = [column for column in SIX_ITEMS if values.get(column.code) == "abnormal"]
    if not abnormal or str(values.get("measures") or "").strip():
        return []
    names = Words("、".join(one.title.zh for one in abnormal), ", ".join(one.title.en for one in abnormal))
    what = Words("{names}异常，没有写整改措施。", "{names}: abnormal, but no measures are named.").fill(names=names)
    right = Words("写明怎么改、由谁改、何时改好。", "Say what is done, by whom and by when.")
    return [Problem("asset.no_measures", "blocks", what, right, field="measures")]


ASSET = ActivityKind(
    code="funds.asset",
    title=Words("项目资产", "Asset"),
    number_prefix="ZC",
    first_state="registered",
    states=(
        State("registered", Words("已登记", "Registered")),
        State("in_use", Words("在管在用", "In use")),
        State("idle", Words("闲置", "Idle"), aside=True),
        State("disposed", Words("已处置", "Disposed of"), ended=True),
    ),
    steps=(
        Step("hand_over", Words("移交确权", "Hand over with its rights"), ("registered",), "in_use", "receiver",
             columns=("owner", "use_right", "income_right", "keeper"),
             documents=(DocumentNeed("handover", Words("移交确权单", "Deed of handing over")),)),
        Step("check", Words("做季度检查", "Make the quarterly check"), ("in_use",), "in_use", "receiver",
             columns=("quarter", *ITEM_CODES), optional=("measures",), once_per="quarter",
             check=check_abnormal_told),
        Step("mark_idle", Words("报闲置", "Report it idle"), ("in_use",), "idle", "receiver", columns=("reason",)),
        Step("revive", Words("盘活", "Put to use again"), ("idle",), "in_use", "receiver", columns=("measures",),
             optional=("operator",)),
        Step("dispose", Words("处置", "Dispose of it"), ("in_use", "idle"), "disposed", "receiver",
             columns=("disposal", "disposed_fen", "reason"),
             documents=(DocumentNeed("decision", Words("四议两公开记录或批复", "Record of the owners' decision")),)),
    ),
    columns=(
        Column("asset_kind", Words("资产类别", "Kind"), "choice", required=True, choices=ASSET_KINDS),
        Column("owner_level", Words("权属层级", "Owner level"), "choice", required=True, choices=OWNER_LEVELS),
        PROJECT_NO,
        Column("site", Words("坐落", "Site"), required=True),
        Column("value_fen", Words("资产原值", "Value at registration"), "money", required=True, unit="CNY"),
        Column("owner", Words("所有权人", "Owner")),
        Column("use_right", Words("使用权", "Right of use")),
        Column("income_right", Words("收益权", "Right to the income")),
        Column("keeper", Words("管护责任单位", "Keeper"),
               help=Words("写单位或岗位，不写个人姓名。", "A body or a post, never a name.")),
        Column("operator", Words("经营主体", "Operator")),
        Column("quarter", Words("检查季度", "Quarter checked"), "quarter", example="2025Q3"),
        *SIX_ITEMS,
        Column("measures", Words("整改措施", "Measures"), longest=500),
        Column("disposal", Words("处置方式", "How disposed of"), "choice", choices=DISPOSALS),
        Column("disposed_fen", Words("处置收入", "Proceeds"), "money", unit="CNY"),
        Column("reason", Words("原因", "Reason"), longest=500),
    ),
    origin=Origin(
        "funds.project", "project_no", ("accepted", "settled", "asset_registered", "reviewed", "archived"),
        worth="value_fen",
        amounts=("amount_planned_fen", "amount_approved_fen", "amount_contract_fen", "amount_settled_fen"),
    ),
    opening=("asset_kind", "owner_level", "project_no", "site", "value_fen"),
    opened_by="receiver",
    clocks=(
        Clock("handover", Words("应移交确权", "Should be handed over"), ("registered",), 90, "calendar", "receiver"),
        Clock("check", Words("应做季度检查", "Quarterly check"), ("in_use",), 92, "calendar", "receiver",
              done_by=("check",), repeats=True,
              source="the six items are checked each quarter"),
        Clock("revive", Words("应盘活或处置", "Should be put to use or disposed of"), ("idle",), 180, "calendar",
              "receiver"),
    ),
    list_columns=("asset_kind", "owner_level", "project_no", "value_fen"),
    marks=(GREEN, YELLOW, RED, UNCHECKED),
    mark_of=find_colour,
)  # fmt: skip
