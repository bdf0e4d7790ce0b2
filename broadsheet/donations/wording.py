"""What is said about taxes wherever the paper asks for gifts: by its legal kind, never by a template or an editor.

Sources: 26 USC 6113 and Notice 88-120 (organisations whose gifts are not deductible say so, as the first of a paragraph),
26 USC 170(f)(8), 6115 and Publication 1771 (charities). A business is bound by general law on deception, and says it anyway.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.donations.errors import WordingError
from broadsheet.donations.models import Disclosure, GiftRules, rules_of
from broadsheet.donations.tax_words import charitys_words, is_ein, read_ein
from broadsheet.masthead.models import Paper, paper_of

Kind = Paper.LegalKind
# Word for word what papers owned by a business print beside their forms; also said while the rest is not sure.
NOT_DEDUCTIBLE: Final = "Donations processed in this system are not tax deductible."
NOT_CHARITABLE: Final = "Contributions or gifts to {name} are not deductible as charitable contributions for federal income tax purposes."
DEDUCTIBLE: Final = (
    "{name} is a 501(c)(3) organization, EIN {number}. "
    "Gifts are tax deductible to the extent allowed by law."
)
OF_SPONSOR: Final = (
    "Tax-deductible gifts to the {fund} are made to and receipted by {sponsor} (EIN {number}), "
    "which has control over their use."
)
# Kinds whose sentence is their own, once somebody has checked it.
OWN_WORDING: Final = (Kind.ELSEWHERE, Kind.PUBLIC)


@dataclass(frozen=True)
class Wording:
    """The sentence, the same in the reader's language where that is not English, and what it was made from."""

    kind: str
    language: str
    text: str
    said: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        told = [self.kind, self.language, self.text, self.said, self.facts]
        return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_charitys(self) -> bool:
        """Whether receipts are a charity's acknowledgements, which donors keep for their taxes."""
        return self.kind == Kind.NONPROFIT

    @property
    def is_english(self) -> bool:
        """Whether the sentence stands in English, whatever the paper is written in."""
        return self.kind not in OWN_WORDING or self.text == NOT_DEDUCTIBLE


def wording_of(
    site: Site, *, paper: Paper | None = None, rules: GiftRules | None = None
) -> Wording:
    """Return what is to be said now. Whatever is missing or unsure, it is the sentence of a business.

    Args:
        paper, rules: those that are about to be saved; else as they are kept.
    """
    paper, rules = paper or paper_of(site), rules or rules_of(site)
    name = paper.legal_name or paper.name
    language = paper.language
    kind, text = _text(paper.legal_kind, name, rules)
    facts = {
        "legal_name": name,
        "number": read_ein(rules.tax_number) if kind == Kind.NONPROFIT else "",
        "address": paper.street_address,
    }
    said = ""
    if text == NOT_DEDUCTIBLE and not language.startswith("en"):
        with translation.override(language):
            said = _("Donations processed in this system are not tax deductible.")
    return Wording(kind, language, text, said if said != text else "", facts)


def _text(kind: str, name: str, rules: GiftRules) -> tuple[str, str]:
    if kind == Kind.EXEMPT:
        return kind, NOT_CHARITABLE.format(name=name)
    if kind == Kind.NONPROFIT and is_ein(rules.tax_number):
        return kind, DEDUCTIBLE.format(name=name, number=read_ein(rules.tax_number))
    own = rules.own_wording.strip()
    if kind in OWN_WORDING and own and rules.wording_checked_by.strip():
        return kind, own
    return Kind.BUSINESS, NOT_DEDUCTIBLE


def sponsors_sentence(site: Site, *, rules: GiftRules | None = None) -> str:
    """Return what stands in the box of the fiscal sponsor; empty while the paper has none that is fully named."""
    rules = rules or rules_of(site)
    facts = (rules.sponsor_name, rules.sponsor_fund, rules.sponsor_address)
    if not all(facts) or not is_ein(rules.sponsor_number):
        return ""
    return OF_SPONSOR.format(
        fund=rules.sponsor_fund, sponsor=rules.sponsor_name, number=read_ein(rules.sponsor_number)
    )


def takes_own_gifts(site: Site) -> bool:
    """Say whether gifts come to the paper's own account: not while it is a project of a fiscal sponsor."""
    return rules_of(site).takes_gifts and paper_of(site).legal_kind != Kind.SPONSORED


def disclosure_of(site: Site) -> Disclosure:
    """Return the wording of now as it is kept with gifts; a new version, if it was never shown before."""
    now = wording_of(site)
    while True:
        kept: Disclosure | None = Disclosure.objects.filter(site=site, sha256=now.sha256).first()
        if kept is not None:
            return kept
        try:
            with transaction.atomic():
                return _keep(site, now)
        except IntegrityError:
            # Somebody else kept one meanwhile.
            continue


def _keep(site: Site, now: Wording) -> Disclosure:
    last: dict[str, Any] = Disclosure.objects.filter(site=site).aggregate(last=Max("version"))
    return Disclosure.objects.create(
        site=site,
        version=(last["last"] or 0) + 1,
        kind=now.kind,
        language=now.language,
        text=now.text,
        facts={**now.facts, "said": now.said},
        sha256=now.sha256,
    )


def refused_in(
    site: Site,
    text: str,
    *,
    is_name: bool = False,
    paper: Paper | None = None,
    rules: GiftRules | None = None,
) -> str:
    """Return the first words of a text about gifts that only a charity may say; nothing if the paper may say it all.

    Args:
        is_name: it is somebody else's proper name.
        paper, rules: those that are about to be saved; else as they are kept.
    """
    if not charitys_words(text, is_name=is_name):
        # Of most texts: no kind has to be known for that.
        return ""
    paper, rules = paper or paper_of(site), rules or rules_of(site)
    now = wording_of(site, paper=paper, rules=rules)
    if now.is_charitys:
        return ""
    own = (NOT_DEDUCTIBLE, now.text, now.said, sponsors_sentence(site, rules=rules))
    is_business = paper.legal_kind == Kind.BUSINESS
    return charitys_words(text, but=own, is_name=is_name, is_business=is_business)


def refuse_charitys_words(
    site: Site, text: str, *, is_name: bool = False, **about_to_be: Any
) -> None:
    """Refuse what only a charity may say, in texts that ask for gifts; the paper's own sentence is no such text.

    Args:
        is_name, about_to_be: as for `refused_in`.

    Errors:
        WordingError: which words, and what to do.
    """
    if found := refused_in(site, text, is_name=is_name, **about_to_be):
        raise WordingError(
            _(
                "Leave out “%(words)s”: the paper is no 501(c)(3), and what has to be said about taxes is said beside it."
            )
            % {"words": found}
        )
