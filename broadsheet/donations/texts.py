"""All texts about gifts that readers and donors are shown, and where each is written: looked at when the law that holds for them changes."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.models import Campaign, GiftRules, ThanksNote, kept_rules
from broadsheet.donations.models.rules import NAMES_OF_OTHERS
from broadsheet.donations.wording import OWN_WORDING, refused_in
from broadsheet.masthead.models import Paper, paper_of
from broadsheet.newsroom.troubles import finds_troubles

# What of the paper readers are shown where they give: cheques are made out to its name and sent to its address.
OF_PAPER: Final = ("support_text", "legal_name", "street_address")
# Of it, what no slip can do without: however it was saved, it is shown.
ALWAYS_SHOWN: Final = ("legal_name", "street_address")
# What the sentences about taxes are made from.
FACTS_OF_PAPER: Final = ("legal_kind", "legal_name", "name", "language")
FACTS_OF_RULES: Final = (
    *("tax_number", "sponsor_name", "sponsor_fund", "sponsor_number", "sponsor_address"),
    *("own_wording", "wording_checked_by"),
)


class TextOfGifts(NamedTuple):
    """One text about gifts."""

    source: models.Model
    field: str

    @property
    def words(self) -> str:
        return str(getattr(self.source, self.field))

    @property
    def where(self) -> str:
        """Where it is written, for whoever has to change it."""
        what = str(self.source._meta.verbose_name)
        if isinstance(self.source, Campaign):
            what += f" “{self.source.name}”"
        field = self.source._meta.get_field(self.field)
        assert isinstance(field, models.Field)
        return _("%(what)s, under “%(field)s”") % {"what": what, "field": field.verbose_name}


def wrong_beside_paper(paper: Paper) -> dict[str, str]:
    """Return why a paper's kind cannot change while its other texts about gifts stand: a sentence by field."""
    kept = Paper.objects.filter(site=paper.site).first()
    changed = _changed(FACTS_OF_PAPER, kept, paper)
    if not changed:
        return {}
    rules = kept_rules(paper.site)
    return _said(changed, _wrong([rules], paper, rules))


def wrong_beside_rules(rules: GiftRules) -> dict[str, str]:
    """Return why what the law needs to know cannot change while other texts about gifts stand: a sentence by field."""
    changed = _changed(FACTS_OF_RULES, kept_rules(rules.site), rules)
    paper = Paper.objects.filter(site=rules.site).first()
    if not changed or paper is None:
        return {}
    return _said(changed, _wrong([paper], paper, rules))


@finds_troubles
def of_texts_left_out() -> Iterator[str]:
    """Say which texts that were saved once say what their paper may not, so that somebody writes them anew."""
    for paper in Paper.objects.select_related("site"):
        rules = kept_rules(paper.site)
        for text, words in _refused([paper, rules], paper, rules):
            told = {"paper": paper.name, "where": text.where, "words": words}
            if text.field in ALWAYS_SHOWN and text.source == paper:
                yield (
                    _(
                        "%(paper)s: %(where)s says “%(words)s”, which the paper may not say where it asks for gifts. Slips show it all the same: change it."
                    )
                    % told
                )
            else:
                yield (
                    _(
                        "%(paper)s: %(where)s says “%(words)s”, which the paper may not say where it asks for gifts. Until it is changed, nobody is shown it."
                    )
                    % told
                )


def _changed(names: tuple[str, ...], kept: models.Model | None, about_to_be: models.Model) -> str:
    """Return the first of the fields that is about to be another; nothing if none is."""
    changes = (
        name for name in names if kept is None or getattr(kept, name) != getattr(about_to_be, name)
    )
    return next(changes, "")


def _wrong(beside: list[Paper | GiftRules], paper: Paper, rules: GiftRules) -> list[str]:
    """Say which texts would not pass with a paper and rules that are about to be, and which of their words."""
    return [
        _("%(where)s: “%(words)s”") % {"where": text.where, "words": words}
        for text, words in _refused(beside, paper, rules)
    ]


def _refused(
    beside: Iterable[Paper | GiftRules], paper: Paper, rules: GiftRules
) -> Iterator[tuple[TextOfGifts, str]]:
    """Give each text that does not pass with a paper and its rules, with the first words that do not."""
    for text in _texts(paper.site, beside, paper.legal_kind):
        is_name = text.field in NAMES_OF_OTHERS
        words = refused_in(paper.site, text.words, is_name=is_name, paper=paper, rules=rules)
        if words:
            yield text, words


def _texts(site: Site, beside: Iterable[Paper | GiftRules], kind: str) -> Iterator[TextOfGifts]:
    for source in beside:
        for name in OF_PAPER if isinstance(source, Paper) else source.shown_texts:
            yield TextOfGifts(source, name)
        if isinstance(source, GiftRules) and kind not in OWN_WORDING:
            yield TextOfGifts(source, "own_wording")
    today = timezone.localdate(timezone=paper_of(site).zone)
    not_over = Q(ends=None) | Q(ends__gte=today)
    for campaign in Campaign.objects.filter(not_over, site=site).order_by("-begins", "-pk"):
        for name in campaign.shown_texts:
            yield TextOfGifts(campaign, name)
    for note in ThanksNote.objects.filter(site=site):
        yield TextOfGifts(note, "text")


def _said(field: str, wrong: list[str]) -> dict[str, str]:
    if not wrong:
        return {}
    said = _("Then these texts would say what the paper may not. Change them first: %(texts)s.")
    return {field: said % {"texts": "; ".join(wrong)}}
