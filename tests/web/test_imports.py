"""The import pages: a clerk sends a table, sees every Problem at its cell, answers, and has it recorded."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from shanhai.ledger.models import Batch, Entry
from shanhai.offices.models import AuditEvent
from shanhai.registry.models import Party
from shanhai.sheets.store import hold_lock
from shanhai.sheets.worker import WORKER_LOCK
from tests.sheets.world import purchase, write_book
from tests.web.conftest import Cast

KIND = "consumption.purchase"


@pytest.fixture(autouse=True)
def parties(cast: Cast) -> None:
    Party.objects.create(name="柯桥区总工会（示例）", kind="society", place_id="p330603")
    Party.objects.create(name="峨边县农发公司（示例）", kind="firm", place_id="p511132")


def send(client: Client, path: Path, kind: str = KIND, name: str = "") -> Batch:
    file = SimpleUploadedFile(name or path.name, path.read_bytes())
    answer = client.post("/imports", {"file": file, "kind": kind})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Batch.objects.latest("pk")


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_clean_table_is_tried_and_then_recorded(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_book(tmp_path / "三季度.xlsx", [purchase("KQ1"), purchase("KQ2")]))
    page = shown(client, f"/imports/{batch.pk}")
    assert "试读完成，账本还没有变。2 行可以一起入账。" in page
    assert Entry.objects.count() == 0
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 2
    page = shown(client, f"/imports/{batch.pk}")
    assert "已入账" in page
    assert f"?batch={batch.pk}" in page
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"batch.receive", "batch.record"}
    assert Entry.objects.order_by("serial").values_list("locator", flat=True)[0] == "三季度!F2"


def test_problems_stand_at_their_cells_and_keep_the_file_out(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    rows = [purchase("KQ1"), purchase("KQ2", 金额="12,5OO"), purchase("KQ1"), purchase("KQ3", 日期="2026/7/9")]
    batch = send(client, write_book(tmp_path / "a.xlsx", rows))
    page = shown(client, f"/imports/{batch.pk}")
    assert "还有 2 处要改，现在不能入账" in page
    assert 'id="c-0-F3" class="block n"' in page
    assert 'id="c-0-A5" class="fixed"' in page
    assert "<del>12,5OO</del>，其中是字母 O。应全是数字，例如 12,500.00。" in page
    assert "不记第 4 行" in page
    assert 'disabled aria-describedby="why"' in page
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 0


def test_a_row_left_out_solves_its_problem_and_can_be_taken_back(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ1")]))
    client.post(f"/imports/{batch.pk}/leave-out", {"sheet": "三季度", "line": "3"})
    page = shown(client, f"/imports/{batch.pk}")
    assert "1 行可以一起入账" in page
    assert "仍记第 3 行" in page
    client.post(f"/imports/{batch.pk}/take-back", {"sheet": "三季度", "line": "3"})
    assert "还有 1 处要改" in shown(client, f"/imports/{batch.pk}")
    client.post(f"/imports/{batch.pk}/leave-out", {"sheet": "三季度", "line": "3"})
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 1


def test_a_doubt_needs_a_reason_and_the_reason_is_kept(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_book(tmp_path / "a.xlsx", [purchase("KQ1", 海方单位="柯桥区新开超市（示例）")]))
    key = next(line["key"] for line in batch.problems["told"] if line["code"] == "party_new")
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 0
    client.post(f"/imports/{batch.pk}/accept", {"key": key, "reason": " "})
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 0
    client.post(f"/imports/{batch.pk}/accept", {"key": key, "reason": "新开的店"})
    assert "照记：新开的店" in shown(client, f"/imports/{batch.pk}")
    client.post(f"/imports/{batch.pk}/confirm")
    party = Party.objects.get(name="柯桥区新开超市（示例）")
    assert list(Entry.objects.values_list("from_party_id", flat=True)) == [party.pk]
    batch.refresh_from_db()
    assert batch.problems["accepted"][key]["reason"] == "新开的店"


def test_the_same_file_again_is_told_and_adds_nothing(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    batch = send(client, path)
    client.post(f"/imports/{batch.pk}/confirm")
    answer = client.post("/imports", {"file": SimpleUploadedFile("again.xlsx", path.read_bytes()), "kind": KIND})
    assert answer.status_code == 200
    assert "已入账，批次" in answer.content.decode()
    assert (Batch.objects.count(), Entry.objects.count()) == (1, 1)


def test_what_the_other_side_reported_becomes_a_signature(cast: Cast, tmp_path: Path) -> None:
    first = cast.client("clerk")
    batch = send(first, write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ2")]))
    first.post(f"/imports/{batch.pk}/confirm")
    second = cast.client("ebian-both")
    rows = [purchase("KQ1"), purchase("KQ2", 金额=90000), purchase("KQ3")]
    other = send(second, write_book(tmp_path / "b.xlsx", rows))
    page = shown(second, f"/imports/{other.pk}")
    assert "新条目 1，与对方已报相符即签认 1" in page
    assert "不符即提异 1" in page
    second.post(f"/imports/{other.pk}/confirm")
    other.refresh_from_db()
    assert other.problems["added"] == {"entries": 1, "agreeing": 1, "differing": 1, "repeats": 0}


def test_the_marked_workbook_comes_back_with_fills_notes_and_a_list(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    rows = [purchase("KQ1"), purchase("=KQ2", 金额="12,5OO")]
    batch = send(client, write_book(tmp_path / "a.xlsx", rows))
    answer = client.get(f"/imports/{batch.pk}/marked")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "问题"
    cell = book["三季度"]["F3"]
    assert cell.fill.fgColor.rgb.endswith("F6C9B6")
    assert "字母 O" in cell.comment.text
    assert book["三季度"]["H3"].data_type == "s"
    listed = list(book["问题"].iter_rows(min_row=3))
    links = [row[2].hyperlink.location or row[2].hyperlink.target for row in listed]
    assert any("F3" in str(link) for link in links)
    assert all(one.data_type != "f" for row in listed for one in row)


@pytest.mark.parametrize(("data", "words"), [(b"%PDF-1.7", "这个文件是PDF"), (b"", "没有选文件")])
def test_a_file_that_cannot_be_read_is_told_on_the_page(cast: Cast, data: bytes, words: str) -> None:
    client = cast.client("clerk")
    answer = client.post(
        "/imports", {"file": SimpleUploadedFile("a.xlsx", data), "kind": KIND} if data else {"kind": KIND}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Batch.objects.count() == 0
    assert shown(client, "/imports")


def test_a_request_far_too_large_is_refused_before_it_is_read(cast: Cast) -> None:
    answer = cast.client("clerk").post(
        "/imports", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(60 * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert "文件超过 50 MB，没有收。" in answer.content.decode()


def test_the_template_is_given_in_the_readers_language(cast: Cast) -> None:
    client = cast.client("clerk")
    book = load_workbook(io.BytesIO(client.get(f"/imports/template?kind={KIND}").content))
    assert book.worksheets[0]["B1"].value == "日期"
    client.post("/language", {"language": "en"})
    book = load_workbook(io.BytesIO(client.get(f"/imports/template?kind={KIND}").content))
    assert book.worksheets[0]["B1"].value == "Date"
    assert client.get("/imports/template?kind=nothing").status_code == 403


def test_every_sentence_stands_in_english_too(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    client.post("/language", {"language": "en"})
    batch = send(client, write_book(tmp_path / "a.xlsx", [purchase("KQ2", 金额="12,5OO")]))
    page = shown(client, f"/imports/{batch.pk}")
    assert "It should be all digits, such as 12,500.00." in page
    assert "Places to mend before this can be recorded: 1" in page
    assert shown(client, "/imports")


@pytest.mark.parametrize("user", ["signer", "viewer", "assessor", "shangyu-clerk", "outsider", "administrator"])
def test_others_can_neither_send_nor_see_nor_touch_a_batch(cast: Cast, tmp_path: Path, user: str) -> None:
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1"), purchase("KQ1")])
    batch = send(cast.client("clerk"), path)
    client = cast.client(user)
    same_office = user in ("signer", "viewer")
    assert client.get(f"/imports/{batch.pk}").status_code == (200 if same_office else 403)
    assert client.get(f"/imports/{batch.pk}/marked").status_code == (200 if same_office else 403)
    for step in ("confirm", "accept", "leave-out", "take-back", "discard"):
        assert client.post(f"/imports/{batch.pk}/{step}").status_code == 403
    if user != "shangyu-clerk":
        file = SimpleUploadedFile("a.xlsx", path.read_bytes())
        assert client.post("/imports", {"file": file, "kind": KIND}).status_code == 403
    assert Batch.objects.count() == 1


def test_a_post_without_its_token_is_refused(cast: Cast, tmp_path: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["clerk"], backend="django.contrib.auth.backends.ModelBackend")
    path = write_book(tmp_path / "a.xlsx", [purchase("KQ1")])
    answer = client.post("/imports", {"file": SimpleUploadedFile("a.xlsx", path.read_bytes()), "kind": KIND})
    assert answer.status_code == 403
    assert Batch.objects.count() == 0


def test_a_file_set_aside_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_book(tmp_path / "a.xlsx", [purchase("KQ1")]))
    client.post(f"/imports/{batch.pk}/discard")
    assert "没有入账，账本没有变" in shown(client, f"/imports/{batch.pk}")
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 0


def test_a_batch_in_work_shows_how_far_it_is_and_is_done_where_no_worker_runs(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_book(tmp_path / "a.xlsx", [purchase("KQ1")]))
    Batch.objects.filter(pk=batch.pk).update(state="reading", rows_total=100_000, rows_done=45_000)
    with hold_lock(WORKER_LOCK):
        page = shown(client, f"/imports/{batch.pk}/progress")
    assert 'value="45000"' in page
    assert "45000 / 100000 行" in page
    assert "正在试读" in shown(client, f"/imports/{batch.pk}")
    assert client.get(f"/imports/{batch.pk}/progress").headers["HX-Refresh"] == "true"
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_a_fault_of_the_head_does_not_offer_to_leave_the_head_out(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = load_workbook(write_book(path, [purchase("KQ1")]))
    book.worksheets[0].merge_cells("E1:F1")
    book.worksheets[0]["E1"] = "金额（元）"
    book.save(path)
    client = cast.client("clerk")
    batch = send(client, path)
    page = shown(client, f"/imports/{batch.pk}")
    assert "合并单元格" in page
    assert "不记第 1 行" not in page
