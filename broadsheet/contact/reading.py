"""Who reads which messages: a person her own, a desk's people and those who keep its paper's settings the desk's."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.sites import SitePermissionPolicy

from broadsheet.contact.models import Message
from broadsheet.masthead.models import Paper
from broadsheet.masthead.workplaces import sites_of
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist


def desks_read_by(user: Any) -> "QuerySet[Desk]":
    """Return the desks whose messages somebody reads."""
    own = Journalist.objects.filter(user=user, is_current=True, desk__isnull=False)
    return Desk.objects.filter(Q(pk__in=own.values("desk")) | Q(site__in=_sites_kept_by(user)))


def _sites_kept_by(user: Any) -> list[int]:
    """Return the sites of the papers whose settings somebody may change."""
    policy = SitePermissionPolicy(Paper)
    if not policy.user_has_permission(user, "change"):
        return []
    allowed = policy.sites_user_has_permission_for(user, "change")
    works_at = {site.pk for site in sites_of(user)}
    return [site.pk for site in allowed if site.pk in works_at]


def messages_for(user: Any) -> "QuerySet[Message]":
    """Return the messages that somebody reads."""
    own = Q(journalist__user=user, journalist__is_current=True)
    return Message.objects.filter(own | Q(desk__in=desks_read_by(user)))


def reads_any(user: Any) -> bool:
    """Say whether messages come to somebody, or have come."""
    person = Journalist.objects.select_related("user").filter(user=user).first()
    if person is not None and person.reads_messages:
        return True
    return desks_read_by(user).filter(takes_messages=True).exists() or messages_for(user).exists()
