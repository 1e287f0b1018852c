"""Rows that are kept: the same as rendered anew, in each language, and never another's."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from shanhai.catalogue.words import Words
from shanhai.ledger.models import Document, DocumentLink
from shanhai.ledger.record import sign_entries
from shanhai.web.registers import Cell, Head
from tests.web.conftest import Cast
from tests.web.test_sign import record

KEPT = Template('{% load kept %}{% kept "web/parts/register_row.html" row row=row %}')
ANEW = Template('{% include "web/parts/register_row.html" %}')
TEXTS = st.sampled_from(["", "甲村", "乙村", "<b>丙</b>", "1,160.00", "=1+1"])
WORDS = st.tuples(TEXTS, TEXTS).map(lambda both: Words(*both))
HEADS = st.tuples(WORDS, st.none() | WORDS, st.booleans()).map(lambda made: Head(*made))
LINKS = st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple)
CELLS = st.tuples(TEXTS, TEXTS, TEXTS, st.none() | WORDS, st.booleans(), LINKS).map(lambda made: Cell(*made))
ROWS = st.lists(st.tuples(HEADS, CELLS), min_size=1, max_size=3).map(tuple)


@given(ROWS, st.sampled_from(["zh-hans", "en"]))
def test_a_kept_row_is_what_it_would_be_if_made_anew(row: tuple[tuple[Head, Cell], ...], language: str) -> None:
    with override(language):
        assert KEPT.render(Context({"row": row})) == ANEW.render(Context({"row": row}))


def test_a_kept_row_shows_nothing_of_the_page_around_it() -> None:
    row = ((Head(Words("村", "Village")), Cell("甲村")),)
    template = Template('{% load kept %}{% kept "web/parts/register_row.html" key row=row %}')
    assert "甲村" in template.render(Context({"row": row, "key": "first", "cell": Cell("别的")}))


def test_a_key_that_cannot_be_compared_is_refused() -> None:
    with pytest.raises(TypeError):
        KEPT.render(Context({"row": [[Head(Words("村", "Village")), Cell("甲村")]]}))


def test_rows_kept_for_a_reader_follow_the_next_word_and_the_next_document(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    row = re.compile(rf'<tr data-item>.*?value="{serial}".*?</tr>')

    def look(address: str = "/ledger") -> str:
        return row.findall(cast.client("ebian-both").get(address).content.decode())[0]

    waiting = look()
    assert look() == waiting
    sign_entries([serial], office=cast.offices["ebian"], user_id=None, side="receiver")
    signed = look()
    assert "待签" in waiting
    assert "双签" in signed
    document = Document.objects.create(title="回单（示例）")
    DocumentLink.objects.create(document=document, entry_serial=serial)
    assert "1 件" in look()
    assert "1 件" not in signed


def test_the_queue_of_one_reader_offers_no_button_to_another(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    button = f'value="sign:{serial}"'
    assert button in cast.client("ebian-both").get("/sign").content.decode()
    assert button not in cast.client("signer").get("/sign?show=theirs").content.decode()
    assert f'href="/entries/{serial}"' in cast.client("signer").get("/sign?show=theirs").content.decode()
