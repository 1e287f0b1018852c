"""Names of divisions as English writes them: 马边彝族自治县 is Mabian Yi Autonomous County. Must not know the places.

Stems are Hanyu Pinyin without tones in one word (GB/T 28039 and the Ministry of Civil Affairs' rules for place names),
with an apostrophe before a, e and o; ranks and peoples are translated. What is not pinyin (Mongolian, Tibetan and
Uyghur names, a few customary ones) and readings the dictionary gets wrong stand in tables.
"""

from __future__ import annotations

import re
from functools import cache

# Customary romanisations that are not pinyin, by the stem of the name.
_CUSTOMARY = {
    "陕西": "Shaanxi", "内蒙古": "Inner Mongolia", "西藏": "Xizang", "香港": "Hong Kong", "澳门": "Macao",
    "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "呼和浩特": "Hohhot", "鄂尔多斯": "Ordos", "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur", "乌兰察布": "Ulanqab", "锡林郭勒": "Xilingol", "阿拉善": "Alxa", "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay", "吐鲁番": "Turpan", "哈密": "Hami", "喀什": "Kashgar", "阿克苏": "Aksu", "和田": "Hotan",
    "伊犁": "Ili", "博尔塔拉": "Bortala", "巴音郭楞": "Bayingolin", "克孜勒苏": "Kizilsu", "阿勒泰": "Altay",
    "库车": "Kuqa", "拉萨": "Lhasa", "日喀则": "Xigaze", "林芝": "Nyingchi", "昌都": "Qamdo", "那曲": "Nagqu",
    "阿里": "Ngari", "若尔盖": "Zoige",
}  # fmt: skip
# Readings that the dictionary gives wrongly for these places.
_READINGS = {
    "单县": "shan xian", "长清": "chang qing", "漯河": "luo he", "什邡": "shi fang", "宕昌": "tan chang",
    "繁峙": "fan shi", "涡阳": "guo yang", "浚县": "xun xian", "洪洞": "hong tong", "筠连": "jun lian",
    "乐亭": "lao ting", "泌阳": "bi yang", "荥经": "ying jing", "柞水": "zha shui", "吴堡": "wu bu",
    "井陉": "jing xing", "解州": "xie zhou", "尉犁": "yu li", "闽侯": "min hou", "六合": "lu he", "任丘": "ren qiu",
    "天台": "tian tai", "盖州": "gai zhou", "荥阳": "xing yang", "长治": "chang zhi", "长丰": "chang feng",
}  # fmt: skip
_PEOPLES = {
    "蒙古": "Mongol", "回": "Hui", "藏": "Tibetan", "维吾尔": "Uyghur", "苗": "Miao", "彝": "Yi", "壮": "Zhuang",
    "布依": "Buyei", "朝鲜": "Korean", "满": "Manchu", "侗": "Dong", "瑶": "Yao", "白": "Bai", "土家": "Tujia",
    "哈尼": "Hani", "哈萨克": "Kazakh", "傣": "Dai", "黎": "Li", "傈僳": "Lisu", "佤": "Va", "畲": "She",
    "拉祜": "Lahu", "水": "Sui", "东乡": "Dongxiang", "纳西": "Naxi", "景颇": "Jingpo", "柯尔克孜": "Kyrgyz",
    "土": "Tu", "达斡尔": "Daur", "仫佬": "Mulao", "羌": "Qiang", "布朗": "Blang", "撒拉": "Salar",
    "毛南": "Maonan", "仡佬": "Gelao", "锡伯": "Xibe", "普米": "Pumi", "塔吉克": "Tajik", "怒": "Nu",
    "鄂温克": "Ewenki", "保安": "Bonan", "裕固": "Yugur", "独龙": "Derung", "鄂伦春": "Oroqen", "各": "Multi-Ethnic",
}  # fmt: skip
_RANKS = {
    "特别行政区": "", "自治区": "", "自治州": "Autonomous Prefecture", "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner", "联合旗": "United Banner", "地区": "Prefecture", "新区": "New Area",
    "林区": "Forestry District", "特区": "Special District", "矿区": "Mining District", "省": "", "市": "City",
    "盟": "League", "旗": "Banner", "县": "County", "区": "District",
}  # fmt: skip
_PEOPLE = "|".join(sorted(_PEOPLES, key=len, reverse=True))
_PEOPLES_AT_END = re.compile(rf"((?:(?:{_PEOPLE})族|(?<!内)蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔)+)$")
_ONE_PEOPLE = re.compile(rf"({_PEOPLE})族?")
_CHINESE = re.compile(r"[一-鿿]+")


@cache
def english_name(name: str, level: str = "") -> str:
    """Return the English of an official name; `level` tells a prefecture-level 市 (bare) from a county-level one.

    A text that is no division's name comes back as it is.

    >>> english_name("上虞区"), english_name("绍兴市", "city"), english_name("温岭市", "county"), english_name("茂县")
    ('Shangyu District', 'Shaoxing', 'Wenling City', 'Maoxian County')
    """
    rank = next((rank for rank in _RANKS if name.endswith(rank) and len(name) > len(rank)), None)
    if rank is None or not _CHINESE.fullmatch(name):
        return name
    stem, peoples = name.removesuffix(rank), ""
    if rank.startswith("自治"):
        stem = stem.removesuffix("族") if _ONE_PEOPLE.fullmatch(stem) else stem
        found = _PEOPLES_AT_END.search(stem)
        if found is not None and found.start() > 0:
            stem, peoples = stem[: found.start()], found[1]
    told = _RANKS[rank] if not (rank == "市" and level in ("city", "province")) else ""
    # 茂县 is Maoxian County: a stem of one sign is not said without its rank.
    parts = [_spell(stem if len(stem) > 1 else name)]
    if told:
        parts += [_name_peoples(peoples), told]
    return " ".join(part for part in parts if part)


def _name_peoples(text: str) -> str:
    """Return the peoples of an autonomous place: 藏族羌族 is Tibetan and Qiang, three take a comma."""
    named = [_PEOPLES[one] for one in _ONE_PEOPLE.findall(text)]
    if len(named) < 2:
        return "".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"


def _spell(stem: str) -> str:
    """Return a stem in one capitalised word, with an apostrophe before a syllable that begins with a vowel."""
    if stem in _CUSTOMARY:
        return _CUSTOMARY[stem]
    syllables = _read(stem)
    word = syllables[0] + "".join(f"'{one}" if one[0] in "aeo" else one for one in syllables[1:])
    return word[0].upper() + word[1:]


def _read(stem: str) -> list[str]:
    if stem in _READINGS:
        return _READINGS[stem].split()
    from pypinyin import lazy_pinyin

    return [one.replace("v", "ü") for one in lazy_pinyin(stem)]
