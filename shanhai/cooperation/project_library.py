"""The project library: a project's life from proposal to archive, as provinces publish it.

Order and notices: town and county notices on the project library (domain notes 2.2: proposal, audit, appraisal and
decision, with public notice at each level); performance targets within 20 working days after approval. Where no public
rule was found the number of days is an example and says so.
"""

from __future__ import annotations

from itertools import pairwise

from shanhai.catalogue.activity import ActivityKind, Clock, DocumentNeed, EntryNeed, State, Step, Values
from shanhai.catalogue.declare import Choice, Column
from shanhai.catalogue.words import Problem, Words

CLASSES = (
    Choice("industry", Words("产业发展", "Industry"), ("产业", "产业项目")),
    Choice("employment", Words("就业项目", "Employment"), ("就业",)),
    Choice("infrastructure", Words("乡村建设", "Village infrastructure"), ("基础设施", "基建")),
    Choice("education", Words("教育", "Education"), ()),
    Choice("health", Words("卫生健康", "Health"), ("医疗", "卫生")),
    Choice("talent", Words("人才与劳务", "Talent and labour"), ("人才", "劳务")),
    Choice("other", Words("其他", "Other"), ()),
)
NATURES = (
    Choice("new", Words("新建", "New"), ()),
    Choice("continued", Words("续建", "Continued"), ("延续",)),
    Choice("extended", Words("改扩建", "Extended"), ("改建", "扩建")),
)

COLUMNS = (
    Column("project_class", Words("项目类别", "Class"), "choice", required=True, choices=CLASSES),
    Column("nature", Words("建设性质", "Nature"), "choice", required=True, choices=NATURES),
    Column("site", Words("实施地点", "Site"), "text", required=True),
    Column("starts_on", Words("计划开工", "Planned start"), "day", required=True),
    Column("ends_on", Words("计划完工", "Planned end"), "day", required=True),
    Column("responsible_unit", Words("责任单位", "Responsible unit"), required=True),
    Column("tasks", Words("建设内容", "Works"), required=True, longest=1000),
    Column("amount_planned_fen", Words("投资概算", "Estimated cost"), "money", required=True, unit="CNY"),
    Column("money_source", Words("资金来源及筹措", "How it is paid for"), required=True),
    Column("households", Words("受益户数", "Households benefiting"), "count", required=True, unit="household"),
    Column("persons", Words("受益人数", "Persons benefiting"), "count", required=True, unit="person"),
    Column("performance_targets", Words("绩效目标", "Performance targets"), required=True, longest=1000),
    Column("interest_link", Words("联农带农机制", "How households benefit"), required=True, longest=500),
    Column("outside_negative_list", Words("不在负面清单", "Outside the negative list"), "flag", required=True),
    Column("library_no", Words("入库编号", "Library number")),
    Column("plan_year", Words("列入年度", "Year of the plan"), "year"),
    Column("approval_no", Words("批复文号", "Approval number")),
    Column("amount_approved_fen", Words("批复资金", "Amount approved"), "money", unit="CNY"),
    Column("document_no", Words("下达文号", "Document of the assignment")),
    Column("contractor", Words("中标单位", "Contractor")),
    Column("amount_contract_fen", Words("合同价", "Contract price"), "money", unit="CNY"),
    Column("progress_per_cent", Words("形象进度(%)", "Progress of works (%)"), "count"),
    Column("accepted_by", Words("验收组织", "Accepted by")),
    Column("amount_settled_fen", Words("结算审定", "Amount settled"), "money", unit="CNY"),
    Column("asset_no", Words("资产编号", "Asset number")),
    Column("asset_owner", Words("产权归属", "Owner of the asset")),
    Column("review_grade", Words("绩效评价等次", "Grade of the review")),
    Column("reason", Words("原因", "Reason"), longest=500),
    Column("next_year", Words("结转下年", "Carried to next year"), "year"),
)

OPENING = (
    "project_class",
    "nature",
    "site",
    "starts_on",
    "ends_on",
    "responsible_unit",
    "tasks",
    "amount_planned_fen",
    "money_source",
    "households",
    "persons",
    "performance_targets",
    "interest_link",
)

STATES = (
    State("proposed", Words("谋划", "Proposed"), said_as=("储备", "拟建", "前期", "未开工", "未启动", "谋划中")),
    State("village_notice", Words("村级公示", "Village notice"), said_as=("村公示",)),
    State("town_audit", Words("乡镇审核", "Town audit"), said_as=("乡审", "乡镇已审")),
    State("county_appraisal", Words("县级论证", "County appraisal"), said_as=("论证", "县论证")),
    State("library", Words("已入库", "In the library"), said_as=("入库", "在库")),
    State("planned", Words("列入年度计划", "In the year's plan"), said_as=("已列计划", "列入计划", "已列入计划")),
    State("approved", Words("已批复", "Approved"), said_as=("批复", "已立项", "立项")),
    State("funded", Words("资金已下达", "Funds assigned"), said_as=("资金下达", "已下达")),
    State(
        "procurement", Words("招标采购", "Tendering"), said_as=("招标", "招标中", "招采", "采购中", "已招标", "招投标")
    ),
    State(
        "started",
        Words("在建", "Under way"),
        said_as=("开工", "已开工", "建设中", "施工中", "实施中", "正在实施", "正在建设", "进行中", "续建"),
    ),
    State(
        "completed",
        Words("已完工", "Completed"),
        said_as=("完工", "竣工", "已竣工", "建成", "已建成", "待验收", "已完成", "完成"),
    ),
    State("accepted", Words("已验收", "Accepted"), said_as=("验收", "验收合格", "已验收合格")),
    State("settled", Words("已结算", "Settled"), said_as=("结算", "决算", "已决算")),
    State(
        "asset_registered", Words("资产已登记", "Asset registered"), said_as=("已移交", "资产移交", "已确权", "已交付")
    ),
    State("reviewed", Words("已作绩效评价", "Reviewed"), said_as=("已评价", "绩效评价")),
    State("archived", Words("已归档", "Archived"), ended=True, said_as=("归档",)),
    State("deferred", Words("暂缓", "Deferred"), aside=True, said_as=("缓建", "停工", "已暂缓", "停建")),
    State("adjusting", Words("调整中", "Being adjusted"), aside=True, said_as=("调整", "变更中")),
    State("terminated", Words("终止", "Terminated"), ended=True, aside=True, said_as=("已终止", "取消", "已取消")),
    State("removed", Words("出库", "Removed from the library"), ended=True, aside=True, said_as=("已出库",)),
)

# Before its approval a project has no money; a deferred one was approved or waits to be planned anew.
UNAPPROVED = ("proposed", "village_notice", "town_audit", "county_appraisal", "library", "planned")


def check_negative_list(values: Values, _before: Values) -> list[Problem]:
    """A project on the negative list (office buildings, debts, banquets …) does not enter the library."""
    if values.get("outside_negative_list") in (True, "true", "1", "是"):
        return []
    what = Words("项目未确认不在负面清单。", "Nobody has confirmed that it is outside the negative list.")
    right = Words("核对负面清单后选“是”；在清单内的不得入库。", "Compare it with the list; what is on it cannot enter.")
    return [Problem("negative_list", "blocks", what, right, field="outside_negative_list")]


def check_within_estimate(values: Values, _before: Values) -> list[Problem]:
    """What is approved, contracted or settled is not more than what stands before it."""
    chain = ("amount_planned_fen", "amount_approved_fen", "amount_contract_fen", "amount_settled_fen")
    given = [(code, int(values[code])) for code in chain if values.get(code) not in (None, "")]
    titles = {column.code: column.title for column in COLUMNS}
    return [
        Problem(
            "part_above_whole",
            "blocks",
            Words("{part}大于{whole}。", "{part} is more than {whole}.").fill(part=titles[part], whole=titles[whole]),
            field=part,
            value=str(amount),
        )
        for (whole, limit), (part, amount) in pairwise(given)
        if amount > limit
    ]


def check_schedule(values: Values) -> list[Problem]:
    """The planned end does not come before the planned start."""
    start, end = str(values.get("starts_on") or ""), str(values.get("ends_on") or "")
    if not start or not end or start <= end:
        return []
    what = Words("计划完工 {end} 早于计划开工 {start}。", "The planned end {end} is before the planned start {start}.")
    return [Problem("ends_before_start", "blocks", what.fill(start=start, end=end), field="ends_on", value=end)]


def ask_benefiting(values: Values) -> list[Problem]:
    """No household is without a person: fewer persons than households are asked about."""
    households, persons = values.get("households"), values.get("persons")
    if not isinstance(households, int) or not isinstance(persons, int) or persons >= households:
        return []
    what = Words("受益 {households} 户，受益人数只有 {persons} 人。",
                 "{households} households benefit, yet only {persons} persons.")  # fmt: skip
    right = Words("人数一般不少于户数，请核两个数是否写反或漏写；确是如此的写明属实。",
                  "There are mostly no fewer persons than households: check whether they are exchanged or one is "
                  "cut short; where it is so, say so.")  # fmt: skip
    what = what.fill(households=f"{households:,}", persons=f"{persons:,}")
    return [Problem("benefiting.fewer_persons", "ask", what, right, str(persons), field="persons")]


def check_begun(values: Values) -> list[Problem]:
    """What a project says when it begins: its days in order, and who benefits."""
    return check_schedule(values) + ask_benefiting(values)


def check_progress(values: Values, before: Values) -> list[Problem]:
    """Progress is a percentage and does not go back without a word."""
    progress = int(values.get("progress_per_cent") or 0)
    if not 0 <= progress <= 100:
        what = Words("进度写作 {value}%。", "Progress reads {value}%.").fill(value=progress)
        return [Problem("progress.range", "blocks", what, Words("0 到 100 之间。", "From 0 to 100."),
                        field="progress_per_cent")]  # fmt: skip
    earlier = before.get("progress_per_cent")
    if earlier is not None and progress < int(earlier):
        what = Words("进度 {now}% 低于上次的 {before}%。", "Progress of {now}% is below the last {before}%.")
        right = Words("上次报错了就先撤回那一步。", "Where the last report was wrong, undo that step first.")
        return [Problem("progress.back", "blocks", what.fill(now=progress, before=earlier), right,
                        field="progress_per_cent")]  # fmt: skip
    return []


NOTICE = DocumentNeed("notice", Words("公示照片或网页", "Photograph or page of the notice"))
MINUTES = DocumentNeed("minutes", Words("会议纪要", "Minutes"))

ASSIGNED = EntryNeed("assigned", Words("分解到这个项目的资金条目", "Entries of what was assigned to it"),
                     ("funds.assigned",))  # fmt: skip

STEPS = (
    Step("post_village_notice", Words("发布村级公示", "Post the village notice"), ("proposed",), "village_notice",
         "receiver", documents=(MINUTES,)),
    Step("submit_to_town", Words("报乡镇审核", "Send to the town"), ("village_notice",), "town_audit", "receiver",
         documents=(NOTICE,), waits_days=10),
    Step("submit_to_county", Words("报县级论证", "Send to the county"), ("town_audit",), "county_appraisal", "receiver",
         documents=(NOTICE,), waits_days=10),
    Step("enter_library", Words("入库", "Enter the library"), ("county_appraisal",), "library", "receiver",
         columns=("library_no", "outside_negative_list"), documents=(MINUTES,), check=check_negative_list),
    Step("put_in_plan", Words("列入年度计划", "Put in the year's plan"), ("library", "deferred"), "planned", "receiver",
         columns=("plan_year",), word_of="giver"),
    Step("approve", Words("批复", "Approve"), ("planned",), "approved", "receiver",
         columns=("approval_no", "amount_approved_fen"),
         documents=(DocumentNeed("approval", Words("批复文件", "Approval")),), check=check_within_estimate),
    Step("publish_targets", Words("公开绩效目标", "Publish the performance targets"), ("approved",), "approved",
         "receiver", documents=(DocumentNeed("targets", Words("已公开的绩效目标", "Targets as published")),),
         source="published within 20 working days after approval"),
    Step("assign_funds", Words("下达资金", "Assign the funds"), ("approved",), "funded", "receiver",
         optional=("document_no",), entries=(ASSIGNED,)),
    Step("procure", Words("启动招采", "Begin procurement"), ("funded",), "procurement", "receiver"),
    Step("start", Words("开工", "Start the works"), ("procurement", "funded"), "started", "receiver",
         columns=("contractor", "amount_contract_fen"), check=check_within_estimate),
    Step("report_progress", Words("报进度", "Report progress"), ("started",), "started", "receiver",
         columns=("progress_per_cent",), check=check_progress),
    Step("complete", Words("完工", "Complete the works"), ("started",), "completed", "receiver"),
    Step("accept", Words("验收", "Accept"), ("completed",), "accepted", "receiver", columns=("accepted_by",),
         documents=(DocumentNeed("acceptance", Words("验收报告", "Acceptance report")),)),
    Step("settle", Words("办结算", "Settle"), ("accepted",), "settled", "receiver", columns=("amount_settled_fen",),
         documents=(DocumentNeed("audit", Words("结算审核报告", "Audit of the settlement")),),
         check=check_within_estimate),
    Step("register_asset", Words("登记资产", "Register the asset"), ("settled", "accepted"), "asset_registered",
         "receiver", columns=("asset_no", "asset_owner")),
    Step("review", Words("作绩效评价", "Review performance"), ("asset_registered", "settled"), "reviewed", "receiver",
         columns=("review_grade",)),
    Step("archive", Words("归档", "Archive"), ("reviewed",), "archived", "receiver"),
    Step("roll_over", Words("结转下年项目库", "Carry to next year's library"),
         ("library", "planned", "approved", "deferred"), "library", "receiver", columns=("next_year", "reason"),
         source="what is not funded this year and still needed goes to next year's library"),
    Step("carry_funds", Words("结转下年实施", "Carry to next year, to be begun"), ("funded",), "funded", "receiver",
         columns=("next_year", "reason")),
    Step("carry_tender", Words("结转下年招采", "Carry the tender to next year"), ("procurement",), "procurement",
         "receiver", columns=("next_year", "reason")),
    Step("carry_on", Words("结转下年续建", "Carry on next year"), ("started",), "started", "receiver",
         columns=("next_year", "reason")),
    Step("defer", Words("暂缓", "Defer"), ("library", "planned", "approved"), "deferred", "receiver",
         columns=("reason",)),
    Step("adjust", Words("申请调整", "Ask for an adjustment"), ("approved", "funded", "procurement", "started"),
         "adjusting", "receiver", columns=("reason",)),
    Step("adjusted", Words("批准调整", "Approve the adjustment"), ("adjusting",), "approved", "receiver", returns=True,
         columns=("approval_no", "amount_approved_fen"), word_of="giver", check=check_within_estimate),
    Step("terminate", Words("终止", "Terminate"), ("approved", "funded", "procurement", "started", "adjusting"),
         "terminated", "receiver", columns=("reason",), word_of="giver"),
    Step("drop", Words("撤销申报", "Drop the proposal"),
         ("proposed", "village_notice", "town_audit", "county_appraisal"), "removed", "receiver", columns=("reason",)),
    Step("remove", Words("出库", "Remove from the library"), ("library", "deferred"), "removed", "receiver",
         columns=("reason",)),
)  # fmt: skip

CLOCKS = (
    Clock("targets", Words("公开绩效目标", "Publish the performance targets"), ("approved",), 20, "working", "receiver",
          done_by=("publish_targets",), example=False,
          source="performance targets are published within 20 working days after approval"),
    Clock("unassigned", Words("资金应分解到项目", "Funds should be assigned"), ("approved",), 30, "calendar",
          "receiver"),
    Clock("asset", Words("资产应移交登记", "The asset should be registered"), ("accepted", "settled"), 90, "calendar",
          "receiver"),
    Clock("completion", Words("应完工", "The works should be complete"), ("started",), 365, "calendar", "receiver",
          day_column="ends_on"),
    Clock("proposal", Words("村级公示后报乡镇", "Send on after the village notice"), ("village_notice",), 30,
          "calendar", "receiver"),
)  # fmt: skip

PROJECT = ActivityKind(
    code="funds.project",
    title=Words("协作项目", "Project"),
    number_prefix="XM",
    first_state="proposed",
    states=STATES,
    steps=STEPS,
    columns=COLUMNS,
    opening=OPENING,
    opened_by="receiver",
    clocks=CLOCKS,
    entry_kinds=("funds.assigned", "funds.paid", "funds.returned", "funds.carried_over"),
    named_in="project_name",
    list_columns=("project_class", "site", "amount_planned_fen", "progress_per_cent"),
    check_opening=check_begun,
)
