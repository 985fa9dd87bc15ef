"""Promises and clocks as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Keeps what was promised and notices what was not kept."""

    name = "dingxin.clocks"

    def ready(self) -> None:
        """Let the reactions of this app be known."""
        from dingxin.clocks import tasks  # noqa: F401, PLC0415  importing registers them
