"""The desk's list on a phone: what belongs to a title stands under it, and nothing leaves the window."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import fill_in_sign_in, keep_picture
from tests.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.browser
LONG = "关于进一步深化两地协作、推动产业劳务消费人才各领域走深走实的情况报告（征求意见稿第三稿）"


def test_on_a_phone_an_outlet_stands_under_its_title_at_full_width(
    live_server: Any, cast: Cast, browser: Browser
) -> None:
    page = browser.new_context(
        locale="zh-CN", base_url=live_server.url, viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    ).new_page()
    fill_in_sign_in(page, live_server.url, "clerk", PASSWORD)
    page.goto("/desk")
    page.fill("#id_text", f"{LONG}\n两地商量好了办法。")
    page.click("form[data-drop] summary")
    page.fill("#id_outlet", "示例日报")
    page.click("form[data-drop] button.btn")
    page.goto("/desk")
    title = page.locator("table.cards th a").first.bounding_box()
    outlet = page.locator("table.cards th .sub").first.bounding_box()
    assert title is not None
    assert outlet is not None
    assert outlet["y"] >= title["y"] + title["height"]
    assert outlet["width"] > 200
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    keep_picture(page, "desk-list-phone")
