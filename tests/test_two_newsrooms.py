"""Two papers published from one installation: whoever works for one reads, changes and takes nothing of the other by its number."""

import re
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Site,
    Task,
    UploadedFile,
    Workflow,
)

from broadsheet.contact.models import Message
from broadsheet.letters.models import Letter, Whereabouts
from broadsheet.masthead.models import StandingPage
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist, PaperDocument, User
from broadsheet.photos.models import Assignment, Photo, Recording, Terms
from broadsheet.sections.models import FrontState, Section
from broadsheet.staff.models import Showing
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.stories.models import LiveEntry, Series, Topic
from broadsheet.stories.tests.test_more_roles import everything
from tests import gifts_of_a_paper
from tests.routes import Address, Choose, every_route
from tests.test_two_papers import THEIRS, bell, their_section  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db
REFUSED = (403, 404, 405)
SECRET, SHARED = "Nobody may know of the ferry", "Known to every paper here"


@pytest.fixture
def stranger(bell: Site) -> User:  # noqa: F811
    """The Bell's editor: she may do everything with its pages and its own photos, and nothing with the Ledger's."""
    group = Group.objects.create(name="Editor of the Bell")
    of_letters = Permission.objects.filter(
        content_type__app_label__in=["letters", "standards", "donations"],
        codename__regex="^(handle|verify|decide|run)_",
    )
    group.permissions.add(Permission.objects.get(codename="access_admin"), *of_letters)
    pages = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    )
    for right in pages.filter(
        codename__regex="^(add|change|publish|lock|unlock|bulk_delete)_page$"
    ):
        GroupPagePermission.objects.create(group=group, page=bell.root_page, permission=right)
    own = Collection.get_first_root_node().add_child(name="The Bell's")
    kept = Permission.objects.filter(content_type__model__in=["image", "document"])
    for right in kept.filter(codename__regex="^(add|change|choose)_"):
        GroupCollectionPermission.objects.create(group=group, collection=own, permission=right)
    user = User.objects.create_user("bella", "bella@dunmorebell.example")
    user.groups.add(group)
    return user


class Ledger:
    """What the Ledger keeps that is not for the Bell, each under a name that would betray it."""

    def __init__(self, make_story: Any, make_photo: Any, front: Any, editor: User) -> None:
        section = front.add_child(instance=Section(title=SECRET, slug="secret", live=False))
        front.add_child(instance=StandingPage(title=SECRET, slug="secret-too"))
        self.page = make_story(
            SECRET, section=section, live=False, by=editor, is_live_coverage=True
        )
        self.revision = self.page.latest_revision
        self.entry = LiveEntry(story=self.page, at=timezone.now(), headline=SECRET, number=1)
        LiveEntry.objects.bulk_create([self.entry])
        self.state = FrontState.objects.create(
            front=front, shown_from=timezone.now(), places=[{"place": "1", "headline": SECRET}]
        )
        self.photo = make_photo(SECRET, title=SECRET)
        self.document = PaperDocument.objects.create(title=SECRET, file=a_file(), file_size=4)
        self.recording = Recording.objects.create(title=SHARED, file=a_file(), file_size=4)
        self.journalist, self.topic, self.series = (
            kind._default_manager.create(name=SHARED, slug="secret")
            for kind in (Journalist, Topic, Series)
        )
        self.person = editor
        self.group = Group.objects.get(name="Editor")
        self.site = Site.objects.get(root_page=front)
        self.collection = Collection.get_first_root_node().add_child(name=SECRET)
        self.redirect = Redirect.objects.create(old_path="/secret", redirect_link=f"/{SECRET}/")
        self.showing = Showing.objects.create(
            page=self.page, version=self.revision, shown_to=SECRET, ends_at=timezone.now()
        )
        self.passkey = Authenticator.objects.create(
            user=editor, type=Authenticator.Type.WEBAUTHN, data={"name": SECRET}
        )
        # But words.
        self.size, self.use, self.act, self.letter_act, self.message_act = (
            SimpleNamespace(pk=word) for word in ("small", "front", "take", "publish", "answered")
        )
        self.case_kind, self.case_act = (SimpleNamespace(pk=word) for word in ("report", "drop"))
        self._keep_more(editor)

    def _keep_more(self, editor: User) -> None:
        self.workflow, self.task = Workflow.objects.get(), Task.objects.get()
        self.assignment = Assignment.objects.create(what=SECRET, starts_at=timezone.now())
        self.terms = Terms.objects.create(name=SHARED)
        self.letter = a_letter(self.site)
        self.report, self.request = cases_about(self.site, self.page)
        self.upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Photo),
            file=a_file(),
            uploaded_by_user=editor,
        )
        self.desk = Desk.objects.create(site=self.site, name=SHARED)
        self.message = Message.keep(
            site=self.site, to=self.desk, details={"name": SECRET, "words": SECRET}, mail="none"
        )
        gifts_of_a_paper.keep_gifts(self, self.site, SECRET)


def a_letter(site: Site) -> Letter:
    letter = Letter.objects.create(
        site=site, state="new", text=SECRET, headline=SECRET, name=SECRET, town=SECRET
    )
    Whereabouts.of(letter, {"street": SECRET})
    return letter


def cases_about(site: Site, story: Any) -> tuple[ErrorReport, UnpublishRequest]:
    """Return a report of an error and a request about a story, with the secret."""
    cases = ErrorReport(site=site, story=story, passage=SECRET), UnpublishRequest(site=site)
    for case in cases:
        case.story = story
        case.lock_up({"wrong": SECRET, "why": SECRET}, {"name": SECRET})
        case.save()
    return cases


def a_file() -> ContentFile[bytes]:
    return ContentFile(b"%PDF", name="secret.pdf")


@pytest.fixture
def ledger(make_story: Any, make_photo: Any, home: Any, front: Any, editor: User) -> Ledger:
    return Ledger(make_story, make_photo, front, editor)


# What a key of an address names, by the address's name and the key's; the first that fits.
NAMED = [
    *gifts_of_a_paper.KEYS,
    (r"\buploaded_file_id$", "upload"),
    (r"\brevision_id", "revision"),
    (r"\bentry_id$", "entry"),
    (r"\bstate_id$", "state"),
    (r"^(give_link|leaving) key$", "person"),
    (r"^showing key$", "page"),
    (r"^end_showing key$", "showing"),
    (r"^mfa_\w+ pk$", "passkey"),
    (r"images|^photos_\w+ photo_id|photo_id$", "photo"),
    (r"assignment assignment_id$", "assignment"),
    (r"photos_terms", "terms"),
    (r"^photo_picture size$", "size"),
    (r"^photos_exempt use$", "use"),
    (r"^act_on_assignment act$", "act"),
    (r"letter_id$", "letter"),
    (r"^act_on_letter name$", "letter_act"),
    (r"message_id$", "message"),
    (r"^act_on_message act$", "message_act"),
    (r"_desk:", "desk"),
    (r"^(request_screen|put_initials) case_id$", "request"),
    (r"case_id$", "report"),
    (r"^(see_sender|act_on_case) kind$", "case_kind"),
    (r"^act_on_case act_name$", "case_act"),
    (r"doc", "document"),
    (r"recording", "recording"),
    (r"photos_terms:", "terms"),
    (r"_journalist:", "journalist"),
    (r"_topic:", "topic"),
    (r"_series:", "series"),
    (r"users_users:", "person"),
    (r"users_groups:", "group"),
    (r"sites:|settings:", "site"),
    (r"collection", "collection"),
    (r"redirect", "redirect"),
    (r"\btask_id$|task .*pk$", "task"),
    (r"workflows:\w+ (pk|workflow_pk)$", "workflow"),
    (r"(page|story|destination|move)\w*_id$|page_pk$|:pages:\w+ pk$|compare pk$", "page"),
]
# Keys that name a kind, an act or a person's own session, and nothing that is kept.
KINDS = {
    **dict.fromkeys(("content_type_app_name", "app_label", "app_name"), "stories"),
    **dict.fromkeys(("content_type_model_name", "model_name"), "story"),
    **dict.fromkeys(("action", "action_name", "filter_spec", "name", "object_id"), ""),
    **dict.fromkeys(("task_state_id", "workflow_state_id", "session_id", "uidb64", "token"), ""),
    # Of a link that works once, which nobody guesses.
    "secret": "",
}


def theirs(ledger: Ledger, address: Address, key: str) -> str:
    """Return the number of what a key names, of the Ledger's.

    Errors:
        AssertionError: nobody has said here what it names.
    """
    if address.name.startswith("wagtailsettings") and key != "pk":
        return {"app_name": "masthead", "model_name": "paper"}[key]
    if "type_use" in address.name:
        return {"app_name": "masthead", "model_name": "standingpage"}[
            key.replace("content_type_", "")
        ]
    if key in KINDS:
        return KINDS[key]
    found = [name for pattern, name in NAMED if re.search(pattern, f"{address.name} {key}")]
    assert found, f"say in NAMED what {key} of {address.name} names"
    return str(getattr(ledger, found[0]).pk)


def keyed(choose: Choose) -> dict[str, str]:
    """Return the name of every address of the newsroom that takes a key, by an example of it."""
    routes = [one for one in every_route() if one.keys and one.at().startswith("/newsroom/")]
    return {one.at(choose): one.name for one in routes}


# Her own alone: the parents that her new page may have, her pages of a kind, her sessions.
OWN = {
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_editing_sessions:release",
}
# Kept for all papers of an installation, to be chosen by any of them.
FOR_ALL = {
    "wagtailsnippetchoosers_newsroom_journalist:chosen",
    "wagtailsnippetchoosers_newsroom_desk:chosen",
    "wagtailsnippetchoosers_donations_campaign:chosen",
    "wagtailsnippetchoosers_photos_terms:chosen",
    "wagtailsnippetchoosers_stories_topic:chosen",
    "wagtailsnippetchoosers_stories_series:chosen",
    "recording_chooser:chosen",
    "wagtailadmin_workflows:task_chosen",
}


def ask(client: Client, path: str, method: str) -> tuple[int, str]:
    answer = getattr(client, method)(path, {"id": "1"})
    words = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, words.decode(errors="replace")


def let_in(client: Client, paths: dict[str, str], method: str) -> tuple[set[str], set[str]]:
    """Ask at each address; return the names of those that let someone in, and of those that told the secret."""
    answers = {path: ask(client, path, method) for path in paths}
    open_to = {paths[path] for path, (status, _words) in answers.items() if status not in REFUSED}
    return open_to, {paths[path] for path, (_status, words) in answers.items() if SECRET in words}


@pytest.fixture
def at_the_bell(stranger: User) -> Client:
    client = Client(HTTP_HOST=THEIRS, raise_request_exception=False)
    client.force_login(stranger)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_x07_someone_of_another_paper_gets_nothing_at_any_address_that_takes_a_key(
    ledger: Ledger, at_the_bell: Client, method: str
):
    before, paths = everything(), keyed(partial(theirs, ledger))

    open_to, told = let_in(at_the_bell, paths, method)

    assert len(paths) > 120
    assert open_to - OWN - FOR_ALL == set()
    assert told == set()
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_x07_a_page_of_ones_own_opens_no_version_entry_or_state_of_another(
    ledger: Ledger,
    at_the_bell: Client,
    make_story: Any,
    their_section: Section,  # noqa: F811
    method: str,
):
    own = make_story("The fire", section=their_section, is_live_coverage=True)
    before = everything()

    def crossed(address: Address, key: str) -> str:
        """The Bell's own page, and whatever else is named beside it of the Ledger's."""
        number = theirs(ledger, address, key)
        return str(own.pk) if number == str(ledger.page.pk) else number

    pairs = {"revision_id", "revision_id_a", "revision_id_b", "entry_id"}
    names = {one.name for one in every_route() if pairs & set(one.keys)}
    paths = {path: name for path, name in keyed(crossed).items() if name in names}

    open_to, told = let_in(at_the_bell, paths, method)

    assert len(paths) >= 6
    assert open_to - FOR_ALL == set()
    assert told == set()
    assert everything() == before


@pytest.mark.parametrize(
    "path",
    [
        "/newsroom/",
        "/newsroom/stories/",
        "/newsroom/stories/?state=draft",
        "/newsroom/stories/?q=ferry",
        "/newsroom/front/",
        "/newsroom/choose-page/",
        "/newsroom/choose-page/search/?q=ferry",
        "/newsroom/photos/",
        "/newsroom/photos/mine/",
        "/newsroom/photos/assignments/",
        "/newsroom/photos/assignments/?which=past",
        "/newsroom/documents/",
        "/newsroom/images/chooser/",
        "/newsroom/documents/chooser/",
        "/newsroom/api/main/pages/",
        *(f"/newsroom/corrections/{which}" for which in ("", "requests/", "figures/")),
    ],
)
def test_x07_no_list_of_the_newsroom_names_what_is_another_papers(
    ledger: Ledger, at_the_bell: Client, path: str
):
    page = at_the_bell.get(path)

    assert page.status_code == 200
    assert SECRET not in page.text


def test_x07_no_page_is_chosen_or_put_on_a_front_by_the_number_of_another_papers(
    ledger: Ledger, at_the_bell: Client
):
    chooser = f"/newsroom/choose-page/chosen-multiple/?id={ledger.page.pk}"
    number = str(ledger.page.pk)
    asked = [{"act": f"bring:{number}", f"to-{number}": "1"}, {"1": number}, {"story-1": number}]

    pages = [at_the_bell.post("/newsroom/front/", one).text for one in asked]

    assert at_the_bell.get(chooser).status_code == 404
    assert [page for page in pages if SECRET in page] == []


def test_x07_the_settings_of_one_paper_are_no_key_to_anothers(
    ledger: Ledger,
    at_the_bell: Client,
    stranger: User,
    bell: Site,  # noqa: F811
):
    right = Permission.objects.get(codename="change_paper")
    GroupSitePermission.objects.create(group=stranger.groups.get(), site=bell, permission=right)

    own, other = (
        at_the_bell.get(f"/newsroom/settings/masthead/paper/{site.pk}/").status_code
        for site in (bell, ledger.site)
    )

    assert (own, other) == (200, 403)


# Within one paper ---------------------------------------------------------------------------------
# Everyone in a newsroom reads what its colleagues write: where it shows, who has it, and which pages there are.
READ_BY_ALL = {
    *("story_receipts", "claim_state", "take_story", "give_back_story"),
    *("wagtailadmin_choose_page_child", "wagtailadmin_pages:move_confirm"),
}
# They lead to another screen, which asks for her rights, or answer that there is nothing to do.
SAY_NOTHING = {
    *("wagtailadmin_pages:revisions_index", "wagtailadmin_pages:workflow_preview"),
    "wagtailadmin_pages:confirm_workflow_cancellation",
}


@pytest.mark.parametrize("method", ["get", "post"])
def test_x07_someone_without_a_role_changes_nothing_at_any_address_that_takes_a_key(
    ledger: Ledger, method: str
):
    visitor = User.objects.create_user("visitor", "visitor@larkmereledger.example")
    visitor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(visitor)
    before = everything()

    open_to, _told = let_in(client, keyed(partial(theirs, ledger)), method)

    assert open_to - OWN - FOR_ALL - READ_BY_ALL - SAY_NOTHING == set()
    assert everything() == before
