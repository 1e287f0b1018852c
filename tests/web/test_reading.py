"""The page on which an office brings a ledger it already keeps: shown, corrected, confirmed, kept, forgotten."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from shanhai.evidence.models import Claim
from shanhai.ledger.models import Batch, Entry
from shanhai.sheets.own_books import OWN
from tests.sheets.own_ledgers import LINES, MORE_LINES, write_ledger, write_project_list, write_return, write_roster
from tests.web.conftest import Cast


def send(client: Client, path: Path, kind: str = "") -> Batch:
    answer = client.post("/imports", {"file": SimpleUploadedFile(path.name, path.read_bytes()), "kind": kind})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Batch.objects.latest("pk")


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def said(batch: Batch, **words: str) -> dict[str, object]:
    """What the form of the first table sends: everything as it stands, but for what is said otherwise."""
    batch.refresh_from_db()
    state = batch.problems[OWN]
    table = state["tables"][0]
    form: dict[str, object] = {"as_read": state["times"], "table": 0, "page": 1}
    form["key"] = [column["key"] for column in table["columns"]]
    form |= {f"means-{place}": column["means"] for place, column in enumerate(table["columns"])}
    return {**form, **words}


def correct(client: Client, batch: Batch, **words: str) -> str:
    answer = client.post(f"/imports/{batch.pk}/reading", said(batch, **words), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    batch.refresh_from_db()
    return answer.content.decode()


@pytest.fixture
def ledger(cast: Cast, tmp_path: Path) -> tuple[Client, Batch]:
    client = cast.client("clerk")
    return client, send(client, write_ledger(tmp_path / "到账台账.xlsx", total=250))


def test_a_ledger_leads_to_its_reading_with_the_proposal_above_each_column(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    page = shown(client, f"/imports/{batch.pk}/reading")
    assert "读法还没有核对，核对之前不能入账。" in page
    assert "这张表有 1 列拿不准" in page
    assert "资金到账台账（可记到账资金、拨付资金）" in page
    assert re.search(r'<select id="means-4" name="means-4" aria-label="E 列“资金到账情况 / 数额”的意思"', page)
    assert 'aria-label="第 8 行是"' in page
    assert '<option value="total" selected>合计</option>' in page
    assert re.search(r'<td id="c-0-E8" class="doubt n\s*">', page)
    assert "应为 250.5 万元。" in page
    assert "没认出，请选" in page
    assert "<script>" not in page
    assert " style=" not in page
    assert "读法还没有核对，核对之后才能入账。" in shown(client, f"/imports/{batch.pk}")


def test_a_file_that_was_waited_for_leads_to_its_reading_too(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    answer = client.get(f"/imports/{batch.pk}/progress")
    assert answer.headers["HX-Redirect"] == f"/imports/{batch.pk}/reading"


def test_a_chosen_meaning_is_read_at_once_and_the_page_says_so(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    part = correct(client, batch, **{"means-6": "purpose"})
    assert part.startswith('<div id="reading"')
    assert "已照您说的重读。" in part
    assert "您说的" in part
    assert "没有要改的。" in correct(client, batch)
    assert Entry.objects.count() == 0


def test_without_script_a_correction_leads_back_to_the_same_page_of_the_sheet(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    answer = client.post(f"/imports/{batch.pk}/reading", said(batch, **{"means-6": "purpose"}))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/imports/{batch.pk}/reading?table=0&page=1"


def test_kind_unit_rows_and_a_left_out_table_follow_the_users_word(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    assert "可以入账 2 行" in correct(client, batch, **{"row-7": "note"})
    part = correct(client, batch, kind="=funds.allocated")
    assert "下达资金" in part
    correct(client, batch, unit="元")
    assert batch.problems[OWN]["tables"][0]["unit_note"] == "元"
    part = correct(client, batch, kind="")
    assert "账本没有这种条目，不入账。" in part
    assert batch.problems["counts"]["ask"] == 0


def test_a_page_that_is_out_of_date_changes_nothing(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    old = said(batch, kind="=funds.allocated")
    correct(client, batch, **{"means-6": "purpose"})
    answer = client.post(f"/imports/{batch.pk}/reading", old, headers={"HX-Request": "true"})
    assert "这一页旧了" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.problems[OWN]["tables"][0]["entry_kinds"] == ["funds.arrived"]


def test_a_confirmed_reading_is_recorded_kept_and_can_be_forgotten(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_ledger(tmp_path / "一.xlsx"))
    correct(client, batch, **{"means-6": "purpose"})
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == 0
    answer = client.post(f"/imports/{batch.pk}/reading/confirm", {"as_read": batch.problems[OWN]["times"]})
    assert answer.headers["Location"] == f"/imports/{batch.pk}"
    client.post(f"/imports/{batch.pk}/confirm")
    assert Entry.objects.count() == len(LINES)
    second = send(client, write_ledger(tmp_path / "二.xlsx", MORE_LINES))
    page = shown(client, f"/imports/{second.pk}")
    assert "照记住的读法读的" in page
    assert "确认入账 2 行" in page
    assert "序号、受援地、支援地、日期、数额、凭证号" in shown(client, "/imports/kept")
    client.post(f"/imports/{second.pk}/reading/forget")
    assert "读法还没有核对" in shown(client, f"/imports/{second.pk}/reading")
    assert "还没有。" in shown(client, "/imports/kept")


def test_a_kept_reading_is_forgotten_on_its_own_page(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_ledger(tmp_path / "一.xlsx"))
    client.post(f"/imports/{batch.pk}/reading/confirm", {"as_read": batch.problems[OWN]["times"]})
    batch.refresh_from_db()
    shape = batch.problems[OWN]["tables"][0]["fingerprint"]
    cast.client("ebian-both").post("/imports/kept", {"shape": shape})
    assert "资金到账台账" in shown(client, "/imports/kept")
    assert "资金到账台账" not in shown(cast.client("ebian-both"), "/imports/kept")
    client.post("/imports/kept", {"shape": shape})
    assert "还没有。" in shown(client, "/imports/kept")


def test_other_offices_and_those_who_only_look_are_refused(cast: Cast, ledger: tuple[Client, Batch]) -> None:
    _client, batch = ledger
    form = said(batch, kind="=funds.allocated")
    for user in ("ebian-both", "shangyu-clerk", "shaoxing-viewer", "assessor", "administrator"):
        other = cast.client(user)
        for address in ("reading", "reading/clean"):
            assert other.get(f"/imports/{batch.pk}/{address}").status_code == 403
        for address in ("reading", "reading/confirm", "reading/forget", "reading/sheet", "as-own"):
            assert other.post(f"/imports/{batch.pk}/{address}", form).status_code == 403
    viewer = cast.client("viewer")
    page = shown(viewer, f"/imports/{batch.pk}/reading")
    assert "看试读结果" not in page
    assert "hx-post" not in page
    assert viewer.post(f"/imports/{batch.pk}/reading", form).status_code == 403
    batch.refresh_from_db()
    assert batch.problems[OWN]["said"] == {}


def test_a_roster_can_be_taken_away_clean_and_is_not_recorded(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_roster(tmp_path / "花名册.xlsx"))
    page = shown(client, f"/imports/{batch.pk}/reading")
    assert "账本没有这种条目，不入账。" in page
    answer = client.get(f"/imports/{batch.pk}/reading/clean")
    assert "%E6%95%B4%E7%90%86.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["C2"].value == "张例甲"


def test_a_sheet_left_aside_can_be_read_after_all(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    path = write_ledger(tmp_path / "一.xlsx")
    book = load_workbook(path)
    old = book.copy_worksheet(book["到账"])
    old.title, old.sheet_state = "旧表作废", "hidden"
    book.save(path)
    batch = send(client, path)
    assert "没有读的工作表" in shown(client, f"/imports/{batch.pk}/reading")
    client.post(f"/imports/{batch.pk}/reading/sheet", {"sheet": "旧表作废"})
    assert shown(client, f"/imports/{batch.pk}/reading").count('href="?table=') == 2


def test_a_table_read_as_a_template_can_be_read_as_a_ledger_instead(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    text = "日期,海方（地区）,山方（地区）,金额（元）,凭证号\n2026-05-01,柯桥区,峨边彝族自治县,1200,示例-50\n"
    path = tmp_path / "到账.csv"
    path.write_text(text, encoding="utf-8")
    batch = send(client, path, "funds.arrived")
    assert OWN not in batch.problems
    assert "按台账重新读" in shown(client, f"/imports/{batch.pk}")
    client.post(f"/imports/{batch.pk}/as-own")
    batch.refresh_from_db()
    assert OWN in batch.problems
    assert "读法还没有核对" in shown(client, f"/imports/{batch.pk}/reading")


def test_an_old_xls_is_taken_and_what_is_no_workbook_is_not(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    file = SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    answer = client.post("/imports", {"file": file, "kind": "own"})
    assert answer.status_code == 422
    assert Batch.objects.count() == 0


def test_the_page_speaks_english(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    client.post("/language", {"language": "en", "next": "/"})
    page = shown(client, f"/imports/{batch.pk}/reading")
    assert "The reading is not confirmed yet" in page
    assert "not recognised, please choose" in page
    assert "读作" not in re.sub(r"<title>.*?</title>", "", page)


def test_a_meaning_taken_from_another_column_is_told_and_can_be_undone(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    before = [column["means"] for column in batch.problems[OWN]["tables"][0]["columns"]]
    assert before[4] == "amount"
    part = correct(client, batch, **{"means-6": "amount"})
    assert "“资金到账情况/数额”原来也是这个意思，现在不要这一列" in part.replace(" ", "")
    assert "撤销上一步" in part
    client.post(f"/imports/{batch.pk}/reading/undo")
    batch.refresh_from_db()
    assert [column["means"] for column in batch.problems[OWN]["tables"][0]["columns"]] == before
    assert "撤销上一步" not in shown(client, f"/imports/{batch.pk}/reading")


def test_marks_that_leave_no_table_can_be_undone(ledger: tuple[Client, Batch]) -> None:
    client, batch = ledger
    table = batch.problems[OWN]["tables"][0]
    rows = {f"row-{line}": "note" for line in range(table["first_row"], table["last_row"] + 1)}
    correct(client, batch, **rows)
    client.post(f"/imports/{batch.pk}/reading/undo")
    batch.refresh_from_db()
    assert batch.problems[OWN]["tables"][0]["record_count"] == table["record_count"]


def test_a_project_list_says_what_each_row_opens_and_leads_to_it(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("ebian-both")
    batch = send(client, write_project_list(tmp_path / "项目表.xlsx"))
    page = shown(client, f"/imports/{batch.pk}/reading")
    assert "每行开一件，从“谋划”起" in page
    told = {f"fixed-{code}": "按实施方案" for code in ("money_source", "performance_targets", "interest_link")}
    correct(client, batch, **told, **{"fixed-nature": "新建"})
    client.post(f"/imports/{batch.pk}/reading/confirm", {"as_read": batch.problems[OWN]["times"]})
    page = shown(client, f"/imports/{batch.pk}")
    assert "新开事项 2" in page
    assert client.post(f"/imports/{batch.pk}/confirm").status_code == 302
    page = shown(client, f"/imports/{batch.pk}")
    assert "新开事项" in page
    assert "示例茶园" in shown(client, "/activities?kind=funds.project")


def test_a_roster_says_that_persons_are_not_recorded_and_what_can_be_done(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("clerk")
    batch = send(client, write_roster(tmp_path / "花名册.xlsx"))
    page = shown(client, f"/imports/{batch.pk}/reading")
    assert "账本没有个人的条目，姓名和证件号都不入账" in page


def test_the_numbers_of_a_return_are_held_against_the_ledger_at_the_desk(cast: Cast, tmp_path: Path) -> None:
    client = cast.client("ebian-both")
    batch = send(client, write_return(tmp_path / "年报.xlsx"))
    assert "拿到核对台" in shown(client, f"/imports/{batch.pk}/reading")
    answer = client.post(f"/imports/{batch.pk}/reading/desk")
    assert answer.status_code == 302
    claims = Claim.objects.order_by("pk").values_list("indicator", "value", "period_from__year", "receiver")
    assert [(code, float(value), year) for code, value, year, _place in claims] == [
        ("assistance_funds", 25_000_000, 2024),
        ("assistance_funds", 27_452_500, 2025),
        ("social_donations", 1_326_000, 2024),
        ("social_donations", 1_580_000, 2025),
        ("talent_dispatched", 15, 2024),
        ("talent_dispatched", 16, 2025),
    ]
    assert {place for *_rest, place in claims} == {"峨边彝族自治县"}
    assert "财政援助资金" in shown(client, answer.url)
    assert Entry.objects.count() == 0
    assert cast.client("clerk").post(f"/imports/{batch.pk}/reading/desk").status_code in (403, 404)
