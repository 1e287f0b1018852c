"""The passport of a figure at its permanent address, and the index of all figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Problem, Words
from shanhai.figures.answer import Figure
from shanhai.figures.counted import CountedPart, list_parts
from shanhai.figures.fold import Total, list_simple
from shanhai.figures.overlaps import sum_labels
from shanhai.figures.scope import Basis, Scope
from shanhai.figures.stated_index import Placed
from shanhai.ledger.ask import (
    DIGEST_SHORT,
    QuestionError,
    bound_scope,
    cited_address,
    figure_address,
    sight_of,
    tell_figure,
    told_from,
)
from shanhai.offices.may import Actor, actor_of
from shanhai.registry.models import Programme, Round
from shanhai.web.api_shapes import tell
from shanhai.web.asked import (
    BASES,
    Asked,
    address_of,
    ask_known_days,
    ask_left_out,
    ask_placed,
    ask_three,
    current_snapshot,
    find_indicator,
    kinds_with_entries,
    page_counted,
    page_entries,
    page_missing,
    query_of,
    read_asked,
    say_scope,
    scope_of,
    stated_within,
)
from shanhai.web.charts import Chart, Frame, Known, draw_known
from shanhai.web.citation import cite, cited_scope, compare, tell_since
from shanhai.web.faults import tell_fault
from shanhai.web.figure_cards import one_fine_unit
from shanhai.web.figure_entries import (
    PART_HEADS,
    BehindRow,
    MissingRow,
    StatementRow,
    behind_rows,
    missing_rows,
    placed_rows,
    signing_days,
    statement_rows,
)
from shanhai.web.figure_export import export_entries
from shanhai.web.numbers import NOTHING, write_day
from shanhai.web.pairing_figures import say_period
from shanhai.web.place_words import name_of
from shanhai.web.templatetags.words import BASIS_WORDS, reader_language, say, show_amount, unit_word, word

ROWS = 50
MISSING_SHOWN = 20
STATEMENTS_SHOWN = 40
REASONS = {
    "pending": Words("对方还没有签", "not yet signed by the other side"),
    "differs": Words("两方的数不同", "the two amounts are not the same"),
    "not_agreed": Words("没有双签（待签或有异）", "not agreed (pending or differing)"),
    "reversed": Words("已冲正", "reversed"),
    "out_of_period": Words("不在期间内", "outside the period"),
    "rule": Words("计数规则不计", "left out by the counting rule"),
    "superseded": Words("同一事物有更新的数", "a newer number of the same thing counts"),
}

ONLY_PART = Words(
    "本机构只看得到与自己地域有关的条目，这个数只含这些。",
    "This office sees only entries that touch its own places; the figure holds only those.",
)


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One basis in the table of three: its value, how far from agreed, and why."""

    basis: Basis
    shown: str
    apart: str
    why: str
    anchor: str
    address: str


@require_GET
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show the passport of one figure, or give it as JSON or as a workbook of its entries."""
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    indicator = find_indicator(code)
    if indicator is None:
        raise Http404
    today = timezone.localdate()
    asked = read_asked(request.GET, today)
    snapshot = current_snapshot()
    try:
        scope = bound_scope(scope_of(asked, actor, today), asked.serial, snapshot)
    except QuestionError as fault:
        asked = replace(asked, problems=(*asked.problems, *(problem.what for problem in fault.problems)))
    if asked.problems:
        return show_unasked(request, indicator, asked, today)
    three = ask_three(indicator, asked, scope, today=today, snapshot=snapshot)
    found = three[asked.basis]
    sides = say_scope(asked, today)
    if request.GET.get("format") == "json":
        return JsonResponse(tell_figure(found), json_dumps_params={"ensure_ascii": False})
    if request.GET.get("format") == "xlsx":
        return export_entries(request, found, scope_lines(found, sides, actor))
    after = request.GET.get("after", "")
    return render(
        request,
        "web/figure.html",
        {
            **passport_values(found, three, asked, today),
            **entry_values(found, int(after) if after.isdecimal() and len(after) < 18 else 0),
            **form_values(asked, today),
            "field": BOOK.field_of(code),
            "sides": sides,
            "sight": sight_of(scope),
            "only_part": ONLY_PART,
            "citation": cite(found, sides, actor),
            "since": tell_since(found, asked, today),
            "compared": compare(found, asked),
        },
    )


def scope_lines(found: Figure, sides: dict[str, str], actor: Actor) -> list[str]:
    """Say the scope, round and period of a figure in lines, and, where its reader sees only part of it, that too."""
    is_bounded = found.period.first or found.period.last
    period = say_period(found.period.first, found.period.last) if is_bounded else Words("全部", "all time")
    lines = [
        say("范围：{scope}", "Scope: {scope}", scope=cited_scope(found, sides, actor)),
        say("期间：{period}", "Period: {period}", period=word(period)),
    ]
    if named := round_words(found.scope):
        lines.append(say("机制：{round}", "Programme: {round}", round=word(named)))
    if sight_of(found.scope) == "part":
        lines.append(word(ONLY_PART))
    return lines


def show_unasked(request: HttpRequest, indicator: Indicator, asked: Asked, today: date) -> HttpResponse:
    """Say what of the question cannot be read and how to ask it; no number stands for a question nobody asked."""
    if request.GET.get("format") in {"json", "xlsx"}:
        problems = [tell(Problem("question", "blocks", words)) for words in asked.problems]
        return tell_fault(422, "data_problems", Words("这个问题读不懂。", "The question cannot be read."), problems)
    values = {**form_values(asked, today), "indicator": indicator, "field": BOOK.field_of(indicator.code)}
    return render(
        request,
        "web/figure_unasked.html",
        {**values, "sides": {side: request.GET.get(side, "")[:60] for side in ("giver", "receiver")}},
    )


def passport_values(found: Figure, three: dict[Basis, Figure], asked: Asked, today: date) -> dict[str, Any]:
    """Return the value, the three bases, the rule, and how the figure was known on other days."""
    known = known_chart(found, today)
    return {
        "figure": found,
        "indicator": found.indicator,
        "value": found.value,
        "shown": show_amount(found.value, found.unit, "fine"),
        "exact": show_amount(found.value, found.unit, "exact"),
        "basis_rows": [basis_row(three, basis) for basis in BASES],
        "basis_unit": one_fine_unit(_largest(three), found.unit)[1],
        "apart_unit": say("百分点", "points") if found.unit == "percent" else unit_word(found.unit, "table"),
        "divided": [(part, show_amount(part.total, part.unit, "exact")) for part in list_parts(found, BOOK)],
        "period": say_period(found.period.first, found.period.last),
        "has_period": bool(found.period.first or found.period.last),
        "stages": [BOOK.stages[code].title for code in found.stages if code in BOOK.stages],
        "rounds": round_words(found.scope),
        "parts": part_rows(found, asked, today),
        "labels": label_rows(found),
        "left_out": ask_left_out(found),
        "left_out_rows": [(REASONS[one.reason], one) for one in ask_left_out(found)],
        "known": known,
        "digest": found.digest,
        "digest_short": spaced_digest(found.digest),
        "digest_start": found.digest[:DIGEST_SHORT],
        "address": cited_address(found),
        "serial": told_from(found),
        "json_address": f"{figure_address(found)}&format=json",
        "xlsx_address": f"{figure_address(found)}&format=xlsx",
        "statements": statement_rows(three["stated"].statements[:STATEMENTS_SHOWN]),
        "statement_count": len(three["stated"].statements),
        "inside": stated_inside(three["stated"]),
        "inside_count": len(placed_inside(three["stated"])),
        "today": today,
        "map_day": found.scope.map_day,
    }


def entry_values(found: Figure, after: int) -> dict[str, Any]:
    """Return a page of the entries behind the figure, what was left out, and who gave their word."""
    counted = page_entries(found, after, ROWS + 1) if found.basis != "stated" else []
    page = counted[:ROWS]
    counts = {one.serial: one.counts for one in page_counted(found, page)}
    parts = list_parts(found, BOOK)
    rows: list[BehindRow] = behind_rows(page)
    missing: list[MissingRow] = missing_rows(page_missing(found, MISSING_SHOWN), REASONS)
    return {
        "rows": [(row, _said_counts(counts[row.entry.serial], parts)) for row in rows],
        "entry_unit": one_unit_of(row.entry.unit for row in rows),
        "counted_parts": [(PART_HEADS[part.role], part, _shown_part(part.total, part.unit)) for part in parts],
        "after": after,
        "next_after": page[-1].serial if len(counted) > ROWS else None,
        "missing": missing,
        "signing": signing_days([one.serial for one in page], up_to=told_from(found), as_of=found.as_of),
        "is_sum": isinstance(found.indicator.value, Total),
        "whole_page": after == 0 and len(counted) <= ROWS,
    }


def one_unit_of(units: Iterable[str]) -> str:
    """Return the unit that all have; blank where there are several."""
    found = set(units)
    return found.pop() if len(found) == 1 else ""


def _said_counts(counts: tuple[int | None, ...], parts: tuple[CountedPart, ...]) -> list[tuple[Words, str, str]]:
    """Return what an entry counts in each part, with the head of its column and its unit."""
    return [
        (PART_HEADS[part.role], part.unit, _shown_part(count, part.unit))
        for count, part in zip(counts, parts, strict=True)
    ]


def _shown_part(count: int | None, unit: str) -> str:
    return show_amount(count, unit, "table").number


def basis_row(three: dict[Basis, Figure], basis: Basis) -> BasisRow:
    """Say one basis: the value in the unit of the table, how far it lies from agreed, and why."""
    figure, agreed = three[basis], three["agreed"].value
    value = figure.value
    show, _ = one_fine_unit(_largest(three), figure.unit)
    shown = NOTHING if value is None else show(value)
    apart = NOTHING
    if basis != "agreed" and value is not None and agreed is not None and value != agreed:
        number = show_amount(value - agreed, figure.unit, "table").number.removesuffix("%")
        apart = f"+{number}" if value > agreed else number
    return BasisRow(basis, shown, apart, *why(three, basis), figure_address(figure))


def why(three: dict[Basis, Figure], basis: Basis) -> tuple[str, str]:
    """Say why a basis differs from agreed, and the part of the page that shows it."""
    if basis == "agreed":
        return say("官方合计用此数", "used in official totals"), ""
    if basis == "stated":
        count_of = len(three["stated"].statements)
        if not count_of and (inside := len(placed_inside(three["stated"]))):
            said = say(
                "没有文章写这个合计，范围内各处有 {count} 处",
                "no document states this total; {count} below do",
                count=inside,
            )
            return said, "inside"
        if not count_of:
            return say("没有文章提到", "no document mentions it"), ""
        return say("{count} 处说法，见文载", "{count} stated, see below", count=count_of), "stated"
    open_entries = three["reported"].entries - three["agreed"].entries
    if three["reported"].value is None:
        return say("没有条目", "no entries"), ""
    if open_entries <= 0:
        return say("各条都已双签", "every entry is agreed"), ""
    return say("{count} 条未双签", "{count} not agreed", count=f"{open_entries:,}"), "out"


def stated_inside(stated: Figure) -> list[tuple[str, str, StatementRow]]:
    """Return what documents state of places inside a scope whose total none states: giver, receiver, statement."""
    if stated.statements:
        return []
    day = stated.scope.map_day or stated.as_of
    placed = placed_inside(stated)
    return [
        (name_of(one.giver, day), name_of(one.receiver, day), row)
        for one, row in placed_rows(placed[:STATEMENTS_SHOWN])
    ]


def placed_inside(stated: Figure) -> list[Placed]:
    """Return what documents state between two places inside the scope of a figure."""
    return ask_placed((stated.indicator.code,), stated.scope, as_of=stated.as_of, snapshot=stated.snapshot)


def round_words(scope: Scope) -> Words | None:
    """Say the programme and round of a scope; None where it spans all."""
    if not scope.programme and not scope.round:
        return None
    held = Round.objects.filter(key=scope.round) if scope.round else Round.objects.none()
    if scope.programme:
        held = held.filter(programme__key=scope.programme)
    if one := held.first():
        return Words(one.name_zh, one.name_en)
    programme = Programme.objects.filter(key=scope.programme).first()
    if programme:
        return Words(programme.name_zh, programme.name_en)
    return Words(scope.programme or scope.round, scope.programme or scope.round)


def part_rows(found: Figure, asked: Asked, today: date) -> list[tuple[Words, str, int, str]]:
    """Return the parts of a figure that spans several programmes or rounds, each with its own passport."""
    if not found.is_mixed:
        return []
    rows = []
    for part in found.parts:
        name = round_words(Scope(programme=part.programme, round=part.round)) or Words("没有写机制", "no programme")
        shown = NOTHING if part.value is None else str(show_amount(part.value, found.unit))
        address = address_of(found.indicator.code, asked, today, programme=part.programme, round=part.round)
        rows.append((name, shown, part.entries, address))
    return rows


def label_rows(found: Figure) -> dict[str, Any] | None:
    """Return a sum by the labels of its entries with gross, net and shared; None where no entry carries one."""
    if not found.indicator.overlapping_parts:
        return None
    sums = sum_labels(found)
    if not sums.parts:
        return None
    titles = {one.code: one.title for kind in BOOK.kinds for one in kind.labels}

    def shown(value: int) -> str:
        return show_amount(value, found.unit, "exact").number

    return {
        "rows": [(titles.get(code, Words(code, code)), entries, shown(amount)) for code, entries, amount in sums.parts],
        "gross": shown(sums.gross),
        "net": shown(sums.net),
        "shared": shown(sums.shared),
        "unlabelled": shown(sums.unlabelled),
    }


def known_chart(found: Figure, today: date) -> Chart | None:
    """Draw what the figure was known to be on the days it changed; None where it never had entries."""
    days = ask_known_days(found)
    if not days:
        return None
    largest = max((value for day in days for value in (day.agreed, day.reported) if value is not None), default=0)
    show, unit = one_fine_unit(largest, found.unit)
    last = days[-1]
    title = say(
        "所知的数变过 {count} 次；最近在{day}：上报 {reported}，双签 {agreed}",
        "Known values changed {count} times; last on {day}: reported {reported}, agreed {agreed}",
        count=len(days),
        day=write_day(last.day, reader_language()),
        reported=_shown(last.reported, found.unit),
        agreed=_shown(last.agreed, found.unit),
    )
    frame = Frame(
        "known",
        title,
        word(BASIS_WORDS["agreed"]),
        word(BASIS_WORDS["reported"]),
        say("所知之日", "Known from"),
        unit=unit,
    )
    return draw_known(
        frame,
        [Known(day.day, day.agreed, day.reported) for day in days],
        until=today,
        show=show,
        until_label=say("今天", "today"),
    )


def spaced_digest(digest: str) -> str:
    """Write a digest short, so that two can be told apart by eye: `7b1e 90c4 52af … e13d`."""
    return f"{digest[:4]} {digest[4:8]} {digest[8:12]} … {digest[-4:]}"


def form_values(asked: Asked, today: date) -> dict[str, Any]:
    """Return what the forms that change the question start from; the ledger as it stands now answers them."""
    return {
        "asked": asked,
        "problems": asked.problems,
        "bases": BASES,
        "form": {
            "query": query_of(replace(asked, serial=None), today),
            "programmes": Programme.objects.order_by("key"),
            "rounds": round_choices(asked.programme),
        },
    }


def round_choices(programme: str) -> list[tuple[str, Words]]:
    """Return the rounds to choose from: those of a programme by name, else each year's with all programmes it is of."""
    held = Round.objects.select_related("programme").order_by("key", "programme__key")
    if programme:
        return [(one.key, Words(one.name_zh, one.name_en)) for one in held.filter(programme__key=programme)]
    named: dict[str, list[Round]] = {}
    for one in held:
        named.setdefault(one.key, []).append(one)
    return [
        (
            key,
            Words(
                f"{key}：{'、'.join(dict.fromkeys(one.programme.name_zh for one in rounds))}",
                f"{key}: {', '.join(dict.fromkeys(one.programme.name_en for one in rounds))}",
            ),
        )
        for key, rounds in named.items()
    ]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One indicator in the index: its rule, and what stands behind it in the reader's sight."""

    indicator: Indicator
    entries: int
    statements: int
    address: str


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show every indicator by field, with how many entries and statements stand behind it."""
    actor = actor_of(request)
    if actor is None or not actor.may_read:
        raise PermissionDenied
    if (code := request.GET.get("indicator", "")) and find_indicator(code):
        return redirect("figure", code=code)
    today = timezone.localdate()
    show = request.GET.get("show", "some")
    fields = index_rows(actor, today)
    if show != "all":
        fields = [(field, [row for row in rows if row.entries or row.statements]) for field, rows in fields]
    return render(
        request,
        "web/figures.html",
        {
            "fields": [(field, rows) for field, rows in fields if rows],
            "show": show,
            "indicators": len(BOOK.indicators),
            "today": today,
        },
    )


def index_rows(actor: Actor, today: date) -> list[tuple[CooperationField, list[IndexRow]]]:
    """Return the indicators by field: entries counted by kind in one query, statements in another."""
    scope = scope_of(Asked(), actor, today)
    snapshot = current_snapshot()
    by_kind = kinds_with_entries(Asked(), scope, today=today, snapshot=snapshot)
    stated = stated_within(scope, today=today, snapshot=snapshot)
    return [
        (field, [_index_row(indicator, by_kind, stated) for indicator in field.indicators]) for field in BOOK.fields
    ]


def _index_row(indicator: Indicator, by_kind: dict[str, int], stated: dict[str, int]) -> IndexRow:
    kinds = {code for fold in list_simple(indicator.value) for code in fold.kinds} if indicator.value else set()
    return IndexRow(
        indicator=indicator,
        entries=sum(by_kind.get(code, 0) for code in kinds),
        statements=stated.get(indicator.code, 0),
        address=f"/figures/{indicator.code}",
    )


def _largest(three: dict[Basis, Figure]) -> int:
    return max((abs(figure.value) for figure in three.values() if figure.value is not None), default=0)


def _shown(value: int | None, unit: str) -> str:
    return NOTHING if value is None else str(show_amount(value, unit))


urlpatterns = [
    path("figures", figures, name="figures"),
    path("figures/<slug:code>", figure, name="figure"),
]
