"""Saying of every line that is no part of the story why it is none."""

from typing import Final

from broadsheet.archive.headlines import Header
from broadsheet.archive.lines import Line, Mark
from broadsheet.archive.runs import Run

SHAPES: Final = frozenset({Mark.PROSE, Mark.ITEM, Mark.HEADING, Mark.LABEL, Mark.TIME})


def give_reasons(lines: list[Line], header: Header, body: list[int], runs: list[Run]) -> None:
    """Give each line its reason, from what it is or from where it stands."""
    story = {header.headline, *body}
    if header.deck >= 0:
        lines[header.deck].reason = "deck"
    others = other_stories(runs, body)
    for at, line in enumerate(lines):
        if at in story:
            line.reason = ""
        elif not line.reason:
            line.reason = reason_of(lines, at, header, body, others)


def other_headlines(lines: list[Line], runs: list[Run], body: list[int]) -> list[int]:
    """Return the numbers of the headlines of whole stories other than the one that was taken."""
    ours = set(body)
    found = [
        run.heading
        for run in runs
        if run.signed and run.after not in ("comments", "legal") and not ours & set(run.body)
    ]
    return [at for at in found if lines[at].is_furniture and lines[at].mark is Mark.HEADING]


def other_stories(runs: list[Run], body: list[int]) -> set[int]:
    ours = set(body)
    return {
        at
        for run in runs
        if run.headed
        and run.paragraphs > 1
        and run.after != "comments"
        and not ours & set(run.body)
        for at in run.body
    }


def reason_of(lines: list[Line], at: int, header: Header, body: list[int], others: set[int]) -> str:
    line = lines[at]
    if line.mark not in SHAPES:
        return line.mark.value
    if line.text == lines[header.headline].text or line.text.startswith(header.text):
        return "the headline said again"
    if at in others:
        return "another story"
    if line.mark in (Mark.HEADING, Mark.LABEL) and heads_furniture(lines, at):
        return "heading of a box"
    if at < header.headline:
        return "above the headline"
    if at < body[0]:
        return "between headline and story"
    return "below the story" if at > body[-1] else "between paragraphs, no part of them"


def heads_furniture(lines: list[Line], at: int) -> bool:
    """Return whether a line stands right above a box of links or pleas, or above a rail."""
    if at + 1 >= len(lines):
        return False
    below = lines[at + 1]
    return below.mark in (Mark.ACTION, Mark.PLEA, Mark.SHARE) or (
        bool(below.reason) and not lines[at].reason
    )
