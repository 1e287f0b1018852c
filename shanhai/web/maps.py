"""The map of who helps whom: outlines of places, and curves between the places paired, beside their table.

Receiving places stand in one panel and giving places in another, each at its own scale, because the two lie a
thousand kilometres apart; where they overlap, as within one province, one panel holds both. It is a sketch to find
places by and no approved base map, which every page that shows it says. It must not know where outlines come from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as Tree

from django.utils.safestring import SafeString

from shanhai.web.charts import Chart, Frame, Table, Tie
from shanhai.web.svg import NARROW, add, mark_difference, short, spread, start_picture, text_width, write

Spot = tuple[float, float]
Ring = Sequence[Spot]
EDGE, HEAD = 18.0, 32.0
NARROWEST = 1.6  # degrees: a panel shows no less, so that a single county stands among its neighbours
FINEST = 1.4  # px: outline points nearer to each other than this are not drawn


@dataclass(frozen=True, slots=True)
class Area:
    """The outline of a place in degrees (longitude, latitude), on one side; surroundings are not paired themselves."""

    name: str
    rings: tuple[Ring, ...]
    side: str
    is_paired: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """How large a picture is, and whether its two panels stand one above the other instead of side by side."""

    width: float
    height: float
    is_stacked: bool


WIDE = Layout(760.0, 400.0, is_stacked=False)
ON_A_PHONE = Layout(NARROW, 620.0, is_stacked=True)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture and the scale of the map inside it."""

    left: float
    top: float
    width: float
    height: float
    west: float
    north: float
    scale: float
    squeeze: float

    def place(self, spot: Spot) -> Spot:
        """Return where a spot in degrees lies in the picture."""
        across = self.left + (spot[0] - self.west) * self.squeeze * self.scale
        return across, self.top + (self.north - spot[1]) * self.scale

    def shows(self, rings: Sequence[Ring]) -> bool:
        """Tell whether any part of an outline may lie inside the panel."""
        west, south, east, north = _box_of(rings)
        (left, bottom), (right, top) = self.place((west, south)), self.place((east, north))
        inside_across = right >= self.left and left <= self.left + self.width
        return inside_across and bottom >= self.top and top <= self.top + self.height


def draw_map(
    frame: Frame,
    areas: Sequence[Area],
    *,
    ties: Sequence[Tie],
    table: Table,
    sides: tuple[str, str],
    show: Callable[[int], str],
) -> Chart:
    """Draw the outlines and one curve a tie; ties whose places have no outline stay in the table alone.

    Paired areas are matched to the ties by side and name. What lies around them is cut off at the panel's edge.
    """
    wide, narrow = (
        _draw(one, areas, ties=ties, sides=sides, show=show, layout=layout)
        for one, layout in ((frame, WIDE), (replace(frame, key=f"{frame.key}-narrow"), ON_A_PHONE))
    )
    return Chart(frame.key, frame.title, wide, table, narrow)


def _draw(
    frame: Frame,
    areas: Sequence[Area],
    *,
    ties: Sequence[Tie],
    sides: tuple[str, str],
    show: Callable[[int], str],
    layout: Layout,
) -> SafeString:
    picture = start_picture(frame.key, frame.title, width=layout.width, height=layout.height)
    panels = _lay_panels(areas, layout)
    if not panels:
        return write(picture)
    ends = {"x1": 0, "x2": 0 if layout.is_stacked else layout.width, "y1": 0}
    ends["y2"] = layout.height if layout.is_stacked else 0
    shades = add(picture, "linearGradient", id=f"{frame.key}-tally", gradientUnits="userSpaceOnUse", **ends)
    add(shades, "stop", offset="0.2", stop_color="var(--pine)")
    add(shades, "stop", offset="0.8", stop_color="var(--sea)")
    add(picture, "text", text=sides[1], x=EDGE, y=HEAD - 12, class_="strong")
    apart = panels["giver"] != panels["receiver"]
    below = panels["giver"].top - 12 if layout.is_stacked and apart else HEAD - 12
    add(picture, "text", text=sides[0], x=layout.width - EDGE, y=below, text_anchor="end", class_="strong")
    centres: dict[tuple[str, str], Spot] = {}
    for number, panel in enumerate(dict.fromkeys(panels.values())):
        inside = [area for area in areas if panels[area.side] == panel]
        centres |= _add_panel(picture, f"{frame.key}-panel-{number}", panel, inside)
    _add_curves(picture, frame.key, ties, centres, layout=layout)
    for side in ("receiver", "giver"):
        _add_names(picture, side, ties, centres, panel=panels[side], width=layout.width, show=show)
    return write(picture)


def centre_of(rings: Iterable[Ring]) -> Spot:
    """Return the middle of the largest ring by its area, in degrees; the mean of its points where it has no area.

    >>> centre_of([[(0, 0), (2, 0), (2, 2), (0, 2)]])
    (1.0, 1.0)
    """
    ring = max(rings, key=lambda ring: abs(_doubled_area(ring)))
    doubled = _doubled_area(ring)
    if abs(doubled) < 1e-12:
        return sum(spot[0] for spot in ring) / len(ring), sum(spot[1] for spot in ring) / len(ring)
    across = up = 0.0
    for first, second in _edges(ring):
        cross = first[0] * second[1] - second[0] * first[1]
        across += (first[0] + second[0]) * cross
        up += (first[1] + second[1]) * cross
    west, south, east, north = _box_of([ring])
    # A ring that crosses itself can have its middle outside; such a place is still pointed at within its own bounds.
    return min(max(across / (3 * doubled), west), east), min(max(up / (3 * doubled), south), north)


def _edges(ring: Ring) -> Iterable[tuple[Spot, Spot]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _doubled_area(ring: Ring) -> float:
    return sum(first[0] * second[1] - second[0] * first[1] for first, second in _edges(ring))


def _lay_panels(areas: Sequence[Area], layout: Layout) -> dict[str, Panel]:
    """Return the panel of each side; both sides share one where the paired places of the two lie among each other."""
    paired = [area for area in areas if area.is_paired]
    giver = _box(area for area in paired if area.side == "giver")
    receiver = _box(area for area in paired if area.side == "receiver")
    if giver is None and receiver is None:
        return {}
    width, high = layout.width - 2 * EDGE, layout.height - HEAD - 8
    if giver is None or receiver is None or _overlap(giver, receiver):
        panel = _fit(_join([box for box in (giver, receiver) if box]), EDGE, HEAD, width=width, height=high)
        return {"giver": panel, "receiver": panel}
    if layout.is_stacked:
        half = (high - HEAD) / 2
        return {
            "receiver": _fit(receiver, EDGE, HEAD, width=width, height=half),
            "giver": _fit(giver, EDGE, layout.height - 8 - half, width=width, height=half),
        }
    half = width * 0.44
    return {
        "receiver": _fit(receiver, EDGE, HEAD, width=half, height=high),
        "giver": _fit(giver, layout.width - EDGE - half, HEAD, width=half, height=high),
    }


Box = tuple[float, float, float, float]


def _box(areas: Iterable[Area]) -> Box | None:
    rings = [ring for area in areas for ring in area.rings if ring]
    return _box_of(rings) if rings else None


def _box_of(rings: Sequence[Ring]) -> Box:
    spots = [spot for ring in rings for spot in ring]
    return (
        min(spot[0] for spot in spots),
        min(spot[1] for spot in spots),
        max(spot[0] for spot in spots),
        max(spot[1] for spot in spots),
    )


def _join(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _overlap(first: Box, second: Box) -> bool:
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


def _fit(box: Box, left: float, top: float, *, width: float, height: float) -> Panel:
    """Return the panel that shows the box, with a margin, as large as it fits, true to shape at its middle latitude."""
    west, south, east, north = box
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, NARROWEST), max(north - south, NARROWEST)
    scale = min(width / wide, height / high) * 0.85
    return Panel(
        left=left,
        top=top,
        width=width,
        height=height,
        west=(west + east) / 2 - width / scale / squeeze / 2,
        north=(south + north) / 2 + height / scale / 2,
        scale=scale,
        squeeze=squeeze,
    )


def _add_panel(picture: Tree.Element, key: str, panel: Panel, areas: Sequence[Area]) -> dict[tuple[str, str], Spot]:
    """Draw a panel: surroundings first, then the paired places; return the middle of each of these by side and name."""
    bounds = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    add(add(picture, "clipPath", id=key), "rect", **bounds)
    add(picture, "rect", fill="var(--sunk)", **bounds)
    inside = add(picture, "g", clip_path=f"url(#{key})")
    centres: dict[tuple[str, str], Spot] = {}
    looks = {"giver": "var(--sea-soft)", "receiver": "var(--pine-soft)"}
    for area in sorted(areas, key=lambda area: area.is_paired):
        if not panel.shows(area.rings):
            continue
        fill = looks[area.side] if area.is_paired else "var(--sheet)"
        edge = {"stroke": "var(--edge)" if area.is_paired else "var(--line)", "stroke_width": 0.8}
        shape = add(inside, "path", d=_path(area.rings, panel), fill=fill, stroke_linejoin="round", **edge)
        add(shape, "title", text=area.name)
        if area.is_paired:
            centres[area.side, area.name] = panel.place(centre_of(area.rings))
    return centres


def _path(rings: Iterable[Ring], panel: Panel) -> str:
    pieces = []
    for ring in sorted(rings, key=lambda ring: -abs(_doubled_area(ring))):
        drawn = _thin([panel.place(spot) for spot in ring])
        if len(drawn) >= 3 or not pieces:
            pieces.append("M" + "L".join(f"{short(across)} {short(up)}" for across, up in drawn) + "Z")
    return "".join(pieces)


def _thin(spots: Sequence[Spot]) -> list[Spot]:
    kept = [spots[0]]
    for spot in spots[1:]:
        if abs(spot[0] - kept[-1][0]) + abs(spot[1] - kept[-1][1]) >= FINEST:
            kept.append(spot)
    return kept


def _add_curves(
    picture: Tree.Element,
    key: str,
    ties: Sequence[Tie],
    centres: Mapping[tuple[str, str], Spot],
    *,
    layout: Layout,
) -> None:
    widest = max((tie.agreed or 0 for tie in ties), default=0)
    marks = []
    for tie in sorted(ties, key=lambda tie: tie.is_ours):
        start, end = centres.get(("receiver", tie.receiver)), centres.get(("giver", tie.giver))
        if start is None or end is None:
            continue
        bow = _bow(start, end, layout)
        curve = f"M{_at(start)}Q{_at(bow)} {_at(end)}"
        amount = max(tie.agreed or 0, 0)
        look = {} if amount else {"stroke_dasharray": "3 3"}
        width = 1.2 + 6 * amount / widest if widest else 1.2
        opacity = "1" if tie.is_ours else "0.55"
        line = add(
            picture,
            "path",
            d=curve,
            fill="none",
            stroke=f"url(#{key}-tally)",
            stroke_width=width,
            opacity=opacity,
            **look,
        )
        add(line, "title", text=f"{tie.giver} → {tie.receiver}")
        if tie.differs:
            marks.append(((start[0] + 2 * bow[0] + end[0]) / 4, (start[1] + 2 * bow[1] + end[1]) / 4, tie.differs))
    for across, up, count in marks:
        mark_difference(picture, across, up, count=count)


def _bow(start: Spot, end: Spot, layout: Layout) -> Spot:
    """Return the spot a curve is drawn towards: above the line between two panels, or outwards where they are stacked.

    Outwards is away from the middle of the picture, so that curves side by side do not fall on one another.
    """
    across, up = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if not layout.is_stacked:
        return across, up - abs(end[0] - start[0]) * 0.12 - 10
    out = (abs(end[1] - start[1]) * 0.12 + 10) * (1 if across >= layout.width / 2 else -1)
    return min(max(across + out, EDGE), layout.width - EDGE), up


def _add_names(
    picture: Tree.Element,
    side: str,
    ties: Sequence[Tie],
    centres: Mapping[tuple[str, str], Spot],
    *,
    panel: Panel,
    width: float,
    show: Callable[[int], str],
) -> None:
    """Name the places of a side, those with the most money first, as many as find room."""
    totals: dict[str, int] = {}
    ours = {getattr(tie, side) for tie in ties if tie.is_ours}
    for tie in ties:
        name = getattr(tie, side)
        if (side, name) in centres:
            totals[name] = totals.get(name, 0) + (tie.agreed or 0)
    named: list[str] = []
    for name in sorted(totals, key=lambda name: (name not in ours, -totals[name], name)):
        place = centres[side, name]
        if all(_is_clear(place, centres[side, other], name, other) for other in named):
            named.append(name)
    low, high = panel.top + 8, panel.top + panel.height - 6
    heights = spread([centres[side, name][1] for name in named], 14, low=low, high=high)
    for name, height in zip(named, heights, strict=True):
        half = min(text_width(name) / 2 + 4, width / 2)
        across = min(max(centres[side, name][0], half), width - half)
        add(picture, "circle", cx=centres[side, name][0], cy=centres[side, name][1], r=2.6, class_=_DOTS[side])
        label = add(picture, "text", text=name, x=across, y=height - 6, text_anchor="middle", paint_order="stroke")
        label.set("stroke", "var(--sheet)")
        label.set("stroke-width", "3")
        if totals[name]:
            add(label, "title", text=f"{name} {show(totals[name])}")


_DOTS = {"giver": "fsea", "receiver": "fpine"}


def _is_clear(first: Spot, second: Spot, name: str, other: str) -> bool:
    room = (text_width(name) + text_width(other)) / 2 + 4
    return abs(first[0] - second[0]) >= room or abs(first[1] - second[1]) >= 15


def _at(spot: Spot) -> str:
    return f"{short(spot[0])} {short(spot[1])}"
