"""Why something that a file says is not taken over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """Kept by name, told in the language of whoever looks."""

    # Of what a field says.
    BLANK = "blank", _("It is blank.")
    NOTHING = "nothing", _("The word stands for nothing.")
    CAMERA = "camera", _("A camera or program wrote it, not a person.")
    FILE_NAME = "file-name", _("It is the name of a file.")
    PLACEHOLDER = "placeholder", _("It is the name of the field, not what should stand there.")
    DEVICE = "device", _("It tells where, or by which device, the picture was made.")
    CAPTION_AGAIN = "caption-again", _("It is the caption again.")
    NO_ADDRESS = "no-address", _("It is no web address.")
    NO_TERM = "no-term", _("It is no word of the vocabulary for it.")
    NO_DATE = "no-date", _("It is no day on which a photograph can have been taken.")
    TOO_LONG = "too-long", _("It is longer than the field can be.")
    CUT = "cut", _("It is cut off; elsewhere the file has all of it.")
    OTHERWISE = "otherwise", _("What goes before it says otherwise.")
    CREDITS_DIFFER = (
        "credits-differ",
        _("The file’s own credit says otherwise; this one stays in the caption."),
    )
    # Of a whole block.
    TOO_LARGE = "too-large", _("The block is larger than 2 MB, which no notes of a picture are.")
    DAMAGED = "damaged", _("The block is damaged.")
    INCOMPLETE = "incomplete", _("Part of the block is missing.")
    ENTITIES = "entities", _("The block defines entities, which no program needs for notes.")
    NOT_NAMED = "not-named", _("The picture’s own block does not name it, so it is another’s.")
    # Of what is taken over all the same.
    MAY_BE_CUT = "may-be-cut", _("It may be cut off: it fills all the room there is for it.")
    SHORTENED = "shortened", _("It was shortened: the field has room for no more.")


class NotesError(ValueError):
    """A block of notes cannot be read. It never leaves this package: `why` is told with what was ignored."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
