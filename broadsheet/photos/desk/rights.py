"""Who may see, bring and change which photos: Wagtail's own rights, given collection by collection."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

from broadsheet.photos.models import Photo

SEE = ("choose", "change")


def policy() -> Any:
    return policy_registry.get_by_type(Photo)


def seen_by(user: Any) -> "QuerySet[Photo]":
    """Return the photos that someone may choose or change."""
    # Someone else's photo at the root, which holds all. A list of collections in the question would hinder the indexes.
    anywhere = Photo(collection=Collection.get_first_root_node())
    if policy().user_has_any_permission_for_instance(user, SEE, anywhere):
        return Photo.objects.all()
    found: QuerySet[Photo] = policy().instances_user_has_any_permission_for(user, SEE)
    return found


def may_enter(user: Any) -> bool:
    """Say whether someone has to do with photos at all."""
    return bool(policy().user_has_any_permission(user, ["add", *SEE]))


def may_add(user: Any) -> bool:
    return bool(policy().user_has_permission(user, "add"))


def may_change(user: Any, photo: Photo) -> bool:
    return bool(policy().user_has_permission_for_instance(user, "change", photo))


def may_act(user: Any, photo: Photo) -> bool:
    """Say whether someone decides what readers see of a photo: whoever may change it, and publishes stories."""
    publishes = policy_registry.get_by_type(Page).user_has_any_permission(user, {"publish"})
    return bool(publishes) and may_change(user, photo)


def may_change_all(user: Any) -> bool:
    """Say whether someone may change what others have brought, in any collection."""
    own = policy().collections_user_has_permission_for(user, "change")
    return any(may_change(user, Photo(collection=collection)) for collection in own)


def refuse_unless(allowed: bool) -> None:
    """Refuse what someone may not do.

    Errors:
        PermissionDenied: it is not allowed.
    """
    if not allowed:
        raise PermissionDenied


def photo_at_hand(request: HttpRequest, photo_id: int) -> Photo:
    """Return a photo for someone who may see it.

    Errors:
        Http404: there is none, or it is none of theirs.
    """
    return get_object_or_404(
        seen_by(request.user).select_related("collection", "terms"), pk=photo_id
    )


def chosen_photos(request: HttpRequest, most: int) -> list[Photo]:
    """Return the photos that an address names (`?id=7&id=9`) and that someone may change, in that order, each once.

    Of more than so many the first are taken, and that is said.

    Errors:
        PermissionDenied: one of them this person may not change.
    """
    named = [int(key) for key in request.GET.getlist("id") if key.isdecimal() and len(key) < 19]
    keys = list(dict.fromkeys(named))
    if len(keys) > most:
        words = {"most": most}
        messages.warning(request, _("At most %(most)d photos at once: the first are here.") % words)
    found = seen_by(request.user).select_related("collection", "terms").in_bulk(keys[:most])
    photos = [found[key] for key in keys if key in found]
    refuse_unless(all(may_change(request.user, photo) for photo in photos))
    return photos
