"""Addresses."""

from django.urls import path

from jejaring.commitments.views import changing

app_name = "commitments"
urlpatterns = [
    path("promises/<uuid:commitment_id>/wait/", changing.wait, name="wait"),
    path("promises/<uuid:commitment_id>/here/", changing.here, name="here"),
    path("promises/<uuid:commitment_id>/more-time/", changing.more_time, name="more_time"),
    path("promises/<uuid:commitment_id>/waive/", changing.waive, name="waive"),
    path("promises/<uuid:commitment_id>/decide/", changing.decide, name="decide"),
]
