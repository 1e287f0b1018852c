"""What a page of figures is asked for, read from an address and written back to one; and the figures it asks.

An address of a figure is permanent: it names places by code, the period, the basis and the day of knowledge. Which
entries the reader may see is put into the scope here, so that no page can forget it. Answers are kept in memory by
the snapshot they were worked out on; a new entry or signature makes a new snapshot, so nothing shown is ever stale.
It must not compute: numbers come from `figures/answer.py`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from shanhai.catalogue.book import BOOK, UnknownCodeError
from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.words import Words
from shanhai.figures.answer import Counted, Figure, Group, answer, group
from shanhai.figures.counted import CountedEntry, tell_counted
from shanhai.figures.fold import Total, count, list_simple
from shanhai.figures.history import DAYS_AT_MOST, KnownDay, list_known_days
from shanhai.figures.left_out import LeftOutSum, sum_left_out
from shanhai.figures.scope import Basis, Period, Scope
from shanhai.figures.stated_index import Placed, count_stated, count_stated_exactly, list_placed
from shanhai.figures.tables import Snapshot
from shanhai.ledger.ask import Missing, QuestionError, find_scope, group_figure, list_entries, list_missing
from shanhai.ledger.may import scope_for
from shanhai.ledger.snapshot import catch_up
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing, Round
from shanhai.registry.pairings import programme_key
from shanhai.registry.places import code_of
from shanhai.web.place_words import name_of, place_text

BASES: tuple[Basis, ...] = ("agreed", "reported", "stated")
KEPT_AT_MOST = 4000
DAYS_RECOUNTED = 12
RECOUNTED_AT_MOST = 5_000
NO_WORDS = Words("", "")
Answered = TypeVar("Answered")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: places as ids, days, basis; `problems` say which words of the address could not be read.

    A question with problems was not asked as written: no number answers it. `serial` is where the ledger stood when
    the address was told, `digest` what the reader was told stands behind the figure.
    """

    giver: str = ""
    receiver: str = ""
    pairing: int | None = None
    programme: str = ""
    round: str = ""
    first: date | None = None
    last: date | None = None
    basis: Basis = "agreed"
    as_of: date | None = None
    map_day: date | None = None
    serial: int | None = None
    digest: str = ""
    problems: tuple[Words, ...] = ()

    @property
    def period(self) -> Period:
        """First and last day asked for."""
        return Period(self.first, self.last)

    def known_on(self, today: date) -> date:
        """The day whose knowledge is asked for: today unless an earlier day is named."""
        return min(self.as_of, today) if self.as_of else today

    def day_of_map(self, today: date) -> date:
        """The day by whose map places are read: the one named, else the end of the period, else today."""
        return self.map_day or min(self.last or today, today)


class _Kept:
    """Answers of this process by question and snapshot, the least used given up first."""

    lock = threading.Lock()
    answers: OrderedDict[Hashable, Any] = OrderedDict()


def read_asked(query: QueryDict | Mapping[str, str], today: date) -> Asked:
    """Read a question from an address; what cannot be read is told in `problems` and asks for nothing."""
    problems: list[Words] = []
    days = {name: read_day_or_tell(query.get(name, ""), problems) for name in ("from", "to", "as_of", "map")}
    asked = Asked(
        first=days["from"],
        last=days["to"],
        as_of=days["as_of"],
        map_day=days["map"],
        basis=_read_basis(query.get("basis", ""), problems),
        round=_read_round(query.get("round", ""), problems),
        pairing=_read_pairing(query.get("pairing", ""), problems),
        serial=_read_serial(query.get("serial", ""), problems),
        digest=query.get("digest", "").lower()[:64],
    )
    if asked.as_of and asked.as_of > today:
        problems.append(
            Words(
                f"截至日 {asked.as_of.isoformat()} 还没有到，那天所知的数现在还没有。",
                f"The day {asked.as_of.isoformat()} has not come yet; what will be known then cannot be told.",
            )
        )
    if asked.first and asked.last and asked.first > asked.last:
        problems.append(Words("期间的起日在止日之后。", "The period begins after its end."))
        asked = replace(asked, first=None, last=None)
    day = asked.day_of_map(today)
    giver = _read_place("giver", query.get("giver", ""), day, problems)
    receiver = _read_place("receiver", query.get("receiver", ""), day, problems)
    programme = _read_programme(query.get("programme", ""), problems)
    return replace(asked, giver=giver, receiver=receiver, programme=programme, problems=tuple(problems))


def address_of(indicator: str, asked: Asked, today: date, **changes: Any) -> str:
    """Return the permanent address of a figure, with some parts of the question changed."""
    asked = replace(asked, **changes)
    return f"{reverse('figure', args=[indicator])}?{urlencode(query_of(asked, today))}"


def query_of(asked: Asked, today: date) -> dict[str, str]:
    """Return a question as the parts of an address; a place stands there by its code on the day of the map."""
    day = asked.day_of_map(today)
    parts = {
        "giver": code_of(asked.giver, day) if asked.giver else "",
        "receiver": code_of(asked.receiver, day) if asked.receiver else "",
        "pairing": str(asked.pairing or ""),
        "programme": asked.programme,
        "round": asked.round,
        "from": asked.first.isoformat() if asked.first else "",
        "to": asked.last.isoformat() if asked.last else "",
        "basis": asked.basis,
        "as_of": asked.as_of.isoformat() if asked.as_of else "",
        "serial": str(asked.serial) if asked.serial is not None else "",
        "map": asked.map_day.isoformat() if asked.map_day else "",
    }
    return {name: text for name, text in parts.items() if text}


def scope_of(asked: Asked, actor: Actor, today: date) -> Scope:
    """Return the scope of a question as far as the actor may see it.

    Where one of the places asked for lies wholly inside the actor's places nothing is hidden, and the scope is the
    same for everybody, so that its figure and digest are too.
    """
    return find_scope(
        giver=asked.giver,
        receiver=asked.receiver,
        programme=asked.programme,
        round=asked.round,
        pairing=asked.pairing,
        on=asked.day_of_map(today),
        seen=scope_for(actor),
    )


def is_bounded(scope: Scope) -> bool:
    """Tell whether entries inside the scope may be hidden from whom it was made for."""
    return scope.touching_place_ids is not None


def ask(indicator: Indicator, asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot) -> Figure:
    """Return the figure of a question within a scope, from memory where the ledger has not changed since.

    Documents speak of a programme but hardly ever of its round, so a statement is not asked for by round.
    """
    known_on = asked.known_on(today)
    if asked.basis == "stated":
        scope = replace(scope, round="")
    key = ("figure", indicator.code, indicator.value, scope, asked.period, asked.basis, known_on, snapshot.id)
    return keep(
        key,
        lambda: answer(
            indicator,
            scope=scope,
            period=asked.period,
            basis=asked.basis,
            as_of=known_on,
            snapshot=snapshot,
            book=BOOK,
        ),
    )


def ask_three(
    indicator: Indicator, asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot
) -> dict[Basis, Figure]:
    """Return the figure on each of the three bases."""
    return {
        basis: ask(indicator, replace(asked, basis=basis), scope, today=today, snapshot=snapshot) for basis in BASES
    }


def ask_many(
    indicators: Iterable[Indicator], asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot
) -> dict[str, dict[Basis, Figure]]:
    """Return several figures on all three bases, by their codes.

    Two queries find which kinds have entries and which indicators have statements; only those are asked for, so a
    board of many indicators costs no more than what is known. Of the others the answer is that there is nothing.
    """
    kinds = kinds_with_entries(asked, scope, today=today, snapshot=snapshot)
    stated = stated_indicators(scope, today=asked.known_on(today), snapshot=snapshot)
    found: dict[str, dict[Basis, Figure]] = {}
    for indicator in indicators:
        folds = list_simple(indicator.value) if indicator.value else ()
        has_entries = any(kind in kinds for fold in folds for kind in fold.kinds)
        three: dict[Basis, Figure] = {}
        for basis in BASES:
            known = indicator.code in stated if basis == "stated" else has_entries
            question = replace(asked, basis=basis)
            three[basis] = (
                ask(indicator, question, scope, today=today, snapshot=snapshot)
                if known
                else blank_figure(indicator, question, scope, today=today, snapshot=snapshot)
            )
        found[indicator.code] = three
    return found


def kinds_with_entries(asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot) -> dict[str, int]:
    """Return how many entries of each kind were reported within a scope at any time, in one query."""
    kinds = tuple(kind.code for kind in BOOK.kinds if kind.stage != "stated")
    question = replace(asked, basis="reported", first=None, last=None)
    every = Indicator("entries_by_kind", NO_WORDS, "entry", "flow", "additive", NO_WORDS, count(*kinds))
    groups = ask_groups(every, ("kind",), question, scope=scope, today=today, snapshot=snapshot)
    return {one.keys[0]: one.entries for one in groups}


def blank_figure(indicator: Indicator, asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot) -> Figure:
    """Return a figure that nothing stands behind, without asking for it."""
    asked_as = Asked(first=asked.first, last=asked.last, as_of=asked.as_of, basis="reported")
    nothing = ask(replace(indicator, value=None), asked_as, scope, today=today, snapshot=snapshot)
    return replace(nothing, indicator=indicator, basis=asked.basis)


def ask_groups(
    indicator: Indicator,
    by: tuple[str, ...],
    asked: Asked,
    *,
    scope: Scope,
    today: date,
    snapshot: Snapshot,
    areas: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Group]:
    """Return a figure by some dimensions in one query."""
    known_on = asked.known_on(today)
    kept_areas = tuple((name, tuple(sorted(places.items()))) for name, places in sorted((areas or {}).items()))
    key = ("group", indicator.code, by, scope, asked.period, asked.basis, known_on, snapshot.id, kept_areas)
    return keep(
        key,
        lambda: group(
            indicator,
            by=by,
            scope=scope,
            period=asked.period,
            basis=asked.basis,
            as_of=known_on,
            snapshot=snapshot,
            book=BOOK,
            areas=areas,
        ),
    )


def ask_ties(
    indicator: Indicator, level: str, asked: Asked, *, scope: Scope, today: date, snapshot: Snapshot
) -> list[Group]:
    """Return a figure by giving and receiving place of a level: who helps whom, in one query."""
    known_on, day = asked.known_on(today), asked.day_of_map(today)
    key = ("ties", indicator.code, level, scope, asked.period, asked.basis, known_on, day, snapshot.id)
    return keep(
        key,
        lambda: group_figure(
            indicator.code,
            by=("giver_place", "receiver_place"),
            level=level,
            scope=scope,
            period=asked.period,
            basis=asked.basis,
            as_of=known_on,
            map_day=day,
            snapshot=snapshot,
        ),
    )


def ask_placed(indicators: tuple[str, ...], scope: Scope, *, as_of: date, snapshot: Snapshot) -> list[Placed]:
    """Return what documents state of some indicators between two named places within a scope."""
    scope = replace(scope, round="")
    key = ("placed", indicators, scope, as_of, snapshot.id)
    return keep(key, lambda: list_placed(indicators, scope, as_of=as_of, snapshot=snapshot))


def ask_known_days(figure: Figure) -> list[KnownDay]:
    """Return what the figure was known to be on the days it changed.

    A sum is one scan. Other figures are worked out anew for each day, so of them only the last days are told, and
    none where many entries stand behind; any single day can still be asked for.
    """
    is_sum = isinstance(figure.indicator.value, Total)
    if not is_sum and figure.entries > RECOUNTED_AT_MOST:
        return []
    days = DAYS_AT_MOST if is_sum else DAYS_RECOUNTED
    return keep(("known days", *_key(figure)), lambda: list_known_days(figure, book=BOOK, days=days))


def page_entries(figure: Figure, after: int, size: int) -> list[Counted]:
    """Return a page of the entries behind a figure."""
    return keep(("entries", *_key(figure), after, size), lambda: list_entries(figure, after=after, size=size))


def page_counted(figure: Figure, page: list[Counted]) -> list[CountedEntry]:
    """Return what each entry of a page counts."""
    key = ("counted", *_key(figure), page[0].serial if page else 0, len(page))
    return keep(key, lambda: tell_counted(figure, page))


def page_missing(figure: Figure, size: int) -> list[Missing]:
    """Return the first entries that a figure did not count."""
    return keep(("missing", *_key(figure), size), lambda: list_missing(figure, size=size))


def ask_left_out(figure: Figure) -> list[LeftOutSum]:
    """Return how much was left out, by reason."""
    return keep(("left out", *_key(figure)), lambda: sum_left_out(figure))


def _key(figure: Figure) -> tuple[Hashable, ...]:
    return (figure.indicator.code, figure.scope, figure.period, figure.basis, figure.as_of, figure.snapshot.id)


def stated_indicators(scope: Scope, *, today: date, snapshot: Snapshot) -> dict[str, int]:
    """Return the indicators that documents state of exactly this giver and receiver, with how many statements."""
    scope = replace(scope, round="")
    key = ("stated exactly", scope, today, snapshot.id)
    return keep(key, lambda: count_stated_exactly(scope, as_of=today, snapshot=snapshot))


def stated_within(scope: Scope, *, today: date, snapshot: Snapshot) -> dict[str, int]:
    """Return the indicators that documents state of anything within a scope."""
    key = ("stated within", scope, today, snapshot.id)
    return keep(key, lambda: count_stated(scope, as_of=today, snapshot=snapshot))


def keep(key: Hashable, work_out: Callable[[], Answered]) -> Answered:
    """Return what was worked out under this key, or work it out and keep it."""
    with _Kept.lock:
        if key in _Kept.answers:
            _Kept.answers.move_to_end(key)
            return cast(Answered, _Kept.answers[key])
    found = work_out()
    with _Kept.lock:
        _Kept.answers[key] = found
        while len(_Kept.answers) > KEPT_AT_MOST:
            _Kept.answers.popitem(last=False)
    return found


def current_snapshot() -> Snapshot:
    """Return the ledger as it stands now."""
    return catch_up()


def find_indicator(code: str) -> Indicator | None:
    """Return the indicator with this code, None where there is none."""
    try:
        return BOOK.indicator(code)
    except UnknownCodeError:
        return None


def say_scope(asked: Asked, today: date) -> dict[str, str]:
    """Return the names of the two sides asked for, blank where any is meant."""
    day = asked.day_of_map(today)
    pairing = Pairing.objects.filter(pk=asked.pairing).first() if asked.pairing else None
    labels = (pairing.giver_label, pairing.receiver_label) if pairing else ("", "")
    giver = name_of(asked.giver, day) if asked.giver else place_text(labels[0])
    receiver = name_of(asked.receiver, day) if asked.receiver else place_text(labels[1])
    return {"giver": giver, "receiver": receiver}


def read_day_or_tell(text: str, problems: list[Words]) -> date | None:
    """Read an ISO day; for anything else but a blank add a problem and return None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(
            Words(
                f"日期“{text[:20]}”读不出，应写成 2026-11-22。",
                f"The date “{text[:20]}” cannot be read; write it as 2026-11-22.",
            )
        )
        return None


def _read_place(field: str, text: str, day: date, problems: list[Words]) -> str:
    if not text.strip():
        return ""
    try:
        scope = find_scope(**{field: text[:60]}, on=day)  # type: ignore[arg-type]
    except QuestionError as fault:
        problems += [problem.what for problem in fault.problems]
        return ""
    return scope.giver or scope.receiver


def _read_basis(text: str, problems: list[Words]) -> Basis:
    if text and text not in BASES:
        problems.append(
            Words(
                f"没有“{text[:20]}”这种口径，应是双签（agreed）、上报（reported）或文载（stated）。",
                f"There is no basis “{text[:20]}”; it is agreed, reported or stated.",
            )
        )
    return cast(Basis, text) if text in BASES else "agreed"


def _read_round(text: str, problems: list[Words]) -> str:
    if text and not Round.objects.filter(key=text[:40]).exists():
        problems.append(Words(f"没有轮次“{text[:20]}”。", f"There is no round “{text[:20]}”."))
    return text[:40]


def _read_serial(text: str, problems: list[Words]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 15:
        return int(text)
    problems.append(Words(f"账本编号“{text[:20]}”不是一个数。", f"The ledger number “{text[:20]}” is not a number."))
    return None


def _read_pairing(text: str, problems: list[Words]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 12 and Pairing.objects.filter(pk=int(text)).exists():
        return int(text)
    problems.append(Words(f"没有编号为 {text[:12]} 的结对。", f"There is no pairing number {text[:12]}."))
    return None


def _read_programme(text: str, problems: list[Words]) -> str:
    if not text.strip():
        return ""
    key = programme_key(text[:60])
    if key is None:
        problems.append(Words(f"没有机制“{text[:30]}”。", f"There is no programme “{text[:30]}”."))
    return key or ""
