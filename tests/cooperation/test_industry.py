"""Parks, firms and investment as figures: a firm once, stages apart, lead times, statistics in their own book."""

from __future__ import annotations

from datetime import date
from typing import Any

from shanhai.activities.machine import Attempt
from shanhai.activities.move import By, Opening, open_activity, take_step
from shanhai.algorithms.payout import PPM, Clause
from shanhai.ledger.ask import ask_figure
from shanhai.ledger.record import EntryDraft, record_entries, sign_entries
from shanhai.payouts.telling import split_of_statistics
from shanhai.payouts.terms import Terms, keep_terms
from shanhai.payouts.village_list import VillageRow, to_shares
from tests.ledger.conftest import world
from tests.ledger.world import World

__all__ = ["world"]
WAN = 1_000_000
USCC = ("91330603MA2C0000X1", "91330603MA2C0000X2")


def record(world: World, kind: str, amount: int, day: date, **details: Any) -> None:
    draft = EntryDraft(kind=kind, on_date=day, amount=amount, pairing_id=world.pairing.pk, details=details)
    recorded = record_entries([draft], office=world.receiver, user_id=1, spoken_side="receiver", match=False)
    assert not recorded.problems, recorded.problems
    for outcome in sign_entries(list(recorded.serials), office=world.giver, side="giver", user_id=2):
        assert outcome.done, outcome


def value(code: str) -> int | None:
    return ask_figure(code, giver="柯桥区", receiver="峨边彝族自治县").value


def test_a_firm_counts_once_however_many_parks_name_it(world: World) -> None:
    for park in ("YQ-1", "YQ-2"):
        record(world, "industry.park_enterprise", 1, date(2025, 3, 1), enterprise_code=USCC[0], park_no=park)
    record(world, "industry.park_enterprise", 1, date(2025, 3, 2), enterprise_code=USCC[1], park_no="YQ-1")
    assert value("enterprises_in_park") == 2
    record(world, "industry.park_enterprise", 0, date(2025, 9, 1), enterprise_code=USCC[1], park_no="YQ-1")
    assert value("enterprises_in_park") == 1


def test_investment_planned_signed_and_in_place_never_mix(world: World) -> None:
    record(world, "industry.investment_planned", 500 * WAN, date(2025, 1, 5), investment_no="ZS-1", landing="enclave")
    record(world, "industry.investment_planned", 600 * WAN, date(2025, 2, 5), investment_no="ZS-1", landing="enclave")
    record(world, "industry.investment_signed", 400 * WAN, date(2025, 3, 5), investment_no="ZS-1")
    record(world, "industry.investment_arrived", 90 * WAN, date(2025, 4, 5), investment_no="ZS-1", voucher_no="1")
    assert value("total_investment") == value("enclave_project_investment") == 600 * WAN
    assert value("contract_value") == 400 * WAN
    assert value("investment_in_place") == 90 * WAN
    assert value("enclave_projects") == 1


def test_a_park_that_is_given_up_no_longer_counts(world: World) -> None:
    record(world, "industry.park_stands", 1, date(2023, 1, 5), park_no="YQ-1", park_rank="provincial")
    record(world, "industry.park_stands", 1, date(2023, 1, 5), park_no="YQ-2")
    assert (value("parks_jointly_built"), value("parks_jointly_built_provincial")) == (2, 1)
    record(world, "industry.park_stands", 0, date(2025, 1, 5), park_no="YQ-2")
    assert value("parks_jointly_built") == 1


def test_expected_output_is_no_output(world: World) -> None:
    record(world, "industry.output_expected", 900 * WAN, date(2025, 12, 31), park_no="YQ-1", stat_year=2025)
    record(world, "industry.output", 70 * WAN, date(2024, 12, 31), park_no="YQ-1", stat_year=2024)
    assert value("industrial_output_value") == 70 * WAN


def test_the_days_from_land_award_to_building_are_told_on_the_project_and_as_a_mean(world: World) -> None:
    by = By(world.receiver.pk, "receiver", 1)
    values = {"enterprise_name": "示例公司", "method": "以商引商", "amount_planned_fen": "5亿元"}
    opening = Opening(
        "industry.investment", "示例项目", values, pairing_id=world.pairing.pk, opened_on=date(2023, 1, 5)
    )
    project = open_activity(opening, by=by).activity
    assert project is not None
    signed = {"enterprise_code": USCC[0], "amount_signed_fen": "4亿元", "admitted": "否"}
    papers = {"contract": 1, "award": 2}
    refused = take_step(project, Attempt("sign", date(2023, 2, 1), "receiver", signed), by=by, document_ids=papers)
    assert [problem.code for problem in refused.problems] == ["investment.not_admitted"]
    for code, day, given in (
        ("sign", date(2023, 2, 1), {**signed, "admitted": "是"}),
        ("award_land", date(2023, 3, 1), {}),
        ("start", date(2023, 3, 18), {}),
    ):
        moved = take_step(project, Attempt(code, day, "receiver", given), by=by, document_ids=papers)
        assert moved.done, moved.problems
    record(world, "industry.land_to_start", 17, date(2023, 3, 18), investment_no="ZS-1", awarded_on="2023-03-01")
    record(world, "industry.land_to_start", 24, date(2024, 3, 18), investment_no="ZS-2", awarded_on="2024-02-23")
    assert value("land_to_construction_days") == 21


def test_statistics_are_split_by_the_terms_and_stay_out_of_every_sum(world: World) -> None:
    by = By(world.giver.pk, "giver", 2)
    values = {"enclave_type": "industrial", "direction": "forward", "site": "示例"}
    opening = Opening("industry.enclave", "示例飞地", values, pairing_id=world.pairing.pk, opened_on=date(2022, 1, 5))
    enclave = open_activity(opening, by=by).activity
    assert enclave is not None
    shares = tuple(to_shares([VillageRow(1, "甲村", 100)], place_id="p511132"))
    clause = Clause("1", "rent_share", date(2022, 1, 1), rate_ppm=PPM)
    split = {"output": {"giver": 333_333, "receiver": 666_667}}
    terms = Terms((clause,), shares, {"equal": PPM}, date(2022, 1, 1), None, split)
    assert keep_terms(enclave, terms, signed_on=date(2022, 1, 6), by=by)[1] == []
    record(world, "industry.output", 100, date(2024, 12, 31), park_no=enclave.number, stat_year=2024)
    (line,) = split_of_statistics(enclave, on=date(2025, 1, 1))
    assert (line.year, line.measure, line.in_place, line.giver, line.receiver) == (2024, "output", 100, 33, 67)
    assert value("industrial_output_value") == 100
    assert value("enclave_revenue") is None
