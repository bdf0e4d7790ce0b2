"""Where the program never asks, whoever leads it there, and by whatever spelling."""

import os
import re
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from broadsheet.lib import fetching, outside
from broadsheet.lib.fetching import Fetched, fetch
from broadsheet.lib.outside import ForbiddenAddressError, NoAnswerError, is_public
from broadsheet.lib.tests.outsider import (
    PUBLIC,
    NameServer,
    Outsider,
    an_outsider,
    leads_to,
    page,
)


@pytest.fixture
def host() -> Iterator[Outsider]:
    with an_outsider() as outsider:
        yield outsider


@pytest.fixture
def names(host: Outsider, monkeypatch: pytest.MonkeyPatch) -> NameServer:
    """The outside as far as these tests know it: town.example is a public host, and answers over a real socket."""
    found = NameServer(host, monkeypatch)
    found.answers["town.example"] = [[PUBLIC]]
    return found


def get(address: str) -> Fetched:
    return fetch(address, kinds={"text/html"}, most_bytes=10_000, seconds=5.0)


# By every spelling --------------------------------------------------------------------------------
THIS_MACHINE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://localhost./",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ｌocalhost/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
]
OUR_NETWORK = [
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
]
# At these, the machines of large hosts learn their own passwords.
MACHINES_OWN_FACTS = [
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine/",
    "http://192.0.0.192/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
]
NOBODYS = [
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://224.0.0.251/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
]
# IPv4 that is carried by IPv6: mapped, 6to4, Teredo, NAT64.
IN_OTHER_CLOTHES = [
    "http://[::ffff:93.184.215.14]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::7f00:1]/",
]


@pytest.mark.parametrize(
    "address", THIS_MACHINE + OUR_NETWORK + MACHINES_OWN_FACTS + NOBODYS + IN_OTHER_CLOTHES
)
def test_f03_a_private_address_is_refused_in_every_spelling(
    address: str, monkeypatch: pytest.MonkeyPatch
):
    opened: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_: opened.append(args))

    with pytest.raises((ForbiddenAddressError, NoAnswerError)) as refused:
        get(address)

    assert opened == []
    # A few systems know no such form of a number at all.
    assert "private network" in str(refused.value) or isinstance(refused.value, NoAnswerError)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"],
)
def test_hosts_of_the_web_are_asked(address: str):
    assert is_public(address)


@pytest.mark.parametrize("address", ["", "127.0.0.1 ", "town.example", "fe80::1%eth0", "1.2.3"])
def test_what_is_no_address_of_the_internet_is_not_public(address: str):
    assert not is_public(address)


def test_a_dot_at_a_names_end_and_large_letters_change_nothing(names: NameServer, host: Outsider):
    host.answers["/"] = page("Here")

    assert get("http://Town.Example./").address == "http://town.example/"
    assert names.asked == ["town.example"]
    assert "Host: town.example\r\n" in host.asked[0]


def test_a_name_in_other_letters_is_asked_as_name_servers_know_it(
    names: NameServer, host: Outsider
):
    names.answers["xn--frde-5qa.example"] = [[PUBLIC]]
    host.answers["/"] = page("Here")

    assert get("http://Förde.example/").address == "http://xn--frde-5qa.example/"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "film",
        "//town.example/",
        "ftp://town.example/",
        "file:///etc/passwd",
        "gopher://town.example/_GET",
        "data:text/html,film",
        "javascript:alert(1)",
        "http://",
        "http://./",
        "http://nell:ferry@town.example/",
        "http://nell@town.example/",
        "http://@town.example/",
        "http://town.example@127.0.0.1/",
        "http://127.0.0.1:80@town.example/",
        "http://town.example:22/",
        "http://town.example:8080/",
        "http://town.example:443/",
        "https://town.example:80/",
        "http://town.example:99999/",
        "http://town.example:0/",
        "http://town.example:-80/",
        "http://town.example/\r\nHost: inside",
        "http://town.example/\t",
        "http://town.example\x00.inside/",
        "http://town.example\\@127.0.0.1/",
        "http://town.example/" + "x" * 2000,
        "http://" + "ü" * 80 + ".example/",
        "http://[::1",
        "http://a\u2100c.example/",
    ],
)
def test_f03_what_is_no_public_address_is_refused_in_a_sentence_before_any_name_is_looked_up(
    names: NameServer, address: str
):
    with pytest.raises(ForbiddenAddressError) as refused:
        get(address)

    assert names.asked == []
    assert re.fullmatch(r"\w.+\.", str(refused.value))


def test_f03_a_name_with_one_private_address_among_public_ones_is_refused(names: NameServer):
    names.answers["inside.example"] = [[PUBLIC, "10.0.0.7"]]

    with pytest.raises(
        ForbiddenAddressError, match=r"inside\.example is part of a private network"
    ):
        get("http://inside.example/")

    assert names.connected == []


def test_f03_no_proxy_of_the_environment_leads_a_fetch_astray(
    names: NameServer, host: Outsider, monkeypatch: pytest.MonkeyPatch
):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://10.0.0.7:3128")
    host.answers["/"] = page("Here")

    assert get("http://town.example/").body == b"Here"
    assert names.connected == [(PUBLIC, 80)]


# By redirects, and by name servers that change their answer ----------------------------------------
@pytest.mark.parametrize("hops", [1, 2, 3])
@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://169.254.169.254/latest/"])
def test_f04_a_public_host_cannot_lead_to_a_private_address_at_any_redirect(
    names: NameServer, host: Outsider, address: str, hops: int
):
    for hop in range(1, hops):
        host.answers[f"/{hop}"] = leads_to(f"/{hop + 1}")
    host.answers[f"/{hops}"] = leads_to(address)

    with pytest.raises(ForbiddenAddressError, match="private network"):
        get("http://town.example/1")

    assert names.connected == [(PUBLIC, 80)] * hops


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://a:b@town.example/",
        "http://town.example:22/",
        "//127.0.0.1/",
        "http://２１３０７０６４３３/",
        "",
    ],
)
def test_f04_a_redirect_is_read_as_strictly_as_the_first_address(
    names: NameServer, host: Outsider, address: str
):
    host.answers["/"] = leads_to(address)

    with pytest.raises(ForbiddenAddressError):
        get("http://town.example/")

    assert names.connected == [(PUBLIC, 80)]


def test_f04_the_address_that_was_looked_at_is_the_one_that_is_connected_to(
    names: NameServer, host: Outsider
):
    """A name server that gives another answer the second time leads nobody astray."""
    names.answers["town.example"] = [[PUBLIC], ["127.0.0.1"]]
    host.answers["/"] = page("Here")

    assert get("http://town.example/").body == b"Here"
    assert (names.asked, names.connected) == (["town.example"], [(PUBLIC, 80)])


def test_f04_a_name_that_turns_private_is_refused_at_the_next_redirect(
    names: NameServer, host: Outsider
):
    names.answers["town.example"] = [[PUBLIC], ["127.0.0.1"]]
    host.answers["/"] = leads_to("http://town.example/again")

    with pytest.raises(ForbiddenAddressError, match="private network"):
        get("http://town.example/")

    assert names.connected == [(PUBLIC, 80)]


def test_f04_leave_for_one_server_of_the_house_is_leave_for_no_other(host: Outsider, settings: Any):
    settings.FETCH_ALLOWED_PRIVATE = [host.place]
    with an_outsider() as other:
        host.answers["/"] = leads_to(other.address)

        with pytest.raises(ForbiddenAddressError):
            get(host.address)

        assert other.asked == []


def test_f04_nobody_outside_leads_to_a_server_of_the_house(
    names: NameServer, host: Outsider, settings: Any
):
    settings.FETCH_ALLOWED_PRIVATE = ["127.0.0.1:80"]
    host.answers["/"] = leads_to("http://127.0.0.1/")

    with pytest.raises(ForbiddenAddressError, match="private network"):
        get("http://town.example/")

    assert names.connected == [(PUBLIC, 80)]


def test_f04_a_secret_line_never_leads_to_an_open_one():
    answer: Any = SimpleNamespace(headers={"Location": "http://town.example/"})

    with pytest.raises(ForbiddenAddressError, match="not safe"):
        fetching._led_on(outside.outside("https://town.example/"), answer, [])
