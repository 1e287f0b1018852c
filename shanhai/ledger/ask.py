"""Asks for figures by the names people use: resolves places and pairings, catches up the snapshot, and answers.

Every page, command and report asks here. It must not compute a number (`figures/answer.py` does) nor decide who may
ask: the caller gives what an actor may see as `seen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlencode

from django.utils import timezone

from shanhai.catalogue.book import BOOK, Book
from shanhai.catalogue.words import Problem, ShanhaiError, Words
from shanhai.figures import answer as answers
from shanhai.figures import history, left_out
from shanhai.figures.answer import Counted, Figure, Group
from shanhai.figures.scope import ALWAYS, Basis, Period, Scope
from shanhai.figures.stated_index import list_placed
from shanhai.figures.tables import Snapshot
from shanhai.ledger.models import Signature
from shanhai.ledger.snapshot import catch_up
from shanhai.registry import places
from shanhai.registry.models import Pairing

BASES: tuple[Basis, ...] = ("stated", "reported", "agreed")
Sight = Literal["whole", "part", "none"]
DIGEST_SHORT = 8
AREA_OF = {"giver_place": "giver_area", "receiver_place": "receiver_area"}


class QuestionError(ShanhaiError):
    """The question names a place or pairing that cannot be told; `problems` say what would be right."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.what.zh for problem in self.problems))


@dataclass(frozen=True, slots=True)
class ThreeBases:
    """One question on the three bases, which pages show beside each other."""

    stated: Figure
    reported: Figure
    agreed: Figure


@dataclass(frozen=True, slots=True)
class Missing:
    """One entry that a figure did not count.

    `reason` is pending, differs, reversed, out_of_period, rule or superseded.
    """

    serial: int
    amount: int
    reason: str


def ask_figure(
    code: str,
    *,
    giver: str | None = None,
    receiver: str | None = None,
    programme: str | None = None,
    round: str | None = None,  # noqa: A002 - the word of the house
    pairing: int | None = None,
    period: Period | None = None,
    basis: Basis = "agreed",
    as_of: date | None = None,
    map_day: date | None = None,
    up_to: int | None = None,
    seen: Scope | None = None,
    snapshot: Snapshot | None = None,
    book: Book = BOOK,
) -> Figure:
    """Return a figure by its code and the names of places, as known on `as_of` (today where it is not given).

    `giver` and `receiver` are names, codes or ids of places, each with all below them by the map of `map_day` (by
    default the last day of the period). `up_to` asks for the ledger as it stood at that serial. `seen` bounds it to
    what an actor may see. Raises UnknownCodeError for an indicator nobody declares and QuestionError for a name that
    cannot be told or a serial the ledger has not reached.
    """
    indicator = book.indicator(code)
    asked = period or ALWAYS
    known = as_of or timezone.localdate()
    snapshot = snapshot or catch_up(book=book)
    scope = find_scope(
        giver=giver,
        receiver=receiver,
        programme=programme,
        round=round,
        pairing=pairing,
        on=map_day or default_map_day(asked, known),
        seen=seen,
    )
    return answers.answer(
        indicator,
        scope=bound_scope(scope, up_to, snapshot),
        period=asked,
        basis=basis,
        as_of=known,
        snapshot=snapshot,
        book=book,
    )


def bound_scope(scope: Scope, up_to: int | None, snapshot: Snapshot) -> Scope:
    """Return a scope as the ledger stood at a serial; unbounded where that is where it stands now.

    Raises QuestionError for a serial the ledger has not reached: such an address was told from another ledger.
    """
    if up_to is None or up_to == snapshot.serial:
        return scope
    if up_to > snapshot.serial:
        what = Words(
            "账本还没有记到第 {serial} 号，这个地址出自别的账本。",
            "The ledger has not reached number {serial}; this address was told from another ledger.",
        ).fill(serial=up_to)
        raise QuestionError([Problem("question.serial", "blocks", what, value=str(up_to), field="serial")])
    return replace(scope, up_to=up_to)


def told_from(figure: Figure) -> int:
    """Return the serial at which the ledger stood for a figure; nothing later counts in it."""
    return figure.scope.up_to if figure.scope.up_to is not None else figure.snapshot.serial


def sight_of(scope: Scope) -> Sight:
    """Tell how much of a scope is seen by whom it was made for: the whole, a part, or none.

    None where every place that is named lies outside what may be seen, or the programme does.
    """
    seen = scope.touching_place_ids
    outside_programme = scope.programmes is not None and scope.programme and scope.programme not in scope.programmes
    sides = [
        places_inside or frozenset({place})
        for place, places_inside in (
            (scope.giver, scope.giver_place_ids),
            (scope.receiver, scope.receiver_place_ids),
        )
        if place
    ]
    if outside_programme or (seen is not None and len(sides) == 2 and not any(side & seen for side in sides)):
        return "none"
    within_pairing = scope.pairing_ids is not None and seen is not None and any(side <= seen for side in sides)
    is_cut = (seen is not None and not within_pairing) or (scope.programmes is not None and not scope.programme)
    return "part" if is_cut else "whole"


def count_stated_inside(figure: Figure) -> int:
    """Return how many documents' numbers of the indicator lie inside the scope, whatever two places they are about."""
    scope = replace(figure.scope, round="")
    return len(list_placed((figure.indicator.code,), scope, as_of=figure.as_of, snapshot=figure.snapshot))


def ask_three(figure: Figure, *, book: Book = BOOK) -> ThreeBases:
    """Return the same question on all three bases, from the same snapshot."""
    return ThreeBases(**{basis: _ask_again(figure, basis=basis, book=book) for basis in BASES})


def ask_as_of(figure: Figure, day: date, *, book: Book = BOOK) -> Figure:
    """Return the same figure as it was known on another day."""
    return _ask_again(replace(figure, as_of=day), basis=figure.basis, book=book)


def _ask_again(figure: Figure, *, basis: Basis, book: Book) -> Figure:
    return answers.answer(
        figure.indicator,
        scope=figure.scope,
        period=figure.period,
        basis=basis,
        as_of=figure.as_of,
        snapshot=figure.snapshot,
        book=book,
    )


def group_figure(
    code: str,
    *,
    by: tuple[str, ...],
    level: str | None = None,
    scope: Scope | None = None,
    period: Period | None = None,
    basis: Basis = "agreed",
    as_of: date | None = None,
    map_day: date | None = None,
    snapshot: Snapshot | None = None,
    book: Book = BOOK,
) -> list[Group]:
    """Return an indicator by dimensions, for tables and charts; see `figures.answer.group` for their names.

    With `level` (province, city, county) the dimensions `giver_place` and `receiver_place` give the place of that
    level each entry's place belongs to by the map of `map_day`; entries of a higher level keep their own place.
    """
    asked = period or ALWAYS
    known = as_of or timezone.localdate()
    areas: Mapping[str, Mapping[str, str]] = {}
    if level is not None:
        by = tuple(AREA_OF.get(name, name) for name in by)
        day = map_day or default_map_day(asked, known)
        areas = dict.fromkeys(AREA_OF.values(), _find_areas(places.registry_version(), day, level))
    return answers.group(
        book.indicator(code),
        by=by,
        scope=scope or Scope(),
        period=asked,
        basis=basis,
        as_of=known,
        snapshot=snapshot or catch_up(book=book),
        book=book,
        areas=areas,
    )


def default_map_day(period: Period, as_of: date) -> date:
    """Return the day whose map holds where none is named: the period's last, or that of knowledge."""
    return min(period.last or as_of, as_of)


def find_scope(
    *,
    giver: str | None = None,
    receiver: str | None = None,
    programme: str | None = None,
    round: str | None = None,  # noqa: A002 - the word of the house
    pairing: int | None = None,
    on: date,
    seen: Scope | None = None,
) -> Scope:
    """Return a scope from names of places by the map of a day; QuestionError where one cannot be told.

    A pairing gives its two places where none are named. A parent's scope holds its own entries and all its
    children's, so its figure is never a sum of totals.
    """
    problems: list[Problem] = []
    found_giver = _find_place("giver", giver, on, problems)
    found_receiver = _find_place("receiver", receiver, on, problems)
    scope = seen or Scope()
    if pairing is not None:
        row = Pairing.objects.filter(pk=pairing).values_list("giver_place_id", "receiver_place_id").first()
        if row is None:
            what = Words("没有编号为 {pairing} 的结对。", "There is no pairing number {pairing}.").fill(pairing=pairing)
            problems.append(Problem("question.pairing", "blocks", what, value=str(pairing), field="pairing"))
        else:
            scope = replace(scope, pairing_ids=_narrow(scope.pairing_ids, frozenset({pairing})))
            found_giver, found_receiver = found_giver or row[0] or "", found_receiver or row[1] or ""
            scope = replace(scope, giver=found_giver, receiver=found_receiver)
    if problems:
        raise QuestionError(problems)
    if giver or (pairing is None and found_giver):
        inside = places.subtree(found_giver, on=on)
        scope = replace(scope, giver=found_giver, giver_place_ids=_narrow(scope.giver_place_ids, inside))
    if receiver or (pairing is None and found_receiver):
        inside = places.subtree(found_receiver, on=on)
        scope = replace(scope, receiver=found_receiver, receiver_place_ids=_narrow(scope.receiver_place_ids, inside))
    scope = replace(scope, programme=programme or scope.programme, round=round or scope.round, map_day=on)
    return _drop_needless_bound(scope)


def _drop_needless_bound(scope: Scope) -> Scope:
    """Take away the bound on what may be seen where one of the places asked for lies wholly inside it.

    Nothing is hidden then, and the scope is the same for everybody, so that its figure and digest are too.
    """
    seen = scope.touching_place_ids
    sides = (scope.giver_place_ids, scope.receiver_place_ids)
    if seen is None or not any(inside is not None and inside <= seen for inside in sides):
        return scope
    return replace(scope, touching_place_ids=None)


def _narrow(before: frozenset[Any] | None, now: frozenset[Any]) -> frozenset[Any]:
    return now if before is None else before & now


def _find_place(field: str, name: str | None, on: date, problems: list[Problem]) -> str:
    """Return the id of a place by its name, code or id; where it cannot be told, add a Problem and return blank."""
    if not name:
        return ""
    if name in places.place_index().versions:
        return name
    found = places.resolve_place(name, on=on)
    if found.state in ("one", "gone", "not_yet") and found.place_id:
        return found.place_id
    zh, en = places.say_resolution(found, on=on)
    problems.append(Problem(f"question.place.{found.state}", "blocks", Words(zh, en), value=name, field=field))
    return ""


@lru_cache(maxsize=32)
def _find_areas(_version: int, day: date, level: str) -> dict[str, str]:
    """Return, for every place, the place of a level that it is or lies in by the map of a day."""
    index = places.place_index()
    areas: dict[str, str] = {}
    for place_id in index.versions:
        chain = (place_id, *index.ancestors(place_id, day))
        fitting = (one for one in chain if index.is_alive(one, day) and index.version_on(one, day).level == level)
        area = next(fitting, None)
        if area is not None:
            areas[place_id] = area
    return areas


def list_entries(figure: Figure, *, after: int = 0, size: int = answers.PAGE_SIZE) -> list[Counted]:
    """Return a page of the entries behind a figure: serials above `after`, with the amount counted of each."""
    return answers.list_entries(figure, after=after, size=size)


def list_missing(figure: Figure, *, after: int = 0, size: int = answers.PAGE_SIZE) -> list[Missing]:
    """Return a page of the entries of the figure's kinds and scope that were not counted, each with its reason."""
    rows = left_out.list_left_out(figure, after=after, size=size)
    open_rows = [row.serial for row in rows if row.reason == "not_agreed"]
    differing = _find_differing(open_rows, figure.as_of, told_from(figure))
    return [Missing(row.serial, row.amount, _say_reason(row.serial, row.reason, differing)) for row in rows]


def sum_missing(figure: Figure) -> list[left_out.LeftOutSum]:
    """Return how much was not counted, by reason; `not_agreed` holds what waits and what differs."""
    return left_out.sum_left_out(figure)


def list_known_days(figure: Figure, *, book: Book = BOOK) -> list[history.KnownDay]:
    """Return how the figure grew, reported and agreed, day of knowledge by day of knowledge."""
    return history.list_known_days(figure, book=book)


def _say_reason(serial: int, reason: str, differing: frozenset[int]) -> str:
    if reason != "not_agreed":
        return reason
    return "differs" if serial in differing else "pending"


def _find_differing(serials: list[int], as_of: date, up_to: int) -> frozenset[int]:
    """Return those entries on which some side's last word by the day and the serial is that it differs."""
    last: dict[tuple[int, str], str] = {}
    words = Signature.objects.filter(entry_serial__in=serials, known_on__lte=as_of, serial__lte=up_to)
    words = words.order_by("serial")
    for entry_serial, side, word in words.values_list("entry_serial", "side", "word"):
        if word != "holds":
            last[entry_serial, side] = word
    return frozenset(serial for (serial, _), word in last.items() if word == "differs")


def figure_address(figure: Figure) -> str:
    """Return the permanent address of a figure: to whoever sees the same part of the ledger it gives the same number.

    It names the serial at which the ledger stood, so that nothing recorded or signed later moves it.
    """
    scope, period = figure.scope, figure.period
    day = scope.map_day or figure.as_of
    asked = {
        "giver": places.code_of(scope.giver, day) if scope.giver else "",
        "receiver": places.code_of(scope.receiver, day) if scope.receiver else "",
        "pairing": ",".join(str(one) for one in sorted(scope.pairing_ids or ())),
        "programme": scope.programme,
        "round": scope.round,
        "from": period.first.isoformat() if period.first else "",
        "to": period.last.isoformat() if period.last else "",
        "basis": figure.basis,
        "as_of": figure.as_of.isoformat(),
        "serial": str(told_from(figure)),
        "map": day.isoformat() if day != default_map_day(period, figure.as_of) else "",
    }
    return f"/figures/{figure.indicator.code}?" + urlencode({name: value for name, value in asked.items() if value})


def cited_address(figure: Figure) -> str:
    """Return the permanent address with the digest of what stands behind the figure, to quote it by.

    Whoever opens it and finds another digest, seeing another part of the ledger, is told so.
    """
    return f"{figure_address(figure)}&digest={figure.digest[:DIGEST_SHORT]}"


def read_period(first: str | None, last: str | None) -> Period:
    """Return a period from ISO days; ValueError where one is no day or they stand the wrong way round."""
    period = Period(_read_day(first), _read_day(last))
    if period.first and period.last and period.first > period.last:
        raise ValueError(f"{period.first} is after {period.last}")
    return period


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{text} is no day; write it as 2026-11-22") from error


def tell_figure(figure: Figure) -> dict[str, Any]:
    """Return a figure as plain values, for JSON: dates in ISO, the value in whole units, the rest in `passport`."""
    scope, day = figure.scope, figure.scope.map_day or figure.as_of
    return {
        "indicator": figure.indicator.code,
        "value": figure.whole,
        "unit": figure.unit,
        "basis": figure.basis,
        "scope": {
            "giver": _tell_place(scope.giver, day),
            "receiver": _tell_place(scope.receiver, day),
            "pairings": sorted(scope.pairing_ids) if scope.pairing_ids is not None else None,
            "programme": scope.programme or None,
            "round": scope.round or None,
            "map_day": day.isoformat(),
        },
        "period": {
            "from": figure.period.first.isoformat() if figure.period.first else None,
            "to": figure.period.last.isoformat() if figure.period.last else None,
        },
        "as_of": figure.as_of.isoformat(),
        "entries": figure.entries,
        "digest": figure.digest,
        "passport": _tell_passport(figure),
    }


def _tell_passport(figure: Figure) -> dict[str, Any]:
    return {
        "rule": {"zh": figure.indicator.counts.zh, "en": figure.indicator.counts.en},
        "stages": list(figure.stages),
        "qualifier": figure.qualifier,
        "parts": [
            {
                "programme": part.programme,
                "round": part.round,
                "value": _whole(part.value, figure),
                "entries": part.entries,
            }
            for part in figure.parts
        ],
        "mixed": figure.is_mixed,
        "example": figure.is_example,
        "snapshot": figure.snapshot.id,
        "statements": [one.serial for one in figure.statements],
        "statements_inside": count_stated_inside(figure),
        "sight": sight_of(figure.scope),
        "serial": told_from(figure),
        "address": cited_address(figure),
    }


def _whole(value: int | None, figure: Figure) -> str | None:
    return replace(figure, value=value).whole


def _tell_place(place_id: str, day: date) -> dict[str, str] | None:
    if not place_id:
        return None
    return {"code": places.code_of(place_id, day), "name": places.name_of(place_id, day)}
