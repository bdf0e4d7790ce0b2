"""Telling the letters desk that something waits: one mail for many copies of one text, and none before a letter is confirmed."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.letters.models import Letter
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of

ONE_IN = timedelta(minutes=30)


def tell_desk(letter: Letter) -> None:
    """Write to those who handle letters that there is a new one: at most once in half an hour, and not of a copy of one they know."""
    if not can_mail() or letter.cluster_id is not None:
        return
    just_told = Letter.objects.filter(
        site=letter.site,
        cluster=None,
        confirmed_at__gt=timezone.now() - ONE_IN,
        confirmed_at__lt=letter.confirmed_at or timezone.now(),
    )
    if just_told.exists():
        return
    with papers_words(letter.site):
        address = letter.site.root_url + reverse("letters_desk")
        subject = _("%(paper)s: a letter to the editor waits") % {
            "paper": facts_of(letter.site).in_a_sentence
        }
        text = _("Somebody has confirmed a letter to the editor. It stands here:")
        for person in desk_addresses():
            send_mail(subject, f"{text}\n\n{address}\n", None, [person])


def desk_addresses() -> list[str]:
    """Return the addresses of those who handle letters."""
    may = Permission.objects.filter(content_type__app_label="letters", codename="handle_letters")
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    asked = people.filter(Q(groups__permissions__in=may) | Q(user_permissions__in=may))
    return list(asked.order_by("email").values_list("email", flat=True).distinct())
