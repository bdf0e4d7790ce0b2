"""Addresses that belong to the program are refused to sections and pages."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from broadsheet.masthead.models import StandingPage
from broadsheet.masthead.reserved import RESERVED, refuse_reserved


@pytest.mark.parametrize("slug", [*sorted(RESERVED), "2016", "style-0123456789ab"])
def test_an_address_of_the_programs_own_is_refused(slug):
    with pytest.raises(ValidationError, match="program's own"):
        refuse_reserved(slug)


@pytest.mark.parametrize("slug", ["local-news", "about", "20160", "newsroom-notes", "styles"])
def test_other_words_are_free(slug):
    refuse_reserved(slug)


def test_every_address_that_the_program_answers_is_reserved():
    # Read from the list of addresses itself, so that a new one cannot be forgotten.
    from broadsheet.urls import urlpatterns

    first_words = {str(one.pattern).lstrip("^").split("/")[0] for one in urlpatterns}
    plain = {word for word in first_words if word and word.replace(".", "").isalpha()}

    assert plain - RESERVED == set()


def test_a_reserved_word_leads_to_the_program_or_nowhere():
    from broadsheet.masthead.views import read_page

    for word in ("feed", "contact", "corrections", "display"):
        try:
            found = resolve(f"/{word}/").func
        except Resolver404:
            continue
        assert found is not read_page


@pytest.mark.django_db
def test_an_editor_cannot_put_a_page_where_the_program_stands(front):
    page = StandingPage(title="Contact", slug="contact")

    with pytest.raises(ValidationError, match="program's own"):
        front.add_child(instance=page)


@pytest.mark.django_db
def test_h05_a_name_that_leads_elsewhere_or_looks_like_a_file_is_refused_when_it_is_saved(front):
    strange = ["../x", "..", "index.html", ".well-known", ".env", "a/b", "a\\b", "a%00b", "%2e%2e"]

    for slug in strange:
        with pytest.raises(ValidationError):
            front.add_child(instance=StandingPage(title="Out", slug=slug))

    assert not StandingPage.objects.filter(title="Out").exists()


@pytest.mark.django_db
def test_h05_a_name_that_some_systems_keep_for_themselves_is_a_page_like_any_other(read, front):
    for slug in ["con", "nul", "aux", "index", "shelf"]:
        front.add_child(instance=StandingPage(title="Here", slug=slug))

        page = read(f"/{slug}/")

        assert (page.status, page.is_printed) == (200, True)
