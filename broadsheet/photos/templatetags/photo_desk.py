"""`{% desk_photo photo %}`: a photo as the desk's lists show it."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from broadsheet.photos.models import Photo
from broadsheet.photos.size_specs import SPECS

register = template.Library()


@register.simple_tag
def desk_photo(photo: Photo, alt: str = "") -> SafeString:
    """Show a photo in the smallest size that readers get, if it was fetched along; nothing is made while a list waits.

    What has no size yet, and what readers may not see any more, is asked of the desk itself, picture by picture.
    """
    sizes = getattr(photo, "prefetched_renditions", ())
    smallest = next((size for size in sizes if size.filter_spec == SPECS[0]), None)
    if smallest is None or not photo.is_shown_at():
        url = reverse("photo_picture", args=[photo.pk, "small"])
    else:
        url = smallest.url
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        url,
        alt,
        photo.width,
        photo.height,
    )
