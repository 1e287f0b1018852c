"""Talent: cadres and professionals sent both ways, training, visits of experts.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.cooperation.talent_said_as import SAID_AS

FIELD = CooperationField(
    "talent",
    Words("人才", "Talent"),
    indicators=(
        Indicator(
            "talent_dispatched",
            Words("选派干部人才数", "Cadres and talent sent"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方选派的党政干部和专业技术人才合计，一人只计一次；分项另有指标。",
                "Cadres and professionals sent by the giving side together, each once; each group has its own figure.",
            ),
            said_as=SAID_AS["talent_dispatched"],
        ),
        Indicator(
            "talent_person_times",
            Words("派出干部人才人次", "Secondments of cadres and talent"),
            "person_time",
            "flow",
            "additive",
            Words(
                "选派一次计一人次，同一人两次选派计两人次。",
                "Each secondment once, so that one person sent twice counts two.",
            ),
            said_as=SAID_AS["talent_person_times"],
        ),
        Indicator(
            "talent_batches",
            Words("选派批次", "Batches of cadres and talent"),
            "batch",
            "flow",
            "additive",
            Words(
                "海方选派干部人才的批次；“第几批”是序数，不计。",
                "Batches of cadres and talent sent; the ordinal number of a batch is no count.",
            ),
            said_as=SAID_AS["talent_batches"],
        ),
        Indicator(
            "talent_growth",
            Words("选派人数增幅", "Growth of talent sent"),
            "percent",
            "ratio",
            "none",
            Words("与材料写明的上一期间相比的增幅。", "Growth against the earlier period that the text names."),
            said_as=SAID_AS["talent_growth"],
        ),
        Indicator(
            "talent_introduced",
            Words("引进人才数", "Talent brought in"),
            "person",
            "distinct",
            "distinct",
            Words(
                "柔性引进或全职引进到山方的人才，一人只计一次。",
                "Specialists brought to the receiving side for a time or for good, each once.",
            ),
            said_as=SAID_AS["talent_introduced"],
        ),
        Indicator(
            "talent_trained",
            Words("培训人才人次", "Training attendances"),
            "person_time",
            "flow",
            "additive",
            Words(
                "干部、专业技术人员和致富带头人参加培训的人次。",
                "Attendances at training of cadres, professionals and village entrepreneurs.",
            ),
            said_as=SAID_AS["talent_trained"],
        ),
        Indicator(
            "trainees",
            Words("培训人数", "People trained"),
            "person",
            "distinct",
            "distinct",
            Words(
                "参加培训的人数，一人只计一次；写人次的用培训人次。",
                "People who took part in training, each once; attendances are another indicator.",
            ),
            said_as=SAID_AS["trainees"],
        ),
        Indicator(
            "training_classes",
            Words("培训班期数", "Training classes"),
            "class",
            "flow",
            "additive",
            Words("举办的培训班，一期计一次。", "Training classes held, each once."),
            said_as=SAID_AS["training_classes"],
        ),
        Indicator(
            "cadres_dispatched",
            Words("选派党政干部数", "Cadres sent"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方选派到山方挂职的党政干部，一人只计一次；双向合计的照材料说明。",
                "Cadres sent by the giving side, each once; where a text gives both directions together it says so.",
            ),
            said_as=SAID_AS["cadres_dispatched"],
        ),
        Indicator(
            "cadres_received",
            Words("受援地派出挂职干部数", "Cadres sent by the receiving side"),
            "person",
            "distinct",
            "distinct",
            Words(
                "山方选派到海方挂职的干部，一人只计一次。",
                "Cadres sent by the receiving side to the giving side, each once.",
            ),
            said_as=SAID_AS["cadres_received"],
        ),
        Indicator(
            "professionals_dispatched",
            Words("选派专业技术人才数", "Professionals sent"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方选派的教师、医生、农技等专业技术人才，一人只计一次。",
                "Teachers, doctors, agronomists and other professionals sent by the giving side, each once.",
            ),
            said_as=SAID_AS["professionals_dispatched"],
        ),
        Indicator(
            "professionals_received",
            Words("受援地派出专技人才数", "Professionals sent by the receiving side"),
            "person",
            "distinct",
            "distinct",
            Words(
                "山方选派到海方跟岗、进修的专业技术人才，一人只计一次。",
                "Professionals of the receiving side who went to the giving side to learn, each once.",
            ),
            said_as=SAID_AS["professionals_received"],
        ),
        Indicator(
            "professionals_share",
            Words("专技人才占比", "Share of professionals"),
            "percent",
            "ratio",
            "none",
            Words("专业技术人才占选派干部人才的比例。", "Professionals as a share of cadres and talent sent."),
            said_as=SAID_AS["professionals_share"],
        ),
        Indicator(
            "teachers_seconded",
            Words("选派教师数", "Teachers seconded"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方选派支教的教师和校长，一人只计一次。",
                "Teachers and heads of schools seconded by the giving side, each once.",
            ),
            said_as=SAID_AS["teachers_seconded"],
        ),
        Indicator(
            "doctors_dispatched",
            Words("选派医生数", "Doctors sent"),
            "person",
            "distinct",
            "distinct",
            Words("海方选派支医的医务人员，一人只计一次。", "Medical staff sent by the giving side, each once."),
            said_as=SAID_AS["doctors_dispatched"],
        ),
        Indicator(
            "expert_visits",
            Words("互访专家人次", "Visits of experts"),
            "person_time",
            "flow",
            "additive",
            Words(
                "专家短期指导、互访的人次，不含挂职。",
                "Short visits of experts, each visit once; secondments are left out.",
            ),
            said_as=SAID_AS["expert_visits"],
        ),
    ),
)
