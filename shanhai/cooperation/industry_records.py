"""Industry: brands that documents name, the inventory with what carries each row, and overlaps."""

from __future__ import annotations

from shanhai.catalogue.declare import Brand, InventoryRow, OverlapKey
from shanhai.catalogue.words import Words

BRANDS = (
    Brand(
        "brand.new_industries",
        Words("新兴产业导向", "Emerging industries first"),
        Words(
            "不接低端、高能耗的转移；项目签约前核准入。",
            "No transfer of low-end, energy-hungry industry; admission is checked before signing.",
        ),
    ),
    Brand(
        "brand.whole_chain",
        Words("“育建引销”", "Breed, build, bring in, sell"),
        Words("培育、建设、引进、销售一条链。", "One chain of breeding, building, bringing in and selling."),
    ),
    Brand(
        "brand.five_golds",
        Words("“五金增收”", "Five kinds of income"),
        Words("材料没有列出是哪五种。", "The documents do not say which five."),
    ),
    Brand(
        "brand.herb_titles",
        Words("“中国川牛膝之乡”等称号", "Homes of medicinal herbs"),
        Words("川牛膝、乌天麻、黄柏三个称号。", "Titles for three medicinal herbs."),
        products=("川牛膝", "乌天麻", "黄柏"),
    ),
    Brand(
        "brand.ten_billion_park",
        Words("“百亿产业园”", "Park of ten billion"),
        Words("产值目标的叫法。", "The name of a target of output."),
    ),
    Brand(
        "brand.keqiao_speed",
        Words("“柯桥效率”“柯桥速度”", "Keqiao speed"),
        Words("说的是摘牌到动工快。", "It speaks of the short time from land award to building."),
    ),
    Brand(
        "brand.big_projects",
        Words("“大抓项目、抓大项目”", "Large projects"),
        Words("招商活动的口号。", "A slogan of attracting investment."),
    ),
    Brand(
        "brand.tea_plum",
        Words("茶叶、青梅产业链", "Tea and green plums"),
        Words("马边两条产业链。", "Two chains of products in Mabian."),
        products=("茶叶", "青梅"),
    ),
    Brand(
        "brand.digital",
        Words("数字化转型", "Digital transformation"),
        Words("结对里的一条工作线。", "A line of work of a pairing."),
    ),
    Brand(
        "brand.farm_science",
        Words("农业、科技合作", "Farming and science"),
        Words("合作领域的叫法。", "A name for fields of cooperation."),
    ),
    Brand(
        "brand.chambers",
        Words("浙商、商会", "Chambers and merchants"),
        Words("牵线单位记在招引企业里。", "Who made the contact is kept with the firm attracted."),
    ),
    Brand(
        "brand.second_transfer",
        Words("产业二次转移", "Second transfer of industry"),
        Words("“二次”不是计数。", "“Second” is no count."),
    ),
)
INVENTORY = (
    InventoryRow(44, "省级产业园", ("industry.park", "parks_jointly_built_provincial")),
    InventoryRow(45, "消薄飞地", ("industry.enclave", "industry.payout", "poverty_relief_enclaves")),
    InventoryRow(46, "产业飞地", ("industry.enclave", "industrial_enclaves")),
    InventoryRow(47, "滨海新区—开化 enclave", ("industry.enclave",)),
    InventoryRow(48, "重大“飞地”项目", ("industry.investment", "enclave_projects", "enclave_project_investment")),
    InventoryRow(49, "新兴产业导向 (摒弃低端化、高能耗)", ("industry.investment", "brand.new_industries")),
    InventoryRow(50, "共建产业园区", ("industry.park", "parks_jointly_built")),
    InventoryRow(51, "引导企业投资兴业", ("industry.enterprise_attracted", "enterprises_attracted")),
    InventoryRow(52, "上虞—文成“产业飞地”", ("industry.enclave", "industry.output_expected", "industry.tax_expected")),
    InventoryRow(
        53, "收益资金兑付 / 兑付仪式 / 提前兑付", ("industry.payout", "industry.enclave_payout", "enclave_revenue_paid")
    ),
    InventoryRow(54, "上虞—景宁“消薄飞地”", ("industry.enclave", "industry.payout")),
    InventoryRow(55, "提升“消薄飞地”", ("industry.enclave", "funds.project")),
    InventoryRow(56, "对接会", ("exchange_events",)),
    InventoryRow(57, "“育建引销”全链条产业协作模式", ("brand.whole_chain", "industry.investment")),
    InventoryRow(58, "道地中药材种植", ("industry.planting_base", "village_revitalisation.benefit")),
    InventoryRow(59, "“五金增收”", ("brand.five_golds", "village_revitalisation.benefit", "household_income_increase")),
    InventoryRow(60, "“中国川牛膝之乡”等金字招牌", ("brand.herb_titles", "consumption.brand")),
    InventoryRow(
        61, "江山—柯桥山海协作产业园", ("industry.park", "industry.output", "industrial_output_value", "park_age")
    ),
    InventoryRow(62, "“百亿产业园”目标", ("industrial_output_value_target", "brand.ten_billion_park")),
    InventoryRow(63, "柯桥—江山“飞地产业园”", ("industry.enclave", "industry.park")),
    InventoryRow(64, "飞地产业园开发", ("industry.park", "industry.enclave")),
    InventoryRow(65, "宇越光学膜材料制造项目", ("industry.investment", "industry.investment_planned", "annual_sales")),
    InventoryRow(
        66,
        "土地摘牌即动工 / “柯桥效率”“柯桥速度”",
        ("industry.land_to_start", "land_to_construction_days", "brand.keqiao_speed"),
    ),
    InventoryRow(67, "“大抓项目、抓大项目”", ("brand.big_projects",)),
    InventoryRow(68, "产业协作项目建设", ("funds.project", "industry_projects")),
    InventoryRow(69, "合作马边共建农业产业园", ("industry.park", "agricultural_parks")),
    InventoryRow(70, "茶叶、青梅产业链", ("funds.project", "industry.planting_base", "brand.tea_plum")),
    InventoryRow(
        71, "利益联结机制", ("village_revitalisation.benefit", "village_revitalisation.household", "persons_benefited")
    ),
    InventoryRow(72, "欧烨西餐厅", ("consumption.restaurants", "restaurants_opened")),
    InventoryRow(73, "餐厅运营公司", ("consumption.restaurants", "industry.enterprise_attracted")),
    InventoryRow(74, "数字化转型", ("brand.digital", "funds.project")),
    InventoryRow(75, "农业、科技合作", ("brand.farm_science", "funds.project")),
    InventoryRow(
        76,
        "温岭·阆中近零碳产业园",
        ("industry.park", "industry.park_capacity", "industry.output_expected", "industry.jobs"),
    ),
    InventoryRow(77, "主导产业 (丝纺服装、轻工电子、农产品精深加工)", ("industry.park", "industry.park_enterprise")),
    InventoryRow(78, "油橄榄种植产业园", ("industry.park", "agricultural_parks")),
    InventoryRow(79, "油橄榄种植示范基地", ("industry.planting_base", "planting_base_area")),
    InventoryRow(80, "中义油橄榄有限公司", ("industry.enterprise_attracted", "funds.assigned")),
    InventoryRow(81, "土地流转、基地务工、分红", ("village_revitalisation.benefit", "persons_benefited")),
    InventoryRow(82, "增品种、提品质、创品牌", ("consumption.product", "consumption.brand")),
    InventoryRow(
        83,
        "四川果府农业 / 柑橘果蔬产业园",
        ("industry.park", "agricultural_park_area", "industry.enterprise_attracted"),
    ),
    InventoryRow(84, "家门口务工", ("local_jobs", "village_revitalisation.benefit")),
    InventoryRow(
        85,
        "土猪订购协议 (南充市上二楼公司)",
        ("village_revitalisation.benefit", "village_revitalisation.order_premium", "purchase_price_premium"),
    ),
    InventoryRow(86, "驻点招商、以商引商、产业链招商", ("industry.enterprise_attracted", "industry.investment")),
    InventoryRow(87, "商会和浙江商人", ("industry.enterprise_attracted", "brand.chambers")),
    InventoryRow(88, "产业二次转移", ("brand.second_transfer",)),
    InventoryRow(
        89,
        "24家企业投产 / 重庆建雅摩托",
        (
            "industry.enterprise_attracted",
            "industry.investment_arrived",
            "enterprises_attracted",
            "investment_in_place",
        ),
    ),
    InventoryRow(90, "产业平台", ("industry.park",)),
)
OVERLAPS = (
    OverlapKey(
        "overlap.firm_in_parks",
        Words("园区企业", "Firms in parks"),
        ("industry.park_enterprise",),
        ("enterprise_code",),
        counts="thing",
        apart_by="park_no",
        why=Words("企业按信用代码只计一家。", "A firm counts once by its credit code."),
    ),
    OverlapKey(
        "overlap.firm_attracted",
        Words("招引企业", "Firms attracted"),
        ("industry.enterprise_attracted",),
        ("enterprise_code",),
        counts="thing",
        why=Words("企业按信用代码只计一家。", "A firm counts once by its credit code."),
    ),
)
