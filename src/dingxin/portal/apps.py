"""The portal as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Speaks to customers."""

    name = "dingxin.portal"
