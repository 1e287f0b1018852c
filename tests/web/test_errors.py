"""What is said when something does not work: what did not happen, what is unchanged, and the way on."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

from tests.web.conftest import Cast

pytestmark = pytest.mark.django_db
LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}


def in_language(client: Client, language: str) -> Client:
    client.cookies["django_language"] = language
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/users", 403), ("/entries/77", 403)])
def test_each_refusal_has_a_page_in_both_languages(cast: Cast, language: str, address: str, status: int) -> None:
    answer = in_language(cast.client("viewer"), language).get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{LANGUAGES[language]}">' in page
    assert 'href="/help"' in page
    assert "请联系管理员" not in page


def test_beginning_an_activity_names_the_role_it_needs_as_entering_does(cast: Cast) -> None:
    for address in ("/activities/new", "/entries/new"):
        page = cast.client("viewer").get(address).content.decode()
        assert "您的职责里没有这一项" in page, address
        assert "经办" in page, address


def test_the_forbidden_page_says_what_may_be_seen_instead_and_how_to_ask(cast: Cast) -> None:
    page = cast.client("viewer").get("/entries/77").content.decode()
    assert "柯桥区协作办（示例）能看本机构所在地及下级的结对和条目" in page
    assert "留痕" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_of_ours_tells_a_number_that_the_log_has_too(
    cast: Cast, language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("shanhai.web.pages.ledger.EntryList", fail)
    with caplog.at_level(logging.ERROR, logger="shanhai.web"):
        answer = in_language(cast.client("viewer"), language).get("/ledger")
    page = answer.content.decode()
    found = re.search(r"W-[0-9A-F]{4}", page)
    assert answer.status_code == 500
    assert found
    assert found[0] in caplog.text
    assert "secret detail" not in page
    assert ("账本没有变" if language == "zh-hans" else "the ledger is unchanged") in page


def test_a_form_left_open_too_long_says_that_nothing_was_recorded(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["clerk"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/entries/new?kind=funds.arrived", {"v-amount": "1"})
    assert answer.status_code == 403
    assert "没有记下" in answer.content.decode()


def test_a_part_of_a_page_that_fails_is_a_part_and_no_page(cast: Cast) -> None:
    answer = cast.client("viewer").get("/users", headers={"hx-request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<html" not in page
    assert 'role="alert"' in page


def test_who_lacks_the_role_is_told_which_role_the_act_needs(cast: Cast) -> None:
    answer = cast.client("administrator").get("/entries/new")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "您的职责里没有这一项" in page
    assert "经办" in page
    assert "这里没有给本机构看的内容" not in page
