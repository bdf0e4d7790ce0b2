"""What a reader wants at a glance, apart from the running text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from broadsheet.masthead.blocks import TEXT_FEATURES
from broadsheet.stories.pasting import NOTHING

# A box that is longer is a story of its own.
MOST_CHARACTERS = 1500


class FactBoxBlock(blocks.StructBlock):
    """A title and a few short lines: who, when, how much, what comes next."""

    title = blocks.CharBlock(
        label=gettext_lazy("Title"), help_text=gettext_lazy("If you use the bridge.")
    )
    text = blocks.RichTextBlock(
        features=[*TEXT_FEATURES, "ul", "ol"],
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "Short lines or a list. What belongs to the story stands in the story too."
        ),
    )

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Fact box")
        template = "stories/blocks/fact_box.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        length = len(NOTHING.sub(" ", cleaned["text"].source)) if cleaned["text"] else 0
        if length > MOST_CHARACTERS and not self.is_deferred_validation:
            sentence = _(
                "The fact box has %(count)d characters; over %(most)d it is a story of its own."
            ) % {"count": length, "most": MOST_CHARACTERS}
            raise StructBlockValidationError({"text": ValidationError(sentence)})
        return cleaned
