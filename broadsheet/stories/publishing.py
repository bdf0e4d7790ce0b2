"""What happens when a story is saved, moved, hidden or shown: its section, its address, its time, the log's line.

What happens to a whole section's stories at once is in `settling.py`.
"""

import secrets
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME

from broadsheet.lib.rows import one_of
from broadsheet.lib.slugs import slug_of
from broadsheet.masthead.models import facts_of
from broadsheet.masthead.pages import is_private
from broadsheet.press.addresses import is_taken, leave_behind
from broadsheet.press.log import hold_log, note_change
from broadsheet.press.models import Change
from broadsheet.press.recorder import one_memory
from broadsheet.stories.breaking import lists_of_breaking, settle_breaking
from broadsheet.stories.current import KEPT_CURRENT
from broadsheet.stories.letter_weeks import weeks_of
from broadsheet.stories.lists import section_above
from broadsheet.stories.models import Story
from broadsheet.stories.months import months_changed
from broadsheet.stories.opinion import LETTER, letters_about
from broadsheet.stories.photo_runs import settle_runs
from broadsheet.stories.places import lists_for, settle_places
from broadsheet.stories.translations import TRANSLATIONS, addresses_of_family

OURS = (
    "permalink",
    "home_section",
    "shown_at",
    "updated_at",
    "breaking_since",
    "slug",
    "story_slug",
)
# What is looked at of a story as it was: a tenth of its columns.
COMPARED = (
    "path",
    "slug",
    "url_path",
    "live",
    "translation_key",
    "home_section",
    "permalink",
    "shown_at",
    "updated_at",
    "update_note",
    "breaking_since",
    "breaking_until",
    "keep_current",
    "live_ended_at",
    "series",
    "series_part",
    "translation_of",
)
# And of its section.
OF_SECTION = ("path", "depth", "kind", "title")


def save_story(story: Story, save: Callable[[], None], kwargs: dict[str, Any]) -> None:
    """Settle what is ours to settle, save, and write the log's line, all in one transaction."""
    if kwargs.get("update_fields") is not None:
        kwargs["update_fields"] = {*kwargs["update_fields"], *OURS}
    if story.comes_from_revision:
        # It was looked through when the revision was kept; eleven queries say the same again.
        kwargs["clean"] = False
    with one_memory(), transaction.atomic():
        hold_log()
        before = one_of(Story.objects.filter(pk=story.pk).only(*COMPARED)) if story.pk else None
        choose_tree_slug(story)
        story.home_section = section_above(story.path, only=OF_SECTION)
        if before is not None:
            _carry_over(story, before, kwargs.get("update_fields") or ())
        if story.live:
            settle_address(story, before)
            settle_update(story, before)
        settle_breaking(story, before)
        settle_time(story)
        is_printed = story.shown_at or (before and (before.shown_at or before.permalink))
        # A revision has its topics and its names at hand until it is saved.
        wanted = lists_for(story) if is_printed else set()
        entered = lists_of(story) if is_printed and _standing(before) != _standing(story) else set()
        _spare_reading(story, before, kwargs)
        save()
        if is_printed:
            settle_runs(story, is_new=before is None or before.permalink is None)
            note_story(
                story,
                "saved",
                was=before,
                hidden=bool(before and before.shown_at and not story.shown_at),
                lists=entered.union(settle_places(story, before, wanted)),
            )


def _spare_reading(story: Story, before: Story | None, kwargs: dict[str, Any]) -> None:
    """Save a story whose slug is as it was without it: Wagtail would read the whole row once more to compare it.

    Comments of one that comes from a revision were just read, and are not written back.
    """
    if before is None or before.slug != story.slug:
        return
    written = all_but_slug()
    if story.comes_from_revision:
        written = tuple(name for name in written if name != COMMENTS_RELATION_NAME)
    kwargs.setdefault("update_fields", written)


@cache
def all_but_slug() -> tuple[str, ...]:
    """Return the names of all that a story's save writes, its own rows and those that belong to it, without the slug."""
    own = [field.name for field in Story._meta.concrete_fields if not field.primary_key]
    children = [relation.get_accessor_name() for relation in get_all_child_relations(Story)]
    chosen = [field.name for field in get_all_child_m2m_relations(Story)]
    return tuple(name for name in (*own, *children, *chosen) if name != "slug")


def _carry_over(story: Story, before: Story, named: Collection[str]) -> None:
    """Keep what has been settled since: a draft made before publication does not know it."""
    story.permalink = before.permalink
    story.updated_at = before.updated_at
    if "live_ended_at" not in named:
        # Only the acts of live coverage end it, or open it again.
        story.live_ended_at = before.live_ended_at


def choose_tree_slug(story: Story) -> None:
    """Give the story a slug in the tree that is nobody's else: the one readers see is `story_slug`."""
    if not story.story_slug:
        story.story_slug = slug_of(story.title) or "story"
    if not story.slug or (story._state.adding and not getattr(story, "has_own_tree_slug", False)):
        # A copy comes with the slug of what it was copied from.
        story.slug = f"{story.story_slug[:80]}-{secrets.token_hex(5)}"
        story.has_own_tree_slug = True


def settle_address(story: Story, before: Story | None) -> None:
    """Store the permalink at first publication; give a new one only if the editor asked for it, leaving a 301."""
    asked = bool(story.address_wanted) and story.address_wanted == story.story_slug
    if story.permalink and not asked:
        return
    when = story.first_published_at or timezone.now()
    site = story.site
    local = when.astimezone(facts_of(site).zone) if site else when
    wanted = f"/{local:%Y/%m}/{story.story_slug}/"
    if story.permalink == wanted:
        return
    free = _free_address(wanted, story)
    if story.permalink and story.host:
        leave_behind(story.host, story.permalink, moved_to=free)
    story.permalink = free


def _free_address(wanted: str, story: Story) -> str:
    """Return the wanted path, or the same with the next number, if another story has or ever had it.

    A story may have its own former address back.
    """
    candidate, number = wanted, 1
    while Story.objects.filter(permalink=candidate).exclude(pk=story.pk).exists() or is_taken(
        candidate, but_by=story.permalink
    ):
        number += 1
        candidate = f"{wanted[:-1]}-{number}/"
    return candidate


def settle_update(story: Story, before: Story | None) -> None:
    """An update is what the editor says is one: a note for readers that is new."""
    was_live = before is not None and before.live
    said_before = before.update_note if before else ""
    if was_live and story.update_note and story.update_note != said_before:
        story.updated_at = timezone.now()


def settle_time(story: Story) -> None:
    """Set when readers were first shown the story; nothing while not every reader may see it."""
    readable = story.live and not story.expired and not is_private(story)
    story.shown_at = (story.first_published_at or timezone.now()) if readable else None


def note_story(
    story: Story, why: str, *, was: Story | None, hidden: bool, lists: Iterable[str] = ()
) -> None:
    """Write the log's line for a story: itself, and the lists it has entered, left or moved in.

    Args:
        lists: names of lists that were found before: those that the story has entered, those with numbered pages.
    """
    touched = {story.source, *lists}
    is_deleted = why == "deleted"
    if is_deleted or _standing(was) != _standing(story):
        if was is not None and (was.shown_at or is_deleted):
            touched |= lists_of(was)
        touched |= months_changed(story, was)
    if is_deleted or _part(was) != _part(story):
        parts = {one.series_id for one in (story, was) if one is not None and one.series_id}
        touched |= {name for key in parts for name in ("list:series", f"list:series:{key}")}
    if LETTER in {one.opinion_kind for one in (story, was) if one is not None}:
        touched |= {letters_about(link.other_id) for link in story.related.all()}
        touched |= weeks_of([story.shown_at, was.shown_at if was else None])
    touched |= lists_of_breaking(story, was, is_deleted=why == "deleted")
    if any(one.translation_of_id for one in (story, was) if one is not None):
        touched.add(TRANSLATIONS)
    addresses = story.addresses() | (was.addresses() if was else set())
    addresses |= addresses_of_family(story, was)
    note_change(
        story.source,
        touches=touched,
        addresses=addresses,
        why=why,
        kind=Change.Kind.HIDDEN if hidden else Change.Kind.CHANGED,
    )


def _standing(story: Story | None) -> tuple[Any, ...]:
    """Return what decides a story's place among the newest."""
    return (story.home_section_id, story.shown_at, story.keep_current) if story else (None, None, 0)


def _part(story: Story | None) -> tuple[Any, ...]:
    """Return what decides a story's place in its series."""
    return (story.series_id, story.series_part, story.shown_at) if story else (None, None, None)


def lists_of(story: Story) -> set[str]:
    """Return each list that a story stands in, or would stand in if readers might see it."""
    lists = {"list:front", f"list:section:{story.home_section_id}"}
    section = story.home_section
    if section is not None and section.depth > 3:
        lists.add(f"list:section:{section_above(section.path).pk}")
    if story.keep_current:
        lists.add(KEPT_CURRENT)
    when = story.shown_at or story.first_published_at
    if when:
        lists.add(f"list:month:{when:%Y/%m}")
    if story.pk:
        names = story.bylines.all()
        lists |= {
            f"list:journalist:{byline.journalist_id}" for byline in names if byline.journalist_id
        }
    return lists
