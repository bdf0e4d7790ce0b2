"""How editors find stories: keys first on Story's own indexes, never more than a thousand, never a count of the archive."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from heapq import merge
from itertools import count, islice
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from broadsheet.stories.lists import sections_under
from broadsheet.stories.models import Story

MOST = 1_000
HEADLINES_A_TIME = 10_000
SECONDS_FOR_HEADLINES = 0.5
NEVER = datetime(1, 1, 2, tzinfo=UTC)

DRAFT, REVIEW, SENT_BACK = "draft", "review", "sent_back"
SCHEDULED, LIVE, DOWN = "scheduled", "live", "down"
STATES = [
    (DRAFT, _("Draft")),
    (REVIEW, _("In review")),
    (SENT_BACK, _("Sent back")),
    (SCHEDULED, _("Scheduled")),
    (LIVE, _("Live")),
    (DOWN, _("Taken down")),
]
Row = tuple[datetime, int]


@dataclass(frozen=True)
class Wanted:
    """What an editor is looking for; empty means anything."""

    state: str = ""
    section_id: int | None = None
    journalist_id: int | None = None
    owner_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Found:
    """The keys of what was found, newest first.

    `is_all` is false if there are more than a thousand; `back_to` says how far headlines were read, if not to the end.
    """

    keys: list[int]
    is_all: bool = True
    back_to: datetime | None = None


def find_stories(wanted: Wanted) -> Found:
    """Return the newest stories that an editor is looking for."""
    reading = Headlines(wanted.words)
    streams = [reading.matching(stories, by) for stories, by in _sources(wanted)]
    rows = list(islice(merge(*streams, key=_newest_first), MOST + 1))
    keys = list(dict.fromkeys(pk for _, pk in rows))
    return Found(keys[:MOST], is_all=len(rows) <= MOST, back_to=reading.back_to)


def _sources(wanted: Wanted) -> Iterator[tuple["QuerySet[Story]", str]]:
    """Return each query that has a part of the answer, with the field that dates its stories."""
    stories = _in_state(wanted.state)
    if wanted.owner_id:
        stories = stories.filter(owner_id=wanted.owner_id)
    if wanted.journalist_id:
        stories = stories.filter(bylines__journalist_id=wanted.journalist_id)
    for section in _sections(wanted.section_id):
        here = stories if section is None else stories.filter(home_section_id=section)
        if wanted.state not in (DRAFT, DOWN):
            shown = here.filter(shown_at__isnull=False)
            yield _between(shown, "shown_at", wanted), "shown_at"
        if wanted.state != LIVE:
            hidden = here.filter(shown_at__isnull=True)
            yield (
                _between(hidden, "latest_revision_created_at", wanted),
                "latest_revision_created_at",
            )


def _sections(section_id: int | None) -> list[int | None]:
    # One query a section: several in one make SQLite sort them all.
    return [None] if section_id is None else [section_id, *sections_under(section_id)]


def _in_state(state: str) -> "QuerySet[Story]":
    stories = Story.objects.all()
    if state == REVIEW:
        return stories.filter(pk__in=keys_in_review())
    if state == SENT_BACK:
        return stories.filter(pk__in=keys_sent_back())
    if state == SCHEDULED:
        return stories.filter(pk__in=keys_scheduled())
    if state == DRAFT:
        return stories.filter(live=False, first_published_at__isnull=True)
    if state == DOWN:
        return stories.filter(Q(live=False) | Q(expired=True), first_published_at__isnull=False)
    return stories


def _between(stories: "QuerySet[Story]", field: str, wanted: Wanted) -> "QuerySet[Story]":
    if wanted.since:
        stories = stories.filter(**{f"{field}__gte": wanted.since})
    if wanted.until:
        stories = stories.filter(**{f"{field}__lt": wanted.until})
    return stories


def _newest_first(row: Row) -> tuple[float, int]:
    return (-row[0].timestamp(), -row[1])


class Headlines:
    """Reads headlines from the newest back, for as long as an editor can be kept waiting."""

    def __init__(self, words: str) -> None:
        # PostgreSQL takes no NUL in its texts.
        self.words = words.replace("\0", " ").split()
        self.ends_at = time.monotonic() + SECONDS_FOR_HEADLINES
        self.back_to: datetime | None = None

    def matching(self, stories: "QuerySet[Story]", by: str) -> Iterator[Row]:
        """Return date and key of each story whose headline has all the words, newest first."""
        fitting = stories.filter(*[_has_word(word) for word in self.words])
        if not self.words or by != "shown_at":
            yield from _newest(fitting, by)
            return
        for since, until in self._spans(stories):
            within = fitting.filter(shown_at__lte=until) if until else fitting
            yield from _newest(within.filter(shown_at__gt=since) if since else within, by)

    def _spans(
        self, stories: "QuerySet[Story]"
    ) -> Iterator[tuple[datetime | None, datetime | None]]:
        """Return spans of time, newest first, that hold so many stories that each is read in a blink."""
        dates = stories.order_by("-shown_at").values_list("shown_at", flat=True)
        until: datetime | None = None
        for place in count(HEADLINES_A_TIME, HEADLINES_A_TIME):
            since = next(iter(dates[place : place + 1]), None)
            if since is None or since != until:
                yield since, until
            if since is None:
                return
            if time.monotonic() > self.ends_at:
                self.back_to = max(filter(None, (self.back_to, since)))
                return
            until = since


def _has_word(word: str) -> Q:
    # SQLite knows small and capital letters of the English alphabet only.
    forms = {word, word.lower(), word.upper(), word.capitalize()}
    return reduce(or_, [Q(title__icontains=form) for form in sorted(forms)])


def _newest(stories: "QuerySet[Story]", by: str) -> list[Row]:
    newest = stories.order_by("-shown_at" if by == "shown_at" else F(by).desc(nulls_last=True))
    return [(when or NEVER, pk) for when, pk in newest.values_list(by, "pk")[: MOST + 1]]


def keys_in_review() -> list[int]:
    """Return the keys of stories that wait for someone's approval, those handed in last first."""
    return _under_way(WorkflowState.STATUS_IN_PROGRESS)


def keys_sent_back() -> list[int]:
    """Return the keys of stories that an editor sent back to their writers, those handed in last first."""
    return _under_way(WorkflowState.STATUS_NEEDS_CHANGES)


def _under_way(status: str) -> list[int]:
    waiting = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(),
        content_type=_story_type(),
        # Written out, so that the index of what is under way is used.
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    ).filter(status=status)
    keys = waiting.order_by("-created_at").values_list("object_id", flat=True)[: MOST + 1]
    return [int(key) for key in keys]


def keys_scheduled() -> list[int]:
    """Return the keys of stories that go to print by themselves, the next first."""
    revisions = Revision.objects.filter(
        approved_go_live_at__isnull=False, content_type=_story_type()
    )
    keys = revisions.order_by("approved_go_live_at").values_list("object_id", flat=True)[: MOST + 1]
    return [int(key) for key in keys]


def _story_type() -> ContentType:
    return ContentType.objects.get_for_model(Story)
