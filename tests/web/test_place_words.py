"""English pages name places in English; Chinese pages and what is read back in keep the official names."""

from __future__ import annotations

import pytest

from tests.web.conftest import Cast
from tests.web.figures_cast import fill_ledger


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
