"""Adds and changes offices, users and roles, each change with its line in the trail. Knows no form and no page.

Callers hand in the acting administrator; what lies outside its reach raises PermissionDenied.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db import transaction

from shanhai.catalogue.words import Words
from shanhai.offices.audit import note_event
from shanhai.offices.may import Actor, manageable_offices, manageable_users
from shanhai.offices.models import Membership, Office, OfficeSide, Role, User

# No 0 O 1 l I, so that a password read out over the telephone arrives.
LETTERS = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_GROUPS, GROUP_LETTERS = 4, 4
SIDES = (OfficeSide.GIVER.value, OfficeSide.RECEIVER.value)


def make_first_password() -> str:
    """Return a password to be used once: four groups of four letters, some 92 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(PASSWORD_GROUPS))
    return "-".join(groups)


def save_office(actor: Actor, office: Office) -> Office:
    """Keep a new or changed office; one without a place is only for administrators who manage all."""
    if not actor.may_manage or (office.pk and not manageable_offices(actor).filter(pk=office.pk).exists()):
        raise PermissionDenied
    if not actor.covers(office.place_id) and actor.place_ids is not None:
        raise PermissionDenied
    added = office.pk is None
    with transaction.atomic():
        office.save()
        kept = {name: getattr(office, name) for name in ("side", "kind", "place_id", "programmes", "is_active")}
        _note(actor, "office.add" if added else "office.change", office.name, **kept)
    return office


def add_user(
    actor: Actor, username: str, full_name: str, *, memberships: Iterable[tuple[int, str]]
) -> tuple[User, str]:
    """Add a user with a password to be used once; returns both, the password is kept nowhere else."""
    wanted = set(memberships)
    _require_reach(actor, wanted)
    password = make_first_password()
    with transaction.atomic():
        user = User.objects.create_user(username, password=password, full_name=full_name, must_change_password=True)
        _set_memberships(user, wanted, reach={office_id for office_id, _role in wanted})
        _note(actor, "user.add", username, roles=sorted(role for _office, role in wanted))
    return user, password


def change_user(
    actor: Actor, user: User, *, full_name: str, is_active: bool, memberships: Iterable[tuple[int, str]]
) -> Words | None:
    """Change a user's name, roles and whether it may sign in; returns what stood in the way, else None.

    Roles in offices out of the administrator's reach stay as they are. Nobody takes its own last way in.
    """
    _require_user(actor, user)
    wanted = set(memberships)
    _require_reach(actor, wanted)
    keeps_way_in = is_active and any(role == Role.ADMINISTRATOR for _office, role in wanted)
    if user.pk == actor.user_id and not keeps_way_in:
        return Words(
            "不能停用自己或去掉自己的管理职责；请另一位管理员来办",
            "You cannot close your own account or drop your own administration; ask another administrator",
        )
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(full_name=full_name, is_active=is_active)
        reach = set(manageable_offices(actor).values_list("pk", flat=True))
        _set_memberships(user, wanted, reach=reach)
        roles = sorted(f"{office}:{role}" for office, role in wanted)
        _note(actor, "user.change", user.username, is_active=is_active, roles=roles)
    return None


def warn_of_both_sides(user: User) -> Words | None:
    """Return a warning where a user enters or signs for offices of both sides; None where not.

    The ledger lets nobody speak for both sides on one entry; such roles still make it easy to try.
    """
    speaking = Membership.objects.filter(
        user=user, role__in=(Role.CLERK, Role.SIGNER), office__is_active=True, office__side__in=SIDES
    )
    names: dict[str, list[str]] = {side: [] for side in SIDES}
    for name, side in speaking.values_list("office__name", "office__side").distinct().order_by("office__name"):
        names[side].append(name)
    if not all(names.values()):
        return None
    giver, receiver = ("、".join(names[side]) for side in SIDES)
    return Words(
        "这个用户在海方（{giver}）和山方（{receiver}）都能录入或签认。"
        "账本不让同一个人替两方说话：他替一方录入或表态的条目，另一方要由别人签认。如无必要，请只留一方的职责。",
        "This user may enter or sign for the giving side ({giver}) and for the receiving side ({receiver}). The ledger "
        "lets nobody speak for both: what the user says for one side, somebody else signs for the other. "
        "Unless it is needed, leave the roles of one side only.",
    ).fill(giver=giver, receiver=receiver)


def reset_password(actor: Actor, user: User) -> str:
    """Give a user a new password to be used once and forget its failed sign-ins; ends its open sessions."""
    _require_user(actor, user)
    password = make_first_password()
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        AccessAttempt.objects.filter(username=user.username).delete()
        _note(actor, "password.reset", user.username)
    return password


def unlock(actor: Actor, user: User) -> int:
    """Forget a user's failed sign-ins; returns how many addresses they came from."""
    _require_user(actor, user)
    with transaction.atomic():
        forgotten, _tables = AccessAttempt.objects.filter(username=user.username).delete()
        _note(actor, "user.unlock", user.username, forgotten=forgotten)
    return forgotten


def _require_user(actor: Actor, user: User) -> None:
    if not manageable_users(actor).filter(pk=user.pk).exists():
        raise PermissionDenied


def _require_reach(actor: Actor, memberships: set[tuple[int, str]]) -> None:
    offices = {office_id for office_id, _role in memberships}
    reach = set(manageable_offices(actor).filter(pk__in=offices).values_list("pk", flat=True))
    if not actor.may_manage or offices - reach or any(role not in Role.values for _office, role in memberships):
        raise PermissionDenied


def _set_memberships(user: User, wanted: set[tuple[int, str]], *, reach: set[int]) -> None:
    held = {(one.office_id, one.role): one.pk for one in Membership.objects.filter(user=user, office_id__in=reach)}
    Membership.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wanted]).delete()
    Membership.objects.bulk_create(
        Membership(user=user, office_id=office_id, role=role) for office_id, role in sorted(wanted - set(held))
    )


def _note(actor: Actor, action: str, subject: str, **detail: Any) -> None:
    note_event(
        action, subject, user_id=actor.user_id, user_name=actor.user.username, office_id=actor.office_id, **detail
    )
