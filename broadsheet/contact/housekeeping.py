"""What comes round by itself: messages that are 90 days old are forgotten, mail that did not go is tried again."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from broadsheet.contact.models import KEPT_FOR, Message
from broadsheet.contact.passing_on import GIVEN_UP_AFTER, pass_on

A_TURN: Final = 200
MAILS_A_TURN: Final = 20
# So long between two tries: the first few, and those that follow.
PAUSE, FIRST, LONG_PAUSE = timedelta(minutes=10), 6, timedelta(hours=2)


def keep_house() -> None:
    """Do all of it, in pieces: what is left waits for the next turn."""
    forget_old()
    doubt_unfinished()
    try_again()


def forget_old() -> int:
    """Delete messages that are older than 90 days."""
    old = Message.objects.filter(came_at__lt=timezone.now() - KEPT_FOR)
    return Message.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:A_TURN])).delete()[
        0
    ]


def doubt_unfinished() -> int:
    """Say of mail whose sending never ended that it may or may not have gone."""
    before = timezone.now() - GIVEN_UP_AFTER
    going = Message.objects.filter(mail=Message.Mail.GOING, tried_at__lt=before)
    return going.update(mail=Message.Mail.UNSURE)


def try_again() -> None:
    """Send what the mail server did not take, or what nobody came to."""
    now = timezone.now()
    due = Message.objects.filter(mail=Message.Mail.DUE)
    never = Q(tried_at=None, came_at__lt=now - PAUSE)
    soon = Q(tries__lt=FIRST, tried_at__lt=now - PAUSE)
    late = due.filter(never | soon | Q(tried_at__lt=now - LONG_PAUSE))
    for key in list(late.order_by("came_at").values_list("pk", flat=True)[:MAILS_A_TURN]):
        pass_on.enqueue(key)
