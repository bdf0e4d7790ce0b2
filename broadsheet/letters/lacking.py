"""What a letter lacks to be printed: each in a sentence that says what to do."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from broadsheet.letters import alike
from broadsheet.letters.checking import election_of, elections_on, is_well_known, known_writer
from broadsheet.letters.models import Letter, LetterRules
from broadsheet.letters.states import State
from broadsheet.sections.models import Section
from broadsheet.stories.opinion import OPINION


def what_is_missing(letter: Letter, rules: LetterRules) -> list[str]:
    """Return what a letter lacks to be printed."""
    return [
        *_of_itself(letter, rules),
        *_of_what_it_says(letter, rules),
        *_of_elections(letter, rules),
    ]


def _of_itself(letter: Letter, rules: LetterRules) -> Iterator[str]:
    if not letter.headline_as_printed:
        yield _("Give it a headline.")
    if letter.is_edited and letter.state not in (State.APPROVED, State.SCHEDULED):
        yield _("Its writer has not approved the edit yet. Send it, or ask by phone.")
    if not is_proven(letter, rules):
        yield (
            _(
                "It is signed with a well-known name. Call a number that is not from the letter, and note that it was not."
            )
            if is_well_known(letter, rules)
            else _(
                "Its writer has not been reached. Call first; a letter is printed when it is known whose it is."
            )
        )
    if letter.overlap >= alike.HELD and not letter.released_because:
        yield _(
            "Most of its words are another's. Decline it, or say why it is printed all the same."
        )
    if section_of_opinion(letter.site) is None:
        yield _("The paper has no section of opinion. Make one, or set one's kind.")


def is_proven(letter: Letter, rules: LetterRules) -> bool:
    """Say whether it is known enough whose a letter is: by the proof that the paper asks for, or the name does."""
    calls = letter.calls.filter(outcome="yes")
    if is_well_known(letter, rules):
        return calls.filter(number_from_elsewhere=True).exists()
    if calls.exists() or known_writer(letter) is not None:
        return True
    return rules.proof == LetterRules.Proof.MAIL and letter.confirmed_at is not None


def _of_what_it_says(letter: Letter, rules: LetterRules) -> Iterator[str]:
    if rules.right_of_reply and letter.criticises and not letter.reply:
        yield _(
            "It criticizes %(name)s. Offer a reply in the same issue, and note what came of it."
        ) % {"name": letter.criticises}
    is_grave = letter.accuses or letter.tells_of_private or letter.tells_of_child
    if is_grave and not letter.cleared_because:
        yield _(
            "It says something grave of a person. Have a colleague read it, and write down why it may be printed."
        )


def _of_elections(letter: Letter, rules: LetterRules) -> Iterator[str]:
    quiet = next((one for one in elections_on(rules) if one.is_quiet), None)
    if quiet is not None and not letter.no_new_charge:
        yield _(
            "So short before %(election)s it may bring no new charge. Read it for that, and note that it does not."
        ) % {"election": quiet.name}
    election = election_of(rules, letter.race) if letter.race else None
    if election is None:
        return
    if timezone.localdate() > election.last_day:
        yield _("The last day for letters about “%(election)s” has passed.") % {
            "election": election.name
        }
    if printed_for(letter) >= election.cap:
        yield ngettext(
            "%(count)s letter for this side of the race was printed, which is the paper's limit.",
            "%(count)s letters for this side of the race were printed, which is the paper's limit.",
            election.cap,
        ) % {"count": election.cap}
    if letter.is_candidates and not election.takes_candidates:
        yield _("It is from a candidate, and the paper takes no letters of candidates.")


def printed_for(letter: Letter) -> int:
    """Return how many other letters for the same side of the same race were printed or are about to be."""
    same = Letter.objects.filter(site=letter.site, race=letter.race, side=letter.side)
    return same.filter(state__in=(State.PUBLISHED, State.SCHEDULED)).exclude(pk=letter.pk).count()


def section_of_opinion(site: Site) -> Section | None:
    """Return the section in which letters are printed."""
    under = Section.objects.live().filter(path__startswith=site.root_page.path, kind=OPINION)
    return under.order_by("depth", "path").first()
