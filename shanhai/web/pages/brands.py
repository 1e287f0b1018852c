"""Brands, titles and slogans: those that documents name, with what is known of them, and those an office entered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from shanhai.catalogue.book import BOOK
from shanhai.catalogue.words import Words
from shanhai.web.registers import Cell, Register, Sight, count, number_head, show_tabs, text_head
from shanhai.web.templatetags.words import word

TITLE = Words("品牌", "Brands")
NAMED = Words("材料里的名称", "Named in documents")
ENTERED = Words("登记的品牌和称号", "Brands and titles entered")
INTRO = Words(
    "品牌、称号和口号是名称，不是规则：名称里的数字不计数；材料没有说明含义的，照写没有说明。",
    "Brands, titles and slogans are names, not rules: numbers in them count nothing, and where no document explains "
    "one, that is said.",
)


def _named(sight: Sight) -> Register:
    fields = {field.code: field.title for field in BOOK.fields if field.brands}
    chosen = sight.condition("field", Words("领域", "Field"), fields, every=Words("各领域", "All fields"))
    numbers = {one.code: [row.number for row in BOOK.inventory if one.code in row.carried_by] for one in BOOK.brands}
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
        if chosen.lets(field.code) and sight.fits(brand.title.zh, brand.title.en, *brand.products, *brand.said_as)
    ]
    return Register(
        TITLE,
        INTRO,
        heads=(
            text_head("名称", "Name"),
            text_head("领域", "Field"),
            text_head("产品", "Products"),
            text_head("说明", "What is known"),
            text_head("清单行", "Inventory rows"),
        ),
        rows=rows,
        caption=NAMED,
        empty=Words("没有品牌", "No brands"),
        search=Words("名称、产品", "Name or product"),
        conditions=(chosen,),
    )


def _entered(sight: Sight) -> Register:
    products: dict[str, list[str]] = {}
    for group in sight.groups("certified_products", "brand", "product"):
        if group.keys[0] and group.value:
            products.setdefault(str(group.keys[0]), []).append(str(group.keys[1]))
    rows = []
    for group in sight.groups("brands_borne", "brand_name", "owned_by", "granted_by", "valid_to", "brand_products"):
        name, owner, granted, valid_to, told = (str(key or "") for key in group.keys)
        if not group.value or not sight.fits(name, owner, told):
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
        TITLE,
        INTRO,
        heads=(
            text_head("名称", "Name"),
            text_head("持有单位", "Owner"),
            text_head("授予单位", "Granted by"),
            text_head("有效期止", "Valid to"),
            text_head("产品", "Products"),
            number_head("认定产品", "Recognised", "product"),
        ),
        rows=rows,
        caption=ENTERED,
        empty=Words("还没有登记品牌", "No brand entered yet"),
        search=Words("名称、产品", "Name or product"),
        kinds=("consumption.brand",),
    )


TABS = {"named": (NAMED, _named), "entered": (ENTERED, _entered)}


@require_GET
def brands(request: HttpRequest) -> HttpResponse:
    """Show or export the brands that documents name, or those entered in the ledger with their products."""
    return show_tabs(request, TABS)


urlpatterns = [path("brands", brands, name="brands")]
