"""Pages of pay-outs: terms kept, a period worked out, villages paid, and a village that sees its own line only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shanhai.activities.models import Activity
from shanhai.activities.move import By, Opening, open_activity
from shanhai.ledger.models import Entry
from shanhai.ledger.record import EntryDraft, record_entries, sign_entries
from shanhai.offices.models import Membership, Office, Role
from shanhai.payouts.models import PayoutLine, PayoutRun
from shanhai.registry.models import Party
from tests.payouts.signing import sign_agreement
from tests.web.conftest import Cast, make_user

WAN = 10_000 * 100
VILLAGES = "村集体\t出资（万元）\n甲村\t100\n乙村\t200\n合计\t300"
TERMS: dict[str, Any] = {
    "c0-code": "4.1", "c0-type": "fixed_return", "c0-from": "2022-01-01", "c0-to": "2028-12-31", "c0-rate": "10%",
    "method-capital": "100%", "villages": VILLAGES, "signed_on": "2022-01-10", "from_day": "2022-01-01",
}  # fmt: skip


def enter_capital(cast: Cast, enclave: Activity, day: date, amount_fen: int) -> None:
    """Enter capital of an enclave as the receiving side and sign it as the giving one."""
    draft = EntryDraft(
        kind="industry.enclave_capital", on_date=day, amount=amount_fen, pairing_id=enclave.pairing_id,
        from_party_id=cast.parties["ebian"].pk, to_party_id=cast.parties["keqiao"].pk,
        details={"enclave_no": enclave.number},
    )  # fmt: skip
    recorded = record_entries([draft], office=cast.offices["ebian"], user_id=1, spoken_side="receiver")
    assert not recorded.problems, recorded.problems
    sign_entries(list(recorded.serials), office=cast.offices["keqiao"], side="giver", user_id=2)


@pytest.fixture
def enclave(cast: Cast) -> Activity:
    by = By(cast.offices["keqiao"].pk, "giver", cast.users["signer"].pk)
    values = {"enclave_type": "weak_village", "direction": "forward", "site": "柯桥经开区"}
    pairing = cast.pairings["keqiao"].pk
    moved = open_activity(
        Opening("industry.enclave", "柯桥—峨边消薄飞地", values, pairing_id=pairing, opened_on=date(2022, 1, 5)), by=by
    )
    assert moved.activity is not None
    sign_agreement(moved.activity, by, By(cast.offices["ebian"].pk, "receiver", cast.users["ebian-both"].pk))
    enter_capital(cast, moved.activity, date(2022, 2, 1), 300 * WAN)
    return moved.activity


def keep(client: Client, enclave: Activity, **changes: Any) -> Any:
    return client.post(reverse("new_terms", args=[enclave.number]), {**TERMS, **changes})


def say_of_terms(client: Client, enclave: Activity, word: str, reason: str = "") -> Any:
    newest = enclave.term_sheets.order_by("-version").values_list("version", flat=True)[0]
    return client.post(reverse("answer_terms", args=[enclave.number, newest]), {"word": word, "reason": reason})


@pytest.fixture
def run(cast: Cast, enclave: Activity) -> PayoutRun:
    client = cast.client("clerk")
    assert keep(client, enclave).status_code == 302
    assert say_of_terms(cast.client("ebian-both"), enclave, "confirms").status_code == 302
    answer = client.post(reverse("begin_run", args=[enclave.number]), {"from": "2024-01-01", "to": "2024-12-31"})
    assert answer.status_code == 302, answer.content.decode()
    return PayoutRun.objects.get()


def step(client: Client, run: PayoutRun, code: str, **values: str) -> Any:
    today = run.activity.opened_on.isoformat()
    return client.post(reverse("take_step", args=[run.activity.number, code]), {"on_date": today, **values})


def bring_to_county(cast: Cast, run: PayoutRun, **paid: str) -> None:
    ebian, clerk, signer = cast.client("ebian-both"), cast.client("clerk"), cast.client("signer")
    number = run.activity.number
    assert step(ebian, run, "check").status_code == 302
    assert step(ebian, run, "confirm").status_code == 302
    assert signer.post(reverse("answer_step", args=[number]), {"word": "confirm"}).status_code == 302
    assert step(ebian, run, "request", **{"title-invoice": "请款函"}).status_code == 302
    assert step(clerk, run, "pay_county", **{"v-voucher_no": "示例-9"}, **paid).status_code == 302


def test_terms_are_kept_from_pasted_villages_and_shown(cast: Cast, enclave: Activity) -> None:
    client = cast.client("clerk")
    assert keep(client, enclave).status_code == 302
    shown = client.get(reverse("term_sheets", args=[enclave.number])).content.decode()
    assert "分给 2 个村" in shown
    assert "甲村" in shown
    assert Party.objects.get(name="甲村").place_id == "p511132"


def test_both_sides_words_on_the_terms_are_shown_and_waited_for(cast: Cast, enclave: Activity) -> None:
    clerk, ebian = cast.client("clerk"), cast.client("ebian-both")
    keep(clerk, enclave)
    address = reverse("term_sheets", args=[enclave.number])
    assert "双方确认之前不能测算" in clerk.get(address).content.decode()
    assert "测算这一期" not in clerk.get(address).content.decode()
    assert "对方提出条款第 1 版" in ebian.get(reverse("waiting")).content.decode()
    assert "条款" not in clerk.get(reverse("waiting")).content.decode().split("<main")[1]
    assert say_of_terms(clerk, enclave, "confirms").status_code == 403
    assert say_of_terms(ebian, enclave, "differs").status_code == 422
    assert say_of_terms(ebian, enclave, "differs", "第 4.1 条应为 12%").status_code == 302
    assert "第 4.1 条应为 12%" in clerk.get(reverse("waiting")).content.decode()
    assert "第 4.1 条应为 12%" in clerk.get(address).content.decode()
    keep(clerk, enclave, **{"c0-rate": "12%", "reason": "照山方意见"})
    assert say_of_terms(ebian, enclave, "confirms").status_code == 302
    shown = clerk.get(address).content.decode()
    assert "现行" in shown
    assert "测算这一期" in shown
    assert "对方提出条款" not in ebian.get(reverse("waiting")).content.decode()
    assert say_of_terms(ebian, enclave, "differs", "晚了").status_code == 422


def test_overlapping_clauses_a_gap_bad_shares_and_a_village_twice_are_all_told(cast: Cast, enclave: Activity) -> None:
    answer = keep(
        cast.client("clerk"), enclave,
        **{"c1-type": "fixed_return", "c1-code": "4.2", "c1-from": "2028-06-01", "c1-to": "2029-12-31", "c1-rate": "8%",
           "method-capital": "90%"},
    )  # fmt: skip
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "4.2 与 4.1 在 2028-06-01 至 2028-12-31 重叠" in shown
    assert "各种分法合计 90 %" in shown
    assert "让前一条止于后一条起始的前一天" in shown
    twice = keep(cast.client("clerk"), enclave, villages="甲村,100\n甲村,20", **{"method-capital": "90%"})
    assert "各种分法合计 90 %" in twice.content.decode()
    assert "第 2 行的甲村已在第 1 行" in twice.content.decode()
    assert not enclave.term_sheets.exists()


def test_a_list_of_villages_given_as_a_file_is_not_lost_with_another_fault(cast: Cast, enclave: Activity) -> None:
    file = SimpleUploadedFile("村.csv", "村集体,出资\n甲村,100\n乙村,200\n".encode())
    answer = keep(cast.client("clerk"), enclave, villages="", villages_file=file, **{"method-capital": "90%"})
    assert answer.status_code == 422
    assert "甲村\t100.00" in answer.content.decode()


def test_what_was_typed_stays_in_the_form(cast: Cast, enclave: Activity) -> None:
    shown = keep(cast.client("clerk"), enclave, **{"c0-rate": "一成"}).content.decode()
    assert 'value="一成"' in shown
    assert "比例写作“一成”" in shown


def test_each_line_shows_its_derivation_to_the_fen(cast: Cast, run: PayoutRun) -> None:
    shown = cast.client("signer").get(reverse("payout", args=[run.activity.number])).content.decode()
    assert "300,000.00" in shown
    assert "3,000,000.00 × 10%" in shown
    assert "100,000.00" in shown
    assert "200,000.00" in shown


def test_both_sides_confirm_then_villages_are_paid_once(cast: Cast, run: PayoutRun) -> None:
    bring_to_county(cast, run)
    ebian = cast.client("ebian-both")
    pay = reverse("pay_lines", args=[run.activity.number])
    assert cast.client("clerk").post(pay).status_code == 403
    assert ebian.post(pay, {"paid_on": run.activity.opened_on.isoformat()}).status_code == 302
    assert ebian.post(pay, {"paid_on": run.activity.opened_on.isoformat()}).status_code == 302
    assert Entry.objects.filter(kind="industry.enclave_payout").count() == 2
    assert step(ebian, run, "pay_villages").status_code == 302


def test_a_payment_to_villages_wants_a_day_that_can_be_read_and_is_not_before_the_county(
    cast: Cast, run: PayoutRun
) -> None:
    bring_to_county(cast, run)
    ebian, pay = cast.client("ebian-both"), reverse("pay_lines", args=[run.activity.number])
    for typed, told in (("", "读不懂"), ("3月5日", "读不懂"), ("2025-01-01", "早于付到县公司的")):
        answer = ebian.post(pay, {"paid_on": typed})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert not Entry.objects.filter(kind="industry.enclave_payout").exists()


def test_capital_that_came_late_is_told_everywhere_and_paid_by_a_supplement(
    cast: Cast, run: PayoutRun, enclave: Activity
) -> None:
    bring_to_county(cast, run)
    enter_capital(cast, enclave, date(2022, 3, 1), 30 * WAN)
    clerk = cast.client("clerk")
    for address in (
        reverse("payout", args=[run.activity.number]),
        reverse("term_sheets", args=[enclave.number]),
        reverse("waiting"),
    ):
        assert "测算补差，只付差额 30,000.00 元" in clerk.get(address).content.decode()
    answer = clerk.post(reverse("open_supplement", args=[run.activity.number]), {"due": "2026-12-31"})
    assert answer.status_code == 302
    shown = clerk.get(answer["Location"]).content.decode()
    assert "收益补差" in shown
    assert "减：已测算" in shown
    assert "−300,000.00" in shown
    assert "30,000.00" in shown
    assert "测算补差" not in clerk.get(reverse("waiting")).content.decode()
    assert clerk.post(reverse("open_supplement", args=[run.activity.number])).status_code == 422
    other = cast.client("shangyu-clerk")
    assert other.post(reverse("open_supplement", args=[run.activity.number])).status_code == 403


def test_capital_given_back_is_asked_about_and_can_be_entered(cast: Cast, enclave: Activity) -> None:
    client, address = cast.client("ebian-both"), f"{reverse('record_entry')}?kind=industry.enclave_capital"
    values = {"date": "2025-02-01", "giver_place": "柯桥区", "receiver_place": "峨边彝族自治县", "amount": "-100000",
              "giver_party": cast.parties["keqiao"].name, "receiver_party": cast.parties["ebian"].name,
              "enclave_no": enclave.number, "voucher_no": "退-1"}  # fmt: skip
    posted = {f"v-{name}": value for name, value in values.items()}
    asked = client.post(address, posted)
    assert asked.status_code == 422
    assert "是退回的本金就说明" in asked.content.decode()
    assert client.post(address, posted | {"accept": "capital.given_back"}).status_code == 302
    assert Entry.objects.filter(kind="industry.enclave_capital", amount=-10 * WAN).exists()


def test_a_village_named_twice_to_recover_from_is_told(cast: Cast, run: PayoutRun) -> None:
    address = reverse("begin_run", args=[run.term_sheet.enclave.number])
    posted = {"from": "2025-01-01", "to": "2025-12-31", "recoveries": "甲村 10\n甲村 20"}
    answer = cast.client("clerk").post(address, posted)
    assert answer.status_code == 422
    assert "追回第 2 行的甲村已在第 1 行" in answer.content.decode()


@pytest.mark.parametrize("year", ["99999999999", "0", "10000", "二〇二四"])
def test_a_year_that_is_none_leaves_the_list_as_it_is(cast: Cast, run: PayoutRun, year: str) -> None:
    assert run.activity.title in cast.client("clerk").get(reverse("payouts"), {"year": year}).content.decode()


def test_what_is_still_due_is_shown_and_its_payment_offered_until_the_whole_is_there(
    cast: Cast, run: PayoutRun
) -> None:
    bring_to_county(cast, run, **{"v-amount_paid_fen": "40000"})
    clerk, address = cast.client("clerk"), reverse("payout", args=[run.activity.number])
    shown = clerk.get(address).content.decode()
    assert "已到县公司 40,000.00 元，还差 260,000.00 元" in shown
    assert "付余款到县公司" in shown
    too_much = step(clerk, run, "pay_rest", **{"v-voucher_no": "示例-10", "v-amount_paid_fen": "260000.01"})
    assert too_much.status_code == 422
    assert "还应付 260,000.00" in too_much.content.decode()
    assert step(clerk, run, "pay_rest", **{"v-voucher_no": "示例-10"}).status_code == 302
    assert "还差" not in clerk.get(address).content.decode()


def test_a_rest_is_offered_only_while_something_is_due(cast: Cast, run: PayoutRun) -> None:
    bring_to_county(cast, run)
    assert (
        "付余款到县公司" not in cast.client("clerk").get(reverse("payout", args=[run.activity.number])).content.decode()
    )


def test_a_corrected_revenue_is_shown_and_blocks_the_answer(cast: Cast, run: PayoutRun, enclave: Activity) -> None:
    ebian = cast.client("ebian-both")
    step(ebian, run, "check")
    step(ebian, run, "confirm")
    enter_capital(cast, enclave, date(2022, 3, 1), 30 * WAN)
    signer = cast.client("signer")
    answer = signer.post(reverse("answer_step", args=[run.activity.number]), {"word": "confirm"})
    assert answer.status_code == 422
    assert "测算之后，所依据的条目有改动" in answer.content.decode()
    run.activity.standing.refresh_from_db()
    assert run.activity.standing.state == "checked"


@pytest.fixture
def village(cast: Cast, run: PayoutRun) -> Client:
    party = Party.objects.get(name="甲村")
    office = Office.objects.create(name="甲村（示例）", side="receiver", party=party, kind="village", is_example=True)
    cast.users["village"] = make_user("village")
    Membership.objects.create(user=cast.users["village"], office=office, role=Role.CLERK)
    return cast.client("village")


def test_a_village_sees_its_own_line_and_nobody_elses(cast: Cast, run: PayoutRun, village: Client) -> None:
    listed = village.get(reverse("payouts")).content.decode()
    assert run.activity.title in listed
    assert "100,000.00" in listed
    shown = village.get(reverse("payout", args=[run.activity.number])).content.decode()
    assert "甲村" in shown
    assert "乙村" not in shown
    assert village.get(reverse("term_sheets", args=[run.term_sheet.enclave.number])).status_code == 403


def test_a_village_gives_its_own_word_only(cast: Cast, run: PayoutRun, village: Client) -> None:
    own, other = (run.lines.get(party_id=Party.objects.get(name=name).pk) for name in ("甲村", "乙村"))

    def speak(line: PayoutLine, word: str, reason: str = "") -> int:
        address = reverse("line_word", args=[run.activity.number, line.pk])
        return village.post(address, {"word": word, "reason": reason}).status_code

    assert speak(own, "disputes") == 422
    assert speak(own, "disputes", "出资少记 5 万") == 302
    assert speak(other, "checks") == 404
    assert "出资少记 5 万" in cast.client("signer").get(reverse("payout", args=[run.activity.number])).content.decode()


def test_an_office_of_another_pairing_sees_no_pay_out(cast: Cast, run: PayoutRun) -> None:
    other = cast.client("shangyu-clerk")
    assert other.get(reverse("payout", args=[run.activity.number])).status_code == 403
    assert run.activity.number not in other.get(reverse("payouts")).content.decode()


def test_the_years_ahead_and_what_partners_add_are_worked_out_and_not_kept(cast: Cast, run: PayoutRun) -> None:
    client, before = cast.client("signer"), Entry.objects.count()
    address = reverse("enclave_outlook", args=[run.term_sheet.enclave.number])
    assert "300,000.00" in client.get(address).content.decode()
    posted = {"rent": "0", "partner-0": "地", "partner-1": "钱", "worth-0": "0", "worth-1": "0", "worth-2": "90"}
    shown = client.post(address, posted).content.decode()
    assert shown.count("45.00") == 2
    assert Entry.objects.count() == before


def test_the_years_ahead_name_what_stands_over_and_say_when_terms_are_only_proposed(
    cast: Cast, enclave: Activity
) -> None:
    client, address = cast.client("clerk"), reverse("enclave_outlook", args=[enclave.number])
    bounded = {"c0-type": "rent_share", "c1-code": "4.2", "c1-type": "floor", "c1-from": "2022-01-01",
               "c1-amount": "100,000", "c1-carries": "on"}  # fmt: skip
    assert keep(client, enclave, **bounded, **{"c0-to": ""}).status_code == 302
    shown = client.get(address).content.decode()
    assert "第 1 版双方还没有确认" in shown
    assert shown.count("上期结转 100,000.00") == 4
    assert "carried" not in shown
    assert say_of_terms(cast.client("ebian-both"), enclave, "confirms").status_code == 302
    assert "按双方确认的条款第 1 版" in client.get(address).content.decode()


def test_three_blank_rows_of_clauses_stand_open_and_more_are_had_on_demand(cast: Cast, enclave: Activity) -> None:
    client, address = cast.client("clerk"), reverse("new_terms", args=[enclave.number])
    at_once, more = client.get(address).content.decode().split("再写几条")
    assert at_once.count("-code") == 3
    assert "c19-code" in more
    keep(client, enclave)
    assert client.get(address).content.decode().split("再写几条")[0].count("-code") == 4


def test_a_fault_stands_beside_its_row_though_blank_rows_come_before(cast: Cast, enclave: Activity) -> None:
    below = {"c5-code": "9", "c5-type": "cap", "c5-from": "2030-01-01", "c5-amount": "5"}
    shown = keep(cast.client("clerk"), enclave, **below).content.decode()
    assert 'href="#id-c5-type"' in shown
    row = shown[shown.index('name="c5-code"') :]
    assert row.index("前面没有它要管的收益条款") < row.index('name="c6-code"')


def test_a_clause_without_its_type_is_not_passed_over(cast: Cast, enclave: Activity) -> None:
    shown = keep(cast.client("clerk"), enclave, **{"c1-from": "2029-01-01", "c1-rate": "5%"}).content.decode()
    assert "第 2 条没有选条款类型" in shown


def test_a_floor_above_the_rows_it_bounds_is_told_beside_it(cast: Cast, enclave: Activity) -> None:
    above = {"c0-code": "4.1", "c0-type": "floor", "c0-amount": "100000", "c1-code": "4.2", "c1-type": "rent_share",
             "c1-from": "2022-01-01", "c1-to": "2028-12-31", "c1-rate": "50%"}  # fmt: skip
    answer = keep(cast.client("clerk"), enclave, **above)
    assert answer.status_code == 422
    assert "把保底、封顶移到它所管的收益条款后面" in answer.content.decode()
    assert not enclave.term_sheets.exists()


def test_lines_and_runs_are_exported(cast: Cast, run: PayoutRun) -> None:
    client = cast.client("signer")
    for address in (reverse("payouts"), reverse("payout", args=[run.activity.number]),
                    reverse("term_sheets", args=[run.term_sheet.enclave.number])):  # fmt: skip
        assert client.get(f"{address}?export=1").content[:2] == b"PK"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_open_in_both_languages(cast: Cast, run: PayoutRun, language: str) -> None:
    client = cast.client("ebian-both")
    client.cookies["django_language"] = language
    number = run.term_sheet.enclave.number
    for address in (
        reverse("payout", args=[run.activity.number]),
        *(reverse(name, args=[number]) for name in ("term_sheets", "new_terms", "enclave_outlook", "activity")),
    ):
        assert client.get(address).status_code == 200


def test_a_wrong_list_is_corrected_from_the_page_and_each_village_is_told_what_moves(
    cast: Cast, run: PayoutRun, enclave: Activity
) -> None:
    bring_to_county(cast, run)
    page, form = reverse("payout", args=[run.activity.number]), reverse("open_correction", args=[run.activity.number])
    clerk = cast.client("ebian-both")
    assert "测算村间更正" not in clerk.get(page).content.decode()
    right = VILLAGES.replace("甲村\t100", "甲村\t200").replace("乙村\t200", "乙村\t100")
    assert (
        keep(cast.client("clerk"), enclave, villages=right, signed_on="2025-02-01", reason="抄反了").status_code == 302
    )
    assert say_of_terms(clerk, enclave, "confirms").status_code == 302
    assert "条款第 2 版，挪动 100,000.00 元" in clerk.get(page).content.decode()
    sheet = enclave.term_sheets.get(version=2).pk
    assert clerk.post(form, {"sheet": sheet, "reason": ""}).status_code == 422
    assert cast.client("shangyu-clerk").post(form, {"sheet": sheet, "reason": "抄反了"}).status_code == 403
    answer = clerk.post(form, {"sheet": sheet, "reason": "抄反了"})
    shown = clerk.get(answer["Location"]).content.decode()
    for told in ("从 1 个村收回 100,000.00 元", "−100,000.00", "重分应得 200,000.00", "抄反了", "合计为零"):
        assert told in shown
    moved = PayoutRun.objects.exclude(pk=run.pk).get()
    assert sorted(moved.lines.values_list("amount_fen", flat=True)) == [-10 * WAN, 10 * WAN]
    assert moved.activity.title in clerk.get(page).content.decode()
    assert "测算村间更正" not in clerk.get(page).content.decode()
    assert step(clerk, moved, "check").status_code == 302
    assert step(clerk, moved, "confirm_moves").status_code == 302
    word = reverse("answer_step", args=[moved.activity.number])
    assert cast.client("signer").post(word, {"word": "confirm"}).status_code == 302
    clerk.post(reverse("pay_lines", args=[moved.activity.number]), {"paid_on": moved.activity.opened_on.isoformat()})
    passport = clerk.get("/figures/enclave_revenue_paid?receiver=511132&basis=reported").content.decode()
    assert '<span class="sub">村间更正</span>' in passport
