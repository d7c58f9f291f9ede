"""Addresses."""

from django.urls import path

from jejaring.desk import views
from jejaring.desk.views import card, emergency, hand_over, lists, promise

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", lists.cases, name="cases"),
    path("cases/download/", lists.cases_download, name="cases_download"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:key>/", views.guide, name="guide"),
    path("log/", lists.log, name="log"),
    path("log/download/", lists.log_download, name="log_download"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("cases/<uuid:case_id>/promises.csv", promise.lives_download, name="lives_download"),
    path("emergency/<uuid:access_id>/", emergency.opened, name="emergency"),
    path("emergency/<uuid:access_id>/name/<uuid:person_id>/", emergency.name, name="emergency_name"),
    path("safety/", card.cards, name="cards"),
    path("safety/<uuid:case_id>/", card.card, name="card"),
    path("known/", views.known, name="known"),
    path("known/pair/<uuid:person_id>/<uuid:other_id>/", views.known_pair, name="known_pair"),
    path("known/pair/<uuid:person_id>/<uuid:other_id>/undo/", views.known_undo, name="known_undo"),
    path("known/<slug:kind>/<uuid:subject_id>/", views.known_one, name="known_one"),
    path("hand-over/", hand_over.write, name="hand_over"),
    path("hand-over/<uuid:note_id>/read/", hand_over.read, name="hand_over_read"),
    path("promises/<uuid:commitment_id>/", promise.promise, name="promise"),
]
