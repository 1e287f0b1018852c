"""Ledgers as offices keep them, written as text grids: layouts that share a sheet, and odd heads. See `kept_books`."""

# ruff: noqa: E501 rows of a sheet are read across and hold full-width signs

from __future__ import annotations

import datetime as dt
from typing import Any

from .kept_books import facts, grid, sheet_of, text_file
from .made_books import Made, Table, book, letters, put


def labour_by_month() -> Made:
    """Counties down, months across, persons and person-times under each month; quarters nowhere, sums at the right."""
    rows = grid("""
2024年一季度劳务协作转移就业月报表（示例）
县区|结对区|1月||2月||3月||合计|备注
||就业人数|培训人次|就业人数|培训人次|就业人数|培训人次|就业人数|
沐川县|诸暨市|120|30|150人|45|168|50|438|
马边县|越城区|98|—|110|26|'１３０|40|338|
峨边|柯桥区|75|12|80|18|91|0|264|含省内
合计||293|42|340|89|389|90|1022|
""")
    names = [
        "receiver",
        "giver",
        *(f"{one}@month=2024-{month:02d}" for month in (1, 2, 3) for one in ("persons", "trained")),
    ]
    keys = [name for name in names if not name.startswith("trained")]
    records = facts(
        keys,
        """
4|沐川县|诸暨市|120|150|168
5|马边彝族自治县|越城区|98|110|130
6|峨边彝族自治县|柯桥区|75|80|91
""",
    )
    columns = {"A": "receiver", "B": "giver", "C": names[2], "E": names[4], "G": names[6]}
    return Made("labour_by_month", dt.date(2024, 4, 10), [Table("月报", "labour.placement", columns, records,
        [(6, "I", "total_does_not_add")], [1, 7], [2, 3])],
        book(sheet_of("月报", rows, merged=["A1:J1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2", "J2:J3"])))  # fmt: skip


def progress_beside_notes() -> Made:
    """A project list without a title or numbers, its units in a row of their own under the heads, a remark column in front."""
    rows = grid("""
备注|项目|所属乡镇|实施主体|总投资|其中：协作资金|到位资金|支出资金|支出进度|工程进度|开工日期|竣工日期
||||万元|万元|万元|万元|%|%||
|示例水厂改造|示例镇|示例水务局|520|400|400|320|80|85%|2023年3月|2023.12
变更一次|示例村道|示例乡|示例乡政府|'86.5|86.5|86.5|86.5|100|完工|'20230405|'20231010
|示例养殖场|示例镇|示例公司|300|200|150|180|90|六成|2023.5.6|@2023-11-30
|示例卫生站|示例乡|示例卫健局|120|120|120|60万|50|50|2023/6|
|小计|||1026.5|806.5|756.5|646.5||||
""")
    names = [
        "project",
        "town",
        "owner",
        "amount_total",
        "amount_planned",
        "amount_arrived",
        "amount_paid",
        "paid_ratio",
        "progress",
        "start_date",
        "end_date",
    ]
    records = facts(
        names,
        """
3|示例水厂改造|示例镇|示例水务局|5200000|4000000|4000000|3200000|0.8|0.85|2023-03|2023-12
4|示例村道|示例乡|示例乡政府|865000|865000|865000|865000|1|1|2023-04-05|2023-10-10
5|示例养殖场|示例镇|示例公司|3000000|2000000|1500000|1800000|0.9|0.6|2023-05-06|2023-11-30
6|示例卫生站|示例乡|示例卫健局|1200000|1200000|1200000|600000|0.5|0.5|2023-06|
""",
    )
    return Made("progress_beside_notes", dt.date(2024, 1, 5), [Table("Sheet1", "activity.project", letters(["remark", *names]), records,
        [(5, "H", "paid_above_arrived")], [7], [1, 2])], book(sheet_of("Sheet1", rows)))  # fmt: skip


def two_beside() -> Made:
    """Gifts in money and in kind in two tables side by side under one title, each with its own sum and length."""
    left = grid("""
序号|捐款单位|到账日期|捐款额（元）|受赠单位
1|示例甲公司|2024.3.1|50000|示例县慈善会
2|示例乙商会|2024年3月12日|'80,000.00|〃
3|示例丙个人|3月15日|约2000元|示例县红十字会
合计|||132000|
""")
    right = grid("""
序号|捐物单位|捐赠时间|物资名称|数量|折价金额（万元）|接收单位
1|示例丁公司|2024/3/5|轮椅|20辆|1.6|示例县残联
2|示例戊公司|2024-03-18|电脑|15台|6|示例县中学
3|示例己公司|'20240322|图书|1000册|2.5万元|示例县小学
4|示例庚公司|2024.3.25|羽绒服|100件|'３．２|示例县民政局
合计||||||
""")
    right[5] = ["合计", None, None, None, None, 13.3, None]

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("3月")
        put(sheet, [["2024年3月社会力量捐赠情况（示例）"]])
        put(sheet, left, 3, 1)
        put(sheet, right, 3, 7)
        sheet.merge_cells("A1:M1")

    one = ["donor", "date", "amount", "recipient"]
    two = ["donor", "date", "goods", "quantity_text", "amount_goods", "recipient"]
    money = facts(
        one,
        """
4|示例甲公司|2024-03-01|50000|示例县慈善会
5|示例乙商会|2024-03-12|80000|示例县慈善会
6|示例丙个人|2024-03-15|2000|示例县红十字会
""",
    )
    money[6]["amount_qualifier"] = "about"
    goods = facts(
        two,
        """
4|示例丁公司|2024-03-05|轮椅|20辆|16000|示例县残联
5|示例戊公司|2024-03-18|电脑|15台|60000|示例县中学
6|示例己公司|2024-03-22|图书|1000册|25000|示例县小学
7|示例庚公司|2024-03-25|羽绒服|100件|32000|示例县民政局
""",
    )
    return Made("two_beside", dt.date(2024, 4, 2), [
        Table("3月", "charity.donation", letters(["seq", *one]), money, [], [1, 7], [3], layout="blocks"),
        Table("3月", "charity.donation", letters(["seq", *two], 7), goods, [], [1, 8], [3], layout="blocks")], book(make))  # fmt: skip


def doctors() -> Made:
    """Pairs of hospitals with what was done: due and sent, visits in 万, a rate in words and one above the whole."""
    rows = grid("""
医疗卫生“组团式”帮扶情况一览（截至2024年6月）（示例）
受援县|受援医院|医院等级|支援医院|支援地|协议签订时间|应派人数|实派人数|诊疗人次|手术例数|新技术|县外转诊率
昭觉县|示例县人民医院|二级甲等|示例市第一医院|鄞州区|2021.6|5|6名|1.2万|356|2|12.5%
布拖|示例县中医院|二级乙等|示例市中医院|江北区|2022年5月|4|4|3,560人次|120例|1项|0.18
美姑县|示例县妇幼院|〃|示例市妇幼院|慈溪市|2022-09-01|3|2|2100余|45|—|九成
合计||||||12|12||521||
""")
    names = [
        "receiver",
        "side_b",
        "level",
        "side_a",
        "giver",
        "start_date",
        "persons_due",
        "persons",
        "visits",
        "operations",
        "skills",
        "transfer_rate",
    ]
    records = facts(
        names,
        """
3|昭觉县|示例县人民医院|二级甲等|示例市第一医院|鄞州区|2021-06|5|6|12000|356|2|0.125
4|布拖县|示例县中医院|二级乙等|示例市中医院|宁波市江北区|2022-05|4|4|3560|120|1|0.18
5|美姑县|示例县妇幼院|二级乙等|示例市妇幼院|慈溪市|2022-09-01|3|2|2100|45||0.9
""",
    )
    records[5]["visits_qualifier"] = "over"
    return Made("doctors", dt.date(2024, 7, 1), [Table("Sheet2", "pairing.hospital", letters(names), records, [], [1, 6], [2])], book(sheet_of("Sheet2", rows)))  # fmt: skip


def return_list() -> Made:
    """A yearly return as a list: codes, two years by name, parts marked with a dash, sub-heads, a signature line."""
    rows = grid("""
东西部协作统计年报（示例）
填报单位：旺苍县示例局||||2025年1月8日
指标名称|代码|单位|2023年|2024年
甲|乙|丙|1|2
一、资金投入||||
财政援助资金|101|万元|3200|3350
　—产业项目|102|万元|1800|1900
社会帮扶资金|103|元|860000|92
二、人才交流||||
选派党政干部|201|人|4|4
选派专技人才|202|人次|36|41人次
培训人才|203|人次|820|9200
三、消费协作||||
采购农特产品|301|亿元|0.85|9200万元
单位负责人：（示例）  填表人：（示例）
""")
    names = ["item", "item_code", "unit", "value_previous", "value"]
    records = facts(
        names,
        """
6|财政援助资金|101|CNY|32000000|33500000
7|—产业项目|102|CNY|18000000|19000000
8|社会帮扶资金|103|CNY|860000|920000
10|选派党政干部|201|person|4|4
11|选派专技人才|202|person_time|36|41
12|培训人才|203|person_time|820|9200
14|采购农特产品|301|CNY|85000000|92000000
""",
        receiver="旺苍县",
        year="2024",
    )
    for row in records:
        records[row].pop("item") if row == 7 else None
    return Made("return_list", dt.date(2025, 1, 10), [Table("年报", "return.yearly", letters(names), records,
        [(8, "E", "mixed_unit"), (12, "E", "suspicious_change")], [1, 2, 4, 5, 9, 13, 15], [3], {8: ["value"], 12: ["value"], 7: ["item"]})],
        book(sheet_of("年报", rows)))  # fmt: skip


def parks_by_year() -> Made:
    """Tenants with output and tax of three years under years, not under measures; a firm that left is struck by a remark."""
    rows = grid("""
示例飞地产业园企业经营情况（示例）
序号|企业|信用代码|2022年||2023年||2024年||增速%|用工|备注
|||产值（万元）|税收（万元）|产值（万元）|税收（万元）|产值（万元）|税收（万元）|||
1|示例光学公司||5200|120|5800|135|6380|150|10|86|
2|示例食品公司||3100|60.5|3000|58|2850|'55|-5|60人|
3|示例机械公司|||—|1500|20|2400|36|60|45|2023年投产
4|示例箱包公司||900|12|950|13|98|1|—|30|停产
合计|||9200|192.5|11250|226|11728|242||221|
""")
    years = [f"{one}@year={year}" for year in (2022, 2023, 2024) for one in ("output", "tax")]
    names = ["firm", *years, "growth", "persons", "remark"]
    records = facts(
        names,
        """
4|示例光学公司|52000000|1200000|58000000|1350000|63800000|1500000|0.1|86|
5|示例食品公司|31000000|605000|30000000|580000|28500000|550000|-0.05|60|
6|示例机械公司|||15000000|200000|24000000|360000|0.6|45|2023年投产
7|示例箱包公司|9000000|120000|9500000|130000|980000|10000||30|停产
""",
    )
    return Made("parks_by_year", dt.date(2025, 2, 1), [Table("经营", "park.tenant",
        {"A": "seq", "B": "firm", **letters(names[1:], 4)}, records, [], [1, 8], [2, 3])],
        book(sheet_of("经营", rows, merged=["A1:L1", "D2:E2", "F2:G2", "H2:I2", "A2:A3", "B2:B3", "C2:C3", "J2:J3", "K2:K3", "L2:L3"])))  # fmt: skip


def exchange() -> Made:
    """People both ways in one list: direction in a column, a term in one cell, two terms in another, days that do not fit."""
    lines = """
山海协作干部人才双向交流名单（示例）|||||||||
填报日期：2024年5月|||||||||
序号|交流方向|人员姓名|性别|派出地|派出单位|接收地|接收单位及岗位|交流时间|天数
1|东→西|赵例一|男|萧山区|萧山示例局|开化县|开化示例局副局长|2023.3-2024.3|
2|〃|钱例二|女|〃|萧山示例医院|〃|开化示例医院医师|2023年9月至2024年2月|
3|西→东|孙例三|男|开化县|开化示例镇|萧山区|萧山示例街道|2024.3.1-2024.3.30|30
4|西→东|李例四|女|开化|开化示例校|萧山|萧山示例校|2024.4.1—2024.4.10|20
"""
    records = facts(
        ["person", "sex", "home_unit", "host_unit", "term", "days"],
        """
4|赵例一|男|萧山示例局|开化示例局副局长|2023-03/2024-03|
5|钱例二|女|萧山示例医院|开化示例医院医师|2023-09/2024-02|
6|孙例三|男|开化示例镇|萧山示例街道|2024-03-01/2024-03-30|30
7|李例四|女|开化示例校|萧山示例校|2024-04-01/2024-04-10|20
""",
    )
    for values in records.values():
        values |= {"giver": "萧山区", "receiver": "开化县"}
    columns = letters(["seq", "direction", "person", "sex", "", "home_unit", "", "host_unit", "term", "days"])
    return Made("exchange", dt.date(2024, 6, 1), [Table("csv", "talent.secondment", columns, records,
        [(7, "J", "total_does_not_add")], [1, 2], [3], {7: ["days"]})], text_file(lines, ",", "gb18030"))  # fmt: skip


def terms_of_enclaves() -> Made:
    """Pay-outs by village with three batches side by side and their days, shares that are added up, a county in the sheet's name."""
    rows = grid("""
村集体入股飞地项目收益兑付情况（示例）
乡镇|村|入股本金（万元）|第一期||第二期||累计兑付（元）|备注
|||金额（元）|兑付日期|金额（元）|兑付日期||
示例甲镇|示例一村|30|15000|2023.6.30|15000|2023.12.28|30000|
|示例二村|20|10000|2023.6.30|10000|〃|20000|
|示例三村|50|25000|2023年7月1日|25,000|2024.12.28|50000|
甲镇小计||100|50000||50000||100000|
示例乙乡|示例四村|40|20000|2023-07-01|2|2023/12/29|40000|
|示例五村|60|30000|同上|30000|12月29日|60500|
乙乡小计||100|50000||50000||100500|
合计||200|100000||100000||200500|
""")
    names = ["town", "village", "capital", "amount_paid@batch=1", "date@batch=1", "amount_paid@batch=2", "date@batch=2"]
    records = facts(
        names,
        """
4|示例甲镇|示例一村|300000|15000|2023-06-30|15000|2023-12-28
5|示例甲镇|示例二村|200000|10000|2023-06-30|10000|2023-12-28
6|示例甲镇|示例三村|500000|25000|2023-07-01|25000|2024-12-28
8|示例乙乡|示例四村|400000|20000|2023-07-01||2023-12-29
9|示例乙乡|示例五村|600000|30000|2023-07-01|30000|2023-12-29
""",
        receiver="青田县",
    )
    return Made("terms_of_enclaves", dt.date(2024, 1, 15), [Table("青田县2023", "enclave.payout", letters([*names, "check_total", "remark"]), records,
        [(6, "G", "future_date"), (8, "F", "mixed_unit"), (9, "H", "total_does_not_add")], [1, 7, 10, 11], [2, 3], {8: ["amount_paid@batch=2"]})],
        book(sheet_of("青田县2023", rows, merged=["A1:I1", "D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3", "H2:H3", "I2:I3"])))  # fmt: skip
