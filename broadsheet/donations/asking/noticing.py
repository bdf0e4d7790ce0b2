"""What pages show of money and donors is printed again when it changes: a thermometer, a name on the wall."""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from broadsheet.donations.asking.appeal import money_of
from broadsheet.donations.asking.wall import shown_name, wall_source
from broadsheet.donations.models import Donor, Entry
from broadsheet.press.log import note_change

# Kept on the donor between the two signals of one save: the name that stood on the wall before.
BEFORE = "_name_on_wall_before"


@receiver(post_save, sender=Entry)
def note_money(instance: Entry, created: bool, **_kwargs: Any) -> None:
    """Write the log's line with the entry: in its transaction, so that what is taken back prints nothing."""
    if not created or instance.is_test:
        return
    gift = instance.gift
    sources = []
    if gift.campaign_id is not None:
        sources.append(money_of(gift.campaign_id))
    if gift.donor is not None and shown_name(gift.donor):
        sources.append(wall_source(gift.site_id))
    for source in sources:
        note_change(source, touches=[source], why="gift")


@receiver(pre_save, sender=Donor)
def keep_name(instance: Donor, **_kwargs: Any) -> None:
    before = Donor.objects.filter(pk=instance.pk).first() if instance.pk else None
    setattr(instance, BEFORE, shown_name(before) if before is not None else "")


@receiver(post_save, sender=Donor)
def note_name(instance: Donor, **_kwargs: Any) -> None:
    """Write the log's line with the donor if another name stands on the wall now, or none."""
    if shown_name(instance) != getattr(instance, BEFORE, ""):
        source = wall_source(instance.site_id)
        note_change(source, touches=[source], why="wall")
