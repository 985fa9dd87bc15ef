"""The check of replies as a Django app."""

from django.apps import AppConfig


class RepliesConfig(AppConfig):
    """Checks what is about to be said."""

    name = "dingxin.replies"
