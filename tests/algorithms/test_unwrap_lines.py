"""Wrapped lines of a printed page are joined; nothing else is changed and no number is made."""

from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.unwrap_lines import close_gaps, unwrap_lines

PAGE = """示例标题
　近日,甲县与乙区的示例产业园正在建设,建成后可容纳三十家企业入驻,年
产值20亿元,提供岗位约500个,这是两地产业合作的一个项目,也是协作的一
个缩影。
　去年,新一轮协作开启,两地干部群众常来常往,在产业发展、人才交流和消
费帮扶等领域频频发力。
一、产业协作"""


def test_a_sentence_that_runs_over_a_line_is_whole_again() -> None:
    text = unwrap_lines(PAGE)
    assert "年产值20亿元" in text
    assert "消费帮扶" in text
    assert text.count("\n") == 3
    assert text.endswith("\n一、产业协作")


def test_digits_on_both_sides_of_a_line_end_are_never_joined() -> None:
    line = "甲县与乙区的示例产业园正在建设,建成后可容纳企业三百"
    text = f"{line}12\n{line}30\n34家{line}\n56家{line}"
    assert "12\n" not in unwrap_lines(text)
    assert "30\n34" in unwrap_lines(text)


def test_short_lines_and_lists_stay_as_they_are() -> None:
    for text in ("甲县\n乙区\n丙镇", "", "\n\n", "甲" * 40, f"{'甲' * 30}\n（一）{'乙' * 27}\n（二）{'丙' * 27}"):
        assert unwrap_lines(text) == text


def test_two_lines_as_wide_as_the_page_are_enough_in_a_short_notice() -> None:
    wide = "甲县与乙区的示例产业园正在建设，建成后可容纳企业三十家，是两地共"
    head = ["示例标题示例标题示例标题", "来源：示例日报 作者：示例作者"]
    text = "\n".join([*head, wide, "同的事。", wide, "同的事。", "第三件事也在推进。"])
    assert unwrap_lines(text).split("\n")[:3] == [*head, f"{wide}同的事。"]


def test_gaps_of_typesetting_go_and_those_between_columns_stay() -> None:
    assert (
        close_gaps("甲县计划 2027 年投入资金 900 万元，选派干部 12 名。")
        == "甲县计划2027年投入资金900万元，选派干部12名。"
    )
    for table in ("年份 资金 干部 备注", "2022 3000 12", "甲县 300 乙县 12"):
        assert close_gaps(table) == table
    assert close_gaps("共三 5 万元，二十 3 个。") == "共三 5万元，二十 3个。"


@given(st.lists(st.text(alphabet="甲乙,。12a 一", min_size=0, max_size=40), max_size=12))
def test_only_white_space_goes_and_no_two_digits_meet(lines: list[str]) -> None:
    text = "\n".join(lines)
    after = unwrap_lines(text)
    assert "".join(after.split()) == "".join(text.split())
    assert [run for run in _digits(after) if run not in _digits(text)] == []


def _digits(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()
