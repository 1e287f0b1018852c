"""Programmes, rounds and pairings: loaded from the packaged tables, asked from one index per process.

The tables lie in `data/`; every row has its source and confidence, and an address only where the host is the
publisher's own. It must not know entries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from shanhai.registry.dates import Dated, read_dated
from shanhai.registry.divisions import LATEST
from shanhai.registry.models import Pairing, Programme, Round
from shanhai.registry.pairing_index import UNITS, Match, PairingAnswer, PairingIndex, PairingValue, Side
from shanhai.registry.parties import PartyAsk, guess_kind, resolve_parties
from shanhai.registry.places import mark_changed, place_index

__all__ = ["Match", "PairingAnswer", "PairingIndex", "PairingValue", "Side"]

DATA = Path(__file__).parent / "data"
PROGRAMMES = {
    "东西部协作": ("东西部协作", "East-West cooperation", ("东西部扶贫协作", "东西扶贫协作", "浙川东西部协作")),
    "山海协作": ("山海协作工程", "Mountain-sea cooperation", ("山海协作工程",)),
    "对口支援": ("对口支援", "Paired support", ()),
    "对口合作": ("对口合作", "Paired cooperation", ()),
    "革命老区对口合作": ("革命老区重点城市对口合作", "Paired cooperation of old revolutionary areas", ()),
    "结对合作帮扶皖北": ("沪苏浙城市结对合作帮扶皖北城市", "Pairing with cities of northern Anhui", ()),
    "区域合作": ("区域合作", "Regional cooperation", ()),
    "省内对口帮扶": ("四川省省内对口帮扶", "Paired support inside Sichuan", ()),
    "省内结对帮扶": ("浙江省省内结对帮扶", "Pairing inside Zhejiang", ()),
}
PREDECESSORS = {
    ("东西部协作", "2016"): "1996",
    ("东西部协作", "2021"): "2016",
    ("山海协作", "2018"): "2003",
    ("山海协作", "2024"): "2018",
    ("省内对口帮扶", "2021"): "2012",
}


class _Kept:
    """The pairing index of this process and the place index it was built on."""

    index: PairingIndex | None = None


def pairing_index() -> PairingIndex:
    """Return the index of all pairings; as fresh as the index of places."""
    places = place_index()
    if _Kept.index is None or _Kept.index.places is not places:
        _Kept.index = PairingIndex(_read_pairings(), places)
    return _Kept.index


def _read_pairings() -> Iterator[PairingValue]:
    rows = Pairing.objects.select_related("round__programme").order_by("id")
    for row in rows:
        held = row.round
        begins = row if row.valid_from else held
        ends = row if row.valid_to else held
        yield PairingValue(
            id=row.pk,
            programme_id=held.programme_id,
            programme=held.programme.key,
            round_id=held.pk,
            round=held.key,
            level=row.level,
            giver_place_id=row.giver_place_id,
            receiver_place_id=row.receiver_place_id,
            giver_party_id=row.giver_party_id,
            receiver_party_id=row.receiver_party_id,
            giver_label=row.giver_label,
            receiver_label=row.receiver_label,
            parent_id=row.parent_id,
            valid_from=begins.valid_from,
            from_precision=begins.from_precision,
            valid_to=ends.valid_to,
            to_precision=ends.to_precision,
            status=row.status,
            source=row.source,
            source_address=row.source_address,
            source_date=row.source_date,
            confidence=row.confidence,
            note=row.note,
        )


def pairings_of(place_id: str, side: Side, on: date) -> tuple[PairingValue, ...]:
    """Return the pairings, those of units too, that a place has as giver or as receiver on a day."""
    return pairing_index().of_place(place_id, side, on)


def find_pairing(
    giver_place_id: str, receiver_place_id: str, programme: str | None = None, *, on: date
) -> PairingAnswer:
    """Return the pairing of two places on a day, under a programme (by key) or any.

    A pairing counts that names both, or one of the two and holds the other: money of 绍兴市 for 马边 belongs to
    绍兴市—乐山市. Where there is none, the answer tells which pairings the two have.
    """
    return pairing_index().find(giver_place_id, receiver_place_id, programme=programme, on=on)


def receivers_of(giver_place_id: str, on: date, programme: str | None = None) -> frozenset[str]:
    """Return the ids of all places a giver is paired with on a day, and of all places below them."""
    return pairing_index().receivers_of(giver_place_id, on, programme)


def pairing_subtree(pairing_id: int) -> frozenset[int]:
    """Return the ids of a pairing and of all pairings below it. Raises nothing for an unknown id: it is alone."""
    return pairing_index().subtree(pairing_id)


def programme_key(name: str) -> str | None:
    """Return the key of a programme by its key or a name it goes by, None where no programme is called so.

    >>> programme_key("山海协作工程")
    '山海协作'
    """
    text = name.strip()
    if text in PROGRAMMES:
        return text
    found = [key for key, (name_zh, name_en, others) in PROGRAMMES.items() if text in (name_zh, name_en, *others)]
    return found[0] if found else Programme.objects.filter(key=text).values_list("key", flat=True).first()


def say_pairing_answer(found: PairingAnswer) -> tuple[str, str]:
    """Return what an answer says, in Chinese and English, with the pairings that do exist."""
    others = "；".join(say_pairing(one) for one in found.others[:5])
    others += f"；共{len(found.others)}项" if len(found.others) > 5 else ""
    if found.match == "found" and found.pairing:
        return say_pairing(found.pairing), say_pairing(found.pairing)
    if found.match == "several":
        return f"两地该日有多项结对，请写明协作机制：{others}", f"Paired under several programmes; name one: {others}"
    if found.match == "outside_dates":
        return f"日期不在结对期内：{others}", f"The date is outside the pairing: {others}"
    if not found.others:
        return "两地该日没有任何结对关系", "Neither place has any pairing that day"
    return f"两地该日没有结对关系，现有结对：{others}", f"The two are not paired that day; their pairings: {others}"


def say_pairing(pairing: PairingValue) -> str:
    """Return a pairing in one line, as `上虞区—金口河区（东西部协作，2021起）`."""
    start, stop = _say_day(pairing.valid_from, pairing.from_precision), pairing.valid_to
    last = date.fromordinal(stop.toordinal() - 1) if stop else None
    span = f"{start}至{_say_day(last, pairing.to_precision)}" if last else f"{start}起" if start else "起止不详"
    return f"{pairing.giver_label}—{pairing.receiver_label}（{pairing.programme}，{span}）"


def _say_day(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a packaged table such as `pairings.csv`."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def load_programmes_and_pairings() -> int:
    """Load programmes, rounds and pairings that are not there yet; returns the number of pairings added.

    Needs the places. What is there already stays as it is.
    """
    rounds = _load_rounds(read_rows("programmes.csv"))
    rows = read_rows("pairings.csv")
    known = {
        (one.round_id, one.level, one.giver_label, one.receiver_label, one.valid_from): one
        for one in Pairing.objects.all()
    }
    fresh = []
    for row in rows:
        span = _span(row)
        held = rounds[(row["programme"], row["round"])]
        if (held.pk, row["level"], row["giver"], row["receiver"], span[0].first) not in known:
            fresh.append((row, held, span))
    parties = _load_unit_parties([(row, held) for row, held, _ in fresh if row["level"] in UNITS])
    pairings = [_to_pairing(row, held, span, parties=parties) for row, held, span in fresh]
    Pairing.objects.bulk_create(pairings)
    if pairings:
        _tie_to_parents(list(zip(pairings, [row["parent"] for row, _, _ in fresh], strict=True)))
        mark_changed()
    return len(pairings)


def _load_rounds(rows: list[dict[str, str]]) -> dict[tuple[str, str], Round]:
    """Make missing programmes and rounds and tie each round to the one before it."""
    found: dict[tuple[str, str], Round] = {}
    for row in rows:
        key = row["programme"]
        name_zh, name_en, _ = PROGRAMMES[key]
        programme, _made = Programme.objects.get_or_create(key=key, defaults={"name_zh": name_zh, "name_en": name_en})
        begins, ends = read_dated(row["from"]), read_dated(row["to"])
        before = PREDECESSORS.get((key, row["round"]))
        found[(key, row["round"])], _made = Round.objects.get_or_create(
            programme=programme,
            key=row["round"],
            defaults={
                "name_zh": row["name_zh"],
                "name_en": row["name_en"],
                "predecessor": found[(key, before)] if before else None,
                "valid_from": begins.first,
                "from_precision": begins.precision,
                "valid_to": ends.after,
                "to_precision": ends.precision,
                "legal_basis": row["legal_basis"],
                "source": row["source"],
                "source_address": row["source_address"],
                "note": row["note"],
            },
        )
    return found


def _span(row: dict[str, str]) -> tuple[Dated, Dated]:
    return read_dated(row["from"]), read_dated(row["to"])


def _place_of(row: dict[str, str], side: Side, held: Round) -> str | None:
    """Return the place of a side: by code on a day of the pairing, its first where it has ended, else the latest.

    A side without a code (a zone, a firm) is looked for by the county its name begins with.
    """
    begins = read_dated(row["from"]).first or held.valid_from
    ended = row["status"] == "ended" or read_dated(row["to"]).after or held.valid_to
    day = begins if ended and begins else LATEST
    index = place_index()
    if row[f"{side}_code"]:
        found = index.resolve(row[f"{side}_code"], day)
        return found.place_id
    label = row[side]
    for cut in range(min(len(label) - 1, 12), 1, -1):
        found = index.resolve(label[:cut], day)
        if found.place_id and found.state == "one" and index.version_on(found.place_id, day).level != "province":
            return found.place_id
    return None


def _load_unit_parties(rows: list[tuple[dict[str, str], Round]]) -> dict[tuple[str, str | None], int]:
    """Make the units that are paired as parties; returns {(label, place): party id}."""
    asks = [
        PartyAsk(row[side], _place_of(row, side, held), guess_kind(row[side]))
        for row, held in rows
        for side in ("giver", "receiver")
        if not _is_area(row, side, held)
    ]
    answers = resolve_parties(asks)
    return {
        (ask.name, ask.place_id): answer.party_id
        for ask, answer in zip(asks, answers, strict=True)
        if answer.party_id is not None
    }


def _is_area(row: dict[str, str], side: Side, held: Round) -> bool:
    """Say whether a side of a unit pairing is a division itself, such as 普陀区 for a village."""
    place_id = _place_of(row, side, held)
    return place_id is not None and place_index().version_on(place_id, LATEST).name == row[side]


def _to_pairing(
    row: dict[str, str], held: Round, span: tuple[Dated, Dated], *, parties: dict[tuple[str, str | None], int]
) -> Pairing:
    places = {side: _place_of(row, side, held) for side in ("giver", "receiver")}
    is_unit = row["level"] in UNITS
    begins, ends = span
    return Pairing(
        round=held,
        level=row["level"],
        giver_place_id=places["giver"],
        receiver_place_id=places["receiver"],
        giver_party_id=parties.get((row["giver"], places["giver"])) if is_unit else None,
        receiver_party_id=parties.get((row["receiver"], places["receiver"])) if is_unit else None,
        giver_label=row["giver"],
        receiver_label=row["receiver"],
        valid_from=begins.first,
        from_precision=begins.precision,
        valid_to=ends.after,
        to_precision=ends.precision,
        status=row["status"],
        source=row["source"],
        source_address=row["source_address"],
        source_date=row["source_date"],
        confidence=row["confidence"],
        note=row["note"],
    )


def _tie_to_parents(pairings: list[tuple[Pairing, str]]) -> None:
    """Tie each pairing to the one named `giver>receiver` in its programme, of its own round where there is one.

    A parent of another programme is not tied: figures of programmes never mix.
    """
    named: dict[tuple[int, str], list[Pairing]] = {}
    for one in Pairing.objects.select_related("round").order_by("round__key"):
        named.setdefault((one.round.programme_id, f"{one.giver_label}>{one.receiver_label}"), []).append(one)
    tied = []
    for pairing, parent in pairings:
        known = named.get((pairing.round.programme_id, parent), [])
        same = [one for one in known if one.round_id == pairing.round_id] or known
        if parent and same and same[-1].pk != pairing.pk:
            pairing.parent_id = same[-1].pk
            tied.append(pairing)
    Pairing.objects.bulk_update(tied, ["parent"])
