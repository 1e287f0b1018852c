"""Faults of programs that use the ledger. Faults in what people enter are Problems and Outcomes instead."""

from __future__ import annotations

from shanhai.catalogue.words import ShanhaiError


class LedgerError(ShanhaiError):
    """Root of the ledger's faults."""


class LedgerNotSetUpError(LedgerError):
    """The installation has no first serial: its migrations have not run."""


class WrongCallError(LedgerError):
    """A program asked the ledger for something that no user can have meant, such as a side its office is not on."""
