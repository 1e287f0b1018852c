"""What the workbook tests stand on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shanhai.registry.places import forget
from tests.sheets.world import World, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small world, newly made."""
    yield make_world()
    forget()


@pytest.fixture
def lasting_world(transactional_db: None) -> Iterator[World]:
    """The small world for tests that commit."""
    yield make_world()
    forget()
