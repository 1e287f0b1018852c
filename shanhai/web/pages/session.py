"""Signing in and out, the language, the office and the view: what a browser's session holds. Shows no ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.offices.audit import note_event, note_write
from shanhai.offices.may import OFFICE_IN_SESSION, OTHER_SIDE_IN_SESSION, offices_of
from shanhai.web.middleware import LANGUAGE_CODES
from shanhai.web.templatetags.words import say
from shanhai.web.typed_before import TypedBefore, carried_in

YEAR_SECONDS = 365 * 24 * 3600


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a user in; after five failures the name rests for a quarter of an hour (see `show_locked`).

    What was typed before the session turned out to have ended goes along, and back into its form afterwards.
    """
    typed = carried_in(request) if request.method == "POST" else None
    if request.user.is_authenticated:
        return redirect("/") if typed is None else show_way_back(request, typed)
    if typed is not None and "username" not in request.POST:
        return show_sign_in(request, typed)
    onward = safe_address(request, request.POST.get("next") or request.GET.get("next"))
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: Any = form.get_user()
        login(request, user)
        note_write(request, "sign_in", user.username)
        response = redirect(onward) if typed is None else show_way_back(request, typed)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            keep_language(response, user.language)
        return response
    failed = request.method == "POST"
    if failed and not getattr(request, "axes_locked_out", False):
        name = request.POST.get("username", "")[:150]
        note_event("sign_in_refused", name, user_id=None, address=request.META.get("REMOTE_ADDR", ""))
    status = 401 if failed else 200
    lost = bool(request.POST.get("lost") or request.GET.get("lost"))
    shown = {"form": form, "failed": failed, "next": onward, "lost": lost, "typed_before": typed}
    return render(request, "web/sign_in.html", shown, status=status)


def show_sign_in(request: HttpRequest, typed: TypedBefore) -> HttpResponse:
    """Show the sign-in page with what was typed into a form whose session had ended."""
    values = {"form": AuthenticationForm(request), "next": typed.address, "typed_before": typed}
    return render(request, "web/sign_in.html", values)


def show_way_back(request: HttpRequest, typed: TypedBefore) -> HttpResponse:
    """Send the browser back to the form with what was typed; without a script it takes a press of a button."""
    return render(request, "web/signed_in.html", {"typed_before": typed})


def show_locked(request: HttpRequest, *_arguments: Any, **_named: Any) -> HttpResponse:
    """Say that this name is locked here, and when to try again."""
    rest = timedelta(hours=settings.AXES_COOLOFF_TIME)
    again_at = timezone.localtime() + rest
    values = {"again_at": again_at, "minutes": int(rest.seconds / 60), "typed_before": carried_in(request)}
    return render(request, "web/locked.html", values, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    note_write(request, "sign_out")
    logout(request)
    messages.success(request, say("已退出。", "You have signed out."))
    return redirect("sign_in")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, for this browser and, when signed in, for the user."""
    code = request.POST.get("language", "")
    response = _stay(request, code)
    if code in LANGUAGE_CODES:
        keep_language(response, code)
        user: Any = request.user
        if user.is_authenticated and user.language != code:
            user.language = code
            user.save(update_fields=["language"])
    return response


def _stay(request: HttpRequest, code: str) -> HttpResponse:
    """The page the language was changed on; one that carries what was typed is made anew with it."""
    typed = carried_in(request)
    if typed is None:
        return redirect(safe_address(request, request.POST.get("next")))
    with translation.override(code if code in LANGUAGE_CODES else None):
        return show_sign_in(request, typed) if not request.user.is_authenticated else show_way_back(request, typed)


@require_POST
def choose_office(request: HttpRequest) -> HttpResponse:
    """Act for another of the user's own offices from now on; an office the user is not in changes nothing."""
    chosen = request.POST.get("office", "")
    if chosen.isdecimal() and offices_of(request.user).filter(pk=int(chosen)).exists():  # type: ignore[arg-type]
        request.session[OFFICE_IN_SESSION] = int(chosen)
        request.session.pop(OTHER_SIDE_IN_SESSION, None)
    return redirect(safe_address(request, request.POST.get("next")))


@require_POST
def choose_side(request: HttpRequest) -> HttpResponse:
    """Turn the read-only view of the other side on or off."""
    if request.POST.get("view") == "other":
        request.session[OTHER_SIDE_IN_SESSION] = True
    else:
        request.session.pop(OTHER_SIDE_IN_SESSION, None)
    return redirect(safe_address(request, request.POST.get("next")))


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Say whether the application and its database answer; for watchers, without details."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"state": "up"})


def keep_language(response: HttpResponse, code: str) -> None:
    """Keep the chosen language in the browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


def safe_address(request: HttpRequest, address: str | None) -> str:
    """Return the address if it lies on this host, else the start page: nobody is sent elsewhere from here."""
    host = {request.get_host()}
    if address and url_has_allowed_host_and_scheme(address, allowed_hosts=host, require_https=request.is_secure()):
        return address
    return "/"


urlpatterns = [
    path("sign-in", sign_in, name="sign_in"),
    path("sign-out", sign_out, name="sign_out"),
    path("language", language, name="language"),
    path("office-in-use", choose_office, name="choose_office"),
    path("view-in-use", choose_side, name="choose_side"),
    path("health", health, name="health"),
]
