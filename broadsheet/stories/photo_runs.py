"""Which photos a story shows, for the desk's answer to “have we used this?”."""

from collections.abc import Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save

from broadsheet.photos.models import Run
from broadsheet.photos.runs import Shown, ShownBy, end_runs, note_runs
from broadsheet.stories.models import LiveEntry, Story


def shown_in(story: Story) -> Iterator[Shown]:
    """Yield each photo of a story: as keys, so that none need be read."""
    if story.lead_photo_id:
        yield Shown(story.lead_photo_id, Run.Place.LEAD, story.lead_caption)
    for block in story.body.raw_data:
        yield from _in_block(block["type"], block["value"])
    if story.is_live_coverage and story.pk:
        entries = LiveEntry.objects.filter(story_id=story.pk).exclude(photo=None)
        for photo, caption in entries.values_list("photo_id", "caption"):
            yield Shown(photo, Run.Place.LIVE, caption)


def _in_block(kind: str, value: Any) -> Iterator[Shown]:
    if kind == "photo":
        yield from _used(value, Run.Place.TEXT)
    elif kind == "gallery":
        for item in value["photos"]:
            yield from _used(item["value"], Run.Place.GALLERY)
    elif kind == "embed" and value.get("poster"):
        yield Shown(value["poster"], Run.Place.TEXT)


def _used(use: dict[str, Any], place: str) -> Iterator[Shown]:
    if use.get("photo"):
        yield Shown(use["photo"], place, use.get("caption") or "")


def settle_runs(story: Story, *, is_new: bool = False) -> None:
    """Write down which photos readers see with a story now; call it in the transaction of what changed that.

    Args:
        is_new: readers have never seen it before, so that nothing stands written down.
    """
    if story.shown_at is None:
        if not is_new:
            end_runs(story.pk)
        return
    page = ShownBy(story.pk, story.title, story.permalink or "", story.shown_at)
    note_runs(page, shown_in(story), is_new=is_new)


def _after_entry(instance: LiveEntry, **_kwargs: Any) -> None:
    story = Story.objects.filter(pk=instance.story_id).first()
    if story is not None:
        settle_runs(story)


def watch_live_entries() -> None:
    for signal in (post_save, post_delete):
        signal.connect(_after_entry, sender=LiveEntry, dispatch_uid="stories:photo-runs")
