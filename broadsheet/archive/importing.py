"""Filing the text of one page as a story of this paper."""

import json
import sys
from datetime import date, datetime, time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.archive.encodings import decode
from broadsheet.archive.errors import ImportRefusedError
from broadsheet.archive.page_text import PageReading, read_page
from broadsheet.lib.datelines import STAND_ALONE_FOLDED

if TYPE_CHECKING:
    from broadsheet.newsroom.models import User
    from broadsheet.sections.models import Section
    from broadsheet.stories.models import Story

LONGEST_HEADLINE = 255
# Twice the largest page that crawlers have been seen to save.
LARGEST_FILE_BYTES = 100 * 1024 * 1024


def read_file(file: Path) -> PageReading:
    """Return what a file's page says.

    Errors:
        PageError: the file is missing, too large, is no text, or holds no story.
    """
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise ImportRefusedError(
                f"{file} has more than 100 megabytes, so it is no page. "
                "Cut out the part that holds the story and import that."
            )
        content = file.read_bytes()
    except IsADirectoryError as error:
        raise ImportRefusedError(
            f"{file} is a folder. Name a file with the text of one page."
        ) from error
    except OSError as error:
        raise ImportRefusedError(
            f"{file} cannot be read. Name a file with the text of one page."
        ) from error
    return read_page(decode(content))


def show_page(file: Path, *, as_json: bool) -> int:
    """Show what would be filed, with no paper at all; return the exit status."""
    reading = read_file(file)
    if as_json:
        print_json(reading)
    sys.stderr.write(f"{summary(reading)} Nothing was filed: this was a dry run.\n")
    return 0


def print_json(reading: PageReading) -> None:
    """Write what was read to standard output, as JSON and nothing else."""
    sys.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=2) + "\n")


def summary(reading: PageReading) -> str:
    """Return one sentence of what a page was found to hold."""
    return (
        f"“{reading.headline}”: {len(reading.paragraphs)} paragraphs, "
        f"{len(reading.furniture)} lines of furniture, {len(reading.rail)} other stories."
    )


def published_on(reading: PageReading, asked: str | None) -> date | None:
    """Return when the page was published: as asked, else as found on it; None if nobody knows.

    Errors:
        ImportRefusedError: what was asked is no date, or a day to come.
    """
    if not asked:
        # A day to come is what the page tells of, not when it was published.
        return reading.date if reading.date and is_past(reading.date) else None
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise ImportRefusedError(f"“{asked}” is no date. Write it as in 2016-05-19.") from error
    refuse_future(day)
    return day


def is_past(day: date) -> bool:
    """Return whether a day has come, by the clock of the paper's program."""
    from django.utils import timezone

    return day <= timezone.localdate()


def refuse_future(day: date) -> None:
    """Raise if a day has not come yet: a story of that date would be live at once.

    Errors:
        ImportRefusedError: the day lies ahead.
    """
    if not is_past(day):
        raise ImportRefusedError(
            f"{day.isoformat()} has not come yet. Give the day on which the page was published."
        )


def find_section(name: str | None) -> "Section":
    """Return the section with this name or address; the first one if none is named.

    Errors:
        ImportRefusedError: there is no such section.
    """
    from broadsheet.sections.models import Section

    sections = Section.objects.order_by("path")
    if name is None:
        found = sections.first()
    else:
        found = (
            sections.filter(slug=name.strip("/").lower()).first()
            or sections.filter(title__iexact=name).first()
        )
    if found is None:
        known = ", ".join(sections.values_list("title", flat=True)[:12])
        raise ImportRefusedError(
            f"There is no section “{name}”. Sections are: {known}."
            if known
            else "This paper has no sections yet. Take the first steps in the newsroom, then import."
        )
    return found


def file_page(
    reading: PageReading,
    *,
    section: "Section",
    published: date | None,
    permalink: str | None,
    drafted_by: "User | None" = None,
) -> "Story":
    """File a page's story in a section: published on its date, or as a draft if nobody knows when that was.

    Args:
        drafted_by: who files it from the newsroom; it is a draft then, which keeps its date.
    """
    from django.db import transaction

    from broadsheet.masthead.models import paper_of
    from broadsheet.stories.models import Byline, Story

    story = Story(
        title=reading.headline[:LONGEST_HEADLINE],
        deck=reading.deck[:300],
        body=body_of(reading),
        live=published is not None and drafted_by is None,
        owner=drafted_by,
        hour_is_known=published is None,
        permalink=permalink,
        **dateline_fields(reading),
    )
    if published is not None:
        from broadsheet.masthead.pages import site_of

        site = site_of(section)
        zone = paper_of(site).zone if site else None
        # The page tells the day, not the hour; noon is the same day in every zone of a country.
        story.first_published_at = datetime.combine(published, time(12), tzinfo=zone)
        story.last_published_at = story.first_published_at if story.live else None
    for place, name in enumerate(reading.bylines):
        story.bylines.add(Byline(name=name[:120], sort_order=place))
    with transaction.atomic():
        section.add_child(instance=story)
        story.save_revision(clean=False, user=drafted_by)
    return story


def body_of(reading: PageReading) -> list[tuple[str, Any]]:
    """Return the blocks of a page's story; lines of one list become one list."""
    blocks: list[tuple[str, Any]] = []
    for line in reading.body:
        html = f"<p>{escape(line.bare, quote=False)}</p>"
        if line.kind == "item":
            if not blocks or blocks[-1][0] != "list":
                blocks.append(("list", {"items": [], "numbered": False}))
            blocks[-1][1]["items"].append(html)
        elif line.kind == "subhead":
            blocks.append(("subhead", line.text))
        else:
            blocks.append(("paragraph", html))
    return blocks


def dateline_fields(reading: PageReading) -> dict[str, str]:
    """Return a story's fields for the dateline that was found, and for the agency named in it."""
    found = reading.dateline
    if found is None:
        return {}
    fields = {"source_of_copy": "wire", "agency": found.agency} if found.agency else {}
    is_city = (
        found.region
        or found.place.casefold() in STAND_ALONE_FOLDED
        or len(found.place.split()) <= 2
    )
    if is_city:
        return {**fields, "dateline_place": found.place.title(), "dateline_region": found.region}
    return {**fields, "dateline_text": found.place.capitalize()}
