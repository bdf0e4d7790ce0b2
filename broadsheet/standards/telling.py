"""Mail of the standards desk: to those who asked what came of it, and to the desk that something waits.

Nobody has shown that the mailbox is hers: no mail holds a word that a reader typed, and the mailbox's limit holds.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from broadsheet.mailbag.errors import MailError
from broadsheet.mailbag.mailing import can_mail, mail_to_reader
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of
from broadsheet.standards.models import ErrorReport, UnpublishRequest, rules_of
from broadsheet.standards.models.case import Case

ONE_IN = timedelta(minutes=30)
KINDS: dict[str, type[Case]] = {"report": ErrorReport, "request": UnpublishRequest}


@task()
def acknowledge(request_id: int) -> None:
    """Tell whoever asked about a story that it has arrived, and by when we answer."""
    request = _with_site(UnpublishRequest, request_id)
    if request is None or request.acknowledged_at is not None:
        return
    with papers_words(request.site):
        days = rules_of(request.site).days
        paper = facts_of(request.site)
        sentences = [
            _("We have your request to change or take down a story of %(paper)s.")
            % {"paper": paper.in_a_sentence},
            ngettext(
                "You hear from us within %(days)s day.",
                "You hear from us within %(days)s days.",
                days,
            )
            % {"days": days},
            _(
                "If you have sent us nothing, somebody gave your address by mistake. Do nothing then."
            ),
            paper.name,
        ]
        is_sent = _mail(request, _("We have your request"), sentences)
    if is_sent:
        UnpublishRequest.objects.filter(pk=request_id).update(acknowledged_at=timezone.now())


@task()
def tell(kind: str, case_id: int) -> None:
    """Tell the sender of a report ("report") or a request ("request") what came of it: an answer of ours, once.

    What cannot be sent now waits for the next turn of the house (`housekeeping.py`).
    """
    case = _with_site(KINDS[kind], case_id)
    if case is None or not case.is_to_be_told or case.told_at is not None:
        return
    with papers_words(case.site):
        subject = (
            _("The error you reported") if kind == "report" else _("Your request about a story")
        )
        story = case.story
        # The headline of a story that is withdrawn is not told of any more.
        is_shown = story is not None and story.shown_at is not None
        which = [f"{story.title}\n{case.site.root_url}{story.permalink}"] if is_shown else []
        thanks = _("Thank you for writing.")
        is_sent = _mail(case, subject, [*which, case.answer, thanks, facts_of(case.site).name])
    if is_sent:
        type(case)._default_manager.filter(pk=case_id).update(
            told_at=timezone.now(), is_to_be_told=False
        )


def _mail(case: Case, subject: str, paragraphs: list[str]) -> bool:
    """Send one; say whether it went out."""
    address = case.sender.get("email", "")
    if not address or not can_mail():
        return False
    try:
        mail_to_reader(address, subject, "\n\n".join(paragraphs) + "\n")
    except (MailError, OSError):
        return False
    return True


@task()
def tell_desk(kind: str, case_id: int) -> None:
    """Write to those who work on reports or decide on requests that something waits: at most once in half an hour."""
    case = _with_site(KINDS[kind], case_id)
    if case is None or not can_mail():
        return
    just_before = type(case)._default_manager.filter(
        site=case.site, came_at__gt=case.came_at - ONE_IN, pk__lt=case.pk
    )
    if just_before.exists():
        return
    with papers_words(case.site):
        paper = facts_of(case.site).in_a_sentence
        subject = (
            _("%(paper)s: a reader reports an error")
            if kind == "report"
            else _("%(paper)s: a request about a story waits")
        ) % {"paper": paper}
        where = case.site.root_url + reverse(f"standards_{kind}s")
        words = _("It stands here:")
        for address in _desk("handle_standards" if kind == "report" else "decide_requests"):
            mail_to_reader(address, subject, f"{words}\n\n{where}\n", is_answer=True)


def _desk(right: str) -> list[str]:
    """Return the addresses of those who have a right here."""
    may = Permission.objects.filter(content_type__app_label="standards", codename=right)
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    asked = people.filter(Q(groups__permissions__in=may) | Q(user_permissions__in=may))
    return list(asked.order_by("email").values_list("email", flat=True).distinct())


def _with_site(kind: type[Case], key: int) -> Any:
    return kind._default_manager.select_related("site", "story").filter(pk=key).first()
