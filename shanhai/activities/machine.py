"""The stage machine: folds an activity's steps into where it stands, and says what may come next and what is due.

Pure: it gets a declaration, the steps as values and a calendar, and knows no tables. Only steps that count move an
activity: a proposal does when the other side confirms it, and an undone step no longer does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shanhai.catalogue.activity import ActivityKind, Clock, DayUnit, Step
from shanhai.catalogue.words import Problem, Words

# Adds working days to a day; None where the calendar of a year is not published yet.
AddWorkingDays = Callable[[date, int], date | None]

OTHER = {"giver": "receiver", "receiver": "giver"}


@dataclass(frozen=True, slots=True)
class TakenStep:
    """One stored step as a value."""

    sequence: int
    act: str
    step: str
    on_date: date
    side: str
    values: Mapping[str, Any] = field(default_factory=dict)
    answers: int | None = None
    taken_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due: by which clock, from which side, on which day (None: the calendar is not known)."""

    clock: Clock
    on: date | None
    owed_by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an activity stands: its state and since when, its values, the steps that count, a waiting proposal.

    `last_on` is the day of the newest step that counts, which may have left the state as it was; `taken_here` are the
    steps taken since it came into the state.
    """

    state: str
    since: date
    values: Mapping[str, Any]
    counted: tuple[TakenStep, ...]
    proposal: TakenStep | None = None
    awaits_side: str = ""
    last_on: date = date.min
    taken_here: frozenset[str] = frozenset()


def find_standing(
    kind: ActivityKind, taken: Sequence[TakenStep], *, opened_on: date, values: Mapping[str, Any]
) -> Standing:
    """Fold the steps, in their sequence, into the standing.

    Undoing the newest counted step leaves the standing as it was before it, values included.
    """
    counted: list[TakenStep] = []
    proposal: TakenStep | None = None
    for step in taken:
        if step.act == "move":
            counted.append(step)
        elif step.act == "propose":
            proposal = step
        elif step.act == "confirm" and proposal is not None:
            counted.append(proposal)
            proposal = None
        elif step.act == "object":
            proposal = None
        elif step.act == "undo":
            counted = [one for one in counted if one.sequence != step.answers]
    state, since, last_on = kind.first_state, opened_on, opened_on
    current, here = dict(values), set()
    for one in counted:
        declared = kind.step(one.step)
        if declared is None:
            continue
        if declared.to_state != state:
            state, since, here = declared.to_state, one.on_date, set()
        last_on = one.on_date
        here.add(one.step)
        current.update(one.values)
    return Standing(
        state,
        since,
        current,
        tuple(counted),
        proposal,
        awaits_side=_awaited_side(kind, proposal),
        last_on=last_on,
        taken_here=frozenset(here),
    )


def _awaited_side(kind: ActivityKind, proposal: TakenStep | None) -> str:
    declared = kind.step(proposal.step) if proposal else None
    if proposal is None or declared is None or declared.word_of is None:
        return ""
    return OTHER.get(proposal.side, "either") if declared.word_of == "other" else declared.word_of


def find_dues(kind: ActivityKind, standing: Standing, add_working_days: AddWorkingDays) -> list[Due]:
    """Return what is due in the present state, soonest first; days not yet known come last."""
    if kind.state(standing.state).ended:
        return []
    dues = [
        Due(clock, _due_day(clock, standing, add_working_days), clock.owed_by)
        for clock in kind.clocks
        if standing.state in clock.states and (clock.repeats or standing.taken_here.isdisjoint(clock.done_by))
    ]
    return sorted(dues, key=lambda due: (due.on is None, due.on or date.max, due.clock.code))


def _due_day(clock: Clock, standing: Standing, add_working_days: AddWorkingDays) -> date | None:
    named = standing.values.get(clock.day_column) if clock.day_column else None
    if named:
        return date.fromisoformat(str(named))
    start = standing.last_on if clock.repeats else standing.since
    return add_days(start, clock.days, clock.unit, add_working_days)


def add_days(day: date, days: int, unit: DayUnit, add_working_days: AddWorkingDays) -> date | None:
    """Return the day `days` later, in calendar or working days; None where the working days are not published."""
    return day + timedelta(days=days) if unit == "calendar" else add_working_days(day, days)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step somebody wants to take."""

    step: str
    on_date: date
    side: str
    values: Mapping[str, Any] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()


def check_step(
    kind: ActivityKind, standing: Standing, attempt: Attempt, add_working_days: AddWorkingDays
) -> list[Problem]:
    """Return every reason why a step cannot be taken now; an empty list lets it pass."""
    step = kind.step(attempt.step)
    if step is None:
        return [
            _problem("unknown_step", Words("没有“{step}”这一步。", "There is no step {step}.").fill(step=attempt.step))
        ]
    if standing.proposal is not None:
        return [
            _problem("awaits_word", Words("上一步还在等对方答复。", "The last step still waits for the other side."))
        ]
    if standing.state not in step.from_states:
        return [_wrong_state(kind, standing, step)]
    problems = _check_mover(step, attempt) + _check_days(kind, standing, attempt, step, add_working_days)
    problems += _check_needs(kind, standing, attempt, step)
    if step.check is not None:
        problems += step.check({**standing.values, **attempt.values}, standing.values)
    return problems


def _problem(code: str, what: Words, *, field_code: str | None = None, right: Words | None = None) -> Problem:
    return Problem(code, "blocks", what, right, field=field_code)


def _wrong_state(kind: ActivityKind, standing: Standing, step: Step) -> Problem:
    now = kind.state(standing.state).title
    possible = [one.title for one in kind.steps_from(standing.state, standing.values)]
    right = Words(
        "现在可以：" + "、".join(title.zh for title in possible) if possible else "这一事项已经了结。",
        "Possible now: " + ", ".join(title.en for title in possible) if possible else "This activity has ended.",
    )
    what = Words("事项现在是“{now}”，不能“{step}”。", "The activity is at {now}; {step} cannot follow.")
    return _problem("wrong_state", what.fill(now=now, step=step.title), right=right)


def _check_mover(step: Step, attempt: Attempt) -> list[Problem]:
    if step.moved_by in ("either", attempt.side):
        return []
    side = Words("海方", "the giving side") if step.moved_by == "giver" else Words("山方", "the receiving side")
    return [_problem("wrong_side", Words("这一步由{side}走。", "This step is taken by {side}.").fill(side=side))]


def _check_days(
    kind: ActivityKind, standing: Standing, attempt: Attempt, step: Step, add_working_days: AddWorkingDays
) -> list[Problem]:
    if attempt.on_date < standing.last_on:
        what = Words(
            "日期 {day} 早于上一步的 {since}（“{state}”）。", "{day} is before the last step of {since} ({state})."
        ).fill(day=attempt.on_date, since=standing.last_on, state=kind.state(standing.state).title)
        right = Words("不早于 {since}；上一步的日子写错了，先撤回上一步。",
                      "{since} at the earliest; undo the last step first where its day is wrong.")  # fmt: skip
        return [_problem("before_last_step", what, field_code="on_date", right=right.fill(since=standing.last_on))]
    if not step.waits_days:
        return []
    earliest = add_days(standing.since, step.waits_days, step.waits_unit, add_working_days)
    if earliest is not None and attempt.on_date < earliest:
        what = Words(
            "公示满 {days} 天才能走这一步。", "This step can follow only after {days} days of public notice."
        ).fill(days=step.waits_days)
        right = Words("最早 {day}。", "{day} at the earliest.").fill(day=earliest)
        return [_problem("notice_too_short", what, field_code="on_date", right=right)]
    return []


def _check_needs(kind: ActivityKind, standing: Standing, attempt: Attempt, step: Step) -> list[Problem]:
    titles = {column.code: column.title for column in kind.columns}
    given = {**standing.values, **attempt.values}
    problems = [
        _problem(
            "missing_value",
            Words("缺“{name}”。", "{name} is missing.").fill(name=titles[code]),
            field_code=code,
            right=Words("这一步要填这一栏。", "This step needs it."),
        )
        for code in step.columns
        if given.get(code) in (None, "")
    ]
    problems += [
        _problem(
            "missing_document",
            Words("缺凭据：{name}。", "Document missing: {name}.").fill(name=need.title),
            field_code=f"title-{need.code}",
            right=Words(
                "交文件；没有文件就写名称或文号。", "Give the file, or its name or number where there is none."
            ),
        )
        for need in step.documents
        if need.code not in attempt.documents
    ]
    allowed = {*step.columns, *step.optional}
    problems += [
        _problem("not_of_step", Words("“{name}”不在这一步填。", "{name} is not filled in this step.").fill(name=code))
        for code in attempt.values
        if code not in allowed
    ]
    return problems
