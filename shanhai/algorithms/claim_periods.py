"""Time expressions of a text as periods: 2021年以来, 今年, “十三五”时期, 到11月底, 满一年.

A scope tells from when to when what follows it counts. Relative years are taken from the day of publication, or where
that is not known from the latest year the text names. It must not know what is counted.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from shanhai.algorithms.claim_back_references import find_back_references, made_out
from shanhai.algorithms.claim_scopes import (
    COUNT,
    EVENT,
    LAST_DAY,
    MONTH,
    MONTHS_IN_DIGITS,
    QUARTERS,
    SINCE,
    TO_DAY,
    Calendar,
    Scope,
    ScopeKind,
    last_day_of,
    number_said,
)
from shanhai.algorithms.claim_text import by_first_character

_LONGEST_TITLE = 40
_YEAR = r"(?P<y>(?:19|20)\d{2})年"
_DATE = re.compile(
    rf"{_YEAR}(?:度|全年)?(?:(?P<m>1[0-2]|0?[1-9])月(?:份|底|末|初|中旬|上旬|下旬)?(?:(?P<d>[12]\d|3[01]|0?[1-9])[日号])?)?"
)
# a title may leave the 年 away: 数说2022
_BARE_YEAR = re.compile(r"20\d{2}(?<=[说眸望顾点别见过看读忆览话]....)(?![\d年/.\-—–－~～至到个家名人万亿元])")
_FOUR_DIGITS = re.compile(r"\d{4}")
_RANGE = re.compile(r"(?P<a>(?:19|20)\d{2})年?\s?(?:-|—|－|–|~|～|至|到)\s?(?P<b>(?:19|20)\d{2})年")
# 从2016年8月到2021年5月, 2016年到2021年5月
_RANGE_OF_MONTHS = re.compile(
    r"(?P<a>(?:19|20)\d{2})年(?:(?P<m>1[0-2]|[1-9])月(?:份|底|末)?)?(?:-|—|－|–|~|～|至|到)(?P<b>(?:19|20)\d{2})年(?P<n>1[0-2]|[1-9])月(?:份|底|末)?(?!\d)"
)
_NO_DIGIT_BEFORE, _NO_YEAR_BEFORE = r"(?<!\d{})", r"(?<!\d年{})"
_MONTH_ALONE = "|".join(one + _NO_DIGIT_BEFORE.format("." * len(one)) for one in MONTHS_IN_DIGITS)
_MONTH_WITHOUT_YEAR = "|".join(
    one + _NO_DIGIT_BEFORE.format("." * len(one)) + _NO_YEAR_BEFORE.format("." * len(one)) for one in MONTHS_IN_DIGITS
)
_MONTHS = re.compile(rf"(?P<a>{_MONTH_ALONE})月?\s?(?:-|—|－|~|～|至|到)\s?(?P<b>{MONTH})月(?!\d)")
_YEAR_BEFORE = re.compile(r"(?:今年|去年|(?P<y>(?:19|20)\d{2})年)$")
# 9月20日, or the first day of 9月20—22日
_MONTH_DAY = re.compile(
    rf"(?P<m>{_MONTH_WITHOUT_YEAR})月(?P<d>[12]\d|3[01]|[1-9])(?:[日号]|(?={TO_DAY}(?:[12]\d|3[01]|[1-9])[日号]))"
)
_MONTH_END = re.compile(rf"(?P<m>{MONTH})月(?P<end>底|末|份|初|[上中下]旬)?")
# 6月,…… that begins a sentence
_ALONE = re.compile(r"[。\n;；,，个]\d+月[,，]")
_THIS_MONTH = re.compile(r"(?:上月|上个月|本月|这个月)(?![底末])")
_WITHIN_MONTH = {"份", "初", "上旬", "中旬", "下旬"}
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_FIRST_MONTHS = re.compile(r"(?:前|头)(?P<n>1[0-2]|[2-9]|十[一二]?|[二两三四五六七八九])个?月(?![\d前])")
_YEARS_SAID = {"今年", "去年"}
_QUARTER = "(?:上半年|下半年|前三季度|第?[一二三四]季度)(?:以来)?"
_RELATIVE = by_first_character(
    [
        # these begin most often, and behind the first numeral of a count none begins anew
        *(
            rf"{first}(?<![{COUNT}].)[{COUNT}]*(?:多年|余年|年|年多)(?:来|里|间|以来|下来|一?总?共|累计|合计)"
            for first in COUNT
        ),
        *(f"{year}{_QUARTER}" for year in ("今年", "去年", r"19\d{2}年", r"20\d{2}年")),
        *(f"{half}半年(?:以来)?" for half in "上下"),
        *(f"{quarter}季度(?:以来)?" for quarter in ("前三", "第[一二三四]", *"一二三四")),
        *(
            "去年同期",
            "上年同期",
            "今年底(?:前)?",
            rf"今年(?!(?:已|刚|才|快)?满?[{COUNT}]+岁)(?:以来|至今|累计|已|(?:整整|正好|恰好|已经)?(?:是|第)?[两二三四五六七八九十]{{1,3}}(?:年|个年头|周年))?",
            "明年",
            "到年底(?:前)?",
            "年底前",
            "去年(?:以来|算起|底)?",
            "前年",
            "本年度?",
            "全年(?!度?(?:目标|任务|计划(?![投安选引实新建培派援帮])|协议|指标|预算))",
            "年内",
        ),
        *("过去一年", "近年来", "这些年", "多年来", "历年来?"),
        *(rf"{past}[{COUNT}]+年(?:来|里|间|以来)?" for past in ("近", "最近", "这", "过去")),
        *("目前", "眼下", "如今", "现在", "现已", "截至目前", "至今(?!年)", "迄今", "近日", "日前", "当前", "现有"),
    ]
)
_FIVE_YEARS = re.compile(r"(?:“十|\"十|十)([一二三四五六])五[”\"]?(?:规划)?(?:时期|期间|以来|(?:开始|起)(?=[,，]))?")
_FIRST_OF_FIVE = re.compile(r"[的这]?前(?P<n>[两二三四])年(?!度)")
_TO_PLAN = re.compile(r"[至到和、](?:“|\")?十(?P<n>[一二三四五六])五[”\"]?(?:规划)?(?:时期|期间)?")
# 2002年,中央决定某省对口支援某市以来,
_SINCE_BEHIND = re.compile(r"[,，][^,，。;；！？\n\d]{2,26}以来(?=[,，])")
_SINCE_UNDATED = re.compile(r"以来(?=[,，])")
_LONGEST_SINCE, _CLAUSE_SIGNS = 26, ",，。;；:：\n"
_STRESSED = re.compile(r"特别是|尤其是")
_DATED = re.compile(r"[\d今去前上本近多年月季]|十[一二三四五六]五")
_YEARS_TOLD = re.compile(rf"[{COUNT}]多?余?年")
# 某县2022年度工作总结 came out by the end of March
_SUMMARY = re.compile(r"(?P<y>20\d{2})年度?[^,，。;；\n]{0,24}(?:总结|小结)(?=\s)")
_TITLE_WITHIN, _SUMMED_UP_BY = 300, 3
_YOUNG_YEARS = 2
_ONE_YEAR = re.compile(r"满一年|一周年|结对一年|牵手一年|协作一年|帮扶一年|一年来|一年里|这一年")
# 2018年起投入; from a day on some only come: 3月2日起陆续到岗
_SINCE_YEAR = re.compile(r"起(?=[投先累陆连每在就已共与和同开对派选])")
# 自2007年第五批人员到达后,…
_SINCE_AFTER = re.compile(r"[^,，。;；！？\n]{0,20}?后(?=[,，])")
_START = re.compile(r"(?:[^,，。;；！？\n]{0,8}?)(?:启动|结对|成立|建立|开始|牵手|牵上手|牵起手|携手|签约)")
# 2016年“组团式”医疗援疆开始后 is since then however much stands between
_LONG_START = re.compile(r"(?:[^,，。;；！？\n]{0,20}?)(?:启动|结对|开始|牵手|携手|开展|实施)(?:以后|之后|后)(?=[,，])")
_BEGUN = re.compile(r"(?:[^。;；！？\n]{0,16}?)(?:开始结对|结对|建立|携手|牵手|启动)|[日月]?起")
# what is summed up behind a beginning counts since then (2010年援疆开始,前后投入……)
_SINCE_BEGUN = re.compile(
    r".{0,4}(?:时|后|之后|以后)|[,，][^,，。;；\d]{0,8}(?:累计|先后|前前后后|陆续|陆陆续续|一共|总共)"
)
_SOON_DONE = re.compile(
    r"[^,，。;；\d]{0,4}(?:投用|投运|投产|投入使用|启用|建成|完工|竣工|交付|开园|开业|达产)(?:使用|运营|投产|投用)?(?=[,，。;；])"
)
# 2010年,上一轮结束时 is a time in that year, which no report is of
_AT_ITS_END = re.compile(r"[,，]?[^,，。;；\d]{0,18}(?:结束|开始|启动|成立)(?:之?时|的时候)[,，]")
_BEGUN_YEAR = re.compile(
    r"起(?=[,，]|[^,，。;；\d]{0,4}(?:定点|帮扶|对口|支援|扶贫))|(?:以来|开始|起步)|"
    r"[,，]?[^,，。;；\d]{0,20}(?:结对|牵手|结为|结成|结下|连到一起|连在一起|走到一起|结缘|结亲)"
)
# 2021年,甲区同乙县结为对子, the year of what 结对以来 is said of
_PAIRED = re.compile(r"[,，]?[^,，。;；\d]{0,24}(?:结对|牵手|携手|结为|结成|结下|结亲)")
_OF_PAIR = re.compile(r"结对|牵手|携手|协作|帮扶|结缘")
_UNTIL_BEFORE = re.compile(r"(?:截至|截止到?|截止至|到|至|止)$")
_BEFORE_END = re.compile(r"(?:之前|以前|前)")
_AGREED = re.compile(r"(?:协议|规划|方案|计划|目标|部署)[,，]?(?:力争)?(?:到|至)$")
_COMPARED = re.compile(r"(?:比|较|跟|与|同|是|相比|超过|[高多快好优低少慢]于|不及|不如)(?:上年|往年)?$")
_COMPARED_AFTER = re.compile(r"^(?:全年)?(?:[^,，。;；\d]{0,4}相比|同期|增|多|减|下降|提高|的[\d.]+倍|增长|翻)")
# 快于去年同期 tells no more than that it was less
_OUTDONE = re.compile(r"(?:比|[高多快好优低少慢]于|不及|不如)(?:去年|上年)?(?:同期)?$")
_OUTDONE_AFTER = re.compile(
    r"(?:同期)?(?:[,，。;；、\n]|的?(?:水平|进度|速度)|(?:还|更|要)?[快慢高低多少好早晚](?:了|得多|一些)?[,，。;；])"
)
_BASE = re.compile(
    r"[从由](?P<y>(?:19|20)\d{2})年(?P<end>底|末)?(?:的|时的?)?(?=[^,，。;；\d]{0,8}\d[^,，。;；]{0,12}(?:增|升|提|涨|扩|降|减|到|至))"
)
_JOINED_YEARS = re.compile(
    r"(?P<a>(?:19|20)\d{2}(?<!\d....))年?(?:[和与及、](?:19|20)\d{2}年?)*[和与及、](?P<b>(?:19|20)\d{2})年这?(?:[两二三四五]年)?"
    r"(?![^。;；\n]{0,24}(?:分别|各|依次))"
)
# each of 2021、2022、2023年, that numbers behind 分别 are told of
_LAST_AND_THIS = re.compile(r"去年[和与、]今年(?![^。;；\n]{0,24}(?:分别|各|依次))")
_YEAR_IN_LIST = re.compile(r"(?:19|20)\d{2}(?<!\d....)(?=(?:[和与及、](?:19|20)\d{2})+年)")
# the year whose figure stands right behind it, to be held against another: 比去年全年的3亿元增加, 是上年300万元的两倍
_COMPARED_WITH = re.compile(
    r"(?:比|较|跟|与|同|是|超过|高于|多于|低于)(?P<when>去年|上一?年|前年|(?P<y>(?:19|20)\d{2})年)(?P<of>全年|同期)?"
    r"(?=的?[约近超]?\d[\d.]*(?![\d.月日倍]))"
)
_YEARS_BACK = {"明年": -1, "去年": 1, "上年": 1, "前年": 2, "过去一年": 1}
_CLAUSE_BEGINS, _COMMAS = ("", *"\n\u3000 。;；,，:：“"), (",", "，")
_CHANGED = re.compile(r"[,，][^。;；]{0,24}(?:扩大|扩展|新增|增[加至]|调整|换[成为]|改[为成]|升级)")
_LAST_YEAR = ("去年", "前年", "上年同期")
_TO_COME = re.compile(r"[,，]?[^,，。;；\d]{0,6}(?:将(?!近)|计划(?!内|外)|拟|力争|预计|打算)")
_PLAN_STARTS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}


def calendar_of(text: str, published_on: str | None) -> Calendar:
    """Return what relative dates of a text are counted from; `published_on` is ISO text of any exactness."""
    dates = [one for one in _DATE.finditer(text) if not _is_in_title(text, one.start())]
    years = [int(match["y"]) for match in dates if not _is_target(text, match.start(), match.end())]
    year = int(published_on[:4]) if published_on else max((one for one in years if one <= 2100), default=0)
    month = int(published_on[5:7]) if published_on and len(published_on) >= 7 else 0
    begun: list[tuple[str, int]] = []
    paired = None
    for match in dates:
        behind = text[match.end() : match.end() + 30]
        if paired is None and _PAIRED.match(behind):
            paired = _from(match)
        if (match["m"] and _BEGUN.match(behind)) or _BEGUN_YEAR.match(behind):
            begun.append((_from(match), match.start() if behind.startswith("起") else 0))
    if _sums_up(text, year - 1) and 0 < month <= _SUMMED_UP_BY:
        year, month = year - 1, 12
    return Calendar(year, month, tuple(begun), paired, bool(published_on))


def _is_in_title(text: str, at: int) -> bool:
    """Tell whether a place lies in the title of a document (《关于做好2021年工作的通知》), which dates nothing told."""
    opened = text.rfind("《", max(0, at - _LONGEST_TITLE), at)
    return opened >= 0 and "》" not in text[opened:at]


def _sums_up(text: str, year: int) -> bool:
    """Tell whether the title of a text says that it sums up a year, which is 今年 in it though it came out later."""
    summary = _SUMMARY.search(text, 0, _TITLE_WITHIN)
    return bool(summary and int(summary["y"]) == year)


def _is_target(text: str, start: int, end: int) -> bool:
    """Tell whether a year is one to come (到2025年, 2023年,我们将) rather than one told of (截至2022年)."""
    if _TO_COME.match(text, end):
        return True
    return text[max(0, start - 2) : start].endswith(("到", "至")) and text[max(0, start - 2) : start - 1] not in "截止"


def find_scopes(text: str, today: Calendar) -> list[Scope]:
    """Return the time expressions of a text in order, without overlap."""
    found: list[Scope] = []
    for scope in sorted(_all(text, today), key=lambda one: (one.start, -one.end)):
        if not found or scope.start >= found[-1].end:
            if scope.kind == "vague" and scope.text and found and _says_no_more(text, scope, found[-1]):
                continue
            found.append(made_out(text, scope, found, today))
    return found


def _says_no_more(text: str, scope: Scope, told: Scope) -> bool:
    """Tell whether a vague period only repeats the one told before it.

    So does 五年里 behind “十三五”, 近三十年 behind 自1992年起, and 历年 behind 截至9月底.
    """
    if not told.first and told.kind != "until":
        return False
    since = (
        told.kind == "since"
        and _YEARS_TOLD.search(scope.text)
        and not re.search(r"[。\n]", text[told.end : scope.start])
    )
    summed = told.kind == "until" and scope.text.startswith("历年") and "。" not in text[told.end : scope.start]
    return scope.start - told.end <= 1 or bool(since) or summed


def _all(text: str, today: Calendar) -> Iterator[Scope]:
    yield from _ranges(text, today)
    yield from _compared(text, today)
    yield from find_back_references(text)
    for match in _BARE_YEAR.finditer(text):
        yield Scope(match.start(), match.end(), "year", f"{match[0]}-01-01", f"{match[0]}-12-31", match[0])
    yield from _dates(text, today)
    yield from _days(text, today)
    yield from _relative(text, today)
    yield from _plans_of_five_years(text)
    yield from _since_undated(text, today)


def _plans_of_five_years(text: str) -> Iterator[Scope]:
    """Yield five-year plans, their first years (“十四五”前三年) and several of them (“十二五”至“十四五”)."""
    for match in _FIVE_YEARS.finditer(text):
        first = _PLAN_STARTS[match[1]]
        since = match[0].endswith(("以来", "开始", "起"))
        last = None if since else f"{first + 4}-12-31"
        end = match.end()
        if not since and (part := _FIRST_OF_FIVE.match(text, end)):
            last, end = f"{first + number_said(part['n']) - 1}-12-31", part.end()
        elif not since and (until := _TO_PLAN.match(text, end)):
            last, end = f"{_PLAN_STARTS[until['n']] + 4}-12-31", until.end()
        yield Scope(match.start(), end, "since" if since else "year", f"{first}-01-01", last, text[match.start() : end])


def _since_undated(text: str, today: Calendar) -> Iterator[Scope]:
    """Yield what counts since something without a date (自对口支援开展以来), which ends what was told before.

    结对以来 counts from the day on which the text says that the two sides became a pair.
    """
    for match in _SINCE_UNDATED.finditer(text) if "以来" in text else ():
        start = (
            max(text.rfind(mark, max(0, match.start() - _LONGEST_SINCE), match.start()) for mark in _CLAUSE_SIGNS) + 1
        )
        if stressed := _STRESSED.match(text, start):
            start = stressed.end()
        words = text[start : match.end()]
        if start and not _DATED.search(words):
            paired = today.paired if _OF_PAIR.search(words) else None
            yield Scope(start, match.end(), "since" if paired else "vague", paired, None, words.strip())


def _ranges(text: str, today: Calendar) -> Iterator[Scope]:
    for match in (*_RANGE.finditer(text), *_JOINED_YEARS.finditer(text)):
        if match.re is _RANGE or int(match["b"]) - int(match["a"]) == len(_FOUR_DIGITS.findall(match[0])) - 1:
            yield Scope(match.start(), match.end(), "year", f"{match['a']}-01-01", f"{match['b']}-12-31", match[0])
    for match in _RANGE_OF_MONTHS.finditer(text):
        first = f"{match['a']}-{int(match['m'] or 1):02}-01"
        yield Scope(
            match.start(), match.end(), "year", first, last_day_of(int(match["b"]), int(match["n"]), None), match[0]
        )
    for match in _LAST_AND_THIS.finditer(text) if today.year else ():
        first = f"{today.year - 1}-01-01"
        yield Scope(match.start(), match.end(), "year", first, f"{today.year}-12-31", match[0])
    for match in _YEAR_IN_LIST.finditer(text):
        yield Scope(match.start(), match.end(), "year", f"{match[0]}-01-01", f"{match[0]}-12-31", match[0])


def _compared(text: str, today: Calendar) -> Iterator[Scope]:
    for match in _COMPARED_WITH.finditer(text):
        year = int(match["y"]) if match["y"] else today.year - (2 if match["when"] == "前年" else 1)
        words = text[match.start("when") : match.end()]
        if today.year or match["y"]:
            yield Scope(match.start("when"), match.end(), "compared", f"{year}-01-01", f"{year}-12-31", words)
    for match in _BASE.finditer(text):
        start, end = match.start("y"), match.end("end") if match["end"] else match.end("y") + 1
        first = None if match["end"] else f"{match['y']}-01-01"
        yield Scope(start, end, "base", first, f"{match['y']}-12-31", text[start:end])


def _from(match: re.Match[str]) -> str:
    at_end = match.string.startswith(("年底", "年末"), match.start() + 4)
    year, month = int(match["y"]), int(match["m"] or (12 if at_end else 1))
    return f"{year}-{month:02}-{min(int(match['d'] or 1), calendar.monthrange(year, month)[1]):02}"


def _dates(text: str, today: Calendar) -> Iterator[Scope]:
    for match in _DATE.finditer(text):
        before, behind = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 36]
        if _is_compared(before, behind):
            yield Scope(match.start(), match.end(), "vague", None, None, "")
            continue
        led_in = before.endswith(("自", "从"))
        since = SINCE.match(behind) or _SINCE_BEHIND.match(behind) or (led_in and _SINCE_AFTER.match(behind))
        since = since or (_SINCE_YEAR.match(behind) if not match["d"] else None)
        start = match.start() - (1 if led_in else 0)
        if since:
            yield Scope(
                start, match.end() + since.end(), "since", _from(match), None, text[start : match.end() + since.end()]
            )
            continue
        begun = ("后" in behind and _LONG_START.match(behind)) or _START.match(behind)
        if begun and (
            begun[0].endswith("后") or re.search(r"[按自从]$", before) or _SINCE_BEGUN.match(behind, begun.end())
        ):
            yield Scope(
                start, match.end() + begun.end(), "since", _from(match), None, text[start : match.end() + begun.end()]
            )
            continue
        year, month = int(match["y"]), int(match["m"]) if match["m"] else None
        last = last_day_of(year, month, int(match["d"]) if match["d"] else None)
        until = _UNTIL_BEFORE.search(before)
        ends = match[0].endswith(("底", "末")) or bool(re.match(r"底|末|为?止", behind))
        # 到2019年,…… sums up what had been done by then, unless something changed then: 到2021年6月,范围扩大
        summed = behind[:1] in _COMMAS and before[-2:-1] in _CLAUSE_BEGINS and not _CHANGED.match(behind)
        ends = ends or (summed and year < today.year + bool(month))
        before_end = ends and _BEFORE_END.match(text, match.end() + behind.startswith(("底", "末")))
        agreed = _AGREED.search(text, max(0, match.start() - 12), match.start())
        to_come = not match["m"] and (today.published or agreed) and year > today.year
        if until and (ends or to_come or until[0].startswith("截")):
            yield Scope(match.start() - len(until[0]), match.end(), "until", None, last, match[0])
        elif before_end and not until:
            yield Scope(match.start(), before_end.end(), "until", None, last, match[0])
        else:
            of_day = month or behind.startswith(("底", "末", "初")) or _AT_ITS_END.match(behind)
            kind: ScopeKind = "event" if EVENT.match(behind) else "moment" if of_day else "year"
            end, last = _last_day(match, year, last) if match["d"] else (match.end(), last)
            yield Scope(match.start(), end, kind, _from(match), last, text[match.start() : end])


def _last_day(match: re.Match[str], year: int, day: str) -> tuple[int, str]:
    """Return where a date ends and its last day: 22日 of 9月20日至22日, else the `day` of the date itself."""
    last = LAST_DAY.match(match.string, match.end())
    if not last:
        return match.end(), day
    return last.end(), max(day, last_day_of(year, int(last["m"] or match["m"]), int(last["d"])))


def _is_compared(before: str, behind: str) -> bool:
    return bool(
        (_COMPARED.search(before) and _COMPARED_AFTER.match(behind))
        or (_OUTDONE.search(before) and _OUTDONE_AFTER.match(behind))
    )


def _days(text: str, today: Calendar) -> Iterator[Scope]:
    """Yield days and months without a year, which are of the year of publication."""
    if not today.year:
        return
    if "月" not in text:
        return
    for match in _MONTHS.finditer(text):
        start, of, word = _year_said(text, match.start(), today)
        of -= not word and _is_to_come(int(match["b"]), today)
        first, last = f"{of}-{int(match['a']):02}-01", last_day_of(of, int(match["b"]), None)
        yield Scope(start, match.end(), "year", first, last, text[start : match.end()])
    for match in _THIS_MONTH.finditer(text) if today.month else ():
        year, month = divmod(today.year * 12 + today.month - 1 - match[0].startswith("上"), 12)
        first, last = f"{year}-{month + 1:02}-01", last_day_of(year, month + 1, None)
        yield Scope(match.start(), match.end(), "moment", first, last, match[0])
    for match in _FIRST_MONTHS.finditer(text):
        start, of, _ = _year_said(text, match.start(), today)
        months = int(match["n"]) if match["n"].isdigit() else _NUMERALS.index(match["n"].replace("两", "二")) + 1
        yield Scope(start, match.end(), "year", f"{of}-01-01", last_day_of(of, months, None), text[start : match.end()])
    for match in _MONTH_DAY.finditer(text):
        start = match.start() - (2 if text[max(0, match.start() - 2) : match.start()] in {"今年", "去年"} else 0)
        last_year = _is_to_come(int(match["m"]), today) if start == match.start() else text.startswith("去年", start)
        day = last_day_of(today.year - last_year, int(match["m"]), int(match["d"]))
        if since := SINCE.match(text, match.end()):
            yield Scope(start, since.end(), "since", day, None, text[start : since.end()])
            continue
        until = text[max(0, start - 2) : start] in {"截至", "截止"}
        end, last = _last_day(match, today.year - last_year, day)
        words = text[match.start() : end]
        yield Scope(start, end, "until" if until else "moment", None if until else day, day if until else last, words)
    yield from _months_alone(text, today)


def _months_alone(text: str, today: Calendar) -> Iterator[Scope]:
    for match in _MONTH_END.finditer(text):
        start, word = match.start(), text[max(0, match.start() - 2) : match.start()]
        start, word = (start - 2, word) if word in _YEARS_SAID else (start, "")
        before, words = text[max(0, start - 3) : start], text[start : match.end()]
        if before[-1:].isdigit() or before.endswith("年") or text[match.end() : match.end() + 1].isdigit():
            continue
        year = today.year - (1 if word == "去年" else 0)
        month = int(match["m"])
        deadline = _BEFORE_END.match(text, match.end()) if match["end"] in {"底", "末"} else None
        year -= not word and not deadline and _is_to_come(month, today)
        if deadline and not _UNTIL_BEFORE.search(before):
            end = deadline.end()
            yield Scope(start, end, "until", None, last_day_of(year, month, None), text[start:end])
        elif _UNTIL_BEFORE.search(before) and (match["end"] in {"底", "末"} or before.endswith(("截至", "截止"))):
            yield Scope(start, match.end(), "until", None, last_day_of(year, month, None), words)
        elif word and (SINCE.match(text, match.end()) or re.match(r"结对|牵手|启动|签约", text[match.end() :])):
            yield Scope(start, match.end(), "since", f"{year}-{month:02}-01", None, words)
        elif word or match["end"] in _WITHIN_MONTH or _ALONE.match(text[start - 1 : match.end() + 1] if start else ""):
            kind: ScopeKind = "event" if EVENT.match(text, match.end()) else "moment"
            yield Scope(start, match.end(), kind, f"{year}-{month:02}-01", last_day_of(year, month, None), words)


def _year_said(text: str, at: int, today: Calendar) -> tuple[int, int, str]:
    """Return where the year of months at a place is said, that year, and its words; this year where none is said."""
    said = _YEAR_BEFORE.search(text, max(0, at - 5), at)
    if not said:
        return at, today.year, ""
    return said.start(), int(said["y"]) if said["y"] else today.year - (said[0] == "去年"), said[0]


def _is_to_come(month: int, today: Calendar) -> bool:
    """Tell whether a month named without a year lies behind the day of publication, and so is the year before's."""
    return bool(today.month) and month > today.month


def _relative(text: str, today: Calendar) -> Iterator[Scope]:
    for match in _RELATIVE.finditer(text):
        before, behind = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 6]
        if match[0].startswith(_LAST_YEAR) and _is_compared(before, behind):
            yield Scope(match.start(), match.end(), "vague", None, None, "")
            continue
        yield _relative_scope(match, today)
    first = today.begun[0][0] if today.begun else ""
    # a year told of a partnership decades old is no more its first one
    if first and today.year - int(first[:4]) <= _YOUNG_YEARS:
        last = last_day_of(int(first[:4]) + 1, int(first[5:7]), int(first[8:10]))
        for match in _ONE_YEAR.finditer(text):
            yield Scope(match.start(), match.end(), "year", first, last, "一年")


def _begun_before(years: str, at: int, today: Calendar) -> str | None:
    """Return since when something the text tells of lasts about as many years as it says, None without such a day."""
    if not today.published:
        return next((one for one, _ in today.begun), None)
    number = number_said(years)
    began = [one for one, place in today.begun if place <= at]
    off = {one: abs(today.year - int(one[:4]) - number) for one in began}
    return min((one for one in began if off[one] <= 1), key=off.__getitem__, default=None)


def _relative_scope(match: re.Match[str], today: Calendar) -> Scope:
    words, year = match[0], today.year
    start, end = match.span()
    known = bool(year)
    told = words[:4] if words[4:5] == "年" and words[:4].isdigit() else ""
    if known or told:
        of = int(told) if told else year - (1 if words.startswith("去年") else 0)
        for name, (first, last) in QUARTERS.items():
            if words.endswith(f"{name}以来"):
                return Scope(start, end, "since", f"{of}-{first}", None, words)
            if words.endswith(name):
                return Scope(start, end, "year", f"{of}-{first}", f"{of}-{last}", words)
    if words.startswith("今年") and words.endswith(("年", "头")) and words != "今年":
        return Scope(start, end, "vague", None, None, words)
    if words.startswith(("今年", "明年", "本年", "全年", "年内", "去年", "前年", "上年", "过去一年")) and known:
        back = _YEARS_BACK.get(words if words == "过去一年" else words[:2], 0)
        if words == "全年" and 0 < today.month <= 3:
            back = 0 if re.match(r"计划|将|拟|力争|预计|目标", match.string[end : end + 2]) else 1
        of = year - back
        if words.endswith(("以来", "算起", "至今", "累计", "已")):
            return Scope(start, end, "since", f"{of}-01-01", None, words)
        if words == "去年底":
            return Scope(start, end, "until", None, f"{of}-12-31", words)
        if words.startswith("今年底"):
            return Scope(start, end, "until", None, f"{of}-12-31", words)
        soon = words == "年内" and _SOON_DONE.match(match.string, end)
        return Scope(start, end, "event" if soon else "year", f"{of}-01-01", f"{of}-12-31", words)
    if words.startswith(("到年底", "年底前")) and known:
        return Scope(start, end, "until", None, f"{year}-12-31", words)
    counted = re.match(r"(?:近|最近|这|过去)?([两二三四五六七八九十\d]+)年多?(?:来|里|间|以来|下来)", words)
    if counted and not words.startswith(("近", "最近", "过去")) and (begun := _begun_before(counted[1], start, today)):
        return Scope(start, end, "since", begun, None, words)
    return Scope(start, end, "vague", None, None, words)
