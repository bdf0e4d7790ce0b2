"""The first screen after sign-in: what is mine, what waits for an editor, what is scheduled, what came out today."""

from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from broadsheet.masthead.models import paper_of
from broadsheet.newsroom.models import User
from broadsheet.stories.desk_finding import (
    LIVE,
    REVIEW,
    SCHEDULED,
    keys_in_review,
    keys_scheduled,
    keys_sent_back,
)
from broadsheet.stories.desk_rows import rows_of
from broadsheet.stories.models import Story

LINES = 10


class StoryLines(Component):
    """A short list of stories on the newsroom's home."""

    template_name = "newsroom/desk/home_lines.html"
    name: ClassVar[str]
    order: ClassVar[int]
    heading: Any
    empty: Any
    # What the story list is asked for, to show all of them.
    more: ClassVar[dict[str, str]] = {}

    def keys(self, user: User) -> list[int]:
        """Return the keys of at most ten stories."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "panel": self,
            "rows": rows_of(self.keys(user), user),
            "more_url": f"{reverse('story_list')}?{urlencode(self.more)}",
        }


class Mine(StoryLines):
    """What the person who signed in is writing, has handed in, was sent back, or has taken."""

    name = "mine"
    order = 100
    heading = _("Mine")
    empty = _("You have no drafts, nothing in review, and have taken no story.")
    more: ClassVar[dict[str, str]] = {"whose": "mine"}

    def keys(self, user: User) -> list[int]:
        mine = Story.objects.filter(owner=user)
        drafts = mine.filter(shown_at__isnull=True, live=False, first_published_at__isnull=True)
        in_review = mine.filter(pk__in=[*keys_in_review(), *keys_sent_back()])
        taken = Story.objects.filter(locked_by=user, locked=True)
        either = [newest_worked_on(some) for some in (drafts, in_review, taken)]
        rows = sorted({row for rows in either for row in rows}, reverse=True)
        return [pk for _when, pk in rows[:LINES]]


def newest_worked_on(stories: Any) -> list[tuple[float, int]]:
    newest = stories.order_by(F("latest_revision_created_at").desc(nulls_last=True))
    rows = newest.values_list("latest_revision_created_at", "pk")[:LINES]
    return [(when.timestamp() if when else 0.0, pk) for when, pk in rows]


class Waiting(StoryLines):
    """What reporters have handed in and nobody has sent back."""

    name = "waiting"
    order = 110
    heading = _("Waits for an editor")
    empty = _("Nothing waits for an editor.")
    more: ClassVar[dict[str, str]] = {"state": REVIEW}

    def keys(self, user: User) -> list[int]:
        # What was handed in first is read first.
        return keys_in_review()[::-1][:LINES]


class Scheduled(StoryLines):
    """What goes to print by itself."""

    name = "scheduled"
    order = 120
    heading = _("Scheduled")
    empty = _("Nothing is scheduled.")
    more: ClassVar[dict[str, str]] = {"state": SCHEDULED}

    def keys(self, user: User) -> list[int]:
        return keys_scheduled()[:LINES]


class Today(StoryLines):
    """What readers were first shown today, by the paper's own clock."""

    name = "today"
    order = 130
    heading = _("Published today")
    empty = _("Nothing has been published today.")
    more: ClassVar[dict[str, str]] = {"state": LIVE}

    def keys(self, user: User) -> list[int]:
        today = Story.objects.filter(shown_at__gte=midnight()).order_by("-shown_at")
        return list(today.values_list("pk", flat=True)[:LINES])


def midnight() -> datetime:
    """Return the moment at which the paper's day began."""
    site = Site.objects.order_by("-is_default_site").first()
    zone = paper_of(site).zone if site else timezone.get_default_timezone()
    return timezone.localtime(timezone=zone).replace(hour=0, minute=0, second=0, microsecond=0)


PANELS = (Mine, Waiting, Scheduled, Today)
