"""Writing one mail to a donor, as it is now: its head is ours alone, its text and its HTML part say the same."""

import re
from email.utils import formataddr, parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.donations.models import Mailing
from broadsheet.donations.posting.directions import isolated
from broadsheet.donations.posting.kinds import Told, told
from broadsheet.donations.posting.two_parts import html_of
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.mailbag.mailing import refuse_unfit_address, written
from broadsheet.mailbag.sealing import mark
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import Paper, facts_of

# Before anybody has shown that the mailbox is hers, no word that was typed into a form is mailed to it.
_NAMELESS: Final = {Mailing.Kind.PLEDGE, Mailing.Kind.REMINDER, Mailing.Kind.LINK}
# Kinds of paper whose wording is in the paper's own language, and not in English.
_OWN_WORDS: Final = {Paper.LegalKind.ELSEWHERE, Paper.LegalKind.PUBLIC}


def written_mail(mailing: Mailing) -> EmailMultiAlternatives | None:
    """Return a mail as it is to be sent now; None if what it would tell is true no longer.

    Errors:
        ValidationError: the address is none of mail.
        MailbagError: what it tells was locked up with another key.
    """
    refuse_unfit_address(mailing.donor.email)
    with papers_words(mailing.site):
        found = told(mailing)
        if found is None:
            return None
        paper = facts_of(mailing.site)
        context = {**found, **_of_all(mailing, paper, found)}
        subject, text = _text(mailing.kind, context)
        html = html_of(
            text,
            subject=subject,
            language=translation.get_language() or paper.language,
            is_from_right=translation.get_language_bidi(),
            links=context["links"],
            in_english=frozenset(context["in_english"]),
        )
        mail = EmailMultiAlternatives(
            subject,
            text,
            from_email=_sender(paper),
            to=[mailing.donor.email],
            reply_to=[paper.email] if paper.email else None,
            headers=_headers(mailing, context),
        )
    mail.attach_alternative(html, "text/html")
    return mail


def _of_all(mailing: Mailing, paper: Paper, found: Told) -> Told:
    wording, receipt = found["wording"], found.get("receipt_words", "")
    said = str(wording.facts.get("said", ""))
    is_nameless = mailing.kind in _NAMELESS and mailing.donor.email_proved_at is None
    is_english = wording.kind not in _OWN_WORDS or wording.text == NOT_DEDUCTIBLE
    return {
        "paper": paper,
        "name": "" if is_nameless else isolated(mailing.donor.name),
        "sentence": wording.text.strip(),
        # Where a receipt says it already, it is not said twice.
        "has_sentence": wording.text.strip() in receipt,
        "said": said,
        "is_charitys": wording.kind == Paper.LegalKind.NONPROFIT,
        "in_english": [wording.text.strip()] if is_english else [],
        "can_be_answered": bool(paper.email),
    }


def _text(kind: str, context: Told) -> tuple[str, str]:
    """Return subject and text. The template's first line is the subject: of our own words and the paper's name."""
    first, _end, rest = written(f"donations/mail/{kind}.txt", context).strip().partition("\n")
    text = rest.strip()
    assert context["sentence"] in text, "a mail that lacks the sentence about taxes is not sent"
    if context["is_test"]:
        marked = pgettext("on mail of a demo", "TEST: no money moves.")
        text = f"{marked}\n\n{text}"
    subject = _("%(paper)s: %(subject)s") % {"paper": context["paper"].name, "subject": first}
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text) + "\n"


def _sender(paper: Paper) -> str:
    """Return the paper's name before the address that its mail comes from; that address stays as it is set."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((" ".join(paper.name.split()), address))


def _headers(mailing: Mailing, context: Told) -> dict[str, str]:
    host = urlsplit(mailing.site.root_url).hostname or "localhost"
    headers = {
        # Of one mail it is the same at each try, so that a mailbox that had it already may drop the second.
        "Message-ID": f"<{mark('mail to a donor', mailing.key)}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mailing.kind == Mailing.Kind.REMINDER:
        stop: str = context["stop_link"]
        headers["List-Unsubscribe"] = f"<{stop}>"
        if stop.startswith("https:"):
            # RFC 8058 asks for HTTPS.
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
