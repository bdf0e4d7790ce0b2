"""Pages that say whether the paper sends mail are printed anew when it begins or ends to: its settings are no source of a page."""

from typing import Final

from django.db import transaction

from broadsheet.donations.asking.ways_to_give import WAYS
from broadsheet.donations.models import ProviderCall
from broadsheet.mailbag.mailing import can_mail
from broadsheet.press.log import note_change

MAIL: Final = "list:mail-to-readers"
_NOTE: Final = "mail"


def notice_mail() -> None:
    """Have pages printed anew when mail begins or ends to be sent. The worker's job."""
    now = "yes" if can_mail() else ""
    told, _is_new = ProviderCall.objects.get_or_create(
        key=_NOTE, defaults={"provider": _NOTE, "operation": _NOTE, "sha256": ""}
    )
    if told.ref == now:
        return
    with transaction.atomic():
        ProviderCall.objects.filter(pk=told.pk).update(ref=now)
        # A pledge asks for an address only where there is mail.
        note_change(MAIL, touches=[MAIL, WAYS], why="mail")
