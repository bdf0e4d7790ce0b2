"""Where a large file lies while it is still coming in."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class ShortNames(TemporaryFileUploadHandler):
    """Django's own way, with a name that a disk can hold: it would put 300 letters of an ending on its temporary file."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        stem, dot, ending = file_name.rpartition(".")
        short = f"{stem[:100]}{dot}{ending[:20]}" if dot else file_name[:100]
        super().new_file(field_name, short, *args, **kwargs)
