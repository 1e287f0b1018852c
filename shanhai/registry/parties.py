"""Parties by name, place, kind and unified social credit code; new ones are made in bulk.

A code decides where there is one; else the name (or a former name) with the place and the kind. It must not know
entries or pairings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from shanhai.algorithms.check_digits import check_uscc, clean_number
from shanhai.registry.models import Party, PartyAlias, PartyKind

ROWS_AT_ONCE = 500
KINDS_BY_ENDING = (
    (("村", "村委会", "村民委员会", "经济合作社"), PartyKind.VILLAGE),
    (("社区", "居委会", "居民委员会"), PartyKind.COMMUNITY),
    (("开发区", "新区", "产业园", "园区", "高新区"), PartyKind.PARK),
    (("合作社",), PartyKind.COOPERATIVE),
    (("学校", "小学", "中学", "幼儿园", "学院", "大学", "职高"), PartyKind.SCHOOL),
    (("医院", "卫生院", "保健院", "中心医院", "卫生服务中心"), PartyKind.HOSPITAL),
    (("公司", "集团", "厂", "医药"), PartyKind.FIRM),
    (("联合会", "协会", "商会", "基金会", "慈善总会"), PartyKind.SOCIETY),
    (("工作队", "工作组"), PartyKind.TEAM),
    (("镇", "乡", "街道", "街道办事处", "镇人民政府", "乡人民政府"), PartyKind.TOWN),
    (("政府", "局", "委员会", "办公室", "中心", "委"), PartyKind.GOVERNMENT),
)


@dataclass(frozen=True, slots=True)
class PartyAsk:
    """What a row says about a party. `uscc` is blank where none is written."""

    name: str
    place_id: str | None
    kind: str
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """`party_id` of an ask, or the fault of it.

    Faults are those of the code (`bad_length`, `bad_sign`, `bad_check_digit`) and `no_name`. `is_new` says that the
    party was made, `known_as` the registered name where the code belongs to a party of another name.
    """

    party_id: int | None
    fault: str | None = None
    is_new: bool = False
    known_as: str | None = None


def guess_kind(name: str) -> str:
    """Return the kind of party a name sounds like; `other` where it says nothing.

    >>> guess_kind("峨边民族中学"), guess_kind("万源市八台镇桅杆坪村"), guess_kind("浙江泰顺经济开发区")
    ('school', 'village', 'park')
    """
    return next((kind.value for endings, kind in KINDS_BY_ENDING if name.endswith(endings)), PartyKind.OTHER.value)


def get_or_make_party(name: str, place_id: str | None, *, kind: str, uscc: str = "") -> PartyAnswer:
    """Return the party of that code or name, making it where there is none."""
    return resolve_parties([PartyAsk(name, place_id, kind, uscc)])[0]


@transaction.atomic
def resolve_parties(asks: Sequence[PartyAsk]) -> list[PartyAnswer]:
    """Return one answer an ask, in the same order, making missing parties; a faulty ask makes none.

    Repeated asks give the same party. The number of queries grows with the number of different names and codes by
    five hundred, not with the number of asks.
    """
    checked = [(ask, _fault_of(ask)) for ask in asks]
    sound = list(dict.fromkeys(_clean(ask) for ask, fault in checked if fault is None))
    known = _Known(sound)
    _give_codes(sound, known)
    missing: dict[PartyAsk | str, Party] = {}
    for ask in sound:
        if known.find(ask) is None and (key := ask.uscc or ask) not in missing:
            missing[key] = Party(name=ask.name, place_id=ask.place_id, kind=ask.kind, uscc=ask.uscc or None)
    made = Party.objects.bulk_create(list(missing.values()), batch_size=ROWS_AT_ONCE)
    for party in made:
        known.add(party)
    fresh = {party.pk for party in made}
    return [_answer(_clean(ask), known, fresh) if fault is None else PartyAnswer(None, fault) for ask, fault in checked]


def _give_codes(asks: Sequence[PartyAsk], known: _Known) -> None:
    """Write a code that is new to the registry to the party of that name, place and kind which had none so far."""
    coded = []
    for ask in asks:
        party = known.find_without_code(ask) if ask.uscc and known.find(ask) is None else None
        if party is not None:
            party.uscc = ask.uscc
            known.add(party)
            coded.append(party)
    Party.objects.bulk_update(coded, ["uscc"], batch_size=ROWS_AT_ONCE)


def _clean(ask: PartyAsk) -> PartyAsk:
    return PartyAsk(ask.name.strip(), ask.place_id, ask.kind, clean_number(ask.uscc))


def _fault_of(ask: PartyAsk) -> str | None:
    if not ask.name.strip():
        return "no_name"
    return check_uscc(ask.uscc) if clean_number(ask.uscc) else None


def _answer(ask: PartyAsk, known: _Known, fresh: set[int]) -> PartyAnswer:
    party = known.find(ask)
    assert party is not None
    party_id, name = party
    return PartyAnswer(party_id, is_new=party_id in fresh, known_as=name if name != ask.name else None)


class _Known:
    """Parties of the database by code, and by name with place and kind, for a list of asks."""

    def __init__(self, asks: Sequence[PartyAsk]) -> None:
        self._by_code: dict[str, tuple[int, str]] = {}
        self._by_name: dict[tuple[str, str | None, str], Party] = {}
        codes = sorted({ask.uscc for ask in asks if ask.uscc})
        names = sorted({ask.name for ask in asks})
        for some in _by_five_hundred(codes):
            for party in Party.objects.filter(uscc__in=some):
                self.add(party)
        for some in _by_five_hundred(names):
            for alias in PartyAlias.objects.filter(alias__in=some).select_related("party"):
                self._enter(alias.alias, alias.party)
            for party in Party.objects.filter(name__in=some).order_by("-pk"):
                self.add(party)

    def add(self, party: Party) -> None:
        """Make a party findable."""
        if party.uscc:
            self._by_code[party.uscc] = (party.pk, party.name)
        self._enter(party.name, party)

    def _enter(self, name: str, party: Party) -> None:
        self._by_name[(name, party.place_id, party.kind)] = party

    def find(self, ask: PartyAsk) -> tuple[int, str] | None:
        """Return id and registered name of the party asked for, or None.

        A name whose party bears another code than the one asked for is another party of the same name.
        """
        if ask.uscc:
            return self._by_code.get(ask.uscc)
        party = self._by_name.get((ask.name, ask.place_id, ask.kind))
        return (party.pk, party.name) if party else None

    def find_without_code(self, ask: PartyAsk) -> Party | None:
        """Return the party of that name, place and kind if it has no code."""
        party = self._by_name.get((ask.name, ask.place_id, ask.kind))
        return party if party and not party.uscc else None


def _by_five_hundred(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + ROWS_AT_ONCE] for start in range(0, len(values), ROWS_AT_ONCE))


def parties_of(place_ids: Iterable[str], on: date | None = None) -> list[Party]:
    """Return the parties known for some places, by name; with a day, only those that existed then."""
    found = Party.objects.filter(place_id__in=list(place_ids))
    if on is not None:
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        found = found.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return list(found.order_by("name", "pk"))
