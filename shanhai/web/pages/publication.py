"""Saying later that a received document is public, and where, or taking that back with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from shanhai.ledger.may import may_publish
from shanhai.ledger.publication import publish_document, withdraw_publication
from shanhai.web.pages.desk import find_reading, number_in
from shanhai.web.templatetags.words import say, word


@require_POST
def desk_publication(request: HttpRequest, document_id: int) -> HttpResponse:
    """Keep the word of the office that received a document on whether it is public."""
    actor, reading = find_reading(request, document_id)
    document = reading.document
    if not may_publish(actor, document):
        raise PermissionDenied
    after = number_in(request.POST.get("after", ""), digits=15) or 0
    if request.POST.get("do") == "withdraw":
        problem = withdraw_publication(document, reason=request.POST.get("reason", ""), actor=actor, after=after)
        done = say("已收回公开，别的机构看不到了。", "It is no longer public.")
    else:
        problem = publish_document(document, place=request.POST.get("place", ""), actor=actor, after=after)
        done = say("已说明公开，别的机构看得到了。", "It is public now: other offices see it.")
    if problem is None:
        messages.success(request, done)
        return redirect("desk_document", document_id=document_id)
    messages.error(request, word(problem.what) + (word(problem.right) if problem.right else ""))
    return redirect(f"{reverse('desk_document', args=[document_id])}#publication")


urlpatterns = [path("desk/<int:document_id>/publication", desk_publication, name="desk_publication")]
