"""The page tree as editors see it: the front, sections and standing pages, and no stories, of which there may be millions."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from broadsheet.masthead.pages import at_or_under
from broadsheet.newsroom.rights import EVERYWHERE, places_of, signed_in
from broadsheet.sections.models import Front, Section
from broadsheet.stories.desk_finding import Wanted, find_stories
from broadsheet.stories.models import Story


def keys_without_stories() -> list[int]:
    """Return the keys of all pages but stories: a few hundred in the largest paper."""
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and not issubclass(model, Story) and model is not Page
    ]
    # Plain pages stand at the top of the tree only; each kind has a small table of its own.
    keys = set(Page.objects.filter(depth__lte=2).values_list("pk", flat=True))
    for kind in kinds:
        keys.update(kind._base_manager.values_list("pk", flat=True))
    return sorted(keys)


def leave_stories_out(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Narrow a query of pages to those that are no stories, by key: anything else walks the whole archive."""
    return pages.filter(pk__in=keys_without_stories())


def narrow_search(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Narrow the page chooser to a person's own papers, and a search in it to what can fit, by Story's own indexes."""
    places = places_of(signed_in(request))
    if places != EVERYWHERE:
        pages = pages.filter(reduce(or_, (at_or_under(place) for place in places), Q(depth=1)))
    words = request.GET.get("q", "").strip()
    if not words:
        return pages
    stories = find_stories(Wanted(words=words)).keys
    return pages.filter(pk__in=[*stories, *keys_without_stories()])


def holds_stories(page: Page) -> bool:
    """Say whether a story stands under this section, or anywhere under this front."""
    if isinstance(page, Front):
        return Story.objects.exists()
    sections = Section.objects.filter(at_or_under(page.path))
    return any(
        Story.objects.filter(home_section_id=pk).exists()
        for pk in sections.values_list("pk", flat=True)
    )
