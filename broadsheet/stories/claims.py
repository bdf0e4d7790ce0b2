"""Who has a story: one person takes it, with name and time; others read along until it is given back.

It is kept in Wagtail's lock, so that whatever asks for a lock, asks for this.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.log_actions import log

from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story


class Claim(BaseLock):
    """The lock of a story that someone has taken, in the newsroom's words."""

    object: Story

    def for_user(self, user: User) -> bool:
        return bool(user.pk != self.object.locked_by_id)

    def get_message(self, user: User) -> str:
        return words_of(self.object, user)

    def get_icon(self, user: User) -> str:
        return "lock-open" if not self.for_user(user) else "lock"

    def get_locked_by(self, user: User) -> str:
        return words_of(self.object, user)

    def get_description(self, user: User) -> str:
        return (
            _("Others read along until it is given back.")
            if self.for_user(user)
            else _("Others read along. Give it back when you are done.")
        )


def name_of(user: User | None) -> str:
    """Return the name by which colleagues know someone."""
    if user is None:
        return _("Someone who has left")
    return user.get_full_name() or user.get_username()


def moment(when: datetime | None) -> str:
    """Return a moment as a newsroom says it: the hour today, the day as well before."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    hour = date_format(local, "TIME_FORMAT")
    is_today = local.date() == timezone.localdate()
    return hour if is_today else f"{date_format(local, 'SHORT_DATE_FORMAT')}, {hour}"


def words_of(story: Story, user: User) -> str:
    """Return who has a story since when, in a sentence for this person."""
    since = moment(story.locked_at)
    if story.locked_by_id == user.pk:
        return _("Since %(time)s, you have this story.") % {"time": since}
    return _("Since %(time)s, %(name)s has this story.") % {
        "name": name_of(story.locked_by),
        "time": since,
    }


def may_take(story: Story, user: User) -> bool:
    """Say whether someone may take a story that nobody has: whoever may write it now."""
    rights = story.permissions_for_user(user)
    return bool(not story.locked and rights.can_edit() and not rights.page_locked())


def may_take_over(story: Story, user: User) -> bool:
    """Say whether someone may take a story from whoever has it: those who publish."""
    is_anothers = story.locked and story.locked_by_id != user.pk
    return bool(is_anothers and story.permissions_for_user(user).can_publish())


@transaction.atomic
def take(story: Story, *, by: User, over_from: int | None = None) -> None:
    """Take a story, so that nobody else writes in it.

    Args:
        over_from: the person from whom an editor takes it over, as she saw it on her screen.

    Errors:
        PermissionDenied: someone else has it, or this person may not write it.
    """
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.locked and story.locked_by_id == by.pk:
        return
    is_as_seen = bool(story.locked and story.locked_by_id == over_from)
    if not (may_take(story, by) or (is_as_seen and may_take_over(story, by))):
        raise PermissionDenied
    story.locked, story.locked_by, story.locked_at = True, by, timezone.now()
    story.save(update_fields=["locked", "locked_by", "locked_at"])
    log(instance=story, action="wagtail.lock", user=by)


@transaction.atomic
def give_back(story: Story, *, by: User) -> None:
    """Give a story back, so that others may write in it.

    Errors:
        PermissionDenied: it is someone else's, and this person does not publish.
    """
    story = Story.objects.select_for_update().get(pk=story.pk)
    if not story.locked:
        return
    if story.locked_by_id != by.pk and not may_take_over(story, by):
        raise PermissionDenied
    story.locked, story.locked_by, story.locked_at = False, None, None
    story.save(update_fields=["locked", "locked_by", "locked_at"])
    log(instance=story, action="wagtail.unlock", user=by)
