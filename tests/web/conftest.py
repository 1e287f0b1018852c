"""The cast of the pages' tests: a small map, two pairings, offices on both sides, and users of every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from shanhai.ledger.drafts import EntryDraft
from shanhai.offices.models import Membership, Office, Role, User
from shanhai.registry.models import Pairing, Party, Place, PlaceVersion, Programme, Round
from shanhai.registry.places import mark_changed
from tests.pairs import make_pairing

PASSWORD = "river-and-hill-2026"
PLACES = [
    ("p330000", "330000", "浙江省", "province", None),
    ("p330600", "330600", "绍兴市", "city", "p330000"),
    ("p330603", "330603", "柯桥区", "county", "p330600"),
    ("p330604", "330604", "上虞区", "county", "p330600"),
    ("p510000", "510000", "四川省", "province", None),
    ("p511100", "511100", "乐山市", "city", "p510000"),
    ("p511132", "511132", "峨边彝族自治县", "county", "p511100"),
    ("p511113", "511113", "金口河区", "county", "p511100"),
]
OFFICES = {
    "keqiao": ("柯桥区协作办（示例）", "giver", "p330603"),
    "shangyu": ("上虞区协作办（示例）", "giver", "p330604"),
    "shaoxing": ("绍兴市协作办（示例）", "giver", "p330600"),
    "ebian": ("峨边县协作办（示例）", "receiver", "p511132"),
    "assessors": ("考核组（示例）", "neither", "p330000"),
    "platform": ("平台管理（示例）", "neither", None),
}
USERS = {
    "clerk": ("keqiao", [Role.CLERK]),
    "signer": ("keqiao", [Role.SIGNER]),
    "viewer": ("keqiao", [Role.VIEWER]),
    "assessor": ("assessors", [Role.ASSESSOR]),
    "administrator": ("platform", [Role.ADMINISTRATOR]),
    "keqiao-administrator": ("keqiao", [Role.ADMINISTRATOR]),
    "ebian-both": ("ebian", [Role.CLERK, Role.SIGNER]),
    "shangyu-clerk": ("shangyu", [Role.CLERK, Role.SIGNER]),
    "shaoxing-viewer": ("shaoxing", [Role.VIEWER]),
}
ROLES = ("clerk", "signer", "viewer", "assessor", "administrator")


@dataclass(slots=True)
class Cast:
    """Who and what the tests speak of."""

    offices: dict[str, Office]
    users: dict[str, User]
    pairings: dict[str, Pairing]
    parties: dict[str, Party]

    def client(self, name: str) -> Client:
        """A browser in which this user is signed in."""
        client = Client()
        client.force_login(self.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The places, pairings, offices and users of these tests, newly made."""
    yield make_cast()
    mark_changed()


@cache
def hashed_password() -> str:
    """The password as kept; worked out once, because a good hash is slow on purpose."""
    return make_password(PASSWORD)


def make_user(name: str) -> User:
    """A user who signs in with the password of these tests."""
    return User.objects.create(username=name, password=hashed_password(), full_name=f"示例 {name}")


def make_cast() -> Cast:
    """Write the cast into the database."""
    for place_id, code, name, level, parent in PLACES:
        Place.objects.create(id=place_id, level=level)
        PlaceVersion.objects.create(
            place_id=place_id, code=code, name=name, level=level, parent_id=parent, valid_from=date(1980, 1, 1)
        )
    mark_changed()
    offices = {
        key: Office.objects.create(name=name, side=side, place_id=place, is_example=True)
        for key, (name, side, place) in OFFICES.items()
    }
    users = {}
    for name, (office, roles) in USERS.items():
        users[name] = make_user(name)
        for role in roles:
            Membership.objects.create(user=users[name], office=offices[office], role=role)
    users["outsider"] = make_user("outsider")
    parties = {
        "keqiao": Party.objects.create(name="柯桥区财政局", kind="government", place_id="p330603"),
        "ebian": Party.objects.create(name="峨边彝族自治县财政局", kind="government", place_id="p511132"),
        "shangyu": Party.objects.create(name="上虞区财政局", kind="government", place_id="p330604"),
        "jinkouhe": Party.objects.create(name="金口河区财政局", kind="government", place_id="p511113"),
    }
    return Cast(offices, users, make_pairings(), parties)


def make_pairings() -> dict[str, Pairing]:
    """柯桥—峨边 and 上虞—金口河 under the round of 2021."""
    programme = Programme.objects.create(key="东西部协作", name_zh="东西部协作", name_en="East-West cooperation")
    running = Round.objects.create(
        programme=programme,
        key="2021",
        name_zh="东西部协作（2021—）",
        name_en="East-West (2021 on)",
        valid_from=date(2021, 1, 1),
    )
    sides = {
        "keqiao": ("p330603", "p511132", "柯桥区", "峨边彝族自治县"),
        "shangyu": ("p330604", "p511113", "上虞区", "金口河区"),
    }
    return {
        key: make_pairing(running, (giver, giver_label), (receiver, receiver_label), valid_from=date(2021, 6, 1))
        for key, (giver, receiver, giver_label, receiver_label) in sides.items()
    }


def arrived(cast: Cast, month: int, amount_fen: int) -> EntryDraft:
    """An amount that 柯桥 brought 峨边 in a month of 2026, for industry."""
    return EntryDraft(
        kind="funds.arrived",
        on_date=date(2026, month, 1),
        amount=amount_fen,
        pairing_id=cast.pairings["keqiao"].pk,
        from_party_id=cast.parties["keqiao"].pk,
        to_party_id=cast.parties["ebian"].pk,
        details={"voucher_no": f"示例-{month}", "purpose": "industry"},
    )
