"""A server process makes ready what its first visitor would wait for."""

from __future__ import annotations

import pytest

from shanhai.evidence.knowledge import load_knowledge
from shanhai.figures import engine
from shanhai.web.first_visit import make_ready
from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger


def test_the_first_board_finds_its_questions_compiled_and_the_words_of_articles_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_ledger(cast)
    monkeypatch.setattr(engine, "_compiled", {})
    make_ready()
    assert load_knowledge.cache_info().currsize == 1
    ready = set(engine._compiled)
    assert cast.client("signer").get("/").status_code == 200
    sums = {key for key in engine._compiled if key[0] == "sum"}
    assert sums
    assert sums <= ready
