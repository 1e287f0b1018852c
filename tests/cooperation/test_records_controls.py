"""Checks that compare a row with what is known already: certificates, chains, refunds, canteens, gifts, lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Terms
from shanhai.figures.fold import list_simple

Known = Mapping[tuple[str, str], tuple[dict[str, Any], ...]]
CERTIFICATE = {"date": "2025-01-01", "amount": 1, "valid_from": "2025-01-01", "valid_to": "2025-12-31"}
ORDER = {"kind": "consumption.purchase", "date": "2025-06-01", "amount": 58_000, "order_no": "A1", "product": "茶"}


def find(row: dict[str, Any], known: Known | None = None, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the Problems of a row by code, with the words of each in Chinese."""
    terms = Terms(
        settings={**BOOK.setting_values(), **(settings or {})},
        today="2026-11-12",
        standing=lambda kind, subject: tuple((known or {}).get((kind, subject), ())),
    )
    problems = [one for control in BOOK.controls_of(row["kind"]) for one in control.check(row, terms)]
    for one in problems:
        assert one.right is not None
        assert "{" not in one.what.zh + one.what.en + one.right.zh + one.right.en
    return {one.code: one for one in problems}


@pytest.mark.parametrize(
    ("day", "known", "code"),
    [
        ("2025-06-01", (CERTIFICATE,), None),
        ("2025-12-31", (CERTIFICATE,), None),
        ("2026-01-01", (CERTIFICATE,), "certificate.lapsed"),
        ("2024-12-31", (CERTIFICATE,), "certificate.lapsed"),
        ("2026-01-01", (CERTIFICATE, {**CERTIFICATE, "date": "2025-12-20", "valid_to": "2027-01-01"}), None),
        ("2025-06-01", (CERTIFICATE, {**CERTIFICATE, "date": "2025-05-01", "amount": 0}), "certificate.lapsed"),
        ("2025-06-01", (), "certificate.unknown"),
    ],
)
def test_a_certificate_counts_only_on_days_it_was_valid(day: str, known: Any, code: str | None) -> None:
    row = {**ORDER, "date": day, "certificate_no": "C1"}
    found = find(row, {("consumption.product", "C1"): known})
    assert set(found) == ({code} if code else set())
    if code == "certificate.lapsed":
        assert found[code].weight == "blocks"
        assert day in found[code].what.zh


def test_where_a_certificate_is_required_an_order_without_one_waits() -> None:
    assert find(ORDER) == {}
    assert set(find(ORDER, settings={"consumption.certificate_required": True})) == {"certificate.missing"}


def test_a_channel_outside_the_places_list_is_asked_about() -> None:
    row = {**ORDER, "channel": "barracks"}
    assert find(row) == {}
    found = find(row, settings={"consumption.channels": ("offices", "fairs")})
    assert set(found) == {"choice.not_offered"}
    assert found["choice.not_offered"].weight == "ask"
    assert "进机关、展销会" in found["choice.not_offered"].right.zh


def test_a_resold_order_names_another_one_that_is_told() -> None:
    assert set(find({**ORDER, "upstream_order_no": "a1"})) == {"chain.itself"}
    assert set(find({**ORDER, "upstream_order_no": "B7"})) == {"chain.unknown"}
    assert find({**ORDER, "upstream_order_no": "B7"}, {("consumption.assisted_sale", "B7"): (ORDER,)}) == {}


def test_only_the_first_sale_out_of_the_county_counts() -> None:
    for code in ("consumption_assistance_sales", "consumption_sales_paired_county", "consumption_sales_whole_province"):
        value = BOOK.indicator(code).value
        assert value is not None
        assert all(("upstream_order_no", "") in fold.where for fold in list_simple(value))


def test_goods_said_to_come_from_elsewhere_are_not_asked_about() -> None:
    terms = Terms(settings=BOOK.setting_values(), today="2026-01-01", pairing_receivers=lambda *_: frozenset({"p1"}))
    row = {**ORDER, "giver_place": "g", "origin_place": "p2"}
    codes = [one.code for control in BOOK.controls_of(row["kind"]) for one in control.check(row, terms)]
    assert "origin.not_paired" in codes
    wider = {**row, "wider_origin": "province"}
    assert not [one for control in BOOK.controls_of(row["kind"]) for one in control.check(wider, terms)]


def test_refunds_of_an_order_are_never_more_than_its_payment() -> None:
    refund = {
        "kind": "consumption.refund",
        "date": "2025-07-01",
        "order_no": "A1",
        "refund_no": "T1",
        "amount": -40_000,
    }
    paid = {("consumption.purchase", "A1"): (ORDER,)}
    assert find(refund, paid) == {}
    assert set(find({**refund, "amount": -58_001}, paid)) == {"refund.above_payment"}
    second = {**paid, ("consumption.refund", "A1"): ({**refund, "amount": -30_000},)}
    assert set(find(refund, second)) == {"refund.above_payment"}
    assert set(find({**refund, "amount": 100}, paid)) == {"refund.positive"}
    assert set(find(refund)) == {"refund.no_order"}


def test_what_is_taken_back_of_a_project_is_not_more_than_was_assigned() -> None:
    row = {"kind": "funds.returned", "date": "2025-07-01", "project_no": "P1", "amount": 500_000_00}
    assigned = {("funds.assigned", "P1"): ({"amount": 400_000_00},)}
    assert set(find(row, assigned)) == {"returned.above_assigned"}
    assert find({**row, "amount": 400_000_00}, assigned) == {}


def test_canteens_file_by_their_arrangement() -> None:
    row = {"kind": "consumption.canteen_total", "date": "2025-12-31", "canteen_unit": "甲", "canteen_year": 2025}
    assert find({**row, "arrangement": "own", "amount": 100}) == {}
    assert find({**row, "arrangement": "outsourced", "amount": 100}) == {}
    assert set(find({**row, "arrangement": "outsourced", "amount": 0})) == {"canteen.empty"}
    assert find({**row, "arrangement": "none", "amount": 0}) == {}
    assert set(find({**row, "arrangement": "none", "amount": 100})) == {"canteen.no_quota"}
    assert set(find({**row, "arrangement": "filed_elsewhere", "amount": 0})) == {"canteen.filed_by"}
    assert find({**row, "arrangement": "filed_elsewhere", "amount": 0, "filed_by": "乙"}) == {}


def test_a_reserved_share_below_the_setting_is_asked_about() -> None:
    row = {"kind": "consumption.canteen_reserved", "date": "2025-12-31", "canteen_unit": "甲", "canteen_year": 2025}
    known = {
        ("consumption.canteen_total", "甲"): (
            {"canteen_year": 2024, "amount": 9},
            {"canteen_year": 2025, "amount": 1000},
        )
    }
    assert find({**row, "amount": 100}, known) == {}
    assert set(find({**row, "amount": 99}, known)) == {"canteen.below_share"}
    assert set(find({**row, "amount": 149}, known, {"consumption.reserve_share": 15})) == {"canteen.below_share"}
    assert set(find({**row, "amount": 1001}, known)) == {"canteen.above_total"}
    assert set(find({**row, "amount": 1})) == {"canteen.no_total"}
    assert set(find({**row, "canteen_year": 2023, "amount": 1}, known)) == {"canteen.no_total"}


def test_an_order_that_names_the_certificate_of_other_goods_is_asked_about() -> None:
    known = {("consumption.product", "C1"): ({**CERTIFICATE, "product": "牛肉"},)}
    assert set(find({**ORDER, "certificate_no": "C1", "product": "茅台"}, known)) == {"certificate.other_goods"}
    assert find({**ORDER, "certificate_no": "C1", "product": "凉山牛肉干"}, known) == {}


def test_the_number_of_a_certificate_is_not_given_to_another_product_unasked() -> None:
    known = {("consumption.product", "C1"): ({**CERTIFICATE, "product": "牛肉", "holder": "甲社"},)}
    row = {"kind": "consumption.product", "certificate_no": "C1", **CERTIFICATE, "holder": "甲社"}
    assert find({**row, "product": "牛肉"}, known) == {}
    assert set(find({**row, "product": "蔬菜"}, known)) == {"certificate.number_taken"}
    assert set(find({**row, "product": "牛肉", "holder": "乙社"}, known)) == {"certificate.number_taken"}


def test_a_refund_is_never_dated_before_its_order() -> None:
    row = {"kind": "consumption.refund", "order_no": "A1", "refund_no": "R1", "amount": -100}
    known = {("consumption.purchase", "A1"): (ORDER,)}
    assert find({**row, "date": "2025-06-01"}, known) == {}
    assert set(find({**row, "date": "2025-05-31"}, known)) == {"refund.before"}


def test_a_household_that_is_registered_in_another_village_is_asked_about() -> None:
    row = {"kind": "village_revitalisation.benefit", "household_code": "H1", "link": "rent", "receiver_place": "p1"}
    home = {"village": "甲 村", "receiver_place": "p1"}
    known = {("village_revitalisation.household", "H1"): (home,)}
    assert find({**row, "village": "甲村"}, known) == {}
    assert set(find({**row, "village": "乙村"}, known)) == {"household.other_village"}
    elsewhere = {("village_revitalisation.household", "H1"): ({**home, "receiver_place": "p2"},)}
    assert find({**row, "village": "乙村"}, elsewhere) == {}


def test_a_gifts_number_entered_for_another_donor_is_asked_about() -> None:
    row = {"kind": "charity.money", "gift_no": "G1", "donor_name": "乙公司", "intention": "open", "amount": 100}
    known = {("charity.goods", "G1"): ({"amount": 1, "donor_name": "甲公司"},)}
    assert set(find(row, known)) == {"gift.other_donor"}
    assert find({**row, "donor_name": "甲公司"}, known) == {}


def test_uses_of_a_gift_are_never_more_than_the_gift() -> None:
    use = {"kind": "charity.use", "date": "2025-06-01", "gift_no": "G1", "amount": 60, "used_for": "助学"}
    gift: dict[tuple[str, str], Any] = {
        ("charity.money", "G1"): ({"amount": 100},),
        ("charity.goods", "G1"): ({"amount": 20},),
    }
    assert find(use, gift) == {}
    found = find(use, {**gift, ("charity.use", "G1"): ({"amount": 61},)})
    assert set(found) == {"gift.overspent"}
    assert "余额 0.59 元" in found["gift.overspent"].right.zh
    assert set(find(use)) == {"gift.unknown"}


def test_nothing_of_a_gift_is_used_before_it_came() -> None:
    use = {"kind": "charity.use", "date": "2025-02-28", "gift_no": "G1", "amount": 60, "used_for": "助学"}
    gift: dict[tuple[str, str], Any] = {
        ("charity.money", "G1"): ({"amount": 100, "date": "2025-03-01"}, {"amount": 9, "date": "2025-04-01"}),
    }
    found = find(use, gift)
    assert set(found) == {"gift.used_before"}
    assert "2025-03-01" in found["gift.used_before"].right.zh
    assert find({**use, "date": "2025-03-01"}, gift) == {}


def test_a_gift_in_service_rests_on_more_than_its_donors_word() -> None:
    row = {"kind": "charity.service", "date": "2025-06-01", "amount": 100_000_01, "valuation_basis": "donor"}
    assert set(find(row)) == {"gift.valuation"}
    assert find({**row, "valuation_basis": "market"}) == {}


def test_money_outside_the_plan_is_in_no_planned_total() -> None:
    holding = {
        indicator.code
        for indicator in BOOK.indicators
        if indicator.value is not None
        and any("funds.outside_plan" in fold.kinds for fold in list_simple(indicator.value))
    }
    assert holding == {"extra_plan_donations"}


def test_a_village_stands_in_one_list_at_a_time() -> None:
    row = {
        "kind": "village_revitalisation.weak_village",
        "date": "2025-06-01",
        "village": "示例村",
        "village_list": "乙名单",
        "receiver_place": "p1",
        "amount": 1,
    }
    key = ("village_revitalisation.weak_village", "示例村")
    first = {**row, "village_list": "甲名单", "date": "2024-01-01"}
    found = find(row, {key: (first,)})
    assert set(found) == {"village.two_lists"}
    assert "甲名单" in found["village.two_lists"].what.zh
    assert find(row, {key: (first, {**first, "date": "2025-05-31", "amount": 0})}) == {}
    assert find(row, {key: ({**first, "receiver_place": "p2"},)}) == {}
    assert find({**row, "village_list": "甲名单"}, {key: (first,)}) == {}


def test_an_order_links_a_household_by_what_it_pays_above_the_market() -> None:
    row = {"kind": "village_revitalisation.benefit", "date": "2025-06-01", "amount": 100, "link": "orders"}
    assert set(find(row)) == {"premium.missing"}
    assert set(find({**row, "paid_price": 100, "market_price": 100})) == {"premium.none"}
    assert find({**row, "paid_price": 105, "market_price": 100}) == {}
    assert find({**row, "link": "rent"}) == {}


def test_a_pair_has_two_units_and_a_list_says_in_or_out() -> None:
    row = {"kind": "village_revitalisation.unit_pair", "date": "2025-06-01", "amount": 1}
    assert set(find({**row, "giver_unit": "甲村", "receiver_unit": "甲村"})) == {"pair.one_unit"}
    assert set(find({**row, "amount": 2, "giver_unit": "甲", "receiver_unit": "乙"})) == {"listed.not_one"}


def test_a_negative_pay_out_is_asked_about() -> None:
    row = {"kind": "industry.enclave_payout", "date": "2025-06-01", "amount": -120_000_00}
    assert set(find(row)) == {"payout.given_back"}
    assert find({**row, "amount": 120_000_00}) == {}
