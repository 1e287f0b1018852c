"""Labour cooperation: workers sent and helped into work, workshops, recruitment, wages.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words

FIELD = CooperationField(
    "labour",
    Words("劳务", "Labour"),
    indicators=(
        Indicator(
            "labour_cooperation_funds",
            Words("劳务协作专项资金", "Funds for labour cooperation"),
            "CNY",
            "flow",
            "additive",
            Words(
                "材料写明专用于劳务协作、就业补助的资金;产业和培训资金另计。",
                "Funds said to be for labour cooperation or job subsidies; industry and training money counts elsewhere.",
            ),
            said_as=(
                "劳务协作…资金", "劳务协作专项资金", "就业资金", "劳务协作资金", "劳务…资金|补贴", "就业补助", "交通补贴|务工补贴",
            ),
        ),
        Indicator(
            "labour_employed",
            Words("帮助农村劳动力就业人数", "Rural workers helped into work"),
            "person",
            "distinct",
            "distinct",
            Words(
                "经协作帮助、期内实现就业的农村劳动力,一人只计一次;其中脱贫劳动力另列,不再相加。",
                "Rural workers who found work through the cooperation, each person once; the poverty-relieved are a part of it.",
            ),
            said_as=(
                "农村劳动力…就业|找到|活|转移|吸纳|帮助|实现|务工", "农村劳动力", "帮助…就业|劳动力", "转移就业", "帮助…农村劳动力", "劳动力…就业|转移|务工", "实现就业",
                "稳定就业", "转移…劳动力", "就业…人|名|转移|帮助|实现|新增|带动", "就业帮扶",
            ),
            units=("person_time",),
        ),
        Indicator(
            "poverty_relieved_employed",
            Words("帮助脱贫劳动力就业人数", "Poverty-relieved workers helped into work"),
            "person",
            "distinct",
            "distinct",
            Words(
                "上一数字中的脱贫劳动力,一人只计一次;材料写人次的照写。",
                "The poverty-relieved among rural workers helped into work, each once; attendances where a text says so.",
            ),
            said_as=(
                "脱贫劳动力", "脱贫人口…就业|务工|转移|岗位|上班", "脱贫劳动力…就业|务工|占|其中|转移", "贫困劳动力…就业|务工|转移", "脱贫户…就业|务工",
                "贫困人口…就业|务工|转移", "脱贫人员", "建档立卡…就业|务工|劳动力", "转移就业…脱贫|贫困", "新转移就业…脱贫", "贫困劳动力", "脱贫群众…就业|务工",
            ),
            units=("person_time",),
        ),
        Indicator(
            "local_jobs",
            Words("就近就业人数", "Jobs near home"),
            "person",
            "snapshot",
            "distinct",
            Words(
                "在本县园区、车间、基地就近就业的人数,以材料写明的时点为准。",
                "People working near home in parks, workshops and bases, at the time the text names.",
            ),
            said_as=(
                "就近…就业|上班|务工|吸纳", "家门口…就业|上班|领工资|务工", "吸纳…就业|劳动力|务工|上班|用工|农村|群众", "车间…就业|务工|吸纳|上班|带动", "带动就业",
                "带动…就业", "解决…就业", "务工…园区|基地|车间|就近", "用工", "就地就业|本地就业|吸纳就业|吸纳", "+家门口", "+就近就业", "+就近就地", "+不出远门",
                "+招用", "+就地就近", "+就近", "+就地就业|本地就业",
            ),
            units=("job",),
        ),
        Indicator(
            "workers_sent",
            Words("输送务工人员数", "Workers sent to the giving side"),
            "person",
            "distinct",
            "distinct",
            Words(
                "由山方到海方务工的人数,一人只计一次;材料写人次的照写。",
                "People from the receiving side who went to work on the giving side, each once; attendances where a text says so.",
            ),
            said_as=(
                "输送", "输转", "务工人员", "赴…务工|就业", "来…务工|就业", "务工…赴|到|来|去|输送|接来|输转|转移|组织", "到…务工|就业…输送|组织|转移",
                "去…江苏|浙江|广东|福建|上海|山东|北京|天津", "转移到|转移至|输出到", "接来…务工|人", "劳务输出|劳务输转|劳务输送",
                "赴浙|来浙|赴粤|赴苏|赴闽|赴沪|入浙|赴鲁|赴京|赴津", "点对点", "跨省…务工|就业|转移", "省外就业|省外务工", "务工人员…接|输送|返岗", "东部…就业|务工",
                "+{to giver}…就业|务工|上班|打工", "+转移到|转移至|输出到|去…的有",
            ),
            units=("person_time",),
        ),
        Indicator(
            "labour_batches",
            Words("输送批次", "Batches of workers"),
            "batch",
            "flow",
            "additive",
            Words("点对点组织输送的批次;专列、包车各计一批。", "Organised point-to-point trips; each train or coach party is one batch."),
            said_as=(
                "批次", "分…批次|批…务工|输送|接来", "批…务工|输送|返岗|劳务", "专列|包车|专机|包机",
            ),
        ),
        Indicator(
            "recruitment_events",
            Words("招聘活动场次", "Recruitment events"),
            "event",
            "flow",
            "additive",
            Words("两地联合举办的线上线下招聘活动,一场计一次。", "Recruitment events held together, online or not, each once."),
            said_as=(
                "专场招聘", "专场招聘会", "招聘…场|次|活动", "就业招聘|劳务协作招聘会", "线上招聘|网络招聘", "招聘", "+招聘会", "+招聘活动", "+招聘…场|场次",
            ),
            units=("visit",),
        ),
        Indicator(
            "graduates_hired",
            Words("招聘高校毕业生数", "Graduates hired"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方单位录用的山方籍高校毕业生,一人只计一次。",
                "Graduates from the receiving side hired by employers of the giving side, each once.",
            ),
            said_as=(
                "毕业生…招聘|录用|就业|招录|签约|招收|引进", "高校毕业生…招|录用|就业", "大学生…招聘|录用|招录", "招聘…毕业生|大学生",
            ),
        ),
        Indicator(
            "graduates_recommended",
            Words("推荐毕业生就业人数", "Graduates recommended for work"),
            "person",
            "distinct",
            "distinct",
            Words(
                "推荐就业的高校毕业生,一人只计一次;推荐不等于录用。",
                "Graduates recommended for work, each once; a recommendation is not yet a job.",
            ),
            said_as=(
                "毕业生…推荐|推介", "推荐…毕业生|就业", "推介…毕业生", "推荐就业",
            ),
        ),
        Indicator(
            "jobs_provided",
            Words("提供岗位数", "Jobs provided"),
            "job",
            "snapshot",
            "additive",
            Words("材料写明提供或开发的岗位;岗位不等于就业人数。", "Jobs said to be offered or created; jobs are not people in work."),
            said_as=(
                "提供岗位", "提供就业岗位", "就业岗位", "公益性岗位", "公益岗位", "新增岗位", "岗位", "创造就业", "解决就业", "新增就业", "岗位…提供|开发|新增|创造|推出",
            ),
            units=("person",),
        ),
        Indicator(
            "assistance_workshops",
            Words("帮扶车间数", "Assistance workshops"),
            "workshop",
            "snapshot",
            "distinct",
            Words("期末仍在运营的帮扶车间,同一车间只计一次。", "Assistance workshops running at the end of the period, each once."),
            said_as=(
                "帮扶车间", "援建车间", "就业车间", "扶贫车间", "就业帮扶车间", "社区工厂", "乡村振兴车间", "就业援建车间", "就业扶贫车间", "帮扶工厂", "共富工坊",
                "车间…建|办起|办|援建|设立|做成|新建|达到", "工坊", "微工厂|卫星工厂",
            ),
        ),
        Indicator(
            "worker_income",
            Words("务工月收入", "Monthly income of a worker"),
            "CNY_per_month",
            "ratio",
            "none",
            Words("一人一月的务工收入,作为例子写出,不能推到全体。", "One person's wages for a month, told as an example and not a mean."),
            said_as=(
                "月工资", "月收入", "月薪", "工资", "每月…挣|收入|工资|拿|领", "一个月…挣|收入|工资|拿|领|能", "月均…收入|工资", "月…挣|工资|收入|领",
                "每个月…挣|拿|领|收入|工资", "底薪|月入",
            ),
        ),
        Indicator(
            "worker_annual_income",
            Words("务工年收入", "Yearly income of a worker"),
            "CNY_per_year",
            "ratio",
            "none",
            Words(
                "一人或一户一年的务工收入,作为例子写出,不能推到全体。",
                "What one person or family earns by work in a year, told as an example and not a mean.",
            ),
            said_as=(
                "挣", "一年能挣", "打工…挣|年|收入", "务工…年收入|一年|挣|年", "年薪", "年工资", "家里添", "年收入…-园|村集体|旅游|企业|飞地|合作社|产业|村里|经营",
                "打工…收入", "一年…挣|赚", "一年…收入…-园|飞地|村集体|旅游|茶旅", "每年…添|挣|赚|工资",
            ),
        ),
        Indicator(
            "migrant_workers",
            Words("外出务工人数", "People working away from home"),
            "person",
            "snapshot",
            "additive",
            Words(
                "一地外出务工的总人数,是当地背景,不是协作成效。",
                "All people of a place who work away from home: its background, not a result of the cooperation.",
            ),
            said_as=(
                "外出务工", "年外出务工", "外出务工…人|年|人员|劳动力", "务工人员…外出", "劳务输出大|劳务大县", "外出就业", "在外务工",
            ),
        ),
        Indicator(
            "migrant_workers_out_of_poverty",
            Words("脱贫劳动力外出务工人数", "Poverty-relieved people working away from home"),
            "person",
            "snapshot",
            "additive",
            Words(
                "外出务工人数中的脱贫劳动力,不与总数相加。",
                "The poverty-relieved among people working away from home; a part of that number.",
            ),
            said_as=(
                "脱贫…外出务工", "脱贫人口外出务工", "外出务工…脱贫|贫困", "+脱贫劳动力外出务工",
            ),
        ),
    ),
)
