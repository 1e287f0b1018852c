"""The whole packaged registry, loaded once a module into a transaction that is rolled back at its end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from shanhai.registry.load import load_places
from shanhai.registry.pairings import load_programmes_and_pairings
from shanhai.registry.places import forget


@pytest.fixture(scope="module")
def registry(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All places, programmes and pairings."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            load_places()
            load_programmes_and_pairings()
            yield
            transaction.set_rollback(True)
        forget()


@pytest.fixture
def fresh_index() -> Iterator[None]:
    """No index is left from a test that changes the registry."""
    forget()
    yield
    forget()
