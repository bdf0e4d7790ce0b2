"""A paper's host name is one that a browser can ask for."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from broadsheet.masthead.host_names import check_host_name

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "www.larkmereledger.example",
        "192.168.1.20",
        "::1",
        "xn--mnchen-3ya.de",
        "desk_1",
    ],
)
def test_a_host_name_is_taken(name):
    check_host_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "the ledger",
        "https://x.example",
        "x.example/",
        "x.example:80",
        "-x",
        "a..b",
        "münchen.de",
        "a\0b",
        "@",
    ],
)
def test_what_is_no_host_name_is_refused_and_changes_nothing(client, publisher, site, name):
    client.force_login(publisher)
    form = {"hostname": name, "port": 80, "site_name": "", "root_page": site.root_page_id}

    answer = client.post(f"/newsroom/sites/edit/{site.pk}/", {**form, "is_default_site": "on"})

    with pytest.raises(ValidationError, match="no host name"):
        check_host_name(name)
    assert answer.status_code == 200
    assert Site.objects.get().hostname == "localhost"
