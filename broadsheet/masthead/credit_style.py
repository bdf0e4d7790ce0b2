"""How a paper prints its credits: what its owner chooses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Between(models.TextChoices):
    """What stands between who made a photo and for whom, shown by an example."""

    SLASH = "slash", _("Ilse Markham / The Ledger")
    CLOSE_SLASH = "close-slash", _("Ilse Markham/The Ledger")
    COMMA = "comma", _("Ilse Markham, The Ledger")
    BAR = "bar", _("Ilse Markham | The Ledger")

    @property
    def sign(self) -> str:
        return {"slash": " / ", "close-slash": "/", "comma": ", ", "bar": " | "}[self.value]


class Opening(models.TextChoices):
    """What a credit begins with, where it does not say what the picture is."""

    NOTHING = "", _("Nothing: Ilse Markham / The Ledger")
    COLON = "photo", _("Photo: Ilse Markham / The Ledger")
    BY = "photo-by", _("Photo by Ilse Markham / The Ledger")
