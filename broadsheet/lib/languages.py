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
# What each calls itself: a reader who knows no other finds it by this.
OWN_NAMES = {
    "en": "English",
    "es": "Español",
    "ar": "العربية",
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
    "vi": "Tiếng Việt",
    "tl": "Tagalog",
    "ko": "한국어",
    "ru": "Русский",
    "uk": "Українська",
    "fr": "Français",
    "ht": "Kreyòl ayisyen",
    "pt": "Português",
    "de": "Deutsch",
    "pl": "Polski",
    "so": "Soomaali",
    "hmn": "Hmoob",
    "fa": "فارسی",
    "he": "עברית",
    "ja": "日本語",
}


def language_tag(code: str) -> str:
    """Return a language's code as BCP 47 writes it.

    >>> language_tag("en-us"), language_tag("zh-hant"), language_tag("es")
    ('en-US', 'zh-Hant', 'es')
    """
    language, *rest = code.split("-")
    return "-".join([language, *[one.upper() if len(one) == 2 else one.title() for one in rest]])


def is_right_to_left(code: str) -> bool:
    return code.partition("-")[0] in RIGHT_TO_LEFT


def same_language(one: str, other: str) -> bool:
    """Say whether two codes name one language, wherever it is spoken; Chinese has two ways of writing.

    >>> same_language("en-us", "en"), same_language("zh-hans", "zh-hant")
    (True, False)
    """
    if one.startswith("zh"):
        return one == other
    return one.partition("-")[0] == other.partition("-")[0]
