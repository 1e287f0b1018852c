"""Quick searches of a text agree with the slow and obvious ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.algorithms.claim_text import Marks, Sentence, by_first_character
from shanhai.algorithms.word_odds import MARKS, odds_of, word_odds
from shanhai.algorithms.word_places import WordPlaces, WordStarts

SIGNS = "山海协作年今本𠀀"
TEXTS = st.text(alphabet=SIGNS, max_size=40)
WORDS = st.lists(st.text(alphabet=SIGNS, min_size=1, max_size=5), unique=True, max_size=12)


@settings(deadline=None)
@given(TEXTS, WORDS)
def test_every_word_is_found_wherever_it_stands(text: str, words: list[str]) -> None:
    obvious = sorted(
        (at, at + len(word), number)
        for number, word in enumerate(words)
        for at in range(len(text))
        if text.startswith(word, at) and not (text[at] == "年" and at and text[at - 1] in "今本")
    )
    numbers = {word: number for number, word in enumerate(words)}
    assert WordPlaces(numbers, blocked={"年": {"今", "本"}}).find(text) == obvious


@settings(deadline=None)
@given(TEXTS, WORDS)
def test_no_beginning_of_a_word_is_missed(text: str, words: list[str]) -> None:
    obvious = {at for word in words if len(word) > 1 for at in range(len(text)) if text.startswith(word, at)}
    assert obvious <= set(WordStarts(words).find(text))


def test_a_word_too_long_for_its_place_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        WordPlaces({"山" * 256: 0}, blocked={})


@settings(deadline=None)
@given(st.text(alphabet="山海协作0", max_size=30))
def test_branches_put_together_match_as_they_did_apart(text: str) -> None:
    branches = ["山海协作", "山海", "海0?", "协(?:作)?0", "海协"]
    apart = [match.span() for match in re.finditer("|".join(branches), text)]
    assert [match.span() for match in by_first_character(branches).finditer(text)] == apart


def obvious_odds(text: str) -> float:
    """The best way to cut a text into words, every way tried."""
    odds, best = word_odds(), [0.0]
    for end in range(1, len(text) + 1):
        ways = [best[end - 1] + obvious_single(text, end - 1)]
        ways += [
            best[start] + odds[text[start:end]] for start in range(max(0, end - 5), end - 1) if text[start:end] in odds
        ]
        best.append(max(ways))
    return best[-1]


def obvious_single(text: str, at: int) -> float:
    sign = text[at]
    if sign in MARKS or sign.isdigit():
        return -11.0 if at and text[at - 1] in "?？，、；：！,;:!" and sign in "，、；：！？“,.;:!?" else -4.0
    if "\u4e00" <= sign <= "\u9fff":
        return word_odds().get(sign, -30.0)
    return -6.0 if sign.isascii() else -30.0


@settings(deadline=None)
@given(st.text(alphabet="中华人民共和国四川省东西部协作，。1a囧", max_size=16))
def test_the_odds_of_a_text_are_those_of_its_best_cut(text: str) -> None:
    assert odds_of(text) == obvious_odds(text)


@settings(deadline=None)
@given(st.text(alphabet="山海,，、;；：。\n…", min_size=1, max_size=40), st.data())
def test_part_clause_and_item_reach_from_the_mark_before_to_the_one_behind(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    obvious = []
    for signs in (";；\n。！!", ",，;；:：\n。！!", ",，、;；:：\n。！!…"):
        left = max(text.rfind(sign, 0, at) for sign in signs) + 1
        obvious.append((left, min((place for sign in signs if (place := text.find(sign, at)) >= 0), default=len(text))))
    assert Marks(text).around(at, Sentence(0, len(text), 0, heading=False)) == tuple(obvious)
