"""What a story says of itself to machines: search engines, sites that link to it, feed readers.

Nothing here is a setting of the paper: its name comes from the parts in `masthead/publisher.py`, so that a change of it
prints no story again.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site
from wagtail.rich_text import get_text_for_indexing

from broadsheet.lib.datelines import full_region
from broadsheet.lib.languages import language_tag
from broadsheet.masthead.models import facts_of as facts_of_paper
from broadsheet.masthead.publisher import for_script, publisher_id
from broadsheet.masthead.share_card import HEIGHT, WIDTH
from broadsheet.photos.models import Use
from broadsheet.stories.gathered_metadata import gathered
from broadsheet.stories.live_metadata import as_live_blog
from broadsheet.stories.live_page import newest_at
from broadsheet.stories.models import Byline, Correction, Story
from broadsheet.stories.opinion import kind_of_article
from broadsheet.stories.pictures import (
    Picture,
    absolute,
    image_object,
    lead_picture_of,
    without_blanks,
)
from broadsheet.stories.share_images import has_card, path_of_card
from broadsheet.stories.translations import original_of, versions_of


class Author(NamedTuple):
    """Who wrote a story; `url` is empty for someone without a page here."""

    name: str
    url: str


class SharePicture(NamedTuple):
    """What other sites show with a link. Width and height in pixels."""

    url: str
    width: int
    height: int
    alt: str


class Alternate(NamedTuple):
    """A story's address in one language, by the language's tag."""

    language: str
    url: str


class Facts(NamedTuple):
    """All that a story's head says. Before it is first published, `url` is empty and `published` is None."""

    url: str
    headline: str
    summary: str
    section: str
    feed: str
    published: datetime | None
    modified: datetime | None
    authors: list[Author]
    picture: Picture | None
    share: SharePicture | Picture | None
    language: str
    alternates: list[Alternate]
    # Without its end (`of_each_story`).
    json_ld: SafeString


def facts_of(story: Story, root_url: str) -> Facts:
    """Return what a story says of itself, with absolute addresses under `root_url`."""
    section = story.home_section
    corrections = list(story.corrections.all()) if story.pk else []
    picture = lead_picture_of(story, root_url)
    facts = Facts(
        url=absolute(root_url, story.permalink),
        headline=story.title,
        summary=summary_of(story),
        section=section.title if section else "",
        feed=absolute(root_url, f"{section.path_for_readers}feed/") if section else "",
        published=_local(story.first_published_at),
        modified=modified_at(story, corrections),
        authors=authors_of(story, root_url),
        picture=picture,
        share=share_picture_of(story, root_url) or lead_picture_of(story, root_url, Use.SHARE),
        language=language_tag(story.language),
        alternates=[
            Alternate(one.language, absolute(root_url, one.url)) for one in versions_of(story)
        ],
        json_ld=SafeString(),
    )
    whole = as_live_blog(news_article(story, facts, corrections, root_url), story)
    # Left open: what is the same of every story stands in a part (`of-each-story`), which all of them share on the shelf.
    return facts._replace(json_ld=mark_safe(f"{for_script(whole)[:-1]},"))  # nosec B308 # made for a script


def of_each_story(site: Site, language: str) -> SafeString:
    """Return the end of every story's JSON-LD, from within the object to its closing brace.

    Args:
        language: the story's own code, if it is written in another than the paper's.
    """
    # Not noted: a change of the paper's language prints everything anew.
    said = language_tag(language or facts_of_paper(site).language)
    shared = {
        "isAccessibleForFree": True,
        "inLanguage": said,
        "publisher": publisher_id(site.root_url),
    }
    return mark_safe(for_script(without_blanks(shared))[1:])  # nosec B308 # made for a script


def summary_of(story: Story) -> str:
    """Return the sentence that stands for a story elsewhere; empty if it has none."""
    return story.teaser or story.deck


def modified_at(story: Story, corrections: Iterable[Correction]) -> datetime | None:
    """Return when a story was last changed in what it says: published, updated, corrected, told on live."""
    times = [story.first_published_at, story.updated_at, *[one.made_at for one in corrections]]
    times.append(newest_at(story))
    return _local(max(filter(None, times), default=None))


def _local(when: datetime | None) -> datetime | None:
    return timezone.localtime(when).replace(microsecond=0) if when else None


def authors_of(story: Story, root_url: str) -> list[Author]:
    """Return who signed a story, in their order."""
    bylines: Iterable[Byline] = story.bylines.all()
    return [
        Author(
            re.sub(r"(?i)^by\s+", "", byline.printed_name.strip()),
            absolute(root_url, byline.journalist.path) if byline.journalist else "",
        )
        for byline in bylines
        if byline.printed_name.strip()
    ]


def share_picture_of(story: Story, root_url: str) -> SharePicture | None:
    """Return the card drawn for a story; None if it has none, and then its photo must do."""
    if not has_card(story):
        return None
    url = absolute(root_url, path_of_card(story.permalink or ""))
    return SharePicture(url, WIDTH, HEIGHT, story.photo_alt or story.title)


def words_in(story: Story) -> int:
    """Return how many words a story's text has, without captions and pull quotes."""
    return sum(len(get_text_for_indexing(text).split()) for text in _texts(story))


def plain_text_of(story: Story) -> str:
    """Return the words of a story's text alone, without mark-up, captions and pull quotes."""
    return " ".join(get_text_for_indexing(text) for text in _texts(story))


def _texts(story: Story) -> Iterable[str]:
    for block in story.body:
        if block.block_type == "paragraph":
            yield block.value.source
        elif block.block_type == "subhead":
            yield str(block.value)
        elif block.block_type == "list":
            yield from (line.source for line in block.value["items"])


def news_article(
    story: Story, facts: Facts, corrections: Iterable[Correction], root_url: str
) -> dict[str, Any]:
    """Return a story in the words of schema.org's NewsArticle, all but what is said of every story alike."""
    article = {
        "@context": "https://schema.org",
        "@type": kind_of_article(story),
        "headline": facts.headline,
        "description": facts.summary,
        "url": facts.url,
        "mainEntityOfPage": facts.url,
        "datePublished": _written(facts.published),
        "dateModified": _written(facts.modified),
        "author": _authors(story, facts.authors),
        "sourceOrganization": _organization(_agency_of(story)),
        "image": image_object(facts.picture),
        "articleSection": facts.section,
        "genre": story.opinion_word,
        "backstory": get_text_for_indexing(story.how_reported),
        "dateline": story.dateline,
        "contentLocation": _place(story),
        **gathered(story, root_url),
        "correction": [_correction(one) for one in corrections],
        "wordCount": words_in(story),
        "translationOfWork": _original(story, facts),
    }
    return without_blanks(article)


def _written(when: datetime | None) -> str:
    return when.isoformat() if when else ""


def _agency_of(story: Story) -> str:
    return "" if story.source_of_copy == Story.SourceKind.STAFF else story.agency


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}


def _authors(story: Story, authors: list[Author]) -> list[dict[str, str]]:
    people = [
        without_blanks({"@type": "Person", "name": author.name, "url": author.url})
        for author in authors
    ]
    agency = _organization(_agency_of(story))
    return people or ([agency] if agency else [])


def _place(story: Story) -> dict[str, str]:
    words = [story.dateline_place, full_region(story.dateline_region)]
    name = ", ".join(filter(None, words))
    return {"@type": "Place", "name": name} if name else {}


def _original(story: Story, facts: Facts) -> dict[str, str]:
    original = original_of(story)
    if original is None or original.shown_at is None:
        return {}
    return {
        "@type": kind_of_article(original),
        "headline": original.title,
        "url": absolute(facts.url, original.permalink),
    }


def _correction(correction: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": f"{correction.wrong} {correction.right}",
        "datePublished": _written(_local(correction.made_at)),
    }
