"""The tags that show words: a text in two languages, with values, escaped as templates escape."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from shanhai.catalogue.words import Words


def show(source: str, language: str = "zh-hans", **values: Any) -> str:
    with translation.override(language):
        return Template("{% load words %}" + source).render(Context(values))


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "条目"), ("en", "Entries")])
def test_a_text_is_said_in_the_readers_language(language: str, shown: str) -> None:
    assert show('{% say "条目" "Entries" %}', language) == shown


def test_values_are_filled_in_and_escaped() -> None:
    source = '{% say "查“{text}”" "Find {text}" text=text %}'
    assert show(source, text="<b>") == "查“&lt;b&gt;”"
    assert show(source, "en", text=Words("山", "hill")) == "Find hill"


def test_the_texts_themselves_stand_as_the_template_has_them() -> None:
    assert show('{% say "甲<br>乙" "a &amp; b" %}', "en") == "a &amp; b"
    assert show('{% say "甲<br>乙" "a &amp; b" %}') == "甲<br>乙"


def test_a_text_may_be_kept_for_later() -> None:
    assert show('{% say "全部" "All" as every %}[{{ every }}]', "en") == "[All]"


@pytest.mark.parametrize("source", ['{% say "只有中文" %}', '{% say zh "English" %}', '{% say "一" "two" "three" %}'])
def test_a_text_without_both_languages_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="two texts"):
        show(source)
