"""Finding the story on a page: the run of paragraphs that belong together, through what breaks in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from broadsheet.archive.bylines import names_a_paper
from broadsheet.archive.lines import Line, Mark, stems
from broadsheet.archive.page_dates import find_date, has_clock
from broadsheet.archive.rails import Rail
from broadsheet.archive.tables import tables
from broadsheet.lib.datelines import split_dateline

TEXT: Final = frozenset({Mark.PROSE, Mark.ITEM})
HEADS: Final = frozenset({Mark.HEADING, Mark.LABEL})
SIGNS: Final = frozenset({Mark.BYLINE, Mark.DATE, Mark.DATELINE})
SUBHEAD_WORDS: Final = 16
CAPTION_WORDS: Final = 7
ASIDE: Final = 2
# More lines than these between two paragraphs, and they are not taken for one story.
INTERRUPTION_LINES: Final = 12
# A story is at least so long, in words; a brief of one paragraph reaches it.
SHORTEST_STORY: Final = 18
# The first run that is at least this share of the longest is the page's story; later ones are others'.
SHARE_OF_LONGEST: Final = 0.3
# Live coverage has at least so many entries, each of at most so many paragraphs.
ENTRIES: Final = 3
ENTRY_PARAGRAPHS: Final = 6
# A paragraph without others beside it is a text of its own from so many words on.
LONE_WORDS: Final = 30
# Above this share of common words, what follows a list of other stories is the same story.
SAME_STORY: Final = 0.3
FEWEST_STEMS: Final = 8


@dataclass(slots=True)
class Run:
    """Lines that read as one text: numbers of its paragraphs and subheads, in order."""

    body: list[int] = field(default_factory=list)
    words: int = 0
    paragraphs: int = 0
    # What stands before it: the page's beginning, another run, a rail, comments.
    after: str = "start"
    # The number of the heading above it, -1 for none, and whether a byline, date or dateline follows.
    heading: int = -1
    signed: bool = False
    # The day above it, if the time of day stands there too, as with entries of live coverage.
    day: date | None = None

    @property
    def headed(self) -> bool:
        return self.heading >= 0

    @property
    def first(self) -> int:
        return self.body[0]

    @property
    def last(self) -> int:
        return self.body[-1]


def find_runs(lines: list[Line], rails: list[Rail]) -> list[Run]:
    """Return the page's runs of paragraphs, in order."""
    in_rail = bytearray(len(lines))
    for rail in rails:
        kind = ASIDE if rail.is_aside else 1
        in_rail[rail.start : rail.stop] = bytes([kind]) * (rail.stop - rail.start)
    runs: list[Run] = []
    between: list[int] = []
    after = "start"
    for at, line in enumerate(lines):
        if in_rail[at] == ASIDE:
            continue
        if in_rail[at]:
            after = after if after in ("comments", "legal") else "rail"
            between.clear()
        elif line.mark is Mark.COMMENTS or line.mark is Mark.LEGAL:
            after = "comments" if line.mark is Mark.COMMENTS else "legal"
            between.clear()
        elif line.mark not in TEXT:
            between.append(at)
        else:
            if runs and after == "run" and continues(lines, between, at):
                runs[-1].body += subheads(lines, between)
            else:
                runs.append(new_run(lines, between, at, after))
            add(runs[-1], line, at)
            between.clear()
            after = "run"
    return runs


def add(run: Run, line: Line, at: int) -> None:
    run.body.append(at)
    run.words += line.words
    run.paragraphs += 1


def new_run(lines: list[Line], between: list[int], at: int, after: str) -> Run:
    near = between[-8:]
    heading = next((number for number in reversed(near) if lines[number].mark in HEADS), -1)
    signed = any(lines[number].mark in SIGNS for number in near) or has_dateline(lines[at])
    return Run(
        after=after, heading=heading, signed=heading >= 0 and signed, day=day_of_entry(lines, near)
    )


def day_of_entry(lines: list[Line], near: list[int]) -> date | None:
    """Return the day above an entry of live coverage, which has a time of day and no byline."""
    if any(lines[at].mark is Mark.BYLINE and lines[at].text[0] not in "—–" for at in near):
        return None
    stamps = [lines[at].text for at in near if lines[at].mark is Mark.DATE]
    return find_date(stamps[-1]) if stamps and has_clock(stamps[-1]) else None


def has_dateline(line: Line) -> bool:
    return split_dateline(line.text[:200])[0] is not None


def continues(lines: list[Line], between: list[int], at: int) -> bool:
    """Return whether a paragraph goes on with the text before what stands between them."""
    if not between:
        return True
    if len(between) > INTERRUPTION_LINES:
        return False
    marks = [lines[number].mark for number in between]
    heads = [mark in HEADS for mark in marks]
    if not any(heads):
        return True
    if Mark.HEADING in marks:
        after_heading = marks[marks.index(Mark.HEADING) :]
        if SIGNS.intersection(after_heading) or has_dateline(lines[at]):
            return False
        if Mark.RAIL_TITLE in marks:
            return False
    # A box such as “Talk to us” has ended the story, and what follows has a heading of its own.
    return not (marks.count(Mark.ACTION) >= 2 and heads[-1])


def subheads(lines: list[Line], between: list[int]) -> list[int]:
    """Return which lines between two paragraphs are subheads of the story, or items of a list.

    One or two headings right above a paragraph are subheads. Short lines beneath a paragraph that
    ends in a colon are a list. All others are furniture.
    """
    if not between:
        return []
    introduced = any(lines[at].text.endswith(":") for at in (between[0] - 1, between[0]) if at >= 0)
    if introduced and all(lines[at].mark in HEADS for at in between):
        return list(between)
    kept = tables(lines, between)
    if kept:
        return with_tables(lines, between, kept)
    chosen = heads_above(lines, between)
    asked = any(lines[at].mark in (Mark.PLEA, Mark.CONSENT, Mark.ACTION) for at in between)
    if asked:
        chosen = [at for at in chosen if not names_a_paper(lines[at].text)]
        if len(chosen) > 1 and all(lines[at].mark is Mark.LABEL for at in chosen):
            # What a form asks for, and its button.
            return []
    long = [at for at in chosen if lines[at].words >= CAPTION_WORDS and lines[at].mark in HEADS]
    # Two long lines without a full stop are captions of two photos.
    return chosen if len(chosen) <= 2 and len(long) < 2 else []


def heads_above(lines: list[Line], between: list[int]) -> list[int]:
    """Return the short headings and times of day that stand right above the next paragraph."""
    chosen: list[int] = []
    for at in reversed(between):
        mark, words = lines[at].mark, lines[at].words
        if mark is Mark.TIME or (mark in HEADS and words <= SUBHEAD_WORDS):
            chosen.insert(0, at)
        elif mark is not Mark.DATE:
            break
    return chosen


def with_tables(lines: list[Line], between: list[int], kept: list[range]) -> list[int]:
    """Return a story's tables, each with the heading right above it, and the subheads beneath the last."""
    own = {at for table in kept for at in table}
    for at in own:
        lines[at].mark = Mark.ITEM
    above = (table[0] - 1 for table in kept)
    own.update(at for at in above if at in between and lines[at].mark in HEADS)
    rest = [at for at in between if at > kept[-1][-1]]
    return [*sorted(own), *subheads(lines, rest)]


def choose_run(lines: list[Line], runs: list[Run], cards: int) -> Run | None:
    """Return the page's story: the first run that is not small beside the longest."""
    joined = join_runs(lines, runs)
    worth = [run_worth(run) for run in joined]
    longest = max(worth, default=0)
    for run, value in zip(joined, worth, strict=True):
        enough = run.paragraphs >= 2 or value >= 0.7 * longest
        if value >= SHARE_OF_LONGEST * longest and enough and is_story(run, cards):
            return run
    return None


def run_worth(run: Run) -> float:
    factor = 1.0
    if run.after in ("comments", "legal"):
        factor *= 0.25
    if run.signed:
        factor *= 1.5
    return run.words * factor


def is_story(run: Run, cards: int) -> bool:
    """Return whether a run is long enough; beside a list of many stories it must be longer."""
    if run.words < SHORTEST_STORY:
        return False
    return cards < 5 or run.words >= 80 or run.signed or run.paragraphs >= 4


def join_runs(lines: list[Line], runs: list[Run]) -> list[Run]:
    """Return the runs, with those joined that a list of other stories or a box has parted."""
    joined: list[Run] = []
    known: set[str] = set()
    live = {run.day for run in runs[1:] if run.day and run.paragraphs <= ENTRY_PARAGRAPHS}
    if sum(run.day in live for run in runs) < ENTRIES:
        live.clear()
    for run in runs:
        words = run_stems(lines, run)
        again = joinable(run) and is_same_story(words, known, run)
        if joined and (again or is_entry(run, live)):
            joined[-1].body += [run.heading, *run.body] if run.headed else run.body
            joined[-1].words += run.words
            joined[-1].paragraphs += run.paragraphs
            known |= words
        else:
            joined.append(run)
            known = words
    return joined


def joinable(run: Run) -> bool:
    return run.after in ("rail", "run", "legal") and not run.signed


def is_entry(run: Run, live: set[date]) -> bool:
    """Return whether a run is one more entry of live coverage, by the days that its entries have."""
    return run.after == "run" and run.day in live and run.paragraphs <= ENTRY_PARAGRAPHS


def run_stems(lines: list[Line], run: Run) -> set[str]:
    # The beginning of a run says what it is about; a file of 50 MB must not be compared word by word.
    return set().union(*(stems(lines[at].text[:600]) for at in run.body[:30]))


def is_same_story(words: set[str], known: set[str], run: Run) -> bool:
    if len(words) < FEWEST_STEMS:
        return False
    share = len(words & known) / len(words)
    if run.headed:
        return share >= SAME_STORY
    # Without a heading of its own, a text of several paragraphs is hardly anything else.
    return share >= (SAME_STORY / 4 if run.paragraphs > 1 else SAME_STORY)


def floor_of(run: Run, rails: list[Rail], runs: list[Run]) -> int:
    """Return the number of the first line that could belong to the top of a story."""
    floors = [rail.stop for rail in rails if rail.stop <= run.first]
    # A sentence that stands alone above a story is furniture of a kind that nobody has seen yet.
    floors += [
        other.last + 1
        for other in runs
        if other.last < run.first and (other.paragraphs > 1 or other.words >= LONE_WORDS)
    ]
    return max(floors, default=0)
