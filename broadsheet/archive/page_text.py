"""Reading one saved page of another system: what of it is the story, and what is furniture.

>>> page = read_page("Ferry is back\\n\\nLARKMERE — The ferry runs again. " + "It had been away. " * 5)
>>> page.headline, page.dateline.text
('Ferry is back', 'LARKMERE')
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from broadsheet.archive.captions import unglue
from broadsheet.archive.closings import with_last_signature, without_closings
from broadsheet.archive.encodings import decode
from broadsheet.archive.errors import NoStoryError
from broadsheet.archive.headlines import Header, header_of, with_first_subhead, without_deck
from broadsheet.archive.lines import Line, Mark, count_words, read_lines
from broadsheet.archive.marks import mark_lines
from broadsheet.archive.page_html import is_html, visible_text
from broadsheet.archive.rails import Rail, RailItem, find_rails, rail_items
from broadsheet.archive.reasons import give_reasons, other_headlines
from broadsheet.archive.runs import Run, choose_run, find_runs, floor_of
from broadsheet.archive.surroundings import BodyLine, Surroundings
from broadsheet.lib.datelines import Dateline

__all__ = ["BodyLine", "Furniture", "PageLine", "PageReading", "RailItem", "decode", "read_page"]


class Furniture(NamedTuple):
    """A line of the page that is no part of the story, and why."""

    text: str
    reason: str


class PageLine(NamedTuple):
    """A line of the page: its text without the dateline, what it was taken for, and why it is no story."""

    kind: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page, read: every line of it is in exactly one of the parts."""

    headline: str
    # The line beneath the headline; it is told among the furniture too, as no paragraph.
    deck: str
    dateline: Dateline | None
    bylines: list[str]
    date: date | None
    # Where the date stood, in words for an editor; empty without a date.
    date_found: str
    body: list[BodyLine]
    furniture: list[Furniture]
    # The headlines of whole stories that stand on the page too; the main one alone is read.
    others: list[str]
    rail_title: str
    rail: list[RailItem]
    # Every line of the page in its order, for the newsroom's screen.
    lines: list[PageLine]

    @property
    def paragraphs(self) -> list[str]:
        """All that the story says, in order, without its headline and dateline."""
        return [line.text for line in self.body]

    def as_json(self) -> dict[str, Any]:
        """Return what `broadsheet import page --json` prints."""
        return {
            "headline": self.headline,
            "dateline": self.dateline.text if self.dateline else None,
            "bylines": self.bylines,
            "date": self.date.isoformat() if self.date else None,
            "paragraphs": self.paragraphs,
            "furniture": [line._asdict() for line in self.furniture],
            "others": self.others,
            "rail": [item._asdict() for item in self.rail],
        }


def read_page(text: str) -> PageReading:
    """Tell the story of a page from everything around it.

    Args:
        text: what `decode` made of the file, plain text or HTML.

    Errors:
        NoStoryError: no story, or no headline for it, is on the page.
    """
    lines = page_lines(visible_text(text) if is_html(text) else text)
    rails = find_rails(lines)
    runs = find_runs(lines, rails)
    run = choose_run(lines, runs, sum(len(rail.cards) for rail in rails))
    if run is None:
        raise NoStoryError(
            "No story was found on the page, only links and short lines; "
            "save the page of a single story and import that."
        )
    return read_story(lines, rails, runs, run)


def page_lines(text: str) -> list[Line]:
    """Return the page's lines, marked, with captions that ran into the text cut out of it."""
    lines: list[Line] = []
    for line in read_lines(text):
        pieces = unglue(line.text) if line.text.find(")") > 0 else [line.text]
        if len(pieces) == 1:
            lines.append(line)
        else:
            lines += [Line(piece, line.block, count_words(piece)) for piece in pieces]
    mark_lines(lines)
    return lines


def read_story(lines: list[Line], rails: list[Rail], runs: list[Run], run: Run) -> PageReading:
    """Put the parts of a page together, once its story's run is known."""
    floor = floor_of(run, rails, runs)
    body = without_deck(lines, run.body)
    header = header_of(lines, rails, body, floor)
    around = Surroundings(lines, header.headline, body[0], body[-1], floor)
    bylines = around.bylines()
    day, day_found = around.date()
    body = with_first_subhead(lines, body, header)
    body = with_last_signature(lines, without_closings(lines, body, bylines))
    dateline, paragraphs = around.dateline(body)
    rail = [item for rail in rails for item in rail_items(lines, rail)]
    longest = max(rails, key=lambda rail: len(rail.cards), default=None)
    give_reasons(lines, header, body, runs)
    return PageReading(
        headline=header.text,
        deck=lines[header.deck].text if header.deck >= 0 else "",
        dateline=dateline,
        bylines=bylines,
        date=day,
        date_found=day_found,
        body=paragraphs,
        furniture=[Furniture(line.text, line.reason) for line in lines if line.is_furniture],
        others=[lines[at].text for at in other_headlines(lines, runs, body)],
        rail_title=lines[longest.title].text if longest and longest.title >= 0 else "",
        rail=rail,
        lines=page_in_order(lines, header, body, paragraphs),
    )


def page_in_order(
    lines: list[Line], header: Header, body: list[int], paragraphs: list[BodyLine]
) -> list[PageLine]:
    """Return the lines of the page as they stand on it, each with what it was taken for."""
    story = dict(zip(body, paragraphs, strict=True))
    page: list[PageLine] = []
    for at, line in enumerate(lines):
        if at in story:
            page.append(PageLine(*story[at]))
        elif at == header.headline:
            page.append(PageLine("headline", line.text))
        else:
            is_caption = line.mark is Mark.CAPTION and line.reason == Mark.CAPTION.value
            page.append(PageLine("caption" if is_caption else "furniture", line.text, line.reason))
    return page
