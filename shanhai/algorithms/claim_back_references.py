"""Times that an article tells by one it told before: 当年, 同年9月, 同期, 三年间, 去年同期, 17日 of a visit.

`find_back_references` finds the words that name no time themselves, and `made_out` gives what they stand for, by the
periods told before them. It must not know what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shanhai.algorithms.claim_scopes import (
    COUNT,
    EVENT,
    LAST_DAY,
    MONTH,
    OF_YEAR_TOLD,
    SINCE,
    Calendar,
    Scope,
    ScopeKind,
    last_day_of,
    number_said,
)

# the year told last: 2021年3月……同年9月, 当年
_THAT_YEAR = re.compile(
    rf"[当同这那]一?年(?!的|来|里|间|底|末|初)(?:(?P<m>{MONTH})月(?:份|底|末|初)?(?:(?P<d>[12]\d|3[01]|[1-9])[日号])?)?"
)
_SAME_TIME = re.compile(r"同期(?<=[,，。;；:：\n \u3000]..)|同一(?:时期|期间)(?=[,，])")
# 2016年起结对……从那时到现在
_FROM_THEN = re.compile(r"[从自]那(?:时|年|以?后)(?:起|到现在|到如今|至今|到今天|以来|开始)?(?=[,，])")
# 2021年12月5日开馆以来……开馆以来
_SINCE_THEN = re.compile(r"(?:开馆|开园|开业|开张|开通|投产|投用|投运|运营|成立|建成|启动|启用|挂牌)以来")
_HALF_YEAR = re.compile(r"半(?<![上下].)年(?:里|来|间|时间)")
_FIRST_DAY = re.compile(r"(?:开幕|开市|开展|开园)(?:式)?(?:当天|当日|首日|头一天|第一天)|首日")
_SAME_DAY = re.compile(r"当天|当日")
# 5月3日,2023年消费帮扶周开幕: the year is part of a name
_NAMED_BY_YEAR = re.compile(
    r"[^,，。;；\d]{2,24}(?:周|节|会|展|赛|坛|仪式|活动)(?:在[^,，。;；]{1,16})?(?:开幕|举行|举办|召开|启幕|开市|启动|闭幕|落幕)"
)
_DAY_OF_EVENT = re.compile(
    r"日(?:(?<=[,，。;；\n \u3000](?P<a>[1-9])日)|(?<=[,，。;；\n \u3000](?P<b>[12]\d|3[01])日))(?=[,，上下])"
)
# 2024年增收300万元,累计增收900万元
_IN_ALL = re.compile(r"累计(?P<verb>[\u4e00-\u9fff]{2})")
_LAST_SAID = re.compile("近|最近|过去")
_YEARS_SINCE = re.compile(rf"([{COUNT}]+)年(?:来|里|间|(?:共|累计|一共|总共|合计))")
_DAY = re.compile(r"(?P<d>\d{1,2})日")
_MONTH_FIRST = re.compile(r"\d{1,2}月")


def find_back_references(text: str) -> Iterator[Scope]:
    """Yield the words for a year or a time told before (当年, 同年9月, 同期), which `made_out` makes out."""
    if "年" in text:
        for match in _THAT_YEAR.finditer(text):
            event = EVENT.match(text, match.end())
            kind: ScopeKind = "event" if event else "moment" if match["m"] else "vague"
            yield Scope(match.start(), match.end(), kind, None, None, "")
    for match in (
        *_SAME_TIME.finditer(text),
        *(_FROM_THEN.finditer(text) if "那" in text else ()),
        *_HALF_YEAR.finditer(text),
        *_FIRST_DAY.finditer(text),
        *_SAME_DAY.finditer(text),
        *(_SINCE_THEN.finditer(text) if "以来" in text else ()),
    ):
        yield Scope(match.start(), match.end(), "vague", None, None, "")
    for match in _DAY_OF_EVENT.finditer(text):
        yield Scope(match.start(match.lastindex or 0), match.end(), "vague", None, None, "")


def summed_up(text: str, start: int, place: int) -> Scope | None:
    """Return the 累计 of a number that sums up what the text from `start` told just before it, None of any other."""
    at = text.rfind("累计", start, place)
    said = _IN_ALL.match(text, at) if at >= 0 else None
    told = said and re.search(said["verb"] + r"[^,，。;；\d]{0,6}\d", text[start:at])
    return Scope(at, at + 2, "vague", None, None, "累计") if told else None


def made_out(text: str, scope: Scope, found: Sequence[Scope], today: Calendar) -> Scope:
    """Return a scope as those told before it make it out."""
    if not scope.text and (told := _told_before(text, scope, found)):
        return told
    if scope.kind == "year" and found and _is_of_name(text, scope, found[-1]):
        return scope._replace(kind="vague", first=None, last=None, text="")
    if scope.kind == "vague" and found and (years := _YEARS_SINCE.fullmatch(scope.text)):
        return _those_years(text, scope, found, number_said(years[1]), today)
    if scope.text.endswith("同期"):
        return _a_year_before(scope, found)
    if scope.kind == "compared" and scope.text.startswith(("上", "去年")):
        return _the_year_before(scope, found)
    if scope.kind == "moment" and found and _MONTH_FIRST.match(scope.text):
        return _in_year_of_paragraph(text, scope, found[-1])
    return _of_the_year_told(text, scope, found) if scope.text in OF_YEAR_TOLD else scope


def _is_of_name(text: str, scope: Scope, told: Scope) -> bool:
    """Tell whether a year is part of the name of what took place on a day told before it in the sentence."""
    near = told.kind == "moment" and not re.search(r"[。\n]", text[told.end : scope.start])
    return bool(near and _NAMED_BY_YEAR.match(text, scope.end))


def _told_before(text: str, scope: Scope, found: Sequence[Scope]) -> Scope | None:
    """Return what words without a time of their own stand for by what was told before; None where they are no such."""
    if said := _THAT_YEAR.match(text, scope.start):
        return _in_that_year(text, scope, found, said)
    if day := _DAY.fullmatch(text, scope.start, scope.end):
        return _on_day(scope, found, int(day["d"]))
    if _FIRST_DAY.match(text, scope.start):
        told = next((one for one in reversed(found) if one.kind == "moment"), None)
        return scope._replace(kind="moment", first=told.first, last=told.first, text="当天") if told else scope
    if _SAME_DAY.match(text, scope.start):
        told = next((one for one in reversed(found) if one.kind == "moment"), None)
        here = told and "\n" not in text[told.end : scope.start]
        one_day = (
            told and told.first == told.last and (here or len({one.first for one in found if _is_dated(one)}) == 1)
        )
        return (
            scope._replace(kind="moment", first=told.first, last=told.last, text="当天") if told and one_day else scope
        )
    if _SAME_TIME.match(text, scope.start):
        told = next((one for one in reversed(found) if one.kind in {"year", "since", "until"}), None)
        return scope._replace(kind=told.kind, first=told.first, last=told.last, text="同期") if told else scope
    if _FROM_THEN.match(text, scope.start):
        told = found[-1] if found and found[-1].kind in {"since", "year", "moment", "event"} else None
        near = told and told.first and "\n" not in text[told.end : scope.start]
        words = text[scope.start : scope.end]
        return scope._replace(kind="since", first=told.first, text=words) if told and near else scope
    if said := _SINCE_THEN.match(text, scope.start):
        told = next((one for one in reversed(found) if one.kind == "since" and one.text.endswith(said[0])), None)
        return scope._replace(kind="since" if told else "vague", first=told.first if told else None, text=said[0])
    if _HALF_YEAR.match(text, scope.start):
        told = next((one for one in reversed(found) if one.first and one.text.endswith("半年")), None)
        return scope._replace(kind="year", first=told.first, last=told.last, text="半年") if told else scope
    return None


def _is_dated(scope: Scope) -> bool:
    """Tell whether a period is one that an article says itself (7月13日), and not 当天."""
    return scope.kind in {"moment", "event"} and bool(scope.first)


def _in_that_year(text: str, scope: Scope, found: Sequence[Scope], said: re.Match[str]) -> Scope:
    """Return 当年 or 同年9月 in the year that the same paragraph has told last; as it stands where it tells none."""
    told = next((one for one in reversed(found) if one.first), None)
    since = said["m"] and SINCE.match(text, scope.end)
    if told is None or told.first is None or ("\n" in text[told.end : scope.start] and not since):
        return scope
    if told.kind not in {"year", "moment", "event"} or (told.last or "")[:4] != told.first[:4]:
        return scope
    year, words = int(told.first[:4]), text[scope.start : scope.end].strip()
    if not said["m"]:
        kind: ScopeKind = "event" if scope.kind == "event" else "year"
        return scope._replace(kind=kind, first=f"{year}-01-01", last=f"{year}-12-31", text=words)
    month, day = int(said["m"]), int(said["d"] or 0)
    first = f"{year}-{month:02}-{day or 1:02}"
    if since:
        return scope._replace(end=since.end(), kind="since", first=first, text=text[scope.start : since.end()])
    end, last = scope.end, last_day_of(year, month, day or None)
    if day and (until := LAST_DAY.match(text, scope.end)):
        end, last = until.end(), max(last, last_day_of(year, int(until["m"] or month), int(until["d"])))
    return scope._replace(end=end, first=first, last=last, text=text[scope.start : end])


def _on_day(scope: Scope, found: Sequence[Scope], day: int) -> Scope:
    """Return 17日 as a day of the visit or the fair told last, as it stands where that had no such day."""
    told = next((one for one in reversed(found) if one.kind == "moment"), None)
    date = f"{told.first[:8]}{day:02}" if told and told.first else ""
    if not told or not date or not (told.first or "") <= date <= (told.last or ""):
        return scope
    return scope._replace(kind="moment", first=date, last=date, text=f"{day}日")


def _in_year_of_paragraph(text: str, scope: Scope, told: Scope) -> Scope:
    """Return 6月 in the year of the month told before it in its paragraph (2021年4月签约。6月……)."""
    near = told.kind in {"moment", "event"} and "\n" not in text[told.end : scope.start]
    if not near or not told.first or not scope.first or not scope.last or told.first[5:] > scope.last[5:]:
        return scope
    return scope._replace(first=told.first[:4] + scope.first[4:], last=told.first[:4] + scope.last[4:])


def _those_years(text: str, scope: Scope, found: Sequence[Scope], years: int, today: Calendar) -> Scope:
    """Return 五年间 as the five years told last, or as those since what was told last began, else as it stands."""
    told, single = found[-1], [one for one in found if _is_one_year(one)][-years:]
    begun = [int((one.first or "")[:4]) for one in single]
    if found[-1:] == single[-1:] and len(begun) == years > 1 and begun == list(range(begun[0], begun[0] + years)):
        return scope._replace(kind="year", first=single[0].first, last=single[-1].last)
    span = next((one for one in reversed(found) if one.kind == "year" and _years_of(one) == years > 1), None)
    if span and _is_one_year(told):
        told = span
    if not told.first or told.kind == "event" or not years:
        return scope
    first = int(told.first[:4])
    if _years_of(told) == years > 1:
        return scope._replace(kind="year", first=told.first, last=told.last)
    since_then = told.kind == "since" and not _LAST_SAID.match(scope.text)
    if since_then and "\n" not in text[told.end : scope.start]:
        return scope._replace(kind="since", first=told.first)
    if today.published and today.year - first == years and "\n" not in told.text:
        return scope._replace(kind="since", first=told.first)
    return scope


def _years_of(scope: Scope) -> int:
    """Return how many calendar years a period has, 0 for one without start or end."""
    return int(scope.last[:4]) - int(scope.first[:4]) + 1 if scope.first and scope.last else 0


def _is_one_year(scope: Scope) -> bool:
    return (
        scope.kind == "year"
        and (scope.first or "")[5:] == "01-01"
        and (scope.last or "")[5:] == "12-31"
        and _years_of(scope) == 1
    )


def _a_year_before(scope: Scope, found: Sequence[Scope]) -> Scope:
    """Return 去年同期 as the months of the period told last, a year earlier; as all of last year where none is told."""
    told = next((one for one in reversed(found) if one.first and one.last), None)
    if told is None or told.first is None or told.last is None or told.first[:4] != told.last[:4]:
        return scope
    year = int(told.first[:4]) - 1
    return scope._replace(first=f"{year}{told.first[4:]}", last=f"{year}{told.last[4:]}")


def _the_year_before(scope: Scope, found: Sequence[Scope]) -> Scope:
    """Return 上年 as the year before the one told last, which a review may have closed long ago.

    So is 去年 where it would be the year told last itself: nothing is compared with itself.
    """
    told = next((one.first for one in reversed(found) if one.first and one.kind != "compared"), None)
    if scope.text.startswith("去年") and (told or "")[:4] != (scope.first or "")[:4]:
        return scope
    year = int(told[:4]) - 1 if told else 0
    return scope._replace(first=f"{year}-01-01", last=f"{year}-12-31") if told else scope


def _of_the_year_told(text: str, scope: Scope, found: Sequence[Scope]) -> Scope:
    """Return 全年 or 下半年 in the year that the same paragraph has named last; as it stands where it names none."""
    before = found[-1] if found else scope
    if before.kind != "year" or not before.first or not before.last or "\n" in text[before.end : scope.start]:
        return scope
    year = before.first[:4]
    if before.last[:4] != year or not scope.first or not scope.last:
        return scope
    return scope._replace(first=f"{year}{scope.first[4:]}", last=f"{year}{scope.last[4:]}")
