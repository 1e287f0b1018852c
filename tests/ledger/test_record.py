"""Recording, signing, differing: what the ledger says after each, and what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shanhai.ledger.documents import attach_document
from shanhai.ledger.errors import WrongCallError
from shanhai.ledger.models import Batch, ChainHead, Document, DocumentLink, Entry, OpenEntry, Position, Signature
from shanhai.ledger.preview import preview_entries
from shanhai.ledger.record import (
    EntryDraft,
    Recorded,
    accept_difference,
    differ_from_entry,
    hold_entry,
    post_signed,
    record_entries,
    reverse_entry,
    sign_entries,
    split_entry,
    withdraw_word,
)
from shanhai.ledger.standing import Standing, standing_of
from shanhai.offices.models import Office
from tests.ledger.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 12, 8, 5, tzinfo=UTC)


def enter(office: Office, *drafts: EntryDraft, **options: Any) -> Recorded:
    clerk = {"giver": 7, "receiver": 17, "neither": 27}[office.side]
    return record_entries(drafts, office=office, user_id=clerk, spoken_side=office.side, now=NOW, **options)


def enter_one(office: Office, draft: EntryDraft) -> int:
    recorded = enter(office, draft)
    assert recorded.entries == 1, recorded.problems
    return recorded.serials[0]


def signer_of(office: Office) -> int:
    """A user of this office alone, who enters nothing."""
    return 100 + office.pk


def sign(office: Office, *serials: int, **options: Any) -> list[str]:
    outcomes = sign_entries(serials, office=office, side=office.side, user_id=signer_of(office), now=NOW, **options)
    return [outcome.code for outcome in outcomes]


def differ(office: Office, serial: int, amount: int, reason: str = "实收不同") -> str:
    return differ_from_entry(
        serial, amount=amount, reason=reason, office=office, side=office.side, user_id=signer_of(office), now=NOW
    ).code


def standing(serial: int) -> Standing:
    return standing_of([serial])[serial]


def reported() -> int:
    """The reported sum in fen, straight from the rows."""
    rows = Entry.objects.values_list("amount", "reverses_serial")
    return sum(-amount if reverses else amount for amount, reverses in rows)


def agreed() -> int:
    """The agreed sum in fen, from the changes the ledger noted."""
    amounts = dict(Entry.objects.values_list("serial", "amount"))
    words = Signature.objects.values_list("entry_serial", "agreed_change")
    reversals = Entry.objects.filter(reverses_serial__isnull=False).values_list("serial", "agreed_change")
    return sum(amounts[serial] * change for serial, change in [*words, *reversals])


def test_an_entry_is_filled_from_its_kind_and_its_pairing(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    entry = Entry.objects.get(pk=serial)
    assert (entry.stage, entry.nature, entry.unit) == ("arrived", "flow", "CNY")
    assert (entry.programme, entry.round) == ("东西部协作", "2021")
    assert (entry.giver_place_id, entry.receiver_place_id) == ("p330603", "p511132")
    assert entry.known_on == date(2025, 11, 12)
    assert standing(serial).state == "pending"
    assert OpenEntry.objects.get(pk=serial).awaits == "receiver"


def test_a_signature_of_the_other_side_makes_an_entry_agreed(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    assert sign(world.receiver, serial) == ["signed_agreed"]
    assert standing(serial).state == "agreed"
    assert agreed() == reported() == 320_000
    assert not OpenEntry.objects.exists()
    assert sign(world.receiver, serial) == ["already_agreed"]


def test_nobody_signs_what_its_own_office_or_side_entered(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    assert sign(world.giver, serial) == ["own_office"]
    assert sign(world.second_giver, serial) == ["own_side"]
    assert sign_entries([serial], office=world.third, side="receiver", user_id=1)[0].code == "other_side"
    assert standing(serial).state == "pending"


def test_a_third_partys_entry_needs_both_words(world: World) -> None:
    serial = enter_one(world.third, world.draft())
    assert OpenEntry.objects.get(pk=serial).awaits == "both"
    assert sign(world.giver, serial) == ["signed"]
    assert OpenEntry.objects.get(pk=serial).awaits == "receiver"
    assert sign(world.receiver, serial) == ["signed_agreed"]


def test_a_difference_waits_for_the_entering_side_ten_working_days(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    assert differ(world.receiver, serial, 315_000) == "differed"
    open_entry = OpenEntry.objects.get(pk=serial)
    assert (open_entry.state, open_entry.awaits, open_entry.other_amount) == ("differs", "giver", 315_000)
    assert open_entry.answer_by == date(2025, 11, 26)
    found = standing(serial)
    assert (found.giver_amount, found.receiver_amount, found.gap) == (320_000, 315_000, 5_000)
    assert agreed() == 0


def test_an_unknown_year_leaves_the_deadline_blank_and_says_so(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    late = datetime(2031, 1, 6, tzinfo=UTC)
    outcome = differ_from_entry(
        serial, amount=1, reason="少了", office=world.receiver, side="receiver", user_id=8, now=late
    )
    assert outcome.code == "differed_no_day"
    assert OpenEntry.objects.get(pk=serial).answer_by is None


@pytest.mark.parametrize(
    ("amount", "reason", "code"),
    [
        (320_000, "相同", "same_amount"),
        (1, " ", "reason_missing"),
        (-1, "负", "amount_negative"),
        (10**17, "大", "amount_out_of_bounds"),
    ],
)
def test_a_difference_needs_another_amount_and_a_reason(world: World, amount: int, reason: str, code: str) -> None:
    serial = enter_one(world.giver, world.draft())
    assert differ(world.receiver, serial, amount, reason) == code
    assert not Signature.objects.exists()


def test_holding_turns_the_question_round(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    assert hold_entry(serial, reason="有回单", office=world.giver, user_id=7).code == "no_difference"
    differ(world.receiver, serial, 315_000)
    assert hold_entry(serial, reason="有回单", office=world.receiver, user_id=8).code == "other_side"
    assert hold_entry(serial, reason="有回单", office=world.giver, user_id=7).code == "held"
    assert OpenEntry.objects.get(pk=serial).awaits == "receiver"
    assert hold_entry(serial, reason="有回单", office=world.giver, user_id=7).code == "already_held"
    assert sign(world.receiver, serial) == ["signed_agreed"]
    assert agreed() == 320_000


def test_a_withdrawn_signature_takes_the_entry_out_of_the_agreed_sum(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    sign(world.receiver, serial)
    outcome = withdraw_word(serial, reason="看错了", office=world.receiver, side="receiver", user_id=8)
    assert outcome.code == "withdrawn"
    assert standing(serial).state == "pending"
    assert (agreed(), reported()) == (0, 320_000)
    again = withdraw_word(serial, reason="看错了", office=world.receiver, side="receiver", user_id=8)
    assert again.code == "no_word"
    assert sign(world.receiver, serial) == ["signed_agreed"]
    assert agreed() == 320_000


def test_a_reversal_takes_an_entry_out_of_both_sums_once(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    sign(world.receiver, serial)
    assert reverse_entry(serial, reason="记错", office=world.receiver, user_id=8).code == "not_your_entry"
    done = reverse_entry(serial, reason="记错", office=world.giver, user_id=7)
    assert done.code == "reversed"
    assert (agreed(), reported()) == (0, 0)
    assert standing(serial).state == "reversed"
    assert standing(done.added_serials[0]).state == "reversal"
    assert reverse_entry(serial, reason="再冲", office=world.giver, user_id=7).code == "reversed_entry"
    assert reverse_entry(done.added_serials[0], reason="冲正冲正", office=world.giver, user_id=7).code == "reversal"
    assert sign(world.receiver, serial) == ["reversed_entry"]


def test_a_replacement_waits_for_the_other_side(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    sign(world.receiver, serial)
    done = reverse_entry(
        serial, reason="金额记错", office=world.giver, user_id=7, replacement=world.draft(amount=310_000)
    )
    assert done.code == "replaced"
    _reversal, replacement = done.added_serials
    assert Entry.objects.get(pk=replacement).replaces_serial == serial
    assert standing(serial).replaced_by == (replacement,)
    assert standing(replacement).state == "pending"
    assert (agreed(), reported()) == (0, 310_000)


def test_accepting_a_difference_records_the_other_sides_amount(world: World) -> None:
    serial = enter_one(world.giver, world.order("KQ-1"))
    assert accept_difference(serial, office=world.giver, user_id=7).code == "no_difference"
    differ(world.receiver, serial, 50_000)
    done = accept_difference(serial, office=world.giver, user_id=7)
    assert done.code == "accepted"
    assert reported() == 50_000
    assert sign(world.receiver, done.added_serials[1]) == ["signed_agreed"]
    assert agreed() == 50_000
    assert enter(world.giver, world.order("KQ-1", amount=50_000)).repeats


def test_splitting_keeps_the_sum(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    differ(world.receiver, serial, 315_000)
    wrong = split_entry(serial, [315_000, 4_000], office=world.giver, user_id=7)
    assert wrong.code == "split_sum"
    assert "3,200.00" in wrong.words.zh
    done = split_entry(
        serial, [315_000, 5_000], office=world.giver, user_id=7, dates=[date(2025, 5, 10), date(2025, 5, 18)]
    )
    assert done.code == "split"
    assert reported() == 320_000
    assert sign(world.receiver, done.added_serials[1]) == ["signed_agreed"]
    assert agreed() == 315_000
    late = [date(2025, 5, 10), date(2027, 5, 18)]
    second = enter_one(world.giver, world.draft(on_date=date(2025, 7, 1)))
    outcome = split_entry(second, [320_000 - 1, 1], office=world.giver, user_id=7, dates=late)
    assert [problem.code for problem in outcome.problems] == ["after_pairing"]


def test_what_somebody_did_meanwhile_is_told_instead_of_signed_over(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    seen = Position.objects.get().serial
    differ(world.receiver, serial, 315_000)
    outcome = sign_entries([serial], office=world.receiver, side="receiver", user_id=9, as_seen=seen)[0]
    assert (outcome.done, outcome.code) == (False, "acted_meanwhile")
    assert "有异" in outcome.words.zh


def test_each_item_of_a_queue_has_its_own_outcome(world: World) -> None:
    ours = enter_one(world.receiver, world.draft())
    theirs = enter(world.giver, world.draft(on_date=date(2024, 2, 3)), world.draft(on_date=date(2024, 3, 3))).serials
    assert sign(world.receiver, theirs[0], ours, 999, theirs[1], theirs[0]) == [
        "signed_agreed",
        "own_office",
        "no_entry",
        "signed_agreed",
    ]


def test_a_reported_zero_is_an_entry(world: World) -> None:
    serial = enter_one(world.giver, world.draft(amount=0))
    assert sign(world.receiver, serial) == ["signed_agreed"]
    assert Entry.objects.count() == 1


def test_a_repeated_file_adds_nothing(world: World) -> None:
    def receive() -> Batch:
        return Batch.objects.create(
            office_id=world.giver.pk, kind="funds.arrived", sha256="ab" * 32, file_name="表.xlsx", size_bytes=10
        )

    first = enter(world.giver, world.draft(), world.draft(amount=5), batch=receive())
    assert (first.first_serial, first.last_serial) == (1, 2)
    batch = Batch.objects.order_by("pk")[0]
    assert (batch.state, batch.first_serial, batch.last_serial) == ("recorded", 1, 2)
    again = enter(world.giver, world.draft(), world.draft(amount=5), batch=receive())
    assert [problem.code for problem in again.problems] == ["file_repeated"]
    assert again.added == 0
    assert Entry.objects.count() == 2


def test_a_side_that_is_not_the_offices_is_a_programs_fault(world: World) -> None:
    with pytest.raises(WrongCallError):
        record_entries([world.draft()], office=world.giver, user_id=1, spoken_side="receiver")


def test_both_signatures_come_with_a_file_both_sides_signed(world: World) -> None:
    drafts = [world.order(f"KQ-{number}") for number in range(20)]
    recorded = post_signed(
        drafts,
        office=world.third,
        user_id=1,
        giver=(world.giver, 2),
        receiver=(world.receiver, None),
    )
    assert (recorded.entries, recorded.signatures_agreeing, recorded.added) == (20, 40, 60)
    assert agreed() == reported() == 20 * 58_000
    assert not OpenEntry.objects.exists()
    assert ChainHead.objects.count() == 3
    again = post_signed(drafts, office=world.third, user_id=1, giver=(world.giver, 2), receiver=(world.receiver, 3))
    assert (again.entries, len(again.repeats)) == (0, 20)


def test_an_order_under_three_labels_has_one_amount(world: World) -> None:
    serial = enter_one(world.giver, world.order("KQ-9", labels=("platform_832", "east_west", "union_welfare")))
    assert Entry.objects.get(pk=serial).labels == "east_west,platform_832,union_welfare"
    assert reported() == 58_000


def test_a_deleted_user_changes_nothing(world: World) -> None:
    from shanhai.offices.models import User

    clerk, signer = (User.objects.create(username=name) for name in ("gone", "gone too"))
    serial = record_entries([world.draft()], office=world.giver, user_id=clerk.pk, spoken_side="giver").serials[0]
    sign_entries([serial], office=world.receiver, side="receiver", user_id=signer.pk)
    clerk.delete()
    signer.delete()
    assert agreed() == reported() == 320_000
    assert Entry.objects.get(pk=serial).entered_by_id is not None


def test_what_takes_back_an_example_is_an_example_too(world: World) -> None:
    made_up = record_entries([world.draft()], office=world.giver, user_id=1, spoken_side="giver", is_example=True)
    outcome = reverse_entry(made_up.serials[0], reason="记错了(示例)", office=world.giver, user_id=1)
    assert outcome.done
    assert list(Entry.objects.values_list("is_example", flat=True)) == [True, True]


def test_nobody_signs_or_disputes_what_they_entered_for_the_other_side(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    same: dict[str, Any] = {"office": world.receiver, "side": "receiver", "user_id": 7}
    refused = sign_entries([serial], **same)[0]
    assert (refused.done, refused.code) == (False, "same_person")
    assert "同一个人不能替两方说话" in refused.words.zh
    assert "cannot speak for both sides" in refused.words.en
    assert differ_from_entry(serial, amount=1, reason="实收不同", **same).code == "same_person"
    assert standing(serial).state == "pending"
    assert sign(world.receiver, serial) == ["signed_agreed"]


def test_nobody_answers_the_difference_they_told_for_the_other_side(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    assert differ(world.receiver, serial, 310_000) == "differed"
    same: dict[str, Any] = {"office": world.giver, "user_id": signer_of(world.receiver)}
    assert hold_entry(serial, reason="有回单", **same).code == "same_person"
    assert accept_difference(serial, **same).code == "same_person"
    assert split_entry(serial, [310_000, 10_000], **same).code == "same_person"
    assert hold_entry(serial, reason="有回单", office=world.giver, user_id=7).done
    assert sign_entries([serial], office=world.receiver, side="receiver", user_id=7)[0].code == "same_person"


def test_one_person_does_not_sign_a_third_partys_entry_for_both_sides(world: World) -> None:
    serial = enter_one(world.third, world.draft())
    by = {"user_id": 9, "now": NOW}
    assert sign_entries([serial], office=world.giver, side="giver", **by)[0].done
    assert sign_entries([serial], office=world.receiver, side="receiver", **by)[0].code == "same_person"
    assert standing(serial).state == "pending"


def test_a_second_report_by_the_same_person_is_no_word_of_the_other_side(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    again = record_entries([world.draft()], office=world.receiver, user_id=7, spoken_side="receiver")
    assert [(problem.code, problem.weight, problem.line) for problem in again.problems] == [
        ("same_person", "blocks", 1)
    ]
    assert str(serial) in again.problems[0].what.zh
    assert standing(serial).state == "pending"
    preview = preview_entries([world.draft()], office=world.receiver, user_id=7, spoken_side="receiver")
    assert [problem.code for problem in preview.problems] == ["same_person"]
    assert record_entries([world.draft()], office=world.receiver, user_id=8, spoken_side="receiver").added == 1
    assert standing(serial).state == "agreed"


def test_a_word_given_for_both_sides_before_can_still_be_taken_back(world: World) -> None:
    serial = enter_one(world.giver, world.draft())
    sign(world.receiver, serial)
    outcome = withdraw_word(serial, reason="同一个人", office=world.receiver, side="receiver", user_id=7)
    assert outcome.done
    assert standing(serial).state == "pending"


def test_the_documents_of_an_entry_prove_what_stands_in_for_it(world: World) -> None:
    first, second = enter_one(world.giver, world.draft()), enter_one(world.giver, world.order("KQ-1"))
    for serial in (first, second):
        document = Document.objects.create(title=f"回单 {serial}")
        attach_document(serial, document=document, page=3, office_id=world.giver.pk, user_id=7)
    differ(world.receiver, first, 315_000)
    parts = split_entry(first, [315_000, 5_000], office=world.giver, user_id=7).added_serials[1:]
    differ(world.receiver, second, 50_000)
    accepted = accept_difference(second, office=world.giver, user_id=7).added_serials[1:]
    held = {link.entry_serial: (link.document.title, link.page) for link in DocumentLink.objects.all()}
    assert [held[part] for part in parts] == [(f"回单 {first}", 3)] * 2
    assert [held[one] for one in accepted] == [(f"回单 {second}", 3)]
