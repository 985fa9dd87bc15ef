"""Escalation as a Django app."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    """Keeps the ladder and who climbed it."""

    name = "dingxin.escalation"

    def ready(self) -> None:
        """Let the reactions of this app be known."""
        from dingxin.escalation import tasks  # noqa: F401, PLC0415  importing registers them
