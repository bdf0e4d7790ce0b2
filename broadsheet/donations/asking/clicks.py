"""Counting how often a link is followed: by day and campaign, with nothing of who followed it."""

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.asking.appeal import running_campaign
from broadsheet.donations.models import Click
from broadsheet.masthead.models import facts_of
from broadsheet.press.recorder import unrecorded


def is_followed(request: HttpRequest) -> bool:
    """Say whether a person follows the link now, as far as the browser tells: what is fetched ahead is not counted."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.method == "GET" and "prefetch" not in purpose and mode == "navigate"


def count_click(site: Site, on: str) -> None:
    """Count one click. `on`: one of `Click.On`."""
    with unrecorded():
        campaign = running_campaign(site)
    today = timezone.localdate(timezone=facts_of(site).zone)
    with transaction.atomic():
        of_day, _is_new = Click.objects.get_or_create(
            site=site, on=on, day=today, campaign=campaign
        )
        Click.objects.filter(pk=of_day.pk).update(times=F("times") + 1)
