"""Who is asking, and for which paper they work."""

from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from broadsheet.newsroom.models import Journalist, User

EVERYWHERE = ("",)


def signed_in(request: HttpRequest) -> User:
    """Return the person at the newsroom's screen; nobody else gets as far as one."""
    assert isinstance(request.user, User)
    return request.user


def places_of(user: User) -> tuple[str, ...]:
    """Return the places in the tree under which someone may read what colleagues write.

    Where one paper alone is published, everyone in the newsroom reads everything. Where several are: wherever someone
    has a right, and in the papers for which they sign.
    """
    if user.is_superuser or Site.objects.count() < 2:
        return EVERYWHERE
    given = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    signs = Journalist.objects.filter(user=user).first()
    sites = Site.objects.select_related("root_page") if signs else []
    signed = [site.root_page.path for site in sites if signs and signs.is_of(site)]
    return tuple({one.page.path for one in given}.union(signed))


def works_at(page: Page, user: User) -> bool:
    """Say whether someone works for the paper of a page."""
    return bool(page.path.startswith(places_of(user)))
