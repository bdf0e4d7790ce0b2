"""The paper that is asked: the demo paper, each round a fresh copy of it, and the people who ask."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.running import RunningPaper

NOBODY = "signed out"
ROLES = ("Reporter", "Editor", "Publisher")
# Django takes any token of this shape that stands in both cookie and form.
TOKEN = "f" * 32
# Said inside the paper: an account for each role, and a session for it as signing in would begin it.
PEOPLE = f"""
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from broadsheet.newsroom.models import User

from wagtail.models import Page

cookies, paths = {{}}, []
for page in Page.objects.filter(depth__gt=1).order_by("-depth", "-live", "pk").specific().iterator():
    kind = page._meta
    if kind.label not in paths:
        paths += [kind.label, f"/newsroom/pages/{{page.pk}}/edit/"]
        parent = page.get_parent().pk
        paths.append(f"/newsroom/pages/add/{{kind.app_label}}/{{kind.model_name}}/{{parent}}/")
for role in {ROLES!r}:
    user, _ = User.objects.get_or_create(username="fuzz-" + role.lower())
    user.is_active, user.email = True, user.username + "@larkmereledger.example"
    user.set_password("ferry-on-mondays-" + role)
    user.save()
    user.groups.set(Group.objects.filter(name=role))
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookies[role] = {{settings.SESSION_COOKIE_NAME: session.session_key}}
paths = [path for path in paths if path.startswith("/")]
print("PEOPLE" + json.dumps([settings.CSRF_COOKIE_NAME, cookies, paths]))
"""


def prepare(folder: Path) -> Path:
    """Make a demo paper once, and return its folder; rounds begin with copies of it."""
    folder.mkdir()
    paper = RunningPaper(folder, "--demo")
    try:
        paper.wait()
    finally:
        paper.stop()
    return paper.home


@contextmanager
def running_copy(prepared: Path, folder: Path) -> Iterator[RunningPaper]:
    """Run a copy of a paper in a folder of its own, which is deleted in the end."""
    folder.mkdir()
    shutil.copytree(prepared, folder / "paper")
    paper = RunningPaper(folder)
    try:
        yield paper.wait()
    finally:
        paper.stop()
        shutil.rmtree(folder, ignore_errors=True)


class People(NamedTuple):
    """What each visitor's browser sends, by name, and where forms of each kind of page are found."""

    cookies: dict[str, dict[str, str]]
    paths: list[str]


def people_of(paper: RunningPaper, first: str = "") -> People:
    """Give each role an account and a new session.

    Args:
        first: what else is to be done inside the paper, before.
    """
    said = paper.shell(first + PEOPLE)
    token_name, sessions, paths = json.loads(said.partition("PEOPLE")[2])
    visitors = {NOBODY: {}, **sessions}
    return People({name: {token_name: TOKEN, **held} for name, held in visitors.items()}, paths)
