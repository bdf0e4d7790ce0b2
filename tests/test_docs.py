"""What the manuals must cover, checked against the code."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.models import Page

from broadsheet import settings
from broadsheet.cli import COMMANDS
from broadsheet.lib import env, errors
from broadsheet.lib.errors import BroadsheetError

ROOT = Path(__file__).parent.parent
MANUALS = ROOT / "docs"
PAGES = sorted([*MANUALS.rglob("*.md"), *ROOT.glob("*.md")])
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
# The same setting may be read twice while tests reload settings.
SETTINGS = {setting.name: setting for setting in env.SETTINGS}
assert settings.HOME


def manual(*names: str) -> str:
    return "\n".join(
        page.read_text() for name in names for page in sorted((MANUALS / name).rglob("*.md"))
    )


def kinds_of_page() -> list[str]:
    return [
        str(model._meta.verbose_name)
        for model in apps.get_models()
        if issubclass(model, Page) and model.__module__.startswith("broadsheet.")
    ]


def all_errors(kind: type[BroadsheetError] = BroadsheetError) -> list[type[BroadsheetError]]:
    return [kind, *(found for below in kind.__subclasses__() for found in all_errors(below))]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_has_its_place_in_the_manual(name: str):
    page = (MANUALS / "publishers" / "settings.md").read_text()

    assert f"## {name}\n" in page
    assert SETTINGS[name].meaning in page


def test_the_manual_tells_of_no_setting_that_is_not_there():
    page = (MANUALS / "publishers" / "settings.md").read_text()

    assert set(re.findall(r"^## ([A-Z_]+)$", page, re.MULTILINE)) == set(SETTINGS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_place_in_the_manual(command: str):
    assert re.search(rf"`broadsheet {command}\b", manual("publishers"))


@pytest.mark.parametrize("kind", kinds_of_page())
def test_every_kind_of_page_has_its_place_in_the_editors_manual(kind: str):
    assert kind.lower() in manual("editors").lower()


@pytest.mark.parametrize("error", all_errors()[1:], ids=lambda error: error.__name__)
def test_every_error_hangs_on_the_tree(error: type[BroadsheetError]):
    """The tree at the top of lib/errors.py names each error that Broadsheet raises."""
    if error.__module__.startswith("broadsheet."):
        assert re.search(rf"\b{error.__name__}\b", errors.__doc__ or "")


@each_page
def test_a_link_in_a_manual_leads_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?:|mailto:|#|/)([^)#\s]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_tells_the_two_commands():
    words = (ROOT / "README.md").read_text()

    assert "make run" in words
    assert "make test" in words


def test_every_decision_says_what_was_given_up():
    decisions = sorted((MANUALS / "decisions").glob("[0-9]*.md"))

    assert decisions
    assert [page.name for page in decisions if len(page.read_text()) < 200] == []
