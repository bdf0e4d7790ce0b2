"""Saying what each line is by itself: a sentence, a heading, a caption, a plea, a button."""

import re
from itertools import pairwise
from typing import Final

from broadsheet.archive import vocabulary as vocabulary
from broadsheet.archive.boilerplate import boilerplate_mark
from broadsheet.archive.bylines import is_name, looks_like_a_paper, read_byline
from broadsheet.archive.captions import photographers
from broadsheet.archive.lines import QUESTION_END, QUOTES, Line, Mark
from broadsheet.archive.page_dates import is_clock_line, is_date_line
from broadsheet.archive.tables import mark_tables
from broadsheet.lib.datelines import whole_dateline
from broadsheet.lib.sentences import SHORTENED, ends_like_a_sentence
from broadsheet.photos.credits.splitting import split_credit

# Longer lines are sentences, whatever they end with.
HEADING_WORDS: Final = 24
LABEL_WORDS: Final = 3
PLEA_WORDS: Final = 80
# Some patterns take longer than the line is long, so that only short lines are tried.
LONGEST_FURNITURE_CHARS: Final = 1_500
LINK_WORDS: Final = 18
SHORT_PLEA_WORDS: Final = 9
CAPTION_WORDS: Final = 50
TAG_WORDS: Final = 5
BOX_LINES: Final = 7
SHAPES: Final = frozenset({Mark.PROSE, Mark.HEADING, Mark.LABEL})

# German and others open quotes with the mark that elsewhere points to a link.
ARROW = re.compile(r"[>›→►▶➤⟩]+ ?\S|» ?(?!.*«)\S")
ITEM = re.compile(r"(?:[•·▪‣◦●○*–—+-]|\(?\d{1,2}[.)]|\(?[a-z]\)) +\S")
SEPARATED = re.compile(r" ?[|/>›»•·] ?")
SENTENCES = re.compile(r"[.!?…]['\"”’)]* +[\"“„‘(¿¡]?[^\W_a-zß-ÿ]")
# A street with town and postal code, or a telephone number at the end.
ADDRESS_END = re.compile(
    r"\d.*, .*[A-Z].* \d{5}(?:-\d{4})?$|(?:\(\d{3}\) ?|\b(?:\d{3}-)?)\d{3}-\d{4}$"
)
# The agency’s or writer’s letters after the last sentence: “… sagte er. (dla/ok)”.
SIGNED_END = re.compile(r"[.!?…][\"'”“’«»]* \([A-Za-zäöü]{2,10}(?:[/, ]+[A-Za-zäöü]{2,10}){0,2}\)$")
FILE_CAPTION = re.compile(r"(?:FILE(?: PHOTO)?|ARCHIV(?:BILD|FOTO)?|ARCHIVO) ?[-–—:] ?\S")


def mark_lines(lines: list[Line]) -> None:
    """Set the mark of each line; equal lines are judged once."""
    known: dict[str, Mark] = {}
    for line in lines:
        mark = known.get(line.text)
        if mark is None:
            mark = mark_of(line.text, line.words)
            if line.words <= PLEA_WORDS:
                known[line.text] = mark
        line.mark = mark
    mark_tables(lines)
    mark_tags(lines)
    mark_sign_up_boxes(lines)
    mark_credits_by_name(lines)
    mark_parted_credits(lines)
    mark_captions_above_credits(lines)
    mark_pleas_below_pleas(lines)


def mark_credits_by_name(lines: list[Line]) -> None:
    """Mark lines that are, or end in, the name of someone whom a byline or credit has named."""
    signatures = {
        at for at, (line, below) in enumerate(pairwise(lines)) if is_signature(line, below)
    }
    names = {lines[at].text for at in signatures}
    for line in lines:
        if line.mark in (Mark.CAPTION, Mark.CREDIT, Mark.BYLINE):
            names.update(photographers(line.text))
    if not names:
        return
    for at, line in enumerate(lines):
        if line.mark in SHAPES and line.words <= CAPTION_WORDS and at not in signatures:
            before, _, name = line.text.rpartition(". ")
            if name.split(",")[0] in names and name.count(" ") <= SHORT_PLEA_WORDS:
                line.mark = Mark.CAPTION if before else Mark.CREDIT


def mark_tags(lines: list[Line]) -> None:
    """Mark the short lines in one block with “Tags” or “Topics” as what a story is filed under."""
    for at, line in enumerate(lines):
        if line.words > 2 or not vocabulary.TAG_TITLE.match(line.text.casefold()):
            continue
        below = at + 1
        while (
            below < len(lines)
            and lines[below].block == line.block
            and lines[below].mark in (Mark.HEADING, Mark.LABEL)
            and lines[below].words <= TAG_WORDS
        ):
            lines[below].mark = Mark.NAVIGATION
            below += 1
        if below > at + 1:
            line.mark = Mark.NAVIGATION


def mark_sign_up_boxes(lines: list[Line]) -> None:
    """Mark a small block that begins with a plea and ends in a button: its middle says what one gets."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and lines[at].block == lines[start].block:
            continue
        box = lines[start:at]
        start = at
        ends = box[-1].mark in (Mark.ACTION, Mark.PLEA) and box[-1].words <= LABEL_WORDS
        if 3 <= len(box) <= BOX_LINES and box[0].mark is Mark.PLEA and ends:
            for line in box[1:-1]:
                line.mark = Mark.PLEA if line.words <= PLEA_WORDS else line.mark


def is_signature(line: Line, below: Line) -> bool:
    """Return whether a name stands above a date, a role or the name of a paper: a byline without “By”."""
    return (
        line.mark is Mark.LABEL
        and is_name(line.text)
        and (
            below.mark in (Mark.DATE, Mark.BYLINE)
            or (below.mark is Mark.LABEL and looks_like_a_paper(below.text))
        )
    )


def mark_parted_credits(lines: list[Line]) -> None:
    """Mark credits that stand on three lines, the slash between photographer and paper on its own."""
    for above, slash, below in zip(lines, lines[1:], lines[2:], strict=False):
        joined = slash.text in ("/", "|") and above.block == slash.block == below.block
        if joined and above.mark in SHAPES and is_name(above.text):
            above.mark = below.mark = Mark.CREDIT


def mark_captions_above_credits(lines: list[Line]) -> None:
    """Mark a short text that shares its block with the credit beneath it as that photo's caption."""
    for above, line in pairwise(lines):
        joined = line.mark is Mark.CREDIT and above.block == line.block
        if joined and above.mark in SHAPES and above.words <= CAPTION_WORDS:
            above.mark = Mark.CAPTION


def mark_pleas_below_pleas(lines: list[Line]) -> None:
    """Mark what speaks to the reader beneath the heading of a plea, though it names no cause."""
    for above, line in pairwise(lines):
        if above.mark is not Mark.PLEA or line.mark not in SHAPES or line.words > PLEA_WORDS:
            continue
        speaks = vocabulary.SPEAKS_OUTRIGHT.search(line.text) is not None
        asks = vocabulary.ASK_OUTRIGHT.search(line.text.casefold()) is not None
        headed = above.words <= SHORT_PLEA_WORDS and not ends_like_a_sentence(above.text)
        if speaks and (asks or headed) and not reports_speech(line.text):
            line.mark = Mark.PLEA


def mark_of(text: str, words: int) -> Mark:
    """Return what a line is by itself; the first judge that knows it decides."""
    if words > 2 * PLEA_WORDS or len(text) > LONGEST_FURNITURE_CHARS:
        return Mark.PROSE
    folded = text.casefold().replace("’", "'")
    for judge in (furniture_mark, caption_mark, plea_mark):
        mark = judge(text, folded, words)
        if mark is not None:
            return mark
    return shape_mark(text, words)


def shape_mark(text: str, words: int) -> Mark:
    """Return prose, item, heading or label, from the line's shape alone."""
    if ITEM.match(text) and words > 2:
        return Mark.ITEM
    if words > HEADING_WORDS or SIGNED_END.search(text):
        return Mark.PROSE
    if words > 6 and text.endswith(("a.m.", "p.m.")):
        return Mark.PROSE
    if ends_like_a_sentence(text) and not (words <= LABEL_WORDS and text[-1] == ":"):
        question = QUESTION_END.search(text) is not None
        alone = text[0] not in QUOTES and SENTENCES.search(text) is None and words <= 16
        if not (question and alone):
            return Mark.PROSE
    elif text[-1] == "." and SENTENCES.search(text):
        return Mark.PROSE
    return Mark.LABEL if words <= LABEL_WORDS else Mark.HEADING


def furniture_mark(text: str, folded: str, words: int) -> Mark | None:
    """Return what kind of furniture a line is, by words that only furniture uses."""
    if not any(letter.isalnum() for letter in text[:80]):
        return Mark.ORNAMENT
    if is_legal(folded, words):
        return Mark.LEGAL
    if words <= 60 and vocabulary.CONSENT.match(folded):
        return Mark.CONSENT
    mark = link_mark(text, folded, words) if words <= LINK_WORDS else None
    return mark or boilerplate_mark(text, folded, words)


def link_mark(text: str, folded: str, words: int) -> Mark | None:
    """Return what kind of link, button or title a short line is."""
    if ARROW.match(text) and words <= 14:
        return Mark.ACTION
    if vocabulary.ADVERTISEMENT.match(folded):
        return Mark.ADVERTISEMENT
    if vocabulary.COMMENTS.match(folded):
        return Mark.COMMENTS
    if is_buttons(folded):
        return Mark.SHARE
    filed = vocabulary.TAGS.match(folded) or (words <= 6 and vocabulary.FILED.match(folded))
    if filed or is_address(text):
        return Mark.NAVIGATION
    return title_mark(text, folded, words)


def title_mark(text: str, folded: str, words: int) -> Mark | None:
    """Return what kind of title, link or line above the story a short line is."""
    prose = text[-1] in ".,;" and not SHORTENED.search(text)
    if words <= 9 and not prose and vocabulary.RAIL_TITLE.match(folded):
        return Mark.RAIL_TITLE
    if vocabulary.ACTION.match(folded) and (words <= 7 or not prose):
        return Mark.ACTION
    if is_date_line(text):
        return Mark.DATE
    if is_clock_line(text):
        return Mark.TIME
    if read_byline(text) is not None:
        return Mark.BYLINE
    if whole_dateline(text) is not None:
        return Mark.DATELINE
    if is_navigation(text):
        return Mark.NAVIGATION
    return None


def caption_mark(text: str, folded: str, words: int) -> Mark | None:
    if FILE_CAPTION.match(text):
        return Mark.CAPTION
    caption = split_credit(text)
    if caption is not None:
        return Mark.CAPTION if caption.text else Mark.CREDIT
    if words <= 18 and vocabulary.RELATED.match(folded) and words > 2:
        return Mark.RELATED
    return None


def plea_mark(text: str, folded: str, words: int) -> Mark | None:
    """Return the mark of a plea: a line that asks its reader for something the paper wants."""
    if words > PLEA_WORDS or text[0] in QUOTES:
        return None
    if vocabulary.PLEA_BEGINNINGS.isdisjoint([word[:4] for word in re.split(r"[\W_]+", folded)]):
        return None
    if vocabulary.PLEA_ALONE.search(folded) and words <= 40:
        return Mark.PLEA
    asks = vocabulary.ASK.search(folded) is not None
    cause = vocabulary.CAUSE.search(folded) is not None
    orders = vocabulary.IMPERATIVE.match(folded) is not None
    speaks = vocabulary.ADDRESS.search(folded) is not None
    if asks and cause and (orders or (speaks and not reports_speech(folded))):
        return Mark.PLEA
    if words <= SHORT_PLEA_WORDS and orders and (cause or (asks and words <= LABEL_WORDS)):
        return Mark.PLEA
    if words <= SHORT_PLEA_WORDS and "newsletter" in folded and text[-1] not in ".,:;":
        return Mark.PLEA
    return None


def reports_speech(folded: str) -> bool:
    """Return whether someone is quoted, so that “you” and “we” are not the paper's."""
    return any(quote in folded for quote in '"“”„«»')


def is_legal(folded: str, words: int) -> bool:
    if words <= 60 and vocabulary.LEGAL.match(folded):
        return words <= 12 or folded[-1] in ".!)" or "©" in folded
    return words <= 60 and any(phrase in folded for phrase in vocabulary.LEGAL_ANYWHERE)


def is_address(text: str) -> bool:
    """Return whether a line says where somebody is to be found, and nothing else."""
    return ADDRESS_END.search(text) is not None and not ends_like_a_sentence(text)


def is_buttons(folded: str) -> bool:
    found = re.findall(r"[^\W_]+(?:[-+][^\W_]*)?|☰", folded)
    if not found or len(found) > 16:
        return False
    bare = [word for word in found if not word.isdigit()]
    return (
        bool(bare)
        and all(word in vocabulary.BUTTONS for word in bare)
        and any(word in vocabulary.BUTTONS_NEED for word in bare)
    )


def is_navigation(text: str) -> bool:
    """Return whether a line is a row of links parted by bars, arrows or dots."""
    parts = [part for part in SEPARATED.split(text) if part]
    return len(parts) >= 3 and all(part.count(" ") <= 2 for part in parts) and text[-1] not in ".!?"
