"""Names of divisions as English writes them: 马边彝族自治县 is Mabian Yi Autonomous County. Must not know the places.

Stems are Hanyu Pinyin without tones in one word (GB/T 28039 and the Ministry of Civil Affairs' rules for place names),
with an apostrophe before a, e and o; ranks and peoples are translated. What is not pinyin (Mongolian, Tibetan and
Uyghur names, a few customary ones) and readings the dictionary gets wrong stand in tables.
"""

from __future__ import annotations

import re
from functools import cache

from shanhai.registry.names import rank_at_end

# Customary romanisations that are not pinyin, by the stem of the name, as the maps of China print them.
_CUSTOMARY_BY_LINE = """
陕西 Shaanxi|内蒙古 Inner Mongolia|西藏 Xizang|香港 Hong Kong|澳门 Macao
哈尔滨 Harbin|齐齐哈尔 Qiqihar|富拉尔基 Fularji|萨尔图 Sartu|杜尔伯特 Dorbod|梅里斯 Meilisi|前郭尔罗斯 Qian Gorlos
鄂伦春 Oroqen|鄂温克 Ewenki|喀喇沁左翼 Harqin Left Wing
呼和浩特 Hohhot|鄂尔多斯 Ordos|呼伦贝尔 Hulunbuir|巴彦淖尔 Bayannur|乌兰察布 Ulanqab|锡林郭勒 Xilingol|阿拉善 Alxa
土默特 Tumed|托克托 Togtoh|和林格尔 Horinger|白云鄂博 Bayan Obo|达尔罕茂明安 Darhan Muminggan|阿鲁科尔沁 Ar Horqin
巴林 Bairin|克什克腾 Hexigten|翁牛特 Ongniud|喀喇沁 Harqin|敖汉 Aohan|科尔沁 Horqin|库伦 Hure|奈曼 Naiman|扎鲁特 Jarud
霍林郭勒 Holingol|康巴什 Kangbashi|达拉特 Dalad|准格尔 Jungar|鄂托克 Otog|杭锦 Hanggin|乌审 Uxin|伊金霍洛 Ejin Horo
海拉尔 Hailar|扎赉诺尔 Jalainur|阿荣 Arun|莫力达瓦 Morin Dawa|陈巴尔虎 Old Barag|新巴尔虎 New Barag|额尔古纳 Ergun
乌拉特 Urad|察哈尔 Chahar|乌兰浩特 Ulanhot|阿尔山 Arxan|扎赉特 Jalaid|二连浩特 Erenhot|锡林浩特 Xilinhot|阿巴嘎 Abag
苏尼特 Sonid|东乌珠穆沁 East Ujimqin|西乌珠穆沁 West Ujimqin|太仆寺 Taibus|额济纳 Ejin
乌鲁木齐 Urumqi|克拉玛依 Karamay|吐鲁番 Turpan|哈密 Hami|喀什 Kashgar|阿克苏 Aksu|和田 Hotan|伊犁 Ili|博尔塔拉 Bortala
巴音郭楞 Bayingolin|克孜勒苏 Kizilsu|阿勒泰 Altay|库车 Kuqa|沙依巴克 Saybag|乌尔禾 Urho|托克逊 Toksun|巴里坤 Barkol
玛纳斯 Manas|吉木萨尔 Jimsar|木垒 Mori|库尔勒 Korla|沙雅 Xayar|阿瓦提 Awat|柯坪 Kalpin|阿图什 Artux|阿克陶 Akto
阿合奇 Akqi|乌恰 Wuqia|英吉沙 Yengisar|麦盖提 Makit|岳普湖 Yopurga|塔什库尔干 Taxkorgan|策勒 Qira|洛浦 Lop|奎屯 Kuytun
霍尔果斯 Horgos|察布查尔 Qapqal|特克斯 Tekes|尼勒克 Nilka|托里 Toli|和布克赛尔 Hoboksar|布尔津 Burqin|吉木乃 Jeminay
阿拉尔 Aral|图木舒克 Tumxuk|可克达拉 Kokdala
拉萨 Lhasa|日喀则 Xigaze|林芝 Nyingchi|昌都 Qamdo|那曲 Nagqu|阿里 Ngari|堆龙德庆 Doilungdeqen|达孜 Dagze|林周 Lhunzhub
当雄 Damxung|尼木 Nyemo|墨竹工卡 Maizhokunggar|桑珠孜 Samzhubze|南木林 Namling|江孜 Gyangze|定日 Tingri|萨迦 Sagya
拉孜 Lhaze|昂仁 Ngamring|谢通门 Xaitongmoin|白朗 Bainang|仁布 Rinbung|康马 Kangmar|定结 Dinggye|吉隆 Gyirong
聂拉木 Nyalam|岗巴 Kamba|卡若 Karub|江达 Jomda|贡觉 Gonjo|类乌齐 Riwoqe|丁青 Dengqen|察雅 Zhag'yab|八宿 Baxoi
左贡 Zogang|芒康 Markam|洛隆 Lhorong|边坝 Banbar|工布江达 Gongbo'gyamda|墨脱 Medog|波密 Bome|察隅 Zayu|朗县 Nangxian
米林 Mainling|乃东 Nedong|扎囊 Zhanang|贡嘎 Gonggar|琼结 Qonggyai|曲松 Qusum|措美 Comai|洛扎 Lhozhag|加查 Gyaca
隆子 Lhunze|浪卡子 Nagarze|错那 Cona|嘉黎 Lhari|聂荣 Nyainrong|安多 Amdo|申扎 Xainza|索县 Sogxian|班戈 Baingoin
巴青 Baqen|尼玛 Nyima|普兰 Burang|札达 Zanda|噶尔 Gar|日土 Rutog|革吉 Ge'gyai|改则 Gerze|措勤 Coqen
果洛 Golog|玛沁 Maqen|班玛 Baima|甘德 Gade|达日 Darlag|久治 Jigzhi|玛多 Madoi|杂多 Zadoi|称多 Chindu|治多 Zhidoi
囊谦 Nangqen|曲麻莱 Qumarleb|格尔木 Golmud|乌兰 Ulan|刚察 Gangca|尖扎 Jainca|泽库 Zekog|阿克塞 Aksay|卓尼 Jone
迭部 Tewo|若尔盖 Zoige|马尔康 Barkam|壤塘 Zamtang|色达 Sertar|香格里拉 Shangri-La|德钦 Deqen
"""
_CUSTOMARY = {
    stem: english
    for stem, _, english in (pair.partition(" ") for pair in _CUSTOMARY_BY_LINE.strip().replace("\n", "|").split("|"))
}
# A banner is the left or right wing of an older one, and the front, middle or rear of that.
_WING = re.compile(r"(.{2,}?)(左翼|右翼|左|右)?(前|中|后)?$")
_WINGS = {"左翼": "Left", "左": "Left", "右翼": "Right", "右": "Right", "前": "Front", "中": "Middle", "后": "Rear"}
# How a sign sounds in names of places, where the dictionary's first reading is another.
_SIGNS = {"都": "du", "长": "chang", "朝": "chao", "乐": "le", "什": "shi", "伽": "jia", "圩": "xu", "峒": "tong",
          "柏": "bai"}  # fmt: skip
# Readings of whole stems that neither of them gets right.
_READINGS = {
    "单县": "shan xian", "漯河": "luo he", "什邡": "shi fang", "宕昌": "tan chang", "长子": "zhang zi",
    "繁峙": "fan shi", "涡阳": "guo yang", "浚县": "xun xian", "洪洞": "hong tong", "筠连": "jun lian",
    "乐亭": "lao ting", "乐清": "yue qing", "泌阳": "bi yang", "荥经": "ying jing", "柞水": "zha shui",
    "吴堡": "wu bu", "井陉": "jing xing", "解州": "xie zhou", "尉犁": "yu li", "闽侯": "min hou", "六合": "lu he",
    "任丘": "ren qiu", "天台": "tian tai", "盖州": "gai zhou", "荥阳": "xing yang", "闵行": "min hang",
    "马尾": "ma wei", "泊头": "bo tou", "大城": "dai cheng", "曾都": "zeng du", "珲春": "hun chun",
    "穆棱": "mu ling", "丹棱": "dan ling",
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
_PEOPLE_OF_A_DISTRICT = re.compile(rf"((?:(?:{_PEOPLE})族)+)$")
_ONE_PEOPLE = re.compile(rf"({_PEOPLE})族?")
_CHINESE = re.compile(r"[一-鿿]+")


@cache
def english_name(name: str, level: str = "") -> str:
    """Return the English of an official name; `level` tells a prefecture-level 市 (bare) from a county-level one.

    A text that is no division's name comes back as it is.

    >>> english_name("上虞区"), english_name("绍兴市", "city"), english_name("温岭市", "county"), english_name("茂县")
    ('Shangyu District', 'Shaoxing', 'Wenling City', 'Maoxian County')
    """
    rank = rank_at_end(name, tuple(_RANKS))
    if rank is None or not _CHINESE.fullmatch(name):
        return name
    stem, peoples = _part_peoples(name.removesuffix(rank), rank)
    told = _RANKS[rank] if not (rank == "市" and level in ("city", "province")) else ""
    # 茂县 is Maoxian County: a stem of one sign is not said without its rank.
    parts = [_spell(stem if len(stem) > 1 else name, rank)]
    if told:
        parts += [_name_peoples(peoples), told]
    return " ".join(part for part in parts if part)


def _part_peoples(stem: str, rank: str) -> tuple[str, str]:
    """Return a stem without the peoples it ends with, and those: 马边彝族 of 自治县, 管城回族 of 区."""
    autonomous = rank.startswith("自治")
    if autonomous and _ONE_PEOPLE.fullmatch(stem):
        return stem.removesuffix("族"), ""
    found = (_PEOPLES_AT_END if autonomous else _PEOPLE_OF_A_DISTRICT).search(stem)
    if found is None or found.start() == 0:
        return stem, ""
    return stem[: found.start()], found[1]


def _name_peoples(text: str) -> str:
    """Return the peoples of an autonomous place: 藏族羌族 is Tibetan and Qiang, three take a comma."""
    named = [_PEOPLES[one] for one in _ONE_PEOPLE.findall(text)]
    if len(named) < 2:
        return "".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"


def _spell(stem: str, rank: str) -> str:
    """Return a stem in one capitalised word, with an apostrophe before a syllable that begins with a vowel."""
    if stem in _CUSTOMARY:
        return _CUSTOMARY[stem]
    wing = _WING.fullmatch(stem) if rank == "旗" else None
    if wing is not None and wing[1] in _CUSTOMARY:
        return " ".join([_CUSTOMARY[wing[1]], *(_WINGS[part] for part in wing.groups()[1:] if part)])
    syllables = _read(stem)
    word = syllables[0] + "".join(f"'{one}" if one[0] in "aeo" else one for one in syllables[1:])
    return word[0].upper() + word[1:]


def _read(stem: str) -> list[str]:
    if stem in _READINGS:
        return _READINGS[stem].split()
    from pypinyin import lazy_pinyin

    readings = zip(stem, lazy_pinyin(stem), strict=True)
    return [_SIGNS.get(sign, reading.replace("v", "ü")) for sign, reading in readings]
