"""What was decided about claims, carried from one reading of a document to the next.

A decision stands for the same claim of the later reading, with its day and person. One whose claim is no longer found
stays with its own reading and is told. Works on claims as kept; must not know how they are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from shanhai.evidence.article import restore_raw
from shanhai.evidence.models import Claim, ClaimAct, DocumentReading

# Signs of the text on either side that must be the same where the document's text was taken out anew; the widest first.
WIDTHS = (40, 12, 4, 0)
# What a claim says beside its number; a decision was made in sight of these.
SAYS = (
    "giver",
    "receiver",
    "giver_group",
    "receiver_group",
    "party",
    "programme",
    "period_from",
    "period_to",
    "status",
)
Pairs = dict[int, Claim]
Keyed = tuple[Claim, tuple[object, ...]]


def carry_acts(before: DocumentReading, after: DocumentReading) -> None:
    """Let what every office did about a claim stand for the same claim of a later reading."""
    acts = list(ClaimAct.objects.filter(claim__reading=before).order_by("pk"))
    same = same_claims(before, after) if acts else {}
    kept = ("act", "reason", "entry_serial", "entries", "office_id", "done_by_id", "done_at")
    ClaimAct.objects.bulk_create(
        ClaimAct(
            claim=same[act.claim_id],
            carried_from=act.carried_from or act.pk,
            **{name: getattr(act, name) for name in kept},
        )
        for act in acts
        if act.claim_id in same
    )


def same_claims(before: DocumentReading, after: DocumentReading) -> Pairs:
    """The claim of the later reading that is the same number of the same thing, by the earlier claim's key.

    Where the text as received is the same, claims are the same by their places in it. Where it was taken out of the
    file anew and places moved, they are the same by the words around them. Of several of one place or of the same
    words, those that say the same of sides, period and stage go first.
    """
    earlier, later = list(before.claims.order_by("number")), list(after.claims.order_by("number"))
    pairs: Pairs = {}
    if restore_raw(before.text, before.edits) == restore_raw(after.text, after.edits):
        for told in (SAYS, ()):
            _pair(pairs, [(one, (one.start, *_tells(one, told))) for one in earlier],
                  [(one, (one.start, *_tells(one, told))) for one in later])  # fmt: skip
        _pair_touching(pairs, earlier, later)
        return pairs
    for width in WIDTHS:
        for told in (SAYS, ()):
            _pair(pairs, [(one, (*_around(one, before.text, width), *_tells(one, told))) for one in earlier],
                  [(one, (*_around(one, after.text, width), *_tells(one, told))) for one in later])  # fmt: skip
    return pairs


def _tells(claim: Claim, names: Sequence[str]) -> tuple[str, ...]:
    return (claim.value, claim.unit, claim.indicator, *(str(getattr(claim, name)) for name in names))


def _around(claim: Claim, text: str, width: int) -> tuple[str, str, str]:
    """The claim's own words and so many signs on either side, white space aside."""
    start, end = claim.clean_start, claim.clean_end
    ahead = "".join(text[max(0, start - 2 * width) : start].split())
    behind = "".join(text[end : end + 2 * width].split())
    return "".join(claim.clean_quote.split()), ahead[max(0, len(ahead) - width) :], behind[:width]


def _pair(pairs: Pairs, earlier: Iterable[Keyed], later: Iterable[Keyed]) -> None:
    """Add claims of one key, those without a partner yet: each with the one of its turn.

    Where there are more on one side than on the other, nobody knows which of them is gone: none is added.
    """
    taken = {found.pk for found in pairs.values()}
    groups: defaultdict[tuple[object, ...], tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for claim, key in earlier:
        if claim.pk not in pairs:
            groups[key][0].append(claim)
    for claim, key in later:
        if claim.pk not in taken:
            groups[key][1].append(claim)
    for left, right in groups.values():
        if len(left) == len(right):
            pairs.update((claim.pk, found) for claim, found in zip(left, right, strict=True))


def _pair_touching(pairs: Pairs, earlier: Sequence[Claim], later: Sequence[Claim]) -> None:
    """Add claims whose words only begin or end elsewhere now."""
    taken = {found.pk for found in pairs.values()}
    for claim in earlier:
        touching = (
            one
            for one in later
            if one.pk not in taken
            and _tells(one, ()) == _tells(claim, ())
            and one.start < claim.end
            and claim.start < one.end
        )
        if claim.pk not in pairs and (found := next(touching, None)):
            pairs[claim.pk] = found
            taken.add(found.pk)


def read_otherwise(acts: Iterable[ClaimAct]) -> set[int]:
    """Keys of claims that now say of sides, period or stage something else than when they were decided."""
    carried = {act.carried_from: act for act in acts if act.carried_from}
    first = ClaimAct.objects.filter(pk__in=carried).select_related("claim")
    now = Claim.objects.in_bulk({act.claim_id for act in carried.values()})
    return {
        carried[one.pk].claim_id
        for one in first
        if any(getattr(one.claim, name) != getattr(now[carried[one.pk].claim_id], name) for name in SAYS)
    }


def left_behind(reading: DocumentReading, office_id: int | None) -> list[ClaimAct]:
    """What an office decided about claims that the newest reading no longer finds, the last word on each.

    Readings from before decisions told where they come from are left out: what became of theirs cannot be known.
    """
    held = ClaimAct.objects.filter(claim__reading=reading, office_id=office_id, carried_from__isnull=False)
    carried = set(held.values_list("carried_from", flat=True))
    acts = ClaimAct.objects.filter(claim__reading__in=list(_earlier(reading)), office_id=office_id)
    last = {act.claim_id: act for act in acts.select_related("claim").order_by("pk")}
    gone = {act.carried_from or act.pk: act for act in last.values() if act.act != "reopened"}
    return [act for first, act in gone.items() if first not in carried]


def _earlier(reading: DocumentReading) -> Iterator[int]:
    """Readings of the same document that another one followed which carried decisions over as it does now."""
    readings = DocumentReading.objects.filter(document=reading.document_id, pk__lte=reading.pk).order_by("pk")
    known = list(readings.values_list("pk", "rules_version"))
    for (pk, _rules), (_next, rules) in pairwise(known):
        if rules is not None:
            yield pk
