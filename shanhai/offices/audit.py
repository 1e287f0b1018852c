"""The trail of what was read of the restricted and of all that was written. Only ever adds.

A write's event stands in the same database transaction as the write itself, so that neither is kept without the other.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from shanhai.catalogue.words import Words
from shanhai.offices.models import AuditEvent

ACTIONS: dict[str, Words] = {
    "sign_in": Words("登录", "Signed in"),
    "sign_out": Words("退出", "Signed out"),
    "sign_in_refused": Words("登录未通过", "Sign-in refused"),
    "password.change": Words("改密码", "Changed password"),
    "password.reset": Words("重设密码", "Reset password"),
    "profile.change": Words("改个人设置", "Changed profile"),
    "token.make": Words("新建接口密钥", "Made an API key"),
    "token.revoke": Words("作废接口密钥", "Revoked an API key"),
    "office.add": Words("新设机构", "Added an office"),
    "office.change": Words("改机构", "Changed an office"),
    "user.add": Words("新建用户", "Added a user"),
    "user.change": Words("改用户", "Changed a user"),
    "user.unlock": Words("解除锁定", "Unlocked a user"),
    "setting.change": Words("改设置", "Changed a setting"),
    "entry.record": Words("记条目", "Recorded an entry"),
    "entry.reverse": Words("冲正", "Reversed an entry"),
    "entry.sign": Words("签认", "Signed"),
    "entry.differ": Words("提异", "Differed"),
    "entry.answer": Words("答复有异", "Answered a difference"),
    "entry.withdraw": Words("撤回签认", "Withdrew a word"),
    "document.attach": Words("补凭据", "Attached a document"),
    "document.read": Words("看凭据", "Read a document"),
    "document.receive": Words("收材料", "Received a document"),
    "document.publish": Words("说明材料已公开", "Said a document is public"),
    "document.withdraw": Words("收回材料的公开", "Took back that a document is public"),
    "document.fetch": Words("按网址取文", "Fetched an address"),
    "claim.linked": Words("材料作凭据", "Linked a document as evidence"),
    "claim.recorded": Words("记为文载", "Recorded a claim as stated"),
    "claim.correction": Words("由说法去更正", "Began a correction from a claim"),
    "claim.dismissed": Words("放过一处说法", "Dismissed a claim"),
    "claim.reopened": Words("重看一处说法", "Took a claim up again"),
    "ledger.export": Words("导出条目", "Exported entries"),
    "audit.export": Words("导出留痕", "Exported the trail"),
    "activity.open": Words("立项", "Began an activity"),
    "activity.step": Words("走一步", "Took a step"),
    "activity.confirm": Words("同意一步", "Confirmed a step"),
    "activity.object": Words("不同意一步", "Objected to a step"),
    "activity.undo": Words("撤回一步", "Undid a step"),
    "payout.terms": Words("存条款", "Kept terms"),
    "payout.terms.confirms": Words("确认条款", "Confirmed terms"),
    "payout.terms.differs": Words("不同意条款", "Differed from terms"),
    "payout.open": Words("测算兑付", "Worked out a pay-out"),
    "payout.pay": Words("记兑付付款", "Recorded pay-out payments"),
    "payout.word": Words("村级核对", "Kept a village's word"),
    "payout.return": Words("冲正退回的兑付", "Reversed a returned payment"),
    "batch.receive": Words("收文件", "Received a file"),
    "batch.record": Words("批次入账", "Recorded a batch"),
    "batch.read": Words("看批次文件", "Read a batch file"),
    "reading.keep": Words("记住台账的读法", "Kept how a ledger reads"),
    "reading.forget": Words("不再用台账的读法", "Forgot how a ledger reads"),
}


def note_event(
    action: str,
    subject: str = "",
    *,
    user_id: int | None,
    user_name: str = "",
    office_id: int | None = None,
    address: str = "",
    **detail: Any,
) -> None:
    """Add one event to the trail; `detail` holds plain values and never a person's identity or a secret."""
    AuditEvent.objects.create(
        action=action,
        subject=subject[:200],
        user_id=user_id,
        user_name=user_name[:150],
        office_id=office_id,
        address=address[:60],
        detail=detail,
    )


def note_read(request: HttpRequest, action: str, subject: str = "", **detail: Any) -> None:
    """Note that the user of a request read something restricted."""
    _note_request(request, action, subject, **detail)


def note_write(request: HttpRequest, action: str, subject: str = "", **detail: Any) -> None:
    """Note that the user of a request wrote something."""
    _note_request(request, action, subject, **detail)


def _note_request(request: HttpRequest, action: str, subject: str, **detail: Any) -> None:
    from shanhai.offices.may import actor_of

    actor = actor_of(request)
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    note_event(
        action,
        subject,
        user_id=user.pk if known else None,
        user_name=user.username if known else "",
        office_id=actor.office_id if actor else None,
        address=request.META.get("REMOTE_ADDR", ""),
        **detail,
    )


def action_words(action: str) -> Words:
    """The words of an action; an action nobody has named is shown by its code."""
    return ACTIONS.get(action, Words(action, action))
