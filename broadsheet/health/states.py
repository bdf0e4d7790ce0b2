"""Everything that is watched, one after the other."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.utils.translation import gettext as _

from broadsheet.health import books, certificate, database, disk, mail, programs, work
from broadsheet.health.state import State
from broadsheet.lib.log_lines import in_words

logger = logging.getLogger(__name__)
Look = Callable[[], State]
# In the order of the page: what all else stands on comes first.
LOOKS: list[Look] = [
    database.database,
    disk.disk,
    programs.server,
    programs.worker,
    work.jobs,
    work.schedule,
    work.printing,
    mail.mail,
    certificate.certificate,
    books.books,
]
# The newsroom's first screen has sentences of its own about the others (`newsroom/troubles.py`).
ADDED_TO_FIRST_SCREEN: list[Look] = [
    database.database,
    disk.disk,
    programs.server,
    work.jobs,
    work.schedule,
    certificate.certificate,
]


def states() -> list[State]:
    """Return how each thing is. What cannot be looked at says so, and hides nothing else.

    Errors:
        DatabaseError: the database does not answer.
    """
    return [state_of(look) for look in LOOKS]


def state_of(look: Look) -> State:
    try:
        return look()
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("The state of “%s” could not be found out", look.__name__)
        sentence = _("It could not be found out how this is: %(error)s.")
        return State(look.__name__, [], [sentence % {"error": in_words(error)}])


def troubles_here() -> list[str]:
    """Return a sentence for each thing that is out of order and that the newsroom's first screen would not say."""
    return [trouble for look in ADDED_TO_FIRST_SCREEN for trouble in state_of(look).troubles]
