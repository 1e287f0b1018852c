"""What happens around every request: language, who may come in, first passwords. Knows no page's content."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_protect

from shanhai.web.typed_before import typed_into

LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)
ANSWER = Callable[[HttpRequest], HttpResponse]
# Names of the addresses open to nobody in particular; the API asks for a key or a session itself.
OPEN_TO_ALL = frozenset({"sign_in", "language", "health", "help"})
# Forms that keep nothing of the ledger: whose session ended before one of them loses nothing.
NOTHING_TO_LOSE = frozenset({"sign_out", "choose_office", "choose_side"})
OPEN_BEFORE_FIRST_PASSWORD = OPEN_TO_ALL | {"sign_out", "change_password"}


def language_of(request: HttpRequest) -> str:
    """The language chosen in this browser, else in the user's profile, else Chinese."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in LANGUAGE_CODES:
        return chosen
    preferred = getattr(getattr(request, "user", None), "language", "")
    return preferred if preferred in LANGUAGE_CODES else settings.LANGUAGE_CODE


def speak_language(get_response: ANSWER) -> ANSWER:
    """Answer each request in the reader's language and say so in the answer's head."""

    def answer(request: HttpRequest) -> HttpResponse:
        code = language_of(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers.setdefault("Content-Language", "en" if code == "en" else "zh-CN")
        return response

    return answer


def keep_pages_private(get_response: ANSWER) -> ANSWER:
    """Keep pages out of shared caches: what one office may see is nobody else's to find."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def speak_json_to_programs(get_response: ANSWER) -> ANSWER:
    """Give every refusal of the API its one shape, those of the frame around it too."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = "json" not in response.headers.get("Content-Type", "")
        if request.path.startswith("/api/") and response.status_code >= 400 and is_page:
            from shanhai.web.faults import tell_status

            kept = response.headers.get("Allow")
            response = tell_status(response.status_code)
            if kept:
                response.headers["Allow"] = kept
        return response

    return answer


class AskForSignIn:
    """Sends nobody to the sign-in page, and a user with a first password to the page that changes it.

    Everything asks for a sign-in unless its address is named open, so that a new page is closed by default.
    """

    def __init__(self, get_response: ANSWER) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _arguments: Any, _named: Any
    ) -> HttpResponse | None:
        """Let the request through to its page, or answer instead of it."""
        match = request.resolver_match
        name = match.url_name if match else None
        if match and "api" in match.app_names + match.namespaces:
            return None
        if not request.user.is_authenticated:
            return None if name in OPEN_TO_ALL else self._ask(request, name)
        if request.user.must_change_password and name not in OPEN_BEFORE_FIRST_PASSWORD:  # type: ignore[union-attr]
            return redirect("change_password")
        return None

    def _ask(self, request: HttpRequest, name: str | None) -> HttpResponse:
        address = reverse("sign_in")
        typed = typed_into(request)
        if typed is not None and (kept := _ask_with_typed(request)).status_code == HTTPStatus.OK:
            return kept
        if request.method == "GET" and request.path != "/":
            address += f"?next={quote(request.get_full_path())}"
        elif request.method == "POST" and name not in NOTHING_TO_LOSE:
            address += f"?lost=1&next={quote(_form_address(request))}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)


@csrf_protect
def _ask_with_typed(request: HttpRequest) -> HttpResponse:
    """The sign-in page with what was typed; refused where another site made the browser send it."""
    from shanhai.web.pages.session import show_sign_in

    typed = typed_into(request)
    return show_sign_in(request, typed) if typed is not None else HttpResponse(status=HTTPStatus.FORBIDDEN)


def _form_address(request: HttpRequest) -> str:
    """The path of the page whose form was sent: what it is sent to may know no GET. Whose host it is, is not kept."""
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
