"""Addresses."""

from django.urls import path

from jejaring.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.cases, name="cases"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:key>/", views.guide, name="guide"),
    path("log/", views.log, name="log"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
]
