"""A letter becomes a story under Opinion, with its writer's name and town alone; what happens to that story afterwards happens to it as to any."""

from contextlib import suppress
from datetime import datetime
from html import escape
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.letters.acting import act
from broadsheet.letters.checking import KNOWN_FOR
from broadsheet.letters.clusters import compare_now
from broadsheet.letters.errors import LetterError
from broadsheet.letters.lacking import section_of_opinion, what_is_missing
from broadsheet.letters.models import KnownWriter, Letter, rules_of
from broadsheet.letters.states import State
from broadsheet.letters.writing_to import tell_writer
from broadsheet.masthead.locale import papers_words
from broadsheet.stories.models import Byline, RelatedStory, Story

LONGEST_HEADLINE: Final = 120


def publish(letter: Letter, *, seen: int, by: Any, **changes: Any) -> Letter:
    """Print a letter now.

    Errors:
        LetterError: something is missing, or somebody was first.
    """

    def then(now: Letter) -> None:
        now.story = print_story(now, by=by)
        know_writer(now, printed_at=timezone.now())

    printed = act(
        letter,
        "publish",
        seen=seen,
        by=by,
        check=refuse_unless_ready,
        then=then,
        scheduled_for=None,
        **changes,
    )
    tell_writer.enqueue(printed.pk, "printed")
    return printed


def refuse_unless_ready(letter: Letter) -> None:
    """Refuse a letter that lacks something.

    Errors:
        LetterError: what it lacks.
    """
    compare_now(letter)
    if missing := what_is_missing(letter, rules_of(letter.site)):
        raise LetterError(" ".join(missing))


def schedule(letter: Letter, moment: datetime, *, seen: int, by: Any, **changes: Any) -> Letter:
    """Have a letter printed at a moment to come.

    Errors:
        LetterError: the moment has passed, something is missing, or somebody was first.
    """
    if moment <= timezone.now():
        raise LetterError(_("That moment has passed. Choose one to come, or print it now."))
    return act(
        letter,
        "schedule",
        seen=seen,
        by=by,
        check=refuse_unless_ready,
        scheduled_for=moment,
        **changes,
    )


def unschedule(letter: Letter, *, seen: int, by: Any = None) -> Letter:
    """Take a letter off the schedule; it stands where it stood before.

    Errors:
        LetterError: somebody was first.
    """
    name = "unschedule" if letter.is_edited else "unschedule_unedited"
    return act(letter, name, seen=seen, by=by, scheduled_for=None)


def print_due() -> int:
    """Print the letters that are due; return how many."""
    count = 0
    due = Letter.objects.filter(state=State.SCHEDULED, scheduled_for__lte=timezone.now())
    for letter in due.select_related("site").order_by("scheduled_for")[:50]:
        try:
            publish(letter, seen=letter.version, by=None)
        except LetterError:
            # An editor was first; or a rule has changed since, and then it stands in the queue with what it lacks.
            with suppress(LetterError):
                unschedule(letter, seen=letter.version)
            continue
        count += 1
    return count


def print_story(letter: Letter, *, by: Any) -> Story:
    """Make and publish the story of a letter: what is printed of its writer is her name and her town."""
    section = section_of_opinion(letter.site)
    assert section is not None
    with papers_words(letter.site):
        story = Story(
            title=letter.headline_as_printed[:LONGEST_HEADLINE],
            body=body_of(letter),
            opinion_kind=(
                Story.OpinionKind.COLUMN
                if letter.kind == Letter.Kind.COLUMN
                else Story.OpinionKind.LETTER
            ),
            source_of_copy=Story.SourceKind.CONTRIBUTED,
            speaker=_("%(name)s lives in %(town)s.") % {"name": letter.name, "town": letter.town}
            + (f" {letter.stake}" if letter.stake else ""),
            owner=by,
            live=False,
        )
        story.bylines.add(Byline(name=f"{letter.name}, {letter.town}"[:120], sort_order=0))
        if letter.answers is not None:
            story.related.add(RelatedStory(other=letter.answers, sort_order=0))
        with transaction.atomic():
            section.add_child(instance=story)
            story.save_revision(user=by).publish(user=by)
        story.refresh_from_db()
    return story


def body_of(letter: Letter) -> list[tuple[str, Any]]:
    """Return the blocks of a letter's story: its paragraphs as plain text; and how many wrote nearly the same, if readers are told."""
    parts = [
        "<br/>".join(escape(line, quote=False) for line in part.splitlines())
        for part in letter.as_printed.split("\n\n")
        if part.strip()
    ]
    if letter.tells_copies and (count := letter.copies.count()):
        parts.append(f"<i>{escape(tally(count + 1), quote=False)}</i>")
    return [("paragraph", f"<p>{part}</p>") for part in parts]


def tally(count: int) -> str:
    """Return the line below a letter that many sent: how many, in the paper's language."""
    return ngettext(
        "We received %(count)s letter with nearly these words.",
        "We received %(count)s letters with nearly these words, and print one of them.",
        count,
    ) % {"count": count}


def know_writer(letter: Letter, **moments: datetime) -> None:
    """Remember a writer by her marks for 24 months: `called_at` or `printed_at`."""
    if not letter.name_mark:
        return
    until = timezone.now() + KNOWN_FOR
    known, made = KnownWriter.objects.get_or_create(
        phone_mark=letter.phone_mark,
        name_mark=letter.name_mark,
        defaults={"until": until, **moments},
    )
    if not made:
        for field, moment in moments.items():
            setattr(known, field, moment)
        known.until = until
        known.save()


def withdraw(letter: Letter, *, seen: int, by: Any = None, words: str = "") -> Letter:
    """Take a letter back at its writer's wish: what was printed is taken down with a trace, her whereabouts are erased at once.

    Errors:
        LetterError: somebody was first.
    """

    def then(now: Letter) -> None:
        if now.story is not None and now.story.live:
            now.story.unpublish(user=by)
        if (kept := getattr(now, "whereabouts", None)) is not None and kept.kept_until is None:
            kept.delete()

    return act(letter, "withdraw", seen=seen, by=by, words=words, then=then, scheduled_for=None)
