"""The entries behind a figure, taken away: whole units with their names, each row once, adding up to the figure."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries
from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger, state

FUNDS = "/figures/assistance_funds_received?giver=330603&receiver=511132"


def rows_of(cast: Cast, address: str, user: str = "signer") -> list[dict[str, Any]]:
    answer = cast.client(user).get(f"{address}&format=xlsx")
    assert answer.status_code == 200
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.fixture
def assigned(cast: Cast) -> list[int]:
    """Money given to projects: P1 twice, P2 once, P2 for health."""
    drafts = [
        EntryDraft(
            kind="funds.assigned",
            on_date=date(2026, month, 1),
            amount=month * 10_000_00,
            pairing_id=cast.pairings["keqiao"].pk,
            subject=project,
            details={"project_no": project, "purpose": purpose, "document_no": f"示例-{month}"},
        )
        for month, project, purpose in ((1, "P1", "industry"), (2, "P1", "industry"), (3, "P2", "health"))
    ]
    by: dict[str, Any] = {"office": cast.offices["keqiao"], "user_id": None, "spoken_side": "giver", "match": False}
    recorded = record_entries(drafts, **by)
    assert not recorded.problems, recorded.problems
    return list(recorded.serials)


def test_amounts_are_yuan_with_their_unit_and_add_up_to_the_figure(cast: Cast) -> None:
    fill_ledger(cast)
    rows = rows_of(cast, FUNDS)
    assert [row["计入"] for row in rows] == [31_500_000, 12_800_000]
    assert {row["计入单位"] for row in rows} == {"元"} == {row["单位"] for row in rows}
    told = json.loads(cast.client("signer").get(f"{FUNDS}&format=json").content)
    assert sum(row["计入"] for row in rows) == float(told["value"])


def note_of(cast: Cast, address: str, user: str = "signer", sheet: str = "说明", **headers: str) -> str:
    """The sheet that says what the workbook of a figure holds."""
    client = cast.client(user)
    for name, value in headers.items():
        client.cookies[name] = value
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}&format=xlsx").content))
    return "\n".join(str(line[0]) for line in book.get_sheet_by_name(sheet).to_python())


def test_a_workbook_of_part_of_the_ledger_says_so_and_names_its_scope_and_period(cast: Cast) -> None:
    fill_ledger(cast)
    part = "/figures/assistance_funds_received?giver=330600&from=2026-01-01&to=2026-12-31&basis=reported"
    told = note_of(cast, part)
    assert "范围：绍兴市 → 全部山方中柯桥区协作办（示例）看得到的部分" in told
    assert "期间：2026年" in told
    assert "这个数只含这些" in told
    english = note_of(cast, part, sheet="Note", django_language="en")
    assert "Period: 2026" in english
    assert "the figure holds only those" in english
    whole = note_of(cast, FUNDS)
    assert "范围：柯桥区 → 峨边彝族自治县\n期间：全部" in whole
    assert "只含" not in whole


def test_a_date_known_to_the_month_leaves_as_a_month(cast: Cast) -> None:
    draft = EntryDraft(
        kind="funds.arrived",
        on_date=date(2025, 8, 1),
        date_precision="month",
        amount=100_00,
        pairing_id=cast.pairings["keqiao"].pk,
        details={"voucher_no": "示例-8"},
    )
    by: dict[str, Any] = {"office": cast.offices["keqiao"], "user_id": None, "spoken_side": "giver", "match": False}
    assert not record_entries([draft], **by).problems
    assert [row["日期"] for row in rows_of(cast, f"{FUNDS}&basis=reported")] == ["2025-08"]
    listed = cast.client("signer").get("/ledger?export=1").content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(listed)).get_sheet_by_index(0).to_python()
    assert [line[1] for line in lines[1:]] == ["2025-08"]


def test_days_are_days_and_states_are_words(cast: Cast) -> None:
    fill_ledger(cast)
    rows = rows_of(cast, f"{FUNDS}&basis=reported")
    assert rows[0]["日期"] == date(2026, 3, 19)
    assert [row["状态"] for row in rows] == ["双签", "双签", "有异", "待签"]


def test_what_a_document_states_is_listed_once_and_only_the_newest_counts(cast: Cast) -> None:
    first = state(cast, 10_000, "p330603", "p511132")
    second = state(cast, 11_000, "p330603", "p511132")
    rows = rows_of(cast, f"{FUNDS}&basis=stated")
    assert [int(row["条目"].rpartition("-")[2]) for row in rows] == [first, second]
    assert [row["第三方或文载数"] for row in rows] == [100_000_000, 110_000_000]
    assert [row["计入"] for row in rows] == [0, 110_000_000]


def test_a_number_of_things_counts_one_for_each_thing(cast: Cast, assigned: list[int]) -> None:
    rows = rows_of(cast, "/figures/assistance_projects?basis=reported")
    assert [(row["计入"], row["计入单位"]) for row in rows] == [(1, "个项目"), (0, "个项目"), (1, "个项目")]
    assert [row["海方数"] for row in rows] == [10_000, 20_000, 30_000]


def test_a_ratio_tells_what_stands_above_and_below_with_units(cast: Cast, assigned: list[int]) -> None:
    told = json.loads(cast.client("signer").get("/api/figures/funds_share/entries?basis=reported").content)
    assert (told["unit"], told["top_unit"], told["bottom_unit"]) == ("percent", "CNY", "CNY")
    assert [one["counted"] for one in told["entries"]] == [None, None, None]
    assert [one["top"] for one in told["entries"]] == ["10000.00", "20000.00", None]
    assert [one["bottom"] for one in told["entries"]] == ["10000.00", "20000.00", "30000.00"]


def test_the_api_tells_amount_and_what_counts_apart(cast: Cast, assigned: list[int]) -> None:
    told = json.loads(cast.client("signer").get("/api/figures/assistance_projects/entries?basis=reported").content)
    assert [(one["amount"], one["amount_unit"], one["counted"]) for one in told["entries"]] == [
        ("10000.00", "CNY", "1"),
        ("20000.00", "CNY", "0"),
        ("30000.00", "CNY", "1"),
    ]


def test_a_passport_writes_what_it_divides_and_its_difference_with_units(cast: Cast, assigned: list[int]) -> None:
    shown = cast.client("signer").get("/figures/funds_share?basis=reported").content.decode()
    assert "30,000.00 元 ÷ 60,000.00 元" in shown
    assert '比双签<span class="u">百分点</span>' in shown


def test_money_per_county_is_written_as_money_is(cast: Cast) -> None:
    draft = EntryDraft(
        kind="funds.allocated",
        on_date=date(2026, 2, 1),
        amount=117_000_000_00,
        pairing_id=cast.pairings["keqiao"].pk,
        details={"document_no": "示例-1"},
    )
    by: dict[str, Any] = {"office": cast.offices["keqiao"], "user_id": None, "spoken_side": "giver", "match": False}
    recorded = record_entries([draft], **by)
    assert not recorded.problems, recorded.problems
    shown = cast.client("signer").get("/figures/funds_per_county?basis=reported").content.decode()
    assert "1.1700<small>亿元/县</small>" in shown
    assert "117,000,000.00 元 ÷ 1 个县" in shown


def test_the_total_stands_under_what_counts(cast: Cast) -> None:
    fill_ledger(cast)
    shown = cast.client("signer").get(FUNDS).content.decode()
    foot = shown[shown.index("<tfoot>") : shown.index("</tfoot>")]
    assert 'colspan="6"' in foot
    assert 'data-l="计入 万元">4,430.00<' in foot


def test_rounds_are_named_with_their_programmes(cast: Cast) -> None:
    shown = cast.client("signer").get(FUNDS).content.decode()
    assert '<option value="2021">2021：东西部协作</option>' in shown


def test_an_entry_tells_every_figure_it_counts_in_whatever_their_unit(cast: Cast, assigned: list[int]) -> None:
    shown = cast.client("signer").get(f"/entries/{assigned[0]}").content.decode()
    used = shown[shown.index('id="used"') :] if 'id="used"' in shown else shown
    assert "帮扶项目数 2026" in used
    assert "产业资金占比 2026" in used
    assert "分子：10,000.00 元；分母：10,000.00 元" in used
