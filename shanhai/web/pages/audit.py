"""The audit trail: who read what is restricted, who wrote what. Only for administrators; nothing here changes it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from shanhai.offices.audit import ACTIONS, action_words, note_read
from shanhai.offices.may import Actor, manageable_offices, manageable_users
from shanhai.offices.models import AuditEvent, Office
from shanhai.web.lists import page_of, send_workbook, text_of
from shanhai.web.pages.offices import require_administrator
from shanhai.web.templatetags.words import say, word

EXPORTED_AT_MOST = 100_000


def visible_events(actor: Actor) -> QuerySet[AuditEvent]:
    """The events of the offices within the administrator's reach, and those of users it manages without an office."""
    if actor.place_ids is None:
        return AuditEvent.objects.all()
    return AuditEvent.objects.filter(
        Q(office_id__in=manageable_offices(actor).values("pk")) | Q(user_id__in=manageable_users(actor).values("pk"))
    )


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """List the trail, newest first, by person, action and day."""
    actor = require_administrator(request)
    rows, chosen = _narrow(request, visible_events(actor))
    rows = rows.order_by("-at", "-pk")
    if request.GET.get("export"):
        note_read(request, "audit.export")
        return _export(rows[:EXPORTED_AT_MOST])
    page = page_of(request, rows, per_page=200)
    offices = _office_names(page)
    lines = [(one, action_words(one.action), offices.get(one.office_id, ""), _detail(one)) for one in page]
    values = {"page": page, "rows": lines, "actions": ACTIONS, "chosen": chosen}
    return render(request, "web/audit.html", values)


def _narrow(request: HttpRequest, rows: QuerySet[AuditEvent]) -> tuple[QuerySet[AuditEvent], dict[str, Any]]:
    text, action = text_of(request), request.GET.get("action", "")
    first, last = _day(request, "from"), _day(request, "to")
    if text:
        rows = rows.filter(Q(user_name__icontains=text) | Q(subject__icontains=text))
    if action in ACTIONS:
        rows = rows.filter(action=action)
    if first:
        rows = rows.filter(at__date__gte=first)
    if last:
        rows = rows.filter(at__date__lte=last)
    return rows, {"text": text, "action": action, "from": first, "to": last}


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _office_names(rows: Any) -> dict[int, str]:
    ids = {one.office_id for one in rows if one.office_id}
    return dict(Office.objects.filter(pk__in=ids).values_list("pk", "name"))


def _detail(event: AuditEvent) -> str:
    return json.dumps(event.detail, ensure_ascii=False, separators=(", ", ": "))[1:-1] if event.detail else ""


def _export(rows: QuerySet[AuditEvent]) -> HttpResponse:
    columns = [
        say("时间", "Time"),
        say("用户", "User"),
        say("机构", "Office"),
        say("做了什么", "Did"),
        say("对象", "Subject"),
        say("详情", "Detail"),
        say("来自", "From"),
    ]
    events = list(rows)
    offices = _office_names(events)
    cells = [
        [
            f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}",
            one.user_name,
            offices.get(one.office_id, ""),
            word(action_words(one.action)),
            one.subject,
            _detail(one),
            one.address,
        ]
        for one in events
    ]
    return send_workbook(say("留痕", "Audit trail"), columns, cells, file_name=say("留痕.xlsx", "audit.xlsx"))


urlpatterns = [path("audit", audit, name="audit")]
