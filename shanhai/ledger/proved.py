"""A break of the ledger: where it is, what holds there no longer, in both languages. Only values and words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from shanhai.catalogue.words import Words

_WORDS: Final = {
    "position_missing": Words("账本没有首个序号。", "The ledger has no first serial."),
    "serial_missing": Words("序号 {expected} 不见了。", "Serial {expected} is missing."),
    "serial_twice": Words("序号 {serial} 出现两次。", "Serial {serial} occurs twice."),
    "rows_missing_at_end": Words(
        "末尾的行不见了：应到序号 {serial}，只到 {last}。",
        "Rows at the end are missing: the last serial should be {serial} and is {last}.",
    ),
    "sequence_broken": Words(
        "本单位链上应为第 {expected} 条，这里写作第 {sequence} 条。",
        "It should be number {expected} of the office's chain and reads {sequence}.",
    ),
    "content_changed": Words(
        "这一行的内容与它的摘要不符：行被改过，或它前面的行被换过。",
        "The row does not match its digest: it was changed, or the row before it was replaced.",
    ),
    "batch_missing": Words("所属批次 {batch} 不见了，或没有入账。", "Its batch {batch} is missing or not recorded."),
    "outside_batch": Words("不在所属批次 {batch} 的序号范围内。", "It lies outside the range of its batch {batch}."),
    "batch_range": Words(
        "批次 {batch} 的序号范围与它的 {rows} 行不符。", "The range of batch {batch} does not match its {rows} rows."
    ),
    "chain_head": Words(
        "本单位的链尾记作第 {sequence} 条，实为第 {last} 条，或摘要不同。",
        "The noted head of the chain is number {sequence}; the last link is number {last}, or its digest differs.",
    ),
    "pairing_missing": Words("结对关系不在登记中。", "Its pairing is not registered."),
    "pairing_day": Words("日期不在{pairing}结对期内。", "Its day lies outside the pairing of {pairing}."),
    "pairing_place": Words("地方不在{pairing}的结对范围内。", "Its places are not those of the pairing of {pairing}."),
    "pairing_party": Words("单位 {party} 不属于{pairing}。", "Party {party} does not belong to {pairing}."),
    "reversal_wrong": Words(
        "冲正的条目 {reversed} 不存在，或内容不同。",
        "It reverses entry {reversed}, which does not exist or says something else.",
    ),
    "replacement_wrong": Words(
        "替代的条目 {replaced} 不存在，或没有冲正。", "It replaces entry {replaced}, which is missing or not reversed."
    ),
    "word_without_entry": Words("签认的条目 {entry} 不存在。", "It is a word on entry {entry}, which does not exist."),
    "word_out_of_turn": Words(
        "这句话不该由这一方对条目 {entry} 说。", "This side could not say this word on entry {entry}."
    ),
    "agreed_change": Words(
        "对双签数的增减写作 {noted}，按各方的话应为 {right}。",
        "Its change of the agreed sum reads {noted}; by the words it should be {right}.",
    ),
    "open_entry": Words(
        "条目 {serial} 的待签状态与各方的话不符。", "What entry {serial} waits for does not follow from its words."
    ),
    "document_bytes": Words(
        "凭据 {document} 的文件与它的摘要不符。", "The bytes of document {document} do not match its hash."
    ),
    "document_missing": Words("凭据 {document} 的文件不见了。", "The file of document {document} is missing."),
    "document_link": Words(
        "凭据 {document} 所证的条目 {serial} 不存在。",
        "Document {document} proves entry {serial}, which does not exist.",
    ),
    "document_public": Words(
        "凭据 {document} 是否公开，与说过的话不符。",
        "Whether document {document} is public does not follow from what was said of it.",
    ),
}
_TABLES: Final = {
    "ledger_entry": Words("条目", "entry"),
    "ledger_signature": Words("签认", "signature"),
    "ledger_open_entry": Words("待签", "open entry"),
    "ledger_batch": Words("批次", "batch"),
    "ledger_chain_head": Words("链尾", "chain head"),
    "ledger_position": Words("末号", "last serial"),
    "ledger_document": Words("凭据", "document"),
    "ledger_document_link": Words("凭据所证", "document link"),
}


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the ledger does not hold. `facts` are the key facts of the row, for whoever looks."""

    code: str
    table: str
    what: Words
    serial: int | None = None
    office_id: int | None = None
    office: str = ""
    sequence: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def with_office(self, name: str) -> Break:
        """Return the same break with its office's name."""
        return replace(self, office=name)

    @property
    def words(self) -> Words:
        """Where it is and what is wrong, in one or two sentences."""
        table = _TABLES.get(self.table, Words(self.table, self.table))
        chinese, english = [table.zh], [table.en]
        if self.serial is not None:
            chinese.append(f"序号 {self.serial}")
            english.append(f"serial {self.serial}")
        if self.office or self.office_id is not None:
            chinese.append(f"{self.office or self.office_id}的链")
            english.append(f"chain of {self.office or self.office_id}")
        if self.sequence is not None:
            chinese.append(f"第 {self.sequence} 条")
            english.append(f"number {self.sequence}")
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        tail_zh, tail_en = (f"({facts})", f" ({facts})") if facts else ("", "")
        return Words(
            f"断点：{','.join(chinese)}。{self.what.zh}{tail_zh}",
            f"Break: {', '.join(english)}. {self.what.en}{tail_en}",
        )


def break_at(
    code: str,
    table: str,
    *,
    serial: int | None = None,
    office_id: int | None = None,
    sequence: int | None = None,
    facts: dict[str, Any] | None = None,
    **values: Any,
) -> Break:
    """Return a break of this code; `values` are named in its words."""
    what = _WORDS[code].fill(serial=serial, sequence=sequence, **values)
    return Break(code, table, what, serial, office_id, "", sequence, facts or {})
