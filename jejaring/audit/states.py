"""The words of the log: acts, things and purposes as people say them. A code without words here is shown as it is."""

from collections.abc import Mapping

from jejaring.kernel.labels import gettext_noop as _

ACTS: Mapping[str, str] = {
    "read": _("Read"),
    "refused": _("Was refused"),
    "log_read": _("Read the log"),
    "signed_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "language_chosen": _("Chose a language"),
    "desk_changed": _("Changed the desk"),
    "password_changed": _("Changed the password"),
    "organisation_added": _("Added an organisation"),
    "desk_added": _("Added a desk"),
    "user_added": _("Added an account"),
    "membership_added": _("Gave a role"),
}
THINGS: Mapping[str, str] = {
    "report": _("Report"),
    "case": _("Case"),
    "referral": _("Referral"),
    "person": _("Person"),
    "user": _("Account"),
    "desk": _("Desk"),
    "organisation": _("Organisation"),
    "view": _("Page"),
    "log": _("Log"),
}
PURPOSES: Mapping[str, str] = {
    "public": _("Public page"),
    "sign_in": _("Sign-in"),
    "desk": _("Work of the desk"),
    "intake": _("Receiving reports"),
    "triage": _("Triage"),
    "case_work": _("Case work"),
    "referral": _("Referral"),
    "supervision": _("Supervision"),
    "figures": _("Figures"),
    "task_force": _("Task force"),
    "administration": _("Administration"),
    "audit": _("Review of the log"),
    "demo": _("Demo city"),
}
