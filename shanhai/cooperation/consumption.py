"""Consumption assistance: goods of the receiving side bought, or helped to market, by the giving side.

An order has one amount, whatever it is reported under: purchases and assisted sales share their order numbers, and
labels say under which programmes and platforms an order is also told.
"""

from __future__ import annotations

from shanhai.catalogue.controls import ask_amount_range, ask_offered, refuse_future_date
from shanhai.catalogue.declare import Choice, Column, Control, CooperationField, Indicator, Kind, Setting
from shanhai.catalogue.words import Words
from shanhai.cooperation.canteens import CANTEEN_CONTROLS, CANTEEN_KINDS, CANTEEN_SETTINGS
from shanhai.cooperation.consumption_records import BRANDS, INVENTORY, OVERLAPS
from shanhai.cooperation.consumption_said_as import SAID_AS
from shanhai.cooperation.order_checks import check_origin, check_price, check_product_of_price
from shanhai.cooperation.products import (
    BRAND,
    CERTIFICATE_NO,
    CERTIFIED,
    ORDER_NO,
    ORDERS,
    PRODUCT_CONTROLS,
    PRODUCT_NAME,
    REFUND,
    REFUND_CODE,
    UPSTREAM,
    WIDER_ORIGIN,
    declare_settings,
)
from shanhai.figures import fold

CATEGORY = Column("category", Words("类别", "Category"), said_as=("产品类别", "品类"), example="茶叶", longest=40)
ORIGIN = Column(
    "origin_place",
    Words("产地县", "County of origin"),
    type="place",
    required=True,
    said_as=("产地", "原产地", "产地县（区）", "货源地"),
    help=Words("货物产自哪个县。", "The county the goods come from."),
    example="峨边彝族自治县",
)
QUANTITY = Column(
    "quantity", Words("数量", "Quantity"), type="decimal", said_as=("采购数量", "销售数量"), example="1600"
)
QUANTITY_UNIT = Column(
    "quantity_unit", Words("计量单位", "Unit of quantity"), said_as=("数量单位", "规格单位"), example="盒", longest=20
)
UNIT_PRICE = Column(
    "unit_price", Words("单价", "Unit price"), type="money", unit="CNY", said_as=("单价（元）", "价格"), example="60"
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
    offered_by="consumption.channels",
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
    PRODUCT_NAME,
    CATEGORY,
    ORIGIN,
    QUANTITY,
    QUANTITY_UNIT,
    UNIT_PRICE,
    CHANNEL,
    CERTIFICATE_NO,
    INVOICE_NO,
    UPSTREAM,
    WIDER_ORIGIN,
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
_ORDERS = ORDERS
_SALES = (*ORDERS, REFUND_CODE)
_FIRST_SALE = ("upstream_order_no", fold.BLANK)


_COUNTS_SALES = Words(
    "采购和帮助销售的订单金额之和，按下单日计；同一订单只计一次，不论贴几个标签。",
    "Amounts of purchases and assisted sales by day of order; an order counts once, whatever its labels.",
)
_COUNTS_SHOPS = Words(
    "每个品牌在期末或之前最近一次登记的家数之和。",
    "The newest number of each chain by the period's end, added up.",
)
_COUNTS_UNITS = Words("每个单位最近一次填报的数之和。", "The newest return of each unit, added up.")
_STATED_ONLY = Words(
    "账本里没有可加总的条目，只照公开材料登记。",
    "No entries carry it; it is known only from what documents state.",
)


def _stated(
    code: str, zh: str, en: str, unit: str, *, said_as: tuple[str, ...], units: tuple[str, ...] = ()
) -> Indicator:
    return Indicator(code, Words(zh, en), unit, "ratio", "none", _STATED_ONLY, None, said_as, units)


def _sales_from(code: str, zh: str, en: str, origin: str) -> Indicator:
    """Sales of goods of one origin; the two origins are never told as one county's."""
    where = (_FIRST_SALE, ("wider_origin", origin))
    return Indicator(
        code, Words(zh, en), "CNY", "flow", "additive", _COUNTS_SALES, fold.total(*_SALES, where=where),
        overlapping_parts=True,
    )  # fmt: skip


FIELD = CooperationField(
    "consumption",
    Words("消费帮扶", "Consumption assistance"),
    kinds=(CERTIFIED, BRAND, PURCHASE, ASSISTED_SALE, REFUND, *CANTEEN_KINDS, OUTLETS, RESTAURANTS),
    indicators=(
        Indicator(
            "consumption_assistance_sales",
            Words("消费帮扶销售额", "Consumption assistance sales"),
            "CNY",
            "flow",
            "additive",
            _COUNTS_SALES,
            fold.total(*_SALES, where=(_FIRST_SALE,)),
            SAID_AS["consumption_assistance_sales"],
            overlapping_parts=True,
            headline=True,
        ),
        _sales_from(
            "consumption_sales_paired_county", "结对县货物销售额", "Sales of goods of the paired county", fold.BLANK
        ),
        _sales_from(
            "consumption_sales_whole_province",
            "全省(非结对县)货物销售额",
            "Sales of other goods of the province",
            "province",
        ),
        Indicator(
            "canteen_reserved_share",
            Words("食堂采购预留份额", "Reserved share of canteen purchases"),
            "percent",
            "ratio",
            "none",
            Words(
                "各单位最近一年的预留采购额之和除以食堂食材采购总额之和。",
                "Reserved purchases of units, newest year of each, divided by their canteens' food purchases.",
            ),
            fold.share(fold.latest("consumption.canteen_reserved"), fold.latest("consumption.canteen_total")),
        ),
        Indicator(
            "canteen_purchases",
            Words("食堂食材采购总额", "Food purchases of canteens"),
            "CNY",
            "snapshot",
            "distinct",
            _COUNTS_UNITS,
            fold.latest("consumption.canteen_total"),
        ),
        Indicator(
            "canteen_reserved_purchases",
            Words("预留份额采购额", "Purchases of the reserved share"),
            "CNY",
            "snapshot",
            "distinct",
            _COUNTS_UNITS,
            fold.latest("consumption.canteen_reserved"),
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
        Indicator(
            "brands_borne",
            Words("品牌和称号数", "Brands and titles"),
            "brand",
            "snapshot",
            "distinct",
            Words("在用的区域品牌、地理标志和称号，同名只计一次。", "Brands, marks and titles in use, each name once."),
            fold.latest("consumption.brand"),
        ),
        Indicator(
            "certified_products",
            Words("认证产品数", "Certified products"),
            "product",
            "snapshot",
            "distinct",
            Words(
                "已认定、没有撤销的产品，同一认证编号只计一次。", "Recognised and not withdrawn, each certificate once."
            ),
            fold.latest("consumption.product"),
            SAID_AS["certified_products"],
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
        ask_offered("consumption.channel_offered", _ORDERS, CHANNEL),
        *PRODUCT_CONTROLS,
        *CANTEEN_CONTROLS,
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
        *CANTEEN_SETTINGS,
        *declare_settings(CHANNEL.choices),
    ),
    brands=BRANDS,
    inventory=INVENTORY,
    overlaps=OVERLAPS,
)
