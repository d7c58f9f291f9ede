"""The administrator's pages of accounts and the roles that they hold at desks."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.directory import actions, queries, rules
from jejaring.directory.forms.administration import AccountForm, AccountNameForm, EndRoleForm, KeysGoneForm, RoleForm, SetPasswordForm
from jejaring.directory.states import KeysGone
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page, tried


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def accounts(request: Request) -> HttpResponse:
    """Every account with its roles of today."""
    query = request.GET.get("q", "").strip()
    return page(request, "directory/accounts.html", {"rows": queries.account_rows(query), "query": query})


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account(request: Request, user_id: UUID) -> HttpResponse:
    """One account: its roles, and what can be done with it."""
    return page(request, "directory/account_page.html", {"row": queries.account_row(user_id)})


def _invited() -> timedelta | None:
    """How long a password that somebody else chose opens an account; in the demo, where nobody changes a password, without an end."""
    return None if queries.is_demo() else rules.INVITED


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account_new(request: Request) -> HttpResponse:
    """Make an account with its first role."""
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            user = actions.open_account(by=request.actor, submission=form.submission_id, one_time=_invited(), **form.values)
            return redirect("directory:account_page", user.pk)
        except Refused as refused:
            form.refuse(refused)
    return form_page(request, form, title=_("New account"), verb=_("Make the account"), back_url="/accounts/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account_edit(request: Request, user_id: UUID) -> HttpResponse:
    """Correct the name that an account shows."""
    row = queries.account_row(user_id)
    form = AccountNameForm(request.POST or None, initial={"display_name": row.name, "work_phone": row.work_phone})
    if form.is_valid():
        actions.correct_user(by=request.actor, user_id=user_id, **form.values)
        return redirect("directory:account_page", user_id)
    return form_page(request, form, title=_("Correct the name"), kicker=row.username, back_url=f"/accounts/{user_id}/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account_password(request: Request, user_id: UUID) -> HttpResponse:
    """Give an account a new password."""
    row = queries.account_row(user_id)
    form = SetPasswordForm(request.POST or None)
    if tried(form, lambda: actions.set_password(by=request.actor, user_id=user_id, one_time=_invited(), **form.values)):
        return redirect("directory:account_page", user_id)
    lead = _("Every session of this account ends.")
    return form_page(request, form, title=_("Set a password"), lead=lead, kicker=row.name, back_url=f"/accounts/{user_id}/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account_keys(request: Request, user_id: UUID) -> HttpResponse:
    """Take the security keys of an account away."""
    row, form = queries.account_row(user_id), KeysGoneForm(request.POST or None)
    if tried(form, lambda: actions.take_keys_away(by=request.actor, user_id=user_id, reason=KeysGone(form.values["reason"]))):
        return redirect("directory:account_page", user_id)
    points = (
        _("Every security key and recovery code of this account is worth nothing any more."),
        _("Its sessions end. Until a new key is added, the password alone opens it."),
        _("Its owner is told. Make sure that you speak with the right person."),
    )
    words = {"title": form.title, "points": points, "kicker": row.name, "danger": True, "verb": form.verb}
    return form_page(request, form, template="ui/confirm.html", back_url=f"/accounts/{user_id}/", **words)


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account_close(request: Request, user_id: UUID) -> HttpResponse:
    """Close an account, after asking once more."""
    row, refusal = queries.account_row(user_id), ""
    if request.method == "POST":
        try:
            actions.deactivate_user(by=request.actor, user_id=user_id)
            return redirect("directory:account_page", user_id)
        except Refused as refused:
            refusal = _(refused.reason)
    return page(request, "directory/account_close.html", {"row": row, "refusal": refusal}, status=422 if refusal else 200)


@require_POST
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def account_reopen(request: Request, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    actions.activate_user(by=request.actor, user_id=user_id)
    return redirect("directory:account_page", user_id)


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def role_new(request: Request, user_id: UUID) -> HttpResponse:
    """Give an account a role at a desk."""
    row, form = queries.account_row(user_id), RoleForm(request.POST or None)
    if tried(form, lambda: actions.give_role(by=request.actor, user_id=user_id, submission=form.submission_id, **form.values)):
        return redirect("directory:account_page", user_id)
    return form_page(request, form, title=_("Give a role"), kicker=row.name, verb=_("Give the role"), back_url=f"/accounts/{user_id}/")


@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def role_end(request: Request, membership_id: UUID) -> HttpResponse:
    """Let a role end."""
    row, form = queries.member(membership_id), EndRoleForm(request.POST or None)
    if tried(form, lambda: actions.end_membership(by=request.actor, membership_id=membership_id, **form.values)):
        return redirect("directory:account_page", row.user_id)
    words = {"title": _("End a role"), "verb": _("End the role"), "lead": f"{_(row.role.label)}, {row.desk}", "kicker": row.name}
    return form_page(request, form, back_url=f"/accounts/{row.user_id}/", **words)
