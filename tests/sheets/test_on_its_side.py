"""A list of an office that lies on its side, a project in each column: every Problem and project names its own cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shanhai.activities.models import Activity
from shanhai.ledger.models import Batch, Entry
from shanhai.offices.models import AuditEvent
from shanhai.sheets.own_books import settle_reading
from shanhai.sheets.own_corrections import Said
from tests.sheets.test_own_ledgers import TOLD_OF_ALL, correct, record, take, told, write_rows
from tests.sheets.world import World

TOLD = {
    **TOLD_OF_ALL, "project_class": "产业", "site": "示例镇", "responsible_unit": "示例局", "households": "30",
    "persons": "120",
}  # fmt: skip


def take_list(world: World, folder: Path, *, ends: tuple[Any, Any], **more: Any) -> Batch:
    rows = [
        ["2024年协作项目情况（示例）"],
        ["单位：万元"],
        ["项目名称", "示例茶园", more.get("second", "示例水渠"), "示例校舍", "合计"],
        ["所在县", "峨边县", "峨边县", "峨边县", None],
        ["建设内容", "建茶园", "修水渠", "建校舍", None],
        ["总投资", 200, 50, 300, 550],
        ["协作资金", 120, "30", 120, None],
        ["开工时间", "2024.3", "2024.4", "2024年5月", None],
        ["完工时间", "2024.8", *ends, None],
        ["形象进度", "65%", 1, "80%", None],
    ]
    batch = take(write_rows(folder / "横.xlsx", rows), world, "receiver")
    correct(batch, Said(fixed=more.get("fixed", TOLD), means=more.get("means", {})))
    settle_reading(batch, user_id=None)
    return batch


def test_what_is_wrong_with_one_project_stands_at_its_cell(world: World, tmp_path: Path) -> None:
    batch = take_list(world, tmp_path, ends=("2024.3", "2024年12月"))
    assert told(batch, "blocks") == [("C9", "ends_before_start")]


def test_what_no_column_gives_is_asked_for_once_and_not_for_each_project(world: World, tmp_path: Path) -> None:
    batch = take_list(world, tmp_path, ends=("2024.9", "2024年12月"), fixed={**TOLD, "site": ""})
    assert told(batch, "blocks") == [("B3", "own_column_missing")]


def test_what_a_project_lacks_is_told_in_its_own_column(world: World, tmp_path: Path) -> None:
    batch = take_list(world, tmp_path, ends=("2024.9", "一直到完"))
    assert {cell[0] for cell, _code in told(batch, "blocks")} == {"D"}


def test_projects_of_a_list_on_its_side_are_opened_each_from_its_own_cell(world: World, tmp_path: Path) -> None:
    batch = take_list(world, tmp_path, ends=("2024.9", "2024年12月"))
    assert told(batch, "blocks") == []
    record(batch)
    assert list(Activity.objects.order_by("pk").values_list("title", flat=True)) == ["示例茶园", "示例水渠", "示例校舍"]
    opened = AuditEvent.objects.filter(action="activity.open").order_by("pk")
    assert [event.detail["cell"] for event in opened] == ["表!B3", "表!C3", "表!D3"]


def test_an_entry_of_a_list_on_its_side_names_the_cell_of_its_amount(world: World, tmp_path: Path) -> None:
    means = {"协作资金": "money.funds.allocated"}
    batch = take_list(world, tmp_path, ends=("2024.9", "2024年12月"), means=means)
    assert told(batch, "blocks") == []
    record(batch)
    assert list(Entry.objects.order_by("serial").values_list("locator", "amount")) == [
        ("表!B7", 120_000_000),
        ("表!C7", 30_000_000),
        ("表!D7", 120_000_000),
    ]
