"""The index as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finds words again."""

    name = "dingxin.search"
