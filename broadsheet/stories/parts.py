"""The rail beside every story of a section, and the list on a journalist's page."""

from typing import Any

from django.apps import apps
from django.template.loader import render_to_string
from wagtail.models import Site

from broadsheet.press.errors import NotPrintableError
from broadsheet.press.keeping import kept
from broadsheet.press.parts import part
from broadsheet.stories import metadata
from broadsheet.stories.cards import cards_of
from broadsheet.stories.lists import newest_keys_in
from broadsheet.stories.papers import signed_by

RAIL = 12
BY_JOURNALIST = 30


@part("more-in", shows=RAIL, each=True)
def more_in(site: Site, section_id: str) -> str:
    """The newest stories of a section: twelve are shown beside any story, and a thirteenth takes its own place."""
    section = section_by_key(section_id)
    return render_to_string(
        "stories/parts/more_in.html",
        {"section": section, "cards": cards_of(newest_keys_in(section.pk, RAIL + 1), "rail")},
    )


def section_by_key(key: str) -> Any:
    """Return a section, or the one that was read for the last printing.

    Errors:
        NotPrintableError: it was deleted.
    """
    sections = apps.get_model("sections.Section")

    def find() -> Any:
        try:
            return sections.objects.select_related("rail").get(pk=key)
        except sections.DoesNotExist as error:
            raise NotPrintableError(f"Section {key} was deleted.") from error

    return kept(f"section:{key}", find)


# A journalist is read a moment later than the front: the editor does not wait for it.
@part("stories-by", waits=True)
def stories_by(site: Site, journalist_id: str) -> str:
    """The newest stories that carry a journalist's name."""
    stories = signed_by(int(journalist_id), site, BY_JOURNALIST)
    return render_to_string("stories/parts/stories_by.html", {"site": site, "stories": stories})


@part("of-each-story")
def of_each_story(site: Site, language: str = "") -> str:
    """The end of every story's JSON-LD: free to read, in which language, by whom it is published."""
    return metadata.of_each_story(site, language)
