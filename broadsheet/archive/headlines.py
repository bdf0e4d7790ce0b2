"""What stands above a story: its headline, the deck beneath it, and lines said twice."""

import re
from typing import Final, NamedTuple

from broadsheet.archive.bylines import is_name, looks_like_a_paper, names_a_paper
from broadsheet.archive.cards import Card
from broadsheet.archive.errors import NoStoryError
from broadsheet.archive.lines import Line, Mark, stems
from broadsheet.archive.rails import Rail
from broadsheet.archive.runs import has_dateline

# How far above the first paragraph a headline is looked for, in lines.
REACH_LINES: Final = 40
HEADLINE_WORDS: Final = 32
DECK_WORDS: Final = 45
SITE_NAME = re.compile(r" (?:\||»|::|•|—|–|-) [^|]{2,50}$")
HEADS: Final = frozenset({Mark.HEADING, Mark.LABEL})
# Lines that part nothing: a headline may have them between itself and its deck.
THIN: Final = frozenset(
    {
        Mark.SHARE,
        Mark.ORNAMENT,
        Mark.TIME,
        Mark.COMMENTS,
        Mark.CAPTION,
        Mark.CREDIT,
        Mark.ADVERTISEMENT,
    }
)
# A headline has at least this share of its longer words in common with its story.
SHARE_OF_HEADLINE: Final = 0.14
SENTENCES = re.compile(r"[.!?…]['\"”’)]* +[\"“„‘(¿¡]?[^\W_a-zß-ÿ]")
# The section that a page stands in, as a path: “News / Local”.
PATH = re.compile(r"\S+(?: \S+)? ?[/>|»›•·] ?\S+(?: \S+){0,3}")
# What windows and lists put before a headline.
QUESTION_WORDS: Final = 16
PREFIXED = re.compile(
    r"obituary (?:for|of) |(?:photos?|gallery|video|watch|slideshow): ", re.IGNORECASE
)
MOTTO = re.compile(
    r"\b(?:serving|since|est\.?|established|founded|voice of|home of|your (?:\w+ )?(?:source|paper|news)|desde|seit|depuis) .*\d{4}|^(?:serving|your|the voice of|home of) ",
    re.IGNORECASE,
)
META: Final = frozenset({Mark.BYLINE, Mark.DATE, Mark.DATELINE})


class Header(NamedTuple):
    """The numbers of the headline's line and of the deck's, -1 for none, and the headline."""

    headline: int
    deck: int
    text: str


def find_header(lines: list[Line], first: int, floor: int, story: set[str]) -> Header | None:
    """Return the headline above a story's first paragraph; nothing if no line can be one.

    Args:
        first: the number of the story's first line.
        floor: the number of the first line above which nothing belongs to the story.
        story: the stems of the story's first paragraphs, since headlines share words with them.
    """
    start = max(floor, first - REACH_LINES)
    candidates = [
        at
        for at in range(start, first)
        if is_candidate(lines[at]) and not is_writers_paper(lines, at)
    ]
    if not candidates:
        return None
    texts = [lines[at].text for at in candidates]
    best = max(
        range(len(candidates)), key=lambda n: score(lines, candidates, n, first, story, texts)
    )
    at = true_headline(lines, candidates, candidates[best], first, story)
    return Header(at, find_deck(lines, at, first), without_site_name(lines[at].text, texts))


def true_headline(
    lines: list[Line], candidates: list[int], best: int, first: int, story: set[str]
) -> int:
    """Return the headline, given the line that looks most like one.

    That line may be the deck, if a line about the same story stands right above it; or the story's
    first subhead, if a byline or date parts it from such a line.
    """
    for at in reversed([number for number in candidates if number < best]):
        between = [line.mark for line in lines[at + 1 : best] if line.mark not in THIN]
        parted = bool(META.intersection(between))
        decks = sum(mark not in META for mark in between)
        if decks > parted or lines[best].text in lines[at].text:
            break
        if parted and any(lines[number].mark not in THIN for number in range(best + 1, first)):
            break
        if tells_of(lines[at], story, parted=parted, deck=lines[best]):
            best = at
    return longer_form(lines, candidates, best)


def tells_of(line: Line, story: set[str], *, parted: bool, deck: Line) -> bool:
    """Return whether a line above another is the headline and not a kicker, a motto or a rubric."""
    if line.mark is Mark.LABEL and not parted:
        # Two sentences beneath two words: those are a headline, these sum the story up.
        return (
            line.words > 1 and not line.text.isupper() and SENTENCES.search(deck.text) is not None
        )
    if (
        line.mark not in (Mark.HEADING, Mark.PROSE)
        or MOTTO.search(line.text)
        or PATH.fullmatch(line.text)
    ):
        return False
    if names_a_paper(line.text):
        return False
    if line.mark is Mark.PROSE and not (line.words <= QUESTION_WORDS and line.text[-1] in "?!"):
        return False
    share, share_of_deck = (
        len(own & story) / max(3, len(own)) for own in (stems(line.text), stems(deck.text))
    )
    return share >= SHARE_OF_HEADLINE or (not parted and line.words >= 6 and share >= share_of_deck)


def longer_form(lines: list[Line], candidates: list[int], best: int) -> int:
    """Return the earlier line that says the headline and more, such as “In memoriam: …”, or the best."""
    text = lines[best].text
    for at in candidates:
        other = lines[at].text
        named = "|" in other or PREFIXED.match(other)
        if at < best and text in other and not other.startswith(text) and not named:
            return at
    return best


def is_writers_paper(lines: list[Line], at: int) -> bool:
    """Return whether a line is the paper's name beneath the writer's, and so no headline."""
    above = lines[at - 1] if at else lines[at]
    short = lines[at].mark is Mark.LABEL and looks_like_a_paper(lines[at].text)
    is_paper = short or names_a_paper(lines[at].text)
    return lines[at].words <= 6 and is_paper and above.mark in HEADS and is_name(above.text)


def is_candidate(line: Line) -> bool:
    if line.reason:
        return False
    if line.mark in (Mark.RELATED, Mark.RAIL_TITLE, Mark.PLEA, Mark.NAVIGATION):
        return line.words >= 4
    return line.mark in HEADS or (line.mark is Mark.PROSE and line.words <= HEADLINE_WORDS)


def score(
    lines: list[Line], candidates: list[int], n: int, first: int, story: set[str], texts: list[str]
) -> float:
    """Return how much a line looks like the story's headline."""
    at = candidates[n]
    line = lines[at]
    own = stems(line.text)
    value = 2.5 * len(own & story) / max(3, len(own))
    value += min(line.words, 8) / 8
    if line.mark is Mark.PROSE:
        value -= 1.2
    elif line.mark not in HEADS:
        value -= 0.8
    # Said twice, as title of the window and as headline: the later one is the headline.
    bare = without_site_name(line.text, texts)
    if any(other != at and lines[other].text == bare for other in candidates):
        value += 0.5 + 0.2 * n / len(candidates)
    if PREFIXED.match(line.text):
        value -= 1.0
    if bare != line.text:
        value -= 0.3
    value += nearness(lines, at, first)
    return value


def nearness(lines: list[Line], at: int, first: int) -> float:
    """Return up to 1 for a line with nothing between it and the story but bylines and captions."""
    neutral = META | {
        Mark.CAPTION,
        Mark.CREDIT,
        Mark.SHARE,
        Mark.TIME,
        Mark.COMMENTS,
        Mark.ORNAMENT,
    }
    strangers = sum(lines[below].mark not in neutral for below in range(at + 1, first))
    return 1.0 if strangers == 0 else 0.9 if strangers == 1 else max(0.0, 0.7 - 0.1 * strangers)


def find_deck(lines: list[Line], headline: int, first: int) -> int:
    """Return the number of the line beneath the headline that sums the story up, or -1."""
    for at in range(headline + 1, first):
        line = lines[at]
        if line.reason:
            return -1
        if (
            line.mark in (Mark.HEADING, Mark.PROSE)
            and line.words >= 5
            and line.text != lines[headline].text
        ):
            return at
        if line.mark not in (Mark.SHARE, Mark.ORNAMENT, Mark.LABEL, Mark.TIME):
            return -1
    return -1


def without_site_name(text: str, others: list[str]) -> str:
    """Return a title without the paper's name that windows show after it."""
    found = SITE_NAME.search(text)
    if found is None:
        return text
    bare = text[: found.start()]
    if bare in others or "|" in found[0] or "»" in found[0] or "::" in found[0]:
        return bare
    return text


def header_of(lines: list[Line], rails: list[Rail], body: list[int], floor: int) -> Header:
    """Return what stands above a story.

    Errors:
        NoStoryError: nothing above the story can be its headline.
    """
    story = set().union(*(stems(lines[at].text[:2_000]) for at in body[:5]))
    header = find_header(lines, body[0], floor, story)
    above = next(
        (
            rail
            for rail in reversed(rails)
            if 0 <= body[0] - rail.stop <= 6
            or (0 < body[0] - rail.stop <= REACH_LINES and is_signed_link(lines, rail))
        ),
        None,
    )
    signed = above is not None and is_signed_link(lines, above)
    if above and (signed or header is None or not is_headline_of(lines, header, above, story)):
        card = headline_among_links(lines, above, story, alone=signed or header is None)
        if card is not None:
            above.cards.remove(card)
            above.stop = card.start
            at = card.headline
            header = Header(at, find_deck(lines, at, body[0]), lines[at].text)
    if header is None:
        raise NoStoryError(
            "A story was found, but no headline above it; "
            "write its headline as the first line of the file and import that."
        )
    return header


def is_signed_link(lines: list[Line], rail: Rail) -> bool:
    """Return whether a rail of one link has the byline right beneath it, and is the story's own top."""
    return len(rail.cards) == 1 and rail.cards[0].is_bare and lines[rail.stop].mark is Mark.BYLINE


def is_headline_of(lines: list[Line], header: Header, above: Rail, story: set[str]) -> bool:
    """Return whether a line shares words with the story, and stands above its byline and date."""
    if not stems(lines[header.headline].text) & story:
        return False
    return all(lines[at].mark not in META for at in range(above.stop, header.headline))


def with_first_subhead(lines: list[Line], body: list[int], header: Header) -> list[int]:
    """Return a story's lines with the subhead on its first paragraph, if others have one too."""
    at = body[0] - 1
    heads = sum(lines[number].mark in HEADS for number in body)
    stray = at > header.headline and at != header.deck and lines[at].mark in HEADS
    alike = heads >= 1 and stray and lines[at].mark is Mark.HEADING
    return [at, *body] if stray and (heads >= 2 or alike) else body


def without_deck(lines: list[Line], body: list[int]) -> list[int]:
    """Return a story's lines from its first paragraph, which a byline or dateline may tell.

    A short text above the byline, or above the paragraph with the dateline, is the deck.
    """
    texts = [at for at in body if lines[at].mark in (Mark.PROSE, Mark.ITEM)][:3]
    if has_dateline(lines[texts[0]]):
        return body
    for place, at in enumerate(texts[1:], start=1):
        above = range(texts[place - 1] + 1, at)
        marks = {lines[number].mark for number in above}
        # With a heading too it is the next entry of live coverage.
        signed = bool(marks & META) and not marks & HEADS
        short = sum(lines[number].words for number in texts[:place]) <= DECK_WORDS
        if short and (signed or has_dateline(lines[at])):
            return [number for number in body if number >= at]
    return body


def headline_among_links(
    lines: list[Line], rail: Rail, story: set[str], *, alone: bool
) -> Card | None:
    """Return the last link of a rail above the story, if it is the story's headline by its words.

    Args:
        alone: whether nothing else can be the headline, so that a word in common is enough.
    """
    shares = [
        len(own & story) / max(3, len(own))
        for own in (stems(lines[card.headline].text) for card in rail.cards)
    ]
    if not shares or not rail.cards[-1].is_bare:
        return None
    enough = shares[-1] > 0 if alone else shares[-1] >= max(0.3, *shares)
    return rail.cards[-1] if enough else None
