"""Nobody's mailbox is filled by the paper's forms."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from broadsheet.mailbag import mailing
from broadsheet.mailbag.errors import MailError
from broadsheet.mailbag.forgetting import forget_what_is_over
from broadsheet.mailbag.models import MailSent

pytestmark = pytest.mark.django_db
NELL = "nell@example.org"


def let_time_pass(span: timedelta) -> None:
    for sent in MailSent.objects.all():
        MailSent.objects.filter(pk=sent.pk).update(at=sent.at - span)


def test_l06_a_mailbox_gets_one_mail_in_ten_minutes(mailoutbox: list[Any]):
    mailing.mail_to_reader(NELL, "One", "text")

    with pytest.raises(MailError):
        mailing.mail_to_reader("NELL+again@example.org", "Two", "text")

    let_time_pass(timedelta(minutes=11))
    mailing.mail_to_reader(NELL, "Three", "text")
    assert [mail.subject for mail in mailoutbox] == ["One", "Three"]


def test_l06_a_mailbox_gets_three_mails_a_day(mailoutbox: list[Any]):
    for _number in range(3):
        mailing.mail_to_reader(NELL, "Again", "text")
        let_time_pass(timedelta(hours=1))

    with pytest.raises(MailError):
        mailing.mail_to_reader(NELL, "A fourth", "text")

    let_time_pass(timedelta(hours=22))
    mailing.mail_to_reader(NELL, "Tomorrow", "text")
    assert len(mailoutbox) == 4


@pytest.mark.parametrize(
    "address",
    [
        "nell@example.org\nBcc: all@example.org",
        "nell@example.org\r\nBcc: x@example.org",
        "nell\x00@example.org",
        "nell@example.org\u2028Bcc: x@example.org",
        "not an address",
        "nell@",
        "ñell@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_l07_what_would_write_headers_of_its_own_is_refused(address: str, mailoutbox: list[Any]):
    with pytest.raises(ValidationError, match="in one line"):
        mailing.mail_to_reader(address, "Subject", "text")

    assert mailoutbox == []


def test_to_which_mailboxes_mail_went_is_forgotten_after_a_day():
    mailing.mail_to_reader(NELL, "One", "text")
    assert NELL not in MailSent.objects.get().mailbox
    let_time_pass(timedelta(days=1, minutes=1))

    forget_what_is_over()

    assert not MailSent.objects.exists()


def test_an_editors_answer_is_held_back_by_no_limit(mailoutbox: list[Any]):
    mailing.mail_to_reader(NELL, "One", "text")
    mailing.mail_to_reader(NELL, "Two", "text", is_answer=True)

    assert len(mailoutbox) == 2
    assert timezone.now() - MailSent.objects.get().at < timedelta(minutes=1)
