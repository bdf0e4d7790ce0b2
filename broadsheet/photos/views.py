"""Handing out the sizes of photos that were made for readers. Originals are not for the public."""

import mimetypes
import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe

# Wagtail keeps what it makes in `images`, and what was uploaded in `original_images`, which is left out on purpose.
PUBLIC = re.compile(r"images/[^/\\]+\.(webp|jpg|jpeg|png|gif|avif)")
A_YEAR = "public, max-age=31536000, immutable"


def media_file(request: HttpRequest, name: str) -> HttpResponse:
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
