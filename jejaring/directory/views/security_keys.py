"""The security keys of one's own account: adding and removing one, and the codes that stand in for a lost one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.directory import actions, queries
from jejaring.directory.forms.account import CodesForm, KeyAnswerForm, NewKeyForm, RemoveKeyForm
from jejaring.directory.rules import security_keys as rules
from jejaring.directory.views.asking import NEW_KEY, begin, begun, challenge_taken, site_of
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page


@screen(Purpose.ACCOUNT)
def key_new(request: Request) -> HttpResponse:
    """Add a key: first a name and the password, then the touch."""
    if "credential" in request.POST:
        return _touched(request)
    form = NewKeyForm(request.POST or None)
    if form.is_valid():
        try:  # without a savepoint: a wrong password stays counted
            actions.confirm_password(by=request.actor, password=form.values["password"])
            begin(request, NEW_KEY, called=form.values["name"])
            return _touch_page(request, KeyAnswerForm())
        except Refused as refused:
            form.refuse(refused)
    context = {"takes_keys": site_of(request).takes_keys, "demo_password": queries.DEMO_PASSWORD if queries.is_demo() else ""}
    return form_page(request, form, template="directory/key_new.html", back_url=reverse("directory:account"), **context)


def _touch_page(request: Request, form: KeyAnswerForm) -> HttpResponse:
    account = queries.account(request.actor.id)
    known = queries.credentials_of(account.pk)
    question = rules.ask_to_make(site_of(request), user_id=account.pk, username=account.username, known=known)
    request.session["challenge"] = question.challenge
    name = begun(request, NEW_KEY)["called"]
    return form_page(request, form, template="directory/key_touch.html", question=question.options, name=name)


def _touched(request: Request) -> HttpResponse:
    form, state, challenge = KeyAnswerForm(request.POST), begun(request, NEW_KEY), challenge_taken(request)
    if not state:
        messages.warning(request, _("The page was open for too long. Please begin once more."))
        return redirect("directory:key_new")
    form.is_valid()
    try:
        answer = {"answer": form.values["credential"], "site": site_of(request), "challenge": challenge}
        codes = actions.add_key(by=request.actor, name=state["called"], **answer)
    except Refused as refused:
        form.refuse(refused)
        return _touch_page(request, form)
    del request.session[NEW_KEY]
    messages.success(request, _("The security key was added. From the next sign-in on it is asked for."))
    return _codes_page(request, codes) if codes else redirect("directory:account")


def _codes_page(request: Request, codes: list[str]) -> HttpResponse:
    return page(request, "directory/recovery_codes.html", {"codes": codes, "username": queries.account(request.actor.id).username})


@screen(Purpose.ACCOUNT)
def key_remove(request: Request, key_id: UUID) -> HttpResponse:
    """Remove a key, with the password once more."""
    key, form = queries.own_key(request.actor.id, key_id), RemoveKeyForm(request.POST or None)
    if form.is_valid():
        try:  # without a savepoint
            actions.remove_key(by=request.actor, key_id=key_id, password=form.values["password"])
            messages.success(request, _("The security key was removed."))
            return redirect("directory:account")
        except Refused as refused:
            form.refuse(refused)
    last = len(queries.keys_of(request.actor.id)) == 1
    lead = _("It is the last one: afterwards the password alone opens your account, and no recovery code does.") if last else ""
    return form_page(request, form, kicker=key.name, lead=lead, danger=True, back_url=reverse("directory:account"))


@screen(Purpose.ACCOUNT)
def recovery_codes(request: Request) -> HttpResponse:
    """Make new recovery codes, with the password once more; they are shown once."""
    form = CodesForm(request.POST or None)
    if form.is_valid():
        try:  # without a savepoint
            return _codes_page(request, actions.new_codes(by=request.actor, password=form.values["password"]))
        except Refused as refused:
            form.refuse(refused)
    lead = _("Ten new codes are shown once. Those from before are worth nothing any more.")
    return form_page(request, form, lead=lead, back_url=reverse("directory:account"))
