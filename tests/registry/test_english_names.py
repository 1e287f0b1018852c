"""Names of divisions in English, as maps and newspapers have them."""

from __future__ import annotations

from datetime import date

import pytest

from shanhai.registry.english_names import english_name
from shanhai.registry.places import resolve_place

NAMES = """
上虞区 Shangyu District|柯桥区 Keqiao District|越城区 Yuecheng District|鄞州区 Yinzhou District|番禺区 Panyu District
金口河区 Jinkouhe District|马边彝族自治县 Mabian Yi Autonomous County|峨边彝族自治县 Ebian Yi Autonomous County
景宁畲族自治县 Jingning She Autonomous County|阿坝藏族羌族自治州 Aba Tibetan and Qiang Autonomous Prefecture
甘孜藏族自治州 Ganzi Tibetan Autonomous Prefecture|凉山彝族自治州 Liangshan Yi Autonomous Prefecture
木里藏族自治县 Muli Tibetan Autonomous County|彭水苗族土家族自治县 Pengshui Miao and Tujia Autonomous County
恩施土家族苗族自治州 Enshi Tujia and Miao Autonomous Prefecture
黔南布依族苗族自治州 Qiannan Buyei and Miao Autonomous Prefecture
积石山保安族东乡族撒拉族自治县 Jishishan Bonan, Dongxiang and Salar Autonomous County
东乡族自治县 Dongxiang Autonomous County
茂县 Maoxian County|理县 Lixian County|歙县 Shexian County|单县 Shanxian County|浚县 Xunxian County|渠县 Quxian County
苍溪县 Cangxi County|九寨沟县 Jiuzhaigou County|犍为县 Qianwei County|繁峙县 Fanshi County|宕昌县 Tanchang County
东阿县 Dong'e County|淳安县 Chun'an County|磐安县 Pan'an County|蓬安县 Peng'an County|若尔盖县 Zoige County
鄂托克旗 Otog Banner|鄂托克前旗 Otog Front Banner|科尔沁左翼中旗 Horqin Left Middle Banner|库伦旗 Hure Banner
莫力达瓦达斡尔族自治旗 Morin Dawa Daur Autonomous Banner
喀喇沁左翼蒙古族自治县 Harqin Left Wing Mongol Autonomous County
神农架林区 Shennongjia Forestry District|万柏林区 Wanbailin District|碑林区 Beilin District|清新区 Qingxin District
井陉矿区 Jingxing Mining District|六枝特区 Liuzhi Special District|管城回族区 Guancheng Hui District
朝阳区 Chaoyang District|长阳土家族自治县 Changyang Tujia Autonomous County|长子县 Zhangzi County|民乐县 Minle County
丰都县 Fengdu County|崆峒区 Kongtong District|闵行区 Minhang District|桐柏县 Tongbai County|马尔康市 Barkam City
阿里地区 Ngari Prefecture|喀什地区 Kashgar Prefecture|锡林郭勒盟 Xilingol League|浦东新区 Pudong New Area
浙江省 Zhejiang|四川省 Sichuan|陕西省 Shaanxi|山西省 Shanxi|西藏自治区 Xizang|内蒙古自治区 Inner Mongolia
广西壮族自治区 Guangxi|宁夏回族自治区 Ningxia|新疆维吾尔自治区 Xinjiang|香港特别行政区 Hong Kong
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("pair", NAMES.split("|"))
def test_a_division_is_named_as_english_names_it(pair: str) -> None:
    name, _, english = pair.partition(" ")
    assert english_name(name) == english


@pytest.mark.parametrize(
    ("name", "level", "english"),
    [
        ("绍兴市", "city", "Shaoxing"),
        ("温岭市", "county", "Wenling City"),
        ("阆中市", "county", "Langzhong City"),
        ("乐清市", "county", "Yueqing City"),
        ("都匀市", "county", "Duyun City"),
        ("朝阳市", "city", "Chaoyang"),
        ("成都市", "city", "Chengdu"),
        ("台州市", "city", "Taizhou"),
        ("六安市", "city", "Lu'an"),
        ("西安市", "city", "Xi'an"),
        ("吕梁市", "city", "Lüliang"),
        ("漯河市", "city", "Luohe"),
        ("哈尔滨市", "city", "Harbin"),
        ("重庆市", "province", "Chongqing"),
    ],
)
def test_a_city_is_told_by_its_level(name: str, level: str, english: str) -> None:
    assert english_name(name, level) == english


@pytest.mark.parametrize("text", ["", "市", "示例商会", "东部8个省市", "Keqiao District"])
def test_what_is_no_division_stays_as_it_is(text: str) -> None:
    assert english_name(text) == text


@pytest.mark.django_db
@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("written", ["Keqiao District", "keqiao", "Ke qiao"])
def test_a_place_is_found_by_its_english_name(written: str) -> None:
    found = resolve_place(written, on=date(2026, 1, 1))
    assert (found.state, found.place_id) == ("one", "p330603")


@pytest.mark.django_db
@pytest.mark.usefixtures("registry")
def test_an_english_name_that_many_places_have_says_which() -> None:
    found = resolve_place("Gulou District", on=date(2026, 1, 1))
    assert found.state == "several"
    assert len(found.candidates) > 2


@pytest.mark.django_db
@pytest.mark.usefixtures("registry")
def test_a_name_in_letters_that_no_place_has_is_unknown() -> None:
    assert resolve_place("Atlantis", on=date(2026, 1, 1)).state == "unknown"
