"""The code lists, areas and legal bases as they stand, to be read: they change with a release of Jejaring, not by hand."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.kernel.labels import gettext_noop as _
from jejaring.reference import queries
from jejaring.reference.rules import HOME_CITY
from jejaring.ui.http import Request, page

TITLES: Mapping[str, str] = {
    "accommodation_need": _("Needs of accommodation"),
    "age_band": _("Age bands of victims"),
    "category": _("Categories of cases"),
    "channel": _("Channels of reports"),
    "charge_article": _("Articles of charges"),
    "check_outcome": _("Outcomes of a silent check"),
    "child_wish": _("What a child wishes about telling the parents"),
    "raid_agency": _("Agencies of a raid"),
    "closure_outcome": _("Outcomes of a case"),
    "closure_reason": _("Reasons of closure"),
    "contributing_factor": _("Contributing factors"),
    "court_matter": _("Matters before a court"),
    "court_outcome": _("Outcomes before a court"),
    "court_stage": _("Stages before a court"),
    "danger_sign": _("Signs of danger"),
    "date_precision": _("Precision of dates"),
    "decline_reason": _("Reasons to decline a referral"),
    "disability": _("Disabilities"),
    "document_kind": _("Kinds of documents"),
    "education": _("Education"),
    "extension_reason": _("Reasons to extend a promise"),
    "form": _("Forms of violence"),
    "identifier_kind": _("Kinds of identifiers"),
    "identifier_role": _("Roles behind an identifier"),
    "judgment_result": _("Results of a judgment"),
    "language": _("Languages"),
    "legal_exit": _("Ends of a legal process"),
    "legal_stage": _("Stages of law enforcement"),
    "legal_track": _("Legal tracks"),
    "marital_status": _("Marital status"),
    "nationality": _("Nationalities"),
    "occupation": _("Occupations"),
    "partner": _("Partner bodies"),
    "place": _("Places of incidents"),
    "recruitment_method": _("Ways of recruitment"),
    "relation": _("Relations of respondents to victims"),
    "religion": _("Religions"),
    "respondent_age_band": _("Age bands of respondents"),
    "restitution": _("Restitution"),
    "service": _("Services"),
    "sex": _("Sex"),
    "sharing_basis": _("Bases of sharing"),
    "shelter_exit": _("Reasons to leave a shelter"),
    "special_protection": _("Children needing special protection"),
    "sub_form": _("Sub-forms of violence"),
    "survivor_awareness": _("Whether the survivor knows of a report"),
    "trafficking_act": _("Trafficking: acts"),
    "trafficking_control": _("Trafficking: means of control"),
    "trafficking_decider": _("Trafficking: who decided"),
    "trafficking_means": _("Trafficking: means"),
    "trafficking_purpose": _("Trafficking: purposes"),
    "trafficking_status": _("Trafficking: status"),
    "transport": _("Means of transport"),
    "victim_right": _("Rights of victims"),
    "waits_for": _("Why the clock of a promise stands still"),
    "waiver_reason": _("Reasons to waive a promise"),
}


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def codes(request: Request) -> HttpResponse:
    """All lists by their title."""
    rows = sorted((gettext(TITLES.get(name, name)), name, size) for name, size in queries.list_sizes().items())
    return page(request, "directory/codes.html", {"rows": rows, "edition": queries.edition()})


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def code_list(request: Request, name: str) -> HttpResponse:
    """One list: both languages, source, the ministry's label, validity."""
    try:
        rows = queries.history(name)
    except KeyError:
        raise Http404
    shown = {column: any(getattr(r, column) for r in rows) for column in ("parent", "simfoni", "critical")}
    return page(request, "directory/code_list.html", {"rows": rows, "name": name, "title": gettext(TITLES.get(name, name)), "shown": shown})


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def legal_bases(request: Request) -> HttpResponse:
    """The rules behind clocks and sharing; what nobody has checked against the text says so."""
    rows = queries.legal_bases()
    return page(request, "directory/legal_bases.html", {"rows": rows, "unverified": sum(not r.verified for r in rows)})


@require_GET
@screen(Purpose.ADMINISTRATION, P.ADMINISTER)
def areas(request: Request) -> HttpResponse:
    """The districts and villages of the city, and the regions to which a case can be handed over."""
    districts = [(d.code, d.name, queries.areas("village", d.code)) for d in queries.areas("district", HOME_CITY)]
    villages = sum(len(inside) for _code, _name, inside in districts)
    context = {"districts": districts, "villages": villages, "regions": queries.region_choices(), "city": queries.area_name(HOME_CITY)}
    return page(request, "directory/areas.html", context)
