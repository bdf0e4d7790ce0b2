"""What an editor should know before an arrangement is put in force, a sentence each. Advice: nothing here stops anyone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import Revision, get_default_page_content_type

from broadsheet.masthead.pages import under
from broadsheet.sections.arranging import Slot, holding
from broadsheet.sections.fronts import IN_SECTION, FrontPlan, chosen_first
from broadsheet.sections.models import Front
from broadsheet.stories.current import span_in_paper
from broadsheet.stories.lists import newest_keys_in
from broadsheet.stories.models import Story

FRESH_LEAD = timedelta(days=3)
WORD = re.compile(r"\w{4,}")
# Headlines are on one subject if they share so many words, and so great a part of the shorter one's.
WORDS_SHARED, PART_SHARED = 2, 0.5


def warnings_of(front: Front, plan: FrontPlan, slots: list[Slot], at: datetime) -> list[str]:
    """Return what is to be said of a front as it will stand from a moment on.

    Args:
        plan: what stands where with these choices.
    """
    chosen = list(holding(slots, at).values())
    on_top = [plan.lead.pk] if plan.lead else []
    on_top += [row.key for row in plan.also]
    below = list(_in_sections(plan))
    stories = _stories(front, [*on_top, *chosen, *below])
    top = [stories[key] for key in on_top if key in stories]
    wanted = [stories[key] for key in dict.fromkeys(chosen) if key in stories]
    shown = top + [stories[key] for key in below if key in stories and key not in on_top]
    return [
        *_not_shown(wanted, at),
        *_breaking(plan),
        *_same_photo(shown),
        *_one_subject(top),
        *_too_old(front, top[:1], wanted, at),
        *_without_photo(top),
    ]


def _in_sections(plan: FrontPlan) -> Iterator[int]:
    """Return the keys of what stands in the sections' parts of the front."""
    for section, above in plan.tops:
        keys = chosen_first(section, newest_keys_in(section.pk, IN_SECTION + len(above)))
        yield from [key for key in keys if str(key) not in above][:IN_SECTION]


def _stories(front: Front, keys: list[int]) -> dict[int, Story]:
    stories = Story.objects.filter(under(front.path), pk__in=keys)
    return stories.defer("body").prefetch_related("topics").in_bulk()


def _not_shown(wanted: list[Story], at: datetime) -> Iterator[str]:
    hidden = [story for story in wanted if story.shown_at is None]
    planned = _schedule([story.pk for story in hidden]) if hidden else {}
    for story in hidden:
        appears = planned.get(str(story.pk))
        if appears is None:
            yield _(
                "“%(headline)s” is not published. Until readers may see it, its place fills itself."
            ) % {"headline": story.title}
        elif appears > at:
            yield _(
                "“%(headline)s” is scheduled for %(time)s. Until then its place fills itself."
            ) % {"headline": story.title, "time": _moment(appears)}
    for story in wanted:
        if story.shown_at and story.expire_at and story.expire_at > at:
            yield _("“%(headline)s” is taken down at %(time)s; its place then fills itself.") % {
                "headline": story.title,
                "time": _moment(story.expire_at),
            }


def _schedule(keys: list[int]) -> dict[str, datetime]:
    revisions = Revision.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(key) for key in keys],
        approved_go_live_at__isnull=False,
    )
    return dict(revisions.values_list("object_id", "approved_go_live_at"))


def _breaking(plan: FrontPlan) -> Iterator[str]:
    if plan.is_breaking and plan.lead:
        yield _(
            "“%(headline)s” is breaking and leads until its mark ends; the lead that was chosen stands first under it."
        ) % {"headline": plan.lead.title}


def _same_photo(stories: list[Story]) -> Iterator[str]:
    with_photo = defaultdict(list)
    for story in stories:
        if story.lead_photo_id:
            with_photo[story.lead_photo_id].append(story.title)
    for one, *others in with_photo.values():
        for other in others:
            yield _("“%(one)s” and “%(other)s” show the same picture.") % {
                "one": one,
                "other": other,
            }


def _one_subject(top: list[Story]) -> Iterator[str]:
    """The lead and each one under it, compared with each other."""
    for one, other in combinations(top, 2):
        shared = {topic.name for topic in one.topics.all()} & {
            topic.name for topic in other.topics.all()
        } or _words_shared(one.title, other.title)
        if shared:
            yield _("“%(one)s” and “%(other)s” seem to be on one subject: %(shared)s.") % {
                "one": one.title,
                "other": other.title,
                "shared": ", ".join(sorted(shared)),
            }


def _words_shared(one: str, other: str) -> set[str]:
    """Return the words that two headlines share, if they are many.

    >>> sorted(_words_shared("Mill Street bridge closes", "Why the Mill Street bridge closed"))
    ['bridge', 'mill', 'street']
    >>> _words_shared("Council votes on schools", "Council meets")
    set()
    """
    words, others = set(WORD.findall(one.lower())), set(WORD.findall(other.lower()))
    shared = words & others
    needed = max(WORDS_SHARED, PART_SHARED * min(len(words), len(others)))
    return shared if len(shared) >= needed else set()


def _too_old(front: Front, lead: list[Story], wanted: list[Story], at: datetime) -> Iterator[str]:
    for story in lead:
        if story.shown_at and at - story.shown_at > FRESH_LEAD:
            days = (at - story.shown_at).days
            yield ngettext(
                "“%(headline)s” leads and is %(days)d day old.",
                "“%(headline)s” leads and is %(days)d days old.",
                days,
            ) % {"headline": story.title, "days": days}
    span = span_in_paper(front.path)
    for story in wanted:
        if span and story not in lead and story.shown_at and at - story.shown_at > span:
            # Translators: Django's date format for a month, as in “May 2016”
            month = date_format(localtime(story.shown_at), pgettext("date format", "F Y"))
            yield _("“%(headline)s” is from %(month)s, older than the paper calls current.") % {
                "headline": story.title,
                "month": month,
            }


def _without_photo(top: list[Story]) -> Iterator[str]:
    for story in top:
        if story.lead_photo_id is None:
            yield _("“%(headline)s” has no photo, and its place is made for one.") % {
                "headline": story.title
            }


def _moment(when: datetime) -> str:
    return date_format(localtime(when), "DATETIME_FORMAT")
