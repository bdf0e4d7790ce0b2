"""The addresses that this room prints, and the job that has them printed anew."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from wagtail.models import Site

from broadsheet.donations.own.noticing import notice_mail
from broadsheet.press.every import prints
from broadsheet.press.turns import JOBS, Job

JOBS.append(Job("mail to donors, or none", timedelta(seconds=30), notice_mail))


@prints
def forms(_site: Site) -> Iterator[str]:
    yield reverse("ask_own_gifts")
