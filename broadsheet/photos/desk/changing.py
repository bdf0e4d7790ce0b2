"""Changing what several photos share: first it is said what would change, then it is done, all of it or nothing."""

from typing import Any, NamedTuple

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.masthead.kept_words import FIELD, PUT_BACK, note_saved
from broadsheet.photos.desk.changing_form import Change, ChangesForm, put_into
from broadsheet.photos.desk.photo_page import trail
from broadsheet.photos.desk.rights import chosen_photos
from broadsheet.photos.desk.rows import name_of
from broadsheet.photos.desk.upload import MOST
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import with_sizes

# What a button asks for: to see what would change, to go back to the form, to do it.
LOOK, BACK, DO = "look", "back", "do"


class Planned(NamedTuple):
    """What would change in one photo."""

    photo: Photo
    name: str
    changes: list[Change]


def change_photos(request: HttpRequest) -> HttpResponse:
    photos = chosen_photos(request, MOST)
    if not photos:
        messages.warning(request, _("Tick at least one photo."))
        return redirect("photo_list")
    given = request.POST if request.method == "POST" else None
    form = ChangesForm(given, user=request.user)
    act = BACK if PUT_BACK in request.POST else request.POST.get("act", BACK)
    if request.method == "POST" and act != BACK and form.is_valid():
        wanted = form.wanted()
        if act == DO:
            return _change(request, photos, wanted)
        planned = [_planned(photo, wanted) for photo in photos]
        if any(one.changes for one in planned):
            return _say(request, planned)
        messages.warning(request, _("Nothing would change: fill in what is to be another."))
    elif request.method == "POST" and act != BACK:
        messages.error(request, _("Nothing was changed: see what is marked below."))
    return _ask(request, photos, form)


def _ask(request: HttpRequest, photos: list[Photo], form: ChangesForm) -> HttpResponse:
    keys = [photo.pk for photo in photos]
    along = with_sizes(Photo.objects.all()).in_bulk(keys)
    context = {
        "form": form,
        "photos": [along[key] for key in keys if key in along],
        "name": ".".join(map(str, keys)),
        "media": form.media,
        "is_unsaved": request.method == "POST",
    }
    return _render(request, "photos/desk/change.html", context)


def _say(request: HttpRequest, planned: list[Planned]) -> HttpResponse:
    """Say what would change. The form goes along as it was filled in, to be done or gone back to."""
    without = {"csrfmiddlewaretoken", "act", FIELD}
    context = {
        "planned": [one for one in planned if one.changes],
        "unchanged": len([one for one in planned if not one.changes]),
        "filled": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in without
            for value in values
        ],
        "kept_as": request.POST.get(FIELD, ""),
    }
    return _render(request, "photos/desk/change_said.html", context)


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    title = _("Change what photos share")
    shown = {
        "header_title": title,
        "header_icon": "image",
        "breadcrumbs_items": trail(title),
        "LOOK": LOOK,
        "BACK": BACK,
        "DO": DO,
    }
    return render(request, template, {**shown, **context})


def _planned(photo: Photo, wanted: dict[str, Any]) -> Planned:
    name = name_of(photo)
    return Planned(photo, name, put_into(photo, wanted))


def _change(request: HttpRequest, photos: list[Photo], wanted: dict[str, Any]) -> HttpResponse:
    """Change them all, or none. Each photo has its own line in the press's log."""
    keys, changed = [photo.pk for photo in photos], 0
    with transaction.atomic():
        for photo in (
            Photo.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        ):
            if put_into(photo, wanted):
                photo.save()
                log(instance=photo, action="wagtail.edit", user=request.user)
                changed += 1
    words = ngettext("1 photo is changed.", "%(counter)s photos are changed.", changed)
    messages.success(request, words % {"counter": changed})
    return note_saved(request, redirect("photo_list"))
