"""A file of another site as rows: its letters and what parts its cells are found, not asked for."""

import codecs
import csv
from io import StringIO
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.donations.errors import DonationError

MOST_BYTES: Final = 12 * 1024 * 1024
MOST_LINES: Final = 60_000
MOST_COLUMNS: Final = 300
PARTED_BY: Final = ",;\t|"
# Some sites write a title above the names of the columns.
NAMES_WITHIN: Final = 10
LEAST_COLUMNS: Final = 3
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileRefusedError(DonationError):
    """A file that is no list of gifts; the sentence says why and what to do."""


class Row(NamedTuple):
    """One row and the number of the line on which it begins."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """The names of the columns as they stand there, and the rows below them."""

    names: list[str]
    rows: list[Row]


def read_table(data: bytes) -> Table:
    """Return the rows of a CSV file, whatever parts its cells.

    Errors:
        FileRefusedError: it is empty, too large, or no text in columns.
    """
    if len(data) > MOST_BYTES:
        raise FileRefusedError(
            _("The file is larger than %(most)s megabytes. Take fewer months at once.")
            % {"most": MOST_BYTES // 2**20}
        )
    text = _text_of(data)
    rows = _rows(text, _parted_by(text))
    if len(rows) < 2:
        raise FileRefusedError(
            _("The file has no gifts in it: no line below the names of columns.")
        )
    if len(rows) > MOST_LINES:
        raise FileRefusedError(
            _("The file has more than %(most)s lines. Take fewer months at once.")
            % {"most": MOST_LINES}
        )
    at = next(
        (
            place
            for place, row in enumerate(rows[:NAMES_WITHIN])
            if sum(bool(cell) for cell in row.cells) >= LEAST_COLUMNS
        ),
        None,
    )
    if at is None or len(rows[at].cells) > MOST_COLUMNS:
        raise FileRefusedError(
            _("This is no list in columns. Export the gifts as CSV there, and choose that file.")
        )
    return Table(rows[at].cells, rows[at + 1 :])


def _text_of(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and b"\0" in data:
        raise FileRefusedError(
            _(
                "This is no text. Export the gifts as CSV there, not as a spreadsheet, and choose that file."
            )
        )
    for name in (encoding,) if encoding else ("utf-8", "cp1252", "latin-1"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise FileRefusedError(_("The letters of this file cannot be read. Export it again as CSV."))


def _parted_by(text: str) -> str:
    """Return the sign that parts the most cells in the first rows."""
    head = "\n".join(text.splitlines()[:NAMES_WITHIN])

    def widest(sign: str) -> int:
        try:
            return max((len(row) for row in csv.reader(StringIO(head), delimiter=sign)), default=0)
        except csv.Error:
            return 0

    return max(PARTED_BY, key=widest)


def _rows(text: str, sign: str) -> list[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign)
    found, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileRefusedError(
            _("Line %(line)s cannot be read. Export the file again as CSV.") % {"line": line}
        ) from error
    return found
