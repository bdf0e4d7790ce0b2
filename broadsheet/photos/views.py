"""Handing out what was made for readers: the sizes of photos, and recordings. Originals are not for the public."""

import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

from broadsheet.photos import ranges
from broadsheet.photos.sniffing import TYPES

# Wagtail keeps what it makes in `images`, and what was uploaded in `original_images`, which is left out on purpose.
PUBLIC = re.compile(r"images/[^/\\]+\.(webp|jpg|jpeg|png|gif|avif)")
RECORDING = re.compile(rf"recordings/[^/\\]+\.({'|'.join(TYPES)})")
A_YEAR = "public, max-age=31536000, immutable"


def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    if RECORDING.fullmatch(name):
        return recording_file(request, name)
    if not PUBLIC.fullmatch(name):
        raise Http404
    file = Path(settings.MEDIA_ROOT, name)
    try:
        changed = int(file.stat().st_mtime)
        if parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == changed:
            return HttpResponseNotModified()
        # Whole, since the sizes made for readers are small.
        response = HttpResponse(file.read_bytes(), content_type=mimetypes.guess_type(name)[0])
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = A_YEAR
    response["Last-Modified"] = http_date(changed)
    return response


def recording_file(request: HttpRequest, name: str) -> HttpResponseBase:
    kind = TYPES[name.rpartition(".")[2]]
    try:
        response = ranges.send(request, Path(settings.MEDIA_ROOT, name), kind)
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = A_YEAR
    return response
