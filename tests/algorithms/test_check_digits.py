"""Check digits of credit codes and identity numbers; every number here is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanhai.algorithms.check_digits import check_resident_id, check_uscc, compute_identity_check, compute_uscc_check


@pytest.mark.parametrize(
    "code", ["9133060200000006X0", "54511133000000019C", "12511133000000027H", "93330784000000035A"]
)
def test_made_up_credit_codes_with_the_right_check_sign_pass(code: str) -> None:
    assert check_uscc(code) is None


def test_faults_of_a_credit_code_are_named() -> None:
    assert check_uscc("91310115MA1H8R7C6D") == "bad_check_digit"
    assert check_uscc("91310115MA1H8R7C6") == "bad_length"
    assert check_uscc("91310115MA1H8R7CO7") == "bad_sign"


@pytest.mark.parametrize("number", ["33060219900101001X", "51113319851231002x", "511381198 00229003 2"])
def test_made_up_identity_numbers_with_the_right_check_sign_pass(number: str) -> None:
    assert check_resident_id(number) is None


def test_faults_of_an_identity_number_are_named() -> None:
    assert check_resident_id("330602900101001") == "old_15_digit_id"
    assert check_resident_id("3306021990010100") == "bad_length"
    assert check_resident_id("330602199002301239") == "date_invalid"
    assert check_resident_id("330602199001010010") == "bad_check_digit"
    assert check_resident_id("33060219900101001A") == "bad_sign"


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.integers(0, 16))
def test_one_wrong_sign_is_always_found_in_a_credit_code(first_17: str, place: int) -> None:
    code = first_17 + compute_uscc_check(first_17)
    other = "1" if code[place] == "0" else "0"
    assert check_uscc(code) is None
    assert check_uscc(code[:place] + other + code[place + 1 :]) == "bad_check_digit"


@given(st.integers(0, 999), st.integers(0, 9))
def test_one_wrong_digit_is_always_found_in_an_identity_number(order: int, wrong: int) -> None:
    first_17 = f"33069919900101{order:03d}"
    number = first_17 + compute_identity_check(first_17)
    assert check_resident_id(number) is None
    changed = number[:16] + str(wrong) + number[17]
    assert changed == number or check_resident_id(changed) == "bad_check_digit"
