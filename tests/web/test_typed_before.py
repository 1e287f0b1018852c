"""Text typed into the desk's forms outlives the end of a session: through the sign-in and back, kept nowhere else."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from shanhai.ledger.models import Document
from tests.evidence.articles import CLEAN
from tests.journeys.browsing import keep_picture
from tests.web.conftest import PASSWORD, Cast
from tests.web.test_publication import open_as
from tests.web.test_walk import SIDEWAYS

DRAFT = f'{CLEAN}\n“甲”与<b>"乙"</b>&amp;丙的私下商量。\n\n末行'
FORMS = ("/desk", "/desk/check")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form for the password, or of the only form that leads back."""
    form = next(one for one in page.split("<form")[1:] if "id_username" in one or 'name="back"' in one)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.split("</form>")[0])
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def sign_in(client: Client, page: str, password: str = PASSWORD, name: str = "clerk") -> Any:
    return client.post("/sign-in", {**hidden(page), "username": name, "password": password})


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_pasted_text_comes_back_into_its_form_after_the_sign_in_and_nothing_is_done_with_it(
    cast: Cast, form: str
) -> None:
    client = Client()
    asked = client.post(form, {"text": DRAFT, "published_on": "2026-11-01", "do": "check"})
    assert asked.status_code == 200
    assert asked.headers["Cache-Control"] == "private, no-store"
    page = asked.content.decode()
    assert "登录已经过期，刚才写的还在" in page
    wrong = sign_in(client, page, "wrong")
    assert wrong.status_code == 401
    led_back = sign_in(client, wrong.content.decode()).content.decode()
    assert f'action="{form}"' in led_back
    shown = client.post(form, hidden(led_back)).content.decode()
    text = unescape(shown.split('id="id_text"')[1].split(">", 1)[1].split("</textarea>")[0])
    assert text == DRAFT
    assert 'value="2026-11-01"' in shown
    assert "登录前写的还在下面，没有送出" in shown
    assert "data-item data-claim" not in shown
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_all_that_was_told_of_a_document_comes_back_and_a_file_is_asked_for_again(cast: Cast) -> None:
    told = {"text": "文", "title": "题", "outlet": "报", "byline": "人", "is_public": "on", "published_in": "第 2 版"}
    client = Client()
    page = client.post("/desk", {**told, "file": SimpleUploadedFile("a.txt", b"x")}).content.decode()
    assert "文件要重新选" in page
    shown = client.post("/desk", hidden(sign_in(client, page).content.decode())).content.decode()
    for value in ("题", "报", "人", "第 2 版"):
        assert f'value="{value}"' in shown
    assert 'name="is_public" checked' in shown


@pytest.mark.django_db
def test_nothing_typed_stays_on_the_server_or_in_an_address(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    secret = "独一无二的私下商量"
    client = Client()
    asked = client.post("/desk/check", {"text": secret})
    refused = sign_in(client, asked.content.decode(), "wrong")
    led_back = sign_in(client, refused.content.decode())
    for answer in (asked, refused, led_back):
        assert "Location" not in answer.headers
        assert not any(secret in str(one) for one in answer.cookies.values())
        assert not re.search(rf'(?:href|action)="[^"]*{secret}', answer.content.decode())
    assert secret not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert secret not in str(cursor.fetchall()), table
    kept = [path for path in Path(settings.SHANHAI_HOME).rglob("*") if path.is_file() and path.suffix != ".sqlite3"]
    assert not [path for path in kept if secret.encode() in path.read_bytes()]


@pytest.mark.django_db
def test_the_text_outlives_a_change_of_language_and_a_name_that_rests(cast: Cast) -> None:
    client = Client()
    page = client.post("/desk/check", {"text": DRAFT}).content.decode()
    english = client.post("/language", {**hidden(page), "language": "en", "next": "/"}).content.decode()
    assert "what you typed is still here" in english
    assert hidden(english)["typed-text"] == DRAFT
    for _failure in range(5):
        locked = sign_in(client, english, "wrong")
    assert locked.status_code == 429
    carried = re.findall(r'<input type="hidden" name="(typed-[^"]+)" value="([^"]*)"', locked.content.decode())
    again = client.post("/sign-in", {name: unescape(value) for name, value in carried})
    assert again.status_code == 200
    assert hidden(again.content.decode())["typed-text"] == DRAFT


@pytest.mark.django_db
def test_who_signed_in_elsewhere_meanwhile_gets_the_text_back_too(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["clerk"], backend="django.contrib.auth.backends.ModelBackend")
    client.get("/desk/check")
    refused = client.post("/desk/check", {"text": DRAFT, "csrfmiddlewaretoken": "x" * 64})
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "您在别处登录过" in page
    token = re.search(r'action="/desk/check".*?csrfmiddlewaretoken" value="([^"]+)"', page, re.DOTALL)
    assert token is not None
    shown = client.post("/desk/check", {**hidden(page), "csrfmiddlewaretoken": token[1]}).content.decode()
    assert "末行" in shown
    assert "data-item data-claim" not in shown


@pytest.mark.django_db
def test_a_text_that_another_site_makes_a_browser_send_is_not_carried(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/desk/check", {"text": "别处塞来的"}, headers={"referer": "https://elsewhere.example/"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?lost=1")


@pytest.mark.django_db
def test_what_is_too_large_or_empty_is_told_lost_as_before(cast: Cast) -> None:
    for sent in ({"text": "文" * 1_500_000}, {"text": " "}):
        assert Client().post("/desk/check", sent).headers["Location"].startswith("/sign-in?lost=1")


def paste(page: Page, form: str) -> None:
    page.goto(form)
    page.fill("#id_text", DRAFT)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("form[data-drop] button.btn").first.click()
    expect(page.locator("#id_password")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390), ("zh-hans", 390), ("en", 1280)])
def test_a_person_whose_session_ended_signs_in_and_goes_on_with_the_pasted_text(
    live_server: Any, cast: Cast, browser: Browser, *, language: str, width: int
) -> None:
    page = open_as(browser, live_server.url, "clerk", language, width)
    for form in FORMS:
        paste(page, form)
        assert page.evaluate(SIDEWAYS) == 0
        keep_picture(page, f"typed-sign-in{form.replace('/', '-')}-{language}-{width}")
        page.fill("#id_username", "clerk")
        page.fill("#id_password", "wrong")
        page.press("#id_password", "Enter")
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        expect(page.locator("#id_text")).to_have_value(DRAFT)
        assert page.url == f"{live_server.url}{form}"
        keep_picture(page, f"typed-back{form.replace('/', '-')}-{language}-{width}")
        page.locator("form[data-drop] button.btn").first.click()
        expect(page.locator(".findings > li")).to_have_count(4)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_a_script_one_press_leads_back_to_the_text(live_server: Any, cast: Cast, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/sign-in?next=/desk/check")
    for name, value in (("#id_username", "clerk"), ("#id_password", PASSWORD)):
        page.fill(name, value)
    page.press("#id_password", "Enter")
    paste(page, "/desk/check")
    page.fill("#id_username", "clerk")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    keep_picture(page, "typed-signed-in")
    page.click("main form button.main")
    expect(page.locator("#id_text")).to_have_value(DRAFT)
    context.close()
