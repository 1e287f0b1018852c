"""Who sees, signs and adds what, by side, place and programme."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.may import (
    may_write,
    open_entries,
    require_visible_entry,
    scope_for,
    signable_entries,
    visible_batches,
    visible_documents,
    visible_entries,
    visible_pairings,
)
from shanhai.ledger.models import Batch, Document
from shanhai.ledger.record import record_entries
from shanhai.offices.may import Actor, actor_for, seen_from_other_side
from shanhai.offices.models import Membership, Role
from tests.web.conftest import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    """The cast, with one entry of each giving county."""
    made = make_cast()
    for name in ("keqiao", "shangyu"):
        draft = EntryDraft(
            kind="funds.arrived", on_date=date(2026, 3, 1), amount=100, pairing_id=made.pairings[name].pk
        )
        record_entries([draft], office=made.offices[name], user_id=None, spoken_side="giver")
    return made


def actor(people: Cast, user: str, office: str) -> Actor:
    return actor_for(people.users[user], people.offices[office])


def givers(actor: Actor | None) -> set[str]:
    return set(visible_entries(actor).values_list("giver_place_id", flat=True))


@pytest.mark.parametrize(
    ("user", "office", "seen"),
    [
        ("clerk", "keqiao", {"p330603"}),
        ("ebian-both", "ebian", {"p330603"}),
        ("shangyu-clerk", "shangyu", {"p330604"}),
        ("shaoxing-viewer", "shaoxing", {"p330603", "p330604"}),
        ("assessor", "assessors", {"p330603", "p330604"}),
        ("clerk", "shangyu", set()),
    ],
)
def test_an_office_sees_what_touches_its_places(people: Cast, user: str, office: str, seen: set[str]) -> None:
    assert givers(actor(people, user, office)) == seen


def test_nobody_sees_nothing(people: Cast) -> None:
    assert not visible_entries(None).exists()
    assert not visible_pairings(None).exists()
    assert not open_entries(None).exists()
    assert scope_for(None).touching_place_ids == frozenset()


def test_an_office_of_one_programme_sees_no_other(people: Cast) -> None:
    people.offices["shaoxing"].programmes = ["山海协作"]
    people.offices["shaoxing"].save()
    narrowed = actor(people, "shaoxing-viewer", "shaoxing")
    assert givers(narrowed) == set()
    assert not visible_pairings(narrowed).exists()
    assert scope_for(narrowed).programmes == frozenset({"山海协作"})


def test_only_the_other_side_signs(people: Cast) -> None:
    assert signable_entries(actor(people, "ebian-both", "ebian")).count() == 1
    assert not signable_entries(actor(people, "signer", "keqiao")).exists(), "its own office entered it"
    assert not signable_entries(actor(people, "shangyu-clerk", "shangyu")).exists()
    assert not signable_entries(actor(people, "clerk", "keqiao")).exists(), "a clerk is no signer"


def test_an_office_above_does_not_sign_what_its_own_side_entered(people: Cast) -> None:
    Membership.objects.create(user=people.users["signer"], office=people.offices["shaoxing"], role=Role.SIGNER)
    assert not signable_entries(actor(people, "signer", "shaoxing")).exists()


def test_the_other_sides_view_shows_what_waits_for_them_and_signs_nothing(people: Cast) -> None:
    own = actor(people, "signer", "keqiao")
    assert open_entries(own, awaiting=own.side).count() == 0
    theirs = seen_from_other_side(own)
    assert open_entries(theirs, awaiting=theirs.side).count() == 1
    assert not signable_entries(theirs).exists()
    assert not visible_batches(theirs).exists()


def test_a_clerk_writes_on_its_own_side_inside_its_places(people: Cast) -> None:
    assert may_write(actor(people, "clerk", "keqiao"), people.pairings["keqiao"])
    assert not may_write(actor(people, "clerk", "keqiao"), people.pairings["shangyu"])
    assert not may_write(actor(people, "signer", "keqiao"), people.pairings["keqiao"])
    people.offices["keqiao"].side = "receiver"
    people.offices["keqiao"].save()
    assert not may_write(actor(people, "clerk", "keqiao"), people.pairings["keqiao"]), "not on that side"


def test_hidden_and_missing_entries_answer_alike(people: Cast) -> None:
    for serial in (2, 99):
        with pytest.raises(PermissionDenied):
            require_visible_entry(actor(people, "clerk", "keqiao"), serial)


def test_received_files_are_the_offices_own_affair(people: Cast) -> None:
    Batch.objects.create(office_id=people.offices["keqiao"].pk, kind="k", sha256="", file_name="f", size_bytes=1)
    assert visible_batches(actor(people, "clerk", "keqiao")).count() == 1
    assert not visible_batches(actor(people, "ebian-both", "ebian")).exists()


def test_documents_follow_the_entries_they_prove(people: Cast) -> None:
    from shanhai.ledger.documents import attach_document

    private = Document.objects.create(title="回单", office_id=people.offices["keqiao"].pk)
    Document.objects.create(title="公报", is_public=True)
    receiver = actor(people, "ebian-both", "ebian")
    assert [one.title for one in visible_documents(receiver)] == ["公报"]
    attach_document(1, document=private, office_id=private.office_id, user_id=None)
    assert {one.title for one in visible_documents(receiver)} == {"公报", "回单"}
    assert {one.title for one in visible_documents(actor(people, "shangyu-clerk", "shangyu"))} == {"公报"}
