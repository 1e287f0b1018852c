"""Government services across provinces: agreements and cases.

An indicator without a fold is known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField
from shanhai.catalogue.stated import declare_stated
from shanhai.catalogue.words import Words

INDICATORS = (
    declare_stated(
        "agreement_year",
        Words("协议年份", "Year an agreement was signed"),
        "calendar_year",
        ("date", "none"),
        said_as=(
            "签订",
            "合作协议",
        ),
    ),
)

FIELD = CooperationField("government_services", Words("政务服务", "Government services"), indicators=INDICATORS)
