"""The pictures with which links are shared: one for each story, one for each section, a plain one for all else.

A picture is a sheet like any other, printed when someone first shares the link; publishing never waits for it.
"""

import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from PIL import Image

from broadsheet.masthead.models import Paper
from broadsheet.masthead.share_card import PINE, Card
from broadsheet.masthead.type_setting import DISPLAY, DISPLAY_ITALIC, FRANKLIN_BOLD, can_set
from broadsheet.photos.crops import Crop, crop_of
from broadsheet.photos.focus import focus_of
from broadsheet.photos.kept_sizes import readers_sizes
from broadsheet.photos.models import Photo, Use
from broadsheet.photos.renditions import SPECS, sizes_of
from broadsheet.photos.rights import allowed, is_shown
from broadsheet.photos.size_specs import of_part
from broadsheet.photos.source_types import labelled_credit
from broadsheet.stories.age import age_of
from broadsheet.stories.models import Story

MIDDLE = 0.5, 0.5


class Shot(NamedTuple):
    """A photo as a card uses it; `focus` is where its subject is, each from 0.0 to 1.0."""

    picture: Image.Image
    focus: tuple[float, float]


def path_of_card(path: str) -> str:
    """Return where the picture for a page stands.

    >>> path_of_card("/2016/05/ferry/"), path_of_card("/news/a.html"), path_of_card("/")
    ('/share/2016/05/ferry/card.jpg', '/share/news/a.html/card.jpg', '/share/card.jpg')
    """
    return re.sub("/+", "/", f"/share{path}/card.jpg")


def pages_of_card(address: str) -> list[str]:
    """Return the paths whose picture this is: one that came from another system may end without a slash.

    >>> pages_of_card("/2016/05/ferry/")
    ['/2016/05/ferry/', '/2016/05/ferry']
    """
    return [address, address.rstrip("/")] if address != "/" else [address]


def has_card(story: Story) -> bool:
    """Say whether a story has a picture: not before its address, and not in letters that our type does not have."""
    face = DISPLAY_ITALIC if story.is_opinion else DISPLAY
    return (
        bool(story.permalink)
        and bool(story.title.strip())
        and can_set(story.title, face)
        and can_set(story.opinion_word, FRANKLIN_BOLD)
    )


def card_of_story(story: Story, paper: Paper) -> Card:
    """Return what a story's picture shows; it is drawn again when the story has become old."""
    since = age_of(story, paper, timezone.now())
    shown = allowed(story.lead_photo, Use.SHARE)
    shot = shot_of(shown, crop_of(shown, story.lead_crop))
    return Card(
        paper=paper.name,
        headline=story.title,
        kicker=story.label if can_set(story.label, FRANKLIN_BOLD) else story.opinion_word,
        # Translators: Django's date format for the month an old story is from, as in “May 2016”
        age=_("From %(month)s") % {"month": date_format(since, pgettext("date format", "F Y"))}
        if since
        else "",
        is_opinion=story.is_opinion,
        photo=shot.picture if shot else None,
        focus=shot.focus if shot else MIDDLE,
        credit=labelled_credit(shown) if shown and shot else "",
        spot=paper.spot or PINE,
    )


def card_of_page(title: str, paper: Paper) -> Card:
    """Return what the picture of a section shows; without a title, or one that cannot be set, that of the paper."""
    title = title if can_set(title) else ""
    return Card(paper=paper.name, headline=title, motto=paper.motto, spot=paper.spot or PINE)


def shot_of(photo: Photo | None, crop: Crop | None = None) -> Shot | None:
    """Return the largest size that readers get of a photo or a part of it; not the original, which may have 60 million pixels."""
    if photo is None or not is_shown(photo):
        return None
    try:
        # Makes them, if nothing has shown this part before.
        sizes_of(photo, crop)
        specs = [of_part(crop) + spec for spec in SPECS]
        sizes = readers_sizes().filter(image=photo, filter_spec__in=specs)
        with sizes.order_by("-width")[0].file.open("rb") as file:
            picture = Image.open(file)
            picture.load()
    except (OSError, IndexError):
        return None
    return Shot(picture, focus_of(photo, crop) or MIDDLE)
