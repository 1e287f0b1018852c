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
    mark_difference,
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
        for one, room in ((frame, (640.0, 56.0, 124.0)), (_narrow(frame), (NARROW, 44.0, 96.0)))
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
    across = _spaced(len(labels), left, right - 44)
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
    left, right, top, bottom = 72.0, 900.0, 24.0, 160.0
    steps = sorted(known, key=lambda step: step.day)
    highest = max([value for step in steps for value in (step.agreed, step.reported) if value is not None], default=0)
    ticks = choose_ticks(highest, 3)
    scale = (bottom - top) / max(ticks[-1], highest, 1)
    first = steps[0].day if steps else until
    days = max((until - first).days, 1)
    across = [left + 24 + (right - left - 24) * min(max((step.day - first).days, 0), days) / days for step in steps]
    picture = start_picture(frame.key, frame.title, width=1120, height=200)
    _add_axis(picture, [(bottom - tick * scale, _tick_text(show(tick))) for tick in ticks], left=left, right=right)
    _add_days(picture, steps, across, last=(right, until_label), height=bottom + 26)
    for values, look in (([step.reported for step in steps], "reported"), ([step.agreed for step in steps], "agreed")):
        for run in _runs(_heights(values, across, bottom=bottom, scale=scale)):
            _add_stairs(picture, run, right=right, look=look)
    ends = _ends(frame, [step.agreed for step in steps], [step.reported for step in steps], show=show)
    heights = spread([bottom - value * scale for _, value, _ in ends], 18, low=top, high=bottom)
    _add_end_labels(picture, ends, heights, across=right + 10)
    head = (frame.first_column, frame.reported, frame.agreed)
    rows = tuple((step.day.isoformat(), _cell(step.reported, show), _cell(step.agreed, show)) for step in steps)
    return Chart(frame.key, frame.title, write(picture), Table(head, rows, unit=frame.unit))


def draw_bars(frame: Frame, bars: Sequence[Bar], *, show: Show) -> Chart:
    """Draw one bar a row from zero: agreed solid, what is only reported hatched behind it; no value, no bar."""
    head = (frame.first_column, frame.agreed, frame.reported)
    rows = tuple((bar.label, _cell(bar.agreed, show), _cell(bar.reported, show)) for bar in bars)
    table = Table(head, rows, unit=frame.unit)
    wide, narrow = _bars_beside(frame, bars, show=show), _bars_below(_narrow(frame), bars, show=show)
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


def _narrow(frame: Frame) -> Frame:
    """Return the frame of the picture for narrow screens, whose ids must be its own."""
    return replace(frame, key=f"{frame.key}-narrow")


def draw_ties(frame: Frame, ties: Sequence[Tie], *, sides: tuple[str, str], show: Show, differs: str) -> Chart:
    """Draw who helps whom: receivers left, givers right, a line as wide as the money, diamonds where entries differ.

    `sides` heads the two columns (giver, receiver); `differs` heads the last column of the table. Order follows the
    ties given for receivers; givers are placed at the middle of those they help, so that few lines cross.
    """
    receivers = list(dict.fromkeys(tie.receiver for tie in ties))
    givers = _order_givers(ties, receivers)
    rows = max(len(receivers), len(givers), 1)
    top, height = 62.0, max(29.0 * (rows - 1), 29.0)
    texts = {side: _sum_texts(ties, side, show=show) for side in ("receiver", "giver")}
    left = max(_end_width(texts["receiver"]), text_width(sides[1]) + 8, 236)
    right = left + 270
    low = dict(zip(receivers, _spaced(len(receivers), top, top + height), strict=True))
    high = dict(zip(givers, _spaced(len(givers), top, top + height), strict=True))
    at = {("receiver", name): up for name, up in low.items()} | {("giver", name): up for name, up in high.items()}
    width = max(right + max(_end_width(texts["giver"]), text_width(sides[0]) + 8), 760)
    picture = start_picture(frame.key, frame.title, width=width, height=top + height + 28)
    span = {"gradientUnits": "userSpaceOnUse", "x1": left, "x2": right, "y1": 0, "y2": 0}
    shades = add(picture, "linearGradient", id=f"{frame.key}-tally", **span)
    add(shades, "stop", offset="0", stop_color="var(--pine)")
    add(shades, "stop", offset="1", stop_color="var(--sea)")
    add(picture, "text", text=sides[1], x=left, y=30, text_anchor="end", class_="strong")
    add(picture, "text", text=sides[0], x=right, y=30, class_="strong")
    _add_ties(picture, frame.key, ties, at=at, ends=(left, right))
    ours = {("receiver", tie.receiver) for tie in ties if tie.is_ours} | {
        ("giver", tie.giver) for tie in ties if tie.is_ours
    }
    _add_ends(picture, "receiver", heights=low, across=left, texts=texts["receiver"], ours=ours)
    _add_ends(picture, "giver", heights=high, across=right, texts=texts["giver"], ours=ours)
    return Chart(
        frame.key, frame.title, write(picture), _tie_table(frame, ties, sides=sides, show=show, differs=differs)
    )


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
        rows.append((label, _cell(signed, show), _cell(said, show), _cell(apart, show)))
    return Table(head, tuple(rows), unit=frame.unit)


def _tie_table(frame: Frame, ties: Sequence[Tie], *, sides: tuple[str, str], show: Show, differs: str) -> Table:
    head = (*sides, frame.agreed, frame.reported, differs)
    rows = tuple(
        (tie.giver, tie.receiver, _cell(tie.agreed, show), _cell(tie.reported, show), str(tie.differs or NOTHING))
        for tie in ties
    )
    return Table(head, rows, text_columns=2, unit=frame.unit)


def _cell(value: int | None, show: Show) -> str:
    return NOTHING if value is None else show(value)


def _tick_text(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spaced(count: int, low: float, high: float) -> list[float]:
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
        return _cell(bar.agreed, show)
    return f"{_cell(bar.agreed, show)} / {_cell(bar.reported, show)}"


def _order_givers(ties: Sequence[Tie], receivers: Sequence[str]) -> list[str]:
    place = {name: number for number, name in enumerate(receivers)}
    reach: dict[str, list[int]] = {}
    for tie in ties:
        reach.setdefault(tie.giver, []).append(place[tie.receiver])
    return sorted(reach, key=lambda name: sum(reach[name]) / len(reach[name]))


def _tie_value(tie: Tie) -> int:
    return max(tie.agreed or 0, 0)


def _add_ties(
    picture: Tree.Element,
    key: str,
    ties: Sequence[Tie],
    *,
    at: dict[tuple[str, str], float],
    ends: tuple[float, float],
) -> None:
    widest = max((_tie_value(tie) for tie in ties), default=0)
    left, right = ends
    bend = (right - left) * 0.36
    marks: list[tuple[float, float, int]] = []
    for tie in sorted(ties, key=lambda tie: tie.is_ours):
        start, end = at["receiver", tie.receiver], at["giver", tie.giver]
        curve = f"M{short(left)} {short(start)}C{short(left + bend)} {short(start)} "
        curve += f"{short(right - bend)} {short(end)} {short(right)} {short(end)}"
        width = 1.2 + 10 * _tie_value(tie) / widest if widest else 1.2
        look = {"opacity": "1" if tie.is_ours else "0.4"}
        if not _tie_value(tie):
            look["stroke_dasharray"] = "3 3"
        # A level line has no height, and a gradient in user space still colours it.
        add(picture, "path", d=curve, fill="none", stroke=f"url(#{key}-tally)", stroke_width=width, **look)
        if tie.differs:
            spot = _free_spot(start, end, left=left, right=right, bend=bend, taken=marks)
            marks.append((*spot, tie.differs))
    for across, up, count in marks:
        mark_difference(picture, across, up, count=count)


def _free_spot(
    start: float, end: float, *, left: float, right: float, bend: float, taken: Sequence[tuple[float, float, int]]
) -> tuple[float, float]:
    """Return the place on the curve, among seven, that is farthest from the marks already set."""
    spots = []
    for part in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        rest = 1 - part
        first, second, third, fourth = rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3
        across = first * left + second * (left + bend) + third * (right - bend) + fourth * right
        up = (first + second) * start + (third + fourth) * end
        spots.append((across, up))
    return max(spots, key=lambda spot: min((_apart(spot, mark) for mark in taken), default=0.0))


def _apart(spot: tuple[float, float], mark: tuple[float, float, int]) -> float:
    return min(((spot[0] - mark[0]) ** 2 + (spot[1] - mark[1]) ** 2) ** 0.5, 40.0)


def _sum_texts(ties: Sequence[Tie], side: str, *, show: Show) -> dict[str, str]:
    """Return what passed for each place of a side, as text; nothing where nothing is known."""
    known: dict[str, list[int]] = {}
    for tie in ties:
        amounts = known.setdefault(getattr(tie, side), [])
        if tie.agreed is not None:
            amounts.append(tie.agreed)
    return {name: show(sum(amounts)) if amounts else NOTHING for name, amounts in known.items()}


def _end_width(texts: dict[str, str]) -> float:
    """Return the room one side needs: its longest name and its longest amount."""
    widest = max((text_width(name) for name in texts), default=0)
    return widest + max((text_width(text) for text in texts.values()), default=0) + 32


def _add_ends(
    picture: Tree.Element,
    side: str,
    *,
    heights: dict[str, float],
    across: float,
    texts: dict[str, str],
    ours: set[tuple[str, str]],
) -> None:
    """Write the places of one side beside their dots, and what passed in a column of its own further out."""
    out = 1 if side == "giver" else -1
    column = across + out * (24 + max((text_width(name) for name in heights), default=0))
    if side == "giver":
        column += max((text_width(text) for text in texts.values()), default=0)
    for name, up in heights.items():
        look = {"class_": "strong"} if (side, name) in ours else {}
        start = {} if side == "giver" else {"text_anchor": "end"}
        add(picture, "circle", cx=across, cy=up, r=3.4, class_="fsea" if side == "giver" else "fpine")
        add(picture, "text", text=name, x=across + out * 12, y=up + 4.5, **start, **look)
        add(picture, "text", text=texts[name], x=column, y=up + 4.5, text_anchor="end", **look)
