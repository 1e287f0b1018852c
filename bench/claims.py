"""Articles read for all their claims, beside a plain pattern and, where it is installed, JioNLP's money alone.

Documents are put together from the articles of the tests, about 3,000 characters each. The F1 is of the amounts of
money of those articles: value and place. JioNLP is not among our packages; `pip install jionlp` adds its row.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from shanhai.algorithms.arrangements import Arrangement, Arrangements, ProgrammeWords
from shanhai.algorithms.claim_extraction import Knowledge, extract_claims
from shanhai.algorithms.claim_vocabulary import IndicatorWords, Vocabulary
from shanhai.algorithms.place_mentions import Gazetteer
from shanhai.cooperation import FIELDS
from shanhai.registry.gazetteer import load_gazetteer

SIZE = 200
SECONDS_MAX = 10.0
ARTICLES = Path(__file__).resolve().parent.parent / "tests" / "algorithms" / "articles"
LENGTH = 3_000
_PLAIN = re.compile(r"(\d+(?:\.\d+)?)(?:余|多)?(万|亿)?元")
_TIMES = {"": 1, "万": 10**4, "亿": 10**8}

Amounts = list[tuple[Decimal, int]]


def read_plainly(text: str) -> Amounts:
    """Return the amounts a plain pattern finds, with their places."""
    return [(Decimal(one[1]) * _TIMES[one[2] or ""], one.start()) for one in _PLAIN.finditer(text)]


def load_knowledge() -> Knowledge:
    """Return what reading needs; arrangements between a few provinces are enough for a measurement."""
    words = (
        IndicatorWords(one.code, (one.unit, *one.units), one.said_as) for field in FIELDS for one in field.indicators
    )
    rows = [
        Arrangement("东西部协作", giver, receiver) for giver in ("33", "32", "12") for receiver in ("51", "52", "62")
    ]
    programmes = (ProgrammeWords("东西部协作", ("东西部协作",)), ProgrammeWords("山海协作", ("山海协作",)))
    return Knowledge(Gazetteer(load_gazetteer()), Vocabulary(words), Arrangements(rows), programmes)


def told_amounts(text: str, path: Path) -> Amounts:
    """Return the amounts of money of an article by its own gold."""
    lines = [line.split("|") for line in path.read_text("utf-8").splitlines()[1:]]
    return [(Decimal(line[1]), text.index(line[0])) for line in lines if line[2].startswith("CNY")]


def f1_of(read: Callable[[str], Amounts]) -> float:
    """Return the F1 of amounts over all articles; an amount is right within 30 characters of its place."""
    told_count = read_count = right = 0
    for path in sorted(ARTICLES.glob("*.claims")):
        text = path.with_suffix(".txt").read_text("utf-8")
        told, found = told_amounts(text, path), read(text)
        told_count, read_count = told_count + len(told), read_count + len(found)
        for value, place in told:
            match = next((one for one in found if one[0] == value and abs(one[1] - place) <= 30), None)
            if match:
                found.remove(match)
                right += 1
    return 2 * right / (told_count + read_count)


def make_documents(size: int) -> list[str]:
    """Return documents of about 3,000 characters, each beginning with another article."""
    texts = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    documents = []
    for start in range(size):
        pieces, length = [], 0
        while length < LENGTH:
            pieces.append(texts[(start + len(pieces)) % len(texts)])
            length += len(pieces[-1])
        documents.append("\n".join(pieces)[:LENGTH])
    return documents


def seconds_of(read: Callable[[str], Any], documents: Iterable[str]) -> float:
    """Return the processor seconds of reading all documents once."""
    start = time.process_time()
    for document in documents:
        read(document)
    return time.process_time() - start


def run(size: int = SIZE) -> list[dict[str, Any]]:
    """Return our reading beside the plain pattern and beside JioNLP's money where it is installed."""
    knowledge = load_knowledge()
    documents = make_documents(size)

    def read_money(text: str) -> Amounts:
        claims = extract_claims(text, knowledge)
        return [(claim.value, claim.start) for claim in claims if claim.unit.startswith("CNY")]

    extract_claims(documents[0], knowledge)
    seconds = seconds_of(lambda text: extract_claims(text, knowledge), documents)
    others = [("a plain pattern", read_plainly)]
    if find_spec("jionlp"):
        others.append(("JioNLP's money alone", _read_with_jionlp()))
    rows = []
    for name, read in others:
        floor = seconds_of(read, documents)
        title = f"claims: all of {size} articles; {name}, F1 {f1_of(read_money):.3f} : {f1_of(read):.3f}"
        ratio = seconds / max(floor, 1e-9)
        rows.append({"name": title, "size": size, "seconds": seconds, "floor_seconds": floor, "ratio": ratio})
    return rows


def _read_with_jionlp() -> Callable[[str], Amounts]:
    import jionlp

    def read(text: str) -> Amounts:
        found = jionlp.ner.extract_money(text)
        return [(_lowest(one["detail"]["num"]), one["offset"][0]) for one in found]

    read("一百元")
    return read


def _lowest(number: Any) -> Decimal:
    return Decimal(number[0] if isinstance(number, list) else number)


if __name__ == "__main__":
    for row in run():
        print(row)
