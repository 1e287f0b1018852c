"""The figures of pairings: headlines, money by stage, what documents state. Asks; computes nothing itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import Indicator, Kind
from shanhai.catalogue.stages import STAGES
from shanhai.catalogue.words import Words
from shanhai.figures.fold import Total, latest, total
from shanhai.figures.scope import Scope
from shanhai.figures.tables import Snapshot
from shanhai.ledger.ask import figure_address
from shanhai.ledger.may import open_entries
from shanhai.ledger.models import DocumentLink
from shanhai.offices.may import Actor
from shanhai.registry.models import Pairing
from shanhai.registry.pairings import pairing_subtree
from shanhai.web.asked import (
    Asked,
    address_of,
    ask,
    ask_groups,
    ask_many,
    current_snapshot,
    find_indicator,
    kinds_with_entries,
    scope_of,
    stated_indicators,
)
from shanhai.web.charts import Bar, Chart, Frame, draw_bars
from shanhai.web.figure_cards import Card, make_card, show_statement
from shanhai.web.numbers import table_money
from shanhai.web.registry_words import AREA_LEVELS, say_span
from shanhai.web.templatetags.words import BASIS_WORDS, reader_language, say, unit_word, word

LIST_HEADLINE = "assistance_funds_received"
HEADLINES = ("assistance_funds_received", "assistance_funds", "consumption_assistance_sales", "assistance_projects")


@dataclass(frozen=True, slots=True)
class StageRow:
    """What one stage of money holds on the three bases; never added to another row."""

    title: Words
    stage: Words
    agreed: int | None
    reported: int | None
    stated: int | None
    entries: int
    address: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One number of one document about this pairing."""

    title: Words
    shown: str
    period: Words
    document: str
    address: str


@dataclass(frozen=True, slots=True)
class PairingFigure:
    """A pairing's line in the list: money received with that of the pairings below, and open differences."""

    agreed: int | None
    reported: int | None
    differs: int


class Headlines(dict[int, PairingFigure]):
    """Lines of the list by pairing id; a pairing nobody entered anything for has none."""

    title: Words | None = None


def ask_of(pairing: Pairing) -> Asked:
    """Return the question about a pairing.

    Between areas it is asked by the two places under the pairing's programme and round, so that the entries of all
    pairings below count; between units by the pairing itself.
    """
    programme, held = pairing.round.programme.key, pairing.round.key
    if pairing.level in AREA_LEVELS and pairing.giver_place_id and pairing.receiver_place_id:
        return Asked(giver=pairing.giver_place_id, receiver=pairing.receiver_place_id, programme=programme, round=held)
    return Asked(pairing=pairing.pk, programme=programme, round=held)


def headline_by_pairing(actor: Actor) -> Headlines:
    """Return the money received by pairing, all pairings in two grouped queries, those below counted in."""
    found = Headlines()
    from django.utils import timezone

    today = timezone.localdate()
    indicator = BOOK.indicator(LIST_HEADLINE)
    found.title = indicator.title
    scope = Scope(
        touching_place_ids=actor.place_ids, programmes=frozenset(actor.programmes) if actor.programmes else None
    )
    snapshot = current_snapshot()
    sums: dict[str, dict[int, int]] = {}
    for basis in ("agreed", "reported"):
        groups = ask_groups(indicator, ("pairing",), Asked(basis=basis), scope=scope, today=today, snapshot=snapshot)
        sums[basis] = {one.keys[0]: one.value or 0 for one in groups if one.keys[0] is not None}
    differs: dict[int, int] = defaultdict(int)
    for pairing in open_entries(actor, state="differs").values_list("pairing_id", flat=True)[:5000]:
        if pairing is not None:
            differs[pairing] += 1
    told = {*sums["agreed"], *sums["reported"], *differs}
    parents = set(told)
    above = dict(Pairing.objects.exclude(parent=None).values_list("pk", "parent_id"))
    for one in told:
        while (one := above.get(one)) is not None:
            parents.add(one)
    for one in parents:
        inside = pairing_subtree(one)
        found[one] = PairingFigure(
            _add(sums["agreed"], inside), _add(sums["reported"], inside), sum(differs.get(key, 0) for key in inside)
        )
    return found


def _add(sums: dict[int, int], keys: frozenset[int]) -> int | None:
    known = [sums[key] for key in keys if key in sums]
    return sum(known) if known else None


def pairing_figures(actor: Actor, pairing: Pairing, today: date) -> dict[str, Any]:
    """Return what a pairing's page shows of figures: cards, money by stage with its chart, statements."""
    asked = ask_of(pairing)
    scope = scope_of(asked, actor, today)
    snapshot = current_snapshot()
    cards: list[Card] = []
    statements: list[StatementRow] = []
    headlines = [BOOK.indicator(code) for code in HEADLINES]
    for three in ask_many(headlines, asked, scope, today=today, snapshot=snapshot).values():
        if any(figure.value is not None for figure in three.values()):
            cards.append(make_card(three, "agreed"))
    for code in stated_indicators(scope, today=today, snapshot=snapshot):
        indicator = find_indicator(code)
        if indicator:
            statements += state_rows(indicator, asked, scope, today=today, snapshot=snapshot)
    stages = stage_rows(asked, scope, today=today, snapshot=snapshot)
    return {
        "headlines": cards,
        "stages": stages,
        "stage_chart": draw_stages(stages) if stages else None,
        "statements": statements,
    }


def money_kinds() -> list[Kind]:
    """Return the kinds of entries that are money on its way, in the order of the stages."""
    kinds = [
        kind for field in BOOK.fields if field.code == "funds" for kind in field.kinds if kind.amount_unit == "CNY"
    ]
    order = list(STAGES)
    return sorted(kinds, key=lambda kind: order.index(kind.stage))


def stage_rows(asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot) -> list[StageRow]:
    """Return one row per stage that anything was entered or stated for: two grouped queries, and one per balance.

    A balance such as carried-over money is seen on the day, so its newest observations count and not their sum.
    """
    known = kinds_with_entries(asked, scope, today=today, snapshot=snapshot)
    stated_of = stated_indicators(scope, today=asked.known_on(today), snapshot=snapshot)
    kinds = money_kinds()
    flows = [kind for kind in kinds if kind.nature == "flow"]
    sums: dict[str, dict[str, tuple[int | None, int]]] = {"agreed": {}, "reported": {}}
    for basis, found in sums.items():
        question = replace(asked, basis=basis)
        by_kind = _by_stage("money_by_stage", total(*(kind.code for kind in flows)))
        for one in ask_groups(by_kind, ("kind",), question, scope=scope, today=today, snapshot=snapshot):
            found[one.keys[0]] = (one.value, one.entries)
        for kind in kinds:
            if kind.nature != "flow" and kind.code in known:
                level = _by_stage(f"level_of_{kind.code}", latest(kind.code, of=(kind.subject or "subject",)))
                figure = ask(level, question, scope, today=today, snapshot=snapshot)
                if figure.entries:
                    found[kind.code] = (figure.value, figure.entries)
    declared = {
        indicator.value.kinds[0]: indicator
        for indicator in BOOK.indicators
        if isinstance(indicator.value, Total) and len(indicator.value.kinds) == 1 and not indicator.value.where
    }
    rows = []
    for kind in kinds:
        agreed, reported = sums["agreed"].get(kind.code), sums["reported"].get(kind.code)
        indicator = declared.get(kind.code)
        stated = None
        if indicator and indicator.code in stated_of:
            stated = ask(indicator, replace(asked, basis="stated"), scope, today=today, snapshot=snapshot).value
        if agreed or reported or stated is not None:
            rows.append(
                StageRow(
                    title=kind.title,
                    stage=STAGES[kind.stage].title,
                    agreed=agreed[0] if agreed else None,
                    reported=reported[0] if reported else None,
                    stated=stated,
                    entries=reported[1] if reported else 0,
                    address=address_of(indicator.code, asked, today, as_of=today) if indicator else "",
                )
            )
    return rows


def draw_stages(rows: list[StageRow]) -> Chart:
    """Draw the stages as bars of one scale; the title says which stage holds most of what is agreed."""
    language = reader_language()
    bars = [Bar(word(row.stage), row.agreed, row.reported) for row in rows]
    title = say(
        "各环节的钱：{rows}",
        "Money by stage: {rows}",
        rows=say("，", ", ").join(
            say("{stage}双签 {amount}", "{stage} {amount} agreed", stage=word(row.stage), amount=_shown(row.agreed))
            for row in rows
        ),
    )
    frame = Frame(
        "stages",
        title,
        word(BASIS_WORDS["agreed"]),
        word(BASIS_WORDS["reported"]),
        say("环节", "Stage"),
        unit=unit_word("CNY", "table"),
    )
    return draw_bars(frame, bars, show=lambda value: table_money(value, language).number)


def state_rows(
    indicator: Indicator, asked: Asked, scope: Scope, *, today: date, snapshot: Snapshot
) -> list[StatementRow]:
    """Return what documents state of one indicator about these two sides."""
    figure = ask(indicator, replace(asked, basis="stated"), scope, today=today, snapshot=snapshot)
    return [
        StatementRow(
            title=indicator.title,
            shown=show_statement(one),
            period=say_period(one.period.first, one.period.last),
            document=document_title(one.serial),
            address=figure_address(figure),
        )
        for one in figure.statements
    ]


def say_period(first: date | None, last: date | None) -> Words:
    """Say a period whose last day counts: whole years and months by their names."""
    from datetime import timedelta

    after = last + timedelta(days=1) if last else None
    if first is None and last is None:
        return Words("没有写期间", "no period stated")
    if first and after and (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return say_span(first, "year", after, "year")
    if first and after and first.day == after.day == 1:
        return say_span(first, "month", after, "month")
    return say_span(first, "day", after, "day")


def document_title(serial: int) -> str:
    """Return the title of the document that a statement is tied to."""
    found = DocumentLink.objects.filter(entry_serial=serial).select_related("document").order_by("pk").first()
    if found is None:
        return ""
    outlet = f"，{found.document.outlet}" if found.document.outlet else ""
    return f"{found.document.title}{outlet}"


def _by_stage(code: str, value: Any) -> Indicator:
    """Return a question over kinds that no indicator asks as such: one row per kind, never one sum."""
    title = Words("各环节的钱", "Money by stage")
    return Indicator(code, title, "CNY", "flow", "additive", Words("各环节分列", "stage by stage"), value)


def _shown(value: int | None) -> str:
    return "—" if value is None else str(table_money(value, reader_language()))


__all__ = ["Headlines", "PairingFigure", "ask_of", "headline_by_pairing", "pairing_figures", "say_period"]
