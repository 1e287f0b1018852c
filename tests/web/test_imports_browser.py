"""The import pages in a real browser: sent, walked from Problem to cell by keys, answered and recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shanhai.ledger.models import Batch, Entry
from shanhai.registry.models import Party
from tests.journeys.browsing import fill_in_sign_in
from tests.sheets.world import purchase, write_book
from tests.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(live_server: Any, cast: Cast, page: Page) -> Page:
    """The import page of a clerk, with every error of the console collected."""
    Party.objects.create(name="柯桥区总工会（示例）", kind="society", place_id="p330603")
    Party.objects.create(name="峨边县农发公司（示例）", kind="firm", place_id="p511132")
    fill_in_sign_in(page, live_server.url, "clerk", PASSWORD, leads_to="/imports")
    return page


def choose(page: Page, path: Path) -> None:
    page.set_input_files("#id_file", str(path))
    page.select_option("#id_kind", "consumption.purchase")
    page.click("main button.main")


def test_a_table_is_mended_by_its_marks_and_recorded(desk: Page, tmp_path: Path) -> None:
    rows = [purchase("KQ1"), purchase("KQ2", 金额="12,5OO"), purchase("KQ1"), purchase("KQ3", 日期="2026/7/9")]
    errors: list[str] = []
    desk.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    choose(desk, write_book(tmp_path / "三季度.xlsx", rows))
    expect(desk.locator(".summary h2")).to_have_text("还有 2 处要改，现在不能入账")
    expect(desk.locator(".summary")).to_be_focused()
    desk.keyboard.press("n")
    expect(desk.locator("#p-0")).to_be_focused()
    desk.keyboard.press("n")
    expect(desk.locator("#p-1")).to_be_focused()
    desk.keyboard.press("p")
    expect(desk.locator("#p-0")).to_be_focused()
    desk.click("#c-0-F3 a")
    expect(desk).to_have_url(desk.url.split("#")[0] + "#p-0")
    with desk.expect_download() as given:
        desk.click("text=下载标好问题的原表")
    assert given.value.suggested_filename == "三季度-问题.xlsx"
    choose_again = write_book(tmp_path / "三季度改.xlsx", [purchase("KQ1"), purchase("KQ2"), purchase("KQ1")])
    desk.click("text=重新选表")
    choose(desk, choose_again)
    desk.click("text=不记第 4 行")
    desk.click("button:has-text('确认入账 2 行')")
    expect(desk.locator(".figs").first).to_contain_text("新条目")
    assert Entry.objects.count() == 2
    assert Batch.objects.latest("pk").state == "recorded"
    assert errors == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_fit_and_stay_quiet_in_both_languages(desk: Page, tmp_path: Path, width: int, language: str) -> None:
    errors: list[str] = []
    desk.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    desk.set_viewport_size({"width": width, "height": 900})
    if language == "en":
        desk.click("button[name=language]")
    rows = [
        purchase("KQ1"),
        purchase("KQ2", 金额="12,5OO", 海方单位="柯桥区新店（示例）"),
        purchase("KQ3", 产地="峨边"),
    ]
    choose(desk, write_book(tmp_path / "a.xlsx", rows))
    expect(desk.locator(".problems li")).to_have_count(3)
    for address in (desk.url, desk.url.rsplit("/", 1)[0]):
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        assert desk.evaluate("document.documentElement.lang") == ("en" if language == "en" else "zh-CN")
    assert errors == []


def test_a_file_above_the_bound_is_told_before_it_is_sent(desk: Page, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    choose(desk, path)
    expect(desk.locator("form [role=alert]")).to_contain_text("没有发出")
    assert Batch.objects.count() == 0
