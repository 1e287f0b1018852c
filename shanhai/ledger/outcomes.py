"""What a word on an entry comes back with, in both languages, and the rules who may say it. Reads and writes nothing.

Nobody signs what its own office or its own side entered, nor what the same person said for the other side, whichever
office that person acts for. Only the office that entered an entry takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.checking import AMOUNT_MOST, Said
from shanhai.ledger.drafts import Outcome
from shanhai.ledger.faults import show_amount
from shanhai.ledger.standing import SIDES, STATED, EntryFacts, Fold, Word, persons_by_side

DONE: Final = {
    "signed": Words("已签认。", "Signed."),
    "signed_agreed": Words("已签认，两方一致。", "Signed; both sides agree."),
    "differed": Words("已提异，限{day}前答复。", "Your amount is noted; an answer is due by {day}."),
    "differed_no_day": Words(
        "已提异；当年放假通知未录入，没有写答复期限。",
        "Your amount is noted; no date for an answer is set, as that year's working days are not known yet.",
    ),
    "held": Words("已坚持原数，等对方答复。", "The amount is held; the other side is to answer."),
    "withdrawn": Words("已撤回我方上一句话。", "Your side's last word is taken back."),
    "reversed": Words("已冲正，原条目照旧可查。", "Reversed; the entry can still be seen."),
    "replaced": Words("已冲正并另记 {count} 条，等签认。", "Reversed and replaced; {count} to be signed."),
    "accepted": Words(
        "已改认对方的数：原条目冲正，另记一条等签认。",
        "The other side's amount is accepted: the entry is reversed and another waits to be signed.",
    ),
    "split": Words("已拆成 {count} 条：原条目冲正，各条等签认。", "Split in {count}; each waits to be signed."),
}
NOT_DONE: Final = {
    "no_entry": Words("没有这个条目。", "There is no such entry."),
    "reversed_entry": Words("条目已被 {by} 冲正，没有再记。", "Entry {by} has reversed it; nothing was added."),
    "reversal": Words("这是一条冲正，不需签认。", "This is a reversal; it needs no word."),
    "stated": Words("这是公开材料的说法，不需签认。", "This is what a document states; it needs no word."),
    "own_office": Words("本单位上报的条目，由对方签认。", "Your own office entered this; the other side signs it."),
    "own_side": Words("我方上报的条目，由对方签认。", "Your own side entered this; the other side signs it."),
    "same_person": Words(
        "这一条是您代表另一方录入或表态的。同一个人不能替两方说话，请由本机构另一位签认人办理。",
        "You entered this or spoke on it for the other side. One person cannot speak for both sides; "
        "another signer of this office must do it.",
    ),
    "other_side": Words("本单位不在这一方，不能替它说话。", "Your office is not on that side and cannot speak for it."),
    "already_agreed": Words("我方已签认过，没有再记。", "Your side has signed already; nothing was added."),
    "already_differs": Words("我方已提过同样的数，没有再记。", "Your side has given this amount; nothing was added."),
    "already_held": Words("我方已坚持过原数，等对方答复。", "Your side holds its amount; the other side is to answer."),
    "acted_meanwhile": Words(
        "打开页面以后，有人动过这一条（现为：{state}），没有记。请看过再办。",
        "Somebody acted on it after the page was opened (now: {state}); nothing was added. Look again first.",
    ),
    "same_amount": Words("两方的数相同，签认即可。", "Both amounts are the same; sign it instead."),
    "reason_missing": Words("没有写理由。", "The reason is missing."),
    "reason_too_long": Words("理由超过 500 字。", "The reason is longer than 500 characters."),
    "amount_missing": Words("没有写我方的数。", "Your side's amount is missing."),
    "amount_negative": Words(
        "我方的数不能是负数；对方的条目不成立，写 0 并说明理由。",
        "Your side's amount cannot be negative; where the entry does not hold at all, give 0 and say why.",
    ),
    "amount_out_of_bounds": Words(
        "我方的数超出账本能记的范围。", "Your side's amount is beyond what the ledger holds."
    ),
    "no_difference": Words("这一条没有差异要答复。", "There is no difference to answer here."),
    "no_word": Words("我方没有可以撤回的话。", "Your side has no word to take back."),
    "not_your_entry": Words("只有上报的单位能冲正、改认或拆分。", "Only the office that entered it can take it back."),
    "split_sum": Words(
        "各条之和是 {total}，原条目是 {amount}。", "The parts add up to {total}; the entry is {amount}."
    ),
    "split_parts": Words("至少要拆成两条，每条都大于零。", "It takes two parts or more, each above zero."),
    "split_elsewhere": Words(
        "拆出的部分须与原条目同一结对、同一计量单位。", "Each part belongs to the entry's own pairing and unit."
    ),
    "replacement_wrong": Words("另记的条目有问题，没有冲正。", "The replacement has problems; nothing was reversed."),
}
STATE_WORDS: Final = {
    "pending": Words("待签", "pending"),
    "differs": Words("有异", "differs"),
    "agreed": Words("双签", "agreed"),
    "reversed": Words("已冲正", "reversed"),
}
REASON_LONGEST: Final = 500


def done(serial: int, code: str, *, added: tuple[int, ...] = (), **values: Any) -> Outcome:
    """Return the outcome of a word that was written."""
    return Outcome(serial, True, code, DONE[code].fill(**values), added)


def not_done(serial: int, code: str, *, problems: tuple[Problem, ...] = (), **values: Any) -> Outcome:
    """Return the outcome of a word that was not written, and why."""
    return Outcome(serial, False, code, NOT_DONE[code].fill(**values), (), problems)


def say_day(day: date) -> Words:
    """Return a day as prose has it: 2026年12月5日, 5 Dec 2026."""
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%b %Y}")


def say_reason(*told: Words | None) -> str:
    """Return what a report itself gives as the reason of its word, in both languages, as long as a reason may be."""
    parts = [one for one in told if one is not None]
    both = " / ".join(("；".join(one.zh for one in parts), "; ".join(one.en for one in parts)))
    return both[:REASON_LONGEST] if parts else ""


def refuse_any(
    serial: int, fact: EntryFacts | None, fold: Fold | None, *, reversed_by: int | None, as_seen: int | None
) -> Outcome | None:
    """Refuse any word on what is no living entry, or what somebody acted on after the page was drawn."""
    if fact is None or fold is None:
        return not_done(serial, "no_entry")
    if as_seen is not None and max(fold.last_serial, reversed_by or 0) > as_seen:
        return not_done(serial, "acted_meanwhile", state=STATE_WORDS["reversed" if reversed_by else fold.state])
    if reversed_by is not None:
        return not_done(serial, "reversed_entry", by=reversed_by)
    if fact.reverses_serial is not None:
        return not_done(serial, "reversal")
    return None


def refuse_word(fact: EntryFacts, *, office_id: int, office_side: str, side: str) -> Outcome | None:
    """Refuse a word on an entry of the speaker's own, or for a side the office is not on."""
    if fact.stage == STATED:
        return not_done(fact.serial, "stated")
    if fact.office_id == office_id:
        return not_done(fact.serial, "own_office")
    if side not in SIDES or office_side != side:
        return not_done(fact.serial, "other_side")
    if fact.spoken_side == side:
        return not_done(fact.serial, "own_side")
    return None


def refuse_same_person(fact: EntryFacts, words: Iterable[Word], *, side: str, user_id: int | None) -> Outcome | None:
    """Refuse a word of somebody who has spoken on the entry for another side, entering it included."""
    spoken = persons_by_side(fact.spoken_side, fact.entered_by_id, words)
    if user_id is None or all(user_id not in users for other, users in spoken.items() if other != side):
        return None
    return not_done(fact.serial, "same_person")


def refuse_reason(serial: int, reason: str) -> Outcome | None:
    """Refuse a blank or too long reason."""
    if not reason.strip():
        return not_done(serial, "reason_missing")
    return not_done(serial, "reason_too_long") if len(reason) > REASON_LONGEST else None


def refuse_difference(fact: EntryFacts, fold: Fold, *, side: str, amount: int | None) -> Outcome | None:
    """Refuse a differing amount that says nothing new or that the ledger cannot hold."""
    if amount is None:
        return not_done(fact.serial, "amount_missing")
    if amount < 0:
        return not_done(fact.serial, "amount_negative")
    if amount > AMOUNT_MOST:
        return not_done(fact.serial, "amount_out_of_bounds")
    if amount == fact.amount:
        return not_done(fact.serial, "same_amount")
    if fold.says.get(side) == "differs" and fold.amounts.get(side) == amount and not fold.held:
        return not_done(fact.serial, "already_differs")
    return None


def refuse_hold(fact: EntryFacts, fold: Fold, *, office_id: int, office_side: str) -> Outcome | None:
    """Refuse to hold a number that nobody disputes, or that another side entered."""
    if fact.spoken_side in SIDES and office_side != fact.spoken_side:
        return not_done(fact.serial, "other_side")
    if fact.spoken_side not in SIDES and fact.office_id != office_id:
        return not_done(fact.serial, "not_your_entry")
    if not fold.differing:
        return not_done(fact.serial, "no_difference")
    return not_done(fact.serial, "already_held") if fold.held else None


def refuse_withdrawal(fact: EntryFacts, fold: Fold, *, side: str, office_side: str) -> Outcome | None:
    """Refuse to take back a word that the side has not given. The entering side can only take back a hold."""
    if side != office_side:
        return not_done(fact.serial, "other_side")
    if side == fact.spoken_side:
        return None if fold.held and fold.differing else not_done(fact.serial, "no_word")
    return None if side in fold.says else not_done(fact.serial, "no_word")


def refuse_reversal(fact: EntryFacts, *, office_id: int) -> Outcome | None:
    """Refuse to take back another office's entry."""
    return not_done(fact.serial, "not_your_entry") if fact.office_id != office_id else None


def refuse_split(fact: EntryFacts, said: Said, parts: Sequence[Said]) -> Outcome | None:
    """Refuse parts that are not at least two, above zero, of the entry's pairing and unit, and its amount together."""
    if len(parts) < 2 or any(part.amount <= 0 for part in parts):
        return not_done(fact.serial, "split_parts")
    if any((part.pairing_id, part.unit) != (said.pairing_id, said.unit) for part in parts):
        return not_done(fact.serial, "split_elsewhere")
    total = sum(part.amount for part in parts)
    if total != fact.amount:
        shown = show_amount(total, fact.unit), show_amount(fact.amount, fact.unit)
        return not_done(fact.serial, "split_sum", total=shown[0], amount=shown[1])
    return None
