"""The desk's pages: receiving, reading beside the ledger, acting on claims, and who may see what."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from shanhai.evidence import reconcile
from shanhai.evidence.desk import readings_in_hand
from shanhai.evidence.models import Claim, ClaimAct, DocumentReading
from shanhai.figures.answer import Figure
from shanhai.ledger.ask import ask_figure
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.ledger.models import Document, DocumentLink, Entry
from shanhai.ledger.record import record_entries, sign_entries
from shanhai.offices.may import actor_of
from shanhai.offices.models import AuditEvent
from shanhai.web.pages import documents_received
from shanhai.web.urls import urlpatterns
from tests.evidence.articles import CLEAN, POLLUTED
from tests.evidence.test_fetch import Site, at, give, reach_of
from tests.evidence.test_receive_kinds import damaged_inside
from tests.web.conftest import Cast, arrived

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(cast: Cast) -> Cast:
    """Three million arrived at 峨边, signed by both sides."""
    drafts = [arrived(cast, month, month * 1_000_000_00) for month in (1, 2)]
    recorded = record_entries(drafts, office=cast.offices["keqiao"], user_id=1, spoken_side="giver", is_example=True)
    sign_entries(recorded.serials, office=cast.offices["ebian"], side="receiver", user_id=2)
    return cast


def receive(client: Client, text: str = CLEAN, **more: str) -> int:
    """Receive an article through the page; return the document's number."""
    answer = client.post("/desk", {"text": text, "published_on": "2026-11-01", **more})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return int(answer.headers["Location"].split("/")[2])


def number_of(document: int, text: str) -> int:
    return int(Claim.objects.get(reading__document=document, clean_quote__contains=text, giver="柯桥区").number)


def test_an_article_is_received_and_its_claims_stand_beside_the_ledger(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    page = client.get(f"/desk/{document}").content.decode()
    assert "与双签数 300.00 万元相符" in page
    assert 'class="claim agreed"' in page
    assert "文中是计划数" in page
    assert "/figures/assistance_funds_received" in page
    listed = client.get("/desk").content.decode()
    assert "柯桥区与峨边彝族自治县东西部协作见闻" in listed
    assert AuditEvent.objects.filter(action="document.receive").exists()


def test_a_polluted_page_shows_original_and_repaired_with_edits_lit(ledger: Cast) -> None:
    client = ledger.client("clerk")
    page = client.get(f"/desk/{receive(client, POLLUTED)}?view=both").content.decode()
    assert '<span class="was" title="去夹注的读音">(xiàn)</span>' in page
    assert "数字和单位一个未动" in page
    assert "与双签数 300.00 万元相符" in page


def test_the_same_bytes_again_are_the_document_that_is_there(ledger: Cast) -> None:
    client = ledger.client("clerk")
    first = receive(client)
    client.post("/desk", {"text": CLEAN})
    assert Document.objects.filter(office_id=ledger.offices["keqiao"].pk).count() == 1
    assert DocumentReading.objects.filter(document=first).count() == 1


def test_bytes_received_before_are_told_with_their_day_and_lose_nothing_that_was_done(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client, outlet="示例日报")
    number = number_of(document, "300万元")
    client.post(f"/desk/{document}", {"do": "dismiss", "claim": number, "reason": "另有口径"}, follow=True)
    answer = client.post("/desk", {"text": CLEAN}, follow=True).content.decode()
    assert "已经收过，没有再收一份" in answer
    assert "找出" not in answer
    client.post("/desk", {"text": CLEAN, "byline": "示例记者"})
    reading = DocumentReading.objects.filter(document=document).latest("pk")
    assert (reading.says["outlet"], reading.says["byline"], reading.says["published_on"]) == (
        "示例日报", "示例记者", "2026-11-01",
    )  # fmt: skip
    assert "另有口径" in client.get(f"/desk/{document}").content.decode()


def test_the_list_is_filtered_sorted_and_exported(ledger: Cast) -> None:
    client = ledger.client("clerk")
    older = receive(client, "甲县来信\n两地商量好了办法。", published_on="2026-01-02")
    differing = receive(client, CLEAN.replace("300万元", "350万元"), title="乙县见闻")

    def listed(query: str) -> list[int]:
        return [
            int(one)
            for one in re.findall(r'<a href="/desk/(\d+)" data-key', client.get(f"/desk?{query}").content.decode())
        ]

    assert listed("") == [differing, older]
    assert listed("sort=published") == [older, differing]
    assert listed("sort=-claims") == [differing, older]
    assert listed("sort=title") == [differing, older]
    assert listed("state=without") == [older]
    assert listed("state=open") == [differing]
    assert listed("state=others") == listed("state=settled") == listed("state=differs") == []
    client.get(f"/desk/{differing}")
    assert listed("state=differs") == [differing]
    answer = client.get("/desk?export=1&state=without")
    table = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in table] == ["材料", "甲县来信"]
    assert AuditEvent.objects.filter(action="ledger.export", subject="documents").exists()


def test_a_claim_taken_up_again_is_open_in_the_list_too(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    for number in Claim.objects.filter(reading__document=document).values_list("number", flat=True):
        client.post(f"/desk/{document}", {"do": "dismiss", "claim": number, "reason": "另有口径"})
    assert f'href="/desk/{document}" data-key' in client.get("/desk?state=settled").content.decode()
    client.post(f"/desk/{document}", {"do": "reopen", "claim": 1})
    page = client.get("/desk?state=open").content.decode()
    assert re.search(r'data-l="未处理">1<', page)
    assert readings_in_hand(actor_of(client.get("/desk").wsgi_request)).count() == 1


def test_the_number_of_a_recorded_statement_is_written_as_everywhere(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    client.post(f"/desk/{document}", {"do": "record", "claim": number_of(document, "300万元")})
    entry = Entry.objects.latest("serial")
    assert f"{write_entry_number(entry.serial, entry.known_on)}</a>" in client.get(f"/desk/{document}").content.decode()


@pytest.mark.parametrize("address", ["/desk/{}", "/desk/{}/marked", "/desk/{}/claims/1", "/documents/{}"])
def test_a_county_cannot_read_anothers_unpublished_document(ledger: Cast, address: str) -> None:
    document = receive(ledger.client("clerk"))
    assert ledger.client("clerk").get(address.format(document)).status_code == 200
    for stranger in ("shangyu-clerk", "ebian-both", "outsider"):
        assert ledger.client(stranger).get(address.format(document)).status_code == 403


def test_no_address_of_the_house_that_names_a_document_opens_a_hidden_one(ledger: Cast) -> None:
    """Every address with a document's number in it, found in the list of all addresses, tried by guessing."""
    document = receive(ledger.client("clerk"))
    patterns = [one for one in urlpatterns if "document_id" in getattr(one.pattern, "converters", {})]
    assert len(patterns) >= 5
    for stranger in ("shangyu-clerk", "ebian-both", "shaoxing-viewer", "assessor", "outsider"):
        client = ledger.client(stranger)
        for one in patterns:
            values = dict.fromkeys(one.pattern.converters, 1) | {"document_id": document}
            address = reverse(one.name, kwargs=values)
            for answer in (client.get(address), client.post(address, {"do": "record", "claim": "1"})):
                assert answer.status_code in (403, 405), (stranger, address)
                assert "见闻" not in answer.content.decode()
            missing = reverse(one.name, kwargs=values | {"document_id": document + 1000})
            hidden, none = client.get(address), client.get(missing)
            assert hidden.status_code == none.status_code, (stranger, address)
    assert not ClaimAct.objects.exists()
    assert not AuditEvent.objects.filter(action="document.read").exists()


def test_what_is_hidden_cannot_be_acted_on_or_found(ledger: Cast) -> None:
    document = receive(ledger.client("clerk"))
    stranger = ledger.client("shangyu-clerk")
    assert stranger.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "试"}).status_code == 403
    assert stranger.post(f"/desk/{document}/read-again", {"published_on": "2026-01-01"}).status_code == 403
    assert "见闻" not in stranger.get("/desk?q=柯桥").content.decode().split("<main")[1].split("<table")[0]
    assert not ClaimAct.objects.exists()


def test_a_published_document_is_seen_by_others_but_not_what_this_office_did(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client, is_public="on")
    client.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "口径不同"})
    assert "口径不同" in client.get(f"/desk/{document}").content.decode()
    other = ledger.client("shangyu-clerk").get(f"/desk/{document}")
    assert other.status_code == 200
    assert "口径不同" not in other.content.decode()


def test_an_office_sees_results_of_its_own_part_of_the_ledger_only(ledger: Cast) -> None:
    document = receive(ledger.client("clerk"), is_public="on")
    page = ledger.client("shangyu-clerk").get(f"/desk/{document}").content.decode()
    assert "与双签数 300.00 万元相符" not in page


def test_a_number_that_holds_only_with_unsigned_entries_is_said_to_hold_some(ledger: Cast) -> None:
    record_entries([arrived(ledger, 3, 1_000_000_00)], office=ledger.offices["keqiao"], user_id=1, spoken_side="giver")
    client = ledger.client("clerk")
    text = CLEAN.replace("300万元", "400万元")
    page = client.get(f"/desk/{receive(client, text)}").content.decode()
    assert "与上报数 400.00 万元相符。其中有条目还没有双签。" in page
    checked = client.post("/desk/check", {"text": text}).content.decode()
    assert "其中有条目还没有双签" in checked


def test_linking_ties_the_document_to_every_entry_behind_the_figure(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    client.post(f"/desk/{document}", {"do": "link", "claim": str(number_of(document, "资金300万元"))})
    links = DocumentLink.objects.filter(document=document)
    assert sorted(links.values_list("entry_serial", flat=True)) == sorted(
        Entry.objects.values_list("serial", flat=True)
    )
    assert ledger.client("ebian-both").get(f"/desk/{document}").status_code == 200
    listed = client.get("/desk").content.decode()
    assert "2 / 2" in listed
    pairing = ledger.pairings["keqiao"].pk
    assert f"/ledger?pairing={pairing}&amp;field=funds" in listed
    assert "这两个数怎么算" in listed


def test_a_claim_is_recorded_as_a_statement_and_only_once(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    number = number_of(document, "900万元")
    client.post(f"/desk/{document}", {"do": "record", "claim": str(number)})
    stated = Entry.objects.get(kind="statement")
    assert (stated.amount, stated.stage, stated.indicator[:16]) == (9_000_000_00, "stated", "assistance_funds")
    assert (stated.giver_place_id, stated.receiver_place_id) == ("p330603", "p511132")
    assert DocumentLink.objects.filter(entry_serial=stated.serial, document=document).exists()
    again = client.post(f"/desk/{document}", {"do": "record", "claim": str(number)}, follow=True)
    assert "已经记过了" in again.content.decode()
    assert Entry.objects.filter(kind="statement").count() == 1


def test_a_claim_about_other_places_is_not_recorded_for_them(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    other = Claim.objects.get(reading__document=document, giver="上虞区")
    told = client.post(f"/desk/{document}", {"do": "record", "claim": str(other.number)}, follow=True)
    assert "不是本机构所在的地方" in told.content.decode()
    assert not Entry.objects.filter(kind="statement").exists()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("2026年，柯桥区、上虞区共向峨边彝族自治县、金口河区到位东西部协作资金500万元。", "几个地方合起来的数"),
        ("东西部协作到位资金500万元。", "没有说清是哪个地方"),
    ],
)
def test_a_claim_of_several_or_unknown_places_says_why_it_is_not_recorded(
    ledger: Cast, sentence: str, told: str
) -> None:
    client = ledger.client("clerk")
    document = receive(client, f"见闻（示例）\n{sentence}")
    answer = client.post(f"/desk/{document}", {"do": "record", "claim": "1"}, follow=True).content.decode()
    assert told in answer
    assert "不是本机构所在的地方" not in answer
    assert not Entry.objects.filter(kind="statement").exists()


def test_dismissing_needs_a_reason_and_can_be_taken_up_again(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    assert "要写理由" in client.post(f"/desk/{document}", {"do": "dismiss", "claim": "1"}, follow=True).content.decode()
    client.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "重复"})
    assert "已放过" in client.get(f"/desk/{document}").content.decode()
    client.post(f"/desk/{document}", {"do": "reopen", "claim": "1"})
    assert list(ClaimAct.objects.order_by("pk").values_list("act", flat=True)) == ["dismissed", "reopened"]


def shown_form(client: Client, document: int, number: int) -> dict[str, str]:
    """What the form of a claim sends along with a button, as the page shows it now."""
    page = client.get(f"/desk/{document}").content.decode().split(f'id="f{number}"')[1].split("</li>")[0]
    return dict(re.findall(r'<input type="hidden" name="(claim|reading|last_act)" value="(\d+)"', page))


def test_what_a_colleague_has_just_done_is_told_before_it_is_done_over(ledger: Cast) -> None:
    one, other = ledger.client("clerk"), ledger.client("signer")
    document = receive(one)
    seen_by_one, seen_by_other = shown_form(one, document, 1), shown_form(other, document, 1)
    one.post(f"/desk/{document}", {**seen_by_one, "do": "dismiss", "reason": "口径不同"})
    told = other.post(f"/desk/{document}", {**seen_by_other, "do": "dismiss", "reason": "另一个理由"}, follow=True)
    assert "刚办了第 1 处：已放过。请看过再定。" in told.content.decode()
    assert list(ClaimAct.objects.values_list("reason", flat=True)) == ["口径不同"]
    other.post(f"/desk/{document}", {**shown_form(other, document, 1), "do": "reopen"})
    assert ClaimAct.objects.order_by("-pk")[0].act == "reopened"


def test_a_button_pressed_after_the_document_was_read_again_does_nothing(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    shown = shown_form(client, document, 2)
    client.post(f"/desk/{document}/read-again", {"published_on": "2026-11-02"})
    told = client.post(f"/desk/{document}", {**shown, "do": "dismiss", "reason": "口径不同"}, follow=True)
    assert "刚重读过" in told.content.decode()
    assert not ClaimAct.objects.exists()


def test_a_correction_begins_at_an_entry_behind_the_figure(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    number = number_of(document, "资金300万元")
    page = client.get(f"/desk/{document}/claims/{number}").content.decode()
    serial = Entry.objects.order_by("serial")[0].serial
    assert f'value="{serial}"' in page
    answer = client.post(f"/desk/{document}", {"do": "correction", "claim": str(number), "serial": str(serial)})
    assert answer.headers["Location"] == f"/entries/{serial}"
    assert ClaimAct.objects.get().entry_serial == serial


def test_who_only_looks_sees_no_buttons_and_changes_nothing(ledger: Cast) -> None:
    document = receive(ledger.client("clerk"))
    viewer = ledger.client("viewer")
    assert 'name="do"' not in viewer.get(f"/desk/{document}").content.decode().split("<main")[1]
    assert viewer.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "试"}).status_code == 403
    assert viewer.post("/desk", {"text": CLEAN}).status_code == 403


def test_the_menu_counts_documents_with_claims_nobody_settled(ledger: Cast) -> None:
    client = ledger.client("clerk")
    assert '核对台<span class="count">' not in client.get("/desk").content.decode()
    document = receive(client)
    assert '核对台<span class="count">1</span>' in client.get("/desk").content.decode()
    for claim in Claim.objects.filter(reading__document=document):
        client.post(f"/desk/{document}", {"do": "dismiss", "claim": str(claim.number), "reason": "看过"})
    assert '核对台<span class="count">' not in client.get("/desk").content.decode()


def test_a_day_told_later_is_used_and_what_was_done_stays(ledger: Cast) -> None:
    client = ledger.client("clerk")
    answer = client.post("/desk", {"text": CLEAN})
    document = int(answer.headers["Location"].split("/")[2])
    client.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "看过的"})
    assert "没有找到发布日期" in client.get(f"/desk/{document}").content.decode()
    client.post(f"/desk/{document}/read-again", {"published_on": "2026-11-01"})
    page = client.get(f"/desk/{document}").content.decode()
    assert "没有找到发布日期" not in page
    assert "看过的" in page


def test_two_documents_that_say_otherwise_are_told(ledger: Cast) -> None:
    client = ledger.client("clerk")
    first = receive(client)
    other = receive(
        client,
        CLEAN.replace("柯桥区到位峨边彝族自治县东西部协作资金300万", "柯桥区到位峨边彝族自治县东西部协作资金380万"),
    )
    page = client.get(f"/desk/{other}").content.decode()
    assert page.count("两份材料不同") == 1
    assert f"（材料 {first}）" in page
    assert "文载比双签数多 80.00 万元" in page


def test_a_bare_number_of_a_table_is_told_with_its_unit_where_two_documents_differ(ledger: Cast) -> None:
    client = ledger.client("clerk")
    table = "柯桥区帮扶峨边彝族自治县情况表\n年份\t到位东西部协作资金（万元）\n2026\t380\n2025\t120\n"
    receive(client, table)
    page = client.get(f"/desk/{receive(client)}").content.decode()
    assert "380（380.00 万元）" in page


def test_author_title_and_outlet_are_shown_asked_for_and_can_be_changed(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client, title="暂名", byline="示例作者甲")
    page = client.get(f"/desk/{document}").content.decode()
    assert "示例作者甲" in page
    assert "（没有找到：来源）" in page
    client.post(
        f"/desk/{document}/read-again", {"title": "见闻一则（示例）", "outlet": "示例日报", "byline": "示例作者乙"}
    )
    page = client.get(f"/desk/{document}").content.decode()
    assert "见闻一则（示例）</h1>" in page
    assert "示例日报，示例作者乙，发布于 2026-11-01" in page
    assert "没有找到" not in page


def test_what_a_document_says_of_itself_is_changed_by_its_own_office_only(ledger: Cast) -> None:
    document = receive(ledger.client("clerk"), is_public="on")
    other = ledger.client("shangyu-clerk")
    assert "read-again" not in other.get(f"/desk/{document}").content.decode()
    assert other.post(f"/desk/{document}/read-again", {"title": "改名"}).status_code == 403


def test_the_author_in_a_word_file_is_the_articles_and_not_the_machines(ledger: Cast) -> None:
    draft = docx.Document()
    draft.core_properties.author, draft.core_properties.title = "Administrator", "模板"
    for line in ("柯桥区见闻（示例）", "来源：示例日报 2026-11-01 作者：示例作者", "柯桥区到位资金300万元。"):
        draft.add_paragraph(line)
    out = io.BytesIO()
    draft.save(out)
    ledger.client("clerk").post("/desk", {"file": SimpleUploadedFile("见闻.docx", out.getvalue())})
    says = DocumentReading.objects.get().says
    assert (says["byline"], says["outlet"], says["title"]) == ("示例作者", "示例日报", "柯桥区见闻（示例）")


def test_the_list_of_keys_tells_what_keys_do_on_the_desk(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    keys = client.get(f"/desk/{document}").content.decode().split('id="keys"')[1]
    assert "连作凭据；去更正条目" in keys
    assert "记一条" not in keys
    looking = ledger.client("viewer").get(f"/desk/{document}").content.decode().split('id="keys"')[1]
    assert "下一处、上一处要看的" in looking
    assert "连作凭据" not in looking


def test_a_checked_word_draft_tells_how_to_get_that_very_file_back(ledger: Cast) -> None:
    draft = docx.Document()
    draft.add_paragraph("柯桥区到位峨边彝族自治县东西部协作资金300万元。")
    out = io.BytesIO()
    draft.save(out)
    client = ledger.client("clerk")
    page = client.post("/desk/check", {"file": SimpleUploadedFile("稿.docx", out.getvalue())}).content.decode()
    assert "刚才核的是文件“稿.docx”" in page
    assert ".xlsx" in page
    assert "刚才核的是文件" not in client.post("/desk/check", {"text": "到位资金300万元。"}).content.decode()


def test_nothing_given_and_files_without_text_are_told_and_not_kept(ledger: Cast) -> None:
    client = ledger.client("clerk")
    assert "没有选文件" in client.post("/desk", {}).content.decode()
    picture = SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n0000")
    assert "这是图片，没有文字" in client.post("/desk", {"file": picture}).content.decode()
    assert client.post("/desk", {"text": CLEAN, "published_on": "去年"}).status_code == 422
    assert not Document.objects.exists()


def test_a_text_of_two_bytes_a_sign_is_received_like_any_other(ledger: Cast) -> None:
    client = ledger.client("clerk")
    file = SimpleUploadedFile("见闻.txt", CLEAN.encode("utf-16-le"))
    assert client.post("/desk", {"file": file}).status_code == 302
    assert DocumentReading.objects.get().text.startswith(CLEAN[:10])


def test_a_damaged_word_file_is_refused_with_a_sentence(ledger: Cast) -> None:
    client = ledger.client("clerk")
    for door in ("/desk", "/desk/check"):
        answer = client.post(door, {"file": SimpleUploadedFile("坏.docx", damaged_inside("word/document.xml"))})
        assert answer.status_code == 422
        assert "Word 文件打不开" in answer.content.decode()


def test_a_long_document_beside_does_not_come_along_with_each_of_its_claims(ledger: Cast) -> None:
    client = ledger.client("clerk")
    receive(client, CLEAN + "又一份。\n")
    document = receive(client)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/desk/{document}")
    of_claims = [one["sql"] for one in asked if '"evidence_claim"."quote"' in one["sql"] and "JOIN" in one["sql"]]
    assert of_claims
    assert not [sql for sql in of_claims if '"evidence_reading"."text"' in sql]


def test_a_figure_that_a_text_repeats_is_worked_out_once(ledger: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def ask(code: str, **more: Any) -> Figure:
        asked.append((code, more.get("giver"), more.get("receiver"), more["period"], more["basis"]))
        return ask_figure(code, **more)

    monkeypatch.setattr(reconcile, "ask_figure", ask)
    client = ledger.client("clerk")
    document = receive(client, CLEAN + CLEAN.splitlines()[3] + "\n" + CLEAN.splitlines()[3])
    client.get(f"/desk/{document}")
    assert len(asked) == len(set(asked)) > 1


def test_there_is_no_field_for_an_address_where_fetching_is_off(ledger: Cast) -> None:
    client = ledger.client("clerk")
    assert 'name="address"' not in client.get("/desk").content.decode()
    answer = client.post("/desk", {"address": "https://paper.example/"})
    assert answer.status_code == 422
    assert "没有开通按网址取文" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_fetched_page_is_kept_with_its_address_and_who_fetched_it(
    ledger: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site()
    try:
        page = f"<!doctype html><title>见闻</title><article>{CLEAN}</article>".encode()
        site.answers["/old"] = give(b"", 302, Location="/见闻.html".encode().decode("latin-1"))
        site.answers["/%E8%A7%81%E9%97%BB.html"] = give(page)
        monkeypatch.setattr(documents_received, "installation_reach", lambda: reach_of(site))
        client = ledger.client("clerk")
        assert 'name="address"' in client.get("/desk").content.decode()
        for _ in range(2):
            answer = client.post("/desk", {"address": at(site, "/old"), "published_on": "2026-11-01"})
            assert answer.status_code == 302, answer.content.decode()
        refused = client.post("/desk", {"address": at(site, "/none")})
        assert "（404）" in refused.content.decode()
    finally:
        site.server.shutdown()
        site.server.server_close()
    document = Document.objects.get()
    came_from = at(site, "/%E8%A7%81%E9%97%BB.html")
    assert (document.file_name, document.address) == ("见闻.html", came_from)
    assert document.sha256 == hashlib.sha256(page).hexdigest()
    assert [(one.asked, one.address) for one in document.fetches.all()] == [(at(site, "/old"), came_from)] * 2
    assert came_from in client.get(f"/desk/{document.pk}").content.decode()
    trail = AuditEvent.objects.filter(action="document.fetch").order_by("pk")
    assert [(one.user_name, one.subject, one.detail["outcome"]) for one in trail] == [
        ("clerk", at(site, "/old"), "fetched"),
        ("clerk", at(site, "/old"), "fetched"),
        ("clerk", at(site, "/none"), "fetch.refused"),
    ]


def test_who_only_looks_fetches_nothing(ledger: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    monkeypatch.setattr(documents_received, "installation_reach", lambda: reach_of(site))
    assert ledger.client("viewer").post("/desk", {"address": at(site)}).status_code == 403
    assert not site.asked
    site.server.shutdown()
    site.server.server_close()


def test_a_file_above_the_limit_is_told_with_the_limit_and_not_taken_for_nothing(
    ledger: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ledger.client("clerk")
    slightly = SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * (51 * 1024 * 1024))
    for address in ("/desk", "/desk/check"):
        slightly.seek(0)
        page = client.post(address, {"file": slightly}).content.decode()
        assert "文件超过 50 MB，没有收" in page
        assert "没有选文件" not in page
    far = client.post("/desk", {"text": "x"}, headers={"content-length": str(60 * 1024 * 1024)})
    assert far.status_code == 413
    assert "50 MB" in far.content.decode()


def test_a_web_page_is_kept_and_handed_over_as_a_file_only(ledger: Cast) -> None:
    client = ledger.client("clerk")
    html = f"<!doctype html><html><head><title>示例</title></head><body><article>{CLEAN}</article><script>1</script>"
    client.post("/desk", {"file": SimpleUploadedFile("文.html", html.encode())})
    answer = client.get(f"/documents/{Document.objects.get().pk}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_draft_is_marked_and_nothing_of_it_is_kept(ledger: Cast) -> None:
    client = ledger.client("viewer")
    wrong = CLEAN.replace("柯桥区到位峨边彝族自治县东西部协作资金300万", "柯桥区到位峨边彝族自治县东西部协作资金380万")
    page = client.post("/desk/check", {"text": wrong, "published_on": "2026-11-01", "do": "check"}).content.decode()
    assert "可改写为" in page
    assert "300.00 万元" in page
    assert not Document.objects.exists()


def test_an_english_reader_of_a_draft_sees_places_and_results_in_english(ledger: Cast) -> None:
    client = ledger.client("clerk")
    client.cookies["django_language"] = "en"
    page = client.post("/desk/check", {"text": CLEAN, "published_on": "2026-11-01"}).content.decode()
    assert "(Keqiao District → Ebian Yi Autonomous County" in page
    assert "Agrees: the ledger has 3.00 million CNY agreed." in page
    assert "柯桥区 →" not in page


def test_a_draft_comes_back_as_word_with_comments_at_its_numbers(ledger: Cast) -> None:
    answer = ledger.client("clerk").post("/desk/check", {"text": CLEAN, "published_on": "2026-11-01", "do": "docx"})
    document = docx.Document(io.BytesIO(answer.content))
    comments = [comment.text for comment in document.comments]
    assert any("有据" in text for text in comments)
    assert any("计划数" in text for text in comments)
    assert "资金300万元" in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_draft_in_word_comes_back_as_it_was_with_comments_at_its_numbers(ledger: Cast) -> None:
    draft = docx.Document()
    for line in CLEAN.splitlines():
        paragraph = draft.add_paragraph()
        for number, part in enumerate(line.partition("资金300")):
            paragraph.add_run(part).bold = number == 1
    draft.add_table(1, 1).rows[0].cells[0].text = "柯桥区到位峨边彝族自治县东西部协作资金380万元"
    out = io.BytesIO()
    draft.save(out)
    given = SimpleUploadedFile("稿.docx", out.getvalue())
    answer = ledger.client("clerk").post("/desk/check", {"file": given, "published_on": "2026-11-01", "do": "docx"})
    came_back = docx.Document(io.BytesIO(answer.content))
    assert [one.text for one in came_back.paragraphs] == [one.text for one in draft.paragraphs]
    bold = "".join(run.text for one in came_back.paragraphs for run in one.runs if run.bold)
    assert bold == "资金300"
    assert came_back.tables[0].rows[0].cells[0].text.endswith("资金380万元")
    comments = [one.text for one in came_back.comments]
    assert any(text.startswith("有据：与账本相符") for text in comments)
    commented = [_words_under(came_back, one.comment_id) for one in came_back.comments]
    assert any("资金300万元" in words and len(words) < 20 for words in commented), commented
    assert "%E7%A8%BF" in answer.headers["Content-Disposition"]


def _words_under(document: docx.document.Document, number: int) -> str:
    """The text between the two ends of a comment."""
    words, inside = "", False
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart") and element.get(qn("w:id")) == str(number):
            inside = True
        elif element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == str(number):
            return words
        elif inside and element.tag == qn("w:t"):
            words += element.text or ""
    return words


TABLE = (
    "柯桥区与峨边彝族自治县东西部协作2026年数据(示例)\n棉被300床，增长12%。电话0575-88886666\n"
    "县\t到位资金（万元）\t床位（张）\n峨边彝族自治县\t380\t45\n"
)


def test_every_number_of_a_draft_is_marked_whether_in_a_table_or_of_no_indicator(ledger: Cast) -> None:
    client = ledger.client("clerk")
    page = client.post("/desk/check", {"text": TABLE, "published_on": "2026-11-01", "do": "check"}).content.decode()
    assert page.count("data-item") == 4
    assert "<strong>棉被300床</strong>" in page
    assert "<strong>增长12%</strong>" in page
    assert "账本不直接记比率和增幅" in page
    assert "可改写为" in page
    assert "<strong>床位45张</strong>" in page
    html = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(chr(9)))}</tr>" for line in TABLE.splitlines()[2:]
    )
    saved = SimpleUploadedFile(
        "稿.html", f"<html><body><p>{TABLE[:26]}</p><table>{html}</table></body></html>".encode()
    )
    page = client.post("/desk/check", {"file": saved, "published_on": "2026-11-01", "do": "check"}).content.decode()
    assert "可改写为" in page
    assert "<strong>床位45张</strong>" in page


def test_a_table_of_a_word_draft_has_a_comment_at_each_of_its_cells(ledger: Cast) -> None:
    draft = docx.Document()
    draft.add_paragraph("柯桥区与峨边彝族自治县东西部协作2026年数据(示例)")
    table = draft.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "两地"
    table.cell(0, 2).text = "到位资金（万元）"
    for number, row in enumerate([("柯桥区", "峨边彝族自治县", "300"), ("柯桥区", "峨边彝族自治县", "380")], 1):
        for cell, words in zip(table.rows[number].cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    draft.save(out)
    for given in ({"file": SimpleUploadedFile("稿.docx", out.getvalue())}, {"text": TABLE}):
        answer = ledger.client("clerk").post("/desk/check", {**given, "published_on": "2026-11-01", "do": "docx"})
        came_back = docx.Document(io.BytesIO(answer.content))
        told = {_words_under(came_back, one.comment_id): one.text for one in came_back.comments}
        assert told["380"].startswith("不符：账本双签为300。")
        assert "读作：到位协作资金（柯桥区 → 峨边彝族自治县，2026年）" in told["380"]
        assert "峨边彝族自治县" in [cell.text for cell in came_back.tables[0].rows[1].cells]
