"""A list of projects that tells how far each has come: they begin at 谋划, and what is to be recorded is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shanhai.activities.catch_up import state_called, steps_to
from shanhai.activities.models import Activity
from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import Batch
from shanhai.sheets.answers import accept_doubt
from shanhai.sheets.own_books import settle_reading
from shanhai.sheets.own_corrections import Said
from tests.sheets.own_ledgers import PROJECT_HEADS, TEA_GARDEN
from tests.sheets.test_own_ledgers import TOLD_OF_ALL, correct, record, take, told, write_rows
from tests.sheets.world import World

PROJECT = BOOK.activity("funds.project")


def take_list(world: World, folder: Path, *states: str) -> Batch:
    rows: list[list[Any]] = [["2026年协作项目表（示例）"], ["单位：万元"], [*PROJECT_HEADS.split(), "项目状态"]]
    for number, state in enumerate(states, 1):
        rows.append([f"示例-{number}", "峨边县", f"示例工程{number}", *TEA_GARDEN[3:], state])
    batch = take(write_rows(folder / "表.xlsx", rows, "项目"), world, "receiver")
    correct(batch, Said(fixed=TOLD_OF_ALL))
    settle_reading(batch, user_id=None)
    return batch


def test_what_would_have_to_be_recorded_for_a_state_told_is_said_once_with_its_rows(
    world: World, tmp_path: Path
) -> None:
    batch = take_list(world, tmp_path, "已完工", "在建", "已完工", "谋划")
    complete, under_way = [line for line in batch.problems["told"] if line["code"] == "activity_state_told"]
    assert (complete["rows"], under_way["rows"]) == ([4, 6], [5])
    assert "表里写“已完工”" in complete["what"][0]
    said = under_way["what"][0]
    assert "仍先开在“谋划”" in said
    assert "补走 8 步" in said
    for needed in ("发布村级公示（会议纪要）", "列入年度计划（对方同意）", "下达资金（分解到这个项目的资金条目）"):
        assert needed in said
    assert told(batch, "blocks") == []
    record(batch)
    assert {one.standing.state for one in Activity.objects.all()} == {"proposed"}


def test_a_state_nobody_knows_is_told_and_a_yes_or_no_is_not(world: World, tmp_path: Path) -> None:
    batch = take_list(world, tmp_path, "手续在办", "是")
    (line,) = [line for line in batch.problems["told"] if "state" in line["code"]]
    assert line["code"] == "activity_state_unknown"
    assert "表里写“手续在办”" in line["what"][0]


@pytest.mark.parametrize(
    ("said", "code"),
    [("已完工，待验收", "completed"), ("施工中", "started"), ("已 验 收", "accepted"), ("Under way", "started"),
     ("", None), ("资金已下达(第二批)", "funded"), ("不知道", None)],
)  # fmt: skip
def test_offices_say_a_state_in_their_own_way(said: str, code: str | None) -> None:
    state = state_called(PROJECT, said)
    assert (state.code if state else None) == code


def test_every_state_of_a_project_is_reached_by_steps_that_follow_each_other() -> None:
    for state in PROJECT.states:
        here = PROJECT.first_state
        for step in steps_to(PROJECT, state.code):
            assert here in step.from_states
            here = step.to_state
        assert here == state.code


def test_no_two_states_are_said_alike() -> None:
    said = [word for state in PROJECT.states for word in (state.title.zh, *state.said_as)]
    assert len(said) == len(set(said))


def test_a_project_of_a_list_for_fewer_persons_than_households_is_asked_about_and_opened_once_stood_by(
    world: World, tmp_path: Path
) -> None:
    rows = [["2026年协作项目表（示例）"], ["单位：万元"], PROJECT_HEADS.split()]
    held = ["峨边县", "示例工程", "产业", "示例镇", "建设", "示例局", 200, 80, "2026.3", "2026.10", 100, 5]
    batch = take(write_rows(tmp_path / "表.xlsx", [*rows, ["示例-1", *held]], "项目"), world, "receiver")
    correct(batch, Said(fixed=TOLD_OF_ALL))
    settle_reading(batch, user_id=None)
    asked = [line for line in batch.problems["told"] if line["weight"] == "ask"]
    assert "benefiting.fewer_persons" in {line["code"] for line in asked}
    for line in asked:
        assert accept_doubt(batch, line["key"], reason="一户一业主（示例）", same_as=None, user_id=None)
    record(batch)
    assert Activity.objects.get().standing.values["persons"] == 5
