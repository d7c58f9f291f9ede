"""Addresses."""

from django.urls import path

from jejaring.commitments.views import calendars, changing, ruling

app_name = "commitments"
urlpatterns = [
    path("rules/", ruling.rules, name="rules"),
    path("rules/days-off/", calendars.holidays, name="holidays"),
    path("rules/days-off/new/", calendars.announce, name="announce"),
    path("rules/days-off/<slug:day>/take-back/", calendars.take_back, name="take_back"),
    path("rules/<slug:key>/", ruling.rule, name="rule"),
    path("rules/<slug:key>/new/", ruling.publish, name="publish"),
    path("rules/<slug:key>/<slug:version>/take-back/", ruling.take_back, name="take_back_rule"),
    path("promises/<uuid:commitment_id>/wait/", changing.wait, name="wait"),
    path("promises/<uuid:commitment_id>/here/", changing.here, name="here"),
    path("promises/<uuid:commitment_id>/more-time/", changing.more_time, name="more_time"),
    path("promises/<uuid:commitment_id>/waive/", changing.waive, name="waive"),
    path("promises/<uuid:commitment_id>/decide/", changing.decide, name="decide"),
]
