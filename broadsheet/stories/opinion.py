"""Opinion: which stories are, what kind they are in words, and what they may not leave out.

Readers are told in words, wherever the story stands; the italic headline only says it again.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from broadsheet.stories.lacks import Lack

if TYPE_CHECKING:
    from broadsheet.stories.models import Story

# A section's own word, written here because sections stand above stories.
OPINION = "opinion"
LETTER = "letter"


def letters_about(key: int | None) -> str:
    """Return the name of the list of letters that answer a story."""
    return f"list:letters-about:{key}"


def is_opinion(story: "Story") -> bool:
    """Say whether a story is opinion: by its own kind, or because it stands in a section of opinion."""
    section = story.home_section
    return bool(story.opinion_kind) or (section is not None and section.kind == OPINION)


def opinion_word(story: "Story") -> str:
    """Return the word for readers: Editorial, Column, Letter, Review, else Opinion; empty for news."""
    if not is_opinion(story):
        return ""
    if story.opinion_kind:
        return str(story.get_opinion_kind_display())
    # Papers wrote the kind above the headline before it had a field of its own.
    kinds = {str(label).casefold() for label in story.OpinionKind.labels}
    return story.kicker if story.kicker.casefold() in kinds else _("Opinion")


def opinion_label(story: "Story") -> str:
    """Return the line above an opinion's headline: its kind, and the editor's own word if it says more."""
    kind = opinion_word(story)
    if story.kicker.casefold() in ("", kind.casefold()):
        return kind
    return _("%(kind)s: %(word)s") % {"kind": kind, "word": story.kicker}


def in_words(story: "Story") -> str:
    """Return a headline for places without type, such as a feed: opinion says what it is before it speaks."""
    kind = opinion_word(story)
    return (
        _("%(kind)s: %(headline)s") % {"kind": kind, "headline": story.title}
        if kind
        else story.title
    )


def kind_of_article(story: "Story") -> str:
    """Return what schema.org calls such a story."""
    if story.opinion_kind == story.OpinionKind.REVIEW:
        return "ReviewNewsArticle"
    return "OpinionNewsArticle" if is_opinion(story) else "NewsArticle"


def missing_of_opinion(story: "Story") -> Iterator[Lack]:
    """Give each thing that an opinion lacks."""
    is_signed = any(byline.printed_name for byline in story.bylines.all())
    if story.speaker.strip() and not is_opinion(story):
        yield Lack("", _("It says who is speaking, but not what kind of opinion it is."))
    if is_opinion(story) and not story.opinion_kind:
        yield Lack(
            "", _("It does not say whether it is an editorial, a column, a letter or a review.")
        )
    if story.opinion_kind == story.OpinionKind.LETTER and not is_signed:
        yield Lack(
            "",
            _("A letter is signed: write name and town as its byline, such as Ruth Amsel, Harrow."),
        )
    # An editorial speaks for the paper, and a letter says who writes in its byline.
    speaks_for_someone = story.opinion_kind in (story.OpinionKind.COLUMN, story.OpinionKind.REVIEW)
    if speaks_for_someone and not story.speaker.strip():
        yield Lack("", _("It does not say who is speaking (Opinion, Who is speaking)."))
