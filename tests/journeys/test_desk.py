"""A reviewer takes two articles in, one polluted and one clean, and settles every claim with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.evidence.articles import POLLUTED
from tests.journeys.browsing import keep_picture, sign_in

# The example's ledger has 117,000,000 yuan arranged between these two; the second number is wrong on purpose.
CLEAN = """上虞区与金口河区东西部协作见闻（示例）
本文为测试所编，数字均为示例。

2021年6月以来，上虞区与金口河区东西部协作扎实推进，上虞区选派东西部协作挂职干部12名到金口河区。
上虞区累计安排金口河区东西部协作资金1.014亿元。上虞区累计到位金口河区东西部协作资金9.99亿元。
上虞区计划2027年向金口河区投入东西部协作资金900万元。
"""


def receive(page: Page, file: Path) -> None:
    """Take a file in through the desk's own form and wait for its page."""
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/desk")
    page.set_input_files("#id_file", str(file))
    page.locator("summary", has_text="标题、来源、作者、日期").click()
    page.fill("#id_published_on", "2026-11-01")
    page.click("text=收下并核对")
    page.wait_for_url("**/desk/*")


@pytest.mark.browser
def test_a_clean_article_is_settled_by_keyboard_alone(browser: Browser, served: str, tmp_path: Path) -> None:
    file = tmp_path / "见闻.txt"
    file.write_text(CLEAN, "utf-8")
    page = sign_in(browser, served, "shangyu-clerk")
    receive(page, file)
    keep_picture(page, "desk-clean-1440")
    claims = page.locator(".findings > li").count()
    assert claims >= 4
    assert page.locator(".claim.differs").count() == 1
    assert page.locator(".claim.apart").count() >= 1
    page.set_viewport_size({"width": 1280, "height": 420})
    for _ in range(claims):
        page.keyboard.press("j")
        expect(page.locator(".claim.lit").first).to_be_in_viewport()
    page.keyboard.press("n")
    wanted = page.locator(".findings > li[aria-current=true]")
    expect(wanted).to_have_count(1)
    expect(page.locator(".claim.lit").first).to_be_in_viewport()
    first = wanted.get_attribute("id")
    page.keyboard.press("n")
    assert wanted.get_attribute("id") != first
    page.keyboard.press("p")
    assert wanted.get_attribute("id") == first
    for _ in range(claims):
        if not page.locator(".findings > li:not(:has(.tag:has-text('已放过')))").count():
            break
        page.keyboard.press("d")
        page.keyboard.type("口径不同")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert wanted.count() == 1
        page.keyboard.press("j")
        if "已放过" in wanted.inner_text():
            page.keyboard.press("n")
    page.goto("/desk")
    expect(page.locator(".nav [data-go=d] .count")).to_have_count(0)


@pytest.mark.browser
def test_a_polluted_article_is_read_side_by_side_without_a_script(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    file = tmp_path / "见闻.html"
    lines = "".join(f"<p>{line}</p>" for line in POLLUTED.splitlines())
    page_of_outlet = f"<!doctype html><meta charset='gb18030'><body><article>{lines}</article></body>"
    file.write_bytes(page_of_outlet.encode("gb18030"))
    page = sign_in(browser, served, "shangyu-clerk")
    receive(page, file)
    address = page.url
    expect(page.locator("main .article").first).to_contain_text("柯桥区选派东西部协作挂职干部12名")
    keep_picture(page, "desk-polluted-1440")
    state = page.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state, viewport={"width": 390, "height": 844})
    bare = plain.new_page()
    bare.goto(address)
    bare.click("text=并排")
    expect(bare.locator(".side-row .was").first).to_be_visible()
    keep_picture(bare, "desk-polluted-both-390")
    bare.locator(".findings > li input[name=reason]").first.fill("别处的事")
    bare.locator(".findings > li button[value=dismiss]").first.click()
    expect(bare.locator(".findings > li .tag").first).to_contain_text("已放过")
    plain.close()
