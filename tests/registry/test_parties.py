"""Parties by code and by name, made once however often they are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.check_digits import check_uscc, compute_uscc_check
from shanhai.registry.models import Party, PartyKind
from shanhai.registry.parties import PartyAsk, get_or_make_party, guess_kind, parties_of, resolve_parties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]
SOUND = ["9133060200000006X0", "54511133000000019C", "12511133000000027H", "93330784000000035A"]
UNSOUND = {"91310115MA1H8R7C6D": "bad_check_digit", "9133": "bad_length", "9133060200000006XO": "bad_sign"}


@pytest.mark.parametrize("code", SOUND)
def test_a_sound_code_makes_a_party(code: str) -> None:
    answer = get_or_make_party("示例一号", "p330604", kind=PartyKind.FIRM, uscc=code)
    assert answer.fault is None
    assert Party.objects.get(pk=answer.party_id).uscc == code


@pytest.mark.parametrize(("code", "fault"), UNSOUND.items())
def test_an_unsound_code_makes_none_and_says_why(code: str, fault: str) -> None:
    before = Party.objects.count()
    assert get_or_make_party("示例二号", "p330604", kind=PartyKind.FIRM, uscc=code).fault == fault
    assert Party.objects.count() == before


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_any_computed_check_sign_is_accepted_and_any_other_refused(first: str) -> None:
    sign = compute_uscc_check(first)
    assert check_uscc(first + sign) is None
    other = "1" if sign == "0" else "0"
    assert check_uscc(first + other) == "bad_check_digit"


def test_the_same_party_asked_for_many_times_is_made_once(django_assert_max_num_queries: object) -> None:
    asks = [PartyAsk(f"示例村{number % 50}村", "p511133", PartyKind.VILLAGE) for number in range(5000)]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        answers = resolve_parties(asks)
    assert len({answer.party_id for answer in answers}) == 50
    assert sum(answer.is_new for answer in resolve_parties(asks)) == 0


def test_a_code_decides_where_the_names_differ() -> None:
    first = get_or_make_party("示例公司甲", "p330604", kind=PartyKind.FIRM, uscc=SOUND[0])
    second = get_or_make_party("示例公司甲（更名）", "p330604", kind=PartyKind.FIRM, uscc=SOUND[0])
    assert second.party_id == first.party_id
    assert second.known_as == "示例公司甲"


def test_a_code_that_comes_later_goes_to_the_party_known_by_name() -> None:
    first = get_or_make_party("示例公司乙", "p330604", kind=PartyKind.FIRM)
    second = get_or_make_party("示例公司乙", "p330604", kind=PartyKind.FIRM, uscc=SOUND[0])
    assert second.party_id == first.party_id
    assert Party.objects.get(pk=first.party_id).uscc == SOUND[0]


def test_the_same_name_in_two_places_is_two_parties() -> None:
    here = get_or_make_party("中心小学", "p511133", kind=PartyKind.SCHOOL)
    there = get_or_make_party("中心小学", "p511132", kind=PartyKind.SCHOOL)
    assert here.party_id != there.party_id
    assert [party.pk for party in parties_of(["p511133"])] == [here.party_id]


def test_a_blank_name_is_a_fault() -> None:
    assert get_or_make_party("  ", "p511133", kind=PartyKind.SCHOOL).fault == "no_name"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("万源市八台镇桅杆坪村", "village"),
        ("阿坝县人民医院", "hospital"),
        ("浙江广茂建设有限公司", "firm"),
        ("绍兴滨海新区", "park"),
        ("舟山市工商业联合会", "society"),
        ("温岭驻阆中工作队", "team"),
    ],
)
def test_the_kind_of_a_party_is_heard_from_its_name(name: str, kind: str) -> None:
    assert guess_kind(name) == kind
