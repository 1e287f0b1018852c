"""Pairs below the counties: townships, villages, schools, hospitals, firms, societies in a pairing.

Units and pairs are two numbers: a unit counts once however many pairs it stands in (domain notes 7). What no kind
carries is known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import Indicator
from shanhai.catalogue.words import Words
from shanhai.figures import fold

UNIT_PAIR = "village_revitalisation.unit_pair"


def _units(kind: str, unit: str) -> fold.Latest:
    """Units of one kind that stand in a pair by their newest row."""
    return fold.latest(UNIT_PAIR, of=(unit,), where=(("unit_kind", kind),))


PAIRS_INDICATORS = (
    Indicator(
        "counties_paired",
        Words("结对县数", "Counties paired"),
        "county",
        "snapshot",
        "distinct",
        Words(
            "建立结对关系的县、市州或对数；两边各写一数的照写，不相加。",
            "Counties, prefectures or pairs in a pairing; where both sides' numbers are told they are not added.",
        ),
        said_as=(
            "+县…园区共建协议|共建协议|结对协议",
            "县…结对|帮扶|对口|新增|覆盖|支援|携手",
            "区县|县区|县市区…结对|对口|帮扶|支援|新增|携手",
            "结对…县|县区|区县",
            "对口帮扶|对口支援|结对帮扶…县|县区|市州|个县",
            "市州…对口|帮扶|结对|支援",
            "县一级|县级…对|结对",
            "脱贫县…结对|帮扶|覆盖",
            "+市县结对|县县结对|旗县结对|区县结对|市州结对|县区结对",
            "“牵手”|牵手|携手|牵起手|牵上手|牵上了手|结成对子|结了对…县",
            "县|区|旗|县市|县区|旗县|脱贫县|贫困县…结成对子|结了对子|结成|结为|结了对|牵了手",
            "定点扶贫县|定点帮扶县|定点县|帮扶县|贫困县",
            "承担|负责…县|重点县…帮扶任务|扶贫任务",
        ),
        units=(
            "pair",
            "prefecture",
            "locality",
        ),
    ),
    Indicator(
        "townships_paired",
        Words("结对乡镇数", "Townships paired"),
        "township",
        "snapshot",
        "distinct",
        Words("建立结对关系的乡镇，同一乡镇只计一次。", "Townships in a pairing, each once."),
        value=_units("township", "receiver_unit"),
        said_as=(
            "乡镇…结对|结对帮扶|结成|结对子",
            "镇街…结对",
            "结对…乡镇|镇|镇街|乡",
            "街道…结对",
            "乡镇|镇|街道…牵手|携手|结亲|亲戚|帮扶协议|结对协议|结对|结成",
            "乡镇|镇|街道|乡…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
            "乡镇|镇|街道…牵了手|牵上手|结了对|结了亲|结上对",
            "乡镇|镇|街道|乡…认了门|认门",
            "镇|乡镇|街道…结为对子|结为|结了对子",
            "街道|乡镇|镇…结了对子|结成对子|结了对",
        ),
    ),
    Indicator(
        "towns_paired",
        Words("乡镇结对数", "Pairs of townships"),
        "pair",
        "snapshot",
        "distinct",
        Words("乡镇之间的结对，一对计一次。", "Pairs of townships, each pair once."),
        value=fold.latest(UNIT_PAIR, of=("giver_unit", "receiver_unit"), where=(("unit_kind", "township"),)),
        said_as=(
            "+镇镇结对",
            "乡镇结对",
            "镇一级|镇级|乡镇…对",
            "结对…镇|乡镇|乡",
            "镇…结对|对",
            "街镇结对",
            "乡镇|镇街|镇…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
            "+县乡结对|乡乡结对|镇结对|乡镇结对|街道结对|镇与镇|乡与乡|街镇结对|镇街结对…-镇村结对",
        ),
    ),
    Indicator(
        "villages_paired",
        Words("结对村数", "Villages paired"),
        "village",
        "snapshot",
        "distinct",
        Words("建立结对关系的村；写对数的照写。", "Villages in a pairing; pairs where a text says so."),
        value=_units("village", "receiver_unit"),
        said_as=(
            "村…结对|结成对子|结对子|结成|成对|携手",
            "+村村结对",
            "村社结对|村企结对|结对…村|村社",
            "村一级|村级…对",
            "村…对|共建|结亲",
            "村…牵手|携手|结亲|亲戚|帮扶协议|结对协议|结对|结成",
            "村|村社…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
            "村…牵了手|牵上手|结了对|结了亲|结上对",
            "+贫困村|脱贫村|薄弱村…结了对|结成对|结成对子|牵了手|牵上手",
            "+村(社区)结对|村（社区）结对|村居结对|村级结对",
            "+镇村结对|村村结对|村结对|村与村|村和村…-企业与村|企业和村|企业跟村|村企|县乡结对",
            "+承担|负责|包下|包联…村…扶贫任务|帮扶任务|定点帮扶|定点扶贫",
            "村|社区…结了对子|结成对子|结了对",
        ),
        units=("pair",),
    ),
    Indicator(
        "communities_paired",
        Words("结对社区数", "Communities paired"),
        "community",
        "snapshot",
        "distinct",
        Words("建立结对关系的社区，同一社区只计一次。", "Communities in a pairing, each once."),
        value=_units("community", "receiver_unit"),
        said_as=(
            "社区…结对|结成对子|结对子|结成",
            "结对…社区",
            "社区…牵手|携手|结亲|亲戚|帮扶协议|结对协议|结对|结成",
            "社区…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
            "社区…牵了手|牵上手|结了对|结了亲|结上对",
        ),
    ),
    Indicator(
        "enterprises_paired",
        Words("结对企业数", "Enterprises paired"),
        "enterprise",
        "snapshot",
        "distinct",
        Words(
            "与村、社区等结对的企业；写对数的照写。",
            "Enterprises paired with villages and others; pairs where a text says so.",
        ),
        value=_units("firm", "giver_unit"),
        said_as=(
            "企业…结对|结成对子|结对子|村企|成了|结对帮扶",
            "结对…企业",
            "村企结对|村企共建|企村结对",
            "企业…参与…结对",
            "万企兴万村",
            "+企业跟村|企业与村|村企…结对|对子",
            "企业…牵手|携手|结亲|亲戚|帮扶协议|结对协议|结对|结成",
            "企业|村企…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
            "企业…牵了手|牵上手|结了对|结了亲|结上对",
            "企业…结为对子|结为|结了对子",
            "家民营企业|家民企…帮扶|参与帮扶|参与扶贫…-投资|落户|引进|招引|落地",
            "+参与帮扶企业|参与帮扶的企业|参与扶贫企业|帮扶企业达",
        ),
        units=("pair",),
    ),
    Indicator(
        "social_orgs_paired",
        Words("结对社会组织数", "Social organisations paired"),
        "organisation",
        "snapshot",
        "distinct",
        Words("参与结对的社会组织，同一组织只计一次。", "Social organisations in a pairing, each once."),
        value=_units("organisation", "giver_unit"),
        said_as=(
            "社会组织…结对|结成|参与|成了|结对帮扶",
            "社会组织",
            "结对…社会组织",
            "社会组织…牵手|携手|亲戚",
            "社会组织…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
        ),
        units=("pair",),
    ),
    Indicator(
        "institutions_paired",
        Words("结对单位数", "Institutions paired"),
        "institution",
        "snapshot",
        "distinct",
        Words("建立结对关系的单位，同一单位只计一次。", "Institutions in a pairing, each once."),
        said_as=(
            "单位…结对|结对帮扶",
            "结对单位",
            "机构…结对",
            "部门…结对",
            "医疗机构…结对|帮扶|对口",
            "单位|部门|机构…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
            "+单位|部门…结对|结成|结亲…-参与|动员|组织",
        ),
    ),
    Indicator(
        "pairs_total",
        Words("结对总数", "Pairs in all"),
        "pair",
        "snapshot",
        "distinct",
        Words("各类结对合计的对数。", "Pairs of all sorts together."),
        value=fold.latest(UNIT_PAIR, of=("unit_kind", "giver_unit", "receiver_unit")),
        said_as=(
            "结对…对|共|总",
            "结成…对|对子",
            "对…结对|结对关系|对子",
            "结对关系",
            "帮扶对子",
        ),
    ),
)
