"""Entries and statements for tests of pages that show figures: sums known in advance, part signed, one differing."""

from __future__ import annotations

from datetime import date

from shanhai.ledger.drafts import EntryDraft
from shanhai.ledger.models import Document, DocumentLink
from shanhai.ledger.record import differ_from_entry, record_entries, sign_entries
from shanhai.registry.models import Pairing
from tests.web.conftest import Cast

WAN = 1_000_000  # fen


def fill_ledger(cast: Cast) -> dict[str, int]:
    """柯桥—峨边: 3,150 and 1,280 万元 agreed, 3,200 differing, 50 pending, 10,000 stated. Returns serials by name."""
    drafts = [
        arrived(cast, 3150, date(2026, 3, 19)),
        arrived(cast, 1280, date(2026, 6, 25)),
        arrived(cast, 3200, date(2026, 8, 30)),
        arrived(cast, 50, date(2026, 10, 31)),
    ]
    recorded = record_entries(drafts, office=cast.offices["keqiao"], user_id=None, spoken_side="giver", match=False)
    assert not recorded.problems, recorded.problems
    first, second, third, fourth = recorded.serials
    by = {"office": cast.offices["ebian"], "side": "receiver", "user_id": None}
    assert all(outcome.done for outcome in sign_entries([first, second], **by))
    assert differ_from_entry(third, amount=3150 * WAN, reason="另 50 万元未到", **by).done
    statement = state(cast, 10_000, "p330603", "p511132")
    document = Document.objects.create(title="协作公报（示例）", outlet="示例日报", is_public=True)
    DocumentLink.objects.create(entry_serial=statement, document=document)
    DocumentLink.objects.create(entry_serial=first, document=document)
    return {"first": first, "second": second, "differs": third, "pending": fourth, "stated": statement}


def arrived(cast: Cast, wan: int, day: date, pairing: str = "keqiao") -> EntryDraft:
    """An amount of 万元 that arrived on a day."""
    return EntryDraft(
        kind="funds.arrived",
        on_date=day,
        amount=wan * WAN,
        pairing_id=cast.pairings[pairing].pk,
        from_party_id=cast.parties["keqiao" if pairing == "keqiao" else "shangyu"].pk,
        to_party_id=cast.parties["ebian" if pairing == "keqiao" else "jinkouhe"].pk,
        details={"voucher_no": f"示例-{wan}-{day.isoformat()}"},
    )


def state(cast: Cast, wan: int, giver: str, receiver: str, indicator: str = "assistance_funds_received") -> int:
    """A document's figure between two places since 2021, as an entry of the ledger; its serial."""
    draft = EntryDraft(
        kind="statement",
        on_date=date(2026, 11, 1),
        amount=wan * WAN,
        unit="CNY",
        indicator=indicator,
        programme="东西部协作",
        giver_place_id=giver,
        receiver_place_id=receiver,
        period_from=date(2021, 1, 1),
        details={"status": "actual"},
    )
    recorded = record_entries([draft], office=cast.offices["keqiao"], user_id=None, spoken_side="neither", match=False)
    assert not recorded.problems, recorded.problems
    return recorded.serials[0]


def pair_cities(cast: Cast) -> Pairing:
    """绍兴—乐山 above both county pairings."""
    running = cast.pairings["keqiao"].round
    above = Pairing.objects.create(
        round=running, level="city", giver_place_id="p330600", receiver_place_id="p511100", giver_label="绍兴市",
        receiver_label="乐山市", status="current", confidence="H", source="示例公报",
    )  # fmt: skip
    Pairing.objects.filter(pk__in=[one.pk for one in cast.pairings.values()]).update(parent=above)
    return above
