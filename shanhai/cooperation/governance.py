"""Governance: what a text states of cases and disputes.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words

FIELD = CooperationField(
    "governance",
    Words("基层治理", "Governance"),
    indicators=(
        Indicator(
            "criminal_case_rate_reduction",
            Words("刑事案件发生率降幅", "Fall of the criminal case rate"),
            "percent",
            "ratio",
            "none",
            Words(
                "与材料写明的上一期间相比；没有写基期的只照登。",
                "Against the period the text names; where it names none, as stated.",
            ),
            said_as=(
                "刑事案件…减少|下降|发生率",
                "刑事案件发生率",
                "刑事案件",
                "刑事发案|刑事警情",
            ),
        ),
        Indicator(
            "civil_case_rate_reduction",
            Words("民事案件发生率降幅", "Fall of the civil case rate"),
            "percent",
            "ratio",
            "none",
            Words(
                "与材料写明的上一期间相比；没有写基期的只照登。",
                "Against the period the text names; where it names none, as stated.",
            ),
            said_as=(
                "民事案件…减少|下降|发生率",
                "民事案件发生率",
                "民事案件",
                "矛盾纠纷|民事纠纷…下降|减少",
            ),
        ),
        Indicator(
            "monitoring_stations",
            Words("监测站点数", "Monitoring stations"),
            "station",
            "snapshot",
            "distinct",
            Words("建成的监测站、监测点，同一站点只计一次。", "Monitoring stations and points built, each once."),
            said_as=(
                "监测站",
                "监测点",
                "监测站点",
                "监测站|监测点…建|设|新建",
            ),
        ),
    ),
)
