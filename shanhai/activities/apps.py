"""Makes this folder known to Django."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "shanhai.activities"
    label = "activities"
