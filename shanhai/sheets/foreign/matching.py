"""Matches columns to the fields of a kind by name, by what stands below and by their neighbours, and picks the kind.

It must not know any particular book; the words are in `vocabulary`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .heads import Head
from .names import score_names
from .places import Places
from .profile import Profile
from .spread import MAIN_MEASURE, prepare_heads
from .vocabulary import (
    CODE,
    COUNT,
    DATE,
    FORM_FIELDS,
    KINDS,
    MONEY,
    NUMBER,
    PLACE,
    RATIO,
    SPAN,
    YESNO,
    telling_fields,
    title_words,
    type_of,
    words_of,
)

_ENOUGH = 0.34
_COMMON_WEIGHT = 0.3
_SPREAD_TYPES = (MONEY, COUNT, NUMBER, RATIO, DATE, SPAN)


@dataclass(slots=True)
class Match:
    """One column's meaning with its confidence and the next best ones."""

    head: Head
    means: str = "ignored"
    confidence: float = 0.0
    others: list[str] = field(default_factory=list)
    at: dict[str, str] | None = None
    choice: str | None = None


@dataclass(slots=True)
class KindGuess:
    """A kind with its score and the columns' meanings under it."""

    kind: str
    score: float
    matches: list[Match]


def suit(name: str, about: Profile, head: Head) -> float:
    """Return how well what stands in a column suits a field, as a factor from 0.05 to 1.3."""
    if name in ("days", "months") and head.unit:
        days = head.unit in ("天", "日")
        if days or head.unit in ("月", "个月"):
            return 1.3 if days == (name == "days") else 0.2
    if not about.filled:
        return 0.9
    nature = type_of(name)
    special = _SPECIAL.get(name)
    if special is not None:
        return special(about)
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
    if places < 0.25:
        towns = about.share("town", "village")
        return 0.15 if towns > 0.5 else 0.35
    if name in ("giver", "receiver") and sum(about.sides.values()):
        own = about.sides[name] / sum(about.sides.values())
        return 1.3 if own > 0.6 else 0.35 if own < 0.35 else 1.0
    return 1.15


_SPECIAL = {
    "seq": lambda a: 1.2 if a.rising else 0.75 if a.share("number", "code") > 0.6 else 0.2,
    "sex": lambda a: 1.4 if a.share("sex") > 0.7 else 0.1,
    "id_number": lambda a: 1.4 if a.share("id") > 0.4 else 0.15 if a.share("masked") > 0.4 else 0.4,
    "id_number_masked": lambda a: 1.5 if a.share("masked") > 0.4 else 0.05,
    "uscc": lambda a: 1.4 if a.share("uscc", "id") > 0.3 else 0.5 if a.share("code", "number") > 0.3 else 0.2,
    "phone": lambda a: 1.3 if a.share("phone") > 0.4 else 0.5,
    "person": lambda a: 1.25 if a.share("person") > 0.5 else 0.5 if a.share("organisation", "place", "number") > 0.5 else 0.85,
    "town": lambda a: 1.25 if a.share("town") > 0.5 else 0.35 if a.share("place", "village") > 0.6 else 0.8,
    "village": lambda a: 1.25 if a.share("village") > 0.5 else 0.3 if a.share("place", "town", "number") > 0.6 else 0.85,
    "unit": lambda a: 1.3 if a.share("unit") > 0.5 else 0.2,
    "quantity_unit": lambda a: 1.3 if a.share("unit") > 0.4 else 0.25 if a.share("organisation", "number", "place") > 0.3 else 0.45,
    "quantity_text": lambda a: 1.2 if a.share("counttext") > 0.2 or a.share("number") < 0.7 else 0.85,
    "gift_kind": lambda a: 0.3 if a.share("number") > 0.5 or a.distinct > 8 else 1.1,
    "batch": lambda a: 1.1 if _looks_like(a, r"第?[一二三四五六七八九十\d]{1,3}批?次?") else 0.4,
    "date_month": lambda a: 1.2 if a.share("small") > 0.5 or _looks_like(a, r"\d{1,2}") else 0.1,
    "date_day": lambda a: 1.2 if a.share("small") > 0.5 or _looks_like(a, r"\d{1,2}") else 0.1,
    "amount_words": lambda a: 1.3 if _looks_like(a, r"[^\d]*[壹贰叁肆伍陆柒捌玖拾佰仟零万元整角分一二三四五六七八九十百千]+.*") and a.share("moneytext", "number") + a.share("text") > 0.3 else 0.1,
    "document_no": lambda a: 1.25 if a.share("document") > 0.4 else 0.5 if a.share("number", "place") > 0.6 else 0.9,
    "order_no": lambda a: 1.2 if a.share("code", "id") > 0.4 or a.distinct >= a.filled * 0.7 else 0.6,
    "age": lambda a: 1.2 if a.numbers and 15 <= a.median <= 90 else 0.3,
    "check_total": lambda a: 1.05 if a.share("number") > 0.4 else 0.3,
    "rank": lambda a: 1.1 if a.share("number") > 0.5 or _looks_like(a, r"第?[一二三四五六七八九十\d]+名?") else 0.3,
    "remark": lambda a: 0.6 if a.share("number") > 0.8 else 1.0,
    "birth": lambda a: 0.3 if a.share("person", "organisation", "place", "sex", "id") > 0.5 else 1.2,
    "place": lambda a: 0.6 if a.share("number", "date") > 0.5 else 1.0,
    "town_or_village": lambda a: 1.15 if a.share("town", "village") > 0.3 else 0.4 if a.share("number", "date") > 0.4 else 0.85,
    "category": lambda a: 0.4 if a.share("number", "date", "person") > 0.6 else 1.0,
    "contract": lambda a: 1.2 if a.share("yesno", "tick") > 0.5 else 0.9 if a.share("number") < 0.3 else 0.3,
    "progress": lambda a: 1.15 if a.share("number", "percent") > 0.5 else 0.25,
    "status": lambda a: 0.3 if a.share("number", "date") > 0.5 else 1.0,
}  # fmt: skip


def match_columns(kind: str, heads: list[Head], profiles: list[Profile], places: Places | None = None) -> list[Match]:
    """Return each column's meaning under a kind; a field stands once, or once for each cell of a dimension."""
    heads = prepare_heads(kind, heads, profiles, places)
    matches = [Match(head) for head in heads]
    offers: list[tuple[float, int, str]] = []
    for place, (head, about) in enumerate(zip(heads, profiles, strict=True)):
        scores = _score_column(kind, head, about)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        matches[place].others = [name for name, _ in ranked[1:4]]
        offers.extend((score, place, name) for name, score in ranked[:8] if score >= _ENOUGH)
    taken: set[tuple[str, str]] = set()
    done: set[int] = set()
    for score, place, name in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        head = heads[place]
        slot = (name, _slot(head, name))
        if place in done or (slot in taken and name not in ("ignored", "remark", "check_total")):
            continue
        taken.add(slot)
        done.add(place)
        match = matches[place]
        match.means, match.confidence = name, min(score, 1.0)
        if head.choice and head.choice[0] == name:
            match.choice = head.choice[1]
            match.at = {name: head.choice[1]}
        elif (
            head.at
            and type_of(name) in _SPREAD_TYPES
            and name not in ("year", "month", "period", "date_month", "date_day")
        ):
            match.at = {head.at[0]: head.at[1]}
        elif name == "check_total" and head.total_of:
            match.at = {head.total_of[0]: head.total_of[1]}
    _settle_by_content(kind, matches, profiles)
    _settle_levels(matches, profiles)
    _settle_sales(kind, matches)
    _settle_years(kind, matches)
    return matches


def _settle_years(kind: str, matches: list[Match]) -> None:
    """Two years running side by side in a return are last year's value and this year's."""
    years = [match for match in matches if match.means == "value" and match.at and "year" in match.at]
    if kind != "return.yearly" or len(years) != 2:
        return
    before, now = sorted(years, key=lambda match: str(match.at))
    if before.at and now.at and int(now.at["year"]) - int(before.at["year"]) == 1:
        before.means, before.at, now.at = "value_previous", None, None


def _settle_levels(matches: list[Match], profiles: list[Profile]) -> None:
    """Of a column of cities and one of counties, the counties are the partner; the cities say where they lie."""
    for match, about in zip(matches, profiles, strict=True):
        if match.means not in ("giver", "receiver") or match.at or about.share("city") < 0.6:
            continue
        for other, counties in zip(matches, profiles, strict=True):
            if other is match or counties.share("county") < 0.5 or not counties.sides:
                continue
            if other.means in ("ignored", "place") and counties.sides.most_common(1)[0][0] == match.means:
                other.means, other.confidence = match.means, max(match.confidence, 0.6)
                match.means, match.confidence = "place", 0.5
                break


def _settle_sales(kind: str, matches: list[Match]) -> None:
    """Sales alone, without purchases beside them, are simply the amount."""
    if kind != "consumption.summary":
        return
    found = {match.means for match in matches}
    named = "".join(match.head.header for match in matches)
    for match in matches:
        if re.fullmatch(r"(?:本年|全年|年度|当年)?累计(?:数|额|金额)?", match.head.leaf) and not match.at:
            match.means = (
                "amount_bought_cumulative" if "采购" in named and "销售" not in named else "amount_sold_cumulative"
            )
            match.confidence = 0.5
    for one, other in (("amount_sold", "amount_bought"), ("amount_bought", "amount_sold")):
        if one in found and other not in found and "amount" not in found:
            for match in matches:
                if match.means == one and not re.search(r"帮助|帮销|促销|代销|直接", "".join(match.head.measure)):
                    match.means = "amount"


def _settle_by_content(kind: str, matches: list[Match], profiles: list[Profile]) -> None:
    """Columns no word fits are taken by what stands in them, where that leaves no doubt and the field is free."""
    taken = {match.means for match in matches}
    for match, about in zip(matches, profiles, strict=True):
        if match.means != "ignored" or not about.filled or match.others[:1] == ["ignored"]:
            continue
        means = None
        if about.share("pair") > 0.6:
            means = "giver"
        elif about.share("place") > 0.7 and about.sides:
            means = about.sides.most_common(1)[0][0]
        elif about.share("id") > 0.7 and "id_number" in words_of(kind):
            means = "id_number"
        elif about.share("sex") > 0.8 and "sex" in words_of(kind):
            means = "sex"
        elif about.share("phone") > 0.7:
            means = "phone"
        elif about.share("town") > 0.7:
            means = "town"
        elif about.share("village") > 0.7:
            means = "village"
        if means is not None and means not in taken:
            match.means, match.confidence = means, 0.45
            taken.add(means)


def _slot(head: Head, name: str) -> str:
    if head.choice and head.choice[0] == name:
        return f"choice={head.choice[1]}"
    cell = head.at or head.total_of
    return f"{cell[0]}={cell[1]}" if cell and type_of(name) in _SPREAD_TYPES else ""


def _score_column(kind: str, head: Head, about: Profile) -> dict[str, float]:
    if head.choice and head.choice[0] in words_of(kind):
        return {head.choice[0]: 1.2}
    path = "".join(head.measure)
    leaf = head.leaf
    if not leaf:
        return _score_nameless(kind, head, about)
    scores = {
        name: score * suit(name, about, head) * _suit_layout(name, head)
        for name, score in score_names(kind, leaf, path).items()
    }
    if len(head.measure) > 1:
        parent = head.measure[-2]
        for name, score in score_names(kind, parent, parent).items():
            if type_of(name) == MONEY and about.share("number") > 0.4 and scores.get(name, 0) < score * 0.45:
                scores[name] = score * 0.45 * suit(name, about, head)
    return scores


def _suit_layout(name: str, head: Head) -> float:
    """Some fields stand beside their label in a form only; others are columns of lists."""
    if name in FORM_FIELDS:
        return 1.05 if head.beside else 0.45
    return 0.85 if head.beside and name in ("amount", "persons", "value", "date", "item", "unit") else 1.0


def _score_nameless(kind: str, head: Head, about: Profile) -> dict[str, float]:
    """A column named by a dimension only is one cell of the kind's main measure; one without any name goes by content."""
    if head.at and about.share("number") > 0.4:
        main = MAIN_MEASURE.get(kind)
        return {main: 0.8} if main else {}
    if not about.filled or head.path:
        return {}
    if about.rising and head.column == 0:
        return {"seq": 0.8}
    if about.share("place") > 0.7 and about.sides:
        return {about.sides.most_common(1)[0][0]: 0.5}
    if about.share("number") < 0.3:
        return {"remark": 0.4}
    return {}


def guess_kinds(
    heads: list[Head], profiles: list[Profile], titles: list[tuple[str, float]], places: Places | None = None
) -> list[KindGuess]:
    """Return all kinds with their columns, the likeliest first. `titles` are texts with their weight."""
    guesses = []
    for kind in KINDS:
        matches = match_columns(kind, heads, profiles, places)
        telling = telling_fields().get(kind, {})
        found: dict[str, float] = {}
        for match in matches:
            if match.means not in ("ignored", "remark", "seq"):
                found[match.means] = max(found.get(match.means, 0.0), match.confidence)
        score = sum(confidence * telling.get(name, _COMMON_WEIGHT) for name, confidence in found.items())
        unread = sum(1 for m, about in zip(matches, profiles, strict=True) if m.means == "ignored" and about.filled)
        score -= 0.35 * unread
        score += _score_titles(kind, titles) + _adjust(kind, found, heads, profiles, titles)
        guesses.append(KindGuess(kind, score, matches))
    return sorted(guesses, key=lambda guess: -guess.score)


def _score_titles(kind: str, titles: list[tuple[str, float]]) -> float:
    total = 0.0
    for pattern, weight in title_words().get(kind, []):
        total += max((weight * trust for text, trust in titles if re.search(pattern, text)), default=0.0)
    return total


def _adjust(
    kind: str, found: dict[str, float], heads: list[Head], profiles: list[Profile], titles: list[tuple[str, float]]
) -> float:
    """Kinds that look alike are told apart by what stands in the cells and by what is missing."""
    texts = " ".join(sample for about in profiles for sample in about.samples)
    names = " ".join(head.header for head in heads)
    if kind == "pairing.school":
        return (1.6 if re.search(r"学校|小学|中学|幼儿园|职教|职中|学段", names + texts) else -1.5) - _without(
            found, "side_a", "side_b"
        )
    if kind == "pairing.hospital":
        return (1.6 if re.search(r"医院|卫生院|妇幼|科室", names + texts) else -1.5) - _without(
            found, "side_a", "side_b"
        )
    if kind == "pairing.count":
        said = any(re.search(r"结对|对数|携手", text) for text in (names, *(title for title, _ in titles)))
        return (0.0 if "pairs" in found else -3.0) - (0.0 if said else 3.0)
    if kind == "consumption.summary":
        orders = {"order_no", "buyer", "unit_price", "product", "quantity"} & set(found)
        months = sum(1 for head in heads if head.at)
        return (0.6 if months >= 2 else 0.0) - 0.9 * len(orders)
    if kind == "consumption.purchase":
        return -1.5 if "product" not in found and "order_no" not in found and "buyer" not in found else 0.0
    if kind == "funds.account":
        return 0.0 if "balance" in found else -2.0
    if kind in ("agreement.target", "return.yearly"):
        lists_items = "item" in found
        return 0.0 if lists_items else -2.0
    if kind == "activity.project":
        return 0.0 if "project" in found else -2.5
    if kind == "labour.placement":
        return 0.0 if "person" in found or "id_number" in found else -1.5
    if kind == "talent.secondment":
        return 0.0 if "person" in found else -1.0
    if kind == "park.tenant":
        return 0.0 if "firm" in found else -2.0
    if kind == "enclave.payout":
        return 0.0 if "village" in found or "town_or_village" in found else -1.8
    if kind == "enclave.revenue":
        own = {"enclave", "amount_fixed", "amount_rent", "amount_tax", "rate"} & set(found)
        return (-0.8 if "village" in found else 0.0) - (0.0 if own else 1.6)
    if kind.startswith("funds."):
        return -0.8 if "project" in found and kind != "funds.expenditure" else 0.0
    return 0.0


def _without(found: dict[str, float], *names: str) -> float:
    return sum(0.8 for name in names if name not in found)
