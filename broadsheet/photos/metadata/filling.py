"""A photo takes over what its file says, where nobody has said anything else."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.incoming.boxes import OpenFile
from broadsheet.incoming.errors import IncomingError
from broadsheet.masthead.models import Paper
from broadsheet.photos.credits.own import names_of_papers
from broadsheet.photos.metadata.reading import Desk, read_file
from broadsheet.photos.metadata.traps import is_name_of
from broadsheet.press.recorder import unrecorded

if TYPE_CHECKING:
    from broadsheet.photos.models import Photo

# A form shows a moment to the minute.
TO_THE_MINUTE: Final = len("2024-05-10T14:03")


def desk_of_papers() -> Desk:
    """Return for whose desk files are read here: with the names of all papers, in the first one's zone and language."""
    with unrecorded():
        paper = Paper.objects.order_by("pk").only("time_zone", "language").first()
    if paper is None:
        return Desk()
    return Desk(names_of_papers(), paper.zone, paper.language)


def fill_from_new_file(photo: "Photo", saved: Iterable[str] | None = None) -> set[str]:
    """Fill a photo that is about to be saved, if its file is new; return the fields that were changed.

    Args:
        saved: the fields that are saved; None: all of them.
    """
    if "file" in photo.get_deferred_fields() or (saved is not None and "file" not in saved):
        return set()
    file: Any = photo.file
    # A file that came in just now is not where files are kept yet.
    if not file or (file._committed and not photo._state.adding):
        return set()
    try:
        return _fill(photo, file.file, name=file.name)
    except OSError:
        # It is not where it should be: whoever shows the photo says so.
        return set()


def read_again(photo: "Photo") -> set[str]:
    """Read the file of a photo again and save what that changes; return the fields that were changed.

    Errors:
        IncomingError: the file cannot be opened.
    """
    try:
        with photo.file.storage.open(photo.file.name) as file:
            changed = _fill(photo, file)
    except OSError as error:
        raise IncomingError(
            _("The photo's file cannot be opened. Choose the file again, and save.")
        ) from error
    if changed:
        with transaction.atomic():
            photo.save(update_fields=changed)
    return changed - {"noted"}


def _fill(photo: "Photo", file: OpenFile, *, name: str = "") -> set[str]:
    """Fill each field that is empty, or still says what the file had said before.

    Args:
        name: under which the file came; a title that only repeats it is no title.
    """
    reading = read_file(file, name=name, desk=desk_of_papers())
    before: dict[str, str] = photo.noted.get("filled", {})
    filled = {field: value for field, value in before.items() if _says(photo, field, value)}
    changed = set()
    for field, found in reading.form.items():
        is_free = field in filled or not getattr(photo, field)
        if is_free or (field == "title" and is_name_of(name, photo.title)):
            filled[field] = found.line
            if not _says(photo, field, found.line):
                setattr(photo, field, _value(field, found.line))
                changed.add(field)
    says_anything = reading.said or reading.ignored or filled
    noted = {**reading.as_json(), "filled": filled} if says_anything else {}
    if noted != photo.noted:
        photo.noted = noted
        changed.add("noted")
    return changed


def _value(field: str, line: str) -> str | datetime:
    return datetime.fromisoformat(line) if field == "taken_at" else line


def _says(photo: "Photo", field: str, line: str) -> bool:
    """Say whether a field holds these words, as they come back from a form that nobody has changed."""
    now = getattr(photo, field)
    if isinstance(now, datetime):
        moments = (now, datetime.fromisoformat(line))
        first, second = (one.astimezone(UTC).isoformat()[:TO_THE_MINUTE] for one in moments)
        return first == second
    return " ".join(str(now or "").split()) == " ".join(line.split())
