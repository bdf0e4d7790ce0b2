"""The end of live coverage is the end, whoever asks and from wherever."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry

from broadsheet.stories import live
from broadsheet.stories.errors import LiveEndedError, LiveError
from broadsheet.stories.live import Told
from broadsheet.stories.models import LiveEntry, Story

pytestmark = pytest.mark.django_db


def test_the_end_freezes_every_entry_whoever_asks(covered, tell, editor):
    entry = tell("The last word.")
    live.end(covered, by=editor)

    with pytest.raises(LiveEndedError, match="publisher may reopen"):
        tell("One more.")
    with pytest.raises(LiveEndedError):
        live.change(entry, Told("<p>Other words.</p>"), by=editor)
    with pytest.raises(LiveEndedError):
        live.delete(entry, by=editor)

    assert [one.text for one in LiveEntry.objects.all()] == ["<p>The last word.</p>"]


def test_the_end_holds_below_the_desk_too(covered, tell, editor):
    entry = tell("The last word.")
    live.end(covered, by=editor)

    entry.text = "<p>Other words.</p>"
    for act in (
        entry.save,
        entry.delete,
        LiveEntry.objects.all().delete,
        lambda: LiveEntry.objects.update(text=""),
        LiveEntry(story=covered, at=timezone.now(), text="<p>One more.</p>").save,
    ):
        with pytest.raises(LiveError):
            act()

    assert LiveEntry.objects.get().text == "<p>The last word.</p>"


def test_readers_are_told_when_it_ended(client, covered, tell, editor):
    tell()
    live.end(covered, by=editor)

    page = client.get(covered.permalink).text

    assert "Live coverage ended" in page
    assert "last entry" not in page
    assert "Reload" not in page


def test_a_draft_from_before_the_end_does_not_open_it_again(covered, tell, editor):
    tell()
    draft = Story.objects.get(pk=covered.pk)
    draft.title = "Council closes the bridge"
    revision = draft.save_revision()
    live.end(covered, by=editor)

    revision.publish(user=editor)

    story = Story.objects.get(pk=covered.pk)
    assert story.title == "Council closes the bridge"
    assert story.live_ended_at is not None


def test_only_a_publisher_reopens(covered, tell, editor, publisher):
    live.end(covered, by=editor)

    with pytest.raises(PermissionDenied):
        live.reopen(covered, by=editor)
    live.reopen(covered, by=publisher)

    assert tell("It goes on.").pk
    assert PageLogEntry.objects.filter(action="stories.live.reopen").exists()


def test_coverage_ends_once(covered, editor):
    live.end(covered, by=editor)

    with pytest.raises(LiveEndedError, match="already"):
        live.end(covered, by=editor)


def test_a_story_with_entries_may_still_be_deleted_with_them(covered, tell, editor):
    tell()
    live.end(covered, by=editor)

    covered.delete()

    assert not LiveEntry.objects.exists()


def test_a_copy_of_a_story_takes_no_entries_along(covered, tell, sections):
    tell()

    copy = covered.copy(to=sections["sports"], update_attrs={"title": "A copy"})

    assert not copy.live_entries.exists()
