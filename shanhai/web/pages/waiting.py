"""What waits for the reader's office: terms and steps to answer, things due. Changes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from shanhai.activities.waiting import SOON_DAYS, waiting_for
from shanhai.offices.may import require_reader, signers_of
from shanhai.payouts.supplement import runs_behind
from shanhai.payouts.words import terms_waiting
from shanhai.registry.models import Pairing


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits, answers first, then by day."""
    actor = require_reader(request)
    items = waiting_for(actor)
    terms = terms_waiting(actor)
    behind = runs_behind(actor)
    held = [*(item.activity for item in items), *(one.enclave for one in terms), *(one.run.activity for one in behind)]
    pairings = Pairing.objects.in_bulk({one.pairing_id for one in held if one.pairing_id})
    rows = [(item, pairings.get(item.activity.pairing_id or 0)) for item in items]
    values = {
        "terms": [(one, pairings.get(one.enclave.pairing_id or 0)) for one in terms],
        "behind": [(one, pairings.get(one.run.activity.pairing_id or 0)) for one in behind],
        "answers": [row for row in rows if row[0].act == "answer"],
        "late": [row for row in rows if row[0].overdue],
        "soon": [row for row in rows if row[0].act == "due" and not row[0].overdue],
        "soon_days": SOON_DAYS,
        "signers": () if actor.may_sign else signers_of(actor.office),
    }
    return render(request, "web/waiting.html", values)


urlpatterns = [path("activities/waiting", waiting, name="waiting")]
