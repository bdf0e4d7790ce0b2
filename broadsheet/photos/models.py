"""A photo and the sizes made of it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from broadsheet.press.sources import Source


class Photo(Source, AbstractImage):
    """One picture with what the desk knows of it. Each use of it may have its own caption and alt text."""

    source_kind = "photo"
    not_shown: ClassVar[frozenset[str]] = frozenset(
        {"tags", "file_size", "file_hash", "collection"}
    )

    caption = models.TextField(
        blank=True,
        help_text=_(
            "Who does what, where and when. Shown wherever the photo has no caption of its own."
        ),
    )
    alt_text = models.CharField(
        _("alt text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for a reader who cannot see it. Not the caption again."),
    )
    credit = models.CharField(
        max_length=255,
        blank=True,
        help_text=_(
            "The words as given: Ilse Markham / The Ledger. Shown wherever the photo shows."
        ),
    )

    admin_form_fields = ("title", "file", "caption", "alt_text", "credit", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    # Sizes that were looked up already, for a photo that shows several times; not kept.
    known_sizes: Any = None

    @property
    def default_alt_text(self) -> str:
        # Never the title, which is often a file name, and never the caption.
        return self.alt_text


class Rendition(AbstractRendition):
    """A photo at one size."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="photos_one_rendition"
            )
        ]
