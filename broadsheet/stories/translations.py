"""A story in several languages: which other ones it can be read in, and how its own words are marked.

The first one written is the original; each translation names it, and all of them lead to each other. Each page notes
the others that it leads to; one that comes anew is told of by `addresses_of_family`.
"""

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from broadsheet.lib.languages import (
    OWN_NAMES,
    is_right_to_left,
    language_tag,
    same_language,
)
from broadsheet.masthead.models import facts_of
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source, print_again_at, remember, unrecorded

# Touched when a story becomes a translation, or is one no more.
TRANSLATIONS = "list:translations"

if TYPE_CHECKING:
    from broadsheet.stories.models import Story


class Version(NamedTuple):
    """A story in one language: the language's tag and own name, and where readers find it."""

    language: str
    name: str
    url: str
    is_this: bool


def language_of(story: "Story") -> str:
    """Return the code of the language that a story is written in: its own, or its paper's."""
    if story.language:
        return story.language
    site = story.site
    return facts_of(site).language if site else translation.get_language() or "en"


def versions_of(story: "Story") -> list[Version]:
    """Return each language in which any reader may read a story, its own too; nothing if there is only one."""
    return remember(f"versions:{story.pk}", lambda: _versions(story)) if story.pk else []


def _versions(story: "Story") -> list[Version]:
    now = timezone.now()
    family = family_of(story)
    for one in family:
        # Whoever ends leaves the others' pages at that moment.
        print_again_at(one.expire_at)
    shown = [
        one
        for one in family
        if one.pk == story.pk
        or (one.shown_at is not None and (one.expire_at is None or one.expire_at > now))
    ]
    return [_version(one, story) for one in shown] if len(shown) > 1 else []


def _version(one: "Story", story: "Story") -> Version:
    code = language_of(one)
    elsewhere = one.site if one.host != story.host else None
    url = urljoin(f"{elsewhere.root_url}/", one.permalink) if elsewhere else one.permalink
    name = OWN_NAMES.get(code) or OWN_NAMES.get(code.partition("-")[0], code)
    return Version(language_tag(code), name, url or "", one.pk == story.pk)


def original_of(story: "Story") -> "Story | None":
    """Return the story that this one translates, as it is now; None for an original."""
    # Not by the attribute: a story that was kept from an earlier printing still holds the original of that day.
    key = story.translation_of_id

    def find() -> "Story | None":
        return type(story).objects.filter(pk=key or 0).first()

    return remember(f"original:{key}", find) if key else None


def family_of(story: "Story") -> list["Story"]:
    """Return the original and its translations, shown or not; the original first, then as they were written."""
    root = original_of(story) or story
    stories = type(story).objects
    if not _has_translations(stories):
        return [root]
    # On the index of those that are translations: a handful among a whole archive.
    translations = stories.filter(translation_of_id=root.pk).exclude(pk=root.pk)
    return [root, *sorted(translations.order_by(), key=attrgetter("pk"))]


def _has_translations(stories: Any) -> bool:
    """Say whether anything is translated here: in most papers nothing is, and no story need ask for its own."""

    def find() -> bool:
        note_source(TRANSLATIONS)
        return bool(stories.filter(translation_of__isnull=False).exists())

    # Not noted by the page: the first translation prints its own family, and not the archive.
    with unrecorded():
        return kept("has-translations", find)


def addresses_of_family(story: "Story", was: "Story | None") -> set[str]:
    """Return the addresses of the pages that lead to a translation, or did before; none for other stories."""
    named = {one.translation_of_id for one in (story, was) if one and one.translation_of_id}
    if not named:
        return set()
    # The original notes its translations itself, so only they are asked for.
    family = type(story).objects
    found = [*family.filter(pk__in=named), *family.filter(translation_of_id__in=named)]
    return {address for one in found for address in one.addresses()}


def refuse_translation(story: "Story") -> None:
    """Raise if a story cannot be the translation that it says it is; one of a translation becomes one of the original.

    Errors:
        ValidationError: it names itself, has translations of its own, or is in the original's language.
    """
    original = story.translation_of
    if original is None:
        return
    if original.translation_of is not None:
        original = story.translation_of = original.translation_of
    if original.pk == story.pk:
        message = _("A story is no translation of itself. Choose the story that it translates.")
        raise ValidationError({"translation_of": message})
    if story.pk and type(story).objects.filter(translation_of_id=story.pk).exists():
        message = _(
            "Other stories are translations of this one, so it is an original. Leave this empty."
        )
        raise ValidationError({"translation_of": message})
    taken = [one for one in family_of(story) if one.pk != story.pk]
    if any(
        same_language(language_of(one), story.language or _papers_language(original))
        for one in taken
    ):
        message = _(
            "It is there in this language already. Choose the language of this translation."
        )
        raise ValidationError({"language": message})


def _papers_language(original: "Story") -> str:
    site = original.site
    return facts_of(site).language if site else ""


def language_attributes(code: str) -> SafeString:
    """Return the attributes of an element whose words are in a language: none if it is the page's own.

    >>> with translation.override("en-us"):
    ...     language_attributes("es"), language_attributes("ar"), language_attributes("en")
    (' lang="es"', ' lang="ar" dir="rtl"', '')
    """
    page = translation.get_language() or ""
    if not code or same_language(code, page):
        return SafeString()
    tag = language_tag(code)
    if is_right_to_left(code) == is_right_to_left(page):
        return format_html(' lang="{}"', tag)
    return format_html(' lang="{}" dir="{}"', tag, "rtl" if is_right_to_left(code) else "ltr")


def papers_attributes(inside: str) -> SafeString:
    """Return the attributes of the page's own words inside an element in another language: a heading, a label."""
    page = translation.get_language() or "en"
    if not inside or same_language(inside, page):
        return SafeString()
    with translation.override(inside):
        return language_attributes(page)
