"""Made-up ledgers of donations, workers, seconded people and pairs. See `made_books`."""

# ruff: noqa: E501, DTZ001 rows of a sheet are read across; a workbook knows no zone

from __future__ import annotations

import datetime as dt
from typing import Any

from openpyxl.comments import Comment

from .made_books import Made, Table, book, identity, letters, put


def donations() -> Made:
    """Gifts with ticks for money and goods, sums in words, price times quantity, a note line between the rows."""
    names = ["seq", "donor", "giver", "recipient", "receiver", "date", "gift_kind", "gift_kind", "amount", "amount_words",
             "goods", "quantity_text", "unit_price", "amount_goods", "receipt_no", "purpose"]  # fmt: skip
    header = [
        [
            "序号",
            "捐赠方",
            "捐赠方所属地区",
            "受捐单位",
            "受捐方所在县",
            "捐赠时间",
            "捐赠形式",
            None,
            "资金",
            None,
            "物资",
            None,
            None,
            None,
            "收据编号",
            "指定用途",
        ],
        [
            None,
            None,
            None,
            None,
            None,
            None,
            "资金",
            "物资",
            "金额（万元）",
            "人民币大写",
            "物资名称",
            "数量",
            "单价（元）",
            "折合金额（元）",
            None,
            None,
        ],
    ]
    lines: list[list[Any]] = [
        [
            1,
            "示例置业公司",
            "温岭市",
            "阆中示例小学",
            "阆中市",
            "2023年5月4日",
            "√",
            None,
            10,
            "壹拾万元整",
            None,
            None,
            None,
            None,
            "00871",
            "助学",
        ],
        [
            2,
            "示例药业公司",
            "温岭",
            "阆中示例医院",
            "〃",
            dt.date(2023, 5, 20),
            None,
            "√",
            None,
            None,
            "呼吸机",
            "2台",
            65000,
            130000,
            "00872",
            "医疗",
        ],
        [
            3,
            "示例慈善总会",
            "台州市",
            "阆中慈善会",
            "同上",
            "2023/6/1",
            "√",
            "√",
            5.5,
            "伍万伍仟元整",
            "棉被",
            "200床",
            120,
            24000,
            "00873",
            "救灾",
        ],
        [
            4,
            "个人（示例）",
            "温岭市",
            "阆中示例中学",
            "阆中",
            "6月9日",
            "√",
            None,
            0.2,
            "叁仟元整",
            None,
            None,
            None,
            None,
            "00874",
            None,
        ],
        [
            5,
            "示例眼镜店",
            "温岭市",
            "阆中示例中学",
            "阆中市",
            "2023.6.30",
            None,
            "√",
            None,
            None,
            "眼镜",
            "100副",
            150,
            16000,
            "00875",
            "助学",
        ],
    ]
    records: dict[int, dict[str, str]] = {}
    dates = ["2023-05-04", "2023-05-20", "2023-06-01", "2023-06-09", "2023-06-30"]
    for place, line in enumerate(lines):
        values = {"donor": line[1], "giver": "台州市" if place == 2 else "温岭市", "recipient": line[3], "receiver": "阆中市",
                  "date": dates[place], "receipt_no": line[14]}  # fmt: skip
        for name, value in (("goods", line[10]), ("quantity_text", line[11]), ("purpose", line[15])):
            if value:
                values[name] = value
        if line[8]:
            values["amount"] = format(line[8] * 10000, ".0f")
        for name, value in (("unit_price", line[12]), ("amount_goods", line[13])):
            if value:
                values[name] = str(value)
        if place != 2:
            values["gift_kind"] = "资金" if line[6] else "物资"
        records[4 + place + (1 if place > 2 else 0)] = values
    rows: list[list[Any]] = [
        ["社会捐赠款物登记台账（2023年）示例"],
        *header,
        *lines[:3],
        ["注：以下为6月下旬补登"],
        *lines[3:],
    ]
    rows.append(["合计", None, None, None, None, None, None, None, 15.7, None, None, None, None, 170000])

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("台账")
        put(sheet, rows)
        for column in "ABCDEFOP":
            sheet.merge_cells(f"{column}2:{column}3")
        for area in ("A1:P1", "G2:H2", "I2:J2", "K2:N2", "A10:H10"):
            sheet.merge_cells(area)

    columns = letters(names)
    columns["G"], columns["H"] = "gift_kind@gift_kind=资金", "gift_kind@gift_kind=物资"
    return Made("donations", dt.date(2023, 12, 31), [Table("台账", "charity.donation", columns, records,
        [(6, None, "two_choices"), (8, None, "words_and_figures_differ"), (9, "N", "amount_is_not_price_times_quantity")],
        [1, 7, 10], [2, 3])], book(make))  # fmt: skip


def workers() -> Made:
    """Workers by household: ditto marks, ticks for where they went, old and masked numbers, a lost digit, times with hours."""
    names = ["household_no", "householder", "household_size", "person", "relation", "sex", "id_number", "person_kind",
             "destination", "destination", "destination", "work_place", "employer", "job", "start_date", "months", "monthly_pay",
             "contract", "phone"]  # fmt: skip
    header = [
        [
            "户编号",
            "户主姓名",
            "家庭人口",
            "务工人员姓名",
            "与户主关系",
            "性别",
            "公民身份号码",
            "身份类别",
            "务工去向（打√）",
            None,
            None,
            "就业地点",
            "就业单位",
            "从事工种",
            "外出时间",
            "累计务工月份数",
            "月均收入",
            "是否签订劳动合同",
            "联系方式",
        ],
        [
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "东部",
            "省内",
            "其他",
            None,
            None,
            None,
            None,
            None,
            "（元）",
            None,
            None,
        ],
    ]
    good = [identity("511399", f"19{70 + n}0{n + 1}15", 10 * n + 1) for n in range(6)]
    bad = good[3][:17] + ("1" if good[3][17] != "1" else "2")
    lines: list[list[Any]] = [
        [
            "H001",
            "何例山",
            5,
            "何例山",
            "户主",
            "男",
            good[0],
            "脱贫人口",
            "√",
            None,
            None,
            "台州市温岭市",
            "示例鞋厂",
            "缝制",
            dt.datetime(2023, 2, 10, 9, 30),
            10,
            5200,
            "是",
            "138****0001",
        ],
        [
            "〃",
            "〃",
            "〃",
            "何例水",
            "长子",
            "男",
            good[1],
            "脱贫人口",
            "√",
            None,
            None,
            "温岭",
            "示例鞋厂",
            "包装",
            "2023.2.10",
            10,
            "5千",
            "是",
            None,
        ],
        [
            "H002",
            "赵例云",
            4,
            "赵例云",
            "户主",
            "女",
            "511399750512001",
            "监测对象",
            None,
            "√",
            None,
            "成都市",
            "示例餐饮公司",
            "服务员",
            "2023年3月",
            9,
            "4500元/月",
            "否",
            None,
        ],
        [
            "H003",
            "唐例石",
            3,
            "唐例石",
            "户主",
            "男",
            bad,
            "一般农户",
            None,
            None,
            "√",
            "新疆",
            "示例农场",
            "采摘",
            "2023/8/1",
            3,
            "约6000",
            "无",
            None,
        ],
        [
            "H004",
            "罗例风",
            6,
            "罗例风",
            "户主",
            "男",
            float(good[4][:15] + "000"),
            "脱贫人口",
            "√",
            "√",
            None,
            "浙江台州",
            "示例泵业公司",
            "装配",
            45017,
            11,
            7000,
            "有",
            None,
        ],
        [
            "H005",
            "彭例雨",
            2,
            "彭例雨",
            "户主",
            "女",
            good[5][:6] + "********" + good[5][14:],
            "脱贫人口",
            None,
            "√",
            None,
            "阆中",
            "示例醋厂",
            "酿造",
            "2023.13",
            8,
            3800,
            "是",
            None,
        ],
    ]
    places = ["温岭市", "温岭市", "成都市", "新疆维吾尔自治区", "台州市", "阆中市"]
    starts = ["2023-02-10", "2023-02-10", "2023-03", "2023-08-01", "2023-04-01", None]
    pays = ["5200", "5000", "4500", "6000", "7000", "3800"]
    went = ["east", "east", "province", "other", None, "province"]
    contracts = ["是", "是", "否", "否", "是", "是"]
    records: dict[int, dict[str, str]] = {}
    for place, line in enumerate(lines):
        values = {"household_no": "H001" if place < 2 else line[0], "householder": "何例山" if place < 2 else line[1],
                  "household_size": "5" if place < 2 else str(line[2]), "person": line[3], "relation": line[4], "sex": line[5],
                  "person_kind": line[7], "work_place": places[place], "employer": line[12], "job": line[13],
                  "months": str(line[15]), "monthly_pay": pays[place], "contract": contracts[place]}  # fmt: skip
        if isinstance(line[6], str):
            values["id_number"] = line[6]
        if starts[place]:
            values["start_date"] = str(starts[place])
        if went[place]:
            values["destination"] = str(went[place])
        if place == 3:
            values["monthly_pay_qualifier"] = "about"
        if place == 0:
            values["phone"] = "138****0001"
        records[4 + place] = values
    rows: list[list[Any]] = [
        ["阆中市2023年度脱贫劳动力转移就业登记册（示例）"],
        *header,
        *lines,
        ["共登记6人，其中东部3人。"],
    ]

    def make(workbook: Any) -> None:
        sheet = workbook.create_sheet("登记册")
        put(sheet, rows)
        for column in "ABCDEFGHLMNOPRS":
            sheet.merge_cells(f"{column}2:{column}3")
        for area in ("A1:S1", "I2:K2"):
            sheet.merge_cells(area)
        sheet["O4"].number_format = "yyyy-mm-dd hh:mm"

    columns = letters(names)
    for letter, choice in zip("IJK", ("east", "province", "other"), strict=True):
        columns[letter] = f"destination@destination={choice}"
    return Made("workers", dt.date(2024, 1, 15), [Table("登记册", "labour.placement", columns, records,
        [(6, "G", "old_15_digit_id"), (7, "G", "bad_check_digit"), (8, "G", "number_lost_digits"), (8, None, "two_choices"), (9, "O", "date_invalid")],
        [1, 10], [2, 3], {8: ["id_number", "destination"]})], book(make))  # fmt: skip


def seconded() -> Made:
    """Seconded people in both directions on two sheets; terms and days; two terms in one cell; ages; no running number."""
    out = [
        "direction",
        "person",
        "sex",
        "age",
        "giver",
        "home_unit",
        "receiver",
        "host_unit",
        "post",
        "start_date",
        "end_date",
        "days",
        "person_kind",
    ]
    header = [
        "选派方向",
        "姓 名",
        "性 别",
        "年龄（周岁）",
        "选派地",
        "原工作单位",
        "派往地",
        "接收单位",
        "挂任职务",
        "派驻起始日期",
        "派驻结束日期",
        "在岗天数",
        "人才类别",
    ]
    lines: list[list[Any]] = [
        [
            "东→西",
            "林例松",
            "男",
            42,
            "余姚",
            "示例区农业局",
            "盐源县",
            "盐源示例站",
            "副站长",
            "2023-3-1",
            "2023-8-31",
            184,
            "农技",
        ],
        [
            "东→西",
            "方例竹",
            "女",
            38,
            "余姚市",
            "示例区医院",
            "盐源",
            "盐源示例医院",
            "科主任",
            "2023.3.1",
            "2023.5.30",
            91,
            "医生",
        ],
        [
            "东→西",
            "石例梅",
            "女",
            "45岁",
            "慈溪市",
            "示例区中学",
            "昭觉县",
            "昭觉示例中学",
            "教研员",
            "2023年9月1日",
            "2024年1月15日",
            100,
            "教师",
        ],
        [
            "西→东",
            "沙例兰",
            "女",
            29,
            "慈溪",
            "昭觉示例小学",
            "昭觉",
            "慈溪示例小学",
            "跟岗教师",
            "2023.10.8",
            "2023.12.6",
            60,
            "教师",
        ],
    ]
    records = {}
    dates = [
        ("2023-03-01", "2023-08-31"),
        ("2023-03-01", "2023-05-30"),
        ("2023-09-01", "2024-01-15"),
        ("2023-10-08", "2023-12-06"),
    ]
    for place, line in enumerate(lines):
        values = {name: str(value) for name, value in zip(out, line, strict=True)}
        values.update(start_date=dates[place][0], end_date=dates[place][1], giver="余姚市" if place < 2 else "慈溪市",
                      receiver="盐源县" if place < 2 else "昭觉县", age=str(line[3]).rstrip("岁"))  # fmt: skip
        records[3 + place] = values
    terms = ["person", "home_unit", "host_unit", "post", "term", "phone"]
    second: list[list[Any]] = [
        ["干部姓名", "派出单位及原职务", "挂职单位", "拟任职务", "挂职起止时间", "手机号码"],
        ["施例江", "示例区发改局科长", "昭觉县发改局", "副局长", "2021.6-2023.6；2023.7-2024.6", "13800000001"],
        ["岑例河", "示例区住建局科长", "昭觉县住建局", "副局长", "2023年7月起两年", "13800000002"],
        ["虞例湖", "示例区财政局科长", "昭觉县财政局", "副局长", "2023/7-2025/6", "13800000003"],
    ]
    made = ["2021-06/2023-06", "2023-07/2025-06", "2023-07/2025-06"]
    cadres = {2 + n: {**dict(zip(terms, line, strict=True)), "term": made[n]} for n, line in enumerate(second[1:])}

    def make(workbook: Any) -> None:
        one = workbook.create_sheet("专技人才")
        put(one, [["2023年东西部协作专业技术人才交流情况（示例）"], header, *lines])
        one.merge_cells("A1:M1")
        two = workbook.create_sheet("挂职干部")
        put(two, second)
        two["F2"].comment = Comment("示例批注", "示例")

    return Made("seconded", dt.date(2024, 3, 1), [
        Table("专技人才", "talent.secondment", letters(out), records, [(5, "L", "total_does_not_add")], [1], [2], {5: ["days"]}),
        Table("挂职干部", "talent.secondment", letters(terms), cadres, [(2, "E", "two_terms")], [], [1], {2: ["term"]})], book(make))  # fmt: skip
