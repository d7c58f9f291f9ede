from django.urls import path

from jejaring.ui import views

app_name = "ui"
urlpatterns = [path("", views.components, name="gallery")]
