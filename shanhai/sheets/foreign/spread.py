"""Columns that are cells of a dimension: ticks under one question, a measure over channels, places, years in names.

What a header alone tells was settled in `heads`; here the neighbours and the contents decide. It must not know rows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .header_text import read_choice, split_dimension
from .heads import Head
from .names import score_names
from .places import Places
from .profile import Profile
from .vocabulary import COUNT, DATE, MONEY, NUMBER, PLACE, RATIO, TEXT, YESNO, type_of

_NUMERIC = (MONEY, COUNT, NUMBER, RATIO)
_CLEAR = 0.62
_CHANNEL = re.compile(
    r"渠道|平台|食堂|商超|超市|电商|直播|线上|线下|专柜|专馆|展销|展会|批发|团购|工会|机关|采购|门店|微商|抖音|淘宝|京东|扶贫832|832|社区团购|进(?:机关|学校|医院|企业|社区|军营|市场)"
)
MAIN_MEASURE: dict[str, str] = {
    "funds.arrival": "amount", "funds.allocation": "amount", "funds.expenditure": "amount",
    "consumption.summary": "amount", "consumption.purchase": "amount", "charity.donation": "amount",
    "enclave.revenue": "amount_received", "enclave.payout": "amount_paid", "park.tenant": "output",
    "pairing.count": "pairs", "return.yearly": "value", "agreement.target": "actual", "activity.project": "amount_paid",
    "labour.placement": "persons",
}  # fmt: skip


def prepare_heads(kind: str, heads: list[Head], profiles: list[Profile], places: Places | None) -> list[Head]:
    """Return the heads as they are to be read under a kind, with dimensions found among neighbours."""
    made = _settle_sides(kind, heads)
    made = _settle_names(_settle_pairs(made) if kind == "pairing.count" else made)
    made = _settle_choices(kind, made, profiles)
    made = _settle_parents(kind, made, places)
    return _settle_spread(kind, made, profiles, places)


_TOLD = re.compile(r"(?:填报|统计|上报|确认|登记|自报|核定|反馈)(?:数|值|额)?")
_SIDE_WORDS = (
    (re.compile(r"东部(?:方|侧|地区)?|支援(?:方|地)|帮扶(?:方|地)|援助方|浙江(?:方|侧)?|甲方"), "giver"),
    (re.compile(r"西部(?:方|侧|地区)?|受援(?:方|地)|受帮扶(?:方|地)|四川(?:方|侧)?|乙方"), "receiver"),
)


def _settle_sides(kind: str, heads: list[Head]) -> list[Head]:
    """东部填报数 beside 西部填报数 is one number as each side tells it."""
    named: dict[str, list[tuple[int, str, str]]] = {}
    for place, head in enumerate(heads):
        if head.at is not None or not head.measure:
            continue
        path = "".join(head.measure)
        for words, side in _SIDE_WORDS:
            rest = _TOLD.sub("", words.sub("", path))
            if words.search(path) and rest and _numeric_name(kind, rest) >= _CLEAR:
                named.setdefault(rest, []).append((place, side, rest))
    made = list(heads)
    for group in named.values():
        if {side for _, side, _ in group} == {"giver", "receiver"} and len(group) == 2:
            for place, side, rest in group:
                made[place] = replace(heads[place], measure=[rest], at=("side", side))
    return made


def _settle_parents(kind: str, heads: list[Head], places: Places | None) -> list[Head]:
    """The same name under several group names is one measure over what the groups are: counties, channels, kinds."""
    groups: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        if head.at is None and head.choice is None and head.total_of is None and len(head.measure) >= 2:
            groups.setdefault(head.measure[-1], []).append(place)
    made = list(heads)
    for leaf, group in groups.items():
        parents = {heads[place].measure[-2] for place in group}
        if len(parents) < 2 or len(parents) != len(group) or _numeric_name(kind, leaf) < _CLEAR:
            continue
        for place in group:
            parent = heads[place].measure[-2]
            if _numeric_name(kind, parent) >= _CLEAR and (places is None or places.resolve(parent) is None):
                continue
            name = _dimension_of(kind, replace(heads[place], measure=[parent]), places) or "category"
            cell = _cell_of(replace(heads[place], measure=[parent]), name, places)
            made[place] = replace(heads[place], measure=[*heads[place].measure[:-2], leaf], at=(name, cell))
    return _settle_days_beside(kind, heads, made, groups)


def _settle_days_beside(kind: str, heads: list[Head], made: list[Head], groups: dict[str, list[int]]) -> list[Head]:
    """The days under the same group names are those of the amounts beside them."""
    cells = {
        heads[place].measure[-2]: made[place].at
        for group in groups.values()
        for place in group
        if made[place].at is not None
    }
    for leaf, group in groups.items():
        scores = score_names(kind, leaf, leaf)
        days = max((score for name, score in scores.items() if type_of(name) == DATE), default=0.0)
        parents = [heads[place].measure[-2] for place in group]
        if days >= _CLEAR and len(set(parents)) == len(parents) >= 2 and set(parents) <= set(cells):
            for place in group:
                head = heads[place]
                made[place] = replace(head, measure=[*head.measure[:-2], leaf], at=cells[head.measure[-2]])
    return made


def _settle_names(heads: list[Head]) -> list[Head]:
    """2022年产值 beside 2023年产值 is one measure over two years; alone it is just that measure."""
    split = {}
    for place, head in enumerate(heads):
        if head.at is None and head.measure:
            found = split_dimension(head.measure[-1], head.year)
            if found:
                split[place] = found
    groups: dict[tuple[str, ...], set[str]] = {}
    for place, ((dimension, value), rest) in split.items():
        groups.setdefault((dimension, *heads[place].measure[:-1], rest), set()).add(value)
    made = list(heads)
    for place, ((dimension, value), rest) in split.items():
        head = heads[place]
        spread = len(groups[dimension, *head.measure[:-1], rest]) >= 2
        measure = [*head.measure[:-1], rest]
        made[place] = replace(head, measure=measure, at=(dimension, value) if spread else None)
    return made


_PAIRS_OF = re.compile(
    r"(?:结对)?(.{1,8}?)(?:结对|帮扶|共建)(?:数量?|个数|对数|情况)?|结对(.{1,8}?)(?:数量?|个数|对数|数)?"
)


_NO_PARTNER = (
    None,
    "已",
    "总",
    "新增",
    "单位",
    "关系",
    "对象",
    "时间",
    "方",
    "数",
    "数量",
    "对",
    "累计",
    "本年",
    "县",
    "类型",
)


def _settle_pairs(heads: list[Head]) -> list[Head]:
    """乡镇结对数 beside 学校结对数 is one count over kinds of partners."""
    made = list(heads)
    found = {}
    for place, head in enumerate(heads):
        match = _PAIRS_OF.fullmatch(head.leaf) if head.at is None and head.measure else None
        if match and (match[1] or match[2]) not in _NO_PARTNER:
            found[place] = match[1] or match[2]
    if len(found) >= 2:
        for place, name in found.items():
            made[place] = replace(heads[place], measure=["结对数"], at=("category", name))
    return made


def _settle_choices(kind: str, heads: list[Head], profiles: list[Profile]) -> list[Head]:
    made = list(heads)
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, (head, about) in enumerate(zip(heads, profiles, strict=True)):
        ticked = about.share("tick", "yesno") > 0.6 or (
            bool(about.filled) and all(n == 1 for n in about.numbers) and about.share("number") > 0.9
        )
        if (ticked or not about.filled) and head.measure:
            groups.setdefault(tuple(head.measure[:-1]), []).append(place)
    for parents, group in groups.items():
        known = {place: read_choice(heads[place].measure[-1]) for place in group}
        asked = _asked_field(kind, parents[-1]) if parents else None
        if not any(profiles[place].share("tick") or profiles[place].filled for place in group):
            continue
        if sum(1 for place in group if known[place]) < 2 and (asked is None or len(group) < 2):
            made_single(made, heads, known)
            continue
        for place in group:
            choice = known[place]
            if choice is None and asked is not None:
                choice = (asked, heads[place].measure[-1])
            if choice is not None:
                made[place] = replace(heads[place], choice=choice)
    return made


def made_single(made: list[Head], heads: list[Head], known: dict[int, tuple[str, str] | None]) -> None:
    """A lone column named like a choice is a column of its own."""
    for place in known:
        made[place] = replace(heads[place], choice=None)


def _asked_field(kind: str, parent: str) -> str | None:
    asked = re.sub(r"[(（].*?[)）]", "", parent)
    scores = {
        n: s
        for n, s in score_names(kind, asked, asked).items()
        if type_of(n) in (TEXT, YESNO) and n not in ("remark", "ignored")
    }
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] >= _CLEAR else None


def _settle_spread(kind: str, heads: list[Head], profiles: list[Profile], places: Places | None) -> list[Head]:
    main = MAIN_MEASURE.get(kind)
    loose = [
        place
        for place, (head, about) in enumerate(zip(heads, profiles, strict=True))
        if head.measure
        and head.at is None
        and head.choice is None
        and head.total_of is None
        and "累计" not in head.leaf
        and about.share("number", "error") > 0.5
        and not about.rising
        and about.share("id", "phone", "code", "document") < 0.3
        and _numeric_score(kind, head) < _CLEAR
        and _best_score(kind, head) < 0.95
    ]
    if len(loose) < 2:
        return heads
    made = list(heads)
    for place in loose:
        head = heads[place]
        name = _dimension_of(kind, head, places)
        if name is None and len(head.measure) > 1 and _numeric_name(kind, head.measure[-2]) >= _CLEAR:
            name = "category"
        if name is None:
            continue
        parents = head.measure[:-1]
        clear = [one for one in parents if _numeric_name(kind, one) >= _CLEAR]
        if (main is None and not clear) or (not clear and _counts_something_else(main, parents)):
            continue
        made[place] = replace(head, at=(name, _cell_of(head, name, places)), measure=clear)
    return made


def _counts_something_else(main: str | None, parents: list[str]) -> bool:
    """A group of columns under a name of money is no spread of a count."""
    return (
        main is not None and type_of(main) != MONEY and bool(re.search(r"金额|资金|款|额$|收入|产值", "".join(parents)))
    )


def _numeric_score(kind: str, head: Head) -> float:
    leaf = head.leaf
    return max(
        (
            s
            for n, s in score_names(kind, leaf, "".join(head.measure)).items()
            if type_of(n) in (*_NUMERIC, "date", "span", "code")
        ),
        default=0.0,
    )


def _best_score(kind: str, head: Head) -> float:
    scores = score_names(kind, head.leaf, head.leaf).items()
    return max((score for name, score in scores if type_of(name) != PLACE), default=0.0)


def _numeric_name(kind: str, name: str) -> float:
    return max((s for n, s in score_names(kind, name, name).items() if type_of(n) in _NUMERIC), default=0.0)


def _dimension_of(kind: str, head: Head, places: Places | None) -> str | None:
    leaf = head.measure[-1]
    if places is not None:
        place = places.resolve(leaf)
        if place is not None:
            return places.side(place)
    choice = read_choice(leaf)
    if choice is not None:
        return choice[0]
    if kind.startswith("consumption") and _CHANNEL.search("".join(head.measure)):
        return "channel"
    if len(head.measure) > 1:
        asked = _asked_field(kind, head.measure[-2])
        if asked:
            return asked
    if re.search(r"学校|医院|村|乡镇|街道|企业|社会组织|部门|社区|商会", leaf) and kind == "pairing.count":
        return "category"
    return "channel" if kind == "consumption.summary" else None


def names_channel(text: str) -> bool:
    """Tell whether a text has a word for a way goods are sold."""
    return bool(_CHANNEL.search(text))


def _cell_of(head: Head, name: str, places: Places | None) -> str:
    leaf = head.measure[-1]
    choice = read_choice(leaf)
    if choice is not None and choice[0] == name:
        return choice[1]
    if name in ("giver", "receiver") and places is not None:
        place = places.resolve(leaf)
        return place.shown if place else leaf
    return leaf
