"""Reading an office's documents again that were read with older rules: some at a time, telling how far it has come."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from shanhai.evidence.acts import may_act
from shanhai.evidence.rereading import old_readings, read_next
from shanhai.offices.may import actor_of
from shanhai.web.pages.desk import number_in

LISTED_MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
def desk_read_all_again(request: HttpRequest) -> HttpResponse:
    """Show how far a round has come, and read some more documents when its form is sent.

    `after` is the last document of the turn before, `of` how many there were when the round began.
    """
    actor = actor_of(request)
    if actor is None or not may_act(actor):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    after, begun_with = (number_in(asked.get(name, ""), digits=15) or 0 for name in ("after", "of"))
    if request.method == "POST":
        turn = read_next(actor, after=after)
        return redirect(f"{reverse('desk_read_all_again')}?after={turn.up_to}&of={begun_with}")
    old = old_readings(actor)
    left = old.filter(document__gt=after).count()
    whole, is_over = max(begun_with, left), bool(after) and not left
    unread = old.count() if is_over else left
    values = {
        "after": after,
        "left": left,
        "whole": whole,
        "done": max(whole - unread, 0),
        "is_over": is_over,
        "still_old": old.order_by("document_id")[:LISTED_MOST] if is_over else (),
    }
    return render(request, "web/desk_read_again.html", values)


urlpatterns = [path("desk/read-again", desk_read_all_again, name="desk_read_all_again")]
