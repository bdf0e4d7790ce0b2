"""Each night: the books are looked at, and names that need not be kept any longer are deleted. And what is due more often."""

from datetime import timedelta

from django.utils.translation import ngettext

from broadsheet.donations.erasing import forget_people
from broadsheet.donations.errors import BooksError
from broadsheet.donations.importing.kept_files import forget_files
from broadsheet.donations.reckoning.check import check_books
from broadsheet.donations.thanking import note_those_mailed
from broadsheet.press.turns import JOBS, Job

# Under this name health tells people of it at once (`health/books.py`).
JOB = "books of gifts"


def look_at_the_books() -> None:
    """Check the books.

    Errors:
        BooksError: something differs. It stands where the newsroom sees which job has failed, and people are told.
    """
    found = check_books()
    differing = [str(one.check.number) for one in found if not one.is_well]
    if differing:
        said = ngettext(
            "Check %(numbers)s differs. “broadsheet check donations” says what.",
            "Checks %(numbers)s differ. “broadsheet check donations” says what.",
            len(differing),
        )
        raise BooksError(said % {"numbers": ", ".join(differing)})


def register() -> None:
    JOBS.append(Job(JOB, timedelta(hours=24), look_at_the_books))
    JOBS.append(Job("names on receipts", timedelta(hours=24), forget_people))
    JOBS.append(Job("files of gifts", timedelta(hours=1), forget_files))
    JOBS.append(Job("notes of thanks", timedelta(minutes=1), note_thanks))


def note_thanks() -> None:
    note_those_mailed()
