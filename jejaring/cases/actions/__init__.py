"""Acts on cases: check, write, promises, log; all in the transaction of whoever calls.

Submissions make a form that is sent twice do one thing. Where two people may decide at once, `version` is what the page showed.
"""

from jejaring.cases.actions.checks import follow_up
from jejaring.cases.actions.closing import (
    confirm_closure,
    decline_closure,
    end_watch,
    mark_transferred,
    propose_closure,
    reopen,
)
from jejaring.cases.actions.conflicts import declare_conflict, lift_conflict, tell_conflict
from jejaring.cases.actions.documents import (
    attach,
    forget_removed,
    issue,
    keep_issued,
    note_address,
    print_draft,
    remove,
    restore,
)
from jejaring.cases.actions.emergency import (
    end_emergency,
    open_emergency,
    restore_right,
    review_emergency,
    stop_emergency,
    suspend_unreviewed,
)
from jejaring.cases.actions.incidents import add_incident, allow_use, correct_incident, screen_trafficking, sight_identifier
from jejaring.cases.actions.notes import leave_police_untold, report_to_police, review, write_note
from jejaring.cases.actions.opening import Brought, NewIncident, NewParty, open_case
from jejaring.cases.actions.parties import (
    add_party,
    assign,
    change_contact,
    end_relation,
    relate,
    reveal,
    set_household,
    update_party,
)
from jejaring.cases.actions.planning import NewNeed, assess, plan_service, plan_services, record_service_fact
from jejaring.cases.actions.register import note_register_numbers
from jejaring.cases.actions.sealing import ask_unsealing, confirm_unsealing, end_unsealing, seal

__all__ = [
    "Brought",
    "NewIncident",
    "NewNeed",
    "NewParty",
    "add_incident",
    "add_party",
    "allow_use",
    "ask_unsealing",
    "assess",
    "assign",
    "attach",
    "change_contact",
    "confirm_closure",
    "confirm_unsealing",
    "correct_incident",
    "declare_conflict",
    "decline_closure",
    "end_emergency",
    "end_relation",
    "end_unsealing",
    "end_watch",
    "follow_up",
    "forget_removed",
    "issue",
    "keep_issued",
    "leave_police_untold",
    "lift_conflict",
    "mark_transferred",
    "note_address",
    "note_register_numbers",
    "open_case",
    "open_emergency",
    "plan_service",
    "plan_services",
    "print_draft",
    "propose_closure",
    "record_service_fact",
    "relate",
    "remove",
    "reopen",
    "report_to_police",
    "restore",
    "restore_right",
    "reveal",
    "review",
    "review_emergency",
    "screen_trafficking",
    "seal",
    "set_household",
    "sight_identifier",
    "stop_emergency",
    "suspend_unreviewed",
    "tell_conflict",
    "update_party",
    "write_note",
]
