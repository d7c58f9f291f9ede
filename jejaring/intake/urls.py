"""Addresses."""

from django.urls import path

from jejaring.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("download/", views.download, name="download"),
    path("new/", views.new, name="new"),
    path("send/", views.send, name="send"),
    path("sent/", views.sent, name="sent"),
    path("<uuid:report_id>/", views.report, name="report"),
    path("<uuid:report_id>/names/", views.names, name="names"),
    path("<uuid:report_id>/complete/", views.complete, name="complete"),
    path("<uuid:report_id>/people/", views.people, name="people"),
    path("<uuid:report_id>/respond/", views.respond, name="respond"),
]
