"""Addresses of referrals."""

from django.urls import path

from jejaring.referrals import views

app_name = "referrals"
urlpatterns = [
    path("", views.referrals, name="referrals"),
    path("download/", views.download, name="download"),
    path("new/<uuid:case_id>/", views.new, name="new"),
    path("request/", views.ask_unit, name="request"),
    path("shelter/", views.shelter, name="shelter"),
    path("shelter/beds/", views.beds, name="beds"),
    path("shelter/address/", views.address, name="address"),
    path("shelter/<uuid:stay_id>/", views.stay, name="stay"),
    path("shelter/<uuid:stay_id>/<slug:kind>/print/", views.stay_paper, name="stay_paper"),
    path("shelter/<uuid:stay_id>/leave/", views.leave, name="leave"),
    path("<uuid:referral_id>/admit/", views.admit, name="admit"),
    path("<uuid:referral_id>/note/", views.desk_note, name="desk_note"),
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/accept/", views.accept, name="accept"),
    path("<uuid:referral_id>/report/", views.take_up, name="take_up"),
    path("<uuid:referral_id>/decline/", views.decline, name="decline"),
    path("<uuid:referral_id>/unavailable/", views.unavailable, name="unavailable"),
    path("<uuid:referral_id>/serve/", views.serve, name="serve"),
    path("<uuid:referral_id>/report-back/", views.report_back, name="report_back"),
    path("<uuid:referral_id>/refuse/", views.refuse, name="refuse"),
    path("<uuid:referral_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:referral_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<uuid:referral_id>/letter/", views.letter, name="letter"),
    path("<uuid:referral_id>/print/", views.print_letter, name="print"),
    path("<uuid:referral_id>/papers/<uuid:paper_id>/", views.paper_along, name="paper"),
    path("<uuid:referral_id>/papers/<uuid:paper_id>/picture/", views.paper_picture, name="paper_picture"),
    path("<uuid:referral_id>/papers/<uuid:paper_id>/take/", views.paper_take, name="paper_take"),
    path("consent/<uuid:case_id>/", views.consent, name="consent"),
    path("basis/<uuid:case_id>/", views.bases, name="bases"),
    path("basis/<uuid:case_id>/new/", views.consent_new, name="consent_new"),
    path("basis/<uuid:case_id>/<uuid:basis_id>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("basis/<uuid:case_id>/<uuid:basis_id>/settle/", views.consent_settle, name="consent_settle"),
]
