"""Makes the installation's commands known to Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "shanhai.config"
    label = "config"
