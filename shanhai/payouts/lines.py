"""The lines of a run: which are paid and by which entry, what the villages say, and money that came back.

Payments are entries of the ledger, found by the natural key of pay-out and village; a line is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from shanhai.activities.machine import Standing
from shanhai.activities.move import By
from shanhai.activities.standings import read_standing
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.controls import write_yuan
from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.checking import hash_fact
from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Entry
from shanhai.ledger.record import record_entries, reverse_entry
from shanhai.ledger.standing import load_reversals
from shanhai.offices.models import Office
from shanhai.payouts.county import PAYMENTS, arrived_by
from shanhai.payouts.models import CORRECTION, PayoutLine, PayoutLineWord, PayoutRun
from shanhai.registry.models import Party

KIND = "industry.enclave_payout"
WORDS = ("checks", "disputes", "receives", "returns")
AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Payment:
    """The standing entry by which a line was paid."""

    serial: int
    on_date: date
    amount_fen: int


def with_words(lines: QuerySet[PayoutLine]) -> QuerySet[PayoutLine]:
    """Add `word`, `word_reason` and `word_on` of the newest word on each line."""
    newest = PayoutLineWord.objects.filter(line=OuterRef("pk")).order_by("-pk")
    return lines.annotate(
        word=Subquery(newest.values("word")[:1]),
        word_reason=Subquery(newest.values("reason")[:1]),
        word_on=Subquery(newest.values("said_on")[:1]),
    )


def count_words(lines: QuerySet[PayoutLine], total: int) -> dict[str, int]:
    """Return how many of these lines stand at each word; `open` are those nobody has spoken on."""
    newest = dict(PayoutLineWord.objects.filter(line__in=lines).order_by("pk").values_list("line_id", "word"))
    counts = Counter(newest.values())
    return {"open": total - len(newest), **{word: counts[word] for word in WORDS}}


def disputed_lines(run: PayoutRun) -> QuerySet[PayoutLine]:
    """The lines whose village last said that the amount is wrong."""
    return with_words(PayoutLine.objects.filter(run=run)).filter(word="disputes")


def paid_entries(run: PayoutRun, party_ids: Collection[int] | None = None) -> dict[int, Payment]:
    """Return {party: its payment} for the lines that an entry stands for; reversed entries do not count."""
    lines = run.lines.all() if party_ids is None else run.lines.filter(party_id__in=list(party_ids))
    names = _names_of(lines)
    by_hash = {_fact_hash(run, name): party_id for party_id, name in names.items()}
    rows = []
    hashes = [one for one in by_hash if one is not None]
    for start in range(0, len(hashes), AT_ONCE):
        rows += Entry.objects.filter(
            fact_hash__in=hashes[start : start + AT_ONCE], kind=KIND, reverses_serial__isnull=True
        ).values_list("serial", "fact_hash", "on_date", "amount")
    reversed_ones = load_reversals(row[0] for row in rows)
    return {
        by_hash[fact]: Payment(serial, on_date, amount)
        for serial, fact, on_date, amount in rows
        if serial not in reversed_ones
    }


def lines_to_pay(run: PayoutRun) -> QuerySet[PayoutLine]:
    """The lines that come to an entry: money to a village, or in a correction back from it."""
    return run.lines.exclude(amount_fen=0)


def _names_of(lines: QuerySet[PayoutLine]) -> dict[int, str]:
    ids = lines.values("party_id")
    return dict(Party.objects.filter(pk__in=ids).values_list("pk", "name"))


def _fact_hash(run: PayoutRun, payee: str) -> int | None:
    key = BOOK.kind(KIND).fact_key({"payout_no": run.activity.number, "payee": payee})
    return hash_fact(run.activity.pairing_id, key)


def pay_lines(
    run: PayoutRun,
    *,
    office: Office,
    by: By,
    paid_on: date,
    party_ids: Collection[int] | None = None,
) -> tuple[int, list[Problem]]:
    """Turn lines (all, or those of `party_ids`) into entries, once: a repeat adds nothing. Returns how many were added.

    Problems: the money was not with the county company by that day, or less of it than these lines come to; a day
    outside what the ledger takes.
    """
    standing = read_standing(BOOK.activity("industry.payout"), run.activity)
    lines = list(lines_to_pay(run).order_by("party_id"))
    paid = paid_entries(run)
    chosen = [line for line in lines if line.party_id not in paid and (party_ids is None or line.party_id in party_ids)]
    problems = _check_payable(standing, lines, chosen, paid=paid, on=paid_on)
    if problems or not chosen:
        return 0, problems
    names = _names_of(run.lines.all())
    recorded = record_entries(
        [_to_draft(run, line, names[line.party_id], paid_on) for line in chosen],
        office=office,
        user_id=by.user_id,
        spoken_side=by.side,
        is_example=run.activity.is_example,
    )
    return recorded.entries, list(recorded.problems)


def _check_payable(
    standing: Standing, lines: list[PayoutLine], chosen: list[PayoutLine], *, paid: dict[int, Payment], on: date
) -> list[Problem]:
    if standing.state not in ("paid_to_county", "moving", "paid_to_villages", "published"):
        what = Words("钱还没有到县公司。", "The money has not reached the county company yet.")
        return [Problem("payout.not_arrived", "blocks", what)]
    payments = [step.on_date for step in standing.counted if step.step in PAYMENTS]
    if payments and on < payments[0]:
        what = Words(
            "付款日 {day} 早于付到县公司的 {first}。", "{day} is before the money reached the county on {first}."
        )
        right = Words("写 {first} 或以后的日子。", "Write {first} or later.")
        values = {"day": on, "first": payments[0]}
        return [
            Problem(
                "payout.before_county", "blocks", what.fill(**values), right.fill(**values), str(on), field="paid_on"
            )
        ]
    arrived = arrived_by(standing.counted, sum(line.amount_fen for line in lines), on)
    # what villages gave back is with the county company too; one that did so later cannot have paid for this
    arrived -= sum(min(line.amount_fen, 0) for line in chosen)
    arrived -= sum(min(payment.amount_fen, 0) for payment in paid.values() if payment.on_date <= on)
    wanted = sum(max(one.amount_fen, 0) for one in (*paid.values(), *chosen))
    if wanted <= arrived:
        return []
    what = Words(
        "到 {day} 县公司只收到 {here} 元，这次付完共 {wanted} 元。",
        "By {day} the county company has {here} yuan; this makes {wanted}.",
    )
    right = Words("少选几个村，或等余款到账。", "Choose fewer villages, or wait for the rest.")
    told = {"day": on, "here": write_yuan(arrived), "wanted": write_yuan(wanted)}
    return [Problem("payout.more_than_arrived", "blocks", what.fill(**told), right, field="party")]


def _to_draft(run: PayoutRun, line: PayoutLine, name: str, day: date) -> EntryDraft:
    return EntryDraft(
        kind=KIND,
        on_date=day,
        amount=line.amount_fen,
        pairing_id=run.activity.pairing_id,
        to_party_id=line.party_id,
        labels=(CORRECTION,) if run.moves_between else (),
        details={
            "enclave_no": run.term_sheet.enclave.number,
            "payout_no": run.activity.number,
            "payee": name,
            "income_year": run.to_day.year,
            **({"corrects": _corrected(run)} if run.moves_between else {}),
        },
    )


def _corrected(run: PayoutRun) -> str:
    """The numbers of the runs whose shares this one corrects."""
    return "、".join(number for number, _total in run.inputs["already_run"])[:200]


def say_of_line(line: PayoutLine, word: str, *, reason: str, by: By) -> Problem | None:
    """Add a village's word on its line; returns what keeps it from being added.

    A dispute and a return need their reason; a return needs a payment.
    """
    if word not in WORDS:
        raise ValueError(word)
    if word in ("disputes", "returns") and not reason.strip():
        return Problem("missing_reason", "blocks", Words("要写明理由。", "It needs its reason."), field="reason")
    if word in ("receives", "returns") and not paid_entries(line.run, [line.party_id]):
        return Problem("payout.not_paid", "blocks", Words("这一笔还没有付。", "This line is not paid yet."))
    PayoutLineWord.objects.create(
        line=line,
        word=word,
        reason=reason.strip()[:500],
        said_on=timezone.localdate(),
        office_id=by.office_id,
        said_by_id=by.user_id,
    )
    return None


def return_payment(line: PayoutLine, *, reason: str, office: Office, by: By) -> Problem | None:
    """Take back the entry of a payment that came back; the line may then be paid again.

    Only the office that entered the payment can; the village's word `returns` is added in the same go.
    """
    payment = paid_entries(line.run, [line.party_id]).get(line.party_id)
    problem = (
        None if payment else Problem("payout.not_paid", "blocks", Words("这一笔还没有付。", "It is not paid yet."))
    )
    if problem or payment is None:
        return problem
    outcome = reverse_entry(payment.serial, reason=reason, replacement=None, office=office, user_id=by.user_id)
    if not outcome.done:
        return Problem(outcome.code, "blocks", outcome.words)
    PayoutLineWord.objects.create(
        line=line,
        word="returns",
        reason=reason.strip()[:500],
        said_on=timezone.localdate(),
        office_id=by.office_id,
        said_by_id=by.user_id,
    )
    return None
