"""Checks of a project's money: no part is more than its whole, and nothing new goes to a project that has ended.

Wholes are what the ledger and the project library know of the project: approved, assigned, paid, taken back. What
cannot be blocks; what is odd is asked about, as is a number that neither knows: mistyped, it would escape every other
check. A whole that nobody recorded says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from shanhai.catalogue.controls import Row, write_yuan
from shanhai.catalogue.declare import Control, Terms
from shanhai.catalogue.words import Problem, Words
from shanhai.cooperation.project_library import PROJECT, UNAPPROVED

Found = Mapping[str, Any]
# What tells one assignment, payment or return of a project from another, beside day and amount.
KEYS = {"funds.assigned": "document_no", "funds.paid": "voucher_no", "funds.returned": "voucher_no"}
LIKE_ENOUGH = 0.7


def _number_of(row: Row) -> str:
    return str(row.get("project_no") or "") if isinstance(row.get("amount"), int) else ""


def _others(kind: str, row: Row, terms: Terms) -> list[Found]:
    """What else is known of the row's project in a kind: not of another county's, not the same fact told again."""
    found = terms.standing(kind, _number_of(row))
    here = [one for one in found if one.get("receiver_place") in (None, row.get("receiver_place"))]
    return here if kind != row.get("kind") else [one for one in here if not _is_same(kind, one, row)]


def _is_same(kind: str, one: Found, row: Row) -> bool:
    key = KEYS[kind]
    if one.get(key) or row.get(key):
        return one.get(key) == row.get(key)
    return (one.get("date"), one.get("amount")) == (row.get("date"), row.get("amount"))


def _sum(kind: str, row: Row, terms: Terms) -> int:
    return sum(int(one["amount"]) for one in _others(kind, row, terms))


def _project(row: Row, terms: Terms) -> Found | None:
    """The project as the library knows it, where it is one of the row's own receiving place."""
    held = terms.activity(PROJECT.code, _number_of(row))
    return held if held is not None and held["receiver_place"] in ("", row.get("receiver_place")) else None


def _is_known(row: Row, terms: Terms) -> bool:
    """Whether the library or any money of the ledger has the number of the row at its receiving place."""
    if _project(row, terms) is not None:
        return True
    found = (one for kind in (*KEYS, "funds.carried_over") for one in terms.standing(kind, _number_of(row)))
    return any(one.get("receiver_place") in (None, row.get("receiver_place")) for one in found)


def _ask_unknown(row: Row, terms: Terms) -> list[Problem]:
    """Ask about a number that nobody knows, with the numbers of the library that look like it."""
    number, place = _number_of(row), str(row.get("receiver_place") or "")
    held = terms.activity_numbers(PROJECT.code, place)
    what = Words("{place}的项目库和账本里都没有项目 {number}。",
                 "Neither the project library of {place} nor the ledger has a project {number}.")  # fmt: skip
    right = Words("核对项目编号；确是新项目的，先在项目库登记，或写明属实。",
                  "Check the number; register a new project in the library first, or say that it is so.")  # fmt: skip
    like = get_close_matches(number, held, cutoff=LIKE_ENOUGH)
    if like:
        right = Words("核对项目编号，库里相近的有 {like}；确是新项目的，先在项目库登记，或写明属实。",
                      "Check the number; the library has {like}. A new project is registered there first, or say that "
                      "it is so.").fill(like=Words("、".join(like), ", ".join(like)))  # fmt: skip
    names = "、".join(terms.place_names([place])) if place else ""
    what = what.fill(number=number, place=names or Words("山方", "the receiving side"))
    return [Problem("project.unknown", "ask", what, right, number, field="project_no")]


def check_registered(row: Row, terms: Terms) -> list[Problem]:
    """Money is assigned to a project that is known, where its place keeps a project library at all."""
    place = str(row.get("receiver_place") or "")
    if not _number_of(row) or not terms.activity_numbers(PROJECT.code, place) or _is_known(row, terms):
        return []
    return _ask_unknown(row, terms)


def check_allocated(row: Row, terms: Terms) -> list[Problem]:
    """Ask where more is allocated to a county than had arrived for it, once any arrival of the pair is recorded."""
    if not isinstance(row.get("amount"), int):
        return []
    arrived = terms.total_between("funds.arrived", row)
    total = row["amount"] + terms.total_between("funds.allocated", row)
    if not arrived or total <= arrived:
        return []
    what = Words("这一对结对下达共 {total} 元，多于到账的 {arrived} 元。",
                 "{total} yuan allocated in this pairing are more than the {arrived} yuan arrived.")  # fmt: skip
    right = Words("核对金额和单位，或先补记到账；先下达、后到账的，写明属实。",
                  "Check amount and unit, or enter what arrived first; where it was allocated ahead of arrival, say "
                  "that it is so.")  # fmt: skip
    what = what.fill(total=write_yuan(total), arrived=write_yuan(arrived))
    return [Problem("allocated.above_arrived", "ask", what, right, write_yuan(row["amount"]), field="amount")]


def _blocks(code: str, row: Row, what: Words, right: Words) -> Problem:
    return Problem(code, "blocks", what, right, write_yuan(row["amount"]), field="amount")


def check_assigned(row: Row, terms: Terms) -> list[Problem]:
    """What is assigned to a project in all is not more than what was approved for it."""
    project = _project(row, terms) if _number_of(row) else None
    approved = project["values"].get("amount_approved_fen") if project else None
    if not approved:
        return []
    total = row["amount"] + _sum("funds.assigned", row, terms)
    if total <= int(approved):
        return []
    what = Words("项目 {number} 分解共 {total} 元，多于批复的 {approved} 元。",
                 "{total} yuan assigned to project {number} are more than the {approved} yuan approved.")  # fmt: skip
    right = Words("分解不多于批复；批复有调整的，先在项目上走“批准调整”。",
                  "At most what was approved; where that changed, take the step of its adjustment first.")  # fmt: skip
    what = what.fill(number=_number_of(row), total=write_yuan(total), approved=write_yuan(int(approved)))
    return [_blocks("assigned.above_approved", row, what, right)]


def check_project_takes(row: Row, terms: Terms) -> list[Problem]:
    """Nothing new is assigned to a project that has ended; to one not yet approved only where somebody says so."""
    project = _project(row, terms) if _number_of(row) else None
    if project is None or str(row.get("date") or "") < project["since"]:
        return []
    names = {"number": _number_of(row), "state": PROJECT.state(project["state"]).title, "since": project["since"]}
    if PROJECT.state(project["state"]).ended:
        what = Words("项目 {number} {since} 起已“{state}”，不能再分解资金。",
                     "Project {number} is at {state} since {since}; no money is assigned to it.")  # fmt: skip
        right = Words("核对项目编号；那以前分解的，写那时的日期。",
                      "Check its number; what was assigned before bears the day of then.")  # fmt: skip
        return [Problem("assigned.project_ended", "blocks", what.fill(**names), right, _number_of(row),
                        field="project_no")]  # fmt: skip
    if project["state"] not in UNAPPROVED:
        return []
    what = Words("项目 {number} 现在是“{state}”，还没有批复。", "Project {number} is at {state}, not yet approved.")
    right = Words("核对项目编号；确已批复的，先在项目上补走各步，或写明属实。",
                  "Check its number; where it was approved, take its steps first or say that it is so.")  # fmt: skip
    return [Problem("assigned.not_approved", "ask", what.fill(**names), right, _number_of(row), field="project_no")]


def check_paid(row: Row, terms: Terms) -> list[Problem]:
    """What is paid of a project in all is not more than what was assigned to it, and not paid before."""
    if not _number_of(row):
        return []
    assigned = _others("funds.assigned", row, terms)
    if not assigned:
        return _ask_unassigned(row) if _is_known(row, terms) else _ask_unknown(row, terms)
    whole, total = sum(int(one["amount"]) for one in assigned), row["amount"] + _sum("funds.paid", row, terms)
    if total > whole:
        what = Words(
            "项目 {number} 拨付共 {total} 元，多于分解的 {whole} 元。",
            "{total} yuan paid of project {number} are more than the {whole} yuan assigned to it.",
        )
        right = Words("核对是否漏记分解，或这笔已经记过。",
                      "Check for an assignment not entered, or this payment entered before.")  # fmt: skip
        what = what.fill(number=_number_of(row), total=write_yuan(total), whole=write_yuan(whole))
        return [_blocks("paid.above_assigned", row, what, right)]
    first = min(str(one["date"]) for one in assigned)
    if str(row.get("date") or first) >= first:
        return []
    what = Words("付款日 {day} 早于最早的分解 {first}。", "Paid on {day}, before the first assignment of {first}.")
    right = Words("核对日期；先垫付的写明属实。", "Check the day; where it was advanced, say that it is so.")
    return [Problem("paid.before_assigned", "ask", what.fill(day=row["date"], first=first), right, str(row["date"]),
                    field="date")]  # fmt: skip


def _ask_unassigned(row: Row) -> list[Problem]:
    what = Words("项目 {number} 还没有分解资金，已有拨付。", "Project {number} has nothing assigned, yet this is paid.")
    right = Words("先记分解到项目的资金。", "Enter what was assigned to it first.")
    return [Problem("paid.not_assigned", "ask", what.fill(number=_number_of(row)), right, write_yuan(row["amount"]),
                    field="amount")]  # fmt: skip


def check_returned(row: Row, terms: Terms) -> list[Problem]:
    """What is taken back of a project is not more than what was assigned to it and not paid."""
    if not _number_of(row):
        return []
    assigned = _sum("funds.assigned", row, terms)
    if not assigned:
        return _ask_nothing_to_return(row) if _is_known(row, terms) else _ask_unknown(row, terms)
    paid, returned = _sum("funds.paid", row, terms), row["amount"] + _sum("funds.returned", row, terms)
    if returned <= assigned - paid:
        return []
    what = Words("项目 {number} 收回共 {returned} 元，多于分解未付的 {left} 元。",
                 "{returned} yuan taken back of project {number} are more than the {left} yuan assigned and not "
                 "paid.")  # fmt: skip
    right = Words("只能收回还没付的钱；付出又退回的，先冲正那笔拨付。",
                  "Only unpaid money is taken back; reverse the payment first where it came back.")  # fmt: skip
    left = write_yuan(max(assigned - paid, 0))
    what = what.fill(number=_number_of(row), returned=write_yuan(returned), left=left)
    return [_blocks("returned.above_assigned", row, what, right)]


def _ask_nothing_to_return(row: Row) -> list[Problem]:
    what = Words("项目 {number} 还没有分解资金，却有收回。",
                 "Project {number} has nothing assigned, yet this is taken back.")  # fmt: skip
    right = Words("核对项目编号，或先记分解到项目的资金；还没分到项目的余款收回，不写项目编号。",
                  "Check the number, or enter what was assigned first; money not yet given to a project is taken back "
                  "without a number.")  # fmt: skip
    return [Problem("returned.not_assigned", "ask", what.fill(number=_number_of(row)), right, write_yuan(row["amount"]),
                    field="amount")]  # fmt: skip


def _left_by_day(row: Row, terms: Terms) -> int | None:
    """What the project of the row had by its day and had not spent; None where neither it nor its money is known."""
    day = str(row.get("date") or "")
    if not _number_of(row) or not day:
        return None
    sums = {
        kind: sum(int(one["amount"]) for one in _others(kind, row, terms) if str(one["date"]) <= day) for kind in KEYS
    }
    project = _project(row, terms)
    if not _others("funds.assigned", row, terms) and project is None:
        return None
    return sums["funds.assigned"] - sums["funds.paid"] - sums["funds.returned"]


def ask_nothing_carried(row: Row, terms: Terms) -> list[Problem]:
    """Nothing carried over is asked about where the project still has money by that day."""
    left = _left_by_day(row, terms) if row.get("amount") == 0 else None
    if left is None or left <= 0:
        return []
    what = Words("项目 {number} 结转写 0，到 {day} 分解未付的还有 {left} 元。",
                 "Project {number} carries over nothing, and {left} yuan lie unspent by {day}.")  # fmt: skip
    right = Words("写实际余额；已付、已收回的先补记。",
                  "Write what is really left; enter first what was paid or taken back.")  # fmt: skip
    what = what.fill(number=_number_of(row), day=row.get("date"), left=write_yuan(left))
    return [Problem("carried.nothing_told", "ask", what, right, write_yuan(0), field="amount")]


def check_carried_over(row: Row, terms: Terms) -> list[Problem]:
    """What a project carries over on a day is not more than what it had by then and had not spent."""
    left = _left_by_day(row, terms)
    if left is None and _number_of(row) and row["amount"] > 0 and not _is_known(row, terms):
        return _ask_unknown(row, terms)
    if left is None or row["amount"] <= max(left, 0):
        return []
    what = Words("项目 {number} 结转 {amount} 元，多于到 {day} 分解未付的 {left} 元。",
                 "{amount} yuan carried over of project {number} are more than the {left} yuan assigned and unspent by "
                 "{day}.")  # fmt: skip
    right = Words("核对单位和日期，或先补记分解。", "Check unit and day, or enter what was assigned first.")
    values = {"amount": write_yuan(row["amount"]), "left": write_yuan(max(left, 0)), "day": row.get("date")}
    return [_blocks("carried.above_left", row, what.fill(number=_number_of(row), **values), right)]


CONTROLS = (
    Control("funds.assigned_within_approved", Words("分解不多于批复", "Assigned within approved"), "blocks",
            ("funds.assigned",), check_assigned),
    Control("funds.project_takes_money", Words("项目可以分解资金", "The project may be given money"), "blocks",
            ("funds.assigned",), check_project_takes),
    Control("funds.project_registered", Words("分解的项目在项目库里", "The project is in the library"), "ask",
            ("funds.assigned",), check_registered),
    Control("funds.allocated_within_arrived", Words("下达不多于到账", "Allocated within arrived"), "ask",
            ("funds.allocated",), check_allocated, totals=("funds.allocated", "funds.arrived")),
    Control("funds.paid_within_assigned", Words("拨付不多于分解", "Paid within assigned"), "blocks", ("funds.paid",),
            check_paid),
    Control("funds.returned_within_assigned", Words("收回不多于未付", "Returned within what is left"), "blocks",
            ("funds.returned",), check_returned),
    Control("funds.carried_within_left", Words("结转不多于未付", "Carried over within what is left"), "blocks",
            ("funds.carried_over",), check_carried_over),
    Control("funds.carried_money_told", Words("有余款的结转不写 0", "What is left is carried over"), "ask",
            ("funds.carried_over",), ask_nothing_carried),
)  # fmt: skip
