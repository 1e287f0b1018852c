"""Talent: cadres and professionals sent both ways, training, visits of experts.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words

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
                "海方选派的党政干部和专业技术人才合计,一人只计一次;分项另有指标。",
                "Cadres and professionals sent by the giving side together, each person once; each group has its own indicator.",
            ),
            said_as=(
                "干部人才", "选派…干部人才|人才|援派|人员", "派出…干部人才|人才|人员", "援派…干部人才|人才|人员", "派出干部人才", "选派干部人才",
                "干部和专业技术人才|干部和人才|干部、人才|党政干部和专业技术人才", "援派干部人才", "挂职干部人才", "派驻…人才|人员|干部人才", "干部及专业技术人才|干部人才…名",
                "援藏干部|援疆干部|援川干部", "援友", "干部和专技人才|党政干部、专业技术人才|干部及专技人才", "+干部人才…-培训|党政干部和",
            ),
        ),
        Indicator(
            "talent_person_times",
            Words("派出干部人才人次", "Secondments of cadres and talent"),
            "person_time",
            "flow",
            "additive",
            Words("选派一次计一人次,同一人两次选派计两人次。", "Each secondment once, so that one person sent twice counts two."),
            said_as=(
                "干部人才…人次", "选派…人次", "派出…人次", "互派…人次", "干部人才…人次|派|选派|互派", "挂职…人次", "人才…人次|选派|派|互派|柔性…-培训",
            ),
            units=("person",),
        ),
        Indicator(
            "talent_batches",
            Words("选派批次", "Batches of cadres and talent"),
            "batch",
            "flow",
            "additive",
            Words(
                "海方选派干部人才的批次;“第几批”是序数,不计。",
                "Batches of cadres and talent sent; the ordinal number of a batch is no count.",
            ),
            said_as=(
                "批…干部|人才|援派|选派|派出|挂职|援藏|援疆|教师|医生", "选派…批", "派出…批", "先后…批…干部|人才",
            ),
        ),
        Indicator(
            "talent_growth",
            Words("选派人数增幅", "Growth of talent sent"),
            "percent",
            "ratio",
            "none",
            Words("与材料写明的上一期间相比的增幅。", "Growth against the earlier period that the text names."),
            said_as=(
                "选派…增长|同比|提高", "派出…增长|同比", "人才…增长|同比|增幅", "干部人才…增长|同比",
            ),
        ),
        Indicator(
            "talent_introduced",
            Words("引进人才数", "Talent brought in"),
            "person",
            "distinct",
            "distinct",
            Words(
                "柔性引进或全职引进到山方的人才,一人只计一次。",
                "Specialists brought to the receiving side for a time or for good, each once.",
            ),
            said_as=(
                "引进…人才", "招引…人才", "引进人才", "柔性引进", "招才", "引才", "人才…引进|招引|柔性", "高层次人才",
            ),
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
            said_as=(
                "培训…人才|干部|人次|致富带头人|带头人|教师|医生|专技|技术人员", "培训…人次", "人才培训", "干部培训", "培训规模", "人次…培训", "培训乡村振兴", "培训",
                "轮训", "研修", "跟班学习", "举办…培训",
            ),
            units=("person",),
        ),
        Indicator(
            "trainees",
            Words("培训人数", "People trained"),
            "person",
            "distinct",
            "distinct",
            Words(
                "参加培训的人数,一人只计一次;写人次的用培训人次。",
                "People who took part in training, each once; attendances are another indicator.",
            ),
            said_as=(
                "培训…人|名|学员|技能|劳动力|电商|农民|教师|干部|群众|村民|妇女", "参训", "学员", "培训…参加|累计|共|技能", "技能培训", "技术培训…人|名", "结业", "受训",
                "参加培训", "+接受…培训|轮训", "培训…务工人员|农牧民|村民|劳动力|学员", "+参加…培训",
            ),
        ),
        Indicator(
            "training_classes",
            Words("培训班期数", "Training classes"),
            "class",
            "flow",
            "additive",
            Words("举办的培训班,一期计一次。", "Training classes held, each once."),
            said_as=(
                "培训班", "班次", "举办…培训|培训班|班|专题班", "培训…期|场|班", "期…培训|班|培训班", "开办…班|培训", "研修班", "技能培训…期|场|班", "专题培训",
                "夜校|讲座",
            ),
            units=("event",),
        ),
        Indicator(
            "cadres_dispatched",
            Words("选派党政干部数", "Cadres sent"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方选派到山方挂职的党政干部,一人只计一次;双向合计的照材料说明。",
                "Cadres sent by the giving side, each once; where a text gives both directions together it says so.",
            ),
            said_as=(
                "挂职干部", "党政干部", "选派…干部", "派出…干部", "派来…干部", "干部…选派|派|挂职|来到|报到|派驻|互派|到…挂职", "援派干部", "派去…干部",
                "党政干部…挂职|派|名|选派", "派驻干部", "驻村干部|驻县干部|工作队员", "干部…陆续|来|赴", "挂职…干部", "{giver sends}…干部",
            ),
        ),
        Indicator(
            "cadres_received",
            Words("受援地派出挂职干部数", "Cadres sent by the receiving side"),
            "person",
            "distinct",
            "distinct",
            Words("山方选派到海方挂职的干部,一人只计一次。", "Cadres sent by the receiving side to the giving side, each once."),
            said_as=(
                "接收…干部", "派出挂职干部", "选送…干部|党政干部", "+{receiver sends}…干部", "干部…跟班学习|上挂",
            ),
        ),
        Indicator(
            "professionals_dispatched",
            Words("选派专业技术人才数", "Professionals sent"),
            "person",
            "distinct",
            "distinct",
            Words(
                "海方选派的教师、医生、农技等专业技术人才,一人只计一次。",
                "Teachers, doctors, agronomists and other professionals sent by the giving side, each once.",
            ),
            said_as=(
                "专业技术人才", "专技人才", "专业人才", "专业技术人员", "技术人才", "技术人员", "专技人员", "专家", "农技", "专业技术干部", "挂职技术人才",
                "选派…专技|专业技术|专家|农技|教师医生|技术", "派…专技|专业技术|专家|技术", "教师、医生|医生、教师|支教支医|教育医疗人才|支医支教|教师和医生|医生和教师",
                "{giver sends}…专技|专业技术|技术人才|技术人员|专家",
            ),
        ),
        Indicator(
            "professionals_received",
            Words("受援地派出专技人才数", "Professionals sent by the receiving side"),
            "person",
            "distinct",
            "distinct",
            Words(
                "山方选派到海方跟岗、进修的专业技术人才,一人只计一次。",
                "Professionals of the receiving side who went to the giving side to learn, each once.",
            ),
            said_as=(
                "接收…专技|专业技术", "选送…专技|专业技术|教师|医生", "跟岗学习", "进修", "赴…跟岗|跟班|进修",
                "+{receiver sends}…专技|专业技术|技术人才|技术人员|专技人才|教师|医生", "+{to giver}…跟岗|学习|进修|培训…专技|专业技术|人才|教师|医生|技术人员",
            ),
        ),
        Indicator(
            "professionals_share",
            Words("专技人才占比", "Share of professionals"),
            "percent",
            "ratio",
            "none",
            Words("专业技术人才占选派干部人才的比例。", "Professionals as a share of cadres and talent sent."),
            said_as=(
                "专技人才…占|占比", "专业技术人才…占|占比", "人才…占比|占",
            ),
        ),
        Indicator(
            "teachers_seconded",
            Words("选派教师数", "Teachers seconded"),
            "person",
            "distinct",
            "distinct",
            Words("海方选派支教的教师和校长,一人只计一次。", "Teachers and heads of schools seconded by the giving side, each once."),
            said_as=(
                "教师", "选派…教师|老师", "支教教师", "支教", "教师…支教|选派|派|挂职|担任|交流|任教|跟岗", "老师…支教|选派|派", "名师", "骨干教师", "支教老师",
                "校长", "校长…选派|派|挂职", "教育人才", "{giver sends}…教师|老师",
            ),
        ),
        Indicator(
            "doctors_dispatched",
            Words("选派医生数", "Doctors sent"),
            "person",
            "distinct",
            "distinct",
            Words("海方选派支医的医务人员,一人只计一次。", "Medical staff sent by the giving side, each once."),
            said_as=(
                "医生…派|选派|支医|帮扶|驻|援", "支医", "医务人员", "医疗人才", "选派…医生|医务|医疗|医护|医师|医疗专家", "医生", "医护人员", "医疗专家",
                "医疗队…人|名|员", "派出…医生|医务|医疗", "医师", "专科医生|主任医师", "{giver sends}…医生|医护|医务|医师|医疗",
                "选派|派出|派|挂职|支医…医生|医务|医护|医师",
            ),
        ),
        Indicator(
            "expert_visits",
            Words("互访专家人次", "Visits of experts"),
            "person_time",
            "flow",
            "additive",
            Words("专家短期指导、互访的人次,不含挂职。", "Short visits of experts, each visit once; secondments are left out."),
            said_as=(
                "专家…人次|互访|来|赴|指导", "互访专家", "专家互访", "专家…人次", "专家人次", "专家",
            ),
            units=("person",),
        ),
    ),
)
