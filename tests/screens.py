"""A browser without a window: Django's client, signed in as one of the cast."""

from django.test import Client

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.directory.models import User
from jejaring.guard.context import acting_as


def signed_in(actor: Actor) -> Client:
    """A client whose session belongs to this actor at this desk."""
    client = Client()
    with acting_as(actor, Purpose.SIGN_IN):
        client.force_login(User.objects.get(pk=actor.id))
    session = client.session
    session["desk"] = str(actor.desk)
    session.save()
    return client
