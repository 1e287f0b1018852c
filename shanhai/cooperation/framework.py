"""The framework of cooperation: programmes, pairings and how long they have run.

An indicator without a fold is known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField
from shanhai.catalogue.stated import declare_stated
from shanhai.catalogue.words import Words

INDICATORS = (
    declare_stated(
        "industrial_output_value_target",
        Words("产值目标", "Output target"),
        "CNY",
        ("target", "none"),
        said_as=("百亿产业园目标",),
    ),
    declare_stated(
        "programme_start_year",
        Words("启动年份", "Year a programme or round began"),
        "calendar_year",
        ("date", "none"),
        said_as=(
            "启动",
            "展开首轮",
            "进阶开启",
        ),
    ),
    declare_stated(
        "pairing_start_year",
        Words("结对年份", "Year a pairing began"),
        "calendar_year",
        ("date", "none"),
        said_as=(
            "开始结对帮扶",
            "建立合作关系以来",
        ),
    ),
    declare_stated(
        "cooperation_year_ordinal",
        Words("协作第几年", "Ordinal year of cooperation"),
        "year",
        ("snapshot", "none"),
        said_as=("个年头",),
    ),
    declare_stated(
        "cooperation_years",
        Words("协作年数", "Years of cooperation"),
        "year",
        ("snapshot", "none"),
        said_as=(
            "多年",
            "三年来",
            "年里",
        ),
    ),
    declare_stated(
        "plan_duration",
        Words("计划年限", "Length of a plan"),
        "year",
        ("snapshot", "none"),
        said_as=("计划三年",),
    ),
    declare_stated(
        "counties_paired",
        Words("结对县(区)数", "Counties paired"),
        "county",
        ("snapshot", "distinct"),
        said_as=("结对",),
        units=(
            "pair",
            "prefecture",
            "locality",
        ),
    ),
    declare_stated(
        "enterprises_paired",
        Words("结对企业数", "Enterprises paired"),
        "enterprise",
        ("snapshot", "distinct"),
        said_as=(
            "企业",
            "结对",
        ),
        units=("pair",),
    ),
    declare_stated(
        "institutions_paired",
        Words("结对单位数", "Institutions paired"),
        "institution",
        ("snapshot", "distinct"),
        said_as=(
            "单位",
            "结对",
        ),
    ),
    declare_stated(
        "pairs_total",
        Words("结对总数", "Pairs in all"),
        "pair",
        ("snapshot", "distinct"),
        said_as=("结对",),
    ),
)

FIELD = CooperationField("framework", Words("协作框架", "Framework of cooperation"), indicators=INDICATORS)
