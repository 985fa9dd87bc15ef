"""The hall as a Django app."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """Keeps who is calmed, step by step, and who was asked for a quiet room."""

    name = "dingxin.hall"
