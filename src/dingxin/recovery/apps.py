"""Recovery as a Django app."""

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    """Keeps plans, runs, batches for many customers at once, and the register of commitments."""

    name = "dingxin.recovery"

    def ready(self) -> None:
        """Let the reactions of this app be known."""
        from dingxin.recovery import tasks  # noqa: F401, PLC0415  importing registers them
