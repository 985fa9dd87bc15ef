"""The addresses of the portal: short, for they stand in an SMS."""

from django.urls import path

from dingxin.portal.views import survey

urlpatterns = [path("<str:token>/", survey.survey, name="survey")]
