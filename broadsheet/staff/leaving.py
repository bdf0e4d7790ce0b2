"""When someone leaves: nobody can sign in as them, and what they held passes on. Their stories keep their name."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import Journalist, User
from broadsheet.staff.errors import LastPublisherError
from broadsheet.staff.models import Device, Link
from broadsheet.staff.sessions import end_sessions


def let_go(user: User, *, by: User | None, heir: User | None = None) -> None:
    """End someone's account: sessions, keys, devices and links; hand what they had taken to somebody else.

    Stories stay under their name. The page about them loses the ways to reach them.

    Errors:
        LastPublisherError: nobody else could let people in.
    """
    if not keepers_of_people().exclude(pk=user.pk).exists():
        raise LastPublisherError
    with transaction.atomic():
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        end_sessions(user)
        Authenticator.objects.filter(user=user).delete()
        Device.objects.filter(user=user).delete()
        Link.objects.filter(user=user, used_at=None).delete()
        pass_on(user, heir)
        for person in Journalist.objects.filter(user=user):
            person.is_current = False
            person.save()
        note_act("left", by=by, about=user.get_username())


def pass_on(user: User, heir: User | None) -> None:
    """Hand the stories that someone has taken to an heir, or set them free."""
    for page in Page.objects.filter(locked_by=user):
        page.locked_by = heir
        page.locked = heir is not None
        if heir is None:
            page.locked_at = None
        page.save(update_fields=["locked", "locked_by", "locked_at"], clean=False)


def keepers_of_people() -> "QuerySet[User]":
    """Return those who can sign in and let others in."""
    right = Permission.objects.filter(content_type__app_label="newsroom", codename="change_user")
    may = Q(is_superuser=True) | Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return User.objects.filter(may, is_active=True).distinct()
