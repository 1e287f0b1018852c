"""The board: headline figures on three bases, who helps whom, what waits, and whether parts add up."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils import timezone

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries, sign_entries
from shanhai.registry.models import Pairing
from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger, pair_cities, state


def board(cast: Cast, user: str = "signer", query: str = "") -> str:
    answer = cast.client(user).get(f"/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def card(shown: str, title: str) -> str:
    found = re.search(rf"<article>\s*<h2>{title}</h2>.*?</article>", shown, re.S)
    assert found, f"no card {title}"
    return found[0]


def test_a_headline_shows_its_three_bases_in_one_unit_and_leads_to_its_passport(cast: Cast) -> None:
    fill_ledger(cast)
    shown = card(board(cast), "到位协作资金")
    assert ">0.44</a><small>亿元</small>" in shown
    assert "0.77，多 0.33" in shown
    assert "1.00 · 1 处" in shown
    assert "/figures/assistance_funds_received?giver=330603&amp;receiver=511132" in shown


def test_the_basis_switch_makes_another_number_large(cast: Cast) -> None:
    fill_ledger(cast)
    assert ">0.77</a><small>亿元</small>" in card(board(cast, query="?basis=reported"), "到位协作资金")


def test_a_card_says_the_stage_of_what_it_counts_itself(cast: Cast) -> None:
    fill_ledger(cast)
    shown = board(cast)
    assert "环节 到账" in card(shown, "到位协作资金")
    scope = shown.split('id="scope"')[1].split("headline")[0]
    assert ">到账</b>" not in scope, "no one stage holds for all figures"


def test_a_basis_that_says_nothing_bears_no_unit_and_the_others_bear_theirs(cast: Cast) -> None:
    arrived = EntryDraft(kind="funds.arrived", on_date=date(2026, 3, 1), pairing_id=cast.pairings["keqiao"].pk,
                         amount=1_280_000_000)  # fmt: skip
    record_entries([arrived], office=cast.offices["keqiao"], user_id=cast.users["clerk"].pk, spoken_side="giver")
    shown = card(board(cast), "到位协作资金")
    assert ">—</a></p>" in shown
    assert ">1,280.00 万元</dd>" in shown


def test_a_signature_elsewhere_moves_the_board_on_its_next_load(cast: Cast) -> None:
    serials = fill_ledger(cast)
    assert ">0.44</a>" in card(board(cast), "到位协作资金")
    sign_entries([serials["pending"], serials["differs"]], office=cast.offices["ebian"], side="receiver", user_id=None)
    assert ">0.77</a>" in card(board(cast), "到位协作资金")


def test_an_office_starts_from_its_own_place_and_its_only_partner(cast: Cast) -> None:
    shown = board(cast)
    assert "柯桥区—峨边彝族自治县" in shown
    assert "东西部协作（2021—）" in shown


def test_a_city_sees_its_counties_and_an_assessor_its_whole_subtree(cast: Cast) -> None:
    fill_ledger(cast)
    pair_cities(cast)
    for user in ("shaoxing-viewer", "assessor"):
        assert ">4,430.00</a><small>万元</small>" in card(board(cast, user), "到位协作资金")


def test_an_office_of_another_county_sees_none_of_it(cast: Cast) -> None:
    fill_ledger(cast)
    assert ">0.44</a>" not in board(cast, "shangyu-clerk")


def test_a_scope_without_entries_says_so_and_shows_no_zero(cast: Cast) -> None:
    shown = board(cast)
    assert "这个范围还没有条目" in shown
    assert "没有条目不等于零" in shown
    assert ">0.00</a>" not in shown


def test_an_office_without_pairings_is_shown_what_to_do(cast: Cast) -> None:
    Pairing.objects.all().delete()
    assert "还没有结对" in board(cast)


def test_pairings_that_have_not_reported_are_named(cast: Cast) -> None:
    fill_ledger(cast)
    shown = board(cast, "assessor", "?level=county")
    assert "2 对中 1 对还没有上报" in shown
    assert "上虞区—金口河区" in shown


def test_who_helps_whom_stands_beside_its_table_and_is_called_no_map(cast: Cast) -> None:
    fill_ledger(cast)
    shown = board(cast, query="?view=diagram")
    assert 'id="ties-title"' in shown
    assert "非地图" in shown
    assert re.search(r'<th scope="row">柯桥区</th><td>峨边彝族自治县</td><td class="n">[\d,.]+</td>', shown)


def test_what_waits_for_us_is_counted_and_leads_to_the_queue(cast: Cast) -> None:
    fill_ledger(cast)
    ours = board(cast, "ebian-both")
    assert "1 条待签" in ours
    assert "1 条有异" in board(cast, "signer")


def test_the_curve_grows_month_by_month_and_its_title_states_the_finding(cast: Cast) -> None:
    fill_ledger(cast)
    shown = board(cast)
    assert "到位协作资金双签 4,430.00 万元，还有 3,250.00 万元没有双签" in shown
    assert re.search(r'<th scope="row">3月</th><td class="n">3,150.00</td><td class="n">3,150.00</td>', shown)
    assert re.search(r'<th scope="row">10月</th><td class="n">4,430.00</td><td class="n">7,680.00</td>', shown)


def test_parts_that_documents_state_are_set_beside_their_whole(cast: Cast) -> None:
    pair_cities(cast)
    for wan, giver, receiver in ((50_100, "p330600", "p511100"), (11_700, "p330604", "p511113")):
        state(cast, wan, giver, receiver)
    state(cast, 15_000, "p330603", "p511132")
    shown = board(cast, "shaoxing-viewer")
    sums = shown[shown.index('id="sum"') :]
    assert "绍兴市合计" in sums
    for number in ("5.01", "1.17", "1.50", "2.34"):
        assert f">{number}<" in sums


def test_a_board_of_a_past_day_says_which_day_and_how_to_come_back(cast: Cast) -> None:
    fill_ledger(cast)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    shown = board(cast, query=f"?as_of={yesterday}")
    assert "看今天所知" in shown
    assert ">0.44</a>" not in shown


def test_a_period_narrows_the_headlines(cast: Cast) -> None:
    fill_ledger(cast)
    shown = board(cast, query=f"?giver=330603&from={date(2026, 6, 1)}&to={date(2026, 6, 30)}")
    assert ">1,280.00</a><small>万元</small>" in card(shown, "到位协作资金")


def test_what_cannot_be_read_in_the_address_is_told(cast: Cast) -> None:
    assert "找不到“没有这里”" in board(cast, query="?giver=没有这里")


def test_a_question_that_cannot_be_read_gets_no_numbers(cast: Cast) -> None:
    fill_ledger(cast)
    shown = board(cast, query="?giver=没有这个地方&from=2026-13-02")
    assert "没有这个地方" in shown.split('<form method="get">')[0], "the fault is told above the form"
    assert "这样问读不懂，所以没有数" in shown
    assert "<article>" not in shown
    assert "谁在帮谁" not in shown
    assert 'value="没有这个地方"' in shown, "what was asked stays in its field to be mended"
