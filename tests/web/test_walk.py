"""Every address walked as every role and as nobody, and every page opened in a real browser.

Addresses come from the list of the site itself: a new page is walked as soon as it is there. One that takes a value
of a new name must say here what to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Page

from shanhai.activities.models import Activity
from shanhai.evidence.desk import Told, take_document
from shanhai.ledger.documents import attach_document, keep_document
from shanhai.ledger.models import Batch, Document
from shanhai.ledger.record import differ_from_entry, record_entries, sign_entries
from shanhai.offices.may import actor_for
from shanhai.offices.models import Membership, Role
from shanhai.payouts.models import PayoutRun
from shanhai.sheets.kept import keep_readings
from shanhai.sheets.receive import dry_run, receive_file
from shanhai.web.middleware import OPEN_TO_ALL
from tests.evidence.articles import CLEAN
from tests.journeys.browsing import fill_in_sign_in
from tests.sheets.own_ledgers import write_ledger
from tests.web import test_payouts as payouts
from tests.web.conftest import PASSWORD, ROLES, Cast, arrived, make_user
from tests.web.test_activities import make_project

# The fixtures of the pay-outs' own tests, by the names they ask for each other.
enclave, payout_run = payouts.enclave, payouts.run

LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
# What may not be asked for with a GET, or answers with something else than a page.
NOT_PAGES = {
    "health",
    "document",
    "activity_document",
    "ledger_rows",
    "import_progress",
    "marked_workbook",
    "clean_reading",
    "original_workbook",
    "template",
}
OF_OWN_LEDGERS = ("reading", "confirm_reading", "forget_reading", "take_sheet", "clean_reading")
ONLY_ADMINISTRATORS = {"offices", "add_office", "office", "users", "add_user", "user", "audit", "settings", "setting"}
ONLY_CLERKS = {"record_entry", "reverse_entry"}
# Query strings that show more of a page than its bare address does.
QUERIES = {
    "record_entry": ["", "?kind=funds.arrived", "?kind=consumption.purchase"],
    "ledger": ["", "?state=differs", "?q=财政局&sort=-amount", "?place=不存在&from=2026-13-02", "?page=9", "?mine=1"],
    "desk": ["", "?q=柯桥", "?q=没有这样的材料"],
    "desk_document": ["", "?view=raw", "?view=both&show=open"],
    "reading": ["", "?table=7&page=9"],
    "find": ["", "?q=柯桥", "?q=没有这个地方"],
    "users": ["", "?q=clerk&sort=-seen&state=active"],
    "offices": ["", "?side=giver&sort=-people"],
    "audit": ["", "?action=sign_in&from=2026-01-01"],
}
CONSOLE_NOISE = ("favicon",)
UNNAMED = """() => [...document.querySelectorAll('input, select, textarea, button, a')]
  .filter((one) => one.type !== 'hidden' && one.getClientRects().length)
  .filter((one) => !(one.labels && one.labels.length) && !one.getAttribute('aria-label')
    && !one.textContent.trim() && !one.title)
  .map((one) => one.outerHTML.slice(0, 120))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the site: its name and the names of the values it takes."""

    name: str
    takes: tuple[str, ...]
    route: str


def addresses() -> list[Address]:
    """Every named address but those of the API, which has tests of its own."""
    return sorted(_walk(get_resolver().url_patterns), key=lambda one: one.name)


def _walk(patterns: list[Any]) -> Iterator[Address]:
    for one in patterns:
        if isinstance(one, URLResolver) and one.namespace != "api":
            yield from _walk(one.url_patterns)
        elif isinstance(one, URLPattern) and one.name:
            yield Address(one.name, tuple(one.pattern.converters), str(one.pattern))


@dataclass(slots=True)
class Site:
    """A ledger with a little of everything in it, and what to fill into addresses."""

    cast: Cast
    values: dict[str, Any]
    values_by_folder: dict[str, dict[str, Any]]
    values_by_name: dict[str, dict[str, Any]]

    def address_of(self, one: Address) -> str:
        """The address with values filled in; fails where this test does not know what to fill in."""
        by_folder = self.values_by_folder.get(one.route.split("/")[0], {})
        values = {**self.values, **by_folder, **self.values_by_name.get(one.name, {})}
        unknown = [name for name in one.takes if name not in values]
        assert not unknown, f"{one.name}: say in `site` what {unknown} may be"
        return reverse(one.name, kwargs={name: values[name] for name in one.takes})

    def queries_of(self, one: Address) -> list[str]:
        """The address with each query that shows more of its page."""
        return [self.address_of(one) + query for query in QUERIES.get(one.name, [""])]


@pytest.fixture
def site(cast: Cast, payout_run: PayoutRun, tmp_path: Path) -> Site:
    """Entries that wait, agree, differ and were documented, a batch, a project, a pay-out, a user of every role."""
    offices, users = cast.offices, cast.users
    drafts = [arrived(cast, month, month * 1_234_500_00) for month in (1, 2, 3)]
    recorded = record_entries(
        drafts, office=offices["keqiao"], user_id=users["clerk"].pk, spoken_side="giver", is_example=True
    )
    first, second, _third = recorded.serials
    by = {"office": offices["ebian"], "side": "receiver", "user_id": users["ebian-both"].pk}
    sign_entries([first], **by)
    differ_from_entry(second, amount=1_000_000_00, reason="实收少了", **by)
    document, _problem = keep_document(None, title="拨款通知（示例）", office_id=offices["keqiao"].pk, user_id=None)
    assert document is not None
    attach_document(second, document=document, office_id=offices["keqiao"].pk, user_id=users["clerk"].pk)
    everyone = users["every-role"] = make_user("every-role")
    for role in Role.values:
        Membership.objects.create(user=everyone, office=offices["keqiao"], role=role)
    project = make_project(cast)
    by_folder = {
        "activities": {"number": project.number, "code": "post_village_notice"},
        "payouts": {"number": payout_run.activity.number, "line_id": payout_run.lines.order_by("pk")[0].pk},
        "settings": {"code": "funds.idle_days"},
        "desk": {"document_id": receive_article(cast), "number": 1},
        "enclaves": {"number": Activity.objects.get(kind="industry.enclave").number, "version": 1},
    }
    own = {"batch_id": receive_ledger(cast, tmp_path)}
    by_name = dict.fromkeys(OF_OWN_LEDGERS, own)
    return Site(cast, fill(cast, second, document), by_folder, by_name)


def receive_article(cast: Cast) -> int:
    """A document on the desk of the giving side's office, with claims in it."""
    actor = actor_for(cast.users["clerk"], cast.offices["keqiao"])
    taken = take_document(CLEAN.encode(), "见闻.txt", told=Told(published_on=date(2026, 11, 1)), actor=actor)
    assert taken.reading is not None, taken.problems
    return taken.reading.document_id


def receive_ledger(cast: Cast, folder: Path) -> int:
    """A ledger of the giving side's office in a layout of its own, not confirmed yet, and the reading of another."""
    office, user = cast.offices["keqiao"], cast.users["clerk"].pk
    path = write_ledger(folder / "台账.xlsx", total=250)
    received = receive_file([path.read_bytes()], file_name=path.name, office=office, user_id=user)
    assert received.batch is not None, received.problem
    dry_run(received.batch)
    keep_readings(office.pk, {"a-shape": {"kind": "funds.arrival"}}, {"a-shape": ["日期", "金额"]}, user_id=user)
    return received.batch.pk


def fill(cast: Cast, serial: int, document: Document) -> dict[str, Any]:
    """What may stand in an address, by the name its pattern gives it."""
    table = "日期,海方（地区）,山方（地区）,金额（元）,凭证号\n2026-05-01,柯桥区,峨边彝族自治县,12OO,示例-50\n"
    received = receive_file(
        [table.encode()],
        file_name="到账.csv",
        office=cast.offices["keqiao"],
        user_id=cast.users["clerk"].pk,
        kind_code="funds.arrived",
    )
    assert received.batch is not None, received.problem
    dry_run(received.batch)
    return {
        "serial": serial,
        "document_id": document.pk,
        "pairing_id": cast.pairings["keqiao"].pk,
        "place_id": "p330603",
        "code": "assistance_funds_received",
        "office_id": cast.offices["keqiao"].pk,
        "user_id": cast.users["viewer"].pk,
        "token_id": 1,
        "batch_id": received.batch.pk,
        "kind": "funds.arrived",
    }


def quiet(client: Client) -> Client:
    """A client that takes a failure as an answer of 500, as a browser does."""
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
def test_nobody_sees_nothing_but_what_is_open(site: Site) -> None:
    wrong = []
    for one in addresses():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(site.address_of(one))
            asked = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
            if not asked and one.name not in OPEN_TO_ALL:
                wrong.append(f"{method} {one.name}: {answer.status_code}")
    assert not wrong, wrong


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*ROLES, "outsider"])
def test_every_address_answers_every_role(site: Site, role: str) -> None:
    client = quiet(site.cast.client(role))
    wrong = []
    for one in addresses():
        for address in site.queries_of(one):
            status = client.get(address).status_code
            may = (one.name not in ONLY_ADMINISTRATORS or role == "administrator") and (
                one.name not in ONLY_CLERKS or role == "clerk"
            )
            if status >= 500 or (not may and status != 403):
                wrong.append(f"{address}: {status}")
    assert not wrong, wrong


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["viewer", "assessor", "outsider"])
def test_who_only_looks_writes_nothing(site: Site, role: str) -> None:
    from shanhai.ledger.models import DocumentLink, Entry, Signature
    from shanhai.offices.models import Office, User

    def held() -> list[int]:
        return [model.objects.count() for model in (Entry, Signature, DocumentLink, Document, Batch, Office, User)]

    before = held()
    client = quiet(site.cast.client(role))
    words = {"do": "sign", "reason": "试", "title": "试", "amount": "1", "word": "agrees", "file": "", "name": "试"}
    wrong = []
    for one in addresses():
        if one.name in {"sign_out", "change_profile", "language", "add_token"}:
            continue
        status = client.post(site.address_of(one), words).status_code
        if status >= 500:
            wrong.append(f"{one.name}: {status}")
    assert not wrong, wrong
    assert held() == before


@pytest.mark.django_db
def test_the_other_sides_view_opens_every_page_and_writes_nothing(site: Site) -> None:
    from shanhai.ledger.models import Entry, Signature

    client = quiet(site.cast.client("every-role"))
    client.post("/view-in-use", {"view": "other"})
    wrong = [
        address for one in addresses() for address in site.queries_of(one) if client.get(address).status_code >= 500
    ]
    assert not wrong, wrong
    entries, words = Entry.objects.count(), Signature.objects.count()
    client.post(reverse("entry", args=[site.values["serial"]]), {"do": "sign"})
    client.post(reverse("reverse_entry", args=[site.values["serial"]]), {"reason": "试"})
    assert (Entry.objects.count(), Signature.objects.count()) == (entries, words)


def open_pages(browser: Browser, live_server: Any, site: Site, language: str, size: tuple[int, int]) -> list[str]:
    """Open every page there is; return what was wrong, each with its address."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    wrong: list[str] = []
    for one in addresses():
        if one.name == "sign_in":
            wrong += look_at(page, live_server.url + site.address_of(one), told, language)
    fill_in_sign_in(page, live_server.url, "every-role", PASSWORD)
    for one in addresses():
        if one.name in NOT_PAGES | {"sign_in"} or not _is_page(site, one):
            continue
        for address in site.queries_of(one):
            told.clear()
            wrong += look_at(page, live_server.url + address, told, language)
    context.close()
    return wrong


def _is_page(site: Site, one: Address) -> bool:
    """Whether an address shows a page when it is merely opened."""
    answer = quiet(site.cast.client("every-role")).get(site.address_of(one))
    return answer.status_code != 405 and "html" in answer.headers.get("Content-Type", "")


def look_at(page: Page, address: str, told: list[str], language: str) -> list[str]:
    """Open one page and say what is wrong with it."""
    answer = page.goto(address)
    assert answer is not None
    page.wait_for_load_state("networkidle")
    wrong = [f"console: {text}" for text in told if not any(noise in text for noise in CONSOLE_NOISE)]
    if answer.status >= 400:
        wrong.append(f"status {answer.status}")
    if page.locator("html").get_attribute("lang") != LANGUAGES[language]:
        wrong.append("not in the language asked for")
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} first headings")
    if page.evaluate(SIDEWAYS) > 0:
        wrong.append("scrolls sideways")
    wrong += [f"without a name: {html}" for html in page.evaluate(UNNAMED)]
    return [f"{address}: {what}" for what in wrong]


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_without_a_complaint(
    live_server: Any, site: Site, browser: Browser, language: str, width: str
) -> None:
    wrong = open_pages(browser, live_server, site, language, WIDTHS[width])
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_name_does_not_push_the_bar_off_a_narrow_phone(
    live_server: Any, cast: Cast, browser: Browser, language: str
) -> None:
    user = cast.users["clerk"]
    user.full_name = "上虞区对口协作工作领导小组办公室经办员（示例）"
    user.save()
    context = browser.new_context(viewport={"width": 320, "height": 700})
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    fill_in_sign_in(page, live_server.url, "clerk", PASSWORD, leads_to="/account")
    assert page.evaluate(SIDEWAYS) == 0
    edges = page.locator(".bar .who > *").evaluate_all("all => all.map((one) => one.getBoundingClientRect().right)")
    assert max(edges) <= 320
    context.close()
