"""Makes this folder known to Django."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "shanhai.sheets"
    label = "sheets"
