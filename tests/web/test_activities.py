"""Pages of activities: an office opens, steps, answers; the other office sees only what is its own affair."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity, ActivityStanding
from shanhai.activities.move import By, Opening, open_activity, take_step
from shanhai.cooperation.assets import ITEM_CODES
from shanhai.ledger.models import Document
from tests.activities.test_move import PROJECT_VALUES
from tests.web.conftest import Cast

START = date(2025, 3, 3)
PDF = b"%PDF-1.4 example"


def make_project(cast: Cast, number: str = "") -> Activity:
    by = By(cast.offices["ebian"].pk, "receiver", cast.users["ebian-both"].pk)
    opening = Opening(
        "funds.project",
        "高山冷链仓",
        PROJECT_VALUES,
        pairing_id=cast.pairings["keqiao"].pk,
        opened_on=START,
        number=number,
    )
    moved = open_activity(opening, by=by)
    assert moved.activity is not None, moved.problems
    return moved.activity


def file(content: bytes = PDF, name: str = "minutes.pdf") -> io.BytesIO:
    held = io.BytesIO(content)
    held.name = name
    return held


def post_step(client: Client, project: Activity, code: str, **values: object):
    return client.post(reverse("take_step", args=[project.number, code]), {"on_date": "2025-03-04", **values})


@pytest.fixture
def project(cast: Cast) -> Activity:
    return make_project(cast)


def test_a_project_for_more_households_than_persons_is_asked_about(cast: Cast) -> None:
    client = cast.client("ebian-both")
    values = {f"v-{code}": value for code, value in PROJECT_VALUES.items()} | {"v-households": "100", "v-persons": "5"}
    form = {**values, "title": "示例冷链仓", "pairing": cast.pairings["keqiao"].pk}
    address = f"{reverse('begin_activity')}?kind=funds.project"
    asked = client.post(address, form)
    assert asked.status_code == 422
    assert "受益 100 户，受益人数只有 5 人" in asked.content.decode()
    assert client.post(address, {**form, "accept": "benefiting.fewer_persons"}).status_code == 302


def test_a_clerk_opens_a_project_and_lands_on_its_page(cast: Cast) -> None:
    client = cast.client("ebian-both")
    values = {f"v-{code}": value for code, value in PROJECT_VALUES.items()}
    address = f"{reverse('begin_activity')}?kind=funds.project"
    answer = client.post(address, {**values, "title": "示例冷链仓", "pairing": cast.pairings["keqiao"].pk})
    project = Activity.objects.get()
    assert answer.headers["Location"] == reverse("activity", args=[project.number])
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "示例冷链仓" in shown
    assert "120.00 万元" in shown


def test_another_gift_or_project_of_the_same_name_is_asked_about_on_the_form(cast: Cast) -> None:
    client, address = cast.client("ebian-both"), f"{reverse('begin_activity')}?kind=funds.project"
    values = {**{f"v-{code}": value for code, value in PROJECT_VALUES.items()}, "pairing": cast.pairings["keqiao"].pk}
    assert client.post(address, {**values, "title": "示例冷链仓"}).status_code == 302
    other = {**values, "title": "示例冷链仓", "v-site": "另一个镇"}
    asked = client.post(address, other)
    assert asked.status_code == 422
    assert "已有同名的协作项目" in asked.content.decode()
    assert 'name="accept" value="activity_namesake"' in asked.content.decode()
    assert client.post(address, {**other, "accept": "activity_namesake"}).status_code == 302
    assert Activity.objects.count() == 2


def test_what_is_wrong_stands_on_top_and_at_its_field_and_what_was_typed_stays(cast: Cast) -> None:
    client = cast.client("ebian-both")
    address = f"{reverse('begin_activity')}?kind=funds.project"
    answer = client.post(address, {"title": "示例", "v-households": "许多户", "v-site": "示例镇"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in shown
    assert "许多户" in shown
    assert 'value="示例镇"' in shown
    assert not Activity.objects.exists()


def test_a_clerk_does_not_open_a_project_under_another_countys_pairing(cast: Cast) -> None:
    values = {f"v-{code}": value for code, value in PROJECT_VALUES.items()}
    address = f"{reverse('begin_activity')}?kind=funds.project"
    answer = cast.client("ebian-both").post(
        address, {**values, "title": "示例", "pairing": cast.pairings["shangyu"].pk}
    )
    assert answer.status_code == 422
    assert not Activity.objects.exists()


def test_a_step_keeps_its_document_and_the_other_side_can_open_it(cast: Cast, project: Activity) -> None:
    client = cast.client("ebian-both")
    answer = post_step(client, project, "post_village_notice", **{"file-minutes": file(), "title-minutes": "会议纪要"})
    assert answer.status_code == 302
    document = Document.objects.get()
    address = reverse("activity_document", args=[project.number, document.pk])
    assert b"".join(cast.client("signer").get(address)) == PDF
    assert cast.client("shangyu-clerk").get(address).status_code == 403


def test_a_missing_document_stops_the_step_and_nothing_is_kept(cast: Cast, project: Activity) -> None:
    answer = post_step(cast.client("ebian-both"), project, "post_village_notice")
    assert answer.status_code == 422
    assert "会议纪要" in answer.content.decode()
    assert project.steps.count() == 0


def test_a_refused_step_keeps_no_document_either(cast: Cast, project: Activity) -> None:
    client = cast.client("ebian-both")
    answer = post_step(client, project, "enter_library", **{"title-minutes": "会议纪要"})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_a_hidden_activity_and_a_missing_one_look_the_same(cast: Cast, project: Activity) -> None:
    client = cast.client("shangyu-clerk")
    hidden = client.get(reverse("activity", args=[project.number]))
    missing = client.get(reverse("activity", args=["XM-2099-0001"]))
    assert (hidden.status_code, missing.status_code) == (403, 403)
    assert project.title not in client.get(reverse("activities")).content.decode()


def test_a_viewer_and_the_view_of_the_other_side_take_no_step(cast: Cast, project: Activity) -> None:
    for name in ("viewer", "assessor", "administrator"):
        assert post_step(cast.client(name), project, "post_village_notice").status_code == 403
    client = cast.client("ebian-both")
    client.post(reverse("choose_side"), {"view": "other", "next": "/"})
    assert post_step(client, project, "post_village_notice").status_code == 403


def bring_to_plan(cast: Cast, project: Activity) -> None:
    by = By(cast.offices["ebian"].pk, "receiver", cast.users["ebian-both"].pk)
    papers = {"notice": 1, "minutes": 2}
    for code, day, values in (
        ("post_village_notice", 4, {}),
        ("submit_to_town", 14, {}),
        ("submit_to_county", 24, {}),
        ("enter_library", 25, {"library_no": "K-1", "outside_negative_list": "是"}),
        ("put_in_plan", 26, {"plan_year": "2025"}),
    ):
        moved = take_step(project, Attempt(code, date(2025, 3, day), "receiver", values), by=by, document_ids=papers)
        assert moved.done, moved.problems


def test_a_proposal_waits_for_the_other_sides_signer_and_shows_in_its_list(cast: Cast, project: Activity) -> None:
    bring_to_plan(cast, project)
    signer = cast.client("signer")
    waiting = signer.get(reverse("waiting")).content.decode()
    assert "等我方答复 1 件" in waiting
    assert "列入年度计划" in waiting
    told = " ".join(re.sub(r"<[^>]+>", " ", cast.client("clerk").get(reverse("waiting")).content.decode()).split())
    assert "等签认人答复 1 件 由签认人办：示例 signer" in told, "a clerk is told who can answer"
    answer = reverse("answer_step", args=[project.number])
    assert cast.client("clerk").post(answer, {"word": "confirm"}).status_code == 403
    assert cast.client("ebian-both").post(answer, {"word": "confirm"}).status_code == 422
    refused = signer.post(answer, {"word": "object", "proposal": 5})
    assert refused.status_code == 422
    assert "不同意要写明理由" in refused.content.decode()
    assert signer.post(answer, {"word": "confirm", "proposal": 5}).status_code == 302
    project.standing.refresh_from_db()
    assert project.standing.state == "planned"


def test_an_undone_step_needs_its_reason_and_stays_in_the_timeline(cast: Cast, project: Activity) -> None:
    client = cast.client("ebian-both")
    post_step(client, project, "post_village_notice", **{"title-minutes": "会议纪要"})
    undo = reverse("undo_step", args=[project.number])
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "日期写错"}).status_code == 302
    shown = client.get(reverse("activity", args=[project.number])).content.decode()
    assert "撤回：发布村级公示" in shown
    assert "日期写错" in shown


def test_lists_narrow_sort_and_export(cast: Cast, project: Activity) -> None:
    make_project(cast, "示例-甲-1")
    client = cast.client("signer")
    address = f"{reverse('activities')}?kind=funds.project"
    assert "示例-甲-1" in client.get(address).content.decode()
    narrowed = client.get(f"{address}&q=示例-甲&state=proposed&sort=-title").content.decode()
    assert project.number not in narrowed
    assert "没有事项" in client.get(f"{address}&state=archived").content.decode()
    exported = client.get(f"{address}&export=1")
    assert exported.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert exported.content[:2] == b"PK"


@pytest.mark.parametrize("name", ["activities", "begin_activity", "carried_over", "waiting", "payouts"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_list_opens_in_both_languages(cast: Cast, project: Activity, name: str, language: str) -> None:
    client = cast.client("ebian-both")
    client.cookies["django_language"] = language
    assert client.get(reverse(name)).status_code == 200


def test_the_assessor_sees_an_activity_of_its_province(cast: Cast, project: Activity) -> None:
    assert cast.client("assessor").get(reverse("activity", args=[project.number])).status_code == 200


def test_an_overdue_step_is_warm_and_counted_in_the_menu(cast: Cast, project: Activity) -> None:
    client = cast.client("ebian-both")
    post_step(client, project, "post_village_notice", **{"title-minutes": "会议纪要"})
    assert project.steps.get().on_date < timezone.localdate()
    shown = client.get(reverse("waiting")).content.decode()
    assert "已过期 1 件" in shown
    assert '<span class="count hot">1</span>' in shown


def test_a_program_opens_steps_and_reads_an_activity_with_all_problems_told(cast: Cast) -> None:
    client = cast.client("ebian-both")

    def post(address: str, body: dict[str, object]):
        return client.post(address, body, content_type="application/json")

    body = {"kind": "funds.project", "title": "示例", "pairing": cast.pairings["keqiao"].pk, "opened_on": "2025-03-03"}
    wrong = post("/api/activities", {**body, "values": {**PROJECT_VALUES, "site": "", "households": "许多"}})
    assert wrong.status_code == 422
    assert {problem["field"] for problem in wrong.json()["problems"]} == {"site", "households"}
    opened = post("/api/activities", {**body, "values": PROJECT_VALUES})
    assert opened.status_code == 201, opened.content
    number = opened.json()["number"]
    assert opened.json()["steps_possible"] == ["post_village_notice", "drop"]
    step = {"step": "post_village_notice", "on_date": "2025-03-04", "documents": {"minutes": "会议纪要"}}
    assert post(f"/api/activities/{number}/steps", step).json()["state"] == "village_notice"
    undone = post(f"/api/activities/{number}/undo", {"reason": "日期写错"}).json()
    assert [one["act"] for one in undone["steps"]] == ["move", "undo"]
    assert client.get("/api/activities?kind=funds.project").json()["count"] == 1
    assert cast.client("shangyu-clerk").get(f"/api/activities/{number}").status_code == 403


def test_one_amount_splits_over_projects_to_the_fen_and_is_recorded_once_shown(cast: Cast, project: Activity) -> None:
    from shanhai.ledger.models import Entry

    second, third = make_project(cast, "示例-2"), make_project(cast, "示例-3")
    client = cast.client("ebian-both")
    rows = f"{project.number}\n{second.number} 1\n{third.number} 1"
    posted = {
        "amount": "100.00",
        "projects": rows,
        "on_date": "2025-05-09",
        "document_no": "示例 1 号",
        "purpose": "industry",
    }
    shown = client.post(reverse("split_amount"), posted).content.decode()
    assert ("33.34" in shown, shown.count("33.33"), "记入 3 条分解" in shown) == (True, 2, True)
    assert not Entry.objects.exists()
    asked = client.post(reverse("split_amount"), {**posted, "record": "1"})
    assert asked.status_code == 422
    assert "还没有批复" in asked.content.decode()
    assert not Entry.objects.exists()
    posted = {**posted, "record": "1", "accept": ["assigned.not_approved", "amount.range"]}
    assert client.post(reverse("split_amount"), posted).status_code == 302
    again = client.post(reverse("split_amount"), posted, follow=True)
    assert "以前已经记过" in again.content.decode()
    assert reverse("ledger") in again.redirect_chain[0][0]
    assert sorted(Entry.objects.values_list("amount", flat=True)) == [3333, 3333, 3334]
    wrong = client.post(reverse("split_amount"), {**posted, "projects": "XM-9999-1 2"})
    assert "没有这个项目" in wrong.content.decode()


def make_asset(cast: Cast) -> Activity:
    by = By(cast.offices["ebian"].pk, "receiver", cast.users["ebian-both"].pk)
    values = {
        "asset_kind": "经营性",
        "owner_level": "村级",
        "project_no": "早年项目-1",
        "site": "示例镇",
        "value_fen": "1万元",
    }
    opening = Opening(
        "funds.asset",
        "示例冷链仓",
        values,
        pairing_id=cast.pairings["keqiao"].pk,
        opened_on=START,
        accepted=frozenset({"origin.unknown"}),
    )
    asset = open_activity(opening, by=by).activity
    assert asset is not None
    rights = {"owner": "甲", "use_right": "乙", "income_right": "甲", "keeper": "示例村集体"}
    moved = take_step(asset, Attempt("hand_over", START, "receiver", rights), by=by, document_ids={"handover": 1})
    assert moved.done, moved.problems
    return asset


def test_an_assets_page_offers_its_quarterly_check_before_its_disposal(cast: Cast) -> None:
    asset = make_asset(cast)
    page = cast.client("ebian-both").get(reverse("activity", args=[asset.number])).content.decode()
    assert "走下一步：做季度检查" in page
    assert "走下一步：处置" not in page


def test_a_form_sent_twice_leads_to_the_one_project_it_opened(cast: Cast) -> None:
    client = cast.client("ebian-both")
    values = {f"v-{code}": value for code, value in PROJECT_VALUES.items()}
    posted = {**values, "title": "示例冷链仓", "pairing": cast.pairings["keqiao"].pk, "opened_on": "2025-03-03"}
    address = f"{reverse('begin_activity')}?kind=funds.project"
    first, second = client.post(address, posted), client.post(address, posted, follow=True)
    assert Activity.objects.count() == 1
    assert second.redirect_chain == [(first.headers["Location"], 302)]
    assert "已经登记过" in second.content.decode()


def test_one_odd_number_of_old_does_not_take_the_list_down(cast: Cast, project: Activity) -> None:
    odd = Activity.objects.create(
        kind="funds.project", number="a/b", title="旧项目", pairing_id=project.pairing_id, office_id=project.office_id,
        giver_place_id=project.giver_place_id, receiver_place_id=project.receiver_place_id, opened_on=START,
        values=project.values,
    )  # fmt: skip
    ActivityStanding.objects.create(activity=odd, kind=odd.kind, state="proposed", since=START)
    client = cast.client("ebian-both")
    listed = client.get(reverse("activities"))
    assert listed.status_code == 200
    address = reverse("activity", args=["a/b"])
    assert f'href="{address}"' in listed.content.decode()
    assert "旧项目" in client.get(address).content.decode()
    assert client.get(f"/api{address}").json()["number"] == "a/b"


def test_a_step_already_taken_says_so_when_the_browser_goes_back(cast: Cast, project: Activity) -> None:
    client = cast.client("ebian-both")
    post_step(client, project, "post_village_notice", **{"title-minutes": "会议纪要"})
    back = client.get(reverse("take_step", args=[project.number, "post_village_notice"]), follow=True)
    assert back.redirect_chain[0][0] == reverse("activity", args=[project.number])
    assert "2025-03-04 已经走过" in back.content.decode()
    again = post_step(client, project, "post_village_notice", **{"title-minutes": "会议纪要"})
    assert again.headers["Location"] == reverse("activity", args=[project.number])
    assert "已经走过" in client.get(again.headers["Location"]).content.decode()
    assert project.steps.count() == 1


def test_the_proposer_takes_a_step_back_on_the_page_and_through_the_api(cast: Cast, project: Activity) -> None:
    bring_to_plan(cast, project)
    client = cast.client("ebian-both")
    assert "收回这一步" in client.get(reverse("activity", args=[project.number])).content.decode()
    assert "收回这一步" not in cast.client("signer").get(reverse("activity", args=[project.number])).content.decode()
    client.post(reverse("withdraw_step", args=[project.number]), {"reason": "年度填错了", "proposal": "5"})
    project.standing.refresh_from_db()
    assert project.standing.awaits_side == ""
    shown = client.get(reverse("activity", args=[project.number])).content.decode()
    assert "已由提出方收回" in shown
    assert "年度填错了" in shown
    told = client.post(f"/api/activities/{project.number}/withdraw", {"reason": "再来"}, "application/json")
    assert told.status_code == 422


def test_the_quarterly_form_does_not_bring_last_quarters_judgement(cast: Cast) -> None:
    asset = make_asset(cast)
    client = cast.client("ebian-both")
    items = {f"v-{code}": "normal" for code in ITEM_CODES}
    post_step(client, asset, "check", **{"v-quarter": "2025年第一季度", **items, "on_date": "2025-04-02"})
    shown = client.get(reverse("take_step", args=[asset.number, "check"])).content.decode()
    assert "selected" not in shown.split('id="id-check_running"')[1].split("</select>")[0]
    copied = post_step(client, asset, "check", **{"v-quarter": "2025Q2", "on_date": "2025-07-02"})
    assert copied.status_code == 422
    twice = post_step(client, asset, "check", **{"v-quarter": "2025Q1", **items, "on_date": "2025-07-02"})
    assert "2025Q1" in twice.content.decode()
    assert twice.status_code == 422


def test_an_asset_of_a_project_nobody_knows_is_asked_about_and_stands_once_confirmed(cast: Cast) -> None:
    client = cast.client("ebian-both")
    values = {"v-asset_kind": "operating", "v-owner_level": "village", "v-project_no": "错号-1", "v-site": "示例镇",
              "v-value_fen": "1万元", "title": "示例仓", "pairing": cast.pairings["keqiao"].pk}  # fmt: skip
    address = f"{reverse('begin_activity')}?kind=funds.asset"
    asked = client.post(address, values)
    assert asked.status_code == 422
    assert 'name="accept" value="origin.unknown"' in asked.content.decode()
    assert client.post(address, {**values, "accept": "origin.unknown"}).status_code == 302


def test_projects_without_a_due_day_come_last_and_the_most_overdue_first(cast: Cast, project: Activity) -> None:
    by = By(cast.offices["ebian"].pk, "receiver", cast.users["ebian-both"].pk)
    later, blank = make_project(cast, "示例-2"), make_project(cast, "示例-3")
    for one, day in ((project, 4), (later, 20)):
        attempt = Attempt("post_village_notice", date(2025, 3, day), "receiver")
        assert take_step(one, attempt, by=by, document_ids={"minutes": 1}).done
    shown = cast.client("ebian-both").get(f"{reverse('activities')}?sort=due").content.decode()
    places = [shown.index(f">{one.number}<") for one in (project, later, blank)]
    assert places == sorted(places)


def test_an_ended_project_is_not_in_the_list_of_what_is_carried_over(cast: Cast, project: Activity) -> None:
    client = cast.client("ebian-both")
    client.post(reverse("split_amount"), {"amount": "10万", "projects": project.number, "on_date": "2025-03-02",
                                          "document_no": "1", "record": "1"})  # fmt: skip
    assert project.title in client.get(reverse("carried_over")).content.decode()
    ActivityStanding.objects.filter(activity=project).update(state="terminated")
    shown = client.get(reverse("carried_over")).content.decode()
    assert project.title not in shown
    assert "余款要收回" in shown
