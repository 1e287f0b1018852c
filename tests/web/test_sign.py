"""The sign queue: what waits, both amounts side by side, and what each button writes and does not write."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from shanhai.catalogue.words import Words
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Entry, OpenEntry, Signature
from shanhai.ledger.record import record_entries, sign_entries
from shanhai.ledger.standing import standing_of
from shanhai.offices.models import AuditEvent, Membership, Role
from shanhai.web.pages.sign import read_amount
from tests.journeys.browsing import fill_in_sign_in
from tests.web.conftest import PASSWORD, Cast


def record(cast: Cast, count: int = 3, *, office: str = "keqiao", pairing: str = "keqiao") -> list[int]:
    """Entries of funds that arrived, one a month, in the giver's word; each of as many 万元 as its month."""
    drafts = [
        EntryDraft(
            kind="funds.arrived",
            on_date=date(2025, number % 12 + 1, 1 + number // 12),
            amount=(number + 1) * 1_000_000,
            pairing_id=cast.pairings[pairing].pk,
            from_party_id=cast.parties["keqiao"].pk,
            to_party_id=cast.parties["ebian"].pk,
            details={"voucher_no": f"示例-{number}"},
        )
        for number in range(count)
    ]
    recorded = record_entries(
        drafts, office=cast.offices[office], user_id=None, spoken_side="giver", match=False, is_example=True
    )
    assert not [problem for problem in recorded.problems if problem.weight == "blocks"], recorded.problems
    return list(recorded.serials)


def post(client: Client, do: str, address: str = "/sign", **values: Any):
    return client.post(address, {"do": do, **values}, follow=True)


def differ(cast: Cast, serial: int, amount: str = "0.5") -> None:
    post(
        cast.client("ebian-both"),
        f"differ:{serial}",
        **{f"amount-{serial}": amount, f"differ-reason-{serial}": "回单金额不同"},
    )


def test_the_other_side_sees_what_waits_and_the_side_that_entered_it_does_not(cast: Cast) -> None:
    record(cast)
    assert "待我签 3 条" in cast.client("ebian-both").get("/sign").content.decode()
    ours = cast.client("signer").get("/sign").content.decode()
    assert "没有待签的条目" in ours
    assert "对方还有 3 条没有签" in ours


def test_signing_one_entry_needs_no_question_and_leaves_its_trace(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    answer = post(cast.client("ebian-both"), f"sign:{serial}")
    assert standing_of([serial])[serial].state == "agreed"
    assert "已签认" in answer.content.decode()
    assert AuditEvent.objects.filter(action="entry.sign", subject=str(serial)).exists()


def test_signing_several_asks_once_with_their_number_and_sum(cast: Cast) -> None:
    serials = record(cast)
    client = cast.client("ebian-both")
    asked = post(client, "sign", serial=serials).content.decode()
    assert "签认 3 条，合计 6.00 万元" in asked
    assert not Signature.objects.exists()
    post(client, "sign", serial=serials, confirmed="3")
    assert {one.state for one in standing_of(serials).values()} == {"agreed"}


def test_a_question_answered_for_another_selection_is_put_again(cast: Cast) -> None:
    serials = record(cast)
    answer = post(cast.client("ebian-both"), "sign", serial=serials[:2], confirmed="3").content.decode()
    assert "签认 2 条" in answer
    assert not Signature.objects.exists()


def test_what_is_not_ours_to_sign_is_told_item_by_item_and_the_rest_is_signed(cast: Cast) -> None:
    own = record(cast, 1)[0]
    client = cast.client("ebian-both")
    answer = client.post("/sign", {"do": "sign", "serial": [own, 999], "confirmed": "2"}).content.decode()
    assert standing_of([own])[own].state == "agreed"
    assert "不由本机构签认" in answer
    assert "999" in answer


def test_nobody_signs_what_its_own_office_entered(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    post(cast.client("signer"), f"sign:{serial}")
    assert not Signature.objects.exists()


@pytest.mark.parametrize("user", ["clerk", "viewer", "assessor", "administrator"])
def test_only_signers_give_a_word(cast: Cast, user: str) -> None:
    serial = record(cast, 1)[0]
    assert cast.client(user).post("/sign", {"do": f"sign:{serial}"}).status_code == 403
    assert not Signature.objects.exists()


def test_the_view_of_the_other_side_signs_nothing(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    client = cast.client("ebian-both")
    client.post("/view", {"view": "other", "next": "/sign"})
    session = client.session
    session["as_other_side"] = True
    session.save()
    assert client.post("/sign", {"do": f"sign:{serial}"}).status_code == 403
    assert not Signature.objects.exists()


def test_differing_asks_for_an_amount_and_a_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    client = cast.client("ebian-both")
    reason = {f"differ-reason-{serial}": "回单金额不同"}
    wrong = post(client, f"differ:{serial}", **{f"amount-{serial}": "12,5OO"}, **reason).content.decode()
    assert "“12,5OO”读不成一个数" in wrong
    assert 'value="12,5OO"' in wrong
    assert 'value="回单金额不同"' in wrong
    without = post(client, f"differ:{serial}", **{f"amount-{serial}": "0.5"}).content.decode()
    assert "没有写理由" in without
    same = post(client, f"differ:{serial}", **{f"amount-{serial}": "1.00"}, **reason).content.decode()
    assert "我方的数与对方相同" in same
    assert not Signature.objects.exists()


def test_yuan_typed_where_ten_thousands_are_asked_for_are_not_taken(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    client = cast.client("ebian-both")
    reason = {f"differ-reason-{serial}": "回单金额不同"}
    asked = post(client, f"differ:{serial}", **{f"amount-{serial}": "9,999"}, **reason).content.decode()
    assert "“9,999”按万元读是 9,999.00 万元，比对方大得多" in asked
    assert not Signature.objects.exists()
    post(client, f"differ:{serial}", **{f"amount-{serial}": "9,999元"}, **reason)
    assert Signature.objects.get().amount == 999_900


def test_a_difference_shows_both_amounts_and_the_gap_between_them(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    differ(cast, serial)
    page = cast.client("signer").get("/sign").content.decode()
    assert "有异 1 条" in page
    assert "1.00<small>万元</small>" in page
    assert "0.50<small>万元</small>" in page
    assert "山方少 0.50 万元" in page
    assert "50.0%" in page
    assert "回单金额不同" in page


def test_amounts_that_stand_side_by_side_are_written_in_one_unit(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    differ(cast, serial, "4999.55元")
    page = cast.client("signer").get("/sign").content.decode()
    assert "10,000.00<small>元</small>" in page
    assert "4,999.55<small>元</small>" in page


def test_accepting_reverses_the_entry_and_enters_the_other_amount(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    differ(cast, serial)
    post(cast.client("signer"), f"accept:{serial}")
    assert standing_of([serial])[serial].state == "reversed"
    newest = Entry.objects.order_by("serial").last()
    assert newest is not None
    assert newest.amount == 500_000
    assert OpenEntry.objects.get(entry_serial=newest.serial).awaits == "receiver"


def test_splitting_enters_what_the_other_side_says_and_the_rest(cast: Cast) -> None:
    serial = record(cast, 2)[1]
    differ(cast, serial, "1.5")
    post(cast.client("signer"), f"split:{serial}")
    waiting = OpenEntry.objects.filter(state="pending").exclude(entry_serial__lte=serial)
    amounts = Entry.objects.filter(serial__in=waiting.values("entry_serial")).values_list("amount", flat=True)
    assert sorted(amounts) == [500_000, 1_500_000]


def test_holding_needs_a_reason_and_then_waits_for_the_other_side(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    differ(cast, serial)
    client = cast.client("signer")
    assert "没有写理由" in post(client, f"hold:{serial}").content.decode()
    post(client, f"hold:{serial}", **{f"hold-reason-{serial}": "拨款通知为准"})
    assert OpenEntry.objects.get(entry_serial=serial).awaits == "receiver"
    assert "拨款通知为准" in cast.client("ebian-both").get("/sign").content.decode()


def test_somebody_who_acted_meanwhile_is_told_and_nothing_is_written_twice(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    client = cast.client("ebian-both")
    seen = re.search(r'name="as_seen" value="(\d+)"', client.get("/sign").content.decode())
    assert seen
    sign_entries([serial], office=cast.offices["ebian"], side="receiver", user_id=None)
    answer = post(client, f"sign:{serial}", as_seen=seen[1]).content.decode()
    assert "没有" in answer
    assert Signature.objects.count() == 1


def test_filters_narrow_the_queue_and_stay_in_view_when_nothing_is_left(cast: Cast) -> None:
    record(cast, 2)
    client = cast.client("ebian-both")
    assert "待我签 2 条" in client.get("/sign?kind=funds.arrived").content.decode()
    nothing = client.get("/sign?kind=funds.paid").content.decode()
    assert "这个范围没有待签的条目" in nothing
    assert '<option value="funds.paid" selected>' in nothing
    pairing = cast.pairings["shangyu"].pk
    assert "这个范围没有待签的条目" in client.get(f"/sign?pairing={pairing}").content.decode()


def test_a_page_holds_fifty_rows_and_a_whole_range_can_be_signed_with_one_question(cast: Cast) -> None:
    serials = record(cast, 60)
    client = cast.client("ebian-both")
    address = f"/sign?kind=funds.arrived&pairing={cast.pairings['keqiao'].pk}"
    page = client.get(address).content.decode()
    assert page.count('name="serial"') == 50
    asked = post(client, "sign_all", address).content.decode()
    assert "签认 60 条" in asked
    post(client, "sign_all", address, confirmed="60")
    assert {one.state for one in standing_of(serials).values()} == {"agreed"}


def test_a_range_too_wide_for_one_decision_is_never_signed_whole(cast: Cast) -> None:
    record(cast, 3)
    post(cast.client("ebian-both"), "sign_all", confirmed="3")
    assert not Signature.objects.exists()


def test_an_empty_queue_says_when_this_office_last_signed_and_what_is_owed(cast: Cast) -> None:
    serial = record(cast, 1)[0]
    client = cast.client("ebian-both")
    post(client, f"sign:{serial}")
    page = client.get("/sign").content.decode()
    assert "今天签完了" in page


def test_the_partial_answer_is_the_queue_alone(cast: Cast) -> None:
    serial = record(cast, 2)[0]
    client = cast.client("ebian-both")
    answer = client.post("/sign", {"do": f"sign:{serial}"}, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="queue"')
    assert 'data-waiting="1"' in answer


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("3,150.00", "CNY", 3_150_000_000),
        ("315元", "CNY", 31_500),
        ("１２", "person", 12),
        ("1.2亿", "CNY", 12_000_000_000),
    ],
)
def test_an_amount_is_read_in_the_unit_of_the_form_unless_it_names_its_own(text: str, unit: str, amount: int) -> None:
    assert read_amount(text, unit) == amount


@pytest.mark.parametrize("text", ["", "12,5OO", "约3万", "三和五", "4人"])
def test_what_is_no_single_amount_is_told_with_what_would_be_right(text: str) -> None:
    assert isinstance(read_amount(text, "CNY"), Words)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_queue_is_worked_with_keys_alone(cast: Cast, live_server: Any, page: Page) -> None:
    record(cast, 4)
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    fill_in_sign_in(page, live_server.url, "ebian-both", PASSWORD)
    page.goto(f"{live_server.url}/sign")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-chosen-sum]")).to_have_text("3.00 万元")
    page.keyboard.press("Shift+S")
    expect(page.locator("[data-ask] [data-focus]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#queue [data-item]")).to_have_count(2)
    expect(page.locator('.nav [data-go="s"] .count')).to_have_text("2")
    expect(page.locator("#queue [data-item]").last).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#queue [data-item]")).to_have_count(1)
    expect(page.locator("#queue [data-item]")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("#queue [data-item] input[id^=amount]")).to_be_focused()
    page.keyboard.type("2.5")
    page.keyboard.press("Tab")
    page.keyboard.type("回单不同")
    page.keyboard.press("Enter")
    expect(page.locator("[data-outcomes]")).to_contain_text("已提异")
    assert faults == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_word_that_did_not_arrive_is_told_until_one_does(cast: Cast, live_server: Any, page: Page) -> None:
    record(cast, 2)
    fill_in_sign_in(page, live_server.url, "ebian-both", PASSWORD)
    page.goto(f"{live_server.url}/sign")
    page.route("**/sign", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.keyboard.press("j")
    page.keyboard.press("s")
    told = page.locator("[data-not-done]")
    expect(told).to_contain_text("没有收到服务器的回答")
    page.unroute("**/sign")
    page.route(
        "**/sign",
        lambda route: route.fulfill(status=502) if route.request.method == "POST" else route.continue_(),
    )
    page.keyboard.press("s")
    expect(told).to_have_text("没有办成（502），账本没有变。请刷新这一页再试；仍不行，请报修。")
    expect(page.locator("#queue [data-item]")).to_have_count(2)
    page.unroute("**/sign")
    page.keyboard.press("s")
    expect(page.locator("#queue [data-item]")).to_have_count(1)
    expect(told).to_have_count(0)


def test_the_amounts_of_the_queue_are_written_in_one_unit(cast: Cast) -> None:
    drafts = [
        EntryDraft(
            kind="funds.arrived",
            on_date=date(2025, month, 1),
            amount=amount,
            pairing_id=cast.pairings["keqiao"].pk,
            details={"voucher_no": f"示例-{month}"},
        )
        for month, amount in ((1, 777_700), (2, 100_000))
    ]
    record_entries(drafts, office=cast.offices["keqiao"], user_id=None, spoken_side="giver", match=False)
    page = cast.client("ebian-both").get("/sign").content.decode()
    assert "7,777.00 元" in page
    assert "1,000.00 元" in page
    assert "0.10 万元" not in page


def test_who_entered_an_entry_is_told_that_somebody_else_signs_it_for_the_other_side(cast: Cast) -> None:
    own, other = record(cast, 2)
    both = cast.users["signer"]
    Membership.objects.create(user=both, office=cast.offices["ebian"], role=Role.SIGNER)
    draft = EntryDraft(
        kind="funds.arrived",
        on_date=date(2025, 9, 3),
        amount=7_000_000,
        pairing_id=cast.pairings["keqiao"].pk,
        from_party_id=cast.parties["keqiao"].pk,
        to_party_id=cast.parties["ebian"].pk,
    )
    entered = record_entries([draft], office=cast.offices["keqiao"], user_id=both.pk, spoken_side="giver", match=False)
    (serial,) = entered.serials
    client = cast.client("signer")
    client.post("/office-in-use", {"office": cast.offices["ebian"].pk})
    page = client.get("/sign").content.decode()
    assert "请本机构另一位签认人办理" in page
    assert f"sign:{own}" in page
    assert f"sign:{serial}" not in page
    told = post(client, f"sign:{serial}").content.decode()
    assert "同一个人不能替两方说话" in told
    asked = post(client, "sign", serial=[own, other, serial]).content.decode()
    assert "签认 2 条" in asked
    assert "另有 1 条" in asked
    assert standing_of([serial])[serial].state == "pending"
    assert "请本机构另一位签认人办理" in client.get(f"/entries/{serial}").content.decode()


OUTSIDE_PLAN = "其中 0.50 万元为社会捐助，应记计划外款物"


def dispute(cast: Cast, reason: str = OUTSIDE_PLAN) -> int:
    """An entry of 1 万元 of which the other side takes half, for this reason."""
    serial = record(cast, 1)[0]
    post(
        cast.client("ebian-both"),
        f"differ:{serial}",
        **{f"amount-{serial}": "0.5", f"differ-reason-{serial}": reason},
    )
    return serial


def test_the_button_that_splits_uses_the_kind_the_reason_names(cast: Cast) -> None:
    serial = dispute(cast)
    for address in ("/sign", f"/entries/{serial}"):
        shown = cast.client("signer").get(address).content.decode()
        assert f'href="/entries/{serial}/split?kind=funds.outside_plan"' in shown
        assert "0.50 万元 计划外款物" in shown


def test_a_reason_that_names_no_kind_leaves_the_choice(cast: Cast) -> None:
    serial = dispute(cast, "回单金额不同")
    shown = cast.client("signer").get("/sign").content.decode()
    assert f'value="split:{serial}"' in shown
    page = cast.client("signer").get(f"/entries/{serial}/split").content.decode()
    assert 'value="funds.arrived" selected' in page
    assert 'value="charity.money"' in page
    assert 'value="labour.' not in page, "what counts in persons is no part of an amount of money"


def test_the_rest_of_a_split_entry_becomes_an_entry_of_the_chosen_kind(cast: Cast) -> None:
    serial = dispute(cast)
    client = cast.client("signer")
    address = f"/entries/{serial}/split?kind=funds.outside_plan"
    missing = client.post(address, {"v-date": "2025-01-01"})
    assert missing.status_code == 422
    assert "款物" in missing.content.decode()
    assert standing_of([serial])[serial].state == "differs", "nothing is written while a required column is blank"
    posted = {"v-date": "2025-01-01", "v-form": "款", "v-amount": "99", "v-giver_place": "越城区"}
    assert client.post(address, posted).status_code == 302
    parts = Entry.objects.filter(replaces_serial=serial).order_by("serial")
    assert [(one.kind, one.amount, one.spoken_side) for one in parts] == [
        ("funds.arrived", 500_000, "giver"),
        ("funds.outside_plan", 500_000, "giver"),
    ], "amount and places are the entry's own, whatever was posted"
    assert standing_of([serial])[serial].state == "reversed"
    assert OpenEntry.objects.filter(entry_serial__in=[one.serial for one in parts], state="pending").count() == 2


@pytest.mark.parametrize("user", ["clerk", "ebian-both", "viewer", "outsider"])
def test_only_the_office_that_must_answer_may_split(cast: Cast, user: str) -> None:
    serial = dispute(cast)
    assert cast.client(user).get(f"/entries/{serial}/split").status_code == 403
