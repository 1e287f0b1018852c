"""The ledger: every entry the reader may see, narrowed, sorted, summed by stage, and exported. Records nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.statement import STATEMENT
from shanhai.catalogue.words import Words
from shanhai.figures.listing import ListSum
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.ledger.may import open_entries, visible_entries, visible_pairings
from shanhai.ledger.standing import STATED
from shanhai.offices.audit import note_read
from shanhai.offices.may import Actor, require_reader
from shanhai.registry.models import Party
from shanhai.web.entry_list import (
    COUNTED_AT_MOST,
    ROWS_PER_PAGE,
    Conditions,
    EntryList,
    Row,
    pairing_words,
    place_words,
    read_conditions,
    read_rows,
)
from shanhai.web.lists import dated, read_entry_number, send_workbook, whole
from shanhai.web.numbers import FEN_PER_YUAN, day_cell
from shanhai.web.place_words import official_side
from shanhai.web.queue import title_of
from shanhai.web.templatetags.words import BASIS_WORDS, reader_language, say, show_amount, word

EXPORTED_AT_MOST = 100_000
EXPORT_CHUNK = 2_000
PAIRINGS_AT_MOST = 400
STATE_TITLES: dict[str, Words] = {
    "waiting": Words("待我方签", "Waits for us"),
    "theirs": Words("待对方签", "Waits for the other side"),
    "pending": Words("待签", "Pending"),
    "differs": Words("有异", "Differs"),
    "agreed": Words("双签", "Agreed"),
    "reversed": Words("已冲正", "Reversed"),
}


UNTOLD_WORDS: dict[str, Words] = {
    "place": Words(
        "没有叫“{text}”的地方，或有几处同名；请写全称，如“四川省乐山市金口河区”。",
        "No single place is called “{text}”; write the full name.",
    ),
    "day": Words("日期“{text}”读不懂，应写作 2026-03-19。", "The date “{text}” cannot be read; write 2026-03-19."),
    "number": Words("“{text}”不是编号，应是一个整数。", "“{text}” is no number of the kind; it should be a whole one."),
    "text": Words("“{text}”里有不能显示的字符。", "“{text}” holds characters that cannot be shown."),
    "code": Words("没有“{text}”这一项可选。", "“{text}” is not one of the choices."),
}
SORT_OF_PART = {
    "place": "place",
    "from": "day",
    "to": "day",
    "pairing": "number",
    "party": "number",
    "batch": "number",
    "page": "number",
    "q": "text",
}


@dataclass(frozen=True, slots=True)
class Pill:
    """One condition that is on: its name, its value, and the part of the address that takes it away."""

    name: Words
    value: Words | str
    part: str


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of what the list adds up to: a stage, a kind, and its own unit."""

    stage: Words
    title: Words
    sums: ListSum


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show a page of entries; the number of an entry leads straight to it."""
    actor = require_reader(request)
    asked = read_conditions(request)
    serial = read_entry_number(asked.text) if asked.text else None
    if serial is not None and visible_entries(actor).filter(serial=serial).exists():
        return redirect("entry", serial=serial)
    entries = _nearest_page(actor, asked)
    asked = entries.asked
    if request.GET.get("export") and not asked.untold:
        return export(request, actor, entries)
    values = _page_values(actor, asked, entries) | {"dense": request.GET.get("dense") == "1"}
    return render(request, "web/ledger.html", values)


def _nearest_page(actor: Actor, asked: Conditions) -> EntryList:
    """The list on the page asked for, or on its last one where that lies past the end."""
    entries = EntryList(actor, asked)
    last = max(1, -(-entries.count // ROWS_PER_PAGE))
    if asked.page <= last or entries.is_bounded:
        return entries
    return EntryList(actor, replace(asked, page=last))


@require_GET
def ledger_rows(request: HttpRequest) -> HttpResponse:
    """Export the entries that were picked one by one."""
    actor = require_reader(request)
    given = request.GET.getlist("serial")[:ROWS_PER_PAGE]
    picked = [int(text) for text in given if text.isascii() and text.isdecimal()]
    note_read(request, "ledger.export", say("选中的条目", "picked entries"), entries=len(picked))
    return _send(_export_cells(actor, [picked]))


def export(request: HttpRequest, actor: Actor, entries: EntryList) -> HttpResponse:
    """Send the whole list as a workbook, or say how to ask for less."""
    if entries.count > EXPORTED_AT_MOST or entries.is_bounded:
        return render(request, "web/ledger.html", _page_values(actor, entries.asked, entries) | {"too_many": True})
    note_read(request, "ledger.export", request.GET.urlencode(), entries=entries.count)
    chunks = (entries.page_of_serials(skip=skip, size=EXPORT_CHUNK) for skip in range(0, entries.count, EXPORT_CHUNK))
    return _send(_export_cells(actor, chunks))


def _page_values(actor: Actor, asked: Conditions, entries: EntryList) -> dict[str, Any]:
    rows = entries.rows
    units = {row.entry.unit for row in rows}
    first = (asked.page - 1) * ROWS_PER_PAGE + 1
    return {
        "asked": asked,
        "sort": asked.sort,
        "rows": rows,
        "count": entries.count,
        "counted_at_most": COUNTED_AT_MOST,
        "is_bounded": entries.is_bounded,
        "first": first,
        "last": first + len(rows) - 1,
        "has_next": entries.count > asked.page * ROWS_PER_PAGE,
        "unit": units.pop() if len(units) == 1 else "",
        "style": _money_style(rows),
        "sums": [] if asked.untold else _sum_lines(entries.sums),
        "pills": list_pills(actor, asked),
        "untold": [UNTOLD_WORDS[SORT_OF_PART.get(name, "code")].fill(text=written) for name, written in asked.untold],
        "tabs": list_tabs(actor, asked),
        "has_example": any(row.entry.is_example for row in rows),
        "exported_at_most": EXPORTED_AT_MOST,
        "choices": _choices(actor),
    }


def _sum_lines(sums: list[ListSum]) -> list[SumLine]:
    """The sums in words; what documents state is counted but never added up, since several may state one thing."""
    lines = [SumLine(BOOK.stages[one.stage].title, title_of(one.kind), one) for one in sums if one.stage != STATED]
    stated = sum(one.entries for one in sums if one.stage == STATED)
    if stated:
        told = ListSum(STATEMENT.code, STATED, "", stated, 0, 0, 0)
        lines.append(SumLine(BOOK.stages[STATED].title, STATEMENT.title, told))
    return lines


def _money_style(rows: list[Row]) -> str:
    """万元 with two decimals where no row loses anything by it, else yuan to the fen for the whole column."""
    step = 100 * FEN_PER_YUAN if reader_language() == "zh" else 10 * FEN_PER_YUAN
    amounts = [amount for row in rows for amount in (row.giver_amount, row.receiver_amount, row.third_amount) if amount]
    return "table" if all(amount % step == 0 for amount in amounts) else "exact"


def list_tabs(actor: Actor, asked: Conditions) -> list[tuple[Words, str, int | None, bool]]:
    """The views most asked for: words, address, count where it is cheap, and whether it is the one shown."""
    address = reverse("ledger")
    here = next((one for one in ("waiting", "theirs", "differs") if asked.state == one), "")
    shown = here or ("none" if asked.no_document else "mine" if asked.mine else "all" if not asked.is_narrow else "")
    tabs: list[tuple[Words, str, int | None, bool]] = [(Words("全部", "All"), address, None, shown == "all")]
    if actor.side in {"giver", "receiver"}:
        waiting = open_entries(actor, awaiting=actor.side)[:1001].count()
        tabs.append((STATE_TITLES["waiting"], f"{address}?state=waiting", waiting, shown == "waiting"))
        tabs.append((STATE_TITLES["theirs"], f"{address}?state=theirs", None, shown == "theirs"))
    differing = open_entries(actor, state="differs")[:1001].count()
    tabs.append((STATE_TITLES["differs"], f"{address}?state=differs", differing, shown == "differs"))
    tabs.append((Words("缺凭据", "Without documents"), f"{address}?documents=none", None, shown == "none"))
    if actor.may_record:
        tabs.append((Words("我记的", "Entered by me"), f"{address}?mine=1", None, shown == "mine"))
    return tabs


def list_pills(actor: Actor, asked: Conditions) -> list[Pill]:
    """The conditions that are on, in the order of the form."""
    pairing = visible_pairings(actor).select_related("round").filter(pk=asked.pairing).first()
    party = Party.objects.filter(pk=asked.party).first() if asked.party else None
    field = next((one for one in BOOK.fields if one.code == asked.field), None)
    parts: list[tuple[Words, Words | str | None, str]] = [
        (Words("文字", "Text"), asked.text, "q"),
        (Words("结对", "Pairing"), pairing_words(pairing) if pairing else "", "pairing"),
        (Words("领域", "Field"), field.title if field else "", "field"),
        (Words("类别", "Kind"), title_of(asked.kind) if asked.kind else "", "kind"),
        (Words("环节", "Stage"), BOOK.stages[asked.stage].title if asked.stage else "", "stage"),
        (Words("状态", "State"), STATE_TITLES.get(asked.state), "state"),
        (Words("地方", "Place"), place_words(asked.place_id), "place"),
        (Words("单位", "Party"), party.name if party else "", "party"),
        (Words("批次", "Batch"), str(asked.batch or ""), "batch"),
        (Words("标签", "Label"), _label_title(asked.label), "label"),
        (Words("从", "From"), asked.first.isoformat() if asked.first else "", "from"),
        (Words("到", "To"), asked.last.isoformat() if asked.last else "", "to"),
        (Words("凭据", "Documents"), Words("缺", "none") if asked.no_document else "", "documents"),
        (Words("谁记的", "Entered by"), Words("我", "me") if asked.mine else "", "mine"),
    ]
    return [Pill(name, value, part) for name, value, part in parts if value]


def _choices(actor: Actor) -> dict[str, Any]:
    """What the form of conditions offers."""
    pairings = visible_pairings(actor).select_related("round").order_by("giver_label", "receiver_label", "pk")
    labels = {label.code: label.title for kind in BOOK.kinds for label in kind.labels}
    return {
        "pairings": [(one.pk, pairing_words(one)) for one in pairings[:PAIRINGS_AT_MOST]],
        "fields": [(field, field.kinds) for field in BOOK.fields if field.kinds],
        "stages": list(BOOK.stages.values()),
        "states": STATE_TITLES,
        "labels": labels,
    }


def _label_title(code: str) -> Words | str:
    for kind in BOOK.kinds:
        for label in kind.labels:
            if label.code == code:
                return label.title
    return code


def _export_cells(actor: Actor, chunks: Iterable[list[int]]) -> Iterable[list[Any]]:
    """Rows of the workbook; amounts in whole units as numbers, each with its unit beside it."""
    for serials in chunks:
        rows = read_rows(actor, serials)
        parties = _party_names(rows)
        for row in rows:
            entry = row.entry
            yield [
                write_entry_number(entry.serial, entry.known_on),
                day_cell(entry.on_date, entry.date_precision),
                word(row.title),
                word(row.stage),
                *official_side(entry.giver_place_id, entry.on_date, row.giver),
                *official_side(entry.receiver_place_id, entry.on_date, row.receiver),
                parties.get(entry.from_party_id, ""),
                parties.get(entry.to_party_id, ""),
                whole(row.giver_amount, entry.unit),
                whole(row.receiver_amount, entry.unit),
                whole(row.third_amount, entry.unit),
                show_amount(0, entry.unit, "exact").unit,
                word(BASIS_WORDS[row.state]),
                None if entry.reverses_serial else row.documents,
                entry.programme,
                say("示例", "example") if entry.is_example else "",
            ]


def _party_names(rows: list[Row]) -> dict[int | None, str]:
    ids = {party for row in rows for party in (row.entry.from_party_id, row.entry.to_party_id) if party}
    return dict(Party.objects.filter(pk__in=ids).values_list("pk", "name"))


def _send(cells: Iterable[list[Any]]) -> HttpResponse:
    columns = [
        say("条目", "Entry"),
        say("日期", "Date"),
        say("事由", "Kind"),
        say("环节", "Stage"),
        say("海方", "Giving side"),
        say("海方代码", "Code of the giving side"),
        say("山方", "Receiving side"),
        say("山方代码", "Code of the receiving side"),
        say("给", "From"),
        say("受", "To"),
        say("海方数", "Giver's amount"),
        say("山方数", "Receiver's amount"),
        say("第三方或文载数", "Third party or document"),
        say("单位", "Unit"),
        say("状态", "State"),
        say("凭据件数", "Documents"),
        say("机制", "Programme"),
        say("备注", "Note"),
    ]
    return send_workbook(say("条目", "Entries"), columns, cells, file_name=dated(say("条目", "entries")))


urlpatterns = [
    path("ledger", ledger, name="ledger"),
    path("ledger/picked", ledger_rows, name="ledger_rows"),
]
