"""The pages for what did not work: what did not happen, what is unchanged, the way on. Reveals nothing hidden."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shanhai.catalogue.words import Words
from shanhai.offices.may import RoleMissingError, actor_of
from shanhai.offices.models import Office
from shanhai.web.faults import tell_status
from shanhai.web.role_words import ROLE_WORDS
from shanhai.web.templatetags.words import office_name
from shanhai.web.typed_before import typed_into

log = logging.getLogger("shanhai.web")


def show_bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the address or the form cannot be read."""
    return _show(
        request, 400, Words("这个请求读不懂，账本没有变", "This request cannot be read; the ledger is unchanged")
    )


def show_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: what this office may see instead, or which role the act needs; never whether the hidden thing exists."""
    if isinstance(exception, RoleMissingError):
        title = Words("您的职责里没有这一项，没有办", "Your role does not include this; nothing was done")
        return _show(request, 403, title, roles=[ROLE_WORDS[role] for role in exception.roles])
    if closed := _closed_offices(request):
        title = Words("您的机构已停用", "Your office is closed")
        return _show(request, 403, title, closed=[office_name(one) for one in closed])
    return _show(request, 403, Words("这里没有给本机构看的内容", "There is nothing here for your office to see"))


def _closed_offices(request: HttpRequest) -> list[Office]:
    """The closed offices of a user who has no open one."""
    actor = actor_of(request)
    if actor is None or actor.office is not None:
        return []
    return list(Office.objects.filter(is_active=False, memberships__user=actor.user).distinct().order_by("name"))


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: no such address."""
    return _show(request, 404, Words("没有这个地址", "There is no such address"))


def show_failure(request: HttpRequest) -> HttpResponse:
    """500: what did not happen, what is unchanged, and a number to quote; the log carries the same number."""
    number = f"W-{secrets.token_hex(2).upper()}"
    log.error("failure %s at %s", number, request.path)
    title = Words("这一页没做出来，账本没有变", "This page was not made; the ledger is unchanged")
    return _show(request, 500, title, number=number)


def show_stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 of a form whose session has passed: nothing was recorded, sign in again or go back and send once more.

    What was typed into a form of the desk goes along to the page and from there back into the form, which does nothing
    with it until it is sent anew.
    """
    title = Words("这张表放得太久，没有记下", "This form has been open too long; nothing was recorded")
    return _show(request, 403, title, stale=True, typed_before=typed_into(request))


def _show(request: HttpRequest, status: int, title: Words, **values: Any) -> HttpResponse:
    if request.path.startswith("/api/"):
        return tell_status(status)
    office = getattr(actor_of(request), "office", None)
    values |= {"status": status, "heading": title, "office": office, "named_office": office and office_name(office)}
    if request.headers.get("HX-Request"):
        return render(request, "web/parts/failure.html", values, status=status)
    return render(request, "web/error.html", values, status=status)
