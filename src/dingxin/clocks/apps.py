"""Promises as a Django app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Keeps what was promised and notices what was not kept."""

    name = "dingxin.clocks"
