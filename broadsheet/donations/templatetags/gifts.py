"""`{% wording_now site as wording %}`: what readers see about taxes now, and what is missing for another sentence."""

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.models import rules_of
from broadsheet.donations.wording import Wording, sponsors_sentence, wording_of
from broadsheet.masthead.models import Paper, paper_of

register = template.Library()
Kind = Paper.LegalKind


@register.simple_tag
def wording_now(site: Site) -> Wording:
    return wording_of(site)


@register.simple_tag
def sponsors_now(site: Site) -> str:
    return sponsors_sentence(site)


@register.simple_tag
def missing_for_kind(site: Site) -> str:
    """Return what must be filled in before the sentence of the paper's legal kind is shown; nothing if it is shown."""
    kind, rules = paper_of(site).legal_kind, rules_of(site)
    if kind == Kind.NONPROFIT and not rules.tax_number:
        return _(
            "Fill in the employer identification number below. Until then the sentence of a business is shown."
        )
    if kind in (Kind.ELSEWHERE, Kind.PUBLIC) and not (
        rules.own_wording and rules.wording_checked_by
    ):
        return _(
            "Write what to say about taxes, and who has checked it. Until then the sentence of a business is shown."
        )
    if kind == Kind.SPONSORED and not sponsors_sentence(site):
        return _(
            "Fill in the fiscal sponsor, its fund, its EIN and its page. Until then nobody is asked for gifts."
        )
    return ""
