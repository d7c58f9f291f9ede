"""Security keys of an account: added, asked for after the password, removed, taken away; the codes that stand in for a lost one."""

from uuid import UUID

from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory import queries
from jejaring.directory.actions.attempts import attempts_of, check_ration, failed, succeeded
from jejaring.directory.actions.coming_in import confirm_password
from jejaring.directory.actions.grip import check
from jejaring.directory.actions.sessions import revoke_sessions
from jejaring.directory.models import RecoveryCode, SecurityKey, User
from jejaring.directory.rules import security_keys as rules
from jejaring.directory.states import KeysGone
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind

MOST_KEYS = 10
HASHER = ScryptPasswordHasher()


def add_key(*, by: Actor, name: str, answer: str, site: rules.Site, challenge: str) -> list[str]:
    """Add the key that the browser has just made to one's own account. With the first one come ten recovery codes, to be shown once.

    Whoever calls it has asked for the password, and hands over a challenge that was taken, so that it counts once.
    """
    User.objects.select_for_update().get(pk=by.id)
    if (many := SecurityKey.objects.filter(user_id=by.id).count()) >= MOST_KEYS:
        raise Refused(_("This account has ten keys. Remove one that is not used any more."))
    if not (made := rules.made_by(answer, site=site, challenge=challenge)):
        raise Refused(_("The key was not accepted. Begin once more."))
    row = SecurityKey(
        user_id=by.id, name=name, added_at=now(), credential_id=made.credential_id, public_key=made.public_key, sign_count=made.sign_count
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This key is known already."))
    audit.record("key_added", "security_key", row.pk)
    return [] if many else _make_codes(by)


def new_codes(*, by: Actor, password: str) -> list[str]:
    """Make new recovery codes for an account that has a key.

    Raises Refused for a wrong password. Call it outside of a savepoint: it counts although it is refused.
    """
    confirm_password(by=by, password=password)
    if not SecurityKey.objects.filter(user_id=by.id).exists():
        raise Refused(_("This account has no security key."))
    return _make_codes(by)


def _make_codes(by: Actor) -> list[str]:
    """New recovery codes for one's own account; those from before are worth nothing any more. They are told here and never again."""
    codes, salt, moment = rules.recovery_codes(), get_random_string(22), now()  # one salt, so that a typed code is hashed once
    RecoveryCode.objects.filter(user_id=by.id).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user_id=by.id, code=_kept(code, salt), at=moment) for code in codes])
    audit.record("recovery_codes_made", "user", by.id)
    return codes


def prove_key(*, by: Actor, answer: str, site: rules.Site, challenge: str, address: str) -> None:
    """The second half of a sign-in, after the right password: one of the account's keys signed the challenge.

    Raises Refused. Call it outside of a savepoint: ten failures of one account from one address within 15 minutes have to wait. A key whose
    count went back is refused, and the log says so: somebody may have copied it.
    """
    ration = _locked(by, address)
    key = SecurityKey.objects.filter(user_id=by.id, credential_id=rules.credential_in(answer)).first()
    count = _proved(key, answer, site, challenge) if key else None
    if key is None or count is None:
        _fail(ration, by, "key_refused")
        raise Refused(_("The key was not accepted. Try once more, or use a recovery code."))
    if rules.went_back(key.sign_count, count):
        _fail(ration, by, "key_copied")
        raise Refused(_("The key was not accepted: there may be a copy of it. Use a recovery code, and tell the administrator."))
    key.sign_count, key.last_used_at = count, now()
    key.save(update_fields=["sign_count", "last_used_at"])
    succeeded(ration)
    audit.record("key_used", "security_key", key.pk)


def _proved(key: SecurityKey, answer: str, site: rules.Site, challenge: str) -> int | None:
    known = bytes(key.public_key)
    return rules.count_proved_by(answer, site=site, challenge=challenge, user_id=key.user_id, public_key=known)


def use_code(*, by: Actor, code: str, address: str) -> int:
    """A recovery code in the place of the key; it is gone afterwards. How many are left. Raises Refused, and counts, as `prove_key`."""
    ration = _locked(by, address)
    kept = RecoveryCode.objects.filter(user_id=by.id)
    salt = str(HASHER.decode(first.code)["salt"]) if (first := kept.first()) else ""
    used = kept.filter(code=_kept(rules.code_as_typed(code), salt)).delete()[0] if salt else 0
    if not used:
        _fail(ration, by, "key_refused")
        raise Refused(_("This code is not right, or it was used before."), "code")
    succeeded(ration)
    audit.record("recovery_code_used", "user", by.id)
    return kept.count()


def _locked(by: Actor, address: str) -> str:
    User.objects.select_for_update().get(pk=by.id)  # what is rationed is counted one after the other
    ration = attempts_of("security key", f"{by.id}|{address}")
    check_ration(ration)
    return ration


def _fail(ration: str, by: Actor, act: str) -> None:
    failed(ration)
    audit.record(act, "user", by.id)


def _kept(code: str, salt: str) -> str:
    # Hashed as passwords are, a fifth as long: nobody chose these signs, and ten are hashed at once.
    return str(HASHER.encode(code, salt, p=1))


def remove_key(*, by: Actor, key_id: UUID, password: str) -> None:
    """Remove a key from one's own account; with the last one the recovery codes go, and the password alone opens it again.

    Raises Refused for a wrong password. Call it outside of a savepoint: it counts although it is refused.
    """
    confirm_password(by=by, password=password)
    SecurityKey.objects.get(pk=key_id, user_id=by.id).delete()
    if not SecurityKey.objects.filter(user_id=by.id).exists():
        RecoveryCode.objects.filter(user_id=by.id).delete()
    audit.record("key_removed", "security_key", key_id)


def take_keys_away(*, by: Actor, user_id: UUID, reason: KeysGone) -> None:
    """Take every key and recovery code of somebody's account away: until a new one is added its password alone opens it.

    Its sessions end, and its owner is told at the desk, since whoever does this could also set the password.
    """
    check(by)
    User.objects.select_for_update().get(pk=user_id)
    gone, _by_table = SecurityKey.objects.filter(user_id=user_id).delete()
    if not gone:
        raise Refused(_("This account has no security key."))
    RecoveryCode.objects.filter(user_id=user_id).delete()
    revoke_sessions(user_id)
    audit.record("keys_taken_away", "user", user_id, detail=reason.value)
    if desks := queries.desks_of(user_id):
        notices.tell(desk_id=desks[0].id, kind=NoticeKind.KEYS_TAKEN_AWAY, subject_kind="user", subject_id=user_id, to_user=user_id)
