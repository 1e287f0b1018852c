"""A gift's life: intention, letter, receipt, use by use until nothing is left, published, filed.

A directed gift needs a letter or agreement that names amount, use and time; goods are counted on the spot, and ledger,
goods and receipt agree (Red Cross rules, domain notes 2.4). Donations bear an official receipt since 2011. Where no
public rule was found the number of days is an example and says so.
"""

from __future__ import annotations

from shanhai.catalogue.activity import ActivityKind, Balance, Clock, DocumentNeed, EntryNeed, State, Step, Values
from shanhai.catalogue.declare import Choice, Column
from shanhai.catalogue.words import Problem, Words
from shanhai.cooperation.donations import (
    DONOR_NAME,
    GIFT_FORMS,
    GIFT_KINDS,
    INTENDED_USE,
    INTENTION,
    PROJECT,
    RECEIPT_NO,
    USE,
)

FORMS = (
    *GIFT_FORMS,
    Choice("mixed", Words("几种都有", "Several"), ("款物", "资金和物资")),
)
COLUMNS = (
    DONOR_NAME,
    Column("gift_form", Words("捐赠形式", "Form"), "choice", required=True, choices=FORMS),
    Column("amount_intended_fen", Words("意向金额或折款", "Value intended"), "money", required=True, unit="CNY"),
    INTENTION,
    INTENDED_USE,
    PROJECT,
    Column("receiver_body", Words("受赠方", "Received by"), required=True, example="示例慈善总会"),
    Column("agreement_no", Words("协议或捐赠函编号", "Number of the agreement or letter")),
    Column("use_by", Words("约定用完日期", "To be used by"), "day"),
    RECEIPT_NO,
    Column("published_where", Words("公示位置", "Where it is published"), longest=300),
    Column("reason", Words("原因", "Reason"), longest=500),
)
STATES = (
    State("intended", Words("有意向", "Intended")),
    State("agreed", Words("已签捐赠函", "Letter signed")),
    State("received", Words("已接收", "Received")),
    State("receipted", Words("已开票据", "Receipt issued")),
    State("in_use", Words("使用中", "In use")),
    State("used_up", Words("已用完", "Used up")),
    State("published", Words("已公示", "Published")),
    State("archived", Words("已归档", "Archived"), ended=True),
    State("declined", Words("未接收", "Not accepted"), ended=True, aside=True),
)


def check_intention(values: Values) -> list[Problem]:
    """A directed gift says for what from the beginning."""
    if values.get("intention") != "directed" or values.get("intended_use"):
        return []
    what = Words("定向捐赠没有写用途。", "A directed gift does not say for what.")
    right = Words("照捐赠方的意思写明用途，或改为非定向。", "Write the use the donor wants, or make it undirected.")
    return [Problem("gift.no_use", "blocks", what, right, field="intended_use")]


def check_letter(values: Values, _before: Values) -> list[Problem]:
    """The letter of a directed gift names the day by which it is to be used, besides amount and use."""
    if values.get("intention") != "directed" or values.get("use_by"):
        return []
    what = Words("定向捐赠没有写用完的日期。", "A directed gift does not say by when it is to be used.")
    right = Words("照捐赠函写“约定用完日期”。", "Write the day that the letter names.")
    return [Problem("gift.no_day", "blocks", what, right, field="use_by")]


def check_undirected(values: Values, _before: Values) -> list[Problem]:
    """Only an undirected gift is received without a letter."""
    if values.get("intention") == "open":
        return []
    what = Words("定向捐赠须先签捐赠函或协议。", "A directed gift needs its letter or agreement first.")
    right = Words("先走“签捐赠函”。", "Take the step of the letter first.")
    return [Problem("gift.no_letter", "blocks", what, right)]


LETTER = DocumentNeed("letter", Words("捐赠函或协议", "Letter or agreement"))
PROOF = DocumentNeed("proof", Words("到账凭证、清点单或服务确认单", "Bank slip, counting sheet or proof of service"))
NOTICE = DocumentNeed("notice", Words("公示照片或网页", "Photograph or page of the notice"))
GIVEN = EntryNeed(
    "given", Words("捐赠的资金、物资或服务条目", "Entries of the money, goods or service given"), GIFT_KINDS
)
USED = EntryNeed("used", Words("捐赠使用条目", "Entries of its use"), (USE.code,))
ALL_AGREED = EntryNeed(
    "all_agreed", Words("这笔捐赠的条目都经双方签认", "Every entry of the gift signed by both sides"),
    (*GIFT_KINDS, USE.code), agreed=True,
)  # fmt: skip
STEPS = (
    Step("sign_letter", Words("签捐赠函", "Sign the letter"), ("intended",), "agreed",
         optional=("agreement_no", "use_by"), documents=(LETTER,), word_of="other", check=check_letter),
    Step("receive", Words("接收", "Receive"), ("agreed",), "received", "receiver", documents=(PROOF,),
         entries=(GIVEN,)),
    Step("receive_undirected", Words("接收（非定向，未签函）", "Receive (undirected, no letter)"), ("intended",),
         "received", "receiver", documents=(PROOF,), entries=(GIVEN,), only_where=(("intention", "open"),),
         check=check_undirected),
    Step("issue_receipt", Words("开捐赠票据", "Issue the receipt"), ("received",), "receipted", "receiver",
         columns=("receipt_no",)),
    Step("begin_use", Words("开始使用", "Begin its use"), ("receipted",), "in_use", "receiver", entries=(USED,)),
    Step("change_use", Words("变更用途", "Change its use"), ("in_use",), "in_use", "receiver",
         columns=("intended_use", "reason"),
         documents=(DocumentNeed("consent", Words("捐赠方同意书", "The donor's consent")),), word_of="giver"),
    Step("use_up", Words("确认用完", "Confirm it is used up"), ("in_use",), "used_up", "receiver", spends_all=True),
    Step("publish", Words("公示使用情况", "Publish its use"), ("used_up",), "published", "receiver",
         columns=("published_where",), documents=(NOTICE,),
         entries=(ALL_AGREED,), spends_all=True),
    Step("archive", Words("归档", "Archive"), ("published",), "archived", "receiver", waits_days=7),
    Step("decline", Words("不接收", "Decline"), ("intended", "agreed"), "declined", columns=("reason",)),
)  # fmt: skip
CLOCKS = (
    Clock("letter", Words("应签捐赠函", "The letter should be signed"), ("intended",), 30, "calendar", "either"),
    Clock("receipt", Words("应开捐赠票据", "The receipt should be issued"), ("received",), 10, "working", "receiver"),
    Clock("use", Words("应用完", "It should be used up"), ("receipted", "in_use"), 365, "calendar", "receiver",
          day_column="use_by"),
    Clock("publish", Words("应公示使用情况", "Its use should be published"), ("used_up",), 30, "calendar", "receiver"),
)  # fmt: skip
GIFT = ActivityKind(
    code="charity.gift",
    title=Words("捐赠事项", "Gift"),
    number_prefix="JZ",
    first_state="intended",
    states=STATES,
    steps=STEPS,
    columns=COLUMNS,
    opening=("donor_name", "gift_form", "amount_intended_fen", "intention", "receiver_body"),
    opening_optional=("intended_use",),
    clocks=CLOCKS,
    entry_kinds=(*GIFT_KINDS, USE.code),
    balance=Balance(Words("余额", "Balance"), given=GIFT_KINDS, used=(USE.code,)),
    list_columns=("donor_name", "gift_form", "amount_intended_fen"),
    check_opening=check_intention,
)
