"""Nothing that a paper hands out registers a service worker: one of the front page's could rewrite the tip line's pages too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.template.loaders.app_directories import get_app_template_dirs
from django.test import Client

import broadsheet

PACKAGE = Path(broadsheet.__file__).parent
# The tip line's own scripts look whether there is one, and write nothing then.
OWN = (PACKAGE / "tips" / "web", PACKAGE / "tips" / "built")
WORD = b"serviceWorker"
REGISTERS = re.compile(rb"serviceWorker.{0,200}?\bregister\b", re.DOTALL)
PROGRAMS = {".js", ".mjs", ".html", ".svg", ".txt"}


def handed_out() -> Iterator[Path]:
    """Give each static file and template, whoever's it is, and what the tip line is made of."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
    folders = [Path(one) for one in get_app_template_dirs("templates")]
    for folder in (*folders, *OWN):
        yield from (path for path in folder.rglob("*") if path.is_file())


def test_t02_nothing_that_is_handed_out_registers_a_service_worker():
    found, looked = [], 0
    for path in handed_out():
        if path.suffix in PROGRAMS and not path.match("web/tests/*"):
            looked += 1
            text = path.read_bytes()
            is_own = any(path.is_relative_to(folder) for folder in OWN)
            if REGISTERS.search(text) if is_own else WORD in text:
                found.append(path.name)

    assert looked > 500
    assert found == []


def test_t02_a_line_that_registers_one_is_found():
    for line in (
        b'navigator.serviceWorker.register("/w.js")',
        b'navigator["serviceWorker"]\n  .register(w)',
        b"const { serviceWorker } = navigator; serviceWorker.register(w)",
    ):
        assert REGISTERS.search(line), line
    assert not REGISTERS.search(b"if (navigator.serviceWorker?.controller) refuse()")


@pytest.mark.django_db
def test_t02_no_page_lets_a_script_of_another_folder_stand_before_the_tip_line(paper: object):
    """A script of `/static/` sees only what lies there, unless the server says otherwise in this header."""
    named = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path != Path(__file__) and "service-worker-allowed" in path.read_text().lower()
    ]

    assert named == []
    assert "Service-Worker-Allowed" not in Client().get("/").headers
