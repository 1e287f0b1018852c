"""Ledgers as offices keep them, written as text grids: what was tried last. See `kept_books`."""

# ruff: noqa: E501 rows of a sheet are read across and hold full-width signs

from __future__ import annotations

import datetime as dt

from .kept_books import facts, grid, sheet_of, text_file
from .made_books import Made, Table, book, identity, letters


def arrivals_in_stages() -> Made:
    """Money by province and county level in two stages: sums left of their parts, a carried unit, brackets for money taken back."""
    rows = grid("""
2024年度东西部协作财政援助资金到账情况统计（示例）
统计截止：2024年9月30日|||||||计量单位：万元
支援市、区|受援县|全年合计|省级统筹|||区级结对||
|||小计|到账时间|金额|到账时间|金额|凭证
越城区|马边彝族自治县|3700|2400|2024.3.20|2400|2024.5.6|1300|有
柯桥区|峨边|'3,350|2150|3月20日|2150|2024年6月|1200|有
上虞区|金口河区|2880|2000|〃|2000|2024/6/18|880|
诸暨市|沐川县|2350|1600|2024-3-28|1600|2024.7.3|'750|
诸暨市|沐川县|(150)|||||(150)|收回上年结余
合计||12130|8150||8150||3980|
注：1.省级统筹资金由省财政厅拨付；2.单位均为万元。
""")
    names = [f"{one}@category={stage}" for stage in ("省级统筹", "区级结对") for one in ("date", "amount")]
    return Made("arrivals_in_stages", dt.date(2024, 10, 8), [Table("到账", "funds.arrival",
        letters(["giver", "receiver", "check_total", "check_total", *names]), facts(["giver", "receiver", *names], """
5|越城区|马边彝族自治县|2024-03-20|24000000|2024-05-06|13000000
6|柯桥区|峨边彝族自治县|2024-03-20|21500000|2024-06|12000000
7|上虞区|金口河区|2024-03-20|20000000|2024-06-18|8800000
8|诸暨市|沐川县|2024-03-28|16000000|2024-07-03|7500000
9|诸暨市|沐川县||||-1500000
"""), [], [1, 2, 10, 11], [3, 4])],
        book(sheet_of("到账", rows, merged=["A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:I3"])))  # fmt: skip


def workers_by_town() -> Made:
    """A roll of workers with towns as section lines: numbers right and wrong, pay per day and in words, months by arithmetic."""
    ids = [identity("511199", f"199{n}0{n + 1}1{n}", 100 + n) for n in range(6)]
    bad = ids[2][:-1] + ("1" if ids[2][-1] != "1" else "2")
    rows = grid(f"""
2024年峨边县脱贫劳动力赴东部就业名册（示例）
序号|村（社区）|姓名|性别|身份证号|人员类型|就业省市|用工单位|岗位|就业起始|截止|就业月数|月薪|联系方式
毛坪镇（3人）|||||||||||||
1|示例一村|张例一|男|'{ids[0]}|脱贫户|绍兴市柯桥区|示例印染公司|挡车工|2024.2|2024.8|6|5500|138****1111
2|示例一村|李例二|女|'{ids[1]}|监测户|浙江绍兴|示例袜业公司|缝头工|2024年2月|2024年7月|5|'4,800元|
3|示例二村|王例三|男|'{bad}|脱贫户|杭州市|示例物流公司|分拣员|2024-03-01|2024-08-31|6|约5000|
宜坪乡（3人）|||||||||||||
4|示例三村|赵例四|女|'{ids[3]}|脱贫户|柯桥|示例服装厂|车工|2024/3/5|至今||六千|
5|示例三村|钱例五|男|'{ids[4]}|脱贫户|诸暨市|示例机械厂|钳工|'45352|'45473|4|6200|
6|示例四村|孙例六|女|'{ids[0]}|脱贫户|绍兴市|示例酒店|服务员|2024.4|2024.3|3|4500|
合计6人|||||||||||||
""")
    names = [
        "village",
        "person",
        "sex",
        "id_number",
        "person_kind",
        "work_place",
        "employer",
        "job",
        "start_date",
        "end_date",
        "months",
        "monthly_pay",
    ]
    records = facts(
        [*names, "town"],
        f"""
4|示例一村|张例一|男|{ids[0]}|脱贫户|柯桥区|示例印染公司|挡车工|2024-02|2024-08|6|5500|毛坪镇
5|示例一村|李例二|女|{ids[1]}|监测户|绍兴市|示例袜业公司|缝头工|2024-02|2024-07|5|4800|毛坪镇
6|示例二村|王例三|男|{bad}|脱贫户|杭州市|示例物流公司|分拣员|2024-03-01|2024-08-31|6|5000|毛坪镇
8|示例三村|赵例四|女|{ids[3]}|脱贫户|柯桥区|示例服装厂|车工|2024-03-05|||6000|宜坪乡
9|示例三村|钱例五|男|{ids[4]}|脱贫户|诸暨市|示例机械厂|钳工|2024-03-01|2024-06-30|4|6200|宜坪乡
10|示例四村|孙例六|女|{ids[0]}|脱贫户|绍兴市|示例酒店|服务员|2024-04||3|4500|宜坪乡
""",
        receiver="峨边彝族自治县",
    )
    records[4]["phone"] = "138****1111"
    records[6]["monthly_pay_qualifier"] = "about"
    return Made("workers_by_town", dt.date(2024, 10, 1), [Table("名册", "labour.placement", letters(["seq", *names, "phone"]), records,
        [(6, "E", "bad_check_digit"), (10, "E", "duplicate"), (10, "K", "end_before_start")], [1, 3, 7, 11], [2],
        {8: ["end_date"], 10: ["end_date", "months"]})], book(sheet_of("名册", rows)))  # fmt: skip


def sales_chain() -> Made:
    """An order list exported from a platform: English-like codes, money with signs, times of day, a refund, sums by day."""
    lines = """
订单号,下单时间,买方单位,商品,分类,单价,数量,订单金额,支付方式,发货地,收货地,状态
DD2024050001,2024-05-01 09:12:33,示例单位食堂,花椒油,调味品,¥38.00,50,"¥1,900.00",对公转账,金阳县,鄞州区,已完成
DD2024050002,2024/5/1 10:02,示例学校,土豆粉,粮油,12.5,400,5000,对公转账,昭觉,宁波鄞州,已完成
DD2024050003,2024.5.2,示例医院,苦荞面,粮油,9.9,1000,9900,对公转账,布拖县,慈溪市,已完成
小计,,,,,,,16800,,,,
DD2024050004,2024年5月3日,示例企业,核桃,坚果,45,120,5400,微信,美姑县,慈溪,已完成
DD2024050005,2024-05-03 15:20:00,示例企业,核桃,坚果,45,-20,-900,微信,美姑县,慈溪市,退货
DD2024050005,2024-05-04 08:00:00,示例企业,腊肉,肉类,68,30,2040,微信,雷波县,慈溪市,已完成
小计,,,,,,,6540,,,,
总计,,,,,,,23340,,,,
"""
    names = [
        "order_no",
        "date",
        "buyer",
        "product",
        "category",
        "unit_price",
        "quantity",
        "amount",
        "origin",
        "giver",
        "status",
    ]
    records = facts(
        names,
        """
2|DD2024050001|2024-05-01|示例单位食堂|花椒油|调味品|38|50|1900|金阳县|鄞州区|已完成
3|DD2024050002|2024-05-01|示例学校|土豆粉|粮油|12.5|400|5000|昭觉县|鄞州区|已完成
4|DD2024050003|2024-05-02|示例医院|苦荞面|粮油|9.9|1000|9900|布拖县|慈溪市|已完成
6|DD2024050004|2024-05-03|示例企业|核桃|坚果|45|120|5400|美姑县|慈溪市|已完成
7|DD2024050005|2024-05-03|示例企业|核桃|坚果|45|-20|-900|美姑县|慈溪市|退货
8|DD2024050005|2024-05-04|示例企业|腊肉|肉类|68|30|2040|雷波县|慈溪市|已完成
""",
    )
    columns = letters(
        [
            "order_no",
            "date",
            "buyer",
            "product",
            "category",
            "unit_price",
            "quantity",
            "amount",
            "",
            "origin",
            "giver",
            "status",
        ]
    )
    return Made("sales_chain", dt.date(2024, 6, 1), [Table("csv", "consumption.purchase", columns, records,
        [(8, "A", "duplicate")], [5, 9, 10], [1])], text_file(lines.replace(",", "|").replace("¥1|900", "¥1,900"), ",", "utf-8"))  # fmt: skip


def two_sides_told() -> Made:
    """Targets as each side tells them, yes and no among numbers, a unit behind the name, an item in two rows merged."""
    rows = grid("""
2023年度东西部协作协议完成情况核对表（示例）
类别|指标内容|协议约定|完成情况||完成率|牵头部门
|||东部反馈|西部反馈||
组织领导|召开联席会议（次）|2|2|2|100%|示例办
|互访党政代表团（人次）|60|75|72|125%|示例办
资金投入|财政援助资金（万元）|'4,200|4300|4300|102.38%|示例财政局
|社会帮扶资金（万元）|500|612.5|612.5|122.5%|示例民政局
产业合作|共建产业园区（个）|1|1|1|1|示例经信局
|新增到位投资（亿元）|3|2.4|2.4|80%|示例商务局
说明：以西部数为准。
""")
    names = ["category", "item", "target", "actual@side=giver", "actual@side=receiver", "ratio", "owner"]
    records = facts(
        names,
        """
4|组织领导|召开联席会议（次）|2|2|2|1|示例办
5|组织领导|互访党政代表团（人次）|60|75|72|1.25|示例办
6|资金投入|财政援助资金（万元）|42000000|43000000|43000000|1.0238|示例财政局
7|资金投入|社会帮扶资金（万元）|5000000|6125000|6125000|1.225|示例民政局
8|产业合作|共建产业园区（个）|1|1|1|1|示例经信局
9|产业合作|新增到位投资（亿元）|300000000|240000000|240000000|0.8|示例商务局
""",
        year="2023",
    )
    return Made("two_sides_told", dt.date(2024, 1, 8), [Table("核对", "agreement.target", letters(names), records,
        [(5, None, "sides_differ")], [1, 10], [2, 3])],
        book(sheet_of("核对", rows, merged=["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3", "A4:A5", "A6:A7", "A8:A9"])))  # fmt: skip


def day_book() -> Made:
    """A bank day book: year once, months and days apart, brought forward, month sums, a balance that jumps."""
    rows = grid("""
银行存款日记账（示例）
单位：示例县协作办　　账号：（示例）||||||||币种：人民币元
2024年||凭证字号|摘　要|对方科目|收入|付出|结余|核对
月|日|||||||
|||承前页||||860000|
3|1|银收1|收援助资金|示例区财政|2000000||2860000|√
|6|银付1|付培训费|示例职校||'45,600.00|2814400|√
|18|银付2|付项目款|示例建筑公司||1200000|1614400|√
|||本月合计||2000000|1245600|1614400|
4|2|银收2|利息|示例银行|1234.56||1615634.56|√
|15|银付3|付劳务补贴|示例中心||98000.5|1517643.06|
|||本月合计||1234.56|98000.5|1517634.06|
|||本年累计||2001234.56|1343600.5|1517634.06|
""")
    names = ["date", "voucher_no", "purpose", "counterparty", "amount_in", "amount_out", "balance"]
    records = facts(
        names,
        """
6|2024-03-01|银收1|收援助资金|示例区财政|2000000||2860000
7|2024-03-06|银付1|付培训费|示例职校||45600|2814400
8|2024-03-18|银付2|付项目款|示例建筑公司||1200000|1614400
10|2024-04-02|银收2|利息|示例银行|1234.56||1615634.56
11|2024-04-15|银付3|付劳务补贴|示例中心||98000.5|
""",
    )
    columns = letters(["date_month", "date_day", *names[1:]])
    return Made("day_book", dt.date(2024, 5, 6), [Table("日记账", "funds.account", columns, records,
        [(11, "H", "total_does_not_add")], [1, 2, 5, 9, 12, 13], [3, 4], {11: ["balance"]})],
        book(sheet_of("日记账", rows, merged=["A1:I1", "A3:B3", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4", "H3:H4", "I3:I4"])))  # fmt: skip


def villages_paired() -> Made:
    """Counts of pairs over kinds of partners side by side, the kinds under one head, sums across that once are wrong."""
    rows = grid("""
附表2
结对帮扶情况统计（2023年12月）（示例）
受援县区|支援县区|结对数（对）||||合计
||乡镇结对|村（社区）结对|学校结对|医院结对|
苍溪县|富阳区|12|26|15|3|56
旺苍|余杭区|10|18|12|2|42
昭化区|萧山区|8|'２０|9|2|40
合计||30|64|36|7|138
""")
    kinds = ["乡镇", "村（社区）", "学校", "医院"]
    names = ["receiver", "giver", *(f"pairs@category={kind}" for kind in ("乡镇", "村(社区)", "学校", "医院"))]
    assert len(kinds) == 4
    records = facts(
        names,
        """
5|苍溪县|富阳区|12|26|15|3
6|旺苍县|余杭区|10|18|12|2
7|昭化区|萧山区|8|20|9|2
""",
    )
    return Made("villages_paired", dt.date(2024, 1, 15), [Table("附表2", "pairing.count", letters([*names, "check_total"]), records,
        [(7, "G", "total_does_not_add")], [1, 2, 8], [3, 4])],
        book(sheet_of("附表2", rows, merged=["A2:G2", "A3:A4", "B3:B4", "C3:F3", "G3:G4"])))  # fmt: skip
