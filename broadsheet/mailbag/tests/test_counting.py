"""How many words a letter has: by one rule, in whatever way the words are joined."""

import pytest

from broadsheet.mailbag.counting import words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n\t ", 0),
        ("It was red.", 3),
        ("A well-known fact isn't news", 5),
        ("Dr. No — at last – came / went", 6),
        ("– — … !?", 0),
        ("3.5 percent of $40,000", 4),
        ("one\u00a0two\u2003three\u200bfour\u200dfive", 5),
        ("either/or", 2),
        ("سيعود يوم الاثنين", 3),
        ("hello 👩\u200d👩\u200d👧 there", 2),
    ],
)
def test_words_stand_between_white_space_and_hold_a_letter_or_figure(text: str, words: int):
    assert words_in(text) == words


@pytest.mark.parametrize("joint", ["\u00a0", "\u200d", "/", "\u2060", "—", "\ufeff", "|"])
def test_l01_250_words_are_250_however_they_are_joined(joint: str):
    assert words_in(joint.join(["word"] * 250)) == 250


@pytest.mark.parametrize("joint", [".", "_", "-", "+", "\u200c", "·"])
def test_l01_what_runs_on_without_end_counts_by_its_length(joint: str):
    assert words_in(joint.join(["seven77"] * 250)) >= 250
