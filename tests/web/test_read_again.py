"""Documents read with older rules: said at the document and in the list, read again one by one or all in a round."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from shanhai.evidence import desk, rereading
from shanhai.evidence.models import ClaimAct, DocumentReading, SeenResults
from shanhai.evidence.reading_rules import ReadWith, read_with_now
from shanhai.ledger.documents import document_path
from shanhai.ledger.models import Document
from shanhai.web.pages import desk as desk_page
from tests.evidence.articles import CLEAN
from tests.journeys.browsing import keep_picture
from tests.web.conftest import Cast
from tests.web.test_desk import ledger, receive
from tests.web.test_publication import open_as
from tests.web.test_walk import SIDEWAYS

__all__ = ["ledger"]
ROUND = "/desk/read-again"


def improve_rules(monkeypatch: pytest.MonkeyPatch, *, words: str = "", rules: str = "improved") -> None:
    """Let documents be read with other rules from now on, as after a new version of the program."""
    now = read_with_now()
    marks = ReadWith(words or now.words, rules or now.rules)
    for module in (desk, rereading, desk_page):
        monkeypatch.setattr(module, "read_with_now", lambda: marks)


def go_round(client: Client, *, turns_most: int = 20) -> str:
    """Press the button of the round until nothing is left, as a browser without scripts does; return the last page."""
    page = client.get(ROUND).content.decode()
    address = ROUND
    for _turn in range(turns_most):
        if 'name="after"' not in page:
            return page
        values = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("after", "of")}
        address = client.post(ROUND, values).headers["Location"]
        page = client.get(address).content.decode()
    raise AssertionError(f"the round does not end: {address}")


@pytest.mark.django_db
def test_a_document_read_with_older_rules_says_so_and_is_read_again_without_losing_what_was_done(
    ledger: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ledger.client("clerk")
    document = receive(client, is_public="on")
    client.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "口径不同"})
    decided = ClaimAct.objects.get()
    assert "用旧规则读的" not in client.get(f"/desk/{document}").content.decode()
    improve_rules(monkeypatch)
    page = client.get(f"/desk/{document}").content.decode()
    assert "用旧规则读的" in page
    assert "此后读取的规则变了" in page
    other = ledger.client("shangyu-clerk").get(f"/desk/{document}").content.decode()
    assert "由收它的机构重读" in other
    assert "read-again" not in other
    client.post(f"/desk/{document}/read-again")
    page = client.get(f"/desk/{document}").content.decode()
    assert "用旧规则读的" not in page
    assert "口径不同" in page
    carried = ClaimAct.objects.latest("pk")
    assert (carried.carried_from, carried.done_at) == (decided.pk, decided.done_at)
    again = client.post(f"/desk/{document}/read-again", follow=True).content.decode()
    assert "没有变化" in again
    assert DocumentReading.objects.filter(document=document).count() == 2


@pytest.mark.django_db
def test_words_of_indicators_that_changed_are_told_as_such(ledger: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    improve_rules(monkeypatch, words="more", rules="")
    assert "此后指标的词表变了" in client.get(f"/desk/{document}").content.decode()


@pytest.mark.django_db
def test_the_same_bytes_given_again_are_read_with_todays_rules(ledger: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    improve_rules(monkeypatch)
    client.post("/desk", {"text": CLEAN})
    assert not desk.is_old(DocumentReading.objects.filter(document=document).latest("pk"))


@pytest.mark.django_db
def test_all_documents_of_an_office_are_read_again_some_at_a_time_and_only_its_own(
    ledger: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ledger.client("clerk")
    mine = [receive(client, f"{CLEAN}第{number}稿。") for number in range(3)]
    theirs = receive(ledger.client("shangyu-clerk"), is_public="on")
    client.get(f"/desk/{mine[0]}")
    improve_rules(monkeypatch)
    monkeypatch.setattr(rereading, "SECONDS_A_TURN", 0.0)
    listed = client.get("/desk?state=old").content.decode()
    assert "有 3 份材料是用旧规则读的" in listed
    assert "还有 2 份，一并重读" in client.get(f"/desk/{mine[0]}").content.decode()
    first = client.post(ROUND, {"after": "0", "of": "3"}).headers["Location"]
    assert "读过 1 份，共 3 份" in client.get(first).content.decode()
    assert "读完了" in go_round(client)
    counts = [DocumentReading.objects.filter(document=one).count() for one in (*mine, theirs)]
    assert counts == [2, 2, 2, 1]
    assert "没有要重读的" in go_round(client)
    assert "旧规则读的。" not in client.get("/desk").content.decode()
    newest = DocumentReading.objects.filter(document=mine[0]).latest("pk")
    assert SeenResults.objects.filter(reading=newest).exists(), "its results stand in the list as before"


@pytest.mark.django_db
def test_a_document_whose_bytes_are_gone_is_named_and_does_not_hold_the_round_up(
    ledger: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ledger.client("clerk")
    first, second = (receive(client, f"{CLEAN}第{number}稿。", title=f"示例{number}") for number in range(2))
    path = document_path(Document.objects.get(pk=first))
    assert path is not None
    path.unlink()
    improve_rules(monkeypatch)
    page = go_round(client)
    assert f'href="/desk/{first}"' in page.split("读不了")[1]
    assert f'href="/desk/{second}"' not in page


@pytest.mark.django_db
def test_two_rounds_at_once_read_each_document_once(ledger: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    before = DocumentReading.objects.get(document=document)
    improve_rules(monkeypatch)
    actor = desk_page.actor_of(client.get("/desk").wsgi_request)
    assert actor is not None
    for _colleague in range(2):
        taken = desk.read_again(before, told=desk.Told(), actor=actor)
        assert taken.reading is not None
    assert DocumentReading.objects.filter(document=document).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["viewer", "assessor", "administrator", "outsider"])
def test_who_may_not_act_reads_nothing_again(ledger: Cast, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    receive(ledger.client("clerk"))
    improve_rules(monkeypatch)
    client = ledger.client(who)
    assert client.get(ROUND).status_code == 403
    assert client.post(ROUND, {"after": "0", "of": "1"}).status_code == 403
    assert DocumentReading.objects.count() == 1


@pytest.mark.django_db
def test_decisions_about_claims_read_otherwise_are_listed_at_their_document(
    ledger: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ledger.client("clerk")
    document = receive(client)
    client.post(f"/desk/{document}", {"do": "dismiss", "claim": "1", "reason": "口径不同"})
    improve_rules(monkeypatch)
    rows = desk._rows
    monkeypatch.setattr(desk, "_rows", lambda reading, claims: list(rows(reading, claims))[1:])
    client.post(f"/desk/{document}/read-again")
    page = client.get(f"/desk/{document}").content.decode()
    told = page.split('id="left-behind"')[1].split("</details>")[0]
    assert "以前办过的 1 处" in told
    assert "口径不同" in told


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390), ("zh-hans", 390), ("en", 1280)])
def test_a_round_is_begun_with_one_click_and_goes_on_by_itself(
    live_server: Any, cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch, *, language: str, width: int
) -> None:
    client = cast.client("clerk")
    documents = [receive(client, f"{CLEAN}第{number}稿。") for number in range(4)]
    client.post(f"/desk/{documents[0]}", {"do": "dismiss", "claim": "1", "reason": "口径不同"})
    improve_rules(monkeypatch)
    monkeypatch.setattr(rereading, "SECONDS_A_TURN", 0.0)
    page = open_as(browser, live_server.url, "clerk", language, width)
    page.goto(f"/desk/{documents[0]}")
    expect(page.locator("#old-reading")).to_be_visible()
    keep_picture(page, f"old-reading-{language}-{width}")
    page.goto("/desk")
    keep_picture(page, f"old-list-{language}-{width}")
    page.click("a[href='/desk/read-again']")
    keep_picture(page, f"round-begin-{language}-{width}")
    assert page.evaluate(SIDEWAYS) == 0
    page.click("main form button.main")
    expect(page.locator("#far")).to_have_text("读过 4 份，共 4 份" if language == "zh-hans" else "4 of 4 read")
    keep_picture(page, f"round-over-{language}-{width}")
    assert DocumentReading.objects.count() == 8
    page.goto(f"/desk/{documents[0]}")
    expect(page.locator("#old-reading")).to_have_count(0)
    expect(page.locator(".findings > li").first).to_contain_text("已放过" if language == "zh-hans" else "Dismissed")
