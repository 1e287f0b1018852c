"""Checks of one order: where its goods come from, its unit price, and whether quantity and price give the amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from shanhai.catalogue.controls import Row, write_yuan
from shanhai.catalogue.declare import Terms
from shanhai.catalogue.words import Problem, Words


def check_origin(row: Row, terms: Terms) -> list[Problem]:
    """Ask about goods whose county was not paired with the giving side on the day of the order.

    An agreement may count goods of the whole province, which `consumption.whole_province` set to true allows.
    """
    origin, giver, day = row.get("origin_place"), row.get("giver_place"), row.get("date")
    if not origin or not giver or not day or terms.settings.get("consumption.whole_province"):
        return []
    if row.get("wider_origin"):
        return []
    paired = terms.pairing_receivers(str(giver), str(day))
    if not paired or origin in paired:
        return []
    names = "、".join(terms.place_names(sorted(paired)))
    what = Words(
        "产地 {origin} 在 {day} 不在海方的结对范围。",
        "The origin {origin} was not paired with the giving side on {day}.",
    )
    right = Words("当日结对：{names}。", "Paired on that day: {names}.").fill(names=names)
    origin_name = terms.place_names([str(origin)])[0]
    return [
        Problem(
            "origin.not_paired", "ask", what.fill(origin=origin_name, day=day), right, origin_name, field="origin_place"
        )
    ]


def check_price(row: Row, terms: Terms) -> list[Problem]:
    """Ask about a unit price far outside what is known for the product; the factor is a setting."""
    price, product = row.get("unit_price"), row.get("product")
    if not isinstance(price, int) or not product:
        return []
    unit = str(row.get("quantity_unit") or "")
    known = terms.price_range(str(product), str(row.get("origin_place") or ""), unit)
    if known is None:
        return []
    factor = Decimal(str(terms.settings.get("consumption.price_factor", 2)))
    low, high = known
    if low / factor <= price <= high * factor:
        return []
    what = Words(
        "单价合 {price} 元/{unit}；此前{product}为 {low}—{high} 元/{unit}。",
        "The unit price is {price} yuan per {unit}; {product} was {low}–{high} yuan before.",
    )
    right = Words("请核小数点和计量单位。", "Please check the decimal point and the unit.")
    filled = what.fill(
        price=write_yuan(price), unit=unit or "件", product=product, low=write_yuan(low), high=write_yuan(high)
    )
    return [Problem("price.range", "ask", filled, right, write_yuan(price), field="unit_price")]


def check_product_of_price(row: Row, _terms: Terms) -> list[Problem]:
    """Ask where quantity times unit price is not the amount, to within one yuan."""
    amount, price, quantity = row.get("amount"), row.get("unit_price"), row.get("quantity")
    if not isinstance(amount, int) or not isinstance(price, int) or quantity in (None, ""):
        return []
    try:
        product = int((Decimal(str(quantity)) * price).to_integral_value(ROUND_HALF_UP))
    except InvalidOperation:
        return []
    if abs(product - amount) <= 100:
        return []
    what = Words(
        "数量 {quantity} × 单价 {price} 元 = {product} 元，金额却是 {amount} 元。",
        "Quantity {quantity} × unit price {price} = {product} yuan, but the amount is {amount} yuan.",
    )
    filled = what.fill(
        quantity=quantity, price=write_yuan(price), product=write_yuan(product), amount=write_yuan(amount)
    )
    right = Words("请核三者中哪一个写错。", "Please check which of the three is wrong.")
    return [Problem("amount.not_product", "ask", filled, right, write_yuan(amount), field="amount")]
