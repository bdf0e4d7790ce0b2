"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.masthead.pages import under
from broadsheet.press.every import prints
from broadsheet.stories.corrected import years_corrected
from broadsheet.stories.gatherings import series_with_stories, topics_with_stories
from broadsheet.stories.models import Place, Story
from broadsheet.stories.places import every_page

KEYS_AT_A_TIME = 2000


@prints
def stories(site: Site) -> Iterator[str]:
    """Give every story that readers may see, newest first, never all at once."""
    yield "/corrections/"
    yield from (f"/corrections/{year}/" for year in years_corrected(site))
    shown = Story.objects.filter(under(site.root_page.path), shown_at__isnull=False)
    paths = shown.order_by("-shown_at").values_list("permalink", flat=True)
    for path in paths.iterator(KEYS_AT_A_TIME):
        yield path or "/"


@prints
def gatherings(_site: Site) -> Iterator[str]:
    """Give the index of topics, each topic with its feed and its numbered pages, and each series."""
    yield "/topics/"
    for topic in topics_with_stories():
        yield topic.path
        yield f"{topic.path}feed/"
        yield from every_page(Place.Of.TOPIC, topic.pk, topic.path)
    for series in series_with_stories():
        yield series.path
