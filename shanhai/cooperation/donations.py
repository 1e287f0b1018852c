"""Gifts in money, goods and service, their use and their balance; sponsored students and community funds.

Money and goods stand in separate kinds, because two published totals of one year differed just by that (domain notes
2.4). A directed gift needs a letter or agreement that names amount, use and time (Red Cross rules).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shanhai.catalogue.columns import VOUCHER_NO
from shanhai.catalogue.controls import Row, write_yuan
from shanhai.catalogue.declare import Choice, Column, Control, Kind, SameFact, Terms
from shanhai.catalogue.words import Problem, Words

GIFT_NO = Column(
    "gift_no",
    Words("捐赠编号", "Gift no."),
    required=True,
    said_as=("捐赠号", "接收编号", "登记号"),
    help=Words("一笔捐赠从接收到用完同一个编号。", "One number for a gift from receipt to last use."),
    example="示例JZ2023-001",
    longest=80,
)
RECEIPT_NO = Column("receipt_no", Words("捐赠票据号", "Receipt no."), said_as=("票据号", "收据号"), longest=80)
INTENTION = Column(
    "intention",
    Words("意向", "Intention"),
    type="choice",
    choices=(
        Choice("directed", Words("定向", "Directed"), ("定向捐赠", "指定用途")),
        Choice("open", Words("非定向", "Undirected"), ("不定向", "非定向捐赠")),
    ),
    said_as=("捐赠意向", "是否定向"),
)
INTENDED_USE = Column(
    "intended_use", Words("意向用途", "Use intended"), said_as=("指定用途", "捐赠用途", "用途"), longest=300
)
DONOR_NAME = Column(
    "donor_name",
    Words("捐赠方", "Donor"),
    required=True,
    said_as=("捐赠单位", "捐赠者", "捐赠人"),
    help=Words("单位名称；个人写“个人”。", "Name of the organisation; “个人” for a private person."),
    example="示例商会",
)
PROJECT = Column("gift_project", Words("对应项目或对象", "Project or group helped"), said_as=("受益对象", "对应项目"))
VALUATION_BASIS = Column(
    "valuation_basis",
    Words("作价依据", "Basis of the value"),
    type="choice",
    required=True,
    choices=(
        Choice("invoice", Words("发票", "Invoice"), ("购货发票",)),
        Choice("market", Words("市场价", "Market price"), ("市价",)),
        Choice("appraisal", Words("评估", "Appraisal"), ("评估报告",)),
        Choice("donor", Words("捐赠方申报", "Donor's statement"), ("自报",)),
    ),
    said_as=("估价依据", "计价依据"),
)
VALUED_BY = Column("valued_by", Words("作价方", "Valued by"), said_as=("估价单位",))

MONEY = Kind(
    "charity.money",
    Words("捐赠资金", "Donation of money"),
    stage="arrived",
    columns=(GIFT_NO, DONOR_NAME, RECEIPT_NO, INTENTION, INTENDED_USE, PROJECT, VOUCHER_NO),
    natural_key=("gift_no",),
    subject="gift_no",
    said_as=("捐款", "捐资", "慈善捐赠", "社会捐赠资金"),
    help=Words("社会力量捐的钱，按到账日记。", "Money given by society, by day of arrival."),
)
GOODS = Kind(
    "charity.goods",
    Words("捐赠物资", "Donation of goods"),
    stage="arrived",
    amount_title=Words("折款金额", "Value in money"),
    columns=(
        GIFT_NO,
        DONOR_NAME,
        Column("goods", Words("物资名称", "Goods"), required=True, said_as=("物品", "捐赠物品", "品名")),
        Column("goods_quantity", Words("数量及单位", "Quantity and unit"), required=True, said_as=("数量",)),
        VALUATION_BASIS,
        VALUED_BY,
        RECEIPT_NO,
        INTENTION,
        INTENDED_USE,
        PROJECT,
    ),
    natural_key=("gift_no",),
    subject="gift_no",
    said_as=("捐物", "物资折款", "捐赠物品"),
    help=Words(
        "社会力量捐的物，数量当面点清，按折款记。", "Goods given by society, counted on receipt, at their value."
    ),
)
SERVICE = Kind(
    "charity.service",
    Words("捐赠服务", "Donation of service"),
    stage="actual",
    amount_title=Words("折款金额", "Value in money"),
    columns=(
        GIFT_NO,
        DONOR_NAME,
        Column("service", Words("服务内容", "Service"), required=True, said_as=("志愿服务", "服务项目")),
        Column("service_persons", Words("服务人次", "Persons served"), type="count", said_as=("受益人次",)),
        VALUATION_BASIS,
        VALUED_BY,
        RECEIPT_NO,
        INTENTION,
        INTENDED_USE,
        PROJECT,
    ),
    natural_key=("gift_no",),
    subject="gift_no",
    said_as=("志愿服务", "义诊", "公益服务"),
    help=Words("义诊、法律援助、设计等不收费的服务。", "Service without charge: clinics, legal aid, design."),
    version=2,
)
GIFT_FORMS = (
    Choice("money", Words("资金", "Money"), ("现金", "善款")),
    Choice("goods", Words("物资", "Goods"), ("实物",)),
    Choice("service", Words("服务", "Service"), ("志愿服务",)),
)
USE = Kind(
    "charity.use",
    Words("捐赠使用", "Use of a gift"),
    stage="paid",
    columns=(
        GIFT_NO,
        Column("used_for", Words("用于", "Used for"), required=True, said_as=("使用项目", "支出用途")),
        replace(
            VOUCHER_NO,
            required=True,
            help=Words(
                "付款凭证号；发放物资写发放单号。", "The voucher's number; for goods that of the hand-out list."
            ),
        ),
        Column(
            "used_form",
            Words("用的是", "What was used"),
            type="choice",
            choices=GIFT_FORMS,
            said_as=("使用形式", "款物"),
            help=Words(
                "一笔捐赠有几种形式时写明用的是哪一种；只有一种可不写。",
                "Which of its forms was used, where a gift has several; blank where it has one.",
            ),
        ),
        Column("households_helped", Words("受益户数", "Households helped"), type="count", unit="household"),
        Column("persons_helped", Words("受益人数", "Persons helped"), type="count", unit="person"),
    ),
    natural_key=("gift_no", "voucher_no"),
    subject="gift_no",
    said_as=("捐赠支出", "拨付使用", "发放"),
    help=Words("一笔捐赠用掉的部分；没用完的是余额。", "What of a gift was used; the rest is its balance."),
    version=3,
)
SPONSORSHIP = Kind(
    "charity.sponsorship",
    Words("结对助学", "Students sponsored"),
    stage="actual",
    nature="observation",
    amount_unit="person",
    amount_title=Words("在助学生数", "Students sponsored now"),
    columns=(
        Column("sponsor", Words("资助方", "Sponsor"), required=True, said_as=("结对单位", "爱心单位")),
        Column("sponsored_school", Words("学校", "School"), required=True, said_as=("受助学校",)),
    ),
    subject="sponsored_school",
    same_fact=SameFact(days=30),
    said_as=("爱心结对", "结对助学", "学生被爱心结对"),
    help=Words("某一天在助的学生数，不记姓名。", "How many students are sponsored on a day; no names."),
)
STUDENT_AID = Kind(
    "charity.student_aid",
    Words("受助学生", "Student sponsored"),
    stage="actual",
    amount_title=Words("资助金额", "Aid"),
    columns=(
        Column(
            "student_code",
            Words("学生编码", "Student code"),
            required=True,
            said_as=("学生代码", "受助学生编号"),
            help=Words("学校自编的编码，不写姓名和证件号。", "A code of the school; no name, no identity number."),
            example="示例X0001",
            longest=40,
        ),
        Column("sponsored_school", Words("学校", "School"), required=True, said_as=("受助学校", "就读学校")),
        Column("sponsor", Words("资助方", "Sponsor"), required=True, said_as=("结对单位", "爱心单位")),
        Column("school_year", Words("学年", "School year"), required=True, example="2025-2026", longest=20),
    ),
    natural_key=("student_code", "sponsored_school", "sponsor", "school_year"),
    subject="student_code",
    said_as=("资助学生", "助学金发放", "受助学生花名册"),
    help=Words(
        "一名学生一学年一个资助方一行；几方都资助的，人数只计一次。",
        "A row per student, school year and sponsor; one with several sponsors counts once.",
    ),
)
COMMUNITY_FUND = Kind(
    "charity.community_fund",
    Words("社区发展基金", "Community development fund"),
    stage="actual",
    columns=(
        Column("fund_name", Words("基金名称", "Name of the fund"), required=True, said_as=("基金",)),
        Column("managed_by", Words("管理方", "Managed by"), said_as=("管理单位",)),
    ),
    natural_key=("fund_name",),
    subject="fund_name",
    said_as=("社区发展基金", "慈善基金"),
    help=Words("设立时的本金。", "Its capital when founded."),
)
DONATION_KINDS = (MONEY, GOODS, SERVICE, USE, SPONSORSHIP, STUDENT_AID, COMMUNITY_FUND)
GIFT_KINDS = ("charity.money", "charity.goods", "charity.service")


def check_directed_gift(row: Row, _terms: Terms) -> list[Problem]:
    """A directed gift names its use; Red Cross rules want a letter or agreement that states it."""
    if row.get("intention") != "directed" or row.get("intended_use"):
        return []
    what = Words("定向捐赠没有写用途。", "A directed gift does not say for what.")
    right = Words("照捐赠函写明用途，或改为非定向。", "Write the use as the letter has it, or make it undirected.")
    return [Problem("gift.no_use", "blocks", what, right, field="intended_use")]


def check_donor_is_no_government(row: Row, _terms: Terms) -> list[Problem]:
    """Government money is no donation: it belongs outside the plan, never in charity totals."""
    donor = str(row.get("donor_name") or "")
    if not donor.endswith(("财政局", "人民政府", "财政厅")):
        return []
    what = Words("捐赠方“{donor}”是政府部门。", "The donor {donor} is a government body.").fill(donor=donor)
    right = Words("政府资金记“计划外款物”。", "Enter government money as money outside the plan.")
    return [Problem("gift.government", "ask", what, right, donor, field="donor_name")]


def check_valuation(row: Row, _terms: Terms) -> list[Problem]:
    """Goods or service valued by their donor alone above 100,000 yuan are asked about; the measure is an example."""
    amount = row.get("amount")
    if row.get("valuation_basis") != "donor" or not isinstance(amount, int) or amount <= 100_000 * 100:
        return []
    what = Words("折款 {amount} 元只凭捐赠方申报。", "A value of {amount} yuan rests on the donor's word alone.")
    right = Words("请附发票或评估。", "Please add an invoice or an appraisal.")
    return [Problem("gift.valuation", "ask", what.fill(amount=write_yuan(amount)), right, field="valuation_basis")]


def check_use_within_gift(row: Row, terms: Terms) -> list[Problem]:
    """Uses of a gift, together, are not more than the gift in money, goods and service."""
    amount, number = row.get("amount"), row.get("gift_no")
    if not isinstance(amount, int) or not number:
        return []
    gifts = [one for kind in GIFT_KINDS for one in terms.standing(kind, str(number))]
    if not gifts:
        what = Words("捐赠 {number} 不在账本里。", "Gift {number} is not in the ledger.").fill(number=number)
        right = Words("请核捐赠编号，或先登记这笔捐赠。", "Please check the number, or enter the gift first.")
        return [Problem("gift.unknown", "ask", what, right, str(number), field="gift_no")]
    problems = _check_day_of_use(row, gifts)
    given = sum(int(one["amount"]) for one in gifts)
    used = sum(int(one["amount"]) for one in terms.standing(USE.code, str(number)))
    if used + amount <= given:
        return problems
    what = Words(
        "捐赠 {number} 共 {given} 元，已用 {used} 元，这一行再用 {amount} 元就超了。",
        "Gift {number} is {given} yuan, {used} of it used; another {amount} yuan is more than the gift.",
    ).fill(number=number, given=write_yuan(given), used=write_yuan(used), amount=write_yuan(amount))
    right = Words("余额 {left} 元。", "Its balance is {left} yuan.").fill(left=write_yuan(given - used))
    return [*problems, Problem("gift.overspent", "blocks", what, right, write_yuan(amount), field="amount")]


def check_one_donor(row: Row, terms: Terms) -> list[Problem]:
    """Ask where a gift's number was entered for another donor: a gift has one, and one number."""
    number, donor = row.get("gift_no"), str(row.get("donor_name") or "").strip()
    known = [one for kind in GIFT_KINDS for one in terms.standing(kind, str(number))] if number and donor else []
    others = {str(one["donor_name"]) for one in known if one.get("donor_name")} - {donor}
    if not others:
        return []
    what = Words(
        "捐赠 {number} 是{others}捐的，这一行是{donor}。",
        "Gift {number} is of {others}; this row says {donor}.",
    )
    right = Words("另一家捐的另编一号。", "A gift of another donor has a number of its own.")
    said = what.fill(number=number, others="、".join(sorted(others)), donor=donor)
    return [Problem("gift.other_donor", "ask", said, right, donor, field="donor_name")]


def _check_day_of_use(row: Row, gifts: list[Mapping[str, Any]]) -> list[Problem]:
    """Nothing of a gift is used before its first part came."""
    day, first = str(row.get("date") or ""), min(str(one.get("date") or "") for one in gifts)
    if not day or day >= first:
        return []
    what = Words("{day} 使用，早于接收捐赠的 {first}。", "Used on {day}, before the gift came on {first}.")
    right = Words("使用日期不早于 {first}。", "Used on {first} at the earliest.").fill(first=first)
    return [Problem("gift.used_before", "blocks", what.fill(day=day, first=first), right, day, field="date")]


DONATION_CONTROLS = (
    Control("charity.use_within_gift", Words("使用不超过捐赠", "Uses within the gift"), "blocks", (USE.code,),
            check_use_within_gift),
    Control("charity.one_donor", Words("一个捐赠编号一个捐赠方", "A gift's number names one donor"), "ask", GIFT_KINDS,
            check_one_donor),
    Control("charity.directed_use", Words("定向捐赠有用途", "A directed gift has its use"), "blocks", GIFT_KINDS,
            check_directed_gift),
    Control("charity.no_government", Words("捐赠方不是政府", "The donor is no government"), "ask", GIFT_KINDS,
            check_donor_is_no_government),
    Control("charity.valuation", Words("大额物资和服务有作价依据", "Large gifts of goods or service are valued"), "ask",
            ("charity.goods", "charity.service"), check_valuation),
)  # fmt: skip
