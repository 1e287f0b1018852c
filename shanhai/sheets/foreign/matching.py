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
from .spread import MAIN_MEASURE, names_channel, prepare_heads
from .suiting import suit
from .vocabulary import (
    COUNT,
    DATE,
    FORM_FIELDS,
    KINDS,
    MONEY,
    NUMBER,
    RATIO,
    SPAN,
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
    _settle_payouts(kind, matches)
    return matches


def _settle_payouts(kind: str, matches: list[Match]) -> None:
    """What reaches a village is what it was paid; beside its instalments 累计 is their sum."""
    instalments = [match for match in matches if match.means == "amount_received" and match.at]
    if kind == "enclave.payout" and len(instalments) >= 2:
        for match in matches:
            if match.means == "amount_paid" and not match.at and re.match(r"累计|合计|总", match.head.leaf):
                match.means = "check_total"
    if kind == "enclave.payout" and all(match.means != "amount_paid" for match in matches):
        for match in matches:
            if match.means == "amount_received":
                match.means = "amount_paid"


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
        if match.means not in ("giver", "receiver", "work_place") or match.at or about.share("city", "province") < 0.6:
            continue
        for other, counties in zip(matches, profiles, strict=True):
            if other is match or counties.share("county") < 0.5 or not counties.sides:
                continue
            same_side = match.means == "work_place" or counties.sides.most_common(1)[0][0] == match.means
            if other.means in ("ignored", "place") and same_side:
                other.means, other.confidence = match.means, max(match.confidence, 0.6)
                match.means, match.confidence = "place", 0.5
                break


def _settle_sales(kind: str, matches: list[Match]) -> None:
    """A bare 累计 adds up what its table is about; sales alone, without purchases beside them, are the amount."""
    if kind != "consumption.summary":
        return
    found = {match.means for match in matches}
    named = "".join(match.head.header for match in matches)
    for match in matches:
        bare = re.fullmatch(r"(?:本年|全年|年度|当年)?累计(?:数|额|金额)?", match.head.leaf) and not match.at
        if bare and match.means in ("ignored", "check_total", "amount"):
            bought = "采购" in named and "销售" not in named
            match.means, match.confidence = "amount_bought_cumulative" if bought else "amount_sold_cumulative", 0.5
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
        elif about.share("span") > 0.6 and "term" in words_of(kind):
            means = "term"
        elif about.share("place") > 0.7 and about.sides and not re.search(r"务工|就业|工作", match.head.header):
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
    if about.share("masked") > 0.4 and "id_number_masked" in words_of(kind):
        scores["id_number_masked"] = score_names(kind, leaf, path).get("id_number", 0.0) * suit(
            "id_number_masked", about, head
        )
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
    """A column named by a dimension only is a cell of the kind's main measure; a nameless one goes by content."""
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
            if "channel" in telling and names_channel((match.at or {}).get("channel", "")):
                found.setdefault("channel", match.confidence)
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
        said = any(re.search(r"消费|销售|采购|购销|帮销", text) for text in (names, *(title for title, _ in titles)))
        if not said and "channel" not in found:
            return -2.5
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
        said = any(re.search(r"务工|就业|劳务|劳动力", title) for title, _ in titles)
        return 0.0 if "person" in found or "id_number" in found or ("persons" in found and said) else -1.5
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
