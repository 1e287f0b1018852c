"""Every Problem the reader can find has a sentence in both languages."""

import re
from pathlib import Path

from shanhai.sheets import foreign
from shanhai.sheets.foreign.sentences import SENTENCES


def test_every_code_that_is_reported_has_a_sentence() -> None:
    codes = set()
    for path in Path(foreign.__file__).parent.glob("check_*.py"):
        codes |= set(re.findall(r'work\.report\([^"\n)]*"([a-z0-9_]+)"', path.read_text(encoding="utf-8")))
    codes |= set(
        re.findall(r'work\.report\([^"\n)]*"([a-z0-9_]+)"', Path(foreign.__file__).with_name("sums.py").read_text())
    )
    assert codes
    assert codes <= set(SENTENCES)


def test_sentences_are_in_both_languages_and_without_exclamation_marks() -> None:
    for words in SENTENCES.values():
        assert re.search("[\u4e00-\u9fff]", words.zh)
        assert words.en
        assert "!" not in words.zh + words.en
        assert "！" not in words.zh
