"""The map: places land inside the picture, and every tie has its row in the table whether it can be drawn or not."""

from xml.etree import ElementTree as Tree

from hypothesis import given
from hypothesis import strategies as st

from shanhai.web.charts import Frame, Table, Tie
from shanhai.web.maps import Area, centre_of, draw_map

FRAME = Frame("m", "一对结对", "双签", "上报", "海方")
TABLE = Table(("海方", "山方"), (("上虞区", "金口河区"),), text_columns=2)
SPOTS = st.tuples(st.floats(73, 135), st.floats(18, 53))
RINGS = st.lists(SPOTS, min_size=3, max_size=8)


def square(across: float, up: float, size: float = 1.0):
    return ((across, up), (across + size, up), (across + size, up + size), (across, up + size))


def draw(areas, ties):
    return draw_map(FRAME, areas, ties=ties, table=TABLE, sides=("海方", "山方"), show=str)


def curves(chart) -> list[Tree.Element]:
    picture = Tree.fromstring(str(chart.svg))
    return [path for path in picture.iter("path") if path.get("stroke", "").startswith("url(")]


@given(st.lists(RINGS, min_size=1, max_size=3), st.lists(RINGS, min_size=1, max_size=3))
def test_names_and_dots_stay_in_the_picture_wherever_the_places_lie(giver, receiver):
    areas = [Area("上虞区", tuple(giver), "giver"), Area("彭水苗族土家族自治县", tuple(receiver), "receiver")]
    chart = draw(areas, [Tie("上虞区", "彭水苗族土家族自治县", 5, 5, 1)])
    for markup in (chart.svg, chart.narrow):
        picture = Tree.fromstring(str(markup))
        _, _, width, height = (float(number) for number in picture.get("viewBox").split())
        for text in picture.iter("text"):
            assert 0 <= float(text.get("x")) <= width
            assert 0 <= float(text.get("y")) <= height


def test_two_sides_far_apart_get_a_panel_each_and_a_curve_between_them():
    areas = [Area("上虞区", (square(120, 30),), "giver"), Area("金口河区", (square(103, 29),), "receiver")]
    chart = draw(areas, [Tie("上虞区", "金口河区", 100, 120)])
    assert len(curves(chart)) == 1
    assert "海方" in chart.svg
    assert "山方" in chart.svg


def test_on_a_phone_the_two_sides_stand_one_above_the_other():
    areas = [Area("上虞区", (square(120, 30),), "giver"), Area("金口河区", (square(103, 29),), "receiver")]
    picture = Tree.fromstring(str(draw(areas, [Tie("上虞区", "金口河区", 100, 120)]).narrow))
    assert float(picture.get("viewBox").split()[2]) <= 350
    heights = {text.text: float(text.get("y")) for text in picture.iter("text")}
    assert heights["山方"] < heights["金口河区"] < heights["海方"] < heights["上虞区"]


def test_a_place_without_an_outline_has_no_curve_but_keeps_its_row():
    chart = draw([Area("上虞区", (square(120, 30),), "giver")], [Tie("上虞区", "金口河区", 100, 120)])
    assert curves(chart) == []
    assert chart.table is TABLE


def test_without_any_outline_the_picture_is_empty_and_the_table_stays():
    chart = draw([], [Tie("上虞区", "金口河区", 100, 120)])
    assert curves(chart) == []
    assert chart.table is TABLE


def test_the_middle_of_a_place_is_that_of_its_largest_part():
    assert centre_of([square(0, 0, 10), square(50, 50, 1)]) == (5.0, 5.0)
