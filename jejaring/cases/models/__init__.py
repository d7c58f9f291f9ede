"""The case file, the law around it, and the safety of its people."""

from jejaring.cases.models.conflicts import ConflictOfInterest, ConflictTold
from jejaring.cases.models.documents import Document
from jejaring.cases.models.emergency import EmergencyAccess, EmergencyReview, EmergencySuspension
from jejaring.cases.models.file import (
    Assessment,
    Case,
    Closure,
    Identifier,
    Incident,
    IncidentForm,
    Note,
    Participant,
    PlannedService,
    Relation,
    ServiceFact,
    TeamMember,
    TraffickingScreen,
)
from jejaring.cases.models.law import (
    Examination,
    ForcedOffence,
    LegalStep,
    LegalTrack,
    ProgressNotice,
    RestitutionEntry,
    RightsExplained,
)
from jejaring.cases.models.safety import ClosureCheck, HomeReturn, SafetyPlan
from jejaring.cases.models.sealed import SealedItem, Unsealing

__all__ = [
    "Assessment",
    "Case",
    "Closure",
    "ClosureCheck",
    "ConflictOfInterest",
    "ConflictTold",
    "Document",
    "EmergencyAccess",
    "EmergencyReview",
    "EmergencySuspension",
    "Examination",
    "ForcedOffence",
    "HomeReturn",
    "Identifier",
    "Incident",
    "IncidentForm",
    "LegalStep",
    "LegalTrack",
    "Note",
    "Participant",
    "PlannedService",
    "ProgressNotice",
    "Relation",
    "RestitutionEntry",
    "RightsExplained",
    "SafetyPlan",
    "SealedItem",
    "ServiceFact",
    "TeamMember",
    "TraffickingScreen",
    "Unsealing",
]
