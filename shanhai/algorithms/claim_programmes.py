"""Under which programme a number stands: the one its sentence names, or another that fits who helps whom.

Programmes and who is paired under them come from the caller; this module must not know any programme but the one that
is none of assistance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain

from shanhai.algorithms.arrangements import Arrangements, ProgrammeWords
from shanhai.algorithms.claim_pairs import EAST, WEST, Pair, codes_known
from shanhai.algorithms.claim_subjects import Subjects
from shanhai.algorithms.claim_text import Sentence

_PROGRAMMES_BACK = 50
# the north-east's cooperation between equals is none of the programmes of assistance
_OTHER_PROGRAMME = "对口合作"
_HELP = re.compile(r"帮扶|扶贫|脱贫|支援|东西部")
_GOVERNMENT = re.compile(r"^(?:和[^,，。]{0,6})?(?:办|局|处|司|和区域|领导小组|工作小组)")


class Programmes:
    """The programmes of an article; ask with `at`."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        subjects: Subjects,
        programmes: Sequence[ProgrammeWords],
        arrangements: Arrangements,
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._starts = [one.start for one in sentences]
        self._subjects = subjects
        self._known = programmes
        self._arrangements = arrangements
        self._named: list[tuple[int, str]] = self._find_named()
        self._of_organisations = self._find_of_organisations()
        self._found: dict[tuple[int, str, str], str | None] = {}

    def at(self, sentence: Sentence, pair: Pair) -> str | None:
        """Return the programme of a sentence whose numbers stand for a pair, None where none can be told."""
        both = pair.givers and pair.receivers
        giver, receiver = (pair.givers[0].code, pair.receivers[0].code) if both else ("", "")
        key = sentence.start, giver, receiver
        if key not in self._found:
            known = [self._arrangements.fit(giver, code) for code in codes_known(pair.receivers[0])] if both else [()]
            fits = max(known, key=lambda one: one[0][1] if one else 0.0)
            possible = self._possible(fits) if pair.givers else self._of_organisations
            if not pair.givers and possible and pair.receivers:
                possible = self._other_named_in_paragraph(sentence, possible)
            if self._named and (giver, receiver) == (EAST, WEST) and not self._is_named_in(sentence):
                possible = tuple(self._arrangements.common_across)
            self._found[key] = self._find(sentence, possible)
        return self._found[key]

    def _possible(self, fits: Sequence[tuple[str, float]]) -> tuple[str, ...]:
        """Return the programmes that fit a pair; cooperation alone where it fits best and the article helps nobody."""
        equals = tuple(name for name, weight in fits if name.endswith(_OTHER_PROGRAMME) and weight == fits[0][1])
        alone = equals and not self._named and not _HELP.search(self._text)
        return equals if alone else tuple(name for name, _ in fits)

    def _other_named_in_paragraph(self, sentence: Sentence, possible: tuple[str, ...]) -> tuple[str, ...]:
        """Return the programmes that a paragraph calls by the work itself (援藏), if none possible is named in it.

        A plain 对口支援 beside counties that firms help says nothing of another programme.
        """
        first = at = bisect_right(self._starts, sentence.start) - 1
        while first and self._sentences[first - 1].paragraph == sentence.paragraph:
            first -= 1
        while at + 1 < len(self._sentences) and self._sentences[at + 1].paragraph == sentence.paragraph:
            at += 1
        start, end = self._sentences[first].start, self._sentences[at].end
        told = {name for place, name in self._named if start <= place < end}
        plain = any(self._text.startswith(name, place) for place, name in self._named if start <= place < end)
        return tuple(sorted(told)) if told and not plain and told.isdisjoint(possible) else possible

    def _find_named(self) -> list[tuple[int, str]]:
        """Return where programmes are named, in order; the names of offices do not count."""
        found = []
        for programme in self._known:
            for word in programme.said_as:
                at = self._text.find(word)
                while at >= 0:
                    if not _GOVERNMENT.match(self._text[at + len(word) : at + len(word) + 12]):
                        found.append((at, programme.name))
                    at = self._text.find(word, at + 1)
        return sorted(found)

    def _find_of_organisations(self) -> tuple[str, ...]:
        """Return the programme that organisations alone help under, where no place helps in all the article.

        None where the article also tells of a programme between places.
        """
        told = {name for _, name in self._named}
        named = [one for one in self._known if one.name in told]
        if self._subjects.has_giver or any(one.organisations == "none" for one in named):
            return ()
        return tuple(one.name for one in named if one.organisations == "alone")

    def _is_named_in(self, sentence: Sentence) -> bool:
        """Tell whether a sentence names a programme itself."""
        first = bisect_left(self._named, (sentence.start, ""))
        return first < len(self._named) and self._named[first][0] < sentence.end

    def _find(self, sentence: Sentence, possible: tuple[str, ...]) -> str | None:
        """Return the programme named in a sentence, else the one named last before it, else first behind it.

        `possible` are those under which the pair of the sentence may stand; empty where nothing is known of it.
        """
        first = bisect_left(self._named, (sentence.start, ""))
        last = bisect_left(self._named, (sentence.end, ""))
        before = range(last - 1, max(-1, last - 1 - _PROGRAMMES_BACK), -1)
        apart = sentence.paragraph in self._subjects.apart
        for place in chain(range(first, last), before, range(min(_PROGRAMMES_BACK, len(self._named)))):
            at, name = self._named[place]
            if (not possible or name in possible) and (not self._subjects.apart or self._is_apart(at) == apart):
                return name
        return self._find_beyond(possible, last)

    def _is_apart(self, at: int) -> bool:
        """Tell whether a place lies in a paragraph about nobody of the article."""
        return self._sentences[bisect_right(self._starts, at) - 1].paragraph in self._subjects.apart

    def _find_beyond(self, possible: Sequence[str], last: int) -> str | None:
        """Return the programme where the text names none of those that are possible for its pair.

        The one programme a text names goes before what the arrangements know, if both bind places across provinces.
        """
        if not possible:
            return self._named[last - 1][1] if last else None
        aid = [one for one in possible if not one.endswith(_OTHER_PROGRAMME)]
        if not aid or (not self._named and _OTHER_PROGRAMME in self._text):
            return None
        named, across = {name for _, name in self._named}, self._arrangements.across
        return named.pop() if len(named) == 1 and aid[0] in across and named <= across else aid[0]
