"""A user's own page: offices, language, keys, password, and keys to the API. Changes nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.offices.audit import note_write
from shanhai.offices.may import actor_of, offices_of
from shanhai.offices.models import Membership, User
from shanhai.offices.tokens import make_token
from shanhai.web.middleware import LANGUAGE_CODES
from shanhai.web.pages.session import keep_language
from shanhai.web.role_words import ROLE_WORDS
from shanhai.web.templatetags.words import say

TOKEN_DAYS_DEFAULT, TOKEN_DAYS_MAX, TOKENS_MAX = 90, 365, 10


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the user's own settings."""
    return _show_account(request)


@require_POST
def change_profile(request: HttpRequest) -> HttpResponse:
    """Keep the name, the language and whether single letters are keys."""
    user: Any = request.user
    user.full_name = request.POST.get("full_name", "").strip()[:60]
    chosen = request.POST.get("language", "")
    user.language = chosen if chosen in LANGUAGE_CODES else user.language
    user.single_keys = request.POST.get("single_keys") == "on"
    with transaction.atomic():
        user.save(update_fields=["full_name", "language", "single_keys"])
        note_write(request, "profile.change", user.username)
    response = redirect("account")
    keep_language(response, user.language)
    messages.success(request, say("个人设置已保存。", "Your settings are kept."))
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the user's own password; a first password leads here until it is changed."""
    user: Any = request.user
    form = PasswordChangeForm(user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            User.objects.filter(pk=user.pk).update(must_change_password=False)
            note_write(request, "password.change", user.username)
        update_session_auth_hash(request, user)
        messages.success(request, say("密码已改。", "Your password is changed."))
        return redirect("account")
    status = 422 if request.method == "POST" else 200
    return render(request, "web/change_password.html", {"form": form}, status=status)


@require_POST
def add_token(request: HttpRequest) -> HttpResponse:
    """Make a key to the API for the office in use and show it this once."""
    actor = actor_of(request)
    user: Any = request.user
    if actor is None or actor.office is None or actor.read_only or user.api_tokens.count() >= TOKENS_MAX:
        messages.error(
            request,
            say(
                "没有新建密钥：先回到我方机构，且每人最多 {n} 把。",
                "No key was made: act for your own office, and hold at most {n} keys.",
                n=TOKENS_MAX,
            ),
        )
        return redirect("account")
    days = request.POST.get("days", "")
    kept_days = min(int(days), TOKEN_DAYS_MAX) if days.isdecimal() and int(days) > 0 else TOKEN_DAYS_DEFAULT
    name = request.POST.get("name", "").strip()[:60] or say("接口", "API")
    with transaction.atomic():
        key, token = make_token(
            user, actor.office, name=name, expires_on=timezone.localdate() + timedelta(days=kept_days)
        )
        note_write(request, "token.make", token.name, token=token.pk)
    return _show_account(request, new_key=key)


@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of the user's own keys at once."""
    user: Any = request.user
    token = get_object_or_404(user.api_tokens, pk=token_id)
    with transaction.atomic():
        note_write(request, "token.revoke", token.name, token=token.pk)
        token.delete()
    messages.success(request, say("密钥已作废。", "The key is revoked."))
    return redirect("account")


def _show_account(request: HttpRequest, new_key: str = "") -> HttpResponse:
    user: Any = request.user
    roles: dict[int, list[str]] = {}
    for office_id, role in Membership.objects.filter(user=user).values_list("office_id", "role").order_by("role"):
        roles.setdefault(office_id, []).append(ROLE_WORDS[role])
    values = {
        "languages": settings.LANGUAGES,
        "offices": [(office, roles[office.pk]) for office in offices_of(user)],
        "tokens": user.api_tokens.select_related("office").order_by("-created_at"),
        "new_key": new_key,
        "days": TOKEN_DAYS_DEFAULT,
        "days_max": TOKEN_DAYS_MAX,
    }
    return render(request, "web/account.html", values)


urlpatterns = [
    path("account", account, name="account"),
    path("account/profile", change_profile, name="change_profile"),
    path("account/password", change_password, name="change_password"),
    path("account/keys", add_token, name="add_token"),
    path("account/keys/<int:token_id>/revoke", revoke_token, name="revoke_token"),
]
