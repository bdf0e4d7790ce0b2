"""Pictures as the desk sees them, those too that readers may not see yet or any more."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.images.models import SourceImageIOError

from broadsheet.incoming.pictures import CANNOT_BE_READ
from broadsheet.photos.desk.rights import photo_at_hand
from broadsheet.photos.scaling import drawn, written
from broadsheet.photos.size_specs import WEBP

# Widths in pixels: for lists, and for the page on which the focal point is marked.
WIDTH_OF = {"small": 400, "large": 800}


def photo_picture(request: HttpRequest, photo_id: int, size: str) -> HttpResponse:
    """Draw a photo for the desk. It is kept nowhere, so that no address ever answers with it to a reader."""
    photo = photo_at_hand(request, photo_id)
    if size not in WIDTH_OF:
        raise Http404
    width = WIDTH_OF[size]
    try:
        with photo.open_file() as file:
            picture = written(drawn(file, [width])[width], WEBP, b"")
    except (SourceImageIOError, *CANNOT_BE_READ) as error:
        raise Http404 from error
    answer = HttpResponse(picture, content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def measures(width: int, height: int, size: str) -> tuple[int, int]:
    """Return the width and height of a photo in one of the desk's sizes; none is wider than the photo itself.

    >>> measures(6000, 4000, "large")
    (800, 533)
    """
    shown = min(WIDTH_OF[size], width)
    return shown, max(1, round(height * shown / width))
