"""Checks of money over sums that somebody grouped: parts and wholes, paid against built, money that lies still.

Pure: every function gets amounts in fen (None where nothing is recorded) and returns Problems that ask, never block,
because the entries are already in the ledger. The rules are those of domain notes 2.2; their thresholds are settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Problem, Words

# Codes of the dated settings, declared with the field of funds.
GAP_POINTS, IDLE_DAYS, RETURN_YEARS = "funds.gap_points", "funds.idle_days", "funds.return_years"


@dataclass(frozen=True, slots=True)
class ProjectSums:
    """The money of one project by stage, each stage on its own."""

    assigned_fen: int | None = None
    paid_fen: int | None = None
    returned_fen: int | None = None

    @property
    def left_fen(self) -> int | None:
        """What was assigned and neither paid nor returned; None where nothing was assigned."""
        if self.assigned_fen is None:
            return None
        return self.assigned_fen - (self.paid_fen or 0) - (self.returned_fen or 0)

    @property
    def paid_ppm(self) -> int | None:
        """The paid share in parts per million, None where nothing was assigned."""
        if not self.assigned_fen:
            return None
        return (self.paid_fen or 0) * 1_000_000 // self.assigned_fen


def check_project_sums(sums: ProjectSums, *, progress_per_cent: int | None, gap_points: int) -> list[Problem]:
    """Paid is not more than assigned, returned not more than assigned, and paid keeps pace with the works."""
    problems = []
    assigned, paid, returned = sums.assigned_fen or 0, sums.paid_fen or 0, sums.returned_fen or 0
    if paid > assigned:
        what = Words(
            "拨付 {paid} 元，多于分解的 {whole} 元。", "{paid} yuan paid, more than the {whole} yuan assigned."
        )
        right = Words(
            "核对是否漏记分解文件，或拨付记重。", "Check for a missing assignment or a payment entered twice."
        )
        problems.append(
            _ask("money.paid_above_assigned", what.fill(paid=write_yuan(paid), whole=write_yuan(assigned)), right)
        )
    if returned > assigned - min(paid, assigned) and returned > 0:
        problems.append(_tell_return(returned, assigned, paid))
    if sums.paid_ppm is not None and progress_per_cent is not None:
        problems += _check_pace(sums.paid_ppm, progress_per_cent, gap_points)
    return problems


def _ask(code: str, what: Words, right: Words) -> Problem:
    return Problem(code, "ask", what, right)


def _tell_return(returned: int, assigned: int, paid: int) -> Problem:
    what = Words(
        "收回 {returned} 元，多于未付的 {left} 元。", "{returned} yuan returned, more than the {left} yuan not paid."
    ).fill(returned=write_yuan(returned), left=write_yuan(assigned - min(paid, assigned)))
    right = Words("收回的只能是还没付的钱；付出又退回的，先冲正那笔拨付。",
                  "Only unpaid money is returned; reverse the payment first where it came back.")  # fmt: skip
    return _ask("money.return_above_left", what, right)


def _check_pace(paid_ppm: int, progress: int, gap_points: int) -> list[Problem]:
    gap = paid_ppm // 10_000 - progress
    if abs(gap) <= gap_points:
        return []
    what = Words(
        "拨付 {paid}%，工程进度 {built}%，相差 {gap} 个百分点。", "{paid}% paid, {built}% built: {gap} points apart."
    ).fill(paid=paid_ppm // 10_000, built=progress, gap=abs(gap))
    right = Words("说明原因，或补报进度、补付工程款。", "Give the reason, report progress, or pay what is due.")
    return [_ask("money.pace", what, right)]


def check_refund(*, returned_fen: int, paid_fen: int) -> list[Problem]:
    """A refund is not larger than the payment it gives back."""
    if returned_fen <= paid_fen:
        return []
    what = Words("退回 {back} 元，多于付出的 {paid} 元。", "{back} yuan given back, more than the {paid} yuan paid.")
    right = Words("退款不超过原付款 {paid} 元。", "A refund is at most the payment of {paid} yuan.")
    values = {"back": write_yuan(returned_fen), "paid": write_yuan(paid_fen)}
    return [Problem("money.refund_above_payment", "blocks", what.fill(**values), right.fill(**values), field="amount")]


def check_parts(*, parts_fen: int, whole_fen: int | None, part: Words, whole: Words) -> list[Problem]:
    """The sum of the parts never exceeds the whole; nothing is said where the whole is not recorded at all."""
    if whole_fen is None or parts_fen <= whole_fen:
        return []
    what = Words(
        "{part}合计 {parts} 元，多于{whole} {sum} 元。", "{part} make {parts} yuan, more than {whole} of {sum} yuan."
    )
    right = Words("核对是否漏记{whole}，或{part}记重。", "Check for {whole} not entered, or {part} entered twice.")
    values = {"part": part, "whole": whole, "parts": write_yuan(parts_fen), "sum": write_yuan(whole_fen)}
    return [_ask("money.parts_above_whole", what.fill(**values), right.fill(part=part, whole=whole))]


def check_idle(
    left: list[tuple[date, int]], *, today: date, idle_days: int, return_years: int, waits_for: Words
) -> list[Problem]:
    """Money that has lain still: asked about after `idle_days`, to be taken back after `return_years`.

    `left` is what `age_idle` gives; `waits_for` says what should have happened, such as 分解到项目.
    """
    still = [(day, amount) for day, amount in left if (today - day).days > idle_days]
    if not still:
        return []
    oldest = still[0][0]
    amount = sum(amount for _, amount in still)
    values = {"amount": write_yuan(amount), "day": oldest, "days": (today - oldest).days, "what": waits_for}
    what = Words(
        "{amount} 元还没{what}，最久的从 {day} 起已 {days} 天。",
        "{amount} yuan not yet {what}; the oldest since {day}, {days} days.",
    ).fill(**values)
    if today >= date(oldest.year + return_years + 1, 1, 1):
        right = Words(
            "结转已满 {years} 年，按规定收回再安排。", "Carried over for {years} years: it is to be taken back."
        )
        return [_ask("money.carried_too_long", what, right.fill(years=return_years))]
    right = Words(
        "安排使用，或说明原因；跨年的列入结转。", "Put it to use or say why; carry it over at the year's end."
    )
    return [_ask("money.idle", what, right)]
