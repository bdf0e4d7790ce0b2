"""Initials in place of a name, wherever it stands in a story: looked at first, then done, in earlier versions too if asked."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage
from wagtail.models import PageLogEntry, Revision

from broadsheet.lib.slugs import slug_of
from broadsheet.standards.finding import places_of
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.wording import RICH_WORDS, WORDS, reword_stream

# Words of a story for readers and machines; who signed it stays.
PLAIN_FIELDS: Final = (*WORDS, "lead_alt", "seo_title", "search_description")
APOSTROPHES = r"(?:['’‘ʼ]|&#x27;|&#39;|&apos;|&rsquo;)"
# What may stand between two words of a name: space of any kind, and in rich text tags.
GAP = r"(?:\s|&nbsp;|&#160;|<[^>]*>)+"
TAG = r"<[^>]*>"
STOP = re.compile(rf"(?:{TAG})*\.")
AROUND: Final = 60


class Piece(NamedTuple):
    """A run of words that stays, is taken out, or is put in."""

    kind: Literal["same", "out", "in"]
    words: str


class Change(NamedTuple):
    """A place of a story, with what is taken out there and put in."""

    label: str
    pieces: list[Piece]


class Names:
    """The forms of one person's name that are replaced, the longest first."""

    def __init__(self, forms: Iterable[str]) -> None:
        given = {" ".join(unicodedata.normalize("NFC", form).split()) for form in forms}
        self.forms = sorted(filter(None, given), key=lambda form: (-len(form), form))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        each = "|".join(f"({self._of(form)})" for form in self.forms)
        # A tag's own words, such as where a link leads, are no name.
        return re.compile(rf"(?P<gap>{TAG})|(?<![\w@])(?:{each})(?!\w)")

    @staticmethod
    def _of(form: str) -> str:
        words = []
        for word in form.split():
            exact = APOSTROPHES.join(re.escape(part) for part in re.split(r"['’‘ʼ]", word))
            # A name in capitals is the same name; in small letters it may be a word.
            words.append(f"(?:{exact}|{re.escape(word.upper())})")
        return GAP.join(words)

    def __call__(self, text: str) -> str:
        """Return a text, plain or HTML, with initials in place of the names.

        >>> Names(["Ilse Markham", "Markham"])("Ilse <b>Markham</b>’s boat. MARKHAM said <a href='/markham'>so</a>.")
        "I. <b>M.</b>’s boat. M. said <a href='/markham'>so</a>."
        """
        return self._pattern.sub(self._put, unicodedata.normalize("NFC", text))

    def _put(self, found: re.Match[str]) -> str:
        if found["gap"]:
            return found[0]
        pieces = re.split(f"({GAP})", found[0])
        put = "".join(
            piece if at % 2 else initial_of(piece) for at, piece in enumerate(pieces) if piece
        )
        # At the end of a sentence one point is enough.
        return put.removesuffix(".") if STOP.match(found.string, found.end()) else put

    def compared(self, text: str) -> list[Piece]:
        """Return a plain text with what is taken out and put in; nothing if no name stands there."""
        text = unicodedata.normalize("NFC", text)
        pieces, at = [], 0
        for found in self._pattern.finditer(text):
            if found["gap"]:
                continue
            pieces += [
                Piece("same", text[at : found.start()]),
                Piece("out", found[0]),
                Piece("in", self._put(found)),
            ]
            at = found.end()
        return [*pieces, Piece("same", text[at:])] if pieces else []

    def left_in(self, text: str) -> list[str]:
        """Return where words of the names still stand in a text, each with some words around it."""
        words = {word for form in self.forms for word in form.split() if len(word) > 2}
        if not words:
            return []
        each = "|".join(re.escape(word) for word in sorted(words))
        found = re.finditer(rf"\b(?:{each})\b", self(text), re.IGNORECASE)
        return [
            found_one.string[max(0, found_one.start() - AROUND) : found_one.end() + AROUND].strip()
            for found_one in found
        ]


def initial_of(word: str) -> str:
    """Return the initial of a word of a name.

    >>> initial_of("Markham"), initial_of("O’Brien"), initial_of("&#x27;t")
    ('M.', 'O.', 'T.')
    """
    letters = [sign for sign in re.sub(r"&#?\w+;", "", word) if sign.isalpha()]
    return f"{letters[0].upper()}." if letters else word


def changes_in(story: Story, names: Names) -> list[Change]:
    """Return each place of a story in which a name stands, as it would be changed."""
    found = [
        Change(place.label, pieces)
        for place in places_of(story)
        if (pieces := names.compared(place.text))
    ]
    alts = [(_("Alt text"), alt) for alt in _alts(story)]
    fields = [
        ("seo_title", _("Title for search engines")),
        ("kicker", _("Word above the headline")),
    ]
    fields += [("search_description", _("Description for search engines"))]
    fields += [("speaker", _("Who is speaking")), ("update_note", _("Update note"))]
    for label, text in [*alts, *((label, getattr(story, field)) for field, label in fields)]:
        if pieces := names.compared(text):
            found.append(Change(label, pieces))
    if (slug := slug_without(story, names)) != story.story_slug:
        found.append(Change(_("Address"), [Piece("out", story.story_slug), Piece("in", slug)]))
    return found


def what_is_left(story: Story, names: Names) -> list[str]:
    """Return where the name would still be read: parts of it in the story, its corrections, photos that others show."""
    texts = [place.text for place in places_of(story)]
    left = [words for text in texts for words in names.left_in(text)]
    for correction in story.corrections.all():
        said = f"{correction.wrong} {correction.right}"
        if names.compared(said) or names.left_in(said):
            left.append(_("A correction, which stays for good: %(words)s") % {"words": said})
    left += [
        _("The photo “%(title)s” itself, in the library and where other stories show it")
        % {"title": photo.title}
        for photo in _photos(story)
        if names.compared(f"{photo.title} {photo.caption} {photo.alt_text}")
    ]
    left += [
        _("The byline, which is not touched: %(name)s") % {"name": byline.printed_name}
        for byline in story.bylines.all()
        if names.compared(byline.printed_name)
    ]
    address = story.permalink or ""
    if slug_without(story, names) == story.story_slug and any(
        slug_of(form) in address for form in names.forms
    ):
        left.append(
            _("The address, which the story kept from elsewhere: %(path)s") % {"path": address}
        )
    return list(dict.fromkeys(left))


def abbreviate(story: Story, names: Names) -> None:
    """Put initials into a story at hand, saved or not: its fields, its body, the captions of this use, its address."""
    for field in PLAIN_FIELDS:
        setattr(story, field, names(getattr(story, field)))
    for field in RICH_WORDS:
        setattr(story, field, names(getattr(story, field)))
    if story.lead_photo is not None:
        story.lead_caption = _own(story.lead_caption, story.lead_photo.caption, names)
        story.lead_alt = _own(story.lead_alt, story.lead_photo.alt_text, names)
    for child in story.body:
        for use in _uses(child.value):
            use["caption"] = _own(use["caption"], use["photo"].caption, names)
            use["alt_text"] = _own(use["alt_text"], use["photo"].alt_text, names)
    story.body = reword_stream(story.body, names, names)
    story.draft_title = names(story.draft_title)
    slug = slug_without(story, names)
    if slug != story.story_slug:
        story.story_slug = slug
        story.address_wanted = slug if story.permalink else ""


def slug_without(story: Story, names: Names) -> str:
    """Return the words of a story's address with initials in place of the names.

    >>> slug_without(Story(story_slug="ilse-markham-charged"), Names(["Ilse Markham", "Markham"]))
    'i-m-charged'
    """
    slug = f"-{story.story_slug}-"
    for form in names.forms:
        initials = "-".join(slug_of(initial_of(word)) for word in form.split())
        slug = slug.replace(f"-{slug_of(form)}-", f"-{initials}-") if slug_of(form) else slug
    return slug.strip("-") or "story"


def abbreviate_entries(story: Story, names: Names) -> None:
    """Put initials into the entries of a story's live coverage, though they are frozen once it has ended."""
    for entry in LiveEntry.objects.filter(story=story):
        words = {
            "headline": names(entry.headline),
            "text": names(entry.text),
            "caption": _own(entry.caption, entry.photo.caption if entry.photo else "", names),
            "alt_text": _own(entry.alt_text, entry.photo.alt_text if entry.photo else "", names),
        }
        if any(getattr(entry, field) != new for field, new in words.items()):
            entry.reword(**words)


def versions_with(story: Story, names: Names) -> int:
    """Return how many versions that the newsroom keeps of a story hold a name."""
    kept = Revision.page_revisions.filter(object_id=str(story.pk))
    found = (
        json.dumps(content, ensure_ascii=False)
        for content in kept.values_list("content", flat=True).iterator(50)
    )
    return sum(bool(names.compared(content)) for content in found)


def abbreviate_versions(story: Story, names: Names) -> int:
    """Put initials into every version that the newsroom keeps of a story, and into its log; return how many were changed."""
    count = 0
    for revision in Revision.page_revisions.filter(object_id=str(story.pk)).iterator(50):
        kept = revision.as_object()
        abbreviate(kept, names)
        content = kept.serializable_data()
        if content != revision.content:
            revision.content, revision.object_str = content, names(revision.object_str)
            revision.save(update_fields=["content", "object_str"])
            count += 1
    for line in PageLogEntry.objects.filter(page_id=story.pk):
        label, data = names(line.label), _in_all(line.data, names)
        if (label, data) != (line.label, line.data):
            PageLogEntry.objects.filter(pk=line.pk).update(label=label, data=data)
    return count


def _in_all(value: Any, names: Names) -> Any:
    """Return what a line of the log holds, such as the headlines before and after, with initials in each of its words."""
    if isinstance(value, dict):
        return {key: _in_all(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_all(one, names) for one in value]
    return names(value) if isinstance(value, str) else value


def _own(own: str, photos: str, names: Names) -> str:
    """Return the words of a photo's use: its own, or the photo's with initials if the name stands there."""
    if own:
        return names(own)
    return names(photos) if names.compared(photos) else ""


def _uses(value: Any) -> Iterator[Any]:
    """Give the uses of photos in a block that have words of their own."""
    if not hasattr(value, "get"):
        return
    for use in value.get("photos", [value]):
        if isinstance(use.get("photo"), AbstractImage) and "caption" in use and "alt_text" in use:
            yield use


def _photos(story: Story) -> Iterator[Any]:
    if story.lead_photo is not None:
        yield story.lead_photo
    for child in story.body:
        yield from (use["photo"] for use in _uses(child.value))


def _alts(story: Story) -> Iterator[str]:
    yield story.photo_alt
    for child in story.body:
        yield from (use["photo"].alt_text for use in _uses(child.value) if not use["alt_text"])
