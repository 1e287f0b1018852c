"""What villages, fields and people earn: incomes that documents state, per village, person and mu.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.words import Words

VILLAGE_INCOME_INDICATORS = (
    Indicator(
        "village_income",
        Words("村集体收入", "Village collective income"),
        "CNY_per_village",
        "ratio",
        "none",
        Words(
            "每村一年的集体收入;写明每村的为平均数。",
            "Collective income of a village in a year; a mean where the text says per village.",
        ),
        said_as=(
            "村集体…收入|增收|每村|年收入", "每村…增收|收入|收益", "村均…增收|收入|收益", "村集体经济收入|村集体收入|集体经济收入|集体收入", "村集体年", "经营性收入",
        ),
        units=("CNY_per_year",),
    ),
    Indicator(
        "village_income_gain",
        Words("村集体增收", "Gain of village collective income"),
        "CNY",
        "flow",
        "additive",
        Words("村集体收入比原来增加的部分。", "What was added to collective income."),
        said_as=(
            "村集体增收", "村集体…增收", "带动村集体…增收|增加", "集体经济…增收|增加", "村集体经济…增收|增加", "增收…村集体|集体", "村集体…增加|新增",
        ),
        units=("CNY_per_year",),
    ),
    Indicator(
        "income_growth",
        Words("增收幅度", "Income growth"),
        "percent",
        "ratio",
        "none",
        Words("收入比材料写明的上一期间增长的幅度。", "Growth of income against the earlier period that the text names."),
        said_as=(
            "增收", "人均增收", "收入…增长|提高|增加|增幅|增收", "增长…收入|可支配收入", "收入增长", "增收…以上|率|人均",
        ),
    ),
    Indicator(
        "income_per_mu",
        Words("亩均收入", "Income per mu"),
        "CNY_per_mu",
        "ratio",
        "none",
        Words("每亩一年的收入或收益。", "Income or gain of a mu in a year."),
        said_as=(
            "亩均", "每亩收入", "亩均收入", "每亩…收入|产值|效益|收益|增收|涨|纯收入", "亩产值", "亩产…元|收入", "亩收入", "亩均产值|亩均效益|亩均收益|亩均增收",
            "收入由…涨到…@亩", "涨到…@每亩|亩",
        ),
    ),
    Indicator(
        "income_per_person",
        Words("人均收入", "Income per person"),
        "CNY_per_person",
        "ratio",
        "none",
        Words("人均收入或人均增收,照材料写明的口径。", "Income or gain per person, as the text counts it."),
        said_as=(
            "人均增收", "人均收入", "人均年收入", "人均…增收|收入|年增收|纯收入", "人均可支配收入|人均纯收入", "每人…增收|收入", "人均年增收",
        ),
    ),
    Indicator(
        "tourist_income",
        Words("农旅收入", "Income from farm tourism"),
        "CNY_per_year",
        "per-year flow",
        "additive",
        Words("乡村旅游、茶旅等一年带来的收入。", "What farm tourism brings in a year."),
        said_as=(
            "茶旅…收入", "旅游收入", "旅游…收入|增收|综合收入|创收", "农旅…收入", "茶旅结合", "民宿…收入", "旅游综合收入", "文旅…收入|增收",
            "+茶旅|农旅|文旅|旅游|民宿|乡村游…收入|增收",
        ),
    ),
    Indicator(
        "subsidy_per_mu",
        Words("每亩补助", "Subsidy per mu"),
        "CNY_per_mu",
        "ratio",
        "none",
        Words("一亩得到的补助标准。", "The rate of subsidy for a mu."),
        said_as=(
            "补助", "补贴", "每亩…补助|补贴|奖补",
        ),
    ),
    Indicator(
        "subsidy_per_piece",
        Words("单件补贴", "Subsidy per piece"),
        "CNY_per_piece",
        "ratio",
        "none",
        Words("一件产品得到的补贴标准。", "The rate of subsidy for a piece."),
        said_as=(
            "补贴", "补助", "每件|每个|每只…补贴|补助|奖补",
        ),
    ),
    Indicator(
        "livestock_sold",
        Words("牲畜调出数", "Livestock sold"),
        "head",
        "flow",
        "additive",
        Words("出栏、调出的牲畜头数;年产能另照写。", "Head of livestock sold; a yearly rate where a text says so."),
        said_as=(
            "调出", "出栏", "销往…头|牛|羊|猪", "出售…牛|羊|猪|头", "牛|羊|猪|鸡|鹅…出栏|调出|销|外销|年出栏", "年出栏", "外销…牛|羊",
        ),
        units=("head_per_year",),
    ),
    Indicator(
        "breeding_ponds",
        Words("养殖池数", "Breeding ponds"),
        "pond",
        "snapshot",
        "additive",
        Words("建成的养殖池口数。", "Breeding ponds built."),
        said_as=(
            "养殖池", "鱼池", "养殖塘", "池塘", "育苗池", "池",
        ),
    ),
    Indicator(
        "certified_bases",
        Words("认定基地数", "Certified bases"),
        "base",
        "snapshot",
        "distinct",
        Words("经认定的生产或供应基地,同一基地只计一次。", "Bases of production or supply with a recognition, each once."),
        said_as=(
            "认定…基地", "基地…认定|挂牌|授牌|认证", "粤港澳大湾区…基地", "“菜篮子”…基地", "认证基地", "基地",
        ),
    ),
    Indicator(
        "products_added",
        Words("新增产品数", "Products added"),
        "product",
        "flow",
        "additive",
        Words("新开发的产品,同一产品只计一次。", "Newly developed products, each once."),
        said_as=(
            "新增…产品|品种|单品", "多出…产品|品种", "增加…产品|品种|款", "新开发…产品|款", "研发…产品|新品", "新产品", "开发…产品|新品",
        ),
    ),
    Indicator(
        "tourism_routes",
        Words("农文旅线路数", "Tourism routes"),
        "route",
        "snapshot",
        "distinct",
        Words("推出的农文旅线路,同一线路只计一次。", "Routes for farm and culture tourism, each once."),
        said_as=(
            "线路", "旅游线路", "精品线路", "农文旅线路", "研学线路", "文旅线路", "精品路线",
        ),
    ),
)
