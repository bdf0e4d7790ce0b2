"""A paper's colours and nameplate, cleaned together whenever they are saved."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from broadsheet.masthead.colours import BAND_INK, PAPER, PAPER_DARK, clean_colour
from broadsheet.masthead.nameplates import clean_nameplate

if TYPE_CHECKING:
    from broadsheet.masthead.models import Paper

# What each colour must be read on, or under.
GROUNDS = {"spot": PAPER, "spot_dark": PAPER_DARK, "band": BAND_INK}


def clean_look(paper: "Paper") -> None:
    """Put a paper's colours and nameplate into the form in which they are kept.

    Errors:
        ValidationError: by field, what is wrong with each, and what would do.
    """
    cleaned: dict[str, str] = {}
    refused: dict[str, list[str]] = {}
    for name, ground in GROUNDS.items():
        try:
            cleaned[name] = clean_colour(getattr(paper, name), ground)
        except ValidationError as error:
            refused[name] = error.messages
    try:
        cleaned["nameplate_svg"] = clean_nameplate(paper.nameplate_svg)
    except ValidationError as error:
        refused["nameplate_svg"] = error.messages
    if refused:
        raise ValidationError(dict(refused))
    for name, value in cleaned.items():
        setattr(paper, name, value)
