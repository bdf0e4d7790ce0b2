"""`{% photo photo alt=… sizes=… %}`: one picture, in the size that the reader's screen asks for; `{% cutline photo caption %}`.

`{% frame_of film %}`: a film's picture. `{{ photo|made }}`: how one was made, if readers must know.
"""

import logging

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from broadsheet.masthead.locale import paper_in_use
from broadsheet.photos import rights
from broadsheet.photos.content_credentials import Credentials, told_credentials
from broadsheet.photos.crops import Crop, crop_of
from broadsheet.photos.focus import focus_class
from broadsheet.photos.models import Photo, Recording
from broadsheet.photos.renditions import Size, Sizes, all_sizes_of, sizes_of
from broadsheet.photos.rights import is_shown
from broadsheet.photos.source_types import made_label

register = template.Library()
logger = logging.getLogger(__name__)
# What browsers load that know no srcset; one in the middle.
PLAIN_WIDTH = 800


@register.simple_tag
def photo(
    picture: Photo | None, alt: str = "", sizes: str = "100vw", eager: bool = False, crop: str = ""
) -> SafeString | str:
    """Show a photo. Only the first picture of a page is eager; all others wait until they come near.

    A photo that has lost its file leaves its alt text in a box of the same shape, and the page is printed.

    Args:
        sizes: how wide it stands, as in HTML's attribute of this name.
        crop: the part of it that this use shows (`crops.py`), as “120,0,760,1000”; empty: all of it.
    """
    if picture is None:
        return ""
    part = crop_of(picture, crop)
    if not is_shown(picture):
        return over(picture, part)
    try:
        made = all_sizes_of(picture, part)
    except OSError:
        logger.exception("photo:%s has no file", picture.pk)
        return format_html('<span class="lost-photo">{}</span>', alt)
    return _picture(made, alt, sizes, eager, focus_class(picture, part))


@register.filter
def allowed(picture: Photo | None, use: str) -> Photo | None:
    """Return a photo if its terms allow this use of it (`Use`); else the page does without."""
    return rights.allowed(picture, use)


def over(picture: Photo, part: Crop | None) -> SafeString:
    """Return what takes the place of a photo that may no longer be shown: a box of its shape, in the paper's name."""
    paper = paper_in_use()
    width, height = picture.width or 3, picture.height or 2
    if part is not None:
        width, height = width * part.width // 1000, height * part.height // 1000
    return format_html(
        '<svg class="over-photo" viewBox="0 0 {} {}" aria-hidden="true"></svg>'
        '<span class="over-photo-words"><b>{}</b> {}</span>',
        width,
        height,
        paper.name if paper else "",
        _("This photo may no longer be shown."),
    )


@register.inclusion_tag("photos/cutline.html")
def cutline(
    picture: Photo | None, caption: str = "", credentials: bool = False
) -> dict[str, str | Credentials | None]:
    """Say below a photo what it shows, where it ran first, how it was made if that must be said, and whose it is.

    Args:
        credentials: say what its Content Credentials say, too.
    """
    if picture is None or not is_shown(picture):
        return {}
    paper = paper_in_use()
    line = picture.credit_line
    return {
        "caption": caption,
        "ran": picture.first_ran,
        "made": made_label(picture),
        "credentials": told_credentials(picture) if credentials else None,
        "credit": f"({line})" if line and paper and paper.credit_in_brackets else line,
    }


@register.filter("made")
def made_words(picture: Photo) -> str:
    """Return how a photo was made, if readers must know."""
    return made_label(picture)


def _picture(made: Sizes, alt: str, sizes: str, eager: bool, focus: str) -> SafeString:
    """Offer a picture in each kind; browsers take the first that they know, in the size that they need."""
    width = sizes if eager else f"auto, {sizes}"
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        [(name, _srcset(ready), width) for name, ready in _before(made) if ready],
    )
    plain = made.jpeg or made.webp
    when = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{} {}></picture>',
        sources,
        _middle(plain).url,
        _srcset(plain),
        width,
        made.webp[-1].width,
        made.webp[-1].height,
        alt,
        format_html(' class="{}"', focus) if focus else "",
        SafeString(when),
    )


def _before(made: Sizes) -> list[tuple[str, list[Size]]]:
    """Return what stands before the JPEG that all browsers know: AVIF, then WebP."""
    return [("avif", made.avif), ("webp", made.webp if made.jpeg else [])]


def _srcset(ready: list[Size]) -> str:
    return ", ".join(f"{size.url} {size.width}w" for size in ready)


def _middle(ready: list[Size]) -> Size:
    return min(ready, key=lambda size: abs(size.width - PLAIN_WIDTH))


@register.simple_tag
def frame_of(film: Recording) -> SafeString:
    """Give a film its picture, and its width and height, so that nothing moves when either comes."""
    size = format_html(' width="{}" height="{}"', film.width, film.height) if film.width else ""
    if film.poster is None:
        return SafeString(size)
    try:
        made = sizes_of(film.poster)
    except OSError:
        logger.exception("photo:%s has no file", film.poster.pk)
        return SafeString(size)
    return format_html('{} poster="{}"', size, _middle(made).url)
