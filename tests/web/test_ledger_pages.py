"""The ledger and one entry, as clerks and signers on both sides see and use them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Document, DocumentLink, Entry, Signature
from shanhai.ledger.record import record_entries, sign_entries
from shanhai.ledger.standing import standing_of
from shanhai.offices.models import AuditEvent
from tests.web.conftest import Cast
from tests.web.figures_cast import state

pytestmark = pytest.mark.django_db
FORM = {
    "v-date": "2026-03-19",
    "v-giver_place": "柯桥区",
    "v-receiver_place": "峨边彝族自治县",
    "v-giver_party": "柯桥区财政局",
    "v-receiver_party": "峨边彝族自治县财政局",
    "v-amount": "3,200万元",
    "v-voucher_no": "示例-1",
}


def draft(cast: Cast, amount_fen: int, **more: Any) -> EntryDraft:
    given = {"kind": "funds.arrived", "on_date": date(2026, 3, 1), "pairing_id": cast.pairings["keqiao"].pk}
    return EntryDraft(**{**given, "amount": amount_fen, **more})


@pytest.fixture
def serials(cast: Cast) -> list[int]:
    """Five entries of 柯桥, of 10,000 to 50,000 yuan."""
    drafts = [draft(cast, n * 1_000_000, details={"voucher_no": f"v{n}"}) for n in range(1, 6)]
    recorded = record_entries(
        drafts, office=cast.offices["keqiao"], user_id=cast.users["clerk"].pk, spoken_side="giver", is_example=True
    )
    return list(recorded.serials)


def text_of(answer: Any) -> str:
    """The words of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def listed(answer: Any) -> list[int]:
    """The serials in the table of a page of entries, in their order."""
    return [
        int(found)
        for found in re.findall(r'<th scope="row"><a class="nowrap" href="/entries/(\d+)"', answer.content.decode())
    ]


def test_the_ledger_shows_what_the_office_may_see_newest_first(cast: Cast, serials: list[int]) -> None:
    assert listed(cast.client("clerk").get("/ledger")) == serials[::-1]
    assert listed(cast.client("shaoxing-viewer").get("/ledger")) == serials[::-1]
    assert listed(cast.client("shangyu-clerk").get("/ledger")) == []
    assert cast.client("outsider").get("/ledger").status_code == 403


def test_each_condition_narrows_the_list(cast: Cast, serials: list[int]) -> None:
    sign_entries([serials[0]], office=cast.offices["ebian"], side="receiver", user_id=None)
    client = cast.client("ebian-both")
    for query, wanted in [
        ("state=agreed", serials[:1]),
        ("state=waiting", serials[:0:-1]),
        ("state=theirs", []),
        ("state=pending", serials[:0:-1]),
        ("state=differs", []),
        ("kind=funds.paid", []),
        ("field=funds&sort=amount", serials),
        ("stage=arrived&from=2026-03-01&to=2026-03-01", serials[::-1]),
        ("from=2026-03-02", []),
        ("place=峨边&sort=serial", serials),
        ("place=上虞", []),
        (f"pairing={cast.pairings['keqiao'].pk}", serials[::-1]),
        (f"pairing={cast.pairings['shangyu'].pk}", []),
        ("documents=none", serials[::-1]),
        ("mine=1", []),
        ("batch=7", []),
        ("q=不存在的文字", []),
    ]:
        assert listed(client.get(f"/ledger?{query}")) == wanted, query


def test_a_page_past_the_end_is_the_last_one(cast: Cast, serials: list[int]) -> None:
    answer = cast.client("clerk").get("/ledger?page=999")
    assert listed(answer) == serials[::-1]
    assert "还没有你看得到的条目" not in text_of(answer)
    assert "第 1—5 条，共 5 条" in text_of(answer)


def test_a_village_does_not_give_the_word_of_its_county(cast: Cast) -> None:
    village = cast.offices["ebian"]
    village.kind = "village"
    village.save()
    form = {**FORM, "kind": "funds.arrived"}
    answer = cast.client("ebian-both").post("/entries/new?kind=funds.arrived", form)
    assert "不代表海方或山方" in text_of(answer)
    assert not Entry.objects.exists()


def test_parties_are_found_by_their_name(cast: Cast) -> None:
    with_party = draft(cast, 100, from_party_id=cast.parties["keqiao"].pk, to_party_id=cast.parties["ebian"].pk)
    recorded = record_entries(
        [with_party, draft(cast, 200)], office=cast.offices["keqiao"], user_id=None, spoken_side="giver"
    )
    assert listed(cast.client("clerk").get("/ledger?q=峨边彝族自治县财政")) == [recorded.serials[0]]
    assert listed(cast.client("clerk").get(f"/ledger?party={cast.parties['ebian'].pk}")) == [recorded.serials[0]]


def test_the_number_of_an_entry_leads_to_it_and_only_where_it_may_be_seen(cast: Cast, serials: list[int]) -> None:
    address = f"/entries/{serials[0]}"
    assert cast.client("clerk").get(f"/ledger?q=E-2026-{serials[0]:06d}").headers["Location"] == address
    assert cast.client("clerk").get(f"/find?q={serials[0]}").headers["Location"] == address
    assert cast.client("shangyu-clerk").get(f"/find?q={serials[0]}").status_code == 200


def test_the_sums_stand_by_stage_and_count_reversals(cast: Cast, serials: list[int]) -> None:
    allocated = draft(cast, 7_000_000, kind="funds.allocated", details={"document_no": "文1"})
    record_entries([allocated], office=cast.offices["keqiao"], user_id=None, spoken_side="giver")
    sign_entries(serials[:2], office=cast.offices["ebian"], side="receiver", user_id=None)
    cast.client("clerk").post(f"/entries/{serials[4]}/reverse", {"reason": "记错"})
    page = text_of(cast.client("clerk").get("/ledger"))
    sums = page.split("加起来")[1]
    assert "到账 到账资金 6 10.00 万元 3.00 万元" in sums
    assert "下达到县 下达资金 1 7.00 万元 0.00 万元" in sums


def test_what_is_not_understood_is_told_and_kept_out(cast: Cast, serials: list[int]) -> None:
    page = text_of(cast.client("clerk").get("/ledger?place=没有这个地方&from=2026-13-02"))
    assert "没有叫“没有这个地方”的地方" in page
    assert "日期“2026-13-02”读不懂" in page


def test_an_empty_range_keeps_the_conditions_visible(cast: Cast, serials: list[int]) -> None:
    page = cast.client("clerk").get("/ledger?from=2030-01-01")
    assert "这个范围还没有条目" in text_of(page)
    assert "2030-01-01" in page.content.decode()


def test_small_amounts_are_not_rounded_away(cast: Cast) -> None:
    record_entries([draft(cast, 315_50)], office=cast.offices["keqiao"], user_id=None, spoken_side="giver")
    assert "315.50" in text_of(cast.client("clerk").get("/ledger"))


def test_a_row_typed_by_hand_becomes_an_entry(cast: Cast) -> None:
    client = cast.client("clerk")
    answer = client.post("/entries/new?kind=funds.arrived", FORM)
    entry = Entry.objects.get()
    assert answer.headers["Location"] == f"/entries/{entry.serial}"
    assert (entry.amount, entry.spoken_side, entry.entered_by_id) == (3_200_000_000, "giver", cast.users["clerk"].pk)
    page = text_of(client.get(f"/entries/{entry.serial}"))
    assert "3,200.00 万元" in page
    assert "32,000,000.00 元" in page
    assert "等对方签认" in page
    assert AuditEvent.objects.filter(action="entry.record").exists()


def test_problems_stand_at_their_fields_with_what_was_typed(cast: Cast) -> None:
    answer = cast.client("clerk").post("/entries/new?kind=funds.arrived", {**FORM, "v-amount": "12,5OO", "v-date": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert 'href="#id-amount"' in page
    assert 'aria-describedby="wrong-date"' in page
    assert 'value="12,5OO"' in page
    assert not Entry.objects.exists()


def test_a_place_outside_the_pairings_is_refused_at_its_field(cast: Cast) -> None:
    answer = cast.client("clerk").post("/entries/new?kind=funds.arrived", {**FORM, "v-receiver_place": "金口河区"})
    assert 'id="wrong-receiver_place"' in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_same_slip_typed_twice_adds_nothing_and_is_told(cast: Cast) -> None:
    client = cast.client("clerk")
    first = client.post("/entries/new?kind=funds.arrived", FORM).headers["Location"]
    answer = client.post("/entries/new?kind=funds.arrived", FORM, follow=True)
    assert answer.redirect_chain[0][0] == first
    assert "已在账上" in text_of(answer)
    assert Entry.objects.count() == 1


def test_the_second_report_of_a_fact_becomes_a_word_on_the_first(cast: Cast) -> None:
    cast.client("clerk").post("/entries/new?kind=funds.arrived", FORM)
    answer = cast.client("ebian-both").post("/entries/new?kind=funds.arrived", FORM, follow=True)
    assert "算作签认" in text_of(answer)
    assert Entry.objects.count() == 1
    assert standing_of([Entry.objects.get().serial])[Entry.objects.get().serial].state == "agreed"


NEW_ARRIVED = "/entries/new?kind=funds.arrived"


def test_a_number_the_ledger_holds_with_other_facts_has_buttons_for_both_answers(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post(NEW_ARRIVED, FORM)
    serial = Entry.objects.get().serial
    other_day = {**FORM, "v-date": "2025-03-08"}
    page = client.post(NEW_ARRIVED, other_day).content.decode()
    assert f'name="same_as" value="{serial}"' in page
    assert "以账上为准，不另记" in page
    assert f'formaction="/entries/{serial}/reverse"' in page
    assert 'name="accept" value="key_other_facts"' not in page, "a box that changes nothing is not offered"
    answer = client.post(NEW_ARRIVED, {**other_day, "same_as": str(serial)}, follow=True)
    assert "已在账上" in text_of(answer)
    assert Entry.objects.count() == 1


def test_the_row_that_is_right_goes_with_the_reversal_of_the_one_that_is_wrong(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post(NEW_ARRIVED, FORM)
    serial = Entry.objects.get().serial
    more = {**FORM, "v-amount": "3,300万"}
    assert f'formaction="/entries/{serial}/reverse"' in client.post(NEW_ARRIVED, more).content.decode()
    page = client.post(f"/entries/{serial}/reverse", {**more, "replace": "on"})
    assert "没有写理由" in text_of(page)
    assert 'value="3,300万"' in page.content.decode()
    client.post(f"/entries/{serial}/reverse", {**more, "replace": "on", "reason": "金额记错"})
    assert Entry.objects.get(replaces_serial=serial).amount == 3_300_000_000


def test_a_row_without_a_number_that_looks_repeated_may_be_recorded_all_the_same(cast: Cast) -> None:
    client = cast.client("clerk")
    bare = {name: value for name, value in FORM.items() if name != "v-voucher_no"}
    client.post(NEW_ARRIVED, bare)
    page = client.post(NEW_ARRIVED, bare).content.decode()
    assert "是另一件事，照记" in page
    first = Entry.objects.get()
    number = f"E-{first.known_on.year}-{first.serial:06d}"
    assert f"与条目 {number} 的单位、日期、金额都相同" in page
    assert f'href="/entries/{first.serial}" target="_blank" rel="noopener">{number}</a>' in page
    assert f"就是条目 {number}，不另记" in page
    client.post(NEW_ARRIVED, {**bare, "same_as": "0"})
    assert Entry.objects.count() == 2


def test_the_second_reports_other_day_is_asked_about_and_stays_to_be_seen(cast: Cast) -> None:
    cast.client("clerk").post(NEW_ARRIVED, FORM)
    serial = Entry.objects.get().serial
    client = cast.client("ebian-both")
    asked = text_of(client.post(NEW_ARRIVED, {**FORM, "v-date": "2025-03-08"}))
    assert "金额相同，但日期对方是" in asked
    assert "记作我方签认" in asked
    client.post(NEW_ARRIVED, {**FORM, "v-date": "2025-03-08", "same_as": str(serial)})
    assert standing_of([serial])[serial].state == "agreed"
    assert "我方是2025-03-08" in text_of(client.get(f"/entries/{serial}"))


def test_a_named_document_goes_with_the_entry(cast: Cast) -> None:
    cast.client("clerk").post("/entries/new?kind=funds.arrived", {**FORM, "v-document": "川财农〔示例〕41号"})
    assert DocumentLink.objects.get().document.title == "川财农〔示例〕41号"


def test_the_other_side_signs_on_the_page_of_the_entry(cast: Cast, serials: list[int]) -> None:
    client = cast.client("ebian-both")
    assert "签认" in text_of(client.get(f"/entries/{serials[0]}"))
    client.post(f"/entries/{serials[0]}", {"do": "sign"})
    assert standing_of([serials[0]])[serials[0]].state == "agreed"
    assert AuditEvent.objects.filter(action="entry.sign").exists()


def test_a_difference_shows_both_amounts_and_is_answered_by_splitting(cast: Cast, serials: list[int]) -> None:
    serial = serials[4]
    theirs = {"do": "differ", f"amount-{serial}": "3.00", f"differ-reason-{serial}": "实收 3 万元"}
    cast.client("ebian-both").post(f"/entries/{serial}", theirs)
    giver = cast.client("signer")
    page = text_of(giver.get(f"/entries/{serial}"))
    assert "5.00 万元" in page
    assert "3.00 万元" in page
    assert "2.00 万元" in page, "the gap"
    assert "40.0%" in page
    assert "实收 3 万元" in page
    giver.post(f"/entries/{serial}", {"do": "split"})
    fresh = Entry.objects.filter(serial__gt=serial + 1, reverses_serial__isnull=True)
    assert sorted(fresh.values_list("amount", flat=True)) == [2_000_000, 3_000_000]


def test_a_difference_without_a_reason_keeps_what_was_typed(cast: Cast, serials: list[int]) -> None:
    serial = serials[0]
    answer = cast.client("ebian-both").post(f"/entries/{serial}", {"do": "differ", f"amount-{serial}": "0.77"})
    assert answer.status_code == 422
    assert "没有写理由" in text_of(answer)
    assert 'value="0.77"' in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_word_is_taken_back_with_a_reason(cast: Cast, serials: list[int]) -> None:
    client = cast.client("ebian-both")
    client.post(f"/entries/{serials[0]}", {"do": "sign"})
    client.post(f"/entries/{serials[0]}", {"do": "withdraw", "reason": "签错了"})
    assert standing_of([serials[0]])[serials[0]].state == "pending"
    assert "签错了" in text_of(client.get(f"/entries/{serials[0]}"))


def test_a_reversal_needs_a_reason_and_shows_both_entries(cast: Cast, serials: list[int]) -> None:
    client = cast.client("clerk")
    told = client.post(f"/entries/{serials[0]}/reverse", {"reason": " "})
    assert told.status_code == 422
    assert re.search(rf"会多一条：E-\d{{4}}-{serials[0]:06d} 的反向条目", text_of(told))
    client.post(f"/entries/{serials[0]}/reverse", {"reason": "重复记账"})
    page = text_of(client.get(f"/entries/{serials[0]}"))
    assert "本条已冲正" in page
    reversal = Entry.objects.get(reverses_serial=serials[0])
    assert "本条冲正了下面这条" in text_of(client.get(f"/entries/{reversal.serial}"))
    assert (
        "冲正" not in client.get(f"/entries/{reversal.serial}").content.decode().split("<h1>")[0].split("rowline")[-1]
    )


def test_a_correction_reverses_and_records_in_one_step(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post("/entries/new?kind=funds.arrived", FORM)
    first = Entry.objects.get()
    page = client.get(f"/entries/{first.serial}/reverse").content.decode()
    assert 'value="32000000.00"' in page, "the form starts from the entry"
    answer = client.post(
        f"/entries/{first.serial}/reverse", {**FORM, "v-amount": "3150万", "reason": "少记", "replace": "on"}
    )
    fresh = Entry.objects.order_by("-serial")[0]
    assert answer.headers["Location"] == f"/entries/{fresh.serial}"
    assert (fresh.amount, Entry.objects.count()) == (3_150_000_000, 3)


def test_a_wrong_correction_reverses_nothing(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post("/entries/new?kind=funds.arrived", FORM)
    serial = Entry.objects.get().serial
    answer = client.post(f"/entries/{serial}/reverse", {**FORM, "v-amount": "?", "reason": "少记", "replace": "on"})
    assert answer.status_code == 422
    assert Entry.objects.count() == 1


def test_only_the_office_that_entered_reverses(cast: Cast, serials: list[int]) -> None:
    for user in ("ebian-both", "shaoxing-viewer", "signer", "assessor"):
        assert cast.client(user).post(f"/entries/{serials[0]}/reverse", {"reason": "x"}).status_code == 403
    assert Entry.objects.count() == len(serials)


def test_a_document_is_given_opened_and_traced(cast: Cast, serials: list[int]) -> None:
    file = SimpleUploadedFile("回单.pdf", b"%PDF-1.4 example", content_type="application/pdf")
    cast.client("clerk").post(f"/entries/{serials[0]}/documents", {"file": file, "page": "2", "cell": ""})
    document = Document.objects.get()
    assert (document.media_type, document.title, document.links.get().page) == ("application/pdf", "回单.pdf", 2)
    answer = cast.client("ebian-both").get(f"/documents/{document.pk}")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 example"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert AuditEvent.objects.filter(action="document.read", user_name="ebian-both").exists()
    assert cast.client("shangyu-clerk").get(f"/documents/{document.pk}").status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("脚本.svg", b"<svg onload=alert(1)>", "不是能收的文件"),
        ("假.pdf", b"MZ\x90\x00", "不是能收的文件"),
        ("空.pdf", b"", "空的"),
        ("", b"", "没有选文件"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(
    cast: Cast, serials: list[int], name: str, content: bytes, told: str
) -> None:
    given = {"file": SimpleUploadedFile(name, content)} if name else {}
    answer = cast.client("clerk").post(f"/entries/{serials[0]}/documents", given, follow=True)
    assert told in text_of(answer)
    assert not Document.objects.exists()


def test_the_place_in_the_chain_ties_to_its_neighbours(cast: Cast, serials: list[int]) -> None:
    page = text_of(cast.client("clerk").get(f"/entries/{serials[1]}"))
    digests = [bytes(one.digest).hex() for one in Entry.objects.filter(serial__in=serials[:3]).order_by("serial")]
    for digest in digests:
        assert f"{digest[:4]} … {digest[-4:]}" in page


def test_an_entry_leads_to_the_figures_that_count_it(cast: Cast, serials: list[int]) -> None:
    page = cast.client("clerk").get(f"/entries/{serials[0]}").content.decode()
    assert "/figures/assistance_funds_received?giver=330603&amp;receiver=511132" in page


def test_an_export_holds_the_list_and_leaves_a_trace(cast: Cast, serials: list[int]) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    answer = cast.client("clerk").get("/ledger?export=1&sort=serial")
    rows = list(load_workbook(BytesIO(b"".join(answer) if answer.streaming else answer.content)).active.values)
    numbers = [row[0] for row in rows if str(row[0]).startswith("E-")]
    assert numbers == [f"E-{Entry.objects.get(serial=one).known_on.year}-{one:06d}" for one in serials]
    assert AuditEvent.objects.filter(action="ledger.export").exists()


def exported(cast: Cast, address: str) -> list[dict[str, object]]:
    from io import BytesIO

    from openpyxl import load_workbook

    head, *rows = load_workbook(BytesIO(cast.client("clerk").get(address).content)).active.values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_an_export_keeps_the_amount_that_a_document_states(cast: Cast) -> None:
    state(cast, 10_000, "p330603", "p511132")
    (row,) = exported(cast, "/ledger?export=1&stage=stated")
    assert (row["第三方或文载数"], row["单位"], row["状态"]) == (100_000_000, "元", "文载")


def test_a_reversal_is_told_as_one_and_lacks_no_document(cast: Cast, serials: list[int]) -> None:
    client = cast.client("clerk")
    client.post(f"/entries/{serials[0]}/reverse", {"reason": "重复记账"})
    reversal = Entry.objects.get(reverses_serial=serials[0])
    rows = {str(row["条目"]): row for row in exported(cast, "/ledger?export=1&state=reversed")}
    told = rows[f"E-{reversal.known_on.year}-{reversal.serial:06d}"]
    assert (told["状态"], told["凭据件数"]) == ("冲正", None)
    assert rows[f"E-{reversal.known_on.year}-{serials[0]:06d}"]["状态"] == "已冲正"
    assert f"/entries/{reversal.serial}" not in client.get("/ledger?documents=none").content.decode()


@pytest.mark.parametrize(
    "query",
    ["state=foo", "kind=zzz", "batch=abc", "pairing=99999999999999999999", "page=abc", "q=%00", "stage=x", "sort=x"],
)
def test_a_condition_that_makes_no_sense_is_told_and_nothing_is_added_up(
    cast: Cast, serials: list[int], query: str
) -> None:
    client = cast.client("clerk")
    page = client.get(f"/ledger?{query}").content.decode()
    assert "没有按这一处筛选" in page
    assert 'id="sums"' not in page
    assert "spreadsheet" not in client.get(f"/ledger?{query}&export=1").headers["Content-Type"]
