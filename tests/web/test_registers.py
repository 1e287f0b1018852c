"""The registers of products, gifts, villages, pairs, brands and overlaps, as offices see them."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from shanhai.ledger.documents import attach_document, keep_document
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries
from tests.web.conftest import Cast

pytestmark = pytest.mark.django_db
PAGES = {
    "/consumption": ("products", "canteens", "channels", "labels"),
    "/villages": ("income", "weak", "households", "counties"),
    "/brands": ("named", "entered"),
    "/gifts": ("",),
    "/pairs": ("",),
    "/overlaps": ("overlap.order", "overlap.household"),
}


def record(cast: Cast, kind: str, amount: int, on: date, *, pairing: str = "keqiao", **more: Any) -> int:
    """One entry of the giving office; labels stand beside the kind's own columns."""
    labels = more.pop("labels", ())
    draft = EntryDraft(
        kind=kind, on_date=on, amount=amount, pairing_id=cast.pairings[pairing].pk, labels=labels, details=more
    )
    office = cast.offices["keqiao" if pairing == "keqiao" else "shangyu"]
    recorded = record_entries([draft], office=office, user_id=None, spoken_side="giver", match=False, is_example=True)
    assert not [one for one in recorded.problems if one.weight == "blocks"], recorded.problems
    return recorded.serials[0]


@pytest.fixture
def told(cast: Cast) -> Cast:
    """A little of everything that the registers show."""
    today = timezone.localdate()
    day = date(2025, 3, 1)
    product = {"product": "苦荞茶", "holder": "合作社（示例）", "brand": "峨边山货（示例）"}
    for number, last in (("C1", "2099-01-01"), ("C2", "2025-12-31")):
        record(
            cast,
            "consumption.product",
            1,
            day,
            certificate_no=number,
            valid_from="2025-01-01",
            valid_to=last,
            **product,
        )
    record(cast, "consumption.brand", 1, day, brand_name="峨边山货（示例）", owned_by="农发公司（示例）")
    order = {"product": "苦荞茶", "origin_place": "p511132"}
    labels = ("east_west", "platform_832")
    record(cast, "consumption.purchase", 58_000, day, order_no="A1", channel="offices", labels=labels, **order)
    record(cast, "consumption.purchase", 58_000, day, order_no="A1", pairing="shangyu", channel="online", **order)
    unit = {"canteen_unit": "示例局", "canteen_year": 2025}
    record(cast, "consumption.canteen_total", 100_000_00, day, arrangement="own", **unit)
    record(cast, "consumption.canteen_reserved", 9_000_00, day, **unit)
    record(cast, "consumption.canteen_reserved", 1_000_00, day, canteen_unit="没报总额的局", canteen_year=2025)
    record(cast, "charity.money", 10_000_00, day, gift_no="G1", donor_name="示例商会")
    record(cast, "charity.goods", 500_00, day, gift_no="G1", donor_name="示例商会", goods="书", goods_quantity="10 册",
           valuation_basis="invoice")  # fmt: skip
    record(cast, "charity.use", 4_000_00, day, gift_no="G1", used_for="助学", voucher_no="V1", used_form="money")
    for year, income in ((2022, 600_000_00), (2024, 1_100_000_00)):
        record(
            cast,
            "village_revitalisation.collective_income",
            income,
            date(year, 12, 31),
            village="五龙村",
            income_year=year,
        )
    for on, value in ((date(2022, 1, 1), 1), (date(2024, 6, 1), 0)):
        record(cast, "village_revitalisation.weak_village", value, on, village="五龙村", village_list="甲名单（示例）")
    home = {"household_code": "H1", "village": "五龙村"}
    record(cast, "village_revitalisation.household", 4, day, base_income_fen=30_000_00, **home)
    for link in ("rent", "wages"):
        record(cast, "village_revitalisation.benefit", 1_500_00, day, link=link, **home)
    for name, on, proved in (("甲", today - timedelta(days=10), True), ("乙", today - timedelta(days=300), True),
                             ("丙", today - timedelta(days=20), False)):  # fmt: skip
        pair = {"unit_kind": "village", "giver_unit": f"海{name}村", "receiver_unit": f"山{name}村"}
        record(cast, "village_revitalisation.unit_pair", 1, date(2024, 1, 1), **pair)
        serial = record(
            cast, "village_revitalisation.pair_activity", 1, on, activity_form="visit", activity_content="走访", **pair
        )
        if proved:
            document, _ = keep_document(None, title="记录（示例）", office_id=cast.offices["keqiao"].pk, user_id=None)
            assert document is not None
            attach_document(serial, document=document, office_id=cast.offices["keqiao"].pk, user_id=None)
    return cast


def look(cast: Cast, address: str, user: str = "viewer") -> str:
    answer = cast.client(user).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_every_register_opens_empty_and_filled_in_both_languages(cast: Cast, address: str) -> None:
    client = cast.client("viewer")
    for tab in PAGES[address]:
        for language in ("zh-hans", "en"):
            client.cookies["django_language"] = language
            assert client.get(f"{address}?tab={tab}&q=没有").status_code == 200


def test_nobody_without_a_role_sees_a_register(cast: Cast) -> None:
    for address in PAGES:
        assert cast.client("outsider").get(address).status_code == 403


def test_a_products_validity_is_told_as_of_today(told: Cast) -> None:
    page = look(told, "/consumption?tab=products")
    assert "C1" in page
    assert "已过期" in page
    assert "C1" not in look(told, "/consumption?tab=products&state=lapsed")


def test_reserved_purchases_without_a_total_are_listed_and_told(told: Cast) -> None:
    page = look(told, "/consumption?tab=canteens&state=no_total")
    assert "没报总额的局" in page
    assert "示例局" not in page
    assert "有 1 行预留采购没有采购总额" in page


def test_a_canteen_below_its_share_stands_out(told: Cast) -> None:
    page = look(told, "/consumption?tab=canteens&state=below")
    assert "示例局" in page
    assert "9.0%" in page


def test_an_order_under_two_labels_is_told_gross_and_net(told: Cast) -> None:
    page = look(told, "/consumption?tab=labels")
    assert "1,160.00" in page
    assert "580.00" in page
    assert "各行不能相加" in page


def test_a_figure_whose_parts_overlap_tells_gross_net_and_shared(told: Cast) -> None:
    page = look(told, "/figures/consumption_assistance_sales?basis=reported")
    assert "毛数 1,160.00，净数 580.00，重叠 580.00" in page
    assert "按标签" not in look(told, "/figures/charity_donations?basis=reported")


def test_the_local_list_of_channels_is_marked(told: Cast) -> None:
    assert "五进" in look(told, "/consumption?tab=channels")


def test_each_gift_shows_its_forms_apart_with_use_and_balance(told: Cast) -> None:
    page = look(told, "/gifts")
    for text in ("10,000.00", "500.00", "4,000.00", "6,000.00", "有余额"):
        assert text in page
    assert "10,500.00" not in page
    assert "6,500.00" not in page, "a balance of money and goods together is no number of anything"
    assert "G1" not in look(told, "/gifts?state=spent")


def test_collective_income_is_told_before_and_after_with_strong_villages_marked(told: Cast) -> None:
    page = look(told, "/villages?tab=income&state=strong")
    for text in ("五龙村", "600,000.00", "1,100,000.00", "+83.3%", "强村"):
        assert text in page


def test_a_weak_village_has_the_days_it_came_and_left(told: Cast) -> None:
    page = look(told, "/villages?tab=weak")
    for text in ("甲名单（示例）", "2022-01-01", "2024-06-01", "已出列"):
        assert text in page
    assert "五龙村" not in look(told, "/villages?tab=weak&state=listed")


def test_a_household_counts_once_and_its_gain_stands_beside_what_it_had(told: Cast) -> None:
    page = look(told, "/villages?tab=households")
    for text in ("土地流转", "务工", "1,500.00", "30,000.00", "+5.0%", "3,000.00"):
        assert text in page


def test_the_list_of_26_counties_became_one_of_25(told: Cast) -> None:
    page = look(told, "/villages?tab=counties")
    assert "海岛" in page
    assert "今天在册 25 个" in page


@pytest.mark.parametrize(("state", "shown"), [("real", "甲"), ("sleeping", "乙"), ("bare", "丙")])
def test_real_pairs_are_told_from_sleeping_ones(told: Cast, state: str, shown: str) -> None:
    page = look(told, f"/pairs?state={state}")
    for name in "甲乙丙":
        assert (f"海{name}村" in page) == (name == shown)


def test_one_order_in_two_pairings_is_seen_only_by_who_sees_both(told: Cast) -> None:
    whole = look(told, "/overlaps?tab=overlap.order", "shaoxing-viewer")
    for text in ("1,160.00", "580.00", "A1", "柯桥区—峨边彝族自治县"):
        assert text in whole
    assert "A1" not in look(told, "/overlaps?tab=overlap.order", "viewer")


def test_brands_show_their_products(told: Cast) -> None:
    assert "峨边山货（示例）" in look(told, "/brands?tab=entered")
    assert "一品两仓" in look(told, "/brands")


@pytest.mark.parametrize("address", PAGES)
def test_a_register_is_exported_as_it_stands(told: Cast, address: str) -> None:
    answer = told.client("shaoxing-viewer").get(f"{address}?export=1")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row >= 2
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("address", ["/consumption", "/villages", "/gifts", "/pairs", "/brands?tab=entered"])
def test_a_register_leads_whoever_may_enter_to_its_kinds_and_no_one_else(cast: Cast, address: str) -> None:
    assert "/entries/new?kind=" in look(cast, address, "clerk")
    assert "/entries/new?kind=" not in look(cast, address)
