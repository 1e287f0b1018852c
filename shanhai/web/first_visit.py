"""What the first visitor of a server process would wait for: modules, places, words of articles, questions in SQL.

Done beside the serving, so that a process answers at once and answers fast soon after. It must not change anything,
and nothing may depend on it having run.
"""

from __future__ import annotations

import logging
import threading
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from shanhai.catalogue.book import BOOK
from shanhai.evidence.knowledge import load_knowledge
from shanhai.figures.scope import Scope
from shanhai.registry.places import place_index
from shanhai.web.asked import (
    BASES,
    Asked,
    ask,
    ask_groups,
    ask_left_out,
    ask_ties,
    current_snapshot,
    kinds_with_entries,
)
from shanhai.web.pages.board import FIRST_INDICATOR

# The scopes a board and a passport open with: all an office may see, and one place's pairings under one round.
_NOBODY: frozenset[str] = frozenset({"nobody"})
_SCOPES = (
    Scope(touching_place_ids=_NOBODY),
    Scope(giver_place_ids=_NOBODY, receiver_place_ids=_NOBODY, programme="nothing", round="nothing"),
)

log = logging.getLogger(__name__)


def make_ready_beside() -> threading.Thread:
    """Import all pages now, and make the rest ready in a thread of its own."""
    import_module(settings.ROOT_URLCONF)
    thread = threading.Thread(target=_make_ready_or_tell, name="first visit", daemon=True)
    thread.start()
    return thread


def make_ready() -> None:
    """Read what pages read once in a process, and compile the questions that pages open with."""
    place_index()
    today, snapshot = timezone.localdate(), current_snapshot()
    headlines = [indicator for indicator in BOOK.indicators if indicator.headline]
    for scope in _SCOPES:
        kinds_with_entries(Asked(), scope, today=today, snapshot=snapshot)
        for indicator in headlines:
            for basis in BASES:
                ask(indicator, Asked(basis=basis), scope, today=today, snapshot=snapshot)
        drawn = BOOK.indicator(FIRST_INDICATOR)
        ask_groups(drawn, ("month",), Asked(), scope=scope, today=today, snapshot=snapshot)
        ask_ties(drawn, "county", Asked(), scope=scope, today=today, snapshot=snapshot)
        ask_left_out(ask(drawn, Asked(), scope, today=today, snapshot=snapshot))
    load_knowledge()


def _make_ready_or_tell() -> None:
    try:
        make_ready()
    except (DatabaseError, OSError):
        # An installation that is not set up yet serves its pages all the same, each as slowly as it must.
        log.warning("nothing could be made ready before the first visit", exc_info=True)
    finally:
        connections.close_all()
