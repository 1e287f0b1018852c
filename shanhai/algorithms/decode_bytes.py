"""Bytes of a text in any Chinese encoding to the text itself.

It must not know files or web pages: the caller passes what a page says of itself as `declared`.
"""

from __future__ import annotations

import codecs
from functools import cache

from shanhai.algorithms.chinese_script import is_hanzi

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMON = (
    "的一是在不了有和人这中大为上个国以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "之进等部度家力里如水化高自理起小物现实加量都体制当使点从业本去把性好应开合还因由其些前外天政日社义事平形相全表间样与关各重新"
    "线内数正心反明看原又利比或但质气第向道此变条没结解问意建月公无系军情者最立代想已通并提直题党程展料员入常文总次品式活设及管件"
    "求老头基资边流路级少图山统接知较将组见计别手角期根论运农指区强放决西被做战先则任取据处队南给色光门即保治北造百规热领七海口东"
    "带投万元亿项目帮扶协作村镇乡县市省企就医教育农民贫困脱群众党委政府万元"
)
_TRADITIONAL = "這個國時來們產種後學經進會發動過說對為業開還與關樣數體實點當應從東億項協幫鄉縣農貧醫眾區務裝線處帶"
_SAMPLE = 40_000


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON + _TRADITIONAL)


def decode_text(data: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, the name of its encoding, and notes on what was lost or guessed.

    Never raises: bytes that belong to no character become U+FFFD and a note `undecodable_bytes` is given, `guessed`
    where only the looks of the text decided. Line ends become newlines.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name, ("byte_order_mark",))
    if not data:
        return "", "utf-8", ()
    wide = _wide_encoding(data)
    if wide:
        return _decoded(data, wide, ("guessed",))
    if b"~{" in data and b"~}" in data and data.isascii():
        try:
            return _tidy(data.decode("hz")), "hz", ("guessed",)  # old mails: Chinese in seven bits
        except UnicodeDecodeError:
            pass
    try:
        return _tidy(data.decode("utf-8")), "utf-8", ()
    except UnicodeDecodeError as fault:
        if fault.start >= len(data) - 3 and fault.reason.startswith("unexpected end"):
            return _decoded(data, "utf-8", ("cut_off",))
    return _best_of(data, declared)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str, notes: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode(name, errors="replace")
    if "\ufffd" in text and b"\xef\xbf\xbd" not in data:
        notes = (*notes, "undecodable_bytes")
    return _tidy(text), name, notes


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 order of bytes without a mark, None where they are not UTF-16."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[: _SAMPLE - _SAMPLE % 2]
    scores = {}
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, errors="replace")
        scores[name] = _plausible(text)
    best = max(scores, key=lambda name: scores[name])
    if b"\0" in sample and scores[best] > 0.5:
        return best
    if scores[best] < 0.6:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        others = max(_plausible(sample.decode(name, errors="replace")) for name in ("gb18030", "big5hkscs"))
        return best if scores[best] > others else None
    return None


def _plausible(text: str) -> float:
    """Return the share of characters that ordinary Chinese or English text is made of."""
    if not text:
        return 0.0
    common = _common()
    good = 0.0
    for character in text:
        if (
            character in common
            or ("\x20" <= character <= "\x7e")
            or character in "\n\r\t，。、；：“”！？《》（）·—\u3000"
        ):
            good += 1
        elif is_hanzi(character):
            good += 0.25
        elif character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < " ":
            good -= 1
    return good / len(text)


def _best_of(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    """Return the reading that looks most like Chinese among those a file of bytes may have."""
    names = ["gb18030", "big5hkscs", "utf-8"]
    sample = data[:_SAMPLE]
    scores = {name: _plausible(sample.decode(name, errors="replace")) for name in names}
    family = _family(declared)
    if family in scores:
        scores[family] += 0.05
    best = max(names, key=lambda name: scores[name])
    return _decoded(data, best, () if family == best else ("guessed",))


def _family(declared: str | None) -> str:
    name = (declared or "").strip().lower().replace("_", "-")
    if name in {"gb2312", "gbk", "gb18030", "gb-2312", "x-gbk", "cp936"}:
        return "gb18030"
    if name in {"big5", "big5-hkscs", "big5hkscs", "cp950"}:
        return "big5hkscs"
    return "utf-8" if name in {"utf-8", "utf8"} else ""
