"""Finding rails: lists of other stories, each a card of headline, teaser, caption and credit."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from broadsheet.archive import vocabulary
from broadsheet.archive.cards import ASIDES, TEXT, Card, is_above_headline, read_card
from broadsheet.archive.lines import IN_RAIL, QUESTION_END, Line, Mark
from broadsheet.photos.credits.splitting import split_credit

# How many lines above a rail tell whether it stands inside a story, and how long its paragraphs are.
ABOVE_LINES: Final = 12
PARAGRAPH_WORDS: Final = 12
NUMBER = re.compile(r"(?:[•·▪‣◦●○*–—+-]|\(?\d{1,2}[.)]) +")


class RailItem(NamedTuple):
    """Another story, as a rail shows it; the credit is without its brackets."""

    headline: str
    teaser: str
    caption: str
    credit: str


@dataclass(slots=True)
class Rail:
    """A list of other stories: its lines from start to stop, and its cards."""

    start: int
    stop: int
    cards: list[Card] = field(default_factory=list)
    title: int = -1
    # Whether the story goes on beneath it, as beneath a box with a link or two.
    is_aside: bool = False


def find_rails(lines: list[Line]) -> list[Rail]:
    """Return the page's rails, in order: after a title that says so, or by their shape alone."""
    rails: list[Rail] = []
    at = 0
    while at < len(lines):
        rail = titled_rail(lines, at) or untitled_rail(lines, at)
        if rail.cards:
            rails.append(rail)
        # Cards that were looked at and refused are not looked at again, or long lists would be
        # gone through once for each of their lines.
        at = max(at + 1, rail.stop)
    return rails


def rail_items(lines: list[Line], rail: Rail) -> Iterator[RailItem]:
    """Yield the stories of a rail, and give every other line of it its reason."""
    for line in lines[rail.start : rail.stop]:
        line.reason = line.reason or "part of a list of other stories"
    if rail.title >= 0:
        lines[rail.title].reason = Mark.RAIL_TITLE.value
    captions_first = any(0 <= card.caption < card.headline for card in rail.cards) and not any(
        card.caption >= 0 and card.label >= 0 for card in rail.cards
    )
    for card in rail.cards:
        if card.caption < 0 and card.label >= 0 and captions_first:
            card.caption = card.label
        for at in (card.headline, card.teaser, card.caption, card.credit):
            if at >= 0:
                lines[at].reason = IN_RAIL
        yield read_item(lines, card)


def read_item(lines: list[Line], card: Card) -> RailItem:
    caption, credit = "", ""
    if card.caption >= 0:
        caption = lines[card.caption].text
        split = split_credit(caption)
        if split is not None:
            caption, credit = split
    if card.credit >= 0:
        split = split_credit(lines[card.credit].text)
        credit = split.credit if split is not None else lines[card.credit].text
    teaser = lines[card.teaser].text if card.teaser >= 0 else ""
    headline = lines[card.headline]
    bare = NUMBER.sub("", headline.text) if headline.mark is Mark.ITEM else headline.text
    return RailItem(bare, teaser, caption, credit)


def titled_rail(lines: list[Line], at: int) -> Rail | None:
    """Return the rail beneath a title such as “More in Local News”."""
    if lines[at].mark is not Mark.RAIL_TITLE:
        return None
    rail = Rail(at, at + 1, title=at)
    gather(lines, rail, bare=True)
    drop_strays(lines, rail)
    give_back_paragraph(lines, rail)
    return rail if rail.cards else None


def give_back_paragraph(lines: list[Line], rail: Rail) -> None:
    """Leave to the story what stands beneath the one link of a box such as “Read also”."""
    if len(rail.cards) != 1 or not stands_inside(lines, rail):
        return
    card = rail.cards[0]
    title = lines[rail.title].text.casefold().replace("’", "'")
    if card.teaser >= 0 and not card.has_caption and vocabulary.READ_ALSO.match(title):
        card.teaser = -1
        card.stop = rail.stop = card.headline + 1
    rail.is_aside = card.is_bare and vocabulary.READ_ALSO.match(title) is not None


def stands_inside(lines: list[Line], rail: Rail) -> bool:
    """Return whether a story has begun above a rail."""
    above = lines[max(0, rail.start - ABOVE_LINES) : rail.start]
    return sum(line.mark in TEXT and line.words >= PARAGRAPH_WORDS for line in above) >= 2


def untitled_rail(lines: list[Line], at: int) -> Rail:
    """Return a rail that is told by its cards alone; one without cards if they are none."""
    rail = Rail(at, at)
    if lines[at].mark in TEXT and not is_above_headline(lines, at):
        return rail
    gather(lines, rail, bare=False)
    captioned = sum(card.has_caption for card in rail.cards)
    if captioned >= 2 and not rail.cards[0].has_caption:
        # The story's own headline and a short first paragraph look like one more card.
        del rail.cards[0]
        rail.start = rail.cards[0].start
    drop_strays(lines, rail)
    if not looks_like_a_rail(lines, rail.cards):
        rail.cards.clear()
    return rail


def gather(lines: list[Line], rail: Rail, *, bare: bool) -> None:
    """Add cards to a rail for as long as the lines read as cards."""
    at = rail.stop
    inside = stands_inside(lines, rail)
    while at < len(lines):
        card = read_card(lines, at, rail.cards if bare else None, inside=inside)
        if card is None or (card.is_bare and not bare):
            skipped = skip_furniture(lines, at)
            card = read_card(lines, skipped) if skipped > at else None
            if card is None or card.is_bare:
                return
        rail.cards.append(card)
        at = rail.stop = card.stop


def skip_furniture(lines: list[Line], at: int) -> int:
    """Return the number of the first line after the few that may stand between two cards."""
    between = ASIDES | {Mark.PLEA, Mark.CONSENT, Mark.ACTION, Mark.RELATED}
    stop = at
    while stop < len(lines) and stop - at < 4 and lines[stop].mark in between:
        stop += 1
    return stop


def drop_strays(lines: list[Line], rail: Rail) -> None:
    """Leave out what ends a rail but is no story of it: a last link, or an unknown plea."""
    while len(rail.cards) > 2 and is_stray(lines, rail.cards):
        rail.cards.pop()
        rail.stop = rail.cards[-1].stop


def is_stray(lines: list[Line], cards: list[Card]) -> bool:
    last, others = cards[-1], cards[:-1]
    if last.is_bare:
        return sum(not card.is_bare for card in others[-8:]) >= 0.7 * len(others[-8:])
    if (
        last.has_caption
        or last.label >= 0
        or not all(card.has_caption or card.label >= 0 for card in others[-8:])
    ):
        return False
    text = f"{lines[last.headline].text} {lines[last.teaser].text}".casefold().replace("’", "'")
    names_paper = any(name in text for name in papers_names(lines, others[-8:]))
    return names_paper or vocabulary.ADDRESS.search(text) is not None


def papers_names(lines: list[Line], cards: list[Card]) -> set[str]:
    """Return what stands after the slash of at least two credits: the name of the paper itself."""
    names = Counter(
        read_item(lines, card).credit.partition(" / ")[2].casefold().strip() for card in cards
    )
    return {name for name, count in names.items() if name and count > 1}


def looks_like_a_rail(lines: list[Line], cards: list[Card]) -> bool:
    """Return whether cards that no title announces are a rail, and not a story's own sections."""
    heads = [lines[card.headline] for card in cards]
    # Subheads are shorter than headlines, also where a photo stands above each.
    if not cards or sum(head.words for head in heads) < 4.5 * len(cards):
        return False
    captioned = sum(card.has_caption for card in cards)
    if captioned >= 2 and 2 * captioned >= len(cards):
        return True
    if len(cards) < 3 or has_times(lines, cards) or only_first_is_signed(lines, cards):
        return False
    questions = sum(QUESTION_END.search(head.text) is not None for head in heads)
    numbered = sum(head.text[0].isdigit() and head.text.split()[0][-1] in ".):" for head in heads)
    teasers = [lines[card.teaser].words for card in cards if card.teaser >= 0]
    return 3 * max(questions, numbered) <= len(cards) and sum(teasers) <= 35 * len(teasers)


def only_first_is_signed(lines: list[Line], cards: list[Card]) -> bool:
    """Return whether only the first headline has a byline or date: a story with its subheads."""
    signed = [
        any(lines[at].mark in (Mark.BYLINE, Mark.DATE) for at in range(card.start, card.stop))
        for card in cards
    ]
    return signed[0] and 2 * sum(signed[1:]) < len(cards) - 1


def has_times(lines: list[Line], cards: list[Card]) -> bool:
    """Return whether times of day stand above the entries, as in live coverage."""
    timed = sum(
        any(lines[at].mark is Mark.TIME for at in range(card.start, card.stop)) for card in cards
    )
    return 2 * timed >= len(cards)
