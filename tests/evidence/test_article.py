"""An article laid out for the page loses nothing: the repaired text and the text as received are both in its rows."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shanhai.algorithms.text_repair import repair_text
from shanhai.evidence.article import Mark, count_edits, lay_out, restore_raw
from tests.evidence.articles import CLEAN, POLLUTED


def edits_of(text: str) -> tuple[str, list[list[object]]]:
    repaired = repair_text(text)
    return repaired.text, [[one.start, one.end, one.before, one.after, one.reason, one.sure] for one in repaired.edits]


def test_a_polluted_text_is_had_back_as_received() -> None:
    text, edits = edits_of(POLLUTED)
    assert restore_raw(text, edits) == POLLUTED
    assert {words.zh for words, _count in count_edits(edits)} >= {"去夹注的读音", "繁体转简体"}


def test_a_clean_text_has_no_edits_and_one_row_a_paragraph() -> None:
    text, edits = edits_of(CLEAN)
    assert edits == []
    assert [row.text for row in lay_out(text, edits, [])] == [line for line in CLEAN.splitlines() if line]


def test_a_claim_is_lit_over_its_edits_and_numbered_once() -> None:
    text, edits = edits_of(POLLUTED)
    start = text.index("到位峨边")
    end = text.index("300万元") + 5
    rows = lay_out(text, edits, [Mark(1, start, end)])
    spans = [span for row in rows for span in row.spans if span.claim == 1]
    assert len(spans) == 1
    assert "".join(piece.after for piece in spans[0].pieces) == text[start:end]
    assert any(piece.is_edit for piece in spans[0].pieces)


def test_claims_that_share_words_do_not_hide_each_other() -> None:
    rows = lay_out("甲乙丙丁", [], [Mark(1, 0, 3), Mark(2, 1, 4)])
    assert [(span.claim, "".join(piece.after for piece in span.pieces)) for span in rows[0].spans] == [
        (1, "甲乙丙"),
        (2, "丁"),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["產(chǎn)", "業(yè)", "縣(xiàn)", "資(zī)", "12", "\n", "。", "a", "協(xié)", "?", "</b>"])
    )
)
def test_whatever_the_text_nothing_is_lost(pieces: list[str]) -> None:
    raw = "".join(pieces)
    text, edits = edits_of(raw)
    assert restore_raw(text, edits) == raw
    rows = lay_out(text, edits, [Mark(1, 0, len(text) // 2)], [(0, 1)])
    shown = "".join(row.text for row in rows)
    assert "".join(shown.split()) == "".join(text.split())


def test_a_line_that_is_gone_tells_why_it_is_gone_and_not_what_was_mended_in_it() -> None:
    edits = [[0, 1, "臺", "", "traditional", 1.0], [1, 8, "州>頻道>要聞", "", "crumb", 1.0]]
    (row, _) = lay_out("\n正文", edits, [])
    assert row.apart == "crumb"


def test_a_row_of_a_table_is_laid_out_by_its_cells_and_its_rules_are_left_out() -> None:
    text = "数据\n| 县 | 资金（万元） |\n|---|---|\n| 峨边县 | 380 |\n说明"
    start = text.index("380")
    rows = lay_out(text, [], [Mark(1, start, start + 3)])
    told = [
        None if row.cells is None else ["".join(p.after for span in cell for p in span.pieces) for cell in row.cells]
        for row in rows
    ]
    assert told == [None, ["县", "资金（万元）"], [], ["峨边县", "380"], None]
    assert rows[3].cells is not None
    assert [(span.claim, span.first) for span in rows[3].cells[1]] == [(1, True)]


@given(st.text(alphabet="县资金12.\t|-\n ", max_size=120))
@example("|\t\n\t1")
@settings(max_examples=80)
def test_cells_of_any_text_hold_words_of_it_only(text: str) -> None:
    for row in lay_out(text, [], []):
        # A bar inside a cell that tabs part is a word like any other.
        parting = "\t" if "\t" in "".join(piece.after for piece in row.pieces) else "|"
        for cell in row.cells or []:
            words = "".join(piece.after for span in cell for piece in span.pieces)
            assert words in text
            assert parting not in words
