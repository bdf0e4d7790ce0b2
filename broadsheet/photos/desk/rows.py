"""Photos as the desk lists them: with credit, rights, what is lacking, and where they ran."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.models import facts_of
from broadsheet.photos.alike import look_alikes
from broadsheet.photos.credits.printing import PLAIN, Pattern, pattern_of, printed
from broadsheet.photos.desk.finding import SOON, WIDE_ENOUGH
from broadsheet.photos.desk.rights import may_change, seen_by
from broadsheet.photos.desk.uses import Summary, summaries_of
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import with_sizes

NAME_SIGNS = 70


class Mark(NamedTuple):
    """Something about a photo that the desk should see; `is_grave` if readers may not have it as it is."""

    words: str
    is_grave: bool = False


@dataclass
class PhotoRow:
    """One photo of a list."""

    photo: Photo
    credit: str
    uses: Summary
    may_change: bool

    @property
    def pk(self) -> int:
        return int(self.photo.pk)

    @property
    def name(self) -> str:
        return name_of(self.photo)

    @property
    def url(self) -> str:
        return reverse("photo_page", args=[self.pk])

    @property
    def marks(self) -> list[Mark]:
        return marks_of(self.photo)


def name_of(photo: Photo) -> str:
    """Return what a photo is called in lists: the beginning of its caption; its title if it has none."""
    return Truncator(photo.caption or photo.title).chars(NAME_SIGNS)


def marks_of(photo: Photo) -> list[Mark]:
    """Return what is to be seen about a photo at a glance."""
    lacking = [
        (not photo.alt_text, _("No alt text")),
        (not photo.caption, _("No caption")),
        (photo.lacks_credit, _("No credit")),
        (bool(photo.credit) and not photo.credit_read.is_read, _("Credit not understood")),
        (
            photo.width < WIDE_ENOUGH,
            _("Small: %(width)d pixels wide") % {"width": photo.width},
        ),
    ]
    return [*_standing(photo), *(Mark(words) for is_lacking, words in lacking if is_lacking)]


def _standing(photo: Photo) -> list[Mark]:
    """Return what keeps a photo from readers, or soon will."""
    marks = []
    if photo.withdrawn_at:
        marks.append(Mark(_("Withdrawn on %(date)s") % {"date": _day(photo.withdrawn_at)}, True))
    if photo.until and photo.until <= timezone.now():
        marks.append(Mark(_("Ended on %(date)s") % {"date": _day(photo.until)}, True))
    elif photo.until and photo.until <= timezone.now() + SOON:
        marks.append(Mark(_("Ends on %(date)s") % {"date": _day(photo.until)}, True))
    return marks


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def alike_to(photo: Photo, user: Any) -> list[Photo]:
    """Return photos that look like one, among those that someone may see, with their sizes; the likest first."""
    keys = [one.photo.pk for one in look_alikes(photo)]
    found = with_sizes(seen_by(user).filter(pk__in=keys)).in_bulk() if keys else {}
    return [found[key] for key in keys if key in found]


def pattern_for(request: HttpRequest) -> Pattern:
    """Return how the paper of this newsroom prints its credits."""
    site = Site.find_for_request(request)
    return pattern_of(facts_of(site)) if site else PLAIN


def rows_of(keys: list[int], request: HttpRequest) -> list[PhotoRow]:
    """Return the rows of these photos in this order, in a fixed number of queries."""
    photos = with_sizes(Photo.objects.filter(pk__in=keys)).select_related("terms", "collection")
    found, user, pattern = photos.in_bulk(), request.user, pattern_for(request)
    uses = summaries_of(keys, user)
    return [
        PhotoRow(
            found[key],
            printed(found[key].credit_read, pattern),
            uses.get(key, Summary()),
            may_change(user, found[key]),
        )
        for key in keys
        if key in found
    ]
