"""Who sees gifts, and of which papers: asked of each screen and each act, on the server."""

from typing import Any, Final, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.workplaces import sites_of

HANDLE: Final = "donations.handle_gifts"
RUN: Final = "donations.run_gifts"
Kind = TypeVar("Kind", bound=Model)


def may_handle(user: Any) -> bool:
    return bool(user.has_perm(HANDLE))


def may_run(user: Any) -> bool:
    """Say whether someone pays gifts back, erases donors, and sets how the paper asks."""
    return bool(user.has_perm(RUN) and user.has_perm(HANDLE))


def refuse_strangers(request: HttpRequest) -> None:
    """Refuse whoever does not handle gifts.

    Errors:
        PermissionDenied: this person does not.
    """
    if not may_handle(request.user):
        raise PermissionDenied


def refuse_all_but_who_runs(request: HttpRequest) -> None:
    """Refuse whoever does not run gifts.

    Errors:
        PermissionDenied: this person does not.
    """
    if not may_run(request.user):
        raise PermissionDenied


def papers(request: HttpRequest) -> list[Site]:
    """Return the papers whose gifts this person sees.

    Errors:
        PermissionDenied: of none.
    """
    refuse_strangers(request)
    return sites_of(request.user)


def paper_asked_for(request: HttpRequest) -> Site:
    """Return the paper for which something is done; of several, the one that was asked for, else the first.

    Errors:
        PermissionDenied: this person handles gifts of none.
    """
    own = papers(request)
    asked = request.POST.get("site") or request.GET.get("site") or ""
    chosen = [site for site in own if str(site.pk) == asked]
    if not own:
        raise PermissionDenied
    return (chosen or own)[0]


def at_hand(request: HttpRequest, kind: type[Kind], key: int, *with_it: str) -> Kind:
    """Return a record that this person may see; of another paper's, nobody says that it is there.

    Args:
        with_it: what else is fetched.
    """
    found = kind._default_manager.filter(site__in=papers(request)).select_related("site", *with_it)
    if key >= 2**63:
        raise Http404
    return get_object_or_404(found, pk=key)


def trail(label: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """Return the line of links above a screen.

    Args:
        between: words and the name of the address, for each screen between the home of gifts and this one.
    """
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("gifts_desk"), "label": _("Gifts")},
        *({"url": reverse(name), "label": words} for words, name in between),
        {"url": "", "label": label},
    ]


def screen(label: str, *between: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Return what each screen of gifts shows at its top, and what else it shows."""
    return {
        "header_title": label,
        "header_icon": "pick",
        "breadcrumbs_items": trail(label, *between),
        **more,
    }
