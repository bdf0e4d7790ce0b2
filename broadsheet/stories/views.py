"""What a reader may ask of stories: one story, and all corrections."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from wagtail.models import Site

from broadsheet.lib.rows import one_of
from broadsheet.masthead.pages import page_at
from broadsheet.masthead.readers import answer_elsewhere, serve_page
from broadsheet.masthead.views import read_page
from broadsheet.press.addresses import gone
from broadsheet.press.asking import FRONT, INDEX, PAGE, printed
from broadsheet.press.recorder import note_source
from broadsheet.stories.lists import stories_by_key, with_cards
from broadsheet.stories.models import Correction, Story

CORRECTIONS_SHOWN = 200


@printed(PAGE)
def read_story(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponseBase:
    story = story_at(request.path)
    if story is None:
        return answer_elsewhere(request)
    if not story.live or story.expired:
        return gone(request)
    return serve_page(story, request)


@printed(FRONT)
def read_kept_address(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer at any other address: a story that kept the one it had in another system, else a page of the tree."""
    story = story_at(request.path) if path and not is_in_the_tree(request, path) else None
    if story is not None:
        return serve_page(story, request) if story.live and not story.expired else gone(request)
    if path and not path.endswith("/"):
        return answer_elsewhere(request)
    return read_page(request, path)


def is_in_the_tree(request: HttpRequest, path: str) -> bool:
    """Say whether a page of the paper's own stands here: no story takes its address."""
    site = Site.find_for_request(request)
    return site is not None and page_at(site, path) is not None


def story_at(path: str) -> Story | None:
    """Return the story with this address, published or not, with all that its page shows."""
    key = Story.objects.filter(permalink=path).order_by().values_list("pk", flat=True).first()
    if key is None:
        return None
    # The very story whose card is made in the same printing; one that nobody may read stands on no card.
    shown = stories_by_key([key])
    return shown[0] if shown else one_of(with_cards(Story.objects.filter(pk=key)))


@printed(INDEX)
def corrections(request: HttpRequest) -> HttpResponseBase:
    note_source("list:corrections")
    shown = Correction.objects.filter(story__shown_at__isnull=False)
    newest = list(shown.select_related("story")[:CORRECTIONS_SHOWN])
    return render(request, "stories/corrections.html", {"corrections": newest})
