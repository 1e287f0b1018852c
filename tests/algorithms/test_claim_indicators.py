"""What each number of firms, universities, labour and medical teams counts; all facts are made up."""

from __future__ import annotations

import pytest

from shanhai.algorithms.claim_extraction import extract_claims
from shanhai.evidence.knowledge import load_knowledge

OPENING = "示例:福建与宁夏东西部协作。\n"


def counted(text: str, *, opening: str = OPENING) -> list[tuple[int, str, str]]:
    """Return value, unit and indicator of each claim of a text in order."""
    claims = extract_claims(opening + text, load_knowledge(), published_on="2023-08-01")
    return [(int(one.value), one.unit, one.indicator) for one in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "共动员12家海外闽商商会、30家行业协会参与帮扶行动。",
            [(12, "institution", "helping_units"), (30, "institution", "helping_units")],
        ),
        (
            "定点帮扶上,45家中央企业承担着120个重点县的结对帮扶任务,占全国832个贫困县的14%。",
            [
                (45, "institution", "helping_units"),
                (120, "county", "counties_paired"),
                (14, "percent", "poor_counties_share"),
            ],
        ),
        (
            "33家直属企业承担全省209个村的扶贫任务。",
            [(33, "institution", "helping_units"), (209, "village", "villages_paired")],
        ),
        (
            "定点帮扶有20所直属高校上阵,结对20个重点县。",
            [(20, "institution", "helping_units"), (20, "county", "counties_paired")],
        ),
        (
            "210家民营企业帮扶海原县96个村。",
            [(210, "enterprise", "enterprises_paired"), (96, "village", "beneficiary_villages")],
        ),
        (
            "福建12个区与宁夏9个县结成对子。",
            [(12, "county", "counties_paired"), (9, "county", "counties_paired")],
        ),
        ("8家供电公司结对帮扶西部县区。", [(8, "institution", "helping_units")]),
        ("直接帮扶贫困人口3.2万人。", [(32000, "person", "persons_benefited")]),
    ],
)
def test_who_takes_part_is_told_from_who_invests(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "招聘会上,泉州的58家企业把3200多个岗位摆上展台,其中石狮11家企业出了700个。",
            [
                (58, "enterprise", "enterprises_attending"),
                (3200, "job", "jobs_provided"),
                (11, "enterprise", "enterprises_attending"),
                (700, "job", "jobs_provided"),
            ],
        ),
        ("邀请泉州26家单位参与现场招聘。", [(26, "enterprise", "enterprises_attending")]),
        ("西吉县82名脱贫户坐上专列,去晋江打工。", [(82, "person", "workers_sent")]),
        ("招聘会吸引近万人现场咨询。", [(10000, "person", "persons_benefited")]),
    ],
)
def test_a_job_fair_has_firms_that_attend_and_jobs_that_they_offer(
    text: str, expected: list[tuple[int, str, str]]
) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("派来专家26名,诊治患者900人。", [(26, "person", "doctors_dispatched"), (900, "person", "patients_treated")]),
        ("县医院患者不再外出,上马新项目12个。", [(12, "technique", "new_medical_techniques")]),
        ("投入的仪器设备折合300万元。", [(3_000_000, "CNY", "health_funds")]),
        ("县医院迁建时,泉州拿出600万元。", [(6_000_000, "CNY", "health_funds")]),
        ("红十字会送去药箱,价值8万元。", [(80_000, "CNY", "charity_donations")]),
        ("举办培训班10余次,培训干部千余人。", [(10, "class", "training_classes"), (1000, "person", "trainees")]),
        ("援疆干部62名去了昌吉。", [(62, "person", "cadres_dispatched")]),
        ("援疆干部共315人次。", [(315, "person_time", "talent_person_times")]),
    ],
)
def test_medical_teams_and_what_they_bring(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert counted(text) == expected


def test_a_number_behind_is_as_is_what_the_one_before_it_was() -> None:
    text = "某能源公司定点帮扶9个贫困县,某粮油集团为4个,某通信公司、某航运公司等均为3个。"
    assert counted(text) == [(many, "county", "counties_paired") for many in (9, 4, 3)]


def test_a_number_of_counties_that_only_says_which_is_no_claim() -> None:
    assert counted("集团向4个定点扶贫县投入扶贫资金300万元。") == [(3_000_000, "CNY", "assistance_funds")]
    assert counted("在西吉县、隆德县、泾源县3县落实定点帮扶,投入帮扶资金90万元。") == [
        (900_000, "CNY", "assistance_funds")
    ]
    assert counted("集团有西吉县和隆德县2个定点帮扶县。") == [(2, "county", "counties_paired")]


def test_a_share_told_as_more_than_that_of_a_whole_is_over() -> None:
    (claim,) = extract_claims(
        OPENING + "定点帮扶的县超过全省贫困县总数的42%。", load_knowledge(), published_on="2023-08-01"
    )
    assert (claim.value, claim.qualifier) == (42, "over")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("派去挂职的干部,任副县长的12名,任县长助理的5名。", [(12, "cadres_dispatched"), (5, "cadres_dispatched")]),
        ("9批示例医疗专家先后义诊,人数合计75名。", [(9, "talent_batches"), (75, "doctors_dispatched")]),
        ("8批示例名医先后进藏,人数合计63名。", [(8, "talent_batches"), (63, "doctors_dispatched")]),
        ("工作队里,挂任副县长的9名。", [(9, "cadres_dispatched")]),
        ("208社区3万居民喝上了安全水。", [(30_000, "people_safe_water")]),
        ("先后7批,援藏干部人才总共384名。", [(7, "talent_batches"), (384, "talent_dispatched")]),
        ("培训基层干部1.2万名、专业技术人才1.6万名。", [(12_000, "trainees"), (16_000, "trainees")]),
        ("培训专业技术人才600人次。", [(600, "talent_trained")]),
        ("让近80名骨病、眼病等患者免费做了治疗。", [(80, "patients_treated")]),
        ("宣讲团办了6场专场,听众有20多万人次。", [(6, "exchange_events"), (200_000, "exchange_person_times")]),
        ("公司拿下轨道车合同,金额8.8亿元。", [(880_000_000, "contract_value")]),
        ("农产品在杭州开了展销中心4个。", [(4, "consumption_outlets")]),
        ("种药的村有5个,面积4300多亩。", [(5, "beneficiary_villages"), (4300, "planting_base_area")]),
        ("把地租出去,每亩一年收租金500元。", [(500, "income_per_mu")]),
        ("20多万移民受益。", [(200_000, "persons_benefited")]),
        ("学校一开,附近620名孩子上学就不愁了。", [(620, "persons_benefited")]),
        ("县人民医院由杭州援建,总投资近6000万元。", [(60_000_000, "total_investment")]),
        ("已有7亿元投到扶贫民生领域。", [(700_000_000, "livelihood_funds")]),
        ("另外引来社会公益资金600万元。", [(6_000_000, "social_donations")]),
        ("投到经济开发区的资金有1.5亿元。", [(150_000_000, "park_funds_invested")]),
        ("办成智力支援项目3个,用去援疆资金900万元。", [(3, "talent_projects"), (9_000_000, "talent_support_funds")]),
        ("给小区改造出了200万元。", [(2_000_000, "project_funds")]),
        ("投入援疆资金1亿元,给学院建实训楼。", [(100_000_000, "project_funds")]),
        ("拿出协作资金58万元购买奶牛托管。", [(580_000, "project_funds")]),
    ],
)
def test_common_words_are_heard_wherever_they_stand(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(many, indicator) for many, _, indicator in counted(text)] == expected
