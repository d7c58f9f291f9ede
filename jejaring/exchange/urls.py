"""Addresses."""

from django.urls import path

from jejaring.exchange import views

app_name = "exchange"
urlpatterns = [
    path("simfoni/", views.entries, name="entries"),
    path("simfoni/sheet/", views.entry_sheet, name="entry_sheet"),
    path("simfoni/<uuid:victim_id>/", views.entry, name="entry"),
    path("import/", views.imports, name="imports"),
    path("import/<uuid:batch_id>/", views.batch, name="batch"),
    path("import/<uuid:batch_id>/sheet/", views.sheet, name="sheet"),
    path("import/<uuid:batch_id>/columns/", views.columns, name="columns"),
    path("import/<uuid:batch_id>/values/", views.values, name="values"),
    path("import/<uuid:batch_id>/check/", views.check, name="check"),
    path("import/<uuid:batch_id>/preview/", views.preview, name="preview"),
    path("import/<uuid:batch_id>/undo/", views.undo, name="undo"),
    path("import/<uuid:batch_id>/discard/", views.discard, name="discard"),
]
