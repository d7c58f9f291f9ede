"""The address book: every app under its own root."""

from django.urls import include, path

urlpatterns = [
    path("", include("jejaring.desk.urls")),
    path("", include("jejaring.directory.urls")),
    path("reports/", include("jejaring.intake.urls")),
    path("triage/", include("jejaring.triage.urls")),
    path("cases/", include("jejaring.cases.urls")),
    path("referrals/", include("jejaring.referrals.urls")),
    path("", include("jejaring.commitments.urls")),
    path("", include("jejaring.indicators.urls")),
    path("", include("jejaring.exchange.urls")),
    path("ui/", include("jejaring.ui.urls")),
]
handler400 = "jejaring.config.errors.bad_request"
handler403 = "jejaring.config.errors.forbidden"
handler404 = "jejaring.config.errors.absent"
handler500 = "jejaring.config.errors.failed"
