"""Mail to the writer of a letter: to confirm it, to look at an edit, to hear what was decided.

Before the address is confirmed, no word that somebody typed into the form is in it: it may be a stranger's mailbox.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from broadsheet.letters.models import Letter
from broadsheet.letters.states import State
from broadsheet.mailbag.errors import MailError
from broadsheet.mailbag.mailing import can_mail, mail_to_reader, written
from broadsheet.mailbag.sealing import LockedError
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of


def link_of(letter: Letter) -> str:
    """Return the address of a letter's page for its writer."""
    return f"{letter.site.root_url}{reverse('own_letter', args=[letter.secret])}"


@task()
def ask_to_confirm(letter_id: int) -> None:
    """Send the link by which a writer confirms a letter. Whoever bombs a mailbox is stopped by the mailbox's limit."""
    letter = Letter.objects.select_related("site").filter(pk=letter_id).first()
    if letter is None or letter.state != State.MAILBAG or not can_mail():
        return
    with papers_words(letter.site):
        paper = facts_of(letter.site)
        text = written("letters/mail/confirm.txt", {"paper": paper, "link": link_of(letter)})
        try:
            mail_to_reader(
                letter.whereabouts.open()["email"], _("Please confirm your letter"), text
            )
        except MailError:
            # She has been written to just now: it is tried again, and the letter waits in the mailbag meanwhile.
            return
    Letter.objects.filter(pk=letter_id).update(asked_at=timezone.now())


@task()
def tell_writer(letter_id: int, template: str, words: str = "") -> None:
    """Send a writer who has confirmed her address one of our letters.

    Args:
        template: of `letters/mail/`, without its ending.
        words: what an editor adds, in words of her own.
    """
    letter = Letter.objects.select_related("site", "story").filter(pk=letter_id).first()
    if letter is None or not can_mail() or not can_be_told(letter):
        return
    with papers_words(letter.site):
        context = {
            "paper": facts_of(letter.site),
            "letter": letter,
            "link": link_of(letter),
            "words": words,
            "root": letter.site.root_url,
        }
        lines = written(f"letters/mail/{template}.txt", context).strip().split("\n")
        # The first line is the subject: ours alone, with the letter's own title in the text.
        mail_to_reader(
            letter.whereabouts.open()["email"],
            lines[0],
            "\n".join(lines[1:]).strip() + "\n",
            is_answer=True,
        )


def can_be_told(letter: Letter) -> bool:
    """Say whether a letter's writer can be written to: she has an address, still kept, and has shown that it is hers."""
    if letter.confirmed_at is None or not hasattr(letter, "whereabouts"):
        return False
    try:
        return bool(letter.whereabouts.open().get("email"))
    except LockedError:
        # Its screen says so to whoever looks.
        return False
