"""Makes this folder known to Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "shanhai.web"
    label = "web"
