"""A document said to be public later, and taken back: who may say it, and who sees it before and after."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from shanhai.evidence.desk import Told, take_document
from shanhai.ledger.documents import attach_document
from shanhai.ledger.models import Document, DocumentPublication
from shanhai.ledger.proof import prove_ledger
from shanhai.ledger.publication import publish_document
from shanhai.offices.may import actor_for
from shanhai.offices.models import AuditEvent
from tests.evidence.articles import CLEAN
from tests.journeys.browsing import fill_in_sign_in, keep_picture
from tests.web import test_walk as walk
from tests.web.conftest import PASSWORD, Cast
from tests.web.test_desk import ledger, receive

# The fixtures of other tests, by the names they ask for each other.
site, enclave, payout_run = walk.site, walk.enclave, walk.payout_run
__all__ = ["enclave", "ledger", "payout_run", "site"]

PAPER = "https://paper.example/2026/11/01/news.html"
STRANGERS = ("shangyu-clerk", "ebian-both", "shaoxing-viewer", "assessor")


def last_word(document: int) -> int:
    said = DocumentPublication.objects.filter(document=document).order_by("-pk").first()
    return said.pk if said else 0


def say_public(client: Client, document: int, place: str = PAPER) -> Any:
    values = {"do": "publish", "place": place, "after": last_word(document)}
    return client.post(f"/desk/{document}/publication", values)


def take_back(client: Client, document: int, reason: str = "误把送审稿当成已发表") -> Any:
    values = {"do": "withdraw", "reason": reason, "after": last_word(document)}
    return client.post(f"/desk/{document}/publication", values)


@pytest.mark.django_db
def test_a_document_is_made_public_later_and_others_see_it_with_its_place_from_then_on(ledger: Cast) -> None:
    client, other = ledger.client("clerk"), ledger.client("shangyu-clerk")
    document = receive(client)
    assert other.get(f"/desk/{document}").status_code == 403
    assert say_public(client, document).status_code == 302
    page = other.get(f"/desk/{document}").content.decode()
    assert f'href="{PAPER}" rel="noopener noreferrer external"' in page
    assert "柯桥区协作办（示例）说明于" in page
    assert "示例 clerk" not in page
    assert "收回公开" not in page
    assert "示例 clerk" in client.get(f"/desk/{document}").content.decode()
    assert AuditEvent.objects.filter(action="document.publish", user_name="clerk").count() == 1
    said = DocumentPublication.objects.get()
    assert (said.word, said.place, said.office_id) == ("published", PAPER, ledger.offices["keqiao"].pk)
    assert prove_ledger().holds


@pytest.mark.django_db
def test_a_wrongly_published_document_is_taken_back_with_a_reason(ledger: Cast) -> None:
    client, other = ledger.client("signer"), ledger.client("shangyu-clerk")
    document = receive(ledger.client("clerk"), is_public="on", outlet="示例日报")
    assert "示例日报" in other.get(f"/desk/{document}").content.decode()
    assert "要写理由" in client.get(take_back(client, document, " ").headers["Location"]).content.decode()
    assert other.get(f"/desk/{document}").status_code == 200
    take_back(client, document)
    assert other.get(f"/desk/{document}").status_code == 403
    assert "误把送审稿当成已发表" in client.get(f"/desk/{document}").content.decode()
    assert list(DocumentPublication.objects.order_by("pk").values_list("word", "place", "reason")) == [
        ("published", "示例日报", ""),
        ("withdrawn", "", "误把送审稿当成已发表"),
    ]
    assert AuditEvent.objects.filter(action="document.withdraw", user_name="signer").exists()
    say_public(client, document, "示例日报第 2 版")
    assert "示例日报第 2 版" in other.get(f"/desk/{document}").content.decode()


@pytest.mark.django_db
def test_the_place_is_required_and_may_be_corrected(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    assert "没有写在哪里公开的" in client.get(say_public(client, document, " ").headers["Location"]).content.decode()
    assert not Document.objects.get(pk=document).is_public
    say_public(client, document)
    say_public(client, document, "示例日报第 2 版")
    say_public(client, document, "示例日报第 2 版")
    assert [one.place for one in DocumentPublication.objects.order_by("pk")] == [PAPER, "示例日报第 2 版"]


@pytest.mark.django_db
def test_words_that_are_no_address_never_become_a_link(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    say_public(client, document, "javascript:alert(1)")
    assert 'href="javascript' not in client.get(f"/desk/{document}").content.decode()


@pytest.mark.django_db
def test_only_clerks_and_signers_of_who_received_it_may_say_so(ledger: Cast) -> None:
    document = receive(ledger.client("clerk"), is_public="on")
    for name in ("viewer", *STRANGERS, "administrator", "outsider"):
        client = ledger.client(name)
        for answer in (say_public(client, document), take_back(client, document)):
            assert answer.status_code == 403, name
        assert "id_reason" not in client.get(f"/desk/{document}").content.decode(), name
    turned = ledger.client("clerk")
    turned.post("/view-in-use", {"view": "other"})
    assert take_back(turned, document).status_code == 403
    assert DocumentPublication.objects.count() == 1


@pytest.mark.django_db
def test_a_word_a_colleague_gave_in_the_meantime_is_told_before_it_is_spoken_over(ledger: Cast) -> None:
    one, other = ledger.client("clerk"), ledger.client("signer")
    document = receive(one)
    stale = {"do": "publish", "place": "另一处", "after": last_word(document)}
    say_public(other, document)
    told = one.post(f"/desk/{document}/publication", stale, follow=True).content.decode()
    assert "同事刚说过这份材料是否公开" in told
    assert DocumentPublication.objects.get().place == PAPER


@pytest.mark.django_db
def test_the_same_bytes_with_the_mark_of_public_change_nothing_and_say_how_it_is_done(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    told = client.post("/desk", {"text": CLEAN, "is_public": "on"}, follow=True).content.decode()
    assert "它仍没有公开" in told
    assert not Document.objects.get(pk=document).is_public


@pytest.mark.django_db
def test_who_sees_the_entry_a_document_proves_sees_it_after_it_is_taken_back_and_the_page_says_so(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client, is_public="on")
    attach_document(1, document=Document.objects.get(pk=document), office_id=None, user_id=None)
    assert "它已证 1 条条目" in client.get(f"/desk/{document}").content.decode()
    take_back(client, document)
    assert ledger.client("ebian-both").get(f"/desk/{document}").status_code == 200
    assert ledger.client("shangyu-clerk").get(f"/desk/{document}").status_code == 403


@pytest.mark.django_db
def test_the_list_its_export_and_the_api_tell_the_place(ledger: Cast) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    attach_document(1, document=Document.objects.get(pk=document), office_id=None, user_id=None)

    def told() -> tuple[bool, str]:
        shown = client.get("/api/entries/1").json()["document_list"][0]
        return shown["is_public"], shown["published_in"]

    assert told() == (False, "")
    say_public(client, document)
    assert told() == (True, PAPER)
    table = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/desk?export=1").content)).get_sheet_by_index(0)
    head, row = table.to_python()[:2]
    assert row[head.index("公开于")] == PAPER
    assert ">已公开<" in client.get("/desk").content.decode()
    take_back(client, document)
    assert told() == (False, "")


@pytest.mark.django_db
def test_a_document_opened_behind_the_programs_back_breaks_the_proof(ledger: Cast) -> None:
    document = receive(ledger.client("clerk"))
    assert prove_ledger().holds
    Document.objects.filter(pk=document).update(is_public=True)
    found = prove_ledger().first_break
    assert found is not None
    assert found.code == "document_public"


@pytest.mark.django_db
@pytest.mark.parametrize("stranger", ["shangyu-clerk", "assessor"])
def test_no_page_of_the_house_names_a_document_to_others_before_it_is_public_or_after_it_is_taken_back(
    site: walk.Site, stranger: str
) -> None:
    """Every address of the site, opened by the clerk of another county and by an assessor."""
    told = Told(title="尚未刊发的见闻（示例）")
    by = actor_for(site.cast.users["clerk"], site.cast.offices["keqiao"])
    taken = take_document(f"{CLEAN}又及。".encode(), "未刊.txt", told=told, actor=by)
    assert taken.reading is not None
    document = taken.reading.document
    site.values_by_folder["desk"]["document_id"] = document.pk
    client = walk.quiet(site.cast.client(stranger))

    def named_on() -> set[str]:
        pages = {
            address: client.get(address).content.decode(errors="replace")
            for one in walk.addresses()
            for address in site.queries_of(one)
        }
        return {re.sub(r"\?.*", "", address) for address, page in pages.items() if "尚未刊发的见闻" in page}

    assert named_on() == set()
    owner = site.cast.client("clerk")
    assert say_public(owner, document.pk).status_code == 302
    assert named_on() >= {"/desk", f"/desk/{document.pk}"}
    take_back(owner, document.pk)
    assert named_on() == set()


def open_as(browser: Browser, address: str, name: str, language: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", base_url=address)
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page = context.new_page()
    fill_in_sign_in(page, address, name, PASSWORD)
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "width", "summary", "say", "withdraw"),
    [
        ("zh-hans", 1280, "已经发表的，可以说明", "说明已公开", "收回公开"),
        ("en", 390, "If it was published, say so", "Say it is public", "Take it back"),
        ("zh-hans", 390, "已经发表的，可以说明", "说明已公开", "收回公开"),
        ("en", 1280, "If it was published, say so", "Say it is public", "Take it back"),
    ],
)
def test_a_clerk_publishes_and_takes_back_with_the_mouse(
    live_server: Any, cast: Cast, browser: Browser, *, language: str, width: int, summary: str, say: str, withdraw: str
) -> None:
    document = receive(cast.client("clerk"))
    page = open_as(browser, live_server.url, "clerk", language, width)
    page.goto(f"/desk/{document}")
    page.click(f"summary:has-text('{summary}')")
    page.fill("#id_place", PAPER)
    keep_picture(page, f"publication-hidden-{language}-{width}")
    page.click(f"button:has-text('{say}')")
    expect(page.locator(".head .tag").first).to_be_visible()
    other = open_as(browser, live_server.url, "shangyu-clerk", language, width)
    other.goto(f"/desk/{document}")
    expect(other.locator(f".head a[href='{PAPER}']")).to_be_visible()
    keep_picture(other, f"publication-others-{language}-{width}")
    page.click("#publication > summary")
    page.fill("#id_reason", "误把送审稿当成已发表")
    keep_picture(page, f"publication-public-{language}-{width}")
    page.click(f"#publication button:has-text('{withdraw}')")
    page.click("#publication > summary")
    expect(page.locator("#publication")).to_contain_text("误把送审稿当成已发表")
    assert page.evaluate(walk.SIDEWAYS) == 0
    keep_picture(page, f"publication-taken-back-{language}-{width}")
    assert other.goto(f"/desk/{document}").status == 403  # type: ignore[union-attr]


def test_saying_it_for_another_office_is_refused_below_the_pages_too(ledger: Cast) -> None:
    from django.core.exceptions import PermissionDenied

    document = Document.objects.get(pk=receive(ledger.client("clerk"), is_public="on"))
    by = actor_for(ledger.users["shangyu-clerk"], ledger.offices["shangyu"])
    with pytest.raises(PermissionDenied):
        publish_document(document, place="别处", actor=by, after=last_word(document.pk))
