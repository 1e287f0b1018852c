"""The number of a project is said once: entries about it find it in their form, where it may be changed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries
from tests.web.conftest import Cast
from tests.web.test_activities import make_project

pytestmark = pytest.mark.django_db
PAID = "/entries/new?kind=funds.paid"


def filled(client: Client, address: str) -> dict[str, str]:
    """What stands in the fields of a form before anything is typed."""
    page = client.get(address).content.decode()
    return dict(re.findall(r'name="v-([a-z_]+)" value="([^"]+)"', page))


def assign(cast: Cast, number: str) -> int:
    details = {"project_no": number, "project_name": "示例便民桥", "document_no": "示例 1 号"}
    fund = EntryDraft(kind="funds.assigned", on_date=date(2025, 4, 1), pairing_id=cast.pairings["keqiao"].pk,
                      amount=100_000_000, subject=number, details=details)  # fmt: skip
    return record_entries(
        [fund], office=cast.offices["ebian"], user_id=cast.users["ebian-both"].pk, spoken_side="receiver"
    ).serials[0]


def test_a_payment_finds_the_only_open_project_in_its_form(cast: Cast) -> None:
    project = make_project(cast)
    known = filled(cast.client("ebian-both"), PAID)
    assert (known["project_no"], known["project_name"]) == (project.number, project.title)
    assert (known["giver_place"], known["receiver_place"]) == ("柯桥区", "峨边彝族自治县")
    assert "project_no" not in filled(cast.client("shangyu-clerk"), PAID), "another county's project is not proposed"


def test_of_several_projects_none_is_taken_and_each_is_offered(cast: Cast) -> None:
    numbers = [make_project(cast, number).number for number in ("XM-示例-1", "XM-示例-2")]
    client = cast.client("ebian-both")
    assert "project_no" not in filled(client, PAID)
    page = client.get(PAID).content.decode()
    assert all(f'<option value="{number}">高山冷链仓</option>' in page for number in numbers)
    assert 'name="v-project_no" value="" maxlength' in page
    assert 'list="list-numbers"' in page


def test_a_payment_is_entered_from_the_fund_that_was_assigned(cast: Cast) -> None:
    """Also where the project is not followed in the library."""
    serial = assign(cast, "旧项目-7")
    client = cast.client("ebian-both")
    page = client.get(f"/entries/{serial}").content.decode()
    assert "kind=industry.park" not in page, "a project bears no number of a park"
    address = next(one for one in re.findall(r'href="(/entries/new[^"]+)"', page) if "funds.paid" in one)
    known = filled(client, address.replace("&amp;", "&"))
    assert (known["project_no"], known["project_name"]) == ("旧项目-7", "示例便民桥")
    assert "amount" not in known
    assert "voucher_no" not in known


def test_what_tells_one_entry_from_another_is_not_taken_over(cast: Cast) -> None:
    assign(cast, "旧项目-7")
    known = filled(cast.client("ebian-both"), "/entries/new?kind=funds.assigned&about=旧项目-7")
    assert known["project_no"] == "旧项目-7"
    assert "document_no" not in known


def test_a_number_of_another_county_tells_nothing(cast: Cast) -> None:
    assign(cast, "旧项目-7")
    client = cast.client("shangyu-clerk")
    assert filled(client, f"{PAID}&about=旧项目-7") == {}


def test_an_office_of_one_pairing_finds_both_places_in_its_form(cast: Cast) -> None:
    places = {"giver_place": "柯桥区", "receiver_place": "峨边彝族自治县"}
    for user in ("clerk", "ebian-both"):
        assert filled(cast.client(user), "/entries/new?kind=funds.arrived") == places
    cast.pairings["shangyu"].receiver_place_id = "p511132"
    cast.pairings["shangyu"].save()
    assert filled(cast.client("clerk"), "/entries/new?kind=funds.arrived") == places
    assert filled(cast.client("ebian-both"), "/entries/new?kind=funds.arrived") == {}, "it has two now"


def test_a_form_says_of_the_places_too_that_they_are_needed(cast: Cast) -> None:
    page = cast.client("clerk").get("/entries/new?kind=funds.arrived").content.decode()
    for title in ("海方（地区）", "山方（地区）"):
        assert f'{title} <span class="fine">必填；写了登记过的单位可不填</span>' in page
