"""Keys to the API: made once, shown once, kept as digests. Knows no request and no page."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.utils import timezone

from shanhai.offices.models import ApiToken, Office, User

PREFIX = "shanhai_"


def make_token(user: User, office: Office, *, name: str, expires_on: date) -> tuple[str, ApiToken]:
    """Return a new key and its row; the key itself is kept nowhere.

    256 random bits need no slow hash: a digest of SHA-256 cannot be turned back into such a key.
    """
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=user, office=office, name=name, digest=_digest(key), expires_on=expires_on)
    return key, token


def find_token(key: str) -> ApiToken | None:
    """Return the valid token of a key, or None: unknown, run out, or its user or office no longer active.

    The day of last use is kept, not the minute, so that a busy program does not write on every call.
    """
    today = timezone.localdate()
    token = (
        ApiToken.objects.select_related("user", "office", "office__place")
        .filter(digest=_digest(key), expires_on__gte=today, user__is_active=True, office__is_active=True)
        .filter(user__must_change_password=False)
        .first()
    )
    if token and token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
