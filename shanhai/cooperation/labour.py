"""Labour cooperation: workers sent and helped into work, workshops, recruitment, wages.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.cooperation.labour_said_as import SAID_AS
from shanhai.figures import fold

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
                "分解到项目且用途为“劳务协作”的资金之和，按下达日计。",
                "Funds assigned to projects for labour cooperation, by day of assignment.",
            ),
            value=fold.total("funds.assigned", where=(("purpose", "labour"),)),
            said_as=SAID_AS["labour_cooperation_funds"],
        ),
        Indicator(
            "labour_employed",
            Words("帮助农村劳动力就业人数", "Rural workers helped into work"),
            "person",
            "distinct",
            "distinct",
            Words(
                "经协作帮助、期内实现就业的农村劳动力，一人只计一次；其中脱贫劳动力另列，不再相加。",
                "Rural workers who found work through the cooperation, each once; the poverty-relieved are a part.",
            ),
            said_as=SAID_AS["labour_employed"],
            units=("person_time",),
        ),
        Indicator(
            "poverty_relieved_employed",
            Words("帮助脱贫劳动力就业人数", "Poverty-relieved workers helped into work"),
            "person",
            "distinct",
            "distinct",
            Words(
                "上一数字中的脱贫劳动力，一人只计一次；材料写人次的照写。",
                "The poverty-relieved among the above, each person once; attendances where a text says so.",
            ),
            said_as=SAID_AS["poverty_relieved_employed"],
            units=("person_time",),
        ),
        Indicator(
            "local_jobs",
            Words("就近就业人数", "Jobs near home"),
            "person",
            "snapshot",
            "distinct",
            Words(
                "在本县园区、车间、基地就近就业的人数，以材料写明的时点为准。",
                "People working near home in parks, workshops and bases, at the time the text names.",
            ),
            said_as=SAID_AS["local_jobs"],
        ),
        Indicator(
            "workers_sent",
            Words("输送务工人员数", "Workers sent to the giving side"),
            "person",
            "distinct",
            "distinct",
            Words(
                "由山方到海方务工的人数，一人只计一次；材料写人次的照写。",
                "People of the receiving side who work on the giving side, each once; attendances where told so.",
            ),
            said_as=SAID_AS["workers_sent"],
            units=("person_time",),
        ),
        Indicator(
            "labour_batches",
            Words("输送批次", "Batches of workers"),
            "batch",
            "flow",
            "additive",
            Words(
                "点对点组织输送的批次；专列、包车各计一批。",
                "Organised point-to-point trips; each train or coach party is one batch.",
            ),
            said_as=SAID_AS["labour_batches"],
        ),
        Indicator(
            "recruitment_events",
            Words("招聘活动场次", "Recruitment events"),
            "event",
            "flow",
            "additive",
            Words(
                "两地联合举办的线上线下招聘活动，一场计一次。",
                "Recruitment events held together, online or not, each once.",
            ),
            said_as=SAID_AS["recruitment_events"],
        ),
        Indicator(
            "graduates_hired",
            Words("招聘高校毕业生数", "Graduates hired"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方单位录用的山方籍高校毕业生，一人只计一次。",
                "Graduates from the receiving side hired by employers of the giving side, each once.",
            ),
            said_as=SAID_AS["graduates_hired"],
        ),
        Indicator(
            "graduates_recommended",
            Words("推荐毕业生就业人数", "Graduates recommended for work"),
            "person",
            "distinct",
            "distinct",
            Words(
                "推荐就业的高校毕业生，一人只计一次；推荐不等于录用。",
                "Graduates recommended for work, each once; a recommendation is not yet a job.",
            ),
            said_as=SAID_AS["graduates_recommended"],
        ),
        Indicator(
            "jobs_provided",
            Words("提供岗位数", "Jobs provided"),
            "job",
            "snapshot",
            "additive",
            Words(
                "材料写明提供或开发的岗位；岗位不等于就业人数。",
                "Jobs said to be offered or created; jobs are not people in work.",
            ),
            said_as=SAID_AS["jobs_provided"],
            units=("person",),
        ),
        Indicator(
            "assistance_workshops",
            Words("帮扶车间数", "Assistance workshops"),
            "workshop",
            "snapshot",
            "distinct",
            Words(
                "期末仍在运营的帮扶车间，同一车间只计一次。",
                "Assistance workshops running at the end of the period, each once.",
            ),
            said_as=SAID_AS["assistance_workshops"],
        ),
        Indicator(
            "worker_income",
            Words("务工月收入", "Monthly income of a worker"),
            "CNY_per_month",
            "ratio",
            "none",
            Words(
                "一人一月的务工收入，作为例子写出，不能推到全体。",
                "One person's wages for a month, told as an example and not a mean.",
            ),
            said_as=SAID_AS["worker_income"],
        ),
        Indicator(
            "worker_annual_income",
            Words("务工年收入", "Yearly income of a worker"),
            "CNY_per_year",
            "ratio",
            "none",
            Words(
                "一人或一户一年的务工收入，作为例子写出，不能推到全体。",
                "What one person or family earns by work in a year, told as an example and not a mean.",
            ),
            said_as=SAID_AS["worker_annual_income"],
        ),
        Indicator(
            "migrant_workers",
            Words("外出务工人数", "People working away from home"),
            "person",
            "snapshot",
            "additive",
            Words(
                "一地外出务工的总人数，是当地背景，不是协作成效。",
                "All people of a place who work away from home: its background, not a result of the cooperation.",
            ),
            said_as=SAID_AS["migrant_workers"],
        ),
        Indicator(
            "migrant_workers_out_of_poverty",
            Words("脱贫劳动力外出务工人数", "Poverty-relieved people working away from home"),
            "person",
            "snapshot",
            "additive",
            Words(
                "外出务工人数中的脱贫劳动力，不与总数相加。",
                "The poverty-relieved among people working away from home; a part of that number.",
            ),
            said_as=SAID_AS["migrant_workers_out_of_poverty"],
        ),
    ),
)
