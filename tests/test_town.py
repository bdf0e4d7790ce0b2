"""The test town itself: what the other tests build on."""


def test_the_town_has_a_paper_with_sections(paper, sections):
    assert paper.site.root_page.specific_class.__name__ == "Front"
    assert list(sections) == ["local-news", "sports", "opinion", "wire"]


def test_a_published_story_has_its_permanent_address(published_story):
    assert published_story.live
    assert published_story.permalink.endswith("/ferry-runs-again-after-repairs/")


def test_a_draft_has_no_address(draft_story):
    assert not draft_story.live
    assert draft_story.permalink is None


def test_what_is_read_was_printed(read, published_story):
    page = read(published_story.permalink)

    assert page.status == 200
    assert page.is_printed
    assert "Ferry runs again" in page.text
