"""Coming in, going out, one's own account: password, language, the desk for which one acts."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import DESCRIPTIONS, Role
from jejaring.directory import actions, queries, rules
from jejaring.directory.forms.account import (
    ElsewhereForm,
    KeyAnswerForm,
    PasswordForm,
    RecoveryCodeForm,
    SignInForm,
    carried,
    local,
)
from jejaring.directory.rules import security_keys
from jejaring.directory.views.asking import COMING_IN, begin, begun, challenge_taken, site_of
from jejaring.guard.context import acting_as
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page

SWITCHED = "language_switched"  # a visitor chose the language just now: it then counts more than the one of the account
COOKIE: dict[str, Any] = {"samesite": "Lax", "secure": settings.SECURE, "httponly": True}
LANGUAGES = {code for code, _name in settings.LANGUAGES}


@screen(Purpose.SIGN_IN)
def sign_in(request: Request) -> HttpResponse:
    """User name and password; fields typed before a session ended travel along."""
    if request.method != "POST":
        return _sign_in_page(request, SignInForm()) if request.actor.is_visitor else redirect(local(request.GET.get("next")) or "/")
    form = SignInForm(request.POST)
    if form.is_valid():
        try:
            user_id = actions.check_password(**form.values, address=_address(request))
            return _ask_for_key(request, user_id) or _admit(request, user_id)
        except Refused as refused:
            form.refuse(refused)
    return _sign_in_page(request, form, status=422)


def _ask_for_key(request: Request, user_id: UUID) -> HttpResponse | None:
    """Between the password and the session: where the account has a key, remember for five minutes and for this browser alone whose
    password was right, and ask for the key. Nothing is open until then. None where there is no key."""
    with acting_as(actor := queries.actor_for(user_id), Purpose.SIGN_IN, request.request_id):
        if not queries.credentials_of(user_id):
            return None
    request.session.begin()
    begin(request, COMING_IN, user=str(user_id), proof=queries.account(user_id).get_session_auth_hash())
    return _key_page(request, actor)


def _key_page(request: Request, actor: Actor, key: KeyAnswerForm | None = None, code: RecoveryCodeForm | None = None) -> HttpResponse:
    with acting_as(actor, Purpose.SIGN_IN, request.request_id):
        question = security_keys.ask_for_one_of(site_of(request), queries.credentials_of(actor.id))
    request.session["challenge"] = question.challenge
    kept = {"carried": carried(request.POST), "next": local(request.POST.get("next") or request.GET.get("next"))}
    context = kept | {"question": question.options, "takes_keys": site_of(request).takes_keys}
    context |= {"form": code if code and code.is_bound else key, "code_form": code or RecoveryCodeForm()}
    return page(request, "directory/sign_in_key.html", context, status=422 if key or code else 200)


def _coming_in(request: Request) -> Actor | None:
    """Whose password was right in this browser just now, unless it was changed since, or the account closed."""
    state = begun(request, COMING_IN)
    actor = queries.actor_for(UUID(state["user"]) if state else None)
    if actor.is_visitor or queries.account(actor.id).get_session_auth_hash() != state["proof"]:
        return None
    return actor


@screen(Purpose.SIGN_IN)
def sign_in_key(request: Request) -> HttpResponse:
    """The second half of a sign-in: the touch of a key, or a recovery code."""
    if not (actor := _coming_in(request)):
        return _sign_in_page(request, SignInForm(), 422, stale=True) if request.method == "POST" else redirect("directory:sign_in")
    if request.method != "POST":
        return _key_page(request, actor)
    if "code" in request.POST:
        return _by_code(request, actor)
    form, challenge = KeyAnswerForm(request.POST), challenge_taken(request)
    form.is_valid()
    with acting_as(actor, Purpose.SIGN_IN, request.request_id):
        try:  # inside of the context: a failure stays counted
            answer = {"answer": form.values["credential"], "site": site_of(request), "challenge": challenge}
            actions.prove_key(by=actor, address=_address(request), **answer)
        except Refused as refused:
            form.refuse(refused)
    return _key_page(request, actor, key=form) if form.errors else _admit(request, actor.id)


def _by_code(request: Request, actor: Actor) -> HttpResponse:
    form = RecoveryCodeForm(request.POST)
    if form.is_valid():
        with acting_as(actor, Purpose.SIGN_IN, request.request_id):
            try:
                left = actions.use_code(by=actor, code=form.values["code"], address=_address(request))
                said = ngettext("That was a recovery code. %(n)s is left.", "That was a recovery code. %(n)s are left.", left)
                messages.warning(request, said % {"n": left})
            except Refused as refused:
                form.refuse(refused)
    return _key_page(request, actor, code=form) if form.errors else _admit(request, actor.id)


def _address(request: Request) -> str:
    """Where a request comes from, for counting failures; proxies of ours are looked through."""
    return rules.came_from(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXIES)


def _sign_in_page(request: Request, form: SignInForm, status: int = 200, **more: object) -> HttpResponse:
    next_path = local(request.POST.get("next") or request.GET.get("next"))
    context = {"form": form, "carried": carried(request.POST), "next": next_path, "demo": queries.demo_accounts()}
    return page(request, "directory/sign_in.html", context | more, status=status)


@require_POST
@screen(Purpose.SIGN_IN)
def sign_in_demo(request: Request) -> HttpResponse:
    """One click into an account of the demo city. A real installation refuses it."""
    if not (user_id := queries.demo_account(request.POST.get("username", ""))):
        raise PermissionDenied
    return _admit(request, user_id)


def _admit(request: Request, user_id: UUID) -> HttpResponse:
    """Start the session, note it in the log as the one who came in, and go on where the visitor was."""
    actor = queries.actor_for(user_id)
    request.session.begin()
    login(request, account := queries.account(user_id))
    request.session["browser"] = rules.browser_words(request.headers.get("User-Agent", ""))
    request.session["one_time"] = account.one_time_until is not None
    request.session["desk"] = str(actor.desk)
    request.session["several"] = len(queries.desks_of(user_id)) > 1
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "") if request.COOKIES.get(SWITCHED) else ""
    with acting_as(actor, Purpose.SIGN_IN, request.request_id):
        language = actions.come_in(by=actor, language=language if language in LANGUAGES else "")
    with override(language):
        kept = carried(request.POST)
        response = page(request, "directory/kept.html", {"carried": kept}) if kept else redirect(local(request.POST.get("next")) or "/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000, **COOKIE)
    response.delete_cookie(SWITCHED)
    return response


@require_POST
@screen(Purpose.SIGN_IN)
def sign_out(request: Request) -> HttpResponse:
    """End the session on the server; the cookie is worth nothing afterwards."""
    if not request.actor.is_visitor:
        actions.go_out(by=request.actor)
    logout(request)
    response = redirect("directory:sign_in")
    response.delete_cookie(SWITCHED)
    return response


@screen(Purpose.SIGN_IN)
def lock(request: Request) -> HttpResponse:
    """Nobody has touched the page for a while: end the session and show the sign-in in its place, with what was typed."""
    if request.method != "POST":
        return redirect("directory:sign_in")
    if not request.actor.is_visitor:
        actions.go_out(by=request.actor, left_alone=True)
    logout(request)
    return _sign_in_page(request, SignInForm(), 401, minutes=settings.IDLE_MINUTES)


@require_http_methods(["GET", "POST"])
@screen(Purpose.DESK)
def awake(request: Request) -> HttpResponse:
    """How many seconds the session lasts if nobody does anything. A page asks with GET, and says with POST that somebody is typing."""
    return HttpResponse(str(request.session.seconds_left), content_type="text/plain")


@screen(Purpose.ACCOUNT)
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """End every other session of one's own account, with the password once more."""
    form = ElsewhereForm(request.POST or None)
    if form.is_valid():
        try:  # without a savepoint: a wrong password stays counted
            actions.end_other_sessions(by=request.actor, password=form.values["password"], but=request.session["name"])
            messages.success(request, _("You are signed in here alone now."))
            return redirect("directory:account")
        except Refused as refused:
            form.refuse(refused)
    return form_page(request, form, back_url=reverse("directory:account"))


@require_POST
@screen(Purpose.PUBLIC)
def language(request: Request) -> HttpResponse:
    """Choose the language of the screens; for somebody signed in it stays with the account."""
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGES:
        raise Http404
    response = redirect(local(request.POST.get("next")) or "/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31536000, **COOKIE)
    if request.actor.is_visitor:
        response.set_cookie(SWITCHED, "1", **COOKIE)
    else:
        actions.choose_language(by=request.actor, language=chosen)
    return response


@require_GET
@screen(Purpose.DESK)
def account(request: Request) -> HttpResponse:
    """Who one is here: roles, desks, language, password, security keys."""
    roles = [(role, _(DESCRIPTIONS[role])) for role in Role if role in request.actor.roles]
    context = {"desks": queries.desks_of(request.actor.id), "roles": roles, "languages": settings.LANGUAGES, "demo": queries.is_demo()}
    context["keys"], context["codes_left"] = queries.keys_of(request.actor.id), queries.codes_left(request.actor.id)
    context["sessions"] = queries.sessions_of(request.actor.id, this=request.session["name"])
    return page(request, "directory/account.html", context | {"password_url": reverse("directory:password")})


@require_POST
@screen(Purpose.DESK)
def switch(request: Request) -> HttpResponse:
    """Act for another of one's desks from now on: an Actor acts for one desk at a time."""
    wanted = request.POST.get("desk", "")
    if wanted not in {str(d.id) for d in queries.desks_of(request.actor.id)}:
        raise Http404
    actor = queries.actor_for(request.actor.id, wanted)
    with acting_as(actor, Purpose.DESK, request.request_id):
        actions.change_desk(by=actor)
    request.session["desk"] = wanted
    return redirect("/")


@screen(Purpose.ACCOUNT)
def password(request: Request) -> HttpResponse:
    """Change one's own password; every other session of the account ends. A one-time password leads here and nowhere else."""
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            current, new = form.values["current_password"], form.values["new_password"]
            actions.change_password(by=request.actor, current=current, new=new, but=request.session["name"])
            update_session_auth_hash(request, queries.account(request.actor.id))
            return redirect("/" if request.session.pop("one_time", False) else "directory:account")
        except Refused as refused:
            form.refuse(refused)
    words = {"title": _("Change the password"), "verb": _("Change the password"), "back_url": reverse("directory:account")}
    if request.session.get("one_time"):
        words |= {"lead": _("You came in with a one-time password. Choose one that only you know; then your desk opens."), "back_url": ""}
    return form_page(request, form, **words)
