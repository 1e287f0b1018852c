"""Short names of divisions: what people write instead of 峨边彝族自治县. Pure rules; must not know the places."""

from __future__ import annotations

import re
from functools import cache

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|"
    "赫哲|门巴|珞巴|基诺|各"
)
_PEOPLES_AT_END = re.compile(rf"(?:(?:{_PEOPLES})族|(?<!内)蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔)+$")
_RANKS = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "林区",
    "特区",
    "省",
    "市",
    "盟",
    "县",
    "区",
)
_RANKS_OF_LONGER_NAMES = frozenset({"新区", "特区", "矿区", "林区"})
_FORESTRY_DISTRICT = "神农架林区"
_SHORT_RANKS = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
_WING_OF_BANNER = re.compile(r"(?P<tribe>.{2,4})(?P<wing>左|右)翼(?P<part>前|中|后)旗")
_SEPARATORS = re.compile(r"[\s·•\-—－–_/／\\>,，、]+")


def rank_at_end(name: str, ranks: tuple[str, ...]) -> str | None:
    """Return the first of `ranks`, longest first, that a name ends with and has a stem before; None where none does.

    新区, 特区, 矿区 and 林区 are ranks only after a stem of two signs: 清新区 is the district 清新. Of forestry
    districts there is one; 万柏林区 and 碑林区 only end alike.

    >>> [rank_at_end(name, _RANKS) for name in ("浦东新区", "清新区", "神农架林区", "万柏林区", "市")]
    ['新区', '区', '林区', '区', None]
    """
    for rank in ranks:
        shortest = 2 if rank in _RANKS_OF_LONGER_NAMES else 1
        if name.endswith(rank) and len(name) >= len(rank) + shortest and (rank != "林区" or name == _FORESTRY_DISTRICT):
            return rank
    return None


@cache
def short_names(name: str) -> tuple[str, ...]:
    """Return the shorter forms of an official name, each of two signs at least, the shortest first.

    Of an autonomous place its rank may stay whole while its peoples go (宁夏自治区).

    >>> short_names("峨边彝族自治县"), short_names("柯桥区"), short_names("茂县"), short_names("阿坝藏族羌族自治州")
    (('峨边', '峨边县', '峨边自治县'), ('柯桥',), (), ('阿坝', '阿坝州', '阿坝自治州'))
    """
    rank = rank_at_end(name, _RANKS)
    if rank is None:
        return ()
    stem = name.removesuffix(rank)
    if rank in ("自治区", *_SHORT_RANKS):
        stem = _PEOPLES_AT_END.sub("", stem) or stem.removesuffix("族")
    if len(stem) < 2:
        return ()
    if rank in _SHORT_RANKS:
        return (stem, stem + _SHORT_RANKS[rank], stem + rank)
    return (stem, stem + rank) if rank == "自治区" and stem + rank != name else (stem,)


def contracted_names(name: str) -> tuple[str, ...]:
    """Return what a banner of one wing of its tribe is called for short; empty for any other place.

    >>> contracted_names("察哈尔右翼前旗"), contracted_names("敖汉旗")
    (('察右前旗',), ())
    """
    banner = _WING_OF_BANNER.fullmatch(name)
    return (f"{banner['tribe'][0]}{banner['wing']}{banner['part']}旗",) if banner else ()


# How long names are cut short in the news; no rule makes 博州 of 博尔塔拉蒙古自治州.
CUSTOMARY_NAMES = {
    "230000": ("龙江",),
    "652700": ("博州",),
    "652800": ("巴州",),
    "653000": ("克州",),
    "653131": ("塔县",),
    "654022": ("察县",),
}
# The single signs a province goes by, as on number plates and in 浙川协作; the package of names has four of them only.
PROVINCE_SIGNS = {
    "110000": ("京",),
    "120000": ("津",),
    "130000": ("冀",),
    "140000": ("晋",),
    "150000": ("蒙",),
    "210000": ("辽",),
    "220000": ("吉",),
    "230000": ("黑",),
    "310000": ("沪",),
    "320000": ("苏",),
    "330000": ("浙",),
    "340000": ("皖",),
    "350000": ("闽",),
    "360000": ("赣",),
    "370000": ("鲁",),
    "410000": ("豫",),
    "420000": ("鄂",),
    "430000": ("湘",),
    "440000": ("粤",),
    "450000": ("桂",),
    "460000": ("琼",),
    "500000": ("渝",),
    "510000": (
        "川",
        "蜀",
    ),
    "520000": (
        "黔",
        "贵",
    ),
    "530000": (
        "滇",
        "云",
    ),
    "540000": ("藏",),
    "610000": (
        "陕",
        "秦",
    ),
    "620000": (
        "甘",
        "陇",
    ),
    "630000": ("青",),
    "640000": ("宁",),
    "650000": ("新",),
    "710000": ("台",),
    "810000": ("港",),
    "820000": ("澳",),
}


def clean_name(text: str) -> str:
    """Return a written place name without blanks and the marks people put between the parts of a path.

    >>> clean_name(" 四川省 · 乐山市/峨边彝族自治县 ")
    '四川省乐山市峨边彝族自治县'
    """
    return _SEPARATORS.sub("", text)
