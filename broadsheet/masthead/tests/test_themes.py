"""A theme outside the program: found before ours, and never a reason for a paper to be down."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from broadsheet.masthead import styles, theme_checks, themes
from broadsheet.newsroom.troubles import troubles
from broadsheet.preparing import this_edition

WriteTheme = Callable[..., Path]


def forget() -> None:
    for kept in (styles.joined_styles, styles.edition, theme_checks._faults):
        kept.cache_clear()


@pytest.fixture
def write_theme(tmp_path: Path, settings: Any):
    """Return a function that writes a theme's files and starts the program with it: `write_theme({"a.css": "…"})`."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "theme"
        for name, words in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(words if isinstance(words, bytes) else words.encode())
        use(folder, settings)
        return folder

    yield write
    forget()


def use(folder: Path, settings: Any) -> None:
    settings.THEME = str(folder)
    settings.THEME_FOLDER = folder
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder / "templates"]}]
    settings.STATICFILES_DIRS = [folder / "static"] if (folder / "static").is_dir() else []
    forget()


MASTHEAD = "templates/masthead/parts/talk_to_us.html"


def test_a_paper_replaces_one_template_and_keeps_the_rest(write_theme: WriteTheme, paper, read):
    write_theme({MASTHEAD: "<aside>Ring the bell at {{ paper.street_address }}.</aside>"})
    from broadsheet.masthead.parts import talk_to_us

    assert (
        talk_to_us(paper.site) == "<aside>Ring the bell at 14 Depot Street, Larkmere, Wis..</aside>"
    )
    assert 'class="plate plate-small"' in read("/contact/").text
    assert theme_checks.theme_faults() == ()


def test_a_themes_styles_are_stronger_than_ours_and_weaker_than_a_readers_choice(
    write_theme: WriteTheme,
):
    write_theme(
        {
            "look.css": '.name { font-family: "Old"; } @font-face { font-family: "Old"; src: url(fonts/old.woff2); }',
            "static/fonts/old.woff2": b"x",
        }
    )

    css = styles.joined_styles()

    assert css.startswith("@layer reset, base, rooms, theme, display, print;")
    assert css.rstrip().endswith('src: url("/static/fonts/old.woff2"); }\n}')
    assert css.index("@layer theme {") > css.index(".plate")
    assert theme_checks.theme_faults() == ()


def test_a_paper_replaces_one_of_our_style_files(write_theme: WriteTheme):
    write_theme({"static/masthead/footer.css": "@layer rooms { .footer { padding: 0; } }"})

    css = styles.joined_styles()

    assert ".footer { padding: 0; }" in css
    assert ".footer-columns" not in css


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        (
            "a.css",
            "a { color: red; }}",
            "a.css has a brace or a mark too many or too few; it is left out.",
        ),
        (
            "a.css",
            "a { color: red; /* }",
            "a.css has a brace or a mark too many or too few; it is left out.",
        ),
        (
            "a.css",
            "a { content: 'x; }",
            "a.css has a brace or a mark too many or too few; it is left out.",
        ),
        (
            "a.css",
            "a { background: url(https://x.example/a.png); }",
            "a.css asks another host for something; it is left out.",
        ),
        (
            "a.css",
            "a { background: image-set('//x.example/a.png' 1x); }",
            "a.css asks another host for something; it is left out.",
        ),
        (
            "a.css",
            "a { background: u\\72 l(\\2f\\2fx.example/a.png); }",
            "a.css asks another host for something; it is left out.",
        ),
        (
            "a.css",
            "a { background: url(H\\54TPS://x.example/a.png); }",
            "a.css asks another host for something; it is left out.",
        ),
        (
            "a.css",
            "@\\69mport 'b.css';",
            "a.css has an @import or @charset, which cannot be joined; it is left out.",
        ),
        (
            "a.css",
            "@import 'b.css';",
            "a.css has an @import or @charset, which cannot be joined; it is left out.",
        ),
        ("a.css", b"a { color: \xff }", "a.css cannot be read as UTF-8 text; it is left out."),
        (
            "static/masthead/footer.css",
            ".footer {",
            "static/masthead/footer.css has a brace or a mark too many or too few; it is left out.",
        ),
    ],
)
def test_x08_a_style_that_asks_another_host_or_would_spoil_the_page_is_left_out_and_said(
    write_theme: WriteTheme, name: str, words: str | bytes, sentence: str
):
    ours = styles.joined_styles()
    write_theme({name: words})

    assert styles.joined_styles() == ours
    assert theme_checks.theme_faults() == (sentence,)


def test_a_missing_picture_and_too_many_styles_are_said(write_theme: WriteTheme):
    import random

    noise = "".join(
        f".x{random.Random(number).random():.17f} {{ top: {number}px; }}" for number in range(1500)
    )
    write_theme({"a.css": 'a { background: url("dots.png"); }', "b.css": noise.replace(".0", "-")})

    missing, budget = theme_checks.theme_faults()

    assert missing == "a.css names dots.png, which is not in the theme's folder static."
    assert "12 KiB is the most" in budget


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("{% if %}", "line 1"),
        ("\n\n{% nonsense %}", "line 3"),
        ("{% load nothing_of_the_kind %}", "is not a registered tag library"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_template_that_cannot_be_read_gives_way_to_ours(
    write_theme: WriteTheme, paper, words: str | bytes, sentence: str
):
    from broadsheet.masthead.parts import talk_to_us

    ours = talk_to_us(paper.site)
    write_theme({MASTHEAD: words})

    assert talk_to_us(paper.site) == ours
    [fault] = theme_checks.theme_faults()
    assert sentence in fault
    assert "masthead/parts/talk_to_us.html" in fault


@pytest.mark.parametrize(
    "words",
    [
        '{% extends "masthead/no_such_base.html" %}',
        '{% include "masthead/no_such_piece.html" %}',
        "{% load static %}{% widthratio 1 0 nonsense %}{% url 'no-such-address' %}",
        '{% extends "masthead/base.html" %}{% block content %}{% url "nowhere" %}{% endblock %}',
    ],
)
def test_a_template_that_fails_while_a_page_is_made_gives_way_to_ours_and_the_newsroom_is_told(
    write_theme: WriteTheme, paper, press, read, words: str
):
    write_theme({"templates/masthead/contact.html": words})

    answer = read("/contact/")

    assert answer.status == 200
    assert answer.is_printed
    assert 'class="plate plate-small"' in answer.text
    assert "14 Depot Street" in answer.text
    told = [one for one in troubles() if "The theme failed in masthead/contact.html" in one]
    assert len(told) == 1
    assert told[0].endswith("Our own template is used instead.")


def test_a_failure_of_our_own_is_not_put_down_to_the_theme(
    write_theme: WriteTheme, paper, press, monkeypatch
):
    from django.template.loader import render_to_string

    write_theme({MASTHEAD: "{{ paper.broken }}"})

    class Broken:
        @property
        def name(self) -> str:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        render_to_string("masthead/parts/title_tail.html", {"paper": Broken()})

    assert themes.failures() == []


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        (
            "templates/masthead/parts/footer.html",
            '{% include "masthead/gone.html" %}',
            "names masthead/gone.html, which is not there.",
        ),
        (
            "templates/masthead/parts/footer.html",
            "{% load static %}{% static 'gone.png' %}",
            "names gone.png, which is not there.",
        ),
        (
            "templates/masthead/parts/footer.html",
            '<img alt="" src="https://x.example/a.png">',
            "asks another host",
        ),
        (
            "templates/masthead/parts/footer.html",
            '<p style="color: red">',
            "holds a style or script of its own",
        ),
        ("templates/masthead/parts/foter.html", "<p>", "replaces no template of ours"),
    ],
)
def test_what_a_browser_would_not_show_is_said(
    write_theme: WriteTheme, name: str, words: str, sentence: str
):
    write_theme({name: words})

    [fault] = theme_checks.theme_faults()

    assert sentence in fault


def test_a_theme_that_is_named_but_not_there_is_said(tmp_path: Path, settings: Any):
    use(tmp_path / "nowhere", settings)

    [fault] = theme_checks.theme_faults()
    forget()

    assert "nowhere, which the setting THEME names" in fault


def test_a_change_of_the_theme_prints_the_paper_anew(write_theme: WriteTheme):
    before = this_edition()
    write_theme({MASTHEAD: "<p>One</p>"})
    first = this_edition()
    write_theme({MASTHEAD: "<p>One and two</p>"})

    assert len({before, first, this_edition()}) == 3


def test_the_manuals_example_works(write_theme: WriteTheme, paper, read):
    manual = (Path(__file__).parents[3] / "docs" / "publishers" / "theme.md").read_text()
    files = dict(re.findall(r"`theme/([^`]+)`:\n\n```\w+\n(.*?)```", manual, re.DOTALL))
    write_theme(files)

    from broadsheet.masthead.parts import talk_to_us

    assert sorted(files) == ["look.css", "templates/masthead/parts/talk_to_us.html"]
    assert theme_checks.theme_faults() == ()
    assert "Come by: 14 Depot Street" in talk_to_us(paper.site)
    assert "--sans: system-ui" in read(styles.style_path(paper)).text


def test_the_command_says_what_is_wrong(write_theme: WriteTheme, paper, press, capsys):
    write_theme({"look.css": "a { color: red; }"})
    call_command("check_theme")
    fine = capsys.readouterr().out
    write_theme({"look.css": "a { color: red; "})

    with pytest.raises(CommandError, match=r"^look\.css has a brace"):
        call_command("check_theme")

    assert fine.endswith("is in order: 1 files.\n")
