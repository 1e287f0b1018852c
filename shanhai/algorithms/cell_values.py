"""One door to the readers of cell values: half width, numbers and units, days and spans.

It must not know columns or kinds of records.
"""

from __future__ import annotations

from .cell_dates import Day, parse_day
from .cell_numbers import (
    COUNT_UNITS,
    MONEY_UNITS,
    RATIO_UNITS,
    Parsed,
    Qualifier,
    Quantity,
    as_decimal,
    in_base_unit,
    parse_amount_fen,
    parse_quantity,
    parse_ratio,
    write_decimal,
)
from .cell_text import is_ditto, is_error, is_nothing, parse_chinese_number, squeeze, to_half_width

__all__ = [
    "COUNT_UNITS",
    "MONEY_UNITS",
    "RATIO_UNITS",
    "Day",
    "Parsed",
    "Qualifier",
    "Quantity",
    "as_decimal",
    "in_base_unit",
    "is_ditto",
    "is_error",
    "is_nothing",
    "parse_amount_fen",
    "parse_chinese_number",
    "parse_day",
    "parse_quantity",
    "parse_ratio",
    "squeeze",
    "to_half_width",
    "write_decimal",
]
