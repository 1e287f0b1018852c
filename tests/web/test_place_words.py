"""English pages name places in English; Chinese pages and what is read back in keep the official names."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger
from tests.web.test_sign import record


@pytest.mark.parametrize(
    "address", ["/", "/ledger", "/sign", "/pairings", "/figures/assistance_funds_received?giver=330603&receiver=511132"]
)
def test_an_english_page_names_places_in_english(cast: Cast, address: str) -> None:
    fill_ledger(cast)
    client = cast.client("signer")
    client.cookies["django_language"] = "en"
    shown = client.get(address).content.decode()
    assert "Keqiao District" in shown
    assert "Ebian Yi Autonomous County" in shown
    client.cookies["django_language"] = "zh-hans"
    assert "Keqiao District" not in client.get(address).content.decode()


def test_a_place_is_asked_for_by_its_english_name(cast: Cast) -> None:
    fill_ledger(cast)
    client = cast.client("signer")
    by_name, by_code = (
        client.get(f"/figures/assistance_funds_received?{sides}&basis=reported&format=json").json()
        for sides in ("giver=Keqiao&receiver=Ebian", "giver=330603&receiver=511132")
    )
    assert by_name["scope"]["giver"]["name"] == "柯桥区"
    assert by_name["value"] == by_code["value"]
    assert by_name["value"] is not None


def in_english(cast: Cast, user: str = "signer") -> Client:
    client = cast.client(user)
    client.cookies["django_language"] = "en"
    return client


def test_what_programs_and_workbooks_get_keeps_the_official_names_and_codes(cast: Cast) -> None:
    (serial,) = record(cast, 1)
    told = in_english(cast).get(f"/api/entries/{serial}", headers={"accept-language": "en"}).json()
    assert (told["giver"], told["giver_code"]) == ("柯桥区", "330603")
    assert (told["receiver"], told["receiver_code"]) == ("峨边彝族自治县", "511132")
    book = in_english(cast).get("/ledger?export=1").content
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in rows for cell in row]
    assert {"柯桥区", "330603", "峨边彝族自治县", "511132"} <= set(cells)
    assert "Keqiao District" not in cells


def test_an_english_page_names_programmes_and_offices_in_english(cast: Cast) -> None:
    cast.offices["keqiao"].name_en = "Cooperation office of Keqiao"
    cast.offices["keqiao"].save()
    (serial,) = record(cast, 1)
    page = in_english(cast, "ebian-both").get(f"/entries/{serial}").content.decode()
    assert "Cooperation office of Keqiao" in page
    assert '<span class="tag">East' in page
    assert "东西部协作" not in page
    assert "Documents: 0" in page
