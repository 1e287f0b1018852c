"""What journeys do in a browser: sign in as an office, fill a form by its labels, take a step, keep a picture."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.conftest import EXAMPLE_PASSWORD


def sign_in(browser: Browser, address: str, user: str) -> Page:
    """Sign in with a browser of its own; every answer of the server above 499 fails the journey."""
    page = browser.new_context(locale="zh-CN", base_url=address, viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(120_000)  # the first page of a kind loads much, and a busy machine takes its time
    fill_in_sign_in(page, address, user, EXAMPLE_PASSWORD)
    return page


def fill_in_sign_in(page: Page, address: str, user: str, password: str, *, leads_to: str = "/") -> None:
    """Sign in on a page that is open already, and wait for the one it leads to."""
    page.goto(f"{address}/sign-in?next={leads_to}")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}{leads_to}")


def fill(page: Page, values: dict[str, str]) -> None:
    """Fill fields by the end of their ids: text as text, choices by the words they show."""
    for name, value in values.items():
        field = page.locator(f"#id-{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def take_step(page: Page, number: str, code: str, day: str, *, papers: tuple[str, ...] = (), **values: str) -> None:
    """Take one step through its form and come back to the activity."""
    page.goto(f"/activities/{number}/steps/{code}")
    fill(page, {"on_date": day, **values})
    for paper in papers:
        page.fill(f"#title-{paper}", f"{paper}（示例）")
    page.click("main form.sheet button.main")
    expect(page.locator(".steps")).to_be_visible()


def standing(page: Page) -> str:
    """The state the page's line of states marks as present."""
    return str(page.locator(".steps [aria-current=step]").evaluate("one => one.firstChild.textContent.trim()"))


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page where SHANHAI_PICTURES names a folder."""
    folder = os.environ.get("SHANHAI_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def choose_pairing(page: Page, text: str) -> None:
    """Choose the first pairing whose words hold a text."""
    option: Any = page.locator("#id-pairing option").filter(has_text=text).first
    page.select_option("#id-pairing", value=option.get_attribute("value"))
