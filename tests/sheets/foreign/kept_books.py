"""Ledgers as offices keep them, written as text grids: money (示例: no firm, person or sum is real).

A line of a grid is a row of the sheet and `|` parts its cells: a bare number is a number, `@2024-05-01` a day, `=` a formula
nobody has computed, `'` marks a text that looks like a number. A line of facts is a row number and its values in base units.
Nothing here looks at the reader.
"""

# ruff: noqa: E501 rows of a sheet are read across and hold full-width signs

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .made_books import Made, Table, book, letters, put


def cell(text: str) -> Any:
    """Return what one cell of a grid holds."""
    text = text.strip(" ")
    if not text:
        return None
    if text.startswith("'"):
        return text[1:]
    if text.startswith("@"):
        return dt.date.fromisoformat(text[1:])
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def grid(text: str) -> list[list[Any]]:
    """Return the rows of a sheet; a line with a lone dot is an empty row."""
    return [
        [] if line.strip() == "." else [cell(one) for one in line.split("|")] for line in text.strip("\n").splitlines()
    ]


def facts(names: Iterable[str], text: str, **fixed: str) -> dict[int, dict[str, str]]:
    """Return the records of a table; `fixed` stands in every one of them."""
    records = {}
    names = list(names)
    for line in text.strip().splitlines():
        row, *values = [one.strip() for one in line.split("|")]
        assert len(values) == len(names), (line, len(values), len(names))
        records[int(row)] = {name: value for name, value in zip(names, values, strict=True) if value} | fixed
    return records


def sheet_of(title: str, rows: list[list[Any]], *, at: tuple[int, int] = (1, 1), merged: Iterable[str] = (),
             then: Callable[[Any], None] | None = None) -> Callable[[Any], None]:  # fmt: skip
    """Return what lays one sheet in a workbook."""

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet(title)
        put(sheet, rows, *at)
        for area in merged:
            sheet.merge_cells(area)
        if then is not None:
            then(sheet)

    return make


def text_file(lines: str, part: str, encoding: str) -> Callable[[Path], Path]:
    """Return a writer of a delimited text file."""

    def write(folder: Path) -> Path:
        path = folder / "book.csv"
        path.write_bytes(
            "\r\n".join(line.replace("|", part) for line in lines.strip("\n").splitlines()).encode(encoding)
        )
        return path

    return write


def two_units() -> Made:
    """A running account that starts at D6 with notes at its left; in comes in ten thousands, out goes in yuan."""
    rows = grid("""
东西部协作资金拨付流水账（2024年）（示例）
填报单位：示例局||||||||制表日期：2024年6月30日
.
序号|记账日期|凭证编号|业务摘要|往来单位|拨入金额（万元）|拨出金额（元）|账面余额（元）|经办人
1|2024.1.8|记-003|收到支援方第一批资金|示例市财政局|'1,200||'12,000,000.00|甲例
2|'20240120|记-007|拨付冷链项目款|示例建筑公司||3500000|8500000|甲例
3|2月6日|记-009|〃|示例建筑公司||'1,250,000.50|7249999.5|乙例
4|'45350|记-015|退回多付工程款|〃||'(50,000.00)|7299999.5|乙例
5|2024/4/30|记-021|收到第二批资金|示例市财政局|800||15299999.5|甲例
本页合计|||||2000|4700000.5||
.
6|2024年5月|记-030|拨付劳务补贴|示例劳务公司||３００００|15268999.5|甲例
合　计|||||2000|4730000.5||
""")
    names = ["date", "voucher_no", "purpose", "counterparty", "amount_in", "amount_out", "balance"]
    records = facts(
        names,
        """
10|2024-01-08|记-003|收到支援方第一批资金|示例市财政局|12000000||12000000
11|2024-01-20|记-007|拨付冷链项目款|示例建筑公司||3500000|8500000
12|2024-02-06|记-009|拨付冷链项目款|示例建筑公司||1250000.5|7249999.5
13|2024-02-28|记-015|退回多付工程款|示例建筑公司||-50000|7299999.5
14|2024-04-30|记-021|收到第二批资金|示例市财政局|8000000||15299999.5
17|2024-05|记-030|拨付劳务补贴|示例劳务公司||30000|15269999.5
""",
    )

    def notes(sheet: Any) -> None:
        put(sheet, [["说明：", "1.本账按季核对"], [None, "2.退款用括号"]], 9, 1)

    return Made("two_units", dt.date(2024, 7, 1), [Table("流水", "funds.account", letters(["seq", *names], 4), records,
        [(17, "K", "total_does_not_add")], [6, 7, 15, 16, 18], [9], {17: ["balance"]})],
        book(sheet_of("流水", rows, at=(6, 4), then=notes)))  # fmt: skip


def library() -> Made:
    """A project library: three header rows, the grand total on top, section rows that hold their sums, a note without a word for it."""
    rows = grid("""
平武县2025年东西部协作项目库申报表（示例）
填报单位：平武县示例局||||||||||||||单位：万元
序号|项目类别|项目名称|实施地点||建设内容及规模|投资概算||||受益情况||计划开工时间|计划完工时间|项目主管单位|备注
|||乡镇|村||总投资|其中|||户数|人数||||
|||||||东西部协作资金|财政衔接资金|自筹资金|||||||
总　计||||||1680.5|980|500.5|200||||||
一|产业发展类|||||1230.5|680|380.5|170||||||
1|产业|平武茶叶加工厂|龙安镇|示例一村|新建厂房800平方米|600|400|100|100|120|430|2025.3|2025.11|县农业农村局|
2|〃|中蜂养殖基地|高村乡|示例二村|购置蜂箱500个|约330.5|180|130.5|20|86|301|2025年4月|2025年12月|同上|
3|产业|食用菌大棚|江油关镇|示例三村|大棚30个|300|100|150|50|45|160|2025-5|2025-3|县农业农村局|续建
二|基础设施类|||||450|300|120|30||||||
4|基础设施|通村道路硬化|响岩镇|示例四村|硬化3公里|200|150|50||60|210|'20250401|'20250930|县交通局|
5|基础设施|饮水工程|响岩镇|示例五村|管网5公里|250|150|70|30|20|8|2025.6|待定|县水利局|
填表说明：受益户数、人数不重复计算。
""")
    names = ["category", "project", "town", "village", "amount_total", "amount_planned", "amount_bridge", "amount_other", "households", "persons",
             "start_date", "end_date", "owner"]  # fmt: skip
    records = facts(
        names,
        """
8|产业|平武茶叶加工厂|龙安镇|示例一村|6000000|4000000|1000000|1000000|120|430|2025-03|2025-11|县农业农村局
9|产业|中蜂养殖基地|高村乡|示例二村|3305000|1800000|1305000|200000|86|301|2025-04|2025-12|县农业农村局
10|产业|食用菌大棚|江油关镇|示例三村|3000000|1000000|1500000|500000|45|160|2025-05||县农业农村局
12|基础设施|通村道路硬化|响岩镇|示例四村|2000000|1500000|500000||60|210|2025-04-01|2025-09-30|县交通局
13|基础设施|饮水工程|响岩镇|示例五村|2500000|1500000|700000|300000|20|8|2025-06||县水利局
""",
        receiver="平武县",
    )
    records[9]["amount_total_qualifier"] = "about"
    columns = letters(["seq", "category", "project", "town", "village", "", *names[4:], "remark"])
    merged = ["A1:P1", "A3:A5", "B3:B5", "C3:C5", "D3:E3", "D4:D5", "E4:E5", "F3:F5", "G3:J3", "G4:G5", "H4:J4", "K3:L3", "K4:K5", "L4:L5",
              "M3:M5", "N3:N5", "O3:O5", "P3:P5", "A14:P14"]  # fmt: skip
    return Made("library", dt.date(2025, 1, 10), [Table("申报表", "activity.project", columns, records,
        [(10, "N", "end_before_start"), (13, "L", "persons_below_households"), (13, "N", "not_a_date")],
        [1, 2, 6, 7, 11, 14], [3, 4, 5], {10: ["end_date"]})], book(sheet_of("申报表", rows, merged=merged)))  # fmt: skip


def goods() -> Made:
    """Gifts in kind as a tab-separated GB18030 file: numbers with units, one day that never was, one product that is wrong."""
    lines = """
社会捐赠物资接收清单（2024年上半年）（示例）||||||||||
接收单位：紫云县示例会||||||||||金额单位：元
编号|日期|捐助方|捐助方所在区县|接受方|接受方所在县|物资品名|数量|单价|价值|收据号|备注
1|2024.1.15|示例服饰公司|番禺区|紫云示例小学|紫云县|冬季校服|500套|120|60000|No.0101|
2|〃|示例图书馆|从化|紫云示例中学|〃|图书|2,000册|18.5|37000|No.0102|
3|2月|示例医药公司|番禺区|紫云县示例医院|紫云县|监护仪|4台|2.5万|10万|No.0103|
4|2024-03-08|示例家电公司|番禺|紫云示例养老院|紫云县|电视机|12台|2999|"35,988"|No.0104|质保三年
5|2024/4/31|示例食品公司|从化区|紫云示例福利院|紫云县|大米|300袋|85|25500|No.0105|
6|20240520|示例文具公司|从花区|紫云示例小学|紫云县|文具|800份|25|21000|No.0106|
小计|||||||||279488||
"""
    names = [
        "date",
        "donor",
        "giver",
        "recipient",
        "receiver",
        "goods",
        "quantity_text",
        "unit_price",
        "amount_goods",
        "receipt_no",
        "remark",
    ]
    town = "紫云苗族布依族自治县"
    records = facts(
        names,
        f"""
4|2024-01-15|示例服饰公司|番禺区|紫云示例小学|{town}|冬季校服|500套|120|60000|No.0101|
5|2024-01-15|示例图书馆|从化区|紫云示例中学|{town}|图书|2,000册|18.5|37000|No.0102|
6|2024-02|示例医药公司|番禺区|紫云县示例医院|{town}|监护仪|4台|25000|100000|No.0103|
7|2024-03-08|示例家电公司|番禺区|紫云示例养老院|{town}|电视机|12台|2999|35988|No.0104|质保三年
8||示例食品公司|从化区|紫云示例福利院|{town}|大米|300袋|85|25500|No.0105|
9|2024-05-20|示例文具公司||紫云示例小学|{town}|文具|800份|25|21000|No.0106|
""",
    )
    return Made("goods", dt.date(2024, 7, 3), [Table("csv", "charity.donation", letters(["seq", *names]), records,
        [(8, "B", "date_invalid"), (9, "D", "unknown_place"), (9, "J", "amount_is_not_price_times_quantity")], [1, 2, 10], [3],
        {8: ["date"], 9: ["giver", "amount_goods"]})], text_file(lines, "\t", "gb18030"))  # fmt: skip


def five_ways() -> Made:
    """Sales over the five ways in side by side, the sum of the whole city on top without a word for it, a loss nobody explains."""
    rows = grid("""
2024年5月消费帮扶“五进”销售情况统计表（示例）
制表：示例办||||||||单位：元
受援县|结对区|“五进”销售金额|||||线上平台|本月合计|备注
||进机关|进学校|进医院|进企业|进社区|||
全市||153000|86000|28600|219000.5|31800|93200|611600.5|
阿坝县|鹿城区|52000|31000|0|88000.5|12000|45000|228000.5|
壤塘|龙湾区|4.2万|18000|9600|—|7700|30000|107300|
红原县|瓯海区|26000|15000|8000|61000|5500|20000|135500|
小金县|洞头区|'33,000.00|22000|11000|70000|6600|-1800|140800|
注：线上平台含832平台。
""")
    ways = ["进机关", "进学校", "进医院", "进企业", "进社区", "线上平台"]
    names = ["receiver", "giver", *(f"amount@channel={way}" for way in ways)]
    records = facts(
        names,
        """
6|阿坝县|鹿城区|52000|31000|0|88000.5|12000|45000
7|壤塘县|龙湾区|42000|18000|9600||7700|30000
8|红原县|瓯海区|26000|15000|8000|61000|5500|20000
9|小金县|洞头区|33000|22000|11000|70000|6600|-1800
""",
        month="2024-05",
    )
    return Made("five_ways", dt.date(2024, 6, 5), [Table("5月", "consumption.summary", letters([*names, "check_total", "remark"]), records,
        [(9, "H", "negative")], [1, 2, 5, 10], [3, 4])],
        book(sheet_of("5月", rows, merged=["A1:J1", "A3:A4", "B3:B4", "C3:G3", "H3:H4", "I3:I4", "J3:J4"])))  # fmt: skip


def returns_of_enclaves() -> Made:
    """What enclaves owe and paid over three years: capital and due in ten thousands, receipts in yuan, a row of sums in formulas."""
    rows = grid("""
山海协作“飞地”收益情况表（示例）
飞地项目名称|飞出地|飞入地|投入资金（万元）|股权占比|年收益率|2021年||2022年||2023年||备注
||||||应得收益（万元）|到账收益（元）|应得收益（万元）|到账收益（元）|应得收益（万元）|到账收益（元）|
示例甲飞地|龙泉市|萧山区|5000|25%|8|400|4000000|400|4000000|400|'4,000,000|
示例乙飞地|庆元|嘉善县|3000|10%|6|180|1800000|180|1800000|180|1500000|余款待付
示例丙飞地|遂昌县|诸暨市|2000|一成|5.5|—|—|110|110|110|1100000|
合计|||=SUM(D4:D6)||||=SUM(H4:H6)|||=SUM(K4:K6)||
注：收益率为百分数。
""")
    rows[6] = cells = [None] * 13
    cells[0], cells[3], cells[6], cells[8], cells[10] = (
        "合计",
        "=SUM(D4:D6)",
        "=SUM(G4:G6)",
        "=SUM(I4:I6)",
        "=SUM(K4:K6)",
    )
    years = [f"{field}@year={year}" for year in (2021, 2022, 2023) for field in ("amount_due", "amount_received")]
    names = ["enclave", "receiver", "giver", "capital", "share", "rate", *years]
    records = facts(
        names,
        """
4|示例甲飞地|龙泉市|萧山区|50000000|0.25|0.08|4000000|4000000|4000000|4000000|4000000|4000000
5|示例乙飞地|庆元县|嘉善县|30000000|0.1|0.06|1800000|1800000|1800000|1800000|1800000|1500000
6|示例丙飞地|遂昌县|诸暨市|20000000|0.1|0.055|||1100000||1100000|1100000
""",
    )
    return Made("returns_of_enclaves", dt.date(2024, 3, 1), [Table("收益表", "enclave.revenue", letters([*names, "remark"]), records,
        [(6, "J", "mixed_unit")], [1, 7, 8], [2, 3], {6: ["amount_received@year=2022"]})],
        book(sheet_of("收益表", rows, merged=["A1:M1", "G2:H2", "I2:J2", "K2:L2", "A2:A3", "B2:B3", "C2:C3", "D2:D3"])))  # fmt: skip


def handed_down() -> Made:
    """Two batches handed down, last year's sheet kept as a copy with its title unchanged, sub-totals of cities bold and unnamed."""
    now = grid("""
附件1
2024年东西部协作资金安排表（示例）
|||||单位：万元
序号|市（州）|受援县|资金规模|资金文号|拨付日期|备注
|阿坝州||5300||||
1||汶川县|2300|川财农〔2024〕11号|2024.3.18|
2||理县|1800|川财农〔2024〕12号|2024-3-18|
3||茂县|'1,200|同上|3月20日|
|甘孜州||4100||||
4||泸定县|2100|川财农〔2024〕13号|@2024-04-02|
5||丹巴|2000|川财农〔2024〕14号|2024年4月|含奖励资金200万元
合计|||9500||||
""")
    before = grid("""
2023年东西部协作资金安排表（示例）
县名|金额（元）|下达文号|到位日期
汶川县|21500000|川财农〔2023〕9号|2023.3.2
理　县|17000000|川财农〔2023〕10号|2023.3.2
茂县|1100|川财农〔2023〕10号|2023.13.2
总计|49500000||
""")
    names = ["receiver", "amount", "document_no", "date", "remark"]
    records = facts(
        names,
        """
6|汶川县|23000000|川财农〔2024〕11号|2024-03-18|
7|理县|18000000|川财农〔2024〕12号|2024-03-18|
8|茂县|12000000|川财农〔2024〕12号|2024-03-20|
10|泸定县|21000000|川财农〔2024〕13号|2024-04-02|
11|丹巴县|20000000|川财农〔2024〕14号|2024-04|含奖励资金200万元
""",
    )
    older = facts(
        names[:4],
        """
3|汶川县|21500000|川财农〔2023〕9号|2023-03-02
4|理县|17000000|川财农〔2023〕10号|2023-03-02
5|茂县||川财农〔2023〕10号|
""",
    )

    def make(workbook: Any) -> None:
        sheet_of("2024", now, merged=["A2:G2"])(workbook)
        sheet_of("2024 (2)", before)(workbook)

    return Made("handed_down", dt.date(2024, 6, 1), [
        Table("2024", "funds.allocation", {"A": "seq", **letters(names, 3)}, records, [(12, "D", "total_does_not_add")], [1, 2, 3, 5, 9, 12], [4]),
        Table("2024 (2)", "funds.allocation", letters(names[:4]), older, [(5, "B", "mixed_unit"), (5, "D", "date_invalid")], [1, 6], [2],
              {5: ["amount", "date"]})], book(make))  # fmt: skip


def spent() -> Made:
    """Payments page after page: the heading comes again, pages have sums, a total in words, one amount lost to a formula error."""
    rows = grid("""
东西部协作项目资金支出台账（示例）
支出日期|资金来源|项目名称|收款人|付款金额|支付凭证号|摘要
2024-03-01|2023年协作资金|示例茶园|示例茶叶合作社|356000|'00021|基地建设
'45370|〃|〃|〃|'144,000.00|'00022|尾款
2024.4.2|2024年协作资金|示例冷库|示例制冷公司|860000|'00031|设备款
本页小计||||1360000||
支出日期|资金来源|项目名称|收款人|付款金额|支付凭证号|摘要
2024年4月15日|2024年协作资金|示例冷库|示例制冷公司|#REF!|'00032|安装费
2024-05-06|2024年协作资金|示例学校|示例建设公司|120万元|'00035|首付款
2024-05-06|2024年协作资金|示例学校|示例建设公司|1200000|'00035|首付款
5月20日|2024年协作资金|示例学校|示例监理公司|80000|'00036|监理费
本页小计||||||
累计||||||
单位负责人：（示例）　　经办人：（示例）
""")
    names = ["date", "category", "project", "counterparty", "amount", "voucher_no", "purpose"]
    records = facts(
        names,
        """
3|2024-03-01||示例茶园|示例茶叶合作社|356000|00021|基地建设
4|2024-03-19||示例茶园|示例茶叶合作社|144000|00022|尾款
5|2024-04-02||示例冷库|示例制冷公司|860000|00031|设备款
8|2024-04-15||示例冷库|示例制冷公司||00032|安装费
9|2024-05-06||示例学校|示例建设公司|1200000|00035|首付款
10|2024-05-06||示例学校|示例建设公司|1200000|00035|首付款
11|2024-05-20||示例学校|示例监理公司|80000|00036|监理费
""",
    )
    columns = letters(["date", "", "", "counterparty", "amount", "voucher_no", "purpose"])
    for values in records.values():
        values.pop("project")
    return Made("spent", dt.date(2024, 6, 1), [Table("支出", "funds.expenditure", columns, records,
        [(8, "E", "formula_error"), (10, None, "duplicate")], [1, 6, 7, 12, 13, 14], [2])], book(sheet_of("支出", rows)))  # fmt: skip


def arrived() -> Made:
    """Months downwards, counties across, in a UTF-16 file; what the columns hold is said in the title only."""
    lines = """
2023年各县协作资金到账情况（万元）（示例）|||
月份|布拖县|金阳县|喜德县
1月|—|—|—
3月|1200|800|950.5
5月|300|'|250
9月|500余|400|100
全年|2000|1200|1300.5
"""
    # who keeps a book this way reads a column as a county
    records = {
        3: {"month": "2023-01"},
        4: {
            "month": "2023-03",
            "amount@receiver=布拖县": "12000000",
            "amount@receiver=金阳县": "8000000",
            "amount@receiver=喜德县": "9505000",
        },
        5: {"month": "2023-05", "amount@receiver=布拖县": "3000000", "amount@receiver=喜德县": "2500000"},
        6: {
            "month": "2023-09",
            "amount@receiver=布拖县": "5000000",
            "amount@receiver=金阳县": "4000000",
            "amount@receiver=喜德县": "1000000",
        },
    }
    return Made("arrived", dt.date(2024, 1, 5), [Table("csv", "funds.arrival",
        letters(["month", *(f"amount@receiver={one}" for one in ("布拖县", "金阳县", "喜德县"))]), records, [], [1, 7], [2])],
        text_file(lines.replace("'", ""), "\t", "utf-16"))  # fmt: skip
