"""Stretches of a glossed page that were read one byte out of phase, or lost a character: 當(dāng)?shù)氐 is 当地的.

The page was once bytes of GBK; a lead byte met an opening bracket, both became one question mark, and what followed
was read one byte late until the phases met again. The bytes are all there but one or two, and those follow from the
gloss or from the words around. What is not better by a wide margin stays as it is. No numeral is ever restored: that
would be a number of our making.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pypinyin import Style, pinyin

from shanhai.algorithms.chinese_script import is_hanzi, to_simplified_plain
from shanhai.algorithms.pinyin_gloss import LETTERS, is_toned
from shanhai.algorithms.text_trace import Change
from shanhai.algorithms.word_odds import odds_of, place_words, word_odds

NUMERALS = frozenset(
    "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万亿两半廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億兩"
)
_EATEN = re.compile(f"[?？]([{LETTERS}]{{1,7}})[)）]")
_LOST_GLOSSED = re.compile(f"[?？][(（]([{LETTERS}]{{1,7}})[)）]")
_GLOSS = re.compile(f"[(（]([{LETTERS}]{{1,7}})[)）]")
_FULL = {"!": "！", ";": "；", ",": "，", ":": "：", "?": "？", "(": "（", ")": "）", "<": "〈"}
_HALF = {full: half for half, full in _FULL.items() if half != "<"}
_ALLOWED_MARKS = frozenset("。，、；：！？“”‘’（）《》—…·　")
_LEADS = range(0x81, 0xFF)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_CHOICE = 5.0
MARGIN = 8.0
_MARGIN_WHOLE = 5.0
_RARE = -16.0
_LONGEST_RUN, _BEAM, _ENDINGS = 24, 24, 1
_MOST_TRIALS = 30_000
_ONE_PLACE = 60
_LOOKS = {"lost": "?", "eaten": "?{})", "glossed": "?({})", "cut": ""}
# ！“ is A3A1 A1B0 and ！” A3A1 A1B1: where the second of the two equal bytes is gone, what follows begins with the last
_CUT_BEHIND, _CUT_LEAD, _CUT_NEXT = "!！", 0xA1, frozenset((0xB0, 0xB1))


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a line: a character, a half-width mark of either width, or a lost byte or character.

    `cut` stands where nothing is seen of the byte that is lost.
    """

    kind: Literal["character", "mark", "lost", "eaten", "glossed", "cut"]
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a stretch: its text, the first token behind it, how many bytes were chosen by context."""

    text: str
    next: int
    chosen: int


@dataclass(slots=True)
class Effort:
    """How many trials a document may still cost; a hostile one runs out and stays unrepaired."""

    left: int = _MOST_TRIALS


@cache
def _pairs_by_reading() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return for each toned reading the two bytes of each GBK ideograph that has it."""
    table: dict[str, list[tuple[int, int]]] = {}
    for lead in _LEADS:
        for trail in _TRAILS:
            character = _pair(lead, trail)
            if character and is_hanzi(character):
                for reading in pinyin(character, style=Style.TONE, heteronym=True)[0]:
                    table.setdefault(reading, []).append((lead, trail))
    return {reading: tuple(pairs) for reading, pairs in table.items()}


@cache
def _pair(lead: int, trail: int) -> str:
    """Return the ideograph or common mark of two bytes, an empty text where they are none."""
    try:
        character = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return character if is_hanzi(character) or character in _ALLOWED_MARKS else ""


@cache
def _bytes_of(character: str) -> bytes:
    try:
        return character.encode("gb18030")
    except UnicodeEncodeError:
        return b"?"


def find_lost_bytes(line: str, offset: int, effort: Effort) -> Iterator[Change]:
    """Yield the changes that restore damaged stretches of one line; `offset` is where the line starts in its text."""
    if not any(mark in line for mark in "?？!！"):
        return
    tokens = _tokens(line)
    i = 0
    while i < len(tokens) and effort.left > 0:
        found = _restored(tokens, i, effort) if tokens[i].kind in _LOOKS else None
        if found is None:
            i += 1
            continue
        reading, gain = found
        end = tokens[reading.next].start if reading.next < len(tokens) else len(line)
        text = "".join(_HALF.get(character, character) for character in reading.text)
        sure = min(0.99, 0.5 + gain / 100) if reading.chosen else 0.99
        yield Change(offset + tokens[i].start, offset + end, text, "lost_bytes", round(sure, 2))
        i = reading.next


def _tokens(line: str) -> list[_Token]:
    tokens: list[_Token] = []
    i = 0
    while i < len(line):
        character = line[i]
        if character in "?？":
            eaten, glossed = _EATEN.match(line, i), _LOST_GLOSSED.match(line, i)
            match = eaten if eaten and is_toned(eaten[1]) else glossed
            kind: Literal["lost", "eaten", "glossed"] = "lost"
            if match:
                kind = "eaten" if match is eaten else "glossed"
            end = match.end() if match else i + 1
            tokens.append(_Token(kind, match[1] if match else "", i, end))
            i = end
            continue
        gloss = _GLOSS.match(line, i) if character in "(（" else None
        if gloss and tokens and is_toned(gloss[1]):
            i = gloss.end()
            continue
        tokens.append(_Token("mark" if character in _FULL else "character", character, i, i + 1))
        i += 1
        if character in _CUT_BEHIND and i < len(line) and _bytes_of(line[i])[0] in _CUT_NEXT:
            tokens.append(_Token("cut", "", i, i))
    return tokens


def _restored(tokens: list[_Token], at: int, effort: Effort) -> tuple[_Reading, float] | None:
    """Return the best reading from a lost byte on and its gain over the text as it stands; None where none is."""
    before = "".join(token.value for token in tokens[max(0, at - 4) : at] if token.kind in {"character", "mark"})
    before = to_simplified_plain(before)
    best: tuple[_Reading, float] | None = None
    as_it_stands: dict[int, tuple[str, float]] = {}
    for reading in _readings(tokens, at, before, effort):
        if not reading.text or _has_numeral(reading.text):
            continue
        if reading.next not in as_it_stands:
            as_it_stands[reading.next] = _as_it_stands(tokens, at, before, reading.next)
        tail, odds = as_it_stands[reading.next]
        effort.left -= 1
        gain = odds_of(before + to_simplified_plain(reading.text) + tail) - odds - _CHOICE * reading.chosen
        if best is None or gain > best[1]:
            best = reading, gain
    if best is None:
        return None
    return best if best[1] > (MARGIN if best[0].next > at + 1 else _MARGIN_WHOLE) else None


def _has_numeral(text: str) -> bool:
    """Tell whether a restored text holds a numeral other than in the name of a place such as 四川."""
    if not NUMERALS.intersection(text):
        return False
    names = place_words()
    plain = to_simplified_plain(text)
    for i, character in enumerate(plain):
        if character in NUMERALS:
            around = (plain[a:b] for a in range(max(0, i - 2), i + 1) for b in range(max(a + 2, i + 1), i + 4))
            if not any(part in names for part in around):
                return True
    return False


def _as_it_stands(tokens: list[_Token], at: int, before: str, until: int) -> tuple[str, float]:
    """Return the words behind a stretch, and the odds of the stretch with its neighbours as it stands."""
    tail = ""
    for token in tokens[until : until + 4]:
        if token.kind not in {"character", "mark"}:
            break
        tail += token.value
    tail = to_simplified_plain(tail)
    as_is = "".join(_LOOKS.get(one.kind, "{}").format(one.value) for one in tokens[at:until])
    return tail, odds_of(before + to_simplified_plain(as_is) + tail)


def _readings(tokens: list[_Token], at: int, before: str, effort: Effort) -> Iterator[_Reading]:
    effort.left -= _ONE_PLACE
    if tokens[at].kind == "cut":
        yield from _shifted(tokens, at, [(_CUT_LEAD, "", 0)], before, effort)
        return
    yield from _whole_character(tokens, at, before)
    token = tokens[at]
    if token.kind == "glossed" or effort.left <= 0:
        return
    if token.kind == "eaten":
        previous = _last_byte(tokens[at - 1]) if at else None
        firsts = {trail for lead, trail in _pairs_by_reading().get(token.value, ()) if lead == previous}
        yield from _shifted(tokens, at, [(first, "", 0) for first in sorted(firsts)], before, effort)
    else:
        yield from _shifted(tokens, at, [(first, "", 1) for first in _LEADS], before, effort)


def _last_byte(token: _Token) -> int | None:
    if token.kind not in {"character", "mark"}:
        return None
    return _bytes_of(_FULL.get(token.value, token.value))[-1]


def _whole_character(tokens: list[_Token], at: int, before: str) -> Iterator[_Reading]:
    """Yield readings in which one whole character was lost between two others."""
    token = tokens[at]
    after = tokens[at + 1].value if at + 1 < len(tokens) and tokens[at + 1].kind == "character" else ""
    neighbour = to_simplified_plain(after)
    if token.kind == "glossed":
        for lead, trail in _pairs_by_reading().get(token.value, ()):
            yield _Reading(_pair(lead, trail), at + 1, 0)
        return
    if token.kind != "lost" or not before or not neighbour or not is_hanzi(before[-1]) or not is_hanzi(neighbour):
        return
    if before[-1] in NUMERALS or neighbour in NUMERALS:
        return
    odds = word_odds()
    for character in _frequent_characters():
        if before[-1] + character in odds or character + neighbour in odds:
            yield _Reading(character, at + 1, 1)


@cache
def _frequent_characters() -> tuple[str, ...]:
    """Return the simplified characters of the first level of GB 2312, numerals left out."""
    pairs = ((lead, trail) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    return tuple(c for c in (_pair(lead, trail) for lead, trail in pairs) if c and c not in NUMERALS)


def _shifted(
    tokens: list[_Token], at: int, states: list[tuple[int, str, int]], before: str, effort: Effort
) -> Iterator[_Reading]:
    """Yield readings that take the bytes behind a lost one in the other phase, up to where the phases meet.

    A state is a lead byte that waits for its trail byte, the text so far, and the bytes chosen by context.
    """
    for j in range(at + 1, min(len(tokens), at + _LONGEST_RUN)):
        following: list[tuple[int, str, int]] = []
        for lead, text, chosen in states:
            for pending, more, cost in _step(tokens, j, lead):
                if pending is None:
                    yield _Reading(text + more, j + 1, chosen + cost)
                else:
                    following.append((pending, text + more, chosen + cost))
        if not following or effort.left <= 0:
            return
        states = _most_likely(following, before, effort)
        if not _promising(states[0][1], tokens, at, j, before):
            continue
        if j + 1 == len(tokens) or tokens[j + 1].kind in {"character", "mark"}:
            for lead, text, chosen in states[:_ENDINGS]:
                yield from (_Reading(text + last, j + 1, chosen + 1) for last in _endings(lead))


def _promising(text: str, tokens: list[_Token], at: int, last: int, before: str) -> bool:
    """Tell whether a text read so far is likelier than what stands there, so that its last byte is worth a search."""
    as_is = "".join(_LOOKS.get(one.kind, "{}").format(one.value) for one in tokens[at : last + 1])
    return not text or odds_of(before + to_simplified_plain(text)) > odds_of(before + to_simplified_plain(as_is))


@cache
def _endings(lead: int) -> tuple[str, ...]:
    """Return the characters a lost trail byte may have made, the rare ones left out."""
    odds = word_odds()
    pairs = (_pair(lead, trail) for trail in _TRAILS)
    return tuple(
        one for one in pairs if one and (one in _ALLOWED_MARKS or odds.get(to_simplified_plain(one), -99) > _RARE)
    )


def _most_likely(states: list[tuple[int, str, int]], before: str, effort: Effort) -> list[tuple[int, str, int]]:
    if len(states) == 1:
        return states
    effort.left -= len(states)
    states.sort(key=lambda state: -odds_of(before + to_simplified_plain(state[1])) + _CHOICE * state[2])
    return states[:_BEAM]


def _step(tokens: list[_Token], j: int, lead: int) -> Iterator[tuple[int | None, str, int]]:
    """Yield what token j may add behind a waiting lead byte: the byte that then waits, text, bytes chosen."""
    token = tokens[j]
    if token.kind == "cut":
        yield lead, "", 0
    elif token.kind == "character":
        yield from _taken(_bytes_of(token.value), lead, 0)
    elif token.kind == "mark":
        yield from _taken(_bytes_of(_FULL[token.value]), lead, 0)
        yield from _taken(token.value.encode(), lead, 0)
    elif token.kind == "eaten":
        for first, trail in _pairs_by_reading().get(token.value, ()):
            if first == lead:
                yield from _taken(bytes((trail,)), lead, 0)
    elif token.kind == "lost":
        tag = j + 1 < len(tokens) and tokens[j + 1].value == "/"
        for trail in _TRAILS:
            for pending, text, _ in _taken(bytes((trail, 0x3C) if tag else (trail,)), lead, 1):
                yield pending, text, 1


def _taken(data: bytes, lead: int, chosen: int) -> Iterator[tuple[int | None, str, int]]:
    pending: int | None = lead
    text = ""
    for byte in data:
        if pending is None:
            if byte < 0x80:
                text += chr(byte)
            else:
                pending = byte
            continue
        character = _pair(pending, byte) if byte >= 0x40 else ""
        if not character:
            return
        text += character
        pending = None
    yield pending, text, chosen
