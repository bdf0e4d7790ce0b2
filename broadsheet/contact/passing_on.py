"""Passing a message on to whom it is for, by mail; and forgetting it after 90 days."""

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from broadsheet.contact.models import KEPT_FOR, Message
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of

A_TURN = 200


@task()
def pass_on(message_id: int) -> None:
    """Mail a message to whom it is for. Answering that mail answers the reader."""
    message = (
        Message.objects.select_related("site", "journalist__user", "desk")
        .filter(pk=message_id, mailed_at=None)
        .first()
    )
    address = address_of(message) if message else ""
    if message is None or not address or not can_mail():
        return
    written = message.open()
    with papers_words(message.site):
        subject = _("%(paper)s: a message from a reader") % {
            "paper": facts_of(message.site).in_a_sentence
        }
        text = _("%(name)s wrote to you by the paper's form:") % {"name": written["name"]}
        # The reader's own words stand in the text alone, never in a header but for the address that was checked.
        EmailMessage(
            subject,
            f"{text}\n\n{written['words']}\n",
            to=[address],
            reply_to=[written["email"]] if written.get("email") else None,
        ).send()
    Message.objects.filter(pk=message.pk).update(mailed_at=timezone.now())


def address_of(message: Message) -> str:
    """Return where a message is mailed to; nothing if it stands in the newsroom alone."""
    if message.desk is not None:
        return message.desk.mail_to
    user = message.journalist.user if message.journalist else None
    return user.email if user is not None and user.is_active else ""


def keep_house() -> None:
    """Pass on what could not be passed on before, and forget what is old."""
    old = Message.objects.filter(came_at__lt=timezone.now() - KEPT_FOR)
    Message.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:A_TURN])).delete()
    late = Message.objects.filter(mailed_at=None, came_at__gt=timezone.now() - KEPT_FOR / 90)
    for key in list(late.order_by("came_at").values_list("pk", flat=True)[:20]):
        pass_on.enqueue(key)
