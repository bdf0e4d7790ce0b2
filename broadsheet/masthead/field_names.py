"""The names under which forms show the fields that are called what they are: `street_address`, “Street address”.

Django takes such a name from the code and in English only. Here it is looked up in the catalogues like any other word.
A field that is given a name of its own is left alone.
"""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_noop

# Read by `make messages`; a test compares it with the models.
NAMES = [
    gettext_noop("address"),
    gettext_noop("address wanted"),
    gettext_noop("agency"),
    gettext_noop("area"),
    gettext_noop("arrangement"),
    gettext_noop("author"),
    gettext_noop("beat"),
    gettext_noop("bio"),
    gettext_noop("body"),
    gettext_noop("breaking until"),
    gettext_noop("called off at"),
    gettext_noop("caption"),
    gettext_noop("captions"),
    gettext_noop("credit"),
    gettext_noop("deck"),
    gettext_noop("description"),
    gettext_noop("email"),
    gettext_noop("file"),
    gettext_noop("filter spec"),
    gettext_noop("focal point height"),
    gettext_noop("focal point width"),
    gettext_noop("focal point x"),
    gettext_noop("focal point y"),
    gettext_noop("founded"),
    gettext_noop("front"),
    gettext_noop("goes back to"),
    gettext_noop("headline"),
    gettext_noop("hours"),
    gettext_noop("image"),
    gettext_noop("journalist"),
    gettext_noop("key"),
    gettext_noop("kicker"),
    gettext_noop("kind"),
    gettext_noop("label"),
    gettext_noop("language"),
    gettext_noop("lead"),
    gettext_noop("lead photo"),
    gettext_noop("legal kind"),
    gettext_noop("legal name"),
    gettext_noop("let by"),
    gettext_noop("looked up at"),
    gettext_noop("made at"),
    gettext_noop("made by"),
    gettext_noop("made by name"),
    gettext_noop("motto"),
    gettext_noop("name"),
    gettext_noop("note"),
    gettext_noop("number"),
    gettext_noop("of"),
    gettext_noop("other"),
    gettext_noop("page"),
    gettext_noop("paper"),
    gettext_noop("parts planned"),
    gettext_noop("phone"),
    gettext_noop("photo"),
    gettext_noop("places"),
    gettext_noop("portrait"),
    gettext_noop("poster"),
    gettext_noop("provider"),
    gettext_noop("purpose"),
    gettext_noop("rail"),
    gettext_noop("republish terms"),
    gettext_noop("right"),
    gettext_noop("role"),
    gettext_noop("rules"),
    gettext_noop("series"),
    gettext_noop("set by name"),
    gettext_noop("short name"),
    gettext_noop("shown from"),
    gettext_noop("slots"),
    gettext_noop("slug"),
    gettext_noop("starts at"),
    gettext_noop("story"),
    gettext_noop("street address"),
    gettext_noop("support text"),
    gettext_noop("teaser"),
    gettext_noop("text"),
    gettext_noop("time zone"),
    gettext_noop("title"),
    gettext_noop("topics"),
    gettext_noop("town"),
    gettext_noop("transcript"),
    gettext_noop("translation of"),
    gettext_noop("trouble"),
    gettext_noop("update note"),
    gettext_noop("user"),
    gettext_noop("written by"),
    gettext_noop("wrong"),
]


def name_fields() -> None:
    """Let each field of ours that has no name of its own be called by its name in the language of whoever reads it."""
    for model in apps.get_models():
        if not model.__module__.startswith("broadsheet."):
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if not isinstance(field.verbose_name, Promise):
                field.verbose_name = gettext_lazy(str(field.verbose_name))
