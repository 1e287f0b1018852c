"""One document from its bytes to its claims: received, repaired, read. Pure but for the knowledge it loads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from shanhai.algorithms.claim_extraction import ClaimDraft, extract_claims
from shanhai.algorithms.page_chrome import without_site
from shanhai.algorithms.text_repair import Repaired, repair_text, repair_title
from shanhai.evidence.knowledge import load_knowledge
from shanhai.evidence.receive import Received, receive_bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says: the text as received, the repaired text with its edits, and the claims."""

    received: Received
    repaired: Repaired
    claims: tuple[ClaimDraft, ...]

    @property
    def says(self) -> dict[str, str]:
        """Title, outlet, day and byline as far as the file or the page tells them; the file's word goes first.

        Of a Word file the text's own word does: its properties often keep a template's title and the machine's owner.
        """
        if self.received.type == "docx":
            return {**self.received.says, **self.repaired.says}
        return {**self.repaired.says, **self.received.says}


def read_bytes(data: bytes, *, published_on: str | None = None) -> Reading:
    """Read a file. `published_on` (ISO) goes before any date the file tells."""
    received = receive_bytes(data)
    return read_received(received, published_on=published_on)


def read_received(received: Received, *, published_on: str | None = None) -> Reading:
    """Repair a received text and find its claims; without text there are none."""
    repaired = repair_text(received.text, apart=received.apart)
    received = _with_title_repaired(received)
    day = published_on or received.says.get("published_on")
    claims = extract_claims(repaired, load_knowledge(), published_on=day) if received.text else []
    return Reading(received, repaired, tuple(claims))


def _with_title_repaired(received: Received) -> Received:
    """The same with the title its page tells repaired as the page is, and without the name of the site."""
    title = received.says.get("title", "")
    if not title or received.type != "html":
        return received
    return replace(received, says={**received.says, "title": without_site(repair_title(title, received.text))})


def claim_to_json(claim: ClaimDraft, number: int = 0) -> dict[str, Any]:
    """A claim with the field names of the gold; offsets are places in the raw text, values in base units."""
    whole = int(claim.value) if claim.value == int(claim.value) else float(claim.value)
    return {
        "id": f"{number:03}",
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
        "value": whole,
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "period": {"from": claim.period_from, "to": claim.period_to, "text": claim.period_text},
        "status": claim.status,
        "damaged": claim.damaged,
    }
