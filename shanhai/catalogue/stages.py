"""The stages of what passes between two sides; figures of different stages never mix in one sum.

The order of money follows domain rules: agreed, arrived, allocated to the county, assigned to a project, paid, and
what is left: returned or carried over. It must not know which kind stands at which stage.
"""

from __future__ import annotations

from shanhai.catalogue.declare import Stage
from shanhai.catalogue.words import Words

_ALL = (
    Stage("planned", Words("计划", "Planned")),
    Stage("agreed", Words("协议", "Agreed in writing")),
    Stage("signed", Words("签约", "Signed")),
    Stage("arrived", Words("到账", "Arrived")),
    Stage("allocated", Words("下达到县", "Allocated to the county")),
    Stage("assigned", Words("分解到项目", "Assigned to a project")),
    Stage("paid", Words("拨付", "Paid out")),
    Stage("returned", Words("收回", "Returned")),
    Stage("carried_over", Words("结转", "Carried over")),
    Stage("outside_plan", Words("计划外", "Outside the plan")),
    Stage("forecast", Words("预计", "Forecast")),
    Stage("actual", Words("实际", "Actual")),
    Stage("capacity", Words("容量", "Capacity")),
    Stage("target", Words("目标", "Target")),
    Stage("stated", Words("文载", "Stated")),
)

STAGES: dict[str, Stage] = {stage.code: stage for stage in _ALL}
