"""Faults of the API in one shape, whoever tells them: an endpoint, the frame, or the server. Knows no endpoint."""

from __future__ import annotations

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
    401: ("sign_in", Words("没有带密钥，也没有登录。", "No key was given and nobody is signed in.")),
    403: ("forbidden", Words("本机构不能看或不能做这件事。", "Your office may not see or do this.")),
    404: ("not_found", Words("没有这个地址或代码。", "There is no such address or code.")),
    405: ("method", Words("这个地址不接受这种请求。", "This address does not take such a request.")),
    413: ("too_large", Words("请求太大，什么也没有变。", "The request is too large; nothing was changed.")),
    429: ("too_many", Words("请求太多，请稍后再试。", "Too many requests; try again later.")),
    500: ("failure", Words("没有办成，什么也没有变。", "It was not done; nothing was changed.")),
}


def tell_status(status: int) -> HttpResponse:
    """Answer with the fault that a status means."""
    code, message = FAULT_WORDS.get(status, FAULT_WORDS[400])
    return tell_fault(status, code, message)
