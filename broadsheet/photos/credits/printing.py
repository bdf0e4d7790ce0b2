"""A credit in words, as a paper prints it."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.masthead.credit_style import Between, Opening
from broadsheet.masthead.models import Paper
from broadsheet.photos.credits.credit import Credit, Relation


class Pattern(NamedTuple):
    """How a paper prints its credits.

    - agency_first: “AP Photo/Nell Roe”, as some agencies ask for it.
    - own_name: who the paper's own people work for, where a credit does not say it.
    """

    between: Between = Between.SLASH
    opening: Opening = Opening.NOTHING
    agency_first: bool = False
    own_name: str = ""


PLAIN = Pattern()


def pattern_of(paper: Paper) -> Pattern:
    """Return how a paper prints its credits."""
    return Pattern(
        between=Between(paper.credit_between),
        opening=Opening(paper.credit_opening),
        agency_first=paper.agency_first,
        own_name=paper.in_credits,
    )


def printed(credit: Credit, pattern: Pattern = PLAIN) -> str:
    """Return a credit as the paper prints it, in the language that is in use; as it came where it was not understood.

    >>> printed(Credit(("Ilse Markham",), "The Ledger", Relation.STAFF), Pattern(between=Between.COMMA))
    'Ilse Markham, The Ledger'
    """
    if not credit.is_read:
        return credit.words
    if credit.is_empty:
        return ""
    line = WAYS.get(credit.relation, _plain)(credit, pattern)
    if credit.for_whom and credit.relation != Relation.STAFF:
        line = _("%(credit)s for %(whom)s") % {"credit": line, "whom": credit.for_whom}
    if credit.via:
        line = _("%(credit)s via %(agency)s") % {"credit": line, "agency": credit.via}
    if credit.licence:
        line = f"{line}, {credit.licence}" if line else credit.licence
    if credit.is_file:
        line = _("%(credit)s, file") % {"credit": line} if line else _("File photo")
    return line


def names_of(names: tuple[str, ...]) -> str:
    """Return names as a sentence has them.

    >>> names_of(("Ilse Markham", "Ruth Osei", "Jon Abbey"))
    'Ilse Markham, Ruth Osei and Jon Abbey'
    """
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _plain(credit: Credit, pattern: Pattern) -> str:
    names, organisation = names_of(credit.creators), credit.organisation
    if credit.relation == Relation.STAFF and not organisation:
        organisation = pattern.own_name or _("Staff")
    is_agencys = credit.relation == Relation.WIRE and names and organisation
    if pattern.agency_first and is_agencys and "/" not in organisation:
        return f"{organisation} Photo/{names}"
    line = pattern.between.sign.join(filter(None, (names, organisation)))
    if not line or pattern.opening == Opening.NOTHING:
        return line
    if pattern.opening == Opening.BY and names:
        return _("Photo by %(credit)s") % {"credit": line}
    return _("Photo: %(credit)s") % {"credit": line}


# From whom it came; the same behind a name; and all that is said where nobody is named.
GIVEN = {
    Relation.PROVIDED: (
        gettext_lazy("Photo provided by %(giver)s"),
        gettext_lazy("%(creators)s, provided by %(giver)s"),
        gettext_lazy("Provided photo"),
    ),
    Relation.COURTESY: (
        gettext_lazy("Photo courtesy of %(giver)s"),
        gettext_lazy("%(creators)s, courtesy of %(giver)s"),
        gettext_lazy("Courtesy photo"),
    ),
    Relation.HANDOUT: (
        gettext_lazy("Handout photo from %(giver)s"),
        gettext_lazy("%(creators)s, handout photo from %(giver)s"),
        gettext_lazy("Handout photo"),
    ),
}


def _given(credit: Credit, _pattern: Pattern) -> str:
    long, after_names, alone = GIVEN[Relation(credit.relation)]
    names, giver = names_of(credit.creators), credit.organisation
    if not giver:
        return f"{names} / {alone}" if names else str(alone)
    words = {"creators": names, "giver": giver}
    return str(after_names % words if names else long % words)


def _reader(credit: Credit, _pattern: Pattern) -> str:
    names = names_of(credit.creators)
    return _("Photo by reader %(names)s") % {"names": names} if names else _("Reader photo")


def _screen_shot(credit: Credit, _pattern: Pattern) -> str:
    owner = credit.account or credit.organisation or names_of(credit.creators)
    words = {"owner": owner, "platform": credit.platform}
    if owner and credit.platform:
        if credit.is_video:
            return _("Screen shot from %(owner)s’s %(platform)s video") % words
        return _("Screen shot from %(owner)s on %(platform)s") % words
    if owner:
        if credit.is_video:
            return _("Screen shot from a video by %(owner)s") % words
        return _("Screen shot from %(owner)s") % words
    if credit.platform:
        if credit.is_video:
            return _("Screen shot from a %(platform)s video") % words
        return _("Screen shot from %(platform)s") % words
    return _("Screen shot from a video") if credit.is_video else _("Screen shot")


def _drawn(credit: Credit, pattern: Pattern, signed: str, alone: str) -> str:
    who = pattern.between.sign.join(filter(None, (names_of(credit.creators), credit.organisation)))
    line = signed % {"who": who} if who else alone
    if credit.made_from:
        line = _("%(illustration)s. Photo by %(names)s") % {
            "illustration": line,
            "names": names_of(credit.made_from),
        }
    return line


def _illustration(credit: Credit, pattern: Pattern) -> str:
    return _drawn(credit, pattern, _("Illustration by %(who)s"), _("Illustration"))


def _photo_illustration(credit: Credit, pattern: Pattern) -> str:
    return _drawn(credit, pattern, _("Photo illustration by %(who)s"), _("Photo illustration"))


def _ai(credit: Credit, pattern: Pattern) -> str:
    line = _drawn(credit, pattern, _("Image made with AI by %(who)s"), _("Image made with AI"))
    return f"{line}: {credit.platform}" if credit.platform else line


WAYS: dict[str, Callable[[Credit, Pattern], str]] = {
    **dict.fromkeys(GIVEN, _given),
    Relation.READER: _reader,
    Relation.SCREEN_SHOT: _screen_shot,
    Relation.ILLUSTRATION: _illustration,
    Relation.PHOTO_ILLUSTRATION: _photo_illustration,
    Relation.AI: _ai,
}
