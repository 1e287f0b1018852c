"""The passport: one number on three bases, the entries behind it, what was left out, and the way to each proof."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from shanhai.ledger.record import sign_entries
from tests.web.conftest import Cast
from tests.web.figures_cast import arrived, fill_ledger

ADDRESS = "/figures/assistance_funds_received?giver=330603&receiver=511132"


def page(cast: Cast, address: str = ADDRESS, user: str = "signer") -> str:
    answer = cast.client(user).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_agreed_value_is_shown_large_and_exact_with_how_many_entries_make_it(cast: Cast) -> None:
    fill_ledger(cast)
    shown = page(cast)
    assert "4,430.00<small>万元</small>" in shown
    assert "即 44,300,000.00 元，2 条。" in shown
    assert "由这 2 条组成" in shown


def test_the_three_bases_stand_beside_each_other_in_one_unit_with_why_they_differ(cast: Cast) -> None:
    fill_ledger(cast)
    shown = page(cast)
    assert "0.4430" in shown
    assert "0.7680" in shown
    assert "1.0000" in shown
    assert "+3,250.00" in shown
    assert "2 条未双签" in shown
    assert "1 处说法，见文载" in shown


def test_each_basis_is_a_permanent_address_of_its_own(cast: Cast) -> None:
    fill_ledger(cast)
    assert "7,680.00<small>万元</small>" in page(cast, f"{ADDRESS}&basis=reported")
    assert "1.0000<small>亿元</small>" in page(cast, f"{ADDRESS}&basis=stated")


def test_every_entry_leads_to_itself_and_to_its_document(cast: Cast) -> None:
    serials = fill_ledger(cast)
    shown = page(cast)
    assert f"/entries/{serials['first']}" in shown
    assert "协作公报（示例）" in shown
    assert f"/entries/{serials['first']}#documents" in shown


def test_what_was_left_out_is_named_with_its_reason(cast: Cast) -> None:
    serials = fill_ledger(cast)
    shown = page(cast)
    out = shown[shown.index('id="out"') : shown.index('id="sig"')]
    assert f"/entries/{serials['pending']}" in out
    assert f"/entries/{serials['differs']}" in out
    assert "另 50 万元未到" in out
    assert "对方还没有签" in out


def test_a_period_narrows_the_figure_and_says_what_lies_outside_it(cast: Cast) -> None:
    fill_ledger(cast)
    shown = page(cast, f"{ADDRESS}&from=2026-01-01&to=2026-03-31")
    assert "即 31,500,000.00 元，1 条。" in shown
    assert "不在期间内" in shown


def test_the_figure_of_a_past_day_is_what_was_known_then(cast: Cast) -> None:
    fill_ledger(cast)
    yesterday = timezone.localdate() - timedelta(days=1)
    shown = page(cast, f"{ADDRESS}&as_of={yesterday.isoformat()}")
    assert "这个范围还没有条目" in shown
    assert '<p class="big hero">—</p>' in shown


def test_no_entries_is_shown_as_nothing_and_never_as_zero(cast: Cast) -> None:
    shown = page(cast)
    assert "没有条目不等于零" in shown
    assert "0.00<small>" not in shown


def test_a_reported_zero_is_a_zero(cast: Cast) -> None:
    from datetime import date

    from shanhai.ledger.record import record_entries

    draft = arrived(cast, 0, date(2026, 5, 1))
    recorded = record_entries([draft], office=cast.offices["keqiao"], user_id=None, spoken_side="giver", match=False)
    if not recorded.serials:
        pytest.skip("this kind refuses a zero")
    assert "0.00<small>元</small>" in page(cast, f"{ADDRESS}&basis=reported")


def test_an_entry_signed_elsewhere_moves_the_figure_on_the_next_load(cast: Cast) -> None:
    serials = fill_ledger(cast)
    reader = cast.client("viewer")
    assert "即 44,300,000.00 元" in reader.get(ADDRESS).content.decode()
    sign_entries([serials["pending"]], office=cast.offices["ebian"], side="receiver", user_id=None)
    assert "即 44,800,000.00 元" in reader.get(ADDRESS).content.decode()


def test_the_days_it_was_known_on_and_who_signed_are_told(cast: Cast) -> None:
    fill_ledger(cast)
    shown = page(cast)
    assert "峨边县协作办（示例）签认 2 条" in shown
    assert "柯桥区协作办（示例）上报 2 条" in shown
    assert timezone.localdate().isoformat() in shown[shown.index('id="known"') :]


def test_json_and_workbook_carry_the_same_number(cast: Cast) -> None:
    fill_ledger(cast)
    told = json.loads(cast.client("signer").get(f"{ADDRESS}&format=json").content)
    assert (told["value"], told["basis"], told["entries"]) == ("44300000.00", "agreed", 2)
    workbook = cast.client("signer").get(f"{ADDRESS}&format=xlsx")
    assert workbook.content[:2] == b"PK"
    assert "assistance_funds_received" in workbook.headers["Content-Disposition"]


def test_an_office_that_touches_neither_side_sees_nothing_of_it(cast: Cast) -> None:
    fill_ledger(cast)
    shown = page(cast, ADDRESS, "shangyu-clerk")
    assert "44,300,000" not in shown
    assert "这个范围本机构看不到" in shown


def test_an_assessor_sees_the_whole_of_its_subtree(cast: Cast) -> None:
    fill_ledger(cast)
    assert "即 44,300,000.00 元" in page(cast, ADDRESS, "assessor")


def test_words_of_the_address_that_cannot_be_read_are_told_with_what_would_be_right(cast: Cast) -> None:
    shown = page(cast, "/figures/assistance_funds_received?giver=没有这个地方&from=2026-13-01")
    assert "日期“2026-13-01”读不出，应写成 2026-11-22" in shown
    assert "找不到“没有这个地方”" in shown


def test_an_unknown_indicator_is_not_found(cast: Cast) -> None:
    assert cast.client("signer").get("/figures/no_such_thing").status_code == 404


def test_the_index_tells_which_indicators_have_entries_and_which_only_statements(cast: Cast) -> None:
    fill_ledger(cast)
    some = page(cast, "/figures")
    assert "到位协作资金" in some
    every = page(cast, "/figures?show=all")
    assert every.count('<span class="sub mono">') > some.count('<span class="sub mono">')


def test_english_says_the_same_in_english(cast: Cast) -> None:
    fill_ledger(cast)
    client = cast.client("signer")
    client.cookies["django_language"] = "en"
    shown = client.get(ADDRESS).content.decode()
    assert "44.30<small>million CNY</small>" in shown
    assert "Exactly 44,300,000.00 CNY in 2 entries." in shown
    assert "Left out, and why" in shown
