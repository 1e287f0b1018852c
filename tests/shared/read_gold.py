"""Read the open gold documents and score what was read: `python -m tests.shared.read_gold [FOLDER]`.

FOLDER holds NAME.txt and NAME.jsonl as in shared/gold/dev; without it, that one is taken. The predictions are written
to a temporary folder and scored with shared/gold/score.py.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from shanhai.algorithms.arrangements import Arrangement, Arrangements, ProgrammeWords
from shanhai.algorithms.claim_extraction import ClaimDraft, Knowledge, extract_claims
from shanhai.algorithms.claim_vocabulary import IndicatorWords, Vocabulary
from shanhai.algorithms.place_mentions import Gazetteer, trim_code
from shanhai.cooperation import FIELDS
from shanhai.registry.gazetteer import load_gazetteer

SHARED = next(up / "shared" for up in Path(__file__).resolve().parents if (up / "shared" / "gold").is_dir())
PROGRAMMES = (
    ProgrammeWords("山海协作", ("山海协作", "山海协作工程")),
    ProgrammeWords(
        "东西部协作",
        ("东西部协作", "东西部扶贫协作", "东西协作", "东西扶贫协作", "扶贫协作", "浙川协作", "苏陕协作", "闽宁协作"),
    ),
    ProgrammeWords("对口支援", ("对口支援", "援藏", "援疆", "援青"), organisations="also"),
    ProgrammeWords("定点帮扶", ("定点帮扶", "定点扶贫"), organisations="alone"),
)


@cache
def load_knowledge() -> Knowledge:
    """Return places of the registry, pairings of the shared data and the words of all declared indicators."""
    with (SHARED / "data" / "pairings.csv").open(encoding="utf-8") as file:
        rows = [
            Arrangement(row["programme"], trim_code(row["giver_code"]), trim_code(row["receiver_code"]))
            for row in csv.DictReader(file)
            if row["level"] in {"province", "city", "county"} and row["giver_code"] and row["receiver_code"]
        ]
    words = (
        IndicatorWords(one.code, (one.unit, *one.units), one.said_as) for field in FIELDS for one in field.indicators
    )
    return Knowledge(Gazetteer(load_gazetteer()), Vocabulary(words), Arrangements(rows), PROGRAMMES)


def to_gold(claim: ClaimDraft) -> dict[str, Any]:
    """Return a claim with the field names of the gold."""
    return {
        "quote": claim.quote,
        "clean_quote": claim.clean_quote,
        "start": claim.start,
        "end": claim.end,
        "subject": {
            "giver": claim.giver,
            "receiver": claim.receiver,
            "party": claim.party,
            "giver_group": list(claim.giver_group) or None,
            "receiver_group": list(claim.receiver_group) or None,
        },
        "programme": claim.programme,
        "indicator": claim.indicator,
        "value": float(claim.value),
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "period": {"from": claim.period_from, "to": claim.period_to, "text": claim.period_text},
        "status": claim.status,
        "damaged": claim.damaged,
    }


def document_of(gold: Path) -> Path:
    """Return the raw document of a gold file; the seeds stand in a folder of their own."""
    beside = gold.with_suffix(".txt")
    return beside if beside.exists() else SHARED / "seeds" / beside.name


def score(folder: Path) -> str:
    """Read all documents of a gold folder and return what the scorer prints."""
    with tempfile.TemporaryDirectory() as both:
        golds, predictions = Path(both) / "gold", Path(both) / "predictions"
        golds.mkdir()
        predictions.mkdir()
        for gold in sorted(folder.glob("*.jsonl")):
            raw = document_of(gold).read_text("utf-8")
            (golds / gold.name).write_bytes(gold.read_bytes())
            (golds / f"{gold.stem}.txt").write_text(raw, "utf-8")
            lines = [json.dumps(to_gold(claim), ensure_ascii=False) for claim in extract_claims(raw, load_knowledge())]
            (predictions / gold.name).write_text("\n".join(lines), "utf-8")
        call = [sys.executable, str(SHARED / "gold" / "score.py"), str(golds), str(predictions), "--list-misses"]
        return subprocess.run(call, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    print(score(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "gold" / "dev"))
