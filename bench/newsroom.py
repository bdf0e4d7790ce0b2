"""How long the newsroom's screens take, asked in process; and signing in to the paper that is served."""

import time
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from bench.servers import HOST
from broadsheet.newsroom.models import Journalist, User
from broadsheet.sections.models import Section
from broadsheet.stories.models import Story

NAME, PASSWORD = "measurer", "measured-by-the-hour"
RUNS = 5


def make_editor() -> dict[str, str]:
    """Make someone who may do everything, or give them their password again."""
    user, _ = User.objects.get_or_create(username=NAME, defaults={"is_superuser": True})
    user.is_superuser = user.is_staff = True
    user.set_password(PASSWORD)
    user.save()
    return {"username": NAME, "password": PASSWORD}


def screens() -> dict[str, str]:
    """Return the addresses of the screens that editors see most, by name."""
    section = Section.objects.order_by("path").first()
    writer = Journalist.objects.order_by("-pk").first()
    old = Story.objects.filter(shown_at__isnull=False).earliest("shown_at")
    assert section is not None
    assert writer is not None
    stories = reverse("story_list")

    def narrowed(**choice: object) -> str:
        return f"{stories}?{urlencode(choice)}"

    states = ("draft", "review", "scheduled", "live", "down")
    return {
        "home": reverse("wagtailadmin_home"),
        "edit form": reverse("wagtailadmin_pages:edit", args=[old.pk]),
        "stories": stories,
        "stories, last page": narrowed(p=20),
        **{f"stories, {state}": narrowed(state=state) for state in states},
        "stories of a section": narrowed(section=section.pk),
        "stories of a section, live": narrowed(section=section.pk, state="live"),
        "stories of a writer": narrowed(writer=writer.pk),
        "stories of a writer in a section": narrowed(writer=writer.pk, section=section.pk),
        "stories of a year": narrowed(date_from="2015-01-01", date_to="2015-12-31"),
        "stories of a writer in a year": narrowed(
            writer=writer.pk, date_from="2015-01-01", date_to="2015-12-31"
        ),
        "stories by a rare word": narrowed(q="courthouse clock teacher"),
        "stories by a common word": narrowed(q="council"),
    }


def time_screens() -> dict[str, Any]:
    """Return the median and the longest of some runs of each screen, in seconds; the first is not counted."""
    make_editor()
    client = Client(SERVER_NAME=HOST)
    client.force_login(User.objects.get(username=NAME))
    found: dict[str, Any] = {}
    for name, address in screens().items():
        taken = []
        for _ in range(RUNS + 1):
            began = time.perf_counter()
            status = client.get(address).status_code
            taken.append(time.perf_counter() - began)
            assert status == 200, f"{address} answered {status}"
        found[name] = {"median": median(taken[1:]), "longest": max(taken[1:])}
    return found


ACTS = {"time_screens": time_screens, "make_editor": make_editor}
