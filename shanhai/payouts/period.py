"""Whether a period of an enclave may be worked out at all: it is over, under terms, after signing, before closing."""

from __future__ import annotations

from datetime import date

from shanhai.activities.models import Activity
from shanhai.activities.standings import read_standing
from shanhai.algorithms.payout import check_clauses
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Problem, Words
from shanhai.payouts.models import TermSheet
from shanhai.payouts.terms import newest_terms, read_terms, to_problem


def check_period(
    enclave: Activity, sheet: TermSheet | None, from_day: date, to_day: date, *, worked_on: date
) -> list[Problem]:
    """Return all that keeps a period from being worked out on a day, apart from other runs of it.

    Problems: no terms that both sides confirmed, an end before the beginning, a period that is not over, an agreement
    never signed, days after the enclave closed, days the clauses do not cover.
    """
    if from_day > to_day:
        what = Words("收益期止于 {to}，早于起始 {start}。", "The period ends on {to}, before it begins on {start}.")
        return [Problem("payout.period", "blocks", what.fill(to=to_day, start=from_day), field="period_to")]
    problems = _check_over(to_day, worked_on) + _check_life(enclave, to_day)
    if sheet is None:
        return [*problems, _tell_no_terms(enclave, to_day)]
    faults = check_clauses(read_terms(sheet).clauses, from_day=from_day, to_day=to_day)
    return problems + [to_problem(fault, {}, {}) for fault in faults if fault.code == "gap"]


def _check_over(to_day: date, worked_on: date) -> list[Problem]:
    if to_day <= worked_on:
        return []
    what = Words("到测算日 {day}，收益期还没有结束（止于 {to}）。", "On {day} the period is not over; it ends on {to}.")
    right = Words("收益期止写 {day} 或以前。", "Let the period end on {day} or before.")
    values = {"day": worked_on, "to": to_day}
    return [Problem("payout.period_open", "blocks", what.fill(**values), right.fill(**values), field="period_to")]


def _check_life(enclave: Activity, to_day: date) -> list[Problem]:
    """An enclave earns from its signed agreement on, up to the day it closed."""
    standing = read_standing(BOOK.activity(enclave.kind), enclave)
    signed = any(step.step == "sign" for step in standing.counted)
    if not signed:
        what = Words("这块飞地还在洽谈，没有签共建协议。", "The agreement of this enclave is not signed yet.")
        right = Words(
            "先在飞地页上走“签共建协议”，双方确认。", "Sign the agreement on its page first, with both sides' word."
        )
        return [Problem("payout.not_signed", "blocks", what, right)]
    # The day both sides named, not that of the second word: until then the enclave may have been closed for months.
    closed_on = next((step.on_date for step in reversed(standing.counted) if step.step == "close"), None)
    if closed_on is not None and to_day > closed_on:
        what = Words(
            "这块飞地已于 {day} 退出，收益期止于 {to}。", "This enclave closed on {day}; the period ends on {to}."
        )
        right = Words("收益期最多算到 {day}。", "The period ends on {day} at the latest.")
        values = {"day": closed_on, "to": to_day}
        return [Problem("payout.closed", "blocks", what.fill(**values), right.fill(**values), field="period_to")]
    return []


def _tell_no_terms(enclave: Activity, to_day: date) -> Problem:
    """Say whether no terms are kept at all, or only one side has kept them."""
    kept = newest_terms(enclave, on=to_day)
    if kept is None:
        what = Words("到 {day} 这块飞地还没有签过条款。", "No terms of this enclave are signed by {day}.")
        right = Words("先存签好的条款。", "Keep the signed terms first.")
        return Problem("payout.no_terms", "blocks", what.fill(day=to_day), right)
    what = Words("条款第 {n} 版只有一方存了，对方还没有确认。", "Only one side has kept the terms, version {n}.")
    right = Words("请对方确认这一版再测算。", "Have the other side confirm that version first.")
    return Problem("payout.terms_not_confirmed", "blocks", what.fill(n=kept.version), right)
