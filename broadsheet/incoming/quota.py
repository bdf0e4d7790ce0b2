"""How much one person may send within a day, so that a stolen account cannot fill the paper's disk."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.incoming.errors import QuotaError
from broadsheet.incoming.models import Arrival

DAY = timedelta(days=1)
# As disks are sold, and as people count.
MEGABYTE = 1_000_000


def count_in(person: int | None, size_bytes: int) -> None:
    """Note that someone sends a file; refuse it if it is more than one person may send.

    Args:
        person: the key of whoever sends it; None for commands and the worker, who may send anything.

    Errors:
        QuotaError: with this file it would be more, in number or in bytes.
    """
    if person is None:
        return
    since = timezone.now() - DAY
    Arrival.objects.filter(person_id=person, at__lt=since).delete()
    # Noted before it is counted: of many that are sent at once, none slips through.
    this = Arrival.objects.create(person_id=person, size_bytes=size_bytes)
    sent = Arrival.objects.filter(person_id=person).aggregate(
        files=Count("pk"), size=Sum("size_bytes")
    )
    most_files, most_megabytes = settings.UPLOADS_A_DAY, settings.UPLOAD_MEGABYTES_A_DAY
    try:
        _refuse_more(sent["files"], most_files, sent["size"], most_megabytes)
    except QuotaError:
        this.delete()
        raise


def _refuse_more(files: int, most_files: int, size_bytes: int, most_megabytes: int) -> None:
    if most_files and files > most_files:
        raise QuotaError(
            _(
                "You have sent %(most)d files within a day, as many as one person may. Send the rest tomorrow, or ask "
                "whoever runs the paper to allow more."
            )
            % {"most": most_files}
        )
    if most_megabytes and size_bytes > most_megabytes * MEGABYTE:
        raise QuotaError(
            _(
                "With this file you would have sent more than %(most)d MB within a day, as much as one person may. Send the "
                "rest tomorrow, or ask whoever runs the paper to allow more."
            )
            % {"most": most_megabytes}
        )
