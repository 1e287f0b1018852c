"""Tags that show words in the reader's language, and sides, bases, numbers and days as the house writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shanhai.catalogue.units import UNITS
from shanhai.catalogue.words import Words
from shanhai.ledger.entry_numbers import write_entry_number
from shanhai.sheets.receive import batch_name
from shanhai.web.numbers import (
    NOTHING,
    Shown,
    exact_money,
    headline_money,
    table_money,
    write_day,
    write_decimal,
    write_percent,
)
from shanhai.web.place_words import place_text

register = template.Library()

MONEY = "CNY"
MONEY_PER = "CNY_per_"
SIDE_LETTERS = {"giver": "海", "receiver": "山", "neither": "三"}
SIDE_TITLES = {
    "giver": Words("海方：帮扶一方", "Giving side"),
    "receiver": Words("山方：受帮扶一方", "Receiving side"),
    "neither": Words("第三方：不属于任何一方", "Neither side"),
}
SIDE_WORDS = {
    "giver": Words("海方", "giving side"),
    "receiver": Words("山方", "receiving side"),
    "neither": Words("第三方", "neither side"),
}
BASIS_WORDS = {
    "agreed": Words("双签", "Agreed"),
    "reported": Words("上报", "Reported"),
    "stated": Words("文载", "Stated"),
    "pending": Words("待签", "Pending"),
    "differs": Words("有异", "Differs"),
    "reversed": Words("已冲正", "Reversed"),
    "reversal": Words("冲正", "Reversal"),
}
REPORTED_BY = {
    "giver": Words("海方上报", "Reported by giver"),
    "receiver": Words("山方上报", "Reported by receiver"),
}
OTHER_SIDE = {"giver": "receiver", "receiver": "giver"}


def reader_language() -> str:
    """The language the page is shown in: `zh` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def say(zh: str, en: str, **values: object) -> str:
    """Return a text in the reader's language, with `{names}` filled in."""
    return Words(zh, en).fill(**values).in_language(reader_language())


class SayNode(template.Node):
    """`{% say "中文" "English" name=value %}`: both texts are made ready when the template is compiled.

    A page of two hundred rows says some thousand texts, most of them without a value; those cost a look at the
    language and no more.
    """

    def __init__(self, words: Words, values: dict[str, FilterExpression], target: str) -> None:
        self.words, self.values, self.target = words, values, target
        self.ready = Words(*(conditional_escape(text) for text in (words.zh, words.en)))

    def render(self, context: template.Context) -> str:
        language = reader_language()
        if self.values:
            values = {name: value.resolve(context) for name, value in self.values.items()}
            said = self.words.fill(**values).in_language(language)
        elif context.autoescape and not self.target:
            return self.ready.in_language(language)
        else:
            said = self.words.in_language(language)
        if self.target:
            context[self.target] = said
            return ""
        return conditional_escape(said) if context.autoescape else said


@register.tag("say")
def compile_say(parser: Parser, token: Token) -> SayNode:
    """Show a text in the reader's language, with `{names}` filled in; `as name` keeps it for later instead."""
    bits = token.split_contents()[1:]
    target = bits.pop() if bits[-2:-1] == ["as"] else ""
    if target:
        bits.pop()
    values = token_kwargs(rest := bits[2:], parser)
    texts = [str(parser.compile_filter(bit).resolve(template.Context())) for bit in bits[:2] if bit[0] in "\"'"]
    if len(texts) != 2 or rest:
        raise template.TemplateSyntaxError(f"say takes two texts in quotes and names=values, not {bits}")
    # A text without values is formatted too, so that doubled braces read alike in both.
    words = Words(*texts) if values else Words(*texts).fill()
    return SayNode(words, values, target)


@register.simple_tag
def word(words: Words | str | None) -> str:
    """Show a value of two languages in the reader's; plain text as it is."""
    if isinstance(words, Words):
        return words.in_language(reader_language())
    return words or ""


@register.filter
def spoken(words: Words | str | None) -> str:
    """The same as a filter, for attributes and arguments: `{{ kind.title|spoken }}`."""
    return word(words)


@register.simple_tag
def side(name: str) -> SafeString:
    """Show the seal of a side: 海 in sea, 山 in pine."""
    title = SIDE_TITLES[name].in_language(reader_language())
    shape = "side" if name == "giver" else f"side {name}"
    seal = '<span class="{}" title="{}" lang="zh-CN" role="img" aria-label="{}">{}</span>'
    return format_html(seal, shape, title, title, SIDE_LETTERS[name])


@register.simple_tag
def other_side(name: str) -> SafeString:
    """Show the seal of the side opposite to this one."""
    return side(OTHER_SIDE[name])


@register.simple_tag
def side_name(name: str) -> str:
    """Say the name of a side in words."""
    return SIDE_WORDS[name].in_language(reader_language())


@register.simple_tag
def pair(giver: object, receiver: object) -> SafeString:
    """Show who helps whom: `海 柯桥区 → 山 峨边彝族自治县`."""
    return format_html(
        '<span class="pair"><span class="end">{}{}</span><span class="to" aria-hidden="true">→</span>'
        '<span class="end">{}{}</span></span>',
        side("giver"),
        place_text(str(giver or NOTHING)),
        side("receiver"),
        place_text(str(receiver or NOTHING)),
    )


@register.filter
def place(text: str) -> str:
    """The name of a place as the reader's language has it; any other text as it is."""
    return place_text(str(text or ""))


@register.filter
def sides(pairing: Any) -> str:
    """The two sides of a pairing in one text: `上虞区—金口河区`."""
    return f"{place_text(pairing.giver_label)}—{place_text(pairing.receiver_label)}" if pairing else ""


@register.simple_tag
def basis(name: str, side: str = "", count: int | None = None) -> SafeString:
    """Show a basis or state by shape and word; `side` says who alone reported, `count` puts a number before it."""
    words = REPORTED_BY.get(side, BASIS_WORDS[name]) if name == "reported" else BASIS_WORDS[name]
    shape = f"{name} receiver" if name == "reported" and side == "receiver" else name
    text = words.in_language(reader_language())
    if count is not None:
        text = f"{count:,} 条{text}" if reader_language() == "zh" else f"{count:,} {text.lower()}"
    return format_html('<span class="basis {}">{}</span>', shape, text)


@register.simple_tag
def sample() -> SafeString:
    """Mark what stands beside it as made up for the example."""
    return format_html('<span class="tag sample">{}</span>', say("示例数据", "Example data"))


@register.simple_tag
def day(value: date | None, style: str = "prose", precision: str = "day") -> str:
    """Write a day: `prose` (default), `table` or `short`; `—` for none."""
    return write_day(value, reader_language(), style=style, precision=precision)


def _per(unit: str) -> str:
    """What money of such a unit is for, as it follows the money's own unit: `/县`, ` per county`."""
    return word(UNITS[unit].title).removeprefix(word(UNITS[MONEY].title))


def show_amount(value: int | None, unit: str, style: str = "headline") -> Shown:
    """Write an amount of a unit's smallest parts: money by `style` (headline, fine, table, exact), others as counts.

    >>> show_amount(418, "person").number
    '418'
    """
    language = reader_language()
    if value is None:
        return Shown(NOTHING, "")
    if unit == MONEY:
        if style == "table":
            return table_money(value, language)
        if style == "exact":
            return exact_money(value, language)
        return headline_money(value, language, fine=style == "fine")
    if unit.startswith(MONEY_PER) and style in {"headline", "fine"}:
        money = headline_money(value, language, fine=style == "fine")
        return Shown(money.number, f"{money.unit}{_per(unit)}")
    if unit == "percent":
        return Shown(f"{write_decimal(value, 100, decimals=1)}%", "")
    declared = UNITS.get(unit)
    if declared is None:
        return Shown(write_decimal(value, 1, decimals=0), unit)
    return Shown(write_decimal(value, declared.minor, decimals=declared.scale), word(declared.title))


@register.simple_tag
def money(fen: int | None, style: str = "headline") -> str:
    """Write fen with their unit, as `27.36 亿元`; styles headline, fine, table, exact."""
    return str(show_amount(fen, MONEY, style))


@register.simple_tag
def amount(value: int | None, unit: str, style: str = "headline") -> str:
    """Write an amount of any unit with its unit."""
    return str(show_amount(value, unit, style))


@register.simple_tag
def bare_amount(value: int | None, unit: str, style: str = "table") -> str:
    """Write an amount without its unit, for a column whose head carries it."""
    return show_amount(value, unit, style).number


@register.simple_tag
def big_amount(value: int | None, unit: str, style: str = "headline") -> SafeString:
    """Write an amount with its unit small beside it, for use inside `.big`."""
    shown = show_amount(value, unit, style)
    return format_html("{}<small>{}</small>", shown.number, shown.unit)


@register.simple_tag
def unit_word(unit: str, style: str = "headline") -> str:
    """Say the unit that a column of a style shows."""
    if unit == MONEY and style == "table":
        return say("万元", "thousand CNY")
    if unit == MONEY:
        return say("元", "CNY")
    declared = UNITS.get(unit)
    return word(declared.title) if declared else unit


@register.simple_tag
def percent(part: int | None, whole: int | None) -> str:
    """Write a share with one decimal; `—` where either is missing."""
    return NOTHING if part is None or whole is None else write_percent(part, whole)


@register.simple_tag
def figure_link(figure: Any, address: str, style: str = "headline", part: str = "number") -> SafeString:
    """Show a figure as the link to its passport, read aloud as number, unit, basis.

    `figure` has `value` in smallest parts (None: no entries), `unit` and `basis`. `part` is `number` (the unit stands
    beside or in a head) or `all`.
    """
    shown = show_amount(figure.value, figure.unit, style)
    said = f"{shown}，{word(BASIS_WORDS[figure.basis])}，看来历"
    if reader_language() == "en":
        said = f"{shown}, {word(BASIS_WORDS[figure.basis]).lower()}, open its passport"
    text = shown.number if part == "number" else str(shown)
    return format_html('<a class="fig" href="{}" aria-label="{}">{}</a>', address, said, text)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The page's own address with some of its query replaced; an empty value takes a part away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def without_query(context: template.Context, name: str) -> str:
    """The page's own address without one part of its query, from the first page on."""
    return with_query(context, **{name: "", "page": ""})


@register.simple_tag(takes_context=True)
def query_value(context: template.Context, name: str) -> str:
    """What the address says for one part of its query."""
    return str(context["request"].GET.get(name, ""))


@register.simple_tag
def entry_number(entry: Any) -> str:
    """Write an entry's number as people do: `E-2026-004340`."""
    return write_entry_number(entry.serial, entry.known_on)


@register.simple_tag
def document_side(sides: dict[int, str], link: int) -> SafeString | str:
    """Show the seal of the side whose office gave a document; `—` where no office did."""
    return side(sides[link]) if sides.get(link) else NOTHING


@register.simple_tag
def batch_number(batch: Any) -> str:
    """Write a batch's number as people do: `批次 B-2026-0088`."""
    return say("批次 {name}", "batch {name}", name=batch_name(batch))


@register.simple_tag
def office_name(office: Any) -> str:
    """The name of an office in the reader's language, where it has one in English."""
    return (office.name_en if reader_language() == "en" else "") or office.name


@register.simple_tag
def side_said(said: Any) -> str:
    """Say which side said what: `海方上报`, `Receiving side differed`."""
    who, what = SIDE_WORDS[said.side], said.word
    return say("{who}{what}", "{who} {what}", who=who, what=what)


@register.simple_tag
def column_head(column: Any) -> str:
    """Write the name of a kind's column with its unit, as the head of its workbook has it."""
    return str(column.head(reader_language()))


@register.simple_tag
def number(value: int | None) -> str:
    """Write a whole number with thousands separators."""
    return NOTHING if value is None else write_decimal(value, 1, decimals=0)


@register.simple_tag(takes_context=True)
def sorter(context: template.Context, key: str, zh: str, en: str, css: str = "") -> SafeString:
    """Show a head cell that sorts its column: first click as `key`, next click as `-key`."""
    query = context["request"].GET.copy()
    chosen = context.get("sort") or query.get("sort", "")
    query["sort"] = f"-{key}" if chosen == key else key
    query.pop("after", None)
    query.pop("page", None)
    state = {key: "ascending", f"-{key}": "descending"}.get(chosen)
    aria = mark_safe(f' aria-sort="{state}"') if state else ""  # noqa: S308 - one of two fixed words
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="?{}">{}</a></th>', css, aria, query.urlencode(), say(zh, en)
    )


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    """Show where a Django page of a list stands and the ways to the next and the previous one."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": f"{query.urlencode()}&" if query else ""}
