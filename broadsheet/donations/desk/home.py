"""The home of gifts: what waits, and what has come."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.desk.figures import (
    came_since,
    promised_at,
    shows_names,
    waiting_at,
)
from broadsheet.donations.desk.looking import may_run, papers, screen
from broadsheet.donations.manual import today_at
from broadsheet.donations.models import Batch


def gifts_desk(request: HttpRequest) -> HttpResponse:
    """Show what waits at each of this person's papers."""
    own = papers(request)
    shown = screen(
        _("Gifts"),
        papers=[_paper(site) for site in own],
        has_several=len(own) > 1,
        may_run=may_run(request.user),
    )
    shown["breadcrumbs_items"] = shown["breadcrumbs_items"][:2]
    return render(request, "donations/desk/home.html", shown)


def _paper(site: Site) -> dict[str, Any]:
    today = today_at(site)
    return {
        "site": site,
        "waiting": waiting_at(site),
        "batches": Batch.objects.filter(site=site, settlement=None).order_by("-received_on", "-pk"),
        "month": came_since(site, today.replace(day=1), today),
        "year": came_since(site, today.replace(month=1, day=1), today),
        "today": today,
        "promised": promised_at(site),
        "shows_names": shows_names(site),
    }
