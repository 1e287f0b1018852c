"""What an activity comes from, such as an asset from its project: far enough, on no earlier day, worth no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shanhai.activities.models import Activity
from shanhai.activities.standings import read_standing
from shanhai.catalogue.activity import ActivityKind, Origin
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Problem, Words


def check_origin(kind: ActivityKind, pairing_id: int | None, values: Mapping[str, Any], on: date) -> list[Problem]:
    """Return what stands against an activity of this kind coming from the one its values name, on a day.

    One that is not followed here is asked about: it may be older than this ledger, or its number mistyped.
    """
    origin = kind.origin
    number = str(values.get(origin.column) or "") if origin else ""
    if origin is None or not number:
        return []
    source = Activity.objects.filter(kind=origin.kind, number=number, pairing_id=pairing_id).first()
    if source is None:
        return [_tell_unknown(origin, number)]
    standing = read_standing(BOOK.activity(origin.kind), source)
    if standing.state not in origin.states:
        return [_tell_not_there(kind, origin, number, standing.state)]
    there = [day for state, day in standing.reached.items() if state in origin.states]
    early = [_tell_too_early(origin, number, on, min(there))] if there and on < min(there) else []
    return early + _check_worth(kind, origin, values, standing.values)


def _tell_unknown(origin: Origin, number: str) -> Problem:
    title = BOOK.activity(origin.kind).title
    what = Words("这一对里没有编号 {n} 的{kind}。", "This pairing has no {kind} with the number {n}.")
    right = Words(
        "核对编号；确是平台启用前的，写明属实。", "Check the number; where it is older than this ledger, say so."
    )
    return Problem("origin.unknown", "ask", what.fill(n=number, kind=title), right, number, field=origin.column)


def _tell_not_there(kind: ActivityKind, origin: Origin, number: str, state: str) -> Problem:
    source = BOOK.activity(origin.kind)
    what = Words(
        "{kind} {number} 现在是“{state}”，还不能登记{own}。", "{kind} {number} is at {state}; no {own} comes of it yet."
    )
    what = what.fill(kind=source.title, number=number, state=source.state(state).title, own=kind.title)
    first = source.state(origin.states[0]).title
    right = Words(f"先走到“{first.zh}”。", f"It must come to {first.en} first.")
    return Problem("origin.not_there", "blocks", what, right, number, field=origin.column)


def _tell_too_early(origin: Origin, number: str, on: date, there: date) -> Problem:
    state = BOOK.activity(origin.kind).state(origin.states[0]).title
    what = Words("开始日期 {on} 早于 {n} {state}的 {day}。", "{on} is before {n} came to {state} on {day}.")
    right = Words("不早于 {day}。", "{day} at the earliest.").fill(day=there)
    what = what.fill(on=on, n=number, state=state, day=there)
    return Problem("origin.too_early", "blocks", what, right, str(on), field="opened_on")


def _check_worth(
    kind: ActivityKind, origin: Origin, values: Mapping[str, Any], of_source: Mapping[str, Any]
) -> list[Problem]:
    worth, column = values.get(origin.worth), kind.column(origin.worth)
    known = [int(of_source[code]) for code in origin.amounts if of_source.get(code)]
    if not worth or column is None or not known or int(worth) <= max(known):
        return []
    what = Words(
        "{name} {worth} 元，多于项目的 {most} 元。", "{name}: {worth} yuan, more than the project's {most} yuan."
    )
    what = what.fill(name=column.title, worth=write_yuan(int(worth)), most=write_yuan(max(known)))
    right = Words("核对单位是元还是万元；另有资金的，写明属实。",
                  "Check whether yuan or 万元 is meant; where other money went in, say so.")  # fmt: skip
    return [Problem("origin.worth", "ask", what, right, write_yuan(int(worth)), field=origin.worth)]
