"""Faults of the API in one shape, whoever tells them: an endpoint, the frame, or the server. Knows no endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from shanhai.catalogue.words import Words
from shanhai.web import api_shapes as shapes


def tell_fault(status: int, code: str, message: Words, problems: Any = ()) -> HttpResponse:
    """Answer with a fault in the one shape of all endpoints."""
    fault = shapes.Fault(code=code, message=shapes.both(message), problems=list(problems))
    return HttpResponse(fault.model_dump_json(), status=status, content_type="application/json; charset=utf-8")


FAULT_WORDS: dict[int, tuple[str, Words]] = {
    400: ("unreadable", Words("请求读不懂，什么也没有变。", "The request cannot be read; nothing was changed.")),
    401: (
        "sign_in",
        Words(
            "没有登录：没有带密钥，或密钥不对、已停用。",
            "Not signed in: no key was given, or the key is wrong or no longer in use.",
        ),
    ),
    403: ("forbidden", Words("本机构不能看或不能做这件事。", "Your office may not see or do this.")),
    404: ("not_found", Words("没有这个地址或代码。", "There is no such address or code.")),
    405: ("method", Words("这个地址不接受这种请求。", "This address does not take such a request.")),
    413: ("too_large", Words("请求太大，什么也没有变。", "The request is too large; nothing was changed.")),
    429: ("too_many", Words("请求太多，请稍后再试。", "Too many requests; try again later.")),
    500: ("failure", Words("没有办成，什么也没有变。", "It was not done; nothing was changed.")),
}


# What a shape may miss, by the validator's own name of the fault (pydantic's error types).
SHAPE_WORDS: dict[str, str] = {
    "missing": "没有这一项，应当有。",
    "extra_forbidden": "没有这一项可填，请核对写法。",
    "string_type": "应是文字，写在引号里。",
    "string_too_long": "太长，最多 {max_length} 个字。",
    "string_too_short": "太短，至少 {min_length} 个字。",
    "string_pattern_mismatch": "写法不合要求：{pattern}。",
    "int_type": "应是整数。",
    "int_parsing": "应是整数。",
    "bool_parsing": "应是 true 或 false。",
    "bool_type": "应是 true 或 false。",
    "date_parsing": "应是日期，例如 2026-07-15。",
    "date_from_datetime_parsing": "应是日期，例如 2026-07-15。",
    "literal_error": "应是其中之一：{expected}。",
    "list_type": "应是一列。",
    "dict_type": "应是一组名称和值。",
    "too_short": "至少要有 {min_length} 项。",
    "too_long": "最多 {max_length} 项。",
    "greater_than_equal": "应不小于 {ge}。",
    "less_than_equal": "应不大于 {le}。",
}


def say_shape(one: Mapping[str, Any], where: str) -> Words:
    """Return a fault of the validator in both languages; `one` is one of pydantic's errors."""
    text = SHAPE_WORDS.get(str(one.get("type", "")), "写法不合要求。")
    zh = Words(text, text).fill(**one.get("ctx", {})).zh
    return Words(f"{where}：{zh}", f"{where}: {str(one.get('msg', ''))[:200]}")


def tell_status(status: int) -> HttpResponse:
    """Answer with the fault that a status means."""
    code, message = FAULT_WORDS.get(status, FAULT_WORDS[400])
    return tell_fault(status, code, message)
