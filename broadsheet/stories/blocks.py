"""What a story's body is made of: one flat stream."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.masthead.blocks import ListBlock, ParagraphBlock, SubheadBlock
from broadsheet.photos.crop_field import CropBlock
from broadsheet.photos.use_words import AltBlock, CaptionBlock
from broadsheet.stories.chart_block import ChartBlock
from broadsheet.stories.document_block import DocumentBlock
from broadsheet.stories.embed_block import EmbedBlock
from broadsheet.stories.fact_box_block import FactBoxBlock
from broadsheet.stories.gallery_block import GalleryBlock
from broadsheet.stories.recording_block import RecordingBlock
from broadsheet.stories.table_block import TableBlock


class PhotoBlock(blocks.StructBlock):
    """A photo in the text, with the crop, caption and alt text of this use."""

    photo = ImageChooserBlock(label=_("Photo"))
    crop = CropBlock()
    caption = CaptionBlock(required=False)
    alt_text = AltBlock(required=False)

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "stories/blocks/photo.html"


class PullQuoteBlock(blocks.StructBlock):
    """A sentence that stands in the story, shown large. At most one in 600 words."""

    quote = blocks.TextBlock(
        label=_("Words"), help_text=_("As they stand in the story, without quotation marks.")
    )
    speaker = blocks.CharBlock(required=False, max_length=120, label=_("Speaker"))
    role = blocks.CharBlock(required=False, max_length=120, label=_("Role"))

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "stories/blocks/pull_quote.html"


class StoryBlocks(blocks.StreamBlock):
    """The body of a story."""

    paragraph = ParagraphBlock()
    subhead = SubheadBlock()
    photo = PhotoBlock()
    pull_quote = PullQuoteBlock()
    list = ListBlock()
    gallery = GalleryBlock()
    fact_box = FactBoxBlock()
    table = TableBlock()
    chart = ChartBlock()
    document = DocumentBlock()
    recording = RecordingBlock()
    embed = EmbedBlock()
