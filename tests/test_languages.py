"""Every word for people can be said in another language, and the catalogues are what the code says."""

import ast
import gettext
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

import broadsheet
from broadsheet.masthead.field_names import NAMES
from tests.tools import catalogues

PACKAGE = Path(broadsheet.__file__).parent
ROOT = PACKAGE.parent
LOCALE = PACKAGE / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())
# The languages that a paper may count on; the others are begun.
WHOLE = {"ar", "es"}
# Another English says only what is spelt otherwise. "Check" is American where it is money.
AMERICAN = re.compile(
    r"\b(colors?|licenses?|honors?|canceled|(recog|organ|critic)iz\w+|(mail|send|with|out) a check)\b",
    re.IGNORECASE,
)
BEGUN = 20
TEMPLATES = sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")])
# The press's rows and the commands are for those who run a paper, not for those who write it; samples are made up.
MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not {"tests", "migrations", "devtools", "press", "cli.py", "samples.py"} & set(path.parts)
)
each_language = pytest.mark.parametrize("language", LANGUAGES)
# Names and abbreviations that are the same everywhere.
UNTRANSLATED = {"RSS", "Broadsheet", "SVG", "HTML", "JSON"}
# Arguments whose words an editor reads.
FOR_PEOPLE = {"help_text", "verbose_name", "verbose_name_plural", "label", "heading", "description"}


def po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


@each_language
def test_a_catalogue_is_compiled_as_it_is_written(language: str):
    with po(language).with_suffix(".mo").open("rb") as file:
        held = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    held.pop("", None)

    assert held == catalogues.compiled(catalogues.read_po(po(language))), "run `make messages`"


@each_language
def test_a_catalogue_holds_everything_that_the_program_says(language: str):
    listed = {entry.message for entry in catalogues.read_po(po(language))}
    said = catalogues.words_of(PACKAGE)

    assert len(said) > 500
    # Plurals and singulars of one sentence share an entry.
    singular = {(one.context, one.words) for one in listed}
    missing = {one for one in said if (one.context, one.words) not in singular}
    if language.startswith("en_"):
        missing = {one for one in missing if AMERICAN.search(without_placeholders(one.words))}
    assert missing == set(), "run `make messages`"
    assert singular - {(one.context, one.words) for one in said} == set(), "run `make messages`"


def without_placeholders(words: str) -> str:
    return re.sub(r"%\(\w+\)[sd]", "", words)


def test_a_british_paper_takes_cheques_and_an_american_one_checks():
    said = {}
    for language in ("en", "en-us", "en-gb"):
        with translation.override(language):
            said[language] = translation.gettext("Mail a check")

    assert said == {"en": "Mail a check", "en-us": "Mail a check", "en-gb": "Mail a cheque"}


def test_no_sentence_has_two_plurals():
    """A catalogue keeps one of them, and its translation has no place for what the other one says."""
    plurals = defaultdict(set)
    for one in catalogues.words_of(PACKAGE):
        if one.plural:
            plurals[one.context, one.words].add(one.plural)

    assert len(plurals) >= 8
    assert {words: said for words, said in plurals.items() if len(said) > 1} == {}


@each_language
def test_a_language_is_as_whole_as_we_say(language: str):
    catalogue = catalogues.read_po(po(language))

    left = [entry.message for entry in catalogue if not entry.is_translated]

    if language in WHOLE:
        assert left == []
    assert len(catalogue) - len(left) >= BEGUN


@each_language
def test_a_translation_keeps_what_is_put_into_the_sentence(language: str):
    wrong = []
    for entry in catalogues.read_po(po(language)):
        expected = {
            placeholders(entry.message.words),
            placeholders(entry.message.plural or entry.message.words),
        }
        # A form of the plural may leave the count out: “one day”.
        said = [placeholders(words) for words in entry.translations if entry.is_translated]
        widest = frozenset().union(*expected)
        wrong += [
            entry.message.words
            for names in said
            if names not in expected and not (entry.message.plural and names <= widest)
        ]

    assert wrong == []


def placeholders(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"%\(\w+\)[sd]|</?\w+", words))


@each_language
def test_the_paper_and_the_newsroom_speak_the_languages_that_we_have(language: str):
    from broadsheet.lib.languages import PAPER_LANGUAGES

    code = translation.to_language(language)
    assert code in dict(PAPER_LANGUAGES)
    assert code in dict(settings.LANGUAGES)
    assert code in dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)


def test_dates_are_written_as_each_language_writes_them():
    from datetime import date

    from broadsheet.masthead.templatetags.moments import day

    with translation.override("es"):
        spanish = day(date(2026, 11, 22))
    with translation.override("ar"):
        arabic = day(date(2026, 11, 22))

    assert "22 de Nov. de 2026" in spanish or "22 de nov. de 2026" in spanish.lower()
    assert "22 نوفمبر 2026" in arabic


# Words that no catalogue would hear of ----------------------------------------------------------------
def test_no_template_says_a_word_that_cannot_be_translated():
    said = {
        str(path.relative_to(PACKAGE)): bare
        for path in TEMPLATES
        if (bare := list(bare_words(path.read_text())))
    }

    assert said == {}, "put it into {% translate %}"


def bare_words(words: str) -> Iterator[str]:
    """Give each text and each attribute for people that stands in a template outside of its translating tags."""
    for block in (
        r"\{#.*?#\}",
        r"\{% comment .*?%\}.*?\{% endcomment %\}",
        r"\{% blocktranslate .*?%\}.*?\{% endblocktranslate %\}",
        r"<(script|style)\b.*?</\1>",
        r"<!.*?>",
        # Markup that is shown to be copied.
        r"&lt;.*?&gt;",
    ):
        words = re.sub(block, " ", words, flags=re.DOTALL)
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\0", words, flags=re.DOTALL)
    attributes = re.findall(r'\s(?:alt|title|aria-label|placeholder|summary)="([^"]*)"', words)
    texts = re.sub(r"<[^>]*>", "\0", words).split("\0")
    for piece in [*attributes, *texts]:
        found = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", piece))) - UNTRANSLATED
        if found:
            yield " ".join(piece.split())


def test_words_in_a_template_are_found():
    assert list(
        bare_words('<p title="Old">{% translate "New" %} Next {{ story }}, <b>12</b></p>')
    ) == ["Old", "Next"]


def test_no_form_says_a_word_that_cannot_be_translated():
    bare = [
        f"{module.relative_to(PACKAGE)}, line {one.value.lineno}: {one.arg}={one.value.value!r}"
        for module in MODULES
        if (words := module.read_text()) and any(f"{name}=" in words for name in FOR_PEOPLE)
        for call in ast.walk(ast.parse(words))
        if isinstance(call, ast.Call)
        for one in call.keywords
        if one.arg in FOR_PEOPLE
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
        and re.search(r"[^\W\d_]{2}", one.value.value)
        and "argument" not in ast.unparse(call.func)
    ]

    assert bare == []


def test_every_field_is_called_by_a_name_that_can_be_translated():
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("broadsheet.")
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
    ]

    assert [str(field) for field in fields if not isinstance(field.verbose_name, Promise)] == []
    unlisted = {
        str(field.verbose_name)
        for field in fields
        if field._verbose_name is None
        and field.editable
        and not field.auto_created
        and field.model._meta.app_label != "press"
    } - set(NAMES)
    assert unlisted == set(), "add them to masthead/field_names.py, then run `make messages`"


def test_a_fields_own_name_is_shown_in_the_readers_language():
    from broadsheet.masthead.models import Paper

    with translation.override("es"):
        name = str(Paper._meta.get_field("street_address").verbose_name)

    assert name == "domicilio"
