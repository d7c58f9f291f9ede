"""Figures, and the promises of every desk."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.indicators.forms import FigureForm
from jejaring.indicators.queries import answers as answering
from jejaring.indicators.queries import figures as counting
from jejaring.indicators.queries import papers, sheets
from jejaring.indicators.queries import promises as keeping
from jejaring.kernel.clock import today
from jejaring.kernel.ids import NIL
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.FIGURES, P.SEE_FIGURES)
def figures(request: Request) -> HttpResponse:
    """One figure: a sentence, a table with its bars or chart, and the question beside it."""
    form = FigureForm(request.GET)
    sheet = sheets.sheet(counting.count(request.actor, form.asked)) if form.is_valid() else None
    context = {"form": form, "sheet": sheet, "query": request.GET.urlencode()}
    return page(request, "indicators/figures.html", context, status=200 if sheet else 422)


@require_GET
@screen(Purpose.FIGURES, P.SEE_FIGURES)
def download(request: Request) -> HttpResponse:
    """The same figure as CSV. That it left the system is an entry of the log."""
    form = FigureForm(request.GET)
    if not form.is_valid():
        return page(request, "indicators/figures.html", {"form": form, "query": ""}, status=422)
    asked = form.asked
    audit.record("figure_downloaded", "figure", NIL, fields=[d.key for d in asked.by], detail=asked.unit.key)
    name = f"{asked.unit.key}-{asked.since}-{asked.until}-{_('internal')}.csv"
    text = "\ufeff" + sheets.as_csv(counting.count(request.actor, asked))  # the mark tells spreadsheets that it is UTF-8
    return HttpResponse(text, "text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_GET
@screen(Purpose.TASK_FORCE, P.SEE_PROMISES)
def promises(request: Request) -> HttpResponse:
    """Which desk is late and for how long: no names, no case numbers."""
    period = _period(request)
    twelve = answering.year(request.actor)
    shown = {"found": keeping.promises(request.actor, period=period), "period": period, "year": twelve, "trend": answering.trend(twelve)}
    return page(request, "indicators/promises.html", shown)


def _period(request: Request) -> str:
    wanted = request.GET.get("period", "")
    return wanted if wanted in keeping.PERIODS else keeping.PERIODS[0]


def _pdf(content: bytes, name: str) -> HttpResponse:
    said = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, "application/pdf", headers=said)


@require_GET
@screen(Purpose.TASK_FORCE, P.SEE_PROMISES)
def promises_report(request: Request) -> HttpResponse:
    """The chair's page on one sheet of paper."""
    return _pdf(papers.report(request.actor, period=_period(request)), f"janji-{today()}")


@require_GET
@screen(Purpose.TASK_FORCE, P.SEE_PROMISES)
def reminder(request: Request) -> HttpResponse:
    """The draft of a reminder to a desk that is late."""
    content = papers.reminder(request.actor, label=request.GET.get("desk", ""))
    if content is None:
        raise Http404
    return _pdf(content, f"pengingat-{today()}")
