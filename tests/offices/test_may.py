"""Who may manage whom, and what an office covers."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.may import may_write, open_entries, signable_entries
from shanhai.ledger.record import record_entries
from shanhai.offices import manage
from shanhai.offices.audit import note_event
from shanhai.offices.may import actor_for, manageable_offices, manageable_users, seen_from_other_side
from shanhai.offices.models import AuditEvent, Membership, Office, Role, User
from shanhai.offices.tokens import find_token, make_token
from tests.web.conftest import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return make_cast()


def actor(people: Cast, name: str, office: str):
    return actor_for(people.users[name], people.offices[office])


def test_an_office_covers_its_place_and_everything_below(people: Cast) -> None:
    city = actor(people, "shaoxing-viewer", "shaoxing")
    assert city.covers("p330603")
    assert not city.covers("p511132")
    assert not city.covers(None)


def test_roles_hold_in_one_office_only(people: Cast) -> None:
    assert actor(people, "clerk", "keqiao").may_record
    assert not actor(people, "clerk", "shangyu").may_record
    assert actor(people, "clerk", "shangyu").roles == frozenset()


def test_an_administrator_neither_enters_nor_signs(people: Cast) -> None:
    administrator = actor(people, "administrator", "platform")
    assert administrator.may_manage
    assert not administrator.may_record
    assert not administrator.may_sign


def test_a_third_party_signs_nothing(people: Cast) -> None:
    Membership.objects.create(user=people.users["assessor"], office=people.offices["assessors"], role=Role.SIGNER)
    assert not actor(people, "assessor", "assessors").may_sign


@pytest.mark.parametrize(
    ("kind", "records", "signs"),
    [
        ("cooperation_office", True, True),
        ("work_team", True, True),
        ("department", True, False),
        ("village", False, False),
        ("enclave_company", False, False),
        ("assessor", False, False),
        ("platform", False, False),
    ],
)
def test_whose_word_for_a_county_an_office_gives_follows_from_its_kind(
    people: Cast, kind: str, records: bool, signs: bool
) -> None:
    Office.objects.filter(pk=people.offices["ebian"].pk).update(kind=kind)
    office = Office.objects.get(pk=people.offices["ebian"].pk)
    both = actor_for(people.users["ebian-both"], office)
    given = {"on_date": date(2026, 3, 1), "pairing_id": people.pairings["keqiao"].pk, "amount": 100}
    draft = EntryDraft(kind="funds.arrived", **given)
    record_entries([draft], office=people.offices["keqiao"], user_id=None, spoken_side="giver")
    assert may_write(both, people.pairings["keqiao"]) is records
    assert signable_entries(both).exists() is signs
    assert (open_entries(both, awaiting=both.side).count() > 0) is (
        kind in {"cooperation_office", "work_team", "department"}
    )


def test_the_other_sides_view_only_looks(people: Cast) -> None:
    other = seen_from_other_side(actor(people, "clerk", "keqiao"))
    assert other.side == "receiver"
    assert other.own_side == "giver"
    assert not other.may_record
    assert not other.may_sign
    assert not other.may_manage


def test_an_administrator_reaches_its_own_subtree_only(people: Cast) -> None:
    county = actor(people, "keqiao-administrator", "keqiao")
    assert [office.name for office in manageable_offices(county)] == ["柯桥区协作办（示例）"]
    assert set(manageable_users(county).values_list("username", flat=True)) == {
        "clerk",
        "signer",
        "viewer",
        "keqiao-administrator",
    }
    everything = actor(people, "administrator", "platform")
    assert manageable_offices(everything).count() == len(people.offices)


def test_nobody_gives_roles_outside_its_reach(people: Cast) -> None:
    county = actor(people, "keqiao-administrator", "keqiao")
    with pytest.raises(PermissionDenied):
        manage.add_user(county, "spy", "", memberships=[(people.offices["ebian"].pk, "viewer")])
    assert not User.objects.filter(username="spy").exists()
    with pytest.raises(PermissionDenied):
        manage.reset_password(county, people.users["ebian-both"])


def test_a_user_shared_with_an_office_out_of_reach_is_not_managed(people: Cast) -> None:
    Membership.objects.create(user=people.users["clerk"], office=people.offices["ebian"], role=Role.VIEWER)
    county = actor(people, "keqiao-administrator", "keqiao")
    assert not manageable_users(county).filter(username="clerk").exists()


def test_a_county_cannot_make_an_office_for_another_place(people: Cast) -> None:
    county = actor(people, "keqiao-administrator", "keqiao")
    with pytest.raises(PermissionDenied):
        manage.save_office(county, Office(name="别处", side="giver", place_id="p330604"))
    with pytest.raises(PermissionDenied):
        manage.save_office(county, Office(name="到处", side="giver"))


def test_nobody_takes_its_own_last_way_in(people: Cast) -> None:
    county = actor(people, "keqiao-administrator", "keqiao")
    own = people.users["keqiao-administrator"]
    refused = manage.change_user(county, own, full_name="", is_active=True, memberships=[])
    assert refused is not None
    assert Membership.objects.filter(user=own).exists()


def test_every_change_of_users_and_offices_leaves_a_trace(people: Cast) -> None:
    administrator = actor(people, "administrator", "platform")
    office = manage.save_office(administrator, Office(name="新办", side="giver", place_id="p330600"))
    user, _password = manage.add_user(administrator, "new", "", memberships=[(office.pk, "clerk")])
    manage.change_user(administrator, user, full_name="某", is_active=False, memberships=[])
    manage.reset_password(administrator, user)
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["office.add", "user.add", "user.change", "password.reset"]


@pytest.mark.parametrize("statement", ["UPDATE offices_audit_event SET action='x'", "DELETE FROM offices_audit_event"])
def test_the_database_itself_keeps_the_trail(people: Cast, statement: str) -> None:
    note_event("sign_in", "clerk", user_id=1)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().action == "sign_in"


def test_a_key_stops_with_its_day_its_user_and_its_office(people: Cast) -> None:
    from datetime import date

    user, office = people.users["clerk"], people.offices["keqiao"]
    key, token = make_token(user, office, name="财政", expires_on=date(2999, 1, 1))
    assert find_token(key) == token
    assert find_token(key + "x") is None
    office.is_active = False
    office.save()
    assert find_token(key) is None
    old, _token = make_token(user, people.offices["ebian"], name="旧", expires_on=date(2020, 1, 1))
    assert find_token(old) is None
