"""Signing in and out, languages, offices and views, as somebody at a browser notices them."""

from __future__ import annotations

import pytest
from django.test import Client

from shanhai.offices.models import AuditEvent, Membership, Role
from tests.web.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", {"username": name, "password": password, **more})


def test_nobody_is_sent_to_sign_in_and_back(cast: Cast) -> None:
    client = Client()
    asked = client.get("/account")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/sign-in?next=/account"
    assert sign_in(client, "clerk", next="/account").headers["Location"] == "/account"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "刚才那一张没有记下"), ("en", "what you sent was not recorded")]
)
def test_what_is_sent_after_a_session_ended_is_told_lost_and_its_page_comes_back(
    cast: Cast, language: str, told: str
) -> None:
    client = Client()
    client.cookies["django_language"] = language
    form = "/entries/new?kind=funds.arrived"
    sent = client.post(form, {"v-date": "2026-03-19"}, headers={"referer": f"http://testserver{form}"})
    page = client.get(sent.headers["Location"]).content.decode()
    assert told in page
    assert f'name="next" value="{form}"' in page.replace("&amp;", "&")
    assert sign_in(client, "clerk", "wrong", next=form, lost="1").content.decode().count(told) == 1
    assert sign_in(client, "clerk", next=form, lost="1").headers["Location"] == form


def test_a_word_given_after_a_session_ended_is_told_lost(cast: Cast) -> None:
    sent = Client().post("/sign", {"do": "sign:1"}, headers={"HX-Request": "true", "HX-Current-URL": "http://x/sign"})
    assert sent.headers["HX-Redirect"] == "/sign-in?lost=1&next=/sign"


def test_who_signs_out_of_an_ended_session_lost_nothing(cast: Cast) -> None:
    assert Client().post("/sign-out").headers["Location"] == "/sign-in"


def test_the_mark_of_examples_is_explained_only_where_there_are_examples(cast: Cast) -> None:
    told = "带此标记的数值"
    assert told not in Client().get("/sign-in").content.decode()
    assert told in cast.client("clerk").get("/help").content.decode()
    cast.offices["keqiao"].is_example = False
    cast.offices["keqiao"].save()
    assert told not in cast.client("clerk").get("/help").content.decode()


def test_the_sign_in_page_tells_the_public_where_figures_are_had(cast: Cast) -> None:
    assert "没有给公众看的页面" in Client().get("/sign-in").content.decode()


def test_a_sign_in_never_leads_to_another_host(cast: Cast) -> None:
    answer = sign_in(Client(), "clerk", next="https://elsewhere.example/")
    assert answer.headers["Location"] == "/"


def test_five_failures_lock_the_name_and_the_page_says_until_when(cast: Cast) -> None:
    client = Client()
    for _attempt in range(4):
        assert sign_in(client, "clerk", "wrong").status_code == 401
    locked = sign_in(client, "clerk", "wrong")
    assert locked.status_code == 429
    assert "以后再试" in locked.content.decode()
    assert sign_in(client, "clerk").status_code == 429, "even the right password waits"
    assert AuditEvent.objects.filter(action="sign_in_refused", subject="clerk").count() == 4


def test_an_administrator_unlocks_a_name(cast: Cast) -> None:
    client = Client()
    for _attempt in range(5):
        sign_in(client, "clerk", "wrong")
    user = cast.users["clerk"]
    page = cast.client("administrator").get(f"/users/{user.pk}").content.decode()
    assert "解除锁定" in page
    cast.client("administrator").post(f"/users/{user.pk}/unlock")
    assert sign_in(client, "clerk").status_code == 302


def test_a_closed_user_cannot_sign_in_and_an_open_session_ends(cast: Cast) -> None:
    client = cast.client("clerk")
    assert client.get("/account").status_code == 200
    cast.users["clerk"].is_active = False
    cast.users["clerk"].save()
    assert client.get("/account").status_code == 302
    assert sign_in(Client(), "clerk").status_code == 401


def test_the_language_follows_the_browser_choice_then_the_profile_then_chinese(cast: Cast) -> None:
    client = Client(headers={"accept-language": "en-GB"})
    assert 'lang="zh-CN"' in client.get("/sign-in").content.decode()
    client.post("/language", {"language": "en", "next": "/help"})
    page = client.get("/sign-in")
    assert 'lang="en"' in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    cast.users["viewer"].language = "en"
    cast.users["viewer"].save()
    assert "Your settings" in cast.client("viewer").get("/account").content.decode()


def test_a_first_password_must_be_replaced_before_anything_else(cast: Cast) -> None:
    administrator = cast.client("administrator")
    shown = administrator.post(
        "/users/new", {"username": "new-one", "full_name": "", f"role-{cast.offices['keqiao'].pk}-clerk": "on"}
    ).content.decode()
    password = shown.split('class="secret">')[1].split("<")[0]
    client = Client()
    assert sign_in(client, "new-one", password).status_code == 302
    assert client.get("/account").headers["Location"] == "/account/password"
    answer = client.post(
        "/account/password", {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    )
    assert answer.headers["Location"] == "/account"
    assert client.get("/account").status_code == 200
    assert password not in str(list(AuditEvent.objects.values()))


def test_a_user_of_two_offices_chooses_one(cast: Cast) -> None:
    user = cast.users["viewer"]
    Membership.objects.create(user=user, office=cast.offices["ebian"], role=Role.CLERK)
    client = cast.client("viewer")
    client.post("/office-in-use", {"office": cast.offices["ebian"].pk})
    page = client.get("/account").content.decode()
    assert 'aria-pressed="true"' in page
    assert "峨边县协作办" in page.split("对方所见")[0]
    client.post("/office-in-use", {"office": cast.offices["shangyu"].pk})
    assert "上虞区协作办" not in client.get("/account").content.decode(), "not one of its own"


def test_the_other_sides_view_takes_every_right_to_write_away(cast: Cast) -> None:
    client = cast.client("keqiao-administrator")
    assert client.get("/users").status_code == 200
    client.post("/view-in-use", {"view": "other"})
    assert "对方所见：只能看" in client.get("/account").content.decode()
    assert client.get("/users").status_code == 403
    client.post("/view-in-use", {"view": "own"})
    assert client.get("/users").status_code == 200


def test_signing_out_ends_the_session(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post("/sign-out")
    assert client.get("/account").status_code == 302


def test_pages_carry_a_policy_that_forbids_inline_script(cast: Cast) -> None:
    policy = Client().get("/sign-in").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "no-store" in Client().get("/sign-in").headers["Cache-Control"]


def test_keys_to_the_api_are_shown_once_and_kept_as_digests(cast: Cast) -> None:
    client = cast.client("clerk")
    page = client.post("/account/keys", {"name": "财政", "days": "30"}).content.decode()
    key = page.split('class="secret">')[1].split("<")[0]
    token = cast.users["clerk"].api_tokens.get()
    assert key not in client.get("/account").content.decode()
    assert key not in token.digest
    client.post(f"/account/keys/{token.pk}/revoke")
    assert not cast.users["clerk"].api_tokens.exists()


def test_a_key_of_somebody_else_cannot_be_revoked(cast: Cast) -> None:
    cast.client("clerk").post("/account/keys", {"name": "财政"})
    token = cast.users["clerk"].api_tokens.get()
    assert cast.client("signer").post(f"/account/keys/{token.pk}/revoke").status_code == 404
    assert cast.users["clerk"].api_tokens.exists()


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "密码太短，至少 10 个字符"), ("en", "at least 10 characters")]
)
def test_a_short_password_is_refused_in_the_readers_language(cast: Cast, language: str, told: str) -> None:
    client = cast.client("clerk")
    posted = {"old_password": PASSWORD, "new_password1": "7gBx", "new_password2": "7gBx"}
    client.cookies["django_language"] = language
    answer = client.post("/account/password", posted)
    assert answer.status_code == 422
    assert told in answer.content.decode()
