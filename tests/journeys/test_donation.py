"""A gift from its intention to the archive, entered by one county and signed by the other, in two browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import choose_pairing, fill, keep_picture, sign_in, standing, take_step

FIGURE = "/figures/social_donations?giver=330604&receiver=511113&basis=agreed&from=2025-01-01&to=2025-12-31"
INTENTION = {
    "title": "示例暖冬捐赠", "opened_on": "2025-02-03", "donor_name": "示例商会", "gift_form": "几种都有",
    "amount_intended_fen": "12.5万元", "intention": "定向", "intended_use": "暖冬助学", "receiver_body": "示例慈善会",
}  # fmt: skip


def begin(page: Page) -> str:
    page.goto("/gifts")
    page.get_by_role("link", name="登记捐赠意向").click()
    choose_pairing(page, "上虞区—金口河区")
    fill(page, INTENTION)
    page.click("main form.sheet button.main")
    expect(page.locator("h1")).to_have_text("示例暖冬捐赠")
    return page.locator(".crumbs .mono").inner_text().strip()


def enter(page: Page, number: str, kind: str, **values: str) -> None:
    """Enter a line about the gift from its own page, where its number and donor stand already."""
    page.goto(f"/activities/{number}")
    page.locator("main footer").get_by_role("link", name=kind, exact=True).click()
    expect(page.locator("#id-gift_no")).to_have_value(number)
    fill(page, values)
    page.click("main form.sheet button.main")


def sign(page: Page, amount: str) -> None:
    """Sign the waiting entry of this amount."""
    page.goto("/sign")
    waiting = page.locator("li[data-item]").filter(has_text="捐赠").filter(has_text=amount)
    waiting.get_by_role("button", name=re.compile("^签认")).click()
    expect(waiting).to_have_count(0)


def exact_yuan(page: Page) -> str:
    """The figure of gifts in money and goods that both sides agree on."""
    page.goto(FIGURE)
    found = re.search(r"即 ([\d,]+\.\d\d) 元", page.inner_text("main"))
    return found.group(1) if found else "0.00"


def agree_on_the_letter(giver: Page, receiver: Page, number: str) -> None:
    take_step(giver, number, "sign_letter", "2025-02-10", papers=("letter",), agreement_no="示例函-7",
              use_by="2025-12-31")  # fmt: skip
    receiver.goto("/activities/waiting")
    receiver.get_by_role("link", name="示例暖冬捐赠").click()
    receiver.get_by_role("button", name="同意：签捐赠函").click()
    assert standing(receiver) == "已签捐赠函"


def bring_the_gift(giver: Page, receiver: Page, number: str) -> None:
    """Money, goods and service come; the giver knows a lower value of the goods, and the receiver accepts it."""
    receiver.goto(f"/activities/{number}/steps/receive")
    fill(receiver, {"on_date": "2025-03-05"})
    receiver.fill("#title-proof", "到账回单（示例）")
    receiver.click("main form.sheet button.main")
    expect(receiver.locator(".summary")).to_contain_text("账本里还没有")
    enter(receiver, number, "捐赠资金", date="2025-03-01", amount="100,000.00", voucher_no="示例捐-1")
    enter(receiver, number, "捐赠物资", date="2025-03-02", amount="20,000.00", goods="棉衣", goods_quantity="200 件",
          valuation_basis="发票")  # fmt: skip
    enter(receiver, number, "捐赠服务", date="2025-03-03", amount="5,000.00", service="义诊")
    expect(receiver.locator(".summary")).to_contain_text("作价依据")
    fill(receiver, {"valuation_basis": "市场价"})
    receiver.click("main form.sheet button.main")
    expect(receiver.locator(".summary")).to_have_count(0)
    sign(giver, "10.00 万元")
    sign(giver, "0.50 万元")
    goods = giver.locator("li[data-item]").filter(has_text="捐赠物资")
    goods.locator("summary", has_text="提异").click()
    goods.get_by_label("我方的数").fill("18000元")
    goods.get_by_label("理由").fill("发票金额为 18000 元")
    goods.get_by_role("button", name="提出我方的数").click()
    expect(goods).to_have_count(0)
    assert exact_yuan(giver) == "100,000.00"
    take_step(receiver, number, "receive", "2025-03-05", papers=("proof",))
    take_step(receiver, number, "issue_receipt", "2025-03-10", receipt_no="示例票-9")
    receiver.goto("/sign")
    waiting = receiver.locator("li[data-item]").filter(has_text="捐赠物资")
    if waiting.locator("details[data-unfold]:not([open])").count():
        waiting.locator("summary").first.click()
    keep_picture(receiver, "donation-differs")
    waiting.get_by_role("button", name=re.compile("^改认")).click()
    expect(waiting).to_have_count(0)
    sign(giver, "1.80 万元")


@pytest.mark.browser
def test_a_gift_lives_from_intention_to_archive(browser: Browser, served: str) -> None:
    giver, receiver = sign_in(browser, served, "shangyu-signer"), sign_in(browser, served, "jinkouhe-signer")
    before = exact_yuan(receiver)
    assert before == "0.00"
    number = begin(giver)
    agree_on_the_letter(giver, receiver, number)
    bring_the_gift(giver, receiver, number)
    assert exact_yuan(receiver) == "118,000.00"
    enter(receiver, number, "捐赠使用", date="2025-04-01", amount="60,000.00", used_for="助学金", voucher_no="示例用-1")
    take_step(receiver, number, "begin_use", "2025-04-01")
    enter(receiver, number, "捐赠使用", date="2025-11-01", amount="70,000.00", used_for="助学金", voucher_no="示例用-2")
    expect(receiver.locator(".summary")).to_contain_text("再用 70,000.00 元就超了")
    expect(receiver.locator(".summary")).to_contain_text("余额 63,000.00 元")
    fill(receiver, {"amount": "40,000.00"})
    receiver.click("main form.sheet button.main")
    receiver.goto(f"/activities/{number}/steps/use_up")
    fill(receiver, {"on_date": "2025-11-20"})
    receiver.click("main form.sheet button.main")
    expect(receiver.locator(".summary")).to_contain_text("余额还有 23,000.00 元")
    keep_picture(receiver, "donation-not-used-up")
    enter(receiver, number, "捐赠使用", date="2025-11-15", amount="23,000.00", used_for="棉衣发放和义诊",
          voucher_no="示例发放-3")  # fmt: skip
    take_step(receiver, number, "use_up", "2025-11-20")
    settle_and_file(giver, receiver, number)


def settle_and_file(giver: Page, receiver: Page, number: str) -> None:
    """What is published is agreed by both sides; after the notice has hung its days the gift is filed."""
    receiver.goto(f"/activities/{number}/steps/publish")
    fill(receiver, {"on_date": "2025-11-25", "published_where": "示例慈善会公告栏"})
    receiver.fill("#title-notice", "公示照片（示例）")
    receiver.click("main form.sheet button.main")
    expect(receiver.locator(".summary")).to_contain_text("还有 3 条没有双方一致")
    for amount in ("6.00 万元", "4.00 万元", "2.30 万元"):
        sign(giver, amount)
    take_step(receiver, number, "publish", "2025-11-25", papers=("notice",), published_where="示例慈善会公告栏")
    take_step(receiver, number, "archive", "2025-12-02")
    assert standing(receiver) == "已归档"
    expect(receiver.locator("main")).to_contain_text("余额 0")
    keep_picture(receiver, "donation-archived")
    giver.goto("/gifts?state=spent")
    row = giver.locator("tbody tr").filter(has_text=number)
    for amount in ("100,000.00", "18,000.00", "5,000.00", "123,000.00"):
        expect(row).to_contain_text(amount)
    keep_picture(giver, "donation-register")


@pytest.mark.browser
def test_a_student_of_two_sponsors_counts_once(browser: Browser, served: str) -> None:
    page = sign_in(browser, served, "jinkouhe-signer")
    for sponsor, amount in (("示例商会", "1000"), ("示例学会", "800")):
        page.goto("/entries/new?kind=charity.student_aid")
        fill(page, {"date": "2025-09-10", "giver_place": "上虞区", "receiver_place": "金口河区", "amount": amount,
                    "student_code": "示例X1", "sponsored_school": "示例中学", "sponsor": sponsor,
                    "school_year": "2025-2026"})  # fmt: skip
        page.click("main form.sheet button.main")
        expect(page.locator(".summary")).to_have_count(0)
    page.goto("/figures/students_aided?giver=330604&receiver=511113&basis=reported")
    expect(page.locator("main .big").first).to_contain_text("1")
    page.goto("/overlaps?tab=overlap.student")
    expect(page.locator("main")).to_contain_text("示例X1")
    keep_picture(page, "donation-student-once")
