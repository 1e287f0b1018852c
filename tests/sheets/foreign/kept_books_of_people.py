"""Ledgers as offices keep them, written as text grids: people, pairs, firms and targets. See `kept_books`."""

# ruff: noqa: E501 rows of a sheet are read across and hold full-width signs

from __future__ import annotations

import datetime as dt
from typing import Any

from openpyxl.styles import Font

from .kept_books import facts, grid, sheet_of, text_file
from .made_books import Made, Table, book, credit_code, letters


def households() -> Made:
    """Workers under their households: masked numbers, where they went ticked in one of three columns, one ticked twice."""
    rows = grid("""
雷波县2023年外出务工人员信息采集表（示例）
编号|乡镇|行政村|户编号|户主姓名|家庭人口数|务工人员姓名|与户主关系|公民身份号码|务工去向|||务工企业名称|工种|外出时间|返乡时间|月均收入（元）|是否签订合同
|||||||||东部|省内|其他||||||
1|锦城镇|示例坪村|LB001|钱例山|4|钱例山|户主|5137**********1234|√|||宁波示例电子厂|普工|2023.2|2023.12|5500|是
||||||钱例河|长子|5137**********5678||√||成都示例建筑队|木工|2023年3月|2023年10月|约6000|否
2|锦城镇|示例坪村|LB002|孙例田|5|孙例田|户主|5137**********2468|√|√||宁波示例电子厂|普工|2023-02-16|2023-11-30|5200|是
||||||孙例园|配偶|5137**********1357|√|||宁波示例服装厂|缝纫工|2023-02-16|2023-01-20|4,800|是
小计||||||4人|||||||||||
3|汶水镇|示例沟村|LB003|李例川|3|李例川|户主|5137**********9753|||√|新疆示例农场|采棉工|2023/9/1|2023/11/1|'４８００|否
合计||||||5人|||||||||||
注：务工去向打“√”。
""")
    names = ["town", "village", "household_no", "householder", "household_size", "person", "relation", "id_number_masked", "destination",
             "employer", "job", "start_date", "end_date", "monthly_pay", "contract"]  # fmt: skip
    records = facts(
        names,
        """
4|锦城镇|示例坪村|LB001|钱例山|4|钱例山|户主|5137**********1234|east|宁波示例电子厂|普工|2023-02|2023-12|5500|是
5|锦城镇|示例坪村|LB001|钱例山|4|钱例河|长子|5137**********5678|province|成都示例建筑队|木工|2023-03|2023-10|6000|否
6|锦城镇|示例坪村|LB002|孙例田|5|孙例田|户主|5137**********2468||宁波示例电子厂|普工|2023-02-16|2023-11-30|5200|是
7|锦城镇|示例坪村|LB002|孙例田|5|孙例园|配偶|5137**********1357|east|宁波示例服装厂|缝纫工|2023-02-16||4800|是
9|汶水镇|示例沟村|LB003|李例川|3|李例川|户主|5137**********9753|other|新疆示例农场|采棉工|2023-09-01|2023-11-01|4800|否
""",
        receiver="雷波县",
    )
    columns = letters(
        ["seq", *names[:8], *(f"destination@destination={one}" for one in ("east", "province", "other")), *names[9:]]
    )
    merged = [
        "A1:R1",
        "J2:L2",
        *(f"{one}2:{one}3" for one in "ABCDEFGHIMNOPQR"),
        *(f"{one}{top}:{one}{top + 1}" for one in "ABCDEF" for top in (4, 6)),
    ]
    return Made("households", dt.date(2024, 1, 8), [Table("外出务工", "labour.placement", columns, records,
        [(6, None, "two_choices"), (7, "P", "end_before_start")], [1, 8, 10, 11], [2, 3], {6: ["destination"], 7: ["end_date"]})],
        book(sheet_of("外出务工", rows, merged=merged)))  # fmt: skip


def teachers() -> Made:
    """Teachers and doctors by section; the term in two columns, some days as serial numbers in text, a heading at a page break."""
    rows = grid("""
2023—2024学年东西部协作支教支医人员名册（示例）
一、永嘉县赴巴州区支教人员
序号|姓  名|性别|出生日期|专业技术职称|派出学校（医院）|受援学校（医院）|支教（支医）开始时间|结束时间|备注
1|温 例山|男|1985年3月|一级教师|永嘉示例中学|巴州示例中学|2023.9|2024.7|
2|叶例水|女|'19900512|二级教师|永嘉示例小学|〃|2023年9月1日|2024年7月10日|
3|陈例木|男|'1979.10|高级教师|永嘉示例中学|巴州示例小学|'45170|'45480|延期一年
序号|姓  名|性别|出生日期|专业技术职称|派出学校（医院）|受援学校（医院）|支教（支医）开始时间|结束时间|备注
4|胡例金|女|1988-07|一级教师|永嘉示例职校|巴州示例职校|2024.3|2023.9|
二、永嘉县赴巴州区支医人员
5|郑例火|男|1983年1月|主治医师|永嘉示例人民医院|巴州示例医院|'2023.10|2024.3|
6|林例土|女|1992年11月|住院医师|永嘉示例中医院|巴州示例中医院|2023-10-08|2024-04-07|
合计：6人
""")
    names = ["person", "sex", "birth", "home_unit", "host_unit", "start_date", "end_date", "remark"]
    records = facts(
        names,
        """
4|温例山|男|1985-03|永嘉示例中学|巴州示例中学|2023-09|2024-07|
5|叶例水|女|1990-05-12|永嘉示例小学|巴州示例中学|2023-09-01|2024-07-10|
6|陈例木|男|1979-10|永嘉示例中学|巴州示例小学|2023-09-01|2024-07-07|延期一年
8|胡例金|女|1988-07|永嘉示例职校|巴州示例职校|2024-03||
10|郑例火|男|1983-01|永嘉示例人民医院|巴州示例医院|2023-10|2024-03|
11|林例土|女|1992-11|永嘉示例中医院|巴州示例中医院|2023-10-08|2024-04-07|
""",
    )

    def hide(sheet: Any) -> None:
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["E"].hidden = True

    return Made("teachers", dt.date(2024, 9, 1), [Table("名册", "talent.secondment",
        letters(["seq", "person", "sex", "birth", "", *names[3:]]), records,
        [(5, None, "hidden_row"), (8, "I", "end_before_start")], [1, 2, 7, 9, 12], [3], {8: ["end_date"]})],
        book(sheet_of("名册", rows, merged=["A1:J1", "A2:J2", "A9:J9", "A12:J12"], then=hide)))  # fmt: skip


def schools() -> Made:
    """Pairs of schools in a csv with semicolons: terms written five ways, one county nobody knows."""
    lines = """
学校“一对一”结对帮扶名单（示例）|||||||||
编号|支援学校|支援方区县|受援学校|受援方县区|学校类型|协议起止时间|帮扶协议号|派驻教师人数|备注
1|示例区实验小学|海曙区|盐源示例小学|盐源县|小学|2021.9-2024.8|HS-01|3|
2|示例区第二小学|同上|木里示例小学|木里|小学|2022年9月至今|HS-02|2人|
3|示例区中学|海曙|喜德示例中学|喜得县|初中|2021.09.01—2024.08.31|HS-03|4|
4|示例区高级中学|鄞州区|冕宁示例中学|冕宁县|高中|2023年—2025年|HS-04|５|含校长1人
5|示例区职教中心|鄞州|会东示例职校|会东县|中职|2024.9-2023.8|HS-05|—|
合计|||||||5份|14|
"""
    names = ["side_a", "giver", "side_b", "receiver", "level", "term", "agreement_no", "persons", "remark"]
    records = facts(
        names,
        """
3|示例区实验小学|海曙区|盐源示例小学|盐源县|小学|2021-09/2024-08|HS-01|3|
4|示例区第二小学|海曙区|木里示例小学|木里藏族自治县|小学|2022-09/..|HS-02|2|
5|示例区中学|海曙区|喜德示例中学||初中|2021-09-01/2024-08-31|HS-03|4|
6|示例区高级中学|鄞州区|冕宁示例中学|冕宁县|高中|2023/2025|HS-04|5|含校长1人
7|示例区职教中心|鄞州区|会东示例职校|会东县|中职||HS-05||
""",
    )
    return Made("schools", dt.date(2024, 10, 1), [Table("csv", "pairing.school", letters(["seq", *names]), records,
        [(5, "E", "unknown_place"), (7, "G", "end_before_start")], [1, 8], [2], {5: ["receiver"], 7: ["term"]})],
        text_file(lines, ";", "utf-8-sig"))  # fmt: skip


def report_form() -> Made:
    """A yearly return as a page of labels beside values, merged and with a heading between; one sum in the wrong place."""
    rows = grid("""
附件3
县（市、区）东西部协作工作年度统计表（示例）
填报县|通江县||填报时间|2025.1.3
一、资金支持|||
财政援助资金（万元）|5,230.5||社会捐赠折款（万元）|约320
二、产业与消费协作|||
消费帮扶销售额（万元）|1.2亿元||结对学校（对）|15
三、劳务与人才|||
帮助就业人数（人）|1,260||培训人次（人次）|830人次
县级是否召开联席会议|是||自评分|95.5
对口地区意见|情况属实|||
填表人：（示例）||联系电话：（示例）|
""")
    rows[2] = ["填报县", "通江县", None, "填报时间", "2025.1.3"]
    cells = {"B3": "receiver", "E3": "report_date", "B5": "amount_fiscal", "E5": "amount_donated", "B7": "amount_consumption", "E7": "pairs_school",
             "B9": "persons_placed", "E9": "person_times_trained", "B10": "meeting_held", "E10": "score", "B11": "counterpart_opinion"}  # fmt: skip
    values = {"receiver": "通江县", "report_date": "2025-01-03", "amount_fiscal": "52305000", "amount_donated": "3200000", "amount_donated_qualifier": "about",
              "amount_consumption": "120000000", "pairs_school": "15", "persons_placed": "1260", "person_times_trained": "830", "meeting_held": "是",
              "score": "95.5", "counterpart_opinion": "情况属实"}  # fmt: skip
    merged = ["A2:E2", "B3:C3", "A4:E4", "B5:C5", "A6:E6", "B7:C7", "A8:E8", "B9:C9", "B10:C10", "B11:E11"]
    return Made("report_form", dt.date(2025, 1, 10), [Table("统计表", "return.yearly", cells, {3: values}, [], [1, 2, 4, 6, 8, 12], [], layout="form")],
        book(sheet_of("统计表", rows, merged=merged)))  # fmt: skip


def tasks() -> Made:
    """Tasks of the year with their unit in a column: sections numbered in Chinese, sub-items, a rate that does not follow."""
    rows = grid("""
2024年度东西部协作重点任务分解及完成情况表（示例）
序号|重点任务|计量单位|年度目标值|实际完成值|完成比率（%）|责任单位|佐证
一|资金支持||||||
1|省级财政援助资金|万元|≥4800|5000|104.2|示例财政局|到账凭证
2|其中：用于产业项目|万元|2400|'2,600|108.3|示例农业农村局|〃
二|人才支援||||||
3|选派党政干部|名|4|4|100|示例组织部|任职文件
4|培训专业技术人才|人次|300人次以上|312|104|示例人社局|签到册
三|产业与消费||||||
5|新引进企业|家|6|5|93.3|示例商务局|营业执照
6|采购、帮销农特产品|亿元|1.5|16800万元|112|〃|订单台账
7|共建产业园区|个|1|1|100|示例经信局|
四|劳务协作||||||
8|农村劳动力转移就业|人|2000|#DIV/0!|—|示例人社局|花名册
注：完成比率=实际完成值÷年度目标值×100%。
""")
    names = ["item", "unit", "target", "actual", "ratio", "owner", "evidence"]
    records = facts(
        names,
        """
4|省级财政援助资金|CNY|48000000|50000000|1.042|示例财政局|到账凭证
5|其中：用于产业项目|CNY|24000000|26000000|1.083|示例农业农村局|到账凭证
7|选派党政干部|person|4|4|1|示例组织部|任职文件
8|培训专业技术人才|person_time|300|312|1.04|示例人社局|签到册
10|新引进企业|enterprise|6|5||示例商务局|营业执照
11|采购、帮销农特产品|CNY|150000000|168000000|1.12|示例商务局|订单台账
12|共建产业园区|park|1|1|1|示例经信局|
14|农村劳动力转移就业|person|2000|||示例人社局|花名册
""",
        year="2024",
    )
    for row in (4, 8):
        records[row]["target_qualifier"] = "over"
    return Made("tasks", dt.date(2025, 1, 10), [Table("任务分解", "agreement.target", letters(["seq", *names]), records,
        [(10, "F", "ratio_does_not_follow"), (14, "E", "formula_error")], [1, 3, 6, 9, 13, 15], [2], {10: ["ratio"]})],
        book(sheet_of("任务分解", rows, merged=["A1:H1"])))  # fmt: skip


def firms() -> Made:
    """Firms of a park: the unit changes in the middle of the table, one code cut short, last year's list kept on a hidden sheet."""
    codes = [credit_code(number) for number in range(31000000, 31000005)]
    codes[3] = codes[3][:-1]
    rows = grid(f"""
示例共建产业园入园企业情况一览表（2023年度）（示例）
|||||||单位：万元
序号|企业名称|统一社会信用代码|所属行业|落地时间|产值|入库税收|吸纳就业（人）
1|示例机电有限公司|{codes[0]}|装备制造|2019.5|12500|356.8|210
2|示例农产品有限公司|{codes[1]}|农产品加工|2020年11月|8600|'98.50|135人
3|示例纺织有限公司|{codes[2]}|纺织|2021-03-18|'6,350|75余|96
以下单位：元|||||||
4|示例包装有限公司|{codes[3]}|包装|'44713|23000000|410000|58
5|示例光电有限公司|{codes[4]}|电子信息|2022/9|41800000|960500|142
合计||||||677.35|641
""")
    rows[9] = ["合计", None, None, None, None, None, None, 641]
    names = ["firm", "uscc", "industry", "start_date", "output", "tax", "persons"]
    records = facts(
        names,
        f"""
4|示例机电有限公司|{codes[0]}|装备制造|2019-05|125000000|3568000|210
5|示例农产品有限公司|{codes[1]}|农产品加工|2020-11|86000000|985000|135
6|示例纺织有限公司|{codes[2]}|纺织|2021-03-18|63500000|750000|96
8|示例包装有限公司|{codes[3]}|包装|2022-06-01|23000000|410000|58
9|示例光电有限公司|{codes[4]}|电子信息|2022-09|41800000|960500|142
""",
        park="示例共建产业园",
    )
    records[6]["tax_qualifier"] = "over"
    old = [["企业名称", "产值（万元）", "备注"], ["示例机电有限公司", 11800, "已更新"]]

    def make(workbook: Any) -> None:
        sheet_of("企业", rows, merged=["A1:H1", "A7:H7"])(workbook)
        sheet_of("旧名单", old)(workbook)
        workbook["旧名单"].sheet_state = "hidden"

    return Made("firms", dt.date(2024, 3, 1), [Table("企业", "park.tenant", letters(["seq", *names]), records, [(8, "C", "bad_length")],
        [1, 2, 7, 10], [3])], book(make), ["旧名单"])  # fmt: skip


def shares() -> Made:
    """What villages are paid: towns have their sums above their villages in bold, shares in words, one village named twice."""
    rows = grid("""
淳安县2023年度飞地项目村集体分红发放表（示例）
乡镇（街道）|村名|入股金额（元）|股份占比|应发分红|实发分红|发放时间|领款凭证
||||元|万元||
威坪镇||900000|30%|72000|7.2||
|示例一村|300000|10%|24000|2.4|2024.1.25|有
|示例二村|600000|20%|48000|4.8|2024.1.25|有
汾口镇||2100000|70%|168000|16.48||
|示例三村|1200000|百分之四十|96000|9.28|2024年1月26日|有
|示例四村|900000|0.3|72000|7.2|1月26日|
|示例四村|900000|0.3|72000|7.2|1月26日|
总计||3000000|100%|240000|23.68||
""")
    names = ["town", "village", "capital", "share", "amount_due", "amount_paid", "date"]
    records = facts(
        names,
        """
5|威坪镇|示例一村|300000|0.1|24000|24000|2024-01-25
6|威坪镇|示例二村|600000|0.2|48000|48000|2024-01-25
8|汾口镇|示例三村|1200000|0.4|96000|92800|2024-01-26
9|汾口镇|示例四村|900000|0.3|72000|72000|2023-01-26
10|汾口镇|示例四村|900000|0.3|72000|72000|2023-01-26
""",
        receiver="淳安县",
    )

    def bold(sheet: Any) -> None:
        for row in (4, 7):
            for one in sheet[row]:
                one.font = Font(bold=True)

    return Made("shares", dt.date(2024, 2, 20), [Table("分红", "enclave.payout", letters(names), records,
        [(10, "B", "duplicate")], [1, 4, 7, 11], [2, 3])],
        book(sheet_of("分红", rows, merged=["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "G2:G3", "H2:H3"], then=bold)))  # fmt: skip


def bought_and_sold() -> Made:
    """Bought and sold by month in a running table: this month beside the sum so far, which once falls."""
    rows = grid("""
2024年消费帮扶月报（示例）
填报：示例区办||||||单位：万元
县（市）|月份|采购额||帮助销售额||同比增长
||本月|累计|本月|累计|
会宁县|1月|120.5|120.5|80|80|5.2%
|2月|90|210.5|60.5|140.5|-3.1%
|3月|100|310.5|75|210|0.08
通渭县|一月|45|45|30|30|12%
|二月|55.5|100.5|28|58|—
|三月|60|160.5|'３５|93|一成
合计||471|471|308.5|303|
""")
    names = [
        "receiver",
        "month",
        "amount_bought",
        "amount_bought_cumulative",
        "amount_sold",
        "amount_sold_cumulative",
        "growth",
    ]
    records = facts(
        names,
        """
5|会宁县|2024-01|1205000|1205000|800000|800000|0.052
6|会宁县|2024-02|900000|2105000|605000|1405000|-0.031
7|会宁县|2024-03|1000000|3105000|750000|2100000|0.08
8|通渭县|2024-01|450000|450000|300000|300000|0.12
9|通渭县|2024-02|555000|1005000|280000|580000|
10|通渭县|2024-03|600000|1605000|350000|930000|0.1
""",
    )
    return Made("bought_and_sold", dt.date(2024, 4, 8), [Table("月报", "consumption.summary", letters(names), records,
        [(7, "F", "total_does_not_add")], [1, 2, 11], [3, 4], {7: ["amount_sold_cumulative"]})],
        book(sheet_of("月报", rows, merged=["A1:G1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4", "A5:A7", "A8:A10"])))  # fmt: skip


def receipts() -> Made:
    """Goods sold through a platform: ditto marks everywhere, days as serial text, freight and discount, returns in brackets."""
    rows = grid("""
农特产品采购明细（示例）
采购日期|采购方|供货企业|商品名称|规格|数量|单位|单价（元）|运费（元）|优惠（元）|实付金额（元）|销售平台|产地|备注
'45306|示例学校食堂|示例农业公司|高原土豆|10kg/箱|200|箱|32|0|0|6400|832平台|昭觉|
〃|示例机关食堂|〃|荞麦面|500g/袋|'1,000袋|袋|6.5|100|50|6550|〃|昭觉县|
2024.1.20|示例医院食堂|示例牧业公司|牦牛肉|斤|150|斤|58|—|—|8700|832平台|红原|
2024.1.22|〃|〃|牦牛肉|斤|'(10)|斤|58|||'(580)|〃|红原县|退货
1月30日|示例企业工会|示例果业公司|苹果|5kg/箱|300|箱|45|200|0|17300|东西部协作馆|盐源县|
|||||||||合计|34770|||
""")
    names = [
        "date",
        "buyer",
        "seller",
        "product",
        "spec",
        "quantity",
        "quantity_unit",
        "unit_price",
        "freight",
        "discount",
        "amount",
        "channel",
        "origin",
        "remark",
    ]
    records = facts(
        names,
        """
3|2024-01-15|示例学校食堂|示例农业公司|高原土豆|10kg/箱|200|箱|32|0|0|6400|832平台|昭觉县|
4|2024-01-15|示例机关食堂|示例农业公司|荞麦面|500g/袋|1000|袋|6.5|100|50|6550|832平台|昭觉县|
5|2024-01-20|示例医院食堂|示例牧业公司|牦牛肉|斤|150|斤|58|||8700|832平台|红原县|
6|2024-01-22|示例医院食堂|示例牧业公司|牦牛肉|斤|-10|斤|58|||-580|832平台|红原县|退货
7|2024-01-30|示例企业工会|示例果业公司|苹果|5kg/箱|300|箱|45|200|0|17300|东西部协作馆|盐源县|
""",
    )
    return Made("receipts", dt.date(2024, 2, 10), [Table("1月", "consumption.purchase", letters(names), records,
        [(7, "K", "amount_is_not_price_times_quantity"), (8, "K", "total_does_not_add")], [1, 8], [2], {7: ["amount"]})],
        book(sheet_of("1月", rows)))  # fmt: skip


def pairs_by_county() -> Made:
    """Numbers of pairs: the county stands once in a bold row with its sum, its kinds of pairs below it."""
    rows = grid("""
结对帮扶关系统计表（截至2023年底）（示例）
东部区县|西部县|结对类别|结对数量（对）|开展活动（次）|备注
越城区|马边县||52|||
||镇镇结对|12|30|
||村村结对|30|41|
||村企结对|10|8|含商会2家
柯桥区|峨边县||40|||
||镇镇结对|8对|16|
||村村结对|25|20|
||社会组织结对|7|9|
总计||||92|124|
""")
    rows[10] = ["总计", None, None, 92, 124, None]
    names = ["giver", "receiver", "category", "pairs"]
    records = facts(
        names,
        """
4|越城区|马边彝族自治县|镇镇结对|12
5|越城区|马边彝族自治县|村村结对|30
6|越城区|马边彝族自治县|村企结对|10
8|柯桥区|峨边彝族自治县|镇镇结对|8
9|柯桥区|峨边彝族自治县|村村结对|25
10|柯桥区|峨边彝族自治县|社会组织结对|7
""",
    )
    return Made("pairs_by_county", dt.date(2024, 1, 20), [Table("结对", "pairing.count", letters(names), records, [], [1, 3, 7, 11], [2])],
        book(sheet_of("结对", rows)))  # fmt: skip
