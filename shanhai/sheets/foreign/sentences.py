"""What each Problem of a foreign workbook says to the person who brought it, in both languages.

It must not know how a Problem was found.
"""

from __future__ import annotations

from shanhai.catalogue.words import Words

from .limits import REFUSALS
from .model import ForeignProblem

SENTENCES: dict[str, Words] = {
    **REFUSALS,
    "bad_check_digit": Words("校验位不对，可能抄错了一位", "The check digit is wrong; a sign may be mistyped"),
    "bad_length": Words("位数不对", "It has the wrong number of signs"),
    "old_15_digit_id": Words(
        "这是 15 位旧身份证号，请换成 18 位", "This is an old 15-digit number; use the 18-digit one"
    ),
    "number_lost_digits": Words(
        "存成了数字，末几位已丢失，请按文本重新录入",
        "Kept as a number, so its last digits are lost; enter it again as text",
    ),
    "unknown_place": Words("没有这个地名，旧名里也没有", "No place has this name, nor had it before"),
    "date_invalid": Words("没有这一天", "There is no such day"),
    "date_ambiguous": Words("日期有两种读法", "The date can be read in two ways"),
    "not_a_date": Words("不是日期", "This is not a date"),
    "future_date": Words("日期在收到本表之后", "The date lies after the day the book came in"),
    "end_before_start": Words("结束早于开始", "The end lies before the start"),
    "not_a_number": Words("应填数字", "A number belongs here"),
    "missing_value": Words("这里空着，上下各行都有", "Blank here, while the rows around have it"),
    "formula_error": Words("公式出错", "The formula fails"),
    "mixed_unit": Words("与本列的单位不一致", "Not in the unit of this column"),
    "negative": Words("小于零，本行没有说明原因", "Below zero, and nothing in the row says why"),
    "duplicate": Words("与前面一行是同一件事", "The same thing as in a row above"),
    "total_does_not_add": Words("与各分项之和不符", "Its parts do not add up to it"),
    "amount_is_not_price_times_quantity": Words("不等于单价乘数量", "Not price times quantity"),
    "words_and_figures_differ": Words("大写与小写不一致", "The sum in words and the sum in figures differ"),
    "ratio_does_not_follow": Words("与分子分母算出的不符", "It does not follow from its two numbers"),
    "ratio_too_high": Words("超过 300%，请核对口径", "Above 300 %; check the counting rule"),
    "ratio_added_up": Words("比率不能相加", "Ratios cannot be added up"),
    "cumulative_falls": Words("累计数变小了", "The running total falls"),
    "part_above_whole": Words("其中数大于总数", "The part is larger than the whole"),
    "paid_above_arrived": Words("支付大于到位", "More was paid than arrived"),
    "persons_below_households": Words("人数少于户数", "Fewer persons than households"),
    "more_than_due": Words("多于应付", "More than was due"),
    "suspicious_change": Words("与上年相差过大，请核对", "Far from last year's value; please check"),
    "two_choices": Words("单选项勾了两处", "Two choices are ticked where one is wanted"),
    "two_values_in_cell": Words("一格里有两个值", "Two values stand in one cell"),
    "two_terms": Words("一格里有两段时间", "Two terms stand in one cell"),
    "sides_differ": Words("双方填报的数不一致", "The two sides report different numbers"),
    "forecast_in_actual": Words("实际数里混有预计数", "A forecast stands among actual values"),
    "hidden_row": Words("这一行被隐藏，已计入", "This row is hidden; it was counted"),
    "hidden_sheet": Words("这张表被隐藏，已计入", "This sheet is hidden; it was counted"),
}


def tell(problem: ForeignProblem) -> Words:
    """Return what a Problem says, with what would be right where the book itself tells it.

    >>> tell(ForeignProblem(3, "C", "2812", "total_does_not_add", "28020000")).zh
    '与各分项之和不符；应为 28020000'
    """
    words = SENTENCES[problem.why]
    if problem.right is None:
        return words
    return Words(f"{words.zh}；应为 {problem.right}", f"{words.en}; it should be {problem.right}")
