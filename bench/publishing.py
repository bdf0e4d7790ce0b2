"""Publishing one story until readers have it everywhere, and publishing a plain page."""

import time
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.html import escape
from wagtail.models import Site

from broadsheet.lib.collector import calm_collector
from broadsheet.press.first_request import print_first
from broadsheet.press.log import this_shelf
from broadsheet.press.reading import Reader, body_of
from broadsheet.sections.models import Section
from broadsheet.stories.models import Byline, Story

PATIENCE_SECONDS = 20.0
# In which a worker has read the log, and listed what it prints ahead.
FIRST_TURN_SECONDS = 4.0


@cache
def scene() -> dict[str, Any]:
    """Return where stories are published here: the section, an old story of it, the pages that must show a new one."""
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    section = Section.objects.order_by("path").first()
    assert section is not None
    old = Story.objects.filter(home_section=section, shown_at__isnull=False).earliest("shown_at")
    host = Site.objects.get(is_default_site=True).hostname
    pages = {
        "rail beside an old story": host + str(old.permalink),
        "section": host + section.path_for_readers,
        "front": host + "/",
        "feed": host + "/feed/",
    }
    for address in pages.values():
        assert print_first(address) == 200, address
    reader = Reader(settings.SHELF)
    return {"section": section.pk, "old": old, "host": host, "pages": pages, "reader": reader}


def publish_story(title: str) -> dict[str, Any]:
    """Publish a story; return milliseconds until `publish()` came back, and until each page showed it."""
    here = scene()
    story = draft_story(title)
    revision = story.get_latest_revision()
    began, used = time.perf_counter(), time.thread_time()
    revision.publish()
    returned, cpu = time.perf_counter() - began, time.thread_time() - used
    own = here["host"] + Story.objects.values_list("permalink", flat=True).get(pk=story.pk)
    seen = wait_for(title, {"story": own, **here["pages"]}, began)
    rest()
    return {
        "ms": max(seen.values()) * 1000,
        "returned_ms": returned * 1000,
        "cpu_ms": cpu * 1000,
        "seen_ms": {name: seconds * 1000 for name, seconds in seen.items()},
    }


def draft_story(title: str) -> Story:
    """Return a story that is written and not yet published."""
    old = scene()["old"]
    story = Story(
        title=title,
        live=False,
        has_unpublished_changes=True,
        teaser=old.teaser,
        lead_photo=old.lead_photo,
        body=old.body,
    )
    for one in old.bylines.all():
        story.bylines.add(Byline(journalist=one.journalist, name=one.name))
    Section.objects.get(pk=scene()["section"]).add_child(instance=story)
    story.save_revision()
    return story


def wait_for(title: str, pages: dict[str, str], began: float) -> dict[str, float]:
    """Return after how many seconds each page had the headline, as a reader gets it from the shelf."""
    reader: Reader = scene()["reader"]
    wanted = escape(title).encode()
    seen: dict[str, float] = {}
    while len(seen) < len(pages):
        reader.look_now()
        for name, address in pages.items():
            page = reader.page(address) if name not in seen else None
            if page is not None and wanted in body_of(page, gzip=False):
                seen[name] = time.perf_counter() - began
        if time.perf_counter() - began > PATIENCE_SECONDS:
            missing = ", ".join(sorted(pages.keys() - seen.keys()))
            raise SystemExit(f"After {PATIENCE_SECONDS:.0f} s, “{title}” is not on: {missing}.")
    return seen


def settle() -> None:
    """Be as a server is: its collector calm, and its worker done with what it prints ahead after a start."""
    scene()
    calm_collector()
    time.sleep(FIRST_TURN_SECONDS)
    rest(patience=120)


def rest(*, patience: float = PATIENCE_SECONDS) -> None:
    """Wait until the worker has printed what was left to it: it must not run into the next measurement."""
    end = time.monotonic() + patience
    while this_shelf().owed(1) and time.monotonic() < end:
        time.sleep(0.05)


def publish_plain(title: str) -> dict[str, Any]:
    """Publish a plain page of Wagtail with the same body; return how many milliseconds `publish()` took."""
    kind: Any = apps.get_model("plain", "PlainPage")
    page = kind(title=title, live=False, has_unpublished_changes=True, body=scene()["old"].body)
    Section.objects.get(pk=scene()["section"]).add_child(instance=page)
    revision = page.save_revision()
    began, used = time.perf_counter(), time.thread_time()
    revision.publish()
    ms, cpu = (time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000
    kind.objects.get(pk=page.pk).delete()
    rest()
    return {"ms": ms, "cpu_ms": cpu}


def draft_key(title: str) -> int:
    """Write a story and leave it a draft; return its key."""
    return int(draft_story(title).pk)


ACTS = {
    "publish_story": publish_story,
    "publish_plain": publish_plain,
    "draft": draft_key,
    "settle": settle,
}
