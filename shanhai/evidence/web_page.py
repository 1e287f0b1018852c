"""A web page's main text, and what it says of itself: title, outlet, day and author. It must not know other files.

What a page says is taken from its markup (the meta names that government sites of China have to carry, and the usual
ones) and from lines such as “来源：… 发布时间：…”. Nothing is guessed from years that merely stand in the text.
"""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from shanhai.algorithms.chinese_script import to_simplified_plain
from shanhai.algorithms.decode_bytes import decode_text
from shanhai.algorithms.page_chrome import is_lewd, is_related_head, read_page
from shanhai.algorithms.pinyin_gloss import find_glosses, is_page_glossed

SHORTEST = 50
CHARACTERS_READ = 1_500_000
# The names of 国办发〔2017〕47号 (guide to government web sites), then what other sites use.
META_NAMES = {
    "title": ("articletitle", "og:title"),
    "outlet": ("contentsource", "source", "og:site_name", "sitename"),
    "byline": ("author",),
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{3,20})", re.IGNORECASE)
_ABOUT = re.compile(r"来源|稿源|发布(?:时间|日期)|(?:时间|日期|作者|记者)\s*[:：]")
_LABELS = re.compile(
    r"\s+(?=(?:来源|稿源|信息来源|发布时间|发布日期|时间|日期|作者|记者|责任编辑|编辑|字号|浏览)\s*[:：])"
)
_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "table", "section", "header", "footer", "td"}
_SILENT = ("script", "style", "noscript", "template", "select")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "dt")
_SENTENCE = re.compile("[。；]")
_HEADING_LONGEST = 200
_LINE_LONGEST = 120


def read_web_page(data: bytes) -> tuple[str, dict[str, str]]:
    """Return the main text of a page and what it says of itself (with its `encoding`); never raises.

    Where the extractor finds next to nothing, all its text is returned, which repair cleans.
    """
    import trafilatura
    from trafilatura.metadata import extract_metadata

    declared = _CHARSET.search(data[:4096])
    page, encoding, _ = decode_text(data, declared[1].decode() if declared else None)
    page = page[:CHARACTERS_READ]
    page = _without_related(page)
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""
    if len(text) < SHORTEST:
        text = trafilatura.html2txt(page)
    lines = _said_by_lines(page)
    if is_page_glossed(list(find_glosses(text))):
        # names with glosses in them are read from the repaired text
        lines = {name: value for name, value in lines.items() if name == "published_on"}
    says = {"encoding": encoding, **lines, **_said_by_meta(page)}
    # without its wide search: that one makes a first of January out of any year in the text
    told = extract_metadata(page, extensive=False)
    for name, value in (("title", told.title), ("outlet", told.sitename), ("published_on", told.date)):
        if value and not is_lewd(str(value)):
            says.setdefault(name, str(value))
    if told.date:
        says["published_on"] = told.date
    return text, {name: value.strip() for name, value in says.items() if value.strip()}


def _without_related(page: str) -> str:
    """Return a page without its lists of other articles, which the extractor keeps while it drops their heading."""
    tree = _parse(page)
    heads = [] if tree is None else [one for one in tree.iter(*_HEADINGS) if is_related_head(_short_text(one))]
    if tree is None or not heads:
        return page
    for head in heads:
        # what stands in a list that is out already has no neighbours left, and may have no parent
        for one in [*head.itersiblings(), head]:
            if one.getparent() is not None and (one is head or not _SENTENCE.search(one.text_content())):
                one.drop_tree()
    found: str = lxml.html.tostring(tree, encoding="unicode")
    return found


def _short_text(element: lxml.html.HtmlElement) -> str:
    """The text of an element that holds next to none; empty for a longer one, which is not read to its end."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > _HEADING_LONGEST:
            return ""
    return text


def _said_by_meta(page: str) -> dict[str, str]:
    tree = _parse(page)
    found: dict[str, str] = {}
    for meta in tree.iter("meta") if tree is not None else ():
        name = str(meta.get("name") or meta.get("property") or "").lower()
        if name and (value := str(meta.get("content") or "").strip()):
            found.setdefault(name, value[:300])
    says = {}
    for key, names in META_NAMES.items():
        value = next((found[name] for name in names if name in found), "")
        if value:
            says[key] = value
    return says


def _said_by_lines(page: str) -> dict[str, str]:
    """What the lines above and below an article say, such as “来源：示例日报 2023-11-06”."""
    tree = _parse(page)
    if tree is None:
        return {}
    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        is_text = isinstance(element.tag, str) and element.tag not in _SILENT
        if is_text and element.tag in _BLOCKS:
            pieces.append("\n")
        if event == "start":
            pieces.append((element.text or "") if is_text else "")
        else:
            pieces.append(element.tail or "")
    lines = (" ".join(line.split()) for line in to_simplified_plain("".join(pieces)).split("\n"))
    about = [line for line in lines if len(line) <= _LINE_LONGEST and _ABOUT.search(line)]
    said = read_page(_LABELS.sub("\n", "\n".join(about))).says
    return {name: said[name] for name in ("outlet", "published_on", "byline") if name in said}


def _parse(page: str) -> lxml.html.HtmlElement | None:
    try:
        # bytes, because a text that declares an encoding in its first line is refused
        return lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.LxmlError, ValueError):
        return None
