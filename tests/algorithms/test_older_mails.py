"""Older mails quoted in a mail are told from its own words, however a mail program puts them. All mails are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.older_mails import MAIL_HEAD, OLDER_MAIL, find_older_mails

OWN = "王主任：\n本月到位资金50万元，请核对。\n"
OLDER = "上月到位资金300万元。\n表见附件。\n"
SENDER = "示例 <a@example.org>"
HEADS = {
    "outlook": f"发件人: {SENDER}\n发送时间: 2026年3月2日 10:30\n收件人: 乙 <b@example.org>\n主题: 资金\n\n",
    "outlook english": f"From: {SENDER}\nSent: Monday, March 2, 2026 10:30 AM\nTo: b@example.org\nSubject: Funds\n\n",
    "bold": f"**发件人:** {SENDER}\n**日期:** 2026年3月2日\n**主题:** 资金\n\n",
    "original message": "-----Original Message-----\n",
    "original with fields": f"-----邮件原件-----\n发件人: {SENDER}\n发送时间: 2026年3月2日\n主题: 资金\n\n",
    "qq": f"------------------ 原始邮件 ------------------\n发件人: {SENDER};\n发送时间: 2026年3月2日\n主题: 资金\n",
    "foxmail": "发件人： a@example.org\n发送时间： 2026-03-02 10:30\n收件人： 乙\n抄送： 丙\n主题： 资金\n",
    "netease": '在 2026-03-02 10:30:12，"示例" <a@example.org> 写道：\n',
    "netease english": 'At 2026-03-02 10:30:12, "A" <a@example.org> wrote:\n',
    "gmail": f"{SENDER} 于2026年3月2日周一 10:30写道：\n\n",
    "apple": f"在 2026年3月2日，上午10:30，{SENDER} 写道：\n\n",
    "apple english": "On 2 Mar 2026, at 10:30, A <a@example.org> wrote:\n\n",
    "wrapped": "On Mon, Mar 2, 2026 at 10:30 AM A very long name of an office\n<a@example.org> wrote:\n\n",
    "forwarded": f"---------- Forwarded message ---------\nFrom: {SENDER}\nDate: 2026-03-02\nSubject: 资金\nTo: b\n\n",
    "forwarded chinese": f"---------- 转发的邮件 ----------\n发件人：{SENDER}\n日期：2026-03-02\n主题：资金\n\n",
}


def own_and_older(body: str, subject: str = "") -> tuple[str, str]:
    """What is left of a body, and what is set apart from it."""
    own, apart, at = "", "", 0
    for start, end, _reason in find_older_mails(body, subject=subject):
        own, apart, at = own + body[at:start], apart + body[start:end], end
    return own + body[at:], apart


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_stands_under_the_head_of_an_older_mail_is_set_apart_with_it(head: str) -> None:
    assert own_and_older(f"{OWN}\n{head}{OLDER}") == (f"{OWN}\n", f"{head}{OLDER}")


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("mark", ["> ", ">"])
def test_lines_behind_a_mark_are_set_apart_and_answers_between_them_and_below_are_not(head: str, mark: str) -> None:
    quoted = "".join(f"{mark}{line}\n" for line in OLDER.splitlines())
    wrote = head if "写道" in head or "wrote" in head else ""
    body = f"{OWN}{wrote}{quoted}另有捐款20万元。\n{quoted}此致\n"
    own, apart = own_and_older(body)
    assert own == f"{OWN}另有捐款20万元。\n此致\n"
    assert apart == f"{wrote}{quoted}{quoted}"


def test_blank_lines_within_a_quotation_go_with_it() -> None:
    assert own_and_older(f"{OWN}> 甲\n>\n\n> 乙\n\n谢谢。\n") == (f"{OWN}\n谢谢。\n", "> 甲\n>\n\n> 乙\n")


@pytest.mark.parametrize(
    "body",
    [
        OWN,
        "他在信中写道：\n我县到位资金300万元。\n",
        "2026年3月2日，县长给对方的信中写道：\n到位资金300万元。\n",
        "会议通知\n时间：3月2日10:30\n地点：示例会议室\n主题：资金\n",
        "增幅如下：\n>90%\n> 95%\n",
        "投入>300万元的项目三个。\n",
        "From: now on we count in 万元.\n到位资金300万元。\n",
        "一、资金\n-----\n到位300万元。\n",
        "",
    ],
)
def test_prose_notices_and_tables_that_only_look_like_it_are_the_mails_own(body: str) -> None:
    assert find_older_mails(body) == []


@pytest.mark.parametrize("words", ["", "\n\n", "请阅，谢谢！\n示例 电话：0575-00000000\n\n", "FYI\n\n"])
@pytest.mark.parametrize("head", [HEADS["forwarded"], HEADS["forwarded chinese"]])
def test_a_mail_that_only_passes_another_on_is_read_for_that_one(head: str, words: str) -> None:
    (apart,) = find_older_mails(f"{words}{head}{OLDER}")
    assert apart == (len(words), len(words) + len(head.rstrip("\n")) + 1, MAIL_HEAD)


def test_the_subject_tells_too_that_a_mail_is_passed_on() -> None:
    body = f"请阅。\n\n{HEADS['outlook']}{OLDER}"
    assert own_and_older(body, "转发: 资金")[0] == f"请阅。\n\n\n{OLDER}"
    assert own_and_older(body, "FW: 资金")[0] == f"请阅。\n\n\n{OLDER}"
    assert own_and_older(body, "回复: 资金")[0] == "请阅。\n\n"


def test_an_answer_without_numbers_is_an_answer() -> None:
    assert own_and_older(f"收到，谢谢。\n\n{HEADS['gmail']}{OLDER}", "Re: 资金")[0] == "收到，谢谢。\n\n"


def test_whoever_passes_a_mail_on_and_says_numbers_speaks_for_those_alone() -> None:
    assert own_and_older(f"{OWN}\n{HEADS['forwarded']}{OLDER}")[0] == f"{OWN}\n"


def test_a_mail_passed_on_sets_apart_what_it_quotes_in_turn() -> None:
    oldest = "前年到位资金900万元。\n"
    body = f"请阅。\n{HEADS['forwarded']}{OLDER}\n{HEADS['outlook']}{oldest}"
    own, apart = own_and_older(body)
    assert OLDER in own
    assert oldest in apart
    assert {one.reason for one in find_older_mails(body)} == {MAIL_HEAD, OLDER_MAIL}


def test_a_mail_that_is_nothing_but_a_quotation_is_read_and_what_it_quotes_twice_is_not() -> None:
    assert own_and_older("> 到位资金300万元。\n> 请核对。\n>> 前年900万元。\n>> 谢谢。\n") == (
        "> 到位资金300万元。\n> 请核对。\n",
        ">> 前年900万元。\n>> 谢谢。\n",
    )


def test_heads_under_heads_that_would_leave_nothing_leave_the_mail_as_it_stands() -> None:
    body = f"发件人:\n> 甲300万元\n{HEADS['bold']}"
    assert find_older_mails(body, subject="Re: 资金") == []


PIECES = st.sampled_from(
    [*HEADS.values(), OWN, OLDER, "> 甲300万元\n", ">乙\n", "\n", "写道：\n", "发件人:\n", "-----", "请阅"]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["", "Fwd: x", "Re: x"]))
def test_stretches_are_whole_lines_in_order_and_never_all_of_a_mail(body: str, subject: str) -> None:
    found = find_older_mails(body, subject=subject)
    at = 0
    for start, end, _reason in found:
        assert at <= start < end <= len(body)
        assert start == 0 or body[start - 1] == "\n"
        assert end == len(body) or body[end - 1] == "\n"
        at = end
    own, _apart = own_and_older(body, subject)
    if "万元" in body:
        assert own.strip()
