"""Consumption assistance: goods of the receiving side bought, or helped to market, by the giving side.

An order has one amount, whatever it is reported under: purchases and assisted sales share their order numbers, and
labels say under which programmes and platforms an order is also told.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from shanhai.catalogue.controls import Row, ask_amount_range, refuse_future_date, write_yuan
from shanhai.catalogue.declare import Choice, Column, Control, CooperationField, Indicator, Kind, Setting, Terms
from shanhai.catalogue.words import Problem, Words
from shanhai.cooperation.consumption_said_as import SAID_AS
from shanhai.figures import fold

ORDER_NO = Column(
    "order_no",
    Words("订单号", "Order no."),
    required=True,
    said_as=("订单编号", "订单号码", "单号", "合同号"),
    help=Words("同一订单只记一次，不论贴几个标签。", "One order is recorded once, whatever its labels."),
    example="示例XF2023070001",
    longest=80,
)
PRODUCT = Column(
    "product",
    Words("产品", "Product"),
    required=True,
    said_as=("产品名称", "商品", "商品名称", "品名"),
    example="苦荞茶",
)
CATEGORY = Column("category", Words("类别", "Category"), said_as=("产品类别", "品类"), example="茶叶", longest=40)
ORIGIN = Column(
    "origin_place",
    Words("产地县", "County of origin"),
    type="place",
    required=True,
    said_as=("产地", "原产地", "产地县（区）", "货源地"),
    help=Words("货物产自哪个县。", "The county the goods come from."),
    example="马边彝族自治县",
)
QUANTITY = Column("quantity", Words("数量", "Quantity"), type="decimal", said_as=("采购数量", "销售数量"), example="36")
QUANTITY_UNIT = Column(
    "quantity_unit", Words("计量单位", "Unit of quantity"), said_as=("数量单位", "规格单位"), example="盒", longest=20
)
UNIT_PRICE = Column(
    "unit_price", Words("单价", "Unit price"), type="money", unit="CNY", said_as=("单价（元）", "价格"), example="58"
)
CHANNEL = Column(
    "channel",
    Words("渠道", "Channel"),
    type="choice",
    said_as=("销售渠道", "采购渠道", "五进", "进入渠道"),
    choices=(
        Choice("offices", Words("进机关", "Into offices"), ("机关", "机关采购", "机关食堂", "进机关食堂")),
        Choice("schools", Words("进学校", "Into schools"), ("学校", "学校食堂", "进校园", "高校")),
        Choice("hospitals", Words("进医院", "Into hospitals"), ("医院", "医院食堂")),
        Choice("firms", Words("进企业", "Into firms"), ("企业", "企业采购", "企业食堂")),
        Choice("markets", Words("进商超", "Into markets"), ("商超", "超市", "市场", "商超专柜", "批发市场", "进市场")),
        Choice("communities", Words("进社区", "Into communities"), ("社区", "社区团购")),
        Choice("barracks", Words("进军营", "Into barracks"), ("军营", "部队")),
        Choice("unions", Words("工会采购", "Union purchases"), ("工会", "工会福利", "职工福利", "疗休养")),
        Choice("online", Words("线上电商", "Online"), ("电商", "线上", "直播", "直播带货", "网店", "电商平台")),
        Choice("platform_832", Words("832平台", "Platform 832"), ("脱贫地区农副产品网络销售平台", "832")),
        Choice("outlets", Words("专馆专柜", "Outlets of assisted goods"), ("专馆", "专区", "专柜", "专店", "门店")),
        Choice("restaurants", Words("餐厅", "Restaurants"), ("西餐厅", "餐饮", "餐饮企业")),
        Choice("fairs", Words("展销会", "Fairs"), ("展销", "展会", "集市", "年货节")),
        Choice("other", Words("其他", "Other"), ("其它",)),
    ),
)
CERTIFICATE_NO = Column(
    "certificate_no",
    Words("认证编号", "Certificate no."),
    said_as=("帮扶产品认证编号", "证书编号", "认定编号"),
    help=Words("帮扶产品认定的编号。", "Number of the recognition as an assisted product."),
    longest=80,
)
INVOICE_NO = Column("invoice_no", Words("发票号码", "Invoice no."), said_as=("发票号", "发票编号", "票号"), longest=40)
LABELS = (
    Choice("east_west", Words("东西部协作", "East–West cooperation"), ("东西部", "东西部扶贫协作")),
    Choice("mountain_sea", Words("山海协作", "Mountain–Sea cooperation"), ("山海",)),
    Choice("paired_support", Words("对口支援", "Paired support"), ("对口",)),
    Choice("fixed_point", Words("定点帮扶", "Fixed-point assistance"), ("定点",)),
    Choice("platform_832", Words("832平台", "Platform 832"), ("832",)),
    Choice("reserved_share", Words("预留份额", "Reserved share"), ("预留采购份额",)),
    Choice("union_welfare", Words("工会福利", "Union welfare"), ("工会",)),
)
_ORDER = (
    ORDER_NO,
    PRODUCT,
    CATEGORY,
    ORIGIN,
    QUANTITY,
    QUANTITY_UNIT,
    UNIT_PRICE,
    CHANNEL,
    CERTIFICATE_NO,
    INVOICE_NO,
)

PURCHASE = Kind(
    "consumption.purchase",
    Words("采购", "Purchase of goods"),
    stage="actual",
    columns=_ORDER,
    natural_key=("order_no",),
    key_family="consumption.order",
    subject="order_no",
    labels=LABELS,
    said_as=("消费帮扶", "消费帮扶采购", "采购订单", "直接采购"),
    help=Words(
        "海方单位自己买的山方货物，一行一单。",
        "Goods of the receiving side bought by the giving side, one order a row.",
    ),
)
ASSISTED_SALE = Kind(
    "consumption.assisted_sale",
    Words("帮助销售", "Assisted sale"),
    stage="actual",
    columns=_ORDER,
    natural_key=("order_no",),
    key_family="consumption.order",
    subject="order_no",
    labels=LABELS,
    said_as=("助销", "帮销", "帮助销售订单", "代销"),
    help=Words(
        "经海方渠道卖给他人的山方货物，一行一单。", "Goods sold to others through the giving side, one order a row."
    ),
)


def _declare_shops(code: str, zh: str, en: str, *, said_as: tuple[str, ...]) -> Kind:
    return Kind(
        code,
        Words(zh, en),
        stage="actual",
        nature="observation",
        amount_unit="store",
        amount_title=Words("家数", "Number of shops"),
        columns=(
            Column(
                "shop_name",
                Words("门店（品牌）", "Shop or chain"),
                required=True,
                said_as=("门店名称", "店名", "品牌名称"),
            ),
            Column("operator", Words("经营单位", "Operator"), said_as=("运营单位", "经营主体")),
            Column("address", Words("地址", "Address"), said_as=("门店地址", "所在地")),
        ),
        subject="shop_name",
        said_as=said_as,
        help=Words("某一天在营的家数；关停后记 0。", "How many trade on a day; 0 once closed."),
    )


OUTLETS = _declare_shops(
    "consumption.outlets",
    "消费帮扶门店",
    "Outlets for assisted products",
    said_as=("门店", "超市", "连锁店", "专馆专柜"),
)
RESTAURANTS = _declare_shops(
    "consumption.restaurants", "消费帮扶餐厅", "Restaurants of assisted products", said_as=("餐厅", "西餐厅", "咖啡店")
)
_ORDERS = ("consumption.purchase", "consumption.assisted_sale")


def check_origin(row: Row, terms: Terms) -> list[Problem]:
    """Ask about goods whose county was not paired with the giving side on the day of the order.

    An agreement may count goods of the whole province, which `consumption.whole_province` set to true allows.
    """
    origin, giver, day = row.get("origin_place"), row.get("giver_place"), row.get("date")
    if not origin or not giver or not day or terms.settings.get("consumption.whole_province"):
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


_COUNTS_SALES = Words(
    "采购和帮助销售的订单金额之和，按下单日计；同一订单只计一次，不论贴几个标签。",
    "Amounts of purchases and assisted sales by day of order; an order counts once, whatever its labels.",
)
_COUNTS_SHOPS = Words(
    "每个品牌在期末或之前最近一次登记的家数之和。",
    "The newest number of each chain by the period's end, added up.",
)
_STATED_ONLY = Words(
    "账本里没有可加总的条目，只照公开材料登记。",
    "No entries carry it; it is known only from what documents state.",
)


def _stated(
    code: str, zh: str, en: str, unit: str, *, said_as: tuple[str, ...], units: tuple[str, ...] = ()
) -> Indicator:
    return Indicator(code, Words(zh, en), unit, "ratio", "none", _STATED_ONLY, None, said_as, units)


FIELD = CooperationField(
    "consumption",
    Words("消费帮扶", "Consumption assistance"),
    kinds=(PURCHASE, ASSISTED_SALE, OUTLETS, RESTAURANTS),
    indicators=(
        Indicator(
            "consumption_assistance_sales",
            Words("消费帮扶销售额", "Consumption assistance sales"),
            "CNY",
            "flow",
            "additive",
            _COUNTS_SALES,
            fold.total(*_ORDERS),
            SAID_AS["consumption_assistance_sales"],
            overlapping_parts=True,
            headline=True,
        ),
        Indicator(
            "consumption_outlets",
            Words("消费帮扶门店数", "Outlets for assisted products"),
            "store",
            "snapshot",
            "distinct",
            _COUNTS_SHOPS,
            fold.latest("consumption.outlets"),
            SAID_AS["consumption_outlets"],
        ),
        Indicator(
            "restaurants_opened",
            Words("餐厅数", "Restaurants opened"),
            "store",
            "snapshot",
            "distinct",
            _COUNTS_SHOPS,
            fold.latest("consumption.restaurants"),
            SAID_AS["restaurants_opened"],
        ),
        Indicator(
            "sales_partners",
            Words("产销对接单位数", "Partners in sales"),
            "enterprise",
            "distinct",
            "distinct",
            Words(
                "有过采购或帮助销售订单的单位，同一单位只计一次。", "Those that bought or helped to sell, each once."
            ),
            fold.distinct(*_ORDERS, of=("from_party_id",)),
            SAID_AS["sales_partners"],
        ),
        _stated(
            "purchase_price_premium",
            "收购溢价",
            "Purchase price over market",
            "percent",
            said_as=SAID_AS["purchase_price_premium"],
        ),
        _stated(
            "consumption_plan_rate",
            "消费帮扶完成协议比例",
            "Share of the agreed sales reached",
            "percent",
            said_as=SAID_AS["consumption_plan_rate"],
        ),
        _stated(
            "sales_growth", "销售增长率", "Sales growth", "times", said_as=SAID_AS["sales_growth"], units=("percent",)
        ),
        _stated(
            "sales_agreements", "消费帮扶协议数", "Sales agreements", "agreement", said_as=SAID_AS["sales_agreements"]
        ),
        _stated("sales_events", "展销活动场次", "Sales events", "event", said_as=SAID_AS["sales_events"]),
        _stated("products_listed", "参展产品数", "Products shown", "product", said_as=SAID_AS["products_listed"]),
        _stated(
            "certified_products", "认证产品数", "Certified products", "product", said_as=SAID_AS["certified_products"]
        ),
    ),
    controls=(
        refuse_future_date("consumption.date_not_in_future", _ORDERS),
        Control("consumption.origin_paired", Words("产地在结对范围", "Origin is paired"), "ask", _ORDERS, check_origin),
        Control(
            "consumption.price_known", Words("单价接近已知价", "Price near what is known"), "ask", _ORDERS, check_price
        ),
        Control(
            "consumption.amount_is_product",
            Words("金额等于数量乘单价", "Amount is quantity times price"),
            "ask",
            _ORDERS,
            check_product_of_price,
        ),
        ask_amount_range(
            "consumption.amount_plausible",
            _ORDERS,
            least="consumption.amount_least_yuan",
            most="consumption.amount_most_yuan",
        ),
    ),
    settings=(
        Setting("consumption.amount_least_yuan", Words("订单少于此数即问", "Ask about one order below"), 1, "元"),
        Setting(
            "consumption.amount_most_yuan", Words("订单多于此数即问", "Ask about one order above"), 50_000_000, "元"
        ),
        Setting(
            "consumption.price_factor", Words("单价超出已知价几倍即问", "Ask about prices beyond this factor"), 2, "倍"
        ),
        Setting("consumption.whole_province", Words("全省货物都算", "Goods of the whole province count"), False),
    ),
)
