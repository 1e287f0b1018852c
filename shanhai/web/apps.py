"""Makes this folder known to Django."""

from django.apps import AppConfig
from django.urls import register_converter


class WebConfig(AppConfig):
    name = "shanhai.web"
    label = "web"

    def ready(self) -> None:
        """Let addresses hold the numbers of activities; pages are read only after this."""
        from shanhai.activities.numbers import NumberInAddress

        register_converter(NumberInAddress, "number")
