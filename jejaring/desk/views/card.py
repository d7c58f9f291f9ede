"""Safety cards for the officer on shift."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.desk.queries import card as cards_of
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.DESK, P.SEE_CARDS)
def cards(request: Request) -> HttpResponse:
    """The open cases of the desk without a name: which card is wanted?"""
    query = request.GET.get("q", "")
    return page(request, "desk/cards.html", {"rows": cards_of.cards(request.actor, query=query), "query": query})


@require_GET
@screen(Purpose.DESK, P.SEE_CARDS)
def card(request: Request, case_id: UUID) -> HttpResponse:
    """One card: how to reach the person safely, how dangerous it is, what was agreed for the night, whom to call."""
    return page(request, "desk/card.html", {"c": cards_of.card(request.actor, case_id)})
