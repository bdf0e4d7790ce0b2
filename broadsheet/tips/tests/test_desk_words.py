"""What the desk's scripts show stands in its page: no screen, row or sentence is missing, and none is left over."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1] / "web"
SCRIPTS = sorted((WEB / "desk").glob("*.js"))
# Put together from a beginning and what the server or the worker says.
BEGINNINGS = re.compile(r"say\(`(\w+)\$\{")
NAMED = re.compile(r"\bsay\(\"(\w+)\"")
MENTIONED = re.compile(r"\"(\w+)\"")


def page() -> str:
    return (WEB / "pages" / "desk.html").read_text()


def scripts() -> str:
    return "\n".join(path.read_text() for path in SCRIPTS)


def sentences() -> set[str]:
    return set(re.findall(r'data-say="(\w+)"', page()))


def test_every_sentence_that_a_script_shows_stands_in_the_page():
    assert set(NAMED.findall(scripts())) - sentences() == set()
    for beginning in BEGINNINGS.findall(scripts()):
        assert any(name.startswith(beginning) for name in sentences()), beginning


def test_no_sentence_is_left_over():
    told = scripts()
    begun = tuple(BEGINNINGS.findall(told))
    # `sheetScreen` and `sheetStep` put an ending behind a name.
    ended = {
        f"{name}{end}"
        for name in ("own_sheet", "newsroom_sheet")
        for end in ("_in", "_in_what", "_label", "_what")
    }
    used = set(MENTIONED.findall(told)) | ended

    assert {name for name in sentences() - used if not name.startswith(begun)} == set()


@pytest.mark.parametrize(("call", "kind"), [("show", "screen"), ("copy", "row")])
def test_every_screen_and_row_is_shown_by_a_script_and_stands_in_the_page(call: str, kind: str):
    asked = set(re.findall(rf'\b{call}\("([a-z-]+)"', scripts()))

    assert asked == set(re.findall(rf'<template id="{kind}-([a-z-]+)"', page()))


def test_every_event_and_every_refusal_of_a_list_has_a_sentence():
    python = "\n".join(path.read_text() for path in WEB.parent.rglob("*.py"))
    events = set(re.findall(r'note(?:_event)?\((?:rows|box), "([a-z_]+)"', python))
    codes = set(re.findall(r'refuse\("([a-z]+)"\)', (WEB / "locks" / "list.js").read_text()))

    assert {f"event_{name}" for name in events} - sentences() == set()
    assert {f"why_{code}" for code in codes - {"expired"}} - sentences() == set()


def test_a_script_builds_no_page_from_strings_keeps_nothing_and_asks_no_other_host():
    for path in (*SCRIPTS, *(WEB / "opener").glob("*.js"), *(WEB / "preview").glob("*.js")):
        told = path.read_text()
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ):
            assert forbidden not in told, path.name
        for kept in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
            assert kept not in told, path.name
        assert "http" not in re.sub(r"//.*", "", told), path.name
        assert len(told.splitlines()) <= 400, path.name
