"""What a password must be, in words of ours where Django's are not in both languages. Must not know forms or pages."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import get_language

from shanhai.catalogue.words import Words

_TOO_SHORT = Words("密码太短，至少 {count} 个字符。", "The password is too short: at least {count} characters.")


class LongEnoughValidator(MinimumLengthValidator):
    """Refuses a password shorter than `min_length` characters."""

    def get_error_message(self) -> str:
        """Say what is wrong and what would be right, in the reader's language."""
        return _TOO_SHORT.fill(count=self.min_length).in_language(get_language() or "zh")
