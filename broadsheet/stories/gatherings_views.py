"""What a reader may ask of topics and series."""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from wagtail.models import Site

from broadsheet.masthead.readers import answer_elsewhere
from broadsheet.press.addresses import moved_to
from broadsheet.press.asking import INDEX, printed
from broadsheet.press.recorder import note_source
from broadsheet.press.twins import edition_template
from broadsheet.stories.cards import cards_of
from broadsheet.stories.gatherings import newest_keys_on, parts_of, topics_with_stories
from broadsheet.stories.lists import stories_by_key
from broadsheet.stories.models import Place, Series, Topic
from broadsheet.stories.places import A_PAGE, TOPICS, newest_page, numbered_page


@printed(INDEX)
def topics(request: HttpRequest) -> HttpResponseBase:
    return render(
        request, edition_template(request, "stories/topics.html"), {"topics": topics_with_stories()}
    )


@printed(INDEX)
def topic(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        return answer_elsewhere(request)
    newest = newest_page(Place.Of.TOPIC, found.pk)
    lines = cards_of(newest_keys_on(found.pk, A_PAGE), "line", template="stories/line.html")
    # With one page, this one shows it all.
    context = {"topic": found, "lines": lines, "newest_page": newest if newest > 1 else 0}
    return render(request, edition_template(request, "stories/topic.html"), context)


@printed(INDEX)
def topic_page(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    note_source(TOPICS)
    found = Topic.objects.filter(slug=slug).first()
    page = numbered_page(Place.Of.TOPIC, found.pk, number) if found else None
    if found is None or page is None:
        return numbered_elsewhere(request, number)
    context = {"page": page, "name": found.name, "path": found.path}
    return render(request, edition_template(request, "stories/numbered.html"), context)


@printed(INDEX)
def series(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = Series.objects.filter(slug=slug).first()
    if found is None:
        return answer_elsewhere(request)
    numbers = {key: number for number, key in parts_of(found)}
    parts = [(numbers[story.pk], story) for story in stories_by_key(numbers)]
    return render(
        request, edition_template(request, "stories/series.html"), {"series": found, "parts": parts}
    )


def numbered_elsewhere(request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer for a numbered page of a list whose front has another address now: the same page there.

    Errors:
        Http404: no such page was ever begun.
    """
    site = Site.find_for_request(request)
    front = request.path.removesuffix(f"page/{number}/")
    now_at = moved_to(site.hostname, front) if site else ""
    if now_at:
        return HttpResponsePermanentRedirect(f"{now_at}page/{number}/")
    return answer_elsewhere(request)
