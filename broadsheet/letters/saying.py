"""The paper's rules for letters in sentences for readers: made from the rules, so that they cannot say anything else."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.letters.models import Election, Letter, LetterRules
from broadsheet.letters.states import State
from broadsheet.masthead.models import Paper


def rules_in_words(rules: LetterRules, paper: Paper) -> Iterator[str]:
    """Give each rule in a sentence."""
    yield ngettext(
        "A letter has up to %(words)s word. What stands between white space is one word, and so is a word with a hyphen.",
        "A letter has up to %(words)s words. What stands between white space is one word, and so is a word with a hyphen.",
        rules.words,
    ) % {"words": rules.words}
    if rules.takes_columns:
        yield ngettext(
            "A guest column has up to %(words)s word.",
            "A guest column has up to %(words)s words.",
            rules.column_words,
        ) % {"words": rules.column_words}
    if rules.days_between:
        yield ngettext(
            "We print one letter of a person in %(days)s day.",
            "We print one letter of a person in %(days)s days.",
            rules.days_between,
        ) % {"days": rules.days_between}
    yield _(
        "It is signed with your full name and your town. Both are printed; street, phone and e-mail never are."
    )
    if rules.proof == rules.Proof.PHONE:
        yield _("We call you before we print it, to ask whether it is yours.")
    else:
        yield _("You confirm it by a link that we send you.")
    yield from _of_origin(rules, paper)
    yield _("It is in your own words, and you have sent it to no other paper.")
    if rules.machines == rules.Machines.SAY:
        yield _("If AI helped you with it, you say how.")
    elif rules.machines == rules.Machines.REFUSE:
        yield _("We print no letters that were written with AI.")
    yield ngettext(
        "A letter has %(links)s link at most.",
        "A letter has %(links)s links at most.",
        rules.most_links,
    ) % {"links": rules.most_links}
    yield _("We may shorten it and put its language right. You see the edit before it is printed.")
    if rules.right_of_reply:
        yield _("Whoever a letter criticizes by name may answer in the same issue.")
    yield ngettext(
        "You hear from us within %(days)s day.",
        "You hear from us within %(days)s days.",
        rules.answers_within,
    ) % {"days": rules.answers_within}
    yield _("Street, phone and e-mail are erased 90 days after we have decided.")
    yield from (line.strip() for line in rules.more.splitlines() if line.strip())


def _of_origin(rules: LetterRules, paper: Paper) -> Iterator[str]:
    towns = ", ".join(rules.town_list or [paper.town])
    if rules.locality == rules.Locality.FIRST:
        yield _("Letters from our area go first: %(towns)s.") % {"towns": towns}
    elif rules.locality == rules.Locality.ONLY:
        yield _("We print letters from our area: %(towns)s.") % {"towns": towns}


def election_in_words(election: Election) -> Iterator[str]:
    """Give each rule of an election in a sentence."""
    yield _("Letters about it reach us by %(day)s.") % {"day": date_format(election.last_day)}
    yield ngettext(
        "We print up to %(cap)s letter for each side of a race.",
        "We print up to %(cap)s letters for each side of a race.",
        election.cap,
    ) % {"cap": election.cap}
    if not election.takes_candidates:
        yield _("We print no letters of candidates.")
    if election.quiet_days:
        yield ngettext(
            "On the last day before it, no letter may bring a new charge.",
            "In the last %(days)s days before it, no letter may bring a new charge.",
            election.quiet_days,
        ) % {"days": election.quiet_days}


def state_for_writer(letter: Letter) -> str:
    """Say to a letter's writer how it stands."""
    if letter.is_open:
        return _("It is with our editors.")
    return {
        State.SCHEDULED: _("It is about to be printed."),
        State.PUBLISHED: _("It has been printed."),
        State.DECLINED: _("We do not print it."),
        State.EXPIRED: _("We have not decided on it in time, and do not print it."),
        State.WITHDRAWN: _("It was taken back."),
    }[State(letter.state)]
