"""The arrival of words as a Django app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Takes in what was said elsewhere."""

    name = "dingxin.channels"
