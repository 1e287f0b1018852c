"""What was said of whether a document is public, with names and days, as the page of a document shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from shanhai.ledger.may import may_publish
from shanhai.ledger.models import Document, DocumentPublication
from shanhai.ledger.publication import WORD_LONGEST
from shanhai.offices.may import Actor
from shanhai.offices.models import User
from shanhai.web.registered_names import name_offices


@dataclass(frozen=True, slots=True)
class SaidWord:
    """One word: what was said, where or why, by whom and when."""

    is_published: bool
    place: str
    is_address: bool
    reason: str
    office: str
    person: str
    day: date


@dataclass(frozen=True, slots=True)
class PublicationShown:
    """All words on one document as far as the reader may see them, and what the reader may say.

    Others than who received it see the last word only, without the person; the reasons of a withdrawal are the
    office's own. `after` is the number of the last word, `proves` how many entries it proves, `place` what the
    field for the place holds beforehand: what was said last, else where the document says it is from.
    """

    words: tuple[SaidWord, ...]
    last: SaidWord | None
    after: int
    may_say: bool
    proves: int
    place: str
    longest: int = WORD_LONGEST


def tell_publication(document: Document, actor: Actor) -> PublicationShown:
    """Gather what the page of a document says of its being public."""
    rows = list(document.publications.order_by("pk"))
    offices = name_offices(row.office_id for row in rows)
    people = {one.pk: one.full_name or one.username for one in User.objects.filter(pk__in={r.said_by_id for r in rows})}
    is_own = document.office_id == actor.office_id and not actor.read_only
    said = [_say(row, offices, people if is_own else {}) for row in rows]
    return PublicationShown(
        words=tuple(said) if is_own else (),
        last=said[-1] if said else None,
        after=rows[-1].pk if rows else 0,
        may_say=may_publish(actor, document),
        proves=document.links.values("entry_serial").distinct().count(),
        place=rows[-1].place if rows else document.address or document.outlet,
    )


def _say(row: DocumentPublication, offices: dict[int, str], people: dict[int, str]) -> SaidWord:
    return SaidWord(
        is_published=row.word == "published",
        place=row.place,
        is_address=row.is_address,
        reason=row.reason,
        office=offices.get(row.office_id or 0, ""),
        person=people.get(row.said_by_id or 0, ""),
        day=timezone.localdate(row.said_at),
    )
