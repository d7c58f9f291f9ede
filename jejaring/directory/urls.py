"""Addresses."""

from django.urls import path

from jejaring.directory.views import account, accounts, administration, codes, emergency, listing

app_name = "directory"
urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-in/demo/", account.sign_in_demo, name="sign_in_demo"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("language/", account.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/desk/", account.switch, name="switch"),
    path("account/password/", account.password, name="password"),
    path("directory/", listing.directory, name="directory"),
    path("directory/list.csv", listing.download, name="directory_download"),
    path("organisations/", administration.organisations, name="organisations"),
    path("organisations/new/", administration.organisation_new, name="organisation_new"),
    path("organisations/emergency/", emergency.numbers, name="emergency"),
    path("organisations/emergency/new/", emergency.number_new, name="emergency_new"),
    path("organisations/emergency/<uuid:number_id>/", emergency.number_edit, name="emergency_edit"),
    path("organisations/emergency/<uuid:number_id>/remove/", emergency.number_remove, name="emergency_remove"),
    path("organisations/<uuid:organisation_id>/", administration.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/edit/", administration.organisation_edit, name="organisation_edit"),
    path("organisations/<uuid:organisation_id>/close/", administration.organisation_close, name="organisation_close"),
    path("organisations/<uuid:organisation_id>/reopen/", administration.organisation_reopen, name="organisation_reopen"),
    path("organisations/<uuid:organisation_id>/desk/", administration.desk_new, name="desk_new"),
    path("organisations/desks/<uuid:desk_id>/", administration.desk, name="desk"),
    path("organisations/desks/<uuid:desk_id>/services/<slug:service>/", administration.offer_edit, name="offer"),
    path("organisations/desks/<uuid:desk_id>/edit/", administration.desk_edit, name="desk_edit"),
    path("organisations/desks/<uuid:desk_id>/close/", administration.desk_close, name="desk_close"),
    path("organisations/desks/<uuid:desk_id>/reopen/", administration.desk_reopen, name="desk_reopen"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<uuid:user_id>/", accounts.account, name="account_page"),
    path("accounts/<uuid:user_id>/edit/", accounts.account_edit, name="account_edit"),
    path("accounts/<uuid:user_id>/password/", accounts.account_password, name="account_password"),
    path("accounts/<uuid:user_id>/close/", accounts.account_close, name="account_close"),
    path("accounts/<uuid:user_id>/reopen/", accounts.account_reopen, name="account_reopen"),
    path("accounts/<uuid:user_id>/role/", accounts.role_new, name="role_new"),
    path("accounts/roles/<uuid:membership_id>/end/", accounts.role_end, name="role_end"),
    path("codes/", codes.codes, name="codes"),
    path("codes/legal/", codes.legal_bases, name="legal_bases"),
    path("codes/areas/", codes.areas, name="areas"),
    path("codes/<slug:name>/", codes.code_list, name="code_list"),
]
