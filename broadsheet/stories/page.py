"""What a story's page shows beside the story's own fields."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from broadsheet.masthead.models import facts_of
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import is_printing, note_source
from broadsheet.stories.age import age_of
from broadsheet.stories.embed_block import plays_frames
from broadsheet.stories.gatherings import in_series, topics_of
from broadsheet.stories.lists import has_ended
from broadsheet.stories.live_page import coverage_of
from broadsheet.stories.models import RelatedStory, Story
from broadsheet.stories.opinion import LETTER, letters_about
from broadsheet.stories.translations import versions_of

MOST_LETTERS = 40


def story_context(story: Story) -> dict[str, Any]:
    """Return what the template of a story needs: corrections, rail, related stories, names."""
    section = story.home_section
    site = story.site
    kinds = [block.block_type for block in story.body]
    beside = readable_beside(story)
    return {
        "story": story,
        # Never the host that was asked for: a copy of this page goes to everyone.
        "root_url": site.root_url if site else "",
        "section": section,
        "rail_section": section.rail_section if section else None,
        "corrections": list(story.corrections.all()) if story.pk else [],
        "coverage": coverage_of(story),
        "bylines": list(story.bylines.all()),
        "related": beside.related,
        "letters": beside.letters,
        "versions": versions_of(story),
        "topics": topics_of(story),
        "in_series": in_series(story),
        "plays_frames": plays_frames(story.body),
        "age": age_of(story, facts_of(site), timezone.now()) if site else None,
        # The paragraph that the dateline opens.
        "opening_at": kinds.index("paragraph") if "paragraph" in kinds else None,
    }


class Beside(NamedTuple):
    """Stories beside another: those that an editor set there, and the letters that answer it, the newest first."""

    related: list[Story]
    letters: list[Story]


def readable_beside(story: Story) -> Beside:
    """Return the stories beside one that any reader may see."""

    def find() -> Beside:
        note_source(story.source)
        note_source(letters_about(story.pk))
        # Most stories have none, and to ask for all that one would need takes longer than the rest of the page.
        mine = Q(story_id=story.pk) | Q(other_id=story.pk)
        if not RelatedStory.objects.filter(mine).exists():
            return Beside([], [])
        links = story.related.select_related("other", "other__home_section").all()
        return Beside(_shown(link.other for link in links), _shown(_letters(story)))

    # What is not saved yet is nobody's but the preview's.
    return kept(f"beside:{story.pk}", find) if is_printing() else find()


def _shown(stories: Iterable[Story]) -> list[Story]:
    shown = []
    for story in stories:
        # One of them may not outlast its own end, nor stay hidden once it is back.
        note_source(story.source)
        if story.shown_at is not None and not has_ended(story):
            shown.append(story)
    return shown


def _letters(story: Story) -> Iterable[Story]:
    answering = RelatedStory.objects.filter(other_id=story.pk, story__opinion_kind=LETTER)
    links = answering.select_related("story", "story__home_section")
    return [link.story for link in links.order_by("-story__shown_at")[:MOST_LETTERS]]
