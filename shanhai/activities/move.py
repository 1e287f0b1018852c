"""The only writer of activities and their steps: open, take a step, answer a proposal, undo.

Every function checks first and returns what it did together with all Problems; with a blocking Problem nothing is
written. The standing is derived anew from the steps inside the same database transaction. What a kind must hold
against more than its own steps (a pay-out against the ledger) is a guard, named once where that part starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from shanhai.activities.calendar import add_working_days
from shanhai.activities.machine import Attempt, Standing, check_step, find_dues
from shanhai.activities.models import Activity, ActivityStanding, ActivityStep
from shanhai.activities.money import check_entries
from shanhai.activities.numbers import check_number, clean_number, next_number
from shanhai.activities.origin import check_origin
from shanhai.activities.project_steps import check_project_step
from shanhai.activities.standings import read_standing
from shanhai.activities.values import read_values
from shanhai.catalogue.activity import ActivityKind
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Problem, Words
from shanhai.registry.models import Pairing

# Looks at an activity before an act (move, propose, confirm, undo) on a step with its values and returns what stands
# against it.
Guard = Callable[[Activity, str, str, Mapping[str, Any]], list[Problem]]
GUARDS: dict[str, Guard] = {}
# The code by which one of the same name is asked about, whichever door it comes by.
NAMESAKE = "activity_namesake"
# How often opening looks for a free number where others take them at the same time.
NUMBER_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: the office, its side on this activity, and the user."""

    office_id: int
    side: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a call did: the activity and its new standing, or the Problems that kept it from doing anything."""

    activity: Activity | None
    standing: Standing | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether anything was written."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Opening:
    """What an activity begins with; `number` is given out where it is empty.

    `accepted` names the Problems that ask and that the user stands by.
    """

    kind: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    pairing_id: int | None = None
    giver_place_id: str = ""
    receiver_place_id: str = ""
    number: str = ""
    opened_on: date | None = None
    is_example: bool = False
    accepted: frozenset[str] = frozenset()


def open_activity(opening: Opening, *, by: By) -> Moved:
    """Begin an activity in its first state; its places are those of its pairing.

    Problems: an opening column without a value or with one that cannot be read, a column the kind does not have, a
    number already given out, no pairing, a side that may not begin this kind, the very same opened before (its number
    is then the Problem's `value`); another one of its name is asked about.
    """
    kind = BOOK.activity(opening.kind)
    opening = replace(opening, number=clean_number(opening.number))
    values, pairing, problems = _read_opening(kind, opening, by)
    if problems:
        return Moved(None, None, problems)
    for _attempt in range(NUMBER_ATTEMPTS):
        try:
            with transaction.atomic():
                return _write_opening(kind, opening, by, values=values, pairing=pairing)
        except IntegrityError:
            # Somebody took the number between looking and writing: a given one stays taken, else the next is free.
            if opening.number:
                break
    return Moved(None, None, [_number_taken(opening.number)])


def _write_opening(
    kind: ActivityKind, opening: Opening, by: By, *, values: dict[str, Any], pairing: Pairing | None
) -> Moved:
    """Write an activity that was checked; the lock on its pairing keeps a form sent twice from opening two."""
    if pairing is not None:
        Pairing.objects.select_for_update().filter(pk=pairing.pk).first()
    places = (pairing.giver_place_id, pairing.receiver_place_id) if pairing else ("", "")
    opened_on = opening.opened_on or timezone.localdate()
    before = _find_same(kind, opening, by, values) if kind.begun_by_hand else ""
    if before:
        return Moved(None, None, [_opened_before(before, opening.title)])
    asked = _open_questions(_ask_namesake(kind, opening), opening.accepted)
    if asked:
        return Moved(None, None, asked)
    activity = Activity.objects.create(
        kind=kind.code,
        number=opening.number or next_number(kind, opened_on.year),
        title=opening.title.strip(),
        pairing_id=opening.pairing_id,
        giver_place_id=opening.giver_place_id or places[0] or "",
        receiver_place_id=opening.receiver_place_id or places[1] or "",
        office_id=by.office_id,
        opened_by_id=by.user_id,
        opened_on=opened_on,
        values=values,
        is_example=opening.is_example,
    )
    return Moved(activity, _keep_standing(kind, activity))


def _find_same(kind: ActivityKind, opening: Opening, by: By, values: Mapping[str, Any]) -> str:
    """Return the number of one opened by this office with the same name and the same values; blank for none."""
    if opening.number:
        return ""
    same = Activity.objects.filter(
        kind=kind.code, title=opening.title.strip(), pairing_id=opening.pairing_id, office_id=by.office_id
    )
    found = same.order_by("pk").values_list("number", "values", "opened_on")
    day = opening.opened_on or timezone.localdate()
    return next((number for number, held, on in found if held == values and on == day), "")


def _ask_namesake(kind: ActivityKind, opening: Opening) -> list[Problem]:
    """Ask whether one of the same name under the same pairing is another one.

    A number of its own says so already, and one that was given up may be begun again.
    """
    if opening.number or not kind.begun_by_hand:
        return []
    given_up = [state.code for state in kind.states if state.ended and state.aside]
    same = Activity.objects.filter(kind=kind.code, title=opening.title.strip(), pairing_id=opening.pairing_id)
    same = same.exclude(standing__state__in=given_up)
    number = same.order_by("-pk").values_list("number", flat=True).first()
    if number is None:
        return []
    what = Words("已有同名的{kind}，编号 {n}。", "There is a {kind} of this name already, {n}.")
    what = what.fill(kind=kind.title, n=number)
    right = Words(
        "是同一个的，到 {n} 走下一步；确是另一个的，写明属实。",
        "Where it is the same, go on with {n}; where it is another one, say so.",
    )
    return [Problem(NAMESAKE, "ask", what, right.fill(n=number), opening.title, field="title")]


def _opened_before(number: str, title: str) -> Problem:
    what = Words(
        "“{title}”已经登记过，编号 {n}，没有再登记。", "“{title}” was opened before, as {n}; nothing was opened again."
    ).fill(title=title, n=number)
    right = Words("确是另一个的，名称要能区分。", "Where it is another one, give it a name of its own.")
    return Problem("opened_before", "blocks", what, right, number, field="title")


def check_opening(opening: Opening, *, by: By) -> list[Problem]:
    """Return what stands against opening an activity, as `open_activity` would; writes nothing."""
    return _read_opening(BOOK.activity(opening.kind), opening, by)[2]


def _read_opening(kind: ActivityKind, opening: Opening, by: By) -> tuple[dict[str, Any], Pairing | None, list[Problem]]:
    values, problems = read_values(kind.columns, opening.values)
    pairing = Pairing.objects.filter(pk=opening.pairing_id).first() if opening.pairing_id else None
    problems += _check_opening(kind, opening, by, values) + _check_pairing(opening, pairing)
    problems += check_origin(kind, opening.pairing_id, values, opening.opened_on or timezone.localdate())
    problems += [replace(one, field="opened_on") for one in _check_day(opening.opened_on or timezone.localdate())]
    return values, pairing, _open_questions(problems, opening.accepted)


def _open_questions(problems: list[Problem], accepted: frozenset[str]) -> list[Problem]:
    """Leave out what asks and what the user stands by."""
    return [one for one in problems if one.weight == "blocks" or one.code not in accepted]


def _check_opening(kind: ActivityKind, opening: Opening, by: By, values: Mapping[str, Any]) -> list[Problem]:
    titles = {column.code: column.title for column in kind.columns}
    problems = [
        Problem("missing_value", "blocks", Words("缺“{n}”。", "{n} is missing.").fill(n=titles[code]), field=code)
        for code in kind.opening
        if opening.values.get(code) in (None, "")
    ]
    if not opening.title.strip():
        problems.append(Problem("missing_value", "blocks", Words("缺名称。", "The name is missing."), field="title"))
    problems += [
        Problem(
            "unknown_column", "blocks", Words("没有“{n}”这一栏。", "There is no column {n}.").fill(n=code), field=code
        )
        for code in opening.values
        if code not in titles
    ]
    if kind.opened_by not in ("either", by.side):
        problems.append(Problem("wrong_side", "blocks", Words("由另一方立项。", "The other side begins this.")))
    number = clean_number(opening.number)
    if number:
        problems += check_number(number)
        if Activity.objects.filter(number=number).exists():
            problems.append(_number_taken(number))
    return problems + (kind.check_opening(values) if kind.check_opening else [])


def _check_pairing(opening: Opening, pairing: Pairing | None) -> list[Problem]:
    if pairing is not None or (not opening.pairing_id and (opening.giver_place_id or opening.receiver_place_id)):
        return []
    what = Words("没有选结对。", "No pairing is chosen.")
    right = Words("选事项所属的一对。", "Choose the pairing it belongs to.")
    return [Problem("missing_pairing", "blocks", what, right, field="pairing")]


def _number_taken(number: str) -> Problem:
    what = Words("编号 {n} 已经用过。", "The number {n} is already taken.").fill(n=number)
    right = Words("换一个编号，或留空由系统编。", "Choose another, or leave it blank.")
    return Problem("duplicate_number", "blocks", what, right, field="number", value=number)


def take_step(
    activity: Activity,
    attempt: Attempt,
    *,
    by: By,
    document_ids: Mapping[str, int] | None = None,
    as_seen: int | None = None,
) -> Moved:
    """Take a step, or propose it where the other side's word is needed.

    `document_ids` names the documents given for the step's needs; `as_seen` is how many steps there were when the
    page was drawn. Problems as `machine.check_step`, values that cannot be read, and somebody having acted meanwhile.
    """
    kind = BOOK.activity(activity.kind)
    with transaction.atomic():
        locked, standing = _lock(kind, activity)
        given = dict(document_ids or {})
        values, problems = read_values(kind.columns, attempt.values)
        attempt = replace(attempt, side=by.side, values=values, documents=frozenset(given))
        unread = {problem.field for problem in problems}
        checked = check_step(kind, standing, attempt, add_working_days)
        problems += [one for one in checked if one.code != "missing_value" or one.field not in unread]
        step = kind.step(attempt.step)
        act = "propose" if step is not None and step.word_of else "move"
        problems += _check_day(attempt.on_date) + _check_seen(locked, as_seen)
        problems = problems or _ask_guard(locked, act, attempt.step, values)
        problems = problems or check_project_step(locked, standing, attempt.step, values)
        problems = _open_questions(problems, attempt.accepted)
        if problems:
            return Moved(locked, standing, problems)
        _append(locked, by, act=act, step=attempt.step, on_date=attempt.on_date, values=values, documents=given)
        return Moved(locked, _keep_standing(kind, locked))


def _lock(kind: ActivityKind, activity: Activity) -> tuple[Activity, Standing]:
    locked = Activity.objects.select_for_update().get(pk=activity.pk)
    return locked, read_standing(kind, locked)


def _check_day(on_date: date) -> list[Problem]:
    today = timezone.localdate()
    if on_date <= today:
        return []
    what = Words("日期 {day} 还没到。", "The date {day} has not come yet.").fill(day=on_date)
    right = Words("已发生的日子，不晚于 {today}。", "A day that has passed, {today} at the latest.").fill(today=today)
    return [Problem("date.future", "blocks", what, right, str(on_date), field="on_date")]


def _check_seen(activity: Activity, as_seen: int | None) -> list[Problem]:
    if as_seen is None or as_seen == activity.steps.count():
        return []
    what = Words(
        "打开本页之后有人走了一步，没有再记。", "Somebody took a step since this page was opened; nothing was added."
    )
    return [Problem("acted_meanwhile", "blocks", what, Words("看过新的一步再决定。", "Look at that step first."))]


def _ask_guard(activity: Activity, act: str, step: str, values: Mapping[str, Any]) -> list[Problem]:
    """Hold an act against the ledger: the entries its step declares, and what the kind's guard says."""
    problems = [] if act == "undo" else check_entries(BOOK.activity(activity.kind), activity, step)
    guard = GUARDS.get(activity.kind)
    return problems + (guard(activity, act, step, values) if guard else [])


def answer_proposal(activity: Activity, *, agrees: str, reason: str, by: By, proposal: int | None = None) -> Moved:
    """Give the other side's word on a proposed step: `confirm` makes it count, `object` (with a reason) drops it.

    `proposal` is the number of the step that was shown; another one standing there now is told and nothing is added.
    """
    kind = BOOK.activity(activity.kind)
    with transaction.atomic():
        locked, standing = _lock(kind, activity)
        problem = _check_answer(standing, agrees, reason, by)
        problems = [problem] if problem else _check_proposal(standing, proposal)
        if not problems and agrees == "confirm" and standing.proposal is not None:
            problems = _ask_guard(locked, "confirm", standing.proposal.step, standing.proposal.values)
            # What was asked about was answered when the step was proposed; what cannot be may have come since.
            told = check_project_step(locked, standing, standing.proposal.step, standing.proposal.values)
            problems += [one for one in told if one.weight == "blocks"]
        if problems:
            return Moved(locked, standing, problems)
        assert standing.proposal is not None
        _append(
            locked,
            by,
            act=agrees,
            step=standing.proposal.step,
            on_date=timezone.localdate(),
            answers=standing.proposal.sequence,
            reason=reason,
        )
        return Moved(locked, _keep_standing(kind, locked))


def _check_answer(standing: Standing, agrees: str, reason: str, by: By) -> Problem | None:
    if standing.proposal is None:
        return Problem("nothing_proposed", "blocks", Words("没有等候答复的一步。", "No step waits for an answer."))
    if standing.awaits_side not in ("either", by.side) or by.side == standing.proposal.side:
        return Problem("wrong_side", "blocks", Words("由另一方答复。", "The other side answers this."))
    if by.user_id is not None and by.user_id == standing.proposal.taken_by_id:
        what = Words("这一步是您代表另一方提出的。", "You proposed this step for the other side.")
        right = Words(
            "同一个人不能替两方说话，请由另一位答复。",
            "One person cannot speak for both sides: let another answer.",
        )
        return Problem("same_person", "blocks", what, right)
    if agrees == "object" and not reason.strip():
        return Problem(
            "missing_reason", "blocks", Words("不同意要写明理由。", "An objection needs its reason."), field="reason"
        )
    return None


def _check_proposal(standing: Standing, proposal: int | None) -> list[Problem]:
    if proposal is None or (standing.proposal is not None and standing.proposal.sequence == proposal):
        return []
    what = Words("对方换了一步，没有答复。", "The other side proposed something else meanwhile; nothing was answered.")
    return [Problem("acted_meanwhile", "blocks", what, Words("看过新的一步再答复。", "Look at it first."))]


def withdraw_proposal(activity: Activity, *, reason: str, by: By, proposal: int | None = None) -> Moved:
    """Take back a proposed step that still waits for its answer, with a reason; only the side that proposed it may.

    `proposal` is the number of the step that was shown, as for an answer.
    """
    kind = BOOK.activity(activity.kind)
    with transaction.atomic():
        locked, standing = _lock(kind, activity)
        problem = _check_withdrawal(standing, reason, by)
        problems = [problem] if problem else _check_proposal(standing, proposal)
        if problems or standing.proposal is None:
            return Moved(locked, standing, problems)
        _append(
            locked,
            by,
            act="withdraw",
            step=standing.proposal.step,
            on_date=timezone.localdate(),
            answers=standing.proposal.sequence,
            reason=reason,
        )
        return Moved(locked, _keep_standing(kind, locked))


def _check_withdrawal(standing: Standing, reason: str, by: By) -> Problem | None:
    if standing.proposal is None:
        what = Words("没有等候答复的一步，对方可能已经答复。", "No step waits: the other side may have answered.")
        return Problem("nothing_proposed", "blocks", what)
    if by.side != standing.proposal.side:
        what = Words("这一步由另一方提出，由另一方收回。", "The side that proposed it takes it back.")
        return Problem("wrong_side", "blocks", what)
    if not reason.strip():
        what = Words("收回要写明理由。", "Taking it back needs a reason.")
        return Problem("missing_reason", "blocks", what, field="reason")
    return None


def undo_step(activity: Activity, *, reason: str, by: By) -> Moved:
    """Take back the newest step that counts, with a reason; the step itself stays in the timeline.

    Only the side that took the step may undo it.
    """
    kind = BOOK.activity(activity.kind)
    with transaction.atomic():
        locked, standing = _lock(kind, activity)
        problem = _check_undo(standing, reason, by)
        problems = [problem] if problem else _ask_guard(locked, "undo", standing.counted[-1].step, {})
        if problems:
            return Moved(locked, standing, problems)
        last = standing.counted[-1]
        _append(
            locked, by, act="undo", step=last.step, on_date=timezone.localdate(), answers=last.sequence, reason=reason
        )
        return Moved(locked, _keep_standing(kind, locked))


def _check_undo(standing: Standing, reason: str, by: By) -> Problem | None:
    if standing.proposal is not None:
        return Problem("awaits_word", "blocks", Words("上一步还在等对方答复。", "A step still waits for an answer."))
    if not standing.counted:
        return Problem("nothing_to_undo", "blocks", Words("还没有可以撤回的一步。", "There is no step to undo."))
    if standing.counted[-1].side != by.side:
        return Problem(
            "wrong_side", "blocks", Words("这一步由另一方走的，由另一方撤回。", "The side that took it undoes it.")
        )
    if not reason.strip():
        return Problem("missing_reason", "blocks", Words("撤回要写明理由。", "Undoing needs a reason."), field="reason")
    return None


def renew_standings(kinds: tuple[str, ...] = ()) -> int:
    """Derive every standing anew, as after a new working calendar; return how many there are."""
    activities = Activity.objects.filter(kind__in=kinds) if kinds else Activity.objects.all()
    count = 0
    for activity in activities.iterator(chunk_size=500):
        _keep_standing(BOOK.activity(activity.kind), activity)
        count += 1
    return count


def _append(
    activity: Activity,
    by: By,
    *,
    act: str,
    step: str,
    on_date: date,
    values: Mapping[str, Any] | None = None,
    documents: Mapping[str, int] | None = None,
    answers: int | None = None,
    reason: str = "",
) -> None:
    ActivityStep.objects.create(
        activity=activity,
        sequence=activity.steps.count() + 1,
        act=act,
        step=step,
        answers=answers,
        on_date=on_date,
        values=dict(values or {}),
        document_ids=dict(documents or {}),
        reason=reason,
        side=by.side,
        office_id=by.office_id,
        taken_by_id=by.user_id,
    )


def _keep_standing(kind: ActivityKind, activity: Activity) -> Standing:
    standing = read_standing(kind, activity)
    dues = find_dues(kind, standing, add_working_days)
    first = dues[0] if dues else None
    mark = kind.mark(standing.values)
    ActivityStanding.objects.update_or_create(
        activity=activity,
        defaults={
            "kind": kind.code,
            "state": standing.state,
            "since": standing.since,
            "awaits_side": standing.awaits_side,
            "proposed_step": standing.proposal.step if standing.proposal else "",
            "due_on": first.on if first else None,
            "due_code": first.clock.code if first else "",
            "due_side": first.owed_by if first else "",
            "mark": mark.code if mark else "",
            "values": dict(standing.values),
        },
    )
    return standing
