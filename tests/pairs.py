"""Pairings and offices as the small worlds of the tests make them. Needs nothing but Django."""

from __future__ import annotations

from datetime import date
from typing import Any

from shanhai.offices.models import Office
from shanhai.registry.models import Pairing, Round


def make_pairing(round_: Round, giver: tuple[str, str], receiver: tuple[str, str], **changes: Any) -> Pairing:
    """Write a current pairing of counties; each side is its place and its label."""
    held = {"level": "county", "valid_from": date(2021, 4, 1), "status": "current", "confidence": "H", **changes}
    return Pairing.objects.create(
        round=round_,
        giver_place_id=giver[0],
        receiver_place_id=receiver[0],
        giver_label=giver[1],
        receiver_label=receiver[1],
        **held,
    )


def make_office(name: str, side: str, place: str) -> Office:
    """Write an office of the example."""
    return Office.objects.create(name=name, side=side, place_id=place, is_example=True)
