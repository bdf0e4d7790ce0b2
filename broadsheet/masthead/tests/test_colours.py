"""A paper's own two colours: readable, or refused with one that is; each paper's its own."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from broadsheet.masthead import colours
from broadsheet.masthead.models import Paper
from broadsheet.masthead.styles import style_path, styles_of

TOKENS = Path(__file__).parent.parent / "static" / "masthead" / "tokens.css"
any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_colours_are_measured_against_the_papers_that_readers_see():
    css = TOKENS.read_text()

    for token, light, dark in (
        ("spot", colours.SPOT, colours.SPOT_DARK),
        ("band", colours.BAND, colours.BAND_DARK),
        ("paper", colours.PAPER, colours.PAPER_DARK),
    ):
        assert f"--{token}: {light};" in css
        assert f"--{token}: light-dark({light}, {dark});" in css
    assert f"--band-ink: {colours.BAND_INK};" in css


@given(any_colour, st.sampled_from([colours.PAPER, colours.PAPER_DARK, colours.BAND_INK]))
def test_the_nearest_colour_can_always_be_read(colour: str, ground: str):
    found = colours.nearest(colour, ground)

    assert colours.contrast(found, ground) >= 7
    assert found == colour or colours.contrast(colour, ground) < 7


# The field holds seven letters; what is longer is refused before it is kept.
NO_COLOURS = ["red", "#12345", "0f4c3a", "#0f4c3a;}", "url(//x)", "#fff}a{x", "}*{top:", "\\72 ed"]


@pytest.mark.django_db
def test_a_publisher_is_told_the_ratio_and_a_colour_that_would_do(paper: Paper):
    paper.spot = "#ff0000"

    with pytest.raises(ValidationError) as refused:
        paper.save()

    [sentence] = refused.value.message_dict["spot"]
    assert sentence == (
        "#ff0000 has a contrast of 3.9:1 with #fdfdfb; 7:1 is needed. Nearest: #b40000."
    )
    assert Paper.objects.get(pk=paper.pk).spot == ""


@pytest.mark.django_db
@pytest.mark.parametrize("written", NO_COLOURS)
def test_x08_what_is_no_colour_is_refused(paper: Paper, written: str):
    paper.band = written

    with pytest.raises(ValidationError, match="is no color"):
        paper.save()


@given(st.text(max_size=12) | st.from_regex("#[0-9a-fA-F]{3,8}"))
def test_x08_a_colour_that_is_kept_is_a_colour_and_nothing_else(written: str):
    try:
        kept = colours.clean_colour(written, colours.PAPER)
    except ValidationError:
        return

    assert re.fullmatch("(?:#[0-9a-f]{6})?", kept)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["spot", "spot_dark", "band"])
@pytest.mark.parametrize("written", [one for one in NO_COLOURS if len(one) <= 7])
def test_x08_what_came_into_the_database_otherwise_gets_into_no_style_sheet(
    paper: Paper, client, name: str, written: str
):
    Paper._base_manager.filter(pk=paper.pk).update(**{name: written})
    smuggled = Paper.objects.get(pk=paper.pk)

    assert colours.colours_of(smuggled) == colours.Colours()
    assert client.get(style_path(smuggled)).text == styles_of(None)
    assert f'fill="{written}' not in client.get("/icon.svg").text


@pytest.mark.django_db
def test_one_colour_is_enough(paper: Paper, read):
    paper.spot = " #B3001B"
    paper.save()

    css = read(style_path(paper)).text

    assert paper.spot == "#b3001b"
    assert "--spot:light-dark(#b3001b,#ff758a)" in css
    assert "--band:light-dark(#ac001a,#ac001a)" in css


@pytest.mark.django_db
def test_a_new_colour_reaches_readers_with_the_next_printing(paper: Paper, press, read):
    before = read("/contact/")
    old = re.search(r'href="(/style-\w+\.css)"', before.text)[1]
    icon_before = read("/icon.svg").text

    paper.spot = "#b3001b"
    paper.save()
    press.print_all()
    after = read("/contact/")
    new = re.search(r'href="(/style-\w+\.css)"', after.text)[1]

    assert old != new
    # Before anyone has asked for it.
    assert press.has(f"localhost{new}")
    assert read(new).is_printed
    assert not press.has(f"localhost{old}")
    assert (
        '<meta name="theme-color" content="#b3001b" media="(prefers-color-scheme: light)">'
        in after.text
    )
    assert "#0f4c3a" in icon_before
    assert 'fill="#b3001b"' in read("/icon.svg").text


@pytest.mark.django_db
def test_two_papers_on_one_installation_do_not_share_their_colours(paper: Paper, read):
    paper.spot = "#b3001b"
    paper.save()
    other_site = Site.objects.create(hostname="testserver", root_page=paper.site.root_page)
    other = Paper.objects.create(
        site=other_site, name="The Pinefield Post", town="Pinefield", spot="#0033cc"
    )

    ours, theirs = read(style_path(paper)), read(style_path(other), host="testserver")

    assert "#b3001b" in ours.text
    assert "#0033cc" not in ours.text
    assert "#0033cc" in theirs.text
    assert "#b3001b" not in theirs.text
    assert read(style_path(other)).status == 404


@pytest.mark.django_db
def test_a_paper_without_colours_of_its_own_has_broadsheets(paper: Paper):
    assert colours.colour_rules(paper) == ""
    assert colours.colours_of(None) == colours.Colours()
