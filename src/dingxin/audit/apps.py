"""The event log as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Keeps the event log and runs the reactions to it."""

    name = "dingxin.audit"
