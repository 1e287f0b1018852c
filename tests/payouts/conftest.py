"""What the tests of pay-outs stand on: the small world of the ledger."""

from tests.ledger.conftest import lasting_world, world

__all__ = ["lasting_world", "world"]
