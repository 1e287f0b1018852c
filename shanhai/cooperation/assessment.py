"""Assessment: years and targets of the cooperation, and shares that documents state.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words

FIELD = CooperationField(
    "assessment",
    Words("考核评价", "Assessment"),
    indicators=(
        Indicator(
            "industrial_output_value_target",
            Words("产值目标", "Output target"),
            "CNY",
            "target",
            "none",
            Words("材料写明的产值目标，不与实际产值相加。", "A target of output, never added to output."),
            said_as=(
                "亿产业园",
                "亿产业园…目标",
                "亿园区",
                "产值目标",
                "产值…目标",
            ),
        ),
        Indicator(
            "construction_progress",
            Words("工程进度", "Share of works done"),
            "percent",
            "ratio",
            "none",
            Words("已完成工程量占总工程量的比例。", "Works done as a share of all works."),
            said_as=(
                "工程量",
                "工程进度",
                "总工程量",
                "形象进度",
                "建设进度",
                "主体工程",
                "完成…工程量|进度",
                "工程|道路|大楼|厂房|学校|大桥…干完|建完|修完|推进到",
                "施工进度",
                "+完工率|竣工率",
                "总进度|总体进度|整体进度|工程总进度|项目进度|进度",
                "工程|主体|大楼|校舍|厂房|安置点…完成|已完成|干了|建了",
            ),
        ),
        Indicator(
            "poverty_projects_share",
            Words("扶贫项目占比", "Share of poverty projects"),
            "percent",
            "ratio",
            "none",
            Words("扶贫项目占全部项目的比例。", "Poverty projects as a share of all projects."),
            said_as=(
                "项目…占|占比…扶贫|脱贫|帮扶|贫困",
                "扶贫项目…占|占比",
            ),
        ),
        Indicator(
            "poor_counties_share",
            Words("帮扶县占比", "Share of counties helped"),
            "percent",
            "ratio",
            "none",
            Words("得到帮扶的县占全部县的比例。", "Counties helped as a share of all counties."),
            said_as=(
                "县…占|占比…贫困|帮扶|受援",
                "贫困县…占|占比",
                "帮扶县…占|占比",
                "贫困县|受援县|帮扶县|脱贫县|结对县…覆盖|占|惠及",
                "贫困县总数|脱贫县总数|受援县总数|重点县总数",
            ),
        ),
        Indicator(
            "programme_start_year",
            Words("启动年份", "Year a programme began"),
            "calendar_year",
            "date",
            "none",
            Words("工作或轮次启动的年份，不能相加。", "The year in which a programme or round began; never added."),
        ),
        Indicator(
            "pairing_start_year",
            Words("结对年份", "Year a pairing began"),
            "calendar_year",
            "date",
            "none",
            Words("两地结对的年份，不能相加。", "The year in which a pairing began; never added."),
        ),
        Indicator(
            "cooperation_year_ordinal",
            Words("协作第几年", "Ordinal year of the cooperation"),
            "year",
            "snapshot",
            "none",
            Words("协作进入第几个年头，是序数。", "Which year of the cooperation it is; an ordinal."),
        ),
        Indicator(
            "cooperation_years",
            Words("协作年数", "Years of cooperation"),
            "year",
            "snapshot",
            "none",
            Words("协作持续的年数，照材料写法。", "How many years the cooperation has lasted, as stated."),
        ),
        Indicator(
            "plan_duration",
            Words("计划年限", "Length of a plan"),
            "year",
            "snapshot",
            "none",
            Words("计划覆盖的年数。", "How many years a plan covers."),
        ),
        Indicator(
            "activity_years",
            Words("活动持续年数", "Years an activity has run"),
            "year",
            "snapshot",
            "none",
            Words("活动持续的年数。", "How many years an activity has run."),
        ),
    ),
)
