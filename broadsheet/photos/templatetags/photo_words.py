"""`{% photo_words photo alt caption %}`: a photo in words, for those who read the text-only edition."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from broadsheet.photos.models import Photo
from broadsheet.photos.rights import is_shown
from broadsheet.photos.source_types import made_label
from broadsheet.press.recorder import note_source

register = template.Library()


@register.simple_tag
def photo_words(photo: Photo | None, alt: str = "", caption: str = "") -> SafeString | str:
    """Say what is to be seen, what it is, how it was made if that must be said, and who made it."""
    if photo is None:
        return ""
    # By hand: a story that was read before in the same printing reads its photos only once.
    note_source(photo.source)
    if not is_shown(photo):
        return ""
    credit = f"({photo.credit_line})" if photo.credit_line else ""
    words = " ".join(
        filter(
            None,
            [
                _ended(alt or photo.alt_text),
                caption or photo.caption,
                _ended(made_label(photo)),
                credit,
            ],
        )
    )
    return (
        format_html('<p class="fine">{}</p>', _("Photo: %(words)s") % {"words": words})
        if words
        else ""
    )


def _ended(sentence: str) -> str:
    """Return the words with a full stop, if they end without any.

    >>> _ended("A ferry on a river"), _ended("Who is it?"), _ended("")
    ('A ferry on a river.', 'Who is it?', '')
    """
    return sentence if not sentence or sentence[-1] in ".?!…" else f"{sentence}."
