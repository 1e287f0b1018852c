"""Whether money went into one thing that was built with it, as the clause behind the amount tells.

Money for one greenhouse is another figure than the funds of a year: 投入帮扶资金260万元,在村口建起菌菇大棚. Where
the clause counts several things (建成示范点8个) the money is for all of them. It must not know indicators.
"""

from __future__ import annotations

import re

BUILT, BUILT_PARK = "{builds}", "{builds park}"

_BEHIND = 45
_BUILDING = re.compile(
    r"[^,，。;；\n\d]{0,6}[,，][^,，。;；\n\d]{0,10}?"
    r"(?:(?<=[给为])[^,，。;；\n\d]{1,6}[建修盖](?!设|档|议|筑)|建起|建成|建好|修起|修通|修建|盖起|扩建|改建|援建|兴建|办起|建了|修了|盖了|搭起)了?(?P<what>[^,，。;；\n]*)"
)
_SEVERAL = re.compile(
    r"\d+\s?[余多]?[个座处所家条栋批类项]|(?:[两二三四五六七八九十]|[一两三四五六七八九十]?[百千])[余多]?[个座处所家条栋类项]|^项目|一批|一系列|多[个座处所家条栋]"
)
_PARK = re.compile(r"产业园|协作园|工业园|园区|共建园|标准厂房|标准化厂房|飞地")


def built_with(text: str, end: int) -> str:
    """Return the sign for what an amount of money that ends at `end` built, an empty text where it built no one thing.

    >>> built_with("投入260万元,在村口建起菌菇大棚。", 7), built_with("安排5300万元,建成示范点8个。", 8)
    ('{builds}', '')
    """
    found = _BUILDING.match(text, end, end + _BEHIND)
    if found is None or not found["what"] or _SEVERAL.search(found["what"]):
        return ""
    return BUILT_PARK if _PARK.search(found["what"]) else BUILT
