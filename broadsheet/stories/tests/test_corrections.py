from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from broadsheet.stories.corrections import correct
from broadsheet.stories.errors import CorrectionError, CorrectionKeptError
from broadsheet.stories.models import Correction

pytestmark = pytest.mark.django_db


def test_a_correction_shows_above_the_text_and_on_the_corrections_page(
    read, press, published_story, editor
):
    correct(
        published_story,
        wrong="The ferry runs on Sundays.",
        right="It runs on Mondays.",
        editor=editor,
    )
    press.print_all()

    page = read(published_story.permalink).text
    assert page.index("It runs on Mondays.") < page.index("The ferry runs again, the county said.")
    assert "It runs on Mondays." in read("/corrections/").text


def test_a_correction_publishes_the_latest_draft(published_story, editor):
    published_story.title = "Ferry runs on Mondays"
    published_story.save_revision()

    correct(published_story, wrong="The day.", right="Monday.", editor=editor)

    published_story.refresh_from_db()
    assert published_story.title == "Ferry runs on Mondays"


def test_a_correction_does_not_make_the_story_look_updated(published_story, editor):
    correct(published_story, wrong="The day.", right="Monday.", editor=editor)

    published_story.refresh_from_db()
    assert published_story.updated_at is None


def test_an_unpublished_story_cannot_be_corrected(draft_story, editor):
    with pytest.raises(CorrectionError, match="Edit the draft instead"):
        correct(draft_story, wrong="The day.", right="Monday.", editor=editor)


@pytest.mark.parametrize(("wrong", "right"), [("  ", "Monday."), ("Sunday.", "")])
def test_a_correction_says_what_was_wrong_and_what_is_right(published_story, editor, wrong, right):
    with pytest.raises(CorrectionError, match="what was wrong"):
        correct(published_story, wrong=wrong, right=right, editor=editor)

    assert not Correction.objects.exists()


def test_a_reporter_cannot_correct(published_story, reporter):
    with pytest.raises(PermissionDenied):
        correct(published_story, wrong="Sunday.", right="Monday.", editor=reporter)

    assert not Correction.objects.exists()


def test_a_correction_is_never_changed_and_never_deleted(published_story, editor):
    made = correct(published_story, wrong="Sunday.", right="Monday.", editor=editor)

    made.right = "Tuesday."
    with pytest.raises(CorrectionKeptError):
        made.save()
    with pytest.raises(CorrectionKeptError):
        made.delete()
    with pytest.raises(CorrectionKeptError):
        Correction.objects.all().delete()
    with pytest.raises(CorrectionKeptError):
        Correction.objects.update(right="Tuesday.")
    assert Correction.objects.get().right == "Monday."


def at(year):
    return datetime(year, 6, 1, 12, tzinfo=UTC)


def test_each_years_corrections_stand_on_a_page_of_their_own(read, press, make_story):
    story = make_story()
    for year in (2024, 2025, 2025):
        correct(story, wrong=f"Wrong in {year}.", right="Right.", editor=None, made_at=at(year))
    press.print_all()

    page = read("/corrections/2025/").text

    assert page.count("Wrong in 2025.") == 2
    assert "Wrong in 2024." not in page
    assert 'href="/corrections/2024/"' in read("/corrections/").text
    assert read("/corrections/2023/").status == 404


def test_no_correction_is_ever_left_out(read, press, make_story):
    story = make_story()
    for number in range(210):
        correct(story, wrong=f"Mistake {number}.", right="Right.", editor=None, made_at=at(2025))
    press.print_all()

    page = read("/corrections/2025/").text

    assert [number for number in range(210) if f"Mistake {number}." not in page] == []


def test_a_correction_at_the_turn_of_the_year_stands_in_the_papers_own_year(
    read, press, published_story
):
    # Half past eleven in the evening in Chicago.
    late = datetime(2026, 1, 1, 5, 30, tzinfo=UTC)
    correct(published_story, wrong="Wrong.", right="Right.", editor=None, made_at=late)
    press.print_all()

    assert read("/corrections/2025/").status == 200
    assert read("/corrections/2026/").status == 404


def test_the_correction_of_a_story_that_was_taken_down_stays_without_its_name(
    read, press, published_story
):
    correct(published_story, wrong="Sunday.", right="Monday.", editor=None, made_at=at(2025))
    press.print_all()
    assert published_story.title in read("/corrections/").text

    published_story.unpublish()
    press.print_all()

    for path in ("/corrections/", "/corrections/2025/"):
        page = read(path).text
        assert "Monday." in page
        assert "no longer shown" in page
        assert published_story.title not in page
        assert published_story.permalink not in page
