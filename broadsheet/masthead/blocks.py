"""What a standing page is made of. A story's body uses the same paragraph, subhead and list."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

TEXT_FEATURES = ["bold", "italic", "link"]


class ParagraphBlock(blocks.RichTextBlock):
    """Text. What is pasted with several paragraphs stays several."""

    def __init__(self, **kwargs: Any) -> None:
        # An empty one is dropped when the page is saved, not scolded.
        super().__init__(features=TEXT_FEATURES, **{"required": False, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")

    def render(self, value: RichText, context: Any = None) -> SafeString:
        """Return the paragraph's HTML: a text of twenty would otherwise go through forty templates to say the same."""
        return SafeString(expand_db_html(value.source))


class SubheadBlock(blocks.CharBlock):
    """A heading between paragraphs."""

    class Meta:
        icon = "title"
        label = _("Subhead")
        template = "masthead/blocks/subhead.html"


class ListBlock(blocks.StructBlock):
    """A list of short lines, with dots or numbers."""

    items = blocks.ListBlock(blocks.RichTextBlock(features=TEXT_FEATURES), label=_("Lines"))
    numbered = blocks.BooleanBlock(required=False, label=_("With numbers"))

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "masthead/blocks/list.html"


class StandingBlocks(blocks.StreamBlock):
    """The body of a standing page."""

    paragraph = ParagraphBlock()
    subhead = SubheadBlock()
    list = ListBlock()
