"""Makes this folder known to Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shanhai.ledger"
    label = "ledger"
