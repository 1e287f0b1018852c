"""The open gold: both seeds repaired, all claims of the open documents read well enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shanhai.algorithms.text_repair import repair_text
from shanhai.algorithms.text_trace import apply_edits

FLOORS = {
    "indicator": 0.85,
    "giver": 0.90,
    "receiver": 0.90,
    "period": 0.85,
    "qualifier": 0.97,
    "status": 0.95,
    "programme": 0.90,
}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", ["000_5a8b788e0d871b3d", "003_827803797fae88e8"])
def test_a_seed_comes_back_as_its_clean_text(shared: Path, name: str) -> None:
    raw = (shared / "seeds" / f"{name}.txt").read_text("utf-8")
    clean = (shared / "gold" / "dev" / f"{name}.clean.txt").read_text("utf-8")
    repaired = repair_text(raw)
    assert squeezed(repaired.text) == squeezed(clean)
    assert apply_edits(raw, repaired.edits) == repaired.text
    assert repair_text(clean).edits == ()
    assert repaired.touched == name.startswith("003")


def test_all_damaged_stretches_of_the_polluted_seed_are_right(shared: Path) -> None:
    repaired = repair_text((shared / "seeds" / "003_827803797fae88e8.txt").read_text("utf-8"))
    assert [repaired.text[a:b] for a, b in repaired.restored] == [
        "模化、集约",
        "地家庭养",
        "。”浙江赴四川省南充市帮扶工作队",
        "潜力",
        "协",
        "数",
    ]
    assert repaired.unreadable == ()


def test_the_claims_of_the_open_gold_are_read(shared: Path) -> None:
    from tests.shared.read_gold import score

    told = score(shared / "gold" / "dev")
    total = next(line for line in told.splitlines() if line.startswith("TOTAL"))
    numbers = [float(one) for one in re.findall(r"\d\.\d{3}", total)]
    precision, recall, f1, *accuracies = numbers
    assert f1 >= 0.95, told
    assert min(precision, recall) > 0.9, told
    low = {name: got for (name, floor), got in zip(FLOORS.items(), accuracies, strict=True) if got < floor}
    assert not low, told
