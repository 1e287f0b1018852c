"""What the page of any activity shows: its line of states, timeline, money by stage, checks, and what comes next.

Reads only; every number comes from the ledger's figures. It must not know forms or how a step is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from shanhai.activities.calendar import add_working_days
from shanhai.activities.machine import Due, Standing, add_days, find_dues
from shanhai.activities.models import Activity, ActivityStep
from shanhai.activities.money import Held, StageMoney, balance_of, check_project, money_of
from shanhai.catalogue.activity import ActivityKind, Step
from shanhai.catalogue.declare import Column
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.models import Document
from shanhai.registry.models import Pairing
from shanhai.web.activity_form import show_value
from shanhai.web.charts import Bar, Chart, Frame, draw_bars
from shanhai.web.registered_names import name_offices
from shanhai.web.templatetags.words import say, show_amount, word


@dataclass(frozen=True, slots=True)
class StateMark:
    """One point of the line of states: what it is called, how it stands (done, here, ahead), and its day."""

    title: Words
    look: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline. `look` is giver, receiver, both or warm; `state` says how the step stands."""

    step: ActivityStep
    title: Words
    look: str
    office: str
    values: list[tuple[Words, str]]
    documents: list[Document]
    state: str
    answered_by: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may come next: its declaration, the earliest day a notice allows it, whether our side takes it."""

    step: Step
    earliest: date | None
    ours: bool


def line_of_states(kind: ActivityKind, standing: Standing) -> list[StateMark]:
    """Return the main line open to the activity, with the day each state was reached; one beside it comes last."""
    reached = standing.reached
    shown = kind.states_open_to(standing.values) | set(reached)
    states = [
        state for state in kind.states if state.code == standing.state or (state.code in shown and not state.aside)
    ]
    codes = [state.code for state in states]
    here = codes.index(standing.state)
    marks = []
    for place, state in enumerate(states):
        look = "here" if place == here else "done" if place < here and state.code in reached else ""
        note = f"{reached[state.code]:%Y-%m-%d}" if look and state.code in reached else ""
        if look == "here" and standing.values.get("progress_per_cent") is not None:
            note = say("进度 {n}%", "{n}% built", n=standing.values["progress_per_cent"])
        marks.append(StateMark(state.title, look, note))
    return marks


def timeline_of(kind: ActivityKind, activity: Activity) -> list[Told]:
    """Return every step, newest first, with people, documents and the other side's answer beside it."""
    steps = list(activity.steps.order_by("sequence"))
    offices = name_offices(one.office_id for one in steps)
    documents = Document.objects.in_bulk({pk for one in steps for pk in one.document_ids.values()})
    answers = {one.answers: one for one in steps if one.act in ("confirm", "object", "withdraw", "undo")}
    told = []
    for one in steps:
        if one.act == "confirm":
            continue
        answer = answers.get(one.sequence)
        told.append(_tell(kind, one, answer, offices=offices, documents=documents))
    return told[::-1]


def _tell(
    kind: ActivityKind,
    one: ActivityStep,
    answer: ActivityStep | None,
    *,
    offices: dict[int, str],
    documents: dict[int, Document],
) -> Told:
    step = kind.step(one.step)
    title = step.title if step else Words(one.step, one.step)
    state, look = "", one.side
    if one.act == "propose":
        ended = {"confirm": "confirmed", "object": "objected", "withdraw": "withdrawn", "undo": "undone"}
        state = ended.get(answer.act if answer else "", "waits")
        look = "both" if state == "confirmed" else look
    elif one.act == "undo":
        title, look = Words("撤回：{step}", "Undone: {step}").fill(step=title), "warm"
    elif one.act == "withdraw":
        title, look = Words("收回：{step}", "Taken back: {step}").fill(step=title), "warm"
    elif one.act == "object":
        title, look = Words("不同意：{step}", "Objected: {step}").fill(step=title), "warm"
    elif answer is not None and answer.act == "undo":
        state = "undone"
    return Told(
        one,
        title,
        look,
        offices.get(one.office_id, ""),
        say_values(kind.columns, one.values),
        [documents[pk] for pk in one.document_ids.values() if pk in documents],
        state,
        offices.get(answer.office_id, "") if answer and answer.act == "confirm" else "",
        answer.on_date if answer and answer.act == "confirm" else None,
    )


def say_values(columns: Iterable[Column], values: dict[str, Any]) -> list[tuple[Words, str]]:
    """Return the filled columns in words, in the order they are declared."""
    return [
        (column.title, show_value(column, values[column.code]))
        for column in columns
        if values.get(column.code) not in (None, "")
    ]


def next_steps(kind: ActivityKind, standing: Standing, side: str | None) -> list[Next]:
    """Return the steps that lead on from here, those of the main line first."""
    order = {state.code: (state.aside, place) for place, state in enumerate(kind.states)}
    steps = sorted(kind.steps_from(standing.state, standing.values), key=lambda step: order[standing.target(step)])
    found = []
    for step in steps:
        earliest = None
        if step.waits_days:
            earliest = add_days(standing.since, step.waits_days, step.waits_unit, add_working_days)
        found.append(Next(step, earliest, side is not None and step.moved_by in ("either", side)))
    return found


def main_step(kind: ActivityKind, standing: Standing, side: str | None) -> Next | None:
    """Return the one step a page offers first; None where there is none.

    It is ours: what is due soonest (an asset's quarterly check before its disposal), else onwards on the main line.
    """
    places = {state.code: place for place, state in enumerate(kind.states)}
    steps = next_steps(kind, standing, side)
    due = [code for one in find_dues(kind, standing, add_working_days) for code in one.clock.done_by]
    wanted = [one for code in due for one in steps if one.ours and one.step.code == code]
    if wanted:
        return wanted[0]
    onwards = [
        one
        for one in steps
        if one.ours and places[one.step.to_state] > places[standing.state] and not kind.state(one.step.to_state).aside
    ]
    return min(onwards, key=lambda one: places[one.step.to_state]) if onwards else None


def dues_of(kind: ActivityKind, standing: Standing) -> list[tuple[Due, bool]]:
    """Return what is due, soonest first, each with whether it is late."""
    today = timezone.localdate()
    return [(due, due.on is not None and due.on < today) for due in find_dues(kind, standing, add_working_days)]


@dataclass(frozen=True, slots=True)
class MoneySheet:
    """The money of an activity: lines by stage, a chart of those in yuan, the finding as a sentence, the checks."""

    lines: list[StageMoney]
    chart: Chart | None
    finding: str
    problems: list[Problem]
    balance: Held | None = None


def money_sheet(kind: ActivityKind, activity: Activity, standing: Standing) -> MoneySheet:
    """Return the money of an activity; stages are rows and never added."""
    lines = money_of(kind, activity)
    money = [line for line in lines if line.kind.amount_unit == "CNY"]
    problems = check_project(activity, dict(standing.values)) if kind.code == "funds.project" else []
    held = balance_of(kind, activity) if lines else None
    finding = _say_balance(held) if held else _say_finding(money)
    return MoneySheet(lines, _draw(money, finding) if money else None, finding, problems, held)


def _say_balance(held: Held) -> str:
    given, used, left = (show_amount(one, "CNY") for one in (held.given, held.used, held.left))
    return say("收到 {given}，用了 {used}，余额 {left}", "{given} received, {used} used, {left} left",
               given=given, used=used, left=left)  # fmt: skip


def _say_finding(money: list[StageMoney]) -> str:
    parts = [
        f"{word(line.kind.title)} {show_amount(line.reported, 'CNY')}" for line in money if line.reported is not None
    ]
    return say("，", "; ").join(parts[:2]) or say("还没有资金条目", "No money entered yet")


def _draw(money: list[StageMoney], finding: str) -> Chart:
    frame = Frame(
        "money",
        finding,
        word(Words("双签", "Agreed")),
        word(Words("上报", "Reported")),
        word(Words("环节", "Stage")),
        unit=say("万元", "thousand CNY"),
    )
    bars = [Bar(word(line.kind.title), line.agreed, line.reported) for line in money]
    return draw_bars(frame, bars, show=lambda value: show_amount(value, "CNY", "table").number)


def lead_time(kind: ActivityKind, standing: Standing, first: str, last: str) -> int | None:
    """Return the days between two steps, such as from land award to building; None where one is missing."""
    days = {one.step: one.on_date for one in standing.counted}
    if kind.step(first) is None or first not in days or last not in days:
        return None
    return (days[last] - days[first]) // timedelta(days=1)


def pairing_words(activity: Activity) -> Pairing | None:
    """The pairing an activity belongs to, with its programme."""
    return Pairing.objects.select_related("round__programme").filter(pk=activity.pairing_id).first()
