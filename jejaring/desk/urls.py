"""Addresses."""

from django.urls import path

from jejaring.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
]
