"""What recording some drafts would add to the ledger, told without the lock and without writing anything.

For doors that show it before the user decides; `record.py` decides again, under the lock, from what stands there then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shanhai.catalogue.words import Problem
from shanhai.ledger.checking import check_drafts
from shanhai.ledger.drafts import EntryDraft, Repeat
from shanhai.ledger.faults import stops
from shanhai.ledger.known import decide_drafts, tell_doubts
from shanhai.ledger.posting import Speaker
from shanhai.offices.models import Office


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be added: new entries, words on the other side's entries; what is a repeat; what stands in the way.

    A Problem's `line` is the draft's number, from 1. `doubts` maps such a number to the serials it may concern.
    """

    entries: int = 0
    agreeing: int = 0
    differing: int = 0
    repeats: tuple[Repeat, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubts: tuple[tuple[int, tuple[int, ...]], ...] = ()


def preview_entries(drafts: Sequence[EntryDraft], *, office: Office, user_id: int | None, spoken_side: str) -> Preview:
    """Return what `record_entries` would do with these drafts of a user as the ledger stands now."""
    said, problems = check_drafts(drafts)
    if stops(problems):
        return Preview(problems=tuple(problems))
    decisions = decide_drafts(said, drafts, by=Speaker(office.pk, user_id, spoken_side), match=True)
    counted = Counter(decision.verdict for decision in decisions)
    return Preview(
        entries=counted["new"],
        agreeing=counted["agrees"],
        differing=counted["differs"],
        repeats=tuple(
            Repeat(line, decision.serial)
            for line, decision in enumerate(decisions, start=1)
            if decision.verdict == "repeat" and decision.serial is not None
        ),
        problems=tuple(tell_doubts(decisions, said)),
        doubts=tuple(
            (line, decision.candidates)
            for line, decision in enumerate(decisions, start=1)
            if decision.verdict == "problem"
        ),
    )
