"""Republishing: which stories another paper may print, and the plain copy that it gets."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from broadsheet.stories.corrections import correct

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(paper):
    """The paper lets others print what is its own."""
    paper.may_republish = True
    paper.save()
    return paper


def copies(page):
    """Return the copy as HTML and as plain text, as a browser gives them to whoever copies them."""
    found = BeautifulSoup(page.text, "html.parser").find_all("textarea")
    return [one.string.lstrip("\n") for one in found]


def test_a_paper_gives_nothing_away_unless_it_says_so(read, paper, published_story):
    assert "republish" not in read(published_story.permalink).text.lower()
    assert read(f"/republish{published_story.permalink}").status == 404


def test_another_paper_gets_words_credit_and_address(read, free, make_story, journalist):
    story = make_story(
        "Ferry runs again & stays",
        bylines=[journalist, "Hal Quist"],
        dateline_place="Larkmere",
        body=['It <a href="/contact/">runs</a> <i>again</i>.', ("subhead", "What it cost")],
    )
    assert f'<a href="/republish{story.permalink}">' in read(story.permalink).text

    answer = read(f"/republish{story.permalink}")
    html, plain = copies(answer)

    assert answer.is_printed
    address = f"http://localhost{story.permalink}"
    assert html.startswith("<h1>Ferry runs again &amp; stays</h1>")
    assert "<p>By Odalys Brandt and Hal Quist, The Larkmere Ledger</p>" in html
    assert '<p>LARKMERE — It <a href="http://localhost/contact/">runs</a> <i>again</i>.</p>' in html
    assert html.endswith(
        f'<p>This story was first published by The Larkmere Ledger at <a href="{address}">{address}</a>.</p>'
    )
    assert plain.startswith("Ferry runs again & stays\n\nBy Odalys Brandt and Hal Quist")
    assert "LARKMERE — It runs again.\n\nWhat it cost\n\n" in plain
    assert address in plain
    assert f'&lt;link rel="canonical" href="{address}"&gt;' in answer.text


def test_pictures_and_pull_quotes_are_not_part_of_the_copy(read, free, make_story, make_photo):
    photo = make_photo("A caption of its own.")
    story = make_story(
        photo=photo,
        body=[
            "Words.",
            ("photo", {"photo": photo, "caption": "", "alt_text": ""}),
            ("pull_quote", {"quote": "Shown large.", "speaker": "", "role": ""}),
        ],
    )

    answer = read(f"/republish{story.permalink}")

    assert "A caption of its own." not in answer.text
    assert "Shown large." not in "".join(copies(answer))
    assert "Pictures are not part of it" in answer.text


def test_the_paper_sets_its_own_terms(read, press, free, published_story):
    path = f"/republish{published_story.permalink}"
    assert "free of charge" in read(path).text

    free.republish_terms = "Tell us where it ran.\n\nNever sell it."
    free.save()
    press.print_all()

    assert "<p>Tell us where it ran.</p>" in read(path).text
    assert "free of charge" not in read(path).text


@pytest.mark.parametrize(
    "fields",
    [
        {"source_of_copy": "wire"},
        {"source_of_copy": "contributed"},
        {"source_of_copy": "press_release"},
        {"opinion_kind": "letter"},
        {"kicker": "Letter", "is_in": "opinion"},
        {"noindex": True},
    ],
)
def test_what_is_not_the_papers_to_give_is_not_given(read, free, make_story, sections, fields):
    section = sections[fields.pop("is_in", "local-news")]
    story = make_story(section=section, **fields)

    assert "/republish/" not in read(story.permalink).text
    assert read(f"/republish{story.permalink}").status == 404


def test_a_draft_or_private_story_has_no_copy(read, press, free, published_story, draft_story):
    path = f"/republish{published_story.permalink}"
    assert read(path).status == 200

    PageViewRestriction.objects.create(page=published_story.page_ptr, restriction_type="login")
    press.log.catch_up()

    assert read(path).status == 404
    assert draft_story.permalink is None


def test_a_copy_leaves_with_its_story(read, press, free, published_story):
    path = f"/republish{published_story.permalink}"
    assert read(path).status == 200

    published_story.unpublish()
    press.log.catch_up()

    assert read(path).status == 410
    assert published_story.title not in read(path).text


def test_a_copy_ends_with_its_story_even_if_nobody_prints(
    read, press, free, make_story, monkeypatch
):
    press.print_notices()
    story = make_story(expire_at=datetime(2096, 1, 1, tzinfo=UTC))
    assert read(f"/republish{story.permalink}").status == 200

    ended = datetime(2096, 1, 2, tzinfo=UTC).timestamp()
    monkeypatch.setattr("broadsheet.press.reading.time.time", lambda: ended)

    assert read(f"/republish{story.permalink}").status == 410


def test_a_paper_that_thinks_better_of_it_takes_all_copies_back(read, press, free, published_story):
    path = f"/republish{published_story.permalink}"
    assert read(path).status == 200

    free.may_republish = False
    free.save()
    press.print_all()

    assert read(path).status == 404
    assert "/republish/" not in read(published_story.permalink).text


def test_a_correction_goes_out_with_the_copy(read, press, free, published_story, editor):
    path = f"/republish{published_story.permalink}"
    read(path)

    correct(published_story, wrong="It said Sunday.", right="It was Monday.", editor=editor)
    press.print_all()

    html, plain = copies(read(path))
    assert "It said Sunday. It was Monday." in html
    assert "It said Sunday. It was Monday." in plain


def test_a_copy_follows_its_story_to_a_new_address(read, press, free, published_story):
    before = published_story.permalink
    published_story.story_slug = published_story.address_wanted = "ferry-again"
    published_story.save_revision().publish()
    press.print_all()
    after = type(published_story).objects.get(pk=published_story.pk).permalink

    answer = read(f"/republish{before}")

    assert after != before
    assert (answer.status, answer.headers["location"]) == (301, f"/republish{after}")


def test_a_story_that_kept_an_address_of_another_system_has_its_copy_too(read, free, make_story):
    make_story("From the old system", permalink="/news/article1234.html")

    assert "From the old system" in read("/republish/news/article1234.html").text


def test_hostile_words_stay_words_in_the_copy(read, free, make_story):
    story = make_story(
        "</textarea><script>alert(1)</script>", body="</textarea><b onclick=x>bold</b>"
    )

    page = read(f"/republish{story.permalink}")

    assert "<script>alert" not in page.text
    assert "onclick" not in "".join(copies(page))
    assert len(copies(page)) == 2


def test_a_copy_is_not_found_by_search_engines(read, free, published_story):
    page = BeautifulSoup(read(f"/republish{published_story.permalink}").text, "html.parser")

    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_copy_can_be_had_in_the_text_edition(read, free, published_story):
    answer = read(f"/text/republish{published_story.permalink}")

    assert answer.status == 200
    assert len(copies(answer)) == 2
    assert "<img" not in answer.text
