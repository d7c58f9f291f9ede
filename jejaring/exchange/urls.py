"""Addresses."""

from django.urls import path

from jejaring.exchange import views

app_name = "exchange"
urlpatterns = [
    path("simfoni/", views.entries, name="entries"),
    path("simfoni/sheet/", views.sheet, name="sheet"),
    path("simfoni/<uuid:victim_id>/", views.entry, name="entry"),
]
