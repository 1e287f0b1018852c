"""Makes this folder known to Django."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "shanhai.payouts"
    label = "payouts"
