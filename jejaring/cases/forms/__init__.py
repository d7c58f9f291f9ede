"""Forms of the acts on a case."""

from jejaring.cases.forms.closing import CloseForm, ConfirmForm, ReasonForm
from jejaring.cases.forms.conflicts import ConflictForm, ConflictToldForm
from jejaring.cases.forms.documents import PRINT_FORMS, AddressForm, AttachForm, PrintForm, RemoveForm, TakeForm
from jejaring.cases.forms.emergency import EmergencyForm, EmergencyReviewForm, RestoreForm, StopForm
from jejaring.cases.forms.incidents import CorrectIncidentForm, IdentifierForm, IncidentForm, ScreenForm, UseForm
from jejaring.cases.forms.people import AssignForm, ContactForm, HouseholdForm, PartyEditForm, PartyForm, RelateForm, RevealForm
from jejaring.cases.forms.sealed import AskUnsealingForm, ConfirmUnsealingForm, SealForm
from jejaring.cases.forms.work import AssessForm, NoteForm, PlanForm, PoliceForm, ServiceForm, TextForm

__all__ = [
    "PRINT_FORMS",
    "AddressForm",
    "AskUnsealingForm",
    "AssessForm",
    "AssignForm",
    "AttachForm",
    "CloseForm",
    "ConfirmForm",
    "ConfirmUnsealingForm",
    "ConflictForm",
    "ConflictToldForm",
    "ContactForm",
    "CorrectIncidentForm",
    "EmergencyForm",
    "EmergencyReviewForm",
    "HouseholdForm",
    "IdentifierForm",
    "IncidentForm",
    "NoteForm",
    "PartyEditForm",
    "PartyForm",
    "PlanForm",
    "PoliceForm",
    "PrintForm",
    "ReasonForm",
    "RelateForm",
    "RemoveForm",
    "RestoreForm",
    "RevealForm",
    "ScreenForm",
    "SealForm",
    "ServiceForm",
    "StopForm",
    "TakeForm",
    "TextForm",
    "UseForm",
]
