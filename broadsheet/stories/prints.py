"""The addresses that this room prints."""

from collections.abc import Iterator

from wagtail.models import Site

from broadsheet.press.every import prints
from broadsheet.stories.models import Story

KEYS_AT_A_TIME = 2000


@prints
def stories(site: Site) -> Iterator[str]:
    """Give every story that readers may see, newest first, never all at once."""
    yield "/corrections/"
    shown = Story.objects.filter(
        shown_at__isnull=False, path__gte=site.root_page.path, path__lt=site.root_page.path + "~"
    )
    paths = shown.order_by("-shown_at").values_list("permalink", flat=True)
    for path in paths.iterator(KEYS_AT_A_TIME):
        yield path or "/"
