"""Credits: who made a photo, in whatever words it came, printed in the paper's own."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.masthead.credit_style import Between, Opening
from broadsheet.photos.credits import wording
from broadsheet.photos.credits.credit import NOTHING, Credit, Relation
from broadsheet.photos.credits.printing import Pattern, printed
from broadsheet.photos.credits.reading import PATTERNS, read_credit, tidy
from broadsheet.photos.tests.credit_lines import FORMS, OWN, UNREADABLE, Form

ALL = [form for forms in FORMS.values() for form in forms]
LANGUAGES = ["en-us", "es", "ar"]


def ids(form: Form) -> str:
    return form.line


@pytest.mark.parametrize("form", ALL, ids=ids)
def test_a_credit_is_understood_in_the_form_in_which_it_comes(form: Form) -> None:
    assert replace(read_credit(form.line, OWN), words="") == form.credit


@pytest.mark.parametrize("form", ALL, ids=ids)
def test_a_credit_is_printed_in_the_papers_own_words(form: Form) -> None:
    assert printed(form.credit) == form.printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_credit_that_is_printed_reads_the_same_in_every_pattern_and_language(
    language: str,
) -> None:
    with translation.override(language):
        for form in ALL:
            for pattern in PATTERNS:
                line = printed(form.credit, pattern._replace(own_name=OWN.printed))
                assert replace(read_credit(line, OWN), words="") == form.credit, line
                assert replace(read_credit(f"({line})", OWN), words="") == form.credit, line


@pytest.mark.parametrize("line", UNREADABLE)
def test_a_credit_that_cannot_be_read_is_printed_as_it_came(line: str) -> None:
    credit = read_credit(line, OWN)
    assert not credit.is_read
    assert printed(credit, Pattern(Between.BAR, Opening.COLON)) == line


def test_no_credit_says_nothing() -> None:
    assert read_credit("  \u200b ") == NOTHING
    assert printed(NOTHING, Pattern(opening=Opening.BY)) == ""


@pytest.mark.parametrize(
    ("pattern", "staff", "agencys"),
    [
        (Pattern(), "Ilse Markham / The Ledger", "Nell Roe / AP"),
        (Pattern(Between.CLOSE_SLASH), "Ilse Markham/The Ledger", "Nell Roe/AP"),
        (Pattern(Between.COMMA, Opening.COLON), "Photo: Ilse Markham, The Ledger", "Photo: Nell Roe, AP"),
        (Pattern(Between.BAR, Opening.BY), "Photo by Ilse Markham | The Ledger", "Photo by Nell Roe | AP"),
        (Pattern(agency_first=True), "Ilse Markham / The Ledger", "AP Photo/Nell Roe"),
    ],
)  # fmt: skip
def test_each_paper_has_its_own_pattern(pattern: Pattern, staff: str, agencys: str) -> None:
    assert printed(Credit(("Ilse Markham",), "The Ledger", Relation.STAFF), pattern) == staff
    assert printed(Credit(("Nell Roe",), "AP", Relation.WIRE), pattern) == agencys


def test_our_own_people_need_not_be_said_to_be_ours() -> None:
    credit = Credit(("Ilse Markham",), relation=Relation.STAFF)
    assert printed(credit, Pattern(own_name="The Ledger")) == "Ilse Markham / The Ledger"
    assert printed(credit) == "Ilse Markham / Staff"


FIRST = ["Ilse", "Nell", "Jon", "Ruth", "María", "Åsa", "J.D.", "Jean-Luc", "Siobhán", "Zoë"]
FAMILY = [
    "Markham",
    "Roe",
    "Abbey",
    "Osei",
    "de la Cruz",
    "O'Neil",
    "van der Berg",
    "Núñez",
    "Roe-Abbey",
]
names = st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(FAMILY))
organisations = st.one_of(
    st.sampled_from(["The Ledger", "AP", "Reuters", "Getty Images", "NASA", "dpa"]),
    st.builds(
        "{} {}".format,
        st.sampled_from(["Teal County", "City of Larkmere", "St. Olaf", "U.S.", "The Northern"]),
        st.sampled_from(["Fire", "Museum", "Health District", "Coast Guard", "Times", "Library"]),
    ),
)
openings = st.sampled_from(
    ["", "Photo: ", "Photo by ", "Photo courtesy of ", "Provided by ", "Screen shot from ", "AP Photo/", "FILE - ", "(", "Foto: "]
)  # fmt: skip
middles = st.sampled_from(
    [" / ", "/", ", ", " | ", " via ", " for ", " and ", " - ", "  ", ", courtesy of "]
)
endings = st.sampled_from(
    ["", ")", ", File", " file", " / Courtesy", ", CC BY 4.0", " via AP", ".", " "]
)
lines = st.builds(
    "{}{}{}{}{}".format, openings, st.one_of(names, organisations), middles, st.one_of(organisations, names), endings
)  # fmt: skip


def reads_the_same(line: str) -> None:
    credit = read_credit(line, OWN)
    if not credit.is_read:
        assert printed(credit) == credit.words == tidy(line)[:255]
        return
    for pattern in PATTERNS:
        again = read_credit(printed(credit, pattern._replace(own_name=OWN.printed)), OWN)
        assert replace(again, words="") == replace(credit, words="")


@settings(deadline=None)
@given(lines)
def test_what_was_read_and_is_printed_reads_the_same(line: str) -> None:
    reads_the_same(line)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_words_stop_the_reader_and_none_are_lost(line: str) -> None:
    reads_the_same(line)


@settings(deadline=None)
@given(lines)
def test_each_name_in_a_line_is_in_the_credit(line: str) -> None:
    line = tidy(line)
    credit = read_credit(line, OWN)
    shown = printed(credit).casefold()
    lost = {
        word
        for word in line.casefold().replace("larkmere ledger", "the ledger").split()
        if word.strip("().,/|").isalpha() and word.strip("().,/|") not in wording.NOISE
    }
    assert {word.strip("().,/|") for word in lost} <= set(
        shown.replace("/", " ").replace(",", " ").replace("|", " ").replace("(", " ").replace(")", " ").replace(".", " ").split()
    ) | {"courtesy"}  # fmt: skip


def test_a_credit_is_kept_as_parts_and_comes_back_whole() -> None:
    for form in ALL:
        assert Credit.of_parts(form.credit.parts()) == form.credit
