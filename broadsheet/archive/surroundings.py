"""What stands around a story's paragraphs: its bylines, its date, its dateline."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from broadsheet.archive.bylines import (
    in_title_case,
    is_name,
    is_person,
    looks_like_a_paper,
    names_a_paper,
    read_byline,
)
from broadsheet.archive.lines import Line, Mark
from broadsheet.archive.page_dates import find_date, is_life, is_update
from broadsheet.lib.datelines import Dateline, split_dateline, whole_dateline

# How far above the headline and below the story a date or byline still belongs to it, in lines.
ABOVE_LINES: Final = 6
BELOW_LINES: Final = 8
HEADS: Final = frozenset({Mark.HEADING, Mark.LABEL})
# How lines begin that tell where and when a text was printed.
PRINTED: Final = ("published ", "originally published", "first published")
MARKER = re.compile(r"(?:[•·▪‣◦●○*–—+-]|\(?\d{1,2}[.)]|\(?[a-z]\)) +")


class BodyLine(NamedTuple):
    """One line of a story: `kind` is paragraph, subhead or item (of a list)."""

    kind: str
    text: str

    @property
    def bare(self) -> str:
        """The text without the dot or number that makes it an item."""
        return MARKER.sub("", self.text, count=1) if self.kind == "item" else self.text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A story's place among the lines of its page, by their numbers."""

    lines: list[Line]
    headline: int
    first: int
    last: int
    floor: int

    def above(self) -> range:
        """Return the lines between the headline and the story, and the few above the headline."""
        return range(max(self.floor, self.headline - ABOVE_LINES), self.first)

    def below(self) -> range:
        """Return the lines beneath the story, up to the next heading."""
        stop = min(len(self.lines), self.last + 1 + BELOW_LINES)
        titles = HEADS | {Mark.RAIL_TITLE}
        below = range(self.last + 1, stop)
        return range(
            self.last + 1, next((at for at in below if self.lines[at].mark in titles), stop)
        )

    def bylines(self) -> list[str]:
        """Return the writers' names from the first place that has any."""
        for place in (self.above(), range(self.first, self.last), self.below()):
            names: list[str] = []
            for at in place:
                if self.lines[at].mark is Mark.BYLINE:
                    names += read_byline(self.lines[at].text) or []
            if names:
                # An agency's name beneath a writer's tells whom the writer works for.
                return list(dict.fromkeys(filter(is_person, names))) or names
        return self.bare_name()

    def bare_name(self) -> list[str]:
        """Return a name that stands between headline and story without “By”, beside date or role."""
        for at in range(self.headline + 1, self.first):
            line = self.lines[at]
            name, _, paper = re.sub(" ?[|•·,/] ?", "|", line.text).partition("|")
            signed = looks_like_a_paper(paper) or names_a_paper(paper) or self.is_signed(at)
            # A place stands there as often, but the story speaks of it.
            beginning = [self.lines[self.headline], *self.lines[self.first : self.first + 5]]
            known = any(other.text.find(name) > 0 for other in beginning)
            shaped = line.mark in HEADS or (line.mark is Mark.CREDIT and bool(paper))
            if shaped and signed and not known and is_name(name):
                line.mark = Mark.BYLINE
                return [in_title_case(name)]
        return []

    def is_signed(self, at: int) -> bool:
        """Return whether a date, a role, a paper, or a place and a date stand beneath a line."""
        below, next_below = self.lines[at + 1], self.lines[min(at + 2, self.first)]
        above = self.lines[at - 1]
        has_address = below.mark is Mark.ACTION and "@" in below.text
        if (
            has_address
            or below.mark in (Mark.DATE, Mark.BYLINE)
            or (above.mark is Mark.DATE and below.mark not in HEADS)
        ):
            return True
        if below.mark not in HEADS:
            return False
        is_paper = looks_like_a_paper(below.text) and below.mark is Mark.LABEL
        return is_paper or names_a_paper(below.text) or next_below.mark is Mark.DATE

    def date(self) -> tuple[date | None, str]:
        """Return the day the story was published, by the page's own words, and where they stood."""
        places = (
            (range(self.headline + 1, self.first), "below the headline"),
            (range(self.above().start, self.headline), "above the headline"),
            (self.below(), "below the story"),
        )
        beginning = " ".join(
            self.lines[at].text[:500] for at in range(self.first, self.last + 1)[:5]
        )
        english = " the " in beginning.casefold()
        for place, words in places:
            dated = [
                self.lines[at].text
                for at in place
                if tells_when(self.lines[at]) and not is_life(self.lines[at].text)
            ]
            # An update is later than the day that the address is made of.
            for text in sorted(dated, key=is_update):
                if day := find_date(text, month_first=english):
                    return day, words
        return None, ""

    def dateline(self, body: list[int]) -> tuple[Dateline | None, list[BodyLine]]:
        """Return the dateline, and the story without it."""
        story = [BodyLine(kind_of(self.lines[at]), self.lines[at].text) for at in body]
        for at in range(self.headline + 1, self.first):
            if self.lines[at].mark is Mark.DATELINE:
                return whole_dateline(self.lines[at].text), story
        for number, line in enumerate(story):
            if line.kind == "paragraph":
                dateline, rest = split_dateline(line.text)
                if dateline:
                    story[number] = BodyLine(line.kind, rest)
                return dateline, story
        return None, story


def tells_when(line: Line) -> bool:
    """Return whether a line's date could be the day of publication."""
    printed = line.mark is Mark.LEGAL and line.text.casefold().startswith(PRINTED)
    return printed or line.mark in (Mark.DATE, Mark.BYLINE, Mark.DATELINE)


def kind_of(line: Line) -> str:
    if line.mark is Mark.ITEM:
        return "item"
    return "paragraph" if line.mark is Mark.PROSE else "subhead"
