"""The folder of the paper's files, and the last look at what goes into it."""

from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from broadsheet.incoming.admitting import is_admitted
from broadsheet.incoming.errors import UnseenFileError
from broadsheet.incoming.names import neutral_name


class PaperFiles(FileSystemStorage):
    """Keeps every file under a name that says nothing, and keeps none that a browser sent and no field looked at."""

    def generate_filename(self, filename: Any) -> str:
        return neutral_name(super().generate_filename(filename))

    def _save(self, name: str, content: "File[Any]") -> str:
        # The simple kind is made by programs and tests, never out of a request.
        is_sent = isinstance(content, UploadedFile) and not isinstance(content, SimpleUploadedFile)
        if is_sent and not is_admitted(content):
            raise UnseenFileError(
                "A form was about to keep a file that nobody had looked at. Give its field one of the kinds in "
                "broadsheet/incoming/fields.py."
            )
        return str(super()._save(name, content))  # type: ignore[misc]
