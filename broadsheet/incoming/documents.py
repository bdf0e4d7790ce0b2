"""Looking at a document that comes in. It is kept as it is and never opened or unpacked; readers get it to keep.

An office file is an archive, and says in a list at its end what it holds. That list is read, nothing behind it.
"""

import codecs
import re
import stat
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.incoming.boxes import OpenFile, read_at
from broadsheet.incoming.errors import IncomingError

# Kind of content by the last part of the name, as browsers are told it.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "txt": "text/plain",
}
# Where a kind keeps its text. An ODT file says first of all what it is.
INSIDE = {"docx": "word/", "xlsx": "xl/"}
ODT = b"mimetype" + TYPES["odt"].encode()
# Source: PKWARE, APPNOTE.TXT, 4.3.16: the end of the list, with 22 bytes and a remark of up to 65,535.
END_OF_LIST, LENGTH_OF_END, LONGEST_REMARK = b"PK\x05\x06", 22, 65_535
# 4.3.15: stands before it if the list is to be looked for elsewhere, as in archives of more than four gigabytes.
ELSEWHERE, LENGTH_OF_ELSEWHERE = b"PK\x06\x07", 20
LONGEST_LIST = 1024 * 1024
MOST_FILES = 5_000
# What all of it would have, unpacked on a reader's computer.
MOST_UNPACKED = 1024**3
HAS_MACROS = gettext_lazy(
    "This file holds macros, programs for the reader's computer. Save it without them."
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|script|svg|\?xml|\?php)", re.IGNORECASE)
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
A_PIECE = 256 * 1024


def look_at_document(file: "File[Any]", ending: str) -> None:
    """Let a document in.

    Args:
        ending: the last part of the file's name.

    Errors:
        IncomingError: it is not what its name says, or would harm a reader's computer when it is opened.
    """
    if ending in ("csv", "txt"):
        look_at_text(file, ending)
    elif ending == "pdf":
        _look_at_pdf(file)
    else:
        _look_at_office(file, ending)


# Text ---------------------------------------------------------------------------------------------
def look_at_text(file: "File[Any]", _ending: str) -> None:
    """Let text in, in any encoding that is commonly written.

    Errors:
        IncomingError: it is no text, or it is a web page.
    """
    for number, text in enumerate(_decoded(file)):
        if number == 0 and PAGE.match(text.lstrip("\ufeff")):
            raise IncomingError(_("This is a web page. Save it as text, or print it as PDF."))
        if NO_TEXT.search(text):
            raise IncomingError(
                _("This is no text, whatever its name says. Save it as plain text.")
            )


def _decoded(file: "File[Any]") -> Iterator[str]:
    start = read_at(file, 0, 4)
    encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.seek(0)
    while piece := file.read(A_PIECE):
        yield decoder.decode(piece)


# PDF ----------------------------------------------------------------------------------------------
def _look_at_pdf(file: OpenFile) -> None:
    start = read_at(file, 0, 64).removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"%PDF-"):
        raise IncomingError(_("This is no PDF, whatever its name says. Export it as PDF again."))


# Office -------------------------------------------------------------------------------------------
def _look_at_office(file: OpenFile, ending: str) -> None:
    if read_at(file, 0, 8) == OLD_OFFICE:
        raise IncomingError(
            _("This file has a password or is of an old kind. Save it as .%(ending)s without one.")
            % {"ending": ending}
        )
    held = _listed(file)
    if not _is_what_it_says(file, ending, held):
        raise IncomingError(
            _("This is no .%(ending)s file, whatever its name says. Save it anew, or as PDF.")
            % {"ending": ending}
        )
    names = [one.filename.lower() for one in held]
    if any(
        name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names
    ):
        raise IncomingError(str(HAS_MACROS))
    if any(_leads_out(one) for one in held) or sum(one.file_size for one in held) > MOST_UNPACKED:
        raise IncomingError(
            _(
                "This file would unpack to what no document is. Save it anew in a program, or as PDF."
            )
        )


def _listed(file: OpenFile) -> list[ZipInfo]:
    """Return what an archive says it holds; nothing if it is none, or too long a list."""
    file.seek(0, 2)
    size = file.tell()
    tail = read_at(
        file, max(0, size - LENGTH_OF_END - LONGEST_REMARK), LENGTH_OF_END + LONGEST_REMARK
    )
    place = tail.rfind(END_OF_LIST)
    end = tail[place:] if place >= 0 else b""
    is_elsewhere = tail[max(0, place - LENGTH_OF_ELSEWHERE) :].startswith(ELSEWHERE)
    # Before the list is read: it might have millions of lines.
    is_long = int.from_bytes(end[12:16], "little") > LONGEST_LIST
    if len(end) < LENGTH_OF_END or is_elsewhere or is_long:
        return []
    try:
        with ZipFile(file) as archive:
            held = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return []
    return held if len(held) <= MOST_FILES else []


def _is_what_it_says(file: OpenFile, ending: str, held: list[ZipInfo]) -> bool:
    start = read_at(file, 0, 30 + len(ODT))
    if not held or not start.startswith(b"PK\x03\x04"):
        return False
    if ending == "odt":
        return start[30:] == ODT
    names = {one.filename for one in held}
    return "[Content_Types].xml" in names and any(one.startswith(INSIDE[ending]) for one in names)


def _leads_out(one: ZipInfo) -> bool:
    """Say whether something in an archive would lie, or lead, outside the folder it is unpacked in."""
    name = one.filename
    is_link = stat.S_ISLNK(one.external_attr >> 16)
    return is_link or name.startswith("/") or "\\" in name or ".." in name.split("/")
