"""What a story still lacks before it goes to print, each in a sentence.

It is advice, unless the paper made a rule of it (Settings, Paper): then the newsroom publishes no story that lacks it.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from broadsheet.masthead.models import facts_of
from broadsheet.masthead.rules import register_rules
from broadsheet.photos.models import Photo
from broadsheet.photos.rights import refusal, use_with
from broadsheet.stories.block_checks import missing_in_blocks
from broadsheet.stories.forms import NO_HEADLINE
from broadsheet.stories.lacks import Lack
from broadsheet.stories.lists import section_above
from broadsheet.stories.models import Story
from broadsheet.stories.opinion import missing_of_opinion
from broadsheet.stories.photo_runs import shown_in

LONGEST_HEADLINE = 90
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)", re.IGNORECASE)
# Nobody's choice: what a photo's terms do not allow is not published, unless an editor allows it with a reason.
RIGHTS = "rights"

# What a paper may make a rule of. A headline is always needed: the form itself asks for it.
register_rules(
    {
        "section": gettext_lazy("A section, with stories beside it"),
        "headline": gettext_lazy("A headline of at most 90 characters"),
        "teaser": gettext_lazy("A teaser"),
        "text": gettext_lazy("Text"),
        "byline": gettext_lazy("A name over our own stories"),
        "agency": gettext_lazy("The name of whoever sent a story that is not ours"),
        "alt": gettext_lazy("Alt text for each photo"),
        "caption": gettext_lazy("A caption for each photo"),
        "credit": gettext_lazy("A credit for each photo"),
        "figures": gettext_lazy("A source under each table and chart"),
    }
)


def lacks_of(story: Story) -> list[Lack]:
    """Return each thing that a story lacks."""
    return [
        *_of_its_words(story),
        *_of_its_origin(story),
        *_of_its_photos(story),
        *missing_in_blocks(story, _of_photo),
        *_of_its_section(story),
        *missing_of_opinion(story),
    ]


def missing_in(story: Story) -> list[str]:
    """Return a sentence for each thing that a story lacks."""
    return [lack.sentence for lack in lacks_of(story)]


def rules_of(story: Story) -> frozenset[str]:
    """Return the names of the rules of the story's paper."""
    site = story.site
    return frozenset(facts_of(site).rules) if site else frozenset()


def broken_in(story: Story) -> list[str]:
    """Return a sentence for each rule that a story breaks: of the paper, and of those whose photos it shows."""
    rules = rules_of(story) | {RIGHTS}
    return [lack.sentence for lack in lacks_of(story) if lack.rule in rules]


def _of_its_words(story: Story) -> Iterator[Lack]:
    headline = story.title.strip()
    if headline in ("", NO_HEADLINE):
        yield Lack("headline", _("It has no headline."))
    if len(headline) > LONGEST_HEADLINE:
        yield Lack(
            "headline",
            _("The headline has %(count)d characters; over %(most)d it breaks badly on phones.")
            % {"count": len(headline), "most": LONGEST_HEADLINE},
        )
    if not story.teaser.strip():
        yield Lack("teaser", _("It has no teaser, so fronts and the rail show the headline alone."))
    if not len(story.body):
        yield Lack("text", _("It has no text."))


def _of_its_origin(story: Story) -> Iterator[Lack]:
    is_ours = story.source_of_copy == Story.SourceKind.STAFF
    is_named = any(byline.printed_name for byline in story.bylines.all())
    if is_ours and not is_named:
        yield Lack("byline", _("Nobody's name stands over it."))
    # Whoever sent a letter or a review may stand over it as its byline.
    is_told = is_named and story.source_of_copy == Story.SourceKind.CONTRIBUTED
    if not is_ours and not is_told and not story.agency.strip():
        yield Lack(
            "agency",
            _("It comes from outside, but does not say from whom (Settings, Where it comes from)."),
        )


def _of_its_photos(story: Story) -> Iterator[Lack]:
    yield from _of_rights(story)
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


def _of_rights(story: Story) -> Iterator[Lack]:
    keys = {one.photo for one in shown_in(story)}
    for photo in Photo.objects.filter(pk__in=keys).order_by("pk"):
        use = use_with(photo, story.pk)
        why = refusal(photo, use, story.pk or None)
        if why:
            words = {"photo": photo.title, "why": why}
            address = reverse("photos_exempt", args=[photo.pk, use]) + f"?story={story.pk or ''}"
            yield Lack(RIGHTS, _("The photo “%(photo)s” cannot be used. %(why)s") % words, address)


def _of_photo(photo: Photo, name: str, *, caption: str, alt: str) -> Iterator[Lack]:
    yield from _of_alt(alt or photo.alt_text, name, caption or photo.caption)
    if not (caption or photo.caption):
        yield Lack("caption", _("%(photo)s has no caption.") % {"photo": name})
    if photo.lacks_credit:
        yield Lack(
            "credit",
            _("%(photo)s has no credit; it is given with the photo itself.") % {"photo": name},
        )


def _of_alt(alt: str, name: str, caption: str) -> Iterator[Lack]:
    photo = {"photo": name}
    if not alt.strip():
        yield Lack("alt", _("%(photo)s has no alt text: say what is to be seen.") % photo)
    elif FILE_NAME.fullmatch(alt.strip()):
        sentence = _("%(photo)s has a file's name for its alt text: say what is to be seen.")
        yield Lack("alt", sentence % photo)
    elif alt.strip() == caption.strip():
        sentence = _(
            "%(photo)s has its caption for its alt text, so whoever hears both hears it twice: say what is to be seen."
        )
        yield Lack("", sentence % photo)


def _of_its_section(story: Story) -> Iterator[Lack]:
    section = story.home_section
    if section is None and section_above(story.path or "") is None:
        yield Lack("section", _("It stands in no section."))
    if section is None:
        return
    kinds = apps.get_model("sections.Section").Kind
    if section.kind == kinds.WIRE and section.rail_id is None:
        yield Lack(
            "section",
            _("Its section, %(section)s, shows only itself beside its stories; give it a rail.")
            % {"section": section.title},
        )


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
        lacks = lacks_of(self.object)
        rules = rules_of(self.object) | {RIGHTS}
        return {
            **context,
            "forbidden": [lack for lack in lacks if lack.rule in rules],
            "missing": [lack for lack in lacks if lack.rule not in rules],
            "is_kept": bool(self.object.pk),
        }
