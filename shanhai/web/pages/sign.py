"""The sign queue and the differences: what the other side says, and this side's word on it. Computes no figure.

One address both shows and acts. A word on several entries is asked for once, with their number and sum, and each
entry's outcome is told; without script the same happens on whole pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shanhai.algorithms.cell_values import parse_amount_fen, parse_quantity
from shanhai.catalogue.book import BOOK
from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words
from shanhai.ledger import record
from shanhai.ledger.drafts import Outcome
from shanhai.ledger.may import open_entries, signable_entries, spoken_on_as_other, visible_entries, visible_pairings
from shanhai.ledger.models import Batch, Entry, OpenEntry, Position, Signature
from shanhai.offices.audit import note_write
from shanhai.offices.may import Actor, require_reader
from shanhai.web.queue import AmountColumn, count_up_to, filter_open, read_items, say_count, widest_gaps_first
from shanhai.web.templatetags.shown import show_exact
from shanhai.web.templatetags.words import reader_language, say, word

ROWS = 50
DIFFERENCES_AT_ONCE = 200
SIGNED_AT_ONCE = 5000
LISTED_AT_MOST = 1000
BATCHES_LOOKED_FOR = 900
SOON_DAYS = 4
FAR_ABOVE = 500
OTHER = {"giver": "receiver", "receiver": "giver", "neither": "neither"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What part of the queue is asked for; `show` is waiting (ours), theirs or soon."""

    show: str = "waiting"
    pairing: int | None = None
    kind: str = ""
    batch: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether one batch, or one kind of one pairing, is asked for, so that signing all of it is one decision."""
        return self.batch is not None or (self.pairing is not None and bool(self.kind))


@dataclass(slots=True)
class Typed:
    """What a user wrote into the fields of an entry that could not be taken, and why: kept, not thrown away."""

    serial: int
    do: str
    amount: str = ""
    reason: str = ""
    problem: Words | None = None


@dataclass(slots=True)
class Answer:
    """What came of a request: the outcomes of words given, a question to put first, or a form to mend."""

    outcomes: list[Outcome] = field(default_factory=list)
    ask: dict[str, Any] | None = None
    typed: Typed | None = None
    chosen: tuple[int, ...] = ()

    @property
    def told_of(self) -> frozenset[int]:
        """The entries whose rows show what the user chose or typed, beside what they always show."""
        return frozenset(self.chosen) | ({self.typed.serial} if self.typed else frozenset())

    @property
    def refused(self) -> list[Outcome]:
        """The outcomes of what was not written."""
        return [outcome for outcome in self.outcomes if not outcome.done]

    @property
    def sentence(self) -> str:
        """All outcomes in a sentence: what was written, and how many entries were not."""
        done = [outcome for outcome in self.outcomes if outcome.done]
        parts = [done_sentence(done)] if done else []
        if len(self.refused) == 1:
            parts.append(word(self.refused[0].words))
        elif self.refused:
            parts.append(say("{count} 条没有写入。", "{count} were not written.", count=len(self.refused)))
        return " ".join(parts)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """Show what waits for this side's word, and take its word."""
    actor = require_reader(request)
    filters = read_filters(request.GET)
    answer = Answer()
    if request.method == "POST":
        if not actor.may_sign:
            raise PermissionDenied
        answer = act(request, actor, filters)
        if answer.outcomes and not answer.refused and not request.htmx:  # type: ignore[attr-defined]
            tell(request, answer.outcomes)
            return redirect(request.get_full_path())
    values = queue_values(actor, filters, request.GET, answer)
    template = "web/parts/sign_queue.html" if request.htmx else "web/sign.html"  # type: ignore[attr-defined]
    return render(request, template, values)


def read_filters(query: QueryDict) -> Filters:
    """Read the filters of an address; what is not a number or no known view is left out."""
    show = query.get("show", "")
    return Filters(
        show=show if show in ("waiting", "theirs", "soon") else "waiting",
        pairing=_number(query.get("pairing")),
        kind=query.get("kind", "")[:60],
        batch=_number(query.get("batch")),
    )


def queue_values(actor: Actor, filters: Filters, query: QueryDict, answer: Answer) -> dict[str, Any]:
    """Return what the page shows: counts, differences, a page of pending entries, choices of the filters."""
    today = timezone.localdate()
    ours = open_entries(actor, awaiting=actor.side)
    theirs = open_entries(actor, awaiting=OTHER[actor.side])
    if actor.side in OTHER and actor.side != "neither":
        theirs = theirs.exclude(awaits="both")
    soon = ours.filter(answer_by__lte=today + timedelta(days=SOON_DAYS))
    chosen = {"waiting": ours, "theirs": theirs, "soon": soon}[filters.show]
    narrowed = filter_open(chosen, pairing=filters.pairing, kind=filters.kind, batch=filters.batch)
    differing = narrowed.filter(state="differs").order_by("since", "entry_serial")[:DIFFERENCES_AT_ONCE]
    differences = widest_gaps_first(read_items(list(differing), actor))
    pending = narrowed.filter(state="pending").order_by("entry_serial")
    serials = list(pending.values_list("entry_serial", flat=True)[: LISTED_AT_MOST + 1])
    page = Paginator(serials[:LISTED_AT_MOST], ROWS).get_page(query.get("page"))
    open_rows = OpenEntry.objects.in_bulk(page.object_list)
    listed = read_items([open_rows[one] for one in page.object_list if one in open_rows], actor)
    counts = {
        "differs": count_up_to(ours.filter(state="differs")),
        "pending": count_up_to(ours.filter(state="pending")),
        "theirs": count_up_to(theirs),
        "soon": count_up_to(soon),
    }
    return {
        "filters": filters,
        "differences": differences,
        "pending": listed,
        "column": AmountColumn.of(listed),
        "pending_count": say_count(len(serials), LISTED_AT_MOST),
        "page": page,
        "counts": {name: say_count(count) for name, count in counts.items()},
        "owed": counts["theirs"],
        "all_count": counts["differs"] + counts["pending"],
        "batches": waiting_batches(ours, filters.batch),
        "pairings": visible_pairings(actor).order_by("giver_label", "receiver_label")[:400],
        "fields": BOOK.fields,
        "answer": answer,
        "other_side": OTHER[actor.side],
        "last_signed": last_signed_on(actor),
        "signs_all": filters.is_narrow and len(serials) > len(page.object_list),
        "today": today,
        "as_seen": Position.objects.values_list("serial", flat=True).first() or 0,
    }


def waiting_batches(rows: QuerySet[OpenEntry], chosen: int | None) -> list[Batch]:
    """Return the batches that the longest waiting entries came in with, so that one can be signed at a time."""
    serials = list(rows.order_by("entry_serial").values_list("entry_serial", flat=True)[:BATCHES_LOOKED_FOR])
    found = Entry.objects.filter(serial__in=serials, batch_id__isnull=False).values_list("batch_id", flat=True)
    wanted = set(found) | ({chosen} if chosen else set())
    return list(Batch.objects.filter(pk__in=wanted).order_by("pk"))


def last_signed_on(actor: Actor) -> date | None:
    """Return the day the actor's office last gave its word."""
    words = Signature.objects.filter(office_id=actor.office_id or 0).order_by("-office_sequence")
    return words.values_list("known_on", flat=True).first()


def act(request: HttpRequest, actor: Actor, filters: Filters) -> Answer:
    """Do what the pressed button says: `sign`, `sign_all`, or an action and the serial it is about (`differ:12`)."""
    form = request.POST
    do, _, about = form.get("do", "").partition(":")
    serial = _number(about)
    if do == "cancel":
        return Answer(chosen=tuple(int(one) for one in form.getlist("serial") if _number(one)))
    if do == "sign_all":
        return ask_or_sign(request, actor, matching_serials(actor, filters), do="sign_all")
    if do == "sign" and serial is not None:
        return Answer(sign_serials(request, actor, [serial]))
    if do == "sign":
        chosen = list(dict.fromkeys(int(one) for one in form.getlist("serial") if _number(one)))[:SIGNED_AT_ONCE]
        return ask_or_sign(request, actor, chosen, do="sign")
    if do in ANSWERS and serial is not None:
        return ANSWERS[do](request, actor, serial)
    return Answer()


def matching_serials(actor: Actor, filters: Filters) -> list[int]:
    """Return the pending entries of one batch, or of one kind of one pairing; nothing for a wider range."""
    if not filters.is_narrow:
        return []
    rows = filter_open(
        open_entries(actor, awaiting=actor.side, state="pending"),
        pairing=filters.pairing,
        kind=filters.kind,
        batch=filters.batch,
    )
    return list(rows.order_by("entry_serial").values_list("entry_serial", flat=True)[:SIGNED_AT_ONCE])


def ask_or_sign(request: HttpRequest, actor: Actor, serials: Sequence[int], *, do: str) -> Answer:
    """Sign at once where there is one entry or the question was answered; else put the question."""
    if not serials:
        return Answer()
    if len(serials) == 1 or request.POST.get("confirmed") == str(len(serials)):
        return Answer(sign_serials(request, actor, serials))
    signable = signable_entries(actor, Entry.objects.filter(serial__in=serials))
    signable = signable.exclude(serial__in=spoken_on_as_other(actor).values("serial"))
    sums = signable.values("kind", "unit").annotate(total=Sum("amount")).order_by("unit", "kind")
    totals: dict[str, int] = {}
    for line in sums:
        totals[line["unit"]] = totals.get(line["unit"], 0) + line["total"]
    count = signable.count()
    ask = {
        "do": do,
        "count": len(serials),
        "signable": count,
        "left_out": len(serials) - count,
        "totals": sorted(totals.items()),
    }
    return Answer(ask=ask, chosen=tuple(serials))


def sign_serials(request: HttpRequest, actor: Actor, serials: Sequence[int]) -> list[Outcome]:
    """Give this side's word on those of the entries the actor may sign; say of the others that it may not."""
    allowed = set(signable_entries(actor, Entry.objects.filter(serial__in=serials)).values_list("serial", flat=True))
    outcomes = [_refused(serial) for serial in serials if serial not in allowed]
    chosen = [serial for serial in serials if serial in allowed]
    if chosen:
        done = record.sign_entries(chosen, side=actor.own_side, **_speaker(request, actor))
        outcomes += done
        signed = [outcome.serial for outcome in done if outcome.done]
        if signed:
            note_write(request, "entry.sign", _subject(signed), entries=len(signed))
    return outcomes


def differ(request: HttpRequest, actor: Actor, serial: int) -> Answer:
    """Say this side's own amount and why; both are required."""
    entry = signable_entries(actor, Entry.objects.filter(serial=serial)).first()
    if entry is None:
        return Answer([_refused(serial)])
    typed = _typed(request, serial, "differ")
    amount = read_amount(typed.amount, entry.unit)
    if isinstance(amount, Words):
        typed.problem = amount
    elif amount == entry.amount:
        typed.problem = Words(
            "我方的数与对方相同。相同就签认；不同请写出我方的数。",
            "Your amount equals theirs. Sign the entry, or give the amount you have.",
        )
    elif looks_like_yuan(typed.amount, amount, entry):
        typed.problem = Words(
            f"“{typed.amount}”按万元读是 {show_exact(amount, entry.unit)}，比对方大得多。"
            "是元就在数后写“元”，是万元就写“万元”。",
            f"“{typed.amount}” read as thousand CNY is {show_exact(amount, entry.unit)}, far above theirs. "
            "Write 元 after it if it is in CNY, or 千元 if it is in thousands.",
        )
    elif not typed.reason:
        typed.problem = Words(
            "没有写理由。请写明差在哪里，例如：回单为 3,150.00 万元。",
            "There is no reason. Say where the gap lies, for example what the bank receipt shows.",
        )
    if typed.problem or isinstance(amount, Words):
        return Answer(typed=typed)
    outcome = record.differ_from_entry(
        serial, amount=amount, reason=typed.reason, side=actor.own_side, **_speaker(request, actor)
    )
    return _written(request, "entry.differ", outcome, typed)


def accept(request: HttpRequest, actor: Actor, serial: int) -> Answer:
    """Take the other side's amount: the entry is reversed and entered anew with it."""
    if not _answerable(actor, serial):
        return Answer([_refused(serial)])
    outcome = record.accept_difference(serial, **_speaker(request, actor))
    return _written(request, "entry.answer", outcome, None)


def hold(request: HttpRequest, actor: Actor, serial: int) -> Answer:
    """Keep this side's amount and say why; the other side answers next."""
    if not _answerable(actor, serial):
        return Answer([_refused(serial)])
    typed = _typed(request, serial, "hold")
    if not typed.reason:
        typed.problem = Words(
            "没有写理由。坚持原数要写明依据，例如拨款文号。",
            "There is no reason. Say what your number rests on, such as a document number.",
        )
        return Answer(typed=typed)
    outcome = record.hold_entry(serial, reason=typed.reason, **_speaker(request, actor))
    return _written(request, "entry.answer", outcome, typed)


def split(request: HttpRequest, actor: Actor, serial: int) -> Answer:
    """Enter the amount as two: what the other side says, and the rest."""
    entry = _answerable(actor, serial)
    row = OpenEntry.objects.filter(entry_serial=serial).first()
    if entry is None or row is None or row.other_amount is None or not 0 < row.other_amount < entry.amount:
        return Answer([_refused(serial)])
    parts = [row.other_amount, entry.amount - row.other_amount]
    outcome = record.split_entry(serial, parts, **_speaker(request, actor))
    return _written(request, "entry.answer", outcome, None)


ANSWERS = {"differ": differ, "accept": accept, "hold": hold, "split": split}


def read_amount(text: str, unit: str) -> int | Words:
    """Read an amount as the form asks for it: money in the table's unit unless the text names its own, else wholes.

    Returns smallest parts, or what is wrong with the text and what would be right.
    """
    if not text.strip():
        return Words("没有写数。请写我方的数，例如 3,150.00。", "There is no amount. Give yours, such as 3,150.00.")
    wrong = Words(
        f"“{text[:40]}”读不成一个数。应只有数字，例如 3,150.00。",
        f"“{text[:40]}” does not read as one number. It should be digits only, such as 3,150.00.",
    )
    if unit == "CNY":
        parsed = parse_amount_fen(text, column_unit="千元" if reader_language() == "en" else "万元")
        return wrong if parsed.value is None or parsed.fault or parsed.qualifier else parsed.value
    quantity = parse_quantity(text)
    if quantity.value is None or quantity.fault or quantity.qualifier:
        return wrong
    minor = UNITS[unit].minor if unit in UNITS else 1
    return int((quantity.value * minor).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def looks_like_yuan(text: str, amount: int, entry: Entry) -> bool:
    """Whether money typed without a unit is so far above the other side's that yuan were likely meant.

    The form asks for 万元 (thousands in English) while an amount with odd yuan stands beside it in 元.
    """
    if entry.unit != "CNY" or any(letter in text for letter in "元万千亿"):
        return False
    return amount >= FAR_ABOVE * abs(entry.amount) > 0


def tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    """Leave a message of what was done and one for each entry that was not."""
    done = [outcome for outcome in outcomes if outcome.done]
    if done:
        messages.success(request, done_sentence(done))
    for outcome in outcomes:
        if not outcome.done:
            messages.error(request, f"{outcome.serial}: {word(outcome.words)}")


def done_sentence(done: Sequence[Outcome]) -> str:
    """Say in one sentence what was written: the outcome itself for one entry, the number and sums for several."""
    if len(done) == 1:
        return word(done[0].words)
    serials = [outcome.serial for outcome in done]
    sums = Entry.objects.filter(serial__in=serials).values("unit").annotate(total=Sum("amount")).order_by("unit")
    total = say("、", ", ").join(show_exact(line["total"], line["unit"]) for line in sums)
    return say(
        "已签认 {count} 条，合计 {total}。", "Signed {count} entries, {total} in all.", count=len(done), total=total
    )


def _written(request: HttpRequest, action: str, outcome: Outcome, typed: Typed | None) -> Answer:
    """Note a word that was written; keep the user's text where it was not."""
    if outcome.done:
        note_write(request, action, str(outcome.serial), code=outcome.code)
        return Answer([outcome])
    if typed is not None:
        typed.problem = outcome.words
        return Answer(typed=typed)
    return Answer([outcome])


def _answerable(actor: Actor, serial: int) -> Entry | None:
    """Return the entry if the actor's office entered it and the actor may speak for its side."""
    if not actor.may_sign:
        return None
    return visible_entries(actor).filter(serial=serial, office_id=actor.office_id).first()


def _typed(request: HttpRequest, serial: int, do: str) -> Typed:
    form = request.POST
    return Typed(
        serial,
        do,
        amount=form.get(f"amount-{serial}", "").strip()[:60],
        reason=form.get(f"{do}-reason-{serial}", "").strip()[:500],
    )


def _refused(serial: int) -> Outcome:
    return Outcome(
        serial,
        done=False,
        code="not_yours",
        words=Words(
            "这一条不由本机构签认或答复，没有写入。", "This entry is not for your office to sign; nothing was written."
        ),
    )


def _speaker(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Return for which office and by whom a word is given, and up to which serial its giver had seen the ledger."""
    return {"office": actor.office, "user_id": actor.user_id, "as_seen": _number(request.POST.get("as_seen"))}


def _subject(serials: Sequence[int]) -> str:
    return str(serials[0]) if len(serials) == 1 else f"{min(serials)}–{max(serials)}"


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


urlpatterns = [path("sign", sign, name="sign")]
