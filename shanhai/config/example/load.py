"""Loads the example into an installation through the same doors everybody uses. A second run adds nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shanhai.config.example.cast import OFFICES, PAIRINGS, ExampleOffice, ExamplePairing
from shanhai.config.example.flows import Flow, make_flows
from shanhai.config.example.published import load_published
from shanhai.config.example.works import load_enclave, load_gift, load_projects
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Document, DocumentLink
from shanhai.ledger.record import differ_from_entry, record_entries, sign_entries
from shanhai.offices.models import Membership, Office, User
from shanhai.registry.models import Pairing
from shanhai.registry.parties import get_or_make_party
from shanhai.registry.places import resolve_place

PROGRAMME, ROUND = "东西部协作", "2021"
SHORT_NAMES = {
    place: short
    for one in PAIRINGS
    for place, short in ((one.giver, one.giver_short), (one.receiver, one.receiver_short))
}
POSTS = {"clerk": "经办员", "signer": "签认员", "viewer": "查看员", "assessor": "考核员", "administrator": "管理员"}
SIDES = {"giver": "receiver", "receiver": "giver"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: entries of the three pairings, statements, and the sign-in names with their password."""

    entries: int
    statements: int
    users: tuple[str, ...]
    password: str


def load_example(*, password: str = "", progress: Callable[[str], None] = lambda _text: None) -> Loaded:
    """Load offices, users, published figures and the made-up flows.

    The users share one password, made up here unless given, and written with them to SHANHAI_HOME/example-users.txt,
    readable by its owner only. What was loaded before is left as it is.
    """
    if Office.objects.filter(name=OFFICES[0].name).exists():
        return Loaded(0, 0, (), "")
    password = password or secrets.token_urlsafe(9)
    with transaction.atomic():
        users = [name for office in OFFICES for name in _make_office(office, password)]
        _write_users(password)
        librarian = Office.objects.get(name=OFFICES[-1].name)
        progress("published figures")
        statements = load_published(librarian)
        entries = 0
        for pairing in PAIRINGS:
            progress(f"{pairing.giver}—{pairing.receiver}")
            entries += _load_pairing(pairing)
    return Loaded(entries, statements, tuple(users), password)


def _make_office(declared: ExampleOffice, password: str) -> Iterable[str]:
    place = resolve_place(declared.place, on=timezone.localdate()).place_id if declared.place else None
    office = Office.objects.create(
        name=declared.name,
        name_en=declared.name_en,
        place_id=place,
        side=declared.side,
        kind=declared.kind,
        is_example=True,
    )
    for name, roles in declared.users:
        user = User(
            username=name, full_name=f"{SHORT_NAMES.get(declared.place, declared.place[:2])}{POSTS[roles[0]]}(示例)"
        )
        user.set_password(password)
        user.save()
        Membership.objects.bulk_create(Membership(user=user, office=office, role=role) for role in roles)
        yield name


def _write_users(password: str) -> None:
    path = settings.SHANHAI_HOME / "example-users.txt"
    lines = [f"示例用户,口令都是 / example users, all with the password: {password}"]
    for office in OFFICES:
        for name, roles in office.users:
            lines.append(f"  {name:<18} {office.name} / {office.name_en} · {', '.join(roles)}")
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _load_pairing(declared: ExamplePairing) -> int:
    """Record one pairing's flows day by day, each side its own, and the other side's answers a week later."""
    today = timezone.localdate()
    giver = resolve_place(declared.giver, on=today).place_id
    receiver = resolve_place(declared.receiver, on=today).place_id
    pairing = Pairing.objects.get(
        giver_place_id=giver,
        receiver_place_id=receiver,
        round__programme__key=PROGRAMME,
        round__key=ROUND,
        level="county",
    )
    offices = {
        "giver": Office.objects.get(name=f"{declared.giver}协作办(示例)"),
        "receiver": Office.objects.get(name=f"{declared.receiver}协作办(示例)"),
    }
    flows = make_flows(declared, today=today)
    for (entered_on, side), group in groupby(flows, key=lambda flow: (flow.entered_on, flow.reported_by)):
        _record_day(list(group), side=side, entered_on=entered_on, pairing=pairing, offices=offices)
    users = {side: _user_of(office, "signer") for side, office in offices.items()}
    load_projects(flows, pairing=pairing, offices=offices, users=users)
    if declared is PAIRINGS[0]:
        parties = {
            "giver": _party("示例飞地开发有限公司", pairing.giver_place_id),
            "receiver": _party(f"{declared.receiver_short}示例强村公司", pairing.receiver_place_id),
        }
        load_enclave(pairing=pairing, offices=offices, users=users, parties=parties)
        load_gift(pairing=pairing, offices=offices, users=users)
    return len(flows)


def _record_day(
    flows: Sequence[Flow], *, side: str, entered_on: date, pairing: Pairing, offices: dict[str, Office]
) -> None:
    office, other = offices[side], offices[SIDES[side]]
    drafts = [_to_draft(flow, pairing) for flow in flows]
    recorded = record_entries(
        drafts,
        office=office,
        user_id=_user_of(office, "clerk"),
        spoken_side=side,
        is_example=True,
        match=False,
        now=_noon(entered_on),
    )
    assert not recorded.problems, recorded.problems
    _answer(list(zip(recorded.serials, flows, strict=True)), other, SIDES[side], entered_on)
    for serial, flow in zip(recorded.serials, flows, strict=True):
        if flow.document:
            _prove(serial, flow.document, office)


def _answer(pairs: Sequence[tuple[int, Flow]], other: Office, side: str, entered_on: date) -> None:
    now = _noon(date.fromordinal(entered_on.toordinal() + 7))
    user_id = _user_of(other, "signer")
    agreeing = [serial for serial, flow in pairs if flow.answer == "agrees"]
    if agreeing:
        sign_entries(agreeing, office=other, side=side, user_id=user_id, now=now)
    for serial, flow in pairs:
        if flow.answer == "differs":
            differ_from_entry(
                serial, amount=flow.answer_fen, reason=flow.reason, office=other, side=side, user_id=user_id, now=now
            )


def _to_draft(flow: Flow, pairing: Pairing) -> EntryDraft:
    details = dict(flow.details)
    if "origin_place" in details:
        details["origin_place"] = pairing.receiver_place_id
    return EntryDraft(
        kind=flow.kind,
        on_date=flow.on_date,
        amount=flow.amount_fen,
        pairing_id=pairing.pk,
        from_party_id=_party(flow.giver_party, pairing.giver_place_id),
        to_party_id=_party(flow.receiver_party, pairing.receiver_place_id),
        labels=flow.labels,
        details=details,
    )


def _party(name: str, place_id: str | None) -> int:
    kind = "government" if name.endswith("局") else "cooperative" if name.endswith("社") else "firm"
    answer = get_or_make_party(name, place_id, kind=kind)
    assert answer.party_id is not None, answer
    return answer.party_id


def _prove(serial: int, title: str, office: Office) -> None:
    """A document known by its name only: the example carries no bytes of papers that do not exist."""
    document, _ = Document.objects.get_or_create(title=title, office_id=office.pk, is_example=True)
    DocumentLink.objects.create(entry_serial=serial, document=document, office_id=office.pk)


def _user_of(office: Office, role: str) -> int:
    return Membership.objects.filter(office=office, role=role).values_list("user_id", flat=True).order_by("pk")[0]


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
