"""Signing in as a person does it, in a browser with a passkey of its own, and by a link that was handed over."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import access
from tests.desk import PASSWORD, hire, sign_in
from tests.running import RunningPaper

pytestmark = [pytest.mark.browser]


def give_passkeys(page: Page, *, prf: bool = False) -> None:
    """Give the browser a device that keeps passkeys and always says yes; with `prf` they can lock something up, too."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "hasPrf": prf,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


@pytest.mark.parametrize("width", [360, 1440])
def test_someone_adds_a_passkey_and_signs_in_with_it_alone(
    open_window: Callable[..., Page], running_paper: RunningPaper, width: int
):
    publisher = open_window()
    sign_in(publisher, running_paper.name, running_paper.password)
    name = f"vera{width}"
    hire(publisher, name, "Reporter")
    page = open_window(width=width)
    give_passkeys(page)
    sign_in(page, name, PASSWORD)

    page.goto("/newsroom/sign-in/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".staff-code")).to_have_count(10)

    page.context.clear_cookies()
    page.goto("/newsroom/")
    assert access.faults(page) == ""
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r":\d+/newsroom/$"))

    page.goto("/newsroom/sign-in/")
    page.get_by_role("link", name="remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("link", name="Add a passkey")).to_be_visible()
