"""Who works here and how each of them can be reached, for the contact page; and the same for machines."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Site

from broadsheet.masthead.models import paper_of
from broadsheet.masthead.publisher import for_script, known, offer_points, publisher_id
from broadsheet.newsroom.directory import beats_of, directory_of, shown_desks, staff_of
from broadsheet.press.parts import part


@part("staff")
def staff(site: Site) -> str:
    """Every desk and every journalist of today, with the ways that each chose; and who covers what."""
    people = staff_of(site)
    beats = beats_of(people)
    context = {
        "paper": paper_of(site),
        "listed": directory_of(site, people),
        "beats": beats if len(beats) > 1 else [],
    }
    return render_to_string("newsroom/parts/staff.html", context)


@part("staff-metadata")
def staff_metadata(site: Site) -> str:
    """Who works for the publisher, whom each page tells of (`masthead/publisher.py`), on the contact page alone."""
    people = [
        known(
            {
                "@type": "Person",
                "name": person.name,
                "jobTitle": person.role,
                "knowsAbout": person.beat,
                "url": f"{site.root_url}{person.path}",
            }
        )
        for person in staff_of(site)
    ]
    if not people:
        return ""
    publisher = {
        "@context": "https://schema.org",
        **publisher_id(site.root_url),
        "employee": people,
    }
    return render_to_string("masthead/parts/publisher.html", {"json_ld": for_script(publisher)})


@offer_points
def desks_as_points(site: Site) -> list[dict[str, Any]]:
    """Each desk that can be reached, in schema.org's words. Its hours are words for people, and are left out."""
    return [
        {
            "contactType": desk.name,
            "description": desk.about,
            "telephone": desk.phone,
            "email": desk.email,
            "url": f"{site.root_url}{reverse('write_to_desk', args=[desk.pk])}"
            if desk.takes_messages
            else "",
        }
        for desk in shown_desks(site)
    ]
