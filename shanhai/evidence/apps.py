"""Makes this folder known to Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "shanhai.evidence"
    label = "evidence"
