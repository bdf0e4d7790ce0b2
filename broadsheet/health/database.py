"""The paper's database: whether it answers, how large it is, and when it was last copied, if a backup says so."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.health.state import State, ago, told

# Touched by whatever makes backups, when it is done.
BACKED_UP = "backed-up"
BACKUP_LATE_AFTER = timedelta(days=2)


def database() -> State:
    """Say how the database is. Whoever reads this in the newsroom reads it because it answers."""
    began = time.perf_counter()
    size = size_bytes()
    took = round((time.perf_counter() - began) * 1000) + 1
    says = [
        _("%(kind)s answers within %(count)d ms and holds %(size)s.")
        % {"kind": connection.display_name, "count": took, "size": filesizeformat(size)}
    ]
    alert = ""
    at = backed_up_at()
    if at is None:
        says.append(
            _("No backup is known. Let yours end with: touch %(file)s")
            % {"file": Path(settings.HOME, BACKED_UP)}
        )
    else:
        age = {"ago": ago(at)}
        says.append(_("The last backup was made %(ago)s ago.") % age)
        if timezone.now() - at > BACKUP_LATE_AFTER:
            alert = _("The last backup is %(ago)s old. See whether it is still made.") % age
    return State("database", says, [alert] if alert else [], told(alert))


def size_bytes() -> int:
    """Return the size of the database.

    Errors:
        DatabaseError: it does not answer.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def backed_up_at() -> datetime | None:
    """Return when the last backup was made; None if none has said so."""
    try:
        at = Path(settings.HOME, BACKED_UP).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(at, UTC)
