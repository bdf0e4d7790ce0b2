"""What a story cost to report, in an editor's own words: shown to readers above the request for gifts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def cost_field() -> "models.CharField[str, str]":
    """Return the field: empty unless somebody who knows fills it in. Nothing is ever reckoned."""
    return models.CharField(
        _("what this story cost"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Time, travel, records: One reporter, nine days, and $212 for copies. "
            "Write only what you know; it stands above the request for gifts. Empty: nothing is said."
        ),
    )
