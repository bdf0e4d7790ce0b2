"""No page of the paper, and no twin in text, has a link or a picture that leads nowhere."""

import re
from typing import Any

import pytest

from broadsheet.press.every import every_address
from tests.everything import FullPaper

pytestmark = pytest.mark.django_db
NOWHERE = re.compile(r"""<[^>]*\s(?:href|src|action)=(?:""|''|"None"|"#")[^>]*>""")


@pytest.mark.parametrize("edition", ["", "/text"])
def test_no_link_leads_nowhere(full_paper: FullPaper, read: Any, edition: str):
    paths = {address.partition("/")[2] for address in every_address()}
    asked = {f"{edition}/{path}" for path in paths if not path or path.endswith("/")}
    pages = {
        path: read(path) for path in sorted(asked | {edition + one for one in full_paper.pages})
    }
    shown = {path: page.text for path, page in pages.items() if page.status == 200}

    assert len(shown) > 20
    assert {
        path: NOWHERE.findall(text) for path, text in shown.items() if NOWHERE.search(text)
    } == {}
