"""Saved mails that quote older ones: only the mail's own claims count, and what was set apart stays with its lines."""

from __future__ import annotations

from email.message import EmailMessage

from shanhai.evidence.article import lay_out, restore_raw
from shanhai.evidence.reading import Reading, read_bytes

OWN = "2026年，柯桥区到位峨边彝族自治县东西部协作资金50万元。"
OLDER = "2026年，柯桥区到位峨边彝族自治县东西部协作资金300万元。"
HEAD = "发件人: 甲 <a@example.org>\n发送时间: 2026年3月2日 10:30\n收件人: 乙 <b@example.org>\n主题: 资金\n"


def mail(body: str, subject: str = "资金", *, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "b@example.org", "a@example.org", subject
    message["Date"] = "Mon, 9 Mar 2026 09:30:00 +0800"
    if html:
        message.set_content(html, subtype="html")
    else:
        message.set_content(body)
    return message


def read(message: EmailMessage) -> Reading:
    return read_bytes(bytes(message), published_on="2026-11-01")


def values(reading: Reading) -> list[int]:
    return [int(claim.value) for claim in reading.claims]


def test_only_what_the_mail_says_itself_is_claimed() -> None:
    assert values(read(mail(f"{OWN}\n\n{HEAD}\n{OLDER}\n"))) == [500_000]
    assert values(read(mail(f"{OWN}\n> {OLDER}\n"))) == [500_000]
    assert values(read(mail(f"收到。\n> {OLDER}\n", "Re: 资金"))) == []


def test_what_was_set_apart_stays_in_the_text_with_its_lines() -> None:
    reading = read(mail(f"{OWN}\n\n{HEAD}\n{OLDER}\n"))
    edits = [[one.start, one.end, one.before, one.after, one.reason] for one in reading.repaired.edits]
    assert OLDER in restore_raw(reading.repaired.text, edits)
    (row,) = (one for one in lay_out(reading.repaired.text, edits, []) if one.stretch)
    assert row.apart_words.zh == "所引旧邮件单放：第 3—8 行"
    assert row.stretch[-1] == (8, OLDER)


def test_a_mail_passed_on_is_read() -> None:
    assert values(read(mail(f"请阅。\n\n{HEAD}\n{OLDER}\n", "转发: 资金"))) == [3_000_000]


def test_attachments_and_mails_on_a_mail_are_read_each_with_its_own_older_mails() -> None:
    inner = mail(f"{OWN}\n> {OLDER}\n")
    outer = mail(f"见附件。\n> {OLDER}\n", "Re: 资金")
    outer.add_attachment(OLDER.replace("300", "70"), filename="表.txt")
    outer.add_attachment(inner)
    assert values(read(outer)) == [700_000, 500_000]


def test_a_mail_of_html_alone_sets_its_older_mail_apart_too() -> None:
    quoted = (
        f"<div>甲 &lt;a@example.org&gt; 于2026年3月2日周一 10:30写道：</div><blockquote><p>{OLDER}</p></blockquote>"
    )
    assert values(read(mail("", html=f"<html><body><p>{OWN}</p>{quoted}</body></html>"))) == [500_000]
    fields = "".join(
        f"<b>{line.partition(':')[0]}:</b>{line.partition(':')[2].replace('<', '&lt;')}<br>"
        for line in HEAD.splitlines()
    )
    outlook = f"<html><body><p>{OWN}</p><hr><div>{fields}</div><p>{OLDER}</p></body></html>"
    assert values(read(mail("", html=outlook))) == [500_000]


def test_places_of_claims_are_those_of_the_text_as_received() -> None:
    reading = read(mail(f"> {OLDER}\n> 请核对。\n{OWN}\n"))
    (claim,) = reading.claims
    assert reading.repaired.raw[claim.start : claim.end] == claim.quote
    assert "50万元" in claim.quote
