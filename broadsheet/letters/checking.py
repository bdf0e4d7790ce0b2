"""A letter held against the paper's rules: what its writer must put right, and what an editor should know."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from broadsheet.letters import alike
from broadsheet.letters.models import Election, KnownWriter, Letter, LetterRules
from broadsheet.mailbag.counting import words_in
from broadsheet.mailbag.people import name_form
from broadsheet.masthead.models import facts_of
from broadsheet.newsroom.models import journalists_of
from broadsheet.press.recorder import print_again_at, remember

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
KNOWN_FOR = timedelta(days=730)


@dataclass(frozen=True)
class Flag:
    """Something an editor should know of a letter before deciding: a word, and a sentence."""

    name: str
    sentence: str


def most_words(rules: LetterRules, kind: str) -> int:
    """Return the limit that readers are told."""
    return rules.column_words if kind == Letter.Kind.COLUMN else rules.words


def length_fault(rules: LetterRules, kind: str, text: str) -> str:
    """Return what to say of a text that is too long to be taken at all; nothing if it is not."""
    is_column = kind == Letter.Kind.COLUMN
    hard = rules.most_column_words if is_column else rules.most_words
    words, limit = words_in(text), most_words(rules, kind)
    if words <= hard:
        return ""
    return ngettext(
        "This is %(words)s words, and we print %(limit)s at most. Shorten it by %(over)s word.",
        "This is %(words)s words, and we print %(limit)s at most. Shorten it by %(over)s words.",
        words - limit,
    ) % {"words": words, "limit": limit, "over": words - limit}


def next_letter_on(rules: LetterRules, phone_mark: str, name_mark: str) -> str:
    """Return from which day on a writer's next letter may be printed; nothing if on any day."""
    if not rules.days_between:
        return ""
    last = KnownWriter.last_printed(phone_mark, name_mark)
    if last is None:
        return ""
    again = timezone.localtime(last + timedelta(days=rules.days_between)).date()
    return date_format(again) if again > timezone.localdate() else ""


def known_writer(letter: Letter) -> KnownWriter | None:
    """Return the writer of a letter if she was called within 24 months: by the same phone and the same name and town."""
    if not letter.phone_mark or not letter.name_mark:
        return None
    return KnownWriter.objects.filter(
        phone_mark=letter.phone_mark,
        name_mark=letter.name_mark,
        called_at__gt=timezone.now() - KNOWN_FOR,
    ).first()


def is_well_known(letter: Letter, rules: LetterRules) -> bool:
    """Say whether a letter is signed with a name that somebody else might sign with: of those the paper lists, of whoever runs, of its own people."""
    signed = set(name_form(letter.name).split())
    return len(signed) > 1 and any(signed <= known for known in _well_known(letter.site, rules))


def _well_known(site: Site, rules: LetterRules) -> list[set[str]]:
    """Return the words of each well-known name. Titles stand among them: who signs as Ada Lund may be "Mayor Ada Lund"."""

    def find() -> list[set[str]]:
        listed = rules.well_known.splitlines()
        races = [one.race_list for one in elections_on(rules)]
        run = [side for race in races for sides in race.values() for side in sides]
        ours = journalists_of(site).filter(is_current=True).values_list("name", flat=True)
        return [set(name_form(name).split()) for name in (*listed, *run, *ours)]

    return remember(f"well-known:{site.pk}", find)


def flags_of(letter: Letter, rules: LetterRules) -> list[Flag]:
    """Return what an editor should know of a letter."""
    return [
        *_of_its_text(letter, rules),
        *_of_its_writer(letter, rules),
        *_of_elections(letter, rules),
    ]


def _of_its_text(letter: Letter, rules: LetterRules) -> Iterator[Flag]:
    if letter.words > (limit := most_words(rules, letter.kind)):
        words = _("%(words)s words, of %(limit)s.") % {"words": letter.words, "limit": limit}
        yield Flag("long", words)
    if (links := len(LINK.findall(letter.text))) > rules.most_links:
        yield Flag("links", _("%(count)s links.") % {"count": links})
    if letter.overlap >= alike.TOLD:
        words = _("%(share)s %% of its words stand so in another letter or in a story of ours.")
        yield Flag("copy", words % {"share": letter.overlap})
    if letter.machine:
        yield Flag("machine", _("Help by AI: %(words)s") % {"words": letter.machine})


def _of_its_writer(letter: Letter, rules: LetterRules) -> Iterator[Flag]:
    if is_well_known(letter, rules):
        yield Flag(
            "well_known", _("Signed with a well-known name: %(name)s.") % {"name": letter.name}
        )
    if day := next_letter_on(rules, letter.phone_mark, letter.name_mark):
        words = _("This writer's last letter was printed lately; the next may be on %(day)s.")
        yield Flag("often", words % {"day": day})
    is_ours = rules.is_ours(letter.town, facts_of(letter.site).town)
    if rules.locality != LetterRules.Locality.ANY and not is_ours:
        yield Flag("place", _("%(town)s is not one of our towns.") % {"town": letter.town})
    if letter.came_by != Letter.CameBy.FORM:
        return
    if not letter.own_words:
        yield Flag("words", _("The writer does not say that these are her own words."))
    if not letter.only_here:
        yield Flag("elsewhere", _("Sent to other papers too, or the writer does not say."))


def _of_elections(letter: Letter, rules: LetterRules) -> list[Flag]:
    found = []
    for election in elections_on(rules):
        if letter.is_candidates and not election.takes_candidates:
            found.append(
                Flag("candidate", _("From a candidate; letters of candidates are not taken."))
            )
        if election.is_quiet:
            found.append(
                Flag(
                    "quiet",
                    _("So short before %(election)s no letter may bring a new charge.")
                    % {"election": election.name},
                )
            )
    return found


def elections_on(rules: LetterRules) -> list[Election]:
    """Return the elections that matter today, for rules that are kept."""
    if rules.pk is None:
        return []

    def find() -> list[Election]:
        elections = list(rules.elections.all())
        if elections:
            # They begin and end by the day.
            tonight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            print_again_at(tonight + timedelta(days=1))
        return [one for one in elections if one.is_on]

    return remember(f"elections-on:{rules.pk}", find)


def election_of(rules: LetterRules, race: str) -> Election | None:
    """Return the election in which a race stands, of those that matter today."""
    return next((one for one in elections_on(rules) if race in one.race_list), None)
