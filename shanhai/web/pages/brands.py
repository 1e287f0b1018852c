"""Brands, titles and slogans: those that documents name, with what is known of them, and those an office entered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.ledger.may import scope_for
from shanhai.offices.may import Actor
from shanhai.web.asked import current_snapshot
from shanhai.web.registers import (
    Cell,
    Condition,
    Register,
    Tab,
    choose,
    count,
    fits,
    groups_of,
    number_head,
    require_reader,
    show_register,
    text_head,
)  # fmt: skip
from shanhai.web.templatetags.words import word

TABS = {
    "named": Words("材料里的名称", "Named in documents"),
    "entered": Words("登记的品牌和称号", "Brands and titles entered"),
}


@require_GET
def brands(request: HttpRequest) -> HttpResponse:
    """Show or export the brands that documents name, or those entered in the ledger with their products."""
    actor = require_reader(request)
    tab = choose(request, "tab", TABS, "named")
    register = _named(request) if tab == "named" else _entered(request, actor)
    return show_register(request, register)


def _tabs() -> tuple[Tab, ...]:
    return tuple(Tab(code, words) for code, words in TABS.items())


_INTRO = Words(
    "品牌、称号和口号是名称，不是规则：名称里的数字不计数；材料没有说明含义的，照写没有说明。",
    "Brands, titles and slogans are names, not rules: numbers in them count nothing, and where no document explains "
    "one, that is said.",
)


def _named(request: HttpRequest) -> Register:
    fields = {field.code: field.title for field in BOOK.fields if field.brands}
    chosen = choose(request, "field", fields)
    numbers = {code: [row.number for row in BOOK.inventory if code in row.carried_by] for code in _codes()}
    rows = [
        [
            Cell(word(brand.title), sub=brand.title.zh if word(brand.title) != brand.title.zh else ""),
            Cell(word(field.title)),
            Cell("、".join(brand.products) or "—"),
            Cell(word(brand.note) or "—"),
            Cell("、".join(str(number) for number in numbers[brand.code]) or "—"),
        ]
        for field in BOOK.fields
        for brand in field.brands
        if (not chosen or field.code == chosen)
        and fits(request, brand.title.zh, brand.title.en, *brand.products, *brand.said_as)
    ]
    return Register(
        title=Words("品牌", "Brands"),
        intro=_INTRO,
        heads=(
            text_head("名称", "Name"),
            text_head("领域", "Field"),
            text_head("产品", "Products"),
            text_head("说明", "What is known"),
            text_head("清单行", "Inventory rows"),
        ),
        rows=rows,
        caption=TABS["named"],
        empty=Words("没有品牌", "No brands"),
        search=Words("名称、产品", "Name or product"),
        tabs=_tabs(),
        tab="named",
        conditions=(
            Condition("field", Words("领域", "Field"), (("", Words("各领域", "All fields")), *fields.items()), chosen),
        ),
    )


def _codes() -> list[str]:
    return [brand.code for brand in BOOK.brands]


def _entered(request: HttpRequest, actor: Actor) -> Register:
    scope, snapshot = scope_for(actor), current_snapshot()
    keys = ("brand_name", "owned_by", "granted_by", "valid_to", "brand_products")
    held = groups_of("brands_borne", keys, scope=scope, snapshot=snapshot)
    certified = groups_of("certified_products", ("brand", "product"), scope=scope, snapshot=snapshot)
    products: dict[str, list[str]] = {}
    for group in certified:
        if group.keys[0] and group.value:
            products.setdefault(str(group.keys[0]), []).append(str(group.keys[1]))
    rows = []
    for group in held:
        name, owner, granted, valid_to, told = (str(key or "") for key in group.keys)
        if not group.value or not fits(request, name, owner, told):
            continue
        rows.append(
            [
                Cell(name),
                Cell(owner or "—"),
                Cell(granted or "—"),
                Cell(valid_to or "—"),
                Cell(told or "—", sub="、".join(products.get(name, []))),
                count(len(products.get(name, []))),
            ]
        )
    return Register(
        title=Words("品牌", "Brands"),
        intro=_INTRO,
        heads=(
            text_head("名称", "Name"),
            text_head("持有单位", "Owner"),
            text_head("授予单位", "Granted by"),
            text_head("有效期止", "Valid to"),
            text_head("产品", "Products"),
            number_head("认定产品", "Recognised", "product"),
        ),
        rows=rows,
        caption=TABS["entered"],
        empty=Words("还没有登记品牌", "No brand entered yet"),
        search=Words("名称、产品", "Name or product"),
        tabs=_tabs(),
        tab="entered",
        kinds=("consumption.brand",),
    )


urlpatterns = [path("brands", brands, name="brands")]
