"""Declining a letter, in words for its writer: kind, true, and with what she can do; an editor may write her own."""

from typing import Any

from django.utils.translation import gettext as _

from broadsheet.letters.acting import act
from broadsheet.letters.checking import next_letter_on
from broadsheet.letters.models import Letter, LetterRules, rules_of
from broadsheet.letters.writing_to import can_be_told, tell_writer
from broadsheet.masthead.locale import papers_words

Why = Letter.Why


def decline(letter: Letter, *, seen: int, by: Any, why: str, words: str = "") -> bool:
    """Decline a letter; say whether its writer is told by mail.

    Args:
        words: what she is told; those of `words_for`, in the paper's language, if the editor wrote none.

    Errors:
        LetterError: it is decided on already, or somebody was first.
    """
    with papers_words(letter.site):
        told = words or words_for(letter, why, rules_of(letter.site))
    declined = act(letter, "decline", seen=seen, by=by, words=told, why=why)
    if can_be_told(declined):
        tell_writer.enqueue(declined.pk, "declined", told)
        return True
    return False


def words_for(letter: Letter, why: str, rules: LetterRules) -> str:
    """Return what a writer is told, to be looked over by the editor who sends it."""
    told = {
        Why.SPACE: _(
            "We had more good letters than room. That says nothing against yours; please write again."
        ),
        Why.LENGTH: _(
            "It is longer than we can print. If you can say it in %(words)s words, we will gladly look at it again."
        )
        % {"words": rules.words},
        Why.OFTEN: _("We print one letter of each person within a while, so that many are heard."),
        Why.ELSEWHERE: _(
            "It has been printed or sent elsewhere, and we print what was written for our readers alone."
        ),
        Why.TEXT: _(
            "Its words are those of a text that others send too. We would gladly print what you think in your own."
        ),
        Why.COPIES: _(
            "We received many letters with nearly these words, and print one of them for all who sent it."
        ),
        Why.PLACE: _("We keep our room for letters from our own area."),
        Why.FACTS: _(
            "It states as facts what we could not confirm. If you tell us where they are from, we will look at it again."
        ),
        Why.PERSON: _(
            "It speaks of a private person, whom we would rather not bring before the public."
        ),
        Why.ELECTION: _("Our rules for letters before an election do not let us print it."),
        Why.UNREACHED: _(
            "We tried to reach you by phone and could not. We print letters when we have spoken with whoever wrote them."
        ),
        Why.OTHER: "",
    }[Why(why)]
    if why == Why.OFTEN and (day := next_letter_on(rules, letter.phone_mark, letter.name_mark)):
        told += " " + _("We can print another of yours from %(day)s.") % {"day": day}
    return str(told)
