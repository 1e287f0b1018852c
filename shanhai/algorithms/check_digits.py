"""Check digits of unified social credit codes (GB 32100-2015) and resident identity numbers (GB 11643-1999).

It must not know where a number came from or what it will be used for; it says what is wrong with it.
"""

from __future__ import annotations

import re
from datetime import date

_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_SIGNS = "10X98765432"


def clean_number(text: str) -> str:
    """Return a code without blanks, hyphens and marks of text cells, in upper case.

    >>> clean_number(" '330699 19990209 879x")
    '33069919990209879X'
    """
    return re.sub(r"[\s'’`‘\u200b\ufeff]", "", text).upper()


def compute_uscc_check(first_17: str) -> str:
    """Return the check sign of the first 17 signs of a unified social credit code (GB 32100-2015, 4.6).

    >>> compute_uscc_check("9133060200000006X")
    '0'
    """
    total = sum(_CODE_SIGNS.index(sign) * weight for sign, weight in zip(first_17, _CODE_WEIGHTS, strict=True))
    return _CODE_SIGNS[(31 - total % 31) % 31]


def check_uscc(text: str) -> str | None:
    """Return what is wrong with a unified social credit code, or None.

    Faults: bad_length (not 18 signs), bad_sign (a sign the standard does not use), bad_check_digit.

    >>> check_uscc("54511133000000019C") is None, check_uscc("91310115MA1H8R7C6D")
    (True, 'bad_check_digit')
    """
    code = clean_number(text)
    if len(code) != 18:
        return "bad_length"
    if any(sign not in _CODE_SIGNS for sign in code):
        return "bad_sign"
    return None if compute_uscc_check(code[:17]) == code[17] else "bad_check_digit"


def compute_identity_check(first_17: str) -> str:
    """Return the check sign of the first 17 digits of a resident identity number.

    >>> compute_identity_check("33060219900101001")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_SIGNS[total % 11]


def check_resident_id(text: str) -> str | None:
    """Return what is wrong with a resident identity number, or None. The area is never judged: codes are abolished.

    Faults: old_15_digit_id, bad_length, bad_sign, date_invalid (the birthday is no day), bad_check_digit.

    >>> check_resident_id("51113319851231002X") is None, check_resident_id("511133198512310021")
    (True, 'bad_check_digit')
    """
    number = clean_number(text)
    if re.fullmatch(r"\d{15}", number):
        return "old_15_digit_id"
    if len(number) != 18:
        return "bad_length"
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "bad_sign"
    if not _is_birthday(number[6:14]):
        return "date_invalid"
    return None if compute_identity_check(number[:17]) == number[17] else "bad_check_digit"


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= 1880
