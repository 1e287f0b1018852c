"""Funds: brands that documents name, the inventory with what carries each row, and overlaps."""

from __future__ import annotations

from shanhai.catalogue.declare import Brand, InventoryRow, OverlapKey
from shanhai.catalogue.words import Words

BRANDS = (
    Brand(
        "brand.transfusion",
        Words("“资金输血”变“产业造血”", "From transfusion to making blood"),
        Words(
            "从给钱转到自己能长的产业；看产业资金占比。",
            "From transfers to industry that sustains itself; seen in the share for industry.",
        ),
    ),
)
INVENTORY = (
    InventoryRow(30, "帮扶资金 (绍兴→乐山)", ("funds.allocated", "assistance_funds")),
    InventoryRow(31, "各类资金 (上虞→景宁)", ("funds.allocated", "funds.assigned", "assistance_funds")),
    InventoryRow(32, "协作资金到位", ("funds.arrived", "assistance_funds_received")),
    InventoryRow(33, "计划外政府捐助和社会帮扶资金款物", ("funds.outside_plan", "extra_plan_donations")),
    InventoryRow(34, "帮扶资金 (越城→马边)", ("funds.allocated", "assistance_funds")),
    InventoryRow(35, "专项资金 (温岭→阆中)", ("funds.allocated", "funds.assigned", "overlap.project")),
    InventoryRow(36, "专项资金投入 (油橄榄)", ("funds.assigned", "funds.project", "project_funds")),
    InventoryRow(37, "园区协作资金投入", ("funds.assigned", "park_funds_invested", "industry.park")),
    InventoryRow(38, "教育投入", ("funds.assigned", "education_funds")),
    InventoryRow(39, "医疗投资", ("funds.assigned", "funds.project")),
    InventoryRow(40, "劳务协作专项资金", ("funds.assigned", "labour_cooperation_funds")),
    InventoryRow(41, "帮扶项目 / 援建项目 / 实施项目", ("funds.project", "assistance_projects")),
    InventoryRow(42, "实施项目40余个", ("funds.project", "assistance_projects")),
    InventoryRow(43, "“资金输血”变“产业造血”", ("funds_share", "industry_funds", "brand.transfusion")),
)
OVERLAPS = (
    OverlapKey(
        "overlap.project",
        Words("项目", "Projects"),
        ("funds.assigned",),
        ("project_no",),
        apart_by="pairing_id",
        why=Words("同一项目在几对结对各报一遍。", "One project told under each of several pairings."),
    ),
    OverlapKey(
        "overlap.voucher",
        Words("到账凭证", "Vouchers"),
        ("funds.arrived",),
        ("voucher_no", "amount"),
        why=Words("一张凭证在几对结对或几级各记一笔。", "One voucher entered under several pairings or levels."),
    ),
)
