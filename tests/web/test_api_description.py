"""The API walked from its own description: whatever is sent, answers keep to it and the server stays up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shanhai.offices.tokens import make_token
from shanhai.web.api import api
from tests.web.conftest import Cast

pytestmark = pytest.mark.django_db
CHECKS: Any = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def operations() -> list[Any]:
    """Every endpoint of the description, each able to make up requests of its own."""
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = get_wsgi_application()
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def key(cast: Cast) -> str:
    """The key of a clerk and signer."""
    day = timezone.localdate() + timedelta(days=1)
    return make_token(cast.users["ebian-both"], cast.offices["ebian"], name="程序", expires_on=day)[0]


@pytest.mark.parametrize("operation", operations(), ids=lambda one: one.label)
def test_whatever_is_sent_the_answer_is_as_described(operation: Any, key: str) -> None:
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {key}"})

    ask()
