"""Who is thanked by name: whoever wishes it, once somebody has looked at the name, and never as anything but words."""

from typing import Any

import pytest
from django.test import Client

from broadsheet.donations.models import Donor, GiftRules
from broadsheet.donations.tests.made import a_donor, a_gift, pay, refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(gift_rules: GiftRules) -> GiftRules:
    gift_rules.names_donors = True
    gift_rules.save()
    return gift_rules


def gave(name: str = "Ada Lund", **more: Any) -> Donor:
    donor = a_donor(name, **{"wall": "name", "wall_seen": True, **more})
    pay(a_gift(donor=donor))
    return donor


def test_d07_a_name_is_shown_once_somebody_has_looked_at_it(read: Any, press: Any, wall: GiftRules):
    donor = gave(wall_seen=False)
    assert "Ada Lund" not in read("/support/thanks/").text

    donor.wall_seen = True
    donor.save()
    press.print_all()
    assert "Ada Lund" in read("/support/thanks/").text

    donor.wall_seen = False
    donor.save()
    press.print_all()
    assert "Ada Lund" not in read("/support/thanks/").text


def test_d07_markup_in_a_name_is_shown_as_it_was_typed_and_cut(read: Any, wall: GiftRules):
    gave("<script>alert(1)</script>")
    gave(wall="other", wall_name="W" * 100 + "END")

    page = read("/support/thanks/").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "W" * 79 + "…" in page
    assert "END" not in page


@pytest.mark.parametrize(
    "more",
    [{"wall": "no"}, {"wall": "other", "wall_name": ""}, {"wall": "name", "name": ""}],
)
def test_whoever_did_not_ask_is_not_named(read: Any, wall: GiftRules, more: dict[str, str]):
    gave(**more)

    assert "Nobody is named here yet." in read("/support/thanks/").text


def test_nobody_is_named_for_a_gift_that_never_came_or_went_back(
    read: Any, press: Any, wall: GiftRules
):
    a_gift(donor=a_donor("Begun Only", wall="name", wall_seen=True))
    donor = a_donor("Went Back", wall="name", wall_seen=True)
    gift = a_gift(donor=donor)
    pay(gift)
    pay(a_gift(donor=a_donor("Of A Test", wall="name", wall_seen=True), is_test=True))
    page = read("/support/thanks/").text
    assert "Went Back" in page
    assert "Begun Only" not in page
    assert "Of A Test" not in page

    refund(gift, gift.amount_minor)
    press.print_all()

    assert "Went Back" not in read("/support/thanks/").text


def test_a_gift_that_comes_puts_its_name_on_the_wall(read: Any, press: Any, wall: GiftRules):
    donor = a_donor("Ada Lund", wall="name", wall_seen=True)
    assert "Ada Lund" not in read("/support/thanks/").text

    pay(a_gift(donor=donor))
    press.print_all()

    assert "Ada Lund" in read("/support/thanks/").text


def test_a_paper_that_names_nobody_has_no_wall_and_does_not_ask(read: Any, paper: Any):
    assert Client().get("/support/thanks/").status_code == 404
    assert "/support/thanks/" not in read("/support/").text
    assert 'name="wall"' not in read("/support/").text


def test_who_wishes_to_be_named_is_asked_how(give: Any, wall: GiftRules):
    assert "Write the name under which" in give(wall="other", wall_name="").text

    give(wall="other", wall_name="A reader in Harrow")

    [donor] = Donor.objects.all()
    assert (donor.wall, donor.wall_name, donor.wall_seen) == ("other", "A reader in Harrow", False)


def test_nobody_is_named_unless_she_says_so(give: Any, wall: GiftRules):
    give()

    assert Donor.objects.get().wall == "no"
