"""The open set of messy workbooks, scored with its own scorer, holds the targets."""

import datetime as dt
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shanhai.sheets.foreign import read_workbook


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("workbook_scorer", shared / "workbooks" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tallies(shared: Path, scorer: ModuleType) -> dict[str, Any]:
    found = {}
    for gold_path in sorted((shared / "workbooks").glob("*.expected.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        book = read_workbook(gold_path.parent / gold["file"], received=dt.date.fromisoformat(gold["received"]))
        found[gold["file"]] = scorer.score_file(gold, book.to_json(), [])
    return found


def pooled(tallies: dict[str, Any], right: str, all_of: str) -> float:
    return sum(t.get(right, 0) for t in tallies.values()) / sum(t.get(all_of, 0) for t in tallies.values())


def test_columns_and_values_are_read(tallies: dict[str, Any]) -> None:
    assert pooled(tallies, "columns_right", "columns") >= 0.95
    assert pooled(tallies, "cells_right", "cells") >= 0.98


def test_no_total_or_note_becomes_a_record(tallies: dict[str, Any]) -> None:
    assert {name: t["worst"] for name, t in tallies.items() if t.get("worst")} == {}


def test_problems_are_found_and_right(tallies: dict[str, Any]) -> None:
    assert pooled(tallies, "problems_found", "problems") >= 0.90
    assert pooled(tallies, "problems_found", "said") >= 0.90


def test_every_file_scores(tallies: dict[str, Any]) -> None:
    scores = {name: t["score"] for name, t in tallies.items()}
    assert sum(scores.values()) / len(scores) >= 0.93
    assert min(scores.values()) >= 0.85, scores
