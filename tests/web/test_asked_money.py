"""Money typed on a page that cannot be told from a slip of the pen is asked about, and recorded once it is stood by."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shanhai.ledger.models import Entry
from tests.web.conftest import Cast

SIDES = {"v-date": "2026-03-01", "v-giver_place": "柯桥区", "v-receiver_place": "峨边彝族自治县"}


def type_in(cast: Cast, kind: str, **more: str) -> Any:
    posted = {**SIDES, **{key if key == "accept" else f"v-{key}": text for key, text in more.items()}}
    return cast.client("clerk").post(f"/entries/new?kind={kind}", posted)


@pytest.mark.parametrize("kind", ["funds.paid", "funds.returned"])
def test_money_of_a_project_that_nobody_knows_is_asked_about_before_it_counts(cast: Cast, kind: str) -> None:
    answer = type_in(cast, kind, amount="300000", project_no="示例-2099-9x", project_name="示例项目")
    assert answer.status_code == 422
    assert "峨边彝族自治县的项目库和账本里都没有项目 示例-2099-9x" in answer.content.decode()
    assert not Entry.objects.exists()
    stood_by = type_in(
        cast, kind, amount="300000", project_no="示例-2099-9x", project_name="示例项目", accept="project.unknown"
    )
    assert stood_by.status_code == 302
    assert Entry.objects.get().subject == "示例-2099-9x"


def test_more_allocated_than_arrived_is_asked_about_before_it_counts(cast: Cast) -> None:
    assert type_in(cast, "funds.arrived", amount="117000000", voucher_no="回单1").status_code == 302
    answer = type_in(cast, "funds.allocated", amount="400000000", document_no="文1")
    assert answer.status_code == 422
    assert "下达共 400,000,000.00 元，多于到账的 117,000,000.00 元" in answer.content.decode()
    assert type_in(cast, "funds.allocated", amount="100000000", document_no="文1").status_code == 302
    again = type_in(cast, "funds.allocated", amount="20000000", document_no="文2")
    assert "下达共 120,000,000.00 元" in again.content.decode()


def income(cast: Cast, year: str, amount: str = "120000", **more: str) -> Any:
    kind = "village_revitalisation.collective_income"
    return type_in(cast, kind, village="示例村", income_year=year, amount=amount, **more)


@pytest.mark.parametrize("year", ["1", "25", "2206", "二五"])
def test_what_is_no_year_is_refused_with_the_year_to_write(cast: Cast, year: str) -> None:
    answer = income(cast, year)
    assert answer.status_code == 422
    assert f"年度写作“{year}”，不是年份。 应写四位年份，例如 202" in answer.content.decode()


def test_a_year_yet_to_come_is_refused_and_one_far_from_the_date_is_asked_about(cast: Cast) -> None:
    assert "年度写作 2050，这一年还没到" in income(cast, "2050").content.decode()
    doubtful = income(cast, "2015").content.decode()
    assert "年度写作 2015，日期是 2026-03-01" in doubtful
    assert 'value="year.of_other_date"' in doubtful
    assert income(cast, "2015", accept="year.of_other_date").status_code == 302
    assert income(cast, "２０２５年度").status_code == 302
    assert json.loads(Entry.objects.latest("serial").details)["income_year"] == 2025


def test_a_blank_year_is_told_with_a_year_as_its_example(cast: Cast) -> None:
    assert "年度没有填。 必填，例如 2026。" in income(cast, "").content.decode()


def test_more_than_a_village_or_a_household_has_is_asked_about(cast: Cast) -> None:
    assert "多于 100,000,000.00 元" in income(cast, "2025", amount="99999000000").content.decode()
    household = "village_revitalisation.household"
    answer = type_in(cast, household, household_code="示例户1", amount="40000", village="示例村")
    assert "户内人数 40,000 人，多于 20 人" in answer.content.decode()
    paid = type_in(cast, household, household_code="示例户1", amount="4", village="示例村", base_income_fen="90000000")
    assert "一户年收入 90,000,000.00 元，多于 1,000,000.00 元" in paid.content.decode()
    assert type_in(cast, household, household_code="示例户1", amount="4", village="示例村").status_code == 302


@pytest.mark.parametrize("text", ["1e5", "1E+5", "1.0e5"])
def test_a_number_written_by_a_power_of_ten_is_shown_before_it_counts(cast: Cast, text: str) -> None:
    answer = type_in(cast, "funds.arrived", amount=text, voucher_no="回单1").content.decode()
    assert f"金额写作“{text}”，是科学记数，会记作 100,000.00 元。 请核对，改写成普通数字" in answer
    assert not Entry.objects.exists()
    stood_by = type_in(cast, "funds.arrived", amount=text, voucher_no="回单1", accept="number_exponent")
    assert stood_by.status_code == 302
    assert Entry.objects.get().amount == 10_000_000


def test_persons_written_by_a_power_of_ten_are_shown_before_they_count(cast: Cast) -> None:
    kind = "village_revitalisation.household"
    asked = type_in(cast, kind, household_code="示例户1", amount="1e1", village="示例村").content.decode()
    assert "户内人数写作“1e1”，是科学记数，会记作 10。" in asked
