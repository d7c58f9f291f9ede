"""Writes on organisations, desks and accounts, and the memory of accepted forms."""

from jejaring.directory.actions.accounts import (
    activate_user,
    add_membership,
    add_user,
    correct_user,
    deactivate_user,
    end_membership,
    give_role,
    open_account,
    set_password,
)
from jejaring.directory.actions.attempts import ATTEMPTS
from jejaring.directory.actions.calendars import calendar_changed, close_days, open_day
from jejaring.directory.actions.coming_in import (
    change_desk,
    change_password,
    check_password,
    choose_language,
    come_in,
    confirm_password,
    end_other_sessions,
    go_out,
)
from jejaring.directory.actions.emergency import add_emergency_number, correct_emergency_number, remove_emergency_number
from jejaring.directory.actions.founding import first_administrator, renew_password
from jejaring.directory.actions.grip import again, once, sent_before
from jejaring.directory.actions.offices import (
    add_desk,
    add_organisation,
    close_desk,
    close_organisation,
    correct_desk,
    correct_organisation,
    describe_service,
    note_download,
    reopen_desk,
    reopen_organisation,
)
from jejaring.directory.actions.security_keys import (
    add_key,
    new_codes,
    prove_key,
    remove_key,
    take_keys_away,
    use_code,
)
from jejaring.directory.actions.sessions import end_expired, revoke_sessions
from jejaring.directory.actions.shifts import plan_shift, read_hand_over, take_off_shift, write_hand_over

__all__ = [
    "ATTEMPTS",
    "activate_user",
    "add_desk",
    "add_emergency_number",
    "add_key",
    "add_membership",
    "add_organisation",
    "add_user",
    "again",
    "calendar_changed",
    "change_desk",
    "change_password",
    "check_password",
    "choose_language",
    "close_days",
    "close_desk",
    "close_organisation",
    "come_in",
    "confirm_password",
    "correct_desk",
    "correct_emergency_number",
    "correct_organisation",
    "correct_user",
    "deactivate_user",
    "describe_service",
    "end_expired",
    "end_membership",
    "end_other_sessions",
    "first_administrator",
    "give_role",
    "go_out",
    "new_codes",
    "note_download",
    "once",
    "open_account",
    "open_day",
    "plan_shift",
    "prove_key",
    "read_hand_over",
    "remove_emergency_number",
    "remove_key",
    "renew_password",
    "reopen_desk",
    "reopen_organisation",
    "revoke_sessions",
    "sent_before",
    "set_password",
    "take_keys_away",
    "take_off_shift",
    "use_code",
    "write_hand_over",
]
