"""Who is signed in, as Django asks for it."""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from jejaring.directory.models import User
from jejaring.directory.queries import account_at_work


class Accounts(ModelBackend):
    """Reads the account of a session together with its memberships, since every request asks for both."""

    def get_user(self, user_id: UUID) -> User | None:
        """An open account; None ends the session."""
        user = account_at_work(user_id)
        return user if user and user.is_active else None
