"""Charts: the numbers in the picture are the numbers in the table, and nothing is drawn outside the picture."""

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as Tree

from hypothesis import given
from hypothesis import strategies as st

from shanhai.web.charts import Bar, Frame, Known, Tie, draw_bars, draw_growth, draw_known, share_of
from shanhai.web.svg import choose_ticks, fold_label, spread, text_width
from shanhai.web.ties import draw_ties

FRAME = Frame("t", "十个月到账 27.36 亿元", "双签", "上报", "月份", gap="相差", target="目标", unit="亿元")
AMOUNTS = st.one_of(st.none(), st.integers(min_value=0, max_value=10**13))
NAMES = st.sampled_from(
    ["彭水苗族土家族自治县", "峨边彝族自治县", "上虞区", '<script>"&', "Pengshui Miao and Tujia County"]
)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def write(value: int) -> str:
    return f"{value / 100:,.2f}"


def read(chart) -> Tree.Element:
    return Tree.fromstring(str(chart.svg))


def read_narrow(chart) -> Tree.Element:
    return Tree.fromstring(str(chart.narrow))


def spots_of(picture: Tree.Element) -> list[tuple[float, float]]:
    spots = []
    for element in picture.iter():
        if element.tag in {"polyline", "polygon"}:
            numbers = [float(number) for number in NUMBER.findall(element.get("points", ""))]
            spots += list(zip(numbers[::2], numbers[1::2], strict=True))
        if element.tag == "circle":
            spots.append((float(element.get("cx")), float(element.get("cy"))))
        if element.tag == "text":
            spots.append((float(element.get("x")), float(element.get("y"))))
        if element.tag == "rect":
            across, up = float(element.get("x")), float(element.get("y"))
            spots += [(across, up), (across + float(element.get("width")), up + float(element.get("height")))]
    return spots


def assert_inside(picture: Tree.Element) -> None:
    _, _, width, height = (float(number) for number in picture.get("viewBox").split())
    for across, up in spots_of(picture):
        assert -1 <= across <= width + 1
        assert -1 <= up <= height + 1


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=40), AMOUNTS)
def test_a_growth_chart_stays_in_its_picture_whatever_the_amounts(pairs, target):
    labels = [f"{place + 1}月" for place in range(len(pairs))]
    agreed, reported = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    chart = draw_growth(FRAME, labels, agreed=agreed, reported=reported, show=write, target=target)
    assert_inside(read(chart))
    assert_inside(read_narrow(chart))
    assert len(chart.table.rows) == len(pairs)


@given(st.lists(st.tuples(st.integers(0, 9000), AMOUNTS, AMOUNTS), max_size=30))
def test_an_as_known_chart_stays_in_its_picture_whatever_the_days(steps):
    first = date(2002, 1, 1)
    known = [Known(first + timedelta(days=day), agreed, reported) for day, agreed, reported in steps]
    chart = draw_known(FRAME, known, until=date(2026, 11, 22), show=write, until_label="今天")
    assert_inside(read(chart))
    assert_inside(read_narrow(chart))


@given(st.lists(st.tuples(NAMES, AMOUNTS, AMOUNTS), max_size=12))
def test_bars_stay_in_their_picture_and_labels_stay_text(rows):
    chart = draw_bars(FRAME, [Bar(*row) for row in rows], show=write)
    picture = read(chart)
    assert_inside(picture)
    assert_inside(read_narrow(chart))
    assert not list(picture.iter("script"))


def test_a_picture_for_a_phone_fits_it_and_says_the_same():
    bars = [Bar("到账资金", 11_700_000_000_00, 11_800_000_000_00), Bar("下达资金", None, None)]
    growth = draw_growth(FRAME, ["9月", "10月"], agreed=[250200, 273600], reported=[265300, 289400], show=write)
    known = [Known(date(2023, 7, 1), 11_700_000_000_00, 11_800_000_000_00)]
    stairs = draw_known(FRAME, known, until=date(2023, 12, 5), show=write, until_label="今天")
    ties = [Tie("绍兴市", "乐山市", 231, 243, 3, is_ours=True), Tie("绍兴市", "彭水苗族土家族自治县", None, 40)]
    helping = draw_ties(FRAME, ties, sides=("海方", "山方"), show=write, differs="有异")
    for chart in (draw_bars(FRAME, bars, show=write), growth, stairs, helping):
        wide, narrow = read(chart), read_narrow(chart)
        assert float(narrow.get("viewBox").split()[2]) <= 350
        numbers = [text.text for text in wide.iter("text") if text.get("text-anchor") is None]
        assert set(numbers) <= {text.text for text in narrow.iter("text")}
        ids = [element.get("id") for picture in (wide, narrow) for element in picture.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), "both stand on one page"


def test_no_label_of_a_phones_picture_leaves_it_at_either_end():
    chart = draw_bars(FRAME, [Bar("彭水苗族土家族自治县到账资金", 999_999_999_99, 1_234_567_890_12)], show=write)
    narrow = read_narrow(chart)
    for text in narrow.iter("text"):
        assert float(text.get("x")) + text_width(text.text) <= 352


def test_long_names_of_a_phones_diagram_are_folded_into_their_column():
    ties = [Tie("Shaoxing City Keqiao District", "Pengshui Miao and Tujia Autonomous County", 231, 243, is_ours=True)]
    narrow = read_narrow(draw_ties(FRAME, ties, sides=("Giving side", "Receiving side"), show=write, differs="Differs"))
    said = " ".join(text.text for text in narrow.iter("text"))
    assert "Pengshui Miao and Tujia Autonomous County" in said
    for text in narrow.iter("text"):
        reach = text_width(text.text)
        start = float(text.get("x")) - (reach if text.get("text-anchor") == "end" else 0)
        assert start >= 0
        assert start + reach <= 350


@given(st.lists(st.tuples(NAMES, NAMES, AMOUNTS, AMOUNTS, st.integers(0, 20)), max_size=25))
def test_ties_stay_in_their_picture_and_every_difference_has_a_diamond(rows):
    ties = [Tie(giver, receiver, agreed, reported, differs) for giver, receiver, agreed, reported, differs in rows]
    chart = draw_ties(FRAME, ties, sides=("海方", "山方"), show=write, differs="有异")
    for picture in (read(chart), read_narrow(chart)):
        assert_inside(picture)
        marked = [element for element in picture.iter("text") if element.get("class") == "dot"]
        assert len(marked) == sum(1 for tie in ties if tie.differs)
    assert len(chart.table.rows) == len(ties)


def test_a_month_without_entries_is_a_gap_and_not_a_zero():
    chart = draw_growth(FRAME, ["1月", "2月", "3月"], agreed=[100, None, 300], reported=[100, None, 300], show=write)
    lines = [element for element in read(chart).iter("polyline") if element.get("stroke") == "var(--ink)"]
    assert [len(element.get("points").split()) for element in lines] == [1, 1]
    assert chart.table.rows[1] == ("2月", "—", "—", "—")


def test_the_table_holds_the_numbers_of_the_lines_and_the_gap_between_them():
    chart = draw_growth(FRAME, ["9月", "10月"], agreed=[250200, 273600], reported=[265300, 289400], show=write)
    assert chart.table.rows[-1] == ("10月", "2,736.00", "2,894.00", "158.00")
    assert chart.table.head == ("月份", "双签", "上报", "相差")


def test_a_step_holds_its_value_until_the_next_day_something_was_known():
    known = [Known(date(2023, 7, 1), None, 100), Known(date(2023, 7, 15), 100, 100)]
    chart = draw_known(FRAME, known, until=date(2023, 12, 5), show=write, until_label="今天")
    paths = [element.get("d") for element in read(chart).iter("path") if element.get("class") == "sea"]
    assert len(paths) == 1
    assert paths[0].count("V") == 1
    assert chart.table.rows[0] == ("2023-07-01", "1.00", "—")


def test_the_title_of_a_picture_is_its_one_sentence():
    picture = read(draw_bars(FRAME, [], show=write))
    assert [element.text for element in picture.iter("title")] == ["十个月到账 27.36 亿元"]
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "t-title"


def test_nothing_is_styled_inline_so_the_content_policy_holds():
    ties = [Tie("绍兴市", "乐山市", 231, 243, 3, is_ours=True)]
    for chart in (
        draw_ties(FRAME, ties, sides=("海方", "山方"), show=write, differs="有异"),
        draw_bars(FRAME, [Bar("到账", 1, 2)], show=write),
    ):
        assert "style=" not in chart.svg


@given(st.integers(min_value=0, max_value=10**16))
def test_ticks_start_at_zero_reach_the_top_and_are_few(top):
    ticks = choose_ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert len(ticks) <= 5


@given(st.lists(st.floats(min_value=-50, max_value=400), max_size=20), st.floats(min_value=1, max_value=40))
def test_labels_that_are_spread_never_overlap_more_than_room_forces(wanted, apart):
    placed = spread(wanted, apart, low=0.0, high=300.0)
    room = min(apart, 300.0 / max(len(wanted) - 1, 1))
    ordered = sorted(placed)
    assert all(-1e-6 <= height <= 300 + 1e-6 for height in placed)
    assert all(after - before >= room - 1e-6 for before, after in pairwise(ordered))


@given(st.text(alphabet="彭水苗族 abcdefg", max_size=60))
def test_a_folded_label_loses_no_letter(text):
    lines = fold_label(text, 90)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line) <= 90 or " " not in line for line in lines)


@given(AMOUNTS, AMOUNTS)
def test_a_share_is_a_percentage_between_nothing_and_all(part, whole):
    assert 0 <= float(share_of(part, whole).rstrip("%")) <= 100
