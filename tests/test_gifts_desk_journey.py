"""Twenty cheques by keyboard alone, a cent that is missing, a line that breaks, a cheque that comes back, one donor twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from broadsheet.donations.tests.paper_sheets import as_pdf_pages
from tests import access, desk
from tests.running import RunningPaper

pytestmark = pytest.mark.browser
OpenWindow = Callable[..., Page]
# Beside what stands on the cheque, nobody presses more keys than this for one.
MOST_KEYS = 8
TOWN = [
    *("Ada Lund", "Nell Roe", "Otto Marsh", "Ilse Brandt", "Wendell Pike"),
    *("Pia Ostrow", "Henk Vries", "Maud Teller", "Cyril Voss", "Edda Quill"),
]


class Keyboard:
    """A keyboard that counts the keys that are no data."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)


def open_batch(page: Page, total: str, number: str) -> None:
    page.goto("/newsroom/gifts/")
    page.get_by_role("link", name="Open a batch").first.click()
    page.locator("[name=slip]").fill(total)
    page.locator("[name=slip_number]").fill(number)
    page.get_by_role("button", name="Open the batch").press("Enter")
    expect(page.locator("[name=amount]")).to_be_focused()


def rows(page: Page, count: int) -> None:
    expect(page.locator(".gifts-lines tbody tr")).to_have_count(count)


def type_cheque(page: Page, sum_: str, number: int, name: str, *, is_known: bool) -> int:
    """Type one cheque, beginning in the first field; return how many keys were pressed beside the data."""
    keys = Keyboard(page)
    keys.type(sum_)
    keys.press("Tab")
    keys.type(str(number))
    keys.press("Tab")
    keys.type("Teal County Bank")
    keys.press("Tab")
    if is_known:
        keys.type(name[:6])
        keys.press("ArrowDown")
        expect(page.get_by_role("option", name=name).first).to_have_attribute(
            "aria-selected", "true"
        )
        keys.press("Enter", "Enter")
    else:
        keys.type(name)
        keys.press("Tab")
        keys.type(f"{number} Alder Street")
        keys.press("Tab")
        keys.type("Larkmere, WI 54000")
        keys.press("Enter")
    expect(page.locator("[name=amount]")).to_be_focused()
    return keys.pressed


def test_twenty_cheques_are_typed_by_keyboard_alone_and_agree_with_the_slip(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "1000.01", "S-20")
    pressed = []
    for number in range(20):
        name = TOWN[number % 10]
        pressed.append(type_cheque(page, "50.00", 2000 + number, name, is_known=number >= 10))
        rows(page, number + 1)
    assert max(pressed) <= MOST_KEYS, pressed
    expect(page.locator(".gifts-total")).to_contain_text("20 rows, $1,000.00 of $1,000.01.")

    # One cent is missing: it says so, and books nothing.
    page.get_by_role("button", name="Close the batch").press("Enter")
    expect(page.locator(".messages")).to_contain_text("$0.01 is missing")
    page.get_by_text("Change the slip").first.press("Enter")
    page.locator("#slip_slip").fill("1000.00")
    page.locator("#slip_slip").press("Enter")
    expect(page.locator(".gifts-total")).to_contain_text("Rows and slip agree")
    look(page)
    page.get_by_role("button", name="Close the batch").press("Enter")
    expect(page.locator("main")).to_contain_text("its gifts are in the books")
    assert page.locator(".gifts-lines a").count() == 20


def test_a_row_stays_in_the_browser_while_the_line_is_broken_and_is_sent_once(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "75.00", "S-OFF")
    where = page.url

    page.context.set_offline(True)
    type_cheque(page, "50.00", 3001, "Grete Offline", is_known=False)
    type_cheque(page, "25.00", 3002, "Jonas Offline", is_known=False)
    unsent = page.locator(".gifts-unsent li")
    expect(unsent).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="cannot be reached")).to_be_visible()
    assert access.faults(page) == ""

    page.context.set_offline(False)
    rows(page, 2)
    expect(unsent).to_have_count(0)
    expect(page.locator(".gifts-total")).to_contain_text("Rows and slip agree")

    # Also what a closed window left behind is sent.
    page.context.set_offline(True)
    type_cheque(page, "5.00", 3003, "Lotte Offline", is_known=False)
    expect(unsent).to_have_count(1)
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(where)
    rows(again, 3)
    expect(again.locator(".gifts-unsent li")).to_have_count(0)


def test_a_cheque_typed_twice_is_warned_of_at_its_field(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=390)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "20.00", "S-TWICE")
    type_cheque(page, "10.00", 4001, "Sten Twice", is_known=False)
    rows(page, 1)

    keys = Keyboard(page)
    keys.type("10.00")
    keys.press("Tab")
    keys.type("4001")
    keys.press("Tab")
    keys.type("Teal County Bank")
    keys.press("Tab")
    keys.type("Sten T")
    keys.press("ArrowDown")
    expect(page.get_by_role("option", name="Sten Twice")).to_have_attribute("aria-selected", "true")
    assert access.faults(page) == ""
    keys.press("Enter", "Enter")

    tick = page.get_by_label("This is another check")
    expect(tick).to_be_focused()
    expect(page.locator("[name=cheque_number]")).to_have_value("4001")
    expect(page.locator("[data-field=cheque_number]")).to_contain_text("stands already")
    assert access.faults(page) == ""
    rows(page, 1)
    keys.press("Space", "Enter")
    rows(page, 2)


def test_a_cheque_comes_back_and_a_donor_who_stands_twice_becomes_one(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "30.00", "S-BACK")
    type_cheque(page, "10.00", 5001, "Runa Feld", is_known=False)
    rows(page, 1)
    type_cheque(page, "20.00", 5002, "Feld, Runa", is_known=False)
    # The name is known, however it is written: the screen asks who it is.
    page.get_by_label("Another donor of that name").check()
    page.get_by_role("button", name="Keep this row").press("Enter")
    rows(page, 2)
    page.get_by_role("button", name="Close the batch").press("Enter")
    page.locator(".gifts-lines a").first.click()

    page.get_by_text("The check came back").press("Enter")
    page.get_by_label("Why, in the bank’s words").fill("No funds")
    page.get_by_role("button", name="Note that it came back").press("Enter")
    expect(page.locator("main")).to_contain_text("Check returned")
    expect(page.locator("main")).to_contain_text("counts no longer")
    look(page)

    page.get_by_role("link", name="Runa Feld").first.click()
    look(page)
    page.get_by_role("link", name=re.compile("^Feld, Runa")).click()
    expect(page.locator("main")).to_contain_text("There is no way back.")
    look(page)
    page.get_by_role("button", name="Make them one").press("Enter")
    expect(page.locator("main")).to_contain_text("$20.00")
    expect(page.locator("main")).to_contain_text("Nobody else of that name is known.")


def test_thank_you_notes_are_printed_each_on_its_sheet_with_the_sentence(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "30.00", "S-THANKS")
    type_cheque(page, "10.00", 6001, "Thea Thanks", is_known=False)
    rows(page, 1)
    type_cheque(page, "20.00", 6002, "Tom Thanks", is_known=False)
    rows(page, 2)
    page.get_by_role("button", name="Close the batch").press("Enter")
    expect(page.locator("main")).to_contain_text("its gifts are in the books")

    page.goto("/newsroom/gifts/thanks/")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox", name="Thea Thanks").check()
    page.get_by_role("checkbox", name="Tom Thanks").check()
    look(page)
    page.get_by_role("button", name="Show notes to print").press("Enter")

    notes = page.locator(".note")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text("Dear Thea Thanks,")
    sentence = notes.first.locator(".wording")
    expect(sentence).to_have_text("Donations processed in this system are not tax deductible.")
    assert sentence.evaluate("words => parseFloat(getComputedStyle(words).fontSize)") >= 16
    look(page)
    assert as_pdf_pages(page) == 2
    page.get_by_role("button", name="They are printed").press("Enter")
    expect(page.locator(".messages")).to_contain_text("2 gifts are thanked for.")


def look(page: Page) -> None:
    """Look at a screen as a phone and as a desk shows it."""
    # What is said at the top fades in: its colours are looked at once it is there.
    for said in page.locator(".messages > ul").all():
        expect(said).to_have_css("opacity", "1")
    for width in (390, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert access.faults(page) == "", page.url
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert over <= 0, f"{page.url} is {over} pixels too wide at {width}"


@pytest.mark.parametrize(
    "place",
    [
        *("", "batches/", "batches/add/", "all/", "transfer/", "donors/", "donors/?wall=new"),
        *("pledges/", "thanks/", "thanks/text/", "receipts/"),
    ],
)
def test_a_screen_of_the_desk_for_gifts_shuts_nobody_out(
    open_window: OpenWindow, running_paper: RunningPaper, place: str
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    page.goto(f"/newsroom/gifts/{place}")

    look(page)


def test_an_empty_row_is_nothing_and_a_row_is_changed_where_it_stands(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "15.00", "S-CHANGE")
    page.reload()
    page.keyboard.press("Enter")
    expect(page.locator("[name=amount]")).to_be_focused()
    expect(page.locator(".gifts-row .error-message:visible")).to_have_count(0)
    expect(page.locator("[data-unsent]")).to_be_hidden()

    # A code that was mistyped is no donor until she says that it is a name.
    type_cheque(page, "10.00", 7001, "6XRC-RABA", is_known=False)
    tick = page.get_by_label("This is the donor’s name")
    expect(tick).to_be_visible()
    expect(page.locator("[data-field=who]")).to_contain_text("no code of a slip or pledge")
    assert access.faults(page) == ""
    page.locator("[name=who]").fill("Karla Change")
    page.locator("[name=who]").press("Enter")
    rows(page, 1)

    page.get_by_role("link", name="Change row 1").press("Enter")
    expect(page.locator("[name=who]")).to_have_value("Karla Change")
    page.locator("[name=amount]").fill("15.00")
    page.locator("[name=amount]").press("Enter")
    expect(page.locator(".gifts-total")).to_contain_text("Rows and slip agree")
    rows(page, 1)


def test_a_mistyped_gift_is_put_right_on_a_phone_by_its_donors_name(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "25.00", "S-RIGHT")
    type_cheque(page, "10.00", 8001, "Vera Wrong", is_known=False)
    rows(page, 1)
    type_cheque(page, "15.00", 8002, "Rosa Right", is_known=False)
    rows(page, 2)
    page.get_by_role("button", name="Close the batch").press("Enter")
    page.locator(".gifts-lines a").first.click()
    expect(page.locator(".gifts-acts summary").first).to_be_visible()
    page.locator(".gifts-acts details").evaluate_all(
        "all => all.forEach(one => { one.open = true; })"
    )
    look(page)
    page.set_viewport_size({"width": 390, "height": 900})
    assert_no_field_is_cut(page)

    find_donor(page.locator("#correct_who"), "Vera Wrong", "Rosa Right")
    assert access.faults(page) == ""
    page.get_by_role("button", name="Correct it").press("Enter")
    page.get_by_role("link", name=re.compile("stands in its place")).click()
    expect(page.locator("main dl")).to_contain_text("Rosa Right")
    expect(page.locator("main dl")).to_contain_text("In place of")


def assert_no_field_is_cut(page: Page) -> None:
    wide = page.locator(".gifts-acts input:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.name)"
    )
    assert wide == []


def find_donor(field: Locator, before: str, name: str) -> None:
    """Type another donor's name over the one that stands there, and choose her from the list."""
    expect(field).to_have_value(before)
    field.fill("")
    field.press_sequentially(name[:6])
    field.press("ArrowDown")
    option = field.page.get_by_role("option", name=name)
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")


def test_of_twelve_months_a_phone_shows_the_newest_first(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(width=1200)
    desk.sign_in_first(page, running_paper)
    open_batch(page, "25.00", "S-NEWEST")
    type_cheque(page, "25.00", 9001, "Nora Newest", is_known=False)
    rows(page, 1)
    page.get_by_role("button", name="Close the batch").press("Enter")
    expect(page.locator("main")).to_contain_text("its gifts are in the books")

    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/newsroom/gifts/books/reports/")
    plot = page.locator(".gifts-figure:has(.gifts-columns)").first
    over = plot.evaluate(
        "one => one.firstElementChild.getBoundingClientRect().right - one.getBoundingClientRect().right"
    )
    assert over <= 1
