"""Made-up activities of the example: projects at different stages of their life, and one enclave with a pay-out.

A project bears the number that its entries carry as their subject, so its page shows its money by stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity
from shanhai.activities.move import By, Moved, Opening, answer_proposal, open_activity, take_step
from shanhai.algorithms.payout import PPM, Clause
from shanhai.catalogue.book import BOOK
from shanhai.config.example.flows import Flow
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Document
from shanhai.ledger.record import record_entries, sign_entries
from shanhai.offices.models import Office
from shanhai.payouts.lines import pay_lines
from shanhai.payouts.run import open_run
from shanhai.payouts.terms import Terms, keep_terms
from shanhai.payouts.village_list import VillageRow, to_shares
from shanhai.payouts.words import answer_terms
from shanhai.registry.models import Pairing

TEN_THOUSAND_YUAN = 10_000 * 100
PROJECT_CLASSES = {
    "industry": "industry",
    "infrastructure": "infrastructure",
    "education": "education",
    "health": "health",
}

# Days after the proposal, the step, its values; a project stops after as many of them as it has come.
PATH: tuple[tuple[int, str, Mapping[str, Any]], ...] = (
    (5, "post_village_notice", {}),
    (16, "submit_to_town", {}),
    (28, "submit_to_county", {}),
    (35, "enter_library", {"library_no": "示例入库", "outside_negative_list": True}),
    (50, "put_in_plan", {"plan_year": 0}),
    (60, "approve", {"approval_no": "示例批〔2023〕号", "amount_approved_fen": 0}),
    (70, "publish_targets", {}),
    (75, "assign_funds", {}),
    (90, "procure", {}),
    (110, "start", {"contractor": "示例建设有限公司", "amount_contract_fen": 0}),
    (180, "report_progress", {"progress_per_cent": 55}),
    (290, "report_progress", {"progress_per_cent": 100}),
    (300, "complete", {}),
    (330, "accept", {"accepted_by": "县农业农村局(示例)"}),
    (350, "settle", {"amount_settled_fen": 0}),
    (370, "register_asset", {"asset_no": "示例资产", "asset_owner": "村集体(示例)"}),
    (400, "review", {"review_grade": "优"}),
    (410, "archive", {}),
)
PAPERS = {
    "minutes": "会议纪要(示例)",
    "notice": "公示照片(示例)",
    "approval": "批复文件(示例)",
    "targets": "绩效目标公开页(示例)",
    "acceptance": "验收报告(示例)",
    "audit": "结算审核报告(示例)",
    "agreement": "飞地共建协议(示例)",
    "invoice": "收益请款函(示例)",
}
GIFT_PAPERS = {"letter": "捐赠函(示例)", "proof": "到账回单(示例)"}
STAGES_COME = (len(PATH), 15, 11, 10, 7, 4)


def load_projects(
    flows: Sequence[Flow], *, pairing: Pairing, offices: Mapping[str, Office], users: Mapping[str, int]
) -> int:
    """Open six of a pairing's projects and bring each to another stage of its life; return how many."""
    by = {side: By(office.pk, side, users[side]) for side, office in offices.items()}
    documents = {code: _paper(title, offices["receiver"]) for code, title in PAPERS.items()}
    assigned = [flow for flow in flows if flow.kind == "funds.assigned"]
    for come, flow in zip(STAGES_COME, assigned[:: max(len(assigned) // 6, 1)], strict=False):
        _walk_project(flow, come, pairing=pairing, by=by, documents=documents)
    return len(STAGES_COME)


def _paper(title: str, office: Office) -> int:
    paper, _ = Document.objects.get_or_create(title=title, office_id=office.pk, is_example=True)
    return paper.pk


def _walk_project(
    flow: Flow, come: int, *, pairing: Pairing, by: Mapping[str, By], documents: Mapping[str, int]
) -> None:
    begun = flow.on_date - timedelta(days=80)
    opened = open_activity(_project_opening(flow, pairing, begun), by=by["receiver"])
    assert opened.activity is not None, opened.problems
    for days, code, values in PATH[:come]:
        filled = {name: _fill(name, value, flow, begun) for name, value in values.items()}
        day = begun + timedelta(days=days)
        _take(opened.activity, Attempt(code, day, "receiver", filled), by, documents)


def _project_opening(flow: Flow, pairing: Pairing, begun: date) -> Opening:
    values = {
        "project_class": PROJECT_CLASSES.get(flow.details["purpose"], "other"),
        "nature": "new",
        "site": f"{pairing.receiver_label}示例镇示例村",
        "starts_on": str(begun + timedelta(days=110)),
        "ends_on": str(begun + timedelta(days=300)),
        "responsible_unit": flow.receiver_party,
        "tasks": "示例:按初步设计建设并配套设备",
        "amount_planned_fen": flow.amount_fen,
        "money_source": "东西部协作资金",
        "households": 120,
        "persons": 430,
        "performance_targets": "示例:投用后年增收 20 万元以上",
        "interest_link": "示例:土地流转、就近务工、集体分红",
    }
    return Opening(
        "funds.project",
        flow.details["project_name"],
        values,
        pairing_id=pairing.pk,
        giver_place_id=pairing.giver_place_id or "",
        receiver_place_id=pairing.receiver_place_id or "",
        number=flow.details["project_no"],
        opened_on=begun,
        is_example=True,
    )


def _fill(name: str, value: Any, flow: Flow, begun: date) -> Any:
    if name.startswith("amount_"):
        return flow.amount_fen
    return begun.year if name == "plan_year" else value


def _take(activity: Activity, attempt: Attempt, by: Mapping[str, By], documents: Mapping[str, int]) -> None:
    """Take a step, and have the other side confirm it where its word is needed."""
    step = BOOK.activity(activity.kind).step(attempt.step)
    needed = {need.code: documents[need.code] for need in step.documents} if step is not None else {}
    moved = take_step(activity, attempt, by=by[attempt.side], document_ids=needed)
    assert moved.done, (attempt.step, moved.problems)
    _confirm(activity, moved, by)


def _confirm(activity: Activity, moved: Moved, by: Mapping[str, By]) -> None:
    if moved.standing is not None and moved.standing.proposal is not None:
        other = "giver" if moved.standing.proposal.side == "receiver" else "receiver"
        answered = answer_proposal(activity, agrees="confirm", reason="", by=by[other])
        assert answered.done, answered.problems


def load_enclave(
    *, pairing: Pairing, offices: Mapping[str, Office], users: Mapping[str, int], parties: Mapping[str, int]
) -> None:
    """One enclave for weak villages: capital of five villages, ten per cent a year, the pay-out of 2024 on its way."""
    by = {side: By(office.pk, side, users[side]) for side, office in offices.items()}
    papers = {code: _paper(title, offices["giver"]) for code, title in PAPERS.items()}
    enclave = _open_enclave(pairing, by)
    _take(
        enclave,
        Attempt("sign", date(2022, 1, 10), "giver", {
            "company": "示例飞地开发有限公司", "area_planned_mu": "60", "amount_planned_fen": 3_000 * TEN_THOUSAND_YUAN,
        }),
        by,
        papers,
    )  # fmt: skip
    rows = [
        VillageRow(n, f"示例{name}村", capital_fen=n * 80 * TEN_THOUSAND_YUAN) for n, name in enumerate("甲乙丙丁戊", 1)
    ]
    clause = Clause("第五条", "fixed_return", date(2022, 1, 1), date(2028, 12, 31), rate_ppm=100_000)
    shares = tuple(to_shares(rows, place_id=pairing.receiver_place_id or ""))
    terms = Terms((clause,), shares, {"capital": PPM}, date(2022, 1, 1))
    sheet, problems = keep_terms(enclave, terms, signed_on=date(2022, 1, 10), by=by["giver"])
    assert sheet is not None, problems
    assert not answer_terms(sheet, "confirms", reason="", by=by["receiver"])
    _bring_capital(enclave, pairing, offices, users, parties, total=sum(row.capital_fen for row in rows))
    _pay_out(enclave, by, offices, papers)


def _open_enclave(pairing: Pairing, by: Mapping[str, By]) -> Activity:
    opening = Opening(
        "industry.enclave",
        f"{pairing.giver_label}—{pairing.receiver_label}消薄飞地(示例)",
        {"enclave_type": "weak_village", "direction": "reverse", "site": f"{pairing.giver_label}经济开发区(示例)"},
        pairing_id=pairing.pk,
        giver_place_id=pairing.giver_place_id or "",
        receiver_place_id=pairing.receiver_place_id or "",
        opened_on=date(2022, 1, 5),
        is_example=True,
    )
    opened = open_activity(opening, by=by["giver"])
    assert opened.activity is not None, opened.problems
    return opened.activity


def _bring_capital(
    enclave: Activity,
    pairing: Pairing,
    offices: Mapping[str, Office],
    users: Mapping[str, int],
    parties: Mapping[str, int],
    *,
    total: int,
) -> None:
    draft = EntryDraft(
        kind="industry.enclave_capital",
        on_date=date(2022, 2, 1),
        amount=total,
        pairing_id=pairing.pk,
        from_party_id=parties["receiver"],
        to_party_id=parties["giver"],
        details={"enclave_no": enclave.number, "voucher_no": "示例入股-2022-01"},
    )
    recorded = record_entries(
        [draft], office=offices["receiver"], user_id=users["receiver"], spoken_side="receiver", is_example=True
    )
    assert not recorded.problems, recorded.problems
    sign_entries(list(recorded.serials), office=offices["giver"], side="giver", user_id=users["giver"])


def _pay_out(enclave: Activity, by: Mapping[str, By], offices: Mapping[str, Office], papers: Mapping[str, int]) -> None:
    """The pay-out of 2024 is paid to the villages; that of 2025 waits for the other side's word."""
    for year in (2024, 2025):
        opened = open_run(
            enclave,
            from_day=date(year, 1, 1),
            to_day=date(year, 12, 31),
            by=by["giver"],
            due_on=date(year + 1, 3, 31),
            opened_on=date(year + 1, 1, 8),
        )
        assert opened.run is not None, opened.problems
        run = opened.run
        _take(run.activity, Attempt("check", date(year + 1, 1, 12), "receiver"), by, {})
        if year == 2025:
            moved = take_step(run.activity, Attempt("confirm", date(year + 1, 1, 15), "receiver"), by=by["receiver"])
            assert moved.done, moved.problems
            return
        _take(run.activity, Attempt("confirm", date(year + 1, 1, 15), "receiver"), by, {})
        _take(run.activity, Attempt("request", date(year + 1, 2, 3), "receiver"), by, papers)
        _take(
            run.activity, Attempt("pay_county", date(year + 1, 3, 20), "giver", {"voucher_no": "示例兑付-01"}), by, {}
        )
        _, problems = pay_lines(run, office=offices["receiver"], by=by["receiver"], paid_on=date(year + 1, 3, 28))
        assert not problems, problems
        _take(run.activity, Attempt("pay_villages", date(year + 1, 3, 28), "receiver"), by, {})


# Days after the intention, the step, the side that takes it, its values: a gift of money, half of it used.
GIFT_PATH: tuple[tuple[int, str, str, Mapping[str, Any]], ...] = (
    (10, "sign_letter", "giver", {"agreement_no": "示例捐赠函-01", "use_by": "2024-06-30"}),
    (32, "receive", "receiver", {}),
    (36, "issue_receipt", "receiver", {"receipt_no": "示例票据-0001"}),
)


def load_gift(*, pairing: Pairing, offices: Mapping[str, Office], users: Mapping[str, int]) -> None:
    """One directed gift of money from its intention to its first use; half of it is left."""
    by = {side: By(office.pk, side, users[side]) for side, office in offices.items()}
    papers = {code: _paper(title, offices["receiver"]) for code, title in GIFT_PAPERS.items()}
    begun, given = date(2023, 3, 1), 20 * TEN_THOUSAND_YUAN
    opening = Opening(
        "charity.gift",
        f"{pairing.giver_label}示例商会助学捐赠(示例)",
        {"donor_name": "示例商会", "gift_form": "money", "amount_intended_fen": given, "intention": "directed",
         "intended_use": "资助困难学生", "receiver_body": f"{pairing.receiver_label}慈善会(示例)"},
        pairing_id=pairing.pk,
        opened_on=begun,
        is_example=True,
    )  # fmt: skip
    opened = open_activity(opening, by=by["giver"])
    assert opened.activity is not None, opened.problems
    gift = opened.activity
    for days, step, side, values in GIFT_PATH:
        if step == "receive":
            details = {"donor_name": "示例商会", "intention": "directed", "intended_use": "资助困难学生"}
            _enter(
                gift, "charity.money", begun + timedelta(days=30), given, offices=offices, users=users, details=details
            )
        _take(gift, Attempt(step, begun + timedelta(days=days), side, values), by, papers)
    used = {"used_for": "春季学期助学金", "voucher_no": "示例助学-01", "persons_helped": 100}
    _enter(gift, "charity.use", begun + timedelta(days=60), given // 2, offices=offices, users=users, details=used)
    _take(gift, Attempt("begin_use", begun + timedelta(days=60), "receiver"), by, papers)


def _enter(
    gift: Activity,
    kind: str,
    on_date: date,
    amount: int,
    *,
    offices: Mapping[str, Office],
    users: Mapping[str, int],
    details: Mapping[str, Any],
) -> None:
    """Enter a flow about a gift on the receiving side and have the giving side sign it."""
    draft = EntryDraft(
        kind=kind,
        on_date=on_date,
        amount=amount,
        pairing_id=gift.pairing_id,
        details={"gift_no": gift.number, **details},
    )
    recorded = record_entries(
        [draft], office=offices["receiver"], user_id=users["receiver"], spoken_side="receiver", is_example=True
    )
    assert not recorded.problems, recorded.problems
    sign_entries(list(recorded.serials), office=offices["giver"], side="giver", user_id=users["giver"])
