"""The gallery of all components."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from jejaring.access.purposes import Purpose, screen
from jejaring.ui import gallery
from jejaring.ui.http import Request, page


@screen(Purpose.PUBLIC)
def components(request: Request) -> HttpResponse:
    """Every component in every state, in light and in dark."""
    now = gallery.NOW
    context: dict[str, Any] = {"now": now, "themes": ("light", "dark"), "rows": gallery.rows(), "moments": gallery.moments()}
    context |= {"soon": now + timedelta(minutes=25), "past": now - timedelta(hours=2), "started": now - timedelta(minutes=17)}
    context |= {"contact": gallery.CONTACT, "no": gallery.REFUSED, "steps": gallery.STEPS}
    context |= {"form": gallery.good_form(), "wrong": gallery.wrong_form()}
    return page(request, "ui/gallery.html", context)
