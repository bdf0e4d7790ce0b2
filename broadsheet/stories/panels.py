"""What a story's editing screen asks for, in the order in which a reporter thinks of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    PublishingPanel,
    TitleFieldPanel,
    get_form_for_model,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from broadsheet.photos.crop_field import CropInput
from broadsheet.photos.use_words import AltInput, CaptionInput
from broadsheet.stories.breaking_field import BreakingUntilInput
from broadsheet.stories.forms import BylineForm
from broadsheet.stories.topic_choice import TopicChoice


class BylinesPanel(InlinePanel):
    """Names over a story. A line that is not filled in yet does not keep a draft from being saved."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=BylineForm,
            defer_required_on_fields=["journalist", "name", "role"],
        )
        return options


byline_panels = [
    FieldRowPanel([FieldPanel("journalist"), FieldPanel("name"), FieldPanel("role")]),
]
related_panels = [PageChooserPanel("other", "stories.Story")]

content_panels = [
    TitleFieldPanel(
        "title",
        heading=_("Headline"),
        placeholder=_("Headline"),
        targets=["story_slug"],
        required_on_save=False,
        help_text=_("What happened, with a verb, in under 90 characters."),
    ),
    FieldPanel("deck", widget=AdminAutoHeightTextInput),
    BylinesPanel(
        "bylines",
        heading=_("Bylines"),
        label=_("Name"),
        help_text=_("In the order in which readers see them."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("lead_photo"),
            FieldPanel("lead_crop", widget=CropInput("lead_photo")),
            FieldPanel("lead_caption", widget=CaptionInput("lead_photo")),
            FieldPanel("lead_alt", widget=AltInput("lead_photo")),
        ],
        heading=_("Lead photo"),
        help_text=_("Its credit comes from the photo itself and shows wherever the photo does."),
    ),
    FieldPanel(
        "body",
        heading=_("Text"),
        help_text=_(
            "Write, or paste from Word or Docs: each paragraph becomes its own. The + between two paragraphs adds a "
            "subhead, photo, pull quote, list, gallery, fact box, table, chart, document or recording, "
            "or what stands elsewhere: a film, sound, a page."
        ),
    ),
    FieldPanel("teaser", widget=AdminAutoHeightTextInput),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("dateline_place"), FieldPanel("dateline_region")]),
            FieldPanel("dateline_text"),
        ],
        heading=_("Dateline"),
        help_text=_("Where the reporting was done. Leave it empty for a story from home."),
    ),
    FieldPanel("kicker"),
    MultiFieldPanel(
        [FieldPanel("opinion_kind"), FieldPanel("speaker", widget=AdminAutoHeightTextInput)],
        heading=_("Opinion"),
        help_text=_("For opinion alone. Leave both empty for news."),
    ),
    FieldPanel("how_reported"),
    FieldPanel("what_it_cost"),
]

promote_panels = [
    MultiFieldPanel(
        [FieldPanel("story_slug"), FieldPanel("new_address")],
        heading=_("Address"),
    ),
    FieldPanel("update_note"),
    FieldPanel("topics", widget=TopicChoice),
    FieldRowPanel([FieldPanel("series"), FieldPanel("series_part")], heading=_("Series")),
    InlinePanel(
        "related",
        heading=_("Related stories"),
        label=_("Story"),
        help_text=_("Set beside this story. Only those that readers may see are shown."),
    ),
    FieldRowPanel(
        [FieldPanel("language"), PageChooserPanel("translation_of", "stories.Story")],
        heading=_("Language"),
    ),
    FieldPanel("keep_current"),
    FieldPanel("noindex"),
]

settings_panels = [
    PublishingPanel(),
    FieldPanel("breaking_until", widget=BreakingUntilInput),
    FieldPanel("is_live_coverage"),
    MultiFieldPanel(
        [FieldPanel("source_of_copy"), FieldPanel("agency"), FieldPanel("verbatim")],
        heading=_("Where it comes from"),
    ),
    CommentPanel(),
]
