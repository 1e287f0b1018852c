"""The page of the catalogue is fresh and tells everything that is declared."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.page import say_value, write_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"


def test_the_page_in_docs_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == write_page(BOOK), "run: shanhai catalogue --markdown > docs/catalogue.md"


def test_the_command_tells_every_kind_indicator_and_control() -> None:
    out = StringIO()
    call_command("catalogue", "--json", stdout=out)
    told = json.loads(out.getvalue())
    codes = {
        one["code"] for field in told["fields"] for what in ("kinds", "indicators", "controls") for one in field[what]
    }
    codes |= {one["code"] for one in told["kinds_of_no_field"]}
    assert codes == {one.code for one in (*BOOK.kinds, *BOOK.indicators, *BOOK.controls)}
    out = StringIO()
    call_command("catalogue", stdout=out)
    assert "assistance_funds_received" in out.getvalue()


def test_a_fold_is_said_in_one_line() -> None:
    rate, funds = BOOK.indicator("funds_disbursement_rate"), BOOK.indicator("industry_funds")
    assert say_value(rate) == "total(funds.paid) ÷ total(funds.arrived) × 10000"
    assert say_value(funds) == "total(funds.assigned, purpose = industry)"
    assert say_value(BOOK.indicator("purchase_price_premium")) == "stated only"
