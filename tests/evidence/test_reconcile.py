"""Claims held against a small ledger: each result for its reason, and nothing said that the ledger cannot back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import docx
import pytest

from shanhai.algorithms.claim_extraction import ClaimDraft
from shanhai.evidence.draft_check import draft_number
from shanhai.evidence.marked import mark_draft
from shanhai.evidence.reconcile import Reconciled, reconcile_claims
from shanhai.figures.scope import Scope
from shanhai.ledger.record import record_entries, sign_entries
from shanhai.registry.places import forget
from tests.ledger.world import World, make_world

pytestmark = pytest.mark.django_db

QUOTE = "到位资金116.38万元"
CLAIM = ClaimDraft(
    quote=QUOTE,
    clean_quote=QUOTE,
    start=0,
    end=len(QUOTE),
    clean_start=0,
    clean_end=len(QUOTE),
    value=Decimal(1_163_800),
    unit="CNY",
    qualifier="exact",
    indicator="assistance_funds_received",
    giver="柯桥区",
    receiver="峨边彝族自治县",
    giver_group=(),
    receiver_group=(),
    giver_ids=(),
    receiver_ids=(),
    party=None,
    programme="东西部协作",
    period_from="2025-01-01",
    period_to="2025-12-31",
    period_text="2025年",
    status="actual",
    damaged=False,
    part_of_whole=False,
    sure=2.0,
)


@pytest.fixture
def ledger(db: None) -> Iterator[World]:
    """1,163,800 yuan arrived in 2025, signed; 200,000 more reported by one side."""
    world = make_world()
    by = {"office": world.giver, "user_id": 1, "spoken_side": "giver"}
    drafts = [
        world.draft(amount=amount, on_date=date(2025, month, 1), details={"voucher_no": f"示例-{month}"})
        for month, amount in ((3, 1_163_800_00), (9, 200_000_00))
    ]
    recorded = record_entries(drafts, **by)
    assert not recorded.problems, recorded.problems
    sign_entries(recorded.serials[:1], office=world.receiver, side="receiver", user_id=2)
    yield world
    forget()


def hold(seen: Scope | None = None, **changes: object) -> Reconciled:
    return reconcile_claims([CLAIM._replace(**changes)], seen=seen)[0]


def test_an_exact_number_that_both_sides_signed_is_proved(ledger: World) -> None:
    found = hold()
    assert (found.result, found.mark, found.difference) == ("agrees", "proved", 0)
    assert found.address.startswith("/figures/assistance_funds_received?giver=330603&receiver=511132")


def test_what_one_side_alone_reported_agrees_but_is_not_proved(ledger: World) -> None:
    found = hold(value=Decimal(1_363_800), clean_quote="到位资金136.38万元")
    assert found.result == "agrees"
    assert found.figure is not None
    assert found.figure.basis == "reported"
    assert found.mark == "unproved"


def test_a_number_rounded_as_printed_is_within_rounding(ledger: World) -> None:
    found = hold(value=Decimal(1_160_000), clean_quote="到位资金116万元")
    assert (found.result, found.difference) == ("within_rounding", Decimal(3_800))


@pytest.mark.parametrize(
    ("value", "qualifier", "result"),
    [(1_100_000, "over", "agrees"), (1_200_000, "over", "differs"), (1_200_000, "nearly", "agrees"),
     (1_150_000, "about", "agrees"), (900_000, "over", "differs")],
)  # fmt: skip
def test_a_hedged_number_may_stand_a_little_off_on_its_own_side(
    ledger: World, value: int, qualifier: str, result: str
) -> None:
    assert hold(value=Decimal(value), qualifier=qualifier, clean_quote=f"{value // 10_000}万元").result == result


def test_a_wrong_number_says_by_how_much_and_what_to_write(ledger: World) -> None:
    found = hold(value=Decimal(1_500_000), clean_quote="到位资金150万元")
    assert (found.result, found.mark, found.difference) == ("differs", "differs", Decimal(-336_200))
    suggested = found.suggest()
    assert suggested is not None
    assert (suggested.zh, suggested.en) == ("账本双签为116.38万元", "the ledger has 1,163,800 CNY (agreed)")


def test_what_to_write_in_a_cell_is_counted_as_its_column_counts(ledger: World) -> None:
    suggested = hold(value=Decimal(15_000_000), clean_quote="1,500").suggest()
    assert suggested is not None
    assert suggested.zh == "账本双签为116.38"


@pytest.mark.parametrize(
    ("quote", "zh"), [("0.0150亿元", "账本双签为0.0116亿元"), ("1500000元", "账本双签为1,163,800元")]
)
def test_what_to_write_is_counted_as_the_text_counts(ledger: World, quote: str, zh: str) -> None:
    suggested = hold(value=Decimal(1_500_000), clean_quote=quote).suggest()
    assert suggested is not None
    assert suggested.zh == zh


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "planned"}, "planned"),
        ({"status": "capacity"}, "capacity"),
        ({"giver": None, "giver_group": ("柯桥区", "越城区")}, "group"),
        ({"giver": None, "receiver": None}, "no_scope"),
        ({"party": "某企业（示例）"}, "party"),
        ({"damaged": True}, "damaged"),
        ({"unit": "CNY/household"}, "unit"),
        ({"receiver": "没有这个县"}, "place"),
    ],
)
def test_what_cannot_be_compared_says_why(ledger: World, changes: dict[str, object], reason: str) -> None:
    found = hold(**changes)
    assert (found.result, found.reason, found.mark) == ("not_comparable", reason, "unproved")


def test_the_same_value_under_another_pairing_or_year_has_no_entries(ledger: World) -> None:
    assert hold(giver="越城区", receiver="马边彝族自治县").result == "no_entries"
    assert hold(period_from="2024-01-01", period_to="2024-12-31").result == "no_entries"


def test_what_an_office_sees_only_in_part_is_not_judged(ledger: World) -> None:
    stranger = Scope(touching_place_ids=frozenset({"p330602"}))
    assert (hold(seen=stranger).result, hold(seen=stranger).reason) == ("not_comparable", "sight")
    county = Scope(touching_place_ids=frozenset({"p330603"}))
    assert hold(seen=county).result == "agrees"
    assert hold(seen=county, giver="绍兴市", receiver=None).reason == "sight"


def test_a_marked_draft_has_a_comment_at_each_number_in_either_language(ledger: World) -> None:
    text = f"2025年，{QUOTE}，投入资金150万元。"
    second = text.index("投入")
    claims = [
        CLAIM._replace(clean_start=6, clean_end=6 + len(QUOTE)),
        CLAIM._replace(value=Decimal(1_500_000), clean_quote="投入资金150万元", clean_start=second,
                clean_end=second + 9),
    ]  # fmt: skip
    results = [draft_number(one) for one in reconcile_claims(claims)]
    for language, words in (("zh", ("有据", "不符")), ("en", ("Proved", "Differs"))):
        document = docx.Document(io.BytesIO(mark_draft(text, results, language=language)))
        comments = [comment.text for comment in document.comments]
        assert len(comments) == 2
        assert all(word in comment for word, comment in zip(words, comments, strict=True))
        assert document.paragraphs[0].text == text
