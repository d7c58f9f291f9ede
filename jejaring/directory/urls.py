"""Addresses."""

from django.urls import path

from jejaring.directory.views import account

app_name = "directory"
urlpatterns = [
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-in/demo/", account.sign_in_demo, name="sign_in_demo"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("language/", account.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/desk/", account.switch, name="switch"),
    path("account/password/", account.password, name="password"),
]
