"""`{% photo photo alt=… sizes=… %}`: one picture, in the size that the reader's screen asks for. `{% frame_of film %}`."""

import logging

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from broadsheet.photos.models import Photo, Recording
from broadsheet.photos.renditions import Size, sizes_of

register = template.Library()
logger = logging.getLogger(__name__)
# What browsers load that know neither srcset nor sizes; one in the middle.
PLAIN_WIDTH = 800


@register.simple_tag
def photo(
    picture: Photo | None, alt: str = "", sizes: str = "100vw", eager: bool = False
) -> SafeString | str:
    """Show a photo. Only the first picture of a page is eager; all others wait until they come near.

    A photo that has lost its file leaves its alt text in a box of the same shape, and the page is printed.
    """
    if picture is None:
        return ""
    try:
        made = sizes_of(picture)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        logger.exception("photo:%s has no file", picture.pk)
        made = []
    if not made:
        return format_html('<span class="lost-photo">{}</span>', alt)
    return _image(made, alt, sizes, eager)


def _image(made: list[Size], alt: str, sizes: str, eager: bool) -> SafeString:
    plain = min(made, key=lambda size: abs(size.width - PLAIN_WIDTH))
    largest = made[-1]
    when = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        plain.url,
        ", ".join(f"{size.url} {size.width}w" for size in made),
        sizes if eager else f"auto, {sizes}",
        largest.width,
        largest.height,
        alt,
        SafeString(when),
    )


@register.simple_tag
def frame_of(film: Recording) -> SafeString:
    """Give a film its picture, and its width and height, so that nothing moves when either comes."""
    size = format_html(' width="{}" height="{}"', film.width, film.height) if film.width else ""
    if film.poster is None:
        return SafeString(size)
    try:
        made = sizes_of(film.poster)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        logger.exception("photo:%s has no file", film.poster.pk)
        return SafeString(size)
    plain = min(made, key=lambda size: abs(size.width - PLAIN_WIDTH))
    return format_html('{} poster="{}"', size, plain.url)
