"""Made-up ledgers in many layouts, each with what a careful reader would make of it (示例: no firm, person or sum is real).

A book is written from facts in base units; the way it is written is what makes it messy. Nothing here looks at the reader.
"""

# ruff: noqa: E501, ISC002 rows of a sheet are read across

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from shanhai.algorithms.check_digits import compute_identity_check, compute_uscc_check


@dataclass
class Table:
    """What one table should be understood as."""

    sheet: str
    kind: str
    columns: dict[str, str]
    records: dict[int, dict[str, str]]
    problems: list[tuple[int, str | None, str]] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    header: list[int] = field(default_factory=list)
    unsure: dict[int, list[str]] = field(default_factory=dict)
    layout: str = "list"


@dataclass
class Made:
    """One made-up book."""

    name: str
    received: dt.date
    tables: list[Table]
    write: Callable[[Path], Path]
    ignored: list[str] = field(default_factory=list)


def identity(area: str, birth: str, order: int) -> str:
    """Return a made-up identity number with its right check sign; the area was never assigned."""
    first = f"{area}{birth}{order:03d}"
    return first + compute_identity_check(first)


def credit_code(number: int) -> str:
    """Return a made-up social credit code with its right check sign."""
    first = f"91511199{number:08d}A"
    return first + compute_uscc_check(first)


def put(sheet: Any, rows: list[list[Any]], top: int = 1, left: int = 1) -> None:
    """Write rows of values; None leaves a cell alone."""
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is not None:
                sheet.cell(top + down, left + across, value)


def letters(names: list[str], start: int = 1) -> dict[str, str]:
    """Return column letters with meanings, in order; an empty meaning leaves a column out."""
    return {get_column_letter(start + place): name for place, name in enumerate(names) if name}


def book(make: Callable[[Any], None], suffix: str = "xlsx") -> Callable[[Path], Path]:
    """Return a writer of a workbook that `make` fills."""

    def write(folder: Path) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        make(workbook)
        path = folder / f"book.{suffix}"
        workbook.save(folder / "book.xlsx")
        if suffix != "xlsx":
            (folder / "book.xlsx").rename(path)
        return path

    return write


def allocation() -> Made:
    """Money handed down to counties: city rows above their counties hold sums without saying so; ditto marks; a mean."""
    cities = [("凉山州", [("昭觉", 26_800_000), ("布拖县", 21_000_500), ("美姑县", 24_700_000)]),
              ("乐山市", [("马边县", 20_500_000), ("峨边彝族自治县", 18_000_000), ("金口河", 9_852_500)])]  # fmt: skip
    full = {"昭觉": "昭觉县", "马边县": "马边彝族自治县", "金口河": "金口河区"}
    rows: list[list[Any]] = [
        ["关于下达2023年度东西部协作资金（第一批）的分配明细（示例）"],
        [None, None, None, None, None, None, "计量：示例", "金额单位：千元"],
        ["编号", "地区", "下达资金数", "资金指标文号", "下达时间", "支持方向", "主管部门", "说明"],
    ]
    records, seq, skipped, total = {}, 0, [1, 2], 0
    for city, counties in cities:
        rows.append([None, city, sum(n for _, n in counties) / 1000])
        skipped.append(len(rows))
        for place, (county, amount) in enumerate(counties):
            seq += 1
            total += amount
            stated: Any = amount / 1000 if seq != 2 else f"{amount / 10000}万元"
            rows.append([seq, county, stated, f"川财农〔2023〕{60 + seq}号" if place != 1 else "〃", dt.date(2023, 5, seq),
                         "产业发展" if place == 0 else "同上", "省农业农村厅", None])  # fmt: skip
            number = 60 + seq - (1 if place == 1 else 0)
            records[len(rows)] = {"receiver": full.get(county, county), "amount": str(amount), "document_no": f"川财农〔2023〕{number}号",
                                  "date": f"2023-05-{seq:02d}", "purpose": "产业发展", "owner": "省农业农村厅"}  # fmt: skip
    rows.append([None, "合  计", total / 1000 + 10])
    rows.append([None, "平均", round(total / 6000, 2)])
    rows.append(["注：1.示例数据；2.各地收到资金后30日内分解下达。"])
    skipped += [len(rows) - 2, len(rows) - 1, len(rows)]

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("分配")
        put(sheet, rows)
        sheet.merge_cells("A1:H1")

    return Made("allocation", dt.date(2023, 7, 1), [Table(
        "分配", "funds.allocation",
        letters(["seq", "receiver", "amount", "document_no", "date", "purpose", "owner", "remark"]), records,
        [(len(rows) - 2, "C", "total_does_not_add")], skipped, [3])], book(make))  # fmt: skip


def account() -> Made:
    """An account book: month and day in two columns, brought forward, page breaks, month sums, one wrong balance."""
    header = [
        ["2023年", None, "凭证", None, "摘要", "对方单位", "借方", "贷方", "余额"],
        ["月", "日", "字", "号", None, None, None, None, None],
    ]
    rows: list[list[Any]] = [
        ["东西部协作资金专户明细账（示例）"],
        ["账户：示例县财政专户", None, None, None, None, None, None, None, "单位：元"],
        *header,
    ]
    rows.append([1, 1, None, None, "上年结转", None, None, None, 1_200_000])
    entries = [
        (1, 8, "记", 1, "收第一批协作资金", "示例区财政局", 8_000_000, None, 9_200_000),
        (None, 20, "记", 2, "拨付产业园工程款", "示例建筑公司", None, 2_500_000, 6_700_000),
        (2, 3, "记", 3, "拨付茶园管护费", "示例合作社", None, 300_000.5, 6_399_999.5),
        (2, 15, "记", 4, "退回多拨工程款", "示例建筑公司", None, -100_000, 6_599_999.5),
        (None, 28, "记", 5, "利息收入", "示例银行", 1_234.56, None, 6_601_234.06),
    ]
    records, problems, skipped, month = {}, [], [1, 2, 5], 1
    for place, entry in enumerate(entries):
        rows.append(list(entry))
        month = entry[0] or month
        values = {"date": f"2023-{month:02d}-{entry[1]:02d}", "voucher_kind": "记", "voucher_no": str(entry[3]),
                  "purpose": entry[4], "counterparty": entry[5], "balance": str(entry[8])}  # fmt: skip
        for key, value in (("amount_in", entry[6]), ("amount_out", entry[7])):
            if value is not None:
                values[key] = str(value)
        records[len(rows)] = values
        if place == 1:
            rows.append([None, None, None, None, "本月合计", None, 8_000_000, 2_500_000, 6_700_000])
            rows.append([None, None, None, None, "过次页", None, 8_000_000, 2_500_000, 6_700_000])
            rows.extend([list(line) for line in header])
            rows.append([None, None, None, None, "承前页", None, 8_000_000, 2_500_000, 6_700_000])
            skipped += list(range(len(rows) - 4, len(rows) + 1))
        if place == 3:
            problems.append((len(rows), "I", "total_does_not_add"))
    records[max(records)]["balance"] = "6601234.06"
    rows.append([None, None, None, None, "本年累计", None, 8_001_234.56, 2_700_000.5, 6_601_234.06])
    skipped.append(len(rows))

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("明细账")
        put(sheet, rows)
        for area in ("A1:I1", "A3:B3", "C3:D3"):
            sheet.merge_cells(area)

    return Made("account", dt.date(2023, 4, 1), [Table(
        "明细账", "funds.account",
        letters(["date_month", "date_day", "voucher_kind", "voucher_no", "purpose", "counterparty", "amount_in", "amount_out", "balance"]),
        records, problems, skipped, [3, 4], {problems[0][0]: ["balance"], problems[0][0] + 1: ["balance"]})], book(make))  # fmt: skip


def expenditure() -> Made:
    """Payments in a csv saved with semicolons in UTF-16, county names written once, a wrong share of payment words."""
    lines = [
        "东西部协作资金支出明细表（2024年）示例;;;;;;;",
        ";;;;;;;单位：万元",
        "县名;支付时间;收款单位;用款项目;支出金额;其中：已报账金额;凭证号;备注",
        "通江县;2024.3.5;示例建设公司;食用菌大棚;126.5;126.5;0031;",
        ";3月18日;示例供水站;饮水管网;80.25;60;0032;",
        ";2024/4/2;示例电商中心;直播培训;15万元;16;0033;",
        "南江;2024年4月;示例茶业;茶叶加工;200;;0034;",
        ";20240520;示例农机社;农机购置;50余;40;0035;",
        "合计;;;;471.75;242.5;;",
        "说明：本表为示例。;;;;;;;",
    ]
    names = ["receiver", "date", "counterparty", "purpose", "amount", "amount_paid", "voucher_no", "remark"]
    facts = [
        ("通江县", "2024-03-05", "示例建设公司", "食用菌大棚", "1265000", "1265000", "0031"),
        ("通江县", "2024-03-18", "示例供水站", "饮水管网", "802500", "600000", "0032"),
        ("通江县", "2024-04-02", "示例电商中心", "直播培训", "150000", "160000", "0033"),
        ("南江县", "2024-04", "示例茶业", "茶叶加工", "2000000", None, "0034"),
        ("南江县", "2024-05-20", "示例农机社", "农机购置", "500000", "400000", "0035"),
    ]
    records = {
        4 + place: {n: v for n, v in zip(names, fact, strict=False) if v is not None}
        for place, fact in enumerate(facts)
    }
    records[8]["amount_qualifier"] = "over"

    def write(folder: Path) -> Path:
        path = folder / "book.csv"
        path.write_bytes("\r\n".join(lines).encode("utf-16"))
        return path

    return Made("expenditure", dt.date(2024, 6, 30), [Table("csv", "funds.expenditure", letters(names), records,
        [(6, "F", "paid_above_arrived")], [1, 2, 9, 10], [3])], write)  # fmt: skip


def projects() -> Made:
    """A project library by sections; money in three sources; households and persons in one cell; a hidden second sheet."""
    names = ["project_no", "project", "nature", "town_or_village", "amount_total", "amount_bridge", "amount_planned", "amount_other",
             "amount_arrived", "amount_paid", "progress", "term", "benefit", "owner"]  # fmt: skip
    header = [
        [
            "项目编号",
            "项目名称",
            "建设性质",
            "实施地点",
            "资金规模及来源（万元）",
            None,
            None,
            None,
            "资金到位（万元）",
            "已拨付（万元）",
            "工程形象进度",
            "建设起止年限",
            "受益户数人数",
            "责任部门",
        ],
        [
            None,
            None,
            None,
            None,
            "总投资",
            "财政衔接资金",
            "东西部协作资金",
            "自筹",
            None,
            None,
            None,
            None,
            None,
            None,
        ],
    ]
    section = {"一、产业类": [
        ("SX001", "茶园提质改造", "新建", "荣丁镇新桥村", 500, 200, 250, 50, 250, 200, "80%", "2023.3-2023.12", "126户480人", "县农业农村局"),
        ("SX002", "冷链仓储", "续建", "下溪镇", 320.5, 100, 220.5, None, 220.5, 230, "100%", "2022年5月-2023年6月", "50户210人", "县供销社"),
        ("SX003", "竹笋加工", "新建", "大竹堡乡", 180, None, 180, None, 180, 90, "五成", "2023.6-2024.5", "六十户240人", "县林业局"),
    ], "二、基础设施类": [
        ("SX004", "通村路硬化", "新建", "永红乡", 96, 46, 50, None, 50, 50, "已完工", "2023.1-2023.8", "88户351人", "县交通运输局"),
        ("SX005", "饮水工程", "改扩建", "雪口山镇", 150, 50, 80, 10, 80, 40, "60%", "2023.4-2023.2", "300户1102人", "县水务局"),
    ]}  # fmt: skip
    rows: list[list[Any]] = [["马边彝族自治县2023年东西部协作项目库（示例）"], *header]
    records, skipped, problems = {}, [1], []
    people = {
        "SX001": ("126", "480"),
        "SX002": ("50", "210"),
        "SX003": ("60", "240"),
        "SX004": ("88", "351"),
        "SX005": ("300", "1102"),
    }
    done = {"80%": "0.8", "100%": "1", "五成": "0.5", "已完工": "1", "60%": "0.6"}
    terms = {
        "SX001": "2023-03/2023-12",
        "SX002": "2022-05/2023-06",
        "SX003": "2023-06/2024-05",
        "SX004": "2023-01/2023-08",
    }
    for title, lines in section.items():
        rows.append([title])
        skipped.append(len(rows))
        for line in lines:
            rows.append(list(line))
            values = {"receiver": "马边彝族自治县", "households": people[line[0]][0], "persons": people[line[0]][1]}
            for name, value in zip(names, line, strict=True):
                if value is None or name in ("term", "benefit"):
                    continue
                values[name] = (
                    done[value]
                    if name == "progress"
                    else str(int(value * 10000))
                    if name.startswith("amount")
                    else value
                )
            if line[0] in terms:
                values["term"] = terms[line[0]]
            records[len(rows)] = values
        rows.append(["小计", None, None, None] + [sum(line[c] or 0 for line in lines) for c in range(4, 10)])
        skipped.append(len(rows))
    problems = [(6, "J", "paid_above_arrived"), (11, "E", "total_does_not_add"), (11, "L", "end_before_start")]
    more = [
        [
            "SX006",
            "村卫生室",
            "新建",
            "建设乡",
            60,
            None,
            60,
            None,
            60,
            30,
            "40%",
            "2023.5-2023.11",
            "210户803人",
            "县卫健局",
        ]
    ]

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("项目库")
        put(sheet, rows)
        for column in "ABCDIJKLMN":
            sheet.merge_cells(f"{column}2:{column}3")
        sheet.merge_cells("E2:H2")
        for row in skipped[1:]:
            if sheet.cell(row, 1).value != "小计":
                sheet.merge_cells(f"A{row}:N{row}")
        other = workbook.create_sheet("续表")
        put(other, [*header, *more])
        other.sheet_state = "hidden"
        codes = workbook.create_sheet("填表说明")
        put(codes, [["填表说明（示例）"], ["1.建设性质填新建、续建或改扩建。"], ["2.金额保留两位小数。"]])

    second = {3: {"project_no": "SX006", "project": "村卫生室", "nature": "新建", "town_or_village": "建设乡", "amount_total": "600000",
                  "amount_planned": "600000", "amount_arrived": "600000", "amount_paid": "300000", "progress": "0.4",
                  "term": "2023-05/2023-11", "households": "210", "persons": "803", "owner": "县卫健局"}}  # fmt: skip
    return Made("projects", dt.date(2023, 12, 20), [
        Table("项目库", "activity.project", letters(names), records, problems, skipped, [2, 3], {11: ["amount_total", "term"]}),
        Table("续表", "activity.project", letters(names), second, [(1, None, "hidden_sheet")], [], [1, 2])], book(make), ["填表说明"])  # fmt: skip


def orders() -> Made:
    """Orders in a page that calls itself xls: spans, thousands, lost digits, freight, dates as 3月5日, buyers written once."""
    header = "<tr><th rowspan=2>采购方</th><th rowspan=2>合同编号</th><th rowspan=2>成交时间</th><th rowspan=2>供货商</th><th colspan=4>货物</th>" \
             "<th rowspan=2>物流费</th><th rowspan=2>实付金额（元）</th><th rowspan=2>出产地</th><th rowspan=2>销往地</th></tr>" \
             "<tr><th>品名</th><th>规格</th><th>数量（件）</th><th>单价（元/件）</th></tr>"  # fmt: skip
    lines = [
        (
            "示例区总工会",
            3,
            "HT2024-001",
            "3月5日",
            "示例合作社",
            "高山绿茶",
            "500g/盒",
            "120",
            "88.00",
            "60",
            "10,620.00",
            "昭觉",
            "鄞州",
        ),
        (
            None,
            0,
            "HT2024-002",
            "3月6日",
            "示例合作社",
            "苦荞面",
            "1kg/袋",
            "300",
            "15.5",
            "0",
            "4,650.00",
            "美姑县",
            "鄞州区",
        ),
        (
            None,
            0,
            "HT2024-003",
            "2024-13-1",
            "示例农业公司",
            "花椒油",
            "250ml",
            "80",
            "32",
            "40",
            "2600",
            "布拖县",
            "鄞州区",
        ),
        (
            "示例中学食堂",
            2,
            "HT2024-004",
            "2024/4/1",
            "示例农业公司",
            "土豆",
            "25kg",
            "200",
            "45",
            "100",
            "9,100",
            "金阳县",
            "余姚",
        ),
        (None, 0, "HT2024-002", "2024.4.9", "示例农业公司", "腊肉", "2kg", "50", "96", "", "4,900", "喜德县", "余姚市"),
    ]
    rows = []
    for buyer, span, number, day, seller, *rest in lines:
        first = f"<td rowspan={span}>{buyer}</td>" if buyer else ""
        rows.append(f"<tr>{first}" + "".join(f"<td>{cell}</td>" for cell in (number, day, seller, *rest)) + "</tr>")
    text = (
        "<html><head><meta charset='utf-8'></head><body><table><tr><td colspan=12>2024年消费协作采购明细（示例）</td></tr>"
        + header + "".join(rows) + "<tr><td>合计</td><td></td><td></td><td></td><td></td><td></td><td>750</td><td></td><td>200</td><td>31870</td></tr></table></body></html>"
    )  # fmt: skip
    names = [
        "buyer",
        "order_no",
        "date",
        "seller",
        "product",
        "spec",
        "quantity",
        "unit_price",
        "freight",
        "amount",
        "origin",
        "giver",
    ]
    facts = [
        (
            "示例区总工会",
            "HT2024-001",
            "2024-03-05",
            "示例合作社",
            "高山绿茶",
            "500g/盒",
            "120",
            "88",
            "60",
            "10620",
            "昭觉县",
            "鄞州区",
        ),
        (
            "示例区总工会",
            "HT2024-002",
            "2024-03-06",
            "示例合作社",
            "苦荞面",
            "1kg/袋",
            "300",
            "15.5",
            "0",
            "4650",
            "美姑县",
            "鄞州区",
        ),
        (
            "示例区总工会",
            "HT2024-003",
            None,
            "示例农业公司",
            "花椒油",
            "250ml",
            "80",
            "32",
            "40",
            "2600",
            "布拖县",
            "鄞州区",
        ),
        (
            "示例中学食堂",
            "HT2024-004",
            "2024-04-01",
            "示例农业公司",
            "土豆",
            "25kg",
            "200",
            "45",
            "100",
            "9100",
            "金阳县",
            "余姚市",
        ),
        (
            "示例中学食堂",
            "HT2024-002",
            "2024-04-09",
            "示例农业公司",
            "腊肉",
            "2kg",
            "50",
            "96",
            None,
            "4900",
            "喜德县",
            "余姚市",
        ),
    ]
    records = {
        4 + place: {n: v for n, v in zip(names, fact, strict=True) if v is not None} for place, fact in enumerate(facts)
    }

    def write(folder: Path) -> Path:
        path = folder / "book.xls"
        path.write_text(text, encoding="utf-8")
        return path

    return Made("orders", dt.date(2024, 6, 1), [Table("Sheet1", "consumption.purchase", letters(names), records,
        [(6, "C", "date_invalid"), (8, "B", "duplicate"), (8, "J", "amount_is_not_price_times_quantity")], [1, 9], [2, 3])], write)  # fmt: skip


def summary() -> Made:
    """Sales by month down and channel across, with running sums that fall once, and a sheet that only sums up."""
    header = [
        ["月份", "线下渠道（万元）", None, "线上渠道（万元）", None, "本月合计", "累计采购额（万元）", "同比增长"],
        [None, "机关食堂", "商超", "832平台", "直播带货", None, None, None],
    ]
    numbers = [(12, 30.5, 45, 8.2), (18.6, 22, 51, 9.9), (20, 25, 40.4, 12), (15, 28.8, 60, 7)]
    rows: list[list[Any]] = [["仪陇县2024年消费帮扶情况统计（示例）"], *header]
    records, running = {}, 0.0
    months = ["1月", "2月份", "三月", 4]
    grown = ["12.5%", 0.08, "-3%", 0.211]
    parsed = ["0.125", "0.08", "-0.03", "0.211"]
    for place, line in enumerate(numbers):
        running = round(running + sum(line), 2)
        stated = running if place != 2 else 150
        rows.append([months[place], *line, round(sum(line), 2) + (1 if place == 1 else 0), stated, grown[place]])
        values = {"month": f"2024-{place + 1:02d}", "growth": parsed[place], "receiver": "仪陇县",
                  "amount_bought_cumulative": format(stated * 10000, ".0f")}  # fmt: skip
        for channel, number in zip(("机关食堂", "商超", "832平台", "直播带货"), line, strict=True):
            values[f"amount@channel={channel}"] = format(number * 10000, ".0f")
        records[len(rows)] = values
    rows.append(
        ["合计", *[round(sum(line[c] for line in numbers), 2) for c in range(4)], round(running, 2), None, None]
    )

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("分月")
        put(sheet, rows)
        for area in ("A1:H1", "B2:C2", "D2:E2", "A2:A3", "F2:F3", "G2:G3", "H2:H3"):
            sheet.merge_cells(area)

    columns = letters(["month", "amount@channel=机关食堂", "amount@channel=商超", "amount@channel=832平台", "amount@channel=直播带货",
                       "check_total", "amount_bought_cumulative", "growth"])  # fmt: skip
    return Made("summary", dt.date(2024, 5, 10), [Table("分月", "consumption.summary", columns, records,
        [(5, "F", "total_does_not_add"), (6, "G", "cumulative_falls")], [1, 8], [2, 3])], book(make))  # fmt: skip
