"""A letter becomes a story under Opinion, with its writer's name and town alone; what happens to that story afterwards happens to it as to any."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from html import escape
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.letters import alike
from broadsheet.letters.acting import act
from broadsheet.letters.checking import KNOWN_FOR, election_of, known_writer
from broadsheet.letters.errors import LetterError
from broadsheet.letters.models import KnownWriter, Letter, LetterRules, rules_of
from broadsheet.letters.states import State
from broadsheet.letters.writing_to import tell_writer
from broadsheet.masthead.locale import papers_words
from broadsheet.sections.models import Section
from broadsheet.stories.models import Byline, RelatedStory, Story
from broadsheet.stories.opinion import OPINION

LONGEST_HEADLINE: Final = 120


def what_is_missing(letter: Letter, rules: LetterRules) -> list[str]:
    """Return what a letter lacks to be printed, each in a sentence that says what to do."""
    return [*_missing_of_itself(letter, rules), *_missing_of_elections(letter, rules)]


def _missing_of_itself(letter: Letter, rules: LetterRules) -> Iterator[str]:
    if not letter.headline_as_printed:
        yield _("Give it a headline.")
    if letter.is_edited and letter.state not in (State.APPROVED, State.SCHEDULED):
        yield _("Its writer has not approved the edit yet. Send it, or ask by phone.")
    if not is_proven(letter, rules):
        yield _(
            "Its writer has not been reached. Call first; a letter is printed when it is known whose it is."
        )
    if letter.overlap >= alike.HELD and not letter.released_because:
        yield _(
            "Most of its words are another's. Decline it, or say why it is printed all the same."
        )
    if section_of_opinion(letter.site) is None:
        yield _("The paper has no section of opinion. Make one, or set one's kind.")


def _missing_of_elections(letter: Letter, rules: LetterRules) -> Iterator[str]:
    election = election_of(rules, letter.race) if letter.race else None
    if election is None:
        return
    if timezone.localdate() > election.last_day:
        yield _("The last day for letters about “%(election)s” has passed.") % {
            "election": election.name
        }
    if printed_for(letter) >= election.cap:
        yield _(
            "%(count)s letters for this side of the race were printed, which is the paper's limit."
        ) % {"count": election.cap}
    if letter.is_candidates and not election.takes_candidates:
        yield _("It is from a candidate, and the paper takes no letters of candidates.")


def is_proven(letter: Letter, rules: LetterRules) -> bool:
    """Say whether it is known enough whose a letter is: by the proof that the paper asks for."""
    if letter.calls.filter(outcome="yes").exists() or known_writer(letter) is not None:
        return True
    return rules.proof == LetterRules.Proof.MAIL and letter.confirmed_at is not None


def printed_for(letter: Letter) -> int:
    """Return how many letters for the same side of the same race were printed."""
    return Letter.objects.filter(
        site=letter.site, race=letter.race, side=letter.side, state=State.PUBLISHED
    ).count()


def section_of_opinion(site: Site) -> Section | None:
    under = Section.objects.live().filter(path__startswith=site.root_page.path, kind=OPINION)
    return under.order_by("depth", "path").first()


def publish(letter: Letter, *, seen: int, by: Any) -> Letter:
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
    )
    tell_writer.enqueue(printed.pk, "printed")
    return printed


def refuse_unless_ready(letter: Letter) -> None:
    """Refuse a letter that lacks something.

    Errors:
        LetterError: what it lacks.
    """
    if missing := what_is_missing(letter, rules_of(letter.site)):
        raise LetterError(" ".join(missing))


def schedule(letter: Letter, moment: datetime, *, seen: int, by: Any) -> Letter:
    """Have a letter printed at a moment to come.

    Errors:
        LetterError: the moment has passed, something is missing, or somebody was first.
    """
    if moment <= timezone.now():
        raise LetterError(_("That moment has passed. Choose one to come, or print it now."))
    return act(
        letter, "schedule", seen=seen, by=by, check=refuse_unless_ready, scheduled_for=moment
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
    """Return the blocks of a letter's story: its paragraphs as plain text."""
    return [
        (
            "paragraph",
            f"<p>{'<br/>'.join(escape(line, quote=False) for line in part.splitlines())}</p>",
        )
        for part in letter.as_printed.split("\n\n")
        if part.strip()
    ]


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
