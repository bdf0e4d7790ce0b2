"""Bringing many photos at once: one form for what they share, then each file by itself.

With scripts each file is sent alone, so that one that is refused or breaks off keeps none of the others. Without, a browser
sends as many as one request may hold.
"""

import errno
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.incoming.fields import KINDS_OF_PICTURE, TOO_LARGE
from broadsheet.incoming.uses import PICTURE
from broadsheet.lib.error_numbers import note_error
from broadsheet.photos.desk.photo_page import trail
from broadsheet.photos.desk.rights import may_add, refuse_unless
from broadsheet.photos.desk.rows import name_of
from broadsheet.photos.desk.upload_form import SharedForm, came_already, same_as, take_in
from broadsheet.photos.models import Assignment, Photo

FILES = "files"
MEGABYTE = 1024 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# Of one evening: more are brought in a second go.
MOST = 200


class Sent(NamedTuple):
    """What became of one file: its photo, or why it was refused; and another photo that is the same file."""

    name: str
    photo: Photo | None
    refused: str = ""
    same: Photo | None = None


def upload_photos(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_add(request.user))
    given = request.POST if request.method == "POST" else None
    form = SharedForm(given, initial=_asked_for(request), user=request.user)
    sent: list[Sent] = []
    if request.method == "POST":
        files = request.FILES.getlist(FILES)
        if not files:
            messages.error(request, _("Choose at least one photo."))
        elif not form.is_valid():
            messages.error(
                request,
                _("No photo was taken in: see what is marked below, and choose the photos again."),
            )
        else:
            sent = [_take_in(request, file, form.shared()) for file in files]
    return render(
        request,
        "photos/desk/upload.html",
        {
            "form": form,
            "sent": sent,
            "keys": [one.photo.pk for one in sent if one.photo],
            "accept": KINDS_OF_PICTURE,
            "most_bytes": PICTURE.most_bytes,
            "too_large": TOO_LARGE,
            "most": MOST,
            "most_at_once": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "most_megabytes": settings.NEWSROOM_LARGEST_BYTES["/newsroom/"] // MEGABYTE,
            "token": settings.CSRF_COOKIE_NAME,
            "media": form.media,
            "header_title": _("Upload photos"),
            "header_icon": "upload",
            "breadcrumbs_items": trail(_("Upload")),
        },
    )


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """Return what the form is opened with: the assignment from which someone came."""
    key = request.GET.get("assignment", "")
    if not key.isdecimal() or len(key) > 18:
        return {}
    assignment = Assignment.objects.filter(pk=key).first()
    return {"assignment": assignment, "place": assignment.where} if assignment else {}


def _take_in(request: HttpRequest, file: "UploadedFile[Any]", shared: dict[str, Any]) -> Sent:
    try:
        photo, refused = take_in(file, shared, request.user)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        note_error(error, "upload_photo")
        photo, refused = (
            None,
            _(
                "The paper's disk is full, so the photo was not taken in. Tell whoever runs the paper, then try again."
            ),
        )
    if photo is None:
        return Sent(file.name or "", None, refused)
    log(instance=photo, action="wagtail.create", user=request.user)
    return Sent(file.name or "", photo, same=same_as(photo, request.user))


@require_POST
def upload_photo(request: HttpRequest) -> HttpResponse:
    """Take in one file, for the script that sends them one by one."""
    refuse_unless(may_add(request.user))
    form = SharedForm(request.POST, user=request.user)
    files = request.FILES.getlist(FILES)
    if not form.is_valid():
        words = [
            f"{form.fields[name].label}: {' '.join(form.errors[name])}" for name in form.errors
        ]
        return JsonResponse({"shared": " ".join(words)}, status=422)
    if len(files) != 1:
        return JsonResponse({"refused": _("Choose the photo again.")}, status=422)
    already = came_already(files[0], request.user) if "again" in request.POST else None
    sent = Sent("", already) if already else _take_in(request, files[0], form.shared())
    if sent.photo is None:
        return JsonResponse({"refused": sent.refused}, status=422)
    return JsonResponse({"photo": sent.photo.pk, **_told(sent.photo), "same": _same(sent.same)})


def _told(photo: Photo) -> dict[str, str]:
    return {"name": name_of(photo), "url": reverse("photo_page", args=[photo.pk])}


def _same(photo: Photo | None) -> dict[str, str] | None:
    return _told(photo) if photo else None
