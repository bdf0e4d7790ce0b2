"""The plain page. It is no part of the product: its table is made by the measurement alone."""

from typing import ClassVar

from wagtail.fields import StreamField
from wagtail.models import Page

from broadsheet.stories.blocks import StoryBlocks


class PlainPage(Page):
    """A title and a body, and nothing that anyone prints."""

    body = StreamField(StoryBlocks(), blank=True)

    subpage_types: ClassVar[list[str]] = []
