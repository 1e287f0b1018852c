"""The diagram of who helps whom: places in two columns, lines between them, and the table with the same numbers.

Wide, a place and its sum stand on one line; on a phone long names are folded and the sum stands below, so that the
picture fits its frame. It must not know indicators, languages or where the values come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

from django.utils.safestring import SafeString

from shanhai.web.charts import NOTHING, Chart, Frame, Show, Table, Tie, cell_text, narrow_frame, spaced
from shanhai.web.svg import NARROW, add, fold_label, mark_difference, short, start_picture, text_width, write

NAME_ROOM, LINE_HEIGHT = 122.0, 17.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """What both layouts draw: the places of each side in their order, and what passed for each as text."""

    ties: Sequence[Tie]
    sides: tuple[str, str]
    receivers: list[str]
    givers: list[str]
    texts: dict[str, dict[str, str]]

    @property
    def rows(self) -> int:
        """How many places the longer column has."""
        return max(len(self.receivers), len(self.givers), 1)

    @property
    def ours(self) -> set[tuple[str, str]]:
        """The side and name of each place that is the reader's."""
        own = [tie for tie in self.ties if tie.is_ours]
        return {("receiver", tie.receiver) for tie in own} | {("giver", tie.giver) for tie in own}


def draw_ties(frame: Frame, ties: Sequence[Tie], *, sides: tuple[str, str], show: Show, differs: str) -> Chart:
    """Draw who helps whom: receivers left, givers right, a line as wide as the money, diamonds where entries differ.

    `sides` heads the two columns (giver, receiver); `differs` heads the last column of the table. Order follows the
    ties given for receivers; givers are placed at the middle of those they help, so that few lines cross.
    """
    receivers = list(dict.fromkeys(tie.receiver for tie in ties))
    texts = {side: _sum_texts(ties, side, show=show) for side in ("receiver", "giver")}
    columns = _Columns(ties, sides, receivers, _order_givers(ties, receivers), texts)
    table = _tie_table(frame, ties, sides=sides, show=show, differs=differs)
    wide, narrow = _names_beside(frame, columns), _names_folded(narrow_frame(frame), columns)
    return Chart(frame.key, frame.title, wide, table, narrow)


def _names_beside(frame: Frame, columns: _Columns) -> SafeString:
    """Draw each place and its sum on one line."""
    texts, sides = columns.texts, columns.sides
    left = max(_end_width(texts["receiver"]), text_width(sides[1]) + 8, 236)
    right = left + 270
    width = max(right + max(_end_width(texts["giver"]), text_width(sides[0]) + 8), 760)
    top, height = 62.0, max(29.0 * (columns.rows - 1), 29.0)
    picture = start_picture(frame.key, frame.title, width=width, height=top + height + 28)
    low, high = _add_lines_between(picture, frame.key, columns, ends=(left, right), span=(top, top + height))
    _add_ends(picture, "receiver", heights=low, across=left, texts=texts["receiver"], ours=columns.ours)
    _add_ends(picture, "giver", heights=high, across=right, texts=texts["giver"], ours=columns.ours)
    return write(picture)


def _names_folded(frame: Frame, columns: _Columns) -> SafeString:
    """Draw each place in lines no wider than its column, its sum below, for a picture as wide as a phone."""
    folded = {
        (side, name): [*fold_label(name, NAME_ROOM), text]
        for side, texts in columns.texts.items()
        for name, text in texts.items()
    }
    apart = LINE_HEIGHT * max((len(lines) for lines in folded.values()), default=1) + 12
    left, right = NAME_ROOM + 12, NARROW - NAME_ROOM - 12
    top, height = 46.0 + apart / 2, max(apart * (columns.rows - 1), apart)
    picture = start_picture(frame.key, frame.title, width=NARROW, height=top + height + apart / 2)
    low, high = _add_lines_between(picture, frame.key, columns, ends=(left, right), span=(top, top + height))
    for side, heights, across in (("receiver", low, left), ("giver", high, right)):
        out = 1 if side == "giver" else -1
        for name, up in heights.items():
            look = {"class_": "strong"} if (side, name) in columns.ours else {}
            start = {} if side == "giver" else {"text_anchor": "end"}
            add(picture, "circle", cx=across, cy=up, r=3.4, class_="fsea" if side == "giver" else "fpine")
            lines = folded[side, name]
            for row, line in enumerate(lines):
                y = up + 4.5 + LINE_HEIGHT * (row - (len(lines) - 1) / 2)
                add(picture, "text", text=line, x=across + out * 10, y=y, **start, **look)
    return write(picture)


def _add_lines_between(
    picture: Tree.Element, key: str, columns: _Columns, *, ends: tuple[float, float], span: tuple[float, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Head both columns and draw the lines between them; return how high each receiver and each giver stands."""
    low = dict(zip(columns.receivers, spaced(len(columns.receivers), *span), strict=True))
    high = dict(zip(columns.givers, spaced(len(columns.givers), *span), strict=True))
    left, right = ends
    shades = add(
        picture, "linearGradient", id=f"{key}-tally", gradientUnits="userSpaceOnUse", x1=left, x2=right, y1=0, y2=0
    )
    add(shades, "stop", offset="0", stop_color="var(--pine)")
    add(shades, "stop", offset="1", stop_color="var(--sea)")
    add(picture, "text", text=columns.sides[1], x=left, y=30, text_anchor="end", class_="strong")
    add(picture, "text", text=columns.sides[0], x=right, y=30, class_="strong")
    at = {("receiver", name): up for name, up in low.items()} | {("giver", name): up for name, up in high.items()}
    _add_ties(picture, key, columns.ties, at=at, ends=ends)
    return low, high


def _tie_table(frame: Frame, ties: Sequence[Tie], *, sides: tuple[str, str], show: Show, differs: str) -> Table:
    head = (*sides, frame.agreed, frame.reported, differs)
    rows = tuple(
        (
            tie.giver,
            tie.receiver,
            cell_text(tie.agreed, show),
            cell_text(tie.reported, show),
            str(tie.differs or NOTHING),
        )
        for tie in ties
    )
    return Table(head, rows, text_columns=2, unit=frame.unit)


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
