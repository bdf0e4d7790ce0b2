"""Several photos that belong together, all of them in sight: nothing turns, nothing hides behind an arrow."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.photos.crop_field import CropBlock
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import sizes_along
from broadsheet.photos.use_words import AltBlock, CaptionBlock

FEWEST_PHOTOS, MOST_PHOTOS = 2, 12


class GalleryPhotoBlock(blocks.StructBlock):
    """One photo of a gallery, with the crop, caption and alt text of this use."""

    photo = ImageChooserBlock(label=_("Photo"))
    crop = CropBlock()
    caption = CaptionBlock(required=False)
    alt_text = AltBlock(required=False)

    class Meta:
        icon = "image"
        label = _("Photo")


class GalleryValue(blocks.StructValue):
    """A gallery's photos. One that has been deleted leaves no gap."""

    @property
    def uses(self) -> list[Any]:
        return [use for use in self["photos"] if use["photo"] is not None]

    @property
    def opens_wide(self) -> bool:
        """Whether the first photo has a row to itself, so that the others stand in pairs."""
        return len(self.uses) % 2 == 1


class GalleryBlock(blocks.StructBlock):
    """Two to twelve photos under one title."""

    title = blocks.CharBlock(
        required=False,
        label=_("Title"),
        help_text=_("What they show together, if it needs saying."),
    )
    photos = blocks.ListBlock(
        GalleryPhotoBlock(), min_num=FEWEST_PHOTOS, max_num=MOST_PHOTOS, label=_("Photos")
    )

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "stories/blocks/gallery.html"
        value_class = GalleryValue

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        photos: list[Photo] = [use["photo"] for use in value.uses]
        # The sizes of all in one query, however many photos there are.
        prefetch_related_objects(photos, sizes_along())
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context
