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
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from broadsheet.masthead.models import Paper
from broadsheet.masthead.share_card import PINE, Card
from broadsheet.masthead.type_setting import DISPLAY, DISPLAY_ITALIC, FRANKLIN_BOLD, can_set
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import SPECS
from broadsheet.stories.age import age_of
from broadsheet.stories.models import Story


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
    shot = shot_of(story.lead_photo)
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
        focus=shot.focus if shot else (0.5, 0.5),
        credit=story.lead_photo.credit if story.lead_photo else "",
        spot=paper.spot or PINE,
    )


def card_of_page(title: str, paper: Paper) -> Card:
    """Return what the picture of a section shows; without a title, or one that cannot be set, that of the paper."""
    title = title if can_set(title) else ""
    return Card(paper=paper.name, headline=title, motto=paper.motto, spot=paper.spot or PINE)


def shot_of(photo: Photo | None) -> Shot | None:
    """Return the largest size that readers get of a photo; never the original, which may have 60 million pixels."""
    if photo is None:
        return None
    try:
        with photo.get_rendition(SPECS[-1]).file.open("rb") as file:
            picture = Image.open(file)
            picture.load()
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None
    return Shot(picture, focus_of(photo))


def focus_of(photo: Photo) -> tuple[float, float]:
    """Return where a photo's subject is, as parts of its width and height; its middle if nobody said."""
    point = photo.get_focal_point()
    if point is None or not photo.width or not photo.height:
        return 0.5, 0.5
    across, down = point.centroid.x / photo.width, point.centroid.y / photo.height
    return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)
