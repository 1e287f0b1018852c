"""Documents: bytes kept once by their hash, told apart by their first bytes, tied to entries at a page or cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shanhai.ledger import documents
from shanhai.ledger.documents import attach_document, document_path, keep_document
from shanhai.ledger.errors import WrongCallError
from shanhai.ledger.models import Document, DocumentLink
from tests.ledger.test_record import enter_one
from tests.ledger.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 \xe5\x9b\x9e\xe5\x8d\x95 made up"


class File:
    """A received file in memory, given piece by piece."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content, self.size = name, content, len(content)

    def chunks(self) -> Iterator[bytes]:
        for start in range(0, len(self.content), 7):
            yield self.content[start : start + 7]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(name: str, content: bytes, title: str = "电子回单（示例）") -> tuple[Document | None, str]:
    document, problem = keep_document(File(name, content), title=title, office_id=1, user_id=2)
    return document, "" if problem is None else problem.code


def test_bytes_are_kept_under_their_hash_once(tmp_path: Path) -> None:
    first, _ = keep("回单.pdf", PDF)
    second, _ = keep("again.pdf", PDF)
    assert first is not None
    assert second == first
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    path = document_path(first)
    assert path is not None
    assert path.read_bytes() == PDF
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("program.pdf", b"MZ\x90\x00\x03", "document_type"),
        ("picture.svg", b"<svg>", "document_type"),
        ("empty.pdf", b"", "document_empty"),
        ("archive.zip", b"PK\x03\x04 made up", "document_type"),
    ],
)
def test_other_files_are_refused_by_their_bytes_and_nothing_is_left(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    assert keep(name, content) == (None, code)
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
    assert not Document.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_of_two_bytes_a_sign_is_kept_whether_or_not_it_says_so(encoding: str) -> None:
    text = "一家示例单位，2026年到位资金120万元。\n第二行\u3000完"
    assert keep("文.txt", text.encode(encoding))[1] == ""
    assert keep("程序.txt", b"MZ\x00\x03\x00\x00\x04" * 30)[1] == "document_type"


def test_a_file_above_the_bound_is_refused_while_it_comes_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(documents, "BYTES_MOST", 20)
    assert keep("long.pdf", PDF) == (None, "document_too_large")
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_a_paper_can_be_named_without_its_bytes() -> None:
    document, problem = keep_document(None, title="川财农〔示例〕41号", office_id=1, user_id=2)
    assert problem is None
    assert document is not None
    assert document_path(document) is None
    _nothing, problem = keep_document(None, title=" ", office_id=1, user_id=2)
    assert problem is not None
    assert problem.code == "document_missing"


def test_a_document_is_tied_to_an_entry_at_a_page_or_cell_once(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    document, _ = keep("回单.pdf", PDF)
    assert document is not None
    ties = [
        attach_document(serial, document=document, page=2, office_id=1, user_id=2),
        attach_document(serial, document=document, page=2, office_id=1, user_id=2),
        attach_document(serial, document=document, cell="表1!F14", office_id=1, user_id=2),
    ]
    assert ties[0] == ties[1]
    assert DocumentLink.objects.filter(entry_serial=serial).count() == 2
    with pytest.raises(WrongCallError):
        attach_document(999, document=document, office_id=1, user_id=2)
