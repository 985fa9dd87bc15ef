"""Every address of the product."""

from django.urls import include, path

from dingxin.api.main import api

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/", api.urls),
    path("", include("dingxin.desk.urls")),
]
