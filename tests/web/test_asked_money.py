"""Money typed on a page that cannot be told from a slip of the pen is asked about, and recorded once it is stood by."""

from __future__ import annotations

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
