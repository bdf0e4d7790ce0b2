"""Whatever people type into a newsroom stays words: on every page, in feeds, in what is said to machines, at the desk."""

import re
from collections.abc import Callable
from textwrap import wrap
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from broadsheet.lib.cleaning import TEXT, clean_text
from broadsheet.lib.tests.test_cleaning import PIECES
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import Journalist, User
from broadsheet.sections.models import Front
from tests.everything import FullPaper
from tests.inert_reading import (
    Read,
    Reader,
    read_feed,
    read_page,
    without_spaces,
)
from tests.reading import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
# Each would call `ran` if a browser took it for more than words, in one place of a page or another.
HOSTILE = [
    "</script><script>ran(1)</script>",
    "<img src=x onerror=ran(2)>",
    '"><svg onload=ran(3)>',
    "' onmouseover='ran(4)' autofocus onfocus='ran(4)' tabindex=0 x='",
    "<iframe srcdoc='<script>parent.ran(5)</script>'>",
    "</title><script>ran(6)</script>",
    "</textarea><script>ran(7)</script>",
    "--><script>ran(8)</script><!--",
    "]]><script>ran(9)</script>",
    "javascript:ran(10)",
    "<a href=javascript:ran(11)>x</a>",
    "&lt;script&gt;ran(12)&lt;/script&gt;",
    "&#60;script&#62;ran(13)&#60;/script&#62;",
    "{{ 7|add:7 }}{% part 'masthead' %}${ran(14)}`-ran(14)-`",
    "<math><mtext></mtext><style><img src=x onerror=ran(15)>",
    '<noscript><p title="</noscript><img src=x onerror=ran(16)>">',
    "\u2028ran(17)\u2029\\u003cscript>\\",
    "<base href=//elsewhere.example/><form><input autofocus onfocus=ran(18)>",
    "<meta http-equiv=refresh content='0;url=javascript:ran(19)'>",
    "<style>@import '//elsewhere.example/';</style><link rel=stylesheet href=//elsewhere.example/>",
    "\x02masthead\x03\x7f",
]
typed = st.lists(
    st.lists(
        st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])),
        min_size=1,
        max_size=3,
    ).map("".join),
    min_size=40,
    max_size=40,
)


def read_all(reader: Reader, full_paper: FullPaper) -> dict[str, Read]:
    client = Client(HTTP_HOST="localhost")
    found = {}
    for path in full_paper.pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = read_page(reader, answer.text)
    found["/feed/"] = read_feed(reader, client.get("/feed/").content)
    return found


# What readers meet --------------------------------------------------------------------------------
@pytest.fixture
def faults(reader: Reader, full_paper: FullPaper) -> Callable[[list[str]], list[str]]:
    """Return a function that fills every field with words and says what is otherwise than with a plain word in each."""
    plain_words = full_paper.fill(["word"]).given
    plain = read_all(reader, full_paper)
    shown = whole_in(plain, plain_words)
    # The others stand in the newsroom alone, in capitals, or where another word is missing.
    assert len(shown) > 100

    def look(texts: list[str]) -> list[str]:
        words = full_paper.fill(texts).given
        found = read_all(reader, full_paper)
        odd = [path for path, page in found.items() if not is_like(page, plain[path])]
        return [*odd, *sorted(shown - whole_in(found, words))]

    return look


def whole_in(pages: dict[str, Read], words: dict[str, str]) -> set[str]:
    """Return the names of the fields whose words stand whole on a page."""
    said = "\0".join(page.words for page in pages.values())
    return {name for name, one in words.items() if without_spaces(one) in said}


@settings(
    max_examples=2,
    deadline=None,
    database=None,
    # What failed is told by its page or field; looking for a smaller case would take minutes.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=typed)
@example(texts=HOSTILE)
def test_x02_any_words_in_any_field_are_inert_on_every_page_and_come_back_whole(
    faults: Callable[[list[str]], list[str]], texts: list[str]
):
    assert faults(texts) == []


def is_like(page: Read, plain: Read) -> bool:
    """Say whether a page has the elements and attributes of another, and leads where that leads."""
    others = [one for one in page.leads ^ plain.leads if not is_a_way(one)]
    return page.shape == plain.shape and not others


def is_a_way(address: str) -> bool:
    """Say whether an address is a mailbox or a telephone, or hands a story on by mail."""
    return address.startswith(("mailto:", "tel:"))


def test_x02_no_words_run_on_any_printed_page_though_no_policy_held_them_back(
    reader: Reader, full_paper: FullPaper, read: Callable[..., Answer]
):
    full_paper.fill(HOSTILE)

    pages = {path: read(path) for path in full_paper.pages}

    assert {page.is_printed for page in pages.values()} == {True}
    ran = {path: reader.run(page.text) for path, page in pages.items()}
    assert {path: hits for path, hits in ran.items() if hits} == {}


def test_x02_a_browser_would_run_such_words_where_they_were_let_in(reader: Reader):
    ran = {number for words in HOSTILE for number in reader.run(f"<p title='{words}'>{words}</p>")}

    assert ran >= {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 18}


# What the newsroom meets --------------------------------------------------------------------------
def screens(full_paper: FullPaper) -> list[str]:
    """Return the newsroom's screens on which such words stand."""
    story, paper = full_paper.story, full_paper.of(Paper)
    at_pages = [
        reverse(f"wagtailadmin_pages:{name}", args=[story.pk])
        for name in ("edit", "view_draft", "history", "unpublish", "usage", "set_privacy")
    ]
    of_story = [
        reverse(name, args=[story.pk])
        for name in ("story_receipts", "correct_story", "legal_read", "live_desk", "mark_breaking")
    ]
    named = ["wagtailadmin_home", "story_list", "front_desk", "front_preview", "front_memory"]
    named += ["photo_list", "my_photos", "assignments", "wagtaildocs:index"]
    named += ["wagtailadmin_choose_page"]
    return [
        *at_pages,
        *of_story,
        *map(reverse, named),
        reverse("wagtailadmin_explore", args=[full_paper.of(Front).pk]),
        reverse("wagtailsettings:edit", args=["masthead", "paper", paper.site_id]),
        reverse("wagtailsnippets_newsroom_journalist:edit", args=[full_paper.of(Journalist).pk]),
        reverse("photo_page", args=[story.lead_photo_id]),
        reverse("wagtailadmin_tag_autocomplete") + "?term=q",
    ]


def test_x02_no_words_run_on_the_newsrooms_screens_though_no_policy_held_them_back(
    reader: Reader, full_paper: FullPaper, publisher: User
):
    full_paper.fill(HOSTILE)
    full_paper.story.lead_photo.tags.add(*(words[:90] for words in HOSTILE))
    User.objects.filter(pk=publisher.pk).update(first_name=HOSTILE[1], last_name=HOSTILE[0])
    client = Client(HTTP_HOST="localhost")
    client.force_login(publisher)

    pages = {path: client.get(path) for path in screens(full_paper)}

    assert {path: one.status_code for path, one in pages.items() if one.status_code != 200} == {}
    ran = {path: reader.run(page.text) for path, page in pages.items()}
    assert {path: hits for path, hits in ran.items() if hits} == {}


# What a stranger brings with an address -----------------------------------------------------------
def test_s03_a_script_in_an_address_changes_no_page_that_answers_it(
    reader: Reader, full_paper: FullPaper
):
    client = Client(HTTP_HOST="localhost")
    brought = quote("".join(HOSTILE))
    pairs = [(f"/no-such-page/{brought}/", "/no-such-page/x/")]
    pairs += [(f"{full_paper.story.permalink}?q={brought}", full_paper.story.permalink)]
    pairs += [(f"/text/{brought}", "/text/x"), (f"/topics/{brought}/", "/topics/x/")]
    pairs += [(f"/newsroom/login/?next=/{brought}", "/newsroom/login/?next=/x")]

    for path, plain in pairs:
        page, like = client.get(path), client.get(plain)
        assert page.status_code == like.status_code
        assert read_page(reader, page.text).shape == read_page(reader, like.text).shape, plain
        assert reader.run(page.text) == []


def test_s03_a_script_in_a_search_of_the_newsroom_comes_back_as_words(
    reader: Reader, full_paper: FullPaper, editor: User
):
    client = Client(HTTP_HOST="localhost")
    client.force_login(editor)
    screens = ["story_list", "story_list_results", "photo_list", "photo_list_results"]
    screens += ["wagtaildocs:index"]

    for screen in (*screens, "wagtailadmin_choose_page_search"):
        # Of more than 300 signs at once the newsroom searches nothing.
        for words in wrap("".join(HOSTILE), 300, replace_whitespace=False):
            page = client.get(reverse(screen), {"q": words})
            assert page.status_code == 200
            assert reader.run(page.text) == []


# What the cleaner lets through --------------------------------------------------------------------
@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from([*HOSTILE, *PIECES]), max_size=8).map("".join))
def test_f06_a_browser_finds_nothing_in_cleaned_html_but_what_is_on_the_list(
    reader: Reader, html: str
):
    found = reader.parse(f"<body>{clean_text(html)}")

    elements = [(name, dict(held)) for name, held in found["elements"]]
    assert {name for name, _held in elements} <= TEXT | {"html", "head", "body"}
    assert {attribute for _name, held in elements for attribute in held} <= {"href"}
    leads = [held["href"] for _name, held in elements if "href" in held]
    assert [one for one in leads if re.match(r"\s*(?:java|vb)script:|data:", one)] == []
