"""What stands on a saved page around its text: menus, spam lines, notices, bylines, posting times.

Such lines are set apart, never thrown away, and what they say of the page (date, outlet, section) is kept. It looks at
whole lines only, so that no sentence of a text can be lost. It must not know encodings or damaged characters.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SPAM = re.compile(
    r"成人|免费|[aA]v|在线|视频|无码|棋牌|彩票|开奖|直播|注册送|老虎机|百家乐|比分|游戏大全|博彩|六合|娱乐城|"
    r"赌场|下注|色情|熟女|强奸|下载|代孕|贷款|外围|私服|投注"
)
_SPLIT = re.compile(r"[|｜_\s丨]+")
_SENTENCE = re.compile(r"[。；;]|[,，].*[,，]")
_DAY = r"(?:19|20)\d{2}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?"
_CLOCK = r"(?:\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{0,2})?\s*分?)"
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年/.-]\s*(\d{1,2})(?:\s*[月/.-]\s*(\d{1,2}))?")
_POSTED = re.compile(
    rf"^(?:发布(?:日期|时间)|时间|日期)?\s*[:：]?\s*{_DAY}\s*{_CLOCK}?\s*(?:星期.)?\s*(?:[|｜·•].{{0,40}}|[^\s:：]{{1,6}}[:：].{{0,40}})?$"
)
# a day beside the name of an outlet or a clock, as at the head of a page
_HEADED = re.compile(rf"^(?:.{{0,24}}[\s(（])?{_DAY}\s*{_CLOCK}?(?:[\s)）].{{0,24}})?$")
_HEAD_LINES = 6
_FRONT = re.compile(r"^#\s*(source|date|title|outlet|author|text)\s*:\s*(.*)$")
_LABEL = re.compile(
    r"^(?:[（(【\[]\s*)?(?:来源|稿源|信息来源|稿件来源|文章来源|责任?编辑|责编|编辑|编审|审核|校对|监制|一审|二审|三审|终审|作者|关键词|"
    r"关键字|标签|发布日期|发布时间|更新时间|发布人|浏览次数|浏览量|阅读量?|点击数?|访问次数|上一[篇条]|下一[篇条]|字号|字体|分享到?|"
    r"原标题|版权声明|免责声明|特别声明|声明|扫一扫|新闻热线|客服电话|投稿邮箱|投诉电话|联系电话|广告热线|技术支持|主办单位?|承办单位?)"
    r"\s*[:：]"
)
_WORDS = re.compile(
    r"分享|收藏|点赞|打印|关闭窗口|返回顶部|返回首页|点击回复|更多回复|热门分类|扫一扫|设为首页|加入收藏|联系我们|站内搜索|"
    r"投诉建议|客户端下载|下载客户端|小字号|大中小|大\s中\s小|字号|浏览次数|阅读[:：]|评论|转发|举报|纠错|网站地图|关于我们|版权所有|"
    r"ICP备|公网安备|友情链接|欢迎光临|访问手机版|上一[条篇]|下一[条篇]|责编|责任编辑|编辑[:：]|来源[:：]|新闻热线|热线|QQ"
)
_NOTICE = re.compile(r"(?:声明|版权|免责|转载).{0,80}(?:侵权|侵删|版权|转载|联系|来源于网络|删除|授权|转自)")
_NOTICE_WORDS = re.compile(r"声明|版权|免责|转载")
_CRUMB = re.compile(
    r"^(?:您?(?:现在|当前)?的?位置[:：]\s*)?首页\s*[>/›»→·|-]|^[^,，。]{1,12}(?:\s*[>›»]\s*[^,，。>›»]{1,12}){1,6}$"
)
_AGO = re.compile(r"\d+\s*(?:秒|分钟|小时|天|周|个月|年)前")
_BARE = re.compile(r"^[\s•·*xX×\d.]{0,6}$")
_BULLET = re.compile(r"^[•·▪■◆]\s*")
_RELATED = re.compile(
    r"^(?:相关(?:阅读|链接|新闻|报道|文章|推荐)|推荐阅读|延伸阅读|热点新闻|猜你喜欢|更多(?:阅读|新闻)|大家都在看)\s*[:：]?$"
)
_OUTLET = re.compile(r"(?:来源|稿源|信息来源|稿件来源|文章来源)\s*[:：]\s*([^\s|｜,，)）]{2,20})")
_EDITOR = re.compile(r"(?:责任?编辑|责编|编辑)\s*[:：]\s*([^\s|｜,，)）]{2,12})")
_AUTHOR = re.compile(r"作者\s*[:：]\s*([^\s|｜,，)）]{2,20})")
_BYLINE = re.compile(
    r"^(?:(.{0,16}?记者)|通讯员)\s*([\u4e00-\u9fff·\s、]{2,24})$|^(?:文|作者)\s*[/／:：]\s*([\u4e00-\u9fff·\s、]{2,24})$"
)
_LONGEST_LINE = 160


class Line(NamedTuple):
    """One line of a text, without its newline; `kind` is empty for the text itself."""

    start: int
    end: int
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines to set apart and what they say: `published_on` (ISO text, as exact as given), `outlet` ..."""

    apart: tuple[Line, ...]
    says: Mapping[str, str]


def read_page(text: str) -> Page:
    """Return the lines of a page that are not its text, and what all lines say of it."""
    lines = _lines(text)
    noticed = bool(_NOTICE_WORDS.search(text))
    kinds = [_kind(line.text.strip(), noticed=noticed) for line in lines]
    _take_related(lines, kinds)
    _take_between(lines, kinds)
    apart = tuple(Line(line.start, line.end, line.text, kind) for line, kind in zip(lines, kinds, strict=True) if kind)
    return Page(apart, _says(lines, kinds))


def _lines(text: str) -> list[Line]:
    lines, at = [], 0
    for part in text.split("\n"):
        lines.append(Line(at, at + len(part), part))
        at += len(part) + 1
    return lines


def _kind(line: str, *, noticed: bool) -> str:
    """Return what a line is that is not text: front, spam, notice, crumb, chrome; empty for text.

    `noticed` tells whether the page has any word of a notice. Nothing but a notice is written in sentences.
    """
    if not line:
        return ""
    if line[0] == "#" and _FRONT.match(line):
        return "front"
    if len(line) > 2 * _LONGEST_LINE:
        return ""
    sentence = bool(_SENTENCE.search(line))
    if not sentence and _is_spam(line):
        return "spam"
    if noticed and _NOTICE.search(line) and not line.endswith("”"):
        return "notice" if _LABEL.match(line) or len(line) < 60 else ""
    if sentence or len(line) > _LONGEST_LINE:
        return ""
    if _CRUMB.match(line):
        return "crumb"
    bare = _BULLET.sub("", line)
    if _POSTED.match(bare) or _AGO.search(bare) or (_LABEL.match(bare) and len(bare) <= 80):
        return "chrome"
    return "chrome" if _is_menu(bare) else ""


def _is_spam(line: str) -> bool:
    parts = [part for part in _SPLIT.split(line) if part]
    if len(parts) < 3 or max(map(len, parts)) > 20:
        return False
    return 3 * sum(bool(_SPAM.search(part)) for part in parts) >= len(parts) >= 5 or (
        2 * sum(bool(_SPAM.search(part)) for part in parts) >= len(parts) and "|" in line
    )


def _is_menu(line: str) -> bool:
    """Tell whether a line that is no sentence is made of the words of menus for the most part."""
    found = list(_WORDS.finditer(line))
    if not found:
        return False
    words = sum(len(match[0]) for match in found)
    letters = len(re.sub(r"[\s\d|｜:：>/.\-•·()（）\[\]【】]", "", line))
    return len(found) >= 2 or 2 * words >= letters


def _take_related(lines: Sequence[Line], kinds: list[str]) -> None:
    """Set apart a list of other articles' headlines at the end, from its heading on."""
    for i, line in enumerate(lines):
        if i * 2 > len(lines) and _RELATED.match(line.text.strip()):
            for j in range(i, len(lines)):
                kinds[j] = kinds[j] or ("related" if lines[j].text.strip() else "")
            return


def _take_between(lines: Sequence[Line], kinds: list[str]) -> None:
    """Set apart counters and short names that stand among menu lines at the head and the foot."""
    shown = [i for i, line in enumerate(lines) if line.text.strip()]
    for order in (shown, shown[::-1]):
        seen = False
        for place, i in enumerate(order):
            text = lines[i].text.strip()
            behind = [kinds[j] for j in order[place + 1 : place + 3]]
            if kinds[i]:
                seen = True
            elif seen and (_BARE.match(text) or (len(text) <= 6 and any(behind) and not re.search(r"[。:：]", text))):
                kinds[i] = "chrome"
            elif not (place < 2 and any(behind)):
                break
    for i in shown:
        if i < shown[0] + 12 and not kinds[i] and re.fullmatch(r"\d+[.、]?", lines[i].text.strip()):
            kinds[i] = "chrome"


def _says(lines: Sequence[Line], kinds: Sequence[str]) -> dict[str, str]:
    says: dict[str, str] = {}
    for line, kind in zip(lines, kinds, strict=True):
        text = line.text.strip()
        if kind == "front" and (match := _FRONT.match(text)):
            key = {"date": "published_on", "text": "note"}.get(match[1], match[1])
            told = _day(match[2]) if key == "published_on" else match[2].strip()
            if told:
                says.setdefault(key, told)
        elif kind in {"chrome", "crumb", "notice"}:
            if kind == "crumb":
                says.setdefault("section", text)
            if "published_on" not in says and (day := _day(text)):
                says["published_on"] = day
            for key, pattern in (("outlet", _OUTLET), ("editor", _EDITOR), ("byline", _AUTHOR)):
                if match := pattern.search(text):
                    says.setdefault(key, match[1])
        elif not kind and "byline" not in says and len(text) <= 40 and _BYLINE.match(text):
            says["byline"] = text
    if "published_on" not in says:
        head = [line.text.strip() for line, kind in zip(lines, kinds, strict=True) if not kind and line.text.strip()]
        told = next((one for one in head[:_HEAD_LINES] if _HEADED.match(one) and not _SENTENCE.search(one)), "")
        if day := _day(told):
            says["published_on"] = day
    title = next(
        (line.text.strip() for line, kind in zip(lines, kinds, strict=True) if not kind and line.text.strip()), ""
    )
    if title and len(title) <= 60 and not title.endswith("。"):
        says.setdefault("title", title)
    return says


def _day(text: str) -> str:
    match = _DATE.search(text)
    if not match or not 1 <= int(match[2]) <= 12:
        return ""
    year, month, day = match[1], int(match[2]), match[3]
    if day and 1 <= int(day) <= monthrange(int(year), month)[1]:
        return f"{year}-{month:02}-{int(day):02}"
    return f"{year}-{month:02}"
