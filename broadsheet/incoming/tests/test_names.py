"""Names of files: kept under what says nothing, handed out under what misleads nobody."""

import re

import pytest

from broadsheet.incoming.names import MOST_BYTES, neutral_name, plain_words, shown_name

OVERRIDE, ISOLATE = "\u202e", "\u2067"
ODD = [
    "../../../etc/passwd",
    "C:\\Users\\Nell\\report.pdf",
    "report\0.pdf",
    f"report{OVERRIDE}fdp.exe",
    f"{ISOLATE}report",
    "a" * 300,
    "ж" * 300,
    "😀" * 100,
    "report\r\nSet-Cookie: a=b",
    'report"; filename="x.html',
    "con",
    "..",
    "",
    " . ",
    "NUL.tar",
]


@pytest.mark.parametrize("name", ODD)
def test_u08_a_file_is_kept_under_a_name_that_says_nothing(name: str):
    kept = neutral_name(f"documents/a{name.replace('/', '')}.PDF")

    assert re.fullmatch(r"documents/[0-9a-f]{32}\.pdf", kept)


def test_u08_no_two_files_that_come_in_are_kept_under_the_same_name():
    names = {neutral_name("documents/report.pdf") for _number in range(100)}

    assert len(names) == 100


def test_u08_a_name_that_only_looks_neutral_is_replaced_but_for_what_the_program_makes_itself():
    neutral = "0123456789abcdef" * 2

    assert neutral_name(f"documents/{neutral}.pdf") != f"documents/{neutral}.pdf"
    assert neutral_name(f"images/{neutral}.width-400.webp") == f"images/{neutral}.width-400.webp"
    assert "ferry" not in neutral_name("images/ferry.width-400.webp")


@pytest.mark.parametrize("ending", ["", "pdf\0", "p df", "x" * 300, "..", "pdf\r\n"])
def test_u08_of_an_odd_ending_only_plain_letters_stay(ending: str):
    kept = neutral_name(f"documents/report.{ending}")

    assert re.fullmatch(r"documents/[0-9a-f]{32}(\.[a-z0-9]{1,5})?", kept)


@pytest.mark.parametrize("words", ODD)
def test_u08_a_file_is_handed_out_under_a_name_that_can_be_written_to_any_disk(words: str):
    name = shown_name(words, "pdf")

    assert re.fullmatch(r"""[^\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+\.pdf""", name)
    assert len(name.encode()) <= MOST_BYTES + len(".pdf")
    assert not name.startswith((".", " ", "-"))
    assert not re.match(r"(con|nul)\.", name, re.IGNORECASE)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Inspection report", "Inspection report.pdf"),
        ("Report.pdf", "Report.pdf"),
        ("Council 12/3", "Council 12-3.pdf"),
        ("تقرير المجلس", "تقرير المجلس.pdf"),
        ("می\u200cخواهم", "می\u200cخواهم.pdf"),
    ],
)
def test_a_title_that_people_write_stays_as_it_is(words: str, name: str):
    assert shown_name(words, "pdf") == name


def test_u08_a_title_loses_what_cannot_be_seen_in_it():
    assert plain_words(f"Ferry\0 {OVERRIDE}at{ISOLATE} dusk") == "Ferry at dusk"
    assert plain_words("Fähre 12/3, “at dusk”") == "Fähre 12/3, “at dusk”"
