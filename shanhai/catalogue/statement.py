"""The one kind that belongs to no field of cooperation: a figure as a document states it.

A statement has no entries behind it. It is an observation of stage `stated`: its entry names the indicator, the
scope by its two places and programme, the period stated, and the document; its day is the day of publication.
"""

from __future__ import annotations

from shanhai.catalogue.declare import Choice, Column, Kind
from shanhai.catalogue.words import Words

STATEMENT = Kind(
    "statement",
    Words("公开数字", "Published figure"),
    stage="stated",
    nature="observation",
    amount_unit="",
    amount_title=Words("数值", "Value"),
    columns=(
        Column(
            "status",
            Words("状态", "Status"),
            type="choice",
            required=True,
            choices=(
                Choice("actual", Words("实际", "Actual"), ("完成", "实现")),
                Choice("planned", Words("计划", "Planned"), ("预计", "目标", "签约")),
                Choice("capacity", Words("容量", "Capacity"), ("可容纳",)),
            ),
        ),
        Column("giver_label", Words("海方（原文）", "Giving side as written"), longest=120),
        Column("receiver_label", Words("山方（原文）", "Receiving side as written"), longest=120),
        Column("statement_note", Words("说明", "Note"), longest=400),
    ),
    help=Words(
        "一份公开材料中的一个数。日期为发布日；期间照原文，没有写起讫的留空。",
        "One number of a published document. The date is the day of publication; the period is as stated.",
    ),
)
