"""What the API takes and gives, as plain shapes; amounts are decimal texts in whole units, days are ISO.

Every fault of any endpoint comes in one shape, `Fault`. It must not know requests, tables or rights.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from shanhai.catalogue.words import Problem, Words

ROWS_AT_ONCE = 1000
PAGE_ROWS_MOST = 200
TEXT_MOST = 2000


class TwoLanguages(Schema):
    """One text in Chinese and English."""

    zh: str
    en: str


class Told(Schema):
    """One fault in the data: where it is, what stands there, what is wrong, what would be right.

    `weight` is `blocks` (nothing is recorded until it is mended), `ask` (name its code in `accept` to stand by it) or
    `note` (repaired and told). `row` counts from 1.
    """

    code: str
    weight: Literal["blocks", "ask", "note"]
    row: int | None = None
    field: str | None = None
    value: str = ""
    what: TwoLanguages
    right: TwoLanguages | None = None


class Fault(Schema):
    """What every endpoint answers when it does not do what was asked: nothing was changed."""

    code: str = Field(description="A word for programs, such as `forbidden` or `data_problems`.")
    message: TwoLanguages
    problems: list[Told] = []


class FigureQuery(Schema):
    """What a figure is asked for; places by name, code or id, each with everything below it."""

    giver: str | None = Field(None, max_length=60)
    receiver: str | None = Field(None, max_length=60)
    programme: str | None = Field(None, max_length=40)
    round: str | None = Field(None, max_length=40)
    pairing: int | None = Field(None, ge=1, le=2**53)
    first: date | None = Field(None, alias="from", description="First day, counted.")
    last: date | None = Field(None, alias="to", description="Last day, counted.")
    basis: Literal["stated", "reported", "agreed"] = "agreed"
    as_of: date | None = Field(None, description="As known on this day; today where it is not given.")
    map_day: date | None = Field(None, alias="map", description="Places by the map of this day.")
    serial: int | None = Field(None, ge=0, le=2**53, description="The ledger as it stood at this serial.")


class PlaceShown(Schema):
    """A place by its six-digit code and its name on the day."""

    code: str
    name: str


class FigureScope(Schema):
    """The scope a figure was counted over; null is everything the asker may see."""

    giver: PlaceShown | None
    receiver: PlaceShown | None
    pairings: list[int] | None
    programme: str | None
    round: str | None
    map_day: date


class FigurePeriod(Schema):
    """First and last day, both counted; null is open."""

    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")


class FigurePart(Schema):
    """The part of a figure under one programme and round."""

    programme: str
    round: str
    value: str | None
    entries: int


class FigurePassport(Schema):
    """How a figure was counted and where it stands; `mixed` figures span several programmes or rounds.

    `sight` says how much of the scope the asker's office may see: the whole, a part, or none of it. `statements` are
    about exactly this scope, `statements_inside` counts those about anything within it. `serial` is where the ledger
    stood: asked for with it, the figure stays the same.
    """

    rule: TwoLanguages
    stages: list[str]
    qualifier: str
    parts: list[FigurePart]
    mixed: bool
    example: bool
    snapshot: str
    statements: list[int]
    statements_inside: int
    sight: Literal["whole", "part", "none"]
    serial: int
    address: str


class FigureShown(Schema):
    """One figure with its passport; `value` is null where there is nothing to count, which is not zero."""

    indicator: str
    value: str | None
    unit: str
    basis: Literal["stated", "reported", "agreed"]
    scope: FigureScope
    period: FigurePeriod
    as_of: date
    entries: int
    digest: str
    passport: FigurePassport


class CountedEntry(Schema):
    """One entry behind a figure: the amount it says in its own unit, and what it counts.

    `counted` adds up to the figure, in the figure's unit: the amount, or 1 for each thing counted (0 where an earlier
    entry named the same thing). A ratio has no such part: `top` and `bottom` add up to what it divides, null where the
    entry stands on the other side only.
    """

    serial: int
    amount: str
    amount_unit: str
    counted: str | None
    top: str | None
    bottom: str | None


class FigureEntries(Schema):
    """A page of the entries behind a figure; `next_after` is null on the last page.

    `top_unit` and `bottom_unit` are those of a ratio's two sides, null for any other figure.
    """

    indicator: str
    snapshot: str
    unit: str
    top_unit: str | None
    bottom_unit: str | None
    entries: list[CountedEntry]
    next_after: int | None


class EntryQuery(Schema):
    """Which entries are asked for; the same conditions as on the page of entries."""

    q: str | None = Field(None, max_length=60, description="Text in subject, labels or names of parties.")
    pairing: int | None = Field(None, ge=1, le=2**53)
    field: str | None = Field(None, max_length=60)
    kind: str | None = Field(None, max_length=60)
    stage: str | None = Field(None, max_length=20)
    state: Literal["waiting", "theirs", "pending", "differs", "agreed", "reversed"] | None = None
    place: str | None = Field(None, max_length=60)
    party: int | None = Field(None, ge=1, le=2**53)
    batch: int | None = Field(None, ge=1, le=2**53)
    label: str | None = Field(None, max_length=60)
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    documents: Literal["none"] | None = Field(None, description="`none`: entries without documents.")
    mine: Literal["1"] | None = Field(None, description="`1`: entered by the user of the key.")
    sort: Literal["serial", "-serial", "date", "-date", "amount", "-amount"] = "-serial"
    page: int = Field(1, ge=1, le=5000)


class EntryShown(Schema):
    """One entry, and what each side stands by; `state` is pending, differs, agreed, reversed, reversal or stated."""

    serial: int
    number: str
    kind: str
    stage: str
    nature: str
    indicator: str
    pairing: int | None
    programme: str
    round: str
    giver: str = Field(description="The official name of the giving place, in Chinese whatever language is asked for.")
    giver_code: str
    receiver: str = Field(description="The official name of the receiving place, in Chinese as above.")
    receiver_code: str
    from_party: int | None
    to_party: int | None
    on_date: date
    date_precision: str
    amount: str
    unit: str
    qualifier: str
    subject: str
    labels: list[str]
    details: dict[str, Any]
    state: str
    spoken_side: str
    giver_amount: str | None
    receiver_amount: str | None
    awaits: str
    answer_by: date | None
    reverses: int | None
    reversed_by: int | None
    documents: int
    known_on: date
    is_example: bool
    digest: str


class WordShown(Schema):
    """One word on an entry."""

    serial: int
    side: str
    word: str
    amount: str | None
    reason: str
    known_on: date
    signed_at: datetime | None
    answer_by: date | None


class DocumentShown(Schema):
    """One document of an entry; `sha256` is blank where only its name is known.

    `published_in` is the place or address where a public one was published, as far as it was told.
    """

    title: str
    outlet: str
    published_on: date | None
    sha256: str
    is_public: bool
    published_in: str
    page: int | None
    cell: str


class EntryWhole(EntryShown):
    """One entry with its words and documents."""

    words: list[WordShown]
    document_list: list[DocumentShown]


class EntryList(Schema):
    """A page of entries; `count` stops at a bound where `count_is_bounded` says so."""

    count: int
    count_is_bounded: bool
    page: int
    next_page: int | None
    entries: list[EntryShown]


class NewRow(Schema):
    """One row to record: texts by column code, as in the workbook of the kind (`row_columns` of the catalogue).

    `key` is the caller's own key of the fact, used where the kind's natural key is blank: a repeat adds nothing.
    """

    model_config = ConfigDict(extra="forbid")

    values: dict[str, str] = Field(examples=[{"date": "2026-07-15", "amount": "96000.00"}])
    key: str = Field("", max_length=80)
    accept: list[str] = Field([], max_length=50, description="Codes of doubts (`ask`) that are looked at and stand.")
    same_as: int | None = Field(None, ge=0, le=2**53, description="The other side's entry that this repeats; 0: none.")


class NewEntries(Schema):
    """Rows of one kind, recorded all together or not at all."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=60)
    rows: list[NewRow] = Field(min_length=1, max_length=ROWS_AT_ONCE)
    dry_run: bool = Field(False, description="Check and tell, record nothing.")


class Repeated(Schema):
    """A row that says what the ledger already holds."""

    row: int
    serial: int


class RecordedShown(Schema):
    """What was added; `serials` gives for each row the entry that now stands for it."""

    added: int
    entries: int
    signatures_agreeing: int
    signatures_differing: int
    serials: list[int]
    repeats: list[Repeated]
    notes: list[Told]
    dry_run: bool


class NewWord(Schema):
    """A word of one's own side on an entry; `amount` in whole units with `differs`, `reason` with all but `agrees`."""

    model_config = ConfigDict(extra="forbid")

    word: Literal["agrees", "differs", "holds", "withdraws"]
    amount: str | None = Field(None, max_length=30, pattern=r"^-?\d{1,15}(\.\d{1,4})?$")
    reason: str = Field("", max_length=500)
    as_seen: int | None = Field(None, ge=0, le=2**53, description="Refuse if somebody acted after this serial.")


class WordDone(Schema):
    """A word that was written."""

    serial: int
    code: str
    message: TwoLanguages
    added: list[int]


class PlaceFound(Schema):
    """A place that a name may mean."""

    id: str
    code: str
    name: str
    full_name: str
    level: str


class PlacesFound(Schema):
    """What a written name means on a day: `state` is one, several, gone, not_yet, sum_row or unknown."""

    state: str
    places: list[PlaceFound]
    message: TwoLanguages


class PairingShown(Schema):
    """A pairing that the asker's office may see; `to_date` is the first day no longer in force."""

    id: int
    level: str
    programme: str
    round: str
    giver: str
    receiver: str
    giver_place: str | None
    receiver_place: str | None
    from_date: date | None
    to_date: date | None
    status: str
    source: str
    confidence: str


class PairingList(Schema):
    """A page of pairings."""

    count: int
    page: int
    next_page: int | None
    pairings: list[PairingShown]


def both(words: Words) -> TwoLanguages:
    """Two languages as the API writes them."""
    return TwoLanguages(zh=words.zh, en=words.en)


def tell(problem: Problem) -> Told:
    """A Problem as the API writes it."""
    return Told(
        code=problem.code,
        weight=problem.weight,
        row=problem.row,
        field=problem.field,
        value=problem.value[:TEXT_MOST],
        what=both(problem.what),
        right=both(problem.right) if problem.right else None,
    )
