"""The stage machine, judged by what an office would notice."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shanhai.activities.machine import Attempt, TakenStep, check_step, find_dues, find_standing
from shanhai.catalogue.activity import ActivityKind, Clock, DocumentNeed, State, Step, find_contradictions
from shanhai.catalogue.declare import Column
from shanhai.catalogue.words import Words
from shanhai.cooperation.assets import ASSET, ITEM_CODES
from shanhai.cooperation.project_library import PROJECT


def words(text: str) -> Words:
    return Words(text, text)


COURSE = ActivityKind(
    code="test.course",
    title=words("course"),
    number_prefix="KC",
    first_state="draft",
    states=(State("draft", words("draft")), State("notice", words("notice")), State("open", words("open")),
            State("closed", words("closed"), ended=True)),
    steps=(
        Step("post", words("post"), ("draft",), "notice", "receiver",
             documents=(DocumentNeed("paper", words("paper")),)),
        Step("open", words("open"), ("notice",), "open", "receiver", columns=("places",), waits_days=10,
             word_of="giver"),
        Step("close", words("close"), ("open",), "closed"),
    ),
    columns=(Column("places", words("places"), "count"),),
    clocks=(Clock("open", words("open it"), ("notice",), 20, "working", "receiver"),),
)  # fmt: skip
START = date(2025, 3, 3)


def weekdays(day: date, count: int) -> date | None:
    """A calendar that knows 2025 only and no holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day if day.year == 2025 else None


def standing_after(*taken: TakenStep):
    return find_standing(COURSE, taken, opened_on=START, values={})


POSTED = TakenStep(1, "move", "post", START, "receiver")
PROPOSED = TakenStep(2, "propose", "open", START + timedelta(days=10), "receiver", {"places": 30})


def codes(standing, attempt) -> list[str]:
    return [problem.code for problem in check_step(COURSE, standing, attempt, weekdays)]


def test_a_declaration_without_contradictions_is_said_to_have_none() -> None:
    assert find_contradictions(COURSE) == []
    assert find_contradictions(PROJECT) == []


def test_a_state_nobody_reaches_is_named() -> None:
    lost = ActivityKind(
        "test.lost", words("lost"), "X", "a", (State("a", words("a")), State("b", words("b"), ended=True)), ()
    )
    assert find_contradictions(lost) == ["test.lost: nothing leads out of a", "test.lost: nothing leads to b"]


def test_a_step_needs_its_document() -> None:
    assert codes(standing_after(), Attempt("post", START, "receiver")) == ["missing_document"]
    assert codes(standing_after(), Attempt("post", START, "receiver", documents=frozenset({"paper"}))) == []


def test_the_other_side_cannot_take_our_step() -> None:
    attempt = Attempt("post", START, "giver", documents=frozenset({"paper"}))
    assert codes(standing_after(), attempt) == ["wrong_side"]


def test_a_notice_hangs_its_days() -> None:
    early = Attempt("open", START + timedelta(days=9), "receiver", {"places": 30})
    assert codes(standing_after(POSTED), early) == ["notice_too_short"]
    assert codes(standing_after(POSTED), Attempt("open", START + timedelta(days=10), "receiver", {"places": 30})) == []


def test_a_step_is_not_dated_before_the_one_it_follows() -> None:
    early = Attempt("close", START - timedelta(days=1), "giver")
    opened = standing_after(POSTED, TakenStep(2, "move", "open", START, "receiver"))
    assert codes(opened, early) == ["before_last_step"]


def test_a_skipped_step_says_what_is_possible_now() -> None:
    (problem,) = check_step(COURSE, standing_after(), Attempt("close", START, "giver"), weekdays)
    assert problem.code == "wrong_state"
    assert problem.right == Words("现在可以：post", "Possible now: post")


def test_a_proposed_step_counts_only_when_the_other_side_confirms() -> None:
    waiting = standing_after(POSTED, PROPOSED)
    assert (waiting.state, waiting.awaits_side) == ("notice", "giver")
    assert codes(waiting, Attempt("post", START, "receiver")) == ["awaits_word"]
    agreed = standing_after(POSTED, PROPOSED, TakenStep(3, "confirm", "open", START, "giver", answers=2))
    assert (agreed.state, agreed.values) == ("open", {"places": 30})
    refused = standing_after(POSTED, PROPOSED, TakenStep(3, "object", "open", START, "giver", answers=2))
    assert (refused.state, refused.proposal, refused.values) == ("notice", None, {})


def test_undoing_a_step_gives_back_the_standing_before_it() -> None:
    before = standing_after(POSTED)
    after = standing_after(
        POSTED, PROPOSED, TakenStep(3, "confirm", "open", START, "giver", answers=2),
        TakenStep(4, "undo", "open", START, "receiver", answers=2),
    )  # fmt: skip
    assert (after.state, after.since, after.values) == (before.state, before.since, before.values)


def test_what_is_due_is_told_with_its_day_and_an_unpublished_year_is_unknown() -> None:
    (due,) = find_dues(COURSE, standing_after(POSTED), weekdays)
    assert (due.clock.code, due.on, due.owed_by) == ("open", date(2025, 3, 31), "receiver")
    late = TakenStep(1, "move", "post", date(2025, 12, 20), "receiver")
    (due,) = find_dues(COURSE, standing_after(late), weekdays)
    assert due.on is None


def test_an_ended_activity_has_nothing_due() -> None:
    steps = [TakenStep(1, "move", "post", START, "receiver"), TakenStep(2, "move", "open", START, "receiver")]
    closed = standing_after(*steps, TakenStep(3, "move", "close", START, "giver"))
    assert find_dues(COURSE, closed, weekdays) == []


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["move", "propose", "confirm", "object", "undo"]),
        st.sampled_from([step.code for step in PROJECT.steps]),
        st.integers(1, 12),
    ),
    max_size=12,
)


@given(ACTS)
def test_any_sequence_of_steps_leaves_a_declared_state(acts: list[tuple[str, str, int]]) -> None:
    taken = [
        TakenStep(number, act, step, START + timedelta(days=number), "receiver", answers=answers)
        for number, (act, step, answers) in enumerate(acts, 1)
    ]
    standing = find_standing(PROJECT, taken, opened_on=START, values={})
    assert PROJECT.state(standing.state)
    assert {one.sequence for one in standing.counted} <= {one.sequence for one in taken}


def move(number: int, step: str, day: int, **values: object) -> TakenStep:
    return TakenStep(number, "move", step, START + timedelta(days=day), "receiver", values)


def test_a_clock_runs_from_the_day_of_the_other_sides_word_and_not_of_the_proposal() -> None:
    word = TakenStep(3, "confirm", "open", START + timedelta(days=40), "giver", answers=2)
    standing = standing_after(POSTED, PROPOSED, word)
    assert standing.since == START + timedelta(days=40)
    assert standing.reached["open"] == PROPOSED.on_date
    assert standing.last_on == PROPOSED.on_date


def test_a_proposal_taken_back_by_its_own_side_is_gone_and_the_next_step_is_free() -> None:
    standing = standing_after(POSTED, PROPOSED, TakenStep(3, "withdraw", "open", START, "receiver", answers=2))
    assert (standing.state, standing.proposal, standing.awaits_side, standing.values) == ("notice", None, "", {})


def test_an_approved_adjustment_leads_back_to_where_the_project_was_with_its_clocks_met() -> None:
    path = (move(1, "approve", 1), move(2, "publish_targets", 2), move(3, "adjust", 3))
    back = find_standing(PROJECT, (*path, move(4, "adjusted", 4)), opened_on=START, values={})
    assert (back.state, back.since) == ("approved", START + timedelta(days=1))
    assert [due.clock.code for due in find_dues(PROJECT, back, weekdays)] == ["unassigned"]
    running = (move(1, "start", 1), move(2, "adjust", 3), move(3, "adjusted", 4))
    standing = find_standing(PROJECT, running, opened_on=START, values={})
    assert (standing.state, standing.since) == ("started", START + timedelta(days=1))


def test_a_step_sent_once_more_says_that_it_was_taken() -> None:
    attempt = Attempt("post", START, "receiver", documents=frozenset({"paper"}))
    (problem,) = check_step(COURSE, standing_after(POSTED), attempt, weekdays)
    assert problem.code == "already_taken"
    assert str(START) in problem.what.zh


def test_what_an_earlier_step_said_does_not_fill_the_next_one() -> None:
    standing = find_standing(PROJECT, [move(1, "start", 1), move(2, "report_progress", 2, progress_per_cent=40)],
                             opened_on=START, values={})  # fmt: skip
    blank = Attempt("report_progress", START + timedelta(days=3), "receiver")
    assert [(one.code, one.field) for one in check_step(PROJECT, standing, blank, weekdays)] == [
        ("missing_value", "progress_per_cent")
    ]


SIX = dict.fromkeys(ITEM_CODES, "normal")


def test_a_quarter_is_checked_once_and_each_check_says_all_six_items_anew() -> None:
    first = {"quarter": "2025Q1", **SIX, "check_rent": "abnormal", "measures": "催收"}
    standing = find_standing(ASSET, [move(1, "hand_over", 1), move(2, "check", 2, **first)], opened_on=START, values={})

    def faults(values: dict[str, object]) -> list[tuple[str, str | None]]:
        attempt = Attempt("check", START + timedelta(days=100), "receiver", values)
        return [(one.code, one.field) for one in check_step(ASSET, standing, attempt, weekdays)]

    assert len(faults({"quarter": "2025Q2"})) == 6
    assert faults({"quarter": "2025Q1", **SIX}) == [("once_only", "quarter")]
    assert faults({"quarter": "2025Q2", **SIX, "check_rent": "abnormal"}) == [("asset.no_measures", "measures")]
    assert faults({"quarter": "2025Q2", **SIX}) == []
