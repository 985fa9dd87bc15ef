"""Evidence as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Keeps the files that prove something, whom a complaint is about, and reviews by a second person."""

    name = "dingxin.evidence"

    def ready(self) -> None:
        """Let the reactions of this app be known."""
        from dingxin.evidence import tasks  # noqa: F401, PLC0415  importing registers them
