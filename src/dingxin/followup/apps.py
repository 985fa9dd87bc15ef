"""Follow-up as a Django app."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Keeps the calls back, the surveys and what came of them."""

    name = "dingxin.followup"

    def ready(self) -> None:
        """Let the reactions of this app be known."""
        from dingxin.followup import tasks  # noqa: F401, PLC0415  importing registers them
