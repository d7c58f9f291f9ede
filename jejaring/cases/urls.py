"""Addresses of the acts on a case; the file itself is `desk:case`."""

from django.urls import path

from jejaring.cases import views

app_name = "cases"
urlpatterns = [
    path("<uuid:case_id>/party/", views.party, name="party"),
    path("<uuid:case_id>/party/<uuid:party_id>/", views.party_edit, name="party_edit"),
    path("<uuid:case_id>/kin/", views.kin, name="kin"),
    path("<uuid:case_id>/kin/<uuid:relation_id>/end/", views.kin_end, name="kin_end"),
    path("<uuid:case_id>/household/", views.household, name="household"),
    path("<uuid:case_id>/contact/", views.contact, name="contact"),
    path("<uuid:case_id>/reveal/<uuid:person_id>/", views.reveal, name="reveal"),
    path("<uuid:case_id>/assign/", views.assign, name="assign"),
    path("<uuid:case_id>/incident/", views.incident, name="incident"),
    path("<uuid:case_id>/screen/", views.screen_victim, name="screen"),
    path("<uuid:case_id>/identifier/", views.identifier, name="identifier"),
    path("<uuid:case_id>/identifier/<uuid:identifier_id>/", views.identifier_use, name="identifier_use"),
    path("<uuid:case_id>/assess/", views.assess, name="assess"),
    path("<uuid:case_id>/plan/", views.plan, name="plan"),
    path("<uuid:case_id>/service/", views.service, name="service"),
    path("<uuid:case_id>/note/", views.note, name="note"),
    path("<uuid:case_id>/review/", views.review, name="review"),
    path("<uuid:case_id>/follow-up/", views.follow_up, name="follow_up"),
    path("<uuid:case_id>/police/", views.police, name="police"),
    path("<uuid:case_id>/police/ground/", views.untold, name="untold"),
    path("<uuid:case_id>/close/", views.close, name="close"),
    path("<uuid:case_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:case_id>/reopen/", views.reopen, name="reopen"),
    path("<uuid:case_id>/end-watch/", views.end_watch, name="end_watch"),
]
