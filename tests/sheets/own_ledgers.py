"""Ledgers as offices keep them, made up: titles, units in lines, two-level heads, merged cells, sums and notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

PROJECT_HEADS = (
    "项目编号 受援地 项目名称 项目类别 建设地点 建设内容 实施单位 总投资 已支付资金 计划开工 计划完工 受益户数 受益人数"
)
TEA_GARDEN: tuple[Any, ...] = (
    *("示例-A1", "峨边县", "示例茶园", "产业", "示例镇", "建茶园", "示例局"),
    *(200, 80, "2026.3", "2026.10", 30, 120),
)
# 日期, 支援地, 数额（万元）, 凭证号, 经办
Line = tuple[Any, str, Any, str, str]
LINES: tuple[Line, ...] = (
    ("2026.3.1", "柯桥区", 120, "示例-1", "产业发展"),
    ("2026.4.2", "柯桥区", 80.5, "示例-2", "教育"),
    ("2026年5月", "柯桥区", 50, "示例-3", "医疗卫生"),
)
MORE_LINES: tuple[Line, ...] = (
    ("2026.6.1", "柯桥区", 30, "示例-4", "教育"),
    ("2026.6.9", "柯桥区", 20, "示例-5", "产业发展"),
)


def write_ledger(path: Path, lines: Sequence[Line] = LINES, *, total: float | None = None, sheet: str = "到账") -> Path:
    """Write a ledger of funds arrived: the county merged downwards, the unit above the heads, a sum and a note below.

    The column of purposes is headed 归口, which the reader cannot tell.
    """
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page["A1"], page["A2"] = "协作资金到账台账（示例）", "单位：万元"
    page.merge_cells("A1:G1")
    heads = {"A3": "序号", "B3": "受援地", "C3": "支援地", "D3": "资金到账情况", "F3": "凭证号", "G3": "归口"}
    for place, text in {**heads, "D4": "日期", "E4": "数额"}.items():
        page[place] = text
    for area in ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"):
        page.merge_cells(area)
    for number, (day, giver, amount, voucher, purpose) in enumerate(lines, 1):
        for place, value in enumerate(
            (number, "峨边县" if number == 1 else None, giver, day, amount, voucher, purpose), 1
        ):
            page.cell(4 + number, place, value)
    page.merge_cells(start_row=5, end_row=4 + len(lines), start_column=2, end_column=2)
    last = 5 + len(lines)
    page.cell(last, 1, "合计")
    page.cell(last, 5, sum(line[2] for line in lines) if total is None else total)
    page.cell(last + 1, 1, "注：本表以银行回单为准。")
    book.save(path)
    return path


def write_roster(path: Path) -> Path:
    """Write a roster of workers, which no kind of entry carries."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "务工"
    page.append(["外出务工人员花名册（示例）"])
    page.append(["序号", "姓名", "性别", "务工地点", "用工单位", "月工资"])
    page.append([1, "张例甲", "男", "绍兴市柯桥区", "示例印染厂", 5200])
    page.append([2, "李例乙", "女", "绍兴市柯桥区", "示例印染厂", 4800])
    book.save(path)
    return path


def write_project_list(path: Path, *rows: Sequence[Any]) -> Path:
    """Write a list of projects with their works, cost and payments in 万元, days, households and persons.

    Without rows two of its own; what a project library asks besides stands in no column.
    """
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "项目"
    page.append(["2026年协作项目资金进度表（示例）"])
    page.append(["单位：万元"])
    page.append(PROJECT_HEADS.split())
    held = rows or (
        TEA_GARDEN,
        ("示例-A2", "峨边县", "示例校舍", "教育", "示例镇", "建校舍", "示例局", 300, 200, "2026.3", "2026.12", 0, 800),
    )
    for row in held:
        page.append(list(row))
    page.append(["合计", None, None, None, None, None, None, sum(row[7] for row in held), sum(row[8] for row in held)])
    book.save(path)
    return path


def write_return(path: Path) -> Path:
    """Write a yearly return: this year's values beside last year's, an item that is only a part, a town's own line."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "年报"
    for row in (
        ["峨边彝族自治县东西部协作年度报表（示例）"],
        ["指标名称", "计量单位", "2024年", "2025年"],
        ["财政援助资金", "万元", 2500, 2745.25],
        ["社会捐赠款物", "万元", 132.6, 158],
        ["其中：资金", "万元", 85.6, 100],
        ["选派干部人才", "人", 15, 16],
        ["合计", None, None, None],
    ):
        page.append(row)
    book.save(path)
    return path
