"""What stands around every page: the menu with its counts, who acts, the language, messages. Computes no figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from shanhai.catalogue.words import Words
from shanhai.offices.may import Actor, actor_of, offices_to_choose

ENOUGH_TO_COUNT = 1000
SIDES = ("giver", "receiver")


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


def _reads(actor: Actor) -> bool:
    return actor.may_read


def _records(actor: Actor) -> bool:
    return actor.may_record


def _speaks_or_prepares(actor: Actor) -> bool:
    """Whether words of the other side wait for the actor or its office's signers; so it is, too, as they see it."""
    return actor.side in SIDES and (actor.may_sign or actor.may_record or actor.read_only)


def _manages(actor: Actor) -> bool:
    return actor.may_manage


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line that the menu may have: the name of its address, its words and key, further pages that light it up.

    `shown_to` is the one place that decides who is offered the page, in the menu and in the list of keys. It protects
    nothing: each page decides for itself who may open it.
    """

    name: str
    words: Words
    key: str = ""
    also: tuple[str, ...] = ()
    shown_to: Callable[[Actor], bool] = _reads


MENU: tuple[tuple[Words, tuple[MenuLine, ...]], ...] = (
    (
        Words("日常", "Every day"),
        (
            MenuLine("board", Words("总览", "Board"), "b"),
            MenuLine("sign", Words("待签", "To sign"), "s", ("split_entry",), _speaks_or_prepares),
            MenuLine(
                "imports",
                Words("导入", "Import"),
                "i",
                ("import_batch", "template", "reading", "kept_readings"),
                _records,
            ),
        ),
    ),
    (
        Words("账本", "Ledger"),
        (
            MenuLine("ledger", Words("条目", "Entries"), "l", ("entry", "record_entry", "find", "reverse_entry")),
            MenuLine("pairings", Words("结对", "Pairings"), "p", ("pairing",)),
            MenuLine(
                "activities",
                Words("事项", "Activities"),
                "a",
                ("activity", "take_step", "begin_activity", "waiting", "carried_over", "split_amount"),
            ),
            MenuLine(
                "payouts", Words("兑付", "Pay-outs"), "", ("payout", "term_sheets", "new_terms", "enclave_outlook")
            ),
            MenuLine("places", Words("地方", "Places"), "", ("place",)),
            MenuLine("figures", Words("数字", "Figures"), "", ("figure",)),
        ),
    ),
    (
        Words("名册", "Registers"),
        (
            MenuLine("consumption", Words("消费帮扶", "Consumption")),
            MenuLine("gifts", Words("捐赠", "Gifts")),
            MenuLine("villages", Words("村", "Villages")),
            MenuLine("pairs", Words("单位结对", "Pairs of units")),
            MenuLine("brands", Words("品牌", "Brands")),
            MenuLine("overlaps", Words("重叠", "Overlaps")),
        ),
    ),
    (
        Words("对外", "Published"),
        (MenuLine("desk", Words("核对台", "Desk"), "d", ("desk_document", "desk_claim", "desk_check")),),
    ),
    (
        Words("管理", "Management"),
        (
            MenuLine("offices", Words("机构", "Offices"), "", ("office", "add_office"), _manages),
            MenuLine("users", Words("用户", "Users"), "", ("user", "add_user"), _manages),
            MenuLine("settings", Words("设置", "Settings"), "", ("setting",), _manages),
            MenuLine("audit", Words("留痕", "Audit trail"), shown_to=_manages),
        ),
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
        "menu": cache(lambda: menu_for(request, actor) if actor else ()),
        "my_offices": offices_to_choose(request) if actor else (),
        "example_shown": actor is not None and actor.office is not None and actor.office.is_example,
        "today": timezone.localdate(),
        "single_keys": actor is None or actor.user.single_keys,
    }


def menu_for(request: HttpRequest, actor: Actor) -> tuple[MenuPart, ...]:
    """The menu of what an actor can do, with the current line marked and what waits counted."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    counts = _count_waiting(actor)
    shown = [(heading, [line for line in lines if line.shown_to(actor)]) for heading, lines in MENU]
    return tuple(MenuPart(heading, tuple(_menu_items(lines, name or "", counts))) for heading, lines in shown if lines)


def _menu_items(lines: Iterable[MenuLine], current: str, counts: dict[str, tuple[str, bool]]) -> Iterable[MenuItem]:
    for line in lines:
        count, hot = counts.get(line.name, ("", False))
        lit = current == line.name or current in line.also
        yield MenuItem(reverse(line.name), line.words, line.key, lit, count, hot)


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
