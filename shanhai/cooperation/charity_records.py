"""Charity: brands that documents name, the inventory with what carries each row, and overlaps."""

from __future__ import annotations

from shanhai.catalogue.declare import Brand, InventoryRow, OverlapKey
from shanhai.catalogue.words import Words

BRANDS = (
    Brand(
        "brand.langyuan_shanfang",
        Words("“阆苑善坊”", "Langyuan Shanfang"),
        Words("残疾人手工艺品牌。", "Handicraft made by disabled people."),
        products=("手工艺品",),
    ),
    Brand("brand.sunflower", Words("向阳花", "Sunflower"), Words("慈善品牌。", "A brand of charity.")),
    Brand(
        "brand.warm_winter",
        Words("暖冬", "Warm winter"),
        Words("每年冬天到学校的公益活动。", "Charity at schools each winter."),
    ),
)
INVENTORY = (
    InventoryRow(159, "越城区慈善总会捐赠 / 马边慈善会", ("charity.money", "charity.use", "charity_donations")),
    InventoryRow(160, "马边首个“社区发展基金”", ("charity.community_fund", "community_development_funds")),
    InventoryRow(161, "残疾人事业", ("disabled_trained", "disabled_employed", "charity.money")),
    InventoryRow(162, "困难群体帮扶", ("charity.money", "left_behind_children_served")),
    InventoryRow(163, "残疾人家园", ("funds.project", "funds.asset")),
    InventoryRow(164, "脑瘫儿童康复中心、特教校", ("funds.project", "funds.asset")),
    InventoryRow(165, "残疾人就业培训基地", ("funds.project", "disabled_trained")),
    InventoryRow(
        166, "“阆苑善坊”残疾人手工艺品牌", ("brand.langyuan_shanfang", "disabled_trained", "disabled_employed")
    ),
    InventoryRow(167, "向阳花慈善品牌", ("brand.sunflower",)),
    InventoryRow(168, "暖冬公益活动", ("brand.warm_winter", "charity.goods", "schools_charity_served")),
)
OVERLAPS = (
    OverlapKey(
        "overlap.gift",
        Words("捐赠", "Gifts"),
        ("charity.money", "charity.goods", "charity.service"),
        ("gift_no", "amount"),
        apart_by="pairing_id",
        why=Words("一笔捐赠在几对结对各报一遍。", "One gift told by several pairings."),
    ),
    OverlapKey(
        "overlap.student",
        Words("受助学生", "Students aided"),
        ("charity.student_aid",),
        ("student_code", "sponsored_school"),
        counts="thing",
        apart_by="sponsor",
        why=Words("一名学生由几方资助，人数只计一次。", "One student with several sponsors counts once."),
    ),
)
