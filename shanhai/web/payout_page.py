"""What the page of a pay-out shows: the sum, what each clause added, every village's line with its derivation.

Reads only. Amounts are to the fen; a part is shown with the four decimals it had before it was rounded down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shanhai.algorithms.payout import PPM
from shanhai.catalogue.words import Words
from shanhai.figures.fold import divide_half_up
from shanhai.ledger.models import Entry
from shanhai.offices.may import Actor
from shanhai.payouts.correction import ANEW, SHARED
from shanhai.payouts.lines import Payment, paid_entries, with_words
from shanhai.payouts.may import visible_lines
from shanhai.payouts.models import PayoutLine, PayoutRun
from shanhai.payouts.terms import METHOD_WORDS, read_terms
from shanhai.registry.models import Party
from shanhai.web.numbers import write_decimal
from shanhai.web.templatetags.activity_words import per_cent, yuan
from shanhai.web.templatetags.words import say
from shanhai.web.templatetags.words import word as word_

TYPES = {
    "fixed_return": Words("固定收益", "Fixed return"),
    "rent_share": Words("实际租金分成", "Share of actual rent"),
    "tax_return": Words("税收返还", "Tax returned"),
    "dividend": Words("按股分红", "Dividend by shares"),
    "floor": Words("保底", "Floor"),
    "cap": Words("封顶", "Cap"),
}
CARRIED_IN = Words("上期结转", "Carried from before")
ALREADY_RUN = Words("减：已测算", "Less what was already run")
# The parts of a line that corrects shares: what the right list gives in all, less what was shared before.
MOVED_WORDS = {
    ANEW: Words("重分应得", "by the right list"),
    SHARED: Words("已分", "shared before"),
}
LINE_STATES = {
    "": Words("待村核", "Village to check"),
    "checks": Words("村已核", "Checked by the village"),
    "disputes": Words("村有异议", "Disputed"),
    "receives": Words("村已收到", "Received"),
    "returns": Words("已退回", "Came back"),
}
GIVEN_BACK = Words("村已退出", "Given back")
TIMING = {
    "early": Words("提前 {n} 天", "{n} days early"),
    "late": Words("晚 {n} 天", "{n} days late"),
    "on_time": Words("如期", "on the day"),
    "paid": Words("已付", "paid"),
    "open": Words("未付", "not yet paid"),
    "overdue": Words("未付，已过 {n} 天", "not yet paid, {n} days overdue"),
}


@dataclass(frozen=True, slots=True)
class Derived:
    """One clause in a run: its name, the sum as it was worked out, the amount, and a word on it."""

    clause: str
    type: Words
    sum: str
    amount_fen: int
    note: Words | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One village: its base, share, what it came to exactly, the fen added, what is paid, and how it stands.

    `exact` has four decimals of yuan; `added_fen` is what largest remainders gave it beyond rounding down.
    """

    line: PayoutLine
    name: str
    base: str
    share: str
    exact: str
    added_fen: int
    state: str
    words: Words
    payment: Payment | None
    number: str = ""


def derive(run: PayoutRun) -> list[Derived]:
    """Return how each clause came to its part, in the order of the clauses."""
    return [one for step in run.steps for one in _derive(step)]


def _derive(step: dict[str, Any]) -> list[Derived]:
    base, rate, days = step["base_fen"], step["rate_ppm"], step["days"]
    kind, note = step["type"], step["note"]
    words = TYPES.get(kind, Words(kind, kind))
    said: Words | None = None
    if note == "carried_in":
        return [Derived("", CARRIED_IN, yuan(base), step["amount_fen"], None)]
    if note == "already_run":
        return [Derived(step["clause"], ALREADY_RUN, yuan(base), step["amount_fen"], None)]
    if kind == "fixed_return":
        spans = [span for span in step.get("spans", ()) if span[2]]
        sums = [f"{yuan(span[2])} × {per_cent(rate)}{_say_share(span[3], span[4])}" for span in spans]
        text = " + ".join(sums) or f"{yuan(base)} × {per_cent(rate)}"
        said = Words("本金按到账日计，共 {n} 天", "capital by day of arrival, {n} days").fill(n=days)
        if any(span[4] == 12 for span in spans):
            said = Words("每笔本金按自己的整月计", "each part of the capital by its own whole months")
    elif kind == "floor":
        text = yuan(base)
        said = {
            "lifted": Words("不足保底，补到此数", "below the floor, lifted to it"),
            "shortfall_carried": Words("不足保底，差额结转下期", "below the floor, the rest stands over"),
        }.get(note, Words("已超过，不补", "above the floor, nothing added"))
    elif kind == "cap":
        text = yuan(base)
        said = Words("超出部分减去", "cut to the cap") if note == "cut" else Words("未超过", "below the cap")
    else:
        text = f"{yuan(base)} × {per_cent(rate)}"
        said = Words("当期亏损，不分", "a loss is not handed on") if note == "loss" else None
    return [Derived(step["clause"], words, text, step["amount_fen"], said)]


def _say_share(top: int, bottom: int) -> str:
    return "" if top == bottom else f" × {top}/{bottom}"


def line_rows(run: PayoutRun, page: list[PayoutLine]) -> list[LineRow]:
    """Return the rows of these lines with their derivation; `page` comes from `lines_of`."""
    terms = read_terms(run.term_sheet)
    shares = {share.party: share for share in terms.shares}
    wholes = {
        "capital": sum(share.capital_fen for share in terms.shares),
        "population": sum(share.population for share in terms.shares),
        "list": PPM,
        "equal": len(terms.shares),
    }
    names = dict(Party.objects.filter(pk__in=[line.party_id for line in page]).values_list("pk", "name"))
    paid = paid_entries(run, [line.party_id for line in page])
    known = dict(
        Entry.objects.filter(serial__in=[one.serial for one in paid.values()]).values_list("serial", "known_on")
    )
    return [
        _row(run, line, names.get(line.party_id, ""), shares=shares, wholes=wholes, paid=paid, known=known)
        for line in page
    ]


def _row(
    run: PayoutRun,
    line: PayoutLine,
    name: str,
    *,
    shares: dict[str, Any],
    wholes: dict[str, int],
    paid: dict[int, Payment],
    known: dict[int, date],
) -> LineRow:
    share = shares.get(str(line.party_id))
    gross = line.amount_fen + line.recovered_fen
    exact, parts = "", []
    weight = None
    if share is not None and len(line.parts) == 1:
        (method,) = line.parts
        weight = {"capital": share.capital_fen, "population": share.population, "list": share.listed_ppm, "equal": 1}[
            method
        ]
        whole = wholes[method] or 1
        exact = write_decimal(run.total_fen * weight, whole * 100, decimals=4)
        floor = run.total_fen * weight // whole
        share_text = per_cent(divide_half_up(weight * PPM, whole))
        base = {
            "capital": yuan(share.capital_fen),
            "population": f"{share.population:,}",
            "list": per_cent(share.listed_ppm),
            "equal": "1",
        }[method]
    else:
        floor, base, share_text = gross, "—", "—"
        words = METHOD_WORDS | MOVED_WORDS
        parts = [f"{word_(words[method])} {yuan(amount)}" for method, amount in line.parts.items()]
    payment = paid.get(line.party_id)
    word = getattr(line, "word", None) or ""
    number = f"E-{known[payment.serial].year}-{payment.serial:06d}" if payment else ""
    return LineRow(
        line,
        name,
        base,
        share_text,
        exact or say("；", "; ").join(parts),
        gross - floor,
        word,
        GIVEN_BACK if word == "receives" and line.amount_fen < 0 else LINE_STATES.get(word, LINE_STATES[""]),
        payment,
        number,
    )


def lines_of(run: PayoutRun, actor: Actor) -> Any:
    """The lines the actor may see, with the newest word on each, largest first."""
    lines = visible_lines(actor, run).select_related("run__activity")
    return with_words(lines).order_by("-amount_fen", "party_id")


def frozen_inputs(run: PayoutRun) -> list[tuple[str, date, int, int]]:
    """Return the entries a run stands on: what they are, their day, amount in fen and serial."""
    found = [("capital", date.fromisoformat(day), amount, serial) for serial, day, amount in run.inputs["capital"]]
    found += [(kind, date.fromisoformat(day), amount, serial) for serial, kind, day, amount in run.inputs["revenue"]]
    return sorted(found, key=lambda row: (row[1], row[3]))


INPUT_WORDS = {
    "capital": Words("资本金", "Capital"),
    "rent": Words("租金", "Rent"),
    "tax": Words("税收留成", "Local tax"),
    "profit": Words("可分配利润", "Profit"),
}


def default_period(runs: list[PayoutRun], *, today: date) -> tuple[date, date]:
    """Return the next period to share: the day after the newest run, up to that year's end; else last year."""
    if not runs:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    first = max(run.to_day for run in runs) + timedelta(days=1)
    return first, date(first.year, 12, 31)
