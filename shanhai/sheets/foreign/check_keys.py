"""One thing in two rows, and cells left blank that every neighbour has. Must not know arithmetic."""

from __future__ import annotations

import re

from shanhai.algorithms.cell_values import squeeze

from .work import Column, Work

# For each kind, the codes that name one thing; then the fields that name it together.
_CODES = {
    "consumption.purchase": ("order_no",),
    "charity.donation": ("receipt_no",),
    "labour.placement": ("id_number",),
    "talent.secondment": ("id_number",),
    "activity.project": ("project_no",),
    "park.tenant": ("uscc",),
    "funds.account": (),
    "pairing.school": (),
    "pairing.hospital": (),
    "agreement.target": ("item_code",),
    "return.yearly": ("item_code",),
}
_TOGETHER = {
    "activity.project": ("receiver", "project"),
    "enclave.payout": ("receiver", "town", "village"),
    "pairing.school": ("side_a", "side_b"),
    "pairing.hospital": ("side_a", "side_b"),
    "park.tenant": ("firm",),
    "talent.secondment": ("person", "home_unit", "host_unit"),
    "pairing.count": ("receiver", "giver", "level", "category"),
    "enclave.revenue": ("enclave", "period", "receiver"),
    "consumption.summary": ("receiver", "town", "channel", "month", "period", "category"),
}
# Fields a record of the kind is not whole without.
_NEEDED = {
    "consumption.purchase": ("amount", "order_no", "date", "buyer", "product", "quantity", "unit_price"),
    "charity.donation": ("donor", "date"),
    "labour.placement": ("id_number", "person", "employer", "start_date", "monthly_pay", "work_place"),
    "talent.secondment": ("person", "host_unit", "home_unit", "term", "start_date"),
    "activity.project": ("project", "amount_total", "amount_planned", "amount_arrived", "amount_paid", "receiver"),
    "park.tenant": ("firm", "uscc"),
    "enclave.payout": ("village", "amount_due", "amount_paid", "capital"),
    "enclave.revenue": ("enclave",),
    "agreement.target": ("item", "target", "actual"),
    "return.yearly": ("item", "value", "persons", "amount", "town"),
    "funds.arrival": ("amount", "date", "receiver", "giver"),
    "funds.allocation": ("amount", "receiver"),
    "funds.expenditure": ("amount", "date"),
    "pairing.school": ("side_a", "side_b"),
    "pairing.hospital": ("side_a", "side_b"),
    "pairing.count": ("pairs", "receiver"),
    "consumption.summary": (),
    "funds.account": ("balance",),
}
_ONE_IN = 5
# Codes that name one thing in the whole book, and codes that come again for another year or batch.
_BOOK_WIDE = frozenset({"order_no", "receipt_no"})
_YEARLY = frozenset({"uscc", "project_no"})


def check_keys(work: Work) -> None:
    """Report the later of two rows for one thing, and blank cells of needed fields."""
    _check_codes(work)
    _check_names(work)
    _check_copies(work)
    _check_missing(work)


def _check_codes(work: Work) -> None:
    for name in _CODES.get(work.kind, ()):
        column = work.column(name)
        seen = work.seen_codes.setdefault(f"{work.kind} {name}", set()) if name in _BOOK_WIDE else set()
        rows: dict[str, int] = {}
        for row in work.records:
            fact = work.fact(row, column)
            if (
                fact is None
                or not fact.value
                or fact.carried
                or fact.fault == "number_lost_digits"
                or "*" in fact.value
            ):
                continue
            told_apart = name in _YEARLY and fact.value in rows and _differ_in_time(work, rows[fact.value], row)
            if (fact.value in seen or fact.value in rows) and not told_apart:
                work.report(row, column, "duplicate")
            seen.add(fact.value)
            rows[fact.value] = row


def _check_names(work: Work) -> None:
    """Rows that name one thing by several fields; quiet where that is common or where days tell them apart."""
    names = [c for name in _TOGETHER.get(work.kind, ()) if (c := work.column(name)) is not None]
    if not names or (len(names) < 2 and work.kind not in ("park.tenant", "enclave.payout", "activity.project")):
        return
    main = names[-1] if work.kind != "park.tenant" else names[0]
    seen: dict[tuple[str, ...], int] = {}
    again = []
    for row in work.records:
        facts = [work.fact(row, column) for column in names]
        key = tuple(squeeze(fact.value or "") if fact else "" for fact in facts)
        if not key[-1] or _is_told(work, row):
            continue
        if key in seen and not _differ_in_time(work, seen[key], row):
            again.append(row)
        seen.setdefault(key, row)
    if len(again) <= max(1, len(work.records) // 10):
        for row in again:
            work.report(row, main, "duplicate")


def _is_told(work: Work, row: int) -> bool:
    return any(work.has_problem(row, column, "duplicate") for column in (None, *work.columns))


def _differ_in_time(work: Work, one: int, two: int) -> bool:
    for column in work.columns:
        if column.means in (
            "date",
            "year",
            "month",
            "period",
            "batch",
            "start_date",
            "end_date",
            "term",
            "agreement_no",
            "uscc",
            "project_no",
            "status",
            "purpose",
            "category",
        ):
            first, second = work.fact(one, column), work.fact(two, column)
            if (first.value if first else None) != (second.value if second else None):
                return True
    return False


def _check_copies(work: Work) -> None:
    """The same row once more, but for its running number."""
    told = [c for c in work.columns if c.means not in ("seq", "remark", "ignored")]
    seen: set[tuple[str, ...]] = set()
    for row in work.records:
        facts = [work.facts.get((row, column.index)) for column in told]
        key = tuple(squeeze(fact.value or fact.shown) if fact else "" for fact in facts)
        filled = sum(1 for text in key if text)
        if filled >= 3 and key in seen and not _is_told(work, row):
            work.report(row, None, "duplicate")
        seen.add(key)


def _check_missing(work: Work) -> None:
    records = work.records
    if len(records) < 5:
        return
    for column in work.columns:
        if column.means not in _NEEDED.get(work.kind, ()) or column.match.at:
            continue
        blank = [row for row in records if work.cell(row, column) is None and work.fact(row, column) is None]
        if not blank or len(blank) * _ONE_IN > len(records):
            continue
        for row in blank:
            if _may_be_blank(work, row, column):
                continue
            work.report(row, column, "missing_value")


def _may_be_blank(work: Work, row: int, column: Column) -> bool:
    """A remark explains it, the row's total adds up without it, or the row is hardly filled at all."""
    remark = work.column("remark")
    fact = work.fact(row, remark)
    if fact and re.search(r"未|无|暂|待|停|不|缺|补", fact.shown):
        return True
    for total, parts in work.parts_of.items():
        if column.index in parts and (row, total) in work.facts:
            return True
    if column.means == "actual":
        target = work.fact(row, work.column("target"))
        return target is None
    if column.means in ("value", "amount") and work.kind in ("return.yearly", "charity.donation"):
        return work.kind == "charity.donation"
    filled = sum(1 for c in work.columns if work.fact(row, c))
    return filled < 2
