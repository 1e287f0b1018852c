"""Who acts, for which office, and what that office may touch. Decides by role, side, place and programme.

Rows of the ledger are narrowed in `ledger/may.py`, which stands on this module; nothing here knows an entry, a page or
a form. Rules:

- An office sees the pairings whose giving or receiving side touches its place or a place below it.
- It writes and signs only on its own side, and only inside its subtree and its programmes.
- Administrators manage the offices and users of their subtree; an office without a place manages all. Managing gives
  no right to write or sign.
- A village or an enclave company speaks for itself alone, an assessor or who runs the installation for no side,
  whatever side and place stand at their office; a department reports for its side and does not sign for it.
- Viewing what the other side sees turns the side round and takes every right to write away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from shanhai.offices.models import Membership, Office, OfficeSide, Role, User
from shanhai.registry.places import subtree

OFFICE_IN_SESSION = "office_id"
OTHER_SIDE_IN_SESSION = "as_other_side"
OTHER_SIDE = {"giver": "receiver", "receiver": "giver", "neither": "neither"}
SPEAKING_FOR_NO_SIDE = frozenset({"village", "enclave_company", "assessor", "platform"})
REPORTING_ONLY = frozenset({"department"})


def side_spoken_for(office: Office) -> str:
    """The side whose word an office may give, reported or signed; neither for kinds that speak for no place."""
    return OfficeSide.NEITHER.value if office.kind in SPEAKING_FOR_NO_SIDE else office.side


@dataclass(frozen=True, slots=True)
class Actor:
    """A user acting for one office; `place_ids` is None where the office is not bound to a place.

    `own_side` is the office's side; `side` the one whose view is shown, which differs only in the read-only view of
    what the other side sees.
    """

    user: User
    office: Office | None
    roles: frozenset[str]
    side: str
    place_ids: frozenset[str] | None
    programmes: tuple[str, ...] = ()
    read_only: bool = False

    @property
    def user_id(self) -> int:
        """Number of the user, as entries and the trail keep it."""
        return int(self.user.pk)

    @property
    def office_id(self) -> int | None:
        """Number of the office, or None for a user without one."""
        return self.office.pk if self.office else None

    @property
    def own_side(self) -> str:
        """The side the office itself speaks for."""
        return side_spoken_for(self.office) if self.office else OfficeSide.NEITHER.value

    @property
    def name(self) -> str:
        """The user's name as pages show it."""
        return self.user.full_name or self.user.username

    def has_role(self, *roles: str) -> bool:
        """Tell whether the actor holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def may_read(self) -> bool:
        """Whether the actor may look at the ledger at all."""
        return self.office is not None and bool(self.roles)

    @property
    def may_record(self) -> bool:
        """Whether the actor may enter anything for its office."""
        return not self.read_only and Role.CLERK.value in self.roles

    @property
    def may_sign(self) -> bool:
        """Whether the actor may give its side's word on entries."""
        if self.office is None or self.read_only or self.office.kind in REPORTING_ONLY:
            return False
        return Role.SIGNER.value in self.roles and self.own_side != OfficeSide.NEITHER

    @property
    def may_manage(self) -> bool:
        """Whether the actor may manage offices and users."""
        return not self.read_only and Role.ADMINISTRATOR.value in self.roles

    def covers(self, place_id: str | None) -> bool:
        """Tell whether a place lies in the office's subtree."""
        return bool(place_id) and (self.place_ids is None or place_id in self.place_ids)

    def covers_programme(self, programme: str) -> bool:
        """Tell whether the office takes part in a programme."""
        return not self.programmes or programme in self.programmes


def actor_for(user: User, office: Office | None) -> Actor:
    """Return the actor a user is in one of its offices; without an office nothing but its own account is open."""
    if office is None:
        return Actor(user, None, frozenset(), OfficeSide.NEITHER.value, frozenset())
    roles = frozenset(Membership.objects.filter(user=user, office=office).values_list("role", flat=True))
    return Actor(user, office, roles, side_spoken_for(office), places_of_office(office), tuple(office.programmes))


def seen_from_other_side(actor: Actor) -> Actor:
    """Return the read-only actor that shows what the other side of this office's pairings sees."""
    return replace(actor, side=OTHER_SIDE[actor.own_side], roles=frozenset({Role.VIEWER.value}), read_only=True)


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who acts in a request, or None for nobody; worked out once and kept on the request."""
    if not hasattr(request, "_actor"):
        request._actor = _find_actor(request)  # type: ignore[attr-defined]
    return request._actor  # type: ignore[attr-defined, no-any-return]


def _find_actor(request: HttpRequest) -> Actor | None:
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    offices = offices_to_choose(request)
    chosen = request.session.get(OFFICE_IN_SESSION)
    office = next((office for office in offices if office.pk == chosen), offices[0] if offices else None)
    actor = actor_for(user, office)
    if request.session.get(OTHER_SIDE_IN_SESSION) and actor.own_side != OfficeSide.NEITHER:
        return seen_from_other_side(actor)
    return actor


def offices_to_choose(request: HttpRequest) -> list[Office]:
    """Return the offices the user of a request may act for; asked once and kept on the request."""
    if not hasattr(request, "_offices"):
        request._offices = list(offices_of(request.user))  # type: ignore[attr-defined, arg-type]
    return request._offices  # type: ignore[attr-defined, no-any-return]


def offices_of(user: User) -> QuerySet[Office]:
    """The active offices a user belongs to, in the order of their names."""
    return (
        Office.objects.filter(is_active=True, memberships__user=user)
        .select_related("place")
        .distinct()
        .order_by("name")
    )


def signers_of(office: Office | None) -> list[str]:
    """The names of those who may give an office's word, for whoever of the office may not."""
    if office is None:
        return []
    users = User.objects.filter(is_active=True, memberships__office=office, memberships__role=Role.SIGNER)
    return [user.full_name or user.username for user in users.order_by("full_name", "username")]


def places_of_office(office: Office) -> frozenset[str] | None:
    """The ids of an office's place and everything below it; None where the office is not bound to a place.

    A firm's or a village's office without a place of its own, but with a party, is bound to nothing it could see
    through a place: the empty set.
    """
    if office.place_id:
        return subtree(office.place_id, on=timezone.localdate())
    return frozenset() if office.party_id else None


def may_report(office: Office) -> bool:
    """Whether an office may enter what passed between two sides: one that stands on a side, or is bound to a place.

    A third party bound to no place is party to nothing, and a village, a firm or an assessor does not tell what a
    county got; they keep documents and what these state.
    """
    if office.kind in SPEAKING_FOR_NO_SIDE:
        return False
    return office.side != OfficeSide.NEITHER or places_of_office(office) is not None


class RoleMissingError(PermissionDenied):
    """Somebody who may look lacks the role that the act needs; `roles` are those that would do."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        super().__init__()
        self.roles = roles


def require(actor: Actor | None, *roles: str) -> Actor:
    """Return the actor if it holds one of the roles; raises PermissionDenied otherwise."""
    if actor is None:
        raise PermissionDenied
    if not actor.has_role(*roles):
        raise RoleMissingError(roles)
    return actor


def require_reader(request: HttpRequest) -> Actor:
    """Return who acts in a request; raises PermissionDenied for nobody and for those without a role."""
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    return actor


def manageable_offices(actor: Actor) -> QuerySet[Office]:
    """The offices an administrator may manage: those of its subtree, or all where its office has no place."""
    if not actor.may_manage or actor.office is None:
        return Office.objects.none()
    if actor.place_ids is None:
        return Office.objects.all()
    return Office.objects.filter(Q(place_id__in=actor.place_ids) | Q(pk=actor.office.pk))


def manageable_users(actor: Actor) -> QuerySet[User]:
    """The users an administrator may manage: all whose every office it may manage, and those without an office."""
    offices = manageable_offices(actor)
    outside = Membership.objects.exclude(office__in=offices).values("user_id")
    if not actor.may_manage:
        return User.objects.none()
    users = User.objects.exclude(pk__in=outside)
    return users if actor.place_ids is None else users.filter(memberships__office__in=offices).distinct()
