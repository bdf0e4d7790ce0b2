"""The desk for gifts, as a business office of one uses it: forms with and without scripts, rights, papers of others."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Site

from broadsheet.donations.batches import close_batch
from broadsheet.donations.models import (
    Batch,
    BatchLine,
    Campaign,
    Donor,
    Entry,
    Gift,
    Refund,
)
from broadsheet.donations.tests.made import a_donor, a_gift, the_site
from broadsheet.donations.tests.typed import (
    DAY,
    HOME,
    PLACES,
    a_pledge,
    at_desk,
    type_in,
)
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db


def row(batch: Batch, key: str = "row-0001", **typed: Any) -> dict[str, Any]:
    told = {"key": key, "amount": "50.00", "cheque_number": "1042", "who": "Ada Lund"}
    return {**told, "cheque_bank": "Teal County Bank", "method": "cheque", **typed}


# Who may ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("place", PLACES)
def test_only_those_who_handle_gifts_see_any_of_it(editor: User, desk: Client, place: str):
    theirs = at_desk(editor).get(HOME + place)

    assert theirs.status_code in (302, 403)
    assert desk.get(HOME + place).status_code == 200


def test_the_menu_and_the_first_screen_show_gifts_to_those_who_handle_them(
    desk: Client, batch: Batch, editor: User
):
    assert "1 thing waits" in desk.get("/newsroom/").text
    theirs = at_desk(editor).get("/newsroom/").text
    assert HOME not in theirs
    assert "1 thing waits" not in theirs


def test_refunds_are_for_those_who_run_gifts(desk: Client, bo: User, publisher: User, batch: Batch):
    type_in(batch, 5000)
    close_batch(batch, by=bo)
    gift = Gift.objects.get()
    told = {"request": uuid4(), "amount": "10", "on": DAY, "reason": ""}

    refused = desk.post(f"{HOME}all/{gift.pk}/refund/", told)
    assert refused.status_code in (302, 403)
    assert not Refund.objects.exists()
    assert "Pay back" not in desk.get(f"{HOME}all/{gift.pk}/").text

    at_desk(publisher).post(f"{HOME}all/{gift.pk}/refund/", told)
    at_desk(publisher).post(f"{HOME}all/{gift.pk}/refund/", told)
    assert Refund.objects.get().amount.minor == 1000


def works_at(front: Any, user: User) -> None:
    """Let somebody work for the paper of a front, and for no other."""
    permission = Permission.objects.get(codename="change_page")
    group = Group.objects.create(name="At the Ledger")
    GroupPagePermission.objects.create(group=group, page=front, permission=permission)
    user.groups.add(group)


def test_what_is_another_papers_is_not_there(desk: Client, bo: User, front: Any, batch: Batch):
    theirs = Site.objects.create(hostname="harrowpost.example", root_page=front.get_parent())
    donor = a_donor("Ada Lund")
    gift, pledge = a_gift(donor=donor), a_pledge(100, donor)
    works_at(front, bo)
    assert desk.get(f"{HOME}donors/{donor.pk}/").status_code == 200
    for one in (donor, gift, pledge, batch):
        type(one).objects.filter(pk=one.pk).update(site=theirs)

    for place in (
        f"donors/{donor.pk}/",
        f"donors/{donor.pk}/change/",
        f"all/{gift.pk}/",
        f"pledges/{pledge.pk}/",
        f"batches/{batch.pk}/",
        f"batches/{batch.pk}/print/",
    ):
        assert desk.get(HOME + place).status_code == 404, place
    assert "Ada Lund" not in desk.get(f"{HOME}donors/").text
    assert desk.post(f"{HOME}look-up/{theirs.pk}/", {"typed": "Ada"}).status_code == 404


# Batches ------------------------------------------------------------------------------------------
def test_a_batch_is_opened_typed_and_closed_without_scripts(desk: Client):
    told = {"received_on": DAY, "slip": "50.00", "slip_number": "S-1"}
    screen = desk.post(f"{HOME}batches/add/", told, follow=True)
    batch = Batch.objects.get()
    assert "is missing" in screen.text

    where = f"{HOME}batches/{batch.pk}/"
    kept = desk.post(where, row(batch, street="12 Alder Street", town="Larkmere"), follow=True)
    assert "Rows and slip agree" in kept.text
    closed = desk.post(f"{where}close/", follow=True)

    assert "its gifts are in the books" in closed.text
    gift = Gift.objects.get()
    assert (gift.state, gift.donor.address) == ("paid", "12 Alder Street\nLarkmere")  # type: ignore[union-attr]


def test_a_slip_that_is_no_sum_is_refused_with_all_that_was_typed(desk: Client):
    told = {"received_on": DAY, "slip": "fifty", "slip_number": "S-77"}

    screen = desk.post(f"{HOME}batches/add/", told)

    assert screen.status_code == 422
    assert "Write an amount as a number" in screen.text
    assert 'value="fifty"' in screen.text
    assert 'value="S-77"' in screen.text


def test_g61_the_screen_says_by_how_much_one_cent_is_off(desk: Client, batch: Batch):
    type_in(batch, 4999)

    screen = desk.post(f"{HOME}batches/{batch.pk}/close/", follow=True)

    assert "$0.01 is missing: the rows come to $49.99, and the slip says $50.00." in screen.text
    assert not Entry.objects.exists()


def test_g60_the_screen_warns_keeps_what_was_typed_and_takes_a_tick(desk: Client, batch: Batch):
    where = f"{HOME}batches/{batch.pk}/"
    desk.post(where, row(batch))
    donor = Donor.objects.get()
    again = row(batch, "row-0002", donor=donor.pk)

    warned = desk.post(where, again)
    assert warned.status_code == 422
    assert "stands already among those of" in warned.text
    assert 'value="1042"' in warned.text
    assert BatchLine.objects.count() == 1

    desk.post(where, {**again, "is_no_copy": "on"})
    assert BatchLine.objects.count() == 2


def test_a_name_that_is_known_is_asked_about(desk: Client, batch: Batch):
    ada = a_donor("Ada Lund", email="ada@example.org")
    where = f"{HOME}batches/{batch.pk}/"

    asked = desk.post(where, row(batch))
    assert asked.status_code == 422
    assert "Ada Lund · ada@example.org" in asked.text

    desk.post(where, row(batch, donor=ada.pk))
    assert BatchLine.objects.get().donor == ada
    desk.post(where, row(batch, "row-0002", cheque_number="7", is_new="on"))
    assert Donor.objects.count() == 2


def test_a_row_is_kept_by_a_script_and_sent_twice_is_one(desk: Client, batch: Batch):
    where = f"{HOME}batches/{batch.pk}/"
    for _time in range(2):
        answer = desk.post(where, row(batch), headers={"accept": "application/json"})
        assert answer.status_code == 200
    assert "Rows and slip agree" in answer.json()["lines"]
    assert BatchLine.objects.count() == Donor.objects.count() == 1


def test_a_script_is_told_at_which_field_a_row_is_wrong(desk: Client, batch: Batch):
    where = f"{HOME}batches/{batch.pk}/"
    typed = row(batch, amount="fifty", cheque_number="")

    answer = desk.post(where, typed, headers={"accept": "application/json"})

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"amount", "cheque_number"}


def test_a_pledges_code_typed_as_donor_fills_in_donor_and_pledge(desk: Client, batch: Batch):
    pledge = a_pledge(5000, a_donor("Ada Lund"))
    found = desk.post(f"{HOME}look-up/{the_site().pk}/", {"typed": pledge.code.lower()}).json()
    assert found["found"][0]["isCode"]

    desk.post(f"{HOME}batches/{batch.pk}/", row(batch, who=pledge.code.lower()))

    line = BatchLine.objects.get()
    assert (line.pledge, line.donor) == (pledge, pledge.donor)


@pytest.mark.parametrize("typed", ["6XRC-RABA", "ZZZZ9999", "6xrc raba"])
def test_a_mistyped_code_is_no_donor_until_a_tick_says_that_it_is_her_name(
    desk: Client, batch: Batch, typed: str
):
    where = f"{HOME}batches/{batch.pk}/"

    refused = desk.post(where, row(batch, who=typed))
    told = desk.post(where, row(batch, who=typed), headers={"accept": "application/json"})

    assert refused.status_code == 422
    assert "This is no code of a slip or pledge" in refused.text
    assert told.json()["isNoCode"]
    assert not Donor.objects.exists()
    desk.post(where, row(batch, who=typed, is_name="on"))
    assert BatchLine.objects.get().donor.name == typed  # type: ignore[union-attr]


def test_another_papers_donor_is_not_taken(desk: Client, bo: User, batch: Batch, front: Any):
    ada = a_donor()
    theirs = Site.objects.create(hostname="harrowpost.example", root_page=front.get_parent())
    works_at(front, bo)
    Donor.objects.update(site=theirs)

    answer = desk.post(f"{HOME}batches/{batch.pk}/", row(batch, donor=ada.pk))

    assert answer.status_code == 422
    assert not BatchLine.objects.exists()


def test_a_batch_is_thrown_away_after_it_was_asked(desk: Client, batch: Batch):
    type_in(batch, 5000)
    where = f"{HOME}batches/{batch.pk}/drop/"

    assert "There is no way back." in desk.get(where).text
    assert Batch.objects.exists()
    desk.post(where)

    assert not Batch.objects.exists()


def test_a_batch_is_printed_with_its_slip(desk: Client, bo: User, batch: Batch):
    type_in(batch, 5000, name="Ada Lund")
    close_batch(batch, by=bo)

    page = desk.get(f"{HOME}batches/{batch.pk}/print/").text

    assert "Ada Lund" in page
    assert page.count("$50.00") == 3


# Gifts --------------------------------------------------------------------------------------------
@pytest.fixture
def gift(bo: User, batch: Batch) -> Gift:
    type_in(batch, 5000, name="Ada Lund", cheque_number="77123")
    close_batch(batch, by=bo)
    return Gift.objects.get()


@pytest.mark.parametrize("by", ["code", "receipt", "cheque", "donor"])
def test_a_gift_is_found_by_what_one_has(desk: Client, gift: Gift, by: str):
    other = a_gift(100, donor=a_donor("Nell Roe"))
    receipt = gift.receipts.get().name
    words = {"code": gift.code, "receipt": receipt, "cheque": "77123", "donor": "lund"}[by]

    page = desk.get(f"{HOME}all/", {"find": words}).text

    assert gift.code in page
    assert other.code not in page


def test_gifts_are_listed_by_state_campaign_and_month(desk: Client, gift: Gift):
    campaign = Campaign.objects.create(site=the_site(), name="Roof", slug="roof", begins=DAY)
    begun = a_gift(100, campaign=campaign)

    def found(**asked: Any) -> list[bool]:
        page = desk.get(f"{HOME}all/", asked).text
        return [gift.code in page, begun.code in page]

    assert found() == [True, True]
    assert found(state="paid") == [True, False]
    assert found(campaign=campaign.pk) == [False, True]
    assert found(month=f"{DAY:%Y-%m}") == [True, False]
    assert found(month="2019-06") == [False, False]
    assert found(month="nonsense", campaign="x", p="9999") == [True, True]


def test_g42_a_cheque_that_came_back_is_noted_from_its_screen(desk: Client, gift: Gift):
    told = {"on": DAY, "reason": "No funds"}

    screen = desk.post(f"{HOME}all/{gift.pk}/return/", told, follow=True).text

    assert "Check returned" in screen
    assert "counts no longer" in screen
    assert "No funds" in screen
    again = desk.post(f"{HOME}all/{gift.pk}/return/", told)
    assert again.status_code == 409
    assert "Somebody else has noted already" in again.text


def test_a_refused_act_keeps_what_was_typed(publisher: User, gift: Gift):
    told = {"request": uuid4(), "amount": "60", "on": DAY, "reason": "Moved away"}

    answer = at_desk(publisher).post(f"{HOME}all/{gift.pk}/refund/", told)

    assert answer.status_code == 409
    assert "Of this gift $50.00 is left" in answer.text
    assert 'value="Moved away"' in answer.text
    assert 'value="60"' in answer.text


def test_a_mistyped_cheque_is_corrected_from_its_screen(desk: Client, gift: Gift):
    told = {"amount": "55", "cheque_number": "77123", "donor": gift.donor_id, "who": "Ada Lund"}

    desk.post(f"{HOME}all/{gift.pk}/correct/", told)

    assert list(Gift.objects.order_by("pk").values_list("state", flat=True)) == ["mistaken", "paid"]


def test_a_mistyped_gift_and_the_one_in_its_place_lead_to_each_other(desk: Client, gift: Gift):
    told = {"amount": "55", "cheque_number": "77123", "donor": gift.donor_id, "who": "Ada Lund"}
    desk.post(f"{HOME}all/{gift.pk}/correct/", told)
    right = Gift.objects.latest("pk")

    assert f'href="{HOME}all/{right.pk}/"' in desk.get(f"{HOME}all/{gift.pk}/").text
    assert f'href="{HOME}all/{gift.pk}/"' in desk.get(f"{HOME}all/{right.pk}/").text


def test_the_donor_of_a_correction_is_found_by_name_and_asked_about(desk: Client, gift: Gift):
    nell = a_donor("Nell Roe")
    where = f"{HOME}all/{gift.pk}/correct/"
    assert "Number of the donor" not in desk.get(f"{HOME}all/{gift.pk}/").text
    # Without scripts, who was chosen before is sent along; what is typed counts.
    told = {"amount": "50", "cheque_number": "77123", "donor": gift.donor_id, "who": "Nell Roe"}

    asked = desk.post(where, told)
    assert asked.status_code == 422
    assert "A donor of that name is known." in asked.text
    desk.post(where, {**told, "donor": nell.pk})

    assert Gift.objects.latest("pk").donor == nell


def test_a_gift_is_credited_to_its_pledge_afterwards(desk: Client, gift: Gift):
    pledge = a_pledge(5000, a_donor("Nell Roe"))
    told = {"amount": "50", "cheque_number": "77123", "donor": gift.donor_id, "who": "Ada Lund"}

    desk.post(f"{HOME}all/{gift.pk}/correct/", {**told, "code": pledge.code})

    pledge.refresh_from_db()
    assert (pledge.state, pledge.gifts.get().donor) == ("fulfilled", pledge.donor)


def test_a_transfer_is_noted_once_with_a_new_donor(desk: Client):
    told = {"request": uuid4(), "amount": "75", "on": DAY, "method": "bank", "reference": "TRN 1"}

    for _click in range(2):
        desk.post(f"{HOME}transfer/", {**told, "name": "Ada Lund"})

    gift = Gift.objects.get()
    assert (gift.amount.minor, gift.state, gift.donor.name) == (7500, "paid", "Ada Lund")  # type: ignore[union-attr]
    assert Donor.objects.count() == 1
