"""What stands around every page: the menu with its counts, who acts, the language, messages. Computes no figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from shanhai.catalogue.words import Words
from shanhai.offices.may import Actor, actor_of, offices_to_choose

ENOUGH_TO_COUNT = 1000


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu; `key` is the second key of `G` then a letter."""

    address: str
    words: Words
    key: str = ""
    current: bool = False
    count: str = ""
    hot: bool = False


@dataclass(frozen=True, slots=True)
class MenuPart:
    """A heading of the menu and the lines under it."""

    words: Words
    items: tuple[MenuItem, ...]


# Heading, then: address name, words, key, and the names of further pages that light the line up.
MENU: tuple[tuple[Words, tuple[tuple[str, Words, str, tuple[str, ...]], ...]], ...] = (
    (
        Words("日常", "Every day"),
        (
            ("board", Words("总览", "Board"), "b", ()),
            ("sign", Words("待签", "To sign"), "s", ()),
            ("imports", Words("导入", "Import"), "i", ("import_batch", "template", "reading", "kept_readings")),
        ),
    ),
    (
        Words("账本", "Ledger"),
        (
            ("ledger", Words("条目", "Entries"), "l", ("entry", "record_entry", "find", "reverse_entry")),
            ("pairings", Words("结对", "Pairings"), "p", ("pairing",)),
            (
                "activities",
                Words("事项", "Activities"),
                "a",
                ("activity", "take_step", "begin_activity", "waiting", "carried_over", "split_amount"),
            ),
            ("payouts", Words("兑付", "Pay-outs"), "", ("payout", "term_sheets", "new_terms", "enclave_outlook")),
            ("places", Words("地方", "Places"), "", ("place",)),
            ("figures", Words("数字", "Figures"), "", ("figure",)),
        ),
    ),
    (
        Words("名册", "Registers"),
        (
            ("consumption", Words("消费帮扶", "Consumption"), "", ()),
            ("gifts", Words("捐赠", "Gifts"), "", ()),
            ("villages", Words("村", "Villages"), "", ()),
            ("pairs", Words("单位结对", "Pairs of units"), "", ()),
            ("brands", Words("品牌", "Brands"), "", ()),
            ("overlaps", Words("重叠", "Overlaps"), "", ()),
        ),
    ),
    (
        Words("对外", "Published"),
        (("desk", Words("核对台", "Desk"), "d", ("desk_document", "desk_claim", "desk_check")),),
    ),
)
MANAGING = (
    Words("管理", "Management"),
    (
        ("offices", Words("机构", "Offices"), "", ("office", "add_office")),
        ("users", Words("用户", "Users"), "", ("user", "add_user")),
        ("settings", Words("设置", "Settings"), "", ("setting",)),
        ("audit", Words("留痕", "Audit trail"), "", ()),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what base.html needs on every page; cheap enough to run on each."""
    actor = actor_of(request)
    english = (get_language() or "").startswith("en")
    return {
        "actor": actor,
        "english": english,
        "page_language": "en" if english else "zh-CN",
        "other_language": "zh-hans" if english else "en",
        "menu": lambda: menu_for(request, actor) if actor else (),
        "my_offices": offices_to_choose(request) if actor else (),
        "today": timezone.localdate(),
        "single_keys": actor is None or actor.user.single_keys,
    }


def menu_for(request: HttpRequest, actor: Actor) -> tuple[MenuPart, ...]:
    """The menu of an actor, with the current line marked and what waits counted."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    counts = _count_waiting(actor)
    parts = [*MENU, MANAGING] if actor.may_manage else MENU
    return tuple(MenuPart(heading, tuple(_menu_items(lines, name or "", counts))) for heading, lines in parts)


def _menu_items(lines: Any, current: str, counts: dict[str, tuple[str, bool]]) -> list[MenuItem]:
    items = []
    for name, words, key, also in lines:
        count, hot = counts.get(name, ("", False))
        items.append(MenuItem(reverse(name), words, key, current == name or current in also, count, hot))
    return items


def _count_waiting(actor: Actor) -> dict[str, tuple[str, bool]]:
    from shanhai.activities.waiting import count_waiting
    from shanhai.evidence.desk import readings_in_hand
    from shanhai.ledger.may import batches_in_hand, open_entries
    from shanhai.payouts.words import count_terms_waiting

    if not actor.may_read:
        return {}
    waiting = open_entries(actor, awaiting=actor.side)[: ENOUGH_TO_COUNT + 1].count()
    batches = batches_in_hand(actor).count() if not actor.read_only else 0
    acts, late = count_waiting(actor)
    terms = count_terms_waiting(actor)
    return {
        "sign": (_bounded(waiting), waiting > 0),
        "imports": (str(batches) if batches else "", False),
        "activities": (_bounded(acts + terms), late or terms > 0),
        "desk": (_bounded(readings_in_hand(actor)[: ENOUGH_TO_COUNT + 1].count()), False),
    }


def _bounded(count: int) -> str:
    if not count:
        return ""
    return f"{ENOUGH_TO_COUNT:,}+" if count > ENOUGH_TO_COUNT else str(count)
