"""A quoted figure: its address gives the same number for ever, and whoever opens it is told what else may be so."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from shanhai.ledger.record import sign_entries
from tests.web.conftest import Cast
from tests.web.figures_cast import arrived, fill_ledger, pair_cities, state

CODE = "assistance_funds_received"
PAIR = f"/figures/{CODE}?giver=330603&receiver=511132"
EVERYTHING = f"/figures/{CODE}?basis=reported"


def read(cast: Cast, address: str, user: str = "signer") -> str:
    answer = cast.client(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(cast: Cast, address: str, user: str = "signer") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cast.client(user).get(f"{address}&format=json").content)
    return found


def quoted(page: str) -> str:
    found = re.search(r'<a class="mono fine" href="([^"]+)"', page)
    assert found
    return unescape(found[1])


def test_a_quoted_address_keeps_its_number_whatever_is_signed_later(cast: Cast) -> None:
    serials = fill_ledger(cast)
    address = quoted(read(cast, PAIR))
    sign_entries([serials["pending"]], office=cast.offices["ebian"], side="receiver", user_id=None)
    page = read(cast, address)
    assert "即 44,300,000.00 元，2 条。" in page
    assert "与引文一致" in page
    assert "这个数现在是" in page
    assert "44,800,000.00 元" in page
    assert "签认 2 条" in page, "a word that came later is no part of it"
    assert quoted(page) == address, "quoted once more it is the same address"
    assert "即 44,800,000.00 元" in read(cast, PAIR), "without the serial it is the number of now"


def test_the_entries_and_what_was_left_out_are_those_of_the_serial(cast: Cast) -> None:
    serials = fill_ledger(cast)
    before = told(cast, PAIR)
    sign_entries([serials["pending"]], office=cast.offices["ebian"], side="receiver", user_id=None)
    after = told(cast, before["passport"]["address"])
    assert (after["value"], after["digest"], after["passport"]["serial"]) == (
        before["value"],
        before["digest"],
        before["passport"]["serial"],
    )
    api = f"/api/figures/{CODE}/entries?giver=330603&receiver=511132&serial={before['passport']['serial']}"
    entries = json.loads(cast.client("signer").get(api).content)["entries"]
    assert sum(float(one["counted"]) for one in entries) == float(before["value"])


def test_a_figure_of_things_and_levels_keeps_to_the_serial_too(cast: Cast) -> None:
    fill_ledger(cast)
    for code in ("assistance_projects", "consumption_outlets", "funds_disbursement_rate"):
        page = read(cast, f"/figures/{code}?basis=reported&serial=1")
        assert "这是账本记到第 1 号时的数" in page


def test_the_citation_names_scope_number_serial_and_digest(cast: Cast) -> None:
    fill_ledger(cast)
    page, found = read(cast, PAIR), told(cast, PAIR)
    cited = f"山海，到位协作资金（柯桥区 → 峨边彝族自治县），双签 44,300,000.00 元，截至{found['as_of']}"
    assert f"{cited}，账本第 {found['passport']['serial']} 号，校验 {found['digest'][:8]}" in page


def test_who_sees_another_part_is_told_that_it_is_not_the_quoted_number(cast: Cast) -> None:
    fill_ledger(cast)
    address = quoted(read(cast, EVERYTHING, "signer"))
    theirs = read(cast, address, "shangyu-clerk")
    assert "这里的数不是引文的数" in theirs
    assert "本机构看到的账本与引文所据的不是同一部分" in theirs
    whole = read(cast, address, "administrator")
    assert "与引文一致" in whole, "nothing else is in the ledger, so the whole is the same"
    other = [arrived(cast, 10, date(2026, 1, 5), "shangyu")]
    from shanhai.ledger.record import record_entries

    record_entries(other, office=cast.offices["shangyu"], user_id=None, spoken_side="giver", match=False)
    address = quoted(read(cast, EVERYTHING, "signer"))
    assert "引用的人看到的是账本的另一部分" in read(cast, address, "administrator")


def test_the_citation_of_a_part_names_whose_part_it_is(cast: Cast) -> None:
    fill_ledger(cast)
    assert "全部结对中柯桥区协作办（示例）看得到的部分" in read(cast, EVERYTHING)
    assert "看得到的部分）" not in read(cast, EVERYTHING, "administrator")


def test_a_serial_the_ledger_has_not_reached_gives_no_number(cast: Cast) -> None:
    fill_ledger(cast)
    page = read(cast, f"{PAIR}&serial=999999")
    assert "账本还没有记到第 999999 号" in page
    assert "44,300,000" not in page
    api = cast.client("signer").get(f"/api/figures/{CODE}?serial=999999")
    assert api.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        "giver=火星",
        "receiver=没有这个县",
        "pairing=abc",
        "pairing=1,2,3",
        "basis=foo",
        "as_of=2131-01-01",
        "as_of=abc",
        "from=2026-05-01&to=2026-01-01",
        "programme=没有的机制",
        "round=1066",
        "serial=abc",
    ],
)
def test_a_question_that_cannot_be_read_gets_no_number(cast: Cast, wrong: str) -> None:
    fill_ledger(cast)
    page = read(cast, f"/figures/{CODE}?basis=reported&{wrong}" if "basis" not in wrong else f"/figures/{CODE}?{wrong}")
    assert "这样问读不懂，所以没有数" in page
    assert "万元" not in page
    assert "复制引文" not in page
    for kind in ("json", "xlsx"):
        answer = cast.client("signer").get(f"/figures/{CODE}?{wrong}&format={kind}")
        assert answer.status_code == 422
        assert answer.json()["problems"]


def test_the_api_refuses_a_day_that_has_not_come(cast: Cast) -> None:
    assert cast.client("signer").get(f"/api/figures/{CODE}?as_of=2131-01-01").status_code == 422


def test_a_scope_the_office_may_not_see_is_said_to_be_hidden_and_not_empty(cast: Cast) -> None:
    fill_ledger(cast)
    page = read(cast, PAIR, "shangyu-clerk")
    assert "这个范围本机构看不到" in page
    for false in ("没有条目不等于零", "还没有条目", "没有文章提到", "复制引文"):
        assert false not in page
    found = json.loads(cast.client("shangyu-clerk").get(f"/api/figures/{CODE}?giver=柯桥&receiver=峨边").content)
    assert (found["value"], found["passport"]["sight"]) == (None, "none")


def test_the_api_tells_how_much_of_the_scope_is_seen(cast: Cast) -> None:
    fill_ledger(cast)
    assert told(cast, PAIR)["passport"]["sight"] == "whole"
    assert told(cast, EVERYTHING)["passport"]["sight"] == "part"
    assert told(cast, EVERYTHING, "administrator")["passport"]["sight"] == "whole"


def test_where_no_document_states_the_total_those_of_places_inside_are_told(cast: Cast) -> None:
    pair_cities(cast)
    serial = state(cast, 10_000, "p330603", "p511132")
    for address in (f"/figures/{CODE}?giver=330600&basis=stated", f"/figures/{CODE}?basis=stated"):
        page = read(cast, address, "administrator")
        assert "没有文章写这个合计，范围内各处有 1 处" in page
        assert "没有文章提到" not in page
        inside = page[page.index('id="inside"') :]
        assert f"/entries/{serial}" in inside
        assert "峨边彝族自治县" in inside
        assert told(cast, address, "administrator")["passport"]["statements_inside"] == 1
