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

from shanhai.algorithms.chinese_script import to_simplified_plain

_SPAM = re.compile(
    r"成人|免费|[aA]v|在线|视频|无码|棋牌|彩票|开奖|直播|注册送|老虎机|百家乐|比分|游戏大全|博彩|六合|娱乐城|"
    r"赌场|下注|色情|熟女|强奸|下载|代孕|贷款|外围|私服|投注"
)
# words that no headline about anything else has, so that commas may part them as well as bars
_LEWD = re.compile(
    r"毛片|无码|有码|色情|熟女|强奸|麻豆|人妻|性色|中文字幕|老虎机|百家乐|六合彩|博彩|赌场|娱乐城|时时彩"
)
_COMMA = re.compile(r"[,，、|｜丨\s]+")
_SPLIT = re.compile(r"[|｜_\s丨]+")
_STOP = re.compile("[。；;]")
_SENTENCE = re.compile(r"[。；;]|[,，].*[,，]")
_DAY = r"(?:19|20)\d{2}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?"
_CLOCK = r"(?:\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{0,2})?\s*分?)"
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[年/.-]\s*(\d{1,2})(?!\d)(?:\s*[月/.-]\s*(\d{1,2}))?")
_POSTED = re.compile(
    rf"^(?:(?:发布|发稿|发表|刊发|更新)(?:日期|时间)|时间|日期)?\s*[:：]?\s*{_DAY}\s*{_CLOCK}?\s*(?:星期.)?\s*(?:[|｜·•].{{0,40}}|[^\s:：]{{1,6}}[:：].{{0,40}})?$"
)
# a day beside the name of an outlet or a clock, as at the head of a page
_HEADED = re.compile(rf"^(?:.{{0,24}}[\s(（])?{_DAY}\s*{_CLOCK}?(?:[\s)）].{{0,24}})?$")
_HEAD_LINES = 6
_FRONT = re.compile(r"^#\s*(source|date|title|outlet|author|text)\s*:\s*(.*)$")
_LABEL = re.compile(
    r"^(?:[（(【\[]\s*)?(?:来源|稿源|信息来源|稿件来源|文章来源|责任?编辑|责编|编辑|编审|审核|校对|监制|一审|二审|三审|终审|作者|关键词|"
    r"关键字|标签|(?:发布|发稿|发表|刊发|更新)(?:日期|时间)|发布人|浏览次数|浏览量|阅读量?|点击数?|访问次数|上一[篇条]|下一[篇条]|字号|字体|分享到?|"
    r"原标题|版权声明|免责声明|特别声明|声明|扫一扫|新闻热线|客服(?:电话|热线)?|投稿(?:信?邮?箱)?|投诉电话|联系电话|广告热线|技术支持|"
    r"主办(?:单位)?|承办(?:单位)?|索\s*引\s*号|公[开文]目录|发文(?:机[构关]|字号|日期)|发布机构|成文日期|主\s*题\s*词|主题分类|文\s*号)"
    r"\s*[:：]"
)
_WORDS = re.compile(
    r"分享|收藏|点赞|打印|关闭窗口|返回顶部|返回首页|点击回复|更多回复|热门分类|扫一扫|设为首页|加入收藏|联系我们|站内搜索|"
    r"投诉建议|客户端下载|下载客户端|小字号|大中小|大\s中\s小|字号|浏览次数|阅读[:：]|评论|转发|举报|纠错|网站地图|关于我们|版权所有|"
    r"无障碍浏览|无障碍阅读|长者模式|关怀版|手机打开当前页|网站首页|政务公开|办事服务|互动交流|政民互动|展开全文|阅读全文|查看全文|"
    r"ICP备|公网安备|友情链接|欢迎光临|访问手机版|上一[条篇]|下一[条篇]|责编|责任编辑|编辑[:：]|来源[:：]|新闻热线|热线|QQ"
)
_NOTICE = re.compile(r"(?:声明|版权|免责|转载).{0,80}(?:侵权|侵删|版权|转载|联系|来源于网络|删除|授权|转自)")
_NOTICE_WORDS = re.compile(r"声明|版权|免责|转载")
_CRUMB = re.compile(
    r"^(?:您?(?:现在|当前)?的?位置[:：]\s*)?首页\s*[>/›»→·|-]|^[^,，。]{1,12}(?:\s*[>›»]\s*[^,，。>›»]{1,12}){1,6}$"
)
_MASTHEAD = re.compile(
    r"^(?:网站|本站|返回)?首页\s*\\?\s*[|｜]|^您?(?:现在|当前)?的?位置[:：]$|^.{2,20}主管\s+.{2,20}主办$"
)
_AGO = re.compile(r"\d+\s*(?:秒|分钟|小时|天|周|个月|年)前")
_BARE = re.compile(r"^[\s•·*xX×\d.]{0,6}$")
_BULLET = re.compile(r"^(?:[•·▪■◆]\s*|\|\s)")
_SITE = re.compile(r"^[\u4e00-\u9fff]{2,16}(?:人民政府|政府网|门户网站|新闻网|在线)$")
# what a browser prints above and below a page that it makes a PDF of
_PRINTED = re.compile(
    r"^(?:(?:19|20)\d{2}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}),?\s+(?:上午|下午)?\d{1,2}:\d{2}(?:\s*[AP]M)?\s+\S.*$|"
    r"^(?:https?|file)://\S+(?:\s+\d+/\d+)?$"
)
_RELATED = re.compile(
    r"^(?:相关(?:阅读|链接|新闻|报道|文章|推荐)|推荐阅读|延伸阅读|热点新闻|猜你喜欢|更多(?:阅读|新闻)|大家都在看)\s*[:：]?$"
)
# two sentences at least, the last one ended: a headline is one, and the opening of an article is cut off
_PROSE = re.compile(r"[。;；].{8,}。”?$")
_OUTLET = re.compile(
    r"(?:来源|稿源|信息来源|稿件来源|文章来源|发文机[构关]|发布机构)\s*[:：]\s*([^\s|｜,，)）\]】]{2,20})"
)
# the site and its column behind a page's title: …_国内_科技网
_SITE_TAIL = re.compile(
    r"^(.{6,}?)(?:\s*[_|｜]\s*[^_|｜\s]{2,4})?\s*[_|｜-]\s*[^_|｜\s-]{1,12}(?:网|网站|在线|频道|客户端|日报|晚报)$"
)
_FORMER_TITLE = re.compile(r"^原标题\s*[:：]\s*(.{4,60})$")
_EDITOR = re.compile(r"(?:责任?编辑|责编|编辑)\s*[:：]\s*([^\s|｜,，)）\]】]{2,12})")
_AUTHOR = re.compile(r"作者\s*[:：]\s*([^\s|｜,，)）\]】]{2,20})")
_BYLINE = re.compile(
    r"^(?:(.{0,16}?记者)|通讯员)\s*([\u4e00-\u9fff·\s、]{2,24})$|^(?:文|作者)\s*[/／:：]\s*([\u4e00-\u9fff·\s、]{2,24})$"
)
# how an article opens that names its outlet or its reporter: 示例日报讯（记者 某某）
_OPENS = re.compile(
    r"^\s*(?!本)(?P<outlet>[\u4e00-\u9fff]{2,10}?(?:日报|晚报|时报|早报|社|网|在线))(?:[\u4e00-\u9fff]{2,4})?"
    r"\s*(?:\d{1,2}月\d{1,2}日)?\s*[讯电](?=[\s（(:：,，])"
)
_REPORTER = re.compile(
    r"^\s*(?:[\u4e00-\u9fff\d]{0,20}[讯电])?\s*\??[（(](?P<byline>[\u4e00-\u9fff]{0,14}记者[\u4e00-\u9fff·\s、]{2,30})[)）]"
)
_SHEET = re.compile(r"^(?:Sheet|工作表)\s*\d*$", re.IGNORECASE)
_NAME_LONGEST = 4
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
    if (not sentence and _is_spam(line)) or is_lewd(line):
        return "spam"
    if _PRINTED.match(line):
        return "chrome"
    if noticed and _NOTICE.search(line) and not line.endswith("”"):
        return "notice" if _LABEL.match(line) or len(line) < 60 else ""
    if sentence or len(line) > _LONGEST_LINE:
        return ""
    bare = _BULLET.sub("", line)
    if _MASTHEAD.match(bare):
        return "chrome"
    if _CRUMB.match(bare):
        return "crumb"
    if _POSTED.match(bare) or _AGO.search(bare) or (_LABEL.match(bare) and len(bare) <= 80):
        return "chrome"
    return "chrome" if _is_menu(bare) else ""


def without_site(title: str) -> str:
    """Return the title of a page without the name of its site behind it.

    >>> without_site("东西部协作取得新成效_国内_示例网")
    '东西部协作取得新成效'
    """
    found = _SITE_TAIL.match(title)
    return found[1] if found else title


def is_related_head(text: str) -> bool:
    """Tell whether a text is the heading of a list of other articles (相关阅读, 相關新聞)."""
    return len(text) < 40 and bool(_RELATED.match(to_simplified_plain(text.strip())))


def is_lewd(line: str) -> bool:
    """Tell whether a line is a row of search phrases for what no office writes about, parted by bars or commas."""
    if not _LEWD.search(line) or _STOP.search(line):
        return False
    parts = [part for part in _COMMA.split(line) if part]
    lewd = sum(bool(_LEWD.search(part)) for part in parts)
    return lewd >= 2 and 2 * lewd >= len(parts) and max(map(len, parts)) <= 20


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
    """Set apart a list of other articles' headlines at the end, from its heading on.

    Under some such headings stands no list but a paragraph of background, in sentences; it is text.
    """
    for i, line in enumerate(lines):
        if i * 2 > len(lines) and _RELATED.match(line.text.strip()):
            for j in range(i, len(lines)):
                text = lines[j].text.strip()
                kinds[j] = kinds[j] or ("related" if text and not _PROSE.search(text) else "")
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
            elif seen and (
                _BARE.match(text)
                or _SITE.match(text)
                or (len(text) <= 6 and any(behind) and not re.search(r"[。:：]", text))
            ):
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
        if _PRINTED.match(text):  # its day is that of the printing
            continue
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
    own = [line.text.strip() for line, kind in zip(lines, kinds, strict=True) if not kind and line.text.strip()]
    for key, pattern in (("outlet", _OPENS), ("byline", _REPORTER)):
        told = next((found[key] for text in own[:_HEAD_LINES] if (found := pattern.match(text))), "")
        if told:
            says.setdefault(key, told.strip())
    # a line of up to four characters above an article is who wrote it or what sort of paper it is
    title = next((text for text in own[:3] if len(text) > _NAME_LONGEST and not _SHEET.match(text)), "")
    if title and len(title) <= 60 and not title.endswith("。"):
        says.setdefault("title", title)
    elif former := next((found[1] for line in lines if (found := _FORMER_TITLE.match(line.text.strip()))), ""):
        says.setdefault("title", former)
    return says


def _day(text: str) -> str:
    match = _DATE.search(text)
    if not match or not 1 <= int(match[2]) <= 12:
        return ""
    year, month, day = match[1], int(match[2]), match[3]
    if day and 1 <= int(day) <= monthrange(int(year), month)[1]:
        return f"{year}-{month:02}-{int(day):02}"
    return f"{year}-{month:02}"
