"""Village revitalisation: villages shown, helped and allied, and what households and villages gain.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.cooperation.village_income import VILLAGE_INCOME_INDICATORS

FIELD = CooperationField(
    "village_revitalisation",
    Words("乡村振兴", "Village revitalisation"),
    indicators=(
        Indicator(
            "village_revitalisation_demo_sites",
            Words("乡村振兴示范点数", "Village revitalisation demonstration sites"),
            "site",
            "snapshot",
            "distinct",
            Words("期末建成的示范点,同一示范点只计一次。", "Demonstration sites standing at the end of the period, each once."),
            said_as=(
                "乡村振兴示范点", "振兴示范点", "示范点", "乡村振兴示范…点|样板", "乡村振兴样板点",
            ),
            units=("village",),
        ),
        Indicator(
            "demonstration_villages",
            Words("示范村数", "Demonstration villages"),
            "village",
            "snapshot",
            "distinct",
            Words("打造的乡村振兴示范村、和美乡村,同一村只计一次。", "Villages made into demonstration or model villages, each once."),
            said_as=(
                "示范村", "和美乡村", "乡村振兴示范村", "美丽乡村", "宜居宜业和美乡村", "示范村|和美乡村…打造|建成|建设|创建", "样板村", "未来乡村", "打造…村",
                "建成…村…-结对|入股",
            ),
        ),
        Indicator(
            "village_revitalisation_projects_started",
            Words("开建乡村振兴项目数", "Village projects started"),
            "project",
            "distinct",
            "additive",
            Words("期内开工的乡村振兴项目,同一项目只计一次。", "Village projects on which work began in the period, each once."),
            said_as=(
                "乡村振兴项目…开建|开工|启动", "乡村振兴项目", "乡村振兴…项目…开建|动工|开工",
            ),
        ),
        Indicator(
            "weak_villages_helped",
            Words("帮助薄弱村数", "Weak villages helped"),
            "village",
            "distinct",
            "distinct",
            Words("得到帮助的集体经济薄弱村,同一村只计一次。", "Villages with weak collective income that were helped, each once."),
            said_as=(
                "薄弱村", "经济薄弱村", "集体经济薄弱村", "相对薄弱村", "相对经济薄弱村", "消除…薄弱", "帮助…薄弱村", "消薄…村",
            ),
        ),
        Indicator(
            "villages_in_alliance",
            Words("联盟村数", "Villages in an alliance"),
            "village",
            "snapshot",
            "distinct",
            Words("抱团发展的联盟所含的村,同一村只计一次。", "Villages that belong to an alliance, each once."),
            said_as=(
                "地域相近村", "联盟…村|抱团", "抱团…村", "抱团", "共富联盟", "组团…村", "村…抱团|联盟|联合",
            ),
        ),
        Indicator(
            "national_exchange_bases",
            Words("国家级实践交流基地数", "National practice exchange bases"),
            "site",
            "snapshot",
            "distinct",
            Words("经国家有关部门认定的实践交流基地。", "Practice exchange bases recognised by the state."),
            said_as=(
                "实践交流基地", "交流基地", "国家级…基地", "村级实践交流基地",
            ),
            units=("base",),
        ),
        Indicator(
            "revitalisation_academies",
            Words("乡村振兴学院数", "Rural revitalisation academies"),
            "institution",
            "snapshot",
            "distinct",
            Words("共建或援建的乡村振兴学院。", "Rural revitalisation academies built together or with assistance."),
            said_as=(
                "乡村振兴学院", "振兴学院", "乡村学院", "共富学院", "学院",
            ),
        ),
        Indicator(
            "beneficiary_villages",
            Words("受益村数", "Villages benefited or holding shares"),
            "village",
            "distinct",
            "distinct",
            Words(
                "项目覆盖、入股或分红的村,同一村只计一次。",
                "Villages reached by projects, holding shares or paid dividends, each once.",
            ),
            said_as=(
                "入股…村|村集体", "村…入股|受益|当了|分红|参股|抱团|惠及|覆盖|增收", "村集体…入股|受益", "受益村", "覆盖…村", "惠及…村", "村集体", "涉及…村", "村当",
                "分到|分给|发到|拨付给…村", "给…村集体", "村…覆盖|惠及|涉及", "+入股…村", "村…凑|出资|当股东|成了股东|股东", "村",
            ),
        ),
        Indicator(
            "beneficiary_townships",
            Words("受益乡镇数", "Townships benefited"),
            "township",
            "distinct",
            "distinct",
            Words("项目覆盖的乡镇,同一乡镇只计一次。", "Townships reached by projects, each once."),
            said_as=(
                "乡镇…受益|覆盖|惠及|涉及|入股", "覆盖…乡镇|镇", "惠及…乡镇|镇", "涉及…乡镇|镇", "乡镇",
            ),
        ),
        Indicator(
            "beneficiary_communities",
            Words("受益社区数", "Communities benefited"),
            "community",
            "distinct",
            "distinct",
            Words("项目覆盖或入股的社区,同一社区只计一次。", "Communities reached by projects or holding shares, each once."),
            said_as=(
                "社区…受益|覆盖|惠及|涉及|入股", "覆盖…社区", "惠及…社区", "社区",
            ),
        ),
        Indicator(
            "households_benefited",
            Words("受益户数", "Households benefited"),
            "household",
            "distinct",
            "distinct",
            Words("带动增收或受益的农户,一户只计一次。", "Households that gained, each once."),
            said_as=(
                "带动…户|农户|增收|脱贫", "辐射带动", "户群众", "农户", "农户…增收|受益|带动|参与|分红|收入", "惠及…户|农户", "户…增收|受益|带动|受惠|收入|惠及|脱贫",
                "带动农户", "脱贫户", "覆盖…户", "困难家庭",
            ),
        ),
        Indicator(
            "household_income_increase",
            Words("户均增收", "Income gain per household"),
            "CNY_per_household",
            "ratio",
            "none",
            Words("受益户增收总额除以户数。", "The gain of all benefiting households divided by their number."),
            said_as=(
                "户均增收", "户均", "每户增收", "每户", "户均年增收", "户均收入", "每户…增收|收入",
            ),
        ),
        Indicator(
            "persons_benefited",
            Words("受益人数", "Persons benefited"),
            "person",
            "distinct",
            "distinct",
            Words("带动增收或受益的人数,一人只计一次。", "Persons who gained, each once."),
            said_as=(
                "带动…增收|群众|脱贫|人|受益|致富", "辐射带动…群众|名|人", "受益人口", "受益群众", "受益…人|群众|人口|脱贫人口", "惠及…群众|人|人口", "群众…增收|受益",
                "人口…增收|受益|受惠|惠及", "贫困人口…带动|增收|受益|跟着", "脱贫人口…受益|带动|增收|惠及", "覆盖…人|群众", "增收…人|群众", "收入…人…上去|增", "惠及",
                "受益", "群众",
            ),
        ),
        Indicator(
            "people_lifted",
            Words("带动脱贫人数", "People lifted from poverty"),
            "person",
            "distinct",
            "distinct",
            Words("经帮扶脱贫的人口,一人只计一次。", "People lifted from poverty with the assistance, each once."),
            said_as=(
                "贫困人口…脱贫|摘帽|减少", "减贫", "帮助…脱贫", "稳定脱贫", "实现脱贫", "人脱贫|脱贫人数", "贫困人口…脱贫", "带动…贫困人口|贫困户|贫困群众…脱贫|增收",
                "助力…脱贫", "帮助…贫困人口|贫困群众|困难群众…脱贫",
            ),
        ),
        Indicator(
            "people_housed",
            Words("解决住房人数", "People housed"),
            "person",
            "distinct",
            "distinct",
            Words("住房得到解决的人口,一人只计一次。", "People given housing, each once."),
            said_as=(
                "住房…人|群众|解决", "住房困难|住房问题|住房安全", "安居…人|群众", "搬迁…人|群众|新居|住进", "易地搬迁", "搬进…新",
            ),
        ),
        Indicator(
            "people_safe_water",
            Words("解决饮水人数", "People given safe water"),
            "person",
            "distinct",
            "distinct",
            Words("饮水安全得到解决的人口,一人只计一次。", "People given safe drinking water, each once."),
            said_as=(
                "饮水…人|群众|安全|解决", "安全饮水", "饮用水", "人饮", "饮水安全", "吃水",
            ),
        ),
        Indicator(
            "housing_built",
            Words("建设住房套数", "Homes built"),
            "housing_unit",
            "flow",
            "additive",
            Words("新建或改造的住房套数。", "Homes built or renewed."),
            said_as=(
                "住房", "安居房|安置房|新居|定居房|安居住房|富民安居", "建设…住房|安居|套", "建成…住房|安居|新居", "改造…住房|危房|民居", "户型|新房",
            ),
        ),
        *VILLAGE_INCOME_INDICATORS,
    ),
)
