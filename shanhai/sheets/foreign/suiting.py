"""How well what stands in a column suits a field. Must not know the column's words."""

from __future__ import annotations

import re
from collections.abc import Callable

from .heads import Head
from .profile import Profile
from .vocabulary import CODE, COUNT, DATE, MONEY, NUMBER, PLACE, RATIO, SPAN, YESNO, type_of


def suit(name: str, about: Profile, head: Head) -> float:
    """Return how well what stands in a column suits a field, as a factor from 0.05 to 1.3."""
    if name in ("days", "months") and head.unit:
        days = head.unit in ("天", "日")
        if days or head.unit in ("月", "个月"):
            return 1.3 if days == (name == "days") else 0.2
    if not about.filled:
        return 0.9
    nature = type_of(name)
    if name in _BY_CONTENT:
        return _suit_content(name, about)
    if nature in (MONEY, COUNT, NUMBER):
        return _suit_number(nature, about, head)
    if nature == RATIO:
        return _suit_ratio(about, head)
    if nature in (DATE, SPAN):
        return _suit_date(name, about)
    if nature == PLACE:
        return _suit_place(name, about)
    if nature == CODE:
        return 0.5 if about.share("place", "person", "organisation") > 0.6 else 1.0
    if nature == YESNO:
        return 1.2 if about.share("yesno", "tick") > 0.6 else 0.6 if about.share("number") > 0.5 else 1.0
    if name in ("side_a", "side_b", "side_a_or_b") and about.share("place") > 0.6:
        return 0.45
    if about.share("place") > 0.7 and name not in ("remark", "ignored", "category", "purpose"):
        return 0.5
    numbers = about.share("number") - about.share("code", "document", "counttext", "perunit", "moneytext")
    return 0.3 if numbers > 0.7 else 0.75 if about.share("date") > 0.8 else 1.0


def _suit_number(nature: str, about: Profile, head: Head) -> float:
    numbers = about.share("number", "error", "tick", "small")
    if numbers < 0.34:
        return 0.25 if numbers < 0.1 else 0.7
    if about.share("percent") > 0.5:
        return 0.3
    if nature == MONEY and about.share("counttext") > 0.5:
        return 0.3
    if nature == COUNT and (head.unit or "").endswith("元"):
        return 0.3
    if nature == COUNT and any(number != int(number) for number in about.numbers[:60]):
        return 0.35
    return 1.1


def _suit_ratio(about: Profile, head: Head) -> float:
    if about.share("percent") > 0.3 or head.unit in ("%", "‰"):
        return 1.2
    if about.share("number", "error") < 0.34:
        return 0.35
    return 1.1 if about.median <= 3 else 0.6 if about.median <= 200 else 0.2


def _suit_date(name: str, about: Profile) -> float:
    days = about.share("date", "span", "datenumber", "serial", "yearmonth", "year")
    if name == "term":
        return 1.25 if about.share("span") > 0.4 else 0.8 if days > 0.5 else 0.5
    if name == "year":
        return 1.3 if about.share("year") > 0.7 or _looks_like(about, r"(?:19|20)\d\d年?度?") else 0.3
    if name == "month":
        return 1.2 if _looks_like(about, r"(?:(?:19|20)\d\d[年.-])?\d{1,2}月?份?") else 0.4
    if name == "period":
        return 1.1 if days > 0.5 else 0.5
    if about.share("span") > 0.6 and name in ("start_date", "end_date"):
        return 0.5
    return 1.15 if days > 0.5 else 0.55 if days > 0.2 else 0.3


def _looks_like(about: Profile, pattern: str) -> bool:
    return sum(1 for text in about.samples if re.fullmatch(pattern, text.removesuffix(".0"))) >= 0.7 * len(
        about.samples
    )


def _suit_place(name: str, about: Profile) -> float:
    places = about.share("place")
    if about.share("number") > 0.5:
        return 0.1
    if places < 0.25:
        towns = about.share("town", "village")
        return 0.15 if towns > 0.5 else 0.35
    if name in ("giver", "receiver") and sum(about.sides.values()):
        own = about.sides[name] / sum(about.sides.values())
        return 1.3 if own > 0.6 else 0.35 if own < 0.35 else 1.0
    return 1.15


Rule = tuple[tuple[str, ...], float, float]

# Field: the factor where nothing else is told, then (natures, share above which, factor); the first that holds counts.
_BY_CONTENT: dict[str, tuple[float, tuple[Rule, ...]]] = {
    "seq": (0.2, ((("number", "code"), 0.6, 0.75),)),
    "sex": (0.1, ((("sex",), 0.7, 1.4),)),
    "id_number": (0.4, ((("id",), 0.4, 1.4), (("masked",), 0.4, 0.15))),
    "id_number_masked": (0.05, ((("masked",), 0.4, 1.5),)),
    "uscc": (0.2, ((("uscc", "id"), 0.3, 1.4), (("code", "number"), 0.3, 0.5))),
    "phone": (0.5, ((("phone",), 0.4, 1.3),)),
    "person": (0.85, ((("person",), 0.5, 1.25), (("organisation", "place", "number"), 0.5, 0.5))),
    "town": (0.8, ((("town",), 0.5, 1.25), (("place", "village"), 0.6, 0.35))),
    "village": (0.85, ((("village",), 0.5, 1.25), (("place", "town", "number"), 0.6, 0.3))),
    "unit": (0.2, ((("unit",), 0.5, 1.3),)),
    "quantity_unit": (0.45, ((("unit",), 0.4, 1.3), (("organisation", "number", "place"), 0.3, 0.25))),
    "quantity_text": (1.2, ((("counttext",), 0.2, 1.2), (("number",), 0.7, 0.85))),
    "gift_kind": (1.1, ((("number",), 0.5, 0.3),)),
    "batch": (0.4, ()),
    "date_month": (0.1, ((("small",), 0.5, 1.2),)),
    "date_day": (0.1, ((("small",), 0.5, 1.2),)),
    "amount_words": (0.1, ()),
    "document_no": (0.9, ((("document",), 0.4, 1.25), (("number", "place"), 0.6, 0.5))),
    "order_no": (0.6, ((("code", "id"), 0.4, 1.2),)),
    "age": (0.3, ()),
    "check_total": (0.3, ((("number",), 0.4, 1.05),)),
    "rank": (0.3, ((("number",), 0.5, 1.1),)),
    "remark": (1.0, ((("number",), 0.8, 0.6),)),
    "birth": (1.2, ((("person", "organisation", "place", "sex", "id"), 0.5, 0.3),)),
    "place": (1.0, ((("number", "date"), 0.5, 0.6),)),
    "town_or_village": (0.85, ((("town", "village"), 0.3, 1.15), (("number", "date"), 0.4, 0.4))),
    "category": (1.0, ((("number", "date", "person"), 0.6, 0.4),)),
    "contract": (0.9, ((("yesno", "tick"), 0.5, 1.2), (("number",), 0.3, 0.3))),
    "progress": (0.25, ((("number", "percent"), 0.5, 1.15),)),
    "status": (1.0, ((("number", "date"), 0.5, 0.3),)),
}

# Field: a test of the whole column that goes before the shares, and its factor.
_BY_LOOK: dict[str, tuple[Callable[[Profile], bool], float]] = {
    "seq": (lambda about: about.rising, 1.2),
    "gift_kind": (lambda about: about.distinct > 8, 0.3),
    "batch": (lambda about: _looks_like(about, r"第?[一二三四五六七八九十\d]{1,3}批?次?"), 1.1),
    "date_month": (lambda about: _looks_like(about, r"\d{1,2}"), 1.2),
    "date_day": (lambda about: _looks_like(about, r"\d{1,2}"), 1.2),
    "amount_words": (
        lambda about: _looks_like(about, r"\D*[壹贰叁肆伍陆柒捌玖拾佰仟零一二三四五六七八九十百千]+.*"),
        1.3,
    ),
    "order_no": (lambda about: about.distinct >= about.filled * 0.7, 1.2),
    "age": (lambda about: bool(about.numbers) and 15 <= about.median <= 90, 1.2),
    "rank": (lambda about: _looks_like(about, r"第?[一二三四五六七八九十\d]+名?"), 1.1),
}


def _suit_content(name: str, about: Profile) -> float:
    look = _BY_LOOK.get(name)
    if look is not None and look[0](about):
        return look[1]
    usual, rules = _BY_CONTENT[name]
    return next((factor for natures, above, factor in rules if about.share(*natures) > above), usual)
