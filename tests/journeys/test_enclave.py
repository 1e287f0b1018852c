"""An enclave from its agreement to paid villages, by the giving and the receiving county in two browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import choose_pairing, fill, keep_picture, sign_in, standing, take_step

VILLAGES = "村集体\t出资（万元）\n示例甲村\t100\n示例乙村\t200\n示例丙村\t300\n合计\t600"


def begin(page: Page) -> str:
    page.goto("/activities/new?kind=industry.enclave")
    choose_pairing(page, "上虞区—金口河区")
    fill(page, {"title": "示例消薄飞地", "opened_on": "2022-01-05", "enclave_type": "消薄飞地",
                "direction": "正向(海方到山方)", "site": "示例开发区"})  # fmt: skip
    page.click("main form.sheet button.main")
    expect(page.locator("h1")).to_have_text("示例消薄飞地")
    return page.locator(".crumbs .mono").inner_text().strip()


def keep_terms(page: Page, number: str) -> None:
    page.goto(f"/enclaves/{number}/terms/new")
    page.fill("[name=c0-code]", "4.1")
    page.select_option("[name=c0-type]", "fixed_return")
    page.fill("[name=c0-from]", "2022-01-01")
    page.fill("[name=c0-to]", "2028-12-31")
    page.fill("[name=c0-rate]", "10%")
    fill(page, {"method-capital": "90%", "villages": VILLAGES, "signed_on": "2022-01-20", "from_day": "2022-01-01"})
    page.get_by_role("button", name="存条款第 1 版").click()
    expect(page.locator(".summary")).to_contain_text("各种分法合计 90 %")
    page.fill("#id-method-capital", "100%")
    page.get_by_role("button", name="存条款第 1 版").click()
    expect(page.locator("main")).to_contain_text("分给 3 个村")


def agree_on_terms(giver: Page, receiver: Page, number: str) -> None:
    """The other side differs first, the terms are kept anew, and then both sides stand by them."""
    receiver.goto("/activities/waiting")
    receiver.locator("section[aria-labelledby=terms]").get_by_role("link", name="示例消薄飞地").click()
    receiver.fill("#id-reason", "编号应为 4.1 甲")
    receiver.get_by_role("button", name="不同意并写明理由").click()
    expect(receiver.locator(".toast").first).to_contain_text("已答复不同意")
    giver.goto(f"/enclaves/{number}/terms")
    expect(giver.locator("main")).to_contain_text("山方不同意第 1 版")
    keep_picture(giver, "terms-differ")
    giver.get_by_role("link", name="签补充条款").click()
    giver.fill("[name=c0-code]", "4.1 甲")
    fill(giver, {"reason": "照山方意见", "signed_on": "2022-01-20"})
    giver.get_by_role("button", name="存条款第 2 版").click()
    receiver.goto(f"/enclaves/{number}/terms")
    keep_picture(receiver, "terms-to-confirm")
    receiver.get_by_role("button", name="确认第 2 版").click()
    expect(receiver.locator("main")).to_contain_text("现行")
    keep_picture(receiver, "terms-confirmed")


def record_capital(page: Page, number: str, voucher: str, wan: int) -> None:
    page.goto("/entries/new?kind=industry.enclave_capital")
    fill(page, {"date": "2022-02-01", "giver_place": "上虞区", "receiver_place": "金口河区", "amount": f"{wan}0000",
                "giver_party": "上虞区财政局", "receiver_party": "金口河区财政局", "enclave_no": number,
                "voucher_no": voucher})  # fmt: skip
    page.click("main form.sheet button.main")
    expect(page.locator(".summary")).to_have_count(0)


def sign_capital(page: Page) -> None:
    page.goto("/sign")
    row = page.locator("li, tr, article").filter(has_text="飞地资本金到位").first
    row.get_by_role("button", name=re.compile("^签认")).first.click()
    page.wait_for_timeout(800)


@pytest.mark.browser
def test_an_enclave_reaches_its_villages(browser: Browser, served: str) -> None:
    giver, receiver = sign_in(browser, served, "shangyu-signer"), sign_in(browser, served, "jinkouhe-signer")
    number = begin(giver)
    take_step(giver, number, "sign", "2022-01-20", papers=("agreement",), company="示例公司", area_planned_mu="150",
              amount_planned_fen="3000万元")  # fmt: skip
    receiver.goto(f"/activities/{number}")
    receiver.get_by_role("button", name="同意：签共建协议").click()
    assert standing(receiver) == "已签共建协议"
    keep_terms(giver, number)
    agree_on_terms(giver, receiver, number)
    record_capital(receiver, number, "示例资本-1", 600)
    sign_capital(giver)
    giver.goto(f"/enclaves/{number}/terms")
    fill(giver, {"from": "2025-01-01", "to": "2025-12-31", "due": "2026-03-31", "worked_on": "2026-02-02"})
    giver.get_by_role("button", name="测算这一期").click()
    expect(giver.locator(".big")).to_contain_text("600,000.00")
    payout = giver.locator(".crumbs .mono").inner_text().strip()
    take_step(receiver, payout, "check", "2026-02-04")
    take_step(receiver, payout, "confirm", "2026-02-06")
    record_capital(receiver, number, "示例资本-2", 60)
    sign_capital(giver)
    giver.goto(f"/payouts/{payout}")
    giver.get_by_role("button", name="同意：我方复核无误").click()
    expect(giver.locator(".summary")).to_contain_text("所依据的条目有改动")
    keep_picture(giver, "payout-blocked")
    giver.get_by_role("button", name="不同意并写明理由").wait_for()
    giver.fill("#object-reason", "资本金补记，请重算")
    giver.get_by_role("button", name="不同意并写明理由").click()
    take_step(giver, payout, "withdraw", "2026-02-10", reason="资本金补记")
    giver.goto(f"/enclaves/{number}/terms")
    fill(giver, {"from": "2025-01-01", "to": "2025-12-31", "due": "2026-03-31", "worked_on": "2026-02-11"})
    giver.get_by_role("button", name="测算这一期").click()
    expect(giver.locator(".big")).to_contain_text("660,000.00")
    pay_out(giver, receiver, giver.locator(".crumbs .mono").inner_text().strip())


def pay_out(giver: Page, receiver: Page, payout: str) -> None:
    """Both sides confirm, the money passes, the villages are paid and the notice hangs its days."""
    take_step(receiver, payout, "check", "2026-02-12")
    take_step(receiver, payout, "confirm", "2026-02-13")
    giver.goto(f"/payouts/{payout}")
    giver.get_by_role("button", name="同意：我方复核无误").click()
    assert standing(giver) == "双方已确认"
    take_step(receiver, payout, "request", "2026-02-20", papers=("invoice",))
    take_step(giver, payout, "pay_county", "2026-03-03", voucher_no="示例-22")
    receiver.goto(f"/payouts/{payout}")
    expect(receiver.locator("main")).to_contain_text("提前 28 天")
    receiver.fill("#paid-on", "2026-03-05")
    receiver.get_by_role("button", name="记付款条目").click()
    expect(receiver.locator(".toast").first).to_contain_text("已记 3 笔付款")
    receiver.goto(f"/payouts/{payout}")
    receiver.get_by_role("button", name="记付款条目").click()
    expect(receiver.locator(".toast").first).to_contain_text("已记 0 笔付款")
    take_step(receiver, payout, "pay_villages", "2026-03-06")
    take_step(receiver, payout, "publish", "2026-03-07", papers=("notice",))
    take_step(receiver, payout, "archive", "2026-03-20")
    assert standing(receiver) == "已归档"
    for amount in ("110,000.00", "220,000.00", "330,000.00"):
        expect(receiver.locator("main")).to_contain_text(amount)
    keep_picture(receiver, "payout-archived")
    giver.goto("/sign")
    expect(giver.locator("main")).to_contain_text("飞地收益兑付")
