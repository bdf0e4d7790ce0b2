"""Reading one card of a rail: another story's headline, with its teaser, caption and credit.

A card's teaser stands alone beneath its headline; a headline with two paragraphs beneath it is a
story. That is the whole difference, and `read_card` looks ahead for it.
"""

from dataclasses import dataclass
from typing import Final

from broadsheet.archive.lines import Line, Mark
from broadsheet.lib.sentences import ends_like_a_sentence

TEASER_WORDS: Final = 60
HEADLINE_WORDS: Final = 24
# The longest headline that ends like a sentence.
SENTENCE_WORDS: Final = 16
CARD_LINES: Final = 6
# A link without teaser or caption must be as long as headlines are, or menus would become rails.
BARE_HEADLINE_WORDS: Final = 4

ASIDES: Final = frozenset(
    {
        Mark.DATE,
        Mark.TIME,
        Mark.BYLINE,
        Mark.SHARE,
        Mark.COMMENTS,
        Mark.ORNAMENT,
        Mark.ADVERTISEMENT,
    }
)
SKIPPED: Final = ASIDES | {Mark.PLEA, Mark.CONSENT, Mark.CAPTION, Mark.CREDIT, Mark.RELATED}
HEADS: Final = frozenset({Mark.HEADING, Mark.LABEL})
TEXT: Final = frozenset({Mark.PROSE, Mark.ITEM})


@dataclass(slots=True)
class Card:
    """One story of a rail, by the numbers of its lines; -1 is a part that it lacks."""

    start: int
    stop: int = 0
    headline: int = -1
    teaser: int = -1
    caption: int = -1
    credit: int = -1
    # A short line above the headline: a place as caption, or the name of a section.
    label: int = -1

    @property
    def is_bare(self) -> bool:
        return self.teaser < 0 and self.caption < 0 and self.credit < 0

    @property
    def has_caption(self) -> bool:
        return self.caption >= 0 or self.credit >= 0


def read_card(
    lines: list[Line], at: int, like: list[Card] | None = None, *, inside: bool = False
) -> Card | None:
    """Return the card that begins at a line, or nothing if no card does.

    Args:
        like: the cards before it in its rail.
        inside: whether the rail stands inside a story, which may go on right beneath the last card.
    """
    card = Card(at)
    here = read_above(lines, card)
    if here is None or not is_headline(lines, card, here, titled=like is not None):
        return None
    card.headline = here
    card.stop = read_below(lines, card, here + 1)
    goes_on = story_follows(lines, card.stop)
    among_links = inside and like is not None and all(one.is_bare for one in like)
    if among_links and not card.has_caption and (like or (goes_on and card.teaser >= 0)):
        # Beneath links without teasers, a paragraph is the story's.
        card.teaser, card.stop, goes_on = -1, here + 1, False
    if card.is_bare:
        return card if is_link(lines, card, inside=inside) else None
    if card.teaser >= 0 and goes_on and not (inside and is_alike(card, like or [])):
        return None
    return card


def is_alike(card: Card, like: list[Card]) -> bool:
    """Return whether a card has a caption on its headline, as those before it have."""
    alike = 0 <= card.caption < card.headline and len(like) >= 2
    return alike and all(one.has_caption or one.label >= 0 for one in like[-4:])


def is_link(lines: list[Line], card: Card, *, inside: bool) -> bool:
    """Return whether a headline without anything is another story's, and not the page's own.

    The page's own has paragraphs beneath it, after a name or two.
    """
    if lines[card.headline].words < BARE_HEADLINE_WORDS:
        return False
    if inside:
        return True
    here = card.stop
    stop = min(here + 3, len(lines))
    while here < stop and (lines[here].mark is Mark.LABEL or lines[here].mark in ASIDES):
        here += 1
    return not story_follows(lines, here)


def read_above(lines: list[Line], card: Card) -> int | None:
    """Read what stands above a card's headline; return the number of the headline's line."""
    for here in range(card.start, min(card.start + CARD_LINES, len(lines))):
        line = lines[here]
        if line.mark is Mark.CAPTION and card.caption < 0:
            card.caption = here
        elif line.mark is Mark.CREDIT and card.credit < 0:
            card.credit = here
        elif line.mark in ASIDES and not is_above_headline(lines, here):
            continue
        elif card.caption < 0 and card.label < 0 and is_label(lines, here):
            card.label = here
        elif card.caption < 0 and card.label < 0 and is_above_headline(lines, here):
            if line.words > HEADLINE_WORDS or line.mark in TEXT:
                card.caption = here
            else:
                card.label = here
        else:
            return here
    return None


def is_label(lines: list[Line], at: int) -> bool:
    """Return whether a line of a word or three stands on the headline: a place, or a section."""
    below = lines[at + 1 : at + 2]
    return lines[at].mark is Mark.LABEL and bool(below) and below[0].mark is Mark.HEADING


def is_above_headline(lines: list[Line], at: int) -> bool:
    """Return whether a line shares a short block with the headline right beneath it."""
    if at + 1 >= len(lines) or lines[at + 1].block != lines[at].block:
        return False
    if at >= 3 and lines[at - 3].block == lines[at].block:
        return False
    above = lines[at - 1] if at else lines[at + 1]
    if above.block == lines[at].block and above.mark is lines[at].mark is Mark.HEADING:
        # Three headings in one block are three links.
        return False
    below = at + 1
    if lines[below].mark is Mark.CREDIT and below + 1 < len(lines):
        below += 1
    ends_block = below + 1 == len(lines) or lines[below + 1].block != lines[at].block
    if not ends_block or lines[below].block != lines[at].block:
        return False
    return lines[below].mark is Mark.HEADING or (
        lines[below].mark is Mark.LABEL and Mark.CAPTION in (lines[at].mark, lines[below - 1].mark)
    )


def is_headline(lines: list[Line], card: Card, at: int, *, titled: bool) -> bool:
    line = lines[at]
    if line.words > HEADLINE_WORDS:
        return False
    if line.mark is Mark.HEADING:
        return True
    if line.mark is Mark.ITEM and titled:
        # Lists of what is most read are often numbered.
        return line.words > BARE_HEADLINE_WORDS and not ends_like_a_sentence(line.text)
    above = max(card.caption, card.credit)
    if above == at - 1 >= 0 and lines[above].block == line.block and above >= card.start:
        # Right beneath a caption stands the headline, whatever words it uses; a sentence there is a
        # headline only if the block ends with it or with its teaser.
        return line.mark not in TEXT or lines_below(lines, at) <= (line.words <= SENTENCE_WORDS)
    return line.mark is Mark.LABEL and (line.words > 1 or card.has_caption)


def read_below(lines: list[Line], card: Card, here: int) -> int:
    """Read what stands beneath a card's headline; return the number of the line after the card."""
    stop = min(here + CARD_LINES, len(lines))
    while here < stop:
        line = lines[here]
        if line.mark is Mark.CAPTION and card.caption < 0 and not heads_a_card(lines, here):
            card.caption = here
        elif line.mark is Mark.CREDIT and card.credit < 0 and not heads_a_card(lines, here):
            card.credit = here
        elif is_teaser(lines, card, here):
            card.teaser = here
        elif not (line.mark in ASIDES or leads_on(line)) or is_above_headline(lines, here):
            break
        here += 1
    return here


def leads_on(line: Line) -> bool:
    """Return whether a line is a card's “Read more”."""
    return line.mark is Mark.ACTION and line.words <= 5 and line.text[0].isalpha()


def heads_a_card(lines: list[Line], at: int) -> bool:
    """Return whether the next line of another kind than caption and credit is a headline."""
    below = at + 1
    while below < len(lines) and below - at < 3 and lines[below].mark is Mark.CREDIT:
        below += 1
    if below >= len(lines) or lines[below].mark in TEXT:
        return False
    return lines[below].mark in HEADS or lines[below].block == lines[at].block


def heads_a_block(lines: list[Line], at: int) -> bool:
    """Return whether a line has one or two more beneath it in its block: headline and teaser."""
    return 1 <= lines_below(lines, at) <= 2


def lines_below(lines: list[Line], at: int) -> int:
    """Return how many lines of its block stand beneath a line, up to 3."""
    return sum(line.block == lines[at].block for line in lines[at + 1 : at + 4])


def is_teaser(lines: list[Line], card: Card, at: int) -> bool:
    line = lines[at]
    if card.teaser >= 0 or is_above_headline(lines, at):
        return False
    numbered = line.mark is lines[card.headline].mark is Mark.ITEM
    if line.mark in TEXT and line.text[-1] != ":" and not numbered:
        return line.words <= TEASER_WORDS or line.text.rstrip(")]").endswith(("…", "..."))
    if line.mark is not Mark.HEADING or not card.has_caption:
        return False
    # A teaser without its full stop: alone in its block, beneath a block of caption and headline.
    joined = lines[card.headline].block == lines[card.headline - 1].block
    alone = at + 1 == len(lines) or lines[at + 1].block != line.block
    return joined and alone and line.block != lines[card.headline].block


def story_follows(lines: list[Line], at: int) -> bool:
    """Return whether paragraphs go on, so that what came before was a story's beginning."""
    stop = min(at + CARD_LINES, len(lines))
    while at < stop and lines[at].mark in SKIPPED and not is_above_headline(lines, at):
        if lines[at].mark is Mark.CAPTION and heads_a_block(lines, at):
            return False
        at += 1
    words = paragraphs = 0
    while at < len(lines) and paragraphs < 3 and lines[at].mark in TEXT:
        if is_above_headline(lines, at):
            break
        words += lines[at].words
        paragraphs += 1
        at += 1
    return paragraphs >= 2 or words >= 45
