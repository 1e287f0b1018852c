"""Text out of files of every kind, told apart by their bytes; what cannot be read says so."""

import io
import zipfile

import docx
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from shanhai.evidence.reading import read_bytes
from shanhai.evidence.receive import UNREADABLE, receive_bytes, tell_type
from tests.evidence.articles import CLEAN, POLLUTED

SENTENCE = "示例:2023年,甲县到位协作资金1.20亿元,实施项目30个。"


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("表一").write(0, 0, SENTENCE)
    book.close()
    return out.getvalue()


def page() -> bytes:
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(8))
    more = "".join(
        f"<p>第{n}段讲两地往来的第{n}件事,说明双方怎样商量、怎样推进、怎样把事情办成。</p>" for n in range(6)
    )
    head = "<!doctype html><html><head><title>示例标题</title></head>"
    body = f"<body><nav><ul>{menu}</ul></nav><article><p>{SENTENCE}</p>{more}</article></body></html>"
    return (head + body).encode()


def mail() -> bytes:
    return (
        "From: a@example.org\r\nSubject: =?utf-8?b?56S65L6L?=\r\nDate: Mon, 6 Nov 2023 08:00:00 +0800\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + SENTENCE
    ).encode()


@pytest.mark.parametrize(
    ("data", "type_"),
    [
        (SENTENCE.encode(), "text"),
        (SENTENCE.encode("gb18030"), "text"),
        (SENTENCE.encode("utf-16"), "text"),
        (page(), "html"),
        (word_file(), "docx"),
        (workbook(), "xlsx"),
        (mail(), "mail"),
    ],
)
def test_the_sentence_is_found_in_every_kind_of_file(data: bytes, type_: str) -> None:
    received = receive_bytes(data)
    assert received.type == type_
    assert "到位协作资金1.20亿元" in received.text
    assert not received.problems


def test_a_text_with_tags_left_in_it_is_read_in_its_own_places() -> None:
    text = '<div id="k8w2q"></div>\n  2. <tr id="k8w2q"></tr>\n首页/ 要闻\n\n2021年,对口协作到位协作资金1.20亿元。\n'
    (claim,) = read_bytes(text.encode()).claims
    assert text[claim.start : claim.end] == claim.quote == "到位协作资金1.20亿元"


def test_a_piece_of_a_page_is_read_as_a_page() -> None:
    piece = f"<div class='menu'><a href='/'>首页</a></div><div><p>{CLEAN}</p></div>\n"
    assert receive_bytes(piece.encode()).type == "html"


def test_the_menu_of_a_page_is_left_out() -> None:
    assert "栏目3" not in receive_bytes(page()).text


def test_a_mail_tells_its_title_and_day() -> None:
    assert receive_bytes(mail()).says["title"] == "示例"
    assert receive_bytes(mail()).says["published_on"] == "2023-11-06"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "document.unknown_type"),
        (b"%PDF-1.4 broken", "document.broken"),
        (b"PK\x03\x04 broken", "document.broken"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "document.broken"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, code: str) -> None:
    received = receive_bytes(data)
    assert [problem.code for problem in received.problems] == [code]
    assert received.text == ""


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (401 * 1024 * 1024))
    assert [problem.code for problem in receive_bytes(out.getvalue()).problems] == ["document.bomb"]


@given(st.binary(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_taken_without_a_fault(data: bytes) -> None:
    assert tell_type(data) in {"pdf", "docx", "xlsx", "xls", "mail", "html", "text", "unknown", *UNREADABLE}
    receive_bytes(data)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(min_value=0, max_value=400), st.sampled_from([CLEAN, POLLUTED]))
def test_a_mutated_document_is_read_to_the_end(noise: bytes, at: int, article: str) -> None:
    data = article.encode()
    read = read_bytes(data[:at] + noise + data[at:])
    for claim in read.claims:
        assert read.repaired.text[claim.clean_start : claim.clean_end] == claim.clean_quote
