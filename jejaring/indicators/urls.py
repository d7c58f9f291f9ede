"""Addresses."""

from django.urls import path

from jejaring.indicators import views

app_name = "indicators"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/csv/", views.download, name="figures_csv"),
    path("promises/", views.promises, name="promises"),
    path("promises/report.pdf", views.promises_report, name="promises_report"),
    path("promises/reminder.pdf", views.reminder, name="reminder"),
]
