"""What reading an article needs to know, gathered once: places, pairings, programmes, the words of all indicators.

Everything comes from declarations and the registry's packaged tables, so that a text can be read before an
installation exists. A new indicator is readable as soon as it is declared.
"""

from __future__ import annotations

import csv
import gc
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import shanhai.registry
from shanhai.algorithms.arrangements import Arrangement, Arrangements, ProgrammeWords
from shanhai.algorithms.claim_extraction import Knowledge
from shanhai.algorithms.claim_pairs import Parts
from shanhai.algorithms.claim_vocabulary import IndicatorWords, Vocabulary
from shanhai.algorithms.gazetteer import PlaceName
from shanhai.algorithms.place_mentions import Gazetteer, trim_code
from shanhai.catalogue.book import BOOK
from shanhai.registry.gazetteer import load_gazetteer

PAIRINGS = Path(shanhai.registry.__file__).parent / "data" / "pairings.csv"
AREA_LEVELS = {"province", "city", "county"}

# A programme by its key, and the names texts give it, older ones included.
PROGRAMMES = (
    ProgrammeWords("山海协作", ("山海协作", "山海协作工程")),
    ProgrammeWords(
        "东西部协作",
        (
            "东西部协作",
            "东西部扶贫协作",
            "东西协作",
            "东西扶贫协作",
            "扶贫协作",
            "浙川协作",
            "苏陕协作",
            "闽宁协作",
            "粤桂协作",
            "鲁甘协作",
            "沪滇协作",
            "京蒙协作",
            "津甘协作",
            "鲁渝协作",
            "粤黔协作",
        ),
    ),
    ProgrammeWords("对口支援", ("对口支援", "援藏", "援疆", "援青"), organisations="also"),
    ProgrammeWords("定点帮扶", ("定点帮扶", "定点扶贫", "定点县", "定点的是"), organisations="alone"),
)

# Parts of a province of which the first helps the second: 南北挂钩 since 2001, 对口帮扶 since 2013.
# https://www.jfdaily.com.cn/news/detail?id=486560, https://www.chinanews.com/gn/2013/11-07/5477380.shtml
PARTS = (Parts("32", "苏南", "苏北"), Parts("44", "珠三角", "粤东西北"))


@cache
def load_knowledge() -> Knowledge:
    """Return all that reading needs; built once in a process, in about a second.

    What the process holds then, several hundred thousand objects, is set apart from the garbage collector: it lives as
    long as the process, and a full collection that walks through it halts every page for a tenth of a second.
    """
    with PAIRINGS.open(encoding="utf-8") as file:
        arrangements = [
            Arrangement(row["programme"], trim_code(row["giver_code"]), trim_code(row["receiver_code"]))
            for row in csv.DictReader(file)
            if row["level"] in AREA_LEVELS and row["giver_code"] and row["receiver_code"]
        ]
    words = (IndicatorWords(one.code, (one.unit, *one.units), one.said_as) for one in BOOK.indicators)
    places, known = Gazetteer(_with_lasting_codes(load_gazetteer())), Arrangements(arrangements)
    knowledge = Knowledge(places, Vocabulary(words), known, PROGRAMMES, PARTS)
    gc.freeze()
    return knowledge


def _with_lasting_codes(names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names, those of one place in the order of their days, each with the last code of its place.

    Pairings name places by their codes of today, old articles by their names of then (山南地区, now 山南市).
    """
    last = {name.place_id: name.code for name in names}
    return [name if name.code == last[name.place_id] else replace(name, code=last[name.place_id]) for name in names]


@cache
def vocabulary_version() -> str:
    """A short mark of the words all indicators are read by; with another mark a document is worth reading again."""
    told = sorted(f"{one.code} {one.unit} {one.units} {one.said_as}" for one in BOOK.indicators)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]
