"""A project from its proposal to the archive, by the receiving county and the giving one in two browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import choose_pairing, fill, keep_picture, sign_in, standing, take_step

PROJECT = {
    "title": "示例冷链仓", "opened_on": "2025-02-03", "project_class": "产业发展", "nature": "新建", "site": "示例镇",
    "starts_on": "2025-05-01", "ends_on": "2025-10-31", "responsible_unit": "示例局", "tasks": "冷链仓一座",
    "amount_planned_fen": "120万元", "money_source": "东西部协作资金", "households": "45", "persons": "160",
    "performance_targets": "建成冷链仓 1 座", "interest_link": "务工、分红",
}  # fmt: skip


def begin(page: Page) -> str:
    page.goto("/activities/new?kind=funds.project")
    choose_pairing(page, "上虞区—金口河区")
    fill(page, PROJECT)
    page.click("main form.sheet button.main")
    expect(page.locator("h1")).to_have_text("示例冷链仓")
    return page.locator(".crumbs .mono").inner_text().strip()


@pytest.mark.browser
def test_a_project_lives_from_proposal_to_archive(browser: Browser, served: str) -> None:
    county, giver = sign_in(browser, served, "jinkouhe-signer"), sign_in(browser, served, "shangyu-signer")
    number = begin(county)
    take_step(county, number, "post_village_notice", "2025-02-05", papers=("minutes",))
    county.goto(f"/activities/{number}/steps/submit_to_town")
    fill(county, {"on_date": "2025-02-08"})
    county.fill("#title-notice", "公示照片")
    county.click("main form.sheet button.main")
    expect(county.locator(".summary")).to_contain_text("公示满 10 天才能走这一步")
    take_step(county, number, "submit_to_town", "2025-02-16", papers=("notice",))
    take_step(county, number, "submit_to_county", "2025-02-27", papers=("notice",))
    take_step(
        county, number, "enter_library", "2025-03-05", papers=("minutes",), library_no="K-7", outside_negative_list="是"
    )
    take_step(county, number, "put_in_plan", "2025-03-10", plan_year="2025")
    expect(county.locator(".note")).to_contain_text("等答复：列入年度计划")
    giver.goto("/activities/waiting")
    giver.get_by_role("link", name="示例冷链仓").click()
    keep_picture(giver, "project-proposed")
    giver.get_by_role("button", name="同意：列入年度计划").click()
    expect(giver.locator(".toast").first).to_contain_text("已同意")
    county.reload()
    assert standing(county) == "列入年度计划"
    take_step(
        county,
        number,
        "approve",
        "2025-04-01",
        papers=("approval",),
        approval_no="示例批 1 号",
        amount_approved_fen="110万元",
    )
    take_step(county, number, "publish_targets", "2025-04-10", papers=("targets",))
    county.goto(f"/entries/new?kind=funds.assigned&about={number}")
    fill(county, {"date": "2025-04-12", "amount": "110万元", "document_no": "示例〔2025〕1号"})
    county.click("main form.sheet button.main")
    expect(county.locator(".summary")).to_have_count(0)
    take_step(county, number, "assign_funds", "2025-04-15")
    take_step(county, number, "start", "2025-05-06", contractor="示例公司", amount_contract_fen="105万元")
    take_step(county, number, "report_progress", "2025-08-01", progress_per_cent="60")
    take_step(county, number, "report_progress", "2025-10-19", progress_per_cent="100")
    take_step(county, number, "complete", "2025-10-20")
    take_step(county, number, "accept", "2025-11-03", papers=("acceptance",), accepted_by="示例验收组")
    take_step(county, number, "settle", "2025-12-01", papers=("audit",), amount_settled_fen="104万元")
    take_step(county, number, "register_asset", "2025-12-20", asset_no="ZC-示例", asset_owner="示例村")
    take_step(county, number, "review", "2026-01-15", review_grade="良")
    county.goto(f"/activities/{number}/steps/archive")
    fill(county, {"on_date": "2026-02-01"})
    county.click("main form.sheet button.main")
    expect(county.locator(".summary")).to_contain_text("1,100,000.00 元分解了没有付出")
    keep_picture(county, "project-archive-asked")
    for box in county.locator("input[name=accept]").all():
        box.check()
    county.click("main form.sheet button.main")
    assert standing(county) == "已归档"
    expect(county.locator("main")).to_contain_text("已经了结")
    keep_picture(county, "project-archived")
    giver.goto(f"/activities/{number}")
    assert giver.locator(".timeline > li").count() == 18
