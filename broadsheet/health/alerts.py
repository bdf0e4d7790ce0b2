"""Telling people when something stops, and when it is over: by mail and into a chat, at most once an hour.

However many machines watch, one row of the database is moved on by the one that may tell. While there is no database, a
file on each machine keeps the hour, with whom to tell and in which words; the row follows it when the database is back.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.health.kept import changing, kept
from broadsheet.health.mail import can_mail, reason
from broadsheet.health.models import Alerts, LastAlert, Trouble
from broadsheet.health.state import DATABASE_DOWN, title_of
from broadsheet.lib.fetching import post
from broadsheet.lib.outside import FetchError
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of
from broadsheet.newsroom.models import User

logger = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
# What goes on is told again.
REMIND_AFTER = timedelta(days=1)
# What lasts no longer than this is told to nobody, neither its beginning nor its end.
LASTS = timedelta(seconds=90)
WEBHOOK_SECONDS = 10.0
KEPT = "alerts"
_down_since: float | None = None


# Whom to tell, and in which words ------------------------------------------------------------------------
def people_to_mail() -> list[str]:
    """Return the e-mail address of each person who is told of what stops, once each."""
    alerts = Alerts.load()
    found = alerts.others()
    if alerts.to_publishers:
        publishers = User.objects.with_perm(
            "health.view_trouble", backend="django.contrib.auth.backends.ModelBackend"
        )
        found += publishers.exclude(email="").order_by("pk").values_list("email", flat=True)
    return list(dict.fromkeys(found))


def first_site() -> Site | None:
    """Return the site of the paper, or of the first of several."""
    return Site.objects.filter(is_default_site=True).first()


@contextmanager
def in_the_papers_words() -> Iterator[None]:
    """Write what follows in the language and the time of the first paper."""
    site = first_site()
    if site is None:
        yield
        return
    with papers_words(site):
        yield


def keep_for_later() -> None:
    """Keep in this machine's files what it takes to tell people when there is no database."""
    site = first_site()
    paper = facts_of(site) if site else None
    with changing(KEPT) as known:
        known["to"] = people_to_mail()
        known["webhook"] = Alerts.load().webhook
        known["paper"] = paper.name if paper else ""
        known["language"] = paper.language if paper else settings.LANGUAGE_CODE


# The hour ------------------------------------------------------------------------------------------------
def claim_hour() -> bool:
    """Say whether this machine may tell now; if so, nobody may for an hour."""
    now = timezone.now()
    bring_hours_together(now)
    is_over = LastAlert.objects.filter(pk=1, at__lte=now - HOUR)
    if not is_over.update(at=now):
        return False
    with changing(KEPT) as known:
        known["at"] = now.timestamp()
    return True


def bring_hours_together(now: datetime) -> None:
    """Let the row and this machine's file know of the later alert of the two.

    Neither may lie ahead: a clock that was put back must not keep everyone silent for longer than an hour.
    """
    row, _is_new = LastAlert.objects.get_or_create(pk=1)
    with changing(KEPT) as known:
        here = datetime.fromtimestamp(known.get("at", 0), UTC)
        later = min(max(here, row.at), now)
        known["at"] = later.timestamp()
    if row.at > now:
        LastAlert.objects.filter(pk=1, at=row.at).update(at=later)
    else:
        LastAlert.objects.filter(pk=1, at__lt=later).update(at=later)


# Telling -------------------------------------------------------------------------------------------------
def tell() -> None:
    """Tell people what has stopped and what is over, if there is any news and the hour is over."""
    take_over_what_was_told_without_database()
    now = timezone.now()
    lasting = Trouble.objects.exclude(alert="").filter(over_at=None, since__lte=now - LASTS)
    news = lasting.filter(Q(told_at=None) | Q(told_at__lte=now - REMIND_AFTER))
    over = Trouble.objects.filter(told_at__isnull=False, over_at__lte=now - LASTS)
    to, webhook = people_to_mail() if can_mail() else [], Alerts.load().webhook
    if not (to or webhook) or not (news.exists() or over.exists()) or not claim_hour():
        return
    # All that is wrong, so that nobody takes for well what was told yesterday.
    wrong, ended = list(lasting.order_by("since")), list(over)
    if send(
        paper_name(),
        [one.alert for one in wrong],
        [f"{title_of(one.name)} {one.machine}".rstrip() for one in ended],
        to=to,
        webhook=webhook,
    ):
        Trouble.objects.filter(pk__in=[one.pk for one in wrong]).update(told_at=now)
        Trouble.objects.filter(pk__in=[one.pk for one in ended]).delete()


def tell_without_database() -> None:
    """Tell people that the database does not answer, by what was kept while it did."""
    global _down_since
    now = time.time()
    _down_since = _down_since or now
    if now - _down_since < LASTS.total_seconds():
        return
    with changing(KEPT) as known:
        rest = REMIND_AFTER if known.get("told_down") else HOUR
        if 0 <= now - known.get("at", 0) < rest.total_seconds():
            return
        # First the hour, then the word: what is cut off in between is not told twice.
        known.update(at=now, told_down=_down_since)
    with translation.override(known.get("language") or settings.LANGUAGE_CODE):
        sentence = _(
            "The database does not answer. Readers still get what is printed; nobody can sign in or publish. Start it, or "
            "mend DATABASE_URL."
        )
        to = known.get("to", []) if can_mail() else []
        send(known.get("paper", ""), [sentence], [], to=to, webhook=known.get("webhook", ""))


def take_over_what_was_told_without_database() -> None:
    """Note as over what this machine has told while there was no database, since there is one now."""
    global _down_since
    _down_since = None
    if "told_down" not in kept(KEPT):
        return
    with changing(KEPT) as known:
        at = datetime.fromtimestamp(known.pop("told_down", time.time()), UTC)
    Trouble.objects.update_or_create(
        name=DATABASE_DOWN,
        machine="",
        defaults={"since": at, "told_at": at, "over_at": timezone.now()},
    )


def paper_name() -> str:
    """Return the name of the first paper; a plain word before it has one."""
    site = first_site()
    return (facts_of(site).name if site else "") or _("Newsroom")


def send(paper: str, wrong: list[str], over: list[str], *, to: list[str], webhook: str) -> bool:
    """Tell people by every way there is; say whether any of them took it."""
    subject, text = message(paper or "Broadsheet", wrong, over)
    was_mailed = mail_each(to, subject, text)
    was_posted = bool(webhook) and post_to_chat(webhook, f"{subject}\n\n{text}")
    return was_mailed or was_posted


def message(paper: str, wrong: list[str], over: list[str]) -> tuple[str, str]:
    """Return the subject and the text of what people are told."""
    name = {"paper": paper}
    subject = _("%(paper)s needs you") % name if wrong else _("%(paper)s is well again") % name
    lines = [f"- {sentence}" for sentence in wrong]
    if over:
        lines.append(_("Over: %(what)s.") % {"what": ", ".join(over)})
    more = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("how_it_is")
    lines += ["", _("How the paper is doing: %(address)s") % {"address": more}]
    return subject, "\n".join(lines) + "\n"


def mail_each(to: list[str], subject: str, text: str) -> bool:
    """Mail everyone by themselves, so that nobody learns the others' addresses; say whether any was taken."""
    taken = False
    for address in to:
        try:
            taken = bool(EmailMessage(subject, text, to=[address]).send()) or taken
        except OSError as error:
            logger.error("An alert could not be mailed: %s", reason(error))
            # One may be refused for the person it is for; else there is no server to ask again.
            if not hasattr(error, "recipients"):
                break
    return taken


def post_to_chat(webhook: str, text: str) -> bool:
    """Write into a chat that takes `{"text": …}`; say whether it was taken.

    Source: what Slack, Mattermost, Rocket.Chat and Teams call an incoming webhook.
    """
    try:
        post(webhook, json.dumps({"text": text}).encode(), seconds=WEBHOOK_SECONDS)
    except FetchError as error:
        # It names the host alone; the rest of the address is a secret.
        logger.error("An alert could not be written into the chat: %s", error)
        return False
    return True
