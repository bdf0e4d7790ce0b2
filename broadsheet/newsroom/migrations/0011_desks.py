"""Desks, and by which ways each person is reached. Publishers keep the desks; editors may add and change them."""

import django.db.models.deletion
from django.db import migrations, models


ROLES = {"Editor": ["add", "change", "view"], "Publisher": ["add", "change", "delete", "view"]}


def allow(apps, schema_editor):
    # On a fresh database neither content types nor permissions exist yet.
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="newsroom", model="desk"
    )
    for name, rights in ROLES.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        for right in rights if group is not None else []:
            permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{right}_desk",
                defaults={"name": f"Can {right} desk"},
            )
            group.permissions.add(permission)


def forbid(apps, schema_editor):
    apps.get_model("auth.Permission").objects.filter(
        content_type__app_label="newsroom", content_type__model="desk"
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0010_alter_act_kind'),
        ('wagtailcore', '0098_apitoken'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='journalist',
            name='by_post',
            field=models.BooleanField(default=False, help_text="Letters go to the newsroom's address.", verbose_name='by post'),
        ),
        migrations.AddField(
            model_name='journalist',
            name='public_key',
            field=models.TextField(blank=True, help_text='For encrypted mail: the whole block that begins with BEGIN PGP PUBLIC KEY BLOCK.', verbose_name='public key'),
        ),
        migrations.AddField(
            model_name='journalist',
            name='takes_messages',
            field=models.BooleanField(default=False, help_text='Readers write by it, and see no address. Messages stand in the newsroom.', verbose_name='has a form'),
        ),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Delivery', max_length=80)),
                ('about', models.CharField(blank=True, help_text='A paper that did not come; holidays; a new address.', max_length=160, verbose_name='what for')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='Small numbers stand first.', verbose_name='place on the page')),
                ('phone', models.CharField(blank=True, help_text='Shown to readers.', max_length=40)),
                ('email', models.EmailField(blank=True, help_text='Shown to readers.', max_length=254)),
                ('hours', models.CharField(blank=True, help_text='Weekdays 9 to 5', max_length=120)),
                ('takes_messages', models.BooleanField(default=True, help_text='Readers write by it, and see no address. Messages stand in the newsroom.', verbose_name='has a form')),
                ('mail_to', models.EmailField(blank=True, help_text='Never shown. Empty: they stand in the newsroom alone.', max_length=254, verbose_name='messages go to')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='paper')),
            ],
            options={
                'verbose_name': 'desk',
                'verbose_name_plural': 'desks',
                'ordering': ['order', 'name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='journalist',
            name='desk',
            field=models.ForeignKey(blank=True, help_text='Under it this person stands on the contact page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='newsroom.desk'),
        ),
        migrations.AddConstraint(
            model_name='desk',
            constraint=models.UniqueConstraint(fields=('site', 'name'), name='newsroom_desk_name', violation_error_message='This paper has a desk of that name already.'),
        ),
        migrations.RunPython(allow, forbid),
    ]
