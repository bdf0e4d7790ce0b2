"""Live coverage: entries with their times, in a story that is being told as it happens."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from broadsheet.press.sources import Source
from broadsheet.stories.models.story import Story


class LiveEntry(Source):
    """One entry of a story's live coverage, on the page as soon as it is saved."""

    source_kind = "live-entry"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="live_entries")
    at = models.DateTimeField(_("time"))
    headline = models.CharField(max_length=120, blank=True, help_text=_("May stay empty."))
    text = RichTextField(features=["bold", "italic", "link"])
    photo = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    caption = models.TextField(_("caption here"), blank=True)
    alt_text = models.CharField(_("alt text here"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        # The entries of one story, newest first.
        indexes = [models.Index(fields=["story", "-at"], name="stories_live_entries")]
        verbose_name = _("live entry")
        verbose_name_plural = _("live entries")

    def __str__(self) -> str:
        return self.headline or str(self.at)

    def touches(self) -> set[str]:
        return {self.source, self.story.source}

    def addresses(self) -> set[str]:
        return self.story.addresses()
