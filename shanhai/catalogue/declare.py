"""The words a declaration is made of: columns, kinds, indicators, controls, fields of cooperation.

Declarations are data: frozen values and named functions, with no inheritance among kinds and no conditions in
strings. This module must not know Django, any one field of cooperation, or how a declaration is used by a door.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from shanhai.catalogue.words import Problem, Weight, Words

if TYPE_CHECKING:
    from shanhai.catalogue.activity import ActivityKind
    from shanhai.figures.fold import Fold

ColumnType = Literal[
    "text", "choice", "choices", "money", "count", "decimal", "day", "year", "place", "party", "flag", "quarter"
]
# Paired assistance began in 1979; plans are made for the years just ahead. Nothing else is a year in this house.
FIRST_YEAR, LAST_YEAR = 1979, 2060
Side = Literal["giver", "receiver"]
Nature = Literal["flow", "observation"]
OverTime = Literal["flow", "per-year flow", "distinct", "snapshot", "ratio", "capacity", "target", "date"]
OverPairings = Literal["additive", "distinct", "none"]


_AMOUNT = Words("金额", "Amount")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of what an entry or a figure counts.

    `code` is what the gold and the API say (`CNY`, `person`); `minor` is how many smallest parts make one whole
    (100 for CNY: amounts are stored in fen); `scale` is the number of decimals of a whole unit when shown.
    """

    code: str
    title: Words
    minor: int = 1
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of what passes between the sides; figures of different stages never mix in one sum."""

    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice column: the stored code, its words, and other ways offices write it."""

    code: str
    title: Words
    said_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind beyond the common ones (parties, date, amount, document, remark).

    `type` money holds integer fen, count an integer, decimal a decimal text, day an ISO date, year an integer from
    `FIRST_YEAR` to `LAST_YEAR`, choices a sorted list of codes, place and party the stable id. The year of an entry
    lies at most `years_back` before that of its date and `years_ahead` after it; another one is asked about.
    `personal` columns never reach a snapshot, a log or a notice.
    `offered_by` names a list setting: a place offers only these of the choices, and another one is asked about.
    In activities a number lies between `least` and `most` (None: no bound), money in fen; no column goes below nothing
    unless it says so.
    """

    code: str
    title: Words
    type: ColumnType = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    help: Words | None = None
    said_as: tuple[str, ...] = ()
    example: str = ""
    longest: int = 200
    personal: bool = False
    offered_by: str = ""
    least: int | None = 0
    most: int | None = None
    years_back: int = 2
    years_ahead: int = 0


@dataclass(frozen=True, slots=True)
class SameFact:
    """When a report of the second side is taken as the same fact as an entry of the first (after the exact key).

    Parties, pairing and kind are equal, dates lie within `days`, and amounts differ by at most
    `tolerance_per_mille` of the larger; a differing amount inside the tolerance becomes a difference to settle.
    """

    days: int = 15
    tolerance_per_mille: int = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """The shape of one kind of entry.

    `from_side` tells which side gives: fiscal aid passes from the giver side, purchased goods' money too, while
    cadres from west to east pass from the receiver side. `natural_key` names the columns that identify one fact
    within a pairing (empty: none); kinds with one `key_family` share their keys, so that one order is not recorded
    both as bought and as sold. `subject` names the column that a distinct count counts. `labels` are those one entry
    may carry: it has one amount whatever their number. `amount_unit` is a `Unit.code`, empty where each entry names
    its own. `public` says that what it tells is published anyway, so that controls may look at it whoever entered it
    (a certificate). A changed shape raises `version`; a workbook of another version is told so.
    """

    code: str
    title: Words
    stage: str
    nature: Nature = "flow"
    from_side: Side = "giver"
    amount_unit: str = "CNY"
    amount_title: Words = _AMOUNT
    columns: tuple[Column, ...] = ()
    natural_key: tuple[str, ...] = ()
    subject: str | None = None
    labels: tuple[Choice, ...] = ()
    key_family: str = ""
    same_fact: SameFact = SameFact()
    negative_allowed: bool = False
    said_as: tuple[str, ...] = ()
    help: Words | None = None
    public: bool = False
    version: int = 1

    def __hash__(self) -> int:
        """Hash by the code alone: equal kinds share it, and hashing every column and choice tells no more."""
        return hash(self.code)

    @property
    def labelled(self) -> bool:
        """Whether an entry may carry labels."""
        return bool(self.labels)

    def column(self, code: str) -> Column:
        """Return the column with this code; KeyError where the kind has none."""
        for column in self.columns:
            if column.code == code:
                return column
        raise KeyError(f"{self.code} has no column {code}")

    def fact_key(self, values: Mapping[str, Any]) -> str:
        """Return the text that identifies one fact within a pairing, empty where the row does not tell it.

        The first column of the natural key must be filled; further ones may be blank. Case, spaces and full-width
        characters make no difference: `kq 001` of `consumption.purchase` gives `consumption.order|KQ001`.
        """
        parts = [_normalise_key(values.get(code)) for code in self.natural_key]
        if not parts or not parts[0]:
            return ""
        return "|".join([self.key_family or self.code, *parts])


def _normalise_key(value: Any) -> str:
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return "".join(text.split()).upper()


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of a figure.

    `value` is the fold of the ledger that makes the number; None where no kind carries it yet, so that it is known
    only from what documents state. `counts` is the counting rule in words, shown on every passport. `unit` is a
    `Unit.code`, `units` further ones a document may use. A changed fold is a new version with a later `since`.
    """

    code: str
    title: Words
    unit: str
    over_time: OverTime
    over_pairings: OverPairings
    counts: Words
    value: Fold | None = None
    said_as: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    overlapping_parts: bool = False
    headline: bool = False
    since: int = 2003
    version: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a control may ask about the world: dated settings and lookups, given by the caller.

    `settings` maps a setting's code to its value on the row's date. `today` is an ISO date, empty where it is not
    known. `pairing_receivers` answers the place ids paired with a giver place on a day (ISO text), ancestors
    included. `price_range` answers the lowest and highest unit price in fen known for product, origin and quantity
    unit, None where none is. `standing` answers what is known of a subject in a kind, oldest day first: one mapping per
    standing entry (its columns, `date`, `amount` and `labels`), then per earlier row of the same file. `activity`
    answers what is known of the activity of a kind with a number (`values`, `state`, `since` as ISO text,
    `receiver_place`), None where none is. `activity_numbers` answers the numbers of the activities of a kind that a
    receiving place has. `total_between` answers the sum of the entries of a kind between the places of a row, in
    the smallest part, with the earlier rows of the file and without the entry that tells the same fact as the row; only
    kinds that a control names in `totals` are summed.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    today: str = ""
    pairing_receivers: Callable[[str, str], frozenset[str]] = lambda _giver, _day: frozenset()
    place_names: Callable[[Iterable[str]], list[str]] = list
    price_range: Callable[[str, str, str], tuple[int, int] | None] = lambda _product, _origin, _unit: None
    standing: Callable[[str, str], tuple[Mapping[str, Any], ...]] = lambda _kind, _subject: ()
    activity: Callable[[str, str], Mapping[str, Any] | None] = lambda _kind, _number: None
    activity_numbers: Callable[[str, str], tuple[str, ...]] = lambda _kind, _place: ()
    total_between: Callable[[str, Mapping[str, Any]], int] = lambda _kind, _row: 0


@dataclass(frozen=True, slots=True)
class Control:
    """A check that a field of cooperation declares.

    `check(row, terms)` is pure: it gets one row as a mapping of column codes (plus `giver_place`, `receiver_place`,
    `date` as ISO text, `amount` in the smallest part, `kind`) and returns Problems whose `field` names the column at
    fault. A missing or blank value is None: whether it may be missing is not a control's business. `totals` are the
    kinds of which it asks `terms.total_between`.
    """

    code: str
    title: Words
    weight: Weight
    kinds: tuple[str, ...]
    check: Callable[[Mapping[str, Any], Terms], list[Problem]]
    source: str = ""
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A dated threshold that an administrator may change; `example` says the value is ours, not a public rule.

    A tuple as value is a list whose members are codes of `choices`. A place may have a value of its own; `place_of`
    says which side's place decides where something lies between two.
    """

    code: str
    title: Words
    value: Any
    unit: str = ""
    example: bool = True
    source: str = ""
    choices: tuple[Choice, ...] = ()
    place_of: Side = "receiver"


@dataclass(frozen=True, slots=True)
class Brand:
    """A named brand, project name or slogan that documents use; a record, not a rule.

    `products` are what is sold or done under it as far as a document names them; `said_as` further names.
    """

    code: str
    title: Words
    note: Words | None = None
    products: tuple[str, ...] = ()
    said_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One row of the inventory of what the house must carry: its number, its Chinese name, and what carries it.

    `carried_by` holds codes of kinds, activities, indicators, brands, controls or settings of any field.
    """

    number: int
    name: str
    carried_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlapKey:
    """What tells that entries of some kinds speak of one and the same thing, so that their sum is told net as well.

    Entries alike in all `columns` (none of them blank) are one thing. `columns` are columns of the kinds or of every
    entry: `from_party_id`, `to_party_id`, `on_date`, `amount`. `counts` says what doubles: the amount, or the thing.
    `apart_by` names a column in which the entries must differ for it to be an overlap at all, such as `pairing_id`;
    blank: any second entry is one.
    """

    code: str
    title: Words
    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Literal["amount", "thing"] = "amount"
    apart_by: str = ""
    why: Words | None = None


@dataclass(frozen=True, slots=True)
class CooperationField:
    """One field of cooperation: everything the doors need to know of it."""

    code: str
    title: Words
    kinds: tuple[Kind, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    controls: tuple[Control, ...] = ()
    settings: tuple[Setting, ...] = ()
    brands: tuple[Brand, ...] = ()
    activities: tuple[ActivityKind, ...] = ()
    inventory: tuple[InventoryRow, ...] = ()
    overlaps: tuple[OverlapKey, ...] = ()
