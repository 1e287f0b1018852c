"""Charts drawn on the server: from values to a picture and the table with the same numbers.

Agreed is ink and solid, reported is sea and dashed or hatched, a difference is a warm diamond with a count; series
are named at their ends and never in a legend. Values are whole numbers in a unit's smallest part; `show` writes one.
It must not know indicators, languages or where the values come from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree import ElementTree as Tree

from django.utils.safestring import SafeString

from shanhai.web.svg import (
    NARROW,
    add,
    choose_ticks,
    fold_label,
    short,
    spread,
    start_picture,
    text_width,
    write,
)

Show = Callable[[int], str]
Points = list[tuple[float, float]]
NOTHING = "—"
NO_PICTURE = SafeString("")


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as rows; the first `text_columns` columns are words, the others numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text_columns: int = 1
    unit: str = ""
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture beside its table; `title` is the finding it states, `key` names it within the page.

    `narrow` is the same picture laid out for a phone, blank where there is none and the wide one scrolls sideways.
    """

    key: str
    title: str
    svg: SafeString
    table: Table
    narrow: SafeString = NO_PICTURE

    @property
    def pictures(self) -> SafeString:
        """The markup of all layouts; the style sheet shows the one that fits."""
        return self.svg + self.narrow


@dataclass(frozen=True, slots=True)
class Frame:
    """What a chart says besides its values: its key, the finding as one sentence, and the words on it."""

    key: str
    title: str
    agreed: str
    reported: str
    first_column: str
    gap: str = ""
    target: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """One pairing in the diagram: who helps whom, with how much, and how many entries differ."""

    giver: str
    receiver: str
    agreed: int | None
    reported: int | None
    differs: int = 0
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart."""

    label: str
    agreed: int | None
    reported: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a figure was known to be from a day on."""

    day: date
    agreed: int | None
    reported: int | None


def draw_growth(
    frame: Frame,
    labels: Sequence[str],
    *,
    agreed: Sequence[int | None],
    reported: Sequence[int | None],
    show: Show,
    target: int | None = None,
) -> Chart:
    """Draw two rising lines over periods, the strip between them hatched, the target dotted.

    A period without a value is a gap in the line, never a zero. Both series have one value per label.
    """
    wide, narrow = (
        _growth_picture(one, labels, agreed=agreed, reported=reported, show=show, target=target, room=room)
        for one, room in ((frame, (640.0, 56.0, 124.0)), (narrow_frame(frame), (NARROW, 44.0, 96.0)))
    )
    return Chart(frame.key, frame.title, wide, _growth_table(frame, labels, agreed, reported, show=show), narrow)


def _growth_picture(
    frame: Frame,
    labels: Sequence[str],
    *,
    agreed: Sequence[int | None],
    reported: Sequence[int | None],
    show: Show,
    target: int | None,
    room: tuple[float, float, float],
) -> SafeString:
    """Draw the lines in a picture of so much width, with so much room on the left for ticks, on the right for ends."""
    width, left, ends_room = room
    right, top, bottom = width - ends_room, 26.0, 236.0
    highest = max([value for value in (*agreed, *reported, target) if value is not None], default=0)
    ticks = choose_ticks(highest)
    scale = (bottom - top) / max(ticks[-1], highest, 1)
    across = spaced(len(labels), left, right - 44)
    picture = start_picture(frame.key, frame.title, width=width, height=272)
    _add_hatch(picture, frame.key)
    _add_axis(picture, [(bottom - tick * scale, _tick_text(show(tick))) for tick in ticks], left=left, right=right)
    _add_periods(picture, labels, across, height=bottom + 26)
    solid = _heights(agreed, across, bottom=bottom, scale=scale)
    dashed = _heights(reported, across, bottom=bottom, scale=scale)
    _add_strip(picture, frame.key, solid, dashed)
    _add_lines(picture, dashed, solid)
    ends = _ends(frame, agreed, reported, show=show)
    heights = [bottom - value * scale for _, value, _ in ends]
    if target is not None:
        height = bottom - target * scale
        dots = {"stroke": "var(--ink)", "stroke_width": 1.5, "stroke_dasharray": "2 4"}
        add(picture, "path", d=f"M{short(left)} {short(height)}H{short(right)}", **dots)
        ends.append((f"{frame.target} {show(target)}", target, "strong"))
        heights.append(height)
    _add_end_labels(picture, ends, spread(heights, 18, low=top, high=bottom), across=right + 8)
    return write(picture)


def draw_known(frame: Frame, known: Sequence[Known], *, until: date, show: Show, until_label: str) -> Chart:
    """Draw what a figure was known to be, as steps: a value holds from its day until the next one."""
    steps = sorted(known, key=lambda step: step.day)
    ends = _ends(frame, [step.agreed for step in steps], [step.reported for step in steps], show=show)
    room = max((text_width(label) for label, _, _ in ends), default=0) + 14
    wide, narrow = (
        _known_picture(one, steps, ends, until=(until, until_label), show=show, across=across)
        for one, across in (
            (frame, (72.0, 900.0, 1120.0)),
            (narrow_frame(frame), (44.0, NARROW - min(room, NARROW - 140), NARROW)),
        )
    )
    head = (frame.first_column, frame.reported, frame.agreed)
    rows = tuple((step.day.isoformat(), cell_text(step.reported, show), cell_text(step.agreed, show)) for step in steps)
    return Chart(frame.key, frame.title, wide, Table(head, rows, unit=frame.unit), narrow)


def _known_picture(
    frame: Frame,
    steps: Sequence[Known],
    ends: Sequence[tuple[str, int, str]],
    *,
    until: tuple[date, str],
    show: Show,
    across: tuple[float, float, float],
) -> SafeString:
    """Draw the steps between two places of a picture of so much width; `until` is the last day and its label."""
    (left, right, width), (top, bottom) = across, (24.0, 160.0)
    last_day, last_label = until
    highest = max([value for step in steps for value in (step.agreed, step.reported) if value is not None], default=0)
    ticks = choose_ticks(highest, 3)
    scale = (bottom - top) / max(ticks[-1], highest, 1)
    first = steps[0].day if steps else last_day
    days = max((last_day - first).days, 1)
    places = [left + 24 + (right - left - 24) * min(max((step.day - first).days, 0), days) / days for step in steps]
    picture = start_picture(frame.key, frame.title, width=width, height=200)
    _add_axis(picture, [(bottom - tick * scale, _tick_text(show(tick))) for tick in ticks], left=left, right=right)
    _add_days(picture, steps, places, last=(right, last_label), height=bottom + 26)
    for values, look in (([step.reported for step in steps], "reported"), ([step.agreed for step in steps], "agreed")):
        for run in _runs(_heights(values, places, bottom=bottom, scale=scale)):
            _add_stairs(picture, run, right=right, look=look)
    heights = spread([bottom - value * scale for _, value, _ in ends], 18, low=top, high=bottom)
    _add_end_labels(picture, ends, heights, across=right + 10)
    return write(picture)


def draw_bars(frame: Frame, bars: Sequence[Bar], *, show: Show) -> Chart:
    """Draw one bar a row from zero: agreed solid, what is only reported hatched behind it; no value, no bar."""
    head = (frame.first_column, frame.agreed, frame.reported)
    rows = tuple((bar.label, cell_text(bar.agreed, show), cell_text(bar.reported, show)) for bar in bars)
    table = Table(head, rows, unit=frame.unit)
    wide, narrow = _bars_beside(frame, bars, show=show), _bars_below(narrow_frame(frame), bars, show=show)
    return Chart(frame.key, frame.title, wide, table, narrow)


def _bars_beside(frame: Frame, bars: Sequence[Bar], *, show: Show) -> SafeString:
    """Draw each bar beside its label."""
    left, right = 190.0, 560.0
    scale = (right - left) / _highest(bars)
    lines = [fold_label(bar.label, left - 24) or [""] for bar in bars]
    heights = [max(34.0, 18.0 * len(label) + 12) for label in lines]
    picture = start_picture(frame.key, frame.title, width=720, height=sum(heights) + 12)
    _add_hatch(picture, frame.key)
    at = 6.0
    for bar, label, height in zip(bars, lines, heights, strict=True):
        middle = at + height / 2
        for row, line in enumerate(label):
            place = middle + 4.5 + 18 * (row - (len(label) - 1) / 2)
            add(picture, "text", text=line, x=left - 12, y=place, text_anchor="end")
        _add_bar(picture, frame.key, bar, left=left, middle=middle, scale=scale)
        reach = max(bar.agreed or 0, bar.reported or 0, 0) * scale
        add(picture, "text", text=_bar_text(bar, show), x=left + reach + 10, y=middle + 4.5)
        at += height
    add(picture, "path", class_="axis", d=f"M{short(left)} 4V{short(at + 2)}")
    return write(picture)


def _bars_below(frame: Frame, bars: Sequence[Bar], *, show: Show) -> SafeString:
    """Draw each bar below its label, its number after it, for a picture as wide as a phone."""
    numbers = max((text_width(_bar_text(bar, show)) for bar in bars), default=0)
    left = 2.0
    scale = max(NARROW - left - numbers - 14, 40) / _highest(bars)
    lines = [fold_label(bar.label, NARROW - 8) or [""] for bar in bars]
    picture = start_picture(frame.key, frame.title, width=NARROW, height=sum(18 * len(one) + 34 for one in lines) + 8)
    _add_hatch(picture, frame.key)
    at = 4.0
    for bar, label in zip(bars, lines, strict=True):
        for line in label:
            at += 18
            add(picture, "text", text=line, x=left, y=at - 4)
        _add_bar(picture, frame.key, bar, left=left, middle=at + 10, scale=scale)
        reach = max(bar.agreed or 0, bar.reported or 0, 0) * scale
        across = min(left + reach + 8, NARROW - numbers - 4)
        add(picture, "text", text=_bar_text(bar, show), x=max(across, left), y=at + 14.5)
        at += 34
    return write(picture)


def _highest(bars: Sequence[Bar]) -> int:
    values = [value for bar in bars for value in (bar.agreed, bar.reported) if value is not None]
    return max([*values, 1])


def narrow_frame(frame: Frame) -> Frame:
    """Return the frame of the picture for narrow screens, whose ids must be its own."""
    return replace(frame, key=f"{frame.key}-narrow")


def share_of(part: int | None, whole: int | None) -> str:
    """Return a part as a width in percent between 0 and 100, for a gauge.

    >>> share_of(1, 3)
    '33.3%'
    """
    if not part or not whole or whole < 0:
        return "0%"
    return f"{min(max(part / whole, 0), 1) * 100:.1f}%"


def _growth_table(
    frame: Frame, labels: Sequence[str], agreed: Sequence[int | None], reported: Sequence[int | None], *, show: Show
) -> Table:
    head = (frame.first_column, frame.agreed, frame.reported, frame.gap)
    rows = []
    for label, signed, said in zip(labels, agreed, reported, strict=True):
        apart = None if signed is None and said is None else (said or 0) - (signed or 0)
        rows.append((label, cell_text(signed, show), cell_text(said, show), cell_text(apart, show)))
    return Table(head, tuple(rows), unit=frame.unit)


def cell_text(value: int | None, show: Show) -> str:
    """Write a value as a cell of a chart's table does; a dash for none."""
    return NOTHING if value is None else show(value)


def _tick_text(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def spaced(count: int, low: float, high: float) -> list[float]:
    """Return `count` places set evenly from low to high; a single one stands in the middle."""
    if count <= 1:
        return [(low + high) / 2] * count
    return [low + (high - low) * place / (count - 1) for place in range(count)]


def _heights(
    values: Sequence[int | None], across: Sequence[float], *, bottom: float, scale: float
) -> list[tuple[float, float] | None]:
    return [
        None if value is None else (place, bottom - value * scale) for value, place in zip(values, across, strict=True)
    ]


def _runs(points: Sequence[tuple[float, float] | None]) -> list[Points]:
    """Split points at the gaps."""
    runs: list[Points] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _joined(points: Points) -> str:
    return " ".join(f"{short(across)},{short(up)}" for across, up in points)


def _add_hatch(picture: Tree.Element, key: str) -> None:
    pattern = add(
        picture,
        "pattern",
        id=f"{key}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(25)",
    )
    add(pattern, "path", class_="hatch", d="M0 0V6", opacity="0.55")


def _add_axis(picture: Tree.Element, ticks: Sequence[tuple[float, str]], *, left: float, right: float) -> None:
    for height, label in ticks:
        add(picture, "path", class_="axis", d=f"M{short(left)} {short(height)}H{short(right)}")
        add(picture, "text", text=label, x=left - 8, y=height + 4.5, text_anchor="end")


def _add_periods(picture: Tree.Element, labels: Sequence[str], across: Sequence[float], *, height: float) -> None:
    """Write the periods below the axis: all that fit, the last one always."""
    free = float("inf")
    for label, place in reversed(list(zip(labels, across, strict=True))):
        half = text_width(label) / 2
        if place + half + 6 <= free:
            add(picture, "text", text=label, x=place, y=height, text_anchor="middle")
            free = place - half


def _add_days(
    picture: Tree.Element, steps: Sequence[Known], across: Sequence[float], *, last: tuple[float, str], height: float
) -> None:
    add(picture, "text", text=last[1], x=last[0], y=height, text_anchor="end")
    free, taken = last[0] - text_width(last[1]) - 10, -1.0
    for step, place in zip(steps, across, strict=True):
        label = step.day.isoformat()
        half = text_width(label) / 2
        if place - half > taken and place + half < free:
            add(picture, "text", text=label, x=place, y=height, text_anchor="middle")
            taken = place + half + 8


def _add_strip(
    picture: Tree.Element,
    key: str,
    solid: Sequence[tuple[float, float] | None],
    dashed: Sequence[tuple[float, float] | None],
) -> None:
    """Hatch between the two lines wherever both have values side by side."""
    both = [None if low is None or high is None else (low, high) for low, high in zip(solid, dashed, strict=True)]
    strips: list[list[tuple[tuple[float, float], tuple[float, float]]]] = [[]]
    for pair in both:
        if pair is None:
            strips.append([])
        else:
            strips[-1].append(pair)
    for strip in strips:
        if len(strip) > 1:
            edge = [high for _, high in strip] + [low for low, _ in reversed(strip)]
            add(picture, "polygon", points=_joined(edge), fill=f"url(#{key}-hatch)")


def _add_lines(
    picture: Tree.Element,
    dashed: Sequence[tuple[float, float] | None],
    solid: Sequence[tuple[float, float] | None],
) -> None:
    for run in _runs(dashed):
        add(picture, "polyline", points=_joined(run), class_="sea", stroke_width=1.6, stroke_dasharray="5 3")
    for run in _runs(solid):
        add(picture, "polyline", points=_joined(run), fill="none", stroke="var(--ink)", stroke_width=2.6)
    if _runs(solid):
        across, up = _runs(solid)[-1][-1]
        add(picture, "circle", cx=across, cy=up, r=4.5, class_="fink")
    if _runs(dashed):
        across, up = _runs(dashed)[-1][-1]
        add(picture, "circle", cx=across, cy=up, r=3.5, fill="var(--sheet)", stroke="var(--sea)", stroke_width=1.6)


def _add_stairs(picture: Tree.Element, run: Points, *, right: float, look: str) -> None:
    path = f"M{short(run[0][0])} {short(run[0][1])}"
    path += "".join(f"H{short(across)}V{short(up)}" for across, up in run[1:]) + f"H{short(right)}"
    if look == "agreed":
        add(picture, "path", d=path, fill="none", stroke="var(--ink)", stroke_width=2.4)
        for across, up in run:
            add(picture, "circle", cx=across, cy=up, r=4, class_="fink")
    else:
        add(picture, "path", d=path, class_="sea", stroke_width=1.6, stroke_dasharray="5 3")
        for across, up in run:
            add(picture, "circle", cx=across, cy=up, r=3.5, fill="var(--sheet)", stroke="var(--sea)", stroke_width=1.6)


def _ends(
    frame: Frame, agreed: Sequence[int | None], reported: Sequence[int | None], *, show: Show
) -> list[tuple[str, int, str]]:
    """Return label, value and look of the last value of each line that has one."""
    ends = []
    for word, values, look in ((frame.reported, reported, "tsea"), (frame.agreed, agreed, "strong")):
        last = next((value for value in reversed(values) if value is not None), None)
        if last is not None:
            ends.append((f"{word} {show(last)}", last, look))
    return ends


def _add_end_labels(
    picture: Tree.Element, ends: Sequence[tuple[str, int, str]], heights: Sequence[float], *, across: float
) -> None:
    for (label, _, look), height in zip(ends, heights, strict=True):
        add(picture, "text", text=label, x=across, y=height + 4.5, class_=look)


def _add_bar(picture: Tree.Element, key: str, bar: Bar, *, left: float, middle: float, scale: float) -> None:
    if bar.reported is not None and bar.reported > 0:
        add(
            picture,
            "rect",
            x=left,
            y=middle - 8,
            width=bar.reported * scale,
            height=16,
            fill=f"url(#{key}-hatch)",
            stroke="var(--sea)",
        )
    if bar.agreed is not None and bar.agreed > 0:
        add(picture, "rect", x=left, y=middle - 8, width=bar.agreed * scale, height=16, class_="fink")


def _bar_text(bar: Bar, show: Show) -> str:
    if bar.agreed is None and bar.reported is None:
        return NOTHING
    if bar.agreed == bar.reported:
        return cell_text(bar.agreed, show)
    return f"{cell_text(bar.agreed, show)} / {cell_text(bar.reported, show)}"
