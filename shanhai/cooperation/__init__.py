"""The fields of cooperation: one module each, in their official order. Loads without Django."""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField
from shanhai.cooperation import (
    assessment,
    charity,
    consumption,
    education,
    exchange,
    funds,
    governance,
    government_services,
    health,
    industry,
    labour,
    talent,
    village_revitalisation,
)

FIELDS: tuple[CooperationField, ...] = (
    funds.FIELD,
    industry.FIELD,
    consumption.FIELD,
    labour.FIELD,
    talent.FIELD,
    education.FIELD,
    health.FIELD,
    charity.FIELD,
    government_services.FIELD,
    governance.FIELD,
    village_revitalisation.FIELD,
    exchange.FIELD,
    assessment.FIELD,
)
