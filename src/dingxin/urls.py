"""Every address of the product."""

from django.urls import include, path

from dingxin.api.main import api

urlpatterns = [
    path("accounts/", include("dingxin.desk.account_urls")),
    path("api/", api.urls),
    path("s/", include("dingxin.portal.urls")),
    path("", include("dingxin.desk.urls")),
]
handler400 = "dingxin.desk.views.errors.bad_request"
handler500 = "dingxin.desk.views.errors.server_error"
