"""What an administrator changes in the registry: dated, written down in `RegistryChange`, nothing overwritten.

A new name or code closes the running version and opens the next; an end is written once. Every function says on whose
word (`made_by`) and from which day, and raises `ChangeRefused` where the change contradicts what is there. It must not
know users: the caller has checked that the change is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from shanhai.algorithms.check_digits import check_uscc, clean_number
from shanhai.registry.models import (
    Confidence,
    Pairing,
    PairingStatus,
    Party,
    PartyAlias,
    Place,
    PlaceAlias,
    PlaceSuccession,
    PlaceVersion,
    Precision,
    RegistryChange,
    Round,
    SuccessionKind,
)
from shanhai.registry.places import mark_changed


class ChangeRefused(ValueError):  # noqa: N818 - a refusal is an answer, worded for the administrator
    """The change contradicts the registry; `words` says why in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = (zh, en)


def _note(action: str, subject: str, *, on: date, made_by: str, details: Mapping[str, Any], document: str = "") -> None:
    RegistryChange.objects.create(
        action=action, subject=subject, on_date=on, made_by=made_by, details=dict(details), document=document
    )
    mark_changed()


def _running_version(place_id: str, on: date) -> PlaceVersion:
    version = PlaceVersion.objects.select_for_update().filter(place_id=place_id).order_by("-valid_from").first()
    if version is None:
        raise ChangeRefused(f"登记中没有{place_id}", f"The registry has no place {place_id}")
    if version.valid_to is not None or version.valid_from >= on:
        raise ChangeRefused(
            f"{version.name}自{on}起的名称已有登记", f"{version.name} already has a version that reaches beyond {on}"
        )
    return version


def _close(version: PlaceVersion, on: date) -> None:
    version.valid_to = on
    version.save(update_fields=["valid_to"])


@transaction.atomic
def change_place(
    place_id: str,
    *,
    on: date,
    made_by: str,
    name: str | None = None,
    code: str | None = None,
    parent_id: str | None = None,
    document: str = "",
) -> PlaceVersion:
    """Give a place a new name, code or parent from a day on; the place stays the same. Returns the new version."""
    before = _running_version(place_id, on)
    _close(before, on)
    after = PlaceVersion.objects.create(
        place_id=place_id,
        name=name or before.name,
        code=code or before.code,
        level=before.level,
        parent_id=parent_id or before.parent_id,
        valid_from=on,
        document=document,
    )
    details = {"from": [before.code, before.name, before.parent_id], "to": [after.code, after.name, after.parent_id]}
    _note("change_place", place_id, on=on, made_by=made_by, details=details, document=document)
    return after


@transaction.atomic
def merge_places(from_ids: Sequence[str], *, name: str, code: str, on: date, made_by: str, document: str = "") -> Place:
    """End some places and make one new place of them, under the parent of the first. Returns the new place."""
    if len(set(from_ids)) < 2:
        raise ChangeRefused("撤并至少涉及两个区划", "A merge needs two places at least")
    ended = [_running_version(one, on) for one in from_ids]
    new = _make_place(ended[0], name=name, code=code, on=on, document=document)
    for version in ended:
        _close(version, on)
        _succeed(version.place_id, new.pk, on=on, kind=SuccessionKind.MERGE, document=document)
    details = {"from": list(from_ids), "name": name, "code": code}
    _note("merge_places", new.pk, on=on, made_by=made_by, details=details, document=document)
    return new


@transaction.atomic
def split_place(
    from_id: str,
    *,
    into: Sequence[tuple[str, str]],
    on: date,
    made_by: str,
    shares: Sequence[Decimal] | None = None,
    document: str = "",
) -> list[Place]:
    """End a place and make new ones of it, each given as (name, code), under its parent. Returns the new places.

    `shares` are the parts of people or area in the same order; they sum to 1 where they are given.
    """
    if len(into) < 2:
        raise ChangeRefused("拆分至少形成两个区划", "A split makes two places at least")
    if shares is not None and (len(shares) != len(into) or sum(shares) != 1):
        raise ChangeRefused("各部分占比之和应为1", "The shares of the parts must sum to 1")
    ended = _running_version(from_id, on)
    _close(ended, on)
    made = [_make_place(ended, name=name, code=code, on=on, document=document) for name, code in into]
    for number, new in enumerate(made):
        share = shares[number] if shares is not None else None
        _succeed(from_id, new.pk, on=on, kind=SuccessionKind.SPLIT, share=share, document=document)
    details = {"into": [list(one) for one in into], "made": [new.pk for new in made]}
    _note("split_place", from_id, on=on, made_by=made_by, details=details, document=document)
    return made


def _make_place(like: PlaceVersion, *, name: str, code: str, on: date, document: str) -> Place:
    place_id = f"p{code}"
    if Place.objects.filter(pk=place_id).exists():
        place_id = f"{place_id}-{on:%Y%m}"
    if Place.objects.filter(pk=place_id).exists():
        raise ChangeRefused(
            f"{code}在{on:%Y年%m月}已设立过区划", f"A place was already made under {code} in {on:%Y-%m}"
        )
    place = Place.objects.create(pk=place_id, level=like.level)
    PlaceVersion.objects.create(
        place=place,
        name=name,
        code=code,
        level=like.level,
        parent_id=like.parent_id,
        valid_from=on,
        document=document,
    )
    return place


def _succeed(
    from_id: str, to_id: str, *, on: date, kind: str, document: str, share: Decimal | None = None
) -> PlaceSuccession:
    return PlaceSuccession.objects.create(
        from_place_id=from_id, to_place_id=to_id, on_date=on, kind=kind, share=share, document=document
    )


@transaction.atomic
def add_alias(place_id: str, *, alias: str, on: date, made_by: str) -> PlaceAlias:
    """Let a place be found by another name."""
    made, _is_new = PlaceAlias.objects.get_or_create(place_id=place_id, alias=alias)
    _note("add_alias", place_id, on=on, made_by=made_by, details={"alias": alias})
    return made


@transaction.atomic
def add_pairing(
    *,
    round_id: int,
    level: str,
    giver: str,
    receiver: str,
    on: date,
    made_by: str,
    giver_party_id: int | None = None,
    receiver_party_id: int | None = None,
    parent_id: int | None = None,
    precision: str = Precision.DAY,
    document: str = "",
    note: str = "",
) -> Pairing:
    """Pair two places (ids), or two units lying in them, from a day on. Returns the pairing."""
    labels = [_label(place, party, on) for place, party in ((giver, giver_party_id), (receiver, receiver_party_id))]
    held = Round.objects.get(pk=round_id)
    if held.valid_to is not None and on >= held.valid_to:
        raise ChangeRefused(f"该轮次已于{held.valid_to}结束", f"The round ended before {held.valid_to}")
    same = Pairing.objects.filter(
        round_id=round_id, level=level, giver_label=labels[0], receiver_label=labels[1], valid_to__isnull=True
    )
    if same.exists():
        raise ChangeRefused(f"{labels[0]}与{labels[1]}已在结对", f"{labels[0]} and {labels[1]} are paired already")
    made = Pairing.objects.create(
        round=held,
        level=level,
        giver_place_id=giver,
        receiver_place_id=receiver,
        giver_party_id=giver_party_id,
        receiver_party_id=receiver_party_id,
        giver_label=labels[0],
        receiver_label=labels[1],
        parent_id=parent_id,
        valid_from=on,
        from_precision=precision,
        status=PairingStatus.CURRENT,
        source=document or made_by,
        source_date=on.isoformat(),
        confidence=Confidence.HIGH,
        note=note,
    )
    details = {"giver": giver, "receiver": receiver, "round": round_id, "level": level}
    _note("add_pairing", str(made.pk), on=on, made_by=made_by, details=details, document=document)
    return made


def _label(place_id: str, party_id: int | None, on: date) -> str:
    if party_id is not None:
        return Party.objects.get(pk=party_id).name
    version = PlaceVersion.objects.filter(place_id=place_id, valid_from__lte=on).order_by("-valid_from").first()
    if version is None or (version.valid_to is not None and on >= version.valid_to):
        raise ChangeRefused(f"{place_id}在{on}不存在", f"{place_id} does not exist on {on}")
    return version.name


@transaction.atomic
def end_pairing(pairing_id: int, *, on: date, made_by: str, document: str = "") -> Pairing:
    """End a pairing: `on` is the first day it is no longer in force. An end is written once."""
    pairing = Pairing.objects.select_for_update().get(pk=pairing_id)
    if pairing.valid_to is not None:
        raise ChangeRefused(f"该结对已于{pairing.valid_to}结束", f"The pairing has ended on {pairing.valid_to}")
    if pairing.valid_from is not None and on <= pairing.valid_from:
        raise ChangeRefused("结束日期应晚于开始日期", "The end must come after the start")
    pairing.valid_to, pairing.to_precision, pairing.status = on, Precision.DAY, PairingStatus.ENDED
    pairing.save(update_fields=["valid_to", "to_precision", "status"])
    details = {"pairing": str(pairing)}
    _note("end_pairing", str(pairing_id), on=on, made_by=made_by, details=details, document=document)
    return pairing


@transaction.atomic
def add_party(
    *, name: str, kind: str, place_id: str | None, on: date, made_by: str, uscc: str = "", note: str = ""
) -> Party:
    """Add a party; a wrong or taken unified social credit code is refused."""
    code = clean_number(uscc)
    if code and check_uscc(code):
        raise ChangeRefused(f"统一社会信用代码{code}校验不符", f"{code} fails the check of GB 32100-2015")
    if code and (bearer := Party.objects.filter(uscc=code).first()):
        raise ChangeRefused(f"该代码属于{bearer.name}", f"The code belongs to {bearer.name}")
    if not code and Party.objects.filter(name=name, kind=kind, place_id=place_id, uscc__isnull=True).exists():
        raise ChangeRefused(f"{name}已有登记", f"{name} is in the registry already")
    made = Party.objects.create(name=name, kind=kind, place_id=place_id, uscc=code or None, valid_from=on, note=note)
    _note("add_party", str(made.pk), on=on, made_by=made_by, details={"name": name, "kind": kind, "uscc": code})
    return made


@transaction.atomic
def rename_party(party_id: int, *, name: str, on: date, made_by: str, document: str = "") -> Party:
    """Give a party a new name from a day on; the former one stays findable."""
    party = Party.objects.select_for_update().get(pk=party_id)
    former = party.name
    PartyAlias.objects.update_or_create(party=party, alias=former, defaults={"valid_to": on})
    party.name = name
    party.save(update_fields=["name"])
    _note(
        "rename_party", str(party_id), on=on, made_by=made_by, details={"from": former, "to": name}, document=document
    )
    return party


@transaction.atomic
def end_party(party_id: int, *, on: date, made_by: str, document: str = "") -> Party:
    """Note that a party no longer exists from a day on. An end is written once."""
    party = Party.objects.select_for_update().get(pk=party_id)
    if party.valid_to is not None:
        raise ChangeRefused(f"{party.name}已于{party.valid_to}注销", f"{party.name} has ended on {party.valid_to}")
    party.valid_to = on
    party.save(update_fields=["valid_to"])
    _note("end_party", str(party_id), on=on, made_by=made_by, details={"name": party.name}, document=document)
    return party
