"""Who can do what: the directory for everybody who is signed in."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.directory import actions, queries
from jejaring.directory.forms.finding import DirectoryFilter
from jejaring.kernel.tables import Format, Table
from jejaring.ui import downloads
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.DESK)
def directory(request: Request) -> HttpResponse:
    """Who can do this, for this person, at this hour? The question stands in the address."""
    form = DirectoryFilter(request.GET)
    wanted = form.wanted
    entries = queries.find(wanted, empty=() if wanted.at else queries.deserted())
    context = {"entries": entries, "form": form, "plan": queries.plan((e.area for e in entries if e.area), wanted.area, form.of_area)}
    context |= {"download_url": f"/directory/list.csv{form.address()}", "administers": request.actor.may(P.ADMINISTER).ok}
    return page(request, "directory/directory.html", context)


@require_GET
@screen(Purpose.DESK)
def download(request: Request) -> HttpResponse:
    """The same list as a file, one line for each service of a desk."""
    entries = queries.find(DirectoryFilter(request.GET).wanted)
    actions.note_download(by=request.actor)
    heads = (_("Organisation"), _("Desk"), _("Telephone"), _("E-mail"), _("Address"), _("District or village"), _("Hours"), _("Opening"))
    table = Table(_("Directory"), (*heads, _("Service"), _("For whom"), _("What it asks")), queries.lines(entries))
    return downloads.answer([table], Format.CSV, "directory")
