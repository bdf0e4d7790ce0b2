"""What a reader may ask of stories: one story, a copy of it for another paper, its link's picture, and all corrections."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from wagtail.models import Site

from broadsheet.lib.rows import one_of
from broadsheet.masthead.models import facts_of, paper_of, set_up
from broadsheet.masthead.pages import is_private, page_at
from broadsheet.masthead.readers import answer_elsewhere, answer_gone, serve_page
from broadsheet.masthead.share_card import Card, draw_card
from broadsheet.masthead.views import being_set_up, read_page
from broadsheet.press.addresses import answer_for, gone
from broadsheet.press.asking import FRONT, INDEX, PAGE, printed
from broadsheet.press.recorder import gone_after, remember
from broadsheet.press.twins import edition_template
from broadsheet.stories.corrected import corrections_in, newest_corrections, years_corrected
from broadsheet.stories.lists import key_at, stories_by_key, with_cards
from broadsheet.stories.live_page import earlier_page
from broadsheet.stories.models import Story
from broadsheet.stories.papers import site_asked, stands_in
from broadsheet.stories.republishing import ROOT, copy_of, may_be_republished
from broadsheet.stories.share_images import card_of_page, card_of_story, has_card, pages_of_card

# After all else: who shares a link has the words already.
LAST = INDEX + 1


@printed(PAGE)
def read_story(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponseBase:
    story = story_at(request.path, site_asked(request))
    if story is None:
        return answer_elsewhere(request)
    return serve_page(story, request) if is_readable(story) else not_here(story, request)


@printed(FRONT)
def read_kept_address(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer at any other address: a story that kept the one it had in another system, else a page of the tree."""
    site = site_asked(request)
    story = story_at(request.path, site) if path and not is_in_the_tree(site, path) else None
    if story is not None:
        return serve_page(story, request) if is_readable(story) else not_here(story, request)
    if path and (not path.endswith("/") or "\0" in path):
        return answer_elsewhere(request)
    return read_page(request, path)


def is_readable(story: Story) -> bool:
    return bool(story.live and not story.expired)


def not_here(story: Story, request: HttpRequest) -> HttpResponseBase:
    """Answer where a story cannot be read: gone if it once could be; a draft has never stood there."""
    # What readers were ever shown has a number in its section's list.
    was_shown = story.last_published_at is not None or story.places.exists()
    return answer_gone(request) if was_shown else answer_elsewhere(request)


def is_in_the_tree(site: Site | None, path: str) -> bool:
    """Say whether a page of the paper's own stands here: no story takes its address."""
    return site is not None and page_at(site, path) is not None


@printed(PAGE)
def read_earlier(request: HttpRequest, path: str, number: str) -> HttpResponseBase:
    """Answer with a page of a story's earlier live entries; it stands below the story's address, whatever that is."""
    site = site_asked(request)
    story = story_at(f"/{path}/", site) or story_at(f"/{path}", site)
    if story is None:
        return _earlier_elsewhere(request, path, number)
    if not story.live or story.expired:
        return answer_gone(request)
    page = earlier_page(story, int(number))
    if page is None or story.shown_at is None:
        raise Http404
    gone_after(story.expire_at)
    context = {"story": story, "section": story.home_section, "earlier": page}
    return render(request, edition_template(request, "stories/live_earlier.html"), context)


def _earlier_elsewhere(request: HttpRequest, path: str, number: str) -> HttpResponseBase:
    """Follow a story that was given a new address; any other address is none of a story's."""
    site = Site.find_for_request(request)
    former = answer_for(request, site.hostname, f"/{path}/") if site else None
    if isinstance(former, HttpResponsePermanentRedirect):
        return HttpResponsePermanentRedirect(f"{former.url.rstrip('/')}/earlier/{number}/")
    return read_kept_address(request, path=request.path[1:])


def story_at(path: str, site: Site | None) -> Story | None:
    """Return the story with this address in a site's paper, published or not, with all that its page shows."""
    if "\0" in path:
        # PostgreSQL keeps no such text, and refuses to look for it.
        return None
    at = Story.objects.filter(permalink=path).order_by()
    key = remember(key_at(path), lambda: next(iter(at.values_list("pk", flat=True)[:1]), None))
    if key is None:
        return None
    # The very story whose card is made in the same printing; one that nobody may read stands on no card.
    shown = stories_by_key([key])
    story = shown[0] if shown else one_of(with_cards(Story.objects.filter(pk=key)))
    if story is None or not stands_in(story, site):
        return None
    story.reopen_body()
    return story


@printed(INDEX)
def republish(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Answer with a story's plain copy for another paper; where a story has gone, its copy has gone with it."""
    path = f"/{rest}"
    story = story_at(path, site_asked(request))
    if story is None:
        request.path = request.path_info = path
        response = answer_elsewhere(request)
        if response.get("Location", "").startswith("/"):
            response["Location"] = f"{ROOT}{response['Location']}"
        return response
    if not story.live or story.expired:
        return gone(request)
    site = story.site
    if site is None or not may_be_republished(story, facts_of(site)):
        raise Http404
    gone_after(story.expire_at)
    paper = paper_of(site)
    context = {"story": story, "paper": paper, "copy": copy_of(story, paper, site.root_url)}
    return render(request, edition_template(request, "stories/republish.html"), context)


@printed(INDEX)
def corrections(request: HttpRequest, year: int | None = None) -> HttpResponseBase:
    """Show the newest corrections, or all of a year."""
    site = site_asked(request)
    if site is None or not set_up(site):
        return being_set_up(request)
    years = years_corrected(site)
    if year is not None and year not in years:
        return answer_elsewhere(request)
    shown = newest_corrections(site) if year is None else corrections_in(year, site)
    context = {"corrections": shown, "years": years, "year": year}
    return render(request, edition_template(request, "stories/corrections.html"), context)


@printed(LAST, has_text=False)
def share_card(request: HttpRequest, address: str) -> HttpResponse:
    """Answer with the picture that a link is shared with: of a story, a section, or the paper."""
    site = site_asked(request)
    paper = paper_of(site) if site else None
    if site is None or paper is None or not paper.name:
        raise Http404
    found = (story_at(path, site) for path in pages_of_card(address))
    story = next(filter(None, found), None)
    if story is not None and (story.shown_at is None or story.expired or not has_card(story)):
        raise Http404
    if story is not None:
        gone_after(story.expire_at)
        card = card_of_story(story, paper)
    else:
        card = _card_of_place(site, address)
    return HttpResponse(draw_card(card), content_type="image/jpeg")


def _card_of_place(site: Site, address: str) -> Card:
    paper = paper_of(site)
    if address == "/":
        return card_of_page("", paper)
    page = page_at(site, address.lstrip("/"))
    if page is None or is_private(page):
        raise Http404
    return card_of_page(page.title, paper)
