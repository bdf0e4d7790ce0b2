"""What a story's page shows beside the story's own fields."""

from typing import Any

from django.utils import timezone

from broadsheet.masthead.models import facts_of
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import is_printing, note_source
from broadsheet.stories.age import age_of
from broadsheet.stories.embed_block import plays_frames
from broadsheet.stories.gatherings import in_series, topics_of
from broadsheet.stories.lists import has_ended
from broadsheet.stories.live_page import coverage_of
from broadsheet.stories.models import Story
from broadsheet.stories.translations import versions_of


def story_context(story: Story) -> dict[str, Any]:
    """Return what the template of a story needs: corrections, rail, related stories, names."""
    section = story.home_section
    site = story.site
    kinds = [block.block_type for block in story.body]
    return {
        "story": story,
        # Never the host that was asked for: a copy of this page goes to everyone.
        "root_url": site.root_url if site else "",
        "section": section,
        "rail_section": section.rail_section if section else None,
        "corrections": list(story.corrections.all()) if story.pk else [],
        "coverage": coverage_of(story),
        "bylines": list(story.bylines.all()),
        "related": readable_related(story),
        "versions": versions_of(story),
        "topics": topics_of(story),
        "in_series": in_series(story),
        "plays_frames": plays_frames(story.body),
        "age": age_of(story, facts_of(site), timezone.now()) if site else None,
        # The paragraph that the dateline opens.
        "opening_at": kinds.index("paragraph") if "paragraph" in kinds else None,
    }


def readable_related(story: Story) -> list[Story]:
    """Return the stories that an editor set beside this one and that any reader may see."""

    def find() -> list[Story]:
        note_source(story.source)
        # Most stories have none, and to ask for all that one would need takes longer than the rest of the page.
        if not story.related.exists():
            return []
        links = story.related.select_related("other", "other__home_section").all()
        # A related story may not outlast its own end, nor stay hidden once it is back.
        for link in links:
            note_source(link.other.source)
        others = [link.other for link in links if link.other.shown_at is not None]
        return [other for other in others if not has_ended(other)]

    # What is not saved yet is nobody's but the preview's.
    return kept(f"related:{story.pk}", find) if is_printing() else find()
