"""What comes round by itself: letters that nobody confirmed vanish, what nobody decided on expires, addresses are erased."""

from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from broadsheet.letters.acting import act
from broadsheet.letters.errors import LetterError
from broadsheet.letters.models import KnownWriter, Letter, Whereabouts, rules_of
from broadsheet.letters.publishing import print_due
from broadsheet.letters.states import OPEN, State
from broadsheet.letters.writing_to import ask_to_confirm, tell_writer

CONFIRMED_WITHIN: Final = timedelta(hours=72)
ERASED_AFTER: Final = timedelta(days=90)
EXPIRES_AFTER_TIMES: Final = 4
A_TURN: Final = 200
MAILS_A_TURN: Final = 20


def keep_house() -> None:
    """Do all of it, in pieces: what is left waits for the next minute."""
    forget_unconfirmed()
    erase_whereabouts()
    forget_writers()
    expire_undecided()
    print_due()
    ask_again()


def forget_unconfirmed() -> int:
    """Delete letters whose writers never confirmed them."""
    late = Letter.objects.filter(
        state=State.MAILBAG, came_at__lt=timezone.now() - CONFIRMED_WITHIN
    ).values_list("pk", flat=True)[:A_TURN]
    return Letter.objects.filter(pk__in=list(late), state=State.MAILBAG).delete()[0]


def erase_whereabouts() -> int:
    """Erase address, phone and e-mail of letters that were decided on 90 days ago, but not what a claim asks to keep."""
    today = timezone.localdate()
    over = Letter.objects.filter(
        pk=OuterRef("letter_id"), decided_at__lt=timezone.now() - ERASED_AFTER
    )
    late = Whereabouts.objects.filter(
        Exists(over), Q(kept_until=None) | Q(kept_until__lt=today)
    ).values_list("pk", flat=True)[:A_TURN]
    return Whereabouts.objects.filter(pk__in=list(late)).delete()[0]


def forget_writers() -> int:
    """Forget marks of writers after 24 months, on their letters too."""
    now = timezone.now()
    gone = KnownWriter.objects.filter(until__lt=now).delete()[0]
    old = now - timedelta(days=730)
    stale = Letter.objects.filter(decided_at__lt=old).exclude(name_mark="", phone_mark="")
    for key in list(stale.values_list("pk", flat=True)[:A_TURN]):
        Letter.objects.filter(pk=key).update(mailbox_mark="", phone_mark="", name_mark="")
    return gone


def expire_undecided() -> int:
    """Let expire what nobody decided on in four times as long as readers are told that it takes; their writers hear of it."""
    count = 0
    waiting = Letter.objects.filter(state__in=OPEN).select_related("site").order_by("came_at")
    for letter in waiting[:A_TURN]:
        days = rules_of(letter.site).answers_within * EXPIRES_AFTER_TIMES
        if letter.came_at > timezone.now() - timedelta(days=days):
            # Rules differ from paper to paper, so one that is young says nothing of the next.
            continue
        try:
            act(letter, "expire", seen=letter.version)
        except LetterError:
            # An editor was first.
            continue
        tell_writer.enqueue(letter.pk, "expired")
        count += 1
    return count


def ask_again() -> None:
    """Ask for the confirmation of letters for which no mail went out: the server did not answer, or the mailbox had its share."""
    before = timezone.now() - timedelta(minutes=2)
    unasked = Letter.objects.filter(state=State.MAILBAG, asked_at=None, came_at__lt=before)
    for key in list(unasked.order_by("came_at").values_list("pk", flat=True)[:MAILS_A_TURN]):
        ask_to_confirm.enqueue(key)
