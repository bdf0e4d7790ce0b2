"""Languages that the program knows by name."""

from django.utils.translation import gettext_lazy as _

# A paper's own language: those in which readers' pages are written. The codes are Django's.
PAPER_LANGUAGES = [
    ("en-us", _("English (United States)")),
    ("en-gb", _("English (United Kingdom)")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
# A story may be written in others, too.
STORY_LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese (simplified)")),
    ("zh-hant", _("Chinese (traditional)")),
    ("vi", _("Vietnamese")),
    ("tl", _("Tagalog")),
    ("ko", _("Korean")),
    ("ru", _("Russian")),
    ("uk", _("Ukrainian")),
    ("fr", _("French")),
    ("ht", _("Haitian Creole")),
    ("pt", _("Portuguese")),
    ("de", _("German")),
    ("pl", _("Polish")),
    ("so", _("Somali")),
    ("hmn", _("Hmong")),
    ("fa", _("Persian")),
    ("he", _("Hebrew")),
    ("ja", _("Japanese")),
]
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})
