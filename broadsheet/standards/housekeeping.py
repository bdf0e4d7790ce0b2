"""What comes round by itself: those who wait for an answer are told, and what readers entrusted to the paper is erased."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from broadsheet.mailbag.mailing import can_mail
from broadsheet.standards.models import UnpublishRequest
from broadsheet.standards.telling import KINDS, acknowledge, tell

ERASED_AFTER: Final = timedelta(days=90)
# What nobody decided on is erased all the same, a year after it came.
ERASED_AT_LAST: Final = timedelta(days=365)
# Whoever could not be mailed within this time is not any more.
TOLD_WITHIN: Final = timedelta(days=14)
A_TURN: Final = 200
MAILS_A_TURN: Final = 20


def keep_house() -> None:
    """Do all of it, in pieces: what is left waits for the next minute."""
    erase()
    if can_mail():
        tell_again()


def erase() -> int:
    """Erase words and senders of what was decided on 90 days ago, but not what a claim asks to keep; return how many."""
    now, today = timezone.now(), timezone.localdate()
    over = Q(decided_at__lt=now - ERASED_AFTER) | Q(came_at__lt=now - ERASED_AT_LAST)
    is_free = Q(kept_until=None) | Q(kept_until__lt=today)
    count = 0
    for kind in KINDS.values():
        rows = kind._default_manager
        late = rows.filter(over, is_free).exclude(sealed_words="", sealed_sender="", answer="")
        count += rows.filter(pk__in=list(late.values_list("pk", flat=True)[:A_TURN])).update(
            sealed_words="", sealed_sender="", answer="", is_to_be_told=False
        )
    return count


def tell_again() -> None:
    """Tell those who could not be told: the mail server did not answer, or the mailbox had its share."""
    since = timezone.now() - TOLD_WITHIN
    for name, kind in KINDS.items():
        waiting = kind._default_manager.filter(is_to_be_told=True, decided_at__gt=since)
        for key in waiting.order_by("decided_at").values_list("pk", flat=True)[:MAILS_A_TURN]:
            tell.enqueue(name, key)
    unasked = UnpublishRequest.objects.filter(acknowledged_at=None, came_at__gt=since)
    unasked = unasked.exclude(sealed_sender="").filter(decided_at=None)
    for key in unasked.order_by("came_at").values_list("pk", flat=True)[:MAILS_A_TURN]:
        acknowledge.enqueue(key)
