"""Health: hospitals paired and improved, techniques, patients.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.figures import fold

FIELD = CooperationField(
    "health",
    Words("医疗", "Health"),
    indicators=(
        Indicator(
            "health_funds",
            Words("医疗投入", "Funds for health"),
            "CNY",
            "flow",
            "additive",
            Words(
                "分解到项目且用途为“医疗卫生”的资金之和，按下达日计。",
                "Funds assigned to projects for health, by day of assignment.",
            ),
            value=fold.total("funds.assigned", where=(("purpose", "health"),)),
            said_as=(
                "在医疗上…投入|投资|资金",
                "卫生…投入|资金|投资",
                "健康…投入|资金",
                "医院|卫生院|门诊楼|住院楼|急救…投入|投资|援建|资金",
                "在医疗上|医疗上|医疗方面|医疗卫生|卫生健康|医疗领域|健康帮扶|医疗帮扶|医疗协作…投入|投资|资金",
                "医院|卫生院|卫生服务中心|门诊楼…添|设备|改造|添置|购置|投入",
                "+卫生援藏|卫生援疆|卫生援青|医疗援藏|医疗援疆|医疗援青…资金|投入",
                "急诊楼|门诊楼|住院楼|会诊系统|医院|卫生院…改造|建设|援建|扩建|添置|购置…资金|投入",
            ),
        ),
        Indicator(
            "hospitals_paired",
            Words("结对医院数", "Hospitals paired"),
            "hospital",
            "snapshot",
            "distinct",
            Words(
                "建立结对或组团帮扶关系的医院、卫生院；两边各写一数的照写，不相加。",
                "Hospitals and health centres in a pairing; where both sides' numbers are told they are not added.",
            ),
            value=fold.latest(
                "village_revitalisation.unit_pair", of=("receiver_unit",), where=(("unit_kind", "hospital"),)
            ),
            said_as=(
                "医院…结对|结成|对接|成了|帮扶|组团|对口|携手|请出|结对帮扶",
                "卫生院…结对|成了|帮扶|对口",
                "结对…医院|卫生院",
                "三级医院",
                "县级医院",
                "医院结对|院院结对",
                "医疗机构…结对|帮扶|对口",
                "医院|卫生院…牵手|携手|结对|结成|共建",
                "医院|卫生院|医疗机构…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
                "医院",
                "医院|卫生院…牵了手|牵上手|结了对|结了亲|结上对",
                "医院|卫生院|县医院…友好单位|友好医院|结为对子|结为|结成",
                "三甲医院|三级医院…组织|支援|承担|派",
            ),
            units=("pair",),
        ),
        Indicator(
            "medical_institutions_improved",
            Words("改善医疗机构数", "Medical institutions improved"),
            "institution",
            "distinct",
            "distinct",
            Words(
                "新建、改造或添置设备的医疗机构，同一机构只计一次。",
                "Medical institutions built, renewed or equipped, each once.",
            ),
            said_as=(
                "医疗机构",
                "医疗机构…建设|改善|新建|提升|改造|等",
                "卫生院…建设|改造|援建|提升|新建|改善",
                "卫生室…建设|改造|新建|标准化|援建",
                "医院…援建|改造|新建|提升|改善",
                "村卫生室",
                "乡镇卫生院",
            ),
        ),
        Indicator(
            "rehabilitation_centres",
            Words("康复中心数", "Rehabilitation centres"),
            "institution",
            "snapshot",
            "distinct",
            Words(
                "期末建成的康复中心，同一中心只计一次。",
                "Rehabilitation centres standing at the end of the period, each once.",
            ),
            said_as=(
                "康复中心",
                "儿童康复中心",
                "残疾人康复中心",
                "康复…中心|站|机构",
            ),
        ),
        Indicator(
            "population_health_benefited",
            Words("就医受益人口", "Population served"),
            "person",
            "snapshot",
            "distinct",
            Words(
                "就医条件得到改善的服务人口，是覆盖数，不是就诊数。",
                "Population whose access to care was improved: coverage, not visits.",
            ),
            said_as=(
                "就医条件",
                "就医",
                "群众…就医|看病|医疗",
                "看病…人|群众",
                "改善…就医|看病",
                "医疗…惠及|受益|服务|覆盖…人|群众|人口",
                "服务…群众|人口…@医",
                "@卫生院|医疗|看病|就医|医院…惠及|受益|服务|覆盖…群众|人口|人|百姓|农牧民|牧民|居民",
                "群众|百姓|农牧民|村民…看上专家|看上病|看得上病|看好病|就诊",
            ),
        ),
        Indicator(
            "new_medical_techniques",
            Words("开展新技术数", "New medical techniques"),
            "technique",
            "distinct",
            "distinct",
            Words(
                "受援医院新开展的技术和诊疗项目，同一项只计一次。",
                "Techniques and treatments new to the helped hospital, each once.",
            ),
            said_as=(
                "新技术|新手术|先进技术",
                "诊疗项目",
                "新技术、新项目|新技术新项目",
                "新项目…诊疗|医疗|技术|开展",
                "新开展…诊疗|技术|手术|项目",
                "填补…空白|技术",
                "开展…新技术|新项目|诊疗项目|手术",
                "医疗技术",
                "适宜技术",
                "+新技术、新项目|新技术新项目|新技术和新项目",
            ),
        ),
        Indicator(
            "patients_treated",
            Words("救治患者数", "Patients treated"),
            "person",
            "flow",
            "additive",
            Words(
                "救治、义诊、手术的患者；写人次的照写。",
                "Patients treated, seen free of charge or operated on; attendances where a text says so.",
            ),
            said_as=(
                "救治",
                "门急诊|门诊",
                "诊治",
                "义诊",
                "接诊",
                "手术…例|台|患者",
                "患者",
                "诊疗…人次|患者|群众",
                "救治…患者|人",
                "免费…手术|救治|筛查|诊疗|义诊|复明",
                "筛查",
                "就诊",
                "+看上了病|看上病|看了病|看好病…群众|村民|牧民|百姓|乡亲",
                "病人|患儿",
                "白内障|先心病",
                "患者|病人|患儿…手术|救治|诊治|筛查",
                "义诊…群众|人|患者|百姓|农牧民|病人",
                "门诊病人|白内障手术|眼科手术",
                "接诊…群众|人|患者|百姓|病人",
                "手术",
                "看了|治了|诊治|接诊|看过…病人|患者|门诊",
                "治好|治愈|看好…患者|病人",
                "收住院|收治住院|收治",
                "会诊|接诊|远程诊疗|诊治",
            ),
            units=("person_time",),
        ),
    ),
)
