"""What happens to many stories at once: their section is moved, made private, or opened again.

Each story's own save would take minutes for a section's archive. Instead the rows are changed in pieces, and one line of
the log names all stories of a piece. It all belongs to the transaction of the act itself (`masthead/whole_acts.py`): the
restriction, what it takes from readers, and the lines that have it leave the shelf stand together or not at all.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from broadsheet.masthead.pages import at_or_under, without_private
from broadsheet.photos.runs import begin_again, end_runs
from broadsheet.press.log import hold_log, note_change
from broadsheet.press.models import Change
from broadsheet.press.sources import Source
from broadsheet.stories.breaking import BREAKING
from broadsheet.stories.current import KEPT_CURRENT
from broadsheet.stories.gatherings import SERIES
from broadsheet.stories.letter_weeks import weeks_of
from broadsheet.stories.lists import sections_above
from broadsheet.stories.models import Byline, Story
from broadsheet.stories.months import MONTHS
from broadsheet.stories.numbering import number_these
from broadsheet.stories.opinion import LETTER
from broadsheet.stories.places import leave_section, names_of_many

STORIES_A_TIME = 500


def settle_under(page: Page, source: str, why: str) -> None:
    """Hide or show each story under a page, as its place and the restrictions above it are now.

    Args:
        source: what was moved, closed or opened, for the lines of the log.
    """
    with transaction.atomic():
        hold_log()
        for keys in _pieces(_to_hide(page)):
            hide(keys, source, why)
        for keys in _pieces(_to_show(page)):
            show(keys, source, why)


def _pieces(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), STORIES_A_TIME):
        yield keys[start : start + STORIES_A_TIME]


def hide(keys: list[int], source: str, why: str) -> None:
    """Take stories from readers: call it in the transaction of what hides them."""
    touched = lists_of_many(keys) | {f"{Story.source_kind}:{key}" for key in keys}
    Story.objects.filter(pk__in=keys).update(shown_at=None)
    end_runs(*keys)
    note_change(source, touches=touched, why=why, kind=Change.Kind.HIDDEN)


def show(keys: list[int], source: str, why: str) -> None:
    """Give stories to readers, each under the time at which it was first published."""
    published = Page.objects.filter(pk=OuterRef("pk")).values("first_published_at")
    Story.objects.filter(pk__in=keys).update(
        shown_at=Coalesce(Subquery(published), Value(timezone.now()))
    )
    touched = lists_of_many(keys) | {f"{Story.source_kind}:{key}" for key in keys}
    note_change(source, touches=touched, why=why)
    number_these(keys)
    begin_again(keys)


def lists_of_many(keys: list[int]) -> set[str]:
    """Return each list in which any of these stories stands: a few queries, however many they are."""
    stories = Story.objects.filter(pk__in=keys)
    homes = set(stories.values_list("home_section_id", flat=True))
    signed = Byline.objects.filter(story_id__in=keys, journalist__isnull=False)
    journalists = signed.values_list("journalist_id", flat=True).distinct()
    series = stories.filter(series__isnull=False).values_list("series_id", flat=True).distinct()
    times = stories.filter(shown_at__isnull=False).values_list("shown_at", flat=True)
    letters = list(stories.filter(opinion_kind=LETTER).values_list("shown_at", flat=True))
    return {
        *(weeks_of(letters) if letters else ()),
        *("list:front", "list:corrections", SERIES, MONTHS, KEPT_CURRENT, BREAKING),
        *names_of_many(keys),
        *[f"list:section:{key}" for key in {*homes, *sections_above(homes).values()}],
        *[f"list:month:{when:%Y/%m}" for when in times],
        *[f"list:journalist:{key}" for key in journalists],
        *[f"list:series:{key}" for key in series],
    }


def _to_hide(page: Page) -> list[int]:
    """Return the keys of the stories that readers are shown and may not see."""
    opened, closed = _sections_under(page)
    shown = Story.objects.filter(shown_at__isnull=False)
    in_closed = shown.filter(home_section_id__in=closed).values_list("pk", flat=True)
    by_themselves = shown.filter(home_section_id__in=opened, pk__in=_restricted())
    return [*in_closed, *by_themselves.values_list("pk", flat=True)]


def _to_show(page: Page) -> list[int]:
    """Return the keys of the stories that any reader may see and none is shown."""
    opened, _closed = _sections_under(page)
    hidden = Story.objects.filter(home_section_id__in=opened, shown_at__isnull=True)
    readable = hidden.filter(live=True, expired=False).exclude(pk__in=_restricted())
    return list(readable.order_by().values_list("pk", flat=True))


def _sections_under(page: Page) -> tuple[list[int], list[int]]:
    """Return the keys of the sections at and under a page: those that any reader may open, and the others."""
    sections = list(apps.get_model("sections.Section").objects.filter(at_or_under(page.path)))
    opened = {section.pk for section in without_private(sections)}
    return sorted(opened), [section.pk for section in sections if section.pk not in opened]


def _restricted() -> "QuerySet[PageViewRestriction, Any]":
    return PageViewRestriction.objects.values("page_id")


def after_move(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any
) -> None:
    """A section was moved with its stories: it may have come under a restriction, or from under one.

    A story that is moved by itself has been saved whole by now (`masthead/pages.py`).
    """
    # Sections put in another order under the same front take no story anywhere else.
    if parent_page_before.pk == parent_page_after.pk:
        return
    page = instance.specific
    if isinstance(page, Source) and not isinstance(page, Story):
        settle_under(page, page.source, "moved")
        renumber_under(page, page.source, parent_page_before)


def renumber_under(page: Page, source: str, parent_before: Page) -> None:
    """Have a moved section's stories leave the numbered pages of the section above it, and enter those of the new one."""
    opened, closed = _sections_under(page)
    stories = Story.objects.filter(home_section_id__in=[*opened, *closed])
    for keys in _pieces(list(stories.order_by("shown_at", "pk").values_list("pk", flat=True))):
        touched = leave_section(parent_before.pk, keys)
        if touched:
            note_change(source, touches=touched, why="moved")
        number_these(keys)


def after_privacy(instance: PageViewRestriction, origin: Any = None, **_kwargs: Any) -> None:
    """A page was made private, or open again, with all under it."""
    if origin is not None and _model_of(origin) is not PageViewRestriction:
        # The page itself is being deleted, which is told elsewhere; there is nothing left to show.
        return
    page = instance.page.specific
    if isinstance(page, Story):
        page.save(clean=False)
    elif isinstance(page, Source):
        is_closed = origin is None
        page.note("privacy", kind=Change.Kind.HIDDEN if is_closed else Change.Kind.CHANGED)
        settle_under(page, page.source, "privacy")


def _model_of(origin: Any) -> type:
    """Return the kind of what a deletion began with: one record, or a query."""
    return origin.model if isinstance(origin, QuerySet) else type(origin)


def watch_the_tree() -> None:
    post_page_move.connect(after_move, dispatch_uid="stories:move")
    for signal in (post_save, post_delete):
        signal.connect(after_privacy, sender=PageViewRestriction, dispatch_uid="stories:privacy")
