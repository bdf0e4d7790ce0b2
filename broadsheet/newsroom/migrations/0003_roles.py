"""The four roles of a newsroom, and the way a reporter's story takes to print.

Permissions are given on the root of the tree and of the collections: one row for each right, however large the paper
grows. On a fresh database neither content types nor permissions exist yet, so both are made here.
"""

from django.db import migrations

PAGE = ("wagtailcore", "page")
PHOTO = ("wagtailimages", "image")
DOCUMENT = ("wagtaildocs", "document")

ADMIN = {("wagtailadmin", "admin"): ["access_admin"]}
PEOPLE = {
    ("newsroom", "journalist"): ["add", "change", "delete", "view"],
    ("newsroom", "user"): ["add", "change", "delete", "view"],
    ("auth", "group"): ["add", "change", "delete", "view"],
}
SETTINGS = {
    ("masthead", "paper"): ["add", "change", "view"],
    ("wagtailcore", "site"): ["change", "view"],
    ("wagtailcore", "workflow"): ["add", "change", "delete", "view"],
    ("wagtailcore", "task"): ["add", "change", "delete", "view"],
    ("wagtailcore", "groupapprovaltask"): ["add", "change", "delete", "view"],
}
REDIRECTS = {("wagtailredirects", "redirect"): ["add", "change", "delete", "view"]}

EDIT_PAGES = ["add", "change", "publish", "lock", "unlock"]
TAKE_IN = ["add", "choose"]
KEEP = ["add", "change", "delete", "choose"]

# Role: (rights on kinds of records, on pages, on photos, on documents, on collections)
ROLES = {
    "Reporter": (ADMIN, ["add"], TAKE_IN, TAKE_IN, []),
    "Editor": (
        {**ADMIN, **REDIRECTS, ("newsroom", "journalist"): ["add", "change", "view"]},
        EDIT_PAGES,
        ["add", "change", "choose"],
        KEEP,
        [],
    ),
    "Photo editor": (ADMIN, [], KEEP, [], ["add", "change", "delete"]),
    "Publisher": (
        {**ADMIN, **REDIRECTS, **PEOPLE, **SETTINGS},
        [*EDIT_PAGES, "bulk_delete"],
        KEEP,
        KEEP,
        ["add", "change", "delete"],
    ),
}
WORKFLOW = "Editors read it"
READERS_OF_COPY = ["Editor", "Publisher"]

# What Wagtail makes for itself, and this paper does not use.
WAGTAILS_GROUPS = ["Moderators", "Editors"]
WAGTAILS_WORKFLOW = "Moderators approval"


def make_roles(apps, schema_editor):
    forget_wagtails_own(apps)
    for name, (records, pages, photos, documents, collections) in ROLES.items():
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=name)
        for kind, rights in records.items():
            group.permissions.add(*[permission(apps, kind, right) for right in rights])
        allow_on_pages(apps, group, pages)
        allow_in_collections(apps, group, PHOTO, photos)
        allow_in_collections(apps, group, DOCUMENT, documents)
        allow_in_collections(apps, group, ("wagtailcore", "collection"), collections)
    make_workflow(apps)


def forget_wagtails_own(apps):
    """Remove Wagtail's groups and workflow while nobody is in them."""
    workflows = apps.get_model("wagtailcore.Workflow").objects.filter(name=WAGTAILS_WORKFLOW)
    tasks = apps.get_model("wagtailcore.Task").objects.filter(name=WAGTAILS_WORKFLOW)
    if not apps.get_model("wagtailcore.WorkflowState").objects.filter(workflow__in=workflows).exists():
        workflows.delete()
        apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(task_ptr__in=tasks).delete()
        tasks.delete()
    apps.get_model("auth.Group").objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True).delete()


def permission(apps, kind, right):
    """Return a permission, made now if Django has not come round to it."""
    app_label, model = kind
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    codename = right if right == "access_admin" else f"{right}_{model}"
    names = {
        "access_admin": "Can access Wagtail admin",
        "bulk_delete_page": "Delete pages with children",
        "lock_page": "Lock/unlock pages you've locked",
        "publish_page": "Publish any page",
        "unlock_page": "Unlock any page",
    }
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": names.get(codename, f"Can {right} {model}")},
    )
    return found


def allow_on_pages(apps, group, rights):
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    for right in rights:
        apps.get_model("wagtailcore.GroupPagePermission").objects.get_or_create(
            group=group, page=root, permission=permission(apps, PAGE, right)
        )


def allow_in_collections(apps, group, kind, rights):
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for right in rights:
        apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
            group=group, collection=root, permission=permission(apps, kind, right)
        )


def make_workflow(apps):
    """Let what a reporter hands in wait for an editor, everywhere in the tree."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    workflow, _ = apps.get_model("wagtailcore.Workflow").objects.get_or_create(name=WORKFLOW)
    task, _ = apps.get_model("wagtailcore.GroupApprovalTask").objects.get_or_create(
        name=WORKFLOW, defaults={"content_type": content_type}
    )
    task.groups.set(apps.get_model("auth.Group").objects.filter(name__in=READERS_OF_COPY))
    apps.get_model("wagtailcore.WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    apps.get_model("wagtailcore.WorkflowPage").objects.get_or_create(
        page=root, defaults={"workflow": workflow}
    )


def remove_roles(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name__in=ROLES).delete()
    apps.get_model("wagtailcore.WorkflowPage").objects.filter(workflow__name=WORKFLOW).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("photos", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
