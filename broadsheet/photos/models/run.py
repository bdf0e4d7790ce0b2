"""Where a photo ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.models.photo import Photo


class Run(models.Model):
    """One place in which readers saw a photo, and from when until when. It is kept when the place is gone."""

    wagtail_reference_index_ignore = True

    class Place(models.TextChoices):
        LEAD = "lead", _("leads a story")
        TEXT = "text", _("in a story's text")
        GALLERY = "gallery", _("in a gallery")
        LIVE = "live", _("in live coverage")
        PERSON = "person", _("portrait of a journalist")

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="runs")
    place = models.CharField(max_length=8, choices=Place)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # As it was when it ran last.
    headline = models.CharField(max_length=255)
    address = models.CharField(max_length=255)
    caption = models.TextField(blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        indexes = [models.Index(fields=["page"], name="photos_run_page")]

    def __str__(self) -> str:
        return self.headline
