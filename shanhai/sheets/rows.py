"""What only a whole row can tell: on which day between which places and parties, and under which pairing.

Each combination that rows share is worked out once; what is wrong with it is told with all its rows. Reads the
registry through `world.py`; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from shanhai.catalogue.declare import Kind
from shanhai.catalogue.words import Words
from shanhai.ledger.standing import STATED
from shanhai.offices.may import SPEAKING_FOR_NO_SIDE, may_report
from shanhai.registry.pairings import PairingAnswer, PairingValue, Side
from shanhai.registry.place_index import Resolution
from shanhai.sheets.columns import DayCell
from shanhai.sheets.findings import Finding, Findings
from shanhai.sheets.layout import column_of
from shanhai.sheets.read import Table
from shanhai.sheets.world import OTHER, SIDES, KnownParty, NewParty, World

CHOICES_SHOWN = 8
SIDE_WORDS = {"giver": Words("海方", "the giving side"), "receiver": Words("山方", "the receiving side")}


@dataclass(frozen=True, slots=True)
class Sides:
    """Who a row is between: pairing, both places, both parties, and parties that recording would register.

    `new_parties` holds pairs of `from_party_id` or `to_party_id` and the party.
    """

    pairing_id: int
    giver: str
    receiver: str
    from_party_id: int | None = None
    to_party_id: int | None = None
    new_parties: tuple[tuple[str, NewParty], ...] = ()


class _Written(NamedTuple):
    """What a row writes about its sides; rows that write the same share one answer."""

    on: date | None
    last: date | None
    giver: str | None
    receiver: str | None
    giver_party: str | None
    receiver_party: str | None
    giver_code: str | None
    receiver_code: str | None
    programme: str | None


class _Fault(NamedTuple):
    """A sentence to be told of a group of rows, at the column of `field`."""

    code: str
    field: str
    value: str
    values: dict[str, Any]


_NO_FAULTS: list[_Fault] = []


class RowReader:
    """Resolves the sides of all rows of a table."""

    def __init__(self, kind: Kind, table: Table, findings: Findings, world: World) -> None:
        self.kind, self.table, self.findings, self.world = kind, table, findings, world
        self._told: dict[tuple[Any, ...], Finding] = {}
        self._by_fault: dict[int, Finding] = {}
        self._kept_faults: list[_Fault] = []
        self._sides_made: dict[tuple[Any, ...], Sides] = {}
        self._between_answered: dict[
            tuple[Any, ...], tuple[tuple[str, str] | None, PairingValue | None, list[_Fault]]
        ] = {}
        self._places_answered: dict[tuple[Any, ...], tuple[tuple[str, str] | None, list[_Fault]]] = {}
        self._pairings_answered: dict[tuple[Any, ...], tuple[PairingValue | None, list[_Fault]]] = {}
        self._parties_answered: dict[tuple[Any, ...], tuple[KnownParty | NewParty | None, list[_Fault]]] = {}

    def read_sides(self, column: Callable[[str], list[Any]], days: list[DayCell | None]) -> list[Sides | None]:
        """Return the sides of every row, None where something about them blocks."""
        names = [name for side in SIDES for name in column(f"{side}_party") if name]
        codes = [code for side in SIDES for code in column(f"{side}_party_code") if code]
        self.world.load_parties(names, codes)
        written = map(
            _Written,
            (day.on if day else None for day in days),
            ((day.last or day.on) if day else None for day in days),
            column("giver_place"),
            column("receiver_place"),
            column("giver_party"),
            column("receiver_party"),
            column("giver_party_code"),
            column("receiver_party_code"),
            column("programme"),
        )
        sides = []
        for line, one in zip(self.table.lines, written, strict=True):
            found, faults = self._settle(one)
            for fault in faults:
                self._tell(fault, line)
            sides.append(found)
        return sides

    def read_own(
        self, code: str, texts: list[str | None], days: list[DayCell | None], *, sides: list[Sides | None]
    ) -> list[Any]:
        """Return the places or parties of one of the kind's own columns; parties must be registered."""
        is_place = self.table.heads[code].column.type == "place"
        if not is_place:
            self.world.load_parties([text for text in texts if text], ())
        answers: dict[Any, tuple[Any, list[_Fault]]] = {}
        values = []
        for line, text, day, side in zip(self.table.lines, texts, days, sides, strict=True):
            if text is None or day is None:
                values.append(None)
                continue
            key = (text, day.on, None if is_place else side)
            if key not in answers:
                faults: list[_Fault] = []
                value = self._place(code, text, day.on, faults) if is_place else self._own_party(code, text, faults)
                answers[key] = (value, faults)
            value, faults = answers[key]
            for fault in faults:
                self._tell(fault, line)
            values.append(value)
        return values

    def _tell(self, fault: _Fault, line: int) -> None:
        """Tell a fault of a row; the same fault of many rows is one finding."""
        finding = self._by_fault.get(id(fault))
        if finding is None:
            finding = self._by_fault[id(fault)] = self._find_alike(fault)
            self._kept_faults.append(fault)
        finding.rows.append(line)

    def _find_alike(self, fault: _Fault) -> Finding:
        words = tuple(sorted((name, str(value)) for name, value in fault.values.items()))
        key = (fault.code, fault.field, fault.value, words)
        finding = self._told.get(key)
        if finding is None:
            letter = self.table.letter(fault.field) or self._letter_beside(fault.field)
            finding = self._told[key] = self.findings.add(
                fault.code, fault.value, sheet=self.table.sheet, column=letter, field=fault.field, **fault.values
            )
        return finding

    def _letter_beside(self, field: str) -> str | None:
        """The column where a fault is shown whose own column the sheet does not have."""
        side = field.removesuffix("_place")
        return self.table.letter(f"{side}_party") or self.table.letter("date") or "A"

    # Sides

    def _settle(self, row: _Written) -> tuple[Sides | None, list[_Fault]]:
        if row.on is None:
            return None, _NO_FAULTS
        between, pairing, faults = self._answer_between(row, row.on)
        if between is None or pairing is None:
            return None, faults
        giver, told_giver = self._answer_party(row, "giver", between, pairing=pairing, on=row.on)
        receiver, told_receiver = self._answer_party(row, "receiver", between, pairing=pairing, on=row.on)
        if told_giver or told_receiver:
            faults = faults + told_giver + told_receiver
        if faults and any(fault.code in BLOCKING for fault in faults):
            return None, faults
        return self._make_sides(pairing, between, giver, receiver), faults

    def _answer_between(
        self, row: _Written, on: date
    ) -> tuple[tuple[str, str] | None, PairingValue | None, list[_Fault]]:
        """Both places of a row and their pairing; a row whose places are written shares its answer with its like."""
        if row.giver is None or row.receiver is None:
            return self._settle_between(row, on)
        key = (
            row.on,
            row.last,
            row.giver,
            row.receiver,
            row.programme,
            row.giver_party is None,
            row.receiver_party is None,
        )
        found = self._between_answered.get(key)
        if found is None:
            found = self._settle_between(row, on)
            if found[1] is not None:
                # What is told of a missing pairing quotes the row's own words, so only answers are shared.
                self._between_answered[key] = found
        return found

    def _settle_between(
        self, row: _Written, on: date
    ) -> tuple[tuple[str, str] | None, PairingValue | None, list[_Fault]]:
        places, faults = self._answer_places(row, on)
        if places is None:
            return None, None, faults
        pairing, more = self._answer_pairing(row, places, on)
        return places, pairing, faults + more if more else faults

    def _make_sides(
        self,
        pairing: PairingValue,
        places: tuple[str, str],
        giver: KnownParty | NewParty | None,
        receiver: KnownParty | NewParty | None,
    ) -> Sides:
        key = (pairing.id, places, id(giver), id(receiver))
        if key not in self._sides_made:
            given, taken = (giver, receiver) if self.kind.from_side == "giver" else (receiver, giver)
            ends = (("from_party_id", given), ("to_party_id", taken))
            fresh = tuple((name, party) for name, party in ends if isinstance(party, NewParty))
            known = {name: party.id for name, party in ends if isinstance(party, KnownParty)}
            self._sides_made[key] = Sides(pairing.id, *places, **known, new_parties=fresh)
        return self._sides_made[key]

    def _answer_places(self, row: _Written, on: date) -> tuple[tuple[str, str] | None, list[_Fault]]:
        """Both places of a row; parties are looked at only where a place is not written."""
        is_written = row.giver is not None and row.receiver is not None
        unwritten = () if is_written else (row.giver_party, row.receiver_party, row.giver_code, row.receiver_code)
        key = (row.on, row.giver, row.receiver, unwritten)
        if key not in self._places_answered:
            faults: list[_Fault] = []
            self._places_answered[key] = (self._settle_places(row, on, faults), faults)
        return self._places_answered[key]

    def _answer_pairing(
        self, row: _Written, places: tuple[str, str], on: date
    ) -> tuple[PairingValue | None, list[_Fault]]:
        key = (row.on, row.last, places, row.programme)
        found = self._pairings_answered.get(key)
        if found is None or found[0] is None:
            # What is told of a missing pairing quotes the row's own words, so each such row is told by itself.
            faults: list[_Fault] = []
            pairing = None
            programme = self._programme(row, faults)
            if not faults:
                pairing = self._settle_pairing(row, places, programme, faults=faults)
            if pairing is not None and not self._may_report(pairing, places, on, faults):
                pairing = None
            found = self._pairings_answered[key] = (pairing, faults)
        return found

    def _programme(self, row: _Written, faults: list[_Fault]) -> str | None:
        if not row.programme:
            return None
        programme = self.world.programme(row.programme)
        if programme is None:
            choices = Words("、".join(self.world.programmes), ", ".join(self.world.programmes))
            faults.append(_Fault("programme_bad", "programme", row.programme, {"choices": choices}))
        return programme

    def _answer_party(
        self, row: _Written, side: Side, places: tuple[str, str], *, pairing: PairingValue, on: date
    ) -> tuple[KnownParty | NewParty | None, list[_Fault]]:
        """A party of a row; parties do not move within a month, so one answer serves it."""
        name, code = (row.giver_party, row.giver_code) if side == "giver" else (row.receiver_party, row.receiver_code)
        if name is None:
            return None, _NO_FAULTS
        key = (side, name, code, places, pairing.id, on.year, on.month)
        found = self._parties_answered.get(key)
        if found is None:
            faults: list[_Fault] = []
            party = self._settle_party(row, side, places, pairing=pairing, faults=faults)
            found = self._parties_answered[key] = (party, faults)
        return found

    def _settle_places(self, row: _Written, on: date, faults: list[_Fault]) -> tuple[str, str] | None:
        """Return both places: as written, else as the parties' names, the office or the only pairing say."""
        found: dict[str, str | None] = {}
        before = len(faults)
        for side in SIDES:
            text = getattr(row, side)
            found[side] = self._place(f"{side}_place", text, on, faults) if text else None
        if len(faults) > before and any(fault.code in BLOCKING for fault in faults[before:]):
            return None
        reasons: dict[str, Words] = {}
        for side in SIDES:
            if found[side] is None:
                found[side], reasons[side] = self._place_of_party(row, side, on) or (None, Words("", ""))
        for side in SIDES:
            if found[side] is None:
                found[side], reasons[side] = self._place_beside(side, found[OTHER[side]], on)
        for side in SIDES:
            place = found[side]
            if place is None:
                column = column_of(self.kind, f"{side}_place")
                values = {"title": column.title, "example": column.example}
                faults.append(_Fault("required", f"{side}_place", "", values))
            elif side in reasons and not getattr(row, f"{side}_party"):
                title = column_of(self.kind, f"{side}_place").title
                values = {"title": title, "reason": reasons[side], "right": self.world.name(place, on)}
                faults.append(_Fault("place_assumed", f"{side}_place", "", values))
        giver, receiver = found["giver"], found["receiver"]
        return (giver, receiver) if giver and receiver else None

    def _place_of_party(self, row: _Written, side: Side, on: date) -> tuple[str, Words] | None:
        name, code = getattr(row, f"{side}_party"), getattr(row, f"{side}_code")
        if not name and not code:
            return None
        party = self.world.party_with_code(code) if code else None
        known = [party] if party else self.world.parties(name or "")
        places = {one.place_id for one in known if one.place_id}
        place = places.pop() if len(places) == 1 else self.world.place_in_name(name or "", on)
        return (place, Words("单位所在地", "where the party lies")) if place else None

    def _place_beside(self, side: Side, other: str | None, on: date) -> tuple[str | None, Words]:
        own = self.world.own_place(side)
        if other is not None:
            partner = self.world.only_partner(other, OTHER[side], on)
            if partner is not None:
                return partner, Words("唯一的结对", "the only pairing")
        if own is not None:
            return own, Words("本机构所在地", "where this office lies")
        return None, Words("", "")

    def _place(self, field: str, text: str, on: date, faults: list[_Fault]) -> str | None:
        """Return the place a text means on a day, telling what is wrong with it or how it was taken."""
        found = self.world.resolve(text, on)
        title = self._title(field)
        if found.state == "one" and found.place_id is not None:
            name, full = self.world.name(found.place_id, on), self.world.full_name(found.place_id, on)
            if text not in (name, full) and not full.endswith(text.replace(" ", "")):
                values = {"title": title, "right": name, "code": self.world.code(found.place_id, on)}
                faults.append(_Fault("place_mended", field, text, values))
            return found.place_id
        faults.append(self._tell_place(field, text, on, found))
        return None

    def _tell_place(self, field: str, text: str, on: date, found: Resolution) -> _Fault:
        names = [self.world.full_name(one, on) for one in found.candidates[:CHOICES_SHOWN]]
        right = names[0] if names else column_of(self.kind, "receiver_place").example
        values: dict[str, Any] = {"title": self._title(field), "right": right}
        if found.state == "several":
            return _Fault("place_several", field, text, {**values, "choices": _listed(names)})
        if found.state == "sum_row":
            return _Fault("place_sum", field, text, values)
        if found.state == "unknown" or found.place_id is None:
            return _Fault("place_unknown", field, text, values)
        values |= {"on": on.isoformat(), "right": _listed(names or [right])}
        if found.state == "not_yet":
            return _Fault("place_not_yet", field, text, values)
        day = found.changed_on.isoformat() if found.changed_on else ""
        values["change"] = Words(f"{day} 撤销", f"abolished on {day}")
        return _Fault("place_gone", field, text, values)

    def _title(self, field: str) -> Words:
        head = self.table.heads.get(field)
        return head.column.title if head else column_of(self.kind, field).title

    # Pairings

    def _settle_pairing(
        self, row: _Written, places: tuple[str, str], programme: str | None, *, faults: list[_Fault]
    ) -> PairingValue | None:
        giver, receiver = places
        assert row.on is not None
        answer = self.world.find_pairing(giver, receiver, programme, row.on)
        if answer.match == "outside_dates" and row.last and row.last != row.on:
            answer = self.world.find_pairing(giver, receiver, programme, row.last)
        if answer.pairing is not None:
            return answer.pairing
        faults.append(self._tell_pairing(row, places, answer))
        return None

    def _tell_pairing(self, row: _Written, places: tuple[str, str], answer: PairingAnswer) -> _Fault:
        on = row.on
        assert on is not None
        giver, receiver = (self.world.name(place, on) for place in places)
        values: dict[str, Any] = {"giver": giver, "on": on.isoformat(), "year": on.year}
        field = next(
            (one for one in ("receiver_place", "receiver_party", "giver_place") if one in self.table.places), "date"
        )
        if answer.match == "several":
            names = list(dict.fromkeys(one.programme for one in answer.others))
            return _Fault("pairing_several", "programme", receiver, {**values, "choices": _listed(names)})
        if answer.match == "outside_dates":
            return _Fault("pairing_date", "date", receiver, {**values, "span": _say_span(answer.others[0])})
        theirs = self.world.area_pairings(places[0], "giver", on)
        names = list(dict.fromkeys(one.receiver_label for one in theirs))
        choices = _listed(names[:CHOICES_SHOWN]) if names else Words("没有", "none")
        return _Fault(
            "pairing_none",
            field,
            getattr(row, field.replace("_place", ""), None) or receiver,
            {**values, "choices": choices},
        )

    def _may_report(self, pairing: PairingValue, places: tuple[str, str], on: date, faults: list[_Fault]) -> bool:
        """Whether the office stands on its side of this pairing; tells where it does not."""
        office = self.world.office
        if self.kind.stage != STATED and not may_report(office):
            code = "office_of_no_side" if office.kind in SPEAKING_FOR_NO_SIDE else "office_of_no_place"
            faults.append(_Fault(code, "giver_place", "", {"office": office.name}))
            return False
        covered = {side: self.world.covers(place) for side, place in zip(SIDES, places, strict=True)}
        programmes = office.programmes
        allowed = not programmes or pairing.programme in programmes
        if allowed and (covered.get(office.side, False) or (office.side == "neither" and any(covered.values()))):
            return True
        giver, receiver = (self.world.name(place, on) for place in places)
        right = receiver if office.side == "receiver" else giver
        values = {"giver": giver, "office": office.name, "right": right}
        field = f"{office.side}_place" if office.side in SIDES else "giver_place"
        faults.append(_Fault("office_outside", field, receiver, values))
        return False

    # Parties

    def _settle_party(
        self, row: _Written, side: Side, places: tuple[str, str], *, pairing: PairingValue, faults: list[_Fault]
    ) -> KnownParty | NewParty | None:
        name, code = getattr(row, f"{side}_party"), getattr(row, f"{side}_code") or ""
        on = row.on
        assert on is not None
        if not name:
            return None
        own = places[SIDES.index(side)]
        bound = getattr(pairing, f"{side}_place_id") or own
        known = self._registered(name, code, bound, on)
        field = f"{side}_party"
        if len(known) > 1:
            choices = _listed([f"{one.name}（{self.world.name(one.place_id, on)}）" for one in known[:CHOICES_SHOWN]])
            faults.append(_Fault("party_several", field, name, {"choices": choices}))
            return None
        place = known[0].place_id if known else self.world.place_in_name(name, on)
        if place is not None and not self._near(place, bound, on):
            values = {
                "place": self.world.full_name(place, on),
                "side": SIDE_WORDS[side],
                "paired": self.world.name(bound, on),
            }
            faults.append(_Fault("party_outside", field, name, values))
            return None
        if known:
            self._tell_party(known[0], name, code, field, faults=faults)
            return known[0]
        home = place if place and self.world.is_within(place, own, on) else own
        faults.append(_Fault("party_new", field, name, {"place": self.world.name(home, on)}))
        return NewParty(name, home, code)

    def _registered(self, name: str, code: str, bound: str, on: date) -> list[KnownParty]:
        """Return the registered parties meant; of several of one name those near the side's place."""
        if code:
            party = self.world.party_with_code(code)
            if party is not None:
                return [party]
        known = self.world.parties(name)
        near = [one for one in known if one.place_id is None or self._near(one.place_id, bound, on)]
        inside = [one for one in near if one.place_id and self.world.is_within(one.place_id, bound, on)]
        if len(inside) == 1:
            return inside
        return near or known

    def _near(self, place: str, bound: str, on: date) -> bool:
        return self.world.is_within(place, bound, on) or self.world.is_within(bound, place, on)

    def _tell_party(self, party: KnownParty, name: str, code: str, field: str, *, faults: list[_Fault]) -> None:
        if code and party.uscc and party.uscc != code:
            faults.append(_Fault("party_code_differs", field, name, {"right": party.uscc}))
        elif party.name != name:
            faults.append(_Fault("party_mended", field, name, {"right": party.name}))

    def _own_party(self, field: str, text: str, faults: list[_Fault]) -> int | None:
        known = self.world.parties(text)
        if len(known) == 1:
            return known[0].id
        choices = _listed([one.name for one in known[:CHOICES_SHOWN]]) if known else Words("没有", "none")
        faults.append(_Fault("party_several" if known else "party_unknown", field, text, {"choices": choices}))
        return None


BLOCKING = frozenset(
    {
        "required",
        "place_unknown",
        "place_several",
        "place_gone",
        "place_not_yet",
        "place_sum",
        "pairing_none",
        "pairing_date",
        "pairing_several",
        "programme_bad",
        "office_of_no_place",
        "office_of_no_side",
        "office_outside",
        "party_outside",
        "party_several",
        "party_unknown",
    }
)


def _listed(names: list[str]) -> Words:
    return Words("、".join(names), ", ".join(names))


def _say_span(pairing: PairingValue) -> Words:
    start, stop = pairing.valid_from, pairing.valid_to
    begins = _say_day(start, pairing.from_precision) if start else ""
    ends = _say_day(stop, pairing.to_precision) if stop else ""
    if begins and ends:
        return Words(f"自 {begins} 起，{ends} 前止", f"ran from {begins} until before {ends}")
    if begins:
        return Words(f"自 {begins} 起", f"has run since {begins}")
    return Words(f"止于 {ends} 前一日", f"ended before {ends}")


def _say_day(day: date, precision: str) -> str:
    """Write a day as exactly as it is known: 2021, 2021-06 or 2021-06-01."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
