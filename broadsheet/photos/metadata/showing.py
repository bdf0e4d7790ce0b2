"""Showing on the command line what pictures' files say: what a photo's form would be filled with, and what was ignored."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from django.core.files.base import File
from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from broadsheet.incoming.admitting import look_at
from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.uses import PICTURE
from broadsheet.masthead.models import Paper
from broadsheet.photos.metadata.filling import desk_of_papers
from broadsheet.photos.metadata.merging import Ignored
from broadsheet.photos.metadata.reading import Desk, Reading, read_file
from broadsheet.photos.metadata.reasons import Why

# A file, and what it says.
Told: TypeAlias = "tuple[Path, Reading]"
WIDEST_NAME = 18


def read_path(path: Path) -> Reading:
    """Return what a file says, read as the newsroom reads it.

    Errors:
        IncomingError: it cannot be opened, or the newsroom would not let it in.
    """
    try:
        with path.open("rb") as opened:
            file = File(opened, name=path.name)
            look_at(file, PICTURE)
            return read_file(file, name=path.name, desk=desk_in_use())
    except OSError as error:
        raise IncomingError(_("It cannot be opened. Name the file of a picture.")) from error


def desk_in_use() -> Desk:
    """Return for whose desk a file is read; anybody's where no paper was started yet."""
    return desk_of_papers() if has_papers() else Desk()


def has_papers() -> bool:
    """Whether a paper was started here, so that its own names and patterns are known."""
    return Paper._meta.db_table in connection.introspection.table_names()


def as_json(told: Iterable[Told]) -> str:
    """Return a list with what each file says: `file`, `form`, `said`, `ignored` (`Reading.as_json`), reasons in words."""
    return json.dumps([_as_json(*one) for one in told], ensure_ascii=False, indent=2)


def _as_json(path: Path, reading: Reading) -> dict[str, Any]:
    found = {"file": str(path), **reading.as_json()}
    for one in found["ignored"]:
        one["reason"] = str(Why(one["why"]).label)
    return found


def as_text(told: Iterable[Told]) -> str:
    return "\n\n".join("\n".join([str(path), *_lines(reading)]) for path, reading in told)


def _lines(reading: Reading) -> Iterator[str]:
    if not reading.form and not reading.ignored:
        yield _row("", _("The file says nothing of the picture."))
    for name, found in reading.form.items():
        doubt = f" {Why(found.doubt).label}" if found.doubt else ""
        yield _row(name, f"{found.line}  [{found.origin}]{doubt}")
    for one in reading.ignored:
        yield _row(one.field, _ignored(one))


def _row(name: str, words: str) -> str:
    label = capfirst(name.replace("_", " "))
    return f"  {label.ljust(WIDEST_NAME)}{words}".replace("\n", "\n" + " " * (WIDEST_NAME + 2))


def _ignored(one: Ignored) -> str:
    words = {"origin": one.origin, "words": one.value, "why": one.why.label}
    if one.value:
        return _("ignored in %(origin)s: “%(words)s” %(why)s") % words
    return _("ignored in %(origin)s: %(why)s") % words
