"""Live coverage: entries with their times, in a story that is being told as it happens."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.fields import RichTextField

from broadsheet.photos.crop_field import CropField
from broadsheet.press.log import hold_log
from broadsheet.press.sources import Source
from broadsheet.stories.errors import LiveEndedError, LiveError
from broadsheet.stories.models.story import Story

# So many entries of some fifty words keep a page within its budget of 20 KiB and 900 elements (measured: 10 KiB, 680);
# older ones stand on pages of as many.
ENTRIES_A_PAGE = 60


class KeptEntries(models.QuerySet["LiveEntry"]):
    """Entries, which no query changes or deletes past their own rules."""

    def update(self, **_kwargs: Any) -> int:
        raise LiveError(_("Change each entry by itself, so that the page hears of it."))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LiveError(_("Delete each entry by itself, so that the page hears of it."))


class LiveEntry(Source):
    """One entry of a story's live coverage, on the page as soon as it is saved; frozen once the coverage has ended."""

    source_kind = "live-entry"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="live_entries")
    # In the order of posting: the pages of earlier entries are cut by it, and so never shift.
    number = models.PositiveIntegerField(editable=False)
    at = models.DateTimeField(gettext_lazy("time"))
    headline = models.CharField(
        max_length=120, blank=True, help_text=gettext_lazy("May stay empty.")
    )
    text = RichTextField(features=["bold", "italic", "link"])
    photo = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    crop = CropField()
    caption = models.TextField(gettext_lazy("caption here"), blank=True)
    alt_text = models.CharField(gettext_lazy("alt text here"), max_length=300, blank=True)
    # The name that readers see, as it was when the entry was posted: accounts are renamed and deleted.
    author = models.CharField(gettext_lazy("signed"), max_length=120, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Given by the form before it is sent: what is sent twice over a bad line is posted once.
    posting_key = models.UUIDField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = KeptEntries.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        # The newest entry of a story.
        indexes = [models.Index(fields=["story", "-at"], name="stories_live_entries")]
        constraints = [
            # A page of entries, and the next number.
            models.UniqueConstraint(fields=["story", "number"], name="stories_live_number"),
            models.UniqueConstraint(fields=["story", "posting_key"], name="stories_live_once"),
        ]
        verbose_name = gettext_lazy("live entry")
        verbose_name_plural = gettext_lazy("live entries")

    def __str__(self) -> str:
        return self.headline or str(self.at)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, give the next number to a new entry, and write the log's line.

        Errors:
            LiveEndedError: the coverage has ended.
            LiveError: the story is no live coverage.
        """
        with transaction.atomic():
            self._refuse_when_frozen()
            if self.number is None:
                self.number = newest_number(self.story_id) + 1
            super().save(*args, **kwargs)

    def reword(self, **words: str) -> None:
        """Change words of an entry, frozen or not, for what outweighs that it stays as it was: a name that must go."""
        with transaction.atomic():
            for field, new in words.items():
                setattr(self, field, new)
            models.Model.save(self, update_fields=list(words))
            self.note("reworded")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the entry from the page for good.

        Errors:
            LiveEndedError: the coverage has ended.
        """
        with transaction.atomic():
            self._refuse_when_frozen()
            return super().delete(*args, **kwargs)

    def _refuse_when_frozen(self) -> None:
        # One at a time: the coverage cannot be ended between this look and the writing.
        hold_log()
        rows = Story.objects.filter(pk=self.story_id)
        is_live_coverage, ended_at = rows.values_list("is_live_coverage", "live_ended_at").get()
        if ended_at is not None:
            raise LiveEndedError(
                _(
                    "This coverage has ended. Its entries stay as they are; a publisher may reopen it."
                )
            )
        if not is_live_coverage:
            raise LiveError(
                _("This story is no live coverage. Tick it under Settings, and publish the story.")
            )

    @property
    def anchor(self) -> str:
        """The entry's place on a page: the same for good."""
        return f"entry-{self.pk}"

    @property
    def photo_caption(self) -> str:
        """The photo's caption in this use."""
        return self.caption or (self.photo.caption if self.photo else "")

    @property
    def photo_alt(self) -> str:
        """The photo's alt text in this use."""
        return self.alt_text or (self.photo.alt_text if self.photo else "")

    def touches(self) -> set[str]:
        touched = {self.source, f"list:live:{self.story_id}"}
        if self.number % ENTRIES_A_PAGE in (0, 1):
            # A page of earlier entries begins or is full: those before it lead on to it.
            touched.add(f"list:live-pages:{self.story_id}")
        return touched

    def addresses(self) -> set[str]:
        return self.story.addresses()


def newest_number(story_id: int) -> int:
    """Return the highest number of a story's entries; 0 if it has none."""
    entries = LiveEntry.objects.filter(story_id=story_id)
    found: int | None = entries.aggregate(newest=Max("number"))["newest"]
    return found or 0


class LiveReporter(models.Model):
    """Someone who is no editor, whom an editor lets post in one story's live coverage."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="live_reporters")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="live_coverages"
    )
    let_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "user"], name="stories_live_reporter_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.story}"
