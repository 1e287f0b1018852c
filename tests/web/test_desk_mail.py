"""A saved mail on the desk: older mails that it quotes are set apart with their lines, and a mail passed on is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, expect

from shanhai.evidence.models import Claim
from tests.evidence.test_older_mails import HEAD, OLDER, OWN, mail
from tests.journeys.browsing import keep_picture
from tests.web.conftest import Cast
from tests.web.test_publication import open_as
from tests.web.test_walk import SIDEWAYS

ANSWER = mail(f"{OWN}\n另有说明见下。\n\n{HEAD}\n{OLDER}\n请核对。\n", "Re: 资金")
PASSED_ON = mail(f"请阅。\n\n{HEAD}\n{OLDER}\n", "Fwd: 资金")


@pytest.mark.django_db
def test_a_draft_sent_as_a_mail_is_checked_for_its_own_numbers_and_says_what_was_not(cast: Cast) -> None:
    file = SimpleUploadedFile("稿.eml", bytes(ANSWER))
    page = cast.client("clerk").post("/desk/check", {"file": file, "published_on": "2026-11-01"}).content.decode()
    assert page.count("data-item") == 1
    assert "所引旧邮件单放：第 4—10 行" in page
    assert "这些不是稿子自己的话，没有核" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390), ("zh-hans", 390), ("en", 1280)])
def test_an_older_mail_in_a_mail_is_opened_and_read_on_the_page_but_claims_nothing(
    live_server: Any, cast: Cast, browser: Browser, tmp_path: Path, *, language: str, width: int
) -> None:
    page = open_as(browser, live_server.url, "clerk", language, width)
    for name, message in (("answer", ANSWER), ("passed-on", PASSED_ON)):
        file = tmp_path / f"{name}.eml"
        file.write_bytes(bytes(message))
        page.goto("/desk")
        page.set_input_files("#id_file", str(file))
        page.click("form[data-drop] button.btn")
        page.wait_for_url("**/desk/*")
        expect(page.locator(".findings > li")).to_have_count(1)
        page.click("details.apart > summary")
        expect(page.locator("details.apart p.raw").last).to_be_visible()
        assert page.evaluate(SIDEWAYS) == 0
        keep_picture(page, f"mail-{name}-{language}-{width}")
        if name == "answer":
            expect(page.locator("details.apart")).to_contain_text(OLDER)
            expect(page.locator("main")).to_contain_text("第 4—10 行" if language == "zh-hans" else "lines 4–10")
            page.goto(f"{page.url.split('#')[0]}?view=both")
            expect(page.locator(".side-row").last).to_contain_text("请核对")
            keep_picture(page, f"mail-both-{language}-{width}")
    assert [claim.value for claim in Claim.objects.order_by("pk")] == ["500000", "3000000"]
