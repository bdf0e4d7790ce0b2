"""The lists of reports and requests, as someone at the desk looks at them."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.masthead.workplaces import places_of
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.standards.states import REPORT_OPEN, REQUEST_OPEN, ReportState, RequestState

MOST = 100
R, Q = ReportState, RequestState
REPORT_LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (_("To decide"), REPORT_OPEN),
    "corrected": (_("Corrected"), (R.CORRECTED, R.SLIP)),
    "answered": (_("Answered with no"), (R.ANSWERED,)),
    "dropped": (_("Put aside"), (R.DROPPED,)),
}
REQUEST_LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (_("To decide"), REQUEST_OPEN),
    "due": (_("To be reviewed"), (Q.DECIDED,)),
    "decided": (_("Decided"), (Q.DECIDED,)),
    "dropped": (_("Put aside"), (Q.DROPPED,)),
}


def sites_of(user: Any) -> list[Site]:
    """Return the papers for which someone works."""
    places = places_of(user)
    sites = Site.objects.select_related("root_page").order_by("pk")
    return [site for site in sites if site.root_page.path.startswith(places)]


def reports_for(user: Any) -> "QuerySet[ErrorReport]":
    """Return the reports that someone may see, each passage once."""
    found = ErrorReport.objects.filter(site__in=sites_of(user), same_as=None)
    return found.select_related("site", "story", "held_by", "correction")


def requests_for(user: Any) -> "QuerySet[UnpublishRequest]":
    """Return the requests that someone may see."""
    found = UnpublishRequest.objects.filter(site__in=sites_of(user))
    return found.select_related("site", "story", "held_by")


def list_reports(user: Any, which: str) -> list[ErrorReport]:
    """Return one list of reports: what is to be decided on by age, the rest by its last day first."""
    found = reports_for(user).filter(state__in=REPORT_LISTS[which][1])
    order = ("came_at", "pk") if which == "open" else ("-decided_at", "-pk")
    return list(found.annotate(others_count=Count("others")).order_by(*order)[:MOST])


def list_requests(user: Any, which: str) -> list[UnpublishRequest]:
    """Return one list of requests; those to be reviewed by their day, the due ones first."""
    found = requests_for(user).filter(state__in=REQUEST_LISTS[which][1])
    if which == "due":
        return list(found.filter(review_on__isnull=False).order_by("review_on", "pk")[:MOST])
    order = ("came_at", "pk") if which == "open" else ("-decided_at", "-pk")
    return list(found.order_by(*order)[:MOST])


def due_for(user: Any) -> int:
    """Return how many decisions are to be reviewed by today."""
    today = timezone.localdate()
    return requests_for(user).filter(state=Q.DECIDED, review_on__lte=today).count()
