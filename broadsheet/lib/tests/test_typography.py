"""How marks are set in what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.lib.typography import set_marks, set_marks_in_html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"We are open," she said.', "“We are open,” she said."),
        (
            "It's the ferry's turn, and the boats' too.",
            "It’s the ferry’s turn, and the boats’ too.",
        ),
        ("\"He told me 'no,'\" she said.", "“He told me ‘no,’” she said."),
        ("the '90s and the class of '98", "the ’90s and the class of ’98"),
        ("rock 'n' roll, 'tis said", "rock ’n’ roll, ’tis said"),
        ("the 1990's", "the 1990’s"),
        ("He is 5'10\" tall.", "He is 5'10\" tall."),
        ('"He is 5\'10" tall," she said.', "“He is 5'10\" tall,” she said."),
        ("a 12\" pipe of 6' length", "a 12\" pipe of 6' length"),
        ('"They laid the 12" pipe," he said.', '“They laid the 12" pipe,” he said.'),
        ('"It opened in 2016" was all.', "“It opened in 2016” was all."),
        ("It ran -- late--again.", "It ran — late—again."),
        ("And then... nothing....", "And then… nothing…."),
        ("One.  Two.", "One. Two."),
        ('("quoted") and -"so"', "(“quoted”) and -“so”"),
        ('"I was--" he said', "“I was—” he said"),
        ("-----", "-----"),
        ('¿"Quién" es?', "¿“Quién” es?"),
    ],
)
def test_marks_are_set_as_a_printer_sets_them(typed: str, printed: str) -> None:
    assert set_marks(typed) == printed


@pytest.mark.parametrize(
    "kept",
    [
        "Write to o'brien@ferry.example.",
        "See https://ferry.example/it's--here?a='b'... there",
        "www.ferry.example/a--b",
        "ferry.example/a--b",
    ],
)
def test_addresses_are_left_alone(kept: str) -> None:
    assert set_marks(kept) == kept


def test_tags_are_not_touched_and_do_not_part_a_line() -> None:
    typed = (
        '<p>"<a href="https://ferry.example/?q=it\'s--so">It\'s</a> <i>late</i>," she said.</p>'
        '<p>"Next" -<b>-</b> <code>"x" -- y</code></p>'
    )

    assert set_marks_in_html(typed) == (
        '<p>“<a href="https://ferry.example/?q=it\'s--so">It’s</a> <i>late</i>,” she said.</p>'
        '<p>“Next” —<b></b> <code>"x" -- y</code></p>'
    )


def test_marks_that_an_editor_wrote_out_are_set_too() -> None:
    assert set_marks_in_html("<p>&quot;It&#x27;s&quot; &amp; so</p>") == "<p>“It’s” &amp; so</p>"


def test_each_language_has_its_own_marks_and_arabic_none() -> None:
    assert set_marks('Er sagte: "Nein."', "de") == "Er sagte: „Nein.“"
    assert set_marks('Dijo: "¿No?"', "es") == "Dijo: “¿No?”"
    assert set_marks('قال: "لا" -- ...', "ar") == 'قال: "لا" -- ...'


TYPED = st.text(alphabet="ab 1'\"-.—“”‘’(,)\n\xa0@/:<&;", max_size=60)


@given(TYPED, st.sampled_from(["en-us", "es", "de", "pl"]))
def test_what_is_set_is_not_set_again(typed: str, language: str) -> None:
    once = set_marks(typed, language)

    assert set_marks(once, language) == once


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<code>",
                "</code>",
                "<br/>",
                '"',
                "'",
                "a",
                "1",
                " ",
                "--",
                "...",
                "&quot;",
            ]
        ),
        max_size=40,
    )
)
def test_rich_text_is_not_set_again_either(pieces: list[str]) -> None:
    once = set_marks_in_html("".join(pieces))

    assert set_marks_in_html(once) == once


@given(TYPED)
def test_no_word_is_ever_changed(typed: str) -> None:
    def letters(text: str) -> list[str]:
        return [one for one in text if one.isalnum()]

    assert letters(set_marks(typed)) == letters(typed)
