"""The command line as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Brings the management commands."""

    name = "dingxin.console"
