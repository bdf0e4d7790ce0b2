"""What every kind of page promises its reader, looked at in a browser before the demo paper."""

from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.kinds import KINDS, STAND_INS, STATUSES, StandIns, every_kind, write_pages
from tests.running import RunningPaper
from tests.tools import nu
from tests.visits import KIB, TWICE_AS_LARGE, Visit, every_visit, set_by_the_reader

pytestmark = [pytest.mark.browser, pytest.mark.reader]

# First view on a phone, compressed (DESIGN-LANGUAGE.md, budgets), in bytes.
BUDGETS = {
    "document": 20 * KIB,
    "stylesheet": 12 * KIB,
    "font": 140 * KIB,
    "image": 120 * KIB,
    # None is needed to read; the little there is comes after the page, for comfort.
    "script": 2 * KIB,
}
# A page with a form brings at most 30 kB more than the others (issue 8, 9.3): what marks a choice, keeps what is typed and
# solves the puzzle of its pass; it can be sent without scripts.
WITH_FORM = {"support": {"stylesheet": 22 * KIB, "script": 8 * KIB}}
FIRST_VIEW, WHOLE_PAGE, ELEMENTS = 300 * KIB, 800 * KIB, 900

OpenWindow = Callable[..., Page]
# Layout may move by this much while a page loads (DESIGN-LANGUAGE.md, budgets).
MOST_SHIFT = 0.02
# WCAG 1.4.12, text spacing: what a reader may set for any page.
SPACED_OUT = """
body * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }
"""
# Boxes that hide what does not fit in them, with more in them than they show.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  const hides = (way) => ["hidden", "clip"].includes(way);
  if (one.clientHeight < 2 || !one.innerText?.trim() || one.closest("figure > img, svg")) return false;
  return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 8) ||
    (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 8);
}).map((one) => `${one.localName}.${one.className}`)"""


@every_visit
def test_a_page_shuts_nobody_out(visit: Visit, whole: bool):
    assert visit.faults(whole=whole) == ""


@every_visit
def test_a_page_never_scrolls_sideways(visit: Visit):
    assert visit.too_wide() == {}, "pixels too wide, by width of the window"


@every_visit
def test_a_page_can_be_read_with_text_twice_as_large(visit: Visit):
    with set_by_the_reader(visit.page, TWICE_AS_LARGE):
        assert (
            visit.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
            > 30
        )
        assert visit.over(640) <= 0


@every_visit
def test_a_page_can_be_read_with_its_lines_and_letters_spaced_out(visit: Visit):
    with set_by_the_reader(visit.page, SPACED_OUT):
        spaced = "getComputedStyle(document.querySelector('h1')).letterSpacing"
        assert visit.page.evaluate(spaced) != "normal"
        assert visit.over(360) <= 0
        assert visit.page.evaluate(CUT_OFF) == []


@every_visit
def test_a_page_asks_no_other_host_and_stays_where_it_is(visit: Visit):
    assert len(visit.asked) > 2
    assert visit.foreign == []
    assert visit.moved <= MOST_SHIFT


@every_visit
def test_a_page_keeps_its_own_rules_of_what_may_load(visit: Visit, request: pytest.FixtureRequest):
    visit.page.set_viewport_size({"width": 1440, "height": 900})
    kind = request.node.callspec.params["visit"]

    # The browser tells its console of the page's own status too.
    expected = f"status of {STATUSES.get(kind, 0)} ("
    assert [one for one in visit.complaints if expected not in one] == []


@every_kind
def test_a_page_reads_without_scripts(open_window: OpenWindow, all_kinds: StandIns, kind: str):
    page = open_window(scripts=False)
    all_kinds.stand_in(page)

    page.goto(KINDS[kind], wait_until="domcontentloaded")

    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()


@every_visit
def test_a_page_keeps_its_budget_on_a_phone(visit: Visit, request: pytest.FixtureRequest):
    budgets = {**BUDGETS, **WITH_FORM.get(request.node.callspec.params["visit"], {})}
    over = {kind: size for kind, size in visit.first_view.items() if size > budgets.get(kind, 0)}

    assert over == {}, f"bytes over budget; the first view: {visit.first_view}"
    assert sum(visit.first_view.values()) <= FIRST_VIEW, visit.first_view
    assert visit.whole <= WHOLE_PAGE
    assert visit.page.evaluate("document.getElementsByTagName('*').length") <= ELEMENTS


def test_every_page_is_valid_html(all_kinds: StandIns, tmp_path: Path):
    assert nu.faults(write_pages(all_kinds, tmp_path)) == []


def test_pages_come_with_the_promised_status(all_kinds: StandIns, running_paper: RunningPaper):
    statuses = {}
    for kind, path in KINDS.items():
        if path in STAND_INS:
            continue
        try:
            with urlopen(running_paper.address + path) as answer:
                statuses[kind] = answer.status
        except HTTPError as error:
            statuses[kind] = error.code

    expected = {kind: STATUSES.get(kind, 200) for kind in statuses}
    assert statuses == expected
