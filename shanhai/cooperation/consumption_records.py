"""Consumption assistance: brands that documents name, the inventory with what carries each row, and overlaps."""

from __future__ import annotations

from shanhai.catalogue.declare import Brand, InventoryRow, OverlapKey
from shanhai.catalogue.words import Words

BRANDS = (
    Brand(
        "brand.one_brand_two_stores",
        Words("一品两仓", "One brand, two stores"),
        Words("材料没有说明含义。", "The documents do not explain it."),
    ),
    Brand(
        "brand.village_to_town",
        Words("“出村进城”", "From village to town"),
        Words("农产品进城的通道。", "The way of farm goods to town."),
    ),
    Brand(
        "brand.yujing_model",
        Words("“虞景”样本", "The Yujing model"),
        Words("上虞、景宁的做法。", "A practice of Shangyu and Jingning."),
    ),
    Brand(
        "brand.five_special_five_entries",
        Words("五专五进", "Five outlets, five entries"),
        Words(
            "材料没有列出五专、五进是哪些；本地清单在设置里。",
            "Not listed in the documents; the local list is a setting.",
        ),
    ),
    Brand(
        "brand.jinkou_jinpin",
        Words("“金口金品”", "Jinkou Jinpin"),
        Words("金口河的区域公用品牌。", "The regional brand of Jinkouhe."),
    ),
    Brand(
        "brand.mountain_goods",
        Words("“山里货”搭乘“海上风”", "Mountain goods on a sea wind"),
        Words("进中高端市场的说法。", "A phrase for reaching better markets."),
    ),
    Brand(
        "brand.east_west_consumption",
        Words("“东西消费”“西肉东销”", "Western goods and meat to the east"),
        Words("西部货品和肉品销往东部。", "Western goods and meat sold in the east."),
        products=("肉品",),
    ),
    Brand(
        "brand.mabian_goods",
        Words("“边货入城”", "Mabian goods to town"),
        Words("马边货品进城。", "Goods of Mabian sold in town."),
    ),
)
INVENTORY = (
    InventoryRow(91, "一品两仓", ("brand.one_brand_two_stores",)),
    InventoryRow(92, "消费帮扶新平台 / 新模式", ("consumption.restaurants", "consumption.outlets")),
    InventoryRow(93, "市内疗休养基地", ("consumption.purchase", "consumption.restaurants")),
    InventoryRow(94, "青田进口商品综合超市", ("consumption.outlets", "consumption_outlets")),
    InventoryRow(95, "区供销总社线上线下消费帮扶", ("consumption.purchase", "consumption.assisted_sale")),
    InventoryRow(
        96, "采购助销农副产品", ("consumption.purchase", "consumption.assisted_sale", "consumption_assistance_sales")
    ),
    InventoryRow(97, "“出村进城”通道", ("brand.village_to_town",)),
    InventoryRow(98, "“虞景”样本", ("brand.yujing_model",)),
    InventoryRow(99, "“五专五进”消费协作模式", ("brand.five_special_five_entries", "consumption.five_channels")),
    InventoryRow(100, "消费帮扶“五进”", ("consumption.five_channels", "consumption.purchase")),
    InventoryRow(101, "“金口金品”品牌", ("brand.jinkou_jinpin", "consumption.product", "consumption.brand")),
    InventoryRow(102, "“山里货”搭乘“海上风”", ("brand.mountain_goods",)),
    InventoryRow(103, "东部对口帮扶地区销售", ("consumption_sales_paired_county", "consumption_sales_whole_province")),
    InventoryRow(104, "“品康”公司 / 1000家连锁店", ("consumption.outlets", "consumption_outlets")),
    InventoryRow(
        105, "绍兴市蔬菜果品批发交易市场", ("consumption.assisted_sale", "consumption.first_sale", "overlap.order")
    ),
    InventoryRow(106, "“东西消费”“西肉东销”", ("brand.east_west_consumption", "consumption.assisted_sale")),
    InventoryRow(107, "“边货入城”", ("brand.mabian_goods", "consumption.assisted_sale")),
    InventoryRow(108, "农特产品销往全国各地", ("consumption.assisted_sale",)),
)
_ORDERS = ("consumption.purchase", "consumption.assisted_sale")
OVERLAPS = (
    OverlapKey(
        "overlap.order",
        Words("订单号", "Order numbers"),
        _ORDERS,
        ("order_no",),
        why=Words(
            "一单在采购、帮销或几对结对里各报一遍。", "One order told as bought and as sold, or by several pairings."
        ),
    ),
    OverlapKey(
        "overlap.invoice",
        Words("发票号码", "Invoices"),
        _ORDERS,
        ("invoice_no",),
        why=Words("订单号不同、发票相同。", "Order numbers differ, the invoice is one."),
    ),
    OverlapKey(
        "overlap.same_deal",
        Words("同一笔买卖", "Same deals"),
        _ORDERS,
        ("from_party_id", "to_party_id", "on_date", "amount"),
        why=Words(
            "买方、卖方、日期、金额都相同，可能换了订单号。",
            "Buyer, seller, day and amount are alike: perhaps one deal under another order number.",
        ),
    ),
)
