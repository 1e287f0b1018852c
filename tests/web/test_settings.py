"""The page of dated settings, as administrators use it."""

from __future__ import annotations

import pytest

from shanhai.catalogue.book import BOOK
from shanhai.ledger.models import DatedSetting
from shanhai.offices.models import AuditEvent
from tests.web.conftest import Cast

CODE = "consumption.price_factor"
NEW = {"value": "3", "valid_from": "2026-01-01", "note": "联席会议纪要（示例）", "programme": ""}

pytestmark = pytest.mark.django_db


def test_every_declared_setting_stands_on_the_page_and_says_where_it_has_no_public_rule(cast: Cast) -> None:
    page = cast.client("administrator").get("/settings").content.decode()
    assert all(one.code in page for one in BOOK.settings)
    assert "示例值" in page


def test_a_new_value_is_a_new_row_and_leaves_a_trace(cast: Cast) -> None:
    client = cast.client("administrator")
    assert client.post(f"/settings/{CODE}", NEW).status_code == 302
    page = client.get(f"/settings/{CODE}").content.decode()
    assert "联席会议纪要（示例）" in page
    assert "起初" in page
    assert DatedSetting.objects.get().value == 3
    assert AuditEvent.objects.filter(action="setting.change", subject=CODE).count() == 1


def test_a_value_that_cannot_be_read_keeps_nothing_and_says_why(cast: Cast) -> None:
    answer = cast.client("administrator").post(f"/settings/{CODE}", {**NEW, "value": "很多", "valid_from": "明天"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“很多”读不成" in page
    assert "没有写从哪天起" in page
    assert not DatedSetting.objects.exists()


def test_only_an_administrator_of_no_one_place_changes_a_setting(cast: Cast) -> None:
    assert cast.client("keqiao-administrator").get(f"/settings/{CODE}").status_code == 200
    assert cast.client("keqiao-administrator").post(f"/settings/{CODE}", NEW).status_code == 403
    assert cast.client("clerk").get("/settings").status_code == 403
    assert not DatedSetting.objects.exists()


def test_an_unknown_setting_is_not_found(cast: Cast) -> None:
    assert cast.client("administrator").get("/settings/no.such").status_code == 404


def test_a_county_keeps_its_own_list_and_only_its_own(cast: Cast) -> None:
    client, code = cast.client("keqiao-administrator"), "consumption.five_channels"
    own = {"value": ["offices", "fairs"], "valid_from": "2026-01-01", "note": "区文件（示例）", "place": "柯桥区"}
    assert client.post(f"/settings/{code}", own).status_code == 302
    row = DatedSetting.objects.get()
    assert (row.place_id, row.value) == ("p330603", ["offices", "fairs"])
    page = client.get(f"/settings/{code}").content.decode()
    assert "展销会" in page
    assert "浙江省绍兴市柯桥区" in page
    assert client.post(f"/settings/{code}", {**own, "place": "上虞区"}).status_code == 403
    unclear = cast.client("administrator").post(f"/settings/{code}", {**own, "place": "不存在的地方"})
    assert unclear.status_code == 422
    assert "认不出是哪一个" in unclear.content.decode()
    assert DatedSetting.objects.count() == 1
