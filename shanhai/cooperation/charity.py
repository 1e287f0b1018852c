"""Charity: donations inside and outside the plan, disabled people, children.

What no kind carries is known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.cooperation.charity_records import BRANDS, INVENTORY, OVERLAPS
from shanhai.cooperation.donations import DONATION_CONTROLS, DONATION_KINDS
from shanhai.cooperation.gift_life import GIFT
from shanhai.figures import fold


def _value_of(code: str, zh: str, en: str, kind: str) -> Indicator:
    """Gifts of one form: money, goods and service are never told as one."""
    counts = Words("按折款计，资金、物资、服务分列，不相加。", "At their value; money, goods and service stand apart.")
    return Indicator(code, Words(zh, en), "CNY", "flow", "additive", counts, value=fold.total(kind))


FIELD = CooperationField(
    "charity",
    Words("公益慈善", "Charity"),
    kinds=DONATION_KINDS,
    activities=(GIFT,),
    controls=DONATION_CONTROLS,
    brands=BRANDS,
    inventory=INVENTORY,
    overlaps=OVERLAPS,
    indicators=(
        _value_of("gifts_in_goods", "捐赠物资折款", "Gifts in goods", "charity.goods"),
        _value_of("gifts_in_service", "捐赠服务折款", "Gifts in service", "charity.service"),
        _value_of("gifts_used", "捐赠已使用", "Gifts used", "charity.use"),
        Indicator(
            "charity_donors",
            Words("捐赠方数", "Donors"),
            "institution",
            "distinct",
            "distinct",
            Words("捐过资金或物资的单位，同名只计一家。", "Those that gave money or goods, each name once."),
            value=fold.distinct("charity.money", "charity.goods", of=("donor_name",)),
        ),
        Indicator(
            "students_sponsored_now",
            Words("在助学生数", "Students sponsored now"),
            "person",
            "snapshot",
            "distinct",
            Words("各校最近一次登记的在助学生数之和。", "The newest number of each school, added up."),
            value=fold.latest("charity.sponsorship", of=("sponsor", "sponsored_school")),
        ),
        Indicator(
            "students_aided",
            Words("受助学生数", "Students aided"),
            "person",
            "distinct",
            "distinct",
            Words(
                "期内得到资助的学生，几方资助、几次资助都只计一次。",
                "Students aided in the period, each once however many sponsors or payments.",
            ),
            value=fold.distinct("charity.student_aid", of=("student_code", "sponsored_school")),
        ),
        Indicator(
            "student_aid_paid",
            Words("助学资助发放", "Aid paid to students"),
            "CNY",
            "flow",
            "additive",
            Words("发到学生的资助之和；不与捐赠资金相加。", "Aid paid to students; never added to donations."),
            value=fold.total("charity.student_aid"),
        ),
        Indicator(
            "charity_donations",
            Words("慈善捐赠", "Charity donations"),
            "CNY",
            "flow",
            "additive",
            Words(
                "社会捐赠的资金之和，按到账日计；物资、服务另计。",
                "Money given by society, by day of arrival; goods and service are counted apart.",
            ),
            value=fold.total("charity.money"),
            said_as=(
                "捐赠…慈善|基金会|总会|捐",
                "慈善捐赠",
                "助学金|奖学金|奖教金|慰问金",
                "捐赠",
                "捐赠资金|慈善资金|善款",
                "慈善…捐|资金|投入|善款",
                "慈善会捐赠|慈善总会",
                "爱心捐款",
                "捐资",
                "捐款",
                "慈善|基金会|慈善总会|慈善会|红十字会…捐赠|捐款|捐资|捐出|捐了|捐",
                "+慈善总会|慈善会|基金会|红十字会…送去|送来|价值|折合",
            ),
        ),
        Indicator(
            "social_donations",
            Words("社会捐赠款物", "Social donations"),
            "CNY",
            "flow",
            "additive",
            Words(
                "社会捐赠的资金与物资折款之和，政府资金不计。",
                "Money and goods (at their value) given by society; government money is left out.",
            ),
            value=fold.total("charity.money", "charity.goods"),
            said_as=(
                "社会捐赠",
                "社会帮扶资金",
                "捐款捐物",
                "捐来…款物|钱|物",
                "款物",
                "捐赠款物",
                "社会各界…捐",
                "社会力量…捐|资金|投入|帮扶",
                "+社会支持|社会公益资金|公益资金|社会爱心资金|社会捐助资金|社会资助",
                "社会捐助",
                "社会帮扶…资金|款物|折合|到位",
                "捐赠…物资|款物|社会|折合|企业",
                "捐来款物",
                "捐来的钱和物",
                "钱和物",
                "社会捐款|社会募捐|募集",
                "动员社会|社会各界",
                "捐助…社会|资金|物资|款物",
                "折款|折价|折合|价值…捐|物资",
                "爱心物资|捐物",
                "社会资金|资金物资|资金和物资",
                "价值|折合…药品|物资|设备|慰问品|书籍|衣物|发放",
                "+社会帮扶资金|社会捐赠资金|社会捐助资金",
                "+社会各界|社会力量|爱心人士|爱心企业…捐|凑|凑来|筹集|筹来|募|捐来|捐了",
                "捐款|捐赠|捐资|捐出|捐来|捐了|认捐",
                "+捐赠|捐款|捐出…各界|爱心企业|爱心人士",
                "企业|商会|职工|市民|客商…捐款|捐赠|捐资|捐出|捐了",
                "捐出|捐了|捐来…现款|现金|善款|{money}",
                "+捐款|捐出|捐了|各捐|募集|爱心款物|爱心款|认捐…-慈善|基金会|总会|红十字会|助学金|计划外",
            ),
        ),
        Indicator(
            "extra_plan_donations",
            Words("计划外捐助款物", "Donations outside the plan"),
            "CNY",
            "flow",
            "additive",
            Words(
                "计划外的政府和社会款物之和，物资按折款；不进任何计划内合计。",
                "Money and goods outside the plan, goods at their value; never in a planned total.",
            ),
            value=fold.total("funds.outside_plan"),
            said_as=(
                "计划外…捐助|资金|援助|投入|款物",
                "计划外资金",
                "计划外援助",
                "政府捐助",
                "+计划外",
                "+计划外…款物|资金|捐助|援助",
            ),
        ),
        Indicator(
            "community_development_funds",
            Words("社区发展基金数", "Community development funds founded"),
            "fund",
            "distinct",
            "distinct",
            Words("已设立的社区发展基金，同名只计一次。", "Community development funds founded, each name once."),
            value=fold.distinct("charity.community_fund"),
            said_as=(
                "社区发展基金",
                "设立…基金",
                "慈善基金|发展基金|助学基金|教育基金",
                "基金…设立|首个|成立",
            ),
        ),
        Indicator(
            "disabled_trained",
            Words("培训残疾人人次", "Training attendances of disabled people"),
            "person_time",
            "flow",
            "additive",
            Words("残疾人参加技能培训的人次。", "Attendances of disabled people at training."),
            said_as=(
                "培训残疾人",
                "残疾人…培训",
                "残疾人培训",
                "残疾人技能",
            ),
        ),
        Indicator(
            "disabled_employed",
            Words("残疾人就业人数", "Disabled people employed"),
            "person",
            "snapshot",
            "distinct",
            Words(
                "经帮扶实现就业的残疾人，一人只计一次。", "Disabled people in work through the assistance, each once."
            ),
            said_as=(
                "残疾人就业",
                "吸纳…残疾人",
                "残疾人…就业|吸纳|务工",
                "农村残疾人就业",
                "+残疾人…上班|就业|务工|用工",
            ),
        ),
        Indicator(
            "schools_charity_served",
            Words("慈善活动学校数", "Schools reached by charity"),
            "school",
            "distinct",
            "distinct",
            Words("公益活动到过的学校，同一学校只计一次。", "Schools reached by charity, each once."),
            said_as=(
                "为…学校…送上|送去|捐|关心|暖冬",
                "学校…暖冬|公益|送上|送去|慈善|爱心|捐赠",
                "公益…学校",
                "+受惠|受赠|获赠…学校",
            ),
        ),
        Indicator(
            "left_behind_children_served",
            Words("受助留守儿童数", "Left-behind children reached"),
            "person",
            "distinct",
            "distinct",
            Words(
                "得到帮助的留守儿童和困境儿童，一人只计一次。",
                "Left-behind children and children in need reached, each once.",
            ),
            said_as=(
                "留守儿童",
                "留守儿童…送|关爱|慰问|受益|关心",
                "困境儿童",
                "孤儿|困境儿童|留守儿童|事实孤儿",
                "留守孩子|留守娃|留守学生",
            ),
        ),
    ),
)
