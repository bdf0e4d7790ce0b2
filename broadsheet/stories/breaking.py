"""Breaking: a mark that leads the front and ends by itself. It is never a banner, and nothing moves.

Its end is printed by the worker to the second (`print_again_at`). No `not_after` is set: the shelf would then refuse the
front with database and worker down, and a front that says Breaking too long is better than none. With the worker alone
down, the first reader who asks for what it is late with has it printed (`press.first_request.print_late`).
"""

import json
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadsheet.newsroom.models import User
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source, print_again_at
from broadsheet.stories.breaking_field import refuse_moment
from broadsheet.stories.errors import BreakingError
from broadsheet.stories.models import Story

BREAKING = "list:breaking"
HOURS = (1, 2, 4, 8)
# The lead, and those beside it.
MOST = 4


class Marked(NamedTuple):
    """A story that is breaking, with its place in the tree."""

    key: int
    path: str
    until: datetime


def is_breaking(story: Story) -> bool:
    """Say whether a story is breaking now, and say to what is being printed when that ends."""
    until = story.breaking_until
    if until is None or until <= timezone.now():
        return False
    print_again_at(until)
    return True


def breaking_keys(front_path: str) -> list[int]:
    """Return the keys of a paper's breaking stories that readers may see, the one marked last first."""

    def find() -> list[Marked]:
        note_source(BREAKING)
        marked = Story.objects.filter(breaking_until__gt=timezone.now(), shown_at__isnull=False)
        values = marked.order_by("-breaking_since").values_list("pk", "path", "breaking_until")
        found = [Marked(key, path, until) for key, path, until in values if until]
        for story in found:
            print_again_at(story.until)
        return found

    ours = [story.key for story in kept("breaking", find) if story.path.startswith(front_path)]
    return ours[:MOST]


@transaction.atomic
def mark(story: Story, *, until: datetime, by: User) -> None:
    """Mark a published story as breaking until a moment.

    Errors:
        PermissionDenied: this person may not publish the story.
        BreakingError: the story is not published, or the moment cannot be.
    """
    if not story.permissions_for_user(by).can_publish():
        raise PermissionDenied
    if not story.live:
        raise BreakingError(
            _("“%(title)s” is not published. Publish it first.") % {"title": story.title}
        )
    refuse_moment(until)
    _set(story, until)
    log(story, "stories.breaking", user=by, data={"until": until.isoformat()})


@transaction.atomic
def unmark(story: Story, *, by: User) -> None:
    """Take the mark away before its end.

    Errors:
        PermissionDenied: this person may not publish the story.
    """
    if not story.permissions_for_user(by).can_publish():
        raise PermissionDenied
    _set(story, None)
    log(story, "stories.not_breaking", user=by)


def _set(story: Story, until: datetime | None) -> None:
    now = Story.objects.get(pk=story.pk)
    now.breaking_until = until
    now.save(clean=False, update_fields=["breaking_until"])
    # The draft under way and what is scheduled were made before: published, they must not undo the mark.
    newer = Q(pk=now.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in now.revisions.filter(newer):
        revision.content["breaking_until"] = json.loads(json.dumps(until, cls=DjangoJSONEncoder))
        revision.save(update_fields=["content"])


def settle_breaking(story: Story, before: Story | None) -> None:
    """Note when a story was marked: as its moment is set, or as it is first shown with one."""
    story.breaking_since = before.breaking_since if before else None
    is_set_anew = before is None or before.breaking_until != story.breaking_until
    is_published_now = story.live and not (before and before.live)
    if is_set_anew or is_published_now:
        story.breaking_since = timezone.now() if story.breaking_until else None


def lists_of_breaking(story: Story, was: Story | None, *, is_deleted: bool) -> set[str]:
    """Return the list of what is breaking, if a change concerns it."""
    before = (was.breaking_until, was.shown_at) if was else (None, None)
    is_concerned = bool(story.breaking_until or before[0])
    has_changed = is_deleted or before != (story.breaking_until, story.shown_at)
    return {BREAKING} if is_concerned and has_changed else set()
