"""Term sheets: kept version by version, checked before they are kept, and turned back into clauses and shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from shanhai.activities.models import Activity
from shanhai.activities.move import By
from shanhai.algorithms.payout import PPM, Clause, Fault, Share, check_clauses, check_shares
from shanhai.catalogue.words import Problem, Words
from shanhai.payouts.models import TermSheet, TermSheetWord
from shanhai.registry.models import Party

FAULTS: dict[str, Words] = {
    "overlap": Words(
        "条款 {subject} 与 {with_} 在 {from_} 至 {to} 重叠。", "Clause {subject} overlaps {with_} from {from_} to {to}."
    ),
    "gap": Words("{from_} 至 {to} 没有任何条款管着。", "No clause covers {from_} to {to}."),
    "ends_before_start": Words(
        "条款 {subject} 止于 {to}，早于起始 {from_}。", "Clause {subject} ends on {to}, before it begins on {from_}."
    ),
    "bound_above_earning": Words(
        "条款 {subject} 是保底或封顶，却写在 {with_} 的前面，会另外加付。",
        "Clause {subject} is a floor or cap above {with_}, so it would be paid on top.",
    ),
    "bound_alone": Words(
        "条款 {subject} 是保底或封顶，前面没有它要管的收益条款。",
        "Clause {subject} is a floor or cap with no earning clause before it.",
    ),
    "rate_zero": Words(
        "条款 {subject} 的比例是 0 %，什么也不付。", "Clause {subject} has a rate of 0 %, so it pays nothing."
    ),
    "cap_below_floor": Words(
        "条款 {subject} 封顶每年 {cap} 元，低于 {with_} 的保底 {floor} 元。",
        "Clause {subject} caps at {cap} CNY a year, below the floor {floor} CNY of {with_}.",
    ),
    "party_twice": Words("{subject} 在份额表里出现两次。", "{subject} stands twice in the table of shares."),
    "shares_not_whole": Words(
        "列明的份额合计 {sum} %，应为 100 %。", "The listed shares make {sum} %; they should make 100 %."
    ),
    "methods_not_whole": Words(
        "各种分法合计 {sum} %，应为 100 %。", "The ways of sharing make {sum} %; they should make 100 %."
    ),
    "nothing_to_share_by": Words(
        "按{subject}分，却没有一家填了{subject}。", "Sharing is by {subject}, but nobody has any."
    ),
}
RIGHTS: dict[str, Words] = {
    "overlap": Words("让前一条止于后一条起始的前一天。", "Let the first end on the day before the second begins."),
    "gap": Words(
        "补一条管这段日子的条款，或改前后两条的起止。",
        "Add a clause for these days, or move the ends of its neighbours.",
    ),
    "ends_before_start": Words("止日写在起日之后，或留空。", "Write an end after the beginning, or leave it blank."),
    "bound_above_earning": Words(
        "把保底、封顶移到它所管的收益条款后面。", "Move the floor or cap below the earning clauses it bounds."
    ),
    "bound_alone": Words(
        "先写同一段日子的收益条款，再写保底、封顶。",
        "Write an earning clause of the same days first, then the floor or cap.",
    ),
    "rate_zero": Words("写大于 0 的百分数，或删去这一条。", "Write a percentage above 0, or leave the clause out."),
    "cap_below_floor": Words("封顶不低于保底。", "A cap is no lower than the floor."),
    "party_twice": Words("合成一行。", "Make it one row."),
    "shares_not_whole": Words("改到合计 100 %。", "Change them until they make 100 %."),
    "methods_not_whole": Words("改到合计 100 %。", "Change them until they make 100 %."),
    "nothing_to_share_by": Words("名单补上这一栏，或换一种分法。", "Fill that column of the list, or share otherwise."),
}
FIELDS = {"methods_not_whole": "method-equal", "shares_not_whole": "villages", "nothing_to_share_by": "villages",
          "party_twice": "villages"}  # fmt: skip
MEASURES = {
    "output": Words("产值", "output"),
    "tax": Words("税收", "tax"),
    "investment": Words("固定资产投资", "fixed investment"),
    "energy": Words("能耗", "energy use"),
}
METHOD_WORDS = {
    "equal": Words("平均", "equal parts"),
    "capital": Words("出资额", "capital"),
    "population": Words("人口", "population"),
    "list": Words("名单份额", "listed shares"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The content of a term sheet as values."""

    clauses: tuple[Clause, ...]
    shares: tuple[Share, ...]
    methods: Mapping[str, int]
    from_day: date
    to_day: date | None = None
    statistics: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def check_terms(terms: Terms) -> list[Problem]:
    """Return every fault of a term sheet: clauses that overlap or leave a gap, shares that do not make a whole."""
    faults = check_shares(terms.shares, terms.methods)  # type: ignore[arg-type]
    names = _party_names([share.party for share in terms.shares])
    problems = [to_problem(fault, names, {}) for fault in faults if fault.code != "methods_not_whole"]
    if not terms.clauses:
        what = Words("还没有一条条款。", "There is no clause yet.")
        right = Words("至少写一条：类型、起止、比例。", "Write one at least: its type, days and rate.")
        problems.append(Problem("terms.no_clause", "blocks", what, right, field="c0-type"))
    if not terms.shares:
        what = Words("还没有分配名单。", "There is no list of villages yet.")
        right = Words("交名单文件，或把表格粘贴进来。", "Give the list as a file, or paste the table.")
        problems.append(Problem("terms.no_shares", "blocks", what, right, field="villages"))
    return check_written(terms) + problems


def _check_signed(signed_on: date) -> list[Problem]:
    today = timezone.localdate()
    if signed_on <= today:
        return []
    what = Words("签订日 {day} 还没到。", "The day of signing, {day}, has not come yet.").fill(day=signed_on)
    right = Words("签了再存；写不晚于 {today} 的日子。", "Keep terms once signed, on {today} at the latest.").fill(
        today=today
    )
    return [Problem("terms.signed_later", "blocks", what, right, str(signed_on), field="signed_on")]


def _check_span(terms: Terms) -> list[Problem]:
    if terms.to_day is None or terms.to_day >= terms.from_day:
        return []
    values = {"from_": terms.from_day, "to": terms.to_day}
    what = Words("条款终止于 {to}，早于生效的 {from_}。", "The terms end on {to}, before they begin on {from_}.")
    right = Words("终止写在生效之后，或留空。", "Write an end after the beginning, or leave it blank.")
    return [Problem("terms.to_before_from", "blocks", what.fill(**values), right, str(terms.to_day), field="to_day")]


def check_written(terms: Terms) -> list[Problem]:
    """Return the faults that can be told without the list of villages: days of clauses, ways of sharing, statistics."""
    last = terms.to_day or max((clause.to_day or clause.from_day for clause in terms.clauses), default=terms.from_day)
    faults = check_clauses(terms.clauses, from_day=terms.from_day, to_day=last) if terms.clauses else []
    problems = [to_problem(fault, {}, _field_of(fault, terms.clauses)) for fault in faults]
    whole = sum(terms.methods.values())
    if whole != PPM:
        problems.append(to_problem(Fault("methods_not_whole", "", {"sum_ppm": str(whole)}), {}, {}))
    return _check_span(terms) + problems + _check_statistics(terms.statistics)


def _field_of(fault: Fault, clauses: Sequence[Clause]) -> dict[str, str]:
    """The field where a fault of the clauses is mended: type, amount or first day of the row it is about."""
    part = {"rate_zero": "rate", "bound_above_earning": "type", "bound_alone": "type", "cap_below_floor": "amount"}.get(
        fault.code, "from"
    )
    return {clause.code: f"c{row}-{part}" for row, clause in enumerate(clauses)} | _after_gap(fault, clauses)


def _after_gap(fault: Fault, clauses: Sequence[Clause]) -> dict[str, str]:
    """The field of the clause that begins after a gap, else of the last one: there its days are to be mended."""
    if fault.code != "gap" or not clauses:
        return {}
    later = [row for row, one in enumerate(clauses) if str(one.from_day) > fault.values["to"]]
    return {fault.subject: f"c{later[0] if later else len(clauses) - 1}-from"}


def _check_statistics(statistics: Mapping[str, Mapping[str, int]]) -> list[Problem]:
    what = Words(
        "统计分算“{name}”两方合计 {sum} %，应为 100 %。", "Statistics {name}: the sides make {sum} %, not 100 %."
    )
    return [
        Problem(
            "terms.statistics_not_whole",
            "blocks",
            what.fill(name=MEASURES.get(measure, Words(measure, measure)), sum=f"{sum(parts.values()) / 10_000:g}"),
            field=f"statistics-{measure}",
        )
        for measure, parts in statistics.items()
        if sum(parts.values()) != PPM or min(parts.values()) < 0
    ]


def to_problem(fault: Fault, names: Mapping[str, str], rows: Mapping[str, str]) -> Problem:
    """Put a fault of a term sheet into words; `names` are those of the parties by their id in text.

    `rows` names the field of a form where each clause stands, by its code.
    """
    values = {
        ("from_" if key == "from" else "with_" if key == "with" else key): value for key, value in fault.values.items()
    }
    if "sum_ppm" in values:
        values["sum"] = f"{int(values['sum_ppm']) / 10_000:g}"
    for amount in ("cap", "floor"):
        if amount in values:
            values[amount] = f"{int(values[amount]) / 100:,.2f}"
    subject: Any = METHOD_WORDS.get(fault.subject) or names.get(fault.subject, fault.subject)
    what = FAULTS[fault.code].fill(subject=subject, **values)
    return Problem(
        f"terms.{fault.code}",
        "blocks",
        what,
        RIGHTS[fault.code],
        field=FIELDS.get(fault.code) or rows.get(fault.subject),
    )


def _party_names(ids: Sequence[str]) -> dict[str, str]:
    numbers = [int(one) for one in ids if one.isdigit()]
    return {str(pk): name for pk, name in Party.objects.filter(pk__in=numbers).values_list("pk", "name")}


def keep_terms(
    enclave: Activity, terms: Terms, *, signed_on: date, by: By, document_id: int | None = None, reason: str = ""
) -> tuple[TermSheet | None, list[Problem]]:
    """Keep a new version of an enclave's term sheet, proposed by the side that keeps it; a Problem keeps nothing.

    It comes into force when the other side confirms it (`payouts.words`). A later version needs its reason: it is a
    supplement to what both sides signed.
    """
    problems = _check_signed(signed_on) + check_terms(terms)
    with transaction.atomic():
        version = enclave.term_sheets.count() + 1
        if version > 1 and not reason.strip():
            what = Words("补充条款要写明理由。", "A supplement needs its reason.")
            problems.append(Problem("terms.missing_reason", "blocks", what, field="reason"))
        if problems:
            return None, problems
        sheet = TermSheet.objects.create(
            enclave=enclave,
            version=version,
            signed_on=signed_on,
            from_day=terms.from_day,
            to_day=terms.to_day,
            clauses=[_clause_to_values(clause) for clause in terms.clauses],
            shares=[asdict(share) for share in terms.shares],
            methods=dict(terms.methods),
            statistics={measure: dict(parts) for measure, parts in terms.statistics.items()},
            document_id=document_id,
            reason=reason,
            office_id=by.office_id,
            made_by_id=by.user_id,
        )
        TermSheetWord.objects.create(
            term_sheet=sheet,
            word="proposes",
            reason=reason,
            side=by.side,
            said_on=timezone.localdate(),
            office_id=by.office_id,
            said_by_id=by.user_id,
        )
    return sheet, []


def read_terms(sheet: TermSheet) -> Terms:
    """Return a kept term sheet as values."""
    return Terms(
        tuple(clause_from_values(values) for values in sheet.clauses),
        tuple(Share(**values) for values in sheet.shares),
        sheet.methods,
        sheet.from_day,
        sheet.to_day,
        sheet.statistics,
    )


def _clause_to_values(clause: Clause) -> dict[str, Any]:
    values = asdict(clause)
    return {**values, "from_day": str(clause.from_day), "to_day": str(clause.to_day) if clause.to_day else None}


def clause_from_values(values: Mapping[str, Any]) -> Clause:
    """Return a clause from its kept values."""
    return Clause(
        **{
            **values,
            "from_day": date.fromisoformat(values["from_day"]),
            "to_day": date.fromisoformat(values["to_day"]) if values["to_day"] else None,
            "ratios_ppm": tuple(values["ratios_ppm"]),
        }
    )


def terms_in_force(enclave: Activity, *, on: date) -> TermSheet | None:
    """Return the newest version in force on a day: signed by then and confirmed by both sides; None where none is."""
    return _signed(enclave, on).filter(words__word="confirms").order_by("-version").first()


def newest_terms(enclave: Activity, *, on: date) -> TermSheet | None:
    """Return the terms in force on a day, else the newest signed ones though only one side has kept them."""
    return terms_in_force(enclave, on=on) or _signed(enclave, on).order_by("-version").first()


def _signed(enclave: Activity, on: date) -> QuerySet[TermSheet]:
    return enclave.term_sheets.filter(signed_on__lte=on, from_day__lte=on)
