"""The book: every field of cooperation with its kinds, indicators, controls and settings, looked up by code.

`BOOK` gathers them at first use and refuses to open on a contradiction. Whoever computes takes the book as an
argument, so that a test can hand in one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

from shanhai.catalogue.activity import ActivityKind
from shanhai.catalogue.declare import (
    Brand,
    Control,
    CooperationField,
    Indicator,
    InventoryRow,
    Kind,
    OverlapKey,
    Setting,
    Stage,
    Unit,
)
from shanhai.catalogue.rules import Contradiction, find_contradictions
from shanhai.catalogue.stages import STAGES
from shanhai.catalogue.statement import STATEMENT
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import ShanhaiError

Declared = TypeVar("Declared", Kind, Indicator, ActivityKind)


class UnknownCodeError(ShanhaiError, LookupError):
    """The book has nothing under this code."""

    def __init__(self, what: str, code: str) -> None:
        super().__init__(f"no {what} is called {code!r}")
        self.code = code


class ContradictionError(ShanhaiError):
    """The declarations contradict each other; nothing may start on them."""

    def __init__(self, contradictions: Iterable[Contradiction]) -> None:
        self.contradictions = tuple(contradictions)
        super().__init__("\n".join(f"{found.where}: {found.what}" for found in self.contradictions))


class Book:
    """All declarations of an installation; without `fields`, those of `shanhai.cooperation`."""

    def __init__(self, fields: tuple[CooperationField, ...] | None = None) -> None:
        self._given = fields
        self.units: dict[str, Unit] = UNITS
        self.stages: dict[str, Stage] = STAGES

    @cached_property
    def fields(self) -> tuple[CooperationField, ...]:
        """The fields of cooperation in their official order; ContradictionError where they contradict each other."""
        fields = self._given
        if fields is None:
            from shanhai.cooperation import FIELDS

            fields = FIELDS
        found = find_contradictions(fields, extra_kinds=(STATEMENT,), units=self.units, stages=self.stages)
        if found:
            raise ContradictionError(found)
        return fields

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of entry; the statement, which belongs to no field, comes last."""
        return (*(kind for field in self.fields for kind in field.kinds), STATEMENT)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in the order of the fields."""
        return tuple(indicator for field in self.fields for indicator in field.indicators)

    @cached_property
    def activities(self) -> tuple[ActivityKind, ...]:
        """Every kind of activity, in the order of the fields."""
        return tuple(kind for field in self.fields for kind in field.activities)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """Every control."""
        return tuple(control for field in self.fields for control in field.controls)

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Every declared setting."""
        return tuple(setting for field in self.fields for setting in field.settings)

    @cached_property
    def brands(self) -> tuple[Brand, ...]:
        """Every brand, in the order of the fields."""
        return tuple(brand for field in self.fields for brand in field.brands)

    @cached_property
    def overlaps(self) -> tuple[OverlapKey, ...]:
        """Every key by which entries are found to speak of one thing."""
        return tuple(key for field in self.fields for key in field.overlaps)

    @cached_property
    def inventory(self) -> tuple[InventoryRow, ...]:
        """Every row of the inventory, by number."""
        return tuple(sorted((row for field in self.fields for row in field.inventory), key=lambda row: row.number))

    @cached_property
    def _kinds_by_code(self) -> dict[str, Kind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def _indicators_by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    def kind(self, code: str) -> Kind:
        """Return the kind with this code; UnknownCodeError where there is none."""
        return _look_up(self._kinds_by_code, "kind", code)

    def indicator(self, code: str) -> Indicator:
        """Return the indicator with this code; UnknownCodeError where there is none."""
        return _look_up(self._indicators_by_code, "indicator", code)

    def activity(self, code: str) -> ActivityKind:
        """Return the kind of activity with this code; UnknownCodeError where there is none."""
        return _look_up({kind.code: kind for kind in self.activities}, "kind of activity", code)

    def field_of(self, code: str) -> CooperationField | None:
        """Return the field that declares this kind or indicator; None for the statement."""
        for field in self.fields:
            if code in {kind.code for kind in field.kinds} | {indicator.code for indicator in field.indicators}:
                return field
        return None

    def controls_of(self, kind: str) -> tuple[Control, ...]:
        """Return the controls that look at rows of this kind."""
        return tuple(control for control in self.controls if kind in control.kinds)

    def setting_values(self) -> dict[str, Any]:
        """Return each setting's declared value by code, before what an administrator changed."""
        return {setting.code: setting.value for setting in self.settings}


def _look_up(declared: dict[str, Declared], what: str, code: str) -> Declared:
    try:
        return declared[code]
    except KeyError:
        raise UnknownCodeError(what, code) from None


BOOK = Book()
