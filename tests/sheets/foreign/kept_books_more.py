"""Ledgers as offices keep them, written as text grids: two amounts of a row, stacked tables, old files. See `kept_books`."""

# ruff: noqa: E501 rows of a sheet are read across and hold full-width signs

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from .kept_books import facts, grid, sheet_of, text_file
from .made_books import Made, Table, book, identity, letters
from .test_old_workbooks import old_book, sheet


def arrived_and_paid() -> Made:
    """What arrived (万元) beside what was paid of it (元): counties merged down, a sum for each, a grand total, a note above."""
    rows = grid("""
2025年上半年对口支援资金到位和支付情况表（示例）
填报单位：示例局|||||||填报日期：2025年7月2日
说明：到位数按万元填，支付数按元填
序号|受援县|支援市区|资金到位情况||资金支付情况||凭证号|备注
|||时间|金额（万元）|已支付（元）|未支付（元）||
1|昭觉县|鄞州区|2025.1.15|1200|8000000|4000000|示-01|
2||慈溪市|2025年2月|'300|'3,000,000|0|示-02|
昭觉县小计||||1500|11000000|4000000||
3|布拖县|鄞州区|2025/3/9|850.5|9505000|-1000000|示-03|
4||江北区|@2025-04-01|200|0|2000000|示-04|未开工
5||慈溪市|4月20日|150|1500000|0|示-05|
布拖县小计||||1200.5|11005000|1000000||
总　计||||2700.5|22005000|5000000||
""")
    names = ["receiver", "giver", "date", "amount", "amount_paid"]
    records = facts([*names, "voucher_no"], """
6|昭觉县|鄞州区|2025-01-15|12000000|8000000|示-01
7|昭觉县|慈溪市|2025-02|3000000|3000000|示-02
9|布拖县|鄞州区|2025-03-09|8505000|9505000|示-03
10|布拖县|宁波市江北区|2025-04-01|2000000|0|示-04
11|布拖县|慈溪市|2025-04-20|1500000|1500000|示-05
""")  # fmt: skip
    return Made("arrived_and_paid", dt.date(2025, 7, 3), [Table("到位支付", "funds.arrival",
        letters(["seq", *names, "", "voucher_no", "remark"]), records, [(9, "F", "paid_above_arrived")], [1, 2, 3, 8, 12, 13], [4, 5])],
        book(sheet_of("到位支付", rows, merged=["A1:I1", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4", "H4:H5", "I4:I5", "B6:B7", "B9:B11"])))  # fmt: skip


def canteen_orders() -> Made:
    """Purchases of canteens as a GB18030 file parted by semicolons, two lines above, a unit in some cells, sums at the end."""
    lines = """
示例区机关食堂采购帮扶产品明细;;;;;;;;
统计期：2025年3月;;;;;;;单位：元;
序号;采购日期;采购食堂;供货企业;产地;商品名称;数量;单价;采购金额
1;2025.3.3;示例一食堂;示例农业公司;马边县;高山土豆;500斤;2.4;1200
2;3月5日;示例一食堂;示例农业公司;马边县;腊肉;120斤;38;4560
3;2025-03-11;示例二食堂;示例合作社;峨边;苦荞面;300;9.5;0.285万元
4;2025/3/18;示例二食堂;示例合作社;峨边;竹笋;80;26;2008
5;20250325;示例三食堂;示例茶业公司;沐川县;绿茶;40;150;6000
合计;;;;;;;;16618
"""
    names = ["date", "buyer", "seller", "origin", "product", "quantity", "unit_price", "amount"]
    records = facts(names, """
4|2025-03-03|示例一食堂|示例农业公司|马边彝族自治县|高山土豆|500|2.4|1200
5|2025-03-05|示例一食堂|示例农业公司|马边彝族自治县|腊肉|120|38|4560
6|2025-03-11|示例二食堂|示例合作社|峨边彝族自治县|苦荞面|300|9.5|2850
7|2025-03-18|示例二食堂|示例合作社|峨边彝族自治县|竹笋|80|26|2008
8|2025-03-25|示例三食堂|示例茶业公司|沐川县|绿茶|40|150|6000
""")  # fmt: skip
    return Made("canteen_orders", dt.date(2025, 4, 2), [Table("book", "consumption.purchase", letters(["seq", *names]), records,
        [(7, "I", "amount_is_not_price_times_quantity")], [1, 2, 9], [3])], text_file(lines.replace("|", "｜"), ";", "gb18030"))  # fmt: skip


def money_and_gifts() -> Made:
    """Two tables of different kinds under each other on one sheet, each with its own title, unit and total."""
    rows = grid("""
一、财政援助资金到账（示例，单位：万元）
序号|支援方|受援方|到账日期|到账金额|资金文号
1|诸暨市|沐川县|2024.5.8|2300|示财〔2024〕8号
2|诸暨市|沐川县|2024.9.12|'1,150.25|示财〔2024〕21号
合计||||3450.25|
.
二、社会捐赠登记（示例，单位：元）
序号|捐赠单位|接收单位|捐赠时间|捐款金额|物资名称|物资折款|用途
1|示例商会|沐川县示例小学|2024年6月1日|200000|||奖学
2|示例纺织公司|沐川县示例医院|2024/7/20||被褥300套|'45,000|
3|示例基金会|沐川县示例镇|8月3日|1.5万|||救灾
合计||||215000||45000|
""")
    one = facts(["giver", "receiver", "date", "amount", "document_no"], """
3|诸暨市|沐川县|2024-05-08|23000000|示财〔2024〕8号
4|诸暨市|沐川县|2024-09-12|11502500|示财〔2024〕21号
""")  # fmt: skip
    names = ["donor", "recipient", "date", "amount", "goods", "amount_goods", "purpose"]
    two = facts(names, """
9|示例商会|沐川县示例小学|2024-06-01|200000|||奖学
10|示例纺织公司|沐川县示例医院|2024-07-20||被褥300套|45000|
11|示例基金会|沐川县示例镇|2024-08-03|15000|||救灾
""")  # fmt: skip
    return Made("money_and_gifts", dt.date(2024, 12, 30), [
        Table("台账", "funds.arrival", letters(["seq", "giver", "receiver", "date", "amount", "document_no"]), one, [], [1, 5], [2]),
        Table("台账", "charity.donation", letters(["seq", *names]), two, [], [7, 12], [8]),
    ], book(sheet_of("台账", rows, merged=["A1:F1", "A7:H7"])))  # fmt: skip


def shares_of_villages() -> Made:
    """An old .xls of pay-outs: towns merged down, what was due beside what was paid, a town's sum, a grand total."""
    rows: list[list[object]] = [
        ["2024年度消薄飞地收益分配到村明细（示例）"],
        ["单位：元"],
        ["乡镇", "村名", "出资额", "应得收益", "实发金额", "发放日期"],
        ["示例甲镇", "示例一村", 500000, 40000, 40000, dt.date(2024, 12, 20)],
        [None, "示例二村", 300000, 24000, 24000, dt.date(2024, 12, 20)],
        ["小计", None, 800000, 64000, 64000, None],
        ["示例乙乡", "示例三村", 250000, 20000, 25000, dt.date(2025, 1, 8)],
        [None, "示例四村", 250000, 20000, 20000, "待发"],
        ["小计", None, 500000, 40000, 45000, None],
        ["合计", None, 1300000, 104000, 109000, None],
    ]
    names = ["town", "village", "capital", "amount_due", "amount_paid", "date"]
    records = facts(names, """
4|示例甲镇|示例一村|500000|40000|40000|
5|示例甲镇|示例二村|300000|24000|24000|
7|示例乙乡|示例三村|250000|20000|25000|
8|示例乙乡|示例四村|250000|20000|20000|
""")  # fmt: skip
    for row, month in ((4, "2024-12"), (5, "2024-12"), (7, "2025-01")):
        records[row]["date"] = month
    return Made("shares_of_villages", dt.date(2025, 2, 1), [Table("分配", "enclave.payout", letters(names), records,
        [(7, "E", "more_than_due"), (8, "F", "not_a_date")], [1, 2, 6, 9, 10], [3])],
        old_file([("分配", 0, sheet(rows, merged=((3, 4, 0, 0), (6, 7, 0, 0))))]))  # fmt: skip


def old_file(sheets: list[tuple[str, int, bytes]]) -> Callable[[Path], Path]:
    """Return a writer of an old workbook; its days show their month only."""

    def write(folder: Path) -> Path:
        path = folder / "book.xls"
        path.write_bytes(old_book(sheets))
        return path

    return write


def experts_both_ways() -> Made:
    """Two sheets of cadres, out and in, under two-level heads with terms in one cell, an age that follows, a number too short."""
    ids = [identity("511199", f"198{n}0{n + 1}15", 200 + n) for n in range(4)]
    out = grid(f"""
2023—2024年选派干部人才花名册（示例）
序号|基本情况||||派出单位|接收单位|挂职职务|挂职时间
|姓名|性别|出生年月|身份证号||||
1|张例一|男|1980.1|'{ids[0]}|越城区示例局|马边县示例局|副局长|2023.5-2025.5
2|李例二|女|1981年2月|'{ids[1]}|越城区示例医院|马边县示例医院|科主任|2023年9月至2024年9月
3|王例三|男|1982-03|'{ids[2][:-1]}|越城区示例学校|马边县示例学校|副校长|2023.9起
""")
    back = grid(f"""
2024年跟岗学习人员花名册（示例）
序号|基本情况||||派出单位|接收单位|跟岗岗位|跟岗时间
|姓名|性别|出生年月|身份证号||||
1|赵例四|女|'1983.04|'{ids[3]}|马边县示例局|越城区示例局|科员|2024.3.1—2024.8.31
""")
    names = ["person", "sex", "birth", "id_number", "home_unit", "host_unit", "post", "term"]
    first = facts(names, f"""
4|张例一|男|1980-01|{ids[0]}|越城区示例局|马边县示例局|副局长|2023-05/2025-05
5|李例二|女|1981-02|{ids[1]}|越城区示例医院|马边县示例医院|科主任|2023-09/2024-09
6|王例三|男|1982-03|{ids[2][:-1]}|越城区示例学校|马边县示例学校|副校长|2023-09/..
""")  # fmt: skip
    second = facts(names, f"4|赵例四|女|1983-04|{ids[3]}|马边县示例局|越城区示例局|科员|2024-03-01/2024-08-31")
    merged = ["A2:A3", "B2:E2", "F2:F3", "G2:G3", "H2:H3", "I2:I3"]
    return Made("experts_both_ways", dt.date(2024, 10, 1), [
        Table("派出", "talent.secondment", letters(["seq", *names]), first, [(4, "D", "date_ambiguous"), (6, "E", "bad_length")], [1], [2, 3], {4: ["birth"]}),
        Table("派入", "talent.secondment", letters(["seq", *names]), second, [], [1], [2, 3]),
    ], book(lambda made: (sheet_of("派出", out, merged=merged)(made), sheet_of("派入", back, merged=merged)(made))))  # fmt: skip


def purchases_by_unit() -> Made:
    """Orders grouped under the buying unit, merged down, with units in some cells, days as numbers, a sum for each unit."""
    rows = grid("""
2024年消费帮扶采购台账（示例）
|||||||金额：万元
采购单位|订单编号|下单时间|产品|供货单位|产地|渠道|金额
示例集团工会|DH-0001|2024.4.3|核桃|示例合作社|美姑县|机关采购|3.2
|DH-0002|'45397|苹果|示例果业公司|盐源县|机关采购|1.85
|DH-0003|2024年5月6日|蜂蜜|示例合作社|美姑|展销|9600元
小计|||||||6.01
示例商业公司|DH-0004|2024-05-09|花椒|示例椒业公司|金阳县|商超|12
|DH-0005|5月20日|腊肉|示例食品公司|雷波县|商超|'7.5万
小计|||||||19.5
总计|||||||25.51
""")
    names = ["buyer", "order_no", "date", "product", "seller", "origin", "channel", "amount"]
    records = facts(names, """
4|示例集团工会|DH-0001|2024-04-03|核桃|示例合作社|美姑县|机关采购|32000
5|示例集团工会|DH-0002|2024-04-15|苹果|示例果业公司|盐源县|机关采购|18500
6|示例集团工会|DH-0003|2024-05-06|蜂蜜|示例合作社|美姑县|展销|9600
8|示例商业公司|DH-0004|2024-05-09|花椒|示例椒业公司|金阳县|商超|120000
9|示例商业公司|DH-0005|2024-05-20|腊肉|示例食品公司|雷波县|商超|75000
""")  # fmt: skip
    return Made("purchases_by_unit", dt.date(2024, 7, 1), [Table("采购", "consumption.purchase", letters(names), records,
        [], [1, 2, 7, 10, 11], [3])], book(sheet_of("采购", rows, merged=["A1:H1", "A4:A6", "A8:A9"])))  # fmt: skip


def rents_and_taxes() -> Made:
    """Income of enclaves with a unit for each column, a share in per cent, a sum of a row that does not add though the grand total has it right, a forecast in the last row."""
    rows = grid("""
山海协作“飞地”收益情况（示例）
.
飞地名称|飞入地|飞出地|年度|投资额（亿元）|股比|租金收益（万元）|税收分成（元）|合计（万元）
示例科创飞地|滨江区|龙游县|2023年|1.2|30%|360|'1,500,000|510
示例产业飞地|镇海区|龙游县|2023年|2.5|0.45|800|2600000|1060
示例消薄飞地|平湖市|青田县|2023|0.85|40%|420|900000|501
合计||||4.55||1580|5000000|2080
示例消薄飞地|平湖市|青田县|2024年（预计）|0.85|40%|450|1000000|550
""")
    names = ["enclave", "giver", "receiver", "year", "capital", "share", "amount_rent", "amount_tax"]
    records = facts(names, """
4|示例科创飞地|滨江区|龙游县|2023|120000000|0.3|3600000|1500000
5|示例产业飞地|镇海区|龙游县|2023|250000000|0.45|8000000|2600000
6|示例消薄飞地|平湖市|青田县|2023|85000000|0.4|4200000|900000
8|示例消薄飞地|平湖市|青田县|2024|85000000|0.4|4500000|1000000
""")  # fmt: skip
    return Made("rents_and_taxes", dt.date(2024, 6, 1), [Table("收益", "enclave.revenue", letters([*names, "check_total"]), records,
        [(6, "I", "total_does_not_add"), (8, "D", "forecast_in_actual")], [1, 7], [3])],
        book(sheet_of("收益", rows)))  # fmt: skip


def months_across_counties() -> Made:
    """Sales by month across, counties down under their cities with the city's sum above, the unit in the sheet's name only."""
    rows = grid("""
2024年第二季度消费帮扶销售统计（示例）
序号|地区|4月|5月|6月|合计
一|凉山州|55|61.5|70|186.5
1|昭觉县|30|31.5|40|101.5
2|布拖县|25|30|30|85
二|乐山市|44|40|52|136
1|马边县|20|18|22|60
2|峨边县|24|22|30|76
|总计|99|101.5|122|322.5
""")
    names = [f"amount@month=2024-0{month}" for month in (4, 5, 6)]
    records = facts(["receiver", *names], """
4|昭觉县|300000|315000|400000
5|布拖县|250000|300000|300000
7|马边彝族自治县|200000|180000|220000
8|峨边彝族自治县|240000|220000|300000
""")  # fmt: skip
    return Made("months_across_counties", dt.date(2024, 7, 10), [Table("销售（万元）", "consumption.summary",
        letters(["", "receiver", *names, "check_total"]), records, [], [1, 3, 6, 9], [2])],
        book(sheet_of("销售（万元）", rows)))  # fmt: skip


MORE = [arrived_and_paid, canteen_orders, money_and_gifts, shares_of_villages, experts_both_ways, purchases_by_unit,
        rents_and_taxes, months_across_counties]  # fmt: skip
