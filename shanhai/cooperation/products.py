"""Products recognised as assisted goods, brands and refunds: what surrounds an order.

Only products of the catalogue inside their validity count (domain notes 4).
"""

from __future__ import annotations

from dataclasses import replace

from shanhai.catalogue.controls import Row, problem_at, write_yuan
from shanhai.catalogue.declare import Choice, Column, Control, Kind, Setting, Terms
from shanhai.catalogue.words import Problem, Words

ORDERS = ("consumption.purchase", "consumption.assisted_sale")
REFUND_CODE = "consumption.refund"
ORDER_NO = Column(
    "order_no",
    Words("订单号", "Order no."),
    required=True,
    said_as=("订单编号", "订单号码", "单号", "合同号"),
    help=Words("同一订单只记一次，不论贴几个标签。", "One order is recorded once, whatever its labels."),
    example="示例XF2023070001",
    longest=80,
)
PRODUCT_NAME = Column(
    "product",
    Words("产品", "Product"),
    required=True,
    said_as=("产品名称", "商品", "商品名称", "品名"),
    example="苦荞茶",
)
CERTIFICATE_NO = Column(
    "certificate_no",
    Words("认证编号", "Certificate no."),
    said_as=("帮扶产品认证编号", "证书编号", "认定编号"),
    help=Words("帮扶产品认定的编号。", "Number of the recognition as an assisted product."),
    longest=80,
)
UPSTREAM = Column(
    "upstream_order_no",
    Words("上游订单号", "Order it was bought under"),
    said_as=("批发订单号", "来源订单号", "上家订单号"),
    help=Words(
        "货是从另一张已上报的订单买来再卖的，写那张的订单号；首次出县的留空。只有首次出县的计入销售额。",
        "Goods resold from an order already told: its number. Blank for the first sale out of the county, which alone "
        "counts as sales.",
    ),
    longest=80,
)
WIDER_ORIGIN = Column(
    "wider_origin",
    Words("产地口径", "Wider origin"),
    type="choice",
    choices=(
        Choice("province", Words("全省货物", "Goods of the whole province"), ("全省", "省内其他县")),
        Choice("elsewhere", Words("其他地区", "Goods from elsewhere"), ("外省",)),
    ),
    said_as=("是否结对县产品", "产地范围"),
    help=Words("结对县的货留空；别处的选一项，另算。", "Blank for goods of the paired county; others are told apart."),
)

CERTIFIED = Kind(
    "consumption.product",
    Words("帮扶产品认定", "Product recognised as assisted goods"),
    stage="actual",
    nature="observation",
    amount_unit="product",
    amount_title=Words("认定(1)或撤销(0)", "Recognised (1) or withdrawn (0)"),
    columns=(
        replace(CERTIFICATE_NO, required=True),
        PRODUCT_NAME,
        Column("holder", Words("持证单位", "Holder"), required=True, said_as=("企业名称", "生产单位", "供应商")),
        Column("certified_by", Words("认定单位", "Recognised by"), said_as=("认定机关", "发证单位")),
        Column("valid_from", Words("有效期起", "Valid from"), type="day", required=True, said_as=("生效日期",)),
        Column("valid_to", Words("有效期止", "Valid to"), type="day", required=True, said_as=("到期日", "有效期至")),
        Column("brand", Words("所属品牌", "Brand"), said_as=("公用品牌", "区域品牌")),
    ),
    subject="certificate_no",
    said_as=("帮扶产品目录", "产品目录", "帮扶产品公示"),
    help=Words("一个产品一行；续期再记一行，撤销记 0。", "A product a row; a renewal is a new row, 0 withdraws it."),
    public=True,
)
BRAND = Kind(
    "consumption.brand",
    Words("品牌和称号", "Brand or title"),
    stage="actual",
    nature="observation",
    amount_unit="brand",
    amount_title=Words("在用(1)或失效(0)", "Borne (1) or lapsed (0)"),
    columns=(
        Column("brand_name", Words("名称", "Name"), required=True, said_as=("品牌名称", "称号", "商标")),
        Column("owned_by", Words("持有单位", "Owner"), required=True, said_as=("所有人", "注册单位")),
        Column("granted_by", Words("授予单位", "Granted by"), said_as=("认定机构", "授牌单位")),
        Column("valid_to", Words("有效期止", "Valid to"), type="day", said_as=("到期日",)),
        Column("brand_products", Words("产品", "Products"), longest=300, said_as=("授权产品", "品牌产品")),
    ),
    subject="brand_name",
    said_as=("区域公用品牌", "地理标志", "品牌名录"),
    help=Words("注册或获授一行，失效记 0。", "A row when it is registered or granted, 0 once it lapses."),
)
REFUND = Kind(
    REFUND_CODE,
    Words("退货退款", "Refund of an order"),
    stage="actual",
    amount_title=Words("退款金额(写负数)", "Amount refunded (negative)"),
    columns=(
        ORDER_NO,
        Column("refund_no", Words("退款单号", "Refund no."), required=True, said_as=("退货单号",), longest=80),
        UPSTREAM,
        WIDER_ORIGIN,
    ),
    natural_key=("refund_no", "order_no"),
    subject="order_no",
    negative_allowed=True,
    said_as=("退款", "退货"),
    help=Words("退回的钱写负数，从销售额里减去。", "Money given back as a negative amount; it lowers sales."),
)


def check_certificate(row: Row, terms: Terms) -> list[Problem]:
    """A certificate named on an order is in the register and was valid on the day of the order."""
    number, day = row.get("certificate_no"), str(row.get("date") or "")
    if not number:
        if not terms.settings.get("consumption.certificate_required"):
            return []
        what = Words("没有写认证编号。", "The certificate number is missing.")
        right = Words(
            "写当日有效的认证编号；没有认定的不计入。", "Write one valid on that day; other goods do not count."
        )
        return problem_at("certificate.missing", "blocks", "certificate_no", "", what=what, right=right)
    known = [one for one in terms.standing("consumption.product", str(number)) if str(one.get("date") or "") <= day]
    if not terms.standing("consumption.product", str(number)):
        what = Words("认证编号 {number} 不在产品登记里。", "Certificate {number} is not in the register.")
        right = Words("请核编号，或先登记这个产品。", "Please check the number, or register the product first.")
        return problem_at(
            "certificate.unknown", "ask", "certificate_no", number, what=what.fill(number=number), right=right
        )
    if not day or _is_valid(known, day):
        return []
    latest = max(terms.standing("consumption.product", str(number)), key=lambda one: str(one.get("valid_to") or ""))
    what = Words(
        "认证 {number} 在下单日 {day} 无效：有效期 {first} 至 {last}。",
        "Certificate {number} was not valid on {day}, the day of the order: it runs from {first} to {last}.",
    ).fill(number=number, day=day, first=latest.get("valid_from"), last=latest.get("valid_to"))
    right = Words("写当日有效的认证，或先登记续期。", "Name one valid on that day, or register its renewal first.")
    return problem_at("certificate.lapsed", "blocks", "certificate_no", number, what=what, right=right)


def check_certified_goods(row: Row, terms: Terms) -> list[Problem]:
    """Ask where an order names a certificate that is registered for other goods."""
    number, product = row.get("certificate_no"), _plain(row.get("product"))
    known = terms.standing("consumption.product", str(number)) if number and product else ()
    names = [str(one["product"]) for one in known if one.get("product")]
    if not names or any(_plain(name) in product or product in _plain(name) for name in names):
        return []
    what = Words("认证 {number} 登记的产品是{names}，这一单是{product}。",
                 "Certificate {number} is registered for {names}; this order is of {product}.")  # fmt: skip
    right = Words("请核编号；不是认定的产品不计入。", "Please check the number; other goods do not count.")
    said = what.fill(number=number, names="、".join(dict.fromkeys(names)), product=row.get("product"))
    return problem_at("certificate.other_goods", "ask", "certificate_no", number, what=said, right=right)


def check_certificate_number(row: Row, terms: Terms) -> list[Problem]:
    """Ask where a certificate's number is registered again for another product or holder."""
    number, same = row.get("certificate_no"), ("product", "holder")
    for one in terms.standing(CERTIFIED.code, str(number)) if number else ():
        other = [code for code in same if one.get(code) and row.get(code) and _plain(one[code]) != _plain(row[code])]
        if other:
            what = Words("认证编号 {number} 已登记给{told}。", "Certificate {number} is registered for {told} already.")
            right = Words("请核编号；换证的用新编号登记。", "Please check; a new certificate has a number of its own.")
            told = "、".join(str(one[code]) for code in other)
            said = what.fill(number=number, told=told)
            return problem_at("certificate.number_taken", "ask", "certificate_no", number, what=said, right=right)
    return []


def _is_valid(known: list[Row], day: str) -> bool:
    """Whether the newest word on some recognition that covers the day is not a withdrawal."""
    if not known or known[-1].get("amount") == 0:
        return False
    return any(
        one.get("amount") and str(one.get("valid_from") or "") <= day <= str(one.get("valid_to") or "9999")
        for one in known
    )


def check_validity(row: Row, _terms: Terms) -> list[Problem]:
    """A recognition ends after it begins, and its value is 1 or 0."""
    first, last = str(row.get("valid_from") or ""), str(row.get("valid_to") or "")
    if row.get("amount") not in (0, 1, None):
        what = Words("数值是 {value}。", "The value is {value}.").fill(value=row.get("amount"))
        right = Words("认定写 1，撤销写 0。", "1 for recognised, 0 for withdrawn.")
        return problem_at("listed.not_one", "blocks", "amount", row.get("amount"), what=what, right=right)
    if not first or not last or first <= last:
        return []
    what = Words("有效期止 {last} 早于起 {first}。", "It ends on {last}, before it begins on {first}.")
    right = Words("请核两个日期。", "Please check both days.")
    return problem_at(
        "certificate.backwards", "blocks", "valid_to", last, what=what.fill(first=first, last=last), right=right
    )


def check_chain(row: Row, terms: Terms) -> list[Problem]:
    """A resold order names another order, and one that is told; otherwise neither of the two would count."""
    upstream, own = row.get("upstream_order_no"), row.get("order_no")
    if not upstream or row.get("kind") == REFUND_CODE:
        return []
    if _plain(upstream) == _plain(own):
        what = Words("上游订单号就是本单的订单号。", "The order it was bought under is the order itself.")
        right = Words("首次出县的留空；转卖的写批发那一单。", "Blank for a first sale; else the wholesale order.")
        return problem_at("chain.itself", "blocks", "upstream_order_no", upstream, what=what, right=right)
    if any(terms.standing(kind, str(upstream)) for kind in ORDERS):
        return []
    what = Words(
        "上游订单 {upstream} 不在账本里，这一单又不计入。",
        "Order {upstream} is not in the ledger, nor does this count.",
    )
    right = Words(
        "先上报上游订单；它就是首次出县的，留空。", "Report that order first, or leave it blank if this is the first."
    )
    return problem_at(
        "chain.unknown", "ask", "upstream_order_no", upstream, what=what.fill(upstream=upstream), right=right
    )


def check_refund(row: Row, terms: Terms) -> list[Problem]:
    """Refunds of an order, together, are not more than what was paid for it; they are written as negative amounts."""
    amount, number = row.get("amount"), row.get("order_no")
    if not isinstance(amount, int) or not number:
        return []
    if amount >= 0:
        what = Words("退款金额不是负数。", "The amount refunded is not negative.")
        right = Words("退回的钱写负数，如 -580.00。", "Write it as a negative amount, such as -580.00.")
        return problem_at("refund.positive", "blocks", "amount", write_yuan(amount), what=what, right=right)
    orders = [one for kind in ORDERS for one in terms.standing(kind, str(number))]
    if not orders:
        what = Words("订单 {number} 不在账本里。", "Order {number} is not in the ledger.").fill(number=number)
        right = Words("请核订单号，或先上报这张订单。", "Please check the number, or report the order first.")
        return problem_at("refund.no_order", "ask", "order_no", number, what=what, right=right)
    first, day = min(str(one.get("date") or "") for one in orders), str(row.get("date") or "")
    if day and day < first:
        what = Words("{day} 退款，早于订单的 {first}。", "Refunded on {day}, before the order of {first}.")
        right = Words("退款日期不早于 {first}。", "Refunded on {first} at the earliest.").fill(first=first)
        return problem_at("refund.before", "blocks", "date", day, what=what.fill(day=day, first=first), right=right)
    paid = sum(int(one["amount"]) for one in orders)
    given_back = -amount - sum(int(one["amount"]) for one in terms.standing(REFUND_CODE, str(number)))
    if given_back <= paid:
        return []
    what = Words(
        "退款共 {back} 元，多于订单 {number} 的 {paid} 元。",
        "Refunds come to {back} yuan, more than the {paid} yuan of order {number}.",
    ).fill(back=write_yuan(given_back), paid=write_yuan(paid), number=number)
    right = Words("合计退款不多于 {paid} 元。", "Refunds in all are at most {paid} yuan.").fill(paid=write_yuan(paid))
    return problem_at("refund.above_payment", "blocks", "amount", write_yuan(amount), what=what, right=right)


def _plain(value: object) -> str:
    return "".join(str(value or "").split()).upper()


_WHOLE = (*ORDERS, REFUND_CODE)
PRODUCT_CONTROLS = (
    Control("consumption.certificate_valid", Words("认证在下单日有效", "The certificate was valid"), "blocks",
            ORDERS, check_certificate, source="帮扶产品只统计目录内且在有效期的（重庆口径）"),
    Control("consumption.certificate_goods", Words("认证是这个产品的", "The certificate is of these goods"), "ask",
            ORDERS, check_certified_goods),
    Control("consumption.certificate_number", Words("一个认证编号一个产品", "A certificate's number names one product"),
            "ask", (CERTIFIED.code,), check_certificate_number),
    Control("consumption.certificate_dates", Words("认定有效期顺序", "Days of a recognition"), "blocks",
            (CERTIFIED.code,), check_validity),
    Control("consumption.first_sale", Words("转卖订单的上游在账本", "A resold order's source is told"), "ask", ORDERS,
            check_chain),
    Control("consumption.refund_within_payment", Words("退款不多于付款", "Refunds within the payment"), "blocks",
            (REFUND_CODE,), check_refund),
)  # fmt: skip


def declare_settings(channels: tuple[Choice, ...]) -> tuple[Setting, ...]:
    """The settings of products and channels; the local list of 五进 is chosen among the channels."""
    return (
        Setting(
            "consumption.certificate_required",
            Words("订单必须有有效认证", "Orders need a valid certificate"),
            False,
        ),
        Setting(
            "consumption.certificate_warn_days",
            Words("认证到期前几天提醒", "Tell of certificates that end within"),
            60,
            "天",
        ),
        Setting(
            "consumption.five_channels",
            Words("“五进”包括哪些渠道", "The channels of the local “five entries”"),
            ("offices", "schools", "hospitals", "firms", "communities"),
            choices=channels,
            place_of="giver",
        ),
        Setting(
            "consumption.channels",
            Words("本地表格列哪些渠道", "The channels that tables of a place list"),
            tuple(one.code for one in channels),
            choices=channels,
            place_of="giver",
        ),
    )
