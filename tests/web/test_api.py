"""The API as a program meets it: the pages' numbers, the pages' rights, and one shape for every refusal."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Entry, Signature
from shanhai.ledger.record import record_entries
from shanhai.offices.models import AuditEvent
from shanhai.offices.tokens import make_token
from shanhai.web.api_shapes import Fault
from tests.web.conftest import Cast

pytestmark = pytest.mark.django_db
ARRIVED = {"date": "2026-03-19", "amount": "1234.50", "giver_place": "柯桥区", "receiver_place": "峨边彝族自治县"}


def key_of(cast: Cast, user: str, office: str) -> str:
    key, _token = make_token(
        cast.users[user], cast.offices[office], name="程序", expires_on=timezone.localdate() + timedelta(days=9)
    )
    return key


def call(client: Client, address: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    if body is None:
        answer = client.get(address, headers=headers)
    else:
        answer = client.post(address, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


@pytest.fixture
def recorded(cast: Cast) -> list[int]:
    """Three entries of 柯桥's side, 100, 200 and 300 yuan, and one of 上虞's."""
    drafts = [
        EntryDraft(
            kind="funds.arrived",
            on_date=date(2026, month, 1),
            amount=month * 100_00,
            pairing_id=cast.pairings["keqiao"].pk,
            details={"voucher_no": f"示例-{month}"},
        )
        for month in (1, 2, 3)
    ]
    own = record_entries(drafts, office=cast.offices["keqiao"], user_id=cast.users["clerk"].pk, spoken_side="giver")
    other = EntryDraft(
        kind="funds.arrived", on_date=date(2026, 1, 1), amount=7_00, pairing_id=cast.pairings["shangyu"].pk
    )
    record_entries([other], office=cast.offices["shangyu"], user_id=None, spoken_side="giver")
    return list(own.serials)


def test_a_figure_is_the_number_of_the_ledger_within_the_askers_sight(cast: Cast, recorded: list[int]) -> None:
    key = key_of(cast, "viewer", "keqiao")
    status, figure = call(Client(), "/api/figures/assistance_funds_received?basis=reported", key=key)
    assert (status, figure["value"], figure["unit"], figure["entries"]) == (200, "600.00", "CNY", 3)
    status, agreed = call(Client(), "/api/figures/assistance_funds_received", key=key)
    assert (agreed["value"], agreed["entries"]) == (None, 0), "nothing agreed is not zero"
    assert agreed["basis"] == "agreed"


def test_the_entries_behind_a_figure_add_up_to_it(cast: Cast, recorded: list[int]) -> None:
    key = key_of(cast, "viewer", "keqiao")
    address = "/api/figures/assistance_funds_received/entries?basis=reported"
    _status, page = call(Client(), address, key=key)
    assert [entry["serial"] for entry in page["entries"]] == recorded
    assert sum(float(entry["counted"]) for entry in page["entries"]) == 600
    assert page["next_after"] is None


def test_a_program_sees_what_its_user_sees(cast: Cast, recorded: list[int]) -> None:
    status, page = call(Client(), "/api/entries", key=key_of(cast, "viewer", "keqiao"))
    assert (status, page["count"]) == (200, 3)
    _status, theirs = call(Client(), "/api/entries", key=key_of(cast, "shangyu-clerk", "shangyu"))
    assert theirs["count"] == 1
    status, fault = call(Client(), f"/api/entries/{recorded[0]}", key=key_of(cast, "shangyu-clerk", "shangyu"))
    assert (status, fault["code"]) == (403, "forbidden")
    status, missing = call(Client(), "/api/entries/999999", key=key_of(cast, "shangyu-clerk", "shangyu"))
    assert (status, missing) == (403, fault), "nobody learns whether a hidden entry exists"


def test_an_entry_recorded_by_a_program_waits_for_the_other_side(cast: Cast) -> None:
    key = key_of(cast, "clerk", "keqiao")
    body = {"kind": "funds.arrived", "rows": [{"values": {**ARRIVED, "voucher_no": "示例-9"}}]}
    status, done = call(Client(), "/api/entries", body, key=key)
    assert (status, done["added"], done["entries"]) == (201, 1, 1)
    _status, entry = call(Client(), f"/api/entries/{done['serials'][0]}", key=key)
    assert (entry["amount"], entry["state"], entry["awaits"]) == ("1234.50", "pending", "receiver")
    assert AuditEvent.objects.filter(action="entry.record").exists()


@pytest.mark.parametrize("repeat", [{"voucher_no": "示例-9"}, {}])
def test_the_same_fact_sent_twice_adds_nothing(cast: Cast, repeat: dict[str, str]) -> None:
    key = key_of(cast, "clerk", "keqiao")
    body = {"kind": "funds.arrived", "rows": [{"values": {**ARRIVED, **repeat}, "key": "their-own-17"}]}
    _status, first = call(Client(), "/api/entries", body, key=key)
    status, again = call(Client(), "/api/entries", body, key=key)
    assert (status, again["added"]) == (200, 0)
    assert again["repeats"] == [{"row": 1, "serial": first["serials"][0]}]
    assert Entry.objects.count() == 1


def test_problems_come_back_at_their_row_and_field_and_nothing_is_recorded(cast: Cast) -> None:
    key = key_of(cast, "clerk", "keqiao")
    good = {"values": ARRIVED}
    bad = {"values": {**ARRIVED, "amount": "12,5OO", "receiver_place": "金口河区"}}
    status, fault = call(Client(), "/api/entries", {"kind": "funds.arrived", "rows": [good, bad]}, key=key)
    assert (status, fault["code"]) == (422, "data_problems")
    assert {(one["row"], one["field"]) for one in fault["problems"]} >= {(2, "amount"), (2, "receiver_place")}
    assert not Entry.objects.exists()


def test_a_dry_run_records_nothing(cast: Cast) -> None:
    key = key_of(cast, "clerk", "keqiao")
    body = {"kind": "funds.arrived", "rows": [{"values": ARRIVED}], "dry_run": True}
    status, told = call(Client(), "/api/entries", body, key=key)
    assert (status, told["dry_run"], told["added"]) == (200, True, 0)
    assert not Entry.objects.exists()


def test_only_a_clerk_records_and_only_for_its_own_places(cast: Cast) -> None:
    body = {"kind": "funds.arrived", "rows": [{"values": ARRIVED}]}
    status, fault = call(Client(), "/api/entries", body, key=key_of(cast, "viewer", "keqiao"))
    assert (status, fault["code"]) == (403, "forbidden")
    status, fault = call(Client(), "/api/entries", body, key=key_of(cast, "shangyu-clerk", "shangyu"))
    assert status == 422
    assert not Entry.objects.exists()


def test_the_other_side_signs_through_the_api(cast: Cast, recorded: list[int]) -> None:
    key = key_of(cast, "ebian-both", "ebian")
    address = f"/api/entries/{recorded[0]}/signatures"
    status, done = call(Client(), address, {"word": "agrees"}, key=key)
    assert (status, done["code"]) == (201, "signed_agreed")
    status, fault = call(Client(), address, {"word": "agrees"}, key=key)
    assert (status, fault["code"]) == (409, "already_agreed")
    _status, figure = call(Client(), "/api/figures/assistance_funds_received", key=key)
    assert figure["value"] == "100.00"


def test_a_difference_needs_its_amount_and_reason(cast: Cast, recorded: list[int]) -> None:
    key = key_of(cast, "ebian-both", "ebian")
    address = f"/api/entries/{recorded[1]}/signatures"
    assert call(Client(), address, {"word": "differs", "amount": "150"}, key=key)[0] == 409
    assert call(Client(), address, {"word": "differs", "amount": "1.234", "reason": "?"}, key=key)[0] == 422
    status, _done = call(Client(), address, {"word": "differs", "amount": "150.00", "reason": "实收"}, key=key)
    assert status == 201
    _status, entry = call(Client(), f"/api/entries/{recorded[1]}", key=key)
    assert (entry["state"], entry["giver_amount"], entry["receiver_amount"]) == ("differs", "200.00", "150.00")


def test_nobody_signs_what_its_own_side_entered(cast: Cast, recorded: list[int]) -> None:
    for user, office in (("signer", "keqiao"), ("shangyu-clerk", "shangyu")):
        status, _fault = call(
            Client(), f"/api/entries/{recorded[0]}/signatures", {"word": "agrees"}, key=key_of(cast, user, office)
        )
        assert status == 403
    assert not Signature.objects.exists()


def test_a_browsers_session_may_read_but_writes_only_with_the_csrf_token(cast: Cast, recorded: list[int]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["clerk"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/entries").status_code == 200
    body = {"kind": "funds.arrived", "rows": [{"values": ARRIVED}]}
    status, fault = call(client, "/api/entries", body)
    assert (status, fault["code"]) == (403, "forbidden")
    assert Entry.objects.count() == 4


REFUSALS = [
    ("GET", "/api/entries", None, "", 401),
    ("GET", "/api/entries", None, "shanhai_nonsense", 401),
    ("POST", "/api/entries", {}, "", 401),
    ("POST", "/api/entries", {}, "shanhai_nonsense", 401),
    ("GET", "/api/entries?page=0", None, "key", 422),
    ("GET", "/api/entries?state=odd", None, "key", 422),
    ("GET", "/api/entries?place=不存在的地方", None, "key", 422),
    ("GET", "/api/entries/0", None, "key", 422),
    ("GET", "/api/entries/77", None, "key", 403),
    ("GET", "/api/figures/none_such", None, "key", 404),
    ("GET", "/api/figures/assistance_funds?giver=Nowhere", None, "key", 422),
    ("GET", "/api/figures/assistance_funds?from=2026-02-30", None, "key", 422),
    ("GET", "/api/figures/assistance_funds?from=2026-02-03&to=2026-01-01", None, "key", 422),
    ("GET", "/api/figures/assistance_funds/entries?after=-1", None, "key", 422),
    ("GET", "/api/places", None, "key", 422),
    ("GET", "/api/pairings?page=0", None, "key", 422),
    ("GET", "/api/nothing", None, "key", 404),
    ("DELETE", "/api/entries/1", None, "key", 405),
    ("POST", "/api/catalogue", {}, "key", 405),
    ("POST", "/api/entries", {"kind": "funds.arrived", "rows": []}, "key", 422),
    ("POST", "/api/entries", {"kind": "no.such", "rows": [{"values": {}}]}, "key", 404),
    ("POST", "/api/entries", {"kind": "funds.arrived", "rows": [{"values": {}}]}, "key", 422),
    ("POST", "/api/entries", "{not json", "key", 400),
    ("POST", "/api/entries/1/signatures", {"word": "perhaps"}, "key", 422),
    ("POST", "/api/entries/1/signatures", {"word": "agrees"}, "key", 403),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_every_refusal_has_one_shape(cast: Cast, refusal: tuple[str, str, Any, str, int]) -> None:
    method, address, body, given, status = refusal
    key = key_of(cast, "clerk", "keqiao") if given == "key" else given
    headers = {"authorization": f"Bearer {key}"} if key else {}
    data = body if isinstance(body, str) else json.dumps(body)
    answer = Client().generic(method, address, data, content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content
    fault = answer.json()
    assert set(fault) == {"code", "message", "problems"}
    Fault.model_validate(fault)
    assert fault["message"]["zh"]
    assert fault["message"]["en"]


def test_places_and_pairings_are_found_by_name(cast: Cast) -> None:
    key = key_of(cast, "viewer", "keqiao")
    _status, found = call(Client(), "/api/places?name=柯桥", key=key)
    assert (found["state"], found["places"][0]["code"]) == ("one", "330603")
    _status, pairs = call(Client(), "/api/pairings", key=key)
    assert [(one["giver"], one["receiver"]) for one in pairs["pairings"]] == [("柯桥区", "峨边彝族自治县")]


def test_the_description_names_every_endpoint_and_the_page_shows_them(cast: Cast) -> None:
    schema = Client().get("/api/openapi.json").json()
    assert {"/api/figures/{indicator}", "/api/entries", "/api/entries/{serial}/signatures"} <= set(schema["paths"])
    page = cast.client("viewer").get("/api/docs").content.decode()
    for address in schema["paths"]:
        assert address in page


def test_a_name_that_is_no_column_is_told_and_nothing_recorded(cast: Cast) -> None:
    key = key_of(cast, "clerk", "keqiao")
    body = {"kind": "funds.arrived", "rows": [{"values": {**ARRIVED, "giver": "越城区", "purpos": "industry"}}]}
    status, fault = call(Client(), "/api/entries", body, key=key)
    assert status == 422
    assert [(one["row"], one["field"], one["code"]) for one in fault["problems"]] == [
        (1, "giver", "column_unknown"),
        (1, "purpos", "column_unknown"),
    ]
    status, fault = call(
        Client(), "/api/entries", {"kind": "funds.arrived", "rows": [{"values": {}, "accpt": []}]}, key=key
    )
    assert status == 422
    assert "没有这一项可填" in fault["problems"][0]["what"]["zh"]
    assert not Entry.objects.exists()


def test_the_catalogue_names_every_column_a_row_may_carry(cast: Cast) -> None:
    _status, told = call(Client(), "/api/catalogue", key=key_of(cast, "clerk", "keqiao"))
    columns = {one["code"]: one for one in told["row_columns"]["funds.arrived"]}
    assert {"date", "amount", "giver_place", "receiver_place", "giver_party", "document", "voucher_no"} <= set(columns)
    assert columns["date"]["required"]
    assert columns["giver_place"]["common"]
    assert not columns["voucher_no"]["common"]


def test_what_an_example_office_sends_by_program_is_an_example(cast: Cast) -> None:
    assert cast.offices["keqiao"].is_example
    body = {"kind": "funds.arrived", "rows": [{"values": ARRIVED}]}
    call(Client(), "/api/entries", body, key=key_of(cast, "clerk", "keqiao"))
    assert list(Entry.objects.values_list("is_example", flat=True)) == [True]


def test_a_shape_that_is_wrong_is_told_in_chinese_in_chinese(cast: Cast, recorded: list[int]) -> None:
    key = key_of(cast, "ebian-both", "ebian")
    _status, fault = call(Client(), f"/api/entries/{recorded[0]}/signatures", {"word": "perhaps"}, key=key)
    assert fault["problems"][0]["what"]["zh"].startswith("body.word：应是其中之一")
    body = {"word": "differs", "amount": "-5", "reason": "少到"}
    _status, fault = call(Client(), f"/api/entries/{recorded[0]}/signatures", body, key=key)
    assert fault["code"] == "amount_negative"
    _status, fault = call(Client(), "/api/entries", key="shanhai_nonsense")
    assert "密钥不对" in fault["message"]["zh"]
