"""Layouts that mislead a hasty reader: each is small, made up (示例), and asks for one thing."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shanhai.sheets.foreign import ForeignTable, read_workbook

RECEIVED = dt.date(2024, 4, 1)
Rows = list[list[Any]]


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def write_and_read(rows: Rows, merged: tuple[str, ...] = (), name: str = "Sheet1") -> list[ForeignTable]:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.title = name
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
        path = tmp_path / "book.xlsx"
        workbook.save(path)
        return read_workbook(path, received=RECEIVED).tables

    return write_and_read


def rows_of(table: ForeignTable) -> list[int]:
    return [record.row for record in table.records]


def found(table: ForeignTable) -> set[tuple[int | None, str | None, str]]:
    return {(problem.row, problem.column, problem.why) for problem in table.problems}


def test_a_city_above_its_counties_and_a_nameless_last_row_are_sums(read: Any) -> None:
    (table,) = read(
        [
            ["2023年协作资金安排（示例）"],
            ["地区", "资金（万元）", "项目数"],
            ["凉山州", 9000, 28],
            ["昭觉县", 5000, 15],
            ["布拖县", 4000, 13],
            ["乐山市", 6100, 21],
            ["马边县", 3100, 11],
            ["峨边县", 3000, 10],
            [None, 15100, 49],
        ]
    )
    assert rows_of(table) == [4, 5, 7, 8]
    assert not found(table)


def test_outline_numbers_with_amounts_are_sums_of_the_rows_below(read: Any) -> None:
    (table,) = read(
        [
            ["序号", "项目名称", "总投资（万元）", "协作资金（万元）", "实施单位"],
            ["一", "产业类", 900, 600, None],
            [1, "甲项目（示例）", 500, 300, "A局"],
            [2, "乙项目（示例）", 400, 300, "B局"],
            ["二", "民生类", 300, 200, None],
            [3, "丙项目（示例）", 100, 100, "C局"],
            [4, "丁项目（示例）", 200, 90, "C局"],
        ]
    )
    assert rows_of(table) == [3, 4, 6, 7]
    assert found(table) == {(5, "D", "total_does_not_add")}


def test_group_names_that_share_out_all_columns_part_two_lists(read: Any) -> None:
    left, right = read(
        [
            ["2023年社会捐赠（示例）"],
            ["一、捐款（元）", None, None, "二、捐物", None, None],
            ["捐款单位", "受捐单位", "金额", "捐物单位", "受捐单位", "物资名称"],
            ["甲公司（示例）", "示例中学", 50000, "丙公司（示例）", "示例小学", "电脑"],
            ["乙公司（示例）", "示例小学", 30000, "丁公司（示例）", "示例小学", "书包"],
        ],
        merged=("A1:F1", "A2:C2", "D2:F2"),
    )
    assert [column.means for column in left.columns] == ["donor", "recipient", "amount"]
    assert [column.means for column in right.columns] == ["donor", "recipient", "goods"]


def test_the_same_header_under_a_title_of_its_own_begins_another_table(read: Any) -> None:
    header = ["序号", "项目名称", "帮扶资金（万元）", "已拨付（万元）"]
    one, two = read(
        [
            ["一、2022年项目（示例）"],
            header,
            [1, "甲项目（示例）", 100, 100],
            [2, "乙项目（示例）", 80, 40],
            ["小计", None, 180, 140],
            ["二、2023年项目（示例）"],
            header,
            [1, "丙项目（示例）", 120, 60],
            ["小计", None, 120, 60],
            ["合计", None, 300, 200],
        ]
    )
    assert (rows_of(one), rows_of(two)) == ([3, 4], [8])
    assert one.records[0].values["year"] == "2022"
    assert two.records[0].values["year"] == "2023"
    assert not found(one) | found(two)


def test_counties_across_are_cells_of_one_measure(read: Any) -> None:
    (table,) = read(
        [
            ["各县任务完成情况（示例）"],
            ["任务", "单位", "昭觉县", None, "布拖县", None],
            [None, None, "目标", "完成", "目标", "完成"],
            ["财政援助资金", "万元", 5000, 5000, 4000, 4200],
            ["转移就业", "人", 300, 350, 280, 300],
        ],
        merged=("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"),
    )
    assert table.kind == "agreement.target"
    assert table.records[0].values["actual@receiver=布拖县"] == "42000000"


def test_one_number_told_by_both_sides_is_compared(read: Any) -> None:
    (table,) = read(
        [
            ["结对数量核对表（示例）"],
            ["序号", "东部县（市、区）", "西部县（市、区）", "结对类型", "东部填报结对数", "西部填报结对数"],
            [1, "义乌市", "仪陇县", "乡镇结对", 10, 10],
            [2, "义乌市", "仪陇", "村村结对", 20, 19],
            [3, "永康", "嘉陵区", "学校结对", 8, 8],
        ]
    )
    assert table.kind == "pairing.count"
    assert found(table) == {(4, None, "sides_differ")}


def test_a_running_total_never_falls(read: Any) -> None:
    (table,) = read(
        [
            ["2023年凉山州消费帮扶分月统计（示例）"],
            ["单位：万元"],
            ["月份", "采购额", "帮助销售额", "累计采购额"],
            ["1月", 10, 5, 10],
            ["2月", 12, 6, 22],
            ["3月", 8, 7, 20],
            ["合计", 30, 18, None],
        ]
    )
    assert table.kind == "consumption.summary"
    assert found(table) == {(6, "D", "cumulative_falls")}


def test_balances_follow_from_what_came_in_and_went_out(read: Any) -> None:
    (table,) = read(
        [
            ["财政专户资金流水账（2024年）（示例）"],
            ["日期", "凭证号", "摘要", "收入金额", "支出金额", "账面余额"],
            ["2024-01-01", None, "期初余额", None, None, 500000],
            ["2024-01-05", "001", "拨入协作资金", 3000000, None, 3500000],
            ["2024-01-19", "002", "付工程款", None, "1,200,000.00", 2300000],
            ["2024-02-02", "003", "付设备款", None, 300000, 2100000],
            ["2024-02-05", "004", "付设计费", None, 50000, 2050000],
            ["本年累计", None, None, 3000000, 1550000, 2050000],
        ]
    )
    assert table.kind == "funds.account"
    assert rows_of(table) == [4, 5, 6, 7]
    assert found(table) == {(6, "F", "total_does_not_add")}


def test_a_day_with_the_year_last_is_ambiguous_only_where_both_readings_exist(read: Any) -> None:
    (table,) = read(
        [
            ["订单编号", "下单时间", "采购单位", "产品名称", "数量", "单价", "金额（元）"],
            ["D001", "3/25/2024", "甲单位（示例）", "茶叶", 2, 10, 20],
            ["D002", "3/6/2024", "乙单位（示例）", "茶叶", 3, 10, 30],
            ["D003", "2024.3.9", "丙单位（示例）", "茶叶", 4, 10, 50],
        ]
    )
    assert table.records[0].values["date"] == "2024-03-25"
    assert found(table) == {(3, "B", "date_ambiguous"), (4, "G", "amount_is_not_price_times_quantity")}


def test_each_project_on_a_card_of_its_own_is_a_record(read: Any) -> None:
    (table,) = read(
        [
            ["东西部协作项目信息卡（示例）"],
            ["项目名称", "示例大棚项目", None, "项目编号", "P2023001"],
            ["实施单位", "县农业农村局", None, "建设性质", "新建"],
            ["总投资（万元）", 500, None, "其中：协作资金（万元）", 300],
            ["受益户数", 120, None, "受益人数", 80],
        ]
    )
    assert (table.layout, table.kind) == ("form", "activity.project")
    assert table.records[0].values["amount_planned"] == "3000000"
    assert found(table) == {(5, "E", "persons_below_households")}


def test_a_table_on_its_side_is_a_record_for_each_column(read: Any) -> None:
    rows = [
        ["2024年协作项目情况（示例）"],
        ["单位：万元"],
        ["项目名称", "示例茶园", "示例水渠", "示例校舍", "合计"],
        ["所在县", "马边县", "峨边县", "沐川县", None],
        ["建设内容", "建茶园", "修水渠", "建校舍", None],
        ["总投资", 200, 50, 300, 550],
        ["协作资金", 120, "30", "1.2亿元", None],
        ["开工时间", "2024.3", dt.date(2024, 4, 1), "2024年5月", None],
        ["形象进度", "65%", 1, "80%", None],
    ]
    tables = read(rows)
    assert [table.kind for table in tables] == ["activity.project"] * 3
    assert [table.layout for table in tables] == ["form"] * 3
    assert [column.column for column in tables[1].columns][:2] == ["C3", "C4"]
    told = [table.records[0].values for table in tables]
    assert [one["project"] for one in told] == ["示例茶园", "示例水渠", "示例校舍"]
    assert [one["receiver"] for one in told] == ["马边彝族自治县", "峨边彝族自治县", "沐川县"]
    assert [one["amount_total"] for one in told] == ["2000000", "500000", "3000000"]
    assert [one["amount_planned"] for one in told][:2] == ["1200000", "300000"]
    assert [one["progress"] for one in told] == ["0.65", "1", "0.8"]
