"""From the state somebody says an activity is in to the steps that would have to be recorded for it. Reads nothing.

An activity begins in its first state whatever a list says, since each step has its day, its documents and sometimes the
other side's word. What that comes to is said instead of being guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque

from shanhai.catalogue.activity import ActivityKind, State, Step
from shanhai.catalogue.words import Words

_REST = re.compile(r"[,，;；、。(（/].*")


def state_called(kind: ActivityKind, text: str) -> State | None:
    """Return the state a text names, by its title or another way of saying it; None where it names none.

    What follows the first comma is left aside: `已完工，待验收` is 已完工.
    """
    said = _squeeze(_REST.sub("", unicodedata.normalize("NFKC", text)))
    for state in kind.states:
        if said and said in {_squeeze(one) for one in (state.title.zh, state.title.en, *state.said_as)}:
            return state
    return None


def _squeeze(text: str) -> str:
    return "".join(text.split()).casefold()


def steps_to(kind: ActivityKind, code: str) -> list[Step]:
    """Return the fewest steps that lead from the first state to another one, in their order; none to the first."""
    ways: dict[str, list[Step]] = {kind.first_state: []}
    waiting = deque([kind.first_state])
    while waiting:
        here = waiting.popleft()
        for step in kind.steps:
            if here in step.from_states and step.to_state not in ways and not step.returns:
                ways[step.to_state] = [*ways[here], step]
                waiting.append(step.to_state)
    return ways.get(code, [])


def say_step(step: Step) -> Words:
    """Say a step with what it needs besides its day: documents, entries of the ledger, days it waits, a word."""
    needs = [need.title for need in (*step.documents, *step.entries)]
    if step.waits_days:
        needs.append(Words("满 {n} 天", "after {n} days").fill(n=step.waits_days))
    if step.word_of:
        needs.append(Words("对方同意", "the other side's word"))
    zh, en = "、".join(one.zh for one in needs), ", ".join(one.en for one in needs)
    return Words(step.title.zh + (f"（{zh}）" if zh else ""), step.title.en + (f" ({en})" if en else ""))
