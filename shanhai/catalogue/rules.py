"""Contradictions among declarations, all of them at once; a book that has any refuses to open.

It reads declarations only. It must not know any one field of cooperation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shanhai.catalogue.activity import find_contradictions as find_activity_contradictions
from shanhai.catalogue.declare import Choice, Column, CooperationField, Indicator, Kind, OverlapKey, Stage, Unit
from shanhai.catalogue.words import Words
from shanhai.figures.fold import BLANK, Distinct, Fold, Latest, Ratio, Simple, Total, list_simple

# Columns that every entry has; a kind's own column may not take such a name.
ENTRY_COLUMNS = frozenset(
    {
        "details",
        "giver",
        "reported",
        "unit",
        "nature",
        "programme",
        "entry_serial",
        "date",
        "indicator",
        "period_from",
        "on_date",
        "to_party_id",
        "remark",
        "round",
        "labels",
        "qualifier",
        "pairing_id",
        "value",
        "is_example",
        "date_precision",
        "entries",
        "kind",
        "from_party_id",
        "receiver",
        "known_on",
        "serial",
        "document",
        "stage",
        "subject",
        "giver_place_id",
        "agreed",
        "amount",
        "receiver_place_id",
        "period_to",
    }
)
_KEY_COLUMNS = frozenset(
    {"subject", "pairing_id", "giver_place_id", "receiver_place_id", "from_party_id", "to_party_id"}
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong, and in which declaration."""

    where: str
    what: str


def find_contradictions(
    fields: Iterable[CooperationField],
    *,
    extra_kinds: tuple[Kind, ...] = (),
    units: Mapping[str, Unit],
    stages: Mapping[str, Stage],
) -> list[Contradiction]:
    """Return every contradiction; an empty list means the declarations may be used."""
    fields = tuple(fields)
    kinds = (*(kind for field in fields for kind in field.kinds), *extra_kinds)
    indicators = tuple(indicator for field in fields for indicator in field.indicators)
    found = [*_find_repeated_codes(fields, kinds, indicators), *_find_unequal_columns(kinds)]
    for kind in kinds:
        found += [Contradiction(kind.code, what) for what in _check_kind(kind, units, stages)]
    by_code = {kind.code: kind for kind in kinds}
    for indicator in indicators:
        found += [Contradiction(indicator.code, what) for what in _check_indicator(indicator, by_code, units)]
    found += _check_inventory(fields)
    found += _check_offered(fields, kinds)
    for field in fields:
        found += [Contradiction(field.code, what) for what in _check_field(field, by_code)]
        for activity in field.activities:
            found += [Contradiction(activity.code, what) for what in find_activity_contradictions(activity)]
            unknown = set(activity.entry_kinds) - set(by_code)
            found += [Contradiction(activity.code, f"unknown kind of entry {code}") for code in sorted(unknown)]
    return found


def _check_offered(fields: tuple[CooperationField, ...], kinds: tuple[Kind, ...]) -> Iterator[Contradiction]:
    """A column's list of offered choices is a setting whose members are choices of the column."""
    settings = {setting.code: setting for field in fields for setting in field.settings}
    for kind in kinds:
        for column in kind.columns:
            if not column.offered_by:
                continue
            setting = settings.get(column.offered_by)
            if setting is None or not isinstance(setting.value, tuple):
                yield Contradiction(kind.code, f"column {column.code} is offered by no list: {column.offered_by}")
            elif {one.code for one in setting.choices} != {one.code for one in column.choices}:
                yield Contradiction(kind.code, f"column {column.code} and {setting.code} have other choices")


def _find_repeated_codes(
    fields: tuple[CooperationField, ...], kinds: tuple[Kind, ...], indicators: tuple[Indicator, ...]
) -> Iterator[Contradiction]:
    groups = {
        "field": [field.code for field in fields],
        "kind": [kind.code for kind in kinds],
        "indicator": [indicator.code for indicator in indicators],
        "kind of activity": [kind.code for field in fields for kind in field.activities],
        "control": [control.code for field in fields for control in field.controls],
        "setting": [setting.code for field in fields for setting in field.settings],
        "brand": [brand.code for field in fields for brand in field.brands],
        "overlap": [key.code for field in fields for key in field.overlaps],
    }
    for what, codes in groups.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield Contradiction(code, f"{times} declarations of a {what} bear this code")


def _find_unequal_columns(kinds: tuple[Kind, ...]) -> Iterator[Contradiction]:
    seen: dict[str, tuple[str, Column]] = {}
    for kind in kinds:
        for column in kind.columns:
            first_kind, first = seen.setdefault(column.code, (kind.code, column))
            if first.type != column.type or first.unit != column.unit:
                yield Contradiction(
                    kind.code, f"column {column.code} is {column.type} here and {first.type} in {first_kind}"
                )


def _check_words(name: str, words: Words | None) -> Iterator[str]:
    if words is not None and not (words.zh.strip() and words.en.strip()):
        yield f"{name} lacks its words in one language"


def _check_kind(kind: Kind, units: Mapping[str, Unit], stages: Mapping[str, Stage]) -> Iterator[str]:
    if kind.stage not in stages:
        yield f"unknown stage {kind.stage}"
    if kind.amount_unit and kind.amount_unit not in units:
        yield f"unknown unit {kind.amount_unit}"
    if not kind.amount_unit and kind.stage != "stated":
        yield "only what a document states may leave its unit to the entry"
    codes = [column.code for column in kind.columns]
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"{times} columns are called {code}"
        if code in ENTRY_COLUMNS:
            yield f"every entry already has a column {code}"
    for code in kind.natural_key:
        if code not in codes:
            yield f"the natural key names no column: {code}"
    if kind.subject is not None:
        if kind.subject not in codes:
            yield f"the subject names no column: {kind.subject}"
        elif not kind.column(kind.subject).required and kind.nature == "observation":
            yield f"the subject {kind.subject} of an observation must be required"
    yield from _check_words("the title", kind.title)
    yield from _check_words("the help", kind.help)
    yield from _check_words("the amount", kind.amount_title)
    for column in kind.columns:
        yield from _check_column(column, units)
    yield from _check_choices("the labels", kind.labels)


def _check_column(column: Column, units: Mapping[str, Unit]) -> Iterator[str]:
    name = f"column {column.code}"
    yield from _check_words(name, column.title)
    yield from _check_words(f"the help of {name}", column.help)
    if column.unit is not None and column.unit not in units:
        yield f"{name} has the unknown unit {column.unit}"
    if (column.type in {"choice", "choices"}) != bool(column.choices):
        yield f"{name} is {column.type} and has {len(column.choices)} choices"
    yield from _check_choices(name, column.choices)


def _check_choices(name: str, choices: tuple[Choice, ...]) -> Iterator[str]:
    spellings: Counter[str] = Counter()
    for choice in choices:
        yield from _check_words(f"{name} choice {choice.code}", choice.title)
        spellings.update({choice.code, choice.title.zh, *choice.said_as})
    for spelling, times in spellings.items():
        if times > 1:
            yield f"{name} has {times} choices written {spelling}"


def _check_indicator(indicator: Indicator, kinds: Mapping[str, Kind], units: Mapping[str, Unit]) -> Iterator[str]:
    for unit in (indicator.unit, *indicator.units):
        if unit not in units:
            yield f"unknown unit {unit}"
    yield from _check_words("the title", indicator.title)
    yield from _check_words("the counting rule", indicator.counts)
    if indicator.value is None:
        return
    unknown = [code for simple in list_simple(indicator.value) for code in simple.kinds if code not in kinds]
    if unknown:
        yield f"folds unknown kinds: {', '.join(unknown)}"
        return
    for simple in list_simple(indicator.value):
        yield from _check_fold(simple, tuple(kinds[code] for code in simple.kinds))
    yield from _check_result_unit(indicator, indicator.value, kinds)


def _check_fold(simple: Simple, folded: tuple[Kind, ...]) -> Iterator[str]:
    if not folded:
        yield "folds no kind"
    if len({kind.stage for kind in folded}) > 1:
        yield f"mixes the stages {', '.join(sorted({kind.stage for kind in folded}))} in one sum"
    if isinstance(simple, Total | Latest) and len({kind.amount_unit for kind in folded}) > 1:
        yield f"mixes the units {', '.join(sorted({kind.amount_unit for kind in folded}))} in one sum"
    for kind in folded:
        if isinstance(simple, Total) and kind.nature != "flow":
            yield f"sums {kind.code}, which is no flow: levels of different days do not add"
        if isinstance(simple, Latest) and kind.nature != "observation":
            yield f"takes the newest of {kind.code}, which is no observation"
        codes = {column.code: column for column in kind.columns}
        for name, wanted in simple.where:
            if name not in codes:
                yield f"asks for {name}, which {kind.code} does not have"
            elif wanted == BLANK:
                if codes[name].type not in {"text", "choice", "place"}:
                    yield f"asks for {name} left blank, which only text, choice and place may be"
            elif codes[name].choices and wanted not in {choice.code for choice in codes[name].choices}:
                yield f"asks for {name} {wanted}, which {kind.code} does not have"
        if isinstance(simple, Distinct | Latest):
            for name in simple.of:
                if name not in _KEY_COLUMNS and name not in codes:
                    yield f"tells things apart by {name}, which {kind.code} does not have"
                if name == "subject" and kind.subject is None:
                    yield f"tells things apart by subject, which {kind.code} does not name"


def _check_result_unit(indicator: Indicator, value: Fold, kinds: Mapping[str, Kind]) -> Iterator[str]:
    if isinstance(value, Total | Latest):
        # A list of pairs (1 or 0 a row) lists the units of its pairs as well.
        fitting = {indicator.unit, "pair"} if isinstance(value, Latest) else {indicator.unit}
        for unit in sorted({kinds[code].amount_unit for code in value.kinds} - fitting):
            yield f"is in {indicator.unit} but adds up {unit}"
    if isinstance(value, Ratio) and indicator.over_time != "ratio":
        yield f"is a ratio, so over time it is no {indicator.over_time}"


def _check_field(field: CooperationField, kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield from _check_words("the title", field.title)
    for kind in field.kinds:
        if not kind.code.startswith(f"{field.code}."):
            yield f"kind {kind.code} does not begin with the field's code"
    for control in field.controls:
        yield from _check_words(f"control {control.code}", control.title)
        for code in control.kinds:
            if code not in kinds:
                yield f"control {control.code} looks at the unknown kind {code}"
    for setting in field.settings:
        yield from _check_words(f"setting {setting.code}", setting.title)
        if isinstance(setting.value, tuple) and not set(setting.value) <= {one.code for one in setting.choices}:
            yield f"setting {setting.code} holds what is not among its choices"
    for brand in field.brands:
        yield from _check_words(f"brand {brand.code}", brand.title)
    for key in field.overlaps:
        yield from _check_overlap(key, kinds)


def _check_overlap(key: OverlapKey, kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield from _check_words(f"overlap {key.code}", key.title)
    for code in key.kinds:
        if code not in kinds:
            yield f"overlap {key.code} looks at the unknown kind {code}"
            continue
        own = {column.code for column in kinds[code].columns}
        for name in (*key.columns, *filter(None, [key.apart_by])):
            if name not in own and name not in _KEY_COLUMNS | {"on_date", "amount", "kind", "programme"}:
                yield f"overlap {key.code} asks for {name}, which {code} does not have"
    units = {kinds[code].amount_unit for code in key.kinds if code in kinds}
    if key.counts == "amount" and len(units) > 1:
        yield f"overlap {key.code} mixes the units {', '.join(sorted(units))}"


def _check_inventory(fields: tuple[CooperationField, ...]) -> Iterator[Contradiction]:
    """Every code that an inventory row names is declared somewhere, and no number is told twice."""
    known = {
        one.code
        for field in fields
        for declared in (
            field.kinds,
            field.activities,
            field.indicators,
            field.brands,
            field.controls,
            field.settings,
            field.overlaps,
        )
        for one in declared
    }
    times = Counter(row.number for field in fields for row in field.inventory)
    for field in fields:
        for row in field.inventory:
            where = f"{field.code} inventory {row.number}"
            if not row.carried_by or times[row.number] > 1:
                yield Contradiction(where, "nothing carries it, or its number is told twice")
            for code in row.carried_by:
                if code not in known:
                    yield Contradiction(where, f"is carried by the unknown {code}")
