"""Keys of the pages in a real browser: what they do, where they are off, and that focus stays with the reader."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries
from tests.journeys.browsing import fill_in_sign_in
from tests.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(live_server: Any, cast: Cast, page: Page) -> Page:
    """The page of entries, with three of them, open before a clerk."""
    drafts = [
        EntryDraft(
            kind="funds.arrived", on_date=date(2026, 3, n), amount=n * 100_00, pairing_id=cast.pairings["keqiao"].pk
        )
        for n in (1, 2, 3)
    ]
    record_entries(drafts, office=cast.offices["keqiao"], user_id=None, spoken_side="giver")
    page.set_viewport_size({"width": 1440, "height": 900})
    fill_in_sign_in(page, live_server.url, "clerk", PASSWORD, leads_to="/ledger")
    return page


def test_keys_find_list_move_select_and_open(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("#find")).to_be_focused()
    desk.keyboard.type("gl?")
    expect(desk.locator("#find")).to_have_value("gl?")
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys")).to_be_hidden()
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    rows = desk.locator("tr[data-item]")
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    desk.keyboard.press("x")
    expect(desk.locator("[data-bulk]")).to_be_visible()
    desk.keyboard.press("k")
    desk.keyboard.press("Shift+X")
    expect(desk.locator("[data-chosen-count]")).to_have_text("2")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-bulk]")).to_be_hidden()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/entries/3")


def test_g_and_a_letter_go_to_a_page_and_c_enters(desk: Page) -> None:
    desk.keyboard.press("g")
    desk.keyboard.press("s")
    desk.wait_for_url("**/sign")
    desk.keyboard.press("g")
    desk.keyboard.press("l")
    desk.wait_for_url("**/ledger")
    desk.keyboard.press("c")
    desk.wait_for_url("**/entries/new")


def test_single_letters_can_be_switched_off(desk: Page, cast: Cast) -> None:
    cast.users["clerk"].single_keys = False
    cast.users["clerk"].save()
    desk.reload()
    desk.keyboard.press("j")
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_hidden()
    expect(desk.locator("tr[aria-current]")).to_have_count(0)


def test_a_form_with_problems_takes_the_focus_to_its_summary(desk: Page) -> None:
    desk.goto(desk.url.replace("/ledger", "/entries/new?kind=funds.arrived"))
    desk.fill("#id-amount", "12,5OO")
    desk.click("main button.main")
    expect(desk.locator(".summary")).to_be_focused()
    desk.click(".summary a[href='#id-amount']")
    expect(desk.locator("#id-amount")).to_be_focused()


def test_what_was_done_is_told_in_a_toast(desk: Page) -> None:
    desk.goto(desk.url.replace("/ledger", "/account"))
    desk.click("form[action='/account/profile'] button.main")
    toast = desk.locator(".toast")
    expect(toast).to_have_text("个人设置已保存。")
    expect(toast).to_have_attribute("role", "status")
