"""Offices, users and the audit trail, as administrators use them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.record import record_entries
from shanhai.offices.audit import note_event
from shanhai.offices.models import AuditEvent, Membership, Office, User
from tests.web.conftest import Cast

pytestmark = pytest.mark.django_db
OFFICE = {"name": "绍兴市商务局（示例）", "side": "giver", "place": "绍兴", "kind": "department", "is_active": "on"}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_office_is_added_and_changed(cast: Cast) -> None:
    client = cast.client("administrator")
    answer = client.post("/offices/new", OFFICE)
    office = Office.objects.get(name=OFFICE["name"])
    assert answer.headers["Location"] == f"/offices/{office.pk}"
    assert (office.place_id, office.side, office.programmes) == ("p330600", "giver", [])
    client.post(f"/offices/{office.pk}", {**OFFICE, "programmes": ["东西部协作"], "is_active": ""})
    office.refresh_from_db()
    assert (office.programmes, office.is_active) == (["东西部协作"], False)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["office.add", "office.change"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "柯桥区协作办（示例）"}, "已有机构在用"),
        ({"place": "没有这个地方"}, "没有这个地方"),
        ({"name": ""}, "有几处要改"),
    ],
)
def test_what_is_wrong_with_an_office_is_told_and_nothing_kept(cast: Cast, change: dict[str, str], told: str) -> None:
    before = Office.objects.count()
    answer = cast.client("administrator").post("/offices/new", {**OFFICE, **change})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert Office.objects.count() == before


def test_a_side_its_place_never_has_is_asked_about_before_it_is_kept(cast: Cast) -> None:
    client = cast.client("administrator")
    wrong = {**OFFICE, "name": "金口河区某局（示例）", "place": "金口河区"}
    asked = client.post("/offices/new", wrong)
    assert asked.status_code == 422
    assert "这个地方只作山方，没有作过海方" in text_of(asked)
    assert not Office.objects.filter(name=wrong["name"]).exists()
    client.post("/offices/new", {**wrong, "accept": "office.side"})
    assert Office.objects.filter(name=wrong["name"], side="giver").exists()


def test_closing_an_office_tells_what_it_leaves_open_and_its_people_that_it_is_closed(cast: Cast) -> None:
    ebian, keqiao = cast.offices["ebian"], cast.offices["keqiao"]
    for office, side, day in ((keqiao, "giver", 1), (ebian, "receiver", 2), (ebian, "receiver", 3)):
        draft = EntryDraft(
            kind="funds.arrived", on_date=date(2026, 3, day), amount=day, pairing_id=cast.pairings["keqiao"].pk
        )
        record_entries([draft], office=office, user_id=None, spoken_side=side, match=False)
    client = cast.client("administrator")
    closing = {"name": ebian.name, "side": "receiver", "place": "峨边彝族自治县", "kind": "cooperation_office"}
    asked = client.post(f"/offices/{ebian.pk}", closing)
    assert asked.status_code == 422
    assert "记的还有 2 条没有签妥，等本机构这一方表态的还有 1 条，1 人不能再用" in text_of(asked)
    client.cookies["django_language"] = "en"
    assert "2 entries of this office are not settled, 1 wait" in text_of(client.post(f"/offices/{ebian.pk}", closing))
    turned = text_of(client.post(f"/offices/{ebian.pk}", {**closing, "side": "giver"}))
    assert "2 entries of this office are not settled, 1 wait" in turned, (
        "what it leaves open is that of its side till now"
    )
    client.post(f"/offices/{ebian.pk}", {**closing, "accept": "office.closing"})
    ebian.refresh_from_db()
    assert not ebian.is_active
    told = text_of(cast.client("ebian-both").get("/ledger"))
    assert "您的机构已停用" in told
    assert "峨边县协作办（示例）已由管理员停用" in told


def test_a_county_administrator_stays_in_its_county(cast: Cast) -> None:
    client = cast.client("keqiao-administrator")
    assert "上虞区协作办" not in text_of(client.get("/offices"))
    assert client.get(f"/offices/{cast.offices['shangyu'].pk}").status_code == 404
    assert client.get(f"/users/{cast.users['ebian-both'].pk}").status_code == 404
    assert client.post("/offices/new", OFFICE).status_code == 422
    assert not Office.objects.filter(name=OFFICE["name"]).exists()


def test_roles_are_given_and_taken(cast: Cast) -> None:
    viewer, office = cast.users["viewer"], cast.offices["keqiao"]
    client = cast.client("keqiao-administrator")
    client.post(f"/users/{viewer.pk}", {"full_name": "某", "is_active": "on", f"role-{office.pk}-clerk": "on"})
    assert list(Membership.objects.filter(user=viewer).values_list("role", flat=True)) == ["clerk"]
    client.post(f"/users/{viewer.pk}", {"full_name": "某"})
    viewer.refresh_from_db()
    assert (viewer.is_active, viewer.memberships.count()) == (False, 0)


def test_a_reset_password_is_shown_once_and_ends_open_sessions(cast: Cast) -> None:
    open_session = cast.client("viewer")
    assert open_session.get("/account").status_code == 200
    client = cast.client("keqiao-administrator")
    page = client.post(f"/users/{cast.users['viewer'].pk}/password").content.decode()
    password = page.split('class="secret">')[1].split("<")[0]
    assert open_session.get("/account").status_code == 302
    assert password not in client.get(f"/users/{cast.users['viewer'].pk}").content.decode()
    assert User.objects.get(username="viewer").check_password(password)


def test_a_user_name_that_is_taken_or_has_spaces_is_told(cast: Cast) -> None:
    client = cast.client("administrator")
    assert "已有人用" in text_of(client.post("/users/new", {"username": "CLERK"}))
    assert "空格" in text_of(client.post("/users/new", {"username": "two words"}))


def test_lists_are_searched_sorted_and_exported(cast: Cast) -> None:
    client = cast.client("administrator")
    names = re.findall(r'data-key="Enter">([^<]+)</a>', client.get("/users?q=shang&sort=-name").content.decode())
    assert names == ["shangyu-clerk"]
    for address in ("/users?export=1", "/offices?export=1", "/audit?export=1"):
        book = load_workbook(BytesIO(client.get(address).content))
        assert book.active.max_row >= 2, address


def test_the_trail_shows_who_did_what_and_only_to_those_who_manage_them(cast: Cast) -> None:
    for name, office in (("clerk", "keqiao"), ("ebian-both", "ebian")):
        note_event("entry.record", "7", user_id=cast.users[name].pk, user_name=name, office_id=cast.offices[office].pk)
    assert "记条目" in text_of(cast.client("administrator").get("/audit?q=clerk"))
    page = text_of(cast.client("keqiao-administrator").get("/audit?action=entry.record"))
    assert "clerk" in page
    assert "ebian-both" not in page


def test_roles_on_both_sides_are_warned_of(cast: Cast) -> None:
    client, user = cast.client("administrator"), cast.users["signer"]
    assert "替两方说话" not in text_of(client.get(f"/users/{user.pk}"))
    Membership.objects.create(user=user, office=cast.offices["ebian"], role="viewer")
    assert "替两方说话" not in text_of(client.get(f"/users/{user.pk}")), "looking is not speaking"
    Membership.objects.create(user=user, office=cast.offices["ebian"], role="signer")
    told = text_of(client.get(f"/users/{user.pk}"))
    assert "账本不让同一个人替两方说话" in told
    assert cast.offices["ebian"].name in told
