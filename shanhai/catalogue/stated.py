"""Indicators that no kind of entry carries yet: known only from what documents state, and shown as such."""

from __future__ import annotations

from shanhai.catalogue.declare import Indicator, OverPairings, OverTime
from shanhai.catalogue.words import Words

_ADDS: dict[OverTime, Words] = {
    "flow": Words("期间不重叠的数可以相加。", "Figures of disjoint periods add up."),
    "per-year flow": Words("一年一个数，各年可以相加。", "One figure a year; years add up."),
    "distinct": Words(
        "同一对象只计一次，两期的数不能直接相加。", "Each thing counts once; two periods do not simply add up."
    ),
    "snapshot": Words("某一时点的数，不同时点不相加。", "A level at a time, never added over time."),
    "ratio": Words("比率，不相加。", "A ratio, never added."),
    "capacity": Words("设计能力，不是已经发生的数。", "A capacity, not something that happened."),
    "target": Words("目标，不是已经发生的数。", "A target, not something that happened."),
    "date": Words("年份，不相加。", "A year, never added."),
}


def declare_stated(
    code: str,
    words: Words,
    unit: str,
    over: tuple[OverTime, OverPairings],
    *,
    said_as: tuple[str, ...],
    units: tuple[str, ...] = (),
) -> Indicator:
    """Declare an indicator without a fold; its rule says that documents are its only source and how it adds up."""
    adds = _ADDS[over[0]]
    counts = Words(
        f"账本里还没有对应的条目，只照公开材料登记。{adds.zh}",
        f"No kind of entry carries it yet; it is known from documents only. {adds.en}",
    )
    return Indicator(code, words, unit, *over, counts, None, said_as, units=units)
