"""Form fields whose labels speak both languages, for pages that keep something. Knows no page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazy

from shanhai.catalogue.words import Problem, Words
from shanhai.offices.models import Office, Role, User
from shanhai.registry.models import Programme
from shanhai.registry.names import clean_name
from shanhai.web.role_words import OFFICE_KINDS, SIDES
from shanhai.web.templatetags.words import say, word

told = lazy(say, str)
spoken = lazy(word, str)


def choices_of(words: dict[str, Words]) -> list[tuple[str, Any]]:
    """Choices of a select from codes and their words."""
    return [(code, spoken(title)) for code, title in words.items()]


class OfficeForm(forms.Form):
    """What an administrator says of an office."""

    name = forms.CharField(label=told("名称", "Name"), max_length=120)
    name_en = forms.CharField(label=told("英文名称", "Name in English"), max_length=160, required=False)
    side = forms.ChoiceField(
        label=told("哪一方", "Side"),
        choices=choices_of(SIDES),
        help_text=told("两方各说一句，机构只能代表一方", "each side says its own word; an office speaks for one"),
    )
    place = forms.CharField(
        label=told("所在地", "Place"),
        max_length=60,
        required=False,
        help_text=told(
            "看得到此地及下级的结对，如“绍兴市”", "it sees the pairings of this place and below, such as 绍兴市"
        ),
    )
    kind = forms.ChoiceField(
        label=told("类别", "Kind"),
        choices=choices_of(OFFICE_KINDS),
        help_text=told(
            "村集体、飞地公司、考核审计、平台管理不替一方记和签；部门只记不签",
            "villages, enclave companies, assessors and administrations enter and sign for no side; "
            "a department enters but does not sign",
        ),
    )
    programmes = forms.MultipleChoiceField(
        label=told("限于机制", "Only these programmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=told("都不选就是全部", "none chosen means all"),
    )
    is_active = forms.BooleanField(label=told("在用", "In use"), required=False, initial=True)

    def __init__(self, *arguments: Any, office: Office | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.office = office
        self.place_id: str | None = None
        programmes = Programme.objects.order_by("key")
        field: Any = self.fields["programmes"]
        field.choices = [(one.key, spoken(Words(one.name_zh, one.name_en))) for one in programmes]

    def clean_name(self) -> str:
        """Refuse a name another office has."""
        name: str = self.cleaned_data["name"].strip()
        others = Office.objects.filter(name=name)
        if self.office:
            others = others.exclude(pk=self.office.pk)
        if others.exists():
            message = say(
                "“{name}”已有机构在用。请写全称。", "Another office is called “{name}”. Use the full name.", name=name
            )
            raise forms.ValidationError(message)
        return name

    def clean_place(self) -> str:
        """Find the place that is meant, and say which are possible where several are."""
        from django.utils import timezone

        from shanhai.registry.places import resolve_place, say_resolution

        text: str = self.cleaned_data["place"].strip()
        if not text:
            return text
        today = timezone.localdate()
        found = resolve_place(clean_name(text), on=today)
        if found.state != "one":
            zh, en = say_resolution(found, on=today)
            raise forms.ValidationError(word(Words(zh, en)))
        self.place_id = found.place_id
        return text


class UserForm(forms.Form):
    """What an administrator says of a user; roles are told per office by the page."""

    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=told("用户名", "User name"),
        max_length=60,
        help_text=told("字母、数字和 . _ - @", "letters, digits and . _ - @"),
        error_messages={
            "invalid": told(
                "用户名里有空格或别的符号。只用字母、数字和 . _ - @。",
                "The user name holds a space or another sign. Use letters, digits and . _ - @ only.",
            )
        },
    )
    full_name = forms.CharField(label=told("显示的姓名", "Name shown"), max_length=60, required=False)

    def clean_username(self) -> str:
        """Refuse a name another user has, however its letters are written."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            message = say("“{name}”已有人用。换一个用户名。", "“{name}” is taken. Choose another user name.", name=name)
            raise forms.ValidationError(message)
        return name


def read_day(text: str, field: str, problems: list[Problem]) -> date | None:
    """Read the ISO day that a field must hold; anything else, a blank too, adds a Problem and gives None."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        what = Words("日期写作“{text}”，读不懂。", "The date reads “{text}”.").fill(text=text[:20])
        problems.append(Problem("day", "blocks", what, Words("写作 2026-03-19。", "Write 2026-03-19."), field=field))
        return None


def read_day_if_written(text: str, field: str, problems: list[Problem]) -> date | None:
    """Read the ISO day of a field that may stay blank; see `read_day`."""
    return read_day(text, field, problems) if text.strip() else None


def read_memberships(posted: Any) -> set[tuple[int, str]]:
    """Read the ticked boxes `role-<office>-<role>` of a posted form."""
    wanted = set()
    for name in posted:
        parts = name.split("-")
        if len(parts) == 3 and parts[0] == "role" and parts[1].isdecimal() and parts[2] in Role.values:
            wanted.add((int(parts[1]), parts[2]))
    return wanted
