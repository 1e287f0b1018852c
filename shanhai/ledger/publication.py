"""Whether a document is public: what its office says of it, word by word, the last of which holds.

Who may say it is decided in `may.py`; what follows for others is `visible_documents` there. Changes no bytes and no
tie: a document that proves an entry stays in sight of those who see the entry.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.may import may_publish
from shanhai.ledger.models import Document, DocumentPublication
from shanhai.offices.audit import note_event
from shanhai.offices.may import Actor

WORD_LONGEST = 500
_NO_PLACE = Problem(
    "publication.no_place",
    "blocks",
    Words("没有写在哪里公开的。", "It is not said where it was published."),
    Words("写网址，或报刊和版面。", "Give its address, or the paper and page."),
)
_NO_REASON = Problem(
    "publication.no_reason",
    "blocks",
    Words("收回公开要写理由。", "Taking it back needs a reason."),
    Words("写一句，例如“误把送审稿当成已发表”。", "Write one, such as “a draft taken for the printed text”."),
)
_CHANGED = Problem(
    "publication.changed",
    "blocks",
    Words("同事刚说过这份材料是否公开。", "A colleague has just said whether this document is public."),
    Words("请看过再定。", "Please look again."),
)


def publish_document(document: Document, *, place: str, actor: Actor, after: int) -> Problem | None:
    """Say that a document is public, and where: an address, or a paper and page. Others may see it from now on.

    `after` is the last word its page showed, or 0; where a colleague has spoken since, nothing is done and that is
    told. Said of a public document, it corrects the place. Raises PermissionDenied for whoever may not say it.
    """
    return _say(document, "published", place, actor=actor, after=after)


def withdraw_publication(document: Document, *, reason: str, actor: Actor, after: int) -> Problem | None:
    """Take back that a document is public, with the reason. `after` and PermissionDenied as in `publish_document`."""
    return _say(document, "withdrawn", reason, actor=actor, after=after)


def put_publication(document: Document, *, place: str, office_id: int | None, user_id: int | None) -> None:
    """Keep the word of a document that comes in as public already."""
    DocumentPublication.objects.create(
        document=document, word="published", place=place.strip()[:WORD_LONGEST], office_id=office_id, said_by_id=user_id
    )
    _stand(document, is_public=True)


def last_words(documents: Iterable[int]) -> dict[int, DocumentPublication]:
    """The last word on each of these documents, by the document's number; none where nothing was ever said."""
    words = DocumentPublication.objects.filter(document__in=list(documents)).order_by("pk")
    return {one.document_id: one for one in words}


def _say(document: Document, word: str, text: str, *, actor: Actor, after: int) -> Problem | None:
    if not may_publish(actor, document):
        raise PermissionDenied
    told = text.strip()[:WORD_LONGEST]
    is_public = word == "published"
    if not told:
        return _NO_PLACE if is_public else _NO_REASON
    with transaction.atomic():
        # words on one document wait for each other, so that each was given in sight of the one before
        kept = Document.objects.select_for_update().get(pk=document.pk)
        last = last_words([document.pk]).get(document.pk)
        if (last.pk if last else 0) != after:
            return _CHANGED
        if kept.is_public == is_public and (not is_public or (last is not None and last.place == told)):
            return None
        DocumentPublication.objects.create(
            document=document,
            word=word,
            office_id=actor.office_id,
            said_by_id=actor.user_id,
            **{"place" if is_public else "reason": told},
        )
        _stand(document, is_public=is_public)
        note_event(
            "document.publish" if is_public else "document.withdraw",
            document.title,
            user_id=actor.user_id,
            user_name=actor.user.username,
            office_id=actor.office_id,
            document=document.pk,
        )
    return None


def _stand(document: Document, *, is_public: bool) -> None:
    Document.objects.filter(pk=document.pk).update(is_public=is_public)
    document.is_public = is_public
