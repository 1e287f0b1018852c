"""Bytes in any Chinese encoding become the text they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.algorithms.decode_bytes import decode_text
from shanhai.algorithms.text_repair import repair_text
from tests.algorithms.pollute import to_traditional

TEXT = "示例市与示例县结对帮扶,投入协作资金3200万元,实施项目18个。\n双方签订合作协议。\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_simplified_text_is_read_in_every_encoding(encoding: str, named: str) -> None:
    text, name, notes = decode_text(TEXT.encode(encoding))
    assert (text, name) == (TEXT, named)
    assert "undecodable_bytes" not in notes


def test_traditional_text_is_read_in_big5() -> None:
    traditional = to_traditional(TEXT).replace("實施", "辦理")
    text, name, notes = decode_text(traditional.encode("big5hkscs"))
    assert (text, name) == (traditional, "big5hkscs")
    assert notes == ("guessed",)


def test_a_declared_encoding_settles_what_looks_alike() -> None:
    assert decode_text("结对".encode("gbk"), declared="GB2312")[:2] == ("结对", "gb18030")


def test_a_file_cut_in_the_middle_of_a_character_is_still_utf_8() -> None:
    text, name, notes = decode_text(TEXT.encode()[:-5])
    assert name == "utf-8"
    assert text.startswith("示例市")
    assert notes == ("cut_off", "undecodable_bytes")


def test_line_ends_become_newlines() -> None:
    assert decode_text(b"a\r\nb\rc\n")[0] == "a\nb\nc\n"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_crash_nothing(data: bytes) -> None:
    text, name, _ = decode_text(data)
    assert name
    assert repair_text(text).raw == text


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_mutated_documents_crash_nothing(data: st.DataObject) -> None:
    raw = bytearray(to_traditional(TEXT * 2).encode(data.draw(st.sampled_from(["utf-8", "gbk", "utf-16"])), "ignore"))
    for _ in range(data.draw(st.integers(0, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    repair_text(decode_text(bytes(raw))[0])
