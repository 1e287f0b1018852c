"""Exchange: visits, events and pairs of places, units and people.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.cooperation.pairs import PAIRS_INDICATORS
from shanhai.figures import fold

FIELD = CooperationField(
    "exchange",
    Words("交往交流交融", "Exchange"),
    indicators=(
        Indicator(
            "exchange_events",
            Words("交流活动场次", "Exchange events"),
            "event",
            "flow",
            "additive",
            Words("两地交流活动，一场计一次。", "Exchange events of the two sides, each once."),
            said_as=(
                "交流活动",
                "活动…交流|开展|举办|场次",
                "交流…场|次|活动|场次",
                "开展…活动|交流",
                "举办…活动|交流",
                "研学|文化交流|体育交流|走亲|夏令营…场|次|期|活动",
                "场…交流|文化|活动",
                "文艺演出|演出|赛事",
            ),
        ),
        Indicator(
            "exchange_person_times",
            Words("交往交流人次", "Exchange attendances"),
            "person_time",
            "flow",
            "additive",
            Words("参加交往交流交融活动的人次。", "Attendances at exchanges."),
            said_as=(
                "交往交流交融…人次|人|组织|开展",
                "交流…人次",
                "互访…人次",
                "交往交流…人次",
                "研学…人次|人",
                "参加…交流|活动…人次|人",
                "夏令营|手拉手|走亲…人次|人",
                "人次…交流|互访|考察|往来|研学",
                "疗休养|游客…人次",
            ),
        ),
        Indicator(
            "exchange_visits",
            Words("对接互访次数", "Exchange visits"),
            "visit",
            "flow",
            "additive",
            Words(
                "两地互访、对接，一次计一次，不按人数。",
                "Visits of one side to the other, each once whatever the number of people.",
            ),
            said_as=(
                "互访",
                "对接互访",
                "互访对接",
                "考察对接",
                "对接…次|互访|调研|交流",
                "互访…次|批次|对接",
                "交流互访",
                "往来…次",
                "互访交流|考察互访|交流对接|高层互访",
                "联席会议|党政联席会…次",
            ),
        ),
        Indicator(
            "leader_visits",
            Words("领导调研人次", "Visits by leaders"),
            "person_time",
            "flow",
            "additive",
            Words("领导干部调研、督导、对接的人次。", "Visits of leading officials, counted by person."),
            said_as=(
                "调研督导",
                "领导…调研|带队|考察|互访|赴|人次|督导",
                "主要领导…调研|赴|对接",
                "调研督导…人次",
                "领导干部…调研",
                "调研对接",
                "党政主要领导|党政领导|县级以上领导|厅级…调研|对接|考察|人次",
            ),
        ),
        Indicator(
            "exchange_projects",
            Words("交流交融项目数", "Exchange projects"),
            "project",
            "distinct",
            "additive",
            Words("列入交往交流交融类的项目，同一项目只计一次。", "Projects listed under exchange, each once."),
            said_as=(
                "交往交流交融项目",
                "交往交流交融",
                "交流交往交融",
                "交流交融项目",
                "交往交流项目",
            ),
        ),
        Indicator(
            "exchange_funds",
            Words("交往交流交融资金", "Funds for exchange"),
            "CNY",
            "flow",
            "additive",
            Words(
                "分解到项目且用途为“交往交流交融”的资金之和，按下达日计。",
                "Funds assigned to projects for exchange, by day of assignment.",
            ),
            value=fold.total("funds.assigned", where=(("purpose", "exchange"),)),
            said_as=(
                "交往交流交融…资金",
                "交往交流交融",
                "交流交往交融",
            ),
        ),
        Indicator(
            "helping_units",
            Words("参与帮扶单位数", "Units taking part"),
            "institution",
            "distinct",
            "distinct",
            Words("参与帮扶的单位，同一单位只计一次。", "Units that take part in the assistance, each once."),
            said_as=(
                "参与帮扶|参与结对…单位|家|企业|部门",
                "单位…参与|帮扶|结对帮扶",
                "帮扶单位",
                "家单位",
                "成员单位",
                "参与…帮扶|协作…家|个|单位",
                "中央单位|省级单位|省直单位|市直单位|机关单位",
                "定点帮扶…单位",
            ),
        ),
        Indicator(
            "enterprises_attending",
            Words("参会参展企业数", "Enterprises attending"),
            "enterprise",
            "distinct",
            "distinct",
            Words(
                "参加展会、推介会的企业，同一企业一次活动只计一次。",
                "Enterprises at a fair or meeting, each once an event.",
            ),
            said_as=(
                "参展企业",
                "参会企业",
                "企业…参展|参会|参加|参与",
                "参展…家|企业",
                "参会…家|企业",
                "参展商",
                "企业参加",
                "+企业…参展|参会",
            ),
        ),
        Indicator(
            "entrepreneurs_attending",
            Words("参会企业家人数", "Entrepreneurs attending"),
            "person",
            "distinct",
            "distinct",
            Words("参加活动的企业家、客商，一人一次活动只计一次。", "Entrepreneurs at an event, each once an event."),
            said_as=(
                "客商",
                "浙商",
                "企业家",
                "到场…商|企业家|客商|浙商",
                "参会…企业家|客商|嘉宾",
                "企业家代表",
                "嘉宾",
            ),
        ),
        *PAIRS_INDICATORS,
    ),
)
