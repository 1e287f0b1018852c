"""Files as offices really have them: odd encodings, saved mails and pages, tracked changes, locked and broken files."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from shanhai.evidence.reading import read_bytes
from shanhai.evidence.receive import Received, receive_bytes
from tests.evidence.test_receive import SENTENCE, word_file

WANTED = "到位协作资金1.20亿元"
FILLER = "".join(f"<p>第{n}段讲两地往来的第{n}件事，说明双方怎样商量、怎样推进、怎样把事情办成。</p>" for n in range(5))


def page(*, head: str = "", about: str = "", text: str = SENTENCE) -> str:
    return (
        f"<!doctype html><html><head>{head}<title>示例见闻</title></head><body><div>今天是2026年1月2日</div>"
        f"<article>{about}<p>{text}</p>{FILLER}</article><footer>版权所有 2019</footer></body></html>"
    )


def problem_of(received: Received) -> str:
    assert received.text == ""
    (problem,) = received.problems
    assert problem.right is not None or problem.code in ("document.broken", "document.bomb")
    return problem.code


@pytest.mark.parametrize(
    "encoding", ["gb2312", "gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "big5", "nonsense"])
def test_a_page_is_read_whatever_encoding_it_claims(encoding: str, declared: str) -> None:
    received = receive_bytes(page(head=f"<meta charset='{declared}'>").encode(encoding))
    assert received.type == "html"
    assert WANTED in received.text
    assert "<p>" not in received.text
    assert received.says["title"] == "示例见闻"


@pytest.mark.parametrize("declared", ["big5", "utf-8", "gb2312", "big5-hkscs"])
def test_a_page_in_traditional_characters_is_read(declared: str) -> None:
    text = "兩地到位協作資金1.20億元，實施項目三十個。這些項目讓農民的收入增加，縣裡的醫院和學校也得到支援。"
    received = receive_bytes(f"<html><meta charset={declared}><body><p>{text}</p></body></html>".encode("big5"))
    assert "到位協作資金1.20億元" in received.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "gb2312", "gb18030", "hz"])
def test_a_text_is_read_in_every_chinese_encoding(encoding: str) -> None:
    assert WANTED in receive_bytes(SENTENCE.replace("示例", "例").encode(encoding)).text


def test_title_outlet_day_and_author_come_from_what_government_sites_must_say() -> None:
    head = (
        "<meta name='SiteName' content='示例县人民政府'><meta name='ArticleTitle' content='两地协作见成效'>"
        "<meta name='PubDate' content='2023-11-06 10:20'><meta name='ContentSource' content='示例日报'>"
        "<meta name='Author' content='示例记者'>"
    )
    says = receive_bytes(page(head=head).encode()).says
    assert (says["title"], says["outlet"], says["published_on"], says["byline"]) == (
        "两地协作见成效", "示例日报", "2023-11-06", "示例记者",
    )  # fmt: skip


@pytest.mark.parametrize(
    "about",
    [
        "<p>来源：示例日报　发布时间：2023-11-06 10:20　作者：示例记者</p>",
        "<div><span>2023年11月06日 10:20</span> <span>来源：示例日报</span> <span>作者：示例记者</span></div>",
    ],
)
def test_title_outlet_day_and_author_come_from_the_line_above_an_article(about: str) -> None:
    says = receive_bytes(page(about=about).encode("gbk")).says
    assert (says["outlet"], says["published_on"], says["byline"]) == ("示例日报", "2023-11-06", "示例记者")


def test_outlet_and_day_are_read_from_a_line_in_traditional_characters() -> None:
    says = receive_bytes(page(about="<div>發佈時間：2023-11-06 10:20　來源：示例網</div>").encode()).says
    assert (says["outlet"], says["published_on"]) == ("示例网", "2023-11-06")


def test_the_outlet_of_a_glossed_page_is_read_from_its_repaired_text() -> None:
    about = "<p>2022-03-21 17:09:18 來源:示例日?qǐng)?bào)客戶端</p>"
    text = "兩地協(xié)作資金到位，產(chǎn)業(yè)園區(qū)帶(dài)動農(nóng)戶增收，協(xié)作的事一件件落地。"
    says = read_bytes(page(about=about, text=text).encode()).says
    assert (says["outlet"], says["published_on"]) == ("示例日报客户端", "2022-03-21")


def test_headlines_of_other_articles_are_left_out_with_or_without_their_heading() -> None:
    related = "<div><h4>相关文章</h4><ul><li>别市到位帮扶资金6.5亿元</li><li>别县消费帮扶2.1亿元</li></ul></div>"
    text = receive_bytes(page().replace("</article>", f"</article>{related}").encode()).text
    assert WANTED in text
    assert "6.5亿元" not in text
    assert "2.1亿元" not in text


def test_lists_of_other_articles_within_and_beside_each_other_are_left_out() -> None:
    beside = "<h4>相关阅读</h4><p>别市到位帮扶资金6.5亿元</p><h4>推荐阅读</h4><p>别县消费帮扶2.1亿元</p>"
    within = "<div><div><h4>相关新闻</h4></div></div><ul><li><span>延伸阅读</span><a>别乡增收3.3亿元</a></li></ul>"
    for related in (beside, within, f"<div>{beside}{within}</div>" * 40):
        text = receive_bytes(page().replace("</article>", f"</article>{related}").encode()).text
        assert WANTED in text
        assert not any(number in text for number in ("6.5亿元", "2.1亿元"))


def test_a_pages_title_is_repaired_as_the_page_is_and_loses_the_name_of_its_site() -> None:
    text = "兩地協(xié)作資金到位，產(chǎn)業(yè)園區(qū)帶(dài)動農(nóng)戶增收，協(xié)作的事一件件落地。"
    bytes_given = page(text=text).replace("示例见闻", "兩地協(xié)作見成效_國內_示例網(wǎng)").encode()
    assert read_bytes(bytes_given).says["title"] == "两地协作见成效"
    assert read_bytes(page().replace("示例见闻", "兩地書").encode()).says["title"] == "兩地書"


def test_a_row_of_lewd_phrases_is_no_title() -> None:
    spam = "毛片示例性色,视频区示例,麻豆传媒示例,中文字幕示例"
    assert read_bytes(page().replace("示例见闻", spam).encode()).says.get("title") != spam


def test_no_day_is_made_of_years_in_the_text() -> None:
    received = receive_bytes(page(text=f"自2021年以来，{SENTENCE}").encode())
    assert "published_on" not in received.says


def mail(**more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "office@example.org", "other@example.org"
    message["Subject"], message["Date"] = "关于示例资金的函", "Mon, 6 Nov 2023 23:30:00 +0800"
    for name, value in more.items():
        message[name] = value
    return message


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8"])
def test_a_mail_in_any_transfer_and_encoding_is_read(transfer: str, charset: str) -> None:
    message = mail()
    message.set_content(SENTENCE, charset=charset, cte=transfer)
    received = receive_bytes(bytes(message))
    assert (received.type, received.says["title"]) == ("mail", "关于示例资金的函")
    assert received.says["published_on"] == "2023-11-06"
    assert WANTED in received.text


def test_of_two_bodies_the_one_with_the_text_is_read() -> None:
    message = mail()
    message.set_content("请看网页版。")
    message.add_alternative(page(), subtype="html", charset="gb2312", cte="quoted-printable")
    assert WANTED in receive_bytes(bytes(message)).text


def test_attachments_are_read_with_the_mail_and_those_without_text_named() -> None:
    message = mail()
    message.set_content("见附件。")
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(word_file(), maintype="application", subtype=word, filename="资金情况.docx")
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + b"0" * 50, maintype="image", subtype="png", filename="章.png")
    received = receive_bytes(bytes(message))
    assert received.text.startswith("见附件。")
    assert f"资金情况.docx\n{SENTENCE}" in received.text
    assert received.says["unread"] == "章.png"


def test_a_mail_that_holds_nothing_readable_says_so() -> None:
    message = mail()
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + b"0" * 50, maintype="image", subtype="png", filename="章.png")
    assert [one.code for one in receive_bytes(bytes(message)).problems] == ["document.empty"]


def test_a_page_saved_as_one_file_tells_its_own_day_not_that_of_saving() -> None:
    saved = EmailMessage()
    saved["From"], saved["Subject"] = "<Saved by Blink>", "示例见闻"
    saved["Snapshot-Content-Location"], saved["Date"] = "https://paper.example/a", "Fri, 2 Jan 2026 08:00:00 +0800"
    about = "<p>来源：示例日报 发布时间：2023-11-06</p>"
    saved.set_content(page(about=about), subtype="html", cte="quoted-printable")
    saved.make_related()
    saved.add_related(b"\x89PNG", "image", "png", cid="<a@b>")
    received = receive_bytes(bytes(saved))
    assert WANTED in received.text
    assert (received.says["published_on"], received.says["outlet"]) == ("2023-11-06", "示例日报")
    assert "unread" not in received.says


def test_a_word_file_is_read_with_tables_boxes_fields_notes_and_changes_taken() -> None:
    document = docx.Document()
    body = document.element.body
    run = "<w:r><w:t>{}</w:t></w:r>"
    removed = "<w:del w:id='2' w:author='a'><w:r><w:delText>删去900万元</w:delText></w:r></w:del>"
    boxed = f"<w:txbxContent><w:p>{run.format('文本框里的500万元')}</w:p></w:txbxContent>"
    held = f"<w:sdtContent><w:p>{run.format('控件里的600万元')}</w:p></w:sdtContent>"
    kinds = [
        f"<w:ins w:id='1' w:author='a'>{run.format('插入300万元')}</w:ins>{removed}",
        f"<w:smartTag>{run.format('标记里的400万元')}</w:smartTag>",
        f"<w:r><w:pict><v:shape><v:textbox>{boxed}</v:textbox></v:shape></w:pict></w:r>",
    ]
    for kind in kinds:
        body.insert(0, parse_xml(f"<w:p {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'>{kind}</w:p>"))
    body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}>{held}</w:sdt>"))
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "资金", "700万元"
    out = io.BytesIO()
    document.save(out)
    text = receive_bytes(out.getvalue()).text
    for wanted in ("插入300万元", "标记里的400万元", "文本框里的500万元", "控件里的600万元", "资金\t700万元"):
        assert text.count(wanted) == 1, wanted
    assert "删去" not in text


def test_a_workbook_tells_whole_numbers_without_a_point() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("资金")
    sheet.write_row(0, 0, ["项目数", 30, 1.25, "万元"])
    book.close()
    assert "项目数\t30\t1.25\t万元" in receive_bytes(out.getvalue()).text


def pdf(*objects: str, trailer: str = "") -> bytes:
    """A PDF of these objects, the first one its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n"
            f"startxref\n{start}\n%%EOF\n"
        ).encode()
    )


def chinese_pdf(*lines: str, trailer: str = "") -> bytes:
    drawn = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td\n{drawn}ET"
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880"
        "/Descent -120/CapHeight 880/StemV 90>>",
        trailer=trailer,
    )


@pytest.mark.parametrize(("author", "told"), [("Administrator", ""), ("微软用户", ""), ("甲某", "甲某")])
def test_a_machines_name_is_nobodys(author: str, told: str) -> None:
    draft = docx.Document()
    draft.core_properties.author = author
    draft.add_paragraph("两地商量好了办法，事情一件件落地。")
    out = io.BytesIO()
    draft.save(out)
    assert receive_bytes(out.getvalue()).says.get("byline", "") == told


def test_a_sheet_without_rows_is_not_named_and_sheet_names_are_no_titles() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("Sheet1").write_row(0, 0, ["示例县帮扶情况表"])
        book.add_worksheet("Sheet2")
    assert receive_bytes(stream.getvalue()).text == "Sheet1\n示例县帮扶情况表"
    assert read_bytes(stream.getvalue()).says["title"] == "示例县帮扶情况表"


def test_a_pdf_is_read_and_a_number_at_the_end_of_a_line_stays_with_its_unit() -> None:
    lines = (
        "近日，甲县与乙区的示例产业园正在建设，今年以来到位协作资金1.20",
        "亿元，实施项目三十个，两地干部群众常来常往，在产业发展与人才交流",
        "等领域频频发力，合作不断加深，示例产业园的岗位也比去年更多，今后",
        "还要再办。",
    )
    received = receive_bytes(chinese_pdf(*lines))
    assert (received.type, received.says["pages"]) == ("pdf", "1")
    assert WANTED in received.text


def test_a_pdf_of_images_a_locked_and_a_broken_one_say_what_they_are() -> None:
    empty = pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
    )
    key = "<</Filter/Standard/V 1/R 2/P -4/O<" + "00" * 32 + ">/U<" + "11" * 32 + ">>>"
    locked = chinese_pdf("资金", trailer=f"/Encrypt {key}/ID[<{'22' * 16}><{'22' * 16}>]")
    assert problem_of(receive_bytes(empty)) == "document.scan"
    assert problem_of(receive_bytes(locked)) == "document.locked"
    assert problem_of(receive_bytes(b"%PDF-1.7\nnothing")) == "document.broken"


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 512


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in parts.items():
            written.writestr(name.replace("__", "/"), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (old_office("EncryptedPackage"), "locked", "口令"),
        (old_office("WordDocument"), "unknown_type", "docx"),
        (old_office("__substg1.0_"), "unknown_type", "eml"),
        (package(**{"OFD.xml": "<a/>"}), "unknown_type", "PDF"),
        (package(**{"ppt__presentation.xml": "<a/>"}), "unknown_type", "PDF"),
        (package(**{"word__document.xml": "<broken"}), "broken", "打不开"),
        (word_file()[:-200], "broken", "打不开"),
        (word_file()[:600] + b"\x00" * 900 + word_file()[1500:], "broken", "打不开"),
        (b"\xff\xd8\xff\xe0" + b"0" * 90, "unknown_type", "图片"),
        (b"Rar!\x1a\x07" + b"0" * 90, "unknown_type", "Word"),
    ],
)  # fmt: skip
def test_a_file_we_cannot_read_says_what_it_is_and_what_to_give_instead(data: bytes, code: str, said: str) -> None:
    received = receive_bytes(data)
    assert problem_of(received) == f"document.{code}"
    (problem,) = received.problems
    assert said in problem.what.zh + (problem.right.zh if problem.right else "")


def test_one_part_that_unpacks_to_too_much_is_enough_to_refuse() -> None:
    big = package(**{"word__document.xml": "0" * (101 * 1024 * 1024)})
    assert problem_of(receive_bytes(big)) == "document.bomb"


def test_a_page_of_a_hundred_thousand_shells_ends() -> None:
    received = receive_bytes(("<html><body>" + "<div>" * 100_000 + SENTENCE).encode())
    assert received.type == "html"


def damaged_inside(name: str) -> bytes:
    """A Word file whose outer shape is whole while the packed bytes of one part are not."""
    data = word_file()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = package.getinfo(name)
    start = part.header_offset + 30 + len(name)
    return data[: start + 40] + bytes(byte ^ 0x5A for byte in data[start + 40 : start + 120]) + data[start + 120 :]


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
def test_a_word_file_damaged_within_is_told_to_be_broken(name: str) -> None:
    assert problem_of(receive_bytes(damaged_inside(name))) == "document.broken"


def passed_on(times: int, *, as_bytes: bool) -> bytes:
    """A mail with a sentence and a picture, passed on as an attachment so many times."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "示例数字"
    mail.set_content(SENTENCE)
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="图.png")
    for number in range(times):
        shell = EmailMessage()
        shell["From"], shell["Subject"] = "b@example.org", f"转发{number}"
        shell.set_content("见附件，请核。")
        if as_bytes:
            shell.add_attachment(bytes(mail), maintype="application", subtype="octet-stream", filename="原信.eml")
        else:
            shell.add_attachment(mail)
        mail = shell
    return bytes(mail)


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_mail_passed_on_is_read_with_what_hangs_on_it(as_bytes: bool) -> None:
    received = receive_bytes(passed_on(1, as_bytes=as_bytes))
    assert WANTED in received.text
    assert received.says["unread"] == "图.png"
    assert WANTED in receive_bytes(passed_on(2, as_bytes=as_bytes)).text


def test_a_mail_in_many_shells_is_named_and_not_opened_for_ever() -> None:
    received = receive_bytes(passed_on(6, as_bytes=True))
    assert WANTED not in received.text
    assert received.says["unread"] == "原信.eml"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00" * 900, b"\x7fELF" + bytes(range(32)) * 40])
def test_a_program_is_not_taken_for_an_article(data: bytes) -> None:
    assert problem_of(receive_bytes(data)) == "document.unknown_type"
