"""Articles read for all their claims, and for their money alone, beside JioNLP's money and a plain pattern.

Documents have 3,000 characters each, of three kinds:

- as articles are written: each article of the tests with two passages of `narrative.txt` behind it, which makes 70
  claims a document. The dozen published articles that `tests/shared` scores hold about 75 in 3,000 characters of their
  repaired text, whole ones about 50 and the short ones about 80.
- *dense*: the articles of the tests alone, one sentence of figures after the other, 141 claims a document.
- *polluted*: the first kind as a broken converter leaves pages, in traditional characters with glosses and with lost
  bytes two to three times as often as the published pages have them.

The F1 is of the amounts of money of the articles: value and place. The full reading repairs a text, resolves its places
and tells every quantity with its parties, indicator, period and stage; the other rows find amounts and nothing else, so
that *our money alone* is what compares with JioNLP like for like. All take turns on the same documents in one process,
each warmed up before, and the least processor time of three rounds counts. JioNLP is in the dependency group `bench`,
which `make bench` installs; without it the plain pattern is the floor.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.algorithms.claim_numbers import find_quantities, to_plain_digits
from shanhai.evidence.knowledge import load_knowledge
from tests.algorithms.pollute import choose_of_all, gloss_bytes_blindly, to_traditional

SIZE = 200
SECONDS_MAX = 10.0
ARTICLES = Path(__file__).resolve().parent.parent / "tests" / "algorithms" / "articles"
NARRATIVE = Path(__file__).resolve().parent / "narrative.txt"
PASSAGES_EACH = 2
LENGTH = 3_000
POLLUTED_SHARE = 5
ROUNDS = 3
_PLAIN = re.compile(r"(\d+(?:\.\d+)?)(?:余|多)?(万|亿)?元")
_TIMES = {"": 1, "万": 10**4, "亿": 10**8}

Amounts = list[tuple[Decimal, int]]


def read_plainly(text: str) -> Amounts:
    """Return the amounts a plain pattern finds, with their places."""
    return [(Decimal(one[1]) * _TIMES[one[2] or ""], one.start()) for one in _PLAIN.finditer(text)]


def read_amounts(text: str) -> Amounts:
    """Return the amounts of money our first stage finds, which is what JioNLP is asked for."""
    found = find_quantities(to_plain_digits(text))
    return [(one.value, one.start) for one in found if one.unit == "CNY"]


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


def make_documents(size: int, passages_each: int) -> list[str]:
    """Return documents of about 3,000 characters, each beginning with another article; `passages_each` behind each."""
    articles = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    passages = NARRATIVE.read_text("utf-8").strip().split("\n\n")
    documents = []
    for start in range(size):
        pieces: list[str] = []
        for turn in count(start):
            pieces.append(articles[turn % len(articles)])
            first = turn * passages_each
            pieces += [passages[(first + more) % len(passages)] for more in range(passages_each)]
            if sum(map(len, pieces)) >= LENGTH:
                break
        documents.append("\n".join(pieces)[:LENGTH])
    return documents


def pollute(documents: Iterable[str]) -> list[str]:
    """Return the documents as a broken converter leaves them, cut to the same length again."""
    return [
        gloss_bytes_blindly(to_traditional(document), choose_of_all(seed))[:LENGTH]
        for seed, document in enumerate(documents)
    ]


def seconds_of(read: Callable[[str], Any], documents: Iterable[str]) -> float:
    """Return the processor seconds of reading all documents once."""
    start = time.process_time()
    for document in documents:
        read(document)
    return time.process_time() - start


def run(size: int = SIZE) -> list[dict[str, Any]]:
    """Return a row for each way of reading each kind of document, with JioNLP as the floor, and one for the limit."""
    knowledge = load_knowledge()

    def read_fully(text: str) -> Amounts:
        return [(one.value, one.start) for one in extract_claims(text, knowledge) if one.unit.startswith("CNY")]

    readers = {"full reading": read_fully, "our money alone": read_amounts, "a plain pattern": read_plainly}
    if find_spec("jionlp"):
        readers["JioNLP's money alone"] = _read_with_jionlp()
    written = make_documents(size, PASSAGES_EACH)
    least = _least_seconds(readers, written)
    right = {name: f", F1 {f1_of(read):.3f}" for name, read in readers.items()}
    rows = _rows("claims", len(written), least, right)
    limit = f"claims: full reading of {size} × {LENGTH:,} characters, at most"
    rows.append(_row(limit, size, least["full reading"], SECONDS_MAX * size / SIZE))
    for kind, documents in (
        ("claims, dense", make_documents(size, 0)),
        ("claims, polluted", pollute(written[: max(1, size // POLLUTED_SHARE)])),
    ):
        rows += _rows(kind, len(documents), _least_seconds(readers, documents), {})
    return rows


def _least_seconds(readers: dict[str, Callable[[str], Amounts]], documents: Sequence[str]) -> dict[str, float]:
    """Return the least processor seconds in which each reader read all documents; readers take turns."""
    for read in readers.values():
        read(documents[0])
    rounds = [{name: seconds_of(read, documents) for name, read in readers.items()} for _ in range(ROUNDS)]
    return {name: max(min(one[name] for one in rounds), 1e-9) for name in readers}


def _rows(kind: str, size: int, least: dict[str, float], right: dict[str, str]) -> list[dict[str, Any]]:
    floor = least.get("JioNLP's money alone", least["a plain pattern"])
    return [
        _row(f"{kind}: {name}, {size / seconds:,.0f} a second{right.get(name, '')}", size, seconds, floor)
        for name, seconds in least.items()
    ]


def _row(name: str, size: int, seconds: float, floor: float) -> dict[str, Any]:
    return {"name": name, "size": size, "seconds": seconds, "floor_seconds": floor, "ratio": seconds / floor}


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
