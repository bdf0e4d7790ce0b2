"""What the mailbag forgets by itself: passes that would be over anyhow, and to which mailboxes mail went, after a day."""

from datetime import timedelta

from django.utils import timezone

from broadsheet.mailbag.mailing import A_DAY
from broadsheet.mailbag.models import MailSent, SpentPass
from broadsheet.press.turns import JOBS, Job


def forget_what_is_over() -> None:
    now = timezone.now()
    SpentPass.objects.filter(until__lt=now).delete()
    MailSent.objects.filter(at__lt=now - A_DAY).delete()


JOBS.append(Job("mailbag", timedelta(minutes=10), forget_what_is_over))
