"""Handing out what was made for readers: the sizes of photos, and recordings. Originals are not for the public."""

import re
import time
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

from broadsheet.incoming.names import ending_of
from broadsheet.photos import ranges
from broadsheet.photos.sniffing import TYPES

# Wagtail keeps what it makes in `images`, and what was uploaded in `original_images`, which is left out on purpose.
PICTURES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "avif": "image/avif",
}
PUBLIC = re.compile(rf"images/[^/\\]+\.({'|'.join(PICTURES)})")
# Of those who sign in; only they see each other's.
PORTRAIT = re.compile(r"avatar_images/[0-9a-f]{32}\.jpg")
RECORDING = re.compile(rf"recordings/[^/\\]+\.({'|'.join(TYPES)})")
# A photo's end stands in the name of each of its sizes (`models.photo.name_of_size`).
UNTIL = re.compile(r"\.u(\d{9,12})\.")
A_YEAR = "public, max-age=31536000, immutable"


def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    if RECORDING.fullmatch(name):
        return recording_file(request, name)
    if _is_over(name):
        return gone()
    is_portrait = bool(PORTRAIT.fullmatch(name))
    if is_portrait and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    if not is_portrait and not PUBLIC.fullmatch(name):
        raise Http404
    file = own_file(name)
    try:
        changed = int(file.stat().st_mtime)
        if parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == changed:
            return HttpResponseNotModified()
        # Whole, since the sizes made for readers are small.
        response = HttpResponse(file.read_bytes(), content_type=PICTURES[ending_of(name)])
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-cache" if is_portrait else for_how_long(name)
    response["Last-Modified"] = http_date(changed)
    return response


def end_of(name: str) -> int | None:
    """Return until when a file may be handed out, in seconds since 1970, as its own name says; None without end.

    >>> end_of("images/3f2a.u1790000000.800.webp"), end_of("images/3f2a.800.webp")
    (1790000000, None)
    """
    found = UNTIL.search(name)
    return int(found[1]) if found else None


def _is_over(name: str) -> bool:
    end = end_of(name)
    return end is not None and time.time() >= end


def gone() -> HttpResponse:
    """Answer that there was something here that nobody may see any more."""
    response = HttpResponse(status=410)
    response["Cache-Control"] = "no-store"
    return response


def for_how_long(name: str) -> str:
    """Return how long a browser may keep a file: no longer than it may be shown."""
    end = end_of(name)
    return A_YEAR if end is None else f"public, max-age={max(0, end - int(time.time()))}"


def recording_file(request: HttpRequest, name: str) -> HttpResponseBase:
    kind = TYPES[name.rpartition(".")[2]]
    try:
        response = ranges.send(request, own_file(name), kind)
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = A_YEAR
    return response


def own_file(name: str) -> Path:
    """Return the file of this name.

    Errors:
        Http404: it is a link or hidden, and so not made for readers.
    """
    file = Path(settings.MEDIA_ROOT, name)
    if file.is_symlink() or file.name.startswith("."):
        raise Http404
    return file
