"""What a row of the ledger says in canonical form, and the digest that ties it to the row before it in its chain.

The canonical content of a row is a JSON array of all its columns in the fixed order below (days as `2026-11-22`,
moments in UTC to the microsecond, truth as 0 or 1), followed by the SHA-256 of the batch's file where it came in one.
A digest is SHA-256 over the previous digest of the same office and that content. This module must not know where rows
come from or go to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import msgspec

FIRST_DIGEST: Final = bytes(32)
"""The digest before an office's first row."""

ENTRY_COLUMNS: Final = (
    "entered_at",
    "is_example",
    "serial",
    "office_id",
    "office_sequence",
    "entered_by_id",
    "known_on",
    "batch_id",
    "spoken_side",
    "locator",
    "kind",
    "nature",
    "stage",
    "indicator",
    "pairing_id",
    "programme",
    "round",
    "giver_place_id",
    "receiver_place_id",
    "from_party_id",
    "to_party_id",
    "on_date",
    "date_precision",
    "period_from",
    "period_to",
    "amount",
    "unit",
    "qualifier",
    "subject",
    "labels",
    "details",
    "fact_hash",
    "reverses_serial",
    "replaces_serial",
    "reason",
    "agreed_change",
)
"""Every column of an entry but its digest, in the order of the canonical content."""

SIGNATURE_COLUMNS: Final = (
    "signed_at",
    "serial",
    "office_id",
    "office_sequence",
    "signed_by_id",
    "known_on",
    "batch_id",
    "entry_serial",
    "side",
    "word",
    "amount",
    "reason",
    "answer_by",
    "locator",
    "agreed_change",
)
"""Every column of a signature but its digest, in the order of the canonical content."""

_encode = msgspec.json.Encoder().encode


def encode_content(values: Sequence[Any], batch_sha256: str = "") -> bytes:
    """Return the canonical content of a row whose values stand in the order of its columns.

    >>> encode_content((7, "giver", None))
    b'[7,"giver",null,""]'
    """
    return _encode((*values, batch_sha256))


def link_digest(previous: bytes, content: bytes) -> bytes:
    """Return the digest of a row: SHA-256 of the previous digest followed by the row's canonical content."""
    return sha256(previous + content).digest()


@lru_cache(maxsize=64)
def moment_text(moment: datetime) -> str:
    """Return a moment as canonical text in UTC, always with six digits of microseconds.

    >>> moment_text(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    '2026-11-22T02:00:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
