"""What was typed into a form of the desk before its session turned out to have ended, carried across the sign-in.

It travels in the pages and forms of the one browser only: from the form into the sign-in page, from there behind the
password, and back into the form. Nothing of it is written anywhere on the server and nothing stands in an address, so
that nothing is left of who does not come back. Files cannot be carried. It must not know what the forms do.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

# The forms whose typing is worth carrying, by the names of their addresses, and the fields that are carried.
CARRIED = {
    "desk": ("text", "address", "title", "outlet", "byline", "published_on", "is_public", "published_in"),
    "desk_check": ("text", "published_on"),
}
PAGE, PREFIX = "typed-page", "typed-"
BACK = "back"


@dataclass(frozen=True, slots=True)
class TypedBefore:
    """A form by its name, and what was typed into its fields; `had_file` says that a file is to be chosen anew."""

    page: str
    fields: dict[str, str]
    had_file: bool = False

    @property
    def address(self) -> str:
        """The address of the form."""
        return reverse(self.page)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields that carry it."""
        file = [(f"{PREFIX}file", "1")] if self.had_file else []
        return [(PAGE, self.page), *file, *((f"{PREFIX}{name}", value) for name, value in self.fields.items())]


def typed_into(request: HttpRequest) -> TypedBefore | None:
    """Return what a form of the desk was sent with; None for another form, nothing typed, or more than a form may hold.

    A request that is too long is not read.
    """
    match = request.resolver_match
    name = match.url_name if match else None
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or name not in CARRIED or not length.isdecimal():
        return None
    if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return None
    fields = {one: value for one in CARRIED[name] if (value := request.POST.get(one, "")).strip()}
    return TypedBefore(name, fields, bool(request.FILES)) if fields else None


def carried_in(request: HttpRequest) -> TypedBefore | None:
    """Return what a form carries along that is not the form itself; None where nothing is carried."""
    page = request.POST.get(PAGE, "")
    if page not in CARRIED:
        return None
    fields = {one: value for one in CARRIED[page] if (value := request.POST.get(f"{PREFIX}{one}", "")).strip()}
    return TypedBefore(page, fields, f"{PREFIX}file" in request.POST) if fields else None


def comes_back(request: HttpRequest) -> bool:
    """Whether a form is only to be shown again with what was typed into it, and to do nothing."""
    return request.method == "POST" and request.POST.get(BACK) == "1"
