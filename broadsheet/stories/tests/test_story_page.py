"""What a reader finds on the page of a story."""

import re

import pytest

from broadsheet.stories.corrections import correct
from broadsheet.stories.models import RelatedStory

pytestmark = pytest.mark.django_db


def test_the_dateline_opens_the_first_paragraph(client, make_story, make_photo):
    story = make_story(
        body=[
            ("photo", {"photo": make_photo(), "caption": "", "alt_text": ""}),
            "The ferry <b>runs</b>.",
            "It left at nine.",
        ],
        dateline_place="Port Ellery",
        dateline_region="Oregon",
    )

    page = client.get(story.permalink).text

    opened = '<p><span class="dateline">PORT ELLERY, Ore.</span> — The ferry <b>runs</b>.</p>'
    assert re.sub(r' data-block-key="\w+"', "", page).count(opened) == 1
    assert page.count('class="dateline"') == 1


def test_a_story_without_a_dateline_begins_with_its_words(client, published_story):
    assert 'class="dateline"' not in client.get(published_story.permalink).text


def test_corrections_stand_above_the_text(client, make_story, editor):
    story = make_story(body="The ferry runs on Tuesdays.")
    correct(story, wrong="We said Mondays.", right="It is <Tuesdays>.", editor=editor)

    page = client.get(story.permalink).text

    assert page.index("We said Mondays.") < page.index("The ferry runs on Tuesdays.")
    assert "It is &lt;Tuesdays&gt;." in page


def test_names_lead_to_the_people_and_roles_are_kept(client, make_story, journalist):
    story = make_story(bylines=[journalist, "Len Okafor-Pratt"])

    page = client.get(story.permalink).text

    assert f'<a href="{journalist.path}">Odalys Brandt</a>' in page
    assert "Government reporter" in page
    assert "Len Okafor-Pratt" in page


def test_wire_copy_names_its_agency(client, make_story, sections):
    story = make_story(section=sections["wire"], source_of_copy="wire", agency="Union Wire")

    assert "Union Wire" in client.get(story.permalink).text


def test_a_press_release_says_that_it_is_one(client, make_story):
    story = make_story(source_of_copy="press_release", agency="Town of Larkmere")

    assert "A press release from Town of Larkmere" in client.get(story.permalink).text


def test_the_credit_stands_at_every_use_of_a_photo(client, make_story, make_photo):
    photo = make_photo(credit="Ilse Markham / The Larkmere Ledger")
    story = make_story(
        photo=photo,
        body=["Text.", ("photo", {"photo": photo, "caption": "Again.", "alt_text": ""})],
    )
    make_story("Another one", photo=photo)

    for path in (story.permalink, "/", "/local-news/"):
        page = client.get(path).text
        assert page.count("<img ") == page.count('<span class="credit">Ilse Markham')


def test_a_use_of_a_photo_has_its_own_caption_and_alt_text(client, make_story, make_photo):
    story = make_story(photo=make_photo(), lead_caption="Here.", lead_alt='A "red" ferry')

    page = client.get(story.permalink).text

    assert '<span class="caption">Here.</span>' in page
    assert 'alt="A &quot;red&quot; ferry"' in page


def test_only_the_first_picture_is_loaded_at_once(client, make_story, make_photo):
    photo = make_photo()
    story = make_story(
        photo=photo, body=["Text.", ("photo", {"photo": photo, "caption": "", "alt_text": ""})]
    )

    page = client.get(story.permalink).text

    assert page.count('fetchpriority="high"') == 1
    assert page.count('loading="lazy"') == page.count("<img ") - 1


def test_a_photo_that_lost_its_file_leaves_its_alt_text(client, make_story, make_photo):
    photo = make_photo(alt="A small ferry")
    story = make_story(photo=photo)
    photo.renditions.all().delete()
    photo.file.storage.delete(photo.file.name)

    page = client.get(story.permalink)

    assert page.status_code == 200
    assert '<span class="lost-photo">A small ferry</span>' in page.text


def test_related_stories_are_those_that_readers_may_see(client, make_story):
    story, shown = make_story("The bridge"), make_story("The detour")
    hidden = make_story("Not yet", live=False)
    story.related = [RelatedStory(other=shown), RelatedStory(other=hidden)]
    story.save_revision().publish()

    related = (
        client.get(story.permalink).text.partition('class="related"')[2].partition("</section>")[0]
    )

    assert "The detour" in related
    assert "Not yet" not in related


def test_scores_and_votes_stay_on_one_line(client, make_story):
    story = make_story("Council votes 4–3 to <close> it")

    page = client.get(story.permalink).text

    assert '<span class="nb">4–3</span> to &lt;close&gt; it' in page


def test_an_old_story_shows_its_year_and_never_an_age(client, make_story):
    from datetime import UTC, datetime

    story = make_story(published=datetime(2016, 5, 12, 23, 40, tzinfo=UTC))

    assert ">May 12, 2016, 6:40 p.m.</time>" in client.get(story.permalink).text


def test_a_pull_quote_names_its_speaker(client, make_story):
    quote = {"quote": "I have stopped.", "speaker": "Hanneke Oduya", "role": "director"}
    story = make_story(body=["Text.", ("pull_quote", quote)])

    page = client.get(story.permalink).text

    assert "<p>I have stopped.</p><footer><b>Hanneke Oduya</b>, director</footer>" in page
