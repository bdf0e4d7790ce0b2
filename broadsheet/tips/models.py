"""Who may read confidential tips. Nothing else of the tip line is Django's: it keeps a file of its own (`box.py`)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class TipLine(models.Model):
    """The tip line as something that rights are given for. Its table stays empty: Django asks for one of each model."""

    class Meta:
        verbose_name = _("tip line")
        verbose_name_plural = _("tip lines")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("read_tips", "Read confidential tips"),
            # Not "the tip line": from the end of a right, the newsroom takes away what it is about.
            ("run_tip_line", "Run the line for confidential tips"),
        ]

    def __str__(self) -> str:
        return "tips"
