"""Sound or film of our own, with its captions and transcript."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from broadsheet.incoming.names import neutral_name
from broadsheet.photos.models.photo import Photo
from broadsheet.photos.sniffing import AUDIO, TYPES, VIDEO
from broadsheet.press.sources import Source


def name_of_recording(recording: "Recording", _filename: str) -> str:
    """Return where a recording is kept: under a name that nobody guesses before it is published."""
    return neutral_name(f"recordings/a.{recording.extension}")


def name_of_captions(_recording: "Recording", _filename: str) -> str:
    return neutral_name("recordings/a.vtt")


class Recording(Source, index.Indexed, models.Model):
    """Sound or film of our own, with what a reader needs who cannot hear or see it."""

    class Kind(models.TextChoices):
        AUDIO = AUDIO, _("Audio")
        VIDEO = VIDEO, _("Video")

    source_kind = "recording"

    title = models.CharField(
        max_length=120,
        help_text=_("What is to be heard or seen: The noon whistle, tried out. Readers see it."),
    )
    # What the file is, by its own bytes.
    kind = models.CharField(max_length=5, choices=Kind, editable=False)
    extension = models.CharField(max_length=4, editable=False)
    file = models.FileField(
        upload_to=name_of_recording,
        help_text=_(
            "Sound: MP3, M4A or Ogg, up to 60 MB. Film: MP4 (H.264) or WebM, up to 250 MB. Place and device, as phones "
            "note them, are taken out of MP3, M4A and MP4."
        ),
    )
    file_size = models.PositiveBigIntegerField(editable=False)
    # Of a film, in pixels; 0 if its file does not say.
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    captions = models.FileField(
        upload_to=name_of_captions,
        blank=True,
        help_text=_("For film: what is said, with its times. WebVTT (.vtt) or SubRip (.srt)."),
    )
    nothing_said = models.BooleanField(
        _("nothing is said in it"),
        default=False,
        help_text=_("Then a film needs no captions; say under Transcript what is to be seen."),
    )
    transcript = models.TextField(
        blank=True,
        help_text=_(
            "What is said, and what else is to be heard, in words. For film with captions it may be left empty: then it "
            "is made of them."
        ),
    )
    poster = models.ForeignKey(
        Photo,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The picture that a film shows until it is played."),
    )
    caption = models.TextField(
        blank=True, help_text=_("Who speaks, where and when. Shown where it has no other caption.")
    )
    credit = models.CharField(
        max_length=255, blank=True, help_text=_("The words as given: Nell Tellander / The Ledger.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        return self.kind == self.Kind.VIDEO

    @property
    def content_type(self) -> str:
        return TYPES[self.extension]

    @property
    def files(self) -> set[str]:
        """The names of its files where media are kept."""
        return {str(file.name) for file in (self.file, self.captions) if file}
