"""Administration of offices and users: lists, forms, first passwords, unlocking. Only for administrators."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanhai.catalogue.words import Problem, Words
from shanhai.ledger.left_open import ask_about_office
from shanhai.offices import manage
from shanhai.offices.may import Actor, actor_of, manageable_offices, manageable_users
from shanhai.offices.models import Membership, Office, User
from shanhai.registry.places import full_name
from shanhai.web.forms import OfficeForm, UserForm, read_memberships
from shanhai.web.lists import page_of, send_workbook, sort_rows, text_of
from shanhai.web.role_words import OFFICE_KINDS, ROLE_HELP, ROLE_WORDS, SIDES
from shanhai.web.templatetags.words import say, word


def require_administrator(request: HttpRequest) -> Actor:
    """Return the acting administrator; raises PermissionDenied for anybody else."""
    actor = actor_of(request)
    if actor is None or not actor.may_manage:
        raise PermissionDenied
    return actor


@require_GET
def list_offices(request: HttpRequest) -> HttpResponse:
    """List the offices within reach, searched and sorted."""
    actor = require_administrator(request)
    rows = manageable_offices(actor).annotate(people=Count("memberships__user", distinct=True))
    text, side = text_of(request), request.GET.get("side", "")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    if side in SIDES:
        rows = rows.filter(side=side)
    rows, sort = sort_rows(request, rows, by={"name": "name", "side": "side", "people": "people"}, default="name")
    if request.GET.get("export"):
        return _export_offices(rows)
    page = page_of(request, rows)
    offices = [(office, _place_name(office.place_id), OFFICE_KINDS.get(office.kind)) for office in page]
    values = {"page": page, "rows": offices, "sort": sort, "text": text, "side": side, "sides": SIDES}
    return render(request, "web/offices.html", values)


@require_http_methods(["GET", "POST"])
def add_office(request: HttpRequest) -> HttpResponse:
    """Add an office."""
    return _edit_office(request, require_administrator(request), None)


@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show an office with its people, and change it."""
    actor = require_administrator(request)
    return _edit_office(request, actor, get_object_or_404(manageable_offices(actor), pk=office_id))


@require_GET
def list_users(request: HttpRequest) -> HttpResponse:
    """List the users within reach, searched and sorted."""
    actor = require_administrator(request)
    rows = manageable_users(actor)
    text, state = text_of(request), request.GET.get("state", "")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(full_name__icontains=text))
    if state in {"active", "closed"}:
        rows = rows.filter(is_active=state == "active")
    order = {"name": "username", "full_name": "full_name", "seen": "last_login"}
    rows, sort = sort_rows(request, rows, by=order, default="name")
    if request.GET.get("export"):
        return _export_users(rows)
    page = page_of(request, rows)
    users = list(page)
    roles = _roles_of(users)
    values = {"page": page, "rows": [(user, roles.get(user.pk, [])) for user in users], "sort": sort}
    return render(request, "web/users.html", values | {"text": text, "state": state})


@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def add_user(request: HttpRequest) -> HttpResponse:
    """Add a user and show the password that is used once."""
    actor = require_administrator(request)
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user, password = manage.add_user(
            actor, data["username"], data["full_name"], memberships=read_memberships(request.POST)
        )
        return _show_user(request, actor, user, password=password)
    status = 422 if request.method == "POST" else 200
    values = {"form": form, "offices": _role_boxes(actor, read_memberships(request.POST)), "role_help": _role_help()}
    return render(request, "web/add_user.html", values, status=status)


@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show a user, and change name, roles and whether it may sign in."""
    actor = require_administrator(request)
    shown = get_object_or_404(manageable_users(actor), pk=user_id)
    if request.method == "GET":
        return _show_user(request, actor, shown)
    refused = manage.change_user(
        actor,
        shown,
        full_name=request.POST.get("full_name", "").strip()[:60],
        is_active=request.POST.get("is_active") == "on",
        memberships=read_memberships(request.POST),
    )
    if refused:
        return _show_user(request, actor, shown, refused=refused)
    messages.success(request, say("用户 {name} 已改。", "User {name} is changed.", name=shown.username))
    return redirect("user", user_id=shown.pk)


@sensitive_variables("password")
@require_POST
def reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a user a new password that is used once, shown this once."""
    actor = require_administrator(request)
    shown = get_object_or_404(manageable_users(actor), pk=user_id)
    return _show_user(request, actor, shown, password=manage.reset_password(actor, shown))


@require_POST
def unlock_user(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let a locked name try again at once."""
    actor = require_administrator(request)
    shown = get_object_or_404(manageable_users(actor), pk=user_id)
    manage.unlock(actor, shown)
    messages.success(request, say("{name} 可以再登录了。", "{name} may sign in again.", name=shown.username))
    return redirect("user", user_id=shown.pk)


def _edit_office(request: HttpRequest, actor: Actor, kept: Office | None) -> HttpResponse:
    start = _office_values(kept) if kept else {}
    questions: list[Problem] = []
    form = OfficeForm(request.POST or None, initial=start, office=kept)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = kept or Office()
        for name in ("name", "name_en", "side", "kind", "programmes", "is_active"):
            setattr(changed, name, data[name])
        changed.place_id = form.place_id
        questions = ask_about_office(changed)
        if actor.place_ids is not None and not actor.covers(form.place_id):
            form.add_error(
                "place", say("请写本机构所在地或下级的地名。", "Name a place of your own office or below it.")
            )
        elif {one.code for one in questions} <= set(request.POST.getlist("accept")):
            manage.save_office(actor, changed)
            messages.success(request, say("机构“{name}”已保存。", "The office “{name}” is kept.", name=changed.name))
            return redirect("office", office_id=changed.pk)
    people = Membership.objects.filter(office=kept).select_related("user").order_by("user__username") if kept else []
    roles: dict[Any, list[Words]] = {}
    for one in people:
        roles.setdefault(one.user, []).append(ROLE_WORDS[one.role])
    status = 422 if request.method == "POST" else 200
    values = {"form": form, "office": kept, "people": list(roles.items()), "questions": questions}
    values["accepted"] = request.POST.getlist("accept")
    return render(request, "web/office.html", values, status=status)


def _office_values(kept: Office) -> dict[str, Any]:
    names = ("name", "name_en", "side", "kind", "programmes", "is_active")
    return {name: getattr(kept, name) for name in names} | {"place": _place_name(kept.place_id)}


def _show_user(
    request: HttpRequest, actor: Actor, shown: User, *, password: str = "", refused: Words | None = None
) -> HttpResponse:
    held = set(Membership.objects.filter(user=shown).values_list("office_id", "role"))
    failures = AccessAttempt.objects.filter(username=shown.username).order_by("-attempt_time").first()
    values = {
        "shown": shown,
        "password": password,
        "refused": refused,
        "both_sides": manage.warn_of_both_sides(shown),
        "offices": _role_boxes(actor, held),
        "role_help": _role_help(),
        "locked": failures is not None and failures.failures_since_start >= settings.AXES_FAILURE_LIMIT,
    }
    return render(request, "web/user.html", values, status=422 if refused else 200)


def _role_boxes(actor: Actor, held: set[tuple[int, str]]) -> list[tuple[Office, list[tuple[str, Words, bool]]]]:
    """For each office within reach, its roles and which are held; offices with a role first."""
    boxes = [
        (one, [(code, words, (one.pk, code) in held) for code, words in ROLE_WORDS.items()])
        for one in manageable_offices(actor).filter(is_active=True).order_by("name")[:200]
    ]
    return sorted(boxes, key=lambda box: not any(ticked for _code, _words, ticked in box[1]))


def _role_help() -> list[tuple[Words, Words]]:
    return [(words, ROLE_HELP[code]) for code, words in ROLE_WORDS.items()]


def _roles_of(users: list[User]) -> dict[int, list[tuple[str, list[Words]]]]:
    """For each user, the offices and the roles held there."""
    found: dict[int, dict[str, list[Words]]] = {}
    for one in Membership.objects.filter(user__in=users).select_related("office").order_by("office__name", "role"):
        found.setdefault(one.user_id, {}).setdefault(one.office.name, []).append(ROLE_WORDS[one.role])
    return {user_id: list(offices.items()) for user_id, offices in found.items()}


def _place_name(place_id: str | None) -> str:
    return full_name(place_id, timezone.localdate()) if place_id else ""


def _export_offices(rows: QuerySet[Any]) -> HttpResponse:
    columns = [say("名称", "Name"), say("哪一方", "Side"), say("所在地", "Place"), say("人数", "People")]
    cells = [[one.name, word(SIDES[one.side]), _place_name(one.place_id), one.people] for one in rows]
    return send_workbook(say("机构", "Offices"), columns, cells, file_name=say("机构.xlsx", "offices.xlsx"))


def _export_users(rows: QuerySet[User]) -> HttpResponse:
    columns = [
        say("用户名", "User name"),
        say("姓名", "Name"),
        say("机构和职责", "Offices and roles"),
        say("在用", "In use"),
    ]
    users = list(rows)
    roles = _roles_of(users)
    cells = [
        [
            one.username,
            one.full_name,
            "；".join(f"{name}：{'、'.join(map(word, held))}" for name, held in roles.get(one.pk, [])),
            say("是", "yes") if one.is_active else say("停用", "closed"),
        ]
        for one in users
    ]
    return send_workbook(say("用户", "Users"), columns, cells, file_name=say("用户.xlsx", "users.xlsx"))


urlpatterns = [
    path("offices", list_offices, name="offices"),
    path("offices/new", add_office, name="add_office"),
    path("offices/<int:office_id>", office, name="office"),
    path("users", list_users, name="users"),
    path("users/new", add_user, name="add_user"),
    path("users/<int:user_id>", user, name="user"),
    path("users/<int:user_id>/password", reset_password, name="reset_password"),
    path("users/<int:user_id>/unlock", unlock_user, name="unlock_user"),
]
