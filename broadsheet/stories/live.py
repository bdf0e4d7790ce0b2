"""Live coverage as acts: who may post, posting, changing, deleting, ending; and what is kept of each in the story's history.

Those who may publish the story lead its coverage. They may let others post in it, who then change and delete their own
entries alone. The end freezes every entry; a publisher may reopen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadsheet.newsroom.models import Journalist, User
from broadsheet.photos.models import Photo
from broadsheet.press.log import hold_log
from broadsheet.stories.errors import LiveEndedError, LiveError
from broadsheet.stories.models import LiveEntry, LiveReporter, Story

# Telephones' clocks are seldom further off.
AHEAD = timedelta(minutes=5)
# What an entry holds as it was told.
SAID = ("headline", "text", "photo", "crop", "caption", "alt_text")
POSTER = "wagtailadmin.access_admin"
PUBLISHER = "masthead.change_paper"


@dataclass(frozen=True)
class Told:
    """What one entry tells. Without a time it happened now; `text` is HTML."""

    text: str
    at: datetime | None = None
    headline: str = ""
    author: str = ""
    photo: Photo | None = None
    crop: str = ""
    caption: str = ""
    alt_text: str = ""


# Who may --------------------------------------------------------------------------------------------
def may_lead(story: Story, user: User) -> bool:
    """Say whether someone leads the coverage: posts, changes any entry, ends it. Those who may publish the story."""
    return bool(story.permissions_for_user(user).can_publish())


def may_post(story: Story, user: User) -> bool:
    """Say whether someone may post: who leads, and whom one of those has let."""
    if not user.is_active or not user.has_perm(POSTER):
        return False
    return may_lead(story, user) or story.live_reporters.filter(user=user).exists()


def may_change(entry: LiveEntry, user: User) -> bool:
    """Say whether someone may change or delete an entry: who leads, any; whoever was let, only their own."""
    is_own = entry.written_by_id == user.pk
    return may_lead(entry.story, user) or (is_own and may_post(entry.story, user))


def may_reopen(user: User) -> bool:
    """Say whether someone may reopen coverage that has ended: publishers."""
    return user.has_perm(PUBLISHER)


def _must(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def is_open(story: Story) -> bool:
    """Say whether entries may still come in."""
    return story.is_live_coverage and story.live_ended_at is None


def name_of(user: User) -> str:
    """Return the name under which readers know someone; empty if they do not."""
    journalist = Journalist.objects.filter(user=user).first()
    return journalist.name if journalist else user.get_full_name()


# Entries --------------------------------------------------------------------------------------------
@transaction.atomic
def post(story: Story, told: Told, *, by: User, key: UUID | None = None) -> LiveEntry:
    """Put an entry on the page. Sent again with the same key, it is the same entry, with the words that came last.

    Errors:
        PermissionDenied: this person may not post here.
        LiveEndedError: the coverage has ended.
        LiveError: the story is not published or no live coverage, the entry is empty, or its time is still to come.
    """
    _must(may_post(story, by))
    hold_log()
    posted = story.live_entries.filter(posting_key=key).first() if key else None
    if posted is not None:
        return posted if _says_the_same(posted, told) else change(posted, told, by=by)
    if not Story.objects.filter(pk=story.pk, live=True).exists():
        raise LiveError(_("The story is not published yet. Publish it, then post."))
    now = timezone.now()
    entry = LiveEntry(story=story, written_by=by, posting_key=key, at=told.at or now)
    _tell(entry, told, by)
    entry.save()
    return entry


def _says_the_same(entry: LiveEntry, told: Told) -> bool:
    is_same_time = told.at is None or told.at == entry.at
    return is_same_time and all(getattr(entry, name) == getattr(told, name) for name in SAID)


@transaction.atomic
def change(entry: LiveEntry, told: Told, *, by: User) -> LiveEntry:
    """Change an entry; the story's history keeps the words from before.

    Errors:
        PermissionDenied: this person may not change it.
        LiveEndedError: the coverage has ended.
        LiveError: the entry is empty, or its time is still to come.
    """
    _must(may_change(entry, by))
    before = _as_it_was(entry)
    if told.at is not None and _minute(told.at) != _minute(entry.at):
        # Its form shows minutes: an hour that was left alone keeps its seconds, and so its place.
        entry.at = told.at
    _tell(entry, told, by)
    entry.changed_at = timezone.now()
    entry.save()
    log(entry.story, "stories.live.change", user=by, data=before)
    return entry


def _minute(when: datetime) -> datetime:
    return when.replace(second=0, microsecond=0)


def _tell(entry: LiveEntry, told: Told, by: User) -> None:
    """Give an entry its words.

    Errors:
        LiveError: there are none, or its time is still to come.
    """
    if not told.text:
        raise LiveError(_("Write what happened."))
    if entry.at > timezone.now() + AHEAD:
        raise LiveError(_("This time is still to come. Leave it empty for now."))
    for name in SAID:
        setattr(entry, name, getattr(told, name))
    if not entry.author or may_lead(entry.story, by):
        # Nobody signs with another's name but by an editor's hand.
        is_editors_word = bool(told.author) and may_lead(entry.story, by)
        entry.author = told.author if is_editors_word else entry.author or name_of(by)


@transaction.atomic
def delete(entry: LiveEntry, *, by: User) -> None:
    """Take an entry from the page for good; the story's history keeps its words.

    Errors:
        PermissionDenied: this person may not delete it.
        LiveEndedError: the coverage has ended.
    """
    _must(may_change(entry, by))
    story, was = entry.story, _as_it_was(entry)
    entry.delete()
    log(story, "stories.live.delete", user=by, data=was)


def _as_it_was(entry: LiveEntry) -> dict[str, str | int]:
    return {
        "entry": entry.pk,
        "at": entry.at.isoformat(),
        "headline": entry.headline,
        "text": entry.text,
        "author": entry.author,
    }


# The coverage ---------------------------------------------------------------------------------------
@transaction.atomic
def end(story: Story, *, by: User) -> None:
    """End the coverage: from now on no entry is added, changed or deleted.

    Errors:
        PermissionDenied: this person may not.
        LiveEndedError: it has ended already.
        LiveError: the story is no live coverage.
    """
    _must(may_lead(story, by))
    hold_log()
    now = Story.objects.get(pk=story.pk)
    if now.live_ended_at is not None:
        raise LiveEndedError(_("This coverage has ended already."))
    if not now.is_live_coverage:
        raise LiveError(_("This story is no live coverage."))
    _set_end(now, timezone.now())
    log(now, "stories.live.end", user=by)


@transaction.atomic
def reopen(story: Story, *, by: User) -> None:
    """Let entries come in again.

    Errors:
        PermissionDenied: this person is no publisher.
        LiveError: the coverage has not ended.
    """
    _must(may_reopen(by) and may_lead(story, by))
    hold_log()
    now = Story.objects.get(pk=story.pk)
    if now.live_ended_at is None:
        raise LiveError(_("This coverage has not ended."))
    _set_end(now, None)
    log(now, "stories.live.reopen", user=by)


def _set_end(story: Story, when: datetime | None) -> None:
    story.live_ended_at = when
    story.save(clean=False, update_fields=["live_ended_at"])


@transaction.atomic
def let(story: Story, user: User, *, by: User) -> None:
    """Let someone post in this coverage who may not publish the story.

    Errors:
        PermissionDenied: whoever lets them may not.
    """
    _must(may_lead(story, by))
    _reporter, is_new = LiveReporter.objects.get_or_create(
        story=story, user=user, defaults={"let_by": by}
    )
    if is_new:
        log(story, "stories.live.let", user=by, data={"name": str(user)})


@transaction.atomic
def no_longer_let(story: Story, user: User, *, by: User) -> None:
    """Take back the right to post in this coverage; what was posted stays.

    Errors:
        PermissionDenied: whoever takes it back may not.
    """
    _must(may_lead(story, by))
    gone, _kinds = story.live_reporters.filter(user=user).delete()
    if gone:
        log(story, "stories.live.no_longer_let", user=by, data={"name": str(user)})
