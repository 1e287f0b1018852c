"""What the ledger says against a step of a project: more assigned than approved, paid than settled, money left over.

What cannot be blocks; what is odd is asked about, and stands once somebody says so. Reads only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanhai.activities.machine import Standing
from shanhai.activities.models import Activity
from shanhai.activities.money import money_of, project_sums
from shanhai.activities.money_checks import ProjectSums
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Problem, Words

PROJECT = "funds.project"


def check_project_step(activity: Activity, standing: Standing, step: str, values: Mapping[str, Any]) -> list[Problem]:
    """Return what the project's money and progress say against a step with these values; nothing for other kinds."""
    if activity.kind != PROJECT:
        return []
    sums = project_sums(activity.pairing_id).get(activity.number, ProjectSums())
    if step in ("approve", "adjusted"):
        return _check_approved(values.get("amount_approved_fen"), sums)
    if step == "roll_over":
        return _check_unfunded(sums)
    if step == "settle":
        return _ask_settled(values.get("amount_settled_fen"), sums)
    if step == "complete":
        return _ask_progress(standing.values.get("progress_per_cent"))
    if step == "terminate":
        return _ask_left(sums, "terminated.money_left", Words("终止", "terminated"))
    if step == "archive":
        return _ask_left(sums, "archived.money_left", Words("归档", "archived")) + _ask_unsigned(activity)
    return []


def _check_approved(approved: Any, sums: ProjectSums) -> list[Problem]:
    assigned = sums.assigned_fen or 0
    if not isinstance(approved, int) or assigned <= approved:
        return []
    what = Words("已经分解 {assigned} 元，多于批复的 {approved} 元。",
                 "{assigned} yuan are assigned already, more than the {approved} yuan approved.")  # fmt: skip
    right = Words("批复不少于已分解的；多分的先冲正。", "At least what is assigned; reverse what is too much first.")
    what = what.fill(assigned=write_yuan(assigned), approved=write_yuan(approved))
    return [Problem("approved.below_assigned", "blocks", what, right, write_yuan(approved),
                    field="amount_approved_fen")]  # fmt: skip


def _check_unfunded(sums: ProjectSums) -> list[Problem]:
    """Only a project without money goes back to the library; one that has some carries it on, or gives it back."""
    held = (sums.assigned_fen or 0) - (sums.returned_fen or 0)
    if held <= 0:
        return []
    what = Words("已经分解 {held} 元，不能退回项目库。", "{held} yuan are assigned: it cannot go back to the library.")
    right = Words(
        "先走“下达资金”，再结转下年实施；不再用的先记收回。",
        "Take the step of assigning the funds and carry those on, or enter first what is taken back.",
    )
    return [Problem("rolled.money_assigned", "blocks", what.fill(held=write_yuan(held)), right, write_yuan(held))]


def _ask_settled(settled: Any, sums: ProjectSums) -> list[Problem]:
    paid = sums.paid_fen or 0
    if not isinstance(settled, int) or settled >= paid:
        return []
    what = Words(
        "结算审定 {settled} 元，少于已付的 {paid} 元。", "{settled} yuan settled, less than the {paid} yuan paid."
    )
    right = Words("核对单位；确实多付的，要追回。", "Check the unit; where too much was paid, it is to be recovered.")
    what = what.fill(settled=write_yuan(settled), paid=write_yuan(paid))
    return [Problem("settled.below_paid", "ask", what, right, write_yuan(settled), field="amount_settled_fen")]


def _ask_progress(progress: Any) -> list[Problem]:
    if not isinstance(progress, int) or progress >= 100:
        return []
    what = Words("最近报的进度是 {n}%，不到 100%。", "The last progress reported is {n}%, not 100%.").fill(n=progress)
    right = Words("先补报进度；确已完工的写明属实。", "Report progress first; where it is complete, say so.")
    return [Problem("completed.progress", "ask", what, right, f"{progress}%")]


def _ask_left(sums: ProjectSums, code: str, done: Words) -> list[Problem]:
    left = sums.left_fen or 0
    if left <= 0:
        return []
    what = Words("还有 {left} 元分解了没有付出，也没有收回。",
                 "{left} yuan are assigned and neither paid nor taken back.").fill(left=write_yuan(left))  # fmt: skip
    right = Words(
        "先记收回；先{done}的，余款仍要收回。", "Enter the return first; once {done} it is still to be taken back."
    )
    return [Problem(code, "ask", what, right.fill(done=done), write_yuan(left))]


def _ask_unsigned(activity: Activity) -> list[Problem]:
    waits = sum(line.waits for line in money_of(BOOK.activity(activity.kind), activity))
    if not waits:
        return []
    what = Words("还有 {n} 条资金条目没有双方一致。", "{n} entries of its money are not agreed by both sides.")
    right = Words("请对方签认，或写明属实。", "Have the other side sign them, or say that it is so.")
    return [Problem("archived.unsigned", "ask", what.fill(n=waits), right, str(waits))]
