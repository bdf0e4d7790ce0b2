"""What is being covered live, first on the newsroom's home; nothing at all if nothing is."""

from typing import Any

from django.db.models import Max
from wagtail.admin.ui.components import Component

from broadsheet.newsroom.models import User
from broadsheet.stories.live import may_lead
from broadsheet.stories.models import LiveEntry, LiveReporter, Story

LINES = 10


class LiveNow(Component):
    """Stories with open coverage in which this person may post, each with the time of its newest entry."""

    name = "live-now"
    order = 60
    template_name = "newsroom/desk/home_live.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        stories = open_for(parent_context["request"].user)
        newest = _newest_entries(stories)
        return {"lines": [(story, newest.get(story.pk)) for story in stories]}


def open_for(user: User) -> list[Story]:
    """Return the newest stories that are covered live and in which someone may post."""
    covered = Story.objects.filter(
        is_live_coverage=True, live_ended_at__isnull=True, shown_at__isnull=False
    )
    stories = list(covered.order_by("-shown_at").defer("body")[:LINES])
    if not stories:
        return []
    let = set(LiveReporter.objects.filter(user=user).values_list("story_id", flat=True))
    return [story for story in stories if story.pk in let or may_lead(story, user)]


def _newest_entries(stories: list[Story]) -> dict[int, Any]:
    if not stories:
        return {}
    entries = LiveEntry.objects.filter(story__in=stories).order_by().values("story")
    return dict(entries.annotate(newest=Max("at")).values_list("story", "newest"))
