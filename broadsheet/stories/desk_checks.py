"""What a story still lacks before it goes to print, each in a sentence. Advice: nothing here stops anyone."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from broadsheet.photos.models import Photo
from broadsheet.stories.block_checks import missing_in_blocks
from broadsheet.stories.forms import NO_HEADLINE
from broadsheet.stories.models import Story
from broadsheet.stories.opinion import missing_of_opinion

LONGEST_HEADLINE = 90


def missing_in(story: Story) -> list[str]:
    """Return a sentence for each thing that a story lacks."""
    return [
        *_of_its_words(story),
        *_of_its_origin(story),
        *_of_its_photos(story),
        *missing_in_blocks(story, _of_photo),
        *_of_its_section(story),
        *missing_of_opinion(story),
    ]


def _of_its_words(story: Story) -> Iterator[str]:
    headline = story.title.strip()
    if headline in ("", NO_HEADLINE):
        yield _("It has no headline.")
    if len(headline) > LONGEST_HEADLINE:
        yield _(
            "The headline has %(count)d characters; over %(most)d it breaks badly on phones."
        ) % {
            "count": len(headline),
            "most": LONGEST_HEADLINE,
        }
    if not story.teaser.strip():
        yield _("It has no teaser, so fronts and the rail show the headline alone.")
    if not len(story.body):
        yield _("It has no text.")


def _of_its_origin(story: Story) -> Iterator[str]:
    is_ours = story.source_of_copy == Story.SourceKind.STAFF
    if is_ours and not any(byline.printed_name for byline in story.bylines.all()):
        yield _("Nobody's name stands over it.")
    if not is_ours and not story.agency.strip():
        yield _(
            "It comes from outside, but does not say from whom (Settings, Where it comes from)."
        )


def _of_its_photos(story: Story) -> Iterator[str]:
    if story.lead_photo:
        name = _("The lead photo")
        yield from _of_photo(story.lead_photo, name, caption=story.lead_caption, alt=story.lead_alt)
    number = 0
    for block in story.body:
        if block.block_type == "photo" and block.value["photo"]:
            number += 1
            name = _("Photo %(number)d in the text") % {"number": number}
            use = block.value
            yield from _of_photo(use["photo"], name, caption=use["caption"], alt=use["alt_text"])


def _of_photo(photo: Photo, name: str, *, caption: str, alt: str) -> Iterator[str]:
    if not (alt or photo.alt_text):
        yield _("%(photo)s has no alt text: say what is to be seen.") % {"photo": name}
    if not (caption or photo.caption):
        yield _("%(photo)s has no caption.") % {"photo": name}
    if not photo.credit:
        yield _("%(photo)s has no credit; it is given with the photo itself.") % {"photo": name}


def _of_its_section(story: Story) -> Iterator[str]:
    section = story.home_section
    if section is None:
        return
    kinds = apps.get_model("sections.Section").Kind
    if section.kind == kinds.WIRE and section.rail_id is None:
        yield _(
            "Its section, %(section)s, shows only itself beside its stories; give it a rail."
        ) % {"section": section.title}


class StoryChecks(BaseSidePanel):
    """The list of what is missing, beside the text; Wagtail renders it again after each saving."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle what is missing")
        icon_name = "tasks"
        # It would be counted once, when the screen opens, and then be wrong.
        has_counter = False

    name = "story-checks"
    title = gettext_lazy("What is missing")
    template_name = "newsroom/desk/story_checks.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "missing": missing_in(self.object), "is_kept": bool(self.object.pk)}
