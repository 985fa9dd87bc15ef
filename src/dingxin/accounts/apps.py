"""Staff as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Knows who works here, where, and as what."""

    name = "dingxin.accounts"
