"""The reasons that the newsroom’s screen shows beside a line, for the catalogues of other languages.

The reading itself must work without Django’s settings, and so gives its reasons in English.
"""

from typing import Final

from django.utils.translation import gettext_noop

REASONS: Final = (
    gettext_noop("prose"),
    gettext_noop("item of a list"),
    gettext_noop("heading"),
    gettext_noop("label"),
    gettext_noop("photo caption"),
    gettext_noop("photo credit"),
    gettext_noop("byline"),
    gettext_noop("date"),
    gettext_noop("time of day"),
    gettext_noop("dateline"),
    gettext_noop("title of a list of other stories"),
    gettext_noop("link to another story"),
    gettext_noop("call to action"),
    gettext_noop("plea to subscribe or give"),
    gettext_noop("buttons to share or comment"),
    gettext_noop("readers’ comments"),
    gettext_noop("legal line"),
    gettext_noop("what the reader is made to agree to"),
    gettext_noop("advertisement"),
    gettext_noop("navigation"),
    gettext_noop("ornament"),
    gettext_noop("deck"),
    gettext_noop("the headline said again"),
    gettext_noop("another story"),
    gettext_noop("heading of a box"),
    gettext_noop("above the headline"),
    gettext_noop("between headline and story"),
    gettext_noop("below the story"),
    gettext_noop("between paragraphs, no part of them"),
    gettext_noop("part of a list of other stories"),
    gettext_noop("in the rail"),
    gettext_noop("said again elsewhere in the story"),
    gettext_noop("name beneath a quote"),
    gettext_noop("the paper speaking to its readers"),
    gettext_noop("about the writer"),
)
REFUSALS: Final = (
    gettext_noop("The file is empty; save the page again and import that."),
    gettext_noop("The file is binary, not text; save the page as text or HTML and import that."),
    gettext_noop(
        "The file is wrongly encoded, and letters of it are lost; save the page again as UTF-8."
    ),
    gettext_noop(
        "The file's encoding cannot be told; save the page again as UTF-8 and import that."
    ),
    gettext_noop(
        "No story was found on the page, only links and short lines; save the page of a single story and import that."
    ),
    gettext_noop(
        "A story was found, but no headline above it; write its headline as the first line of the file and import that."
    ),
)
