"""Taking a recording in, and letting its files go with it."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete

from broadsheet.photos.captions import read_captions, words_of
from broadsheet.photos.models import Recording
from broadsheet.photos.sniffing import Kind, forget_whereabouts, sniff


def take_in(
    recording: Recording, *, file: "File[Any] | None" = None, captions: bytes = b""
) -> Recording:
    """Keep a recording with a new file or new captions. What they replace is removed once that is done.

    Errors:
        RecordingError: the file or the captions cannot be used; nothing is kept then.
    """
    before = Recording.objects.get(pk=recording.pk).files if recording.pk else set()
    text = read_captions(captions) if captions else ""
    if file is not None:
        use_file(recording, file)
    if text:
        recording.captions.save("", ContentFile(text.encode()), save=False)
        recording.transcript = recording.transcript.strip() or words_of(text)
    recording.save()
    forget_files(before - recording.files)
    return recording


def use_file(recording: Recording, file: "File[Any]") -> Kind:
    """Make a file a recording's own: its kind by its bytes, and without what its device wrote down.

    Errors:
        RecordingError: readers' browsers do not play it, or it is too large.
    """
    found = sniff(file, file.size)
    forget_whereabouts(file, found.extension)
    recording.kind, recording.extension = found.kind, found.extension
    recording.width, recording.height, recording.file_size = found.width, found.height, file.size
    recording.file.save("", file, save=False)
    return found


def forget_files(names: set[str]) -> None:
    """Remove files once the change that let go of them is certain."""

    def remove() -> None:
        for name in names:
            default_storage.delete(name)

    if names:
        transaction.on_commit(remove)


def _forget_with_it(instance: Recording, **_kwargs: Any) -> None:
    forget_files(instance.files)


def watch_recordings() -> None:
    post_delete.connect(_forget_with_it, sender=Recording, dispatch_uid="photos:recordings")
