"""Who handles gifts: publishers, who also set the rules; and a role of its own for whoever keeps the books."""

from django.db import migrations

OWN = {
    "handle_gifts": "Handle gifts: type cheques, send receipts, see who gave",
    "run_gifts": "Refund gifts, erase donors, and set how the paper asks",
}
ACTS = ("add", "change", "delete", "view")
BUSINESS_OFFICE = "Business office"


def allow(apps, schema_editor):
    # On a fresh database neither content types nor permissions exist yet.
    own = permissions_of(apps, "donations", "donor", OWN)
    rules = [
        *permissions_of(apps, "donations", "giftrules", named("giftrules", "rules for gifts")),
        *permissions_of(apps, "donations", "campaign", named("campaign", "campaign")),
    ]
    groups = apps.get_model("auth.Group").objects
    publishers = groups.filter(name="Publisher").first()
    if publishers is not None:
        publishers.permissions.add(*own, *rules)
    office, _ = groups.get_or_create(name=BUSINESS_OFFICE)
    [may_enter] = permissions_of(
        apps, "wagtailadmin", "admin", {"access_admin": "Can access Wagtail admin"}
    )
    office.permissions.add(may_enter, *(one for one in own if one.codename == "handle_gifts"))


def named(model, name):
    return {f"{act}_{model}": f"Can {act} {name}" for act in ACTS}


def permissions_of(apps, app_label, model, names):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return [
        apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in names.items()
    ]


def forbid(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects
    for permission in permissions.filter(content_type__app_label="donations"):
        permission.group_set.clear()
    apps.get_model("auth.Group").objects.filter(name=BUSINESS_OFFICE, user__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0002_books_stay"),
        ("newsroom", "0012_alter_act_kind_of_standards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(allow, forbid)]
