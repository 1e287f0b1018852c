"""Village revitalisation: brands that documents name, the inventory with what carries each row, and overlaps."""

from __future__ import annotations

from shanhai.catalogue.declare import Brand, InventoryRow, OverlapKey
from shanhai.catalogue.words import Words

BRANDS = (
    Brand(
        "brand.million_villages",
        Words("百万强村", "Villages of a million"),
        Words("“百万”是名称的一部分；过线的值是设置。", "“A million” is part of the name; the line is a setting."),
    ),
    Brand(
        "brand.pastoral_alliance",
        Words("“田园牧歌”共富联盟", "Pastoral alliance"),
        Words("开化相邻几个村的联盟。", "An alliance of neighbouring villages in Kaihua."),
    ),
    Brand(
        "brand.shanhai_circle",
        Words("“山海共富圈”", "Shanhai circle"),
        Words("越城和开化的品牌。", "A brand of Yuecheng and Kaihua."),
    ),
    Brand(
        "brand.thousand_villages",
        Words("“千万工程”", "Green rural revival programme"),
        Words("浙江的乡村整治做法；“千万”是名称。", "Zhejiang's renewal of villages; the number is part of the name."),
    ),
    Brand(
        "brand.bridging",
        Words("巩固拓展脱贫攻坚成果同乡村振兴有效衔接", "Bridging to revitalisation"),
        Words("过渡期的政策。", "The policy of the years of transition."),
    ),
    Brand(
        "brand.scale_farming",
        Words("农业规模化、集约化、机械化", "Farming at scale"),
        Words("农业合作的目标。", "An aim of cooperation in farming."),
    ),
    Brand(
        "brand.one_industry",
        Words("“发展一批产业、带动一方经济、造福一方百姓”", "Industry for a region"),
        Words("产业合作的思路。", "A guiding line."),
    ),
)
INVENTORY = (
    InventoryRow(
        184,
        "百万强村",
        (
            "brand.million_villages",
            "village_revitalisation.collective_income",
            "village_revitalisation.strong_village_yuan",
        ),
    ),
    InventoryRow(185, "乡村振兴示范点", ("village_revitalisation.demo_site", "village_revitalisation_demo_sites")),
    InventoryRow(186, "上标村、秋炉村示范点", ("village_revitalisation.demo_site",)),
    InventoryRow(
        187, "经济相对薄弱村", ("village_revitalisation.weak_village", "weak_villages_helped", "weak_villages_listed")
    ),
    InventoryRow(
        188,
        "5个乡镇、26个村、4个社区结对",
        ("village_revitalisation.unit_pair", "townships_paired", "villages_paired", "communities_paired"),
    ),
    InventoryRow(189, "美丽乡村共建", ("funds.project",)),
    InventoryRow(190, "乡村振兴示范点建设 (越城—开化)", ("village_revitalisation.demo_site", "funds.project")),
    InventoryRow(191, "联盟村安养安置就业服务中心", ("village_revitalisation.demo_site", "funds.asset")),
    InventoryRow(192, "龙太村村级综合用房", ("village_revitalisation.demo_site", "funds.asset")),
    InventoryRow(
        193,
        "“田园牧歌”共富联盟",
        ("village_revitalisation.alliance", "villages_in_alliance", "brand.pastoral_alliance"),
    ),
    InventoryRow(194, "联盟村民族共富产业园", ("industry.park", "village_revitalisation.alliance")),
    InventoryRow(195, "“山海共富圈”", ("brand.shanhai_circle",)),
    InventoryRow(196, "9个乡村振兴项目", ("funds.project", "village_revitalisation_projects_started")),
    InventoryRow(197, "“千万工程”经验", ("brand.thousand_villages",)),
    InventoryRow(198, "五龙村乡村旅游", ("tourist_income", "village_revitalisation.collective_income")),
    InventoryRow(199, "国家级村级实践交流基地", ("village_revitalisation.demo_site", "national_exchange_bases")),
    InventoryRow(
        200, "省市级乡村振兴示范点", ("village_revitalisation.demo_site", "village_revitalisation_demo_sites")
    ),
    InventoryRow(201, "乡村振兴学院", ("village_revitalisation.demo_site", "revitalisation_academies")),
    InventoryRow(202, "脱贫攻坚成果同乡村振兴有效衔接", ("brand.bridging", "village_revitalisation.household")),
    InventoryRow(203, "农业规模化、集约化、机械化", ("brand.scale_farming", "funds.project")),
    InventoryRow(204, "“发展一批产业、带动一方经济、造福一方百姓”", ("brand.one_industry",)),
)
OVERLAPS = (
    OverlapKey(
        "overlap.household",
        Words("农户", "Households"),
        ("village_revitalisation.benefit",),
        ("household_code", "village"),
        counts="thing",
        why=Words("收益可以相加，户数只计一次。", "Gains add up, households count once."),
    ),
    OverlapKey(
        "overlap.pair",
        Words("结对单位", "Paired units"),
        ("village_revitalisation.unit_pair",),
        ("unit_kind", "receiver_unit"),
        counts="thing",
        apart_by="giver_unit",
        why=Words("对数和单位数不同。", "Pairs and units are different numbers."),
    ),
)
