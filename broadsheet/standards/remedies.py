"""What the program does to a story when a request is decided on: by Wagtail's versions and by the press, never by hand.

What readers see is changed, and the draft that somebody has begun is changed likewise, each for itself: nothing is published
that nobody meant to publish.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Revision

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.standards.errors import StandardsError
from broadsheet.standards.initials import (
    Names,
    abbreviate,
    abbreviate_entries,
    abbreviate_versions,
)
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.stories.models import Story

Remedy = UnpublishRequest.Remedy
# What can be taken back: by what is kept of the story as it was.
NOINDEX, VERSION = "noindex", "version"


def refuse_unless_ready(story: Story | None, *, by: User) -> Story:
    """Return the story at hand, for someone who may publish it.

    Errors:
        StandardsError: it is gone, or not published.
        PermissionDenied: this person may not publish here.
    """
    if story is None:
        raise StandardsError(_("The story was deleted. Decide to leave it, and say so."))
    if not story.permissions_for_user(by).can_publish():
        raise PermissionDenied
    shown = Story.objects.get(pk=story.pk)
    if not shown.live:
        raise StandardsError(_("“%(title)s” is not published.") % {"title": shown.title})
    return shown


def change_story(story: Story, change: Callable[[Story], None], *, by: User) -> None:
    """Change what readers see of a story, and what lies above it: a draft that was begun, a version that is scheduled.

    Errors:
        StandardsError: the story cannot be published as it stands.
    """
    above = _versions_above(story)
    try:
        change(story)
        story.save_revision(user=by, log_action=True).publish(user=by)
        for version, moment in above:
            draft = version.as_object()
            change(draft)
            # Publishing took every schedule away.
            draft.save_revision(user=by, approved_go_live_at=moment, log_action=True)
    except ValidationError as fault:
        raise StandardsError(
            _("The story cannot be published as it stands. Open it, and put right what is marked.")
        ) from fault


def _versions_above(story: Story) -> list[tuple[Revision, datetime | None]]:
    """Return the versions that are not published yet and are meant to be, each with its moment, the oldest first."""
    found = Revision.page_revisions.filter(object_id=str(story.pk))
    wanted = Q(approved_go_live_at__isnull=False)
    if story.has_unpublished_changes:
        wanted |= Q(pk=story.latest_revision_id)
    versions = found.filter(wanted).exclude(pk=story.live_revision_id).order_by("pk")
    return [(version, version.approved_go_live_at) for version in versions]


def add_outcome(request: UnpublishRequest, outcome: str, *, by: User) -> None:
    """Put what came of the matter at the head of the story, with today's date."""

    shown = refuse_unless_ready(request.story, by=by)
    if shown.update_note == outcome:
        raise StandardsError(_("The story says that already. Write what is new."))
    change_story(shown, lambda one: setattr(one, "update_note", outcome), by=by)


def keep_from_search_engines(request: UnpublishRequest, *, by: User) -> None:
    story = refuse_unless_ready(request.story, by=by)
    if story.noindex:
        raise StandardsError(_("Search engines are already asked to leave it out."))
    request.before = {**request.before, NOINDEX: False}
    change_story(story, lambda one: setattr(one, "noindex", True), by=by)


def put_initials(request: UnpublishRequest, names: Names, *, in_versions: bool, by: User) -> None:
    """Put initials in place of a name; in all earlier versions too, if asked."""
    story = refuse_unless_ready(request.story, by=by)
    change_story(story, lambda one: abbreviate(one, names), by=by)
    abbreviate_entries(story, names)
    if in_versions:
        abbreviate_versions(story, names)
        for report in ErrorReport.objects.filter(story=story).exclude(passage=""):
            ErrorReport.objects.filter(pk=report.pk).update(passage=names(report.passage))
        note_act("versions_changed", by=by, about=f"story {story.pk}")


def withdraw(request: UnpublishRequest, *, by: User) -> None:
    """Take a story down: its address answers that it was withdrawn."""
    story = refuse_unless_ready(request.story, by=by)
    shown = story.live_revision or story.save_revision(user=by)
    request.before = {**request.before, VERSION: shown.pk}
    story.unpublish(user=by)


def undo(request: UnpublishRequest, *, by: User) -> list[Any]:
    """Undo what can be undone of what was decided: let search engines in again, publish again what was withdrawn.

    Returns what was undone, in words.

    Errors:
        StandardsError: nothing of it can be undone.
        PermissionDenied: this person may not publish here.
    """
    story = request.story
    if story is None or not request.before:
        raise StandardsError(_("Nothing of this can be undone by the program."))
    if not story.permissions_for_user(by).can_publish():
        raise PermissionDenied
    undone = []
    if VERSION in request.before:
        _publish_again(story, request.before[VERSION], by=by)
        undone.append(_("The story is published again."))
    if NOINDEX in request.before:
        shown = refuse_unless_ready(story, by=by)
        change_story(shown, lambda one: setattr(one, "noindex", False), by=by)
        undone.append(_("Search engines may show it again."))
    request.before = {}
    return undone


def _publish_again(story: Story, version: int, *, by: User) -> None:
    if Story.objects.filter(pk=story.pk, live=True).exists():
        return
    found = Revision.page_revisions.filter(pk=version, object_id=str(story.pk)).first()
    if found is None:
        raise StandardsError(_("The version that was shown is gone. Publish the story yourself."))
    found.publish(user=by)
