"""Pairings: the list with its filters and its workbook, and one pairing with money by stage that is never added up."""

from __future__ import annotations

import re
from datetime import date

from shanhai.offices.models import Office
from shanhai.registry.models import Pairing, Programme, Round
from shanhai.registry.places import mark_changed
from shanhai.web.registry_words import say_span
from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger, pair_cities


def get(cast: Cast, address: str, user: str = "signer") -> str:
    answer = cast.client(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(shown: str) -> list[str]:
    return re.findall(r'<tr data-item="\d+">', shown)


def test_the_list_holds_the_pairings_of_the_offices_places_only(cast: Cast) -> None:
    assert len(rows(get(cast, "/pairings"))) == 1
    assert len(rows(get(cast, "/pairings", "assessor"))) == 2


def test_a_place_a_level_and_a_state_narrow_the_list(cast: Cast) -> None:
    pair_cities(cast)
    assert len(rows(get(cast, "/pairings", "assessor"))) == 3
    assert len(rows(get(cast, "/pairings?q=峨边", "assessor"))) == 1
    assert len(rows(get(cast, "/pairings?level=city", "assessor"))) == 1
    nothing = get(cast, "/pairings?state=ended&q=峨边", "assessor")
    assert "没有这样的结对" in nothing
    assert 'value="峨边"' in nothing


def test_differences_sort_to_the_top(cast: Cast) -> None:
    fill_ledger(cast)
    shown = get(cast, "/pairings?sort=differs", "assessor")
    assert shown.index("峨边彝族自治县") < shown.index("金口河区")


def test_a_parents_money_is_that_of_the_pairings_below_it(cast: Cast) -> None:
    fill_ledger(cast)
    above = pair_cities(cast)
    shown = get(cast, "/pairings?level=city", "shaoxing-viewer")
    assert f'data-item="{above.pk}"' in shown
    assert "4,430.00" in shown
    assert "7,680.00" in shown


def test_english_pages_name_rounds_pairings_and_the_office_in_english(cast: Cast) -> None:
    keqiao, shangyu = cast.pairings["keqiao"], cast.pairings["shangyu"]
    programme = Programme.objects.create(key="对口支援", name_zh="对口支援", name_en="Paired support")
    named = Round.objects.create(
        programme=programme, key="青海", name_zh="对口支援青海", name_en="Paired support for Haixi, Qinghai"
    )
    Pairing.objects.filter(pk=keqiao.pk).update(round=named)
    Office.objects.filter(pk=cast.offices["assessors"].pk).update(name_en="Assessors (example)")
    Pairing.objects.create(
        round=shangyu.round, level="county", giver_place_id="p330603", receiver_place_id="p511113", status="current",
        giver_label="柯桥区", receiver_label="金口河区", valid_from=date(2021, 6, 1), confidence="H",
    )  # fmt: skip
    mark_changed()
    client = cast.client("assessor")
    client.cookies["django_language"] = "en"
    for address in ("/pairings", f"/pairings/{shangyu.pk}", "/places/p330603", "/ledger", "/users"):
        page = client.get(address).content.decode()
        told = re.sub(r'<a class="me".*?</a>|<button class="plain-link" name="language".*?</button>', "", page)
        assert "青海" not in told, address
        assert "柯桥区—" not in told, address
    assert "Paired support for Haixi, Qinghai" in client.get("/pairings").content.decode()
    assert "Assessors (example) sees the pairings" in client.get("/users").content.decode()


def test_the_list_is_given_as_a_workbook(cast: Cast) -> None:
    answer = cast.client("signer").get("/pairings?format=xlsx")
    assert answer.content[:2] == b"PK"
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')


def test_a_pairing_shows_both_sides_with_code_and_offices(cast: Cast) -> None:
    shown = get(cast, f"/pairings/{cast.pairings['keqiao'].pk}")
    assert "浙江省绍兴市 · 330603" in shown
    assert "四川省乐山市 · 511132" in shown
    assert "峨边县协作办（示例） · 1 人可签" in shown


def test_stages_of_money_are_rows_and_never_a_sum(cast: Cast) -> None:
    fill_ledger(cast)
    shown = get(cast, f"/pairings/{cast.pairings['keqiao'].pk}")
    stages = shown[shown.index('id="stages"') : shown.index('id="new"')]
    assert "到账资金" in stages
    assert "4,430.00" in stages
    assert "7,680.00" in stages
    assert "10,000.00" in stages
    assert "合计" not in stages
    assert "<tfoot" not in stages


def test_open_differences_statements_and_newest_entries_are_there(cast: Cast) -> None:
    serials = fill_ledger(cast)
    shown = get(cast, f"/pairings/{cast.pairings['keqiao'].pk}")
    assert "1 条有异" in shown
    assert f"/entries/{serials['pending']}" in shown
    assert "协作公报（示例）" in shown


def test_a_pairing_without_entries_says_so(cast: Cast) -> None:
    shown = get(cast, f"/pairings/{cast.pairings['keqiao'].pk}")
    assert "还没有记钱的条目" in shown
    assert "这一对还没有任何一方上报" in shown


def test_a_parent_shows_the_pairings_below_and_their_entries_count(cast: Cast) -> None:
    fill_ledger(cast)
    above = pair_cities(cast)
    shown = get(cast, f"/pairings/{above.pk}", "shaoxing-viewer")
    assert "下级结对 2 对" in shown
    assert "4,430.00" in shown


def test_a_pairing_above_that_is_out_of_sight_is_named_but_not_linked(cast: Cast) -> None:
    above = pair_cities(cast)
    shown = get(cast, f"/pairings/{cast.pairings['keqiao'].pk}")
    assert "绍兴市—乐山市" in shown
    assert f'href="/pairings/{above.pk}"' not in shown


def test_units_paired_between_the_two_counties_are_listed(cast: Cast) -> None:
    held = cast.pairings["keqiao"]
    Pairing.objects.create(
        round=held.round, level="school", giver_place_id="p330603", receiver_place_id="p511132",
        giver_label="柯桥示例小学", receiver_label="峨边示例小学", status="current", confidence="M",
    )  # fmt: skip
    shown = get(cast, f"/pairings/{held.pk}")
    assert "单位结对 1 对" in shown
    assert "峨边示例小学" in shown


def test_a_pairing_out_of_sight_is_refused_like_one_that_is_not_there(cast: Cast) -> None:
    client = cast.client("signer")
    assert client.get(f"/pairings/{cast.pairings['shangyu'].pk}").status_code == 403
    assert client.get("/pairings/999999").status_code == 403


def test_dates_are_said_as_exactly_as_they_are_known() -> None:
    assert say_span(date(2021, 6, 1), "month", None, "unknown").zh == "2021年6月起"
    assert say_span(date(2018, 1, 1), "year", date(2021, 1, 1), "year").zh == "2018年至2020年"
    assert say_span(None, "unknown", None, "unknown").en == "dates not known"
