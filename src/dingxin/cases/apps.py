"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Keeps the complaints."""

    name = "dingxin.cases"

    def ready(self) -> None:
        """Let the reactions of this app be known."""
        from dingxin.cases import tasks  # noqa: F401, PLC0415  importing registers them
