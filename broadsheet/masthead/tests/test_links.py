import pytest

pytestmark = pytest.mark.django_db


def link_to(story):
    return f'<p>As <a linktype="page" id="{story.pk}">the Ledger reported</a>.</p>'


def test_a_link_in_the_text_leads_to_the_storys_address(read, make_story, published_story):
    story = make_story("Follow-up", body=[("paragraph", link_to(published_story))])

    assert (
        f'<a href="{published_story.permalink}">the Ledger reported</a>'
        in read(story.permalink).text
    )


def test_a_link_to_a_draft_leaves_the_words_alone(read, make_story, draft_story):
    story = make_story("Follow-up", body=[("paragraph", link_to(draft_story))])

    page = read(story.permalink).text
    assert "<a>the Ledger reported</a>" in page
    assert "None" not in page


def test_a_link_follows_a_story_to_its_new_address(read, press, make_story, published_story):
    story = make_story("Follow-up", body=[("paragraph", link_to(published_story))])
    read(story.permalink)

    published_story.story_slug = published_story.address_wanted = "ferry-at-last"
    published_story.save_revision().publish()
    press.print_all()

    assert '/ferry-at-last/">the Ledger reported</a>' in read(story.permalink).text
