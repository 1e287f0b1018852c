"""The stage machine: folds an activity's steps into where it stands, and says what may come next and what is due.

Pure: it gets a declaration, the steps as values and a calendar, and knows no tables. Only steps that count move an
activity: a proposal does when the other side confirms it, and an undone step no longer does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    counts_from: date | None = None

    @property
    def counted_on(self) -> date:
        """The day from which it counts: that of the other side's word where it was given later."""
        return max(self.on_date, self.counts_from or self.on_date)


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
    steps taken since it came into the state, `reached` the day of the step that first led to each. `came_from` is the
    standing in the state before this one, to which a step may lead back.
    """

    state: str
    since: date
    values: Mapping[str, Any]
    counted: tuple[TakenStep, ...]
    proposal: TakenStep | None = None
    awaits_side: str = ""
    last_on: date = date.min
    taken_here: frozenset[str] = frozenset()
    reached: Mapping[str, date] = field(default_factory=dict)
    came_from: Place | None = None

    def target(self, step: Step) -> str:
        """Return the state a step would lead to from here."""
        return self.came_from.state if step.returns and self.came_from is not None else step.to_state


@dataclass(frozen=True, slots=True)
class Place:
    """A state an activity is or was in: since when, and which steps were taken there."""

    state: str
    since: date
    taken: frozenset[str] = frozenset()


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
            counted.append(replace(proposal, counts_from=step.on_date))
            proposal = None
        elif step.act in ("object", "withdraw"):
            proposal = None
        elif step.act == "undo":
            counted = [one for one in counted if one.sequence != step.answers]
    place, before, last_on = Place(kind.first_state, opened_on), None, opened_on
    current, reached = dict(values), {kind.first_state: opened_on}
    for one in counted:
        declared = kind.step(one.step)
        if declared is None:
            continue
        place, before = _follow(declared, one, place, before)
        reached.setdefault(place.state, one.on_date)
        last_on = one.on_date
        current = {**_forget(current, declared), **one.values}
    return Standing(
        place.state,
        place.since,
        current,
        tuple(counted),
        proposal,
        awaits_side=_awaited_side(kind, proposal),
        last_on=last_on,
        taken_here=place.taken,
        reached=reached,
        came_from=before,
    )


def _follow(step: Step, taken: TakenStep, place: Place, before: Place | None) -> tuple[Place, Place | None]:
    """Return where a step leads, and the place it left; a way back finds the earlier state as it was left."""
    if step.returns and before is not None:
        return replace(before, taken=before.taken | {step.code}), None
    if step.to_state == place.state:
        return replace(place, taken=place.taken | {step.code}), before
    return Place(step.to_state, taken.counted_on, frozenset({step.code})), place


def _forget(values: Mapping[str, Any], step: Step) -> dict[str, Any]:
    """A step taken again and again says what it may say anew: what it left blank this time does not stay."""
    again = step.optional if step.to_state in step.from_states else ()
    return {code: value for code, value in values.items() if code not in again}


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
    """A step somebody wants to take; `accepted` names the Problems that ask and that they stand by."""

    step: str
    on_date: date
    side: str
    values: Mapping[str, Any] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()


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
        return [_already_taken(standing, step) or _wrong_state(kind, standing, step)]
    problems = _check_mover(step, attempt) + _check_days(kind, standing, attempt, step, add_working_days)
    problems += _check_needs(kind, standing, attempt, step)
    if step.check is not None and not any(one.code == "missing_value" for one in problems):
        own = {*step.columns, *step.optional}
        kept = {code: value for code, value in standing.values.items() if code not in own}
        problems += step.check({**kept, **attempt.values}, standing.values)
    # a step of another sort of activity; its own check says better why
    return problems or (
        [] if step in kind.steps_from(standing.state, standing.values) else [_wrong_state(kind, standing, step)]
    )


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


def _already_taken(standing: Standing, step: Step) -> Problem | None:
    """A step that the activity came here by, sent once more as after the browser's way back."""
    last = standing.counted[-1] if standing.counted else None
    if last is None or last.step != step.code:
        return None
    what = Words("“{step}”这一步 {day} 已经走过，没有再记。", "{step} was already taken on {day}; nothing was added.")
    right = Words("回到事项看接下来的一步。", "Go back to the activity for the next step.")
    return _problem("already_taken", what.fill(step=step.title, day=last.on_date), right=right)


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
    problems = [
        _problem(
            "missing_value",
            Words("缺“{name}”。", "{name} is missing.").fill(name=titles[code]),
            field_code=code,
            right=Words("这一步要填这一栏。", "This step needs it."),
        )
        for code in step.columns
        if attempt.values.get(code) in (None, "")
    ]
    problems += _check_once(kind, standing, attempt, step)
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


def _check_once(kind: ActivityKind, standing: Standing, attempt: Attempt, step: Step) -> list[Problem]:
    value = attempt.values.get(step.once_per) if step.once_per else None
    earlier = [one for one in standing.counted if one.step == step.code and one.values.get(step.once_per) == value]
    column = kind.column(step.once_per)
    if value is None or column is None or not earlier:
        return []
    what = Words("{name} {value} 在 {day} 已经“{step}”过。", "{name} {value}: done on {day} already ({step}).")
    what = what.fill(name=column.title, value=value, day=earlier[-1].on_date, step=step.title)
    right = Words("换一个；那一次记错了，先撤回那一步。", "Choose another, or undo that step where it was wrong.")
    return [_problem("once_only", what, field_code=step.once_per, right=right)]
