"""Made-up ledgers of pairs, villages, firms, targets, returns and enclaves. See `made_books`."""

# ruff: noqa: E501 rows of a sheet are read across

from __future__ import annotations

import datetime as dt
from typing import Any

from .made_books import Made, Table, book, credit_code, letters, put


def hospitals() -> Made:
    """Hospital pairs with planned and sent staff, visits and operations; the eastern hospital merged downwards."""
    names = ["seq", "side_a", "giver", "side_b", "receiver", "level", "departments", "persons_due", "persons", "visits", "operations",
             "skills", "transfer_rate", "term", "agreement_no"]  # fmt: skip
    header = [
        "序号",
        "帮扶医院",
        "所在市县",
        "受帮扶医院",
        "所在市县",
        "医院等级",
        "重点帮扶科室",
        "应派驻人数",
        "实际派驻人数",
        "门诊量（人次）",
        "手术台数",
        "开展新技术（项）",
        "县外转诊率",
        "协议有效期",
        "协议书编号",
    ]
    lines: list[list[Any]] = [
        [
            1,
            "鄞州示例医院",
            "宁波鄞州",
            "昭觉县人民医院",
            "昭觉县",
            "二甲",
            "骨科/急诊科",
            5,
            5,
            3200,
            120,
            4,
            "12%",
            "2021.7-2026.6",
            "NH-01",
        ],
        [
            2,
            None,
            None,
            "昭觉县中医院",
            "昭觉",
            "二乙",
            "针灸科",
            3,
            "3名",
            "1,050",
            15,
            1,
            0.153,
            "2021年7月至2026年6月",
            "NH-02",
        ],
        [
            3,
            "江北示例医院",
            "江北区",
            "布拖县人民医院",
            "布拖县",
            "二乙",
            "儿科、妇产科",
            4,
            2,
            1800,
            30,
            2,
            "18.5%",
            "2022.1—2026.12",
            "NH-03",
        ],
        [
            4,
            "海曙示例医院",
            "海曙区",
            "美姑县人民医院",
            "美姑",
            "二甲",
            "检验科",
            4,
            4,
            900,
            "—",
            3,
            "20％",
            "待签",
            "NH-04",
        ],
    ]
    records = {}
    givers, receivers = ["鄞州区", "鄞州区", "宁波市江北区", "海曙区"], ["昭觉县", "昭觉县", "布拖县", "美姑县"]
    rates, terms = ["0.12", "0.153", "0.185", "0.2"], ["2021-07/2026-06", "2021-07/2026-06", "2022-01/2026-12", None]
    listed = ["骨科;急诊科", "针灸科", "儿科;妇产科", "检验科"]
    for place, line in enumerate(lines):
        values = {"side_a": lines[0][1] if place == 1 else line[1], "giver": givers[place], "side_b": line[3], "receiver": receivers[place],
                  "level": line[5], "departments": listed[place], "persons_due": str(line[7]), "persons": str(line[8]).rstrip("名"),
                  "visits": str(line[9]).replace(",", ""), "skills": str(line[11]), "transfer_rate": rates[place], "agreement_no": line[14]}  # fmt: skip
        if place != 3:
            values["operations"] = str(line[10])
        if terms[place]:
            values["term"] = str(terms[place])
        records[3 + place] = values

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("卫生健康")
        put(sheet, [["医疗卫生结对帮扶工作台账（示例）"], header, *lines])
        for area in ("A1:O1", "B3:B4", "C3:C4"):
            sheet.merge_cells(area)

    return Made("hospitals", dt.date(2023, 11, 30), [Table("卫生健康", "pairing.hospital", letters(names), records,
        [(6, "N", "not_a_date")], [1], [2])], book(make))  # fmt: skip


def counts() -> Made:
    """Numbers of pairs by county; giver and receiver in one cell; a total that is right and one that is not."""
    header = ["序号", "结对关系", "结对类型", "结对数（对）", "互访人次", "帮扶资金（万元）"]
    lines: list[list[Any]] = [
        [1, "义乌→仪陇", "乡镇", 12, 86, 120],
        [2, "义乌→仪陇", "村（社区）", 25, 140, 75.5],
        [3, "义乌→仪陇", "学校", 18, 60, 30],
        [4, "永康—嘉陵", "乡镇", 9, "45人次", "40万"],
    ]
    records = {}
    for place, line in enumerate(lines):
        records[3 + place] = {"giver": "义乌市" if place < 3 else "永康市", "receiver": "仪陇县" if place < 3 else "嘉陵区",
                              "pairs": str(line[3]), "amount": ["1200000", "755000", "300000", "400000"][place]}  # fmt: skip
    rows = [["2023年度结对帮扶情况统计表（示例）"], header, *lines, [None, "合计", None, 64, 331, 275.5]]

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("结对")
        put(sheet, rows)
        sheet.merge_cells("A1:F1")

    return Made("counts", dt.date(2024, 1, 20), [Table("结对", "pairing.count", {"A": "seq", "D": "pairs", "F": "amount"}, records,
        [(7, "F", "total_does_not_add")], [1, 7], [2])], book(make))  # fmt: skip


def payouts() -> Made:
    """Pay-outs to villages in two halves side by side under one title, each with its sum; one village paid above its due."""
    names = ["seq", "town", "village", "capital", "amount_due", "amount_paid"]
    header = ["序号", "所在乡镇", "行政村", "参股金额（万元）", "应得分红（元）", "实发金额（元）"]
    villages = [("示例甲乡", f"示例{n}村", 50 + 10 * (n % 3), 0) for n in range(1, 9)]
    facts = [(town, village, capital, capital * 1000) for town, village, capital, _ in villages]
    records: list[dict[int, dict[str, str]]] = [{}, {}]
    grid: list[list[Any]] = [["开化县2023年消薄飞地分红兑付清单（示例）"], [*header, None, *header]]
    for place in range(4):
        row: list[Any] = []
        for half in (0, 1):
            town, village, capital, due = facts[place + 4 * half]
            paid = due + 500 if (place, half) == (2, 1) else due
            row += [place + 1 + 4 * half, town, village, capital, due, paid] + ([None] if half == 0 else [])
            records[half][3 + place] = {"town": town, "village": village, "capital": str(capital * 10000), "amount_due": str(due),
                                        "amount_paid": str(paid), "receiver": "开化县"}  # fmt: skip
        grid.append(row)
    sums = [[sum(f[c] for f in facts[4 * h : 4 * h + 4]) for c in (2, 3)] for h in (0, 1)]
    grid.append(["小计", None, None, *sums[0], sums[0][1], None, "小计", None, None, *sums[1], sums[1][1] + 500])

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("兑付清单")
        put(sheet, grid)
        sheet.merge_cells("A1:M1")

    left, right = letters(names), letters(names, 8)
    return Made("payouts", dt.date(2024, 2, 1), [
        Table("兑付清单", "enclave.payout", left, records[0], [], [1, 7], [2], layout="blocks"),
        Table("兑付清单", "enclave.payout", right, records[1], [(5, "M", "more_than_due")], [1, 7], [2], layout="blocks")], book(make))  # fmt: skip


def tenants() -> Made:
    """Tenants on one sheet for each park; output and tax of two years in one header row; a share per mu; a copied list."""
    names = [
        "seq",
        "firm",
        "uscc",
        "industry",
        "start_date",
        "output",
        "output",
        "growth",
        "tax",
        "tax_per_mu",
        "persons",
        "status",
    ]
    header = [
        "序号",
        "入园企业",
        "社会信用代码",
        "主导产业",
        "投产时间",
        "2022年产值（万元）",
        "2023年产值（万元）",
        "同比增幅（%）",
        "2023年纳税额（万元）",
        "亩均税收（万元/亩）",
        "职工人数",
        "经营状况",
    ]
    parks = {"示例甲产业园": 0, "示例乙产业园": 4}
    tables, sheets = [], {}
    for park, shift in parks.items():
        lines, records, problems = [], {}, []
        for place in range(4):
            number = shift + place
            before, now = 5000 + 700 * number, 6000 + 650 * number
            code = credit_code(20000000 + number)
            if number == 2:
                code = code[:-1]
            if number == 5:
                code = code[:-1] + ("1" if code[-1] != "1" else "2")
            grown = round((now - before) / before * 100, 2)
            shown = grown if number != 6 else grown + 40
            lines.append([place + 1, f"示例{number}号企业有限公司", code, "装备制造", f"202{number % 3}年{place + 1}月", before,
                          now if number != 3 else f"{now / 10000}亿元", shown, 120 + number, 12.5, 80 + number, "正常"])  # fmt: skip
            records[3 + place] = {"firm": f"示例{number}号企业有限公司", "uscc": code, "industry": "装备制造", "start_date": f"202{number % 3}-{place + 1:02d}",
                                  "output@year=2022": str(before * 10000), "output@year=2023": str(now * 10000), "growth": str(round(shown / 100, 4)),
                                  "tax": str((120 + number) * 10000), "tax_per_mu": "125000", "persons": str(80 + number), "status": "正常"}  # fmt: skip
            if number in (2, 5):
                problems.append((3 + place, "C", "bad_length" if number == 2 else "bad_check_digit"))
            if number == 6:
                problems.append((3 + place, "H", "ratio_does_not_follow"))
        total = [
            None,
            "合计",
            None,
            None,
            None,
            sum(5000 + 700 * (shift + n) for n in range(4)),
            sum(6000 + 650 * (shift + n) for n in range(4)),
        ]
        sheets[park] = [[f"{park}企业运行情况（示例）"], header, *lines, total]
        columns = letters(names)
        columns.update(F="output@year=2022", G="output@year=2023", I="tax")
        tables.append(Table(park, "park.tenant", columns, records, problems, [1, 7], [2]))
    totals = [[park, 4, sum(6000 + 650 * (shift + n) for n in range(4))] for park, shift in parks.items()]

    def make(workbook: Any) -> None:
        put(workbook.create_sheet("汇总"), [["各园区汇总（示例）"], ["园区", "企业数", "2023年产值（万元）"], *totals])
        for park, rows in sheets.items():
            put(workbook.create_sheet(park), rows)

    return Made("tenants", dt.date(2024, 4, 1), tables, book(make), ["汇总"])


def targets() -> Made:
    """Targets changed once, unit behind the item's name, yes and no, a part above its whole, a header that comes twice."""
    names = ["category", "item", "target_original", "target", "actual", "ratio", "owner", "evidence"]
    header = ["领域", "协作内容", "原协议目标", "调整后目标", "截至目前完成情况", "完成比例", "牵头单位", "印证资料"]
    lines: list[list[Any]] = [
        ["组织领导", "党政联席会议（次）", 1, 1, "2次", "200%", "市府办", "纪要"],
        [None, "是否签订年度协议", "是", "是", "是", None, "市府办", "协议"],
        ["资金支持", "财政援助资金（万元）", 5000, 5200, 5200, 1, "市财政局", "凭证"],
        [None, "其中：产业项目资金（万元）", 2500, 2600, 5300, 2.0385, "市财政局", "清单"],
        ["人才交流", "选派专技人才（人）", "40人", 45, "50名", 1.1111, "市委组织部", None],
        [None, "培训干部（人次）", 600, 600, 630, 1.2, "市委党校", "名册"],
        ["劳务协作", "转移就业（万人）", 0.3, 0.3, 0.36, "120%", "市人社局", "名册"],
    ]
    targets_, actuals = (
        ["1", "是", "52000000", "26000000", "45", "600", "3000"],
        ["2", "是", "52000000", "53000000", "50", "630", "3600"],
    )
    originals, ratios = (
        ["1", "是", "50000000", "25000000", "40", "600", "3000"],
        ["2", None, "1", "2.0385", "1.1111", "1.2", "1.2"],
    )
    fields_ = ["组织领导", "组织领导", "资金支持", "资金支持", "人才交流", "人才交流", "劳务协作"]
    rows: list[list[Any]] = [["2023年示例市东西部协作协议对照清单（示例）"], header]
    records = {}
    for place, line in enumerate(lines):
        if place == 4:
            rows.append(list(header))
        rows.append(line)
        values = {
            "category": fields_[place],
            "item": line[1],
            "target_original": originals[place],
            "target": targets_[place],
            "actual": actuals[place],
            "owner": line[6],
        }
        if ratios[place]:
            values["ratio"] = str(ratios[place])
        if line[7]:
            values["evidence"] = line[7]
        records[len(rows)] = values

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("清单")
        put(sheet, rows)
        for area in ("A1:H1", "A3:A4", "A5:A6", "A8:A9"):
            sheet.merge_cells(area)

    return Made("targets", dt.date(2024, 1, 5), [Table("清单", "agreement.target", letters(names), records,
        [(6, "E", "part_above_whole"), (9, "F", "ratio_does_not_follow")], [1, 7], [2], {9: ["ratio"]})], book(make))  # fmt: skip


def form() -> Made:
    """The yearly return of a county as a form: labels beside values, on two sheets, and an empty one."""

    def lay(county: str, numbers: list[Any]) -> list[list[Any]]:
        return [
            ["东西部协作年度自评表（示例）"],
            ["填报单位", county, None, "填报日期", numbers[0]],
            ["财政援助资金（万元）", numbers[1], None, "社会捐赠款物（万元）", numbers[2]],
            ["消费帮扶金额（万元）", numbers[3], None, "转移就业人数", numbers[4]],
            ["培训人次", numbers[5], None, "结对学校数", numbers[6]],
            ["是否召开联席会议", numbers[7], None, "自评得分", numbers[8]],
            ["结对地意见", numbers[9]],
            ["填表人：（示例）  审核人：（示例）"],
        ]

    one = ["2025年1月6日", 3200, "156.5", "2,480万元", 320, "560人次", 12, "是", 96.5, "同意"]
    two = [dt.date(2025, 1, 8), "2860.4", 98, 1950, "２８５", 430, 8, "否", "92分", "数据一致，同意"]
    blank = [None] * 10

    def make(workbook: Any) -> None:
        for name, numbers in (("屏山县", one), ("马边县", two), ("空表", blank)):
            sheet = workbook.create_sheet(name)
            put(sheet, lay(name if name != "空表" else "", numbers))
            sheet.merge_cells("A1:E1")

    columns = {"E2": "report_date", "B3": "amount_fiscal", "E3": "amount_donated", "B4": "amount_consumption", "E4": "persons_placed",
               "B5": "person_times_trained", "E5": "pairs_school", "B6": "meeting_held", "E6": "score", "B7": "counterpart_opinion"}  # fmt: skip
    keys = list(columns.values())
    first = dict(
        zip(
            keys,
            ["2025-01-06", "32000000", "1565000", "24800000", "320", "560", "12", "是", "96.5", "同意"],
            strict=True,
        )
    )
    second = dict(
        zip(
            keys,
            ["2025-01-08", "28604000", "980000", "19500000", "285", "430", "8", "否", "92", "数据一致，同意"],
            strict=True,
        )
    )
    return Made("form", dt.date(2025, 2, 1), [
        Table("屏山县", "return.yearly", columns, {2: {**first, "receiver": "屏山县"}}, layout="form"),
        Table("马边县", "return.yearly", columns, {2: {**second, "receiver": "马边彝族自治县"}}, layout="form")], book(make), ["空表"])  # fmt: skip


def revenue() -> Made:
    """Revenue of enclaves under a tall header without merges, in an old layout: unit in its own row, forecast, old names."""
    names = [
        "seq",
        "enclave",
        "giver",
        "receiver",
        "year",
        "capital",
        "rate",
        "amount_fixed",
        "amount_rent",
        "amount_tax",
        "check_total",
        "amount_received",
    ]
    rows: list[list[Any]] = [
        ["“飞地”收益台账（示例）"],
        [
            "序号",
            "飞地项目",
            "合作双方",
            None,
            "收益年度",
            "投资本金",
            "年收益率",
            "约定收益",
            None,
            None,
            None,
            "实际到账",
        ],
        [None, None, "飞入地", "飞出地", None, None, None, "保底收益", "厂房租金", "税收分成", "小计", None],
        [None, None, None, None, None, "万元", "%", "万元", "万元", "万元", "万元", "万元"],
        [1, "示例飞地甲", "绍兴县", "江山市", 2021, 5000, 8, 400, 20, 0, 420, 420],
        [2, "示例飞地甲", "柯桥", "江山", "2022年度", 5000, 8, 400, 22.5, 6, 428.5, 428.5],
        [3, "示例飞地乙", "鄞县", "衢江区", "2022年", 12000, 10, 1200, None, 15, 1215, 1300],
        [4, "示例飞地乙", "鄞州区", "衢江", 2023, 12000, 10, "预计1200", None, 18, 1218, None],
    ]
    records = {}
    facts = [("柯桥区", "江山市", "2021", 5000, "0.08", 400, 20, 0, 420), ("柯桥区", "江山市", "2022", 5000, "0.08", 400, 22.5, 6, 428.5),
             ("鄞州区", "衢江区", "2022", 12000, "0.1", 1200, None, 15, 1300), ("鄞州区", "衢江区", "2023", 12000, "0.1", 1200, None, 18, None)]  # fmt: skip
    for place, fact in enumerate(facts):
        values = {
            "enclave": rows[4 + place][1],
            "giver": fact[0],
            "receiver": fact[1],
            "year": fact[2],
            "rate": fact[4],
        }
        for name, number in zip(
            ("capital", "amount_fixed", "amount_rent", "amount_tax", "amount_received"),
            (fact[3], *fact[5:]),
            strict=True,
        ):
            if number is not None:
                values[name] = format(number * 10000, ".0f")
        records[5 + place] = values

    def make(workbook: Any) -> None:
        put(workbook.create_sheet("台账"), rows)

    return Made("revenue", dt.date(2023, 12, 1), [Table("台账", "enclave.revenue", letters(names), records,
        [(8, "H", "forecast_in_actual")], [1], [2, 3, 4])], book(make))  # fmt: skip
