"""Addresses of triage."""

from django.urls import path

from jejaring.triage import views

app_name = "triage"
urlpatterns = [
    path("<uuid:report_id>/", views.decide, name="decide"),
    path("<uuid:report_id>/silent/", views.silent, name="silent"),
    path("join/<uuid:outcome_id>/", views.join, name="join"),
]
