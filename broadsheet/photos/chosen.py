"""What a form shows beside a photo that was chosen for it."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from broadsheet.photos.crops import mark_of
from broadsheet.photos.focus import focus_of
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import sizes_of

# As wide as the frame over it stands, in pixels, on screens with two to a point.
SHOWN_WIDTH = 800
MIDDLE = 0.5, 0.5


def chosen_photo(request: HttpRequest, photo_id: int) -> JsonResponse:
    """Answer with the photo, its own words, where its subject is, and its picture's mark; to who may choose or change it."""
    photos = policy_registry.get_by_type(Photo).instances_user_has_any_permission_for(
        request.user, ["choose", "change"]
    )
    photo = get_object_or_404(photos, pk=photo_id)
    return JsonResponse(
        {
            "caption": photo.caption,
            "alt": photo.alt_text,
            "focus": focus_of(photo) or MIDDLE,
            "url": _shown(photo),
            "mark": mark_of(photo),
        }
    )


def _shown(photo: Photo) -> str:
    """Return the address of the photo as the frame shows it; empty if its file is lost."""
    try:
        sizes = sizes_of(photo)
    except OSError:
        return ""
    return min(sizes, key=lambda size: abs(size.width - SHOWN_WIDTH)).url
