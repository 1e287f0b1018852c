"""The Django application of the registry. Knows only its label."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Places, parties, programmes and pairings."""

    name = "shanhai.registry"
    label = "registry"
    verbose_name = "Registry"
    default_auto_field = "django.db.models.BigAutoField"
