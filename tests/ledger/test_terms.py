"""Dated settings: what held on a day for a programme and a place, and that a change leaves what was before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Setting
from shanhai.catalogue.words import Words
from shanhai.ledger.models import DatedSetting
from shanhai.ledger.terms import Where, read_history, read_value, set_value, setting_values, show_value

CHANNELS = next(one for one in BOOK.settings if one.code == "consumption.five_channels")
FACTOR = next(one for one in BOOK.settings if one.code == "consumption.price_factor")


@pytest.mark.django_db
def test_without_a_change_the_declared_values_hold() -> None:
    assert setting_values(date(2026, 1, 1)) == BOOK.setting_values()


@pytest.mark.django_db
def test_a_change_holds_from_its_day_and_earlier_days_keep_theirs() -> None:
    set_value(FACTOR, 3, valid_from=date(2026, 1, 1), set_by_id=None)
    assert setting_values(date(2025, 12, 31))[FACTOR.code] == 2
    assert setting_values(date(2026, 1, 1))[FACTOR.code] == 3


@pytest.mark.django_db
def test_a_programmes_own_value_stands_before_the_one_for_all() -> None:
    set_value(FACTOR, 3, programme="山海协作", valid_from=date(2024, 1, 1), set_by_id=None)
    set_value(FACTOR, 4, valid_from=date(2025, 1, 1), set_by_id=None)
    assert setting_values(date(2026, 1, 1), Where("山海协作"))[FACTOR.code] == 3
    assert setting_values(date(2026, 1, 1), Where("东西部协作"))[FACTOR.code] == 4
    assert setting_values(date(2026, 1, 1))[FACTOR.code] == 4


@pytest.mark.usefixtures("world")
def test_a_countys_list_stands_before_its_citys_its_provinces_and_the_programmes() -> None:
    today = date(2026, 1, 1)
    steps = (
        ({}, ("offices", "schools")),
        ({"programme": "东西部协作"}, ("offices", "firms")),
        ({"place_id": "p330000"}, ("offices", "markets")),
        ({"place_id": "p330600"}, ("offices", "unions")),
        ({"place_id": "p330603"}, ("offices", "fairs")),
    )
    keqiao = Where("东西部协作", giver="p330603", receiver="p511132")
    for where, value in steps:
        set_value(CHANNELS, value, valid_from=date(2025, 1, 1), set_by_id=None, **where)
        assert setting_values(today, keqiao)[CHANNELS.code] == value
    assert setting_values(today, Where(giver="p330602"))[CHANNELS.code] == ("offices", "unions")
    assert setting_values(today, Where("东西部协作", receiver="p330603"))[CHANNELS.code] == ("offices", "firms")
    assert setting_values(date(2024, 12, 31), keqiao)[CHANNELS.code] == CHANNELS.value


@pytest.mark.usefixtures("world")
def test_the_side_a_setting_names_decides_whose_place_counts() -> None:
    set_value(FACTOR, 5, place_id="p511100", valid_from=date(2025, 1, 1), set_by_id=None)
    assert setting_values(date(2026, 1, 1), Where(giver="p330603", receiver="p511132"))[FACTOR.code] == 5
    assert setting_values(date(2026, 1, 1), Where(giver="p511132", receiver="p330603"))[FACTOR.code] == 2
    history = read_history()
    narrow = history.narrow(Where("", "p330603", "p511132"), date(2026, 1, 1))
    assert narrow == history.narrow(Where("", "p330602", "p511133"), date(2026, 1, 1))
    assert history.values(date(2026, 1, 1), narrow)[FACTOR.code] == 5


@pytest.mark.django_db
def test_the_last_word_on_one_day_counts_and_decimals_come_back_exact() -> None:
    set_value(FACTOR, 3, valid_from=date(2026, 1, 1), set_by_id=None)
    set_value(FACTOR, Decimal("1.5"), valid_from=date(2026, 1, 1), set_by_id=None)
    assert setting_values(date(2026, 6, 1))[FACTOR.code] == Decimal("1.5")


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_or_remove_a_setting() -> None:
    row = set_value(FACTOR, 3, valid_from=date(2026, 1, 1), set_by_id=None)
    for change in (
        row.delete,
        lambda: DatedSetting.objects.filter(pk=row.pk).update(valid_from="2020-01-01"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("declared", "text", "value"),
    [(30, "45", 45), (30, "1,000", 1000), (2, "1.5", Decimal("1.5")), (False, "是", True), ("x", " 甲 ", "甲")],
)
def test_a_written_value_is_read_in_the_type_of_the_declared_one(declared: object, text: str, value: object) -> None:
    assert read_value(Setting("s", Words("项", "s"), declared), text) == (value, None)


@pytest.mark.parametrize(
    ("declared", "text"), [(30, "三十"), (30, "-1"), (30, "NaN"), (30, "1e400"), (30, ""), (False, "或许"), ("x", "")]
)
def test_what_cannot_be_read_is_a_problem_at_the_value(declared: object, text: str) -> None:
    _value, problem = read_value(Setting("s", Words("项", "s"), declared), text)
    assert problem is not None
    assert (problem.weight, problem.field) == ("blocks", "value")


@pytest.mark.parametrize(
    ("unit", "text", "right"),
    [
        ("天", "0", "写 1 到 3,660 天之间的整数。"),
        ("天", "1.5", "写 1 到 3,660 天之间的整数。"),
        ("天", "999999999999", "写 1 到 3,660 天之间的整数。"),
        ("年", "31", "写 1 到 30 年之间的整数。"),
        ("百分点", "101", "写 0 到 100 百分点之间的数。"),
    ],
)
def test_a_threshold_lies_within_what_its_unit_can_be(unit: str, text: str, right: str) -> None:
    _value, problem = read_value(Setting("s", Words("资金闲置多少天即问", "Idle"), 30, unit), text)
    assert problem is not None
    assert problem.right is not None
    assert problem.right.zh == right
    assert f"写作 {text} {unit}" in problem.what.zh


def test_every_declared_threshold_may_be_written_as_it_is() -> None:
    for setting in BOOK.settings:
        if isinstance(setting.value, int) and not isinstance(setting.value, bool):
            assert read_value(setting, str(setting.value)) == (setting.value, None), setting.code


def test_a_flag_is_said_in_words_and_a_number_with_its_unit() -> None:
    assert show_value(Setting("s", Words("项", "s"), False), True) == Words("是", "Yes")
    assert show_value(Setting("s", Words("天数", "days"), 30, "天"), 30).zh == "30 天"
