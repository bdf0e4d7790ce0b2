"""What may come in where: each use of a file with its endings and its largest size.

The publishers' manual lists them (`docs/publishers/uploads.md`), and a test compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.incoming.documents import look_at_document, look_at_text
from broadsheet.incoming.pictures import look_at_picture

MEGABYTE = 1024 * 1024
# Reads a file's content; is given the last part of its name, in small letters.
Look: TypeAlias = "Callable[[File[Any], str], None]"
USES: list["Use"] = []


@dataclass(frozen=True)
class Use:
    """One thing that files are sent in for.

    Args:
        name: what people call it.
        endings: the last parts of names that may come in, in small letters; none: any, for what is read and not kept.
        most_bytes: the largest that is taken in.
        look: reads the content and raises `IncomingError`.
    """

    name: "str | Promise"
    endings: tuple[str, ...]
    most_bytes: int
    look: Look

    def __post_init__(self) -> None:
        USES.append(self)


PICTURE = Use(
    _("Photo"), ("jpg", "jpeg", "png", "webp", "avif", "gif"), 40 * MEGABYTE, look_at_picture
)
DOCUMENT = Use(
    _("Document"), ("pdf", "docx", "xlsx", "odt", "csv", "txt"), 40 * MEGABYTE, look_at_document
)
REDIRECTS = Use(_("List of redirects"), ("csv", "tsv"), 5 * MEGABYTE, look_at_text)
