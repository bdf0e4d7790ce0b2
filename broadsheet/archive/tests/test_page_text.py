"""What the importer makes of pages of many shapes, each with the answer that a person wrote."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.archive.errors import NoStoryError, PageError, UnreadableError
from broadsheet.archive.page_text import decode, read_page
from broadsheet.photos.credits.splitting import split_credit

PAGES = Path(__file__).parents[3] / "tests" / "pages"
ANSWERS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(PAGES.glob("*.json"))}
STORIES = [name for name, answer in ANSWERS.items() if "refused" not in answer]
REFUSED = [name for name, answer in ANSWERS.items() if "refused" in answer]
WIRE = "wire_story_with_rail"


def page(name):
    (file,) = (path for path in PAGES.glob(f"{name}.*") if path.suffix != ".json")
    return decode(file.read_bytes())


def solid(text):
    return "".join(text.split())


@pytest.mark.parametrize("name", STORIES)
def test_a_page_gives_its_headline_date_and_names(name):
    answer = ANSWERS[name]

    found = read_page(page(name)).as_json()

    assert {key: found[key] for key in ("headline", "dateline", "bylines", "date")} == {
        key: answer[key] for key in ("headline", "dateline", "bylines", "date")
    }


@pytest.mark.parametrize("name", STORIES)
def test_a_page_gives_all_of_its_story_and_nothing_else(name):
    found = read_page(page(name))

    assert found.paragraphs == ANSWERS[name]["paragraphs"]


@pytest.mark.parametrize("name", STORIES)
def test_every_story_of_a_rail_comes_out_whole(name):
    found = read_page(page(name)).as_json()

    assert found["rail"] == ANSWERS[name]["rail"]


@pytest.mark.parametrize("name", STORIES)
def test_furniture_is_named_with_a_reason(name):
    found = read_page(page(name)).furniture

    told = "\n".join(line.text for line in found)
    missing = [text for text in ANSWERS[name]["furniture"] if " ".join(text.split()) not in told]
    assert missing == []
    assert all(line.reason for line in found)


@pytest.mark.parametrize("name", [name for name in STORIES if "others" in ANSWERS[name]])
def test_whole_stories_beside_the_main_one_are_told_by_their_headlines(name):
    found = read_page(page(name))

    assert found.others == ANSWERS[name]["others"]
    assert "another story" in {line.reason for line in found.furniture}


@pytest.mark.parametrize("name", STORIES)
def test_every_line_of_a_page_stands_in_one_place_only(name):
    found = read_page(page(name))

    story = [line.text for line in found.lines if line.kind in ("paragraph", "subhead", "item")]
    assert story == found.paragraphs
    assert [line.kind for line in found.lines].count("headline") == 1


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_without_a_story_is_refused_in_one_sentence(name):
    with pytest.raises(NoStoryError, match=r"^[A-Z][^.]*; [^.]*\.$"):
        read_page(page(name))


def test_the_page_this_began_from_is_told_apart():
    found = read_page(page(WIRE))

    assert found.dateline.text == "ON THE FERRY MARTHA QUILL"
    assert len(found.paragraphs) == 13
    assert found.rail_title == "More in Island News"
    assert len(found.rail) == 12


def blocks_of_the_wire_page():
    blocks = page(WIRE).strip().split("\n\n")
    talk, rail, support = (
        next(at for at, block in enumerate(blocks) if block.startswith(start))
        for start in ("Talk to us", "More in", "Support local")
    )
    return blocks[:1], blocks[1:talk], blocks[talk:rail], blocks[rail:support], blocks[support:]


HEAD, STORY, TALK, RAIL, SUPPORT = blocks_of_the_wire_page()


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(RAIL + HEAD + STORY + TALK + SUPPORT, id="rail first"),
        pytest.param(RAIL[1:] + HEAD + STORY + TALK + SUPPORT, id="rail first, without a title"),
        pytest.param(SUPPORT + TALK + RAIL + HEAD + STORY, id="everything first"),
        pytest.param(HEAD + STORY[:6] + RAIL + STORY[6:] + TALK + SUPPORT, id="rail inside"),
        pytest.param(HEAD + STORY[:6] + TALK + STORY[6:] + RAIL + SUPPORT, id="box inside"),
        pytest.param(HEAD + STORY[:6] + SUPPORT + STORY[6:] + TALK + RAIL, id="plea inside"),
        pytest.param(HEAD + STORY + TALK + RAIL[1:] + SUPPORT, id="rail without a title"),
        pytest.param([f"{HEAD[0]} | The Lantern", *HEAD, *STORY, *RAIL], id="title of the window"),
        pytest.param(["\n".join(HEAD + STORY + TALK + RAIL + SUPPORT)], id="no blank lines"),
    ],
)
def test_the_order_of_a_page_makes_no_difference(blocks):
    answer = ANSWERS[WIRE]

    found = read_page("\n\n".join(blocks)).as_json()

    assert found["headline"] == answer["headline"]
    assert found["paragraphs"] == answer["paragraphs"]
    assert found["rail"] == answer["rail"]


def test_json_holds_what_the_command_promises():
    found = read_page(page("byline_and_date")).as_json()

    assert set(found) == {
        "headline", "dateline", "date", "bylines", "paragraphs", "furniture", "others", "rail"
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_items_of_a_list_keep_their_dots_and_can_be_had_without():
    items = [line for line in read_page(page("how_to")).body if line.kind == "item"]

    assert items[0].text == "• A sketch of the scarecrow, with its hat."
    assert items[0].bare == "A sketch of the scarecrow, with its hat."


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("A pier. (Ilse Markham / The Lantern)", "A pier.", "Ilse Markham / The Lantern"),
        ("A pier.  ( Ilse Markham / The Lantern )", "A pier.", "Ilse Markham / The Lantern"),
        ("A pier. (AP Photo/Dee Lund, File)", "A pier.", "AP Photo/Dee Lund, File"),
        ("A pier. (Photo courtesy of the Lund family)", "A pier.", "Photo courtesy of the Lund family"),
        ("A pier (Contributed photo)", "A pier", "Contributed photo"),
        ("A pier. (Shannon & Wick)", "A pier.", "Shannon & Wick"),
        ("A pier. Photo: Dee Lund, AP", "A pier.", "Photo: Dee Lund, AP"),
        ("Der Steg am Morgen. Foto: dpa", "Der Steg am Morgen.", "Foto: dpa"),
        ("Photo by Dee Lund/Getty Images for Quill", "", "Photo by Dee Lund/Getty Images for Quill"),
    ],
)  # fmt: skip
def test_a_credit_is_parted_from_its_caption_as_given(line, caption, credit):
    assert split_credit(line) == (caption, credit)


@pytest.mark.parametrize(
    "line",
    [
        "The boards include the North Shore Meeting (NSM).",
        "He left early. (The mayor did not answer a letter.)",
        "“We hung the photo by the door,” she said.",
        "Pictures of the fair (and of the goats) will be shown.",
    ],
)
def test_a_sentence_is_not_taken_for_a_caption(line):
    assert split_credit(line) is None


PLAIN = (
    "Fähre fährt wieder\n\nDie Fähre fährt seit Montag wieder über den Fluß, sagte „Käpt’n“ Müße.\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_page_is_read_in_whatever_encoding_it_was_saved(encoding):
    assert decode(PLAIN.encode(encoding)) == PLAIN


def test_bytes_of_two_encodings_in_one_page_are_both_read():
    assert decode("Müße – ".encode() + "Müße – ".encode("cp1252")) == "Müße – Müße – "


def test_text_that_was_encoded_twice_is_put_right():
    broken = PLAIN.encode().decode("cp1252", "ignore")

    assert decode(broken.encode()).startswith("Fähre fährt wieder\n\nDie Fähre fährt seit")


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"PK\x03\x04....", "Word"),
        (b"A headline\x00 and then nothing that was ever meant as text", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        ("Совет города решил".encode("koi8-r"), "cannot be told"),
        (b"B\xef\xbf\xbdr\xef\xbf\xbd " * 20, "wrongly encoded"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_its_cause(content, cause):
    with pytest.raises(UnreadableError, match=cause) as refused:
        decode(content)

    assert str(refused.value).count(". ") == 0


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=30).map("\n".join))
def test_no_text_makes_the_importer_fail(text):
    try:
        found = read_page(text)
    except PageError:
        return

    assert found.headline
    assert found.paragraphs


SENTENCES = [line for answer in ANSWERS.values() for line in answer.get("paragraphs", [])]
LINES = st.sampled_from(
    [*SENTENCES, *(line for answer in ANSWERS.values() for line in answer.get("furniture", []))]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=40))
def test_every_word_of_a_page_is_told_and_none_is_added(lines):
    text = "".join(line + end for line, end in lines)
    try:
        found = read_page(text)
    except PageError:
        return

    whole = solid(text)
    assert all(solid(paragraph) in whole for paragraph in found.paragraphs)
    told = sum(
        len(solid(said))
        for said in (
            found.headline,
            found.dateline.text if found.dateline else "",
            *found.paragraphs,
            *(line.text for line in found.furniture),
            *(part for item in found.rail for part in item),
        )
    )
    # Only brackets of credits, dashes of datelines and the paper's name in a title may be missing.
    assert 0.9 * len(whole) - 60 <= told <= len(whole) + 60


def test_a_large_page_of_one_line_over_and_over_takes_seconds():
    text = "\n\n".join(HEAD + STORY[:2] + ["The ferry sails again at noon today."] * 40_000)
    began = time.process_time()

    found = read_page(text)

    assert len(found.paragraphs) == 3
    assert time.process_time() - began < 8


def test_a_large_page_takes_seconds():
    text = "\n\n".join(HEAD + STORY[:1] + RAIL * 700)
    began = time.process_time()

    found = read_page(text)

    assert len(text) > 2_000_000
    assert len(found.rail) == 12 * 700
    assert time.process_time() - began < 8
