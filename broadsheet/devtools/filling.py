"""Filing a believable archive, thousands of stories a second, to measure with.

The rows pass the log by, which one line at the end makes good: everything that was printed is printed anew.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from broadsheet.devtools import town
from broadsheet.devtools.rows import (
    Rows,
    child_path,
    count_children,
    last_step,
    learn_about_tables,
    new_page_keys,
    ordered_uuid,
)
from broadsheet.devtools.text import Writer
from broadsheet.masthead.models import facts_of
from broadsheet.press.log import EVERYTHING, note_change
from broadsheet.sections.models import Section
from broadsheet.stories.models import Byline, Story
from broadsheet.stories.numbering import number_stories

# Stories in one transaction: about a tenth of a second.
PIECE = 500
YEARS = 21
AGENCIES = ["Inland Press Service", "Lakes News Exchange", "Statehouse Wire"]
PLACES = ["Columbus", "Dayton", "Marietta", "Chillicothe", "Lima", "Zanesville"]
LIVE, DOWN, DRAFT = "live", "down", "draft"


@dataclass(frozen=True)
class Written:
    """One story as it was written, before it has a place in the tree."""

    when: datetime
    title: str
    teaser: str
    deck: str
    body: str
    source: str
    section: int
    person: int
    photo: int
    state: str


@dataclass(frozen=True)
class Town:
    """What all stories are made with, read once."""

    zone: ZoneInfo
    kind: dict[str, int]
    sections: list[Section]
    people: list[tuple[int, str]]
    photos: list[int]

    def month_of(self, when: datetime) -> str:
        """Return the month in which the town's people read something first, as addresses have it."""
        local = when.astimezone(self.zone)
        return f"{local.year:04}/{local.month:02}"


def fill(count: int, *, seed: int = 1, until: datetime | None = None) -> int:
    """File so many stories over the last twenty-one years, in a paper that is founded if there is none.

    The same seed on the same paper gives the same archive. References of photos and people to stories are left out:
    each story's are made when it is next saved.

    Args:
        until: when the newest is published; last midnight (UTC) if not given.

    Returns how many stories the paper has now.
    """
    midnight = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found = find_town(seed)
    writer = Writer(f"{seed} {Story.objects.count()}")
    piece: list[Written] = []
    for story in written_stories(count, writer, found, until or midnight):
        piece.append(story)
        if len(piece) == PIECE:
            file_piece(piece, found, writer)
            piece = []
    if piece:
        file_piece(piece, found, writer)
    number_stories()
    learn_about_tables()
    with transaction.atomic():
        note_change("archive:filled", touches=[EVERYTHING], why="filled to measure with")
    return Story.objects.count()


def find_town(seed: int) -> Town:
    """Return the paper with its sections, people and photos, making what is missing."""
    site = Site.objects.get(is_default_site=True)
    town.found_town(site)
    site.refresh_from_db()
    people, photos = town.staff(), town.photos(str(seed))
    front = site.root_page
    sections = Section.objects.filter(path__startswith=front.path).order_by("path")
    kind = {
        "content_type_id": ContentType.objects.get_for_model(Story).pk,
        "locale_id": Locale.objects.get().pk,
    }
    return Town(facts_of(site).zone, kind, list(sections), people, photos)


def written_stories(count: int, writer: Writer, found: Town, until: datetime) -> Iterator[Written]:
    """Write stories in the order of their dates, evenly over the years."""
    random = writer.random.random
    between = timedelta(days=365.25 * YEARS) / count
    for number in range(count):
        when = until - (count - number - random()) * between
        text = writer.paragraphs()
        yield Written(
            when=when.replace(microsecond=0),
            title=writer.headline(),
            teaser=writer.sentence(10, 20)[:200],
            deck=writer.sentence(8, 18)[:300] if random() < 0.7 else "",
            body=_body(text, number),
            source=_source(random()),
            section=int(random() * len(found.sections)),
            person=int(random() * len(found.people)),
            photo=int(random() * len(found.photos)),
            state=_state(number),
        )


def _body(paragraphs: list[str], number: int) -> str:
    """Return the JSON of a body, a subhead before its sixth paragraph."""
    blocks: list[tuple[str, str]] = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    if len(blocks) > 6:
        blocks.insert(5, ("subhead", paragraphs[5].partition(".")[0][:60]))
    return json.dumps(
        [
            {"type": kind, "value": value, "id": f"{number:08x}-0000-4000-8000-{place:012x}"}
            for place, (kind, value) in enumerate(blocks)
        ]
    )


def _source(chance: float) -> str:
    """Return where a story comes from: a quarter from agencies, a few sent in."""
    kinds = Story.SourceKind
    if chance < 0.68:
        return kinds.STAFF.value
    if chance < 0.93:
        return kinds.WIRE.value
    return (kinds.CONTRIBUTED if chance < 0.97 else kinds.PRESS_RELEASE).value


def _state(number: int) -> str:
    """Return where a story stands: one of 200 was taken down, one of 400 never published."""
    if number % 400 == 399:
        return DRAFT
    return DOWN if number % 200 == 99 else LIVE


@transaction.atomic
def file_piece(piece: list[Written], found: Town, writer: Writer) -> None:
    """Put some stories into the tables: pages, stories, bylines, and the number of children of their sections."""
    pages, stories = Rows(Page), Rows(Story)
    bylines = Rows(Byline, without=["id"])
    steps = {place: last_step(found.sections[place]) for place in {one.section for one in piece}}
    added: Counter[int] = Counter()
    for key, one in zip(new_page_keys(len(piece)), piece, strict=True):
        section = found.sections[one.section]
        steps[one.section] += 1
        added[section.pk] += 1
        slug = f"{slugify(one.title)[:80]}-{key}"
        path = child_path(section.path, steps[one.section])
        uuid = ordered_uuid(one.when, writer.random)
        place = {"path": path, "url_path": f"{section.url_path}{slug}/", "translation_key": uuid}
        pages.add({"id": key, "slug": slug, **found.kind, **place, **_page_row(one, section)})
        permalink = None if one.state == DRAFT else f"/{found.month_of(one.when)}/{slug}/"
        shown = {"permalink": permalink, "lead_photo_id": found.photos[one.photo]}
        stories.add({"page_ptr_id": key, **shown, **_story_row(key, one, section, slug)})
        bylines.add(_byline_row(key, one, found))
    for rows in (pages, stories, bylines):
        rows.insert()
    count_children(added.items())


def _page_row(one: Written, section: Section) -> dict[str, Any]:
    when = connection.ops.adapt_datetimefield_value(one.when)
    published = None if one.state == DRAFT else when
    return {
        "depth": section.depth + 1,
        "live": one.state == LIVE,
        "has_unpublished_changes": one.state == DRAFT,
        "first_published_at": published,
        "last_published_at": published,
        "latest_revision_created_at": when,
        "title": one.title,
        "draft_title": one.title,
    }


def _story_row(key: int, one: Written, section: Section, slug: str) -> dict[str, Any]:
    is_wire = one.source == Story.SourceKind.WIRE
    when = connection.ops.adapt_datetimefield_value(one.when)
    return {
        "deck": one.deck,
        "teaser": one.teaser,
        "dateline_place": PLACES[key % len(PLACES)] if is_wire else "",
        "dateline_region": "Ohio" if is_wire else "",
        "source_of_copy": one.source,
        "agency": AGENCIES[key % len(AGENCIES)] if is_wire else "",
        "body": one.body,
        "story_slug": slug,
        "home_section_id": section.pk,
        "shown_at": when if one.state == LIVE else None,
    }


def _byline_row(key: int, one: Written, found: Town) -> dict[str, Any]:
    """Return the byline: one of the paper's own people, or the name that an agency gave."""
    person, name = found.people[one.person]
    is_ours = one.source == Story.SourceKind.STAFF
    return {
        "story_id": key,
        "sort_order": 0,
        "journalist_id": person if is_ours else None,
        "name": "" if is_ours else f"{name.split()[1]} {name.split()[0]}son",
    }
