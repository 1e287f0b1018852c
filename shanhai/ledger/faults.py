"""The Problems that drafts of entries come back with, in both languages. Only words; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Problem, Weight, Words

_WORDS: Final[dict[str, tuple[Weight, Words, Words | None]]] = {
    "kind_unknown": (
        "blocks",
        Words("类别代码“{value}”不在目录中。", "The catalogue has no kind “{value}”."),
        Words("请用目录中的类别。", "Use a kind of the catalogue."),
    ),
    "kind_version": (
        "blocks",
        Words(
            "“{kind}”的表样是第 {value} 版，现行第 {version} 版。",
            "The sheet for “{kind}” is version {value}; version {version} is in force.",
        ),
        Words("请下载现行表样，把内容贴进去。", "Download the current template and paste the rows into it."),
    ),
    "stage_of_other_kind": (
        "blocks",
        Words("“{kind}”的环节写作“{value}”。", "The stage of “{kind}” reads “{value}”."),
        Words("应为“{right}”。", "It should be “{right}”."),
    ),
    "nature_of_other_kind": (
        "blocks",
        Words("“{kind}”的性质写作“{value}”。", "The nature of “{kind}” reads “{value}”."),
        Words("应为“{right}”。", "It should be “{right}”."),
    ),
    "unit_wrong": (
        "blocks",
        Words("“{kind}”的单位写作“{value}”。", "The unit of “{kind}” reads “{value}”."),
        Words("应为：{right}。", "It should be one of: {right}."),
    ),
    "indicator_unknown": (
        "blocks",
        Words("指标代码“{value}”不在目录中。", "The catalogue has no indicator “{value}”."),
        Words("请用目录中的指标。", "Use an indicator of the catalogue."),
    ),
    "indicator_missing": (
        "blocks",
        Words("“{kind}”没有写明指标。", "“{kind}” names no indicator."),
        Words("请写明是哪个指标的数。", "Say which indicator the number belongs to."),
    ),
    "column_unknown": (
        "blocks",
        Words("“{kind}”没有“{value}”这一栏。", "“{kind}” has no column “{value}”."),
        Words("这一类的栏目：{right}。", "Its columns are: {right}."),
    ),
    "column_missing": (
        "blocks",
        Words("“{value}”没有填。", "“{value}” is blank."),
        Words("“{kind}”必须填这一栏。", "“{kind}” needs this column."),
    ),
    "column_personal": (
        "blocks",
        Words("“{value}”是个人信息，账本不记。", "“{value}” is personal; the ledger does not hold it."),
        Words("请去掉这一栏。", "Leave this column out."),
    ),
    "label_unknown": (
        "blocks",
        Words("“{kind}”没有“{value}”这个标签。", "“{kind}” has no label “{value}”."),
        Words("可用的标签：{right}。", "Its labels are: {right}."),
    ),
    "text_too_long": (
        "blocks",
        Words("“{column}”有 {value} 个字。", "“{column}” has {value} characters."),
        Words("最多 {right} 个字。", "{right} at most."),
    ),
    "amount_negative": (
        "blocks",
        Words("金额或数量为负数：{value}。", "The amount is negative: {value}."),
        Words("记错的条目请冲正，不用负数。", "Reverse a wrong entry; do not enter a negative amount."),
    ),
    "amount_out_of_bounds": (
        "blocks",
        Words("金额或数量超出账本能记的范围：{value}。", "The amount is beyond what the ledger holds: {value}."),
        Words("请核对单位和小数点。", "Check the unit and the decimal point."),
    ),
    "date_precision": (
        "blocks",
        Words("日期精度写作“{value}”。", "The precision of the date reads “{value}”."),
        Words("应为 day、month 或 year。", "It should be day, month or year."),
    ),
    "period_backwards": (
        "blocks",
        Words("期间的止日 {value} 早于起日。", "The period ends on {value}, before it begins."),
        Words("止日应不早于起日。", "It should end on or after its first day."),
    ),
    "pairing_missing": (
        "blocks",
        Words("没有写明结对关系。", "No pairing is named."),
        Words("请写明海方和山方。", "Name the giving side and the receiving side."),
    ),
    "pairing_unknown": (
        "blocks",
        Words("结对关系 {value} 不在登记中。", "Pairing {value} is not registered."),
        Words("请先登记这对结对关系。", "Register the pairing first."),
    ),
    "before_pairing": (
        "blocks",
        Words("日期 {value} 早于{pairing}结对之日。", "{value} lies before {pairing} were paired."),
        Words("结对自 {right} 起。", "They have been paired since {right}."),
    ),
    "after_pairing": (
        "blocks",
        Words("日期 {value} 时，{pairing}已不结对。", "By {value}, {pairing} were no longer paired."),
        Words("结对止于 {right} 前一日。", "The pairing ended on the day before {right}."),
    ),
    "programme_of_other_pairing": (
        "blocks",
        Words("机制写作“{value}”。", "The programme reads “{value}”."),
        Words("{pairing}属于“{right}”。", "{pairing} belong to “{right}”."),
    ),
    "place_unknown": (
        "blocks",
        Words("地方 {value} 不在登记中。", "Place {value} is not registered."),
        Words("请用登记过的地方。", "Use a registered place."),
    ),
    "place_outside_pairing": (
        "blocks",
        Words("{value}不在{pairing}的结对范围内。", "{value} is not part of the pairing of {pairing}."),
        Words("这一方应为{right}。", "This side should be {right}."),
    ),
    "party_unknown": (
        "blocks",
        Words("单位 {value} 不在登记中。", "Party {value} is not registered."),
        Words("请先登记这个单位。", "Register the party first."),
    ),
    "party_outside_pairing": (
        "blocks",
        Words("{value}所在地不在{pairing}的结对范围内。", "{value} lies outside the pairing of {pairing}."),
        Words("这一栏应是{right}的单位。", "This should be a party of {right}."),
    ),
    "file_repeated": (
        "note",
        Words("这份文件已于{value}入账，没有再记。", "This file was recorded on {value}; nothing was added."),
        None,
    ),
    "key_twice": (
        "blocks",
        Words("与第 {value} 条的编号相同。", "It carries the same number as row {value}."),
        Words("同一件事只记一次。", "One fact is recorded once."),
    ),
    "key_recorded_otherwise": (
        "blocks",
        Words(
            "同一编号已记为条目 {value}，金额是 {right}，与这一条不同。",
            "The same number is entry {value} with the amount {right}, which differs from this row.",
        ),
        Words("要改原条目，请冲正后另记。", "To change that entry, reverse it and record another."),
    ),
    "key_other_facts": (
        "ask",
        Words(
            "同一编号已记为条目 {value}，金额相同，但{right}。",
            "The same number is entry {value} with the same amount, but {right}.",
        ),
        Words(
            "以账上为准就确认这是重复；账上记错了，请冲正后另记。",
            "Say that it is a repeat if the ledger is right; if not, reverse that entry and record another.",
        ),
    ),
    "key_other_facts_of_theirs": (
        "ask",
        Words(
            "对方同一编号的条目 {value} 金额相同，但{right}。",
            "The other side's entry {value} has the same number and amount, but {right}.",
        ),
        Words(
            "是同一件事就确认，记作我方签认，不同之处写在签认里；不认就不记这一条，到待签里提异。",
            "If it is the same fact, say so: it is recorded as our agreeing word, with what differs written into it. "
            "If not, leave the row out and differ from the entry in the queue.",
        ),
    ),
    "key_of_other_kind": (
        "blocks",
        Words("同一编号已记为条目 {value}，类别不同。", "The same number is entry {value}, of another kind."),
        Words("同一单只记一类；记错了请先冲正。", "One order belongs to one kind; reverse the entry if it is wrong."),
    ),
    "key_of_other_parties": (
        "ask",
        Words("同一编号的条目 {value} 写的是别的单位。", "Entry {value} with the same number names other parties."),
        Words(
            "请确认是同一件事，还是编号写错。", "Say whether it is the same fact, or whether the number is mistaken."
        ),
    ),
    "word_would_change": (
        "ask",
        Words(
            "我方对条目 {value} 说过的数是 {right}，与这一条不同。",
            "For entry {value} our side has given {right}, which differs from this row.",
        ),
        Words("请确认改用这一条的数。", "Say whether this row's amount is to take its place."),
    ),
    "looks_repeated": (
        "ask",
        Words("与条目 {value} 的单位、日期、金额都相同。", "Entry {value} has the same parties, day and amount."),
        Words("请确认是另一件事，还是重复。", "Say whether it is another fact or a repeat."),
    ),
    "match_doubtful": (
        "ask",
        Words("可能与对方的条目 {value} 是同一件事。", "It may be the same fact as the other side's entry {value}."),
        Words("请选定是哪一条，或写明是另一件事。", "Choose which entry it is, or say that it is another fact."),
    ),
    "same_person": (
        "blocks",
        Words(
            "这一条与条目 {value} 是同一件事，而那一条是您代表另一方录入或表态的。",
            "This is the same fact as entry {value}, which you entered or spoke on for the other side.",
        ),
        Words(
            "同一个人不能替两方说话，请由本机构另一位经办人报送或签认。",
            "One person cannot speak for both sides: somebody else of this office should report or sign it.",
        ),
    ),
    "same_as_wrong": (
        "blocks",
        Words("条目 {value} 不能与这一条算作同一件事。", "Entry {value} cannot be the same fact as this row."),
        Words("请另选，或写明是另一件事。", "Choose another, or say that it is another fact."),
    ),
    "deadline_unknown": (
        "note",
        Words(
            "有异的条目没有写答复期限：{value}年的工作日安排还没有。",
            "The differences carry no date for an answer: the working days of {value} are not known yet.",
        ),
        Words("请把当年放假通知写进 calendar.csv。", "Add that year's notice to calendar.csv."),
    ),
}


def fault(code: str, *, line: int | None = None, field: str | None = None, **values: Any) -> Problem:
    """Return the Problem of this code with its words filled in.

    `value` is what stands there; `right`, where given, what would be right; further values are named in the words.
    """
    weight, what, right = _WORDS[code]
    return Problem(
        code,
        weight,
        what.fill(**values),
        None if right is None else right.fill(**values),
        value=str(values.get("value", "")),
        line=line,
        field=field,
    )


def show_amount(amount: int, unit: str) -> Words:
    """Return an amount in whole units with its unit, exactly: 3150000 fen are `31,500.00 元`."""
    declared = UNITS.get(unit)
    if declared is None:
        return Words(f"{amount:,}", f"{amount:,}")
    whole, part = divmod(abs(amount), declared.minor)
    decimals = f".{part:0{len(str(declared.minor)) - 1}d}" if declared.minor > 1 else ""
    number = f"{'−' if amount < 0 else ''}{whole:,}{decimals}"
    return Words(f"{number} {declared.title.zh}", f"{number} {declared.title.en}")


def stops(problems: Iterable[Problem]) -> bool:
    """Whether any of these keeps the drafts from being recorded: one that blocks, or one still asked."""
    return any(problem.weight != "note" for problem in problems)
