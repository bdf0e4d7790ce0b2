"""Deciding whether a file may come in: its size, its name, its content, then how much its sender has sent."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from broadsheet.incoming.documents import HAS_MACROS
from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.names import ending_of
from broadsheet.incoming.pictures import IS_HEIC
from broadsheet.incoming.quota import count_in
from broadsheet.incoming.scanning import scan
from broadsheet.incoming.uses import MEGABYTE, PICTURE, Use
from broadsheet.press.acting import who_acts

# Set on a file that was looked at, with the use it may come in for.
MARK = "admitted_for"
# What a browser would show as a page, or a server or a reader's computer run, if it went by this part of a name. What ends
# names of hosts is not among them: people keep pages as “example.com.pdf”.
RUN_BY_SOMETHING = frozenset(
    {
        *("htm", "html", "shtml", "xht", "xhtml", "svg", "xml"),
        *("asp", "aspx", "cgi", "jsp", "php", "phtml", "py"),
        *("bat", "cmd", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "mjs"),
        *("msi", "pif", "ps1", "scr", "vb", "vbs", "wsf"),
    }
)
ARCHIVES = frozenset(["7z", "bz2", "gz", "rar", "tar", "tgz", "xz", "zip"])
HEIC = frozenset({"heic", "heif", "hif"})
# Office files that bring programs along, by the name they give themselves.
WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "pptm"})


def admit(file: "File[Any]", use: Use) -> None:
    """Let a file in, or refuse it in a sentence. It is marked as let in, and counted for whoever sends it.

    Errors:
        IncomingError: it is empty or too large, its name does not fit, its content is not what the name says, or would
            harm the machine or a reader's; or the paper's virus scanner refuses it.
        QuotaError: its sender has sent as much as one person may within a day.
    """
    if getattr(file, MARK, None) is use:
        return
    look_at(file, use)
    scan(file)
    file.seek(0)
    count_in(who_acts(), file.size)
    setattr(file, MARK, use)


def look_at(file: "File[Any]", use: Use) -> None:
    """Refuse a file whose size, name or content does not fit, without letting it in.

    Errors:
        IncomingError: as of `admit`, but for the scanner.
    """
    _check_size(file.size, use)
    ending = ending_of(file.name or "")
    if use.endings:
        _check_name(file.name or "", ending, use)
    file.seek(0)
    use.look(file, ending)


def is_admitted(file: object) -> bool:
    """Say whether a file was let in, for whatever use."""
    return isinstance(getattr(file, MARK, None), Use)


def _check_size(size: int, use: Use) -> None:
    if not size:
        raise IncomingError(_("The file is empty. Choose it again."))
    if size > use.most_bytes:
        raise IncomingError(
            _("The file has %(size)d MB; at most %(most)d MB are taken in. Save it smaller.")
            % {"size": -(-size // MEGABYTE), "most": use.most_bytes // MEGABYTE}
        )


def _check_name(name: str, ending: str, use: Use) -> None:
    if ending not in use.endings:
        raise IncomingError(_why_not(ending, use))
    inner = ending_of(PurePath(name).stem)
    if inner in RUN_BY_SOMETHING:
        raise IncomingError(
            _("The name has two endings, .%(inner)s.%(ending)s. Rename the file and leave one.")
            % {"inner": inner, "ending": ending}
        )


def _why_not(ending: str, use: Use) -> str:
    if ending == "svg":
        return _("An SVG drawing can hold programs. Save it as PNG, 1,600 pixels wide or more.")
    if ending in HEIC and use is PICTURE:
        return str(IS_HEIC)
    if ending in ARCHIVES:
        return _("Archives are not unpacked. Send the files in it one by one.")
    if ending in WITH_MACROS:
        return str(HAS_MACROS)
    return _(
        "A file of this kind (%(ending)s) is not taken in. Save it as one of these: %(endings)s."
    ) % {
        "ending": f".{ending}" if ending else "–",
        "endings": ", ".join(f".{one}" for one in use.endings),
    }
