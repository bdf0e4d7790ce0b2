"""What the newsroom asks for with a recording."""

from functools import partial
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from broadsheet.incoming.errors import of_another_kind
from broadsheet.incoming.fields import IncomingField, PictureField
from broadsheet.incoming.uses import MEGABYTE, Use
from broadsheet.photos.captions import read_captions
from broadsheet.photos.models import Photo, Recording
from broadsheet.photos.recordings import take_in
from broadsheet.photos.sniffing import AUDIO, LARGEST, VIDEO, sniff

# How names of files may end, for each kind that the bytes can be.
ENDINGS = {
    "mp3": ("mp3",),
    "m4a": ("m4a", "mp4"),
    "ogg": ("ogg", "oga", "opus"),
    "mp4": ("mp4", "m4v"),
    "webm": ("webm",),
}


def look_at_recording(file: "File[Any]", ending: str) -> None:
    """Let a recording in.

    Errors:
        RecordingError: readers' browsers do not play it, or it is too large.
        IncomingError: it is of another kind than its name says.
    """
    found = sniff(file, file.size)
    if ending not in ENDINGS[found.extension]:
        raise of_another_kind(ending, found.extension.upper(), ENDINGS[found.extension][0])


def look_at_captions(file: "File[Any]", _ending: str) -> None:
    read_captions(file.read())


RECORDING = Use(
    gettext_lazy("Recording"),
    # MP4 may hold sound or film.
    tuple(dict.fromkeys(ending for endings in ENDINGS.values() for ending in endings)),
    LARGEST[VIDEO],
    look_at_recording,
)
CAPTIONS = Use(gettext_lazy("Captions"), ("vtt", "srt"), MEGABYTE, look_at_captions)


class RecordingForm(WagtailAdminModelForm):
    """A recording: its file, and what stands in for it where it cannot be heard or seen."""

    class Meta:
        model = Recording
        fields = [
            "title",
            "file",
            "captions",
            "nothing_said",
            "transcript",
            "poster",
            "caption",
            "credit",
        ]
        field_classes = {
            "file": partial(IncomingField, use=RECORDING),
            "captions": partial(IncomingField, use=CAPTIONS),
        }

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            # Not on the record: nothing is changed until all of the form is right.
            self.kind_of_file = sniff(file, file.size or 0).kind
        return file

    def clean_captions(self) -> Any:
        captions = self.cleaned_data["captions"]
        if isinstance(captions, UploadedFile):
            self.new_captions = read_captions(captions.read())
        return captions

    # Read from the files that came with this form; empty if none came.
    kind_of_file = ""
    new_captions = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind = self.kind_of_file or self.instance.kind
        has_words = bool((cleaned.get("transcript") or "").strip())
        if kind == AUDIO and not has_words:
            self.add_error(
                "transcript",
                _(
                    "Write down what is said: who cannot hear it reads it, and so does everyone in a hurry."
                ),
            )
        if kind == VIDEO and "captions" not in self.errors:
            self._check_film(cleaned, has_words)
        return cleaned

    def _check_film(self, cleaned: dict[str, Any], has_words: bool) -> None:
        if cleaned.get("captions"):
            return
        if not cleaned.get("nothing_said"):
            self.add_error(
                "captions",
                _(
                    "A film needs captions (.vtt or .srt). If nothing is said in it, tick that below."
                ),
            )
        elif not has_words:
            self.add_error(
                "transcript", _("Say in a few sentences what is to be seen, for who cannot see it.")
            )

    def save(self, commit: bool = True) -> Recording:
        recording = self.instance
        file = self.cleaned_data.get("file")
        # Django has put the new files on the record already; they get there by `take_in`.
        kept = Recording.objects.filter(pk=recording.pk).first()
        captions = self.cleaned_data.get("captions")
        if isinstance(file, UploadedFile):
            recording.file = kept.file if kept else ""
        if isinstance(captions, UploadedFile):
            recording.captions = kept.captions if kept else ""
        with transaction.atomic():
            return take_in(
                recording,
                file=file if isinstance(file, UploadedFile) else None,
                captions=self.new_captions.encode(),
            )


class NewRecordingForm(RecordingForm):
    """A recording that comes in while a story is written. Its picture comes as a file, and becomes a photo."""

    still = PictureField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy(
            "What a film shows until it is played. It is kept among the photos, with this credit."
        ),
    )

    class Meta(RecordingForm.Meta):
        fields = [name for name in RecordingForm.Meta.fields if name != "poster"]

    def save(self, commit: bool = True) -> Recording:
        with transaction.atomic():
            still = self.cleaned_data.get("still")
            if still:
                title, credit = self.cleaned_data["title"], self.cleaned_data["credit"]
                self.instance.poster = Photo.objects.create(title=title, file=still, credit=credit)
            return super().save(commit)
