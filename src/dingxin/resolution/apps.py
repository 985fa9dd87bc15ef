"""Resolution as a Django app."""

from django.apps import AppConfig


class ResolutionConfig(AppConfig):
    """Keeps what is demanded and needed, what may be offered and was, who allowed it, what was agreed, and the money."""

    name = "dingxin.resolution"

    def ready(self) -> None:
        """Let the reactions of this app be known, and what it puts in the way of a case."""
        from dingxin.resolution import hindrances, tasks  # noqa: F401, PLC0415  importing registers them
