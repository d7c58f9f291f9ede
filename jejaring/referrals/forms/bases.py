"""Forms of consent: asked on paper, written down, taken back, settled."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.queries import CaseSummary
from jejaring.cases.queries.documents import PaperRow
from jejaring.directory import queries as directory
from jejaring.kernel.verdict import Verdict
from jejaring.referrals import rules
from jejaring.referrals.states import Evidence, ReferralPurpose
from jejaring.ui import forms as ui


class ConsentForm(ui.Form):
    """For which sharing consent is asked, and of whom."""

    title = _("Form of consent")
    verb = _("Print the form")
    victim = ui.ChipRadio(label=_("About whom?"), choices=())
    purpose = ui.Select(label=_("Purpose"), choices=ReferralPurpose)
    to_desk = ui.Select(label=_("Who receives it"), choices=())
    guardian = ui.ChipRadio(
        label=_("Who decides?"), hint=_("An adult in person. For a child a guardian who is not in conflict with the child's interest."),
        choices=(), required=False, empty=_("The person"),
    )  # fmt: skip
    days = ui.Number(label=_("Holds for so many days"), initial=rules.DEFAULT_DAYS)
    child_view = ui.LongText(
        label=_("What the child says to it"), hint=_("Left to the pen if empty."), max_length=1000, rows=3, required=False
    )  # fmt: skip
    signer_name = ui.Text(label=_("Officer who explains"), max_length=120, required=False)

    def __init__(
        self, data: Any = None, *, case: CaseSummary, guardians: Sequence[tuple[UUID, str, bool]],
        problems_of: Callable[[dict[str, Any]], dict[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"victim": str(case.victims[0].id) if case.victims else ""})
        self.problems_of = problems_of
        fields: Any = self.fields
        fields["victim"].choices = [(str(v.id), v.words) for v in case.victims]
        fields["to_desk"].choices = [("", gettext("Choose…")), *((str(d.id), d.label) for d in directory.partner_desks())]
        fields["guardian"].choices = [("", gettext("The person")), *((str(pk), words) for pk, words, conflict in guardians if not conflict)]

    def given(self) -> dict[str, Any]:
        """What was chosen, with ids as ids."""
        found = self.values
        ids = {name: UUID(found[name]) if found[name] else None for name in ("victim", "to_desk", "guardian")}
        return {**found, **ids}

    def clean(self) -> dict[str, Any]:
        """The same rules as when the referral is sent."""
        found = super().clean() or self.cleaned_data
        if not self.errors:
            for field, reason in self.problems_of(self.given()).items():
                self.add_error(field if field in self.fields else None, gettext(reason))
        return found


class GivenForm(ConsentForm):
    """A consent that was given: to what, by whom, how it can be shown, and what the child says."""

    title = _("Record a consent")
    verb = _("Record")
    layout: ClassVar[Sequence[ui.Section]] = (
        ui.Section(_("What may leave"), ("victim", "purpose", "to_desk", "days")),
        ui.Section(_("Who decided"), ("guardian", "child_view", "reason")),
        ui.Section(_("How it can be shown"), ("evidence", "document")),
    )
    child_view = ui.LongText(
        label=_("What the child says to it"), hint=_("In the child's own words, or why the child could not be asked. Empty for an adult."),
        max_length=1000, rows=3, required=False,
    )  # fmt: skip
    reason = ui.LongText(label=_("What was explained and agreed, in a sentence"), max_length=1000, rows=3)
    evidence = ui.ChipRadio(label=_("Evidence"), choices=Evidence, initial=Evidence.PAPER)
    document = ui.Select(
        label=_("Signed form"), hint=_("Scan it and attach it to the case first; then it stands here."), choices=(), required=False
    )
    signer_name = None  # type: ignore[assignment]

    def __init__(self, data: Any = None, *, papers: Sequence[PaperRow], **given: Any) -> None:
        super().__init__(data, **given)
        kept = [p for p in papers if p.removed_at is None]
        forms_first = sorted(kept, key=lambda p: p.kind != "consent_form")
        fields: Any = self.fields
        fields["document"].choices = [("", gettext("No paper")), *((str(p.id), f"{p.title} · {p.line}") for p in forms_first)]

    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        found = super().given()
        return {**found, "document": UUID(found["document"]) if found["document"] else None}


class WithdrawConsentForm(ui.Form):
    """Who takes a consent back, and whether a life in danger keeps something going."""

    verb = _("Withdraw the consent")
    withdrawn_for = ui.ChipRadio(label=_("Who withdraws it?"), choices=tuple(rules.GIVERS.items()))
    note = ui.LongText(label=_("In the person's words, if she wants to say why"), required=False, max_length=1000, rows=3)
    kept_for_life = ui.LongText(
        label=_("Only if life is in danger: why must the receivers go on?"),
        hint=_("Left empty, every access on this consent ends at once. What the law obliges us to report stays in either case."),
        required=False, max_length=1000, rows=3,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, given_by: str, for_life: Verdict) -> None:
        super().__init__(data, initial={"withdrawn_for": given_by})
        if not for_life:
            del self.fields["kept_for_life"]


class SettleForm(ui.Form):
    """What the receivers said after a withdrawal."""

    title = _("The sharing has stopped")
    verb = _("Record")
    settlement = ui.LongText(
        label=_("What did each receiver answer?"), hint=_("That it has stopped, and what it keeps under which law."), max_length=2000,
        rows=4,
    )  # fmt: skip
