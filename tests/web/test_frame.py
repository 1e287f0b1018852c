"""What stands around every page: each person is offered what that person can do, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import fill_in_sign_in
from tests.web.conftest import PASSWORD, Cast


def menu(cast: Cast, user: str, address: str = "/ledger") -> list[str]:
    """The addresses the menu offers."""
    page = cast.client(user).get(address).content.decode()
    nav = page.split('<nav class="nav"')[1].split("</nav>")[0]
    return re.findall(r'href="(/[^"]*)"', nav)


def keys(cast: Cast, user: str) -> str:
    page = cast.client(user).get("/ledger").content.decode()
    listed = page.split('<dialog id="keys"')[1].split("</dialog>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", listed).split())


@pytest.mark.parametrize("user", ["viewer", "shaoxing-viewer", "assessor", "administrator"])
def test_who_neither_enters_nor_signs_is_not_offered_to(cast: Cast, user: str) -> None:
    offered = menu(cast, user)
    assert "/sign" not in offered
    assert "/imports" not in offered
    assert "/ledger" in offered
    assert ("/users" in offered) == (user == "administrator")
    listed = keys(cast, user)
    assert "待签" not in listed
    assert "导入" not in listed
    assert "签认这条" not in listed
    assert "D 核对台" in listed


def test_a_clerk_and_a_signer_are_offered_their_own_work(cast: Cast) -> None:
    assert {"/sign", "/imports"} <= set(menu(cast, "clerk"))
    assert "S 待签" in keys(cast, "clerk")
    assert "签认这条" not in keys(cast, "clerk")
    assert "签认这条" in keys(cast, "signer")


def test_the_list_of_keys_names_every_place_the_menu_has_a_key_for(cast: Cast) -> None:
    page = cast.client("signer").get("/ledger").content.decode()
    listed = keys(cast, "signer")
    for letter in re.findall(r'data-go="(.)"', page):
        assert f" {letter.upper()} " in listed


def test_what_the_other_side_sees_includes_what_waits_for_it(cast: Cast) -> None:
    client = cast.client("signer")
    client.post("/view-in-use", {"side": "other", "next": "/ledger"})
    nav = client.get("/ledger").content.decode().split('<nav class="nav"')[1].split("</nav>")[0]
    assert 'href="/imports"' not in nav


def test_an_old_number_of_a_quotation_is_told_how_to_open_it(cast: Cast) -> None:
    page = cast.client("viewer").get("/find?q=F-3ED36236").content.decode()
    assert "F-3ED36236 是早先引文里的编号" in page
    assert "用引文旁的网址" in page
    assert "没有查到" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_file_above_the_limit_is_told_at_its_field_until_another_is_chosen(
    cast: Cast, live_server: Any, page: Page
) -> None:
    fill_in_sign_in(page, live_server.url, "clerk", PASSWORD)
    page.goto(f"{live_server.url}/imports")
    form = page.locator("form[data-file-bytes-max]")
    form.evaluate("form => { form.dataset.fileBytesMax = '10'; }")
    field = form.locator("input[type=file]").first
    field.set_input_files({"name": "a.xlsx", "mimeType": "text/plain", "buffer": b"x" * 11})
    form.evaluate("form => form.requestSubmit()")
    expect(form.locator(".wrong[role=alert]")).to_contain_text("文件超过 50 MB，没有发出")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.set_input_files({"name": "a.xlsx", "mimeType": "text/plain", "buffer": b"x"})
    expect(form.locator(".wrong[role=alert]")).to_have_count(0)
