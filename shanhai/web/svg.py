"""The few strokes that charts and maps share: elements, widths of words, ticks, colours by name.

Markup is built as a tree and written out once, so that no label can ever break out of its place. It must not know
what is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from xml.etree import ElementTree as Tree

from django.utils.safestring import SafeString, mark_safe

WIDE_LETTER = 13.0
NARROW_LETTER = 7.2
NARROW = 350.0  # as wide as a phone's column: such a picture stands in for the wide one there
ORDINARY_WIDTH = 800  # a wider picture keeps its letters readable on a phone by scrolling further


def add(parent: Tree.Element, tag: str, /, *, text: str = "", **attributes: object) -> Tree.Element:
    """Add an element; `class_` and underscores become `class` and hyphens, numbers are written short."""
    element = Tree.SubElement(parent, tag, {_name(name): _value(value) for name, value in attributes.items()})
    if text:
        element.text = text
    return element


def start_picture(key: str, title: str, *, width: float, height: float) -> Tree.Element:
    """Return an empty picture with its one-sentence title; `key` makes its ids unique within the page.

    One no wider than a phone is shown on narrow screens only, in place of the wide picture before it.
    """
    looks = "chart narrow-only" if width <= NARROW else "chart wide-only"
    picture = Tree.Element(
        "svg",
        {
            "class": f"{looks} wider" if width > ORDINARY_WIDTH else looks,
            "viewBox": f"0 0 {short(width)} {short(height)}",
            "role": "img",
            "aria-labelledby": f"{key}-title",
        },
    )
    add(picture, "title", text=title, id=f"{key}-title")
    return picture


def mark_difference(picture: Tree.Element, across: float, up: float, *, count: int) -> None:
    """Add the diamond that tells how many entries of a tie differ, around a spot."""
    add(
        picture,
        "rect",
        x=across - 8,
        y=up - 8,
        width=16,
        height=16,
        transform=f"rotate(45 {short(across)} {short(up)})",
        fill="var(--sheet)",
        stroke="var(--warm)",
        stroke_width=1.5,
    )
    add(picture, "text", text=str(count), x=across, y=up + 4.2, text_anchor="middle", class_="dot")


def write(picture: Tree.Element) -> SafeString:
    """Return the picture as markup; every text in it has been escaped by the tree's own writer."""
    return mark_safe(Tree.tostring(picture, encoding="unicode"))  # noqa: S308


def short(value: float) -> str:
    """Write a length with one decimal at most.

    >>> short(12.0), short(3.14159)
    ('12', '3.1')
    """
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def text_width(text: str) -> float:
    """Return about how wide a label is at 13 px: a Chinese character is as wide as the type is high."""
    return sum(WIDE_LETTER if unicodedata.east_asian_width(letter) in "WF" else NARROW_LETTER for letter in text)


def fold_label(text: str, width: float) -> list[str]:
    """Break a label into lines no wider than `width`: at spaces where there are any, else between characters."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line.strip() and text_width((line + piece).rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def choose_ticks(top: int, at_most: int = 4) -> list[int]:
    """Return round values from 0 that reach `top`, at most `at_most` of them above 0.

    >>> choose_ticks(2894)
    [0, 1000, 2000, 3000]
    """
    if top <= 0:
        return [0]
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step * at_most >= top:
                size = factor * step
                return list(range(0, top + size, size)) if top % size else list(range(0, top + 1, size))
        step *= 10


def spread(wanted: Sequence[float], apart: float, *, low: float, high: float) -> list[float]:
    """Move heights as little as needed until neighbours are `apart`; their order stays, all lie in low…high.

    Where there is no room for all, they are set evenly over the whole height.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    if len(order) > 1 and apart * (len(order) - 1) > high - low:
        apart = (high - low) / (len(order) - 1)
    placed = [0.0] * len(wanted)
    floor = low
    for place in order:
        placed[place] = floor = max(wanted[place], floor)
        floor += apart
    ceiling = high
    for place in reversed(order):
        placed[place] = ceiling = min(placed[place], ceiling)
        ceiling -= apart
    return placed


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    return short(value) if isinstance(value, int | float) else str(value)


def _pieces(text: str) -> list[str]:
    """Split into what may not be broken: one Chinese character, or a run of others up to and with a space."""
    pieces: list[str] = []
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        last = pieces[-1] if pieces else ""
        joins = last and not wide and not last.endswith(" ") and unicodedata.east_asian_width(last[-1]) not in "WF"
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
