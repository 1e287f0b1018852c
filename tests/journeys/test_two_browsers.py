"""An entry signed in one browser changes the figure in another on its next load."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import EXAMPLE_PASSWORD
from tests.journeys.browsing import fill_in_sign_in

FIGURE = "/figures/assistance_funds?giver=330604&receiver=511113&basis=agreed"


def sign_in(browser: Browser, address: str, user: str) -> Page:
    page = browser.new_context(locale="zh-CN", base_url=address).new_page()
    fill_in_sign_in(page, address, user, EXAMPLE_PASSWORD)
    return page


def exact_yuan(page: Page) -> str:
    found = re.search(r"即 ([\d,]+\.\d\d) 元", page.inner_text("main"))
    assert found, page.inner_text("main")[:500]
    return found.group(1)


@pytest.mark.browser
def test_a_signature_in_one_browser_moves_the_figure_in_another(browser: Browser, served: str) -> None:
    giver = sign_in(browser, served, "shangyu-signer")
    receiver = sign_in(browser, served, "jinkouhe-clerk")
    receiver.goto(FIGURE)
    assert exact_yuan(receiver) == "101,400,000.00"
    giver.goto("/sign")
    waiting = (
        giver.locator("[data-serial], li, tr, article").filter(has_text="下达资金").filter(has_text="1,560.00").first
    )
    waiting.get_by_role("button", name=re.compile("^签认")).first.click()
    giver.wait_for_timeout(1000)
    receiver.reload()
    assert exact_yuan(receiver) == "117,000,000.00"
