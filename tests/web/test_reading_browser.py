"""A ledger of an office's own in a real browser: corrected by choosing, recorded, signed; the next one is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shanhai.ledger.models import Batch, Entry
from tests.journeys.browsing import fill_in_sign_in, keep_picture
from tests.sheets.own_ledgers import MORE_LINES, write_ledger
from tests.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.browser


def sign_in(browser: Browser, address: str, user: str, *, width: int = 1280) -> Page:
    page = browser.new_context(
        locale="zh-CN", base_url=address, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    ).new_page()
    fill_in_sign_in(page, address, user, PASSWORD)
    return page


def choose(page: Page, path: Path) -> None:
    page.goto("/imports")
    page.set_input_files("#id_file", str(path))
    page.click("main button.main")


def figure(page: Page) -> str:
    page.goto("/figures/assistance_funds_received?giver=p330603&receiver=p511132&from=2026-01-01&to=2026-12-31")
    return page.locator("main").inner_text()


def test_a_ledger_is_corrected_by_choosing_recorded_and_signed_and_its_like_needs_no_word(
    live_server: Any, cast: Cast, browser: Browser, tmp_path: Path
) -> None:
    ours, theirs = (sign_in(browser, live_server.url, user) for user in ("clerk", "ebian-both"))
    errors: list[str] = []
    ours.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    before = figure(ours)
    choose(ours, write_ledger(tmp_path / "到账台账.xlsx"))
    expect(ours.locator("#reading-told")).to_contain_text("读法还没有核对")
    keep_picture(ours, "reading-proposed")
    # By keys alone: to the column nobody recognised, and down its list to the purpose.
    meaning = ours.get_by_label("G 列“归口”的意思")
    meaning.focus()
    meaning.select_option(label="用途类别")
    expect(ours.locator("#reading-told")).to_contain_text("已照您说的重读")
    expect(ours.locator("td:has(#means-6)")).to_contain_text("您说的")
    expect(ours.locator("#means-6")).to_be_focused()
    expect(ours.locator("#reading-told")).to_contain_text("可以入账 3 行")
    keep_picture(ours, "reading-corrected")
    ours.click("text=读法无误，看试读结果")
    expect(ours.locator("h1")).to_have_text("到账台账.xlsx")
    assert Entry.objects.count() == 0
    keep_picture(ours, "reading-dry-run")
    ours.click("button:has-text('确认入账 3 行')")
    expect(ours.locator(".figs").first).to_contain_text("新条目")
    assert sorted(Entry.objects.values_list("amount", flat=True)) == [500_000_00, 805_000_00, 1_200_000_00]
    after = figure(ours)
    assert before != after
    assert "250.5" in after.replace(",", "")
    sign_all(theirs)
    assert figure(ours) != after
    choose(ours, write_ledger(tmp_path / "六月到账.xlsx", MORE_LINES))
    expect(ours.locator(".note[role=note]").first).to_contain_text("照记住的读法读的")
    ours.click("button:has-text('确认入账 2 行')")
    assert Batch.objects.latest("pk").state == "recorded"
    assert Entry.objects.count() == 5
    assert errors == []


def sign_all(page: Page) -> None:
    for serial in Entry.objects.values_list("serial", flat=True):
        page.goto(f"/entries/{serial}")
        page.locator("main button:has-text('签认')").first.click()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_fits_in_both_languages(
    live_server: Any, cast: Cast, browser: Browser, tmp_path: Path, language: str
) -> None:
    page = sign_in(browser, live_server.url, "clerk")
    if language == "en":
        page.click("button[name=language]")
    choose(page, write_ledger(tmp_path / "台账.xlsx", total=250))
    expect(page.locator("#reading")).to_be_visible()
    address = page.url
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for shown in (address, "/imports/kept", "/imports"):
            page.goto(shown)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (shown, width)
            assert page.evaluate("document.documentElement.lang") == ("en" if language == "en" else "zh-CN")
        page.goto(address)
        keep_picture(page, f"reading-{language}-{width}")


def test_a_redrawn_page_leaves_the_console_clean(
    live_server: Any, cast: Cast, browser: Browser, tmp_path: Path
) -> None:
    page = sign_in(browser, live_server.url, "clerk")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    choose(page, write_ledger(tmp_path / "到账台账.xlsx"))
    # What a browser's own helpers leave on a field (a picture taken, a form filled in) is not copied to the new page.
    page.evaluate("document.querySelectorAll('select, input').forEach((one) => { one.style.color = 'red'; })")
    meaning = page.get_by_label("G 列“归口”的意思")
    meaning.select_option(label="用途类别")
    # nobody is as quick as a script, which would choose before the new form listens
    at_work = page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
    expect(page.locator("#reading-told")).to_contain_text("已照您说的重读")
    expect(at_work).to_have_count(0)
    page.locator("#row-6").select_option(label="说明")
    expect(page.locator("#reading-told")).to_contain_text("可以入账 2 行")
    expect(at_work).to_have_count(0)
    page.locator("#kind").select_option(label="这张表不入账")
    expect(page.locator("#reading-told")).to_contain_text("不入账。")
    assert told == []
