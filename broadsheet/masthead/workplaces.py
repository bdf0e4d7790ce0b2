"""For which paper someone in the newsroom works."""

from typing import Any

from django.apps import apps
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

EVERYWHERE = ("",)


def places_of(user: Any) -> tuple[str, ...]:
    """Return the places in the tree under which someone may read what colleagues write.

    Where one paper alone is published, everyone in the newsroom reads everything. Where several are: wherever someone
    has a right, and in the papers for which they sign.
    """
    if user.is_superuser or Site.objects.count() < 2:
        return EVERYWHERE
    given = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    signs = apps.get_model("newsroom.Journalist").objects.filter(user=user).first()
    sites = Site.objects.select_related("root_page") if signs else []
    signed = [site.root_page.path for site in sites if signs and signs.is_of(site)]
    return tuple({one.page.path for one in given}.union(signed))


def works_at(page: Page, user: Any) -> bool:
    """Say whether someone works for the paper of a page."""
    return bool(page.path.startswith(places_of(user)))


def sites_of(user: Any) -> list[Site]:
    """Return the sites of the papers for which someone works, the first paper first."""
    places = places_of(user)
    sites = Site.objects.select_related("root_page").order_by("-is_default_site", "pk")
    return [site for site in sites if site.root_page.path.startswith(places)]
