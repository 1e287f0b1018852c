"""Pay-outs to the fen: the worked cases of public reports, and properties that hold for any clauses and shares."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.apportion import apportion
from shanhai.algorithms.contribution import find_contributions
from shanhai.algorithms.payout import (
    PPM,
    Arrival,
    Clause,
    DayBasis,
    Revenue,
    Share,
    allocate,
    check_clauses,
    check_shares,
    compute_pay_out,
    round_half_up,
    split_statistics,
)

YUAN = 100
WAN = 10_000 * YUAN


def year(number: int) -> dict[str, date]:
    return {"from_day": date(number, 1, 1), "to_day": date(number, 12, 31)}


def test_a_tenth_of_the_investment_is_paid_each_year() -> None:
    """平湖–青田: 10 % of the actual total investment as fixed income; capital counts from the day it arrives."""
    clause = Clause("fixed", "fixed_return", date(2018, 1, 1), rate_ppm=100_000)
    arrivals = [Arrival(date(2018, 1, 1), 20_000 * WAN), Arrival(date(2018, 7, 2), 10_000 * WAN)]
    first = compute_pay_out([clause], **year(2018), arrivals=arrivals)
    assert first.total_fen == 2_000 * WAN + round_half_up(Fraction(1_000 * WAN * 183, 365))
    assert compute_pay_out([clause], **year(2019), arrivals=arrivals).total_fen == 3_000 * WAN


def test_a_leap_year_pays_no_more_than_another_on_365_days() -> None:
    clause = Clause("fixed", "fixed_return", date(2019, 1, 1), rate_ppm=100_000)
    arrivals = [Arrival(date(2019, 1, 1), 12_000 * WAN)]
    assert compute_pay_out([clause], **year(2020), arrivals=arrivals).total_fen == 1_200 * WAN


def test_the_formula_changes_after_year_five() -> None:
    """鄞州–衢江: 10 % a year for five years on 1.2亿, then a share of the actual rent; at least 8万 a village."""
    clauses = [
        Clause("fixed", "fixed_return", date(2018, 1, 1), date(2022, 12, 31), rate_ppm=100_000),
        Clause("rent", "rent_share", date(2023, 1, 1), rate_ppm=800_000),
    ]
    arrivals = [Arrival(date(2018, 1, 1), 12_000 * WAN)]
    rent = [Revenue("rent", date(2023, 6, 30), 900 * WAN), Revenue("rent", date(2023, 12, 31), 700 * WAN)]
    assert compute_pay_out(clauses, **year(2022), arrivals=arrivals, revenues=rent).total_fen == 1_200 * WAN
    after = compute_pay_out(clauses, **year(2023), arrivals=arrivals, revenues=rent)
    assert [step.type for step in after.steps] == ["rent_share"]
    assert after.total_fen == 1_280 * WAN
    across = compute_pay_out(
        clauses, from_day=date(2022, 7, 1), to_day=date(2023, 6, 30), arrivals=arrivals, revenues=rent
    )
    assert across.total_fen == round_half_up(Fraction(1_200 * WAN * 184, 365)) + 720 * WAN


def test_a_yearly_sum_written_as_a_rate_gives_that_sum() -> None:
    """镇海–龙游: 1亿 of capital, 1000.8万 a year, which is 10.008 %; first 331万 to 113 villages."""
    clause = Clause("fixed", "fixed_return", date(2019, 1, 1), rate_ppm=100_080)
    paid = compute_pay_out([clause], **year(2020), arrivals=[Arrival(date(2019, 1, 1), 10_000 * WAN)])
    assert paid.total_fen == 10_008_000 * YUAN
    villages = [Share(f"v{number:03}") for number in range(113)]
    lines = allocate(331 * WAN, villages, {"equal": PPM})
    assert sum(line.amount_fen for line in lines) == 331 * WAN
    assert {line.amount_fen for line in lines} == {331 * WAN // 113, 331 * WAN // 113 + 1}


def test_local_tax_comes_back_in_full_for_five_years_and_the_rent_stays() -> None:
    """萧山–龙泉: rent belongs to 龙泉; local tax of the firms returned 100 % for the first five years."""
    clauses = [
        Clause("rent", "rent_share", date(2019, 1, 1), rate_ppm=PPM),
        Clause("tax", "tax_return", date(2019, 1, 1), ratios_ppm=(PPM, PPM, PPM, PPM, PPM, 500_000)),
    ]
    revenues = [
        Revenue("rent", date(2023, 12, 31), 60 * WAN),
        Revenue("tax", date(2023, 12, 31), 240 * WAN),
        Revenue("tax", date(2024, 12, 31), 300 * WAN),
        Revenue("tax", date(2030, 12, 31), 100 * WAN),
    ]
    assert compute_pay_out(clauses, **year(2023), revenues=revenues).total_fen == 300 * WAN
    assert compute_pay_out(clauses, **year(2024), revenues=revenues).total_fen == 150 * WAN
    assert compute_pay_out(clauses, **year(2030), revenues=revenues).total_fen == 50 * WAN


def test_a_floor_lifts_and_a_cap_cuts() -> None:
    rent = Clause("rent", "rent_share", date(2023, 1, 1), rate_ppm=PPM)
    floor = Clause("floor", "floor", date(2023, 1, 1), amount_fen=100 * WAN)
    cap = Clause("cap", "cap", date(2023, 1, 1), amount_fen=150 * WAN)
    low, high = [Revenue("rent", date(2023, 5, 1), 30 * WAN)], [Revenue("rent", date(2023, 5, 1), 400 * WAN)]
    assert compute_pay_out([rent, floor, cap], **year(2023), revenues=low).total_fen == 100 * WAN
    assert compute_pay_out([rent, floor, cap], **year(2023), revenues=high).total_fen == 150 * WAN


def test_a_shortfall_that_is_carried_is_paid_with_the_next_period() -> None:
    rent = Clause("rent", "rent_share", date(2023, 1, 1), rate_ppm=PPM)
    floor = Clause("floor", "floor", date(2023, 1, 1), amount_fen=100 * WAN, carries_shortfall=True)
    first = compute_pay_out([rent, floor], **year(2023), revenues=[Revenue("rent", date(2023, 5, 1), 30 * WAN)])
    assert (first.total_fen, first.carried_fen) == (30 * WAN, 70 * WAN)
    second = compute_pay_out(
        [rent, floor],
        **year(2024),
        revenues=[Revenue("rent", date(2024, 5, 1), 120 * WAN)],
        carried_fen=first.carried_fen,
    )
    assert second.total_fen == 190 * WAN


def test_a_carried_shortfall_is_not_held_against_the_next_years_floor() -> None:
    rent = Clause("rent", "rent_share", date(2023, 1, 1), rate_ppm=PPM)
    floor = Clause("floor", "floor", date(2023, 1, 1), amount_fen=10 * WAN, carries_shortfall=True)
    carried, paid = 0, []
    for number in range(2023, 2028):
        computed = compute_pay_out([rent, floor], **year(number), carried_fen=carried)
        carried = computed.carried_fen
        paid.append(computed.total_fen)
    assert paid == [0, *[10 * WAN] * 4]
    assert carried == 10 * WAN


def test_a_cap_whose_rest_stands_over_bounds_what_a_year_pays_and_loses_nothing() -> None:
    rent = Clause("rent", "rent_share", date(2023, 1, 1), rate_ppm=PPM)
    cap = Clause("cap", "cap", date(2023, 1, 1), amount_fen=150 * WAN, carries_shortfall=True)
    first = compute_pay_out([rent, cap], **year(2023), revenues=[Revenue("rent", date(2023, 5, 1), 400 * WAN)])
    assert (first.total_fen, first.carried_fen) == (150 * WAN, 250 * WAN)
    second = compute_pay_out([rent, cap], **year(2024), carried_fen=first.carried_fen)
    assert (second.total_fen, second.carried_fen) == (150 * WAN, 100 * WAN)


def test_capital_that_comes_mid_month_costs_the_rest_no_month() -> None:
    """Whole months: what was there all year earns all twelve, the arrival of 15 March its own nine."""
    clause = Clause("fixed", "fixed_return", date(2024, 1, 1), rate_ppm=120_000, day_basis="year")
    arrivals = [Arrival(date(2024, 6, 1), 100 * WAN), Arrival(date(2025, 3, 15), 100 * YUAN)]
    paid = compute_pay_out([clause], **year(2025), arrivals=arrivals)
    assert paid.total_fen == 120_009 * YUAN
    assert paid.steps[0].spans == (
        ("2025-01-01", "2025-12-31", 100 * WAN, 1, 1),
        ("2025-03-15", "2025-12-31", 100 * YUAN, 9, 12),
    )


def test_capital_given_back_mid_month_earns_the_whole_months_it_was_in_use() -> None:
    clause = Clause("fixed", "fixed_return", date(2024, 1, 1), rate_ppm=120_000, day_basis="year")
    arrivals = [Arrival(date(2024, 6, 1), 100 * WAN), Arrival(date(2025, 3, 15), -40 * WAN)]
    assert compute_pay_out([clause], **year(2025), arrivals=arrivals).total_fen == (72_000 + 8_000) * YUAN


def test_a_loss_is_not_handed_on() -> None:
    clause = Clause("dividend", "dividend", date(2023, 1, 1), rate_ppm=300_000)
    paid = compute_pay_out([clause], **year(2023), revenues=[Revenue("profit", date(2023, 12, 31), -50 * WAN)])
    assert paid.total_fen == 0
    assert paid.steps[0].note == "loss"


def test_clauses_that_overlap_or_leave_a_gap_are_named() -> None:
    clauses = [
        Clause("one", "fixed_return", date(2018, 1, 1), date(2022, 12, 31), rate_ppm=1),
        Clause("two", "fixed_return", date(2022, 6, 1), date(2022, 12, 31), rate_ppm=1),
        Clause("three", "rent_share", date(2023, 3, 1), rate_ppm=1),
    ]
    faults = check_clauses(clauses, from_day=date(2018, 1, 1), to_day=date(2024, 12, 31))
    assert [(fault.code, fault.subject) for fault in faults] == [("overlap", "two"), ("gap", "")]
    assert faults[1].values == {"from": "2023-01-01", "to": "2023-02-28"}


def test_shares_that_do_not_make_a_whole_are_named() -> None:
    shares = [Share("a", listed_ppm=600_000), Share("b", listed_ppm=300_000), Share("a")]
    codes = [fault.code for fault in check_shares(shares, {"list": 900_000})]
    assert codes == ["party_twice", "methods_not_whole", "shares_not_whole"]
    assert [fault.subject for fault in check_shares([Share("a")], {"capital": PPM})] == ["capital"]


def test_what_was_overpaid_is_taken_back_and_said() -> None:
    lines = allocate(100, [Share("a"), Share("b")], {"equal": PPM}, recoveries={"a": 80})
    assert [(line.party, line.recovered_fen, line.amount_fen) for line in lines] == [("a", 50, 0), ("b", 0, 50)]


def test_a_negative_pay_out_is_refused() -> None:
    with pytest.raises(ValueError, match="recovery"):
        allocate(-1, [Share("a")], {"equal": PPM})


def test_statistics_are_split_without_losing_a_unit() -> None:
    parts = split_statistics(101, {"giver": 500_000, "receiver": 500_000})
    assert parts == {"giver": 51, "receiver": 50}


weights = st.dictionaries(
    st.text("abcdef0123", min_size=1, max_size=4), st.integers(0, 10**12), min_size=1, max_size=40
)


@given(st.integers(-(10**15), 10**15), weights)
def test_parts_always_make_the_whole(total: int, given_weights: dict[str, int]) -> None:
    if not any(given_weights.values()):
        given_weights = dict.fromkeys(given_weights, 1)
    parts = apportion(total, given_weights)
    assert sum(parts.values()) == total
    whole = sum(given_weights.values())
    for key, part in parts.items():
        assert abs(Fraction(abs(total) * given_weights[key], whole) - abs(part)) < 1
    turned = dict(reversed(list(given_weights.items())))
    assert apportion(total, turned) == parts


shares_of_any_kind = st.lists(
    st.builds(
        Share,
        party=st.text("村abc123", min_size=1, max_size=5),
        capital_fen=st.integers(1, 10**12),
        population=st.integers(1, 10**5),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda share: share.party,
)


@given(st.integers(0, 10**13), shares_of_any_kind, st.integers(0, PPM), st.data())
def test_lines_sum_to_the_fen_whatever_the_order(
    total: int, shares: list[Share], part: int, data: st.DataObject
) -> None:
    methods = {"equal": part, "capital": PPM - part}
    recoveries = data.draw(st.dictionaries(st.sampled_from([share.party for share in shares]), st.integers(0, 10**9)))
    lines = allocate(total, shares, methods, recoveries=recoveries)
    assert sum(line.amount_fen + line.recovered_fen for line in lines) == total
    assert all(line.amount_fen >= 0 for line in lines)
    assert lines == allocate(total, data.draw(st.permutations(shares)), methods, recoveries=recoveries)


@given(
    st.integers(0, 500_000),
    st.lists(st.tuples(st.dates(date(2017, 1, 1), date(2024, 12, 31)), st.integers(1, 10**12)), max_size=8),
    st.dates(date(2019, 2, 1), date(2021, 12, 31)),
)
def test_two_parts_of_a_period_pay_what_the_whole_pays(rate: int, capital: list[tuple[date, int]], cut: date) -> None:
    """On actual days, splitting a period at any day moves at most the rounding of one step."""
    clause = Clause("fixed", "fixed_return", date(2018, 1, 1), rate_ppm=rate, day_basis="actual")
    arrivals = [Arrival(day, amount) for day, amount in capital]
    whole = compute_pay_out([clause], from_day=date(2019, 1, 1), to_day=date(2022, 12, 31), arrivals=arrivals)
    before = compute_pay_out([clause], from_day=date(2019, 1, 1), to_day=cut, arrivals=arrivals)
    after_from = date.fromordinal(cut.toordinal() + 1)
    after = compute_pay_out([clause], from_day=after_from, to_day=date(2022, 12, 31), arrivals=arrivals)
    assert abs(whole.total_fen - before.total_fen - after.total_fen) <= 1


@given(st.dictionaries(st.frozensets(st.sampled_from("abcd"), min_size=1), st.integers(0, 10**9)))
def test_contributions_sum_to_the_worth_of_all(worths: dict[frozenset[str], int]) -> None:
    partners = ["a", "b", "c", "d"]
    added = find_contributions(partners, lambda group: worths.get(group, 0))
    assert sum(added.values()) == worths.get(frozenset(partners), 0)


def test_a_partner_that_adds_nothing_gets_nothing() -> None:
    added = find_contributions(["land", "money", "guest"], lambda group: 90 if {"land", "money"} <= group else 0)
    assert added == {"land": 45, "money": 45, "guest": 0}


CLAUSES = st.lists(
    st.builds(
        Clause,
        code=st.sampled_from("123456"),
        type=st.sampled_from(["fixed_return", "rent_share", "tax_return", "dividend", "floor", "cap"]),
        from_day=st.dates(date(2019, 1, 1), date(2022, 12, 31)),
        to_day=st.none() | st.dates(date(2023, 1, 1), date(2025, 12, 31)),
        rate_ppm=st.integers(0, PPM),
        day_basis=st.sampled_from(["365", "360", "actual", "year"]),
        ratios_ppm=st.lists(st.integers(0, PPM), max_size=4).map(tuple),
        amount_fen=st.integers(0, 10**12),
        carries_shortfall=st.booleans(),
    ),
    max_size=6,
)
FLOWS = st.lists(
    st.tuples(
        st.sampled_from(["rent", "tax", "profit"]),
        st.dates(date(2020, 1, 1), date(2024, 12, 31)),
        st.integers(-(10**11), 10**11),
    ),
    max_size=8,
)
CAPITAL = st.lists(st.tuples(st.dates(date(2018, 1, 1), date(2024, 12, 31)), st.integers(1, 10**12)), max_size=4)


@given(CLAUSES, CAPITAL, FLOWS, shares_of_any_kind, st.integers(0, 10**11))
def test_any_clauses_come_to_a_total_that_the_lines_make_up(
    clauses: list[Clause],
    capital: list[tuple[date, int]],
    flows: list[tuple[str, date, int]],
    shares: list[Share],
    carried: int,
) -> None:
    computed = compute_pay_out(
        clauses,
        from_day=date(2022, 7, 1),
        to_day=date(2023, 6, 30),
        arrivals=[Arrival(day, amount) for day, amount in capital],
        revenues=[Revenue(kind, day, amount) for kind, day, amount in flows],  # type: ignore[arg-type]
        carried_fen=carried,
    )
    assert computed.total_fen == sum(step.amount_fen for step in computed.steps) >= 0
    assert computed.carried_fen >= 0
    lines = allocate(computed.total_fen, shares, {"capital": PPM})
    assert sum(line.amount_fen for line in lines) == computed.total_fen
    assert min(line.amount_fen for line in lines) >= 0


BASES = st.sampled_from(["365", "360", "actual", "year"])


@given(st.integers(0, PPM), CAPITAL, BASES)
def test_the_spans_of_a_fixed_return_add_up_to_its_amount(
    rate: int, capital: list[tuple[date, int]], basis: DayBasis
) -> None:
    clause = Clause("fixed", "fixed_return", date(2018, 1, 1), rate_ppm=rate, day_basis=basis)
    arrivals = [Arrival(day, amount) for day, amount in capital]
    (step,) = compute_pay_out([clause], from_day=date(2021, 3, 1), to_day=date(2022, 8, 31), arrivals=arrivals).steps
    told = sum(
        (Fraction(amount * rate, PPM) * Fraction(top, bottom) for _, _, amount, top, bottom in step.spans), Fraction(0)
    )
    assert round_half_up(told) == step.amount_fen


MOVED = st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2024, 12, 31)), st.integers(-50, 100)), max_size=6)


@given(MOVED)
def test_whole_months_agree_with_a_count_yuan_by_yuan(moved: list[tuple[date, int]]) -> None:
    """The slow twin: every yuan on its own, the oldest one going back first, earns the months it stayed."""
    held: list[date] = []
    first, end = date(2021, 7, 1), date(2023, 7, 1)
    stays: list[tuple[date, date]] = []
    given_back = []
    for day, wanted in sorted(moved):
        amount = max(wanted, -len(held))
        given_back.append(Arrival(day, amount))
        held += [day] * max(amount, 0)
        stays += [(held.pop(0), day) for _ in range(max(-amount, 0))]
    stays += [(day, end) for day in held]
    months = 0
    for arrived, left in stays:
        start, stop = max(arrived, first), min(left, end)
        months += max(sum(_months_later(start, n) <= stop for n in range(1, 25)), 0)
    clause = Clause("fixed", "fixed_return", date(2018, 1, 1), rate_ppm=PPM, day_basis="year")
    paid = compute_pay_out([clause], from_day=first, to_day=date(2023, 6, 30), arrivals=given_back)
    assert paid.total_fen == round_half_up(Fraction(months, 12))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; the day after its end where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, day.day) if day.day <= last else first_of_next
