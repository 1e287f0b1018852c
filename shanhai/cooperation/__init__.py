"""The fields of cooperation: one module each, in their official order. Loads without Django."""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField
from shanhai.cooperation import consumption, funds, industry

FIELDS: tuple[CooperationField, ...] = (funds.FIELD, industry.FIELD, consumption.FIELD)
