"""Insights as a Django app."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Has no rows of its own: a day and a board are read from what there is."""

    name = "dingxin.insights"
