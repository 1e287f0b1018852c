"""Makes this folder known to Django."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "shanhai.offices"
    label = "offices"
